// SPDX-License-Identifier: GPL-2.0
/* Robotics: cartridges that others move */
#include "robolab.h"

#define SLOT	FAKE_FIRST_SLOT
#define DRIVE	FAKE_FIRST_DRIVE
#define PORT	FAKE_FIRST_PORT

static void a_mount_that_finds_nothing_says_so(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	fake_carry(&l->f, SLOT, SLOT + 7);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE),
		   ERROR_MEDIUM_NOT_ACCESSIBLE);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 0);
	/* it was looked for at once */
	lab_wait(l, lab_element(l, lab_tape(l, 0)) == SLOT + 7);
	lab_settle(l);
	lab_agrees(l, &l->f);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
}

static void a_mount_that_finds_another_tape_leaves_it_alone(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	fake_carry(&l->f, SLOT, SLOT + 7);
	fake_carry(&l->f, SLOT + 1, SLOT);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE),
		   ERROR_INVALID_STATE);
	KUNIT_EXPECT_NOT_NULL(test, strstr(l->call.text, "LAB001L8"));
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 0);
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->state, NTMS_MEDIASTATE_IDLE);
	lab_wait(l, lab_element(l, lab_tape(l, 1)) == SLOT);
	lab_settle(l);
	lab_agrees(l, &l->f);
}

static void nothing_more_is_moved_for_a_mount_of_several(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t sides[2];
	struct ntms_mount_args a = {
		.media = sides, .count = 2, .timeout = NTMS_INFINITE,
	};
	struct lab_mount mount;

	lab_up(l);
	sides[0] = lab_side(l, 0);
	sides[1] = lab_side(l, 1);
	fake_carry(&l->f, SLOT, SLOT + 7);
	LAB_EXPECT(l, lab_begin(l, 0, &mount, &a), 0);
	LAB_EXPECT(l, lab_end(l, &mount), ERROR_MEDIUM_NOT_ACCESSIBLE);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 0);
	lab_settle(l);
	lab_agrees(l, &l->f);
}

static void a_tape_without_a_readable_bar_code_is_believed(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	fake_at(&l->f, SLOT)->untagged = true;
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), DRIVE);
}

static void a_bar_code_elsewhere_tells_more_than_none(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	/* its place is taken by one that has no bar code */
	fake_carry(&l->f, SLOT, SLOT + 7);
	fake_put(&l->f, SLOT, "NEW001L8");
	fake_at(&l->f, SLOT)->untagged = true;
	lab_reread(l);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), SLOT + 7);
	KUNIT_EXPECT_NULL(test, lab_medium(l, "NEW001L8"));
	KUNIT_EXPECT_EQ(test, lab_library(l, "CHANGER1")->media, LAB_TAPES + 1);
	lab_agrees(l, &l->f);
	lab_reread(l);
	KUNIT_EXPECT_EQ(test, lab_library(l, "CHANGER1")->media, LAB_TAPES + 1);
}

static void a_tape_that_is_moved_while_all_is_read_is_one_tape(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_physical_media *pm;

	lab_up(l);
	pm = lab_tape(l, 0);
	fake_hold(&l->f, FAKE_ELEMENTS);
	ntms_device_changed(&l->f.changer.dev, NTMS_CHANGED_MEDIA);
	/* transports, slots; the ports are next */
	wait_for_completion(&l->f.held);
	fake_step(&l->f);
	fake_step(&l->f);
	fake_carry(&l->f, SLOT, PORT);
	fake_release(&l->f);
	lab_wait(l, lab_element(l, pm) == PORT);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, lab_library(l, "CHANGER1")->media, LAB_TAPES);
	lab_agrees(l, &l->f);
}

static void a_twin_that_was_taken_away_is_not_the_tape_in_a_port(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_physical_media *pm;

	lab_up(l);
	pm = lab_tape(l, 0);
	fake_put(&l->f, SLOT + 7, "LAB000L8");
	lab_reread(l);
	KUNIT_EXPECT_EQ(test, lab_library(l, "CHANGER1")->media, LAB_TAPES + 1);
	fake_take(&l->f, SLOT + 7);
	lab_reread(l);
	fake_carry(&l->f, SLOT, PORT);
	ntms_device_changed(&l->f.changer.dev, NTMS_CHANGED_PORT);
	lab_wait(l, lab_element(l, pm) == PORT);
	lab_settle(l);
	lab_agrees(l, &l->f);
}

static void access_to_a_port_reads_the_ports_alone(struct kunit *test)
{
	struct lab *l = test->priv;
	u32 reads, descriptions;

	lab_up(l);
	reads = l->f.calls[FAKE_ELEMENTS];
	descriptions = l->f.calls[FAKE_DESCRIBE];
	fake_put(&l->f, PORT, "NEW001L8");
	ntms_device_changed(&l->f.changer.dev, NTMS_CHANGED_PORT);
	lab_wait(l, lab_medium(l, "NEW001L8"));
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_ELEMENTS], reads + 1);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_DESCRIBE], descriptions);
	lab_agrees(l, &l->f);
	/* it came out of a slot: that has to be read then */
	fake_carry(&l->f, SLOT, SLOT + 6);
	fake_take(&l->f, PORT);
	fake_carry(&l->f, SLOT + 1, PORT);
	ntms_device_changed(&l->f.changer.dev, NTMS_CHANGED_PORT);
	lab_wait(l, lab_element(l, lab_tape(l, 1)) == PORT);
	lab_settle(l);
	lab_agrees(l, &l->f);
}

/* READ ELEMENT STATUS is one call for each type, or for each element */
static void expect_calls(struct lab *l, u32 i, u32 reads, u32 descriptions)
{
	KUNIT_EXPECT_EQ_MSG(l->test, l->f.calls[FAKE_ELEMENTS], reads,
			    "row %u", i);
	KUNIT_EXPECT_EQ_MSG(l->test, l->f.calls[FAKE_DESCRIBE], descriptions,
			    "row %u", i);
}

static void no_more_is_read_than_may_have_changed(struct kunit *test)
{
	static const struct {
		enum ntms_changed what;
		u32 to;		/* SLOT + 1 goes there; 0: it stays */
		u32 reads;
		u32 descriptions;
	} rows[] = {
		{ NTMS_CHANGED_MEDIA, SLOT + 7, 4, 0 },
		{ NTMS_CHANGED_RESET, SLOT + 7, 4, 1 },
		{ NTMS_CHANGED_UNITS, 0, 1, 0 },
		/* it came from somewhere: all is read then */
		{ NTMS_CHANGED_UNITS, DRIVE, 5, 0 },
		{ NTMS_CHANGED_PORT, 0, 1, 0 },
		{ NTMS_CHANGED_PORT, PORT, 5, 0 },
	};
	struct lab *l = test->priv;
	u32 i, reads, descriptions;

	lab_up(l);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		reads = l->f.calls[FAKE_ELEMENTS];
		descriptions = l->f.calls[FAKE_DESCRIBE];
		if (rows[i].to)
			fake_carry(&l->f, SLOT + 1, rows[i].to);
		ntms_device_changed(&l->f.changer.dev, rows[i].what);
		lab_wait(l, l->f.calls[FAKE_ELEMENTS] >= reads + rows[i].reads);
		lab_settle(l);
		expect_calls(l, i, reads + rows[i].reads,
			     descriptions + rows[i].descriptions);
		lab_agrees(l, &l->f);
		if (rows[i].to) {
			fake_carry(&l->f, rows[i].to, SLOT + 1);
			lab_reread(l);
		}
	}
}

static void moved(struct lab *l, u16 from, u16 to)
{
	const u16 elements[] = { from, to };

	fake_carry(&l->f, from, to);
	ntms_device_moved(&l->f.changer.dev, elements, ARRAY_SIZE(elements));
}

static void what_others_move_is_read_alone(struct kunit *test)
{
	static const struct {
		u16 from, to;
	} rows[] = {
		{ SLOT, SLOT + 7 }, { SLOT + 7, DRIVE }, { DRIVE, PORT },
		{ PORT, SLOT },
	};
	struct lab *l = test->priv;
	u32 i, reads, descriptions;

	lab_up(l);
	descriptions = l->f.calls[FAKE_DESCRIBE];
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		reads = l->f.calls[FAKE_ELEMENTS];
		moved(l, rows[i].from, rows[i].to);
		lab_wait(l, lab_element(l, lab_tape(l, 0)) == rows[i].to);
		lab_settle(l);
		expect_calls(l, i, reads + 2, descriptions);
		lab_agrees(l, &l->f);
	}
}

static void too_many_moves_of_others_read_everything(struct kunit *test)
{
	struct lab *l = test->priv;
	struct lab_mount mount;
	u32 i;

	lab_up(l);
	fake_hold(&l->f, FAKE_MOVE);
	LAB_EXPECT(l, lab_begin_one(l, 0, &mount, 1, 0, NTMS_INFINITE), 0);
	wait_for_completion(&l->f.held);
	for (i = 0; i < NTMS_MOVED_MOST; i++)
		moved(l, SLOT + (i % 2 ? 7 : 0), SLOT + (i % 2 ? 0 : 7));
	moved(l, SLOT, SLOT + 7);
	fake_release(&l->f);
	LAB_EXPECT(l, lab_end(l, &mount), 0);
	lab_wait(l, lab_element(l, lab_tape(l, 0)) == SLOT + 7);
	lab_settle(l);
	lab_agrees(l, &l->f);
}

/* what is told when nobody listens any more is not told to anybody */
static void moves_in_a_library_that_is_gone(struct kunit *test)
{
	struct lab *l = test->priv;
	const u16 elements[] = { SLOT, SLOT + 7 };

	lab_up(l);
	fake_gone(&l->f.changer);
	ntms_device_moved(&l->f.changer.dev, elements, ARRAY_SIZE(elements));
	ntms_device_changed(&l->f.changer.dev, NTMS_CHANGED_RESET);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 0)), SLOT);
}

static void pull(struct lab *l, bool out)
{
	struct fake_element *e;
	u32 i;

	for (i = 0; i < 4; i++) {
		e = fake_at(&l->f, SLOT + i);
		e->e.except = out;
		e->e.asc = out ? 0x3b : 0;
		e->e.ascq = out ? 0x12 : 0;
	}
}

static void a_magazine_is_pulled_and_comes_back(struct kunit *test)
{
	struct lab *l = test->priv;
	char tag[16];
	u32 i;

	lab_up(l);
	pull(l, true);
	for (i = 0; i < 4; i++)
		fake_take(&l->f, SLOT + i);
	lab_reread(l);
	for (i = 0; i < 4; i++) {
		struct ntms_object *slot;

		slot = lab_place(l, NTMS_TYPE_STORAGESLOT, SLOT + i);
		KUNIT_EXPECT_EQ(test, ntms_storageslot(slot)->state,
				NTMS_SLOTSTATE_NOTPRESENT);
		KUNIT_EXPECT_PTR_EQ(test, lab_tape(l, i)->library,
				    l->m.offline);
	}
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_tape(l, 4)), SLOT + 4);
	pull(l, false);
	for (i = 0; i < 4; i++) {
		snprintf(tag, sizeof(tag), "LAB%03uL8", i);
		fake_put(&l->f, SLOT + i, tag);
	}
	lab_reread(l);
	lab_agrees(l, &l->f);
	KUNIT_EXPECT_EQ(test, lab_library(l, "CHANGER1")->media, LAB_TAPES);
}

static struct kunit_case behind_cases[] = {
	KUNIT_CASE(a_mount_that_finds_nothing_says_so),
	KUNIT_CASE(a_mount_that_finds_another_tape_leaves_it_alone),
	KUNIT_CASE(nothing_more_is_moved_for_a_mount_of_several),
	KUNIT_CASE(a_tape_without_a_readable_bar_code_is_believed),
	KUNIT_CASE(a_bar_code_elsewhere_tells_more_than_none),
	KUNIT_CASE(a_tape_that_is_moved_while_all_is_read_is_one_tape),
	KUNIT_CASE(a_twin_that_was_taken_away_is_not_the_tape_in_a_port),
	KUNIT_CASE(access_to_a_port_reads_the_ports_alone),
	KUNIT_CASE(no_more_is_read_than_may_have_changed),
	KUNIT_CASE(what_others_move_is_read_alone),
	KUNIT_CASE(too_many_moves_of_others_read_everything),
	KUNIT_CASE(moves_in_a_library_that_is_gone),
	KUNIT_CASE(a_magazine_is_pulled_and_comes_back),
	{}
};

static struct kunit_suite behind_suite = {
	.name = "ntms_behind",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = behind_cases,
};
kunit_test_suite(behind_suite);
