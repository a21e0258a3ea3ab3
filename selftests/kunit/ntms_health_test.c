// SPDX-License-Identifier: GPL-2.0
/* Robotics: is it the drive or the medium, and who is told */
#include "robolab.h"

/* what happens to tape @n in drive @drive */
static void happens(struct lab *l, u32 drive, u32 n, bool failed, u64 alerts)
{
	struct ntms_experience e = {
		.failed = failed, .alerts = alerts, .sense = 0x031100,
	};
	struct ntms_physical_media *pm = lab_tape(l, n);
	struct ntms_drive *d = lab_drive(l, drive);
	struct ntms_txn t;
	u32 error;

	ntms_txn_begin(&t, &l->m);
	error = ntms_health_note(&t, d, pm, &e);
	KUNIT_ASSERT_EQ(l->test, error, 0);
	KUNIT_ASSERT_EQ(l->test, ntms_txn_commit(&t, NULL), 0);
}

static void fails(struct lab *l, u32 drive, u32 n)
{
	happens(l, drive, n, true, 0);
}

static void works(struct lab *l, u32 drive, u32 n)
{
	happens(l, drive, n, false, 0);
}

static bool medium_is_blamed(struct lab *l, u32 n)
{
	struct ntms_physical_media *pm = lab_tape(l, n);
	bool asked = lab_asked(l, NTMS_OPREQ_DEVICESERVICE, &pm->o.guid);

	KUNIT_EXPECT_EQ_MSG(l->test, asked, !pm->o.enabled,
			    "an operator is asked, and it is disabled");
	return asked;
}

static bool drive_is_blamed(struct lab *l, u32 n)
{
	struct ntms_drive *d = lab_drive(l, n);
	bool asked = lab_asked(l, NTMS_OPREQ_DEVICESERVICE, &d->o.guid);

	KUNIT_EXPECT_EQ_MSG(l->test, asked,
			    d->o.operational_state == NTMS_NEEDS_SERVICE,
			    "an operator is asked, and it needs service");
	return asked;
}

static u32 suspects(struct lab *l, u32 n)
{
	struct ntms_blob *blob = lab_drive(l, n)->suspects;

	return blob ? blob->len / sizeof(guid_t) : 0;
}

static void a_medium_that_fails_in_two_drives_is_at_fault(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	fails(l, 0, 0);
	KUNIT_EXPECT_FALSE(test, medium_is_blamed(l, 0));
	KUNIT_EXPECT_EQ(test, suspects(l, 0), 1);
	fails(l, 1, 0);
	KUNIT_EXPECT_TRUE(test, medium_is_blamed(l, 0));
	KUNIT_EXPECT_FALSE(test, drive_is_blamed(l, 0));
	KUNIT_EXPECT_FALSE(test, drive_is_blamed(l, 1));
	/* it says nothing against the drives */
	KUNIT_EXPECT_EQ(test, suspects(l, 0), 0);
	KUNIT_EXPECT_EQ(test, suspects(l, 1), 0);
	/* but is not forgotten */
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->errors, 2);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->errors, 1);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 1)->errors, 1);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 1)->sense, 0x031100);
	KUNIT_EXPECT_GT(test, lab_drive(l, 1)->last_error, 0);
}

static void a_drive_in_which_three_media_fail_is_at_fault(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	fails(l, 0, 0);
	fails(l, 0, 1);
	KUNIT_EXPECT_FALSE(test, drive_is_blamed(l, 0));
	fails(l, 0, 2);
	KUNIT_EXPECT_TRUE(test, drive_is_blamed(l, 0));
	KUNIT_EXPECT_FALSE(test, drive_is_blamed(l, 1));
	KUNIT_EXPECT_FALSE(test, medium_is_blamed(l, 0));
	KUNIT_EXPECT_FALSE(test, medium_is_blamed(l, 2));
	/* what a drive says that needs service says nothing against media */
	fails(l, 1, 0);
	KUNIT_EXPECT_FALSE(test, medium_is_blamed(l, 0));
}

static void one_bad_medium_does_no_harm_to_a_drive(struct kunit *test)
{
	struct lab *l = test->priv;
	u32 i;

	lab_up(l);
	for (i = 0; i < 20; i++)
		fails(l, 0, 0);
	KUNIT_EXPECT_FALSE(test, drive_is_blamed(l, 0));
	KUNIT_EXPECT_FALSE(test, medium_is_blamed(l, 0));
	KUNIT_EXPECT_EQ(test, suspects(l, 0), 1);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->errors, 20);
}

static void what_works_again_is_no_suspect(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	fails(l, 0, 0);
	fails(l, 0, 1);
	works(l, 0, 0);
	KUNIT_EXPECT_EQ(test, suspects(l, 0), 1);
	fails(l, 0, 2);
	KUNIT_EXPECT_FALSE(test, drive_is_blamed(l, 0));
	/* it worked here: that it fails there once says nothing */
	fails(l, 1, 0);
	KUNIT_EXPECT_FALSE(test, medium_is_blamed(l, 0));
	/* and in the other drive it may fail still */
	works(l, 0, 1);
	fails(l, 1, 1);
	KUNIT_EXPECT_FALSE(test, medium_is_blamed(l, 1));
	KUNIT_EXPECT_EQ(test, suspects(l, 1), 2);
}

static void the_number_of_suspects_is_limited(struct kunit *test)
{
	struct ntms_experience e = { .failed = true };
	struct ntms_physical_media *pm = NULL;
	struct lab *l = test->priv;
	struct ntms_drive *d;
	struct ntms_txn t;
	char tag[16];
	u32 i;

	lab_up(l);
	d = lab_drive(l, 0);
	for (i = 0; i < LAB_TAPES; i++)
		fails(l, 0, i);
	for (i = 0; i < LAB_TAPES; i++) {
		fake_take(&l->f, FAKE_FIRST_SLOT + i);
		snprintf(tag, sizeof(tag), "MORE%uL8", i);
		fake_put(&l->f, FAKE_FIRST_SLOT + i, tag);
	}
	lab_reread(l);
	for (i = 0; i < LAB_TAPES; i++) {
		snprintf(tag, sizeof(tag), "MORE%uL8", i);
		pm = lab_medium(l, tag);
		KUNIT_ASSERT_NOT_NULL(test, pm);
		ntms_txn_begin(&t, &l->m);
		KUNIT_EXPECT_EQ(test, ntms_health_note(&t, d, pm, &e), 0);
		KUNIT_EXPECT_EQ(test, ntms_txn_commit(&t, NULL), 0);
	}
	KUNIT_EXPECT_EQ(test, suspects(l, 0), 8);
	KUNIT_EXPECT_TRUE(test, guid_equal((guid_t *)lab_drive(l, 0)->suspects->data,
					   &pm->o.guid));
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->errors, 2 * LAB_TAPES);
}

static void alerts_say_which_it_is(struct kunit *test)
{
	static const struct {
		u8 flag;
		char blamed;	/* d drive, m medium, - nobody yet */
		bool error;
	} rows[] = {
		{ 1, '-', false },	/* read warning */
		{ 3, '-', true },	/* hard error */
		{ 4, '-', true },	/* media */
		{ 5, '-', true },	/* read failure */
		{ 6, '-', true },	/* write failure */
		{ 7, 'm', false },	/* media life */
		{ 9, '-', false },	/* write protect */
		{ 13, 'm', false },	/* cartridge failure, recoverable */
		{ 14, 'm', false },	/* cartridge failure: snapped */
		{ 19, '-', false },	/* nearing media life */
		{ 20, '-', false },	/* clean now */
		{ 26, '-', false },	/* cooling fan */
		{ 30, 'd', true },	/* hardware A */
		{ 31, 'd', true },	/* hardware B */
		{ 39, 'd', true },	/* diagnostics required */
		{ 55, '-', true },	/* loading failure */
		{ 56, 'd', true },	/* unload failure */
		{ 58, 'd', true },	/* microcode failure */
		{ 64, '-', false },
	};
	struct lab *l = test->priv;
	u32 i, before;
	guid_t guid;

	lab_up(l);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		before = lab_drive(l, 0)->errors;
		happens(l, 0, 0, false, NTMS_ALERT(rows[i].flag));
		KUNIT_EXPECT_EQ_MSG(test, drive_is_blamed(l, 0),
				    rows[i].blamed == 'd', "flag %u",
				    rows[i].flag);
		KUNIT_EXPECT_EQ_MSG(test, medium_is_blamed(l, 0),
				    rows[i].blamed == 'm', "flag %u",
				    rows[i].flag);
		KUNIT_EXPECT_EQ_MSG(test, lab_drive(l, 0)->errors - before,
				    rows[i].error, "flag %u", rows[i].flag);
		KUNIT_EXPECT_TRUE(test, lab_drive(l, 0)->alerts &
				  NTMS_ALERT(rows[i].flag));
		KUNIT_EXPECT_TRUE(test, lab_tape(l, 0)->alerts &
				  NTMS_ALERT(rows[i].flag));
		/* somebody has seen to it */
		if (rows[i].blamed == 'm') {
			guid = lab_tape(l, 0)->o.guid;
			LAB_EXPECT(l, lab_enable(l, NTMS_TYPE_PHYSICAL_MEDIA,
						 &guid, true), 0);
		} else if (rows[i].blamed == 'd') {
			guid = lab_drive(l, 0)->o.guid;
			LAB_EXPECT(l, lab_enable(l, NTMS_TYPE_DRIVE, &guid,
						 false), 0);
			LAB_EXPECT(l, lab_enable(l, NTMS_TYPE_DRIVE, &guid,
						 true), 0);
			lab_wait(l, lab_drive(l, 0)->o.operational_state ==
				    NTMS_READY);
		}
	}
}

static void satisfy(struct lab *l, const guid_t *about, bool refuse)
{
	struct ntms_oprequest *q;
	struct ntms_txn t;
	guid_t guid;
	u32 error;

	ntms_txn_begin(&t, &l->m);
	q = ntms_oprequest_open(&l->m, NTMS_OPREQ_DEVICESERVICE, about);
	KUNIT_ASSERT_NOT_NULL(l->test, q);
	guid = q->o.guid;
	l->call.s = &l->s[0];
	error = refuse ? ntms_oprequest_cancel(&l->call, &t, &guid) :
			 ntms_oprequest_satisfy(&l->call, &t, &guid);
	KUNIT_EXPECT_EQ(l->test, error, 0);
	KUNIT_EXPECT_EQ(l->test, ntms_txn_commit(&t, NULL), 0);
}

static void a_drive_is_used_again_when_it_was_serviced(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_drive *d;

	lab_up(l);
	d = lab_drive(l, 0);
	LAB_EXPECT(l, lab_mount(l, 0, 3, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_dismount(l, 0, 3, NTMS_DISMOUNT_DEFERRED), 0);
	KUNIT_ASSERT_PTR_EQ(test, d->media, lab_tape(l, 3));
	happens(l, 0, 3, false, NTMS_ALERT(31));
	KUNIT_EXPECT_TRUE(test, drive_is_blamed(l, 0));
	/* it is emptied, and not used; reading does not change that */
	lab_reread(l);
	lab_wait(l, !d->media);
	KUNIT_EXPECT_TRUE(test, drive_is_blamed(l, 0));
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	KUNIT_EXPECT_PTR_EQ(test, lab_drive(l, 1)->media, lab_tape(l, 0));
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	satisfy(l, &d->o.guid, false);
	lab_wait(l, d->o.operational_state == NTMS_READY);
	KUNIT_EXPECT_FALSE(test, drive_is_blamed(l, 0));
	KUNIT_EXPECT_EQ(test, suspects(l, 0), 0);
	KUNIT_EXPECT_EQ(test, d->errors, 1);
	lab_settle(l);
	lab_agrees(l, &l->f);
}

static void two_drives_need_service(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	happens(l, 0, 0, false, NTMS_ALERT(30));
	happens(l, 1, 1, false, NTMS_ALERT(30));
	KUNIT_EXPECT_TRUE(test, drive_is_blamed(l, 0));
	KUNIT_EXPECT_TRUE(test, drive_is_blamed(l, 1));
	satisfy(l, &lab_drive(l, 1)->o.guid, false);
	lab_wait(l, lab_drive(l, 1)->o.operational_state == NTMS_READY);
	KUNIT_EXPECT_TRUE(test, drive_is_blamed(l, 0));
	/* who refuses wants it to be tried again as it is */
	satisfy(l, &lab_drive(l, 0)->o.guid, true);
	lab_reread(l);
	lab_wait(l, lab_drive(l, 0)->o.operational_state == NTMS_READY);
}

static void service_is_needed_when_the_drive_comes_back(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_drive *d;

	lab_up(l);
	d = lab_drive(l, 0);
	happens(l, 0, 0, false, NTMS_ALERT(31));
	fake_gone(&l->f.drive[0]);
	lab_wait(l, d->o.operational_state == NTMS_NOT_PRESENT);
	fake_found(&l->f.drive[0]);
	lab_wait(l, d->o.operational_state == NTMS_NEEDS_SERVICE);
	KUNIT_EXPECT_TRUE(test, drive_is_blamed(l, 0));
	/* another device in its place has no history */
	fake_gone(&l->f.drive[0]);
	lab_wait(l, d->o.operational_state == NTMS_NOT_PRESENT);
	lab_wait(l, !l->f.drive[0].alive);
	strscpy(l->f.drive[0].dev.serial, "NEWDRIVE", NTMS_DVCID_LEN);
	strscpy(fake_at(&l->f, FAKE_FIRST_DRIVE)->e.dvcid, "NEWDRIVE",
		NTMS_DVCID_LEN);
	fake_found(&l->f.drive[0]);
	lab_reread(l);
	lab_wait(l, lab_drive(l, 0)->o.operational_state == NTMS_READY);
	KUNIT_EXPECT_FALSE(test, drive_is_blamed(l, 0));
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->errors, 0);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->alerts, 0);
}

static void what_drives_do_is_noted(struct kunit *test)
{
	struct lab *l = test->priv;

	lab_up(l);
	l->f.drive[0].ready_error = -EIO;
	l->f.drive[0].alerts = NTMS_ALERT(55);
	l->f.drive[0].sense = 0x044400;
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE),
		   ERROR_UNABLE_TO_LOAD_MEDIUM);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->errors, 1);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->errors, 1);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->alerts, NTMS_ALERT(55));
	KUNIT_EXPECT_EQ(test, lab_drive(l, 0)->sense, 0x044400);
	/* the drive is repaired, the tape is worn */
	l->f.drive[0].ready_error = 0;
	LAB_EXPECT(l, lab_mount(l, 0, 1, 0, NTMS_INFINITE), 0);
	l->f.drive[0].alerts = l->f.drive[1].alerts = NTMS_ALERT(7);
	LAB_EXPECT(l, lab_dismount(l, 0, 1, 0), 0);
	lab_wait(l, medium_is_blamed(l, 1));
	lab_settle(l);
	LAB_EXPECT(l, lab_mount(l, 0, 1, 0, NTMS_INFINITE),
		   ERROR_RESOURCE_DISABLED);
	lab_agrees(l, &l->f);
}

/* at least @hours were counted, and little more for the time the test takes */
static void counted(struct lab *l, const char *whose, u32 secs, u32 hours)
{
	KUNIT_EXPECT_GE_MSG(l->test, secs, hours * 3600, "%s", whose);
	KUNIT_EXPECT_LT_MSG(l->test, secs, hours * 3600 + 1800, "%s", whose);
}

/* what is in the drive was loaded that long ago */
static void hours_ago(struct lab *l, struct ntms_drive *d, u32 hours)
{
	struct ntms_txn t;

	ntms_txn_begin(&t, &l->m);
	KUNIT_ASSERT_EQ(l->test, ntms_txn_edit(&t, &d->o), 0);
	KUNIT_EXPECT_GT(l->test, d->loaded_since, 0);
	KUNIT_EXPECT_NE(l->test, d->loaded_at, 0);
	d->loaded_at -= hours * 3600 * NSEC_PER_SEC;
	/* that anybody sets the clock does not matter */
	d->loaded_since = S64_MAX;
	KUNIT_ASSERT_EQ(l->test, ntms_txn_commit(&t, NULL), 0);
}

static void hours_are_counted_for_life(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_drive *d;

	lab_up(l);
	d = lab_drive(l, 0);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	KUNIT_ASSERT_PTR_EQ(test, d->media, lab_tape(l, 0));
	hours_ago(l, d, 3);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	lab_settle(l);
	counted(l, "drive", d->loaded_secs, 3);
	counted(l, "medium", lab_tape(l, 0)->loaded_secs, 3);
	KUNIT_EXPECT_EQ(test, d->loaded_since, 0);
	/* nothing is in it: nothing is added */
	lab_reread(l);
	counted(l, "drive", d->loaded_secs, 3);
	/* another medium: the drive has the sum */
	LAB_EXPECT(l, lab_mount(l, 0, 1, 0, NTMS_INFINITE), 0);
	KUNIT_ASSERT_PTR_EQ(test, d->media, lab_tape(l, 1));
	hours_ago(l, d, 2);
	LAB_EXPECT(l, lab_dismount(l, 0, 1, 0), 0);
	lab_settle(l);
	counted(l, "drive", d->loaded_secs, 5);
	counted(l, "medium", lab_tape(l, 1)->loaded_secs, 2);
	counted(l, "the other medium", lab_tape(l, 0)->loaded_secs, 3);
	KUNIT_EXPECT_EQ(test, lab_drive(l, 1)->loaded_secs, 0);
	lab_agrees(l, &l->f);
}

/* between two mounts it stays loaded, until somebody takes it out */
static void hours_end_when_a_hand_takes_the_medium(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_drive *d;

	lab_up(l);
	d = lab_drive(l, 0);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	hours_ago(l, d, 1);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, NTMS_DISMOUNT_DEFERRED), 0);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, NTMS_DISMOUNT_DEFERRED), 0);
	KUNIT_EXPECT_EQ(test, lab_tape(l, 0)->loaded_secs, 0);
	hours_ago(l, d, 1);
	fake_take(&l->f, FAKE_FIRST_DRIVE);
	lab_reread(l);
	lab_wait(l, !d->media);
	counted(l, "drive", d->loaded_secs, 2);
	counted(l, "medium", lab_tape(l, 0)->loaded_secs, 2);
	KUNIT_EXPECT_EQ(test, d->loaded_since, 0);
	lab_agrees(l, &l->f);
}

#define HOURS	(3600LL * NSEC_PER_SEC)

/* what was loaded in a life before, of which only the time of day is left */
static void hours_of_a_life_before_are_believed_if_they_can_be(struct kunit *test)
{
	s64 now = ktime_get_real_ns();
	const struct {
		const char *what;
		s64 since;
		u32 before, after;
	} rows[] = {
		{ "five hours", now - 5 * HOURS, 100, 100 + 5 * 3600 },
		{ "a year", now - 365 * 24 * HOURS, 0, 365 * 24 * 3600 },
		{ "longer than anybody leaves it", now - 367 * 24 * HOURS, 7, 7 },
		{ "the clock was not set then", NSEC_PER_SEC, 7, 7 },
		{ "the clock was set back since", now + 5 * HOURS, 7, 7 },
		{ "nonsense from the store", S64_MAX, 7, 7 },
		{ "negative nonsense", S64_MIN, 7, 7 },
		{ "nothing was loaded", 0, 7, 7 },
		{ "more than fits", now - HOURS, U32_MAX - 3, U32_MAX },
	};
	struct lab *l = test->priv;
	struct ntms_physical_media *pm;
	struct ntms_drive *d;
	struct ntms_txn t;
	u32 i;

	lab_up(l);
	pm = lab_tape(l, 0);
	d = lab_drive(l, 0);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		ntms_txn_begin(&t, &l->m);
		t.now = now;
		KUNIT_ASSERT_EQ(test, ntms_txn_edit(&t, &d->o), 0);
		KUNIT_ASSERT_EQ(test, ntms_txn_edit(&t, &pm->o), 0);
		d->loaded_since = rows[i].since;
		d->loaded_at = 0;
		d->loaded_secs = rows[i].before;
		pm->loaded_secs = rows[i].before;
		KUNIT_EXPECT_EQ(test, ntms_health_unloaded(&t, d, pm), 0);
		KUNIT_EXPECT_EQ_MSG(test, d->loaded_secs, rows[i].after, "%s",
				    rows[i].what);
		KUNIT_EXPECT_EQ_MSG(test, pm->loaded_secs, rows[i].after, "%s",
				    rows[i].what);
		KUNIT_EXPECT_EQ(test, d->loaded_since, 0);
		KUNIT_ASSERT_EQ(test, ntms_txn_commit(&t, NULL), 0);
	}
}

static void another_device_begins_with_no_hours(struct kunit *test)
{
	struct lab *l = test->priv;
	struct ntms_drive *d;
	struct ntms_txn t;

	lab_up(l);
	d = lab_drive(l, 0);
	LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
	hours_ago(l, d, 4);
	ntms_txn_begin(&t, &l->m);
	KUNIT_EXPECT_EQ(test, ntms_health_other_drive(&t, d), 0);
	KUNIT_ASSERT_EQ(test, ntms_txn_commit(&t, NULL), 0);
	KUNIT_EXPECT_EQ(test, d->loaded_secs, 0);
	KUNIT_EXPECT_EQ(test, d->loaded_since, 0);
	/* the medium keeps what it was loaded in the one before */
	counted(l, "medium", lab_tape(l, 0)->loaded_secs, 4);
	LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, d->loaded_secs, 0);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(a_medium_that_fails_in_two_drives_is_at_fault),
	KUNIT_CASE(a_drive_in_which_three_media_fail_is_at_fault),
	KUNIT_CASE(one_bad_medium_does_no_harm_to_a_drive),
	KUNIT_CASE(what_works_again_is_no_suspect),
	KUNIT_CASE(the_number_of_suspects_is_limited),
	KUNIT_CASE(alerts_say_which_it_is),
	KUNIT_CASE(a_drive_is_used_again_when_it_was_serviced),
	KUNIT_CASE(two_drives_need_service),
	KUNIT_CASE(service_is_needed_when_the_drive_comes_back),
	KUNIT_CASE(what_drives_do_is_noted),
	KUNIT_CASE(hours_are_counted_for_life),
	KUNIT_CASE(hours_end_when_a_hand_takes_the_medium),
	KUNIT_CASE(hours_of_a_life_before_are_believed_if_they_can_be),
	KUNIT_CASE(another_device_begins_with_no_hours),
	{}
};

static struct kunit_suite suite = {
	.name = "ntms_health",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = cases,
};

kunit_test_suite(suite);
