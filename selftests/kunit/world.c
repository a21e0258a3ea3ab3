// SPDX-License-Identifier: GPL-2.0
/* world.c - a small world for the tests of the rules */
#include <linux/module.h>
#include <linux/string.h>
#include <uapi/linux/ntms_fields.h>

#include "world.h"

#define FNV_OFFSET	0xcbf29ce484222325ULL
#define FNV_PRIME	0x100000001b3ULL

/* FNV-1a */
static u64 mix(u64 sum, const void *data, size_t len)
{
	const u8 *p = data;

	while (len--)
		sum = (sum ^ *p++) * FNV_PRIME;
	return sum;
}

static u64 mix_field(u64 sum, const struct ntms_object *o,
		     const struct ntms_field *f)
{
	const struct ntms_blob *blob;
	const char *text;
	guid_t guid;
	u64 v;

	switch (f->kind) {
	case NTMS_KIND_STR:
		text = *(char **)ntms_field_ptr(o, f);
		return text ? mix(sum, text, strlen(text) + 1) :
			      mix(sum, "\1", 1);
	case NTMS_KIND_BLOB:
		blob = *(struct ntms_blob **)ntms_field_ptr(o, f);
		return blob ? mix(sum, blob->data, blob->len) :
			      mix(sum, "\2", 1);
	case NTMS_KIND_REF:
	case NTMS_KIND_GUID:
		ntms_field_guid(o, f, &guid);
		return mix(sum, &guid, sizeof(guid));
	default:
		v = f->flags & NTMS_F_C ? ntms_field_compute(o, f) :
					  ntms_field_get(o, f);
		return mix(sum, &v, sizeof(v));
	}
}

/* all members of all objects, computed ones too */
u64 world_sum(struct world *w)
{
	const struct ntms_type *type;
	struct ntms_object *o;
	u64 sum = FNV_OFFSET;
	u32 n, id, i;

	down_read(&w->m.lock);
	for (n = 0; n < NTMS_TYPE_COUNT; n++)
		ntms_for_each(&w->m, n, id, o) {
			type = ntms_type_of(o->type);
			sum = mix(sum, &o->guid, sizeof(o->guid));
			sum = mix(sum, &o->users, sizeof(o->users));
			for (i = 0; i < type->number_of_fields; i++)
				sum = mix_field(sum, o, &type->fields[i]);
		}
	up_read(&w->m.lock);
	return sum;
}

void world_verify(struct world *w)
{
	char why[256];
	int err;

	down_read(&w->m.lock);
	err = ntms_verify(&w->m, why, sizeof(why));
	up_read(&w->m.lock);
	KUNIT_EXPECT_EQ_MSG(w->test, err, 0, "%s", why);
}

static void on_event(struct ntms_model *m, u8 event, u8 type,
		     const guid_t *guid)
{
	struct world *w = container_of(m, struct world, m);
	struct world_event *e = &w->events[w->number_of_events];

	if (w->number_of_events == WORLD_EVENTS)
		return;
	e->event = event;
	e->type = type;
	guid_copy(&e->guid, guid);
	w->number_of_events++;
}

static const struct ntms_sink sink = { .event = on_event };

/* how many events were there of this kind, of any object if @guid is NULL? */
u32 world_events(struct world *w, u8 event, u8 type, const guid_t *guid)
{
	const struct world_event *e;
	u32 n = 0;

	for (e = w->events; e < w->events + w->number_of_events; e++)
		n += e->event == event && e->type == type &&
		     (!guid || guid_equal(&e->guid, guid));
	return n;
}

struct ntms_txn *world_begin(struct world *w)
{
	w->before = world_sum(w);
	w->number_of_events = 0;
	w->call.text[0] = 0;
	ntms_txn_begin(&w->t, &w->m);
	return &w->t;
}

u32 world_end(struct world *w, u32 error)
{
	size_t len = strlen(w->call.text);

	if (error)
		ntms_txn_abort(&w->t);
	else
		error = ntms_txn_commit(&w->t, NULL);
	world_verify(w);
	if (!error)
		return 0;
	KUNIT_EXPECT_EQ_MSG(w->test, world_sum(w), w->before,
			    "a refused call has changed something");
	KUNIT_EXPECT_EQ(w->test, w->number_of_events, 0);
	if (error == ERROR_NOT_ENOUGH_MEMORY)
		return error;
	KUNIT_EXPECT_TRUE_MSG(w->test, len && len < sizeof(w->call.text) - 1 &&
			      !strchr(w->call.text, '\n'),
			      "error %u without a proper reason: \"%s\"", error,
			      w->call.text);
	return error;
}

struct ntms_txn *world_arrange(struct world *w)
{
	ntms_txn_begin(&w->t, &w->m);
	return &w->t;
}

void world_arranged(struct world *w)
{
	u32 error = ntms_txn_commit(&w->t, NULL);

	KUNIT_ASSERT_EQ(w->test, error, 0);
	world_verify(w);
}

/* the test ends here with an open transaction if @error */
static void must(struct world *w, u32 error)
{
	if (error)
		ntms_txn_abort(&w->t);
	KUNIT_ASSERT_EQ_MSG(w->test, error, 0, "reason: %s", w->call.text);
}

struct ntms_physical_media *world_medium(struct world *w,
					 struct ntms_media_pool *pool,
					 u32 state)
{
	struct ntms_physical_media *pm;
	char bar_code[16];

	snprintf(bar_code, sizeof(bar_code), "T%05uL4",
		 w->m.computer->next_sequence);
	must(w, ntms_media_create(world_arrange(w), w->library, pool, bar_code,
				  state, &pm));
	world_arranged(w);
	return pm;
}

struct ntms_media_pool *world_pool(struct world *w, const char *path,
				   struct ntms_media_type *type)
{
	struct ntms_object *o;
	guid_t guid;

	must(w, ntms_pool_create(&w->call, world_arrange(w), path,
				 type ? &type->o.guid : NULL, NTMS_CREATE_NEW,
				 NULL, 0, &guid));
	world_arranged(w);
	down_read(&w->m.lock);
	o = ntms_find_type(&w->m, &guid, NTMS_TYPE_MEDIA_POOL);
	up_read(&w->m.lock);
	KUNIT_ASSERT_NOT_NULL(w->test, o);
	return ntms_media_pool(o);
}

void world_policy(struct world *w, struct ntms_media_pool *pool,
		  u32 allocation, u32 deallocation, u32 limit)
{
	must(w, ntms_txn_edit(world_arrange(w), &pool->o));
	pool->allocation_policy = allocation;
	pool->deallocation_policy = deallocation;
	pool->max_allocates = limit;
	world_arranged(w);
}

/* not for states that an allocation has */
void world_side(struct world *w, struct ntms_partition *side, u32 state,
		u32 allocate_count)
{
	must(w, ntms_txn_edit(world_arrange(w), &side->o));
	side->state = state;
	side->allocate_count = allocate_count;
	world_arranged(w);
}

void world_offline(struct world *w, struct ntms_physical_media *pm)
{
	must(w, ntms_txn_edit(world_arrange(w), &pm->o));
	pm->library = w->m.offline;
	pm->location = NULL;
	pm->home_slot = NULL;
	world_arranged(w);
}

/* put a medium into the drive, its first side up */
void world_load(struct world *w, struct ntms_physical_media *pm,
		u32 drive_state)
{
	struct ntms_txn *t = world_arrange(w);
	u32 error;

	error = ntms_txn_edit(t, &pm->o);
	if (!error)
		error = ntms_txn_edit(t, &w->drive->o);
	must(w, error);
	pm->location = &w->drive->o;
	pm->state = NTMS_MEDIASTATE_LOADED;
	pm->mounted_partition = pm->sides[0];
	w->drive->saved_partition = pm->sides[0];
	w->drive->state = drive_state;
	world_arranged(w);
}

void world_enable(struct world *w, struct ntms_object *o, bool enabled)
{
	must(w, ntms_txn_edit(world_arrange(w), o));
	o->enabled = enabled;
	world_arranged(w);
}

void world_operational(struct world *w, struct ntms_object *o, u32 state)
{
	must(w, ntms_txn_edit(world_arrange(w), o));
	o->operational_state = state;
	world_arranged(w);
}

/* from now on somebody calls who is not an administrator */
void world_become(struct world *w, u32 uid)
{
	w->session.caller = (struct ntms_caller){ .uid = uid, .gid = uid };
}

void world_acl(struct world *w, struct ntms_object *bearer,
	       const struct ntms_acl_entry *entries, u32 n)
{
	struct {
		struct ntms_acl acl;
		struct ntms_acl_entry entries[8];
	} list = {};
	struct ntms_blob **member;

	KUNIT_ASSERT_LE(w->test, n, 8);
	memcpy(list.entries, entries, n * sizeof(*entries));
	switch (bearer->type) {
	case NTMS_TYPE_COMPUTER:
		member = &ntms_computer(bearer)->acl;
		break;
	case NTMS_TYPE_LIBRARY:
		member = &ntms_library(bearer)->acl;
		break;
	default:
		member = &ntms_media_pool(bearer)->acl;
	}
	must(w, ntms_txn_edit(world_arrange(w), bearer));
	must(w, ntms_txn_set_blob(&w->t, bearer, member, &list,
				  sizeof(list.acl) + n * sizeof(*entries)));
	world_arranged(w);
}

/* the only entry of the list */
void world_grant(struct world *w, struct ntms_object *bearer, u32 uid,
		 u32 rights)
{
	struct ntms_acl_entry e = {
		.kind = NTMS_ACL_ALLOW, .who = NTMS_ACL_UID, .id = uid,
		.rights = rights,
	};

	world_acl(w, bearer, &e, 1);
}

struct ntms_allocation world_request(struct ntms_media_pool *pool, u32 options)
{
	struct ntms_allocation a = { .options = options };

	guid_copy(&a.pool, &pool->o.guid);
	return a;
}

u32 world_allocate(struct world *w, struct ntms_allocation *a)
{
	return world_end(w, ntms_media_allocate(&w->call, world_begin(w), a));
}

u32 world_deallocate(struct world *w, const guid_t *media)
{
	return world_end(w, ntms_media_deallocate(&w->call, world_begin(w),
						  media));
}

static struct ntms_logical_media *get(struct world *w,
				      struct ntms_allocation *a)
{
	struct ntms_object *o;
	u32 error;

	error = world_allocate(w, a);
	KUNIT_ASSERT_EQ_MSG(w->test, error, 0, "reason: %s", w->call.text);
	down_read(&w->m.lock);
	o = ntms_find_type(&w->m, &a->media, NTMS_TYPE_LOGICAL_MEDIA);
	up_read(&w->m.lock);
	KUNIT_ASSERT_NOT_NULL(w->test, o);
	return ntms_logical_media(o);
}

/* an allocation that must work */
struct ntms_logical_media *world_get(struct world *w,
				     struct ntms_media_pool *pool, u32 options)
{
	struct ntms_allocation a = world_request(pool, options);

	return get(w, &a);
}

struct ntms_logical_media *world_get_side(struct world *w,
					  struct ntms_media_pool *pool,
					  struct ntms_partition *side)
{
	struct ntms_allocation a = world_request(pool, 0);

	guid_copy(&a.partition, &side->o.guid);
	return get(w, &a);
}

static void place(struct world *w, u32 type, u32 number, u32 element,
		  struct ntms_object **o)
{
	must(w, ntms_txn_insert(&w->t, type, NULL, o));
	ntms_place(*o)->library = w->library;
	ntms_place(*o)->number = number;
	ntms_place(*o)->element = element;
}

static void make_library(struct world *w)
{
	struct ntms_object *o;
	u32 i;

	must(w, ntms_txn_insert(world_arrange(w), NTMS_TYPE_LIBRARY, NULL, &o));
	w->library = ntms_library(o);
	w->library->library_type = NTMS_LIBRARYTYPE_ONLINE;
	must(w, ntms_txn_set_text(&w->t, o, &o->name, "Robot"));
	must(w, ntms_acl_default(&w->t, o, NULL, NULL));
	for (i = 0; i < WORLD_SLOTS; i++) {
		place(w, NTMS_TYPE_STORAGESLOT, i, 0x400 + i, &o);
		w->slots[i] = ntms_storageslot(o);
	}
	place(w, NTMS_TYPE_DRIVE, 0, 0x100, &o);
	w->drive = ntms_drive(o);
	must(w, ntms_system_pools(&w->t, w->tape));
	must(w, ntms_system_pools(&w->t, w->disk));
	world_arranged(w);
}

static void find_system_pools(struct world *w)
{
	struct ntms_model *m = &w->m;

	down_read(&m->lock);
	w->free = ntms_system_pool(m->free, w->tape);
	w->import = ntms_system_pool(m->import, w->tape);
	w->unrecognized = ntms_system_pool(m->unrecognized, w->tape);
	w->free_disks = ntms_system_pool(m->free, w->disk);
	w->import_disks = ntms_system_pool(m->import, w->disk);
	up_read(&m->lock);
}

int world_init(struct kunit *test)
{
	struct world *w = kvzalloc(sizeof(*w), GFP_KERNEL);

	if (!w)
		return -ENOMEM;
	w->test = test;
	test->priv = w;
	if (ntms_model_init(&w->m)) {
		kvfree(w);
		test->priv = NULL;
		return -ENOMEM;
	}
	w->m.sink = &sink;
	w->call.m = &w->m;
	w->call.s = &w->session;
	w->session.caller.admin = true;
	KUNIT_ASSERT_EQ(test, ntms_computer_setup(&w->m), 0);
	down_read(&w->m.lock);
	w->tape = ntms_media_type_by_code(&w->m, 0x56);
	w->disk = ntms_media_type_by_code(&w->m, 0x3b);
	up_read(&w->m.lock);
	KUNIT_ASSERT_NOT_NULL(test, w->tape);
	KUNIT_ASSERT_NOT_NULL(test, w->disk);
	make_library(w);
	find_system_pools(w);
	w->pool = world_pool(w, "App", w->tape);
	w->other = world_pool(w, "Other", w->tape);
	w->disks = world_pool(w, "Disks", w->disk);
	return 0;
}

void world_exit(struct kunit *test)
{
	struct world *w = test->priv;

	if (!w)
		return;
	ntms_model_destroy(&w->m);
	kvfree(w);
}

MODULE_DESCRIPTION("KUnit: the rules of the core");
MODULE_LICENSE("GPL");
