// SPDX-License-Identifier: GPL-2.0
/*
 * nl_detect.c - detection of changes in stand-alone drives
 */
#include <linux/slab.h>

#include "nl.h"
#include "robotics.h"

int ntms_nl_begin_detection_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	u32 error, number = 0;

	if (IS_ERR(call))
		return PTR_ERR(call);
	down_write(&call->c.m->lock);
	error = ntms_detect_begin(&call->c, &number);
	up_write(&call->c.m->lock);
	if (!error && (!ntms_nl_reply(call) ||
		       nla_put_u32(call->skb, NTMS_A_CALL_DETECTION, number)))
		error = ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
				    "begun, but no memory for the answer");
	return ntms_nl_answer(call, error);
}

static u32 copy_guids(struct ntms_nl_call *call, const struct nlattr *list,
		      guid_t **guids, u32 *count)
{
	*guids = NULL;
	*count = list ? nla_len(list) / sizeof(guid_t) : 0;
	if (list && nla_len(list) % sizeof(guid_t))
		return ntms_refuse(&call->c, ERROR_INVALID_PARAMETER,
				   "malformed list of objects");
	if (!*count)
		return 0;
	*guids = kmemdup(nla_data(list), *count * sizeof(guid_t), GFP_KERNEL);
	if (*guids)
		return 0;
	return ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
			   "no memory for the request");
}

int ntms_nl_set_detection_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	struct ntms_txn t;
	u32 error, count;
	guid_t *guids;

	if (IS_ERR(call))
		return PTR_ERR(call);
	error = copy_guids(call, info->attrs[NTMS_A_CALL_GUID_LIST], &guids,
			   &count);
	if (error)
		return ntms_nl_answer(call, error);
	ntms_txn_begin(&t, call->c.m);
	error = ntms_detect_set(&call->c, &t,
				ntms_nl_u32(info->attrs[NTMS_A_CALL_DETECTION]),
				guids, count,
				ntms_nl_u32(info->attrs[NTMS_A_CALL_TYPE]));
	kfree(guids);
	return ntms_nl_commit(call, &t, error);
}

int ntms_nl_end_detection_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	u32 number = ntms_nl_u32(info->attrs[NTMS_A_CALL_DETECTION]);
	struct ntms_txn t;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ntms_txn_begin(&t, call->c.m);
	return ntms_nl_commit(call, &t,
			      ntms_detect_end(&call->c, &t, number));
}
