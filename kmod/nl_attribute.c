// SPDX-License-Identifier: GPL-2.0
/*
 * nl_attribute.c - what objects have besides their members: named attributes,
 * lists of computers that show what happens, access control lists
 *
 * A value of up to 64 KiB does not fit into one netlink attribute: it travels
 * in pieces, in their order.
 */
#include <linux/mm.h>
#include <linux/slab.h>

#include "info.h"
#include "nl.h"

static const char *text_arg(const struct genl_info *info, int attribute)
{
	return info->attrs[attribute] ? nla_data(info->attrs[attribute]) : NULL;
}

static u32 no_object(struct ntms_nl_call *call)
{
	return ntms_refuse(&call->c, ERROR_INVALID_PARAMETER,
			   "no object is named");
}

static u32 no_room(struct ntms_nl_call *call)
{
	return ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
			   "no memory for the answer");
}

static u32 reply_value(struct ntms_nl_call *call, struct ntms_owned *first)
{
	struct ntms_owned *p;
	size_t size = 0;

	for (p = first; p; p = ntms_attribute_next(p))
		size += nla_total_size(p->data->len);
	if (pskb_expand_head(call->skb, 0, size, GFP_KERNEL) ||
	    !ntms_nl_reply(call))
		return no_room(call);
	for (p = first; p; p = ntms_attribute_next(p))
		if (nla_put(call->skb, NTMS_A_CALL_DATA, p->data->len,
			    p->data->data))
			return no_room(call);
	return 0;
}

int ntms_nl_get_attribute_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	struct ntms_model *m = &ntms_the_model;
	struct ntms_owned *first;
	guid_t guid;
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	if (!info->attrs[NTMS_A_CALL_GUID])
		return ntms_nl_answer(call, no_object(call));
	ntms_nl_guid(info->attrs[NTMS_A_CALL_GUID], &guid);
	down_read(&m->lock);
	error = ntms_attribute_get(&call->c, &guid,
				   ntms_nl_u32(info->attrs[NTMS_A_CALL_TYPE]),
				   text_arg(info, NTMS_A_CALL_NAME), &first);
	if (!error)
		error = reply_value(call, first);
	up_read(&m->lock);
	return ntms_nl_answer(call, error);
}

static u32 value_size(const struct genl_info *info)
{
	struct nlattr *a;
	u32 size = 0;
	int rem;

	nlmsg_for_each_attr(a, info->nlhdr, GENL_HDRLEN, rem)
		if (nla_type(a) == NTMS_A_CALL_DATA)
			size += nla_len(a);
	return size;
}

static void *value_join(const struct genl_info *info, u32 size)
{
	u8 *value = kvmalloc(size, GFP_KERNEL), *end = value;
	struct nlattr *a;
	int rem;

	if (!value)
		return NULL;
	nlmsg_for_each_attr(a, info->nlhdr, GENL_HDRLEN, rem) {
		if (nla_type(a) != NTMS_A_CALL_DATA)
			continue;
		memcpy(end, nla_data(a), nla_len(a));
		end += nla_len(a);
	}
	return value;
}

int ntms_nl_set_attribute_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	u32 size = value_size(info), error;
	void *value = NULL;
	struct ntms_txn t;
	guid_t guid;

	if (IS_ERR(call))
		return PTR_ERR(call);
	if (!info->attrs[NTMS_A_CALL_GUID])
		return ntms_nl_answer(call, no_object(call));
	ntms_nl_guid(info->attrs[NTMS_A_CALL_GUID], &guid);
	if (size && size <= NTMS_ATTRIBUTE_MAX) {
		value = value_join(info, size);
		if (!value)
			return ntms_nl_answer(call, ERROR_NOT_ENOUGH_MEMORY);
	}
	ntms_txn_begin(&t, call->c.m);
	error = ntms_attribute_set(&call->c, &t, &guid,
				   text_arg(info, NTMS_A_CALL_NAME), value,
				   size);
	kvfree(value);
	return ntms_nl_commit(call, &t, error);
}

static int add_size(void *ctx, const char *name)
{
	*(size_t *)ctx += nla_total_size(strlen(name) + 1);
	return 0;
}

static int put_destination(void *ctx, const char *name)
{
	return nla_put_string(ctx, NTMS_A_CALL_DESTINATION, name);
}

int ntms_nl_get_ui_options_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	u32 type = ntms_nl_u32(info->attrs[NTMS_A_CALL_TYPE]), error;
	struct ntms_model *m = &ntms_the_model;
	size_t size = 0;
	guid_t guid;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ntms_nl_guid(info->attrs[NTMS_A_CALL_GUID], &guid);
	down_read(&m->lock);
	error = ntms_destination_get(&call->c, &guid, type, add_size, &size);
	if (!error && (pskb_expand_head(call->skb, 0, size, GFP_KERNEL) ||
		       !ntms_nl_reply(call)))
		error = no_room(call);
	if (!error)
		error = ntms_destination_get(&call->c, &guid, type,
					     put_destination, call->skb);
	up_read(&m->lock);
	return ntms_nl_answer(call, error);
}

int ntms_nl_set_ui_options_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	struct ntms_txn t;
	guid_t guid;
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ntms_nl_guid(info->attrs[NTMS_A_CALL_GUID], &guid);
	ntms_txn_begin(&t, call->c.m);
	error = ntms_destination_set(&call->c, &t, &guid,
				     ntms_nl_u32(info->attrs[NTMS_A_CALL_TYPE]),
				     ntms_nl_u32(info->attrs[NTMS_A_CALL_ACTION]),
				     text_arg(info, NTMS_A_CALL_DESTINATION));
	return ntms_nl_commit(call, &t, error);
}

int ntms_nl_get_security_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	struct ntms_model *m = &ntms_the_model;
	const struct ntms_blob *list;
	guid_t guid;
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	if (!info->attrs[NTMS_A_CALL_GUID])
		return ntms_nl_answer(call, no_object(call));
	ntms_nl_guid(info->attrs[NTMS_A_CALL_GUID], &guid);
	down_read(&m->lock);
	error = ntms_security_get(&call->c, &guid,
				  ntms_nl_u32(info->attrs[NTMS_A_CALL_TYPE]),
				  &list);
	if (!error && (pskb_expand_head(call->skb, 0, nla_total_size(list->len),
					GFP_KERNEL) ||
		       !ntms_nl_reply(call) ||
		       nla_put(call->skb, NTMS_A_CALL_ACL, list->len,
			       list->data)))
		error = no_room(call);
	up_read(&m->lock);
	return ntms_nl_answer(call, error);
}

int ntms_nl_set_security_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	struct nlattr *acl = info->attrs[NTMS_A_CALL_ACL];
	struct ntms_txn t;
	guid_t guid;
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	if (!info->attrs[NTMS_A_CALL_GUID])
		return ntms_nl_answer(call, no_object(call));
	ntms_nl_guid(info->attrs[NTMS_A_CALL_GUID], &guid);
	ntms_txn_begin(&t, call->c.m);
	error = ntms_security_set(&call->c, &t, &guid,
				  ntms_nl_u32(info->attrs[NTMS_A_CALL_TYPE]),
				  ntms_nl_u32(info->attrs[NTMS_A_CALL_OPTIONS]),
				  acl ? nla_data(acl) : NULL,
				  acl ? nla_len(acl) : 0);
	return ntms_nl_commit(call, &t, error);
}
