// SPDX-License-Identifier: GPL-2.0
/*
 * Robotics: a drive belongs to whoever mounted what is in it.  The test is the
 * label agent: it does at once what it is told, or says what the test wants.
 */
#include <linux/delay.h>

#include "../../kmod/agent.h"
#include "robolab.h"

#define USER(n)		(1000 + (n))
#define UNTOUCHED	0xfffffffe	/* not told anything yet */

/**
 * struct agent - the label agent of a test
 * @work: does what there is to do
 * @order: what it is told
 * @owner: of the nodes of each drive, by SCSI target
 * @told: how often it was told something
 * @error: what it answers for a drive that is to be given to somebody
 * @take_error: and for one that is to be taken back
 * @labels: errands about labels, which it knows nothing of
 */
static struct agent {
	struct work_struct work;
	struct ntms_order order;
	u32 owner[FAKE_DRIVES];
	u32 told;
	u32 error;
	u32 take_error;
	u32 labels;
} agent;

static void agent_run(struct work_struct *work)
{
	static struct ntms_label blank = { .found = NTMS_LABEL_BLANK };
	struct ntms_order *o = &agent.order;
	u32 error;

	while (ntms_agent_next(o)) {
		ntms_agent_begin(o->id);
		if (o->kind != NTMS_ERRAND_GIVE_DRIVE) {
			agent.labels++;
			ntms_agent_done(o->id, 0, "", &blank);
			continue;
		}
		error = o->uid == NTMS_NOBODY ? READ_ONCE(agent.take_error) :
						READ_ONCE(agent.error);
		if (!error)
			WRITE_ONCE(agent.owner[o->target], o->uid);
		WRITE_ONCE(agent.told, agent.told + 1);
		ntms_agent_done(o->id, error,
				"process 77 (dd) of user 5 has /dev/sg1 open",
				NULL);
	}
}

static void ring(void)
{
	schedule_work(&agent.work);
}

static void agent_up(void)
{
	ntms_agent_attach(ring);
	ntms_owner_agent_came();
}

static void up(struct lab *l)
{
	u32 i;

	memset(&agent, 0, sizeof(agent));
	INIT_WORK(&agent.work, agent_run);
	for (i = 0; i < l->f.drives; i++) {
		l->f.drive[i].dev.target = i;
		agent.owner[i] = UNTOUCHED;
	}
	for (i = 0; i < 2; i++)
		l->s[i].caller.uid = USER(i);
	lab_up(l);
}

static void down(struct lab *l)
{
	ntms_agent_detach();
	flush_work(&agent.work);
}

static bool owner_is(u32 n, u32 uid)
{
	return READ_ONCE(agent.owner[n]) == uid;
}

static bool dismounted(struct lab *l, u32 n)
{
	return lab_drive(l, n)->state == NTMS_DRIVESTATE_DISMOUNTED;
}

static void nodes_belong_to_who_has_mounted(struct kunit *test)
{
	struct lab *l = test->priv;

	up(l);
	agent_up();
	/* nobody's from the start */
	lab_wait(l, owner_is(0, NTMS_NOBODY) && owner_is(1, NTMS_NOBODY));
	LAB_EXPECT(l, lab_mount(l, 1, 0, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ_MSG(test, agent.owner[0], USER(1),
			    "before the mount is answered");
	KUNIT_EXPECT_EQ(test, agent.owner[1], NTMS_NOBODY);
	/* mounted by the same session twice: until the last dismount */
	LAB_EXPECT(l, lab_mount(l, 1, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_dismount(l, 1, 0, 0), 0);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, agent.owner[0], USER(1));
	fake_hold(&l->f, FAKE_UNLOAD);
	LAB_EXPECT(l, lab_dismount(l, 1, 0, 0), 0);
	wait_for_completion(&l->f.held);
	KUNIT_EXPECT_EQ_MSG(test, agent.owner[0], NTMS_NOBODY,
			    "before it is unloaded");
	fake_release(&l->f);
	lab_wait(l, dismounted(l, 0));
	down(l);
}

static void what_ends_otherwise_is_taken_back(struct kunit *test)
{
	struct lab *l = test->priv;

	up(l);
	agent_up();
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	lab_close(l, 0);
	lab_wait(l, owner_is(0, NTMS_NOBODY));
	KUNIT_EXPECT_EQ_MSG(test, lab_drive(l, 0)->state,
			    NTMS_DRIVESTATE_LOADED, "it stays in the drive");
	LAB_EXPECT(l, lab_mount(l, 1, 0, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ(test, agent.owner[0], USER(1));
	LAB_EXPECT(l, lab_dismount(l, 1, 0, NTMS_DISMOUNT_DEFERRED), 0);
	lab_wait(l, owner_is(0, NTMS_NOBODY));
	/* by hand, from the drive */
	LAB_EXPECT(l, lab_mount(l, 1, 0, 0, NTMS_INFINITE), 0);
	fake_carry(&l->f, FAKE_FIRST_DRIVE, FAKE_FIRST_SLOT);
	lab_reread(l);
	lab_wait(l, owner_is(0, NTMS_NOBODY));
	down(l);
}

static void a_mount_fails_when_somebody_holds_a_node(struct kunit *test)
{
	struct lab *l = test->priv;

	up(l);
	agent_up();
	lab_wait(l, owner_is(0, NTMS_NOBODY));
	agent.error = ERROR_BUSY;
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), ERROR_BUSY);
	KUNIT_EXPECT_TRUE_MSG(test, strstr(l->call.text, "process 77 (dd)"),
			      "%s", l->call.text);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->state,
			NTMS_DRIVESTATE_DISMOUNTABLE);
	KUNIT_EXPECT_EQ(test, agent.owner[0], NTMS_NOBODY);
	agent.error = 0;
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ(test, agent.owner[0], USER(0));
	down(l);
}

static void a_dismount_waits_for_nobody(struct kunit *test)
{
	struct lab *l = test->priv;

	up(l);
	agent_up();
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	agent.take_error = ERROR_BUSY;
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	lab_wait(l, lab_requests(l, NTMS_LM_DISMOUNT, NTMS_LM_FAILED) == 1);
	KUNIT_EXPECT_EQ_MSG(test, lab_drive(l, 0)->state,
			    NTMS_DRIVESTATE_LOADED, "it is held open");
	/* an agent that fails otherwise is in nobody's way */
	agent.take_error = ERROR_ACCESS_DENIED;
	LAB_EXPECT(l, lab_dismount_drive(l, 0), 0);
	lab_wait(l, dismounted(l, 0));
	down(l);
}

static void without_an_agent_nothing_is_given(struct kunit *test)
{
	struct lab *l = test->priv;

	up(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ(test, agent.owner[0], UNTOUCHED);
	/* one that comes finds out what it has missed */
	agent_up();
	lab_wait(l, owner_is(0, USER(0)) && owner_is(1, NTMS_NOBODY));
	down(l);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	lab_wait(l, dismounted(l, 0));
	KUNIT_EXPECT_EQ(test, agent.owner[0], USER(0));
	agent_up();
	lab_wait(l, owner_is(0, NTMS_NOBODY));
	down(l);
}

static void all_or_nothing_is_given(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t sides[2] = { };
	struct ntms_mount_args a = {
		.media = sides, .count = 2, .timeout = NTMS_INFINITE,
	};
	struct lab_mount mount;

	up(l);
	agent_up();
	sides[0] = lab_side(l, 0);
	sides[1] = lab_side(l, 1);
	l->f.drive[1].ready_error = -EMEDIUMTYPE;
	LAB_EXPECT(l, lab_begin(l, 0, &mount, &a), 0);
	LAB_EXPECT(l, lab_end(l, &mount), ERROR_DRIVE_MEDIA_MISMATCH);
	lab_wait(l, owner_is(0, NTMS_NOBODY) && owner_is(1, NTMS_NOBODY));
	down(l);
}

static void deaf(void)
{
}

static bool is_handed_over(struct lab *l, u32 n)
{
	struct ntms_drive *d = lab_drive(l, n);
	bool is;

	down_read(&l->m.lock);
	is = test_bit(0, &ntms_seat_of(d)->owning);
	up_read(&l->m.lock);
	return is;
}

/* with nothing freed that the handover still needs, for KASAN to see */
static void the_end_comes_while_nodes_are_handed_over(struct kunit *test)
{
	struct lab *l = test->priv;

	up(l);
	ntms_agent_attach(deaf);
	ntms_owner_agent_came();
	lab_wait(l, is_handed_over(l, 0) && is_handed_over(l, 1));
	lab_stop(l);
	down(l);
	KUNIT_EXPECT_TRUE(test, owner_is(0, UNTOUCHED));
}

static struct kunit_case owner_cases[] = {
	KUNIT_CASE(nodes_belong_to_who_has_mounted),
	KUNIT_CASE(what_ends_otherwise_is_taken_back),
	KUNIT_CASE(a_mount_fails_when_somebody_holds_a_node),
	KUNIT_CASE(a_dismount_waits_for_nobody),
	KUNIT_CASE(without_an_agent_nothing_is_given),
	KUNIT_CASE(all_or_nothing_is_given),
	KUNIT_CASE(the_end_comes_while_nodes_are_handed_over),
	{}
};

static struct kunit_suite owner_suite = {
	.name = "ntms_owner",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = owner_cases,
};
kunit_test_suite(owner_suite);
