// SPDX-License-Identifier: GPL-2.0
/*
 * Labels: checked at each mount, read to identify media, written on free ones.
 * The label agent is a fake that knows what is on which tape.
 */
#include <linux/workqueue.h>

#include "../../kmod/agent.h"
#include "robolab.h"

#define SLOT	FAKE_FIRST_SLOT
#define DRIVE	FAKE_FIRST_DRIVE

#define OMID(kind, id)	kind "\0\0" id

/**
 * struct tape - what is on a tape
 * @tag: its bar code, as the fake library knows it
 * @found: enum ntms_label_found
 * @len: bytes of @omid
 * @omid: identifier
 */
struct tape {
	char tag[16];
	u32 found;
	u32 len;
	u8 omid[96];
};

/**
 * struct agent - the label agent
 * @l: the lab
 * @work: does what there is to be done
 * @tapes: what is on them
 * @error: it fails with
 * @reset: kind of errand during which the drive is reset, once
 * @mute: it says nothing of labels
 * @kept: what it has not answered when it was mute
 * @number_kept: of @kept
 * @reads: labels read
 * @writes: labels written
 * @expected: of the last write: what had to be on the tape
 */
static struct agent {
	struct lab *l;
	struct work_struct work;
	struct tape tapes[LAB_TAPES + 2];
	u32 error;
	u32 reset;
	bool mute;
	struct ntms_order kept[LAB_DRIVES];
	u32 number_kept;
	u32 reads;
	u32 writes;
	u32 expected;
} agent;

static void ring(void)
{
	queue_work(system_unbound_wq, &agent.work);
}

static struct tape *tape_of(const char *tag)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(agent.tapes); i++)
		if (!strcmp(agent.tapes[i].tag, tag))
			return &agent.tapes[i];
	return NULL;
}

/* what is in the drive that an errand is about */
static struct tape *tape_in(const struct ntms_order *o)
{
	return tape_of(fake_at(&agent.l->f, FAKE_FIRST_DRIVE + o->lun - 1)->tag);
}

static void serve(const struct ntms_order *o, struct ntms_label *label)
{
	struct tape *t = tape_in(o);

	/* the nodes of a drive are no matter of labels */
	if (o->kind == NTMS_ERRAND_GIVE_DRIVE) {
		ntms_agent_done(o->id, 0, "", NULL);
		return;
	}
	if (agent.mute) {
		if (agent.number_kept < ARRAY_SIZE(agent.kept))
			agent.kept[agent.number_kept++] = *o;
		return;
	}
	if (agent.reset == o->kind) {
		agent.reset = 0;
		ntms_device_was_reset(o->host, o->channel, o->target, o->lun);
	}
	if (!t || agent.error || ntms_agent_begin(o->id)) {
		ntms_agent_done(o->id, agent.error ?: ERROR_INVALID_STATE,
				"the fake does not want to", NULL);
		return;
	}
	if (o->kind == NTMS_ERRAND_READ_LABEL) {
		agent.reads++;
		label->found = t->found;
		label->omid_len = t->len;
		memcpy(label->omid, t->omid, t->len);
		ntms_agent_done(o->id, 0, "", label);
		return;
	}
	agent.writes++;
	agent.expected = o->label.found;
	t->found = NTMS_LABEL_KNOWN;
	memcpy(t->omid, "NTMS Free\0", 11);
	t->len = 11 + sprintf(t->omid + 11, "%pUl", &o->side);
	ntms_agent_done(o->id, 0, "", NULL);
}

static void agent_run(struct work_struct *work)
{
	struct ntms_order *o = kzalloc(sizeof(*o), GFP_KERNEL);
	struct ntms_label *label = kzalloc(sizeof(*label), GFP_KERNEL);

	while (o && label && !agent.mute && agent.number_kept)
		serve(&agent.kept[--agent.number_kept], label);
	while (o && label && ntms_agent_next(o))
		serve(o, label);
	kfree(o);
	kfree(label);
}

static void on_tape(u32 n, u32 found, const char *omid, u32 len)
{
	struct tape *t = &agent.tapes[n];

	t->found = found;
	t->len = len;
	memcpy(t->omid, omid, len);
}

#define ON_TAPE(n, kind, id) \
	on_tape(n, NTMS_LABEL_KNOWN, OMID(kind, id), sizeof(OMID(kind, id)) - 1)

static void attach(void)
{
	ntms_agent_attach(ring);
	ntms_prepare_soon();
}

static int label_init(struct kunit *test)
{
	int err = lab_init(test);
	u32 i;

	memset(&agent, 0, sizeof(agent));
	agent.l = test->priv;
	INIT_WORK(&agent.work, agent_run);
	for (i = 0; i < LAB_TAPES; i++) {
		snprintf(agent.tapes[i].tag, sizeof(agent.tapes[i].tag),
			 "LAB%03uL8", i);
		agent.tapes[i].found = NTMS_LABEL_BLANK;
	}
	return err;
}

static void label_exit(struct kunit *test)
{
	ntms_agent_detach();
	flush_work(&agent.work);
	lab_exit(test);
}

static struct ntms_partition *side(struct lab *l, u32 n)
{
	return lab_tape(l, n)->sides[0];
}

static struct ntms_media_pool *pool(struct lab *l, u32 type)
{
	struct ntms_media_pool *container = type == NTMS_POOLTYPE_SCRATCH ?
		l->m.free : type == NTMS_POOLTYPE_IMPORT ? l->m.import :
		l->m.unrecognized;

	return ntms_system_pool(container, lab_tape(l, 0)->pool->media_type);
}

static void set_side(struct lab *l, u32 n, u32 state, const char *omid, u32 len)
{
	struct ntms_media_pool *to = pool(l, NTMS_POOLTYPE_SCRATCH);
	struct ntms_partition *s = side(l, n);
	struct ntms_txn t;
	u32 error;

	ntms_txn_begin(&t, &l->m);
	error = ntms_txn_edit(&t, &s->o);
	if (!error && len)
		error = ntms_txn_set_blob(&t, &s->o, &s->omid, omid, len);
	if (!error)
		s->state = state;
	if (!error && state == NTMS_PARTSTATE_AVAILABLE)
		error = ntms_media_to_pool(&t, s->physical_media, to);
	KUNIT_ASSERT_EQ(l->test, error, 0);
	KUNIT_ASSERT_EQ(l->test, ntms_txn_commit(&t, NULL), 0);
}

#define RECORD(l, n, state, kind, id) \
	set_side(l, n, state, OMID(kind, id), sizeof(OMID(kind, id)) - 1)

static void idle(struct lab *l)
{
	lab_wait(l, list_empty_careful(&ntms_robotics.works));
	lab_settle(l);
}

/* --- the check at each mount ------------------------------------------------ */

static void the_right_tape_is_mounted(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	attach();
	ON_TAPE(0, "tar", "x");
	RECORD(l, 0, NTMS_PARTSTATE_AVAILABLE, "tar", "x");
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ(test, agent.reads, 1);
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->state, NTMS_MEDIASTATE_LOADED);
	/* whoever has it already need not wait for its label again */
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ(test, agent.reads, 1);
}

static void the_wrong_tape_is_not(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	attach();
	lab_library(l, "CHANGER1")->auto_recovery = false;
	ON_TAPE(0, "tar", "another");
	RECORD(l, 0, NTMS_PARTSTATE_AVAILABLE, "tar", "x");
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), ERROR_INVALID_STATE);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_MOUNT, NTMS_LM_FAILED), 1);
	/* nothing more has moved, and nobody has it */
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 1);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->state,
			NTMS_DRIVESTATE_DISMOUNTABLE);
	KUNIT_EXPECT_EQ(test, side(l, 0)->mount_count, 0);
	KUNIT_EXPECT_EQ(test, lab_requests(l, NTMS_LM_INVENTORY,
					   NTMS_LM_PASSED), 0);
	lab_agrees(l, &l->f);
}

/* semantics 3.8 */
static void a_library_that_recovers_identifies_all(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	attach();
	on_tape(0, NTMS_LABEL_BLANK, "", 0);
	ON_TAPE(3, "tar", "three");
	RECORD(l, 0, NTMS_PARTSTATE_AVAILABLE, "tar", "x");
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), ERROR_INVALID_STATE);
	lab_wait(l, lab_requests(l, NTMS_LM_INVENTORY, NTMS_LM_PASSED) == 1);
	idle(l);
	KUNIT_EXPECT_EQ(test, side(l, 3)->state, NTMS_PARTSTATE_IMPORT);
	lab_agrees(l, &l->f);
}

static void the_label_of_another_medium(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;

	lab_up(l);
	attach();
	lab_library(l, "CHANGER1")->auto_recovery = false;
	RECORD(l, 1, NTMS_PARTSTATE_AVAILABLE, "tar", "one");
	set_side(l, 0, NTMS_PARTSTATE_AVAILABLE, "", 0);
	ON_TAPE(0, "tar", "one");
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
	attach();
	lab_library(l, "CHANGER1")->auto_recovery = false;
	/* that of the side itself */
	len = 11 + sprintf(omid + 11, "%pUl", &side(l, 0)->o.guid);
	set_side(l, 0, NTMS_PARTSTATE_AVAILABLE, omid, len);
	on_tape(0, NTMS_LABEL_KNOWN, omid, len);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	/* that of some side somewhere is on a tape without a label of its own */
	ON_TAPE(1, "NTMS Free", "01234567-89ab-cdef-0123-456789abcdef");
	set_side(l, 1, NTMS_PARTSTATE_AVAILABLE, "", 0);
	LAB_EXPECT(l, lab_mount(l, 0, 1, 0, NTMS_INFINITE), ERROR_INVALID_STATE);
}

static void any_label_will_do_where_none_is_known(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	attach();
	ON_TAPE(0, "tar", "whatever");
	set_side(l, 0, NTMS_PARTSTATE_AVAILABLE, "", 0);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	/* only its owner says what it is to be (UpdateNtmsOmidInfo) */
	KUNIT_EXPECT_NULL(test, side(l, 0)->omid);
	KUNIT_EXPECT_EQ(test, side(l, 0)->state, NTMS_PARTSTATE_AVAILABLE);
}

static void a_mount_finds_out_whose_a_tape_is(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	attach();
	ON_TAPE(0, "Backup", "b1");
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ(test, side(l, 0)->state, NTMS_PARTSTATE_IMPORT);
	KUNIT_EXPECT_PTR_EQ(test, lab_tape(l, 0)->pool,
			    pool(l, NTMS_POOLTYPE_IMPORT));
	KUNIT_ASSERT_NOT_NULL(test, side(l, 0)->omid);
	KUNIT_EXPECT_EQ(test, memcmp(side(l, 0)->omid->data, "Backup\0\0b1", 10),
			0);
	/* what nobody claims stays where it is */
	on_tape(1, NTMS_LABEL_UNKNOWN, "", 0);
	LAB_EXPECT(l, lab_mount(l, 0, 1, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ(test, side(l, 1)->state, NTMS_PARTSTATE_FOREIGN);
	KUNIT_EXPECT_PTR_EQ(test, lab_tape(l, 1)->pool,
			    pool(l, NTMS_POOLTYPE_FOREIGN));
}

static void without_an_agent_bar_codes_have_to_do(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	RECORD(l, 0, NTMS_PARTSTATE_AVAILABLE, "tar", "x");
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	/* and where there are none it is not known what it is */
	down_write(&l->m.lock);
	list_first_entry(&ntms_robotics.robots, struct ntms_robot,
			 link)->info.bar_code = false;
	up_write(&l->m.lock);
	RECORD(l, 1, NTMS_PARTSTATE_AVAILABLE, "tar", "y");
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
	attach();
	agent.error = ERROR_BUSY;
	RECORD(l, 0, NTMS_PARTSTATE_AVAILABLE, "tar", "x");
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
	attach();
	agent.mute = true;
	RECORD(l, 0, NTMS_PARTSTATE_AVAILABLE, "tar", "x");
	lab_begin_one(l, 0, &mount, 0, 0, NTMS_INFINITE);
	lab_wait(l, l->f.calls[FAKE_INFO] == 1);
	/* the session ends */
	lab_close(l, 0);
	LAB_EXPECT(l, lab_end(l, &mount), ERROR_CANCELLED);
	idle(l);
	/* the time is over */
	LAB_EXPECT(l, lab_mount(l, 1, 0, 0, 50), ERROR_TIMEOUT);
	idle(l);
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
	attach();
	agent.mute = true;
	set_side(l, 0, NTMS_PARTSTATE_AVAILABLE, "", 0);
	lab_begin_one(l, 0, &mount, 0, 0, NTMS_INFINITE);
	lab_wait(l, l->f.calls[FAKE_INFO] == 1);
	ntms_agent_detach();
	LAB_EXPECT(l, lab_end(l, &mount), 0);
}

/* --- identification ---------------------------------------------------------- */

static void an_identification_files_a_tape(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	attach();
	ON_TAPE(0, "LTFS", "vol");
	LAB_EXPECT(l, lab_identify(l, 0, 0), 0);
	idle(l);
	KUNIT_EXPECT_EQ(test, side(l, 0)->state, NTMS_PARTSTATE_IMPORT);
	KUNIT_EXPECT_PTR_EQ(test, lab_tape(l, 0)->pool,
			    pool(l, NTMS_POOLTYPE_IMPORT));
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), SLOT);
	/* blank */
	LAB_EXPECT(l, lab_identify(l, 1, 0), 0);
	idle(l);
	KUNIT_EXPECT_EQ(test, side(l, 1)->state, NTMS_PARTSTATE_FOREIGN);
	/* what is ours stays what it is; another label fails it */
	RECORD(l, 2, NTMS_PARTSTATE_AVAILABLE, "tar", "x");
	LAB_EXPECT(l, lab_identify(l, 2, 0), ERROR_INVALID_STATE);
	idle(l);
	KUNIT_EXPECT_EQ(test, side(l, 2)->state, NTMS_PARTSTATE_AVAILABLE);
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
	attach();
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
	ON_TAPE(0, "tar", "old");
	LAB_EXPECT(l, lab_identify(l, 0, 0), 0);
	idle(l);
	KUNIT_EXPECT_TRUE(test, guid_equal(&guid, &ntms_media_at(
		lab_place(l, NTMS_TYPE_STORAGESLOT, SLOT))->o.guid));
	/* somebody puts another one in its place */
	ON_TAPE(0, "tar", "new");
	LAB_EXPECT(l, lab_identify(l, 0, 0), 0);
	idle(l);
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
	attach();
	ON_TAPE(2, "Bacula", "Vol-1");
	ON_TAPE(5, "Amanda", "DAILY-1");
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_OMID), 0);
	lab_wait(l, lab_requests(l, NTMS_LM_PROCESSOMID, NTMS_LM_PASSED) ==
		 LAB_TAPES);
	idle(l);
	KUNIT_EXPECT_EQ(test, agent.reads, LAB_TAPES);
	for (i = 0; i < LAB_TAPES; i++)
		KUNIT_EXPECT_EQ(test, side(l, i)->state,
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
	attach();
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_OMID), 0);
	lab_wait(l, lab_requests(l, NTMS_LM_PROCESSOMID, NTMS_LM_PASSED) ==
		 LAB_TAPES);
	idle(l);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	/* nobody is asked to read what he cannot */
	KUNIT_EXPECT_EQ(test, agent.reads, 0);
	KUNIT_EXPECT_EQ(test, side(l, 0)->state, NTMS_PARTSTATE_FOREIGN);
	lab_agrees(l, &l->f);
}

static void a_full_inventory_can_be_stopped(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	attach();
	agent.mute = true;
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_OMID), 0);
	lab_wait(l, l->f.calls[FAKE_INFO] == LAB_DRIVES);
	LAB_EXPECT(l, lab_inventory(l, NTMS_INVENTORY_STOP), 0);
	agent.mute = false;
	ring();
	idle(l);
	/* those in the drives are finished, no other is begun */
	KUNIT_EXPECT_EQ(test, agent.reads, LAB_DRIVES);
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
	attach();
	ON_TAPE(0, "tar", "x");
	RECORD(l, 0, NTMS_PARTSTATE_IMPORT, "tar", "x");
	to = pool(l, NTMS_POOLTYPE_SCRATCH)->o.guid;
	medium = lab_tape(l, 0)->o.guid;
	c->s = &l->s[0];
	ntms_txn_begin(&t, &l->m);
	LAB_EXPECT(l, ntms_pool_move(c, &t, &medium, &to), 0);
	KUNIT_ASSERT_EQ(test, ntms_txn_commit(&t, NULL), 0);
	lab_wait(l, side(l, 0)->state == NTMS_PARTSTATE_AVAILABLE);
	idle(l);
	KUNIT_EXPECT_EQ(test, agent.writes, 1);
	KUNIT_EXPECT_EQ(test, agent.expected, NTMS_LABEL_KNOWN);
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
	set_side(l, n, NTMS_PARTSTATE_AVAILABLE, "", 0);
	set_side(l, n, NTMS_PARTSTATE_UNPREPARED, "", 0);
}

static void it_waits_for_an_agent(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	unprepared(l, 0);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 0);
	attach();
	lab_wait(l, side(l, 0)->state == NTMS_PARTSTATE_AVAILABLE);
	idle(l);
	KUNIT_EXPECT_EQ(test, agent.writes, 1);
}

/* nobody had seen its label when it was sent to the free pool */
static void a_tape_of_somebody_is_not_written(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	ON_TAPE(0, "Backup", "precious");
	unprepared(l, 0);
	attach();
	lab_wait(l, lab_requests(l, NTMS_LM_WRITESCRATCH, NTMS_LM_FAILED) == 1);
	idle(l);
	KUNIT_EXPECT_EQ(test, agent.writes, 0);
	KUNIT_EXPECT_EQ(test, side(l, 0)->state, NTMS_PARTSTATE_IMPORT);
	KUNIT_EXPECT_PTR_EQ(test, lab_tape(l, 0)->pool,
			    pool(l, NTMS_POOLTYPE_IMPORT));
	lab_agrees(l, &l->f);
}

static void nor_is_the_wrong_tape(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	lab_library(l, "CHANGER1")->auto_recovery = false;
	ON_TAPE(0, "tar", "another");
	RECORD(l, 0, NTMS_PARTSTATE_AVAILABLE, "tar", "x");
	set_side(l, 0, NTMS_PARTSTATE_UNPREPARED, "", 0);
	attach();
	lab_wait(l, lab_requests(l, NTMS_LM_WRITESCRATCH, NTMS_LM_FAILED) == 1);
	idle(l);
	KUNIT_EXPECT_EQ(test, agent.writes, 0);
	KUNIT_EXPECT_EQ(test, side(l, 0)->state, NTMS_PARTSTATE_UNPREPARED);
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
	attach();
	for (i = 0; i < ARRAY_SIZE(during); i++) {
		agent.reset = during[i];
		unprepared(l, i);
		lab_wait(l, lab_requests(l, NTMS_LM_WRITESCRATCH,
					 NTMS_LM_FAILED) == i + 1);
		idle(l);
		KUNIT_EXPECT_EQ(test, agent.reset, 0);
		KUNIT_EXPECT_EQ(test, agent.writes, 0);
		KUNIT_EXPECT_EQ(test, side(l, i)->state,
				NTMS_PARTSTATE_UNPREPARED);
		/* it is not tried again and again: somebody has to look */
		KUNIT_EXPECT_TRUE(test, lab_asked(l, NTMS_OPREQ_DEVICESERVICE,
						  &lab_tape(l, i)->o.guid));
	}
	KUNIT_EXPECT_EQ(test, agent.reads, 2);
	lab_agrees(l, &l->f);
}

/* written, and the power failed before anybody had noted it */
static void a_free_label_that_nobody_noted(struct kunit *test)
{
	struct lab *l = test->priv;
	u8 omid[80];

	lab_up(l);
	on_tape(0, NTMS_LABEL_KNOWN, omid,
		sprintf(omid, "NTMS Free%c%c%pUl", 0, 0, &side(l, 0)->o.guid));
	unprepared(l, 0);
	attach();
	lab_wait(l, side(l, 0)->state == NTMS_PARTSTATE_AVAILABLE);
	idle(l);
	KUNIT_EXPECT_EQ(test, agent.writes, 1);
	/* that of another side belongs to another catalogue */
	on_tape(1, NTMS_LABEL_KNOWN, omid,
		sprintf(omid, "NTMS Free%c%c%pUl", 0, 0, &lab_tape(l, 1)->o.guid));
	unprepared(l, 1);
	lab_wait(l, lab_requests(l, NTMS_LM_WRITESCRATCH, NTMS_LM_FAILED) == 1);
	idle(l);
	KUNIT_EXPECT_EQ(test, agent.writes, 1);
	lab_agrees(l, &l->f);
}

/* --- whose a tape is ---------------------------------------------------------- */

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
		set_side(l, i, states[i], "", 0);
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
	KUNIT_CASE(nobody_overwrites_by_mistake),
	{}
};

static struct kunit_suite suite = {
	.name = "ntms_label",
	.init = label_init,
	.exit = label_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
