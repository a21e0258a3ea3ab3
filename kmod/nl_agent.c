// SPDX-License-Identifier: GPL-2.0
/*
 * nl_agent.c - the conversation with the label agent
 *
 * The agent pulls: next-errand is held back until there is an errand.  It may
 * ask for the next one while it has others in hand, and ends them in any order.
 * Before it touches a medium it opens the drive and asks by begin-errand
 * whether the errand is still wanted.  What an errand is: agent.h.
 */
#include <linux/moduleparam.h>

#include "agent.h"
#include "nl.h"
#include "robotics.h"

#define MESSAGE_SIZE	2048	/* an order fits */
#define AGAIN		(HZ / 20 + 1)	/* pause when there is no memory */

static unsigned int agent_uid = NTMS_NOBODY;
module_param(agent_uid, uint, 0644);
MODULE_PARM_DESC(agent_uid,
		 "user that may be the label agent besides CAP_SYS_ADMIN (none)");

/**
 * struct nl_agent - the label agent
 * @lock: protects everything here
 * @sk: its socket, compared, never followed; NULL when there is none
 * @portid: of @sk
 * @waiting: next-errand that is held back, or NULL
 * @again: pumps again after there was no memory
 */
static struct nl_agent {
	struct mutex lock;
	const struct sock *sk;
	u32 portid;
	struct ntms_nl_call *waiting;
	struct delayed_work again;
} agent;

static bool put_label(struct sk_buff *skb, const struct ntms_label *label)
{
	return !nla_put_u32(skb, NTMS_A_ERRAND_FOUND, label->found) &&
	       (!label->omid_len || !nla_put(skb, NTMS_A_ERRAND_OMID,
					     label->omid_len, label->omid));
}

static bool put_order(struct sk_buff *skb, const struct ntms_order *o)
{
	u32 carries = ntms_order_carries(o->kind);

	return !ntms_nl_put_u64(skb, NTMS_A_ERRAND_ID, o->id) &&
	       !nla_put_u32(skb, NTMS_A_ERRAND_KIND, o->kind) &&
	       !nla_put_string(skb, NTMS_A_ERRAND_NODE, o->node) &&
	       !nla_put_u32(skb, NTMS_A_ERRAND_HOST, o->host) &&
	       !nla_put_u32(skb, NTMS_A_ERRAND_CHANNEL, o->channel) &&
	       !nla_put_u32(skb, NTMS_A_ERRAND_TARGET, o->target) &&
	       !ntms_nl_put_u64(skb, NTMS_A_ERRAND_LUN, o->lun) &&
	       (!(carries & NTMS_ORDER_SIDE) ||
		!ntms_nl_put_guid(skb, NTMS_A_ERRAND_SIDE, &o->side)) &&
	       (!(carries & NTMS_ORDER_LABEL) || put_label(skb, &o->label)) &&
	       (!(carries & NTMS_ORDER_UID) || o->uid == NTMS_NOBODY ||
		!nla_put_u32(skb, NTMS_A_ERRAND_UID, o->uid));
}

/* answers a next-errand that waits, if there is an errand */
static void pump(void)
{
	struct ntms_nl_call *call = agent.waiting;
	struct ntms_order *o;

	lockdep_assert_held(&agent.lock);
	if (!call)
		return;
	/* first what may fail: an errand that is fetched has to be sent */
	o = kmalloc(sizeof(*o), GFP_KERNEL);
	if (!o || (skb_tailroom(call->skb) < MESSAGE_SIZE &&
		   pskb_expand_head(call->skb, 0, MESSAGE_SIZE, GFP_KERNEL))) {
		kfree(o);
		queue_delayed_work(ntms_the_model.wq, &agent.again, AGAIN);
		return;
	}
	if (ntms_agent_next(o)) {
		agent.waiting = NULL;
		if (WARN_ON_ONCE(!ntms_nl_reply(call) ||
				 !put_order(call->skb, o)))
			ntms_agent_done(o->id, ERROR_NOT_ENOUGH_MEMORY,
					"it is too long", NULL);
		ntms_nl_answer(call, 0);
	}
	kfree(o);
}

static void ring(void)
{
	mutex_lock(&agent.lock);
	pump();
	mutex_unlock(&agent.lock);
}

static void again_work(struct work_struct *work)
{
	ring();
}

static u32 check_agent(struct ntms_call *c, const struct sk_buff *request,
		       u32 portid)
{
	lockdep_assert_held(&agent.lock);
	if (agent.sk && agent.sk == NETLINK_CB(request).sk &&
	    agent.portid == portid)
		return 0;
	return ntms_refuse(c, ERROR_INVALID_HANDLE,
			   "this socket is not the attached label agent");
}

static u32 sent_by_agent(struct ntms_nl_call *call, const struct sk_buff *request)
{
	u32 error;

	mutex_lock(&agent.lock);
	error = check_agent(&call->c, request, call->portid);
	mutex_unlock(&agent.lock);
	return error;
}

static u32 attach(struct ntms_nl_call *call, struct sk_buff *skb)
{
	if (!(netlink_capable(skb, CAP_SYS_ADMIN) &&
	      ntms_nl_opener_admin(skb)) &&
	    !ntms_nl_sent_by(skb, READ_ONCE(agent_uid)))
		return ntms_refuse(&call->c, ERROR_ACCESS_DENIED,
				   "the label agent needs CAP_SYS_ADMIN, or to be the user that the module parameter agent_uid names");
	if (agent.sk || ntms_agent_attach(ring))
		return ntms_refuse(&call->c, ERROR_BUSY,
				   "there is a label agent already");
	agent.sk = NETLINK_CB(skb).sk;
	agent.portid = call->portid;
	ntms_prepare_soon();
	return 0;
}

int ntms_nl_attach_agent_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, false);
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	mutex_lock(&agent.lock);
	error = attach(call, skb);
	mutex_unlock(&agent.lock);
	if (!error)
		ntms_owner_agent_came();
	return ntms_nl_answer(call, error);
}

int ntms_nl_next_errand_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, false);
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	mutex_lock(&agent.lock);
	error = check_agent(&call->c, skb, call->portid);
	if (!error && agent.waiting)
		error = ntms_refuse(&call->c, ERROR_BUSY,
				    "next-errand is waiting already");
	if (!error) {
		agent.waiting = call;
		pump();
	}
	mutex_unlock(&agent.lock);
	return error ? ntms_nl_answer(call, error) : -EINTR;
}

static u32 not_wanted(struct ntms_call *c, u64 id)
{
	return ntms_refuse(c, ERROR_CANCELLED,
			   "nobody waits for errand %llu", id);
}

int ntms_nl_begin_errand_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, false);
	u64 id = ntms_nl_u64(info->attrs[NTMS_A_ERRAND_ID]);
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	error = sent_by_agent(call, skb);
	if (!error && ntms_agent_begin(id))
		error = not_wanted(&call->c, id);
	return ntms_nl_answer(call, error);
}

/* Return: 0 and *@label is what was found, to be freed; NULL for nothing */
static u32 take_label(struct ntms_call *c, struct nlattr **attrs,
		      struct ntms_label **label)
{
	struct nlattr *omid = attrs[NTMS_A_ERRAND_OMID];
	u32 found = ntms_nl_u32(attrs[NTMS_A_ERRAND_FOUND]), error;

	*label = NULL;
	if (!found)
		return 0;
	if ((found == NTMS_LABEL_KNOWN) != !!omid)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "a known label has an identifier, and no other has");
	error = omid ? ntms_omid_check(c, nla_data(omid), nla_len(omid)) : 0;
	if (error)
		return error;
	*label = kzalloc(sizeof(**label), GFP_KERNEL);
	if (!*label)
		return ERROR_NOT_ENOUGH_MEMORY;
	(*label)->found = found;
	if (omid) {
		(*label)->omid_len = nla_len(omid);
		memcpy((*label)->omid, nla_data(omid), nla_len(omid));
	}
	return 0;
}

static u32 done(struct ntms_call *c, struct nlattr **attrs)
{
	struct nlattr *text = attrs[NTMS_A_ERRAND_TEXT];
	u32 failed = ntms_nl_u32(attrs[NTMS_A_ERRAND_ERROR]), error;
	u64 id = ntms_nl_u64(attrs[NTMS_A_ERRAND_ID]);
	struct ntms_label *label;
	const char *why = "";

	if (text && ntms_text_units(nla_data(text), strlen(nla_data(text))) > 0)
		why = nla_data(text);
	error = take_label(c, attrs, &label);
	if (error)
		return error;
	error = ntms_agent_done(id, failed, *why ? why : "no reason given",
				label);
	kfree(label);
	if (error == ERROR_CANCELLED)
		return not_wanted(c, id);
	return error ? ntms_refuse(c, error,
				   "errand %llu is not answered so", id) : 0;
}

int ntms_nl_errand_done_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, false);
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	error = sent_by_agent(call, skb);
	if (!error)
		error = done(&call->c, info->attrs);
	return ntms_nl_answer(call, error);
}

/* nobody is the agent any more; next-errand that was held back ends */
static void leave(void)
{
	struct ntms_nl_call *call = agent.waiting;

	lockdep_assert_held(&agent.lock);
	if (agent.sk)
		ntms_agent_detach();
	agent.sk = NULL;
	agent.waiting = NULL;
	if (call)
		ntms_nl_answer(call, ERROR_CANCELLED);
}

/**
 * ntms_nl_agent_released() - a socket is gone; was it the label agent's?
 * @portid: of the socket
 */
void ntms_nl_agent_released(u32 portid)
{
	mutex_lock(&agent.lock);
	if (agent.sk && agent.portid == portid)
		leave();
	mutex_unlock(&agent.lock);
}

/** ntms_nl_agent_init() - there is no label agent yet */
void ntms_nl_agent_init(void)
{
	mutex_init(&agent.lock);
	INIT_DELAYED_WORK(&agent.again, again_work);
}

/** ntms_nl_agent_exit() - the end; no handler runs any more */
void ntms_nl_agent_exit(void)
{
	mutex_lock(&agent.lock);
	leave();
	mutex_unlock(&agent.lock);
	cancel_delayed_work_sync(&agent.again);
}
