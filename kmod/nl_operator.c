// SPDX-License-Identifier: GPL-2.0
/*
 * nl_operator.c - requests to a human, and what operators do with requests
 */
#include <linux/slab.h>

#include "nl.h"
#include "oprequest.h"
#include "robotics.h"

int ntms_nl_submit_oprequest_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	struct nlattr *message = info->attrs[NTMS_A_CALL_MESSAGE];
	struct ntms_opask ask = {
		.command = ntms_nl_u32(info->attrs[NTMS_A_CALL_TYPE]),
		.message = message ? nla_data(message) : NULL,
	};
	struct ntms_txn t;
	guid_t request;
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ntms_nl_guid(info->attrs[NTMS_A_CALL_ARG1], &ask.arg1);
	ntms_nl_guid(info->attrs[NTMS_A_CALL_ARG2], &ask.arg2);
	ntms_txn_begin(&t, call->c.m);
	error = ntms_oprequest_submit(&call->c, &t, &ask, &request);
	if (!error && (!ntms_nl_reply(call) ||
		       ntms_nl_put_guid(call->skb, NTMS_A_CALL_GUID, &request)))
		error = ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
				    "no memory for the answer");
	return ntms_nl_commit(call, &t, error);
}

static void wait_done(struct ntms_answer *a, u32 error, const char *text)
{
	struct ntms_nl_call *call = container_of(a, struct ntms_nl_call, answer);

	if (error)
		ntms_refuse(&call->c, error, "%s", text);
	ntms_nl_answer(call, error);
}

int ntms_nl_wait_oprequest_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	guid_t request;
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ntms_nl_guid(info->attrs[NTMS_A_CALL_GUID], &request);
	call->answer.done = wait_done;
	error = ntms_opwait_call(&call->c, &request,
				 ntms_nl_u32(info->attrs[NTMS_A_CALL_TIMEOUT]),
				 &call->answer);
	if (error)
		return ntms_nl_answer(call, error);
	return -EINTR;
}

static int one_request(struct sk_buff *skb, struct genl_info *info,
		       u32 (*rule)(struct ntms_call *c, struct ntms_txn *t,
				   const guid_t *request))
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	struct ntms_txn t;
	guid_t request;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ntms_nl_guid(info->attrs[NTMS_A_CALL_GUID], &request);
	ntms_txn_begin(&t, call->c.m);
	return ntms_nl_commit(call, &t, rule(&call->c, &t, &request));
}

int ntms_nl_cancel_oprequest_doit(struct sk_buff *skb, struct genl_info *info)
{
	return one_request(skb, info, ntms_oprequest_cancel);
}

int ntms_nl_satisfy_oprequest_doit(struct sk_buff *skb, struct genl_info *info)
{
	return one_request(skb, info, ntms_oprequest_satisfy);
}

int ntms_nl_ack_oprequest_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	struct ntms_txn t;
	guid_t request;
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ntms_nl_guid(info->attrs[NTMS_A_CALL_GUID], &request);
	ntms_txn_begin(&t, call->c.m);
	error = ntms_oprequest_ack(&call->c, &t, &request,
				   ntms_nl_u32(info->attrs[NTMS_A_CALL_ACTION]));
	return ntms_nl_commit(call, &t, error);
}

/* --- library requests ------------------------------------------------------ */

int ntms_nl_cancel_request_doit(struct sk_buff *skb, struct genl_info *info)
{
	return one_request(skb, info, ntms_request_cancel);
}

int ntms_nl_get_request_order_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	u32 error, order = 0;
	guid_t request;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ntms_nl_guid(info->attrs[NTMS_A_CALL_GUID], &request);
	down_read(&call->c.m->lock);
	error = ntms_request_get_order(&call->c, &request, &order);
	up_read(&call->c.m->lock);
	if (!error && (!ntms_nl_reply(call) ||
		       nla_put_u32(call->skb, NTMS_A_CALL_NUMBER, order)))
		error = ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
				    "no memory for the answer");
	return ntms_nl_answer(call, error);
}

int ntms_nl_set_request_order_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	struct ntms_txn t;
	guid_t request;
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ntms_nl_guid(info->attrs[NTMS_A_CALL_GUID], &request);
	ntms_txn_begin(&t, call->c.m);
	error = ntms_request_set_order(&call->c, &t, &request,
				ntms_nl_u32(info->attrs[NTMS_A_CALL_NUMBER]));
	return ntms_nl_commit(call, &t, error);
}

int ntms_nl_delete_requests_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	struct nlattr *list = info->attrs[NTMS_A_CALL_GUID_LIST];
	u32 error, size = list ? nla_len(list) : 0;
	guid_t *requests = NULL;
	struct ntms_txn t;

	if (IS_ERR(call))
		return PTR_ERR(call);
	if (size % sizeof(guid_t))
		return ntms_nl_answer(call,
			ntms_refuse(&call->c, ERROR_INVALID_PARAMETER,
				    "malformed list of requests"));
	if (size) {
		/* aligned for use */
		requests = kmemdup(nla_data(list), size, GFP_KERNEL);
		if (!requests)
			return ntms_nl_answer(call,
				ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
					    "no memory for the request"));
	}
	ntms_txn_begin(&t, call->c.m);
	error = ntms_request_delete(&call->c, &t, requests,
				    size / sizeof(guid_t),
				    ntms_nl_u32(info->attrs[NTMS_A_CALL_TYPE]));
	kfree(requests);
	return ntms_nl_commit(call, &t, error);
}
