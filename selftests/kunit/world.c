// SPDX-License-Identifier: GPL-2.0
/* world.c - a small world for the tests of the rules */
#include <linux/module.h>
#include <linux/sched.h>
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

#ifdef CONFIG_FAULT_INJECTION
void world_starve(struct world *w, u32 (*act)(struct world *w, void *ctx),
		  void *ctx)
{
	u32 error, n;

	for (n = 1; n < 200; n++) {
		world_begin(w);
		current->fail_nth = n;
		error = act(w, ctx);
		if (!error)
			error = ntms_txn_commit(&w->t, NULL);
		else
			ntms_txn_abort(&w->t);
		current->fail_nth = 0;
		world_verify(w);
		if (!error)
			break;
		KUNIT_ASSERT_EQ_MSG(w->test, error, ERROR_NOT_ENOUGH_MEMORY,
				    "reason: %s", w->call.text);
		KUNIT_EXPECT_EQ(w->test, world_sum(w), w->before);
	}
	WORLD_EXPECT(w, error, 0);
	if (n == 1)
		kunit_skip(w->test, "set failslab's ignore-gfp-wait to N");
}
#else
void world_starve(struct world *w, u32 (*act)(struct world *w, void *ctx),
		  void *ctx)
{
	kunit_skip(w->test, "the kernel has no fault injection");
}
#endif

static void place(struct world *w, u32 type, u32 number, u32 element,
		  struct ntms_object **o)
{
	world_must(w, ntms_txn_insert(&w->t, type, NULL, o));
	ntms_place(*o)->library = w->library;
	ntms_place(*o)->number = number;
	ntms_place(*o)->element = element;
}

static void make_library(struct world *w)
{
	struct ntms_object *o;
	u32 i;

	w->library = world_library(w, "Robot");
	world_arrange(w);
	for (i = 0; i < WORLD_SLOTS; i++) {
		place(w, NTMS_TYPE_STORAGESLOT, i, 0x400 + i, &o);
		w->slots[i] = ntms_storageslot(o);
	}
	place(w, NTMS_TYPE_DRIVE, 0, 0x100, &o);
	w->drive = ntms_drive(o);
	world_must(w, ntms_system_pools(&w->t, w->tape));
	world_must(w, ntms_system_pools(&w->t, w->disk));
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

/*
 * A world whose test is over, without objects: making and destroying the
 * caches of a model for each test would take longer than the tests.
 */
static struct world *spare;

static void destroy(struct world *w)
{
	ntms_model_destroy(&w->m);
	kvfree(w);
}

static struct world *make(void)
{
	struct world *w = spare;

	spare = NULL;
	if (w) {
		memset(w, 0, offsetof(struct world, m));
		return w;
	}
	w = kvzalloc(sizeof(*w), GFP_KERNEL);
	if (w && ntms_model_init(&w->m)) {
		kvfree(w);
		return NULL;
	}
	return w;
}

int world_init(struct kunit *test)
{
	struct world *w = make();

	if (!w)
		return -ENOMEM;
	w->test = test;
	test->priv = w;
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
	ntms_destination_forget(&w->session);
	if (spare || w->m.journal.store) {
		destroy(w);
		return;
	}
	down_write(&w->m.lock);
	ntms_model_clear(&w->m);
	up_write(&w->m.lock);
	KUNIT_EXPECT_EQ(test, w->m.count, 0);
	KUNIT_EXPECT_EQ(test, w->m.guids.count, 0);
	KUNIT_EXPECT_EQ(test, w->m.bar_codes.count, 0);
	KUNIT_EXPECT_EQ(test, w->m.omids.count, 0);
	KUNIT_EXPECT_EQ(test, w->m.journal.count, 0);
	spare = w;
}

static int __init module_loaded(void)
{
	return 0;
}
module_init(module_loaded);

static void __exit module_unloaded(void)
{
	if (spare)
		destroy(spare);
}
module_exit(module_unloaded);

MODULE_DESCRIPTION("KUnit: the rules of the core");
MODULE_LICENSE("GPL");
