// SPDX-License-Identifier: GPL-2.0
/*
 * Labels are read to identify media, and written on free ones.
 */
#include "labellab.h"

#define SLOT	FAKE_FIRST_SLOT
#define DRIVE	FAKE_FIRST_DRIVE

/* --- identification ---------------------------------------------------------- */

static void an_identification_files_a_tape(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	label_attach();
	LABEL_ON_TAPE(0, "LTFS", "vol");
	LAB_EXPECT(l, lab_identify(l, 0, 0), 0);
	label_idle(l);
	KUNIT_EXPECT_EQ(test, label_side(l, 0)->state, NTMS_PARTSTATE_IMPORT);
	KUNIT_EXPECT_PTR_EQ(test, lab_tape(l, 0)->pool,
			    label_pool(l, NTMS_POOLTYPE_IMPORT));
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), SLOT);
	/* blank */
	LAB_EXPECT(l, lab_identify(l, 1, 0), 0);
	label_idle(l);
	KUNIT_EXPECT_EQ(test, label_side(l, 1)->state, NTMS_PARTSTATE_FOREIGN);
	/* what is ours stays what it is; another label fails it */
	LABEL_RECORD(l, 2, NTMS_PARTSTATE_AVAILABLE, "tar", "x");
	LAB_EXPECT(l, lab_identify(l, 2, 0), ERROR_INVALID_STATE);
	label_idle(l);
	KUNIT_EXPECT_EQ(test, label_side(l, 2)->state, NTMS_PARTSTATE_AVAILABLE);
	lab_agrees(l, &l->f);
}

/* without bar codes the label says which cartridge it is */
static void a_tape_that_was_off_line_is_known_again(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_media_pool *import;
	struct ntms_physical_media *pm;
	struct ntms_partition *known;
	struct ntms_txn t;
	guid_t guid;
	u32 i;

	for (i = 0; i < LAB_SLOTS; i++)
		fake_at(&l->f, SLOT + i)->untagged = true;
	for (i = 0; i < LAB_DRIVES; i++)
		fake_at(&l->f, DRIVE + i)->untagged = true;
	lab_up(l);
	label_attach();
	/* one that was here before, and its data */
	pm = ntms_media_at(lab_place(l, NTMS_TYPE_STORAGESLOT, SLOT));
	import = ntms_system_pool(l->m.import, pm->pool->media_type);
	ntms_txn_begin(&t, &l->m);
	KUNIT_ASSERT_EQ(test, ntms_media_create(&t, l->m.offline, import, NULL,
						NTMS_PARTSTATE_IMPORT, &pm), 0);
	guid_copy(&guid, &pm->o.guid);
	KUNIT_ASSERT_EQ(test, ntms_txn_commit(&t, NULL), 0);
	known = pm->sides[0];
	ntms_txn_begin(&t, &l->m);
	KUNIT_ASSERT_EQ(test, ntms_txn_edit(&t, &known->o), 0);
	KUNIT_ASSERT_EQ(test, ntms_txn_set_blob(&t, &known->o, &known->omid,
						OMID("tar", "old"), 8), 0);
	KUNIT_ASSERT_EQ(test, ntms_txn_commit(&t, NULL), 0);
	LABEL_ON_TAPE(0, "tar", "old");
	LAB_EXPECT(l, lab_identify(l, 0, 0), 0);
	label_idle(l);
	KUNIT_EXPECT_TRUE(test, guid_equal(&guid, &ntms_media_at(
		lab_place(l, NTMS_TYPE_STORAGESLOT, SLOT))->o.guid));
	/* somebody puts another one in its place */
	LABEL_ON_TAPE(0, "tar", "new");
	LAB_EXPECT(l, lab_identify(l, 0, 0), 0);
	label_idle(l);
	KUNIT_EXPECT_FALSE(test, guid_equal(&guid, &ntms_media_at(
		lab_place(l, NTMS_TYPE_STORAGESLOT, SLOT))->o.guid));
	down_read(&l->m.lock);
	KUNIT_EXPECT_PTR_EQ(test, pm->library, l->m.offline);
	up_read(&l->m.lock);
	lab_agrees(l, &l->f);
}

static void a_full_inventory_reads_every_label(struct kunit *test)
{
	struct lab *l = test->priv;
	u32 i;

	lab_up(l);
	label_attach();
	LABEL_ON_TAPE(2, "Bacula", "Vol-1");
	LABEL_ON_TAPE(5, "Amanda", "DAILY-1");
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_OMID), 0);
	lab_wait(l, lab_requests(l, NTMS_LM_PROCESSOMID, NTMS_LM_PASSED) ==
		 LAB_TAPES);
	label_idle(l);
	KUNIT_EXPECT_EQ(test, label_agent.reads, LAB_TAPES);
	for (i = 0; i < LAB_TAPES; i++)
		KUNIT_EXPECT_EQ(test, label_side(l, i)->state,
				i == 2 || i == 5 ? NTMS_PARTSTATE_IMPORT :
				NTMS_PARTSTATE_FOREIGN);
	lab_agrees(l, &l->f);
}

static void discs_are_identified_without_labels(struct kunit *test)
{
	struct lab *l = test->priv;
	u32 i;

	for (i = 0; i < LAB_DRIVES; i++)
		l->f.drive[i].dev.kind = NTMS_DEVICE_OPTICAL;
	lab_up(l);
	label_attach();
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_OMID), 0);
	lab_wait(l, lab_requests(l, NTMS_LM_PROCESSOMID, NTMS_LM_PASSED) ==
		 LAB_TAPES);
	label_idle(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	/* nobody is asked to read what he cannot */
	KUNIT_EXPECT_EQ(test, label_agent.reads, 0);
	KUNIT_EXPECT_EQ(test, label_side(l, 0)->state, NTMS_PARTSTATE_FOREIGN);
	lab_agrees(l, &l->f);
}

static void a_full_inventory_can_be_stopped(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	label_attach();
	label_agent.mute = true;
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_OMID), 0);
	lab_wait(l, l->f.calls[FAKE_INFO] == LAB_DRIVES);
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_STOP), 0);
	label_agent.mute = false;
	label_ring();
	label_idle(l);
	/* those in the drives are finished, no other is begun */
	KUNIT_EXPECT_EQ(test, label_agent.reads, LAB_DRIVES);
	lab_agrees(l, &l->f);
}

/* --- free labels ------------------------------------------------------------- */

static void what_is_freed_gets_a_free_label(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_call *c = &l->call;
	struct ntms_txn t;
	guid_t to, medium;

	lab_up(l);
	label_attach();
	LABEL_ON_TAPE(0, "tar", "x");
	LABEL_RECORD(l, 0, NTMS_PARTSTATE_IMPORT, "tar", "x");
	to = label_pool(l, NTMS_POOLTYPE_SCRATCH)->o.guid;
	medium = lab_tape(l, 0)->o.guid;
	c->s = &l->s[0];
	ntms_txn_begin(&t, &l->m);
	LAB_EXPECT(l, ntms_pool_move(c, &t, &medium, &to), 0);
	KUNIT_ASSERT_EQ(test, ntms_txn_commit(&t, NULL), 0);
	lab_wait(l, label_side(l, 0)->state == NTMS_PARTSTATE_AVAILABLE);
	label_idle(l);
	KUNIT_EXPECT_EQ(test, label_agent.writes, 1);
	KUNIT_EXPECT_EQ(test, label_agent.expected, NTMS_LABEL_KNOWN);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_WRITESCRATCH,
					   NTMS_LM_PASSED), 1);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), SLOT);
	/* and is known by it from now on */
	LAB_EXPECT(l, lab_mount(l, 0, 0, NTMS_MOUNT_WRITE, NTMS_INFINITE), 0);
	lab_agrees(l, &l->f);
}

/* as a deallocation leaves it, or a restart */
static void unprepared(struct lab *l, u32 n)
{
	label_set_side(l, n, NTMS_PARTSTATE_AVAILABLE, "", 0);
	label_set_side(l, n, NTMS_PARTSTATE_UNPREPARED, "", 0);
}

static void it_waits_for_an_agent(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	unprepared(l, 0);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 0);
	label_attach();
	lab_wait(l, label_side(l, 0)->state == NTMS_PARTSTATE_AVAILABLE);
	label_idle(l);
	KUNIT_EXPECT_EQ(test, label_agent.writes, 1);
}

/* nobody had seen its label when it was sent to the free pool */
static void a_tape_of_somebody_is_not_written(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	LABEL_ON_TAPE(0, "Backup", "precious");
	unprepared(l, 0);
	label_attach();
	lab_wait(l, lab_requests(l, NTMS_LM_WRITESCRATCH, NTMS_LM_FAILED) == 1);
	label_idle(l);
	KUNIT_EXPECT_EQ(test, label_agent.writes, 0);
	KUNIT_EXPECT_EQ(test, label_side(l, 0)->state, NTMS_PARTSTATE_IMPORT);
	KUNIT_EXPECT_PTR_EQ(test, lab_tape(l, 0)->pool,
			    label_pool(l, NTMS_POOLTYPE_IMPORT));
	lab_agrees(l, &l->f);
}

static void nor_is_the_wrong_tape(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	lab_library(l, "CHANGER1")->auto_recovery = false;
	LABEL_ON_TAPE(0, "tar", "another");
	LABEL_RECORD(l, 0, NTMS_PARTSTATE_AVAILABLE, "tar", "x");
	label_set_side(l, 0, NTMS_PARTSTATE_UNPREPARED, "", 0);
	label_attach();
	lab_wait(l, lab_requests(l, NTMS_LM_WRITESCRATCH, NTMS_LM_FAILED) == 1);
	label_idle(l);
	KUNIT_EXPECT_EQ(test, label_agent.writes, 0);
	KUNIT_EXPECT_EQ(test, label_side(l, 0)->state, NTMS_PARTSTATE_UNPREPARED);
	/* it is not tried again and again: somebody has to look */
	KUNIT_EXPECT_TRUE(test, lab_asked(l, NTMS_OPREQ_DEVICESERVICE,
					  &lab_tape(l, 0)->o.guid));
	ntms_prepare_soon();
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_WRITESCRATCH,
					   NTMS_LM_FAILED), 1);
}

/* the tape may not be where it was, nor be the same one */
static void nothing_is_written_after_a_reset(struct kunit *test)
{
	static const u32 during[] = {
		NTMS_ERRAND_READ_LABEL, NTMS_ERRAND_WRITE_LABEL,
	};
	struct lab *l = test->priv;
	u32 i;

	lab_up(l);
	label_attach();
	for (i = 0; i < ARRAY_SIZE(during); i++) {
		label_agent.reset = during[i];
		unprepared(l, i);
		lab_wait(l, lab_requests(l, NTMS_LM_WRITESCRATCH,
					 NTMS_LM_FAILED) == i + 1);
		label_idle(l);
		KUNIT_EXPECT_EQ(test, label_agent.reset, 0);
		KUNIT_EXPECT_EQ(test, label_agent.writes, 0);
		KUNIT_EXPECT_EQ(test, label_side(l, i)->state,
				NTMS_PARTSTATE_UNPREPARED);
		/* it is not tried again and again: somebody has to look */
		KUNIT_EXPECT_TRUE(test, lab_asked(l, NTMS_OPREQ_DEVICESERVICE,
						  &lab_tape(l, i)->o.guid));
	}
	KUNIT_EXPECT_EQ(test, label_agent.reads, 2);
	lab_agrees(l, &l->f);
}

/* written, and the power failed before anybody had noted it */
static void a_free_label_that_nobody_noted(struct kunit *test)
{
	struct lab *l = test->priv;
	u8 omid[80];

	lab_up(l);
	label_on_tape(0, NTMS_LABEL_KNOWN, omid,
		sprintf(omid, "NTMS Free%c%c%pUl", 0, 0, &label_side(l, 0)->o.guid));
	unprepared(l, 0);
	label_attach();
	lab_wait(l, label_side(l, 0)->state == NTMS_PARTSTATE_AVAILABLE);
	label_idle(l);
	KUNIT_EXPECT_EQ(test, label_agent.writes, 1);
	/* that of another side belongs to another catalogue */
	label_on_tape(1, NTMS_LABEL_KNOWN, omid,
		sprintf(omid, "NTMS Free%c%c%pUl", 0, 0, &lab_tape(l, 1)->o.guid));
	unprepared(l, 1);
	lab_wait(l, lab_requests(l, NTMS_LM_WRITESCRATCH, NTMS_LM_FAILED) == 1);
	label_idle(l);
	KUNIT_EXPECT_EQ(test, label_agent.writes, 1);
	lab_agrees(l, &l->f);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(an_identification_files_a_tape),
	KUNIT_CASE(a_tape_that_was_off_line_is_known_again),
	KUNIT_CASE(a_full_inventory_reads_every_label),
	KUNIT_CASE(discs_are_identified_without_labels),
	KUNIT_CASE(a_full_inventory_can_be_stopped),
	KUNIT_CASE(what_is_freed_gets_a_free_label),
	KUNIT_CASE(it_waits_for_an_agent),
	KUNIT_CASE(a_tape_of_somebody_is_not_written),
	KUNIT_CASE(nor_is_the_wrong_tape),
	KUNIT_CASE(nothing_is_written_after_a_reset),
	KUNIT_CASE(a_free_label_that_nobody_noted),
	{}
};

static struct kunit_suite suite = {
	.name = "ntms_label",
	.init = label_init,
	.exit = label_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
