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

static void what_the_changer_says_is_read(struct kunit *test)
{
	static const enum ntms_changed rows[] = {
		NTMS_CHANGED_MEDIA, NTMS_CHANGED_RESET, NTMS_CHANGED_UNITS,
	};
	struct lab *l = test->priv;
	u32 i;

	lab_up(l);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		fake_carry(&l->f, SLOT + i, SLOT + 7);
		ntms_device_changed(&l->f.changer.dev, rows[i]);
		lab_wait(l, lab_element(l, lab_tape(l, i)) == SLOT + 7);
		lab_settle(l);
		lab_agrees(l, &l->f);
		fake_carry(&l->f, SLOT + 7, SLOT + i);
		lab_reread(l);
	}
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
	KUNIT_CASE(access_to_a_port_reads_the_ports_alone),
	KUNIT_CASE(what_the_changer_says_is_read),
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
