// SPDX-License-Identifier: GPL-2.0
/*
 * create.c - media come and go: found in a library, or made known by a client
 *
 * MS-RSMP 3.2.5.2.3.5 and 3.2.5.2.2.8, UpdateNtmsOmidInfo; semantics 3.6 to
 * 3.9, 6.6 and 6.7; decisions.
 *
 * Left out: whether a media label library knows a label id, which libntms asks
 * the label agent.
 */
#include <linux/string.h>

#include "call.h"
#include "library.h"
#include "media.h"
#include "ntms.h"

static const guid_t *chosen(const guid_t *guid)
{
	return guid_is_null(guid) ? NULL : guid;
}

static u32 next_sequence(struct ntms_txn *t, u32 *number)
{
	struct ntms_computer *computer = t->model->computer;
	u32 err = ntms_txn_edit(t, &computer->o);

	if (!err)
		*number = computer->next_sequence++;
	return err;
}

/* a medium without sides */
static u32 insert_medium(struct ntms_txn *t, const guid_t *guid,
			 struct ntms_library *library,
			 struct ntms_media_pool *pool, const char *bar_code,
			 struct ntms_physical_media **pm)
{
	struct ntms_object *o;
	u32 err;

	err = ntms_txn_insert(t, NTMS_TYPE_PHYSICAL_MEDIA, guid, &o);
	if (err)
		return err;
	*pm = ntms_physical_media(o);
	(*pm)->library = library;
	(*pm)->pool = pool;
	(*pm)->number_of_partitions = pool->media_type->number_of_sides;
	err = next_sequence(t, &(*pm)->sequence_number);
	if (!err)
		err = ntms_txn_set_text(t, o, &(*pm)->bar_code, bar_code);
	if (!err)
		err = ntms_txn_touch(t, &pool->o);
	return err ?: ntms_txn_touch(t, &library->o);
}

static u32 insert_side(struct ntms_txn *t, const guid_t *guid,
		       struct ntms_physical_media *pm, u32 number, u32 state,
		       struct ntms_partition **side)
{
	struct ntms_object *o;
	u32 err;

	err = ntms_txn_insert(t, NTMS_TYPE_PARTITION, guid, &o);
	if (err)
		return err;
	*side = ntms_partition(o);
	(*side)->physical_media = pm;
	(*side)->side = number;
	(*side)->state = state;
	return 0;
}

/**
 * ntms_media_create - a cartridge that was not known
 * @t: transaction
 * @library: where it is, or the offline library
 * @pool: where it belongs, a pool with a media type
 * @bar_code: or NULL
 * @side_state: state of all its sides, none that an allocation has
 * @pm: out: the medium, without location
 *
 * Makes the medium and as many sides as its type has, and gives it the next
 * sequence number (semantics 3.6, 3.7).
 *
 * Context: model.lock is held for write.
 * Return: 0, or ERROR_INVALID_MEDIA_POOL (@pool holds no media),
 * ERROR_INVALID_PARAMETER (@side_state), ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_media_create(struct ntms_txn *t, struct ntms_library *library,
		      struct ntms_media_pool *pool, const char *bar_code,
		      u32 side_state, struct ntms_physical_media **pm)
{
	struct ntms_partition *side;
	u32 err, i;

	lockdep_assert_held_write(&t->model->lock);
	if (!pool->media_type)
		return ERROR_INVALID_MEDIA_POOL;
	if (side_state > NTMS_PARTSTATE_RESERVED ||
	    ntms_state_allocated(side_state))
		return ERROR_INVALID_PARAMETER;
	err = insert_medium(t, NULL, library, pool, bar_code, pm);
	for (i = 0; !err && i < (*pm)->number_of_partitions; i++)
		err = insert_side(t, NULL, *pm, i, side_state, &side);
	return err;
}

/* --- CreateNtmsMedia ------------------------------------------------------- */

static u32 check_text(struct ntms_call *c, const char *text, int most,
		      const char *what)
{
	int units = text ? ntms_text_units(text, strlen(text)) : 0;

	if (units < 0)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the %s is not UTF-8", what);
	if (units > most)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the %s has %d characters, %d are the most",
				   what, units, most);
	return 0;
}

static u32 check_texts(struct ntms_call *c, const char *name,
		       const char *description)
{
	u32 err = name && *name ? ntms_name_check(c, name, strlen(name)) : 0;

	return err ?: check_text(c, description, NTMS_DESCRIPTION_UNITS,
				 "description");
}

static u32 check_side(struct ntms_call *c, const struct ntms_new_side *side,
		      u32 number)
{
	u32 err = check_texts(c, side->name, side->description);

	if (!err)
		err = ntms_omid_check(c, side->omid, side->omid_len);
	if (err)
		return err;
	if (side->state > NTMS_PARTSTATE_RESERVED)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "side %u cannot be in state %u, there is none",
				   number, side->state);
	if (!guid_is_null(&side->logical_media) &&
	    !ntms_state_allocated(side->state))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "side %u has a logical medium, but is neither allocated nor complete",
				   number);
	return 0;
}

/* what can be told of the arguments by themselves */
static u32 check_new(struct ntms_call *c, const struct ntms_new_media *new)
{
	u32 i, err;

	if (new->options & ~NTMS_ERROR_ON_DUPLICATE)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "there are no options %#x", new->options);
	if (!new->count)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the sides of the medium are missing");
	if (!guid_is_null(&new->library) &&
	    !guid_equal(&new->library, &c->m->offline->o.guid))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "a new medium is off line: name no library, or the one of offline media");
	err = check_texts(c, new->name, new->description);
	if (!err)
		err = check_text(c, new->bar_code, NTMS_NAME_UNITS, "bar code");
	for (i = 0; !err && i < min_t(u32, new->count, ARRAY_SIZE(new->side));
	     i++)
		err = check_side(c, &new->side[i], i);
	return err;
}

static u32 find_pool(struct ntms_call *c, const struct ntms_new_media *new,
		     struct ntms_media_pool **pool)
{
	struct ntms_media_pool *p;
	u32 err;

	p = ntms_media_pool(ntms_find_type(c->m, &new->pool,
					   NTMS_TYPE_MEDIA_POOL));
	if (!p)
		return ntms_refuse(c, ERROR_INVALID_MEDIA_POOL,
				   "there is no pool %pUl", &new->pool);
	if ((p->pool_type != NTMS_POOLTYPE_IMPORT &&
	     p->pool_type != NTMS_POOLTYPE_APPLICATION) || !p->media_type)
		return ntms_refuse(c, ERROR_INVALID_MEDIA_POOL,
				   "pool %s is neither an import pool nor one of an application that holds media",
				   p->o.name ?: "(root)");
	*pool = p;
	err = ntms_access(c, &p->o, NTMS_MODIFY_ACCESS);
	return err ?: ntms_access(c, &c->m->computer->o, NTMS_MODIFY_ACCESS);
}

static u32 check_sides(struct ntms_call *c, const struct ntms_new_media *new,
		       const struct ntms_media_pool *pool)
{
	u32 sides = pool->media_type->number_of_sides;

	if (new->count == sides && new->number_of_partitions == sides)
		return 0;
	return ntms_refuse(c, ERROR_MEDIA_INCOMPATIBLE,
			   "media of type %s have %u sides; the medium says %u, and %u were given",
			   pool->media_type->o.name, sides,
			   new->number_of_partitions, new->count);
}

/* GUIDs of the call that others have, or that it has twice: txn_insert() */
static u32 guid_in_use(struct ntms_call *c, u32 err, const guid_t *guid)
{
	if (err != ERROR_ALREADY_EXISTS)
		return err;
	return ntms_refuse(c, ERROR_INVALID_MEDIA,
			   "there is an object %pUl already, choose another GUID",
			   guid);
}

static u32 check_omids(struct ntms_call *c, const struct ntms_new_media *new)
{
	const struct ntms_new_side *side = new->side;
	struct ntms_partition *known;
	char name[16];
	u32 i;

	if (!(new->options & NTMS_ERROR_ON_DUPLICATE))
		return 0;
	if (new->count > 1 &&
	    ntms_omid_same(side[0].omid, side[0].omid_len,
			   side[1].omid, side[1].omid_len))
		return ntms_refuse(c, ERROR_INVALID_MEDIA,
				   "both sides have the same on-media identifier");
	for (i = 0; i < new->count; i++) {
		known = ntms_find_omid(c->m, side[i].omid, side[i].omid_len,
				       NULL);
		if (known)
			return ntms_refuse(c, ERROR_INVALID_MEDIA,
					   "the on-media identifier of side %u is that of medium %s",
					   i, ntms_display_name(&known->physical_media->o,
								name));
	}
	return 0;
}

static u32 set_texts(struct ntms_txn *t, struct ntms_object *o,
		     const char *name, const char *description)
{
	u32 err = ntms_txn_set_text(t, o, &o->name, name);

	return err ?: ntms_txn_set_text(t, o, &o->description, description);
}

/* the logical medium of a side that is allocated already */
static u32 make_logical(struct ntms_call *c, struct ntms_txn *t,
			struct ntms_partition *side, const guid_t *guid)
{
	struct ntms_logical_media *lm;
	struct ntms_object *o;
	u32 err;

	err = ntms_txn_insert(t, NTMS_TYPE_LOGICAL_MEDIA, chosen(guid), &o);
	if (err)
		return guid_in_use(c, err, guid);
	lm = ntms_logical_media(o);
	lm->pool = side->physical_media->pool;
	side->logical_media = lm;
	return 0;
}

static u32 make_side(struct ntms_call *c, struct ntms_txn *t,
		     struct ntms_physical_media *pm, u32 number,
		     const struct ntms_new_side *new)
{
	struct ntms_partition *side;
	u32 err;

	err = insert_side(t, chosen(&new->guid), pm, number, new->state, &side);
	if (err)
		return guid_in_use(c, err, &new->guid);
	/* for the caller; link() enters it again */
	pm->sides[number] = side;
	side->o.enabled = new->enabled;
	side->mount_count = new->mount_count;
	side->allocate_count = new->allocate_count;
	side->capacity = new->capacity;
	err = set_texts(t, &side->o, new->name, new->description);
	if (!err)
		err = ntms_txn_set_blob(t, &side->o, &side->omid, new->omid,
					new->omid_len);
	if (!err && ntms_state_allocated(new->state))
		err = make_logical(c, t, side, &new->logical_media);
	return err;
}

/* without the blanks at its end */
static u32 make_bar_code(struct ntms_call *c, const char *given,
			 char buf[3 * NTMS_NAME_UNITS + 1])
{
	size_t len = given ? strlen(given) : 0;

	while (len && given[len - 1] == ' ')
		len--;
	memcpy(buf, given, len);
	buf[len] = 0;
	if (len && ntms_find_bar_code(c->m, buf, NULL))
		return ntms_refuse(c, ERROR_INVALID_MEDIA,
				   "there is a medium with bar code %s already",
				   buf);
	return 0;
}

/**
 * ntms_media_register - CreateNtmsMedia
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @new: what it is like
 * @pm: out: the medium, with its sides
 *
 * MS-RSMP 3.2.5.2.3.5, semantics 6.7, decision A-60.  The medium is off line,
 * idle and ready, with the next sequence number.  A side that is allocated or
 * complete gets a logical medium, the one that is asked for or a new one.
 * Takes the modify right on the pool and on the computer.
 *
 * Context: model.lock is held for write.
 * Return: 0, or ERROR_INVALID_PARAMETER (options; no sides; another library
 * than the one of offline media; a text, a state or an on-media identifier
 * that cannot be; a logical medium for a side that is not allocated),
 * ERROR_INVALID_NAME, ERROR_INVALID_MEDIA_POOL (neither an import pool nor an
 * application pool with a media type), ERROR_ACCESS_DENIED,
 * ERROR_MEDIA_INCOMPATIBLE (not the sides that the media type has),
 * ERROR_INVALID_MEDIA (a bar code or a GUID that is in use, with
 * NTMS_ERROR_ON_DUPLICATE an on-media identifier that is),
 * ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_media_register(struct ntms_call *c, struct ntms_txn *t,
			const struct ntms_new_media *new,
			struct ntms_physical_media **pm)
{
	char bar_code[3 * NTMS_NAME_UNITS + 1];
	struct ntms_media_pool *pool;
	u32 err, i;

	lockdep_assert_held_write(&c->m->lock);
	err = check_new(c, new);
	if (!err)
		err = find_pool(c, new, &pool);
	if (!err)
		err = check_sides(c, new, pool);
	if (!err)
		err = make_bar_code(c, new->bar_code, bar_code);
	if (!err)
		err = check_omids(c, new);
	if (err)
		return err;
	err = insert_medium(t, chosen(&new->guid), c->m->offline, pool,
			    bar_code, pm);
	if (err)
		return guid_in_use(c, err, &new->guid);
	(*pm)->o.enabled = new->enabled;
	(*pm)->media_type_code = new->media_type_code;
	(*pm)->density_code = new->density_code;
	err = set_texts(t, &(*pm)->o, new->name, new->description);
	for (i = 0; !err && i < new->count; i++)
		err = make_side(c, t, *pm, i, &new->side[i]);
	return err;
}

/* --- DeleteNtmsMedia ------------------------------------------------------- */

/**
 * ntms_media_forget - a medium is no more
 * @t: transaction
 * @pm: medium in no place, that nobody uses and no side of which is allocated
 *
 * Context: model.lock is held for write.
 * Return: 0, or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_media_forget(struct ntms_txn *t, struct ntms_physical_media *pm)
{
	u32 err, i;

	lockdep_assert_held_write(&t->model->lock);
	err = ntms_txn_touch(t, &pm->pool->o);
	if (!err)
		err = ntms_txn_touch(t, &pm->library->o);
	for (i = 0; !err && i < ARRAY_SIZE(pm->sides); i++)
		if (pm->sides[i])
			err = ntms_txn_delete(t, &pm->sides[i]->o);
	return err ?: ntms_txn_delete(t, &pm->o);
}

static u32 check_delete(struct ntms_call *c,
			const struct ntms_physical_media *pm)
{
	char buf[16];
	const char *name = ntms_display_name(&pm->o, buf);
	u32 i;

	if (pm->library != c->m->offline)
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "medium %s is in library %s, only media that are off line can be deleted",
				   name, pm->library->o.name ?: "");
	for (i = 0; i < pm->number_of_partitions; i++)
		if (ntms_state_allocated(pm->sides[i]->state) ||
		    pm->sides[i]->state == NTMS_PARTSTATE_RESERVED)
			return ntms_refuse(c, ERROR_INVALID_STATE,
					   "side %u of medium %s is allocated or reserved, deallocate it first",
					   i, name);
	if (ntms_media_in_use(pm))
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "a mount waits for medium %s, cancel it first",
				   name);
	return 0;
}

/**
 * ntms_media_delete - DeleteNtmsMedia
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @pmid: medium that was lost or destroyed; it and its sides are gone
 *
 * MS-RSMP 3.2.5.2.2.8, semantics 6.6, decision A-62.  Takes the modify right
 * on the pool and on the computer.
 *
 * Context: model.lock is held for write.
 * Return: 0, or ERROR_INVALID_PARAMETER (@pmid is null), ERROR_INVALID_MEDIA
 * (not a medium), ERROR_ACCESS_DENIED, ERROR_INVALID_STATE (not off line, a
 * side is allocated, complete or reserved, or a mount waits for it),
 * ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_media_delete(struct ntms_call *c, struct ntms_txn *t,
		      const guid_t *pmid)
{
	struct ntms_physical_media *pm;
	u32 err;

	lockdep_assert_held_write(&c->m->lock);
	if (guid_is_null(pmid))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the medium is missing");
	pm = ntms_physical_media(ntms_find_type(c->m, pmid,
						NTMS_TYPE_PHYSICAL_MEDIA));
	if (!pm)
		return ntms_refuse(c, ERROR_INVALID_MEDIA,
				   "there is no medium %pUl", pmid);
	err = ntms_access(c, &pm->pool->o, NTMS_MODIFY_ACCESS);
	if (!err)
		err = ntms_access(c, &c->m->computer->o, NTMS_MODIFY_ACCESS);
	if (!err)
		err = check_delete(c, pm);
	return err ?: ntms_media_forget(t, pm);
}

/* --- UpdateNtmsOmidInfo ---------------------------------------------------- */

/**
 * ntms_media_omid - UpdateNtmsOmidInfo
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @media: logical medium
 * @omid: on-media identifier that was just written on its side
 * @len: bytes of @omid
 *
 * Semantics 3.9.  Takes the control right on the library of the medium.
 *
 * Context: model.lock is held for write.
 * Return: 0, what ntms_media_logical() returns, or ERROR_INVALID_PARAMETER
 * (@omid), ERROR_ACCESS_DENIED, ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_media_omid(struct ntms_call *c, struct ntms_txn *t,
		    const guid_t *media, const void *omid, u32 len)
{
	struct ntms_logical_media *lm;
	struct ntms_partition *side;
	u32 err;

	lockdep_assert_held_write(&c->m->lock);
	err = ntms_omid_check(c, omid, len);
	if (!err)
		err = ntms_media_logical(c, media, &lm);
	if (err)
		return err;
	side = lm->sides;
	err = ntms_access(c, &side->physical_media->library->o,
			  NTMS_CONTROL_ACCESS);
	/* its display name may be another one now */
	if (!err)
		err = ntms_txn_touch(t, &side->physical_media->o);
	if (!err)
		err = ntms_txn_edit(t, &side->o);
	return err ?: ntms_txn_set_blob(t, &side->o, &side->omid, omid, len);
}
