// SPDX-License-Identifier: GPL-2.0
/* Robotics: what drives say of themselves, and mounts that a reset spoils */
#include "robolab.h"

#define HOST	7

/* an answer being waited for */
struct asked {
	struct ntms_drive_asking a;
	struct completion done;
	u32 error;
	struct ntms_drive_report r;
};

static void drive_told(struct ntms_drive_asking *a, u32 error,
		       const char *text, const struct ntms_drive_report *r)
{
	struct asked *asked = container_of(a, struct asked, a);

	asked->error = error;
	asked->r = *r;
	complete(&asked->done);
}

static u32 begin(struct lab *l, u32 n, struct asked *asked)
{
	guid_t drive = lab_drive(l, n)->o.guid;

	init_completion(&asked->done);
	asked->a.done = drive_told;
	l->call.s = &l->s[0];
	l->call.text[0] = 0;
	return ntms_drive_ask(&l->call, &drive, &asked->a);
}

static u32 end(struct lab *l, struct asked *asked)
{
	unsigned long left;

	left = wait_for_completion_timeout(&asked->done,
					   msecs_to_jiffies(LAB_MS));
	KUNIT_ASSERT_NE_MSG(l->test, left, 0, "the drive was never asked");
	return asked->error;
}

static u32 ask(struct lab *l, u32 n, struct ntms_drive_report *r)
{
	struct asked asked;
	u32 error = begin(l, n, &asked);

	if (error)
		return error;
	error = end(l, &asked);
	*r = asked.r;
	return error;
}

static u32 confirm(struct lab *l, u32 session, u32 n)
{
	guid_t drive = lab_drive(l, n)->o.guid;
	struct ntms_txn t;
	u32 error;

	l->call.s = &l->s[session];
	l->call.text[0] = 0;
	ntms_txn_begin(&t, &l->m);
	error = ntms_drive_confirm(&l->call, &t, &drive);
	if (!error)
		return ntms_txn_commit(&t, NULL);
	ntms_txn_abort(&t);
	return error;
}

static bool is_suspect(struct lab *l, u32 n)
{
	struct ntms_drive *d = lab_drive(l, n);
	bool suspect;

	down_read(&l->m.lock);
	suspect = ntms_seat_of(d)->suspect;
	up_read(&l->m.lock);
	return suspect;
}

/* the drives have addresses of their own; sessions are of users 1000 and 1001 */
static void up(struct lab *l)
{
	u32 i;

	for (i = 0; i < l->f.drives; i++) {
		l->f.drive[i].dev.host = HOST;
		l->f.drive[i].dev.target = i;
		l->f.drive[i].dev.lun = 0;
	}
	for (i = 0; i < 2; i++)
		l->s[i].caller.uid = 1000 + i;
	lab_up(l);
}

static void reset(struct lab *l, u32 n)
{
	ntms_device_was_reset(HOST, 0, n, 0);
	lab_settle(l);
}

static void a_drive_says_how_it_stands(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_drive_report r;

	up(l);
	l->f.drive[0].status = (struct ntms_drive_status) {
		.has = NTMS_HAS_POSITION | NTMS_HAS_LOADS | NTMS_HAS_ALERTS,
		.block = 17, .loads = 3, .alerts = NTMS_ALERT(3),
	};
	LAB_EXPECT(l, lab_mount(l, 1, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, ask(l, 0, &r), 0);
	KUNIT_EXPECT_TRUE(test, r.read);
	KUNIT_EXPECT_FALSE(test, r.busy);
	KUNIT_EXPECT_EQ(test, r.status.block, 17);
	KUNIT_EXPECT_EQ(test, r.status.loads, 3);
	KUNIT_EXPECT_TRUE(test, r.mounted);
	KUNIT_EXPECT_EQ(test, r.uid, 1001);
	/* flags are told once, and remembered while the medium is in it */
	l->f.drive[0].status.alerts = NTMS_ALERT(5);
	LAB_EXPECT(l, ask(l, 0, &r), 0);
	KUNIT_EXPECT_EQ(test, r.alerts, NTMS_ALERT(3) | NTMS_ALERT(5));
	LAB_EXPECT(l, lab_dismount(l, 1, 0, 0), 0);
	lab_wait(l, lab_drive(l, 0)->state == NTMS_DRIVESTATE_DISMOUNTED);
	LAB_EXPECT(l, ask(l, 0, &r), 0);
	KUNIT_EXPECT_FALSE(test, r.mounted);
	l->f.drive[0].status.alerts = 0;
	LAB_EXPECT(l, lab_mount(l, 1, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, ask(l, 0, &r), 0);
	KUNIT_EXPECT_EQ(test, r.alerts, 0);
}

static void a_drive_in_use_is_not_disturbed(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_drive_report r;

	up(l);
	l->f.drive[0].open = true;
	LAB_EXPECT(l, ask(l, 0, &r), 0);
	KUNIT_EXPECT_TRUE(test, r.busy);
	KUNIT_EXPECT_FALSE(test, r.read);
	l->f.drive[0].open = false;
	l->f.drive[0].status.has = NTMS_HAS_POSITION;
	l->f.drive[0].status.block = 5;
	LAB_EXPECT(l, ask(l, 0, &r), 0);
	l->f.drive[0].open = true;
	l->f.drive[0].status.block = 6;
	LAB_EXPECT(l, ask(l, 0, &r), 0);
	KUNIT_EXPECT_TRUE(test, r.busy);
	KUNIT_EXPECT_EQ_MSG(test, r.status.block, 5, "what it said before");
	/* without log pages, and one that fails */
	l->f.drive[1].status.has = 0;
	LAB_EXPECT(l, ask(l, 1, &r), 0);
	KUNIT_EXPECT_FALSE(test, r.read);
	fake_fail(&l->f, FAKE_STATUS, 1, -ETIMEDOUT);
	LAB_EXPECT(l, ask(l, 1, &r), ERROR_DEVICE_NOT_AVAILABLE);
}

static void who_asks_meanwhile_gets_the_same_answer(struct kunit *test)
{
	struct lab *l = test->priv;
	struct asked one, two;

	up(l);
	l->f.drive[0].status.has = NTMS_HAS_LOADS;
	fake_hold(&l->f, FAKE_STATUS);
	LAB_EXPECT(l, begin(l, 0, &one), 0);
	wait_for_completion(&l->f.held);
	LAB_EXPECT(l, begin(l, 0, &two), 0);
	fake_release(&l->f);
	LAB_EXPECT(l, end(l, &one), 0);
	LAB_EXPECT(l, end(l, &two), 0);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_STATUS], 1);
}

static void a_drive_that_is_gone_cannot_be_asked(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_drive_report r;
	struct asked asked;

	up(l);
	fake_hold(&l->f, FAKE_STATUS);
	LAB_EXPECT(l, begin(l, 0, &asked), 0);
	wait_for_completion(&l->f.held);
	fake_gone(&l->f.drive[0]);
	fake_release(&l->f);
	LAB_EXPECT(l, end(l, &asked), ERROR_DEVICE_NOT_AVAILABLE);
	lab_wait(l, lab_drive(l, 0)->o.operational_state == NTMS_NOT_PRESENT);
	LAB_EXPECT(l, ask(l, 0, &r), ERROR_DEVICE_NOT_AVAILABLE);
}

static void a_reset_makes_a_mount_suspect(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_drive_report r;

	up(l);
	reset(l, 0);
	KUNIT_EXPECT_FALSE_MSG(test, is_suspect(l, 0), "nothing is in it");
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_FALSE_MSG(test, is_suspect(l, 0), "it was before");
	reset(l, 1);
	KUNIT_EXPECT_FALSE_MSG(test, is_suspect(l, 0), "it was another drive");
	reset(l, 0);
	KUNIT_EXPECT_TRUE(test, is_suspect(l, 0));
	LAB_EXPECT(l, ask(l, 0, &r), 0);
	KUNIT_EXPECT_TRUE(test, r.suspect);
	/* by whoever has it; others need the right to control the library */
	l->s[1].caller.admin = false;
	LAB_EXPECT(l, confirm(l, 1, 0), ERROR_ACCESS_DENIED);
	KUNIT_EXPECT_TRUE(test, is_suspect(l, 0));
	l->s[1].caller.admin = true;
	LAB_EXPECT(l, confirm(l, 0, 0), 0);
	KUNIT_EXPECT_FALSE(test, is_suspect(l, 0));
	LAB_EXPECT(l, confirm(l, 0, 0), 0);
	LAB_EXPECT(l, confirm(l, 0, 1), ERROR_INVALID_STATE);
	reset(l, 0);
	KUNIT_EXPECT_TRUE_MSG(test, is_suspect(l, 0), "a new one");
	LAB_EXPECT(l, confirm(l, 1, 0), 0);
	reset(l, 0);
	/* the next mount rewinds it */
	LAB_EXPECT(l, lab_dismount(l, 0, 0, NTMS_DISMOUNT_DEFERRED), 0);
	LAB_EXPECT(l, lab_mount(l, 1, 0, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_FALSE(test, is_suspect(l, 0));
}

static struct kunit_case drive_cases[] = {
	KUNIT_CASE(a_drive_says_how_it_stands),
	KUNIT_CASE(a_drive_in_use_is_not_disturbed),
	KUNIT_CASE(who_asks_meanwhile_gets_the_same_answer),
	KUNIT_CASE(a_drive_that_is_gone_cannot_be_asked),
	KUNIT_CASE(a_reset_makes_a_mount_suspect),
	{}
};

static struct kunit_suite drive_suite = {
	.name = "ntms_drive",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = drive_cases,
};
kunit_test_suite(drive_suite);
