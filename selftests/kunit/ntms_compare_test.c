// SPDX-License-Identifier: GPL-2.0
/* Robotics: what would an inventory find? */
#include <linux/prandom.h>

#include "robolab.h"

#define SLOT	FAKE_FIRST_SLOT
#define DRIVE	FAKE_FIRST_DRIVE
#define PORT	FAKE_FIRST_PORT
#define CROWD	400	/* more than are told at a time */

/**
 * struct comparison - a comparison that is waited for
 * @done: it was answered
 * @answers: how often
 * @error: with what
 * @text: reason
 * @total: differences
 * @next: where the list goes on
 * @count: of @list
 * @list: the differences that were told
 */
struct comparison {
	struct completion done;
	u32 answers;
	u32 error;
	char text[128];
	u32 total;
	u64 next;
	u32 count;
	struct ntms_difference list[NTMS_DIFFERENCES_MOST];
};

static void compared(struct ntms_comparison *k, u32 error, const char *text)
{
	struct comparison *c = k->ctx;

	c->answers++;
	c->error = error;
	strscpy(c->text, text ?: "", sizeof(c->text));
	c->total = k->total;
	c->next = k->next;
	c->count = k->count;
	if (!error)
		memcpy(c->list, k->list, k->count * sizeof(*k->list));
	complete(&c->done);
}

static struct comparison *comparison(struct lab *l)
{
	struct comparison *c = kunit_kzalloc(l->test, sizeof(*c), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(l->test, c);
	return c;
}

static u32 begin(struct lab *l, struct comparison *c, const guid_t *library,
		 u64 start)
{
	u32 error;

	memset(c, 0, sizeof(*c));
	init_completion(&c->done);
	l->call.s = &l->s[0];
	l->call.text[0] = 0;
	error = ntms_library_compare(&l->call, library, start, compared, c);
	if (error)
		KUNIT_EXPECT_TRUE_MSG(l->test, l->call.text[0],
				      "error %u without a reason", error);
	return error;
}

static u32 end(struct lab *l, struct comparison *c)
{
	KUNIT_ASSERT_NE(l->test, 0UL,
			wait_for_completion_timeout(&c->done,
						    msecs_to_jiffies(LAB_MS)));
	KUNIT_EXPECT_EQ(l->test, c->answers, 1);
	if (c->error)
		KUNIT_EXPECT_TRUE_MSG(l->test, c->text[0],
				      "error %u without a reason", c->error);
	return c->error;
}

static u32 compare(struct lab *l, struct comparison *c)
{
	guid_t library = lab_library(l, "CHANGER1")->o.guid;

	return begin(l, c, &library, 0) ?: end(l, c);
}

static u32 address(const struct ntms_spot *spot)
{
	switch (spot->type) {
	case NTMS_TYPE_STORAGESLOT:
		return SLOT + spot->number;
	case NTMS_TYPE_DRIVE:
		return DRIVE + spot->number;
	case NTMS_TYPE_IEPORT:
		return PORT + spot->number;
	case NTMS_TYPE_CHANGER:
		return 1 + spot->number;
	}
	return 0;
}

/* --- what is told ---------------------------------------------------------- */

static void moved(struct lab *l)
{
	fake_carry(&l->f, SLOT, SLOT + 7);
}

static void to_the_port(struct lab *l)
{
	fake_carry(&l->f, SLOT + 1, PORT);
}

static void to_a_drive(struct lab *l)
{
	fake_carry(&l->f, SLOT + 2, DRIVE + 1);
}

static void stuck_in_the_transport(struct lab *l)
{
	fake_carry(&l->f, SLOT, 1);
}

static void new(struct lab *l)
{
	fake_put(&l->f, SLOT + 6, "NEW001L8");
}

static void new_without_a_bar_code(struct lab *l)
{
	fake_put(&l->f, SLOT + 6, "");
}

static void gone(struct lab *l)
{
	fake_take(&l->f, SLOT + 3);
}

static void replaced(struct lab *l)
{
	fake_put(&l->f, SLOT + 3, "NEW003L8");
}

static void unreadable(struct lab *l)
{
	fake_at(&l->f, SLOT + 4)->untagged = true;
}

static void nothing(struct lab *l)
{
}

static const struct {
	void (*hand)(struct lab *l);
	u32 total;
	struct {
		u32 kind;
		u32 tape;	/* LABnnnL8 plus one, 0: nobody knows it */
		u32 from, to;
		const char *bar_code;
	} d[2];
} rows[] = {
	{ nothing },
	{ moved, 1, { { NTMS_DIFF_MOVED, 1, SLOT, SLOT + 7, "LAB000L8" } } },
	{ to_the_port, 1, { { NTMS_DIFF_MOVED, 2, SLOT + 1, PORT,
			      "LAB001L8" } } },
	{ to_a_drive, 1, { { NTMS_DIFF_MOVED, 3, SLOT + 2, DRIVE + 1,
			     "LAB002L8" } } },
	{ stuck_in_the_transport, 1, { { NTMS_DIFF_MOVED, 1, SLOT, 1,
					 "LAB000L8" } } },
	{ new, 1, { { NTMS_DIFF_NEW, 0, 0, SLOT + 6, "NEW001L8" } } },
	{ new_without_a_bar_code, 1, { { NTMS_DIFF_NEW, 0, 0, SLOT + 6, "" } } },
	{ gone, 1, { { NTMS_DIFF_GONE, 4, SLOT + 3, 0, "" } } },
	{ replaced, 2, { { NTMS_DIFF_NEW, 0, 0, SLOT + 3, "NEW003L8" },
			 { NTMS_DIFF_GONE, 4, SLOT + 3, 0, "" } } },
	{ unreadable, 1, { { NTMS_DIFF_UNREADABLE, 5, SLOT + 4, SLOT + 4,
			     "" } } },
};

static void check_row(struct lab *l, const struct comparison *c, u32 i)
{
	u32 n;

	KUNIT_EXPECT_EQ_MSG(l->test, c->total, rows[i].total, "row %u", i);
	KUNIT_EXPECT_EQ(l->test, c->count, c->total);
	KUNIT_EXPECT_EQ(l->test, c->next, 0);
	for (n = 0; n < rows[i].total && n < c->count; n++) {
		const struct ntms_difference *d = &c->list[n];
		guid_t tape = guid_null;

		if (rows[i].d[n].tape)
			tape = lab_tape(l, rows[i].d[n].tape - 1)->o.guid;
		KUNIT_EXPECT_EQ_MSG(l->test, d->kind, rows[i].d[n].kind,
				    "row %u", i);
		KUNIT_EXPECT_TRUE_MSG(l->test, guid_equal(&d->media, &tape),
				      "row %u", i);
		KUNIT_EXPECT_EQ_MSG(l->test, address(&d->from),
				    rows[i].d[n].from, "row %u", i);
		KUNIT_EXPECT_EQ_MSG(l->test, address(&d->to), rows[i].d[n].to,
				    "row %u", i);
		KUNIT_EXPECT_STREQ(l->test, (const char *)d->bar_code,
				   rows[i].d[n].bar_code);
	}
}

/* what a hand does is told, twice the same, and nothing of it is written */
static void nothing_is_changed(struct kunit *test)
{
	struct lab *l = test->priv;
	struct comparison *c = comparison(l);
	u64 committed;
	u32 i, n, moves;
	char *image = kunit_kzalloc(test, l->f.count * sizeof(*l->f.e),
				    GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, image);
	lab_up(l);
	memcpy(image, l->f.e, l->f.count * sizeof(*l->f.e));
	committed = l->m.journal.committed;
	n = l->m.count;
	moves = l->f.calls[FAKE_MOVE];
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		rows[i].hand(l);
		LAB_EXPECT(l, compare(l, c), 0);
		check_row(l, c, i);
		LAB_EXPECT(l, compare(l, c), 0);
		check_row(l, c, i);
		memcpy(l->f.e, image, l->f.count * sizeof(*l->f.e));
	}
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, l->m.journal.committed, committed);
	KUNIT_EXPECT_EQ(test, l->m.count, n);
	KUNIT_EXPECT_EQ(test, l->f.calls[FAKE_MOVE], moves);
	KUNIT_EXPECT_EQ(test, lab_requests(l, 0, NTMS_LM_PASSED), 0);
	lab_agrees(l, &l->f);
}

/* off line before, and in another library that is not there any more */
static void what_comes_back_is_known(struct kunit *test)
{
	struct lab *l = test->priv;
	struct comparison *c = comparison(l);
	guid_t tape;

	lab_up(l);
	fake_take(&l->f, SLOT);
	lab_reread(l);
	tape = lab_tape(l, 0)->o.guid;
	fake_put(&l->f, SLOT + 6, "LAB000L8");
	LAB_EXPECT(l, compare(l, c), 0);
	KUNIT_EXPECT_EQ(test, c->total, 1);
	KUNIT_EXPECT_EQ(test, c->list[0].kind, NTMS_DIFF_ARRIVED);
	KUNIT_EXPECT_TRUE(test, guid_equal(&c->list[0].media, &tape));
	KUNIT_EXPECT_TRUE(test, guid_equal(&c->list[0].library,
					   &l->m.offline->o.guid));
	KUNIT_EXPECT_EQ(test, address(&c->list[0].to), SLOT + 6);
}

/* a library that is there says that it has it: neither is asked, nor changed */
static void what_another_library_has_is_unclear(struct kunit *test)
{
	struct lab *l = test->priv;
	struct comparison *c = comparison(l);
	struct ntms_library *other;
	guid_t guid;
	u32 reads;

	KUNIT_ASSERT_EQ(test, fake_init(&l->other, "CHANGER2", 1, 0, 2), 0);
	fake_put(&l->other, SLOT, "LAB777L8");
	fake_all_found(&l->other);
	lab_up(l);
	lab_wait(l, lab_medium(l, "LAB777L8"));
	lab_settle(l);
	other = lab_library(l, "CHANGER2");
	guid = other->o.guid;
	reads = l->other.calls[FAKE_ELEMENTS];
	fake_put(&l->f, SLOT + 6, "LAB777L8");
	LAB_EXPECT(l, compare(l, c), 0);
	KUNIT_EXPECT_EQ(test, c->total, 1);
	KUNIT_EXPECT_EQ(test, c->list[0].kind, NTMS_DIFF_UNCLEAR);
	KUNIT_EXPECT_TRUE(test, guid_equal(&c->list[0].library, &guid));
	lab_settle(l);
	KUNIT_EXPECT_EQ(test, l->other.calls[FAKE_ELEMENTS], reads);
	KUNIT_EXPECT_EQ(test, lab_element(l, lab_medium(l, "LAB777L8")), SLOT);
}

/* --- what is told is what is done ------------------------------------------ */

#define MEDIA_MOST	256

struct before {
	guid_t guid;
	u32 element;
	bool here;
	bool named;
};

static u32 snapshot(struct lab *l, struct before *b)
{
	struct ntms_object *o;
	u32 id, n = 0;

	down_read(&l->m.lock);
	ntms_for_each(&l->m, NTMS_TYPE_PHYSICAL_MEDIA, id, o) {
		struct ntms_physical_media *pm = ntms_physical_media(o);

		if (n == MEDIA_MOST)
			break;
		b[n].guid = o->guid;
		b[n].here = pm->library != l->m.offline;
		b[n].element = pm->location ?
			       ntms_place(pm->location)->element : 0;
		b[n++].named = pm->bar_code;
	}
	up_read(&l->m.lock);
	return n;
}

static const struct before *find(const struct before *b, u32 n,
				 const guid_t *guid)
{
	while (n--)
		if (guid_equal(&b[n].guid, guid))
			return &b[n];
	return NULL;
}

/* was it foretold?  It can be only once */
static bool foretold(struct comparison *c, u32 kind, const guid_t *guid,
		     u32 from, u32 to)
{
	u32 i;

	for (i = 0; i < c->count; i++) {
		struct ntms_difference *d = &c->list[i];

		if (d->kind != kind || !guid_equal(&d->media, guid) ||
		    address(&d->from) != from || address(&d->to) != to)
			continue;
		d->kind = 0;
		return true;
	}
	return false;
}

static void check_one(struct lab *l, struct comparison *c,
		      const struct before *was, const struct before *is)
{
	u32 kind = 0, from = was ? was->element : 0;
	const guid_t *guid = &is->guid;

	if (!was) {
		kind = NTMS_DIFF_NEW;
		guid = &guid_null;
	} else if (was->here && !is->here) {
		kind = NTMS_DIFF_GONE;
	} else if (!was->here && is->here) {
		kind = NTMS_DIFF_ARRIVED;
	} else if (was->element != is->element) {
		kind = NTMS_DIFF_MOVED;
	} else if (was->named != is->named) {
		kind = NTMS_DIFF_NAMED;
	}
	if (kind)
		KUNIT_EXPECT_TRUE_MSG(l->test,
				      foretold(c, kind, guid, from,
					       is->element),
				      "kind %u from %u to %u was not foretold",
				      kind, from, is->element);
}

static void check_update(struct lab *l, struct comparison *c,
			 const struct before *was, u32 n_was,
			 const struct before *is, u32 n_is)
{
	u32 i;

	for (i = 0; i < n_is; i++)
		check_one(l, c, find(was, n_was, &is[i].guid), &is[i]);
	for (i = 0; i < c->count; i++)
		KUNIT_EXPECT_TRUE_MSG(l->test, !c->list[i].kind ||
				      c->list[i].kind == NTMS_DIFF_UNREADABLE,
				      "kind %u was foretold and not done",
				      c->list[i].kind);
}

static void exchange(struct fake_element *a, struct fake_element *b)
{
	char tag[sizeof(a->tag)];

	strscpy(tag, a->tag, sizeof(tag));
	strscpy(a->tag, b->tag, sizeof(a->tag));
	strscpy(b->tag, tag, sizeof(b->tag));
}

/* somebody plays with the cartridges: elements @a and @b */
static void play(struct lab *l, u32 what, struct fake_element *a,
		 struct fake_element *b, u32 *serial)
{
	char tag[16];

	switch (what) {
	case 0:		/* carried */
	case 1:
		if (a->e.full && !b->e.full)
			fake_carry(&l->f, a->e.address, b->e.address);
		break;
	case 2:		/* exchanged */
		if (a->e.full && b->e.full)
			exchange(a, b);
		break;
	case 3:		/* taken away */
		if (a->e.full)
			fake_take(&l->f, a->e.address);
		break;
	case 4:		/* brought, some of them again */
		snprintf(tag, sizeof(tag), "LAB%03uL8", (*serial)++ % 24);
		if (!a->e.full)
			fake_put(&l->f, a->e.address, tag);
		break;
	case 5:		/* its label is dirty, or cleaned */
		a->untagged = !a->untagged;
		break;
	}
}

static void an_update_does_what_was_foretold(struct kunit *test)
{
	struct lab *l = test->priv;
	struct before *was, *is;
	struct comparison *c = comparison(l);
	struct rnd_state rnd;
	u32 round, i, n, serial = 0, foretold = 0;

	was = kunit_kcalloc(test, 2 * MEDIA_MOST, sizeof(*was), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, was);
	is = was + MEDIA_MOST;
	prandom_seed_state(&rnd, 20261128);
	lab_up(l);
	for (round = 0; round < 60; round++) {
		for (i = prandom_u32_state(&rnd) % 6; i; i--)
			play(l, prandom_u32_state(&rnd) % 6,
			     &l->f.e[prandom_u32_state(&rnd) % (l->f.count - 1) + 1],
			     &l->f.e[prandom_u32_state(&rnd) % (l->f.count - 1) + 1],
			     &serial);
		n = snapshot(l, was);
		LAB_EXPECT(l, compare(l, c), 0);
		foretold += c->total;
		lab_reread(l);
		check_update(l, c, was, n, is, snapshot(l, is));
		lab_agrees(l, &l->f);
		/* and then there is nothing to do */
		LAB_EXPECT(l, compare(l, c), 0);
		for (i = 0; i < c->count; i++)
			KUNIT_EXPECT_EQ(test, c->list[i].kind,
					NTMS_DIFF_UNREADABLE);
	}
	KUNIT_EXPECT_GT(test, foretold, 60);
}

static void a_long_list_comes_in_parts(struct kunit *test)
{
	struct lab *l = test->priv;
	struct comparison *c = comparison(l);
	guid_t library;
	char tag[16];
	u32 i, told = 0, parts = 0;
	u64 start = 0;

	KUNIT_ASSERT_EQ(test, fake_init(&l->other, "CHANGER2", 1, 0, CROWD + 2),
			0);
	fake_put(&l->other, SLOT + CROWD, "OLD001L8");
	fake_put(&l->other, SLOT + CROWD + 1, "OLD002L8");
	fake_all_found(&l->other);
	lab_up(l);
	lab_wait(l, lab_medium(l, "OLD002L8"));
	lab_settle(l);
	library = lab_library(l, "CHANGER2")->o.guid;
	for (i = 0; i < CROWD; i++) {
		snprintf(tag, sizeof(tag), "CRD%03uL8", i);
		fake_put(&l->other, SLOT + i, tag);
	}
	fake_take(&l->other, SLOT + CROWD);
	fake_take(&l->other, SLOT + CROWD + 1);
	do {
		LAB_EXPECT(l, begin(l, c, &library, start) ?: end(l, c), 0);
		KUNIT_EXPECT_EQ(test, c->total, CROWD + 2);
		for (i = 0; i < c->count; i++, told++) {
			snprintf(tag, sizeof(tag), "CRD%03uL8", told);
			KUNIT_EXPECT_STREQ(test,
					   (const char *)c->list[i].bar_code,
					   told < CROWD ? tag : "");
		}
		start = c->next;
	} while (++parts < 10 && start);
	KUNIT_EXPECT_EQ(test, told, CROWD + 2);
	KUNIT_EXPECT_EQ(test, parts, 2);
}

/* --- when it cannot be ------------------------------------------------------ */

static void who_may_make_an_inventory_may_compare(struct kunit *test)
{
	struct lab *l = test->priv;
	struct comparison *c = comparison(l);
	guid_t library, unknown = GUID_INIT(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

	lab_up(l);
	library = lab_library(l, "CHANGER1")->o.guid;
	l->s[0].caller.admin = false;
	l->s[0].caller.uid = 1000;
	LAB_EXPECT(l, compare(l, c), ERROR_ACCESS_DENIED);
	l->s[0].caller.admin = true;
	LAB_EXPECT(l, begin(l, c, &guid_null, 0), ERROR_INVALID_PARAMETER);
	LAB_EXPECT(l, begin(l, c, &unknown, 0), ERROR_INVALID_LIBRARY);
	LAB_EXPECT(l, begin(l, c, &l->m.offline->o.guid, 0),
		   ERROR_LIBRARY_OFFLINE);
	LAB_EXPECT(l, lab_enable(l, NTMS_TYPE_LIBRARY, &library, false), 0);
	lab_wait(l, !lab_library(l, "CHANGER1")->o.enabled);
	LAB_EXPECT(l, compare(l, c), ERROR_RESOURCE_DISABLED);
}

static void a_drive_alone_has_nothing_to_compare(struct kunit *test)
{
	struct lab *l = test->priv;
	struct comparison *c = comparison(l);
	struct ntms_library *alone;

	fake_found(&l->f.drive[0]);
	lab_start(l);
	lab_wait(l, (alone = lab_library(l, "CHANGER1D0")) &&
		 alone->o.operational_state == NTMS_READY);
	LAB_EXPECT(l, begin(l, c, &alone->o.guid, 0), ERROR_NOT_SUPPORTED);
}

static void a_library_that_fails_is_not_made_out_to_be_empty(struct kunit *test)
{
	struct lab *l = test->priv;
	struct comparison *c = comparison(l);
	u32 at;

	lab_up(l);
	for (at = 1; at <= 5; at++) {
		fake_fail(&l->f, FAKE_ANY, at, -EIO);
		LAB_EXPECT(l, compare(l, c), ERROR_UNABLE_TO_INVENTORY_SLOT);
		fake_fail(&l->f, FAKE_ANY, 0, 0);
	}
	LAB_EXPECT(l, compare(l, c), 0);
	KUNIT_EXPECT_EQ(test, c->total, 0);
	fake_fail(&l->f, FAKE_ELEMENTS, 1, -ENODEV);
	LAB_EXPECT(l, compare(l, c), ERROR_DEVICE_NOT_AVAILABLE);
	KUNIT_EXPECT_EQ(test, lab_library(l, "CHANGER1")->o.operational_state,
			NTMS_READY);
}

/* the transport is moving tape 0 for somebody, and does not end */
static void hold_a_move(struct lab *l, struct lab_mount *mount)
{
	fake_hold(&l->f, FAKE_MOVE);
	LAB_EXPECT(l, lab_begin_one(l, 1, mount, 0, 0, NTMS_INFINITE), 0);
	wait_for_completion(&l->f.held);
}

/* it waits for what the transport does, and for its session only as long */
static void it_waits_for_its_turn(struct kunit *test)
{
	struct lab *l = test->priv;
	struct comparison *c = comparison(l);
	guid_t library;
	struct lab_mount mount;

	lab_up(l);
	library = lab_library(l, "CHANGER1")->o.guid;
	hold_a_move(l, &mount);
	LAB_EXPECT(l, begin(l, c, &library, 0), 0);
	KUNIT_EXPECT_FALSE(test, completion_done(&c->done));
	fake_release(&l->f);
	LAB_EXPECT(l, lab_end(l, &mount), 0);
	LAB_EXPECT(l, end(l, c), 0);
	KUNIT_EXPECT_EQ(test, c->total, 0);
	lab_dismount(l, 1, 0, 0);
	lab_wait(l, !lab_drive(l, 0)->media);
	lab_settle(l);

	hold_a_move(l, &mount);
	LAB_EXPECT(l, begin(l, c, &library, 0), 0);
	lab_close(l, 0);
	LAB_EXPECT(l, end(l, c), ERROR_CANCELLED);
	fake_release(&l->f);
	LAB_EXPECT(l, lab_end(l, &mount), 0);
}

static void it_is_cancelled_when_the_module_goes(struct kunit *test)
{
	struct lab *l = test->priv;
	struct comparison *c = comparison(l);
	guid_t library;
	struct lab_mount mount;

	lab_up(l);
	library = lab_library(l, "CHANGER1")->o.guid;
	hold_a_move(l, &mount);
	LAB_EXPECT(l, begin(l, c, &library, 0), 0);
	lab_stop(l);
	LAB_EXPECT(l, end(l, c), ERROR_CANCELLED);
	lab_end(l, &mount);
}

static struct kunit_case compare_cases[] = {
	KUNIT_CASE(nothing_is_changed),
	KUNIT_CASE(what_comes_back_is_known),
	KUNIT_CASE(what_another_library_has_is_unclear),
	KUNIT_CASE(an_update_does_what_was_foretold),
	KUNIT_CASE(a_long_list_comes_in_parts),
	KUNIT_CASE(who_may_make_an_inventory_may_compare),
	KUNIT_CASE(a_drive_alone_has_nothing_to_compare),
	KUNIT_CASE(a_library_that_fails_is_not_made_out_to_be_empty),
	KUNIT_CASE(it_waits_for_its_turn),
	KUNIT_CASE(it_is_cancelled_when_the_module_goes),
	{}
};

static struct kunit_suite compare_suite = {
	.name = "ntms_compare",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = compare_cases,
};
kunit_test_suite(compare_suite);
