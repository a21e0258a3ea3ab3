// SPDX-License-Identifier: GPL-2.0
/*
 * codec.c - objects and records as netlink attributes
 *
 * An absent attribute is a member that is zero or empty.  Attributes that the
 * field table does not give to a type are refused, not skipped: a store that
 * dropped them would lose what the kernel believes to be kept.
 */
#include <errno.h>
#include <string.h>

#include <netlink/attr.h>
#include <netlink/msg.h>

#include <linux/ntms.h>
#include <linux/ntms_fields.h>

#include "codec.h"
#include "db.h"
#include "log.h"
#include "types.h"

/* Attribute 0 fills up to an 8-byte boundary and means nothing. */
#define ATTR_PAD	0

/* libnl does not promise to leave what it walks over unchanged */
#define for_each_attr(attr, head, len, left)				\
	for (attr = (struct nlattr *)(head), left = (len);		\
	     nla_ok(attr, left); attr = nla_next(attr, &left))
#define for_each_inner(attr, nest, left)				\
	for_each_attr(attr, nla_data(nest), nla_len(nest), left)

static int get_number(const struct nlattr *attr, size_t len, uint64_t *number)
{
	uint32_t small;

	if ((size_t)nla_len(attr) != len)
		return -EBADMSG;
	if (len == sizeof(*number)) {
		memcpy(number, nla_data(attr), len);
	} else {
		memcpy(&small, nla_data(attr), sizeof(small));
		*number = small;
	}
	return 0;
}

static int get_guid(const struct nlattr *attr, struct guid *guid)
{
	if (nla_len(attr) != sizeof(*guid))
		return -EBADMSG;
	memcpy(guid, nla_data(attr), sizeof(*guid));
	return 0;
}

static int get_value(const struct nlattr *attr, const struct field *field,
		     struct value *v)
{
	switch (field->kind) {
	case KIND_U32:
	case KIND_BOOL:
		return get_number(attr, sizeof(uint32_t), &v->number);
	case KIND_U64:
	case KIND_TIME:
		return get_number(attr, sizeof(uint64_t), &v->number);
	case KIND_REF:
	case KIND_GUID:
		return get_guid(attr, &v->guid);
	case KIND_STR:
		v->data = nla_data(attr);
		v->len = strnlen(v->data, nla_len(attr));
		return 0;
	default:
		v->data = nla_data(attr);
		v->len = nla_len(attr);
		return 0;
	}
}

/**
 * codec_get_name() - type and GUID of an object
 * @nest: attribute with the object
 * @type: result
 * @guid: result
 *
 * Return: 0, or -EBADMSG if one of them is missing or wrong; that is logged.
 */
int codec_get_name(const struct nlattr *nest, const struct type **type,
		   struct guid *guid)
{
	bool have_guid = false;
	uint64_t id = 0;
	struct nlattr *attr;
	int left;

	for_each_inner(attr, nest, left) {
		if (nla_type(attr) == NTMS_A_OBJECT_TYPE &&
		    get_number(attr, sizeof(uint32_t), &id))
			break;
		if (nla_type(attr) == NTMS_A_OBJECT_GUID)
			have_guid = !get_guid(attr, guid);
	}
	*type = types_find(id);
	if (*type && have_guid && !guid_is_null(guid))
		return 0;
	log_error("the kernel sent an object without a known type (%u) or a GUID; ntmsd and the module do not fit each other",
		  (unsigned int)id);
	return -EBADMSG;
}

/**
 * codec_get_object() - read the image of an object
 * @nest: attribute with the object
 * @o: result; points into @nest
 *
 * Return: 0, or -EBADMSG if it cannot be read; that is logged.
 */
int codec_get_object(const struct nlattr *nest, struct object *o)
{
	const struct type *type;
	struct nlattr *attr;
	struct guid guid;
	int i, left;

	if (codec_get_name(nest, &type, &guid))
		return -EBADMSG;
	object_init(o, type);
	o->guid = guid;
	for_each_inner(attr, nest, left) {
		if (nla_type(attr) == NTMS_A_OBJECT_TYPE ||
		    nla_type(attr) == NTMS_A_OBJECT_GUID ||
		    nla_type(attr) == ATTR_PAD)
			continue;
		i = types_find_field(type, nla_type(attr));
		if (i >= (int)type->stored)
			continue;	/* computed, will be computed again */
		if (i < 0 || get_value(attr, &type->field[i], &o->value[i])) {
			log_error("the kernel sent a \"%s\" with an attribute %d of %d bytes that this ntmsd cannot store; ntmsd and the module do not fit each other",
				  type->name, nla_type(attr), nla_len(attr));
			return -EBADMSG;
		}
	}
	return 0;
}

static size_t value_size(const struct object *o, unsigned int i)
{
	switch (o->type->field[i].kind) {
	case KIND_STR:
		return o->value[i].len + 1;
	case KIND_BLOB:
		return o->value[i].len;
	case KIND_REF:
	case KIND_GUID:
		return sizeof(struct guid);
	case KIND_U64:
	case KIND_TIME:
		return sizeof(uint64_t);
	default:
		return sizeof(uint32_t);
	}
}

/**
 * codec_size() - room that codec_put_object() needs in a message
 * @o: object
 *
 * Return: bytes.
 */
size_t codec_size(const struct object *o)
{
	size_t size = nla_total_size(0) + nla_total_size(sizeof(uint32_t)) +
		      nla_total_size(sizeof(struct guid));
	unsigned int i;

	for (i = 0; i < o->type->stored; i++)
		if (!object_is_default(o, i))
			size += nla_total_size(value_size(o, i));
	return size;
}

static int put_value(struct nl_msg *msg, const struct object *o, unsigned int i)
{
	const struct field *field = &o->type->field[i];
	const struct value *v = &o->value[i];
	struct nlattr *attr;

	switch (field->kind) {
	case KIND_U32:
	case KIND_BOOL:
		return nla_put_u32(msg, field->attr, v->number);
	case KIND_U64:
	case KIND_TIME:
		return nla_put_u64(msg, field->attr, v->number);
	case KIND_REF:
	case KIND_GUID:
		return nla_put(msg, field->attr, sizeof(v->guid), &v->guid);
	case KIND_STR:
		attr = nla_reserve(msg, field->attr, v->len + 1);
		if (!attr)
			return -ENOMEM;
		memcpy(nla_data(attr), v->data, v->len);
		((char *)nla_data(attr))[v->len] = '\0';
		return 0;
	default:
		return nla_put(msg, field->attr, v->len, v->data);
	}
}

/**
 * codec_put_object() - write the image of an object
 * @msg: message with room for it, see codec_size()
 * @o: object
 *
 * Return: 0, or -EMSGSIZE if it does not fit into an attribute.
 */
int codec_put_object(struct nl_msg *msg, const struct object *o)
{
	struct nlattr *nest;
	unsigned int i;

	if (codec_size(o) > UINT16_MAX)
		return -EMSGSIZE;
	nest = nla_nest_start(msg, NTMS_A_STORE_OBJECT | NLA_F_NESTED);
	if (!nest ||
	    nla_put_u32(msg, NTMS_A_OBJECT_TYPE, o->type->id) ||
	    nla_put(msg, NTMS_A_OBJECT_GUID, sizeof(o->guid), &o->guid))
		return -EMSGSIZE;
	for (i = 0; i < o->type->stored; i++)
		if (!object_is_default(o, i) && put_value(msg, o, i))
			return -EMSGSIZE;
	return nla_nest_end(msg, nest) ? -EMSGSIZE : 0;
}

static int apply_record(struct db *db, const struct nlattr *nest,
			struct journal *journal)
{
	const struct type *type;
	uint64_t sequence = 0;
	struct nlattr *attr;
	struct object o;
	int left, ret;

	for_each_inner(attr, nest, left) {
		switch (nla_type(attr)) {
		case NTMS_A_RECORD_SEQUENCE:
			ret = get_number(attr, sizeof(sequence), &sequence);
			break;
		case NTMS_A_RECORD_OBJECT:
			ret = codec_get_object(attr, &o);
			if (!ret)
				ret = db_put(db, &o);
			journal->changes++;
			break;
		case NTMS_A_RECORD_DELETED:
			ret = codec_get_name(attr, &type, &o.guid);
			if (!ret)
				ret = db_delete(db, type, &o.guid);
			journal->changes++;
			break;
		default:
			ret = nla_type(attr) == ATTR_PAD ? 0 : -EBADMSG;
		}
		if (ret)
			return ret;
	}
	if (!sequence)
		return -EBADMSG;
	/* what goes on must be the record that stopped in the answer before */
	if (journal->more && sequence != journal->sequence)
		return -EBADMSG;
	journal->more = false;
	journal->sequence = sequence;
	return 0;
}

/**
 * codec_apply() - write the records of an answer to the database
 * @db: database, in a batch
 * @head: attributes of the answer
 * @len: their length in bytes
 * @journal: state of the batch, all zero at its begin
 *
 * Return: 0, -EBADMSG if the records cannot be read, or an error of db_put();
 * unless it is 0, the batch has to be rolled back.  Errors have been logged.
 */
int codec_apply(struct db *db, const struct nlattr *head, int len,
		struct journal *journal)
{
	struct nlattr *attr;
	bool more = false;
	int left, ret;

	for_each_attr(attr, head, len, left) {
		if (nla_type(attr) == NTMS_A_STORE_MORE)
			more = true;
		if (nla_type(attr) != NTMS_A_STORE_RECORD)
			continue;
		ret = apply_record(db, attr, journal);
		if (ret == -EBADMSG)
			log_error("the kernel sent a malformed record after change %llu; ntmsd and the module do not fit each other",
				  (unsigned long long)journal->sequence);
		if (ret)
			return ret;
	}
	journal->more = more;
	return 0;
}
