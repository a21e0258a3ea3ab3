// SPDX-License-Identifier: GPL-2.0
/*
 * object.c - the store of objects: find, walk, make, free
 *
 * An object belongs to the model from ntms_txn_insert() until the commit that
 * deletes it is durable; then ntms_commit_settle() frees it.  In between it is
 * in the GUID hash and in the array of its type.  A deleted object whose
 * commit is not durable yet is in neither (ntms_object_hide()), but keeps its
 * place in the array, so that undoing the deletion needs no memory.
 */
#include <linux/jhash.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "hash.h"
#include "media.h"
#include "notify.h"
#include "ntms.h"
#include "oprequest.h"

static u32 guid_key(const struct ntms_model *m, const guid_t *guid)
{
	return jhash(guid, sizeof(*guid), m->seed);
}

static u32 bar_code_key(const struct ntms_model *m, const char *bar_code)
{
	return jhash(bar_code, strlen(bar_code), m->seed);
}

static u32 guid_node_key(const struct ntms_model *m, struct hlist_node *n)
{
	return guid_key(m, &hlist_entry(n, struct ntms_object, by_guid)->guid);
}

static u32 bar_code_node_key(const struct ntms_model *m, struct hlist_node *n)
{
	return bar_code_key(m, hlist_entry(n, struct ntms_physical_media,
					   by_bar_code)->bar_code);
}

/**
 * ntms_find() - the object with a GUID
 * @m: model, locked
 * @guid: may be any bytes
 *
 * Return: the object, or NULL when there is none.
 */
struct ntms_object *ntms_find(struct ntms_model *m, const guid_t *guid)
{
	struct ntms_object *o;

	lockdep_assert_held(&m->lock);
	hlist_for_each_entry(o, ntms_hash_head(&m->guids, guid_key(m, guid)),
			     by_guid)
		if (guid_equal(&o->guid, guid))
			return o;
	return NULL;
}

/**
 * ntms_find_type() - the object of a type with a GUID
 * @m: model, locked
 * @guid: may be any bytes
 * @type: enum ntms_object_type
 *
 * Return: the object, or NULL when there is none of this type.
 */
struct ntms_object *ntms_find_type(struct ntms_model *m, const guid_t *guid,
				   u32 type)
{
	struct ntms_object *o = ntms_find(m, guid);

	return o && o->type == type ? o : NULL;
}

/**
 * ntms_find_shown() - the object that a client means by a GUID
 * @m: model, locked
 * @guid: may be any bytes
 *
 * Return: the object, or NULL when there is none that clients may name.
 */
struct ntms_object *ntms_find_shown(struct ntms_model *m, const guid_t *guid)
{
	struct ntms_object *o = ntms_find(m, guid);

	return o && !ntms_type_hidden(o->type) ? o : NULL;
}

/**
 * ntms_next() - walk the objects of a type in the order of their creation
 * @m: model, locked
 * @type: enum ntms_object_type
 * @id: where to begin; becomes the id of the object found
 *
 * Return: the first object with an id of @id or more, or NULL.
 */
struct ntms_object *ntms_next(struct ntms_model *m, u32 type, u32 *id)
{
	unsigned long index = *id;
	struct ntms_object *o;

	lockdep_assert_held(&m->lock);
	o = xa_find(&m->types[type], &index, U32_MAX, XA_PRESENT);
	if (o)
		*id = index;
	return o;
}

/**
 * ntms_find_bar_code() - the media with a bar code
 * @m: model, locked
 * @bar_code: exact
 * @after: the one found before, or NULL for the first
 *
 * Two cartridges can carry the same bar code.
 *
 * Return: the next physical medium with this bar code, or NULL.
 */
struct ntms_physical_media *ntms_find_bar_code(struct ntms_model *m,
					       const char *bar_code,
					       struct ntms_physical_media *after)
{
	struct ntms_physical_media *pm;

	lockdep_assert_held(&m->lock);
	hlist_for_each_entry(pm, ntms_hash_head(&m->bar_codes,
					   bar_code_key(m, bar_code)),
			     by_bar_code) {
		if (strcmp(pm->bar_code, bar_code))
			continue;
		if (!after)
			return pm;
		if (pm == after)
			after = NULL;
	}
	return NULL;
}

/**
 * ntms_bar_code_add() - enter a medium into the index of bar codes
 * @m: model, locked for write
 * @pm: medium; one without bar code is left out
 */
void ntms_bar_code_add(struct ntms_model *m, struct ntms_physical_media *pm)
{
	lockdep_assert_held_write(&m->lock);
	if (pm->bar_code)
		ntms_hash_add(&m->bar_codes, &pm->by_bar_code,
			 bar_code_key(m, pm->bar_code));
}

/**
 * ntms_bar_code_del() - take a medium out of the index of bar codes
 * @m: model, locked for write
 * @pm: medium
 */
void ntms_bar_code_del(struct ntms_model *m, struct ntms_physical_media *pm)
{
	lockdep_assert_held_write(&m->lock);
	if (!hlist_unhashed(&pm->by_bar_code))
		ntms_hash_del(&m->bar_codes, &pm->by_bar_code);
}

/**
 * ntms_display_name() - what to call an object in a message or a record
 * @o: object
 * @buf: room for a name that has to be made
 *
 * The display name of a medium is its bar code, else what is written on its
 * only side, else its sequence number (semantics 3.7).  What is written can be
 * longer than a name: ntms_text_cut().
 *
 * Return: the name, in the object or in @buf; "" when it has none.
 */
const char *ntms_display_name(const struct ntms_object *o, char buf[16])
{
	const struct ntms_physical_media *pm;
	const char *label = NULL;

	if (o->name)
		return o->name;
	if (o->type != NTMS_TYPE_PHYSICAL_MEDIA)
		return "";
	pm = container_of(o, struct ntms_physical_media, o);
	if (pm->bar_code)
		return pm->bar_code;
	if (pm->number_of_partitions == 1 && pm->sides[0])
		label = ntms_omid_info(pm->sides[0]->omid);
	if (label)
		return label;
	snprintf(buf, 16, "%u", pm->sequence_number);
	return buf;
}

/* guid_gen() out of the batched random numbers, a third of the work */
static void guid_make(guid_t *guid)
{
	u64 random[] = { get_random_u64(), get_random_u64() };

	BUILD_BUG_ON(sizeof(random) != sizeof(*guid));
	memcpy(guid, random, sizeof(*guid));
	guid->b[7] = (guid->b[7] & 0x0f) | 0x40;	/* version 4, random */
	guid->b[8] = (guid->b[8] & 0x3f) | 0x80;	/* RFC 4122 */
}

/**
 * ntms_object_alloc() - make an object and enter it into the store
 * @m: model, locked for write
 * @type: enum ntms_object_type
 * @guid: its GUID, not in use, or NULL for a new one
 *
 * Return: the object, or NULL when there is no memory for it.
 */
struct ntms_object *ntms_object_alloc(struct ntms_model *m, u32 type,
				      const guid_t *guid)
{
	struct ntms_object *o;

	lockdep_assert_held_write(&m->lock);
	o = kmem_cache_zalloc(m->caches[type], GFP_KERNEL);
	if (!o)
		return NULL;
	o->type = type;
	if (guid)
		guid_copy(&o->guid, guid);
	else
		guid_make(&o->guid);
	RB_CLEAR_NODE(&o->node);
	o->enabled = true;
	if (xa_alloc_cyclic(&m->types[type], &o->id, o, xa_limit_32b,
			    &m->next_id[type], GFP_KERNEL) < 0) {
		kmem_cache_free(m->caches[type], o);
		return NULL;
	}
	ntms_hash_add(&m->guids, &o->by_guid, guid_key(m, &o->guid));
	ntms_hash_grow(m, &m->guids, guid_node_key);
	if (type == NTMS_TYPE_PHYSICAL_MEDIA)
		ntms_hash_grow(m, &m->bar_codes, bar_code_node_key);
	m->count++;
	return o;
}

/**
 * ntms_object_hide() - take a deleted object out of sight
 * @m: model, locked for write
 * @o: object, not in the secondary indexes
 */
void ntms_object_hide(struct ntms_model *m, struct ntms_object *o)
{
	lockdep_assert_held_write(&m->lock);
	ntms_hash_del(&m->guids, &o->by_guid);
	/* cannot fail: the slot is there */
	xa_store(&m->types[o->type], o->id, XA_ZERO_ENTRY, GFP_KERNEL);
	m->count--;
}

/**
 * ntms_object_show() - the reverse of ntms_object_hide(); cannot fail
 * @m: model, locked for write
 * @o: object
 */
void ntms_object_show(struct ntms_model *m, struct ntms_object *o)
{
	lockdep_assert_held_write(&m->lock);
	ntms_hash_add(&m->guids, &o->by_guid, guid_key(m, &o->guid));
	xa_store(&m->types[o->type], o->id, o, GFP_KERNEL);
	m->count++;
}

/**
 * ntms_object_unlink() - take an object out of the secondary indexes
 * @m: model, locked for write
 * @o: object; nothing happens to one that is in none
 */
void ntms_object_unlink(struct ntms_model *m, struct ntms_object *o)
{
	const struct ntms_type *type = ntms_type_of(o->type);

	if (o->linked && type->unlink)
		type->unlink(m, o);
	o->linked = false;
}

/**
 * ntms_object_link() - enter an object into the secondary indexes
 * @m: model, locked for write
 * @o: object whose type's prepare() has succeeded
 */
void ntms_object_link(struct ntms_model *m, struct ntms_object *o)
{
	const struct ntms_type *type = ntms_type_of(o->type);

	if (type->link)
		type->link(m, o);
	o->linked = true;
}

/*
 * The id freed last keeps its place until the next one is: ids only go up, and
 * objects that come and go, like logical media, would make and free the nodes
 * of the array each time.
 */
static void id_free(struct ntms_model *m, u32 type, u32 id)
{
	/* m->lock may not be held */
	unsigned long before = xchg(&m->lingering[type], id + 1UL);

	if (before)
		xa_erase(&m->types[type], before - 1);
}

/**
 * ntms_object_free() - free an object for good
 * @m: model; locked for write when the type has a fini
 * @o: object, linked nowhere
 *
 * Frees the text and the blobs of its members as well.
 */
void ntms_object_free(struct ntms_model *m, struct ntms_object *o)
{
	const struct ntms_type *type = ntms_type_of(o->type);
	const u16 *offset;

	WARN_ON_ONCE(o->linked);
	if (!hlist_unhashed(&o->by_guid))
		ntms_object_hide(m, o);
	id_free(m, o->type, o->id);
	if (type->fini)
		type->fini(m, o);
	for (offset = type->owned; *offset; offset++)
		kfree(*(void **)((char *)o + *offset));
	kmem_cache_free(m->caches[o->type], o);
}

/**
 * ntms_model_clear() - forget all objects
 * @m: model, locked for write, with nothing pending
 *
 * For the end, and for a store that went away while it was handing over.
 */
void ntms_model_clear(struct ntms_model *m)
{
	struct ntms_object *o;
	u32 type, id;

	lockdep_assert_held_write(&m->lock);
	for (type = 0; type < NTMS_TYPE_COUNT; type++)
		ntms_for_each(m, type, id, o)
			if (o->linked && ntms_type_of(type)->unlink)
				ntms_type_of(type)->unlink(m, o);
	for (type = 0; type < NTMS_TYPE_COUNT; type++)
		ntms_for_each(m, type, id, o) {
			o->linked = false;
			ntms_object_free(m, o);
		}
	for (type = 0; type < NTMS_TYPE_COUNT; type++)
		if (m->lingering[type])
			xa_erase(&m->types[type], m->lingering[type] - 1);
	memset(m->lingering, 0, sizeof(m->lingering));
	memset(m->next_id, 0, sizeof(m->next_id));
	m->computer = NULL;
	m->offline = NULL;
	m->root = NULL;
	m->free = NULL;
	m->import = NULL;
	m->unrecognized = NULL;
}

static void caches_destroy(struct ntms_model *m)
{
	u32 type;

	for (type = 0; type < NTMS_TYPE_COUNT; type++)
		kmem_cache_destroy(m->caches[type]);
}

static int caches_create(struct ntms_model *m)
{
	const struct ntms_type *t;
	char name[40];
	u32 type;

	for (type = 0; type < NTMS_TYPE_COUNT; type++) {
		t = ntms_type_of(type);
		if (!t)
			continue;
		snprintf(name, sizeof(name), "ntms_%s", t->name);
		m->caches[type] = kmem_cache_create(name, t->size, 0, 0, NULL);
		if (!m->caches[type])
			return -ENOMEM;
	}
	return 0;
}

/**
 * ntms_model_init() - make an empty model
 * @m: zeroed memory
 *
 * Return: 0 or -ENOMEM, and then nothing is left to destroy.
 */
int ntms_model_init(struct ntms_model *m)
{
	u32 type;

	init_rwsem(&m->lock);
	m->seed = get_random_u32();
	for (type = 0; type < NTMS_TYPE_COUNT; type++)
		xa_init_flags(&m->types[type], XA_FLAGS_ALLOC);
	INIT_LIST_HEAD(&m->fixups);
	m->started = ktime_get_ns();
	m->wq = alloc_workqueue("ntms", WQ_UNBOUND, 0);
	if (!m->wq)
		return -ENOMEM;
	if (caches_create(m) || ntms_hash_init(&m->guids))
		goto err_caches;
	if (ntms_hash_init(&m->bar_codes))
		goto err_guids;
	if (ntms_hash_init(&m->omids))
		goto err_bar_codes;
	ntms_journal_init(m);
	ntms_waiting_init(m);
	ntms_opwait_init(m);
	ntms_notify_init(m);
	return 0;

err_bar_codes:
	kvfree(m->bar_codes.heads);
err_guids:
	kvfree(m->guids.heads);
err_caches:
	caches_destroy(m);
	destroy_workqueue(m->wq);
	return -ENOMEM;
}

/**
 * ntms_model_destroy() - free a model and all that is in it
 * @m: model that nobody uses any more
 */
void ntms_model_destroy(struct ntms_model *m)
{
	u32 type;

	ntms_waiting_destroy(m);
	ntms_journal_destroy(m);
	ntms_opwait_destroy(m);
	ntms_notify_destroy(m);
	destroy_workqueue(m->wq);
	down_write(&m->lock);
	ntms_restore_forget(m);
	ntms_model_clear(m);
	up_write(&m->lock);
	for (type = 0; type < NTMS_TYPE_COUNT; type++)
		xa_destroy(&m->types[type]);
	kvfree(m->guids.heads);
	kvfree(m->bar_codes.heads);
	kvfree(m->omids.heads);
	caches_destroy(m);
}
