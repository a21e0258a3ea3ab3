/* SPDX-License-Identifier: GPL-2.0 */
/*
 * survey.h - what a changer reports, and the model agreeing with it
 *
 * survey.c reads, plan.c and place.c find out what that means, reconcile.c and
 * elements.c change the model; inventory.c and compare.c want it.
 */
#ifndef NTMS_SURVEY_H
#define NTMS_SURVEY_H

#include <linux/types.h>
#include <linux/uuid.h>

#include "device.h"
#include "robot.h"
#include "txn.h"

struct ntms_partition;
struct ntms_physical_media;
struct ntms_survey;

/* batch of transactions: elements.c */

#define NTMS_BATCH	256	/* objects changed by one transaction */

/**
 * struct ntms_batch - many changes in transactions of about NTMS_BATCH
 * @t: open transaction, valid while @open
 * @open: there is one
 * @robot: whose library is changed
 * @library: its object, for as long as @t lasts
 * @count: of changes in @t
 */
struct ntms_batch {
	struct ntms_txn t;
	bool open;
	struct ntms_robot *robot;
	struct ntms_library *library;
	u32 count;
};

u32 ntms_batch_begin(struct ntms_batch *b, struct ntms_robot *r);
u32 ntms_batch_next(struct ntms_batch *b);
u32 ntms_batch_end(struct ntms_batch *b, u32 error);

/* elements.c: the elements become objects */
u32 ntms_elements_update(struct ntms_robot *r, const struct ntms_survey *s);
u32 ntms_elements_absent(void);
u32 ntms_seat_attach(struct ntms_txn *t, struct ntms_seat *seat,
		     struct ntms_drive *d);
bool ntms_seat_names(const struct ntms_seat *seat,
		     const struct ntms_device *dev);
struct ntms_seat *ntms_seat_add(struct ntms_robot *r, const guid_t *drive);

/* survey.c: what a changer reports */

/**
 * struct ntms_leave - a medium that is not where it was
 * @id: of the physical medium
 * @offline: it is not in the library any more
 */
struct ntms_leave {
	u32 id;
	bool offline;
};

/**
 * struct ntms_survey - element descriptors
 * @info: what the changer says of itself; not owned
 * @e: by address, each once
 * @media: for each of @e what is there: id of a physical medium plus one,
 *	0 nothing, NTMS_SURVEY_NEW a medium that is not known
 * @count: of @e
 * @size: room in @e
 * @full: all elements were asked for
 * @dry: nothing is to be changed, not even by whom a plan has to ask
 * @leave: ids of media that are not where they were
 * @number_of_leave: of @leave
 * @unclear: something could not be told without reading more
 * @conflict: another library claims a bar code that was seen here
 * @twins: a bar code was seen in two elements
 */
struct ntms_survey {
	const struct ntms_changer_info *info;
	struct ntms_element *e;
	u32 *media;
	u32 count;
	u32 size;
	bool full;
	bool dry;
	struct ntms_leave *leave;
	u32 number_of_leave;
	bool unclear;
	bool conflict;
	bool twins;
};

#define NTMS_SURVEY_NEW	U32_MAX

int ntms_survey_all(struct ntms_survey *s, struct ntms_device *dev,
		    const struct ntms_changer_info *info);
int ntms_survey_some(struct ntms_survey *s, struct ntms_device *dev,
		     const struct ntms_changer_info *info,
		     const u32 *addresses, u32 count);
int ntms_survey_type(struct ntms_survey *s, struct ntms_device *dev,
		     const struct ntms_changer_info *info, u32 type);
void ntms_survey_free(struct ntms_survey *s);
const struct ntms_element *ntms_survey_at(const struct ntms_survey *s,
					  u32 address);
u32 ntms_survey_object_type(u8 element_type);
bool ntms_changer_has(const struct ntms_changer_info *info, u32 type,
		      u32 address);

/* plan.c: which cartridge is where */
u32 ntms_plan(struct ntms_robot *r, struct ntms_survey *s);
struct ntms_physical_media *ntms_plan_medium(struct ntms_model *m, u32 media);
u32 ntms_plan_kind(const struct ntms_library *l,
		   const struct ntms_physical_media *pm,
		   const struct ntms_object *place,
		   const struct ntms_element *e);

/* stuck.c: what a transport holds */
void ntms_stuck_seen(struct ntms_robot *r, const struct ntms_element *e,
		     const struct ntms_physical_media *pm);
void ntms_stuck_gone(struct ntms_robot *r, u32 address);
bool ntms_stuck_clear(struct ntms_robot *r);
bool ntms_stuck_step(struct ntms_robot *r);

/* place.c: media in places */
u32 ntms_place_leave(struct ntms_txn *t, struct ntms_physical_media *pm,
		     bool offline);
u32 ntms_place_put(struct ntms_txn *t, struct ntms_physical_media *pm,
		   struct ntms_object *place, struct ntms_partition *side);
u32 ntms_place_park(struct ntms_txn *t, struct ntms_physical_media *pm,
		    struct ntms_drive *d, u32 media_state, u32 drive_state);

/* reconcile.c: the model agrees with what was reported */
u32 ntms_reconcile(struct ntms_robot *r, struct ntms_survey *s);

/* inventory.c: reading libraries */
bool ntms_robot_read_changed(struct ntms_robot *r);
bool ntms_robot_is_read(struct ntms_robot *r);
u32 ntms_robot_resolve(struct ntms_robot *r, const u32 *addresses, u32 count);
u32 ntms_robot_read_ports(struct ntms_robot *r);
struct ntms_device *ntms_robot_changer(struct ntms_robot *r);
u32 ntms_robot_state(struct ntms_robot *r, u32 operational_state);
bool ntms_inventory_step(struct ntms_txn *t, struct ntms_work *w);
u32 ntms_inventory_recover(struct ntms_txn *t, struct ntms_robot *r);
u32 ntms_read_error(int err);
void ntms_inventory_follow(struct ntms_txn *t, struct ntms_work *w);

/* compare.c: what an inventory would find */
void ntms_compare_run(struct ntms_robot *r);
void ntms_compare_stop(struct ntms_robot *r);

#endif /* NTMS_SURVEY_H */
