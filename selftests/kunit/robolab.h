/* SPDX-License-Identifier: GPL-2.0 */
/*
 * robolab.h - a model, sessions and fake libraries for the tests of robotics
 *
 * After every test the model obeys its invariants, every request has come to
 * an end, and no device is held.  lab_agrees() compares the model with what
 * really is in the library.
 */
#ifndef NTMS_ROBOLAB_H
#define NTMS_ROBOLAB_H

#include <kunit/test.h>

#include "../../kmod/control.h"
#include "../../kmod/info.h"
#include "../../kmod/mount.h"
#include "../../kmod/notify.h"
#include "../../kmod/robot.h"
#include "../../kmod/robotics.h"
#include "../../kmod/survey.h"
#include "../../kmod/verify.h"
#include "../../kmod/work.h"
#include "fake.h"

#define LAB_SLOTS	8
#define LAB_TAPES	6
#define LAB_DRIVES	2
#define LAB_MS		10000	/* nothing takes longer */

/**
 * struct lab - what a test has
 * @test: the test
 * @m: the model
 * @s: two sessions
 * @call: the last call
 * @f: a library of LAB_SLOTS slots with LAB_TAPES tapes LAB000L8...
 * @other: a second one, not made unless a test does
 * @limits: what they were
 * @stopped: ntms_robotics_stop() was called
 */
struct lab {
	struct kunit *test;
	struct ntms_model m;
	struct ntms_session s[2];
	struct ntms_call call;
	struct fake f;
	struct fake other;
	struct ntms_robot_limits limits;
	bool stopped;
};

/**
 * struct lab_mount - a mount being waited for
 * @done: it was answered
 * @answers: how often
 * @error: with what
 * @text: reason
 * @drives: GUIDs
 * @count: of @drives
 */
struct lab_mount {
	struct completion done;
	u32 answers;
	u32 error;
	char text[128];
	guid_t drives[8];
	u32 count;
};

int lab_init(struct kunit *test);
void lab_exit(struct kunit *test);

/* arranging */
void lab_start(struct lab *l);
void lab_stop(struct lab *l);
void lab_up(struct lab *l);
void lab_settle(struct lab *l);
void lab_reread(struct lab *l);
void lab_reset(struct lab *l);
void lab_set(struct lab *l, struct ntms_object *o, void (*set)(void *o));
void lab_disabled(void *o);
void lab_enabled(void *o);
void lab_become(struct lab *l, u32 session, u32 uid);
void lab_ports(struct lab *l, u32 ports);
void lab_port_seconds(struct lab *l, u32 seconds);
void lab_agrees(struct lab *l, struct fake *f);
void lab_verify(struct lab *l);

/* looking: model locked for read inside */
struct ntms_library *lab_library(struct lab *l, const char *serial);
struct ntms_physical_media *lab_medium(struct lab *l, const char *bar_code);
struct ntms_physical_media *lab_tape(struct lab *l, u32 n);
guid_t lab_side(struct lab *l, u32 n);
struct ntms_drive *lab_drive(struct lab *l, u32 n);
u32 lab_element(struct lab *l, struct ntms_physical_media *pm);
struct ntms_librequest *lab_request(struct lab *l, const guid_t *guid);
bool lab_asked(struct lab *l, u32 command, const guid_t *arg1);
struct ntms_object *lab_place(struct lab *l, u32 type, u32 element);
u32 lab_requests(struct lab *l, u32 operation, u32 state);

/* the allocation that fails next; needs a kernel with fault injection */
#ifdef CONFIG_FAULT_INJECTION
#define FAIL_NTH (current->fail_nth)
#else
extern int lab_no_fail_nth;
#define FAIL_NTH lab_no_fail_nth
#endif

/* wait until something is so */
#define lab_wait(l, condition) ({					\
	unsigned long end_ = jiffies + msecs_to_jiffies(LAB_MS);	\
	bool so_;							\
									\
	while (!(so_ = (condition)) && time_before(jiffies, end_))	\
		lab_pause();						\
	KUNIT_EXPECT_TRUE_MSG((l)->test, so_, "in vain: " #condition);	\
	so_;								\
})
void lab_pause(void);

/* acting */
u32 lab_begin(struct lab *l, u32 session, struct lab_mount *mount,
	      struct ntms_mount_args *a);
u32 lab_begin_one(struct lab *l, u32 session, struct lab_mount *mount, u32 n,
		  u32 options, u32 timeout);
u32 lab_end(struct lab *l, struct lab_mount *mount);
u32 lab_mount(struct lab *l, u32 session, u32 n, u32 options, u32 timeout);
u32 lab_dismount_side(struct lab *l, u32 session, const guid_t *side,
		      u32 options);
u32 lab_dismount(struct lab *l, u32 session, u32 n, u32 options);
u32 lab_dismount_drive(struct lab *l, u32 n);
u32 lab_inventory(struct lab *l, u32 action);
u32 lab_enable(struct lab *l, u32 type, const guid_t *guid, bool enable);
u32 lab_delete_library(struct lab *l, const guid_t *library);
u32 lab_delete_drive(struct lab *l, const guid_t *drive);
u32 lab_eject(struct lab *l, u32 session, const guid_t *media, u32 action,
	      guid_t *operation);
u32 lab_inject(struct lab *l, u32 action, guid_t *operation);
u32 lab_inject_cleaner(struct lab *l, u32 uses, u32 action, guid_t *operation);
u32 lab_eject_cleaner(struct lab *l, u32 action, guid_t *operation);
u32 lab_door(struct lab *l, u32 action);
u32 lab_clean(struct lab *l, u32 drive);
u32 lab_cleaner_slot(struct lab *l, s32 n);
u32 lab_detect_begin(struct lab *l, u32 session, u32 *number);
u32 lab_detect_set(struct lab *l, u32 session, u32 number, const guid_t *guids,
		   u32 count, u32 type);
u32 lab_detect_end(struct lab *l, u32 session, u32 number);
u32 lab_identify_begin(struct lab *l, struct lab_mount *mount, u32 n,
		       u32 option);
u32 lab_identify(struct lab *l, u32 n, u32 option);
void lab_close(struct lab *l, u32 session);
void lab_nobody(struct ntms_waiter *w, u32 error);

#define LAB_EXPECT(l, error, expected)					\
	KUNIT_EXPECT_EQ_MSG((l)->test, (u32)(error), (u32)(expected),	\
			    "reason: %s", (l)->call.text)

#endif /* NTMS_ROBOLAB_H */
