/* SPDX-License-Identifier: GPL-2.0 */
/*
 * call.h - who calls, what he may do, calls that wait
 */
#ifndef NTMS_CALL_H
#define NTMS_CALL_H

#include <linux/kref.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/uuid.h>
#include <linux/workqueue.h>
#include <uapi/linux/ntms_acl.h>

#include "object.h"

struct ntms_destination;
struct ntms_model;
struct ntms_txn;

/* --- who calls ---------------------------------------------------------- */

/**
 * struct ntms_caller - whom the rights are checked for
 * @uid: of the opener of the socket
 * @gid: of the opener
 * @groups: supplementary groups, sorted
 * @number_of_groups: of @groups
 * @admin: has CAP_SYS_ADMIN in the initial user namespace
 */
struct ntms_caller {
	u32 uid;
	u32 gid;
	const u32 *groups;
	u32 number_of_groups;
	bool admin;
};

/**
 * struct ntms_session - an open session
 * @id: number, never used again while the module is loaded
 * @caller: for access checks
 * @application: name given by the client, for requests
 * @user: name given by the client
 * @computer: name given by the client
 * @ref: one for the socket, one for each call that waits
 * @closed: no new calls; waiting calls are being cancelled
 * @calls: struct ntms_pending of this session, protected by @lock
 * @channels: what the user side keeps of its channels
 * @lock: protects @closed and @calls
 * @destinations: computers that show what happens, for this session only;
 *	protected by model.lock; destination.c
 * @model: what it works on
 * @release: frees it
 */
struct ntms_session {
	u32 id;
	struct ntms_caller caller;
	char *application, *user, *computer;
	struct kref ref;
	bool closed;
	struct list_head calls;
	struct list_head channels;
	spinlock_t lock;
	struct ntms_destination *destinations;
	struct ntms_model *model;
	void (*release)(struct kref *ref);
};

/**
 * struct ntms_call - one request being worked on
 * @m: the model
 * @s: who asks
 * @text: why it was refused, for the client; empty when it was not
 */
struct ntms_call {
	struct ntms_model *m;
	struct ntms_session *s;
	char text[192];
};

__printf(3, 4)
u32 ntms_refuse(struct ntms_call *c, u32 error, const char *fmt, ...);

/* --- access.c: rights -------------------------------------------------- */

extern unsigned int ntms_tape_gid;	/* group "tape", see access.c */

struct ntms_object *ntms_bearer(struct ntms_model *m, struct ntms_object *o);
bool ntms_permitted(const struct ntms_caller *who,
		    const struct ntms_object *bearer, u32 rights);
u32 ntms_access(struct ntms_call *c, struct ntms_object *o, u32 rights);
struct ntms_blob **ntms_acl_of(struct ntms_object *bearer);
u32 ntms_acl_check(const void *data, size_t len);
const struct ntms_blob *ntms_bearer_acl(struct ntms_model *m,
					struct ntms_object *o);
bool ntms_acl_permits(const struct ntms_caller *who, const void *acl, size_t len,
		      u32 rights);
u32 ntms_acl_default(struct ntms_txn *t, struct ntms_object *o,
		     const struct ntms_caller *creator,
		     struct ntms_object *parent);

/* --- security.c: lists that clients read and write ---------------------- */

u32 ntms_security_get(struct ntms_call *c, const guid_t *guid, u32 type,
		      const struct ntms_blob **list);
u32 ntms_security_set(struct ntms_call *c, struct ntms_txn *t,
		      const guid_t *guid, u32 type, u32 parts, const void *acl,
		      u32 len);

/* --- pending.c: calls that wait ----------------------------------------- */

/**
 * struct ntms_answer - what a call that waits is answered with
 * @done: called once, in process context, without locks; @error is 0 or the
 *	Win32 code, @text the reason
 */
struct ntms_answer {
	void (*done)(struct ntms_answer *a, u32 error, const char *text);
};

/**
 * struct ntms_pending - a call that is answered later
 * @in_session: entry of session.calls
 * @session: whose call it is; holds a reference
 * @state: PENDING_CLAIMED, PENDING_CANCELLED; the first settles the race of
 *	answer, time-out and close
 * @timer: runs @expire when the time-out is over or the session closes
 * @expire: the call is claimed for this: take it out of what it waits in,
 *	ntms_pending_remove() and answer with @error, which is ERROR_TIMEOUT
 *	or ERROR_CANCELLED; called at most once, in process context, without
 *	locks
 *
 * Whoever wins ntms_pending_claim() answers, after ntms_pending_remove();
 * then the memory is his to free.
 */
struct ntms_pending {
	struct list_head in_session;
	struct ntms_session *session;
	unsigned long state;
	struct delayed_work timer;
	void (*expire)(struct ntms_pending *p, u32 error);
};

u32 ntms_pending_add(struct ntms_pending *p, struct ntms_session *s,
		     u32 timeout,
		     void (*expire)(struct ntms_pending *p, u32 error));
bool ntms_pending_claim(struct ntms_pending *p);
bool ntms_pending_claimed(const struct ntms_pending *p);
void ntms_pending_remove(struct ntms_pending *p);
struct ntms_session *ntms_session_get(struct ntms_session *s);
void ntms_session_put(struct ntms_session *s);
void ntms_session_cancel(struct ntms_session *s);

#endif /* NTMS_CALL_H */
