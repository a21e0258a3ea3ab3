// SPDX-License-Identifier: GPL-2.0
/*
 * index.c - the indexes that follow the members of objects
 *
 * link() enters an object by what its members say, unlink() takes it out
 * again.  ntms_txn_edit() unlinks before anything is written, commit and
 * undo link again: an index never disagrees with a member.  link() cannot
 * fail; what needs memory is made by prepare() before.
 */
#include <linux/slab.h>
#include <linux/string.h>

#include "library.h"
#include "media.h"
#include "ntms.h"

enum { FILED_NOT, FILED_WHOLE, FILED_PARTIAL };

/**
 * ntms_tree_insert() - enter an object into the ordered set it belongs to
 * @root: set
 * @o: object that is in no set
 * @compare: the order
 */
void ntms_tree_insert(struct rb_root *root, struct ntms_object *o,
		      int (*compare)(const struct ntms_object *a,
				     const struct ntms_object *b))
{
	struct rb_node **p = &root->rb_node, *parent = NULL;

	while (*p) {
		parent = *p;
		if (compare(o, rb_entry(parent, struct ntms_object, node)) < 0)
			p = &parent->rb_left;
		else
			p = &parent->rb_right;
	}
	rb_link_node(&o->node, parent, p);
	rb_insert_color(&o->node, root);
}

/**
 * ntms_tree_erase() - take an object out of its set
 * @root: set
 * @o: object in it
 */
void ntms_tree_erase(struct rb_root *root, struct ntms_object *o)
{
	rb_erase(&o->node, root);
	RB_CLEAR_NODE(&o->node);
}

static int compare_id(const struct ntms_object *a, const struct ntms_object *b)
{
	return a->id < b->id ? -1 : a->id > b->id;
}

/* computer */

void ntms_computer_link(struct ntms_model *m, struct ntms_object *o)
{
	m->computer = ntms_computer(o);
}

void ntms_computer_unlink(struct ntms_model *m, struct ntms_object *o)
{
}

/* library and what is in it */

void ntms_library_link(struct ntms_model *m, struct ntms_object *o)
{
	struct ntms_library *l = ntms_library(o);

	if (!l->shelves.next)
		INIT_LIST_HEAD(&l->shelves);
	if (l->library_type == NTMS_LIBRARYTYPE_OFFLINE)
		m->offline = l;
}

void ntms_library_unlink(struct ntms_model *m, struct ntms_object *o)
{
	struct ntms_library *l = ntms_library(o);

	if (m->offline == l && o->change && o->change->op == NTMS_OP_DELETE)
		m->offline = NULL;
}

static int compare_element(u32 type_a, u32 element_a, u32 type_b, u32 element_b)
{
	if (element_a != element_b)
		return element_a < element_b ? -1 : 1;
	return type_a < type_b ? -1 : type_a > type_b;
}

static int compare_place(const struct ntms_object *a,
			 const struct ntms_object *b)
{
	return compare_element(a->type,
			       container_of(a, struct ntms_place, o)->element,
			       b->type,
			       container_of(b, struct ntms_place, o)->element);
}

void ntms_place_link(struct ntms_model *m, struct ntms_object *o)
{
	struct ntms_library *l = ntms_place(o)->library;

	ntms_tree_insert(&l->elements, o, compare_place);
	l->count[o->type]++;
}

void ntms_place_unlink(struct ntms_model *m, struct ntms_object *o)
{
	struct ntms_library *l = ntms_place(o)->library;

	ntms_tree_erase(&l->elements, o);
	l->count[o->type]--;
}

/**
 * ntms_element() - what is at an element address
 * @l: library, model locked
 * @type: NTMS_TYPE_STORAGESLOT, _DRIVE, _IEPORT, _IEDOOR or _CHANGER
 * @element: SMC element address
 *
 * Return: the object, or NULL.
 */
struct ntms_object *ntms_element(struct ntms_library *l, u32 type, u32 element)
{
	struct rb_node *n = l->elements.rb_node;

	while (n) {
		struct ntms_object *o = rb_entry(n, struct ntms_object, node);
		int c = compare_element(type, element, o->type,
					ntms_place(o)->element);

		if (!c)
			return o;
		n = c < 0 ? n->rb_left : n->rb_right;
	}
	return NULL;
}

static struct ntms_physical_media **media_index(struct ntms_object *place)
{
	switch (place ? place->type : 0) {
	case NTMS_TYPE_STORAGESLOT:
		return &ntms_storageslot(place)->media;
	case NTMS_TYPE_DRIVE:
		return &ntms_drive(place)->media;
	case NTMS_TYPE_IEPORT:
		return &ntms_ieport(place)->media;
	default:
		return NULL;
	}
}

/**
 * ntms_media_at() - the medium whose Location is a place
 * @place: slot, drive or port; model locked
 *
 * Return: the physical medium, or NULL.
 */
struct ntms_physical_media *ntms_media_at(struct ntms_object *place)
{
	struct ntms_physical_media **p = media_index(place);

	return p ? *p : NULL;
}

void ntms_librequest_link(struct ntms_model *m, struct ntms_object *o)
{
	struct ntms_library *l = ntms_librequest(o)->library;

	ntms_tree_insert(&l->requests, o, compare_id);
	l->count[o->type]++;
}

void ntms_librequest_unlink(struct ntms_model *m, struct ntms_object *o)
{
	struct ntms_library *l = ntms_librequest(o)->library;

	ntms_tree_erase(&l->requests, o);
	l->count[o->type]--;
}

/* pools */

static int compare_names(const char *a, size_t len_a, const char *b,
			 size_t len_b)
{
	int c = memcmp(a, b, min(len_a, len_b));

	if (c)
		return c;
	return len_a < len_b ? -1 : len_a > len_b;
}

static int compare_pool(const struct ntms_object *a,
			const struct ntms_object *b)
{
	return compare_names(a->name, strlen(a->name),
			     b->name, strlen(b->name));
}

static void pool_system_link(struct ntms_model *m, struct ntms_media_pool *p)
{
	if (p->parent != m->root || p->media_type)
		return;
	if (p->pool_type == NTMS_POOLTYPE_SCRATCH)
		m->free = p;
	else if (p->pool_type == NTMS_POOLTYPE_IMPORT)
		m->import = p;
	else if (p->pool_type == NTMS_POOLTYPE_FOREIGN)
		m->unrecognized = p;
}

void ntms_pool_link(struct ntms_model *m, struct ntms_object *o)
{
	struct ntms_media_pool *p = ntms_media_pool(o);

	if (!p->shelves.next)
		INIT_LIST_HEAD(&p->shelves);
	if (!p->parent) {
		m->root = p;
		return;
	}
	ntms_tree_insert(&p->parent->children, o, compare_pool);
	p->parent->number_of_children++;
	pool_system_link(m, p);
}

void ntms_pool_unlink(struct ntms_model *m, struct ntms_object *o)
{
	struct ntms_media_pool *p = ntms_media_pool(o);

	if (!p->parent)
		return;
	ntms_tree_erase(&p->parent->children, o);
	p->parent->number_of_children--;
}

/**
 * ntms_pool_child() - the pool of a name right below another
 * @parent: pool, model locked
 * @name: need not be terminated
 * @len: bytes of @name
 *
 * Return: the pool, or NULL.
 */
struct ntms_media_pool *ntms_pool_child(struct ntms_media_pool *parent,
					const char *name, size_t len)
{
	struct rb_node *n = parent->children.rb_node;

	while (n) {
		struct ntms_object *o = rb_entry(n, struct ntms_object, node);
		int c = compare_names(name, len, o->name, strlen(o->name));

		if (!c)
			return ntms_media_pool(o);
		n = c < 0 ? n->rb_left : n->rb_right;
	}
	return NULL;
}

/* shelves */

static struct ntms_shelf *shelf_of(struct ntms_media_pool *p,
				   struct ntms_library *l)
{
	struct ntms_shelf *s;

	/* there are few libraries */
	list_for_each_entry(s, &p->shelves, in_pool)
		if (s->library == l)
			return s;
	return NULL;
}

/* both exist before any medium that could be put on the shelf is prepared */
u32 ntms_physical_media_prepare(struct ntms_model *m, struct ntms_object *o)
{
	struct ntms_physical_media *pm = ntms_physical_media(o);
	struct ntms_shelf *s;

	if (!pm->pool->shelves.next)
		INIT_LIST_HEAD(&pm->pool->shelves);
	if (!pm->library->shelves.next)
		INIT_LIST_HEAD(&pm->library->shelves);
	if (shelf_of(pm->pool, pm->library))
		return 0;
	s = kzalloc(sizeof(*s), GFP_KERNEL);
	if (!s)
		return ERROR_NOT_ENOUGH_MEMORY;
	s->pool = pm->pool;
	s->library = pm->library;
	s->whole = RB_ROOT_CACHED;
	s->partial = RB_ROOT_CACHED;
	list_add_tail(&s->in_pool, &pm->pool->shelves);
	list_add_tail(&s->in_library, &pm->library->shelves);
	return 0;
}

static void shelf_free(struct ntms_shelf *s)
{
	WARN_ON_ONCE(s->count);
	list_del(&s->in_pool);
	list_del(&s->in_library);
	kfree(s);
}

void ntms_library_fini(struct ntms_model *m, struct ntms_object *o)
{
	struct ntms_library *l = ntms_library(o);
	struct ntms_shelf *s, *next;

	if (l->shelves.next)
		list_for_each_entry_safe(s, next, &l->shelves, in_library)
			shelf_free(s);
}

void ntms_pool_fini(struct ntms_model *m, struct ntms_object *o)
{
	struct ntms_media_pool *p = ntms_media_pool(o);
	struct ntms_shelf *s, *next;

	if (p->shelves.next)
		list_for_each_entry_safe(s, next, &p->shelves, in_pool)
			shelf_free(s);
}

/* sides that can be allocated, by preference (decision A-7) */

static u32 home_number(const struct ntms_partition *side)
{
	const struct ntms_storageslot *home = side->physical_media->home_slot;

	return home ? home->number : U32_MAX;
}

static bool preferred(struct rb_node *na, const struct rb_node *nb)
{
	const struct ntms_partition *a =
		rb_entry(na, struct ntms_partition, o.node);
	const struct ntms_partition *b =
		rb_entry(nb, struct ntms_partition, o.node);

	if (a->allocate_count != b->allocate_count)
		return a->allocate_count < b->allocate_count;
	if (a->o.modified != b->o.modified)
		return a->o.modified < b->o.modified;
	if (home_number(a) != home_number(b))
		return home_number(a) < home_number(b);
	if (a->side != b->side)
		return a->side < b->side;
	return a->o.id < b->o.id;
}

static void side_unfile(struct ntms_partition *side)
{
	struct ntms_shelf *s = side->physical_media->shelf;

	if (side->filed == FILED_WHOLE)
		rb_erase_cached(&side->o.node, &s->whole);
	else if (side->filed == FILED_PARTIAL)
		rb_erase_cached(&side->o.node, &s->partial);
	if (side->filed)
		RB_CLEAR_NODE(&side->o.node);
	side->filed = FILED_NOT;
}

static void sides_unfile(struct ntms_physical_media *pm)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(pm->sides); i++)
		if (pm->sides[i])
			side_unfile(pm->sides[i]);
}

static bool side_is_free(const struct ntms_partition *side)
{
	return side && side->o.linked && side->o.enabled &&
	       side->state == NTMS_PARTSTATE_AVAILABLE;
}

/* a medium is filed when it and at least one free side of it are linked */
static void sides_file(struct ntms_physical_media *pm)
{
	struct ntms_shelf *s = pm->shelf;
	bool whole = true;
	u32 i;

	if (!pm->o.linked || !pm->o.enabled)
		return;
	for (i = 0; i < pm->number_of_partitions && i < ARRAY_SIZE(pm->sides); i++)
		whole = whole && side_is_free(pm->sides[i]);
	for (i = 0; i < ARRAY_SIZE(pm->sides); i++) {
		if (!side_is_free(pm->sides[i]))
			continue;
		pm->sides[i]->filed = whole ? FILED_WHOLE : FILED_PARTIAL;
		rb_add_cached(&pm->sides[i]->o.node,
			      whole ? &s->whole : &s->partial, preferred);
	}
}

/* media, their sides, and who has them */

void ntms_physical_media_link(struct ntms_model *m, struct ntms_object *o)
{
	struct ntms_physical_media *pm = ntms_physical_media(o);
	struct ntms_physical_media **at = media_index(pm->location);
	struct ntms_shelf *s = shelf_of(pm->pool, pm->library);

	pm->shelf = s;
	ntms_tree_insert(&s->media, o, compare_id);
	s->count++;
	pm->pool->media++;
	pm->library->media++;
	ntms_bar_code_add(m, pm);
	if (at)
		*at = pm;
	o->linked = true;
	sides_file(pm);
}

void ntms_physical_media_unlink(struct ntms_model *m, struct ntms_object *o)
{
	struct ntms_physical_media *pm = ntms_physical_media(o);
	struct ntms_physical_media **at = media_index(pm->location);
	struct ntms_shelf *s = pm->shelf;

	sides_unfile(pm);
	if (at && *at == pm)
		*at = NULL;
	ntms_bar_code_del(m, pm);
	ntms_tree_erase(&s->media, o);
	s->count--;
	pm->pool->media--;
	pm->library->media--;
}

void ntms_partition_link(struct ntms_model *m, struct ntms_object *o)
{
	struct ntms_partition *side = ntms_partition(o);
	struct ntms_physical_media *pm = side->physical_media;
	struct ntms_logical_media *lm = side->logical_media;

	sides_unfile(pm);
	pm->sides[side->side] = side;
	if (lm) {
		side->next = lm->sides;
		lm->sides = side;
	}
	ntms_omid_add(m, side);
	o->linked = true;
	sides_file(pm);
	if (side->state == NTMS_PARTSTATE_UNPREPARED && m->unprepared)
		m->unprepared(m);
}

void ntms_partition_unlink(struct ntms_model *m, struct ntms_object *o)
{
	struct ntms_partition *side = ntms_partition(o), **p;

	sides_unfile(side->physical_media);
	ntms_omid_del(m, side);
	o->linked = false;
	if (o->change && o->change->op == NTMS_OP_DELETE)
		side->physical_media->sides[side->side] = NULL;
	if (side->logical_media) {
		for (p = &side->logical_media->sides; *p != side; p = &(*p)->next)
			;
		*p = side->next;
		side->next = NULL;
	}
	sides_file(side->physical_media);
}

void ntms_logical_media_link(struct ntms_model *m, struct ntms_object *o)
{
	struct ntms_logical_media *lm = ntms_logical_media(o);

	ntms_tree_insert(&lm->pool->logical, o, compare_id);
	lm->pool->number_of_logical++;
}

void ntms_logical_media_unlink(struct ntms_model *m, struct ntms_object *o)
{
	struct ntms_logical_media *lm = ntms_logical_media(o);

	ntms_tree_erase(&lm->pool->logical, o);
	lm->pool->number_of_logical--;
}
