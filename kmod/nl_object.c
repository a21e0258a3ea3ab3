// SPDX-License-Identifier: GPL-2.0
/*
 * nl_object.c - objects as attributes
 *
 * One function writes an object, whoever it is for: get, dump and journal;
 * one reads what the store kept.  Members that are zero or empty are left out.
 */
#include <linux/slab.h>
#include <linux/string.h>
#include <uapi/linux/ntms_fields.h>

#include "info.h"
#include "media.h"
#include "nl.h"
#include "robotics.h"

/* a name that is not given can be longer than names are */
static int fill_name(struct sk_buff *skb, const struct ntms_object *o)
{
	char buf[16];
	const char *name = ntms_display_name(o, buf);
	size_t len = ntms_text_cut(name, NTMS_NAME_UNITS);
	struct nlattr *a;

	if (!len)
		return 0;
	a = nla_reserve(skb, NTMS_A_OBJECT_NAME, len + 1);
	if (!a)
		return -EMSGSIZE;
	memcpy(nla_data(a), name, len);
	((char *)nla_data(a))[len] = 0;
	return 0;
}

static int fill_text(struct sk_buff *skb, const struct ntms_object *o,
		     const struct ntms_field *f, u32 flags)
{
	const char *text = *(char **)ntms_field_ptr(o, f);

	if (f->attribute == NTMS_A_OBJECT_NAME && !(flags & NTMS_NL_STORED))
		return fill_name(skb, o);
	if (!text || !*text)
		return 0;
	return nla_put_string(skb, f->attribute, text);
}

static int fill_guid(struct sk_buff *skb, const struct ntms_object *o,
		     const struct ntms_field *f, u32 flags)
{
	const struct ntms_media_pool *parent;
	guid_t guid;

	/* the hidden root is nobody's parent (decision A-67) */
	if (f->attribute == NTMS_A_OBJECT_PARENT && !(flags & NTMS_NL_STORED)) {
		parent = container_of(o, struct ntms_media_pool, o)->parent;
		if (parent && !parent->parent)
			return 0;
	}
	ntms_field_guid(o, f, &guid);
	if (guid_is_null(&guid))
		return 0;
	return ntms_nl_put_guid(skb, f->attribute, &guid);
}

static int fill_field(struct sk_buff *skb, const struct ntms_object *o,
		      const struct ntms_field *f, u32 flags)
{
	struct ntms_blob *blob;
	u64 v;

	switch (f->kind) {
	case NTMS_KIND_STR:
		return fill_text(skb, o, f, flags);
	case NTMS_KIND_BLOB:
		blob = *(struct ntms_blob **)ntms_field_ptr(o, f);
		return blob ? nla_put(skb, f->attribute, blob->len, blob->data) :
			      0;
	case NTMS_KIND_REF:
	case NTMS_KIND_GUID:
		return fill_guid(skb, o, f, flags);
	}
	v = f->flags & NTMS_F_C ? ntms_field_compute(o, f) : ntms_field_get(o, f);
	if (!v)
		return 0;
	if (f->kind == NTMS_KIND_U64 || f->kind == NTMS_KIND_TIME)
		return ntms_nl_put_u64(skb, f->attribute, v);
	return nla_put_u32(skb, f->attribute, v);
}

/**
 * ntms_nl_fill() - write an object as a nest
 * @skb: message
 * @attribute: of the nest
 * @o: object; model locked
 * @flags: NTMS_NL_STORED for what the store keeps, 0 for what clients see
 *
 * Return: 0 or -EMSGSIZE, and then @skb is as before.
 */
int ntms_nl_fill(struct sk_buff *skb, int attribute,
		 const struct ntms_object *o, u32 flags)
{
	const struct ntms_type *type = ntms_type_of(o->type);
	struct nlattr *nest;
	u32 i;

	nest = nla_nest_start(skb, attribute);
	if (!nest)
		return -EMSGSIZE;
	if (nla_put_u32(skb, NTMS_A_OBJECT_TYPE, o->type) ||
	    ntms_nl_put_guid(skb, NTMS_A_OBJECT_GUID, &o->guid))
		goto err_cancel;
	for (i = 0; i < type->number_of_fields; i++) {
		const struct ntms_field *f = &type->fields[i];

		if (flags & NTMS_NL_STORED && !(f->flags & NTMS_F_S))
			continue;
		if (fill_field(skb, o, f, flags))
			goto err_cancel;
	}
	nla_nest_end(skb, nest);
	return 0;

err_cancel:
	nla_nest_cancel(skb, nest);
	return -EMSGSIZE;
}

/**
 * ntms_nl_size() - room that ntms_nl_fill() needs at most
 * @o: object; model locked
 *
 * Return: bytes.
 */
size_t ntms_nl_size(const struct ntms_object *o)
{
	const struct ntms_type *type = ntms_type_of(o->type);
	size_t size = nla_total_size(0) + nla_total_size(4) +
		      nla_total_size(sizeof(guid_t));
	u32 i;

	for (i = 0; i < type->number_of_fields; i++) {
		const struct ntms_field *f = &type->fields[i];
		void *p = ntms_field_ptr(o, f);

		if (f->kind == NTMS_KIND_STR)
			size += nla_total_size(*(char **)p ?
					       strlen(*(char **)p) + 1 : 0);
		else if (f->kind == NTMS_KIND_BLOB)
			size += nla_total_size(*(struct ntms_blob **)p ?
					(*(struct ntms_blob **)p)->len : 0);
		else
			size += nla_total_size(sizeof(guid_t));
	}
	/* of a name that is not given each unit is three bytes at most */
	return size + nla_total_size(3 * NTMS_NAME_UNITS + 1);
}

static u32 load_field(struct ntms_txn *t, struct ntms_object *o,
		      const struct ntms_field *f, const struct nlattr *a)
{
	guid_t guid;
	u64 v = 0;

	if (!(f->flags & NTMS_F_S))
		return 0;
	switch (f->kind) {
	case NTMS_KIND_STR:
		return a ? ntms_txn_set_text(t, o, ntms_field_ptr(o, f),
					     nla_data(a)) : 0;
	case NTMS_KIND_BLOB:
		return a ? ntms_txn_set_blob(t, o, ntms_field_ptr(o, f),
					     nla_data(a), nla_len(a)) : 0;
	case NTMS_KIND_REF:
		ntms_nl_guid(a, &guid);
		return ntms_restore_ref(t, o, f, &guid);
	case NTMS_KIND_GUID:
		ntms_nl_guid(a, ntms_field_ptr(o, f));
		return 0;
	case NTMS_KIND_U64:
	case NTMS_KIND_TIME:
		v = ntms_nl_u64(a);
		break;
	default:
		v = ntms_nl_u32(a);
		if (f->size < 4 && v >> (8 * f->size))
			return ERROR_DATABASE_FAILURE;
	}
	ntms_field_set(o, f, v);
	return 0;
}

/**
 * ntms_nl_load() - make an object from what the store kept
 * @c: call, for the reason
 * @t: open transaction with @t->restoring
 * @a: nest written by ntms_nl_fill() with NTMS_NL_STORED, maybe damaged since
 *
 * Return: 0, ERROR_DATABASE_FAILURE when it makes no sense,
 * ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_nl_load(struct ntms_call *c, struct ntms_txn *t, struct nlattr *a)
{
	struct nlattr *attrs[NTMS_A_OBJECT_MAX + 1];
	const struct ntms_type *type;
	struct ntms_object *o;
	guid_t guid;
	u32 i, error;

	if (nla_parse_nested(attrs, NTMS_A_OBJECT_MAX, a, ntms_object_nl_policy,
			     NULL))
		return ntms_refuse(c, ERROR_DATABASE_FAILURE,
				   "malformed object");
	type = ntms_type_of(ntms_nl_u32(attrs[NTMS_A_OBJECT_TYPE]));
	ntms_nl_guid(attrs[NTMS_A_OBJECT_GUID], &guid);
	if (!type || guid_is_null(&guid))
		return ntms_refuse(c, ERROR_DATABASE_FAILURE,
				   "an object without type or identity");
	error = ntms_txn_insert(t, type->type, &guid, &o);
	if (error)
		return ntms_refuse(c, error == ERROR_ALREADY_EXISTS ?
				   ERROR_DATABASE_FAILURE : error,
				   "%s %pUl: %s", type->name, &guid,
				   error == ERROR_ALREADY_EXISTS ?
				   "the identity is used twice" : "no memory");
	for (i = 0; i < type->number_of_fields; i++) {
		const struct ntms_field *f = &type->fields[i];

		error = load_field(t, o, f, attrs[f->attribute]);
		if (error)
			return ntms_refuse(c, error,
					   "%s %pUl: member %u makes no sense",
					   type->name, &guid, f->attribute);
	}
	return ntms_restore_check(c, o);
}

int ntms_nl_get_object_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	u32 type = ntms_nl_u32(info->attrs[NTMS_A_CALL_TYPE]), error;
	struct ntms_model *m = &ntms_the_model;
	struct ntms_object *o;
	guid_t guid;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ntms_nl_guid(info->attrs[NTMS_A_CALL_GUID], &guid);
	down_read(&m->lock);
	o = ntms_find_shown(m, &guid);
	if (!o || (type && o->type != type))
		error = ntms_refuse(&call->c, ERROR_OBJECT_NOT_FOUND,
				    "there is no %s %pUl",
				    ntms_type_of(type) ?
				    ntms_type_of(type)->name : "object", &guid);
	else
		error = ntms_access(&call->c, o, NTMS_USE_ACCESS);
	if (!error && (pskb_expand_head(call->skb, 0, ntms_nl_size(o),
					GFP_KERNEL) ||
		       !ntms_nl_reply(call) ||
		       ntms_nl_fill(call->skb, NTMS_A_CALL_OBJECT, o, 0)))
		error = ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
				    "no memory for the answer");
	up_read(&m->lock);
	return ntms_nl_answer(call, error);
}

/*
 * A dump is refused in its last message, which has room for an errno and a
 * fixed text only; the errnos of the possible codes are all different.
 */
static int dump_refuse(struct netlink_callback *cb, u32 error)
{
	switch (error) {
	case ERROR_INVALID_PARAMETER:
		NL_SET_ERR_MSG(cb->extack,
			       "type, container and options do not go together");
		break;
	case ERROR_OBJECT_NOT_FOUND:
		NL_SET_ERR_MSG(cb->extack, "there is no such container");
		break;
	case ERROR_ACCESS_DENIED:
		NL_SET_ERR_MSG(cb->extack, "no USE right on the container");
		break;
	case ERROR_INVALID_HANDLE:
		NL_SET_ERR_MSG(cb->extack, "this socket has no open session");
		break;
	case ERROR_NOT_READY:
		NL_SET_ERR_MSG(cb->extack, "not ready: is ntmsd running?");
		break;
	}
	return ntms_nl_errno(error);
}

/* state of a dump between two messages */
struct dump_ctx {
	struct ntms_enum e;
	bool begun;
	bool brief;
};

static int dump_begin(struct sk_buff *skb, struct netlink_callback *cb,
		      struct ntms_session *s)
{
	struct nlattr **attrs = ntms_genl_dump_attrs(cb);
	struct dump_ctx *ctx = (struct dump_ctx *)cb->ctx;
	struct ntms_call c = { .m = &ntms_the_model, .s = s };

	BUILD_BUG_ON(sizeof(*ctx) > sizeof(cb->ctx));
	ctx->e.type = ntms_nl_u32(attrs[NTMS_A_CALL_TYPE]);
	ctx->e.options = ntms_nl_u32(attrs[NTMS_A_CALL_OPTIONS]);
	ntms_nl_guid(attrs[NTMS_A_CALL_CONTAINER], &ctx->e.container);
	ctx->brief = attrs[NTMS_A_CALL_BRIEF];
	ctx->begun = true;
	return dump_refuse(cb, ntms_enum_check(&c, &ctx->e));
}

static int dump_one(struct sk_buff *skb, struct netlink_callback *cb,
		    struct ntms_object *o, bool brief)
{
	struct nlattr *nest;
	void *header;
	int err;

	header = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
			     &ntms_nl_family, NLM_F_MULTI, NTMS_CMD_GET_OBJECT);
	if (!header)
		return -EMSGSIZE;
	genl_dump_check_consistent(cb, header);
	if (!brief) {
		err = ntms_nl_fill(skb, NTMS_A_CALL_OBJECT, o, 0);
	} else {
		nest = nla_nest_start(skb, NTMS_A_CALL_OBJECT);
		err = !nest || nla_put_u32(skb, NTMS_A_OBJECT_TYPE, o->type) ||
		      ntms_nl_put_guid(skb, NTMS_A_OBJECT_GUID, &o->guid);
		if (!err)
			nla_nest_end(skb, nest);
	}
	if (err) {
		genlmsg_cancel(skb, header);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, header);
	return 0;
}

static int dump_some(struct sk_buff *skb, struct netlink_callback *cb,
		     struct ntms_session *s)
{
	struct dump_ctx *ctx = (struct dump_ctx *)cb->ctx;
	struct ntms_model *m = &ntms_the_model;
	struct ntms_object *o;
	struct ntms_enum before;
	bool full;
	int err = 0;

	if (!ctx->begun)
		err = dump_begin(skb, cb, s);
	cb->seq = m->generation;
	while (!err) {
		before = ctx->e;
		o = ntms_enum_next(m, &ctx->e, &s->caller);
		if (!o)
			break;
		full = dump_one(skb, cb, o, ctx->brief);
		/* one object with a long list is larger than a message */
		if (full && !skb->len)
			full = pskb_expand_head(skb, 0, ntms_nl_size(o) + 64,
						GFP_KERNEL) ||
			       dump_one(skb, cb, o, ctx->brief);
		if (full) {
			ctx->e = before;
			err = skb->len ? 0 : -EMSGSIZE;
			break;
		}
	}
	return err ?: skb->len;
}

int ntms_nl_get_object_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct ntms_model *m = &ntms_the_model;
	struct ntms_session *s;
	int ret;

	s = ntms_nl_session_find(cb->skb, NETLINK_CB(cb->skb).portid);
	if (!s)
		return dump_refuse(cb, ERROR_INVALID_HANDLE);
	down_read(&m->lock);
	ret = m->computer ? dump_some(skb, cb, s) :
			    dump_refuse(cb, ERROR_NOT_READY);
	up_read(&m->lock);
	ntms_session_put(s);
	return ret;
}

static bool setting_number(const struct ntms_setting *s, u16 attribute, u64 *v)
{
	struct nlattr *const *attrs = s->attributes;

	if (!attrs[attribute])
		return false;
	*v = nla_len(attrs[attribute]) == sizeof(u64) ?
	     nla_get_u64(attrs[attribute]) : nla_get_u32(attrs[attribute]);
	return true;
}

static bool setting_text(const struct ntms_setting *s, u16 attribute,
			 const char **text)
{
	struct nlattr *const *attrs = s->attributes;

	if (!attrs[attribute])
		return false;
	*text = nla_data(attrs[attribute]);
	return true;
}

static bool setting_guid(const struct ntms_setting *s, u16 attribute,
			 guid_t *guid)
{
	struct nlattr *const *attrs = s->attributes;

	ntms_nl_guid(attrs[attribute], guid);
	return attrs[attribute];
}

static bool sets_purge(struct nlattr *const *attrs)
{
	return attrs[NTMS_A_OBJECT_LIB_REQUEST_PURGE_TIME] ||
	       attrs[NTMS_A_OBJECT_LIB_REQUEST_FLAGS] ||
	       attrs[NTMS_A_OBJECT_OP_REQUEST_PURGE_TIME] ||
	       attrs[NTMS_A_OBJECT_OP_REQUEST_FLAGS];
}

int ntms_nl_set_object_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	struct nlattr *attrs[NTMS_A_OBJECT_MAX + 1];
	const struct ntms_setting setting = {
		.attributes = attrs,
		.number = setting_number,
		.text = setting_text,
		.guid = setting_guid,
	};
	struct ntms_txn t;
	guid_t guid;
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	if (!info->attrs[NTMS_A_CALL_OBJECT] ||
	    nla_parse_nested(attrs, NTMS_A_OBJECT_MAX,
			     info->attrs[NTMS_A_CALL_OBJECT],
			     ntms_object_nl_policy, info->extack))
		return ntms_nl_answer(call,
			ntms_refuse(&call->c, ERROR_INVALID_PARAMETER,
				    "no members to set"));
	ntms_nl_guid(info->attrs[NTMS_A_CALL_GUID], &guid);
	ntms_txn_begin(&t, &ntms_the_model);
	error = ntms_object_set(&call->c, &t, &guid,
				ntms_nl_u32(info->attrs[NTMS_A_CALL_TYPE]),
				&setting);
	ntms_nl_commit(call, &t, error);
	if (sets_purge(attrs))
		ntms_purge_soon();
	return -EINTR;
}
