// SPDX-License-Identifier: GPL-2.0
/*
 * EnumerateNtmsObject: which containers a type has, and what is in them,
 * MS-RSMP 3.2.5.2.4.7 and 3.2.5.2.7.1, semantics 16, decisions.
 */
#include <linux/string.h>

#include "world.h"

#define MOST	128

/* a world in which there is something of each type */
struct scene {
	struct ntms_object *of_type[NTMS_TYPE_COUNT];
	struct ntms_physical_media *tape, *offline, *disk;
	struct ntms_logical_media *lm;
	struct ntms_library *second;
	struct ntms_media_pool *box, *inner;
};

/* what an enumeration has returned */
struct found {
	struct ntms_object *o[MOST];
	u32 n;
};

static struct ntms_object *make(struct world *w, u32 type,
				struct ntms_library *l, u32 element)
{
	struct ntms_object *o;

	world_must(w, ntms_txn_insert(&w->t, type, NULL, &o));
	switch (type) {
	case NTMS_TYPE_LIBREQUEST:
		ntms_librequest(o)->library = l;
		break;
	case NTMS_TYPE_CHANGER_TYPE:
	case NTMS_TYPE_DRIVE_TYPE:
	case NTMS_TYPE_OPREQUEST:
		break;
	default:
		ntms_place(o)->library = l;
		ntms_place(o)->element = element;
	}
	return o;
}

static void set_scene(struct world *w, struct scene *s)
{
	static const u32 in_library[] = {
		NTMS_TYPE_CHANGER, NTMS_TYPE_IEDOOR, NTMS_TYPE_IEPORT,
		NTMS_TYPE_LIBREQUEST, NTMS_TYPE_CHANGER_TYPE,
		NTMS_TYPE_DRIVE_TYPE, NTMS_TYPE_OPREQUEST,
	};
	guid_t media;
	u32 i;

	memset(s, 0, sizeof(*s));
	s->lm = world_allocated(w, &media)->logical_media;
	s->tape = s->lm->sides->physical_media;
	s->disk = world_medium(w, w->disks, NTMS_PARTSTATE_AVAILABLE);
	s->offline = world_medium(w, w->pool, NTMS_PARTSTATE_AVAILABLE);
	world_offline(w, s->offline);
	s->second = world_library(w, "Second");
	s->box = world_pool(w, "Box", NULL);
	s->inner = world_pool(w, "Box\\Inner", w->tape);
	world_arrange(w);
	for (i = 0; i < ARRAY_SIZE(in_library); i++)
		s->of_type[in_library[i]] = make(w, in_library[i], w->library,
						 0x900 + i);
	/* of another library */
	make(w, NTMS_TYPE_STORAGESLOT, s->second, 1);
	make(w, NTMS_TYPE_LIBREQUEST, s->second, 0);
	world_must(w, ntms_txn_edit(&w->t, &w->library->o));
	world_must(w, ntms_txn_set_blob(&w->t, &w->library->o,
					&w->library->media_types,
					&w->tape->o.guid, sizeof(guid_t)));
	ntms_oprequest(s->of_type[NTMS_TYPE_OPREQUEST])->state = 1;
	world_arranged(w);
	s->of_type[NTMS_TYPE_COMPUTER] = &w->m.computer->o;
	s->of_type[NTMS_TYPE_LIBRARY] = &w->library->o;
	s->of_type[NTMS_TYPE_DRIVE] = &w->drive->o;
	s->of_type[NTMS_TYPE_STORAGESLOT] = &w->slots[0]->o;
	s->of_type[NTMS_TYPE_MEDIA_TYPE] = &w->tape->o;
	s->of_type[NTMS_TYPE_MEDIA_POOL] = &w->pool->o;
	s->of_type[NTMS_TYPE_PHYSICAL_MEDIA] = &s->tape->o;
	s->of_type[NTMS_TYPE_PARTITION] = &s->tape->sides[0]->o;
	s->of_type[NTMS_TYPE_LOGICAL_MEDIA] = &s->lm->o;
}

static u32 list(struct world *w, u32 type, const struct ntms_object *container,
		u32 options, struct found *found)
{
	struct ntms_enum e = { .type = type, .options = options };
	struct ntms_object *o;
	u32 error;

	memset(found, 0, sizeof(*found));
	if (container)
		guid_copy(&e.container, &container->guid);
	w->call.text[0] = 0;
	down_read(&w->m.lock);
	error = ntms_enum_check(&w->call, &e);
	while (!error && found->n < MOST &&
	       (o = ntms_enum_next(&w->m, &e, &w->session.caller)))
		found->o[found->n++] = o;
	up_read(&w->m.lock);
	KUNIT_EXPECT_EQ(w->test, !error, !w->call.text[0]);
	return error;
}

/* exactly these are found, in any order */
static void expect(struct world *w, u32 type,
		   const struct ntms_object *container,
		   struct ntms_object **expected, u32 n)
{
	struct found found;
	u32 i, j;

	WORLD_EXPECT(w, list(w, type, container, 0, &found), 0);
	KUNIT_EXPECT_EQ_MSG(w->test, found.n, n, "type %u", type);
	for (i = 0; i < n; i++) {
		for (j = 0; j < found.n && found.o[j] != expected[i]; j++)
			;
		KUNIT_EXPECT_LT_MSG(w->test, j, found.n,
				    "type %u: number %u is missing", type, i);
	}
}

#define EXPECT(w, type, container, ...) do {				\
	struct ntms_object *expected_[] = { __VA_ARGS__ };		\
									\
	expect(w, NTMS_TYPE_##type, container, expected_,		\
	       ARRAY_SIZE(expected_));					\
} while (0)

/* semantics 16, the first two columns; no container is always possible */
static const struct {
	u32 type, container;
} pairs[] = {
	{ NTMS_TYPE_CHANGER, NTMS_TYPE_LIBRARY },
	{ NTMS_TYPE_DRIVE, NTMS_TYPE_LIBRARY },
	{ NTMS_TYPE_IEDOOR, NTMS_TYPE_LIBRARY },
	{ NTMS_TYPE_IEPORT, NTMS_TYPE_LIBRARY },
	{ NTMS_TYPE_STORAGESLOT, NTMS_TYPE_LIBRARY },
	{ NTMS_TYPE_LIBREQUEST, NTMS_TYPE_LIBRARY },
	{ NTMS_TYPE_MEDIA_TYPE, NTMS_TYPE_LIBRARY },
	{ NTMS_TYPE_MEDIA_POOL, NTMS_TYPE_MEDIA_POOL },
	{ NTMS_TYPE_LOGICAL_MEDIA, NTMS_TYPE_MEDIA_POOL },
	{ NTMS_TYPE_LOGICAL_MEDIA, NTMS_TYPE_PARTITION },
	{ NTMS_TYPE_PHYSICAL_MEDIA, NTMS_TYPE_MEDIA_POOL },
	{ NTMS_TYPE_PHYSICAL_MEDIA, NTMS_TYPE_LIBRARY },
	{ NTMS_TYPE_PARTITION, NTMS_TYPE_LOGICAL_MEDIA },
	{ NTMS_TYPE_PARTITION, NTMS_TYPE_PHYSICAL_MEDIA },
	{ NTMS_TYPE_PARTITION, NTMS_TYPE_MEDIA_POOL },
};

static bool is_pair(u32 type, u32 container)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(pairs); i++)
		if (pairs[i].type == type && pairs[i].container == container)
			return true;
	return false;
}

/* a scene that lives as long as the test, the stack is small */
static struct scene *new_scene(struct kunit *test)
{
	struct scene *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, s);
	set_scene(test->priv, s);
	return s;
}

static void every_pair_of_type_and_container(struct kunit *test)
{
	struct scene *s = new_scene(test);
	struct world *w = test->priv;
	struct found *found = kunit_kzalloc(test, sizeof(*found), GFP_KERNEL);
	bool exists;
	u32 type, container;

	KUNIT_ASSERT_NOT_NULL(test, found);
	for (type = 0; type < NTMS_TYPE_COUNT + 2; type++) {
		exists = type < NTMS_TYPE_COUNT && s->of_type[type];
		KUNIT_EXPECT_EQ_MSG(test, list(w, type, NULL, 0, found),
				    exists ? 0 : ERROR_INVALID_PARAMETER,
				    "type %u", type);
		KUNIT_EXPECT_EQ(test, exists, found->n > 0);
		for (container = 0; container < NTMS_TYPE_COUNT; container++) {
			if (!s->of_type[container])
				continue;
			KUNIT_EXPECT_EQ_MSG(test,
				list(w, type, s->of_type[container], 0, found),
				is_pair(type, container) ? 0 :
				ERROR_INVALID_PARAMETER,
				"type %u in type %u", type, container);
		}
	}
}

static void what_is_in_a_library(struct kunit *test)
{
	struct scene *s = new_scene(test);
	struct world *w = test->priv;
	struct ntms_object *l = &w->library->o;

	EXPECT(w, CHANGER, l, s->of_type[NTMS_TYPE_CHANGER]);
	EXPECT(w, DRIVE, l, &w->drive->p.o);
	EXPECT(w, IEDOOR, l, s->of_type[NTMS_TYPE_IEDOOR]);
	EXPECT(w, IEPORT, l, s->of_type[NTMS_TYPE_IEPORT]);
	EXPECT(w, LIBREQUEST, l, s->of_type[NTMS_TYPE_LIBREQUEST]);
	EXPECT(w, STORAGESLOT, l, &w->slots[0]->p.o, &w->slots[1]->p.o,
	       &w->slots[2]->p.o, &w->slots[3]->p.o);
	EXPECT(w, MEDIA_TYPE, l, &w->tape->o);
	EXPECT(w, PHYSICAL_MEDIA, l, &s->tape->o, &s->disk->o);
	EXPECT(w, PHYSICAL_MEDIA, &w->m.offline->o, &s->offline->o);
	expect(w, NTMS_TYPE_DRIVE, &s->second->o, NULL, 0);
	expect(w, NTMS_TYPE_MEDIA_TYPE, &s->second->o, NULL, 0);
	expect(w, NTMS_TYPE_PHYSICAL_MEDIA, &s->second->o, NULL, 0);
}

static void what_is_in_a_pool(struct kunit *test)
{
	struct scene *s = new_scene(test);
	struct world *w = test->priv;

	EXPECT(w, PHYSICAL_MEDIA, &w->pool->o, &s->tape->o, &s->offline->o);
	EXPECT(w, PARTITION, &w->pool->o, &s->tape->sides[0]->o,
	       &s->offline->sides[0]->o);
	EXPECT(w, PARTITION, &w->disks->o, &s->disk->sides[0]->o,
	       &s->disk->sides[1]->o);
	EXPECT(w, LOGICAL_MEDIA, &w->pool->o, &s->lm->o);
	expect(w, NTMS_TYPE_LOGICAL_MEDIA, &w->disks->o, NULL, 0);
	EXPECT(w, MEDIA_POOL, &s->box->o, &s->inner->o);
	EXPECT(w, MEDIA_POOL, &w->m.free->o, &w->free->o, &w->free_disks->o);
	expect(w, NTMS_TYPE_MEDIA_POOL, &s->inner->o, NULL, 0);
	/* only its own members, not those of the pools in it */
	expect(w, NTMS_TYPE_PHYSICAL_MEDIA, &s->box->o, NULL, 0);
}

static void what_is_in_a_medium(struct kunit *test)
{
	struct scene *s = new_scene(test);
	struct world *w = test->priv;

	EXPECT(w, PARTITION, &s->tape->o, &s->tape->sides[0]->o);
	EXPECT(w, PARTITION, &s->disk->o, &s->disk->sides[0]->o,
	       &s->disk->sides[1]->o);
	EXPECT(w, PARTITION, &s->lm->o, &s->tape->sides[0]->o);
	EXPECT(w, LOGICAL_MEDIA, &s->tape->sides[0]->o, &s->lm->o);
	expect(w, NTMS_TYPE_LOGICAL_MEDIA, &s->disk->sides[0]->o, NULL, 0);
}

static void without_a_container_it_is_everything(struct kunit *test)
{
	struct scene *s = new_scene(test);
	struct world *w = test->priv;
	struct found *found = kunit_kzalloc(test, sizeof(*found), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, found);
	EXPECT(w, COMPUTER, NULL, &w->m.computer->o);
	EXPECT(w, LIBRARY, NULL, &w->m.offline->o, &w->library->o,
	       &s->second->o);
	EXPECT(w, CHANGER_TYPE, NULL, s->of_type[NTMS_TYPE_CHANGER_TYPE]);
	EXPECT(w, DRIVE_TYPE, NULL, s->of_type[NTMS_TYPE_DRIVE_TYPE]);
	EXPECT(w, OPREQUEST, NULL, s->of_type[NTMS_TYPE_OPREQUEST]);
	EXPECT(w, PHYSICAL_MEDIA, NULL, &s->tape->o, &s->disk->o,
	       &s->offline->o);
	EXPECT(w, LOGICAL_MEDIA, NULL, &s->lm->o);
	list(w, NTMS_TYPE_STORAGESLOT, NULL, 0, found);
	KUNIT_EXPECT_EQ(test, found->n, WORLD_SLOTS + 1);
	list(w, NTMS_TYPE_LIBREQUEST, NULL, 0, found);
	KUNIT_EXPECT_EQ(test, found->n, 2);
	list(w, NTMS_TYPE_PARTITION, NULL, 0, found);
	KUNIT_EXPECT_EQ(test, found->n, 4);
	/* the whole catalogue */
	list(w, NTMS_TYPE_MEDIA_TYPE, NULL, 0, found);
	KUNIT_EXPECT_EQ(test, found->n, 63);
}

static void of_pools_it_is_the_top_level(struct kunit *test)
{
	struct scene *s = new_scene(test);
	struct world *w = test->priv;

	EXPECT(w, MEDIA_POOL, NULL, &w->m.free->o, &w->m.unrecognized->o,
	       &w->m.import->o, &w->pool->o, &w->other->o, &w->disks->o,
	       &s->box->o);
}

static void the_root_comes_first_when_it_is_wanted(struct kunit *test)
{
	struct world *w = test->priv;
	struct found *found = kunit_kzalloc(test, sizeof(*found), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, found);
	WORLD_EXPECT(w, list(w, NTMS_TYPE_MEDIA_POOL, NULL, NTMS_ENUM_ROOTPOOL,
			     found), 0);
	KUNIT_EXPECT_EQ(test, found->n, 1 + 6);
	KUNIT_EXPECT_PTR_EQ(test, found->o[0], &w->m.root->o);
	/* and contains what is at the top */
	WORLD_EXPECT(w, list(w, NTMS_TYPE_MEDIA_POOL, &w->m.root->o, 0, found),
		     0);
	KUNIT_EXPECT_EQ(test, found->n, 6);
}

static void options_that_do_not_fit(struct kunit *test)
{
	struct world *w = test->priv;
	struct found *found = kunit_kzalloc(test, sizeof(*found), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, found);
	WORLD_EXPECT(w, list(w, NTMS_TYPE_LIBRARY, NULL, NTMS_ENUM_ROOTPOOL,
			     found), ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, list(w, NTMS_TYPE_MEDIA_POOL, &w->m.free->o,
			     NTMS_ENUM_ROOTPOOL, found),
		     ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, list(w, NTMS_TYPE_MEDIA_POOL, NULL, 2, found),
		     ERROR_INVALID_PARAMETER);
	WORLD_EXPECT(w, list(w, NTMS_TYPE_DRIVE, NULL, 0x80000000, found),
		     ERROR_INVALID_PARAMETER);
}

static void a_container_that_does_not_exist(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_object nobody;
	struct found *found = kunit_kzalloc(test, sizeof(*found), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, found);
	guid_gen(&nobody.guid);
	WORLD_EXPECT(w, list(w, NTMS_TYPE_DRIVE, &nobody, 0, found),
		     ERROR_OBJECT_NOT_FOUND);
	/* a type that does not exist is worse */
	WORLD_EXPECT(w, list(w, 1, &nobody, 0, found),
		     ERROR_INVALID_PARAMETER);
}

/* decision A-31 */
static void what_one_may_not_use_is_left_out(struct kunit *test)
{
	struct scene *s = new_scene(test);
	struct world *w = test->priv;
	struct found *found = kunit_kzalloc(test, sizeof(*found), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, found);
	world_grant(w, &w->disks->o, ALICE, NTMS_USE_ACCESS);
	world_grant(w, &s->second->o, BOB, NTMS_USE_ACCESS);
	world_become(w, ALICE);
	/* of the application pools only "Disks" lets her */
	EXPECT(w, MEDIA_POOL, NULL, &w->m.free->o, &w->m.unrecognized->o,
	       &w->m.import->o, &w->disks->o);
	EXPECT(w, PHYSICAL_MEDIA, NULL, &s->disk->o);
	EXPECT(w, PHYSICAL_MEDIA, &w->library->o, &s->disk->o);
	EXPECT(w, PARTITION, NULL, &s->disk->sides[0]->o,
	       &s->disk->sides[1]->o);
	expect(w, NTMS_TYPE_LOGICAL_MEDIA, NULL, NULL, 0);
	EXPECT(w, LIBRARY, NULL, &w->m.offline->o, &w->library->o);
	list(w, NTMS_TYPE_STORAGESLOT, NULL, 0, found);
	KUNIT_EXPECT_EQ(test, found->n, WORLD_SLOTS);
	/* the container itself */
	WORLD_EXPECT(w, list(w, NTMS_TYPE_PHYSICAL_MEDIA, &w->pool->o, 0,
			     found), ERROR_ACCESS_DENIED);
	WORLD_EXPECT(w, list(w, NTMS_TYPE_PARTITION, &s->tape->o, 0, found),
		     ERROR_ACCESS_DENIED);
	WORLD_EXPECT(w, list(w, NTMS_TYPE_STORAGESLOT, &s->second->o, 0,
			     found), ERROR_ACCESS_DENIED);
}

/* an enumeration goes on when something has happened in between */
static void objects_that_go_meanwhile(struct kunit *test)
{
	struct world *w = test->priv;
	struct ntms_enum e = { .type = NTMS_TYPE_MEDIA_POOL };
	struct ntms_media_pool *box = world_pool(w, "Box", NULL), *pool[3];
	struct ntms_object *first, *second;
	guid_t box_guid = box->o.guid;

	pool[0] = world_pool(w, "Box\\0", NULL);
	pool[1] = world_pool(w, "Box\\1", NULL);
	pool[2] = world_pool(w, "Box\\2", NULL);
	guid_copy(&e.container, &box_guid);
	down_read(&w->m.lock);
	first = ntms_enum_next(&w->m, &e, &w->session.caller);
	up_read(&w->m.lock);
	KUNIT_EXPECT_PTR_EQ(test, first, &pool[0]->o);
	world_must(w, ntms_txn_delete(world_arrange(w), &pool[0]->o));
	world_must(w, ntms_txn_delete(&w->t, &pool[1]->o));
	world_arranged(w);
	down_read(&w->m.lock);
	second = ntms_enum_next(&w->m, &e, &w->session.caller);
	up_read(&w->m.lock);
	KUNIT_EXPECT_PTR_EQ(test, second, &pool[2]->o);
	world_must(w, ntms_txn_delete(world_arrange(w), &pool[2]->o));
	world_must(w, ntms_txn_delete(&w->t, &box->o));
	world_arranged(w);
	down_read(&w->m.lock);
	KUNIT_EXPECT_NULL(test, ntms_enum_next(&w->m, &e,
					       &w->session.caller));
	up_read(&w->m.lock);
}

static struct kunit_case enumerate_cases[] = {
	KUNIT_CASE(every_pair_of_type_and_container),
	KUNIT_CASE(what_is_in_a_library),
	KUNIT_CASE(what_is_in_a_pool),
	KUNIT_CASE(what_is_in_a_medium),
	KUNIT_CASE(without_a_container_it_is_everything),
	KUNIT_CASE(of_pools_it_is_the_top_level),
	KUNIT_CASE(the_root_comes_first_when_it_is_wanted),
	KUNIT_CASE(options_that_do_not_fit),
	KUNIT_CASE(a_container_that_does_not_exist),
	KUNIT_CASE(what_one_may_not_use_is_left_out),
	KUNIT_CASE(objects_that_go_meanwhile),
	{}
};

static struct kunit_suite enumerate_suite = {
	.name = "ntms_enumerate",
	.init = world_init,
	.exit = world_exit,
	.test_cases = enumerate_cases,
};
kunit_test_suites(&enumerate_suite);
