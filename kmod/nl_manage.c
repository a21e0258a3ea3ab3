// SPDX-License-Identifier: GPL-2.0
/*
 * nl_manage.c - enable, disable, delete what libraries consist of
 */
#include "nl.h"
#include "robotics.h"

static int answer_later(struct ntms_nl_call *call, u32 error)
{
	if (error)
		return ntms_nl_answer(call, error);
	return -EINTR;
}

static int enable(struct sk_buff *skb, struct genl_info *info, bool enabled)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	guid_t guid;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ntms_nl_guid(info->attrs[NTMS_A_CALL_GUID], &guid);
	return answer_later(call,
		ntms_object_enable(&call->c,
				   ntms_nl_u32(info->attrs[NTMS_A_CALL_TYPE]),
				   &guid, enabled, ntms_nl_durable(call)));
}

int ntms_nl_enable_object_doit(struct sk_buff *skb, struct genl_info *info)
{
	return enable(skb, info, true);
}

int ntms_nl_disable_object_doit(struct sk_buff *skb, struct genl_info *info)
{
	return enable(skb, info, false);
}

static int delete(struct sk_buff *skb, struct genl_info *info, int attribute,
		  u32 (*rule)(struct ntms_call *c, const guid_t *guid,
			      struct ntms_waiter *w))
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	guid_t guid;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ntms_nl_guid(info->attrs[attribute], &guid);
	return answer_later(call, rule(&call->c, &guid, ntms_nl_durable(call)));
}

int ntms_nl_delete_library_doit(struct sk_buff *skb, struct genl_info *info)
{
	return delete(skb, info, NTMS_A_CALL_LIBRARY, ntms_library_delete);
}

int ntms_nl_delete_drive_doit(struct sk_buff *skb, struct genl_info *info)
{
	return delete(skb, info, NTMS_A_CALL_DRIVE, ntms_drive_delete);
}
