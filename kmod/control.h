/* SPDX-License-Identifier: GPL-2.0 */
/*
 * control.h - ports, doors, cleaners: what people do with libraries
 */
#ifndef NTMS_CONTROL_H
#define NTMS_CONTROL_H

#include <linux/types.h>
#include <linux/uuid.h>

#include "work.h"

/* detect.c: stand-alone drives are looked at */
void ntms_detect_run(struct ntms_robot *r);
void ntms_detect_forget_session(u32 session);

/* control.c: what calls that control a library have in common */
u32 ntms_control_library(struct ntms_call *c, const guid_t *library,
			 u32 disabled, u32 absent, struct ntms_library **l);
u32 ntms_control_usable(struct ntms_call *c, struct ntms_library *l,
			u32 disabled, u32 absent);
u32 ntms_control_cleaner(struct ntms_call *c, const guid_t *library, u32 action,
			 u32 absent, struct ntms_library **l);
u32 ntms_control_request(struct ntms_txn *t, struct ntms_work *w,
			 struct ntms_library *l, const struct ntms_session *s,
			 struct ntms_librequest **q);
u32 ntms_control_commit(struct ntms_call *c, struct ntms_txn *t,
			struct ntms_work *work, u32 error, guid_t *operation,
			struct ntms_waiter *w);
u32 ntms_control_running(struct ntms_call *c, const guid_t *operation,
			 u32 kind, struct ntms_work **work);
void ntms_control_stop(struct ntms_work *w);
u32 ntms_control_end(struct ntms_call *c, const guid_t *operation, u32 kind);
u32 ntms_control_end_cleaner(struct ntms_call *c, struct ntms_library *l,
			     const guid_t *operation, u32 kind);
bool ntms_control_waits(struct ntms_txn *t, struct ntms_work *w, bool begun,
			const char *why);
bool ntms_control_begin(struct ntms_txn *t, struct ntms_work *w);
bool ntms_control_due(struct ntms_work *w);
void ntms_control_deadline(struct ntms_work *w, u32 seconds);
bool ntms_control_late(const struct ntms_work *w);

/* port.c: ports and doors */
bool ntms_port_take(struct ntms_work *w);
bool ntms_port_lock(struct ntms_robot *r);
void ntms_port_unlock(struct ntms_robot *r);
u32 ntms_port_count(struct ntms_library *l);
u32 ntms_port_seconds(struct ntms_library *l);
struct ntms_ieport *ntms_port_empty(struct ntms_library *l);
struct ntms_ieport *ntms_port_full(struct ntms_library *l,
				   struct ntms_ieport *after);
bool ntms_port_extended(struct ntms_library *l);
void ntms_port_extend(struct ntms_robot *r, bool extend);

/* cleaner.c: cleaning cartridges */
bool ntms_cleaner_is(const struct ntms_physical_media *pm);
bool ntms_cleaner_reported(const struct ntms_library *l,
			   const struct ntms_element *e);
struct ntms_media_pool *ntms_cleaner_pool(struct ntms_model *m);
u32 ntms_cleaner_pools(void);
struct ntms_physical_media *ntms_cleaner_of(struct ntms_library *l);
u32 ntms_cleaner_moved(struct ntms_txn *t, struct ntms_physical_media *pm,
		       struct ntms_object *from, struct ntms_storageslot *home);
u32 ntms_cleaner_uses(struct ntms_txn *t, struct ntms_library *l, u32 uses);
bool ntms_cleaner_unknown(const struct ntms_physical_media *pm);
u32 ntms_cleaner_make(struct ntms_txn *t, struct ntms_physical_media *pm);
u32 ntms_cleaner_arrived(struct ntms_txn *t, struct ntms_library *l, u32 uses);

/* fate.c: what becomes of what is taken out */
bool ntms_eject_forgets(struct ntms_model *m,
			const struct ntms_physical_media *pm);

/* eject.c, inject.c, door.c, clean.c */
bool ntms_eject_step(struct ntms_txn *t, struct ntms_work *w);
void ntms_eject_forget_session(u32 session);
bool ntms_inject_step(struct ntms_txn *t, struct ntms_work *w);
bool ntms_door_step(struct ntms_txn *t, struct ntms_work *w);
u32 ntms_door_cleaner(struct ntms_call *c, struct ntms_txn *t,
		      struct ntms_library *l, u32 operation, u32 uses,
		      struct ntms_work **work);
bool ntms_clean_step(struct ntms_txn *t, struct ntms_work *w);
void ntms_clean_over(struct ntms_part *p, int err);
u32 ntms_clean_asked(struct ntms_txn *t, struct ntms_drive *d);

#endif /* NTMS_CONTROL_H */
