// SPDX-License-Identifier: GPL-2.0
/*
 * omid.c - on-media identifiers, and the sides that have them
 *
 * An identifier is what is written at the beginning of a side: a label type, a
 * label id that is unique among the labels of that type, and information for
 * people (semantics 3.1, MS-RSMP 2.2.4.29).  In memory, on the wire and in the
 * store it is one piece: type, NUL, information, NUL, id.
 *
 * The index of identifiers costs nothing where there is none: the entry of a
 * side is in the same piece of memory as its identifier, behind it, and lives
 * as long, so that a change can be undone without memory.
 */
#include <linux/jhash.h>
#include <linux/string.h>

#include "call.h"
#include "hash.h"
#include "media.h"
#include "ntms.h"

#define ID_MAX		255	/* bytes, MS-RSMP 2.2.4.29 */
#define INFO_UNITS	255
#define TYPE_UNITS	63

static struct ntms_omid *entry_of(const struct ntms_blob *omid)
{
	return PTR_ALIGN((void *)omid->data + omid->len,
			 __alignof__(struct ntms_omid));
}

/* the parts of an identifier; of one without order all of it is the type */
struct parts {
	const char *type, *info;
	const u8 *id;
	u32 type_len, info_len, id_len;
};

static void split(const u8 *data, u32 len, struct parts *p)
{
	const u8 *end = data + len, *nul;

	memset(p, 0, sizeof(*p));
	p->type = (const char *)data;
	p->type_len = strnlen(p->type, len);
	if (p->type_len == len)
		return;
	nul = memchr(data + p->type_len + 1, 0, len - p->type_len - 1);
	if (!nul)
		return;
	p->info = p->type + p->type_len + 1;
	p->info_len = (const char *)nul - p->info;
	p->id = nul + 1;
	p->id_len = end - p->id;
}

/* the information is no part of the identity */
static u32 key_of(const struct ntms_model *m, const struct parts *p)
{
	return jhash(p->id, p->id_len,
		     jhash(p->type, p->type_len, m->seed));
}

static bool same(const struct parts *a, const struct parts *b)
{
	return a->type_len == b->type_len && a->id_len == b->id_len &&
	       !memcmp(a->type, b->type, a->type_len) &&
	       !memcmp(a->id, b->id, a->id_len);
}

static void split_entry(const struct ntms_omid *entry, struct parts *p)
{
	split(entry->side->omid->data, entry->side->omid->len, p);
}

static u32 node_key(const struct ntms_model *m, struct hlist_node *n)
{
	struct parts p;

	split_entry(hlist_entry(n, struct ntms_omid, node), &p);
	return key_of(m, &p);
}

/**
 * ntms_omid_add() - enter a side into the index of identifiers
 * @m: model, locked for write
 * @side: side; one without identifier is left out
 */
void ntms_omid_add(struct ntms_model *m, struct ntms_partition *side)
{
	struct ntms_omid *entry;
	struct parts p;

	lockdep_assert_held_write(&m->lock);
	if (!side->omid)
		return;
	entry = entry_of(side->omid);
	entry->side = side;
	split_entry(entry, &p);
	ntms_hash_add(&m->omids, &entry->node, key_of(m, &p));
}

/**
 * ntms_omid_del() - take a side out of the index of identifiers
 * @m: model, locked for write
 * @side: side that is in it, or has no identifier
 */
void ntms_omid_del(struct ntms_model *m, struct ntms_partition *side)
{
	lockdep_assert_held_write(&m->lock);
	if (side->omid)
		ntms_hash_del(&m->omids, &entry_of(side->omid)->node);
}

/**
 * ntms_omid_prepare() - before a side is entered
 * @m: model, locked for write
 * @o: side
 *
 * Return: 0.
 */
u32 ntms_omid_prepare(struct ntms_model *m, struct ntms_object *o)
{
	if (ntms_partition(o)->omid)
		ntms_hash_grow(m, &m->omids, node_key);
	return 0;
}

/**
 * ntms_find_omid() - the sides with an identifier
 * @m: model, locked
 * @data: identifier; the information in it does not matter
 * @len: bytes of @data
 * @after: the one found before, or NULL for the first
 *
 * Copies of a disc carry the same identifier (semantics 3.4).
 *
 * Return: the next side with the same label type and label id, or NULL.
 */
struct ntms_partition *ntms_find_omid(struct ntms_model *m, const void *data,
				      u32 len,
				      const struct ntms_partition *after)
{
	struct ntms_omid *entry;
	struct parts wanted, p;

	lockdep_assert_held(&m->lock);
	split(data, len, &wanted);
	hlist_for_each_entry(entry, ntms_hash_head(&m->omids,
						   key_of(m, &wanted)), node) {
		split_entry(entry, &p);
		if (!same(&p, &wanted))
			continue;
		if (!after)
			return entry->side;
		if (entry->side == after)
			after = NULL;
	}
	return NULL;
}

/**
 * ntms_omid_same() - are these the same identifier?
 * @a: identifier
 * @a_len: bytes of @a
 * @b: another
 * @b_len: bytes of @b
 *
 * Return: true when label type and label id are the same.
 */
bool ntms_omid_same(const void *a, u32 a_len, const void *b, u32 b_len)
{
	struct parts p, q;

	split(a, a_len, &p);
	split(b, b_len, &q);
	return same(&p, &q);
}

/**
 * ntms_omid_info() - the information in an identifier
 * @omid: identifier or NULL
 *
 * Return: text of a label that people have given it, or NULL.
 */
const char *ntms_omid_info(const struct ntms_blob *omid)
{
	struct parts p;

	if (!omid)
		return NULL;
	split(omid->data, omid->len, &p);
	/* one from the store may be damaged */
	return p.info_len && ntms_text_units(p.info, p.info_len) > 0 ? p.info :
								       NULL;
}

/**
 * ntms_omid_check() - is this an on-media identifier?
 * @c: the request, takes the reason of a refusal
 * @data: bytes from a client, may be NULL
 * @len: bytes of @data
 *
 * Return: 0, or ERROR_INVALID_PARAMETER when the label type is not 1 to 63
 * UTF-16 units of text, the information not 0 to 255, or the label id not 1
 * to 255 bytes.
 */
u32 ntms_omid_check(struct ntms_call *c, const void *data, u32 len)
{
	struct parts p;
	int units;

	if (!data || !len)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the on-media identifier is missing");
	split(data, len, &p);
	units = ntms_text_units(p.type, p.type_len);
	if (units <= 0 || units > TYPE_UNITS)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the label type is not 1 to %u characters of UTF-8",
				   TYPE_UNITS);
	if (!p.id_len || p.id_len > ID_MAX)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the label id has %u bytes, 1 to %u are allowed",
				   p.id_len, ID_MAX);
	units = ntms_text_units(p.info, p.info_len);
	if (units < 0 || units > INFO_UNITS)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the label information is not up to %u characters of UTF-8",
				   INFO_UNITS);
	return 0;
}
