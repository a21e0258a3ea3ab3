// SPDX-License-Identifier: GPL-2.0
/*
 * nl_media.c - media services: allocation, deallocation, pools
 *
 * Each handler reads its arguments, lets the rule work in a transaction and
 * leaves the answer with the commit.
 */
#include <linux/slab.h>

#include "library.h"
#include "media.h"
#include "nl.h"

static guid_t guid_arg(const struct genl_info *info, int attribute)
{
	guid_t guid;

	ntms_nl_guid(info->attrs[attribute], &guid);
	return guid;
}

static bool reply_allocation(struct ntms_nl_call *call)
{
	return ntms_nl_reply(call) &&
	       !ntms_nl_put_guid(call->skb, NTMS_A_CALL_MEDIA,
				 &call->allocation.media) &&
	       !ntms_nl_put_guid(call->skb, NTMS_A_CALL_ALLOCATED_FROM,
				 &call->allocation.from);
}

/* an allocation that had to wait is decided */
static void allocation_done(struct ntms_answer *a, u32 error, const char *text)
{
	struct ntms_nl_call *call = container_of(a, struct ntms_nl_call, answer);

	if (error)
		ntms_refuse(&call->c, error, "%s", text);
	else if (!reply_allocation(call))
		error = ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
				    "no memory for the answer");
	ntms_nl_answer(call, error);
}

static int allocation_wait(struct ntms_nl_call *call)
{
	u32 error;

	call->c.text[0] = 0;
	call->answer.done = allocation_done;
	error = ntms_waiting_add(&call->c, &call->allocation, &call->answer);
	if (error)
		return ntms_nl_answer(call, error);
	return -EINTR;
}

int ntms_nl_allocate_media_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	struct ntms_allocation *a;
	struct ntms_txn t;
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	a = &call->allocation;
	a->pool = guid_arg(info, NTMS_A_CALL_POOL);
	a->partition = guid_arg(info, NTMS_A_CALL_PARTITION);
	a->media = guid_arg(info, NTMS_A_CALL_MEDIA);
	a->options = ntms_nl_u32(info->attrs[NTMS_A_CALL_OPTIONS]);
	a->timeout = ntms_nl_u32(info->attrs[NTMS_A_CALL_TIMEOUT]);
	ntms_txn_begin(&t, call->c.m);
	error = ntms_media_allocate(&call->c, &t, a);
	if (error == ERROR_MEDIA_UNAVAILABLE && a->timeout &&
	    !(a->options & (NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE |
			    NTMS_ALLOCATE_NEXT))) {
		ntms_txn_abort(&t);
		return allocation_wait(call);
	}
	if (!error && !reply_allocation(call))
		error = ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
				    "no memory for the answer");
	return ntms_nl_commit(call, &t, error);
}

/* the calls that take one object and return nothing */
static int do_one(struct sk_buff *skb, struct genl_info *info, int attribute,
		  u32 (*rule)(struct ntms_call *c, struct ntms_txn *t,
			      const guid_t *guid))
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	guid_t guid = guid_arg(info, attribute);
	struct ntms_txn t;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ntms_txn_begin(&t, call->c.m);
	return ntms_nl_commit(call, &t, rule(&call->c, &t, &guid));
}

/* the calls that take two objects and return nothing */
static int do_two(struct sk_buff *skb, struct genl_info *info, int attribute1,
		  int attribute2,
		  u32 (*rule)(struct ntms_call *c, struct ntms_txn *t,
			      const guid_t *guid1, const guid_t *guid2))
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	guid_t guid1 = guid_arg(info, attribute1);
	guid_t guid2 = guid_arg(info, attribute2);
	struct ntms_txn t;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ntms_txn_begin(&t, call->c.m);
	return ntms_nl_commit(call, &t, rule(&call->c, &t, &guid1, &guid2));
}

int ntms_nl_deallocate_media_doit(struct sk_buff *skb, struct genl_info *info)
{
	return do_one(skb, info, NTMS_A_CALL_MEDIA, ntms_media_deallocate);
}

int ntms_nl_decommission_media_doit(struct sk_buff *skb,
				    struct genl_info *info)
{
	return do_one(skb, info, NTMS_A_CALL_PARTITION,
		      ntms_media_decommission);
}

int ntms_nl_complete_media_doit(struct sk_buff *skb, struct genl_info *info)
{
	return do_one(skb, info, NTMS_A_CALL_MEDIA, ntms_media_complete);
}

int ntms_nl_swap_media_doit(struct sk_buff *skb, struct genl_info *info)
{
	return do_two(skb, info, NTMS_A_CALL_MEDIA, NTMS_A_CALL_MEDIA2,
		      ntms_media_swap);
}

int ntms_nl_move_media_doit(struct sk_buff *skb, struct genl_info *info)
{
	return do_two(skb, info, NTMS_A_CALL_PHYSICAL_MEDIA, NTMS_A_CALL_POOL,
		      ntms_pool_move);
}

int ntms_nl_change_media_type_doit(struct sk_buff *skb, struct genl_info *info)
{
	return do_two(skb, info, NTMS_A_CALL_PHYSICAL_MEDIA, NTMS_A_CALL_POOL,
		      ntms_pool_change_type);
}

int ntms_nl_add_media_type_doit(struct sk_buff *skb, struct genl_info *info)
{
	return do_two(skb, info, NTMS_A_CALL_MEDIA_TYPE, NTMS_A_CALL_LIBRARY,
		      ntms_media_type_add);
}

int ntms_nl_delete_media_type_doit(struct sk_buff *skb, struct genl_info *info)
{
	return do_two(skb, info, NTMS_A_CALL_MEDIA_TYPE, NTMS_A_CALL_LIBRARY,
		      ntms_media_type_delete);
}

int ntms_nl_delete_media_doit(struct sk_buff *skb, struct genl_info *info)
{
	return do_one(skb, info, NTMS_A_CALL_PHYSICAL_MEDIA, ntms_media_delete);
}

int ntms_nl_delete_pool_doit(struct sk_buff *skb, struct genl_info *info)
{
	return do_one(skb, info, NTMS_A_CALL_POOL, ntms_pool_delete);
}

int ntms_nl_create_pool_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	struct nlattr *path = info->attrs[NTMS_A_CALL_PATH];
	struct nlattr *type = info->attrs[NTMS_A_CALL_MEDIA_TYPE];
	struct nlattr *acl = info->attrs[NTMS_A_CALL_ACL];
	guid_t media_type = guid_arg(info, NTMS_A_CALL_MEDIA_TYPE), pool;
	struct ntms_txn t;
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	if (!path)
		return ntms_nl_answer(call,
			ntms_refuse(&call->c, ERROR_INVALID_PARAMETER,
				    "the name of the pool is missing"));
	ntms_txn_begin(&t, call->c.m);
	error = ntms_pool_create(&call->c, &t, nla_data(path),
				 type && !guid_is_null(&media_type) ?
				 &media_type : NULL,
				 ntms_nl_u32(info->attrs[NTMS_A_CALL_ACTION]),
				 acl ? nla_data(acl) : NULL,
				 acl ? nla_len(acl) : 0, &pool);
	if (!error && (!ntms_nl_reply(call) ||
		       ntms_nl_put_guid(call->skb, NTMS_A_CALL_POOL, &pool)))
		error = ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
				    "no memory for the answer");
	return ntms_nl_commit(call, &t, error);
}

int ntms_nl_get_pool_name_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	guid_t pool = guid_arg(info, NTMS_A_CALL_POOL);
	/* every UTF-16 unit is three bytes of UTF-8 at most */
	const size_t size = 3 * NTMS_PATH_UNITS + 1;
	char *path;
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	path = kmalloc(size, GFP_KERNEL);
	if (!path || pskb_expand_head(call->skb, 0, size, GFP_KERNEL)) {
		kfree(path);
		return ntms_nl_answer(call,
			ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
				    "no memory for the answer"));
	}
	down_read(&call->c.m->lock);
	error = ntms_pool_path(&call->c, &pool, path, size);
	up_read(&call->c.m->lock);
	if (!error && (!ntms_nl_reply(call) ||
		       nla_put_string(call->skb, NTMS_A_CALL_PATH, path)))
		error = ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
				    "no memory for the answer");
	kfree(path);
	return ntms_nl_answer(call, error);
}
