// SPDX-License-Identifier: GPL-2.0
/* Robotics: InjectNtmsMedia */
#include <linux/delay.h>

#include "robolab.h"

#define SLOT	FAKE_FIRST_SLOT
#define PORT	FAKE_FIRST_PORT

static u32 ended(struct lab *l, u32 state)
{
	return lab_requests(l, NTMS_LM_INJECT, state);
}

static u32 error_of(struct lab *l, const guid_t *operation)
{
	return lab_request(l, operation)->error;
}

static bool is_extended(struct lab *l, u32 address)
{
	struct ntms_ieport *port;
	bool extended;

	port = ntms_ieport(lab_place(l, NTMS_TYPE_IEPORT, address));
	down_read(&l->m.lock);
	extended = port->position == NTMS_PORTPOSITION_EXTENDED;
	up_read(&l->m.lock);
	return extended;
}

static void fill(struct lab *l)
{
	u32 i;
	char tag[16];

	for (i = LAB_TAPES; i < LAB_SLOTS; i++) {
		snprintf(tag, sizeof(tag), "MORE%02uL8", i);
		fake_put(&l->f, SLOT + i, tag);
	}
}

static void a_cartridge_is_brought_to_a_slot(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation;

	lab_up(l);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_START, &operation), 0);
	lab_wait(l, ended(l, NTMS_LM_INPROCESS) == 1 && l->f.extended);
	fake_put(&l->f, PORT, "NEW001L8");
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_medium(l, "NEW001L8")),
			SLOT + LAB_TAPES);
	KUNIT_ASSERT_NOT_NULL(test, lab_medium(l, "NEW001L8"));
	KUNIT_EXPECT_PTR_EQ(test, lab_medium(l, "NEW001L8")->home_slot,
			    ntms_storageslot(lab_medium(l, "NEW001L8")->location));
	KUNIT_EXPECT_FALSE(test, l->f.extended);
	lab_agrees(l, &l->f);
}

static void a_cartridge_that_was_known_comes_back(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_physical_media *pm;
	guid_t operation;

	lab_up(l);
	pm = lab_tape(l, 0);
	fake_take(&l->f, SLOT);
	lab_reread(l);
	KUNIT_EXPECT_PTR_EQ(test, pm->library, l->m.offline);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_START, &operation), 0);
	lab_wait(l, l->f.extended);
	fake_put(&l->f, PORT, "LAB000L8");
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_PTR_EQ(test, lab_tape(l, 0), pm);
	KUNIT_EXPECT_EQ(test, lab_element(l, pm), SLOT);
	lab_agrees(l, &l->f);
}

static void what_is_in_the_port_already_is_taken(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation;

	fake_put(&l->f, PORT, "NEW001L8");
	lab_up(l);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_START, &operation), 0);
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_medium(l, "NEW001L8")),
			SLOT + LAB_TAPES);
	lab_agrees(l, &l->f);
}

static void the_slot_of_the_cleaner_is_left_free(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation;

	lab_up(l);
	LAB_EXPECT(l, lab_cleaner_slot(l, LAB_TAPES), 0);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_START, &operation), 0);
	lab_wait(l, l->f.extended);
	fake_put(&l->f, PORT, "NEW001L8");
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_medium(l, "NEW001L8")),
			SLOT + LAB_TAPES + 1);
	/* now there is none */
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_START, &operation),
		   ERROR_LIBRARY_FULL);
	lab_agrees(l, &l->f);
}

static void several_ports_are_emptied_when_the_hands_are_away(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation;

	lab_ports(l, 3);
	lab_up(l);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_START, &operation), 0);
	lab_wait(l, l->f.extended);
	/* pulled out: nothing is taken from it */
	fake_at(&l->f, PORT)->e.access = false;
	fake_put(&l->f, PORT, "NEW001L8");
	msleep(60);
	KUNIT_EXPECT_EQ(test, ended(l, NTMS_LM_INPROCESS), 1);
	fake_put(&l->f, PORT + 2, "NEW002L8");
	fake_at(&l->f, PORT)->e.access = true;
	ntms_device_changed(&l->f.changer.dev, NTMS_CHANGED_PORT);
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_medium(l, "NEW001L8")),
			SLOT + LAB_TAPES);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_medium(l, "NEW002L8")),
			SLOT + LAB_TAPES + 1);
	lab_agrees(l, &l->f);
}

static void a_library_that_does_not_tell_is_watched(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation;

	lab_ports(l, 2);
	fake_at(&l->f, PORT)->e.access = false;
	fake_at(&l->f, PORT + 1)->e.access = false;
	lab_up(l);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_START, &operation), 0);
	lab_wait(l, l->f.extended);
	fake_put(&l->f, PORT + 1, "NEW001L8");
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_medium(l, "NEW001L8")),
			SLOT + LAB_TAPES);
	lab_agrees(l, &l->f);
}

static void ports_that_are_closed_empty_end_it(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation;

	lab_ports(l, 2);
	l->f.motor = true;
	lab_up(l);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_START, &operation), 0);
	lab_wait(l, is_extended(l, PORT + 1));
	fake_at(&l->f, PORT + 1)->e.access = true;
	lab_wait(l, !is_extended(l, PORT + 1));
	/* the other one is open */
	KUNIT_EXPECT_EQ(test, ended(l, NTMS_LM_INPROCESS), 1);
	fake_at(&l->f, PORT)->e.access = true;
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	lab_agrees(l, &l->f);
}

static void a_port_of_one_cartridge_is_pulled_in_when_it_is_full(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation;

	l->f.motor = true;
	lab_up(l);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_START, &operation), 0);
	lab_wait(l, is_extended(l, PORT));
	fake_put(&l->f, PORT, "NEW001L8");
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_medium(l, "NEW001L8")),
			SLOT + LAB_TAPES);
	KUNIT_EXPECT_FALSE(test, l->f.extended);
	lab_agrees(l, &l->f);
}

static void a_drawer_is_left_alone_until_it_is_pushed_in(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation;
	u32 calls;

	lab_up(l);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_START, &operation), 0);
	fake_at(&l->f, PORT)->e.access = false;
	fake_put(&l->f, PORT, "NEW001L8");
	lab_wait(l, lab_medium(l, "NEW001L8"));
	calls = l->f.calls[FAKE_ELEMENTS];
	lab_wait(l, l->f.calls[FAKE_ELEMENTS] > calls + 3);
	KUNIT_EXPECT_EQ(test, ended(l, NTMS_LM_INPROCESS), 1);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], 0);
	fake_at(&l->f, PORT)->e.access = true;
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_medium(l, "NEW001L8")),
			SLOT + LAB_TAPES);
	lab_agrees(l, &l->f);
}

static void what_finds_no_slot_stays_and_somebody_is_asked(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation, library;

	lab_ports(l, 3);
	lab_up(l);
	library = lab_library(l, "CHANGER1")->o.guid;
	fake_put(&l->f, PORT, "NEW001L8");
	fake_put(&l->f, PORT + 1, "NEW002L8");
	fake_put(&l->f, PORT + 2, "NEW003L8");
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_START, &operation), 0);
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_medium(l, "NEW003L8")),
			PORT + 2);
	KUNIT_EXPECT_TRUE(test, lab_asked(l, NTMS_OPREQ_DEVICESERVICE,
					  &library));
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_START, &operation),
		   ERROR_LIBRARY_FULL);
	lab_agrees(l, &l->f);
}

static void a_library_that_became_full_takes_nothing(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation;

	lab_up(l);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_START, &operation), 0);
	lab_wait(l, l->f.extended);
	fill(l);
	lab_reread(l);
	fake_put(&l->f, PORT, "NEW001L8");
	lab_wait(l, ended(l, NTMS_LM_FAILED) == 1);
	KUNIT_EXPECT_EQ(test, error_of(l, &operation), ERROR_LIBRARY_FULL);
	lab_agrees(l, &l->f);
}

static void many_are_taken_one_after_the_other(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation;

	lab_up(l);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_STARTMANY, &operation), 0);
	lab_wait(l, l->f.extended);
	fake_put(&l->f, PORT, "NEW001L8");
	lab_wait(l, lab_medium(l, "NEW001L8") &&
		 lab_element(l, lab_medium(l, "NEW001L8")) == SLOT + 6);
	lab_wait(l, l->f.extended);
	fake_put(&l->f, PORT, "NEW002L8");
	lab_wait(l, lab_medium(l, "NEW002L8") &&
		 lab_element(l, lab_medium(l, "NEW002L8")) == SLOT + 7);
	KUNIT_EXPECT_EQ(test, ended(l, NTMS_LM_INPROCESS), 1);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_STOP, &operation), 0);
	lab_wait(l, ended(l, NTMS_LM_STOPPED) == 1);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_STOP, &operation),
		   ERROR_INVALID_OPERATION);
	lab_agrees(l, &l->f);
}

static void the_port_is_pulled_in_to_look(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation;

	lab_up(l);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_START, &operation), 0);
	lab_wait(l, l->f.extended);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_RETRACT, &operation),
		   ERROR_INVALID_OPERATION);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_STOP, &operation), 0);
	lab_wait(l, ended(l, NTMS_LM_STOPPED) == 1);

	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_STARTMANY, &operation), 0);
	lab_wait(l, l->f.extended);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_RETRACT, &operation), 0);
	/* nothing was there: that is the end */
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_FALSE(test, l->f.extended);
}

static void nobody_comes_in_time(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation;

	lab_up(l);
	lab_port_seconds(l, 1);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_START, &operation), 0);
	lab_wait(l, ended(l, NTMS_LM_FAILED) == 1);
	KUNIT_EXPECT_EQ(test, error_of(l, &operation), ERROR_TIMEOUT);
	KUNIT_EXPECT_FALSE(test, l->f.extended);
}

static void the_port_is_locked_while_the_transport_works(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation;

	l->f.info.lock = true;
	lab_up(l);
	lab_wait(l, l->f.locked);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_START, &operation), 0);
	lab_wait(l, !l->f.locked && l->f.extended);
	fake_hold(&l->f, FAKE_MOVE);
	fake_put(&l->f, PORT, "NEW001L8");
	wait_for_completion(&l->f.held);
	KUNIT_EXPECT_TRUE(test, l->f.locked);
	fake_release(&l->f);
	lab_wait(l, ended(l, NTMS_LM_PASSED) == 1);
	KUNIT_EXPECT_TRUE(test, l->f.locked);
}

static void refusals(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_library *library;
	guid_t operation = { }, unknown;

	guid_gen(&unknown);
	lab_up(l);
	library = lab_library(l, "CHANGER1");
	LAB_EXPECT(l, lab_inject(l, 4, &operation), ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_STOP, &unknown),
		   ERROR_INVALID_OPERATION);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_RETRACT, &unknown),
		   ERROR_INVALID_OPERATION);
	lab_become(l, 0, 1000);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_START, &operation),
		   ERROR_ACCESS_DENIED);
	l->s[0].caller.admin = true;
	lab_set(l, &library->o, lab_disabled);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_START, &operation),
		   ERROR_DEVICE_NOT_AVAILABLE);
	lab_set(l, &library->o, lab_enabled);
	fake_all_gone(&l->f);
	lab_wait(l, library->o.operational_state == NTMS_NOT_PRESENT);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_START, &operation),
		   ERROR_LIBRARY_OFFLINE);
}

static void the_library_goes_away_meanwhile(struct kunit *test)
{
	struct lab *l = test->priv;
	guid_t operation;

	lab_up(l);
	LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_START, &operation), 0);
	lab_wait(l, l->f.extended);
	fake_all_gone(&l->f);
	lab_wait(l, ended(l, NTMS_LM_FAILED) == 1);
	KUNIT_EXPECT_EQ(test, error_of(l, &operation),
			ERROR_DEVICE_NOT_AVAILABLE);
}

static void each_call_of_an_injection_fails_in_turn(struct kunit *test)
{
	static const int errors[] = {
		-EIO, -ETIMEDOUT, -ENOMEM, -EPROTO, -EBUSY, -EEXIST, -EINVAL,
		-ENOMEDIUM,
	};
	struct lab *l = test->priv;
	guid_t operation;
	u32 at, i, j;

	lab_up(l);
	for (i = 0; i < 2 * ARRAY_SIZE(errors); i++)
		for (at = 1; at <= 5; at++) {
			l->f.fail_late = i >= ARRAY_SIZE(errors);
			fake_put(&l->f, PORT, "NEW001L8");
			fake_fail(&l->f, FAKE_ANY, at,
				  errors[i % ARRAY_SIZE(errors)]);
			LAB_EXPECT(l, lab_inject(l, NTMS_INJECT_START,
						 &operation), 0);
			lab_wait(l, list_empty_careful(&ntms_robotics.works));
			fake_fail(&l->f, FAKE_ANY, 0, 0);
			lab_settle(l);
			lab_agrees(l, &l->f);
			fake_take(&l->f, PORT);
			for (j = LAB_TAPES; j < LAB_SLOTS; j++)
				fake_take(&l->f, SLOT + j);
			lab_reread(l);
			lab_agrees(l, &l->f);
		}
}

static struct kunit_case inject_cases[] = {
	KUNIT_CASE(a_cartridge_is_brought_to_a_slot),
	KUNIT_CASE(a_cartridge_that_was_known_comes_back),
	KUNIT_CASE(what_is_in_the_port_already_is_taken),
	KUNIT_CASE(the_slot_of_the_cleaner_is_left_free),
	KUNIT_CASE(several_ports_are_emptied_when_the_hands_are_away),
	KUNIT_CASE(a_library_that_does_not_tell_is_watched),
	KUNIT_CASE(ports_that_are_closed_empty_end_it),
	KUNIT_CASE(a_port_of_one_cartridge_is_pulled_in_when_it_is_full),
	KUNIT_CASE(a_drawer_is_left_alone_until_it_is_pushed_in),
	KUNIT_CASE(what_finds_no_slot_stays_and_somebody_is_asked),
	KUNIT_CASE(a_library_that_became_full_takes_nothing),
	KUNIT_CASE(many_are_taken_one_after_the_other),
	KUNIT_CASE(the_port_is_pulled_in_to_look),
	KUNIT_CASE(nobody_comes_in_time),
	KUNIT_CASE(the_port_is_locked_while_the_transport_works),
	KUNIT_CASE(refusals),
	KUNIT_CASE(the_library_goes_away_meanwhile),
	KUNIT_CASE(each_call_of_an_injection_fails_in_turn),
	{}
};

static struct kunit_suite inject_suite = {
	.name = "ntms_inject",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = inject_cases,
};
kunit_test_suite(inject_suite);
