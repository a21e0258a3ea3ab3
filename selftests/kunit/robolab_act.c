// SPDX-License-Identifier: GPL-2.0
/* robolab_act.c - calls of the tests of robotics */
#include <linux/string.h>

#include "robolab.h"

static void mount_done(void *ctx, u32 error, const char *text,
		       const guid_t *drives, u32 count)
{
	struct lab_mount *mount = ctx;

	mount->answers++;
	mount->error = error;
	strscpy(mount->text, text ?: "", sizeof(mount->text));
	mount->count = min_t(u32, count, ARRAY_SIZE(mount->drives));
	if (drives)
		memcpy(mount->drives, drives, mount->count * sizeof(*drives));
	complete(&mount->done);
}

static struct ntms_call *call(struct lab *l, u32 session)
{
	l->call.s = &l->s[session];
	l->call.text[0] = 0;
	return &l->call;
}

/* a refusal says why */
static u32 refused(struct lab *l, u32 error)
{
	if (error)
		KUNIT_EXPECT_TRUE_MSG(l->test, l->call.text[0],
				      "error %u without a reason", error);
	return error;
}

u32 lab_begin(struct lab *l, u32 session, struct lab_mount *mount,
	      struct ntms_mount_args *a)
{
	memset(mount, 0, sizeof(*mount));
	init_completion(&mount->done);
	return refused(l, ntms_mount_media(call(l, session), a, mount_done,
					   mount));
}

u32 lab_begin_one(struct lab *l, u32 session, struct lab_mount *mount, u32 n,
		  u32 options, u32 timeout)
{
	guid_t side = lab_side(l, n);
	struct ntms_mount_args a = {
		.media = &side, .count = 1, .options = options,
		.timeout = timeout,
	};

	return lab_begin(l, session, mount, &a);
}

/* what a mount that was begun is answered with */
u32 lab_end(struct lab *l, struct lab_mount *mount)
{
	unsigned long left;

	left = wait_for_completion_timeout(&mount->done,
					   msecs_to_jiffies(LAB_MS));
	KUNIT_ASSERT_NE_MSG(l->test, left, 0, "a mount was never answered");
	KUNIT_EXPECT_EQ(l->test, mount->answers, 1);
	if (mount->error)
		KUNIT_EXPECT_TRUE_MSG(l->test, mount->text[0],
				      "error %u without a reason",
				      mount->error);
	strscpy(l->call.text, mount->text, sizeof(l->call.text));
	return mount->error;
}

u32 lab_mount(struct lab *l, u32 session, u32 n, u32 options, u32 timeout)
{
	struct lab_mount mount;
	u32 error = lab_begin_one(l, session, &mount, n, options, timeout);

	return error ?: lab_end(l, &mount);
}

struct lab_waiter {
	struct ntms_waiter w;
	struct completion done;
	u32 error;
};

static void waiter_done(struct ntms_waiter *w, u32 error)
{
	struct lab_waiter *waiter = container_of(w, struct lab_waiter, w);

	waiter->error = error;
	complete(&waiter->done);
}

static struct ntms_waiter *waiter_init(struct lab_waiter *waiter)
{
	waiter->w.done = waiter_done;
	init_completion(&waiter->done);
	return &waiter->w;
}

static u32 waiter_end(struct lab *l, struct lab_waiter *waiter, u32 error)
{
	if (refused(l, error))
		return error;
	wait_for_completion(&waiter->done);
	return waiter->error;
}

u32 lab_dismount_side(struct lab *l, u32 session, const guid_t *side,
		      u32 options)
{
	struct lab_waiter waiter;

	return waiter_end(l, &waiter,
			  ntms_dismount_media(call(l, session), side, 1,
					      options, waiter_init(&waiter)));
}

u32 lab_dismount(struct lab *l, u32 session, u32 n, u32 options)
{
	guid_t side = lab_side(l, n);

	return lab_dismount_side(l, session, &side, options);
}

u32 lab_dismount_drive(struct lab *l, u32 n)
{
	guid_t drive = lab_drive(l, n)->o.guid;
	struct lab_waiter waiter;

	return waiter_end(l, &waiter,
			  ntms_dismount_drive(call(l, 0), &drive,
					      waiter_init(&waiter)));
}

u32 lab_inventory(struct lab *l, u32 action)
{
	guid_t library = lab_library(l, "CHANGER1")->o.guid;
	struct lab_waiter waiter;

	return waiter_end(l, &waiter,
			  ntms_library_inventory(call(l, 0), &library, action,
						 waiter_init(&waiter)));
}

u32 lab_enable(struct lab *l, u32 type, const guid_t *guid, bool enable)
{
	struct lab_waiter waiter;

	return waiter_end(l, &waiter,
			  ntms_object_enable(call(l, 0), type, guid, enable,
					     waiter_init(&waiter)));
}

u32 lab_delete_library(struct lab *l, const guid_t *library)
{
	struct lab_waiter waiter;

	return waiter_end(l, &waiter,
			  ntms_library_delete(call(l, 0), library,
					      waiter_init(&waiter)));
}

u32 lab_delete_drive(struct lab *l, const guid_t *drive)
{
	struct lab_waiter waiter;

	return waiter_end(l, &waiter,
			  ntms_drive_delete(call(l, 0), drive,
					    waiter_init(&waiter)));
}

static struct ntms_call *control_begin(struct lab *l, u32 session,
				       struct ntms_txn *t)
{
	struct ntms_call *c = call(l, session);

	ntms_txn_begin(t, &l->m);
	return c;
}

u32 lab_eject(struct lab *l, u32 session, const guid_t *media, u32 action,
	      guid_t *operation)
{
	struct lab_waiter waiter;
	struct ntms_txn t;
	struct ntms_call *c = control_begin(l, session, &t);

	return waiter_end(l, &waiter,
			  ntms_eject_media(c, &t, media, action, operation,
					    waiter_init(&waiter)));
}

u32 lab_inject(struct lab *l, u32 action, guid_t *operation)
{
	guid_t library = lab_library(l, "CHANGER1")->o.guid;
	struct lab_waiter waiter;
	struct ntms_txn t;
	struct ntms_call *c = control_begin(l, 0, &t);

	return waiter_end(l, &waiter,
			  ntms_inject_media(c, &t, &library, action,
					     operation, waiter_init(&waiter)));
}

u32 lab_inject_cleaner(struct lab *l, u32 uses, u32 action, guid_t *operation)
{
	guid_t library = lab_library(l, "CHANGER1")->o.guid;
	struct lab_waiter waiter;
	struct ntms_txn t;
	struct ntms_call *c = control_begin(l, 0, &t);

	return waiter_end(l, &waiter,
			  ntms_inject_cleaner(c, &t, &library, uses, action,
					       operation,
					       waiter_init(&waiter)));
}

u32 lab_eject_cleaner(struct lab *l, u32 action, guid_t *operation)
{
	guid_t library = lab_library(l, "CHANGER1")->o.guid;
	struct lab_waiter waiter;
	struct ntms_txn t;
	struct ntms_call *c = control_begin(l, 0, &t);

	return waiter_end(l, &waiter,
			  ntms_eject_cleaner(c, &t, &library, action,
					      operation,
					      waiter_init(&waiter)));
}

u32 lab_door(struct lab *l, u32 action)
{
	guid_t library = lab_library(l, "CHANGER1")->o.guid;
	struct lab_waiter waiter;
	struct ntms_txn t;
	struct ntms_call *c = control_begin(l, 0, &t);

	return waiter_end(l, &waiter,
			  ntms_door_access(c, &t, &library, action,
					    waiter_init(&waiter)));
}

u32 lab_clean(struct lab *l, u32 drive)
{
	guid_t guid = lab_drive(l, drive)->o.guid;
	struct lab_waiter waiter;
	struct ntms_txn t;
	struct ntms_call *c = control_begin(l, 0, &t);

	return waiter_end(l, &waiter,
			  ntms_clean_drive(c, &t, &guid,
					    waiter_init(&waiter)));
}

/* slot @n of the library, or with a negative @n the release */
u32 lab_cleaner_slot(struct lab *l, s32 n)
{
	struct ntms_library *library = lab_library(l, "CHANGER1");
	struct lab_waiter waiter;
	struct ntms_object *slot;
	struct ntms_txn t;
	struct ntms_call *c = control_begin(l, 0, &t);
	u32 error;

	slot = ntms_element(library, NTMS_TYPE_STORAGESLOT,
			    FAKE_FIRST_SLOT + n);
	error = n < 0 ? ntms_cleaner_release(c, &t, &library->o.guid) :
		ntms_cleaner_reserve(c, &t, &library->o.guid,
				     slot ? &slot->guid : &guid_null);
	if (error)
		ntms_txn_abort(&t);
	else
		error = ntms_txn_commit(&t, waiter_init(&waiter));
	return waiter_end(l, &waiter, error);
}

u32 lab_detect_begin(struct lab *l, u32 session, u32 *number)
{
	u32 error;

	down_write(&l->m.lock);
	error = ntms_detect_begin(call(l, session), number);
	up_write(&l->m.lock);
	return refused(l, error);
}

static u32 commit(struct lab *l, struct ntms_txn *t, u32 error)
{
	struct lab_waiter waiter;

	if (error)
		ntms_txn_abort(t);
	else
		error = ntms_txn_commit(t, waiter_init(&waiter));
	return waiter_end(l, &waiter, error);
}

u32 lab_detect_set(struct lab *l, u32 session, u32 number, const guid_t *guids,
		   u32 count, u32 type)
{
	struct ntms_txn t;
	struct ntms_call *c = control_begin(l, session, &t);

	return commit(l, &t, ntms_detect_set(c, &t, number, guids, count,
					     type));
}

u32 lab_detect_end(struct lab *l, u32 session, u32 number)
{
	struct ntms_txn t;
	struct ntms_call *c = control_begin(l, session, &t);

	return commit(l, &t, ntms_detect_end(c, &t, number));
}

/* slot @n; ~0 none, LAB_SLOTS one that does not exist */
u32 lab_identify_begin(struct lab *l, struct lab_mount *mount, u32 n, u32 option)
{
	struct ntms_object *slot = lab_place(l, NTMS_TYPE_STORAGESLOT,
					     FAKE_FIRST_SLOT + n);
	guid_t guid = slot ? slot->guid : guid_null;

	if (n == LAB_SLOTS)
		guid_gen(&guid);
	memset(mount, 0, sizeof(*mount));
	init_completion(&mount->done);
	return refused(l, ntms_identify_slot(call(l, 0), &guid, option,
					     mount_done, mount));
}

u32 lab_identify(struct lab *l, u32 n, u32 option)
{
	struct lab_mount mount;
	u32 error = lab_identify_begin(l, &mount, n, option);

	return error ?: lab_end(l, &mount);
}

/* for a call whose answer does not matter */
void lab_nobody(struct ntms_waiter *w, u32 error)
{
}

/* the socket of a session is closed; it can be used again afterwards */
void lab_close(struct lab *l, u32 session)
{
	struct ntms_session *s = &l->s[session];

	ntms_session_cancel(s);
	ntms_session_gone(s);
	lab_wait(l, list_empty_careful(&s->calls));
	s->closed = false;
}
