// SPDX-License-Identifier: GPL-2.0
/*
 * UI options: MS-RSMP 3.2.5.2.7.2 to .5, semantics 17.
 */
#include <linux/string.h>

#include "world.h"

#define INFO	NTMS_UITYPE_INFO
#define REQ	NTMS_UITYPE_REQ
#define ERR	NTMS_UITYPE_ERR
#define ADD	NTMS_UIDEST_ADD
#define DELETE	NTMS_UIDEST_DELETE
#define ALL	NTMS_UIDEST_DELETEALL

/* the names of a list, one after the other, each with a blank behind it */
struct list {
	char names[128];
	u32 count;
};

static int note(void *ctx, const char *name)
{
	struct list *list = ctx;

	list->count++;
	if (list->count <= 8) {
		strlcat(list->names, name, sizeof(list->names));
		strlcat(list->names, " ", sizeof(list->names));
	}
	return 0;
}

static u32 get(struct world *w, const guid_t *guid, u32 type,
	       struct list *list)
{
	u32 error;

	memset(list, 0, sizeof(*list));
	w->call.text[0] = 0;
	down_read(&w->m.lock);
	error = ntms_destination_get(&w->call, guid, type, note, list);
	up_read(&w->m.lock);
	KUNIT_EXPECT_EQ(w->test, !error, !w->call.text[0]);
	return error;
}

static void expect(struct world *w, const guid_t *guid, u32 type,
		   const char *names)
{
	struct list list;

	WORLD_EXPECT(w, get(w, guid, type, &list), 0);
	KUNIT_EXPECT_STREQ(w->test, list.names, names);
}

static u32 set(struct world *w, const guid_t *guid, u32 type, u32 action,
	       const char *name)
{
	return world_end(w, ntms_destination_set(&w->call, world_begin(w), guid,
						 type, action, name));
}

static const guid_t *computer(struct world *w)
{
	return &w->m.computer->o.guid;
}

static const guid_t *library(struct world *w)
{
	return &w->library->o.guid;
}

static const guid_t *session(struct world *w)
{
	return &guid_null;
}

static const guid_t *(*const owners[])(struct world *w) = {
	computer, library, session,
};

static void a_list_is_empty_at_first(struct kunit *test)
{
	struct world *w = test->priv;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(owners); i++)
		expect(w, owners[i](w), INFO, "");
}

static void each_owner_has_a_list_of_each_type(struct kunit *test)
{
	struct world *w = test->priv;
	char name[8], names[16];
	u32 i, type;

	for (i = 0; i < ARRAY_SIZE(owners); i++)
		for (type = INFO; type <= ERR; type++) {
			snprintf(name, sizeof(name), "pc%u%u", i, type);
			WORLD_EXPECT(w, set(w, owners[i](w), type, ADD, name),
				     0);
		}
	for (i = 0; i < ARRAY_SIZE(owners); i++)
		for (type = INFO; type <= ERR; type++) {
			snprintf(names, sizeof(names), "pc%u%u ", i, type);
			expect(w, owners[i](w), type, names);
		}
}

static void what_is_added_twice_is_there_once(struct kunit *test)
{
	struct world *w = test->priv;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(owners); i++) {
		WORLD_EXPECT(w, set(w, owners[i](w), REQ, ADD, "a"), 0);
		WORLD_EXPECT(w, set(w, owners[i](w), REQ, ADD, "b"), 0);
		WORLD_EXPECT(w, set(w, owners[i](w), REQ, ADD, "a"), 0);
		KUNIT_EXPECT_EQ(test, w->number_of_events, 0);
		expect(w, owners[i](w), REQ, "a b ");
	}
}

static void deleting_takes_out_one(struct kunit *test)
{
	struct world *w = test->priv;
	const guid_t *owner;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(owners); i++) {
		owner = owners[i](w);
		set(w, owner, ERR, ADD, "a");
		set(w, owner, ERR, ADD, "b");
		set(w, owner, ERR, ADD, "c");
		set(w, owner, INFO, ADD, "b");
		WORLD_EXPECT(w, set(w, owner, ERR, DELETE, "b"), 0);
		expect(w, owner, ERR, "a c ");
		expect(w, owner, INFO, "b ");
		/* what is not there */
		WORLD_EXPECT(w, set(w, owner, ERR, DELETE, "b"), 0);
		KUNIT_EXPECT_EQ(test, w->number_of_events, 0);
		WORLD_EXPECT(w, set(w, owner, REQ, DELETE, "a"), 0);
		expect(w, owner, ERR, "a c ");
	}
}

static void deleting_all_takes_out_those_of_the_type(struct kunit *test)
{
	struct world *w = test->priv;
	const guid_t *owner;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(owners); i++) {
		owner = owners[i](w);
		set(w, owner, INFO, ADD, "a");
		set(w, owner, REQ, ADD, "a");
		set(w, owner, REQ, ADD, "b");
		set(w, owner, ERR, ADD, "a");
		WORLD_EXPECT(w, set(w, owner, REQ, ALL, NULL), 0);
		expect(w, owner, INFO, "a ");
		expect(w, owner, REQ, "");
		expect(w, owner, ERR, "a ");
		WORLD_EXPECT(w, set(w, owner, REQ, ALL, "ignored"), 0);
	}
}

static void no_name_is_the_computer_of_the_client(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, set(w, computer(w), INFO, ADD, NULL),
		     ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, set(w, &guid_null, INFO, ADD, ""),
		     ERROR_INVALID_PARAMETER);
	w->session.computer = (char *)"own";
	WORLD_EXPECT(w, set(w, computer(w), INFO, ADD, NULL), 0);
	WORLD_EXPECT(w, set(w, &guid_null, INFO, ADD, ""), 0);
	expect(w, computer(w), INFO, "own ");
	expect(w, &guid_null, INFO, "own ");
	WORLD_EXPECT(w, set(w, computer(w), INFO, DELETE, ""), 0);
	expect(w, computer(w), INFO, "");
}

static void a_type_or_an_operation_that_does_not_exist(struct kunit *test)
{
	static const u32 wrong[] = { 0, 4, U32_MAX };
	struct world *w = test->priv;
	struct list list;
	u32 i, j;

	for (i = 0; i < ARRAY_SIZE(owners); i++)
		for (j = 0; j < ARRAY_SIZE(wrong); j++) {
			WORLD_EXPECT(w, get(w, owners[i](w), wrong[j], &list),
				     ERROR_INVALID_PARAMETER);
			WORLD_EXPECT(w, set(w, owners[i](w), wrong[j], ADD, "a"),
				     ERROR_INVALID_PARAMETER);
			WORLD_EXPECT(w, set(w, owners[i](w), INFO, wrong[j],
					    "a"), ERROR_INVALID_PARAMETER);
		}
}

static void a_name_that_is_no_text(struct kunit *test)
{
	struct world *w = test->priv;
	char name[257] = {};

	WORLD_EXPECT(w, set(w, computer(w), INFO, ADD, "a\xff"),
		     ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, set(w, &guid_null, INFO, ADD, "a\nb"),
		     ERROR_INVALID_PARAMETER);
	memset(name, 'n', 256);
	WORLD_EXPECT(w, set(w, computer(w), INFO, ADD, name),
		     ERROR_INVALID_PARAMETER);
	name[255] = 0;
	WORLD_EXPECT(w, set(w, computer(w), INFO, ADD, name), 0);
}

static void an_object_without_user_interface(struct kunit *test)
{
	struct world *w = test->priv;
	struct list list;
	guid_t guid;

	WORLD_EXPECT(w, get(w, &w->drive->o.guid, INFO, &list),
		     ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, set(w, &w->pool->o.guid, INFO, ADD, "a"),
		     ERROR_INVALID_PARAMETER);
	guid_gen(&guid);
	WORLD_EXPECT(w, get(w, &guid, INFO, &list), ERROR_OBJECT_NOT_FOUND);
	WORLD_EXPECT(w, set(w, &guid, INFO, ADD, "a"), ERROR_OBJECT_NOT_FOUND);
}

static void a_change_updates_the_object(struct kunit *test)
{
	struct world *w = test->priv;

	WORLD_EXPECT(w, set(w, library(w), INFO, ADD, "a"), 0);
	KUNIT_EXPECT_EQ(test, world_events(w, NTMS_EV_UPDATE, NTMS_TYPE_LIBRARY,
					   library(w)), 1);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 1);
	WORLD_EXPECT(w, set(w, library(w), INFO, DELETE, "a"), 0);
	KUNIT_EXPECT_EQ(test, w->number_of_events, 1);
}

static void reading_takes_use_writing_use_and_modify(struct kunit *test)
{
	struct world *w = test->priv;
	struct list list;

	world_grant(w, &w->library->o, ALICE, NTMS_USE_ACCESS);
	world_become(w, ALICE);
	WORLD_EXPECT(w, get(w, library(w), INFO, &list), 0);
	WORLD_EXPECT(w, set(w, library(w), INFO, ADD, "a"),
		     ERROR_ACCESS_DENIED);
	world_grant(w, &w->library->o, ALICE, NTMS_MODIFY_ACCESS);
	WORLD_EXPECT(w, get(w, library(w), INFO, &list), ERROR_ACCESS_DENIED);
	WORLD_EXPECT(w, set(w, library(w), INFO, ADD, "a"),
		     ERROR_ACCESS_DENIED);
	world_grant(w, &w->library->o, ALICE,
		    NTMS_USE_ACCESS | NTMS_MODIFY_ACCESS);
	WORLD_EXPECT(w, set(w, library(w), INFO, ADD, "a"), 0);
	/* everybody uses the computer, nobody but tape operators changes it */
	WORLD_EXPECT(w, get(w, computer(w), INFO, &list), 0);
	WORLD_EXPECT(w, set(w, computer(w), INFO, ADD, "a"),
		     ERROR_ACCESS_DENIED);
	/* its own session is everybody's */
	WORLD_EXPECT(w, set(w, &guid_null, INFO, ADD, "a"), 0);
	WORLD_EXPECT(w, get(w, &guid_null, INFO, &list), 0);
}

static void a_list_has_256_names_at_most(struct kunit *test)
{
	struct world *w = test->priv;
	struct list list;
	char name[8];
	u32 i, n;

	for (i = 0; i < ARRAY_SIZE(owners); i++) {
		for (n = 0; n < NTMS_DESTINATIONS_MAX; n++) {
			snprintf(name, sizeof(name), "%u", n);
			world_must(w, ntms_destination_set(&w->call,
							   world_arrange(w),
							   owners[i](w), INFO,
							   ADD, name));
			if (ntms_txn_commit(&w->t, NULL))
				break;
		}
		WORLD_EXPECT(w, set(w, owners[i](w), INFO, ADD, "more"),
			     owners[i] == session ? ERROR_NOT_ENOUGH_MEMORY :
						    ERROR_DATABASE_FULL);
		WORLD_EXPECT(w, set(w, owners[i](w), INFO, ADD, "0"), 0);
		WORLD_EXPECT(w, set(w, owners[i](w), REQ, ADD, "more"), 0);
		WORLD_EXPECT(w, get(w, owners[i](w), INFO, &list), 0);
		KUNIT_EXPECT_EQ(test, list.count, NTMS_DESTINATIONS_MAX);
	}
}

static void a_list_goes_with_the_library(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_library *l = world_library(w, "Second");
	struct ntms_object *o;
	u32 id, n = 0;

	set(w, &l->o.guid, INFO, ADD, "a");
	set(w, &l->o.guid, ERR, ADD, "b");
	set(w, library(w), INFO, ADD, "stays");
	world_must(w, ntms_txn_delete(world_arrange(w), &l->o));
	world_arranged(w);
	down_read(&w->m.lock);
	ntms_for_each(&w->m, NTMS_TYPE_UI_DESTINATION, id, o)
		n++;
	up_read(&w->m.lock);
	KUNIT_EXPECT_EQ(test, n, 1);
	expect(w, library(w), INFO, "stays ");
}

static void attributes_are_not_destinations(struct kunit *test)
{
	struct world *w = test->priv;
	u32 error;

	error = ntms_attribute_set(&w->call, world_begin(w), library(w), "a",
				   "v", 1);
	WORLD_EXPECT(w, world_end(w, error), 0);
	expect(w, library(w), INFO, "");
	set(w, library(w), INFO, ADD, "a");
	WORLD_EXPECT(w, set(w, library(w), INFO, ALL, NULL), 0);
	down_read(&w->m.lock);
	KUNIT_EXPECT_NOT_NULL(test, ntms_owned_first(&w->m, &w->library->o,
						     NTMS_TYPE_ATTRIBUTE));
	up_read(&w->m.lock);
}

static u32 add(struct world *w, void *ctx)
{
	return ntms_destination_set(&w->call, &w->t, ctx, INFO, ADD, "a");
}

static void every_allocation_can_fail(struct kunit *test)
{
	struct world *w = test->priv;

	world_starve(w, add, (void *)library(w));
	expect(w, library(w), INFO, "a ");
}

static struct kunit_case destination_cases[] = {
	KUNIT_CASE(a_list_is_empty_at_first),
	KUNIT_CASE(each_owner_has_a_list_of_each_type),
	KUNIT_CASE(what_is_added_twice_is_there_once),
	KUNIT_CASE(deleting_takes_out_one),
	KUNIT_CASE(deleting_all_takes_out_those_of_the_type),
	KUNIT_CASE(no_name_is_the_computer_of_the_client),
	KUNIT_CASE(a_type_or_an_operation_that_does_not_exist),
	KUNIT_CASE(a_name_that_is_no_text),
	KUNIT_CASE(an_object_without_user_interface),
	KUNIT_CASE(a_change_updates_the_object),
	KUNIT_CASE(reading_takes_use_writing_use_and_modify),
	KUNIT_CASE(a_list_has_256_names_at_most),
	KUNIT_CASE(a_list_goes_with_the_library),
	KUNIT_CASE(attributes_are_not_destinations),
	KUNIT_CASE(every_allocation_can_fail),
	{}
};

static struct kunit_suite destination_suite = {
	.name = "ntms_destination",
	.init = world_init,
	.exit = world_exit,
	.test_cases = destination_cases,
};
kunit_test_suites(&destination_suite);
