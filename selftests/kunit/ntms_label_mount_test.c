// SPDX-License-Identifier: GPL-2.0
/*
 * The label is checked at each mount, and says whose a tape is.
 */
#include "labellab.h"

static void the_right_tape_is_mounted(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	label_attach();
	LABEL_ON_TAPE(0, "tar", "x");
	LABEL_RECORD(l, 0, NTMS_PARTSTATE_AVAILABLE, "tar", "x");
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ(test, label_agent.reads, 1);
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->state, NTMS_MEDIASTATE_LOADED);
	/* whoever has it already need not wait for its label again */
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ(test, label_agent.reads, 1);
}

static void the_wrong_tape_is_not(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	label_attach();
	lab_library(l, "CHANGER1")->auto_recovery = false;
	LABEL_ON_TAPE(0, "tar", "another");
	LABEL_RECORD(l, 0, NTMS_PARTSTATE_AVAILABLE, "tar", "x");
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), ERROR_INVALID_STATE);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_MOUNT, NTMS_LM_FAILED), 1);
	/* nothing more has moved, and nobody has it */
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 1);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->state,
			NTMS_DRIVESTATE_DISMOUNTABLE);
	KUNIT_EXPECT_EQ(test, label_side(l, 0)->mount_count, 0);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_INVENTORY,
					   NTMS_LM_PASSED), 0);
	lab_agrees(l, &l->f);
}

/* semantics 3.8 */
static void a_library_that_recovers_identifies_all(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	label_attach();
	label_on_tape(0, NTMS_LABEL_BLANK, "", 0);
	LABEL_ON_TAPE(3, "tar", "three");
	LABEL_RECORD(l, 0, NTMS_PARTSTATE_AVAILABLE, "tar", "x");
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), ERROR_INVALID_STATE);
	lab_wait(l, lab_requests(l, NTMS_LM_INVENTORY, NTMS_LM_PASSED) == 1);
	label_idle(l);
	KUNIT_EXPECT_EQ(test, label_side(l, 3)->state, NTMS_PARTSTATE_IMPORT);
	lab_agrees(l, &l->f);
}

static void the_label_of_another_medium(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;

	lab_up(l);
	label_attach();
	lab_library(l, "CHANGER1")->auto_recovery = false;
	LABEL_RECORD(l, 1, NTMS_PARTSTATE_AVAILABLE, "tar", "one");
	label_set_side(l, 0, NTMS_PARTSTATE_AVAILABLE, "", 0);
	LABEL_ON_TAPE(0, "tar", "one");
	lab_begin_one(l, 0, &mount, 0, 0, NTMS_INFINITE);
	LAB_EXPECT(l, lab_end(l, &mount), ERROR_INVALID_STATE);
	KUNIT_EXPECT_NOT_NULL(test, strstr(mount.text, "LAB001L8"));
}

static void free_labels_at_a_mount(struct kunit *test)
{
	struct lab *l = test->priv;
	char omid[64] = "NTMS Free\0";
	u32 len;

	lab_up(l);
	label_attach();
	lab_library(l, "CHANGER1")->auto_recovery = false;
	/* that of the side itself */
	len = 11 + sprintf(omid + 11, "%pUl", &label_side(l, 0)->o.guid);
	label_set_side(l, 0, NTMS_PARTSTATE_AVAILABLE, omid, len);
	label_on_tape(0, NTMS_LABEL_KNOWN, omid, len);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	/* that of some side somewhere is on a tape without a label of its own */
	LABEL_ON_TAPE(1, "NTMS Free", "01234567-89ab-cdef-0123-456789abcdef");
	label_set_side(l, 1, NTMS_PARTSTATE_AVAILABLE, "", 0);
	LAB_EXPECT(l, lab_mount(l, 0, 1, 0, NTMS_INFINITE), ERROR_INVALID_STATE);
}

static void any_label_will_do_where_none_is_known(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	label_attach();
	LABEL_ON_TAPE(0, "tar", "whatever");
	label_set_side(l, 0, NTMS_PARTSTATE_AVAILABLE, "", 0);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	/* only its owner says what it is to be (UpdateNtmsOmidInfo) */
	KUNIT_EXPECT_NULL(test, label_side(l, 0)->omid);
	KUNIT_EXPECT_EQ(test, label_side(l, 0)->state, NTMS_PARTSTATE_AVAILABLE);
}

static void a_mount_finds_out_whose_a_tape_is(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	label_attach();
	LABEL_ON_TAPE(0, "Backup", "b1");
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ(test, label_side(l, 0)->state, NTMS_PARTSTATE_IMPORT);
	KUNIT_EXPECT_PTR_EQ(test, lab_tape(l, 0)->pool,
			    label_pool(l, NTMS_POOLTYPE_IMPORT));
	KUNIT_ASSERT_NOT_NULL(test, label_side(l, 0)->omid);
	KUNIT_EXPECT_EQ(test, memcmp(label_side(l, 0)->omid->data, "Backup\0\0b1", 10),
			0);
	/* what nobody claims stays where it is */
	label_on_tape(1, NTMS_LABEL_UNKNOWN, "", 0);
	LAB_EXPECT(l, lab_mount(l, 0, 1, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ(test, label_side(l, 1)->state, NTMS_PARTSTATE_FOREIGN);
	KUNIT_EXPECT_PTR_EQ(test, lab_tape(l, 1)->pool,
			    label_pool(l, NTMS_POOLTYPE_FOREIGN));
}

static void without_an_agent_bar_codes_have_to_do(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	LABEL_RECORD(l, 0, NTMS_PARTSTATE_AVAILABLE, "tar", "x");
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	/* and where there are none it is not known what it is */
	down_write(&l->m.lock);
	list_first_entry(&ntms_robotics.robots, struct ntms_robot,
			 link)->info.bar_code = false;
	up_write(&l->m.lock);
	LABEL_RECORD(l, 1, NTMS_PARTSTATE_AVAILABLE, "tar", "y");
	LAB_EXPECT(l, lab_mount(l, 0, 1, 0, NTMS_INFINITE),
		   ERROR_RESOURCE_NOT_PRESENT);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	/* one that has no label needs none */
	LAB_EXPECT(l, lab_mount(l, 0, 2, 0, NTMS_INFINITE), 0);
}

static void a_label_that_cannot_be_read(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	label_attach();
	label_agent.error = ERROR_BUSY;
	LABEL_RECORD(l, 0, NTMS_PARTSTATE_AVAILABLE, "tar", "x");
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), ERROR_BUSY);
	LAB_EXPECT(l, lab_identify(l, 1, 0), ERROR_BUSY);
	/* without a label to compare with it is used all the same */
	LAB_EXPECT(l, lab_mount(l, 0, 2, 0, NTMS_INFINITE), 0);
}

static void nobody_waits_for_a_mute_agent(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;

	lab_up(l);
	label_attach();
	label_agent.mute = true;
	LABEL_RECORD(l, 0, NTMS_PARTSTATE_AVAILABLE, "tar", "x");
	lab_begin_one(l, 0, &mount, 0, 0, NTMS_INFINITE);
	lab_wait(l, l->f.calls[FAKE_INFO] == 1);
	/* the session ends */
	lab_close(l, 0);
	LAB_EXPECT(l, lab_end(l, &mount), ERROR_CANCELLED);
	label_idle(l);
	/* the time is over */
	LAB_EXPECT(l, lab_mount(l, 1, 0, 0, 50), ERROR_TIMEOUT);
	label_idle(l);
	/* the module is unloaded */
	lab_begin_one(l, 1, &mount, 0, 0, NTMS_INFINITE);
	lab_wait(l, l->f.calls[FAKE_INFO] == 3);
	lab_stop(l);
	LAB_EXPECT(l, lab_end(l, &mount), ERROR_CANCELLED);
}

static void an_agent_that_dies(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;

	lab_up(l);
	label_attach();
	label_agent.mute = true;
	label_set_side(l, 0, NTMS_PARTSTATE_AVAILABLE, "", 0);
	lab_begin_one(l, 0, &mount, 0, 0, NTMS_INFINITE);
	lab_wait(l, l->f.calls[FAKE_INFO] == 1);
	ntms_agent_detach();
	LAB_EXPECT(l, lab_end(l, &mount), 0);
}

static void nobody_overwrites_by_mistake(struct kunit *test)
{
	static const u32 states[] = {
		NTMS_PARTSTATE_FOREIGN, NTMS_PARTSTATE_IMPORT,
		NTMS_PARTSTATE_UNKNOWN,
	};
	struct lab *l = test->priv;
	struct ntms_mount_args a = {
		.count = 1, .options = NTMS_MOUNT_WRITE,
		.timeout = NTMS_INFINITE,
	};
	struct lab_mount mount;
	guid_t guid;
	u32 i;

	lab_up(l);
	a.media = &guid;
	for (i = 0; i < ARRAY_SIZE(states); i++) {
		label_set_side(l, i, states[i], "", 0);
		guid = lab_side(l, i);
		guid_copy(&a.overwrite, &guid_null);
		LAB_EXPECT(l, lab_begin(l, 0, &mount, &a), ERROR_INVALID_STATE);
		KUNIT_EXPECT_NOT_NULL(test, strstr(l->call.text, "overwrite"));
		/* naming another medium, or the side, is not enough */
		a.overwrite = lab_tape(l, 5)->o.guid;
		LAB_EXPECT(l, lab_begin(l, 0, &mount, &a), ERROR_INVALID_STATE);
		a.overwrite = guid;
		LAB_EXPECT(l, lab_begin(l, 0, &mount, &a), ERROR_INVALID_STATE);
		KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 0);
	}
	LAB_EXPECT(l, lab_mount(l, 0, 0, NTMS_MOUNT_READ, NTMS_INFINITE), 0);
	guid = lab_side(l, 1);
	a.overwrite = lab_tape(l, 1)->o.guid;
	LAB_EXPECT(l, lab_begin(l, 0, &mount, &a), 0);
	LAB_EXPECT(l, lab_end(l, &mount), 0);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(the_right_tape_is_mounted),
	KUNIT_CASE(the_wrong_tape_is_not),
	KUNIT_CASE(a_library_that_recovers_identifies_all),
	KUNIT_CASE(the_label_of_another_medium),
	KUNIT_CASE(free_labels_at_a_mount),
	KUNIT_CASE(any_label_will_do_where_none_is_known),
	KUNIT_CASE(a_mount_finds_out_whose_a_tape_is),
	KUNIT_CASE(without_an_agent_bar_codes_have_to_do),
	KUNIT_CASE(a_label_that_cannot_be_read),
	KUNIT_CASE(nobody_waits_for_a_mute_agent),
	KUNIT_CASE(an_agent_that_dies),
	KUNIT_CASE(nobody_overwrites_by_mistake),
	{}
};

static struct kunit_suite suite = {
	.name = "ntms_label_mount",
	.init = label_init,
	.exit = label_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
