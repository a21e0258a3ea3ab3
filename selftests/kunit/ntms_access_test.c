// SPDX-License-Identifier: GPL-2.0
/*
 * Rights: how a list is read, which lists are lists, who bears the rights of
 * an object, and what everybody begins with: semantics 13, decision A-15.
 */
#include "world.h"

#define U	NTMS_USE_ACCESS
#define M	NTMS_MODIFY_ACCESS
#define C	NTMS_CONTROL_ACCESS
#define R	NTMS_READ_CONTROL
#define W	NTMS_WRITE_DAC
#define TAPE	26

#define ENTRY(kind_, who_, id_, rights_) {				\
	.kind = NTMS_ACL_##kind_, .who = NTMS_ACL_##who_, .id = (id_),	\
	.rights = (rights_),						\
}

/* all rights of somebody on a bearer */
static u32 rights_of(struct world *w, const struct ntms_object *bearer,
		     u32 uid, u32 gid)
{
	const struct ntms_caller who = { .uid = uid, .gid = gid };
	u32 bit, rights = 0;

	down_read(&w->m.lock);
	for (bit = 1; bit && bit <= NTMS_ALL_ACCESS; bit <<= 1)
		if (bit & NTMS_ALL_ACCESS && ntms_permitted(&who, bearer, bit))
			rights |= bit;
	up_read(&w->m.lock);
	return rights;
}

static u32 rights_on_pool(struct world *w, u32 uid)
{
	return rights_of(w, &w->pool->o, uid, uid);
}

static void an_empty_list_gives_nothing(struct kunit *test)
{
	struct world *w = test->priv;

	world_acl(w, &w->pool->o, NULL, 0);
	KUNIT_EXPECT_EQ(test, rights_on_pool(w, ALICE), 0);
}

static void rights_are_independent_bits(struct kunit *test)
{
	struct world *w = test->priv;

	world_grant(w, &w->pool->o, ALICE, C);
	KUNIT_EXPECT_EQ(test, rights_on_pool(w, ALICE), C);
	KUNIT_EXPECT_EQ(test, rights_on_pool(w, BOB), 0);
}

static void rights_of_several_entries_add_up(struct kunit *test)
{
	static const struct ntms_acl_entry list[] = {
		ENTRY(ALLOW, EVERYONE, 0, U),
		ENTRY(ALLOW, UID, ALICE, M),
		ENTRY(ALLOW, GID, ALICE, W),
	};
	struct world *w = test->priv;

	world_acl(w, &w->pool->o, list, ARRAY_SIZE(list));
	KUNIT_EXPECT_EQ(test, rights_on_pool(w, ALICE), U | M | W);
	KUNIT_EXPECT_EQ(test, rights_on_pool(w, BOB), U);
}

static void all_wanted_rights_are_needed(struct kunit *test)
{
	const struct ntms_caller who = { .uid = ALICE, .gid = ALICE };
	struct world *w = test->priv;

	world_grant(w, &w->pool->o, ALICE, U | M);
	down_read(&w->m.lock);
	KUNIT_EXPECT_TRUE(test, ntms_permitted(&who, &w->pool->o, U | M));
	KUNIT_EXPECT_FALSE(test, ntms_permitted(&who, &w->pool->o, U | C));
	up_read(&w->m.lock);
}

static void the_first_entry_settles_a_right(struct kunit *test)
{
	static const struct ntms_acl_entry list[] = {
		ENTRY(DENY, UID, ALICE, M),
		ENTRY(ALLOW, EVERYONE, 0, U | M),
		ENTRY(DENY, EVERYONE, 0, U),
	};
	struct world *w = test->priv;

	world_acl(w, &w->pool->o, list, ARRAY_SIZE(list));
	KUNIT_EXPECT_EQ(test, rights_on_pool(w, ALICE), U);
	KUNIT_EXPECT_EQ(test, rights_on_pool(w, BOB), U | M);
}

static void supplementary_groups_count(struct kunit *test)
{
	static const u32 groups[] = { 4, 24, TAPE, 100 };
	static const struct ntms_acl_entry list[] = {
		ENTRY(ALLOW, GID, TAPE, U | C),
	};
	struct ntms_caller who = {
		.uid = ALICE, .gid = ALICE, .groups = groups,
		.number_of_groups = ARRAY_SIZE(groups),
	};
	struct world *w = test->priv;

	world_acl(w, &w->pool->o, list, ARRAY_SIZE(list));
	down_read(&w->m.lock);
	KUNIT_EXPECT_TRUE(test, ntms_permitted(&who, &w->pool->o, U | C));
	who.number_of_groups = 2;
	KUNIT_EXPECT_FALSE(test, ntms_permitted(&who, &w->pool->o, U));
	up_read(&w->m.lock);
}

static void the_owner_reads_and_writes_the_list(struct kunit *test)
{
	static const struct ntms_acl_entry list[] = {
		ENTRY(DENY, EVERYONE, 0, NTMS_ALL_ACCESS),
	};
	struct world *w = test->priv;

	world_acl(w, &w->pool->o, list, ARRAY_SIZE(list));	/* owner 0 */
	KUNIT_EXPECT_EQ(test, rights_on_pool(w, 0), R | W);
	KUNIT_EXPECT_EQ(test, rights_on_pool(w, ALICE), 0);
}

static void an_administrator_passes_every_check(struct kunit *test)
{
	static const struct ntms_acl_entry list[] = {
		ENTRY(DENY, EVERYONE, 0, NTMS_ALL_ACCESS),
	};
	const struct ntms_caller who = { .uid = ALICE, .admin = true };
	struct world *w = test->priv;

	world_acl(w, &w->pool->o, list, ARRAY_SIZE(list));
	down_read(&w->m.lock);
	KUNIT_EXPECT_TRUE(test, ntms_permitted(&who, &w->pool->o,
					       NTMS_ALL_ACCESS));
	up_read(&w->m.lock);
}

static void a_refusal_names_user_right_and_object(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_physical_media *pm;

	pm = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_become(w, ALICE);
	down_read(&w->m.lock);
	KUNIT_EXPECT_EQ(test, ntms_access(&w->call, &pm->sides[0]->o, M),
			ERROR_ACCESS_DENIED);
	KUNIT_EXPECT_STREQ(test, w->call.text,
			   "user 1000 lacks the modify right on pool App");
	ntms_access(&w->call, &w->drive->o, C);
	KUNIT_EXPECT_STREQ(test, w->call.text,
			   "user 1000 lacks the control right on library Robot");
	ntms_access(&w->call, &w->tape->o, W);
	KUNIT_EXPECT_STREQ(test, w->call.text,
			   "user 1000 lacks the write-dac right on the computer");
	up_read(&w->m.lock);
}

static void every_object_has_a_bearer(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_partition *side;
	struct ntms_model *m = &w->m;
	guid_t media;

	side = world_allocated(w, &media);
	down_read(&m->lock);
	KUNIT_EXPECT_PTR_EQ(test, ntms_bearer(m, &side->o), &w->pool->o);
	KUNIT_EXPECT_PTR_EQ(test, ntms_bearer(m, &side->physical_media->o),
			    &w->pool->o);
	KUNIT_EXPECT_PTR_EQ(test, ntms_bearer(m, &side->logical_media->o),
			    &w->pool->o);
	KUNIT_EXPECT_PTR_EQ(test, ntms_bearer(m, &w->pool->o), &w->pool->o);
	KUNIT_EXPECT_PTR_EQ(test, ntms_bearer(m, &w->drive->o),
			    &w->library->o);
	KUNIT_EXPECT_PTR_EQ(test, ntms_bearer(m, &w->slots[0]->o),
			    &w->library->o);
	KUNIT_EXPECT_PTR_EQ(test, ntms_bearer(m, &w->library->o),
			    &w->library->o);
	KUNIT_EXPECT_PTR_EQ(test, ntms_bearer(m, &w->tape->o),
			    &m->computer->o);
	KUNIT_EXPECT_PTR_EQ(test, ntms_bearer(m, &m->computer->o),
			    &m->computer->o);
	up_read(&m->lock);
}

/* which bytes are a list */

struct hostile {
	struct ntms_acl acl;
	struct ntms_acl_entry e[2];
} __packed;

static const struct hostile good = {
	.e = { ENTRY(ALLOW, EVERYONE, 0, U), ENTRY(DENY, UID, ALICE, C) },
};

static void a_list_of_the_right_length(struct kunit *test)
{
	size_t len;

	for (len = 0; len <= sizeof(good); len++)
		KUNIT_EXPECT_EQ_MSG(test, ntms_acl_check(&good, len),
				    len == 8 || len == 20 || len == 32 ? 0 :
				    ERROR_INVALID_PARAMETER, "%zu bytes", len);
}

static void a_list_of_too_many_entries(struct kunit *test)
{
	u8 *p = kunit_kzalloc(test, 8 + 1025 * 12, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_EQ(test, ntms_acl_check(p, 8 + 1024 * 12), 0);
	KUNIT_EXPECT_EQ(test, ntms_acl_check(p, 8 + 1025 * 12),
			ERROR_INVALID_PARAMETER);
}

static void a_list_that_is_not_aligned(struct kunit *test)
{
	u8 bytes[sizeof(good) + 1];

	memcpy(bytes + 1, &good, sizeof(good));
	KUNIT_EXPECT_EQ(test, ntms_acl_check(bytes + 1, sizeof(good)), 0);
}

static void a_list_with_an_entry_that_makes_no_sense(struct kunit *test)
{
	struct hostile bad;

	bad = good;
	bad.e[1].kind = 2;
	KUNIT_EXPECT_EQ(test, ntms_acl_check(&bad, sizeof(bad)),
			ERROR_INVALID_PARAMETER);
	bad = good;
	bad.e[1].who = 3;
	KUNIT_EXPECT_EQ(test, ntms_acl_check(&bad, sizeof(bad)),
			ERROR_INVALID_PARAMETER);
	bad = good;
	bad.e[0].id = 1;
	KUNIT_EXPECT_EQ(test, ntms_acl_check(&bad, sizeof(bad)),
			ERROR_INVALID_PARAMETER);
	bad = good;
	bad.e[1].rights = 8;
	KUNIT_EXPECT_EQ(test, ntms_acl_check(&bad, sizeof(bad)),
			ERROR_INVALID_PARAMETER);
}

static void a_pool_with_a_malformed_list_is_not_made(struct kunit *test)
{
	struct world *w = test->priv;
	struct hostile bad = good;
	guid_t pool;
	u32 error;

	bad.e[1].rights = 0x100;
	error = ntms_pool_create(&w->call, world_begin(w), "New", NULL,
				 NTMS_CREATE_NEW, &bad, sizeof(bad), &pool);
	WORLD_EXPECT(w, world_end(w, error), ERROR_INVALID_PARAMETER);
}

/* what everybody begins with: decision A-15 */

struct default_case {
	const char *name;
	struct ntms_object *(*object)(struct world *w);
	u32 everyone, tape, root;
};

static struct ntms_object *the_computer(struct world *w)
{
	return &w->m.computer->o;
}

static struct ntms_object *the_library(struct world *w)
{
	return &w->library->o;
}

static struct ntms_object *the_offline_library(struct world *w)
{
	return &w->m.offline->o;
}

static struct ntms_object *the_root(struct world *w)
{
	return &w->m.root->o;
}

static struct ntms_object *the_free_container(struct world *w)
{
	return &w->m.free->o;
}

static struct ntms_object *the_free_pool(struct world *w)
{
	return &w->free->o;
}

static struct ntms_object *the_import_pool(struct world *w)
{
	return &w->import->o;
}

static struct ntms_object *the_unrecognized_pool(struct world *w)
{
	return &w->unrecognized->o;
}

static struct ntms_object *an_application_pool(struct world *w)
{
	return &w->pool->o;
}

static const struct default_case default_cases[] = {
	{ "the computer", the_computer, U, U | M, NTMS_ALL_ACCESS },
	{ "a library", the_library, U, U | M | C, U | R | W },
	{ "the offline library", the_offline_library, U, U | M | C, U | R | W },
	{ "the hidden root pool", the_root, U, U | C, U | R | W },
	{ "the container Free", the_free_container, U, U | M | C, U | R | W },
	{ "a free pool", the_free_pool, U, U | M | C, U | R | W },
	{ "an import pool", the_import_pool, U, U | M | C, U | R | W },
	{ "an unrecognized pool", the_unrecognized_pool, U, U | M | C,
	  U | R | W },
	{ "an application pool", an_application_pool, 0, 0, NTMS_ALL_ACCESS },
};

static void default_case_name(const struct default_case *c, char *name)
{
	strscpy(name, c->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(default, default_cases, default_case_name);

static void rights_to_begin_with(struct kunit *test)
{
	const struct default_case *c = test->param_value;
	struct world *w = test->priv;
	struct ntms_object *o = c->object(w);

	KUNIT_EXPECT_EQ(test, rights_of(w, o, ALICE, ALICE), c->everyone);
	KUNIT_EXPECT_EQ(test, rights_of(w, o, ALICE, TAPE), c->tape);
	KUNIT_EXPECT_EQ(test, rights_of(w, o, 0, 0), c->root);
}

static struct ntms_media_pool *pool_of_alice(struct world *w, const char *path)
{
	world_become(w, ALICE);
	return world_pool(w, path, NULL);
}

static void the_creator_has_all_rights(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_media_pool *pool;

	world_grant(w, &w->m.root->o, ALICE, C);
	pool = pool_of_alice(w, "Mine");
	KUNIT_EXPECT_EQ(test, rights_of(w, &pool->o, ALICE, ALICE),
			NTMS_ALL_ACCESS);
	KUNIT_EXPECT_EQ(test, rights_of(w, &pool->o, 0, 0), NTMS_ALL_ACCESS);
	KUNIT_EXPECT_EQ(test, rights_of(w, &pool->o, BOB, TAPE), 0);
}

static void entries_of_the_parent_are_inherited(struct kunit *test)
{
	const struct ntms_acl_entry list[] = {
		ENTRY(ALLOW, UID, ALICE, C),
		ENTRY(DENY, UID, BOB, M),
		ENTRY(ALLOW, GID, TAPE, U | M),
	};
	struct world *w = test->priv;
	struct ntms_media_pool *top = world_pool(w, "Top", NULL), *pool;

	world_grant(w, &w->m.root->o, ALICE, C);
	world_acl(w, &top->o, list, ARRAY_SIZE(list));
	pool = pool_of_alice(w, "Top\\Mine");
	KUNIT_EXPECT_EQ(test, rights_of(w, &pool->o, ALICE, ALICE),
			NTMS_ALL_ACCESS);
	KUNIT_EXPECT_EQ(test, rights_of(w, &pool->o, BOB, TAPE), U);
	KUNIT_EXPECT_EQ(test, rights_of(w, &pool->o, 4711, TAPE), U | M);
	/* what settles nothing any more is left out, and the root's are */
	KUNIT_EXPECT_EQ(test, pool->acl->len, 8 + 4 * 12);
	pool = world_pool(w, "Top\\Mine\\Deeper", NULL);
	KUNIT_EXPECT_EQ(test, pool->acl->len, 8 + 4 * 12);
}

static void entries_of_the_root_are_not_inherited(struct kunit *test)
{
	struct world *w = test->priv;

	KUNIT_EXPECT_EQ(test, rights_of(w, &w->pool->o, ALICE, TAPE), 0);
}

static void a_list_that_is_given_is_the_whole_list(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_object *o;
	guid_t pool;
	u32 error;

	error = ntms_pool_create(&w->call, world_begin(w), "New", NULL,
				 NTMS_CREATE_NEW, &good, sizeof(good), &pool);
	WORLD_EXPECT(w, world_end(w, error), 0);
	down_read(&w->m.lock);
	o = ntms_find(&w->m, &pool);
	up_read(&w->m.lock);
	KUNIT_ASSERT_NOT_NULL(test, o);
	KUNIT_EXPECT_EQ(test, rights_of(w, o, BOB, TAPE), U);
	KUNIT_EXPECT_EQ(test, ntms_media_pool(o)->acl->len, sizeof(good));
}

static struct kunit_case access_cases[] = {
	KUNIT_CASE(an_empty_list_gives_nothing),
	KUNIT_CASE(rights_are_independent_bits),
	KUNIT_CASE(rights_of_several_entries_add_up),
	KUNIT_CASE(all_wanted_rights_are_needed),
	KUNIT_CASE(the_first_entry_settles_a_right),
	KUNIT_CASE(supplementary_groups_count),
	KUNIT_CASE(the_owner_reads_and_writes_the_list),
	KUNIT_CASE(an_administrator_passes_every_check),
	KUNIT_CASE(a_refusal_names_user_right_and_object),
	KUNIT_CASE(every_object_has_a_bearer),
	KUNIT_CASE(a_list_of_the_right_length),
	KUNIT_CASE(a_list_of_too_many_entries),
	KUNIT_CASE(a_list_that_is_not_aligned),
	KUNIT_CASE(a_list_with_an_entry_that_makes_no_sense),
	KUNIT_CASE(a_pool_with_a_malformed_list_is_not_made),
	KUNIT_CASE_PARAM(rights_to_begin_with, default_gen_params),
	KUNIT_CASE(the_creator_has_all_rights),
	KUNIT_CASE(entries_of_the_parent_are_inherited),
	KUNIT_CASE(entries_of_the_root_are_not_inherited),
	KUNIT_CASE(a_list_that_is_given_is_the_whole_list),
	{}
};

static struct kunit_suite access_suite = {
	.name = "ntms_access",
	.init = world_init,
	.exit = world_exit,
	.test_cases = access_cases,
};
kunit_test_suites(&access_suite);
