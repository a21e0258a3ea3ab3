// SPDX-License-Identifier: GPL-2.0
/*
 * nl_notify.c - a channel is a socket
 *
 * It belongs to a session of the same user on another socket, and ends with
 * either.  A socket that has no room now is tried again, for a while
 * (notify.c); then its reader gets ENOBUFS and has to open a new one.
 */
#include <linux/hashtable.h>
#include <linux/slab.h>
#include <net/net_namespace.h>
#include <net/sock.h>

#include "nl.h"
#include "notify.h"

/**
 * struct nl_channel - a channel and its socket
 * @c: what the core knows
 * @node: entry of channels
 * @in_session: entry of session.channels
 * @sk: of the reader; a reference is held
 * @portid: of @sk
 * @released: @sk is closed
 * @ending: closes it, once it cannot be found any more
 */
struct nl_channel {
	struct ntms_channel c;
	struct hlist_node node;
	struct list_head in_session;
	struct sock *sk;
	u32 portid;
	bool released;
	struct work_struct ending;
};

static DEFINE_HASHTABLE(channels, 10);
static DEFINE_SPINLOCK(channels_lock);	/* protects channels, session.channels */

static struct nl_channel *nl_channel_of(struct ntms_channel *c)
{
	return container_of(c, struct nl_channel, c);
}

static struct nl_channel *lookup(u32 portid)
{
	struct nl_channel *ch;

	lockdep_assert_held(&channels_lock);
	hash_for_each_possible(channels, ch, node, portid)
		if (ch->portid == portid)
			return ch;
	return NULL;
}

static int put_event(struct sk_buff *skb, const struct ntms_notice *e)
{
	void *header = genlmsg_put(skb, 0, 0, &ntms_nl_family, 0,
				   NTMS_CMD_OBJECT_EVENT);

	if (!header || nla_put_u32(skb, NTMS_A_CALL_EVENT, e->event) ||
	    nla_put_u32(skb, NTMS_A_CALL_TYPE, e->type) ||
	    ntms_nl_put_guid(skb, NTMS_A_CALL_GUID, &e->guid))
		return -EMSGSIZE;
	genlmsg_end(skb, header);
	return 0;
}

/* several messages in one datagram; without memory there is no room either */
static int channel_take(struct ntms_channel *c, const struct ntms_notice *e,
			u32 n)
{
	const size_t size = nlmsg_total_size(GENL_HDRLEN + 2 * nla_total_size(4) +
					     nla_total_size(sizeof(guid_t)));
	struct nl_channel *ch = nl_channel_of(c);
	struct sk_buff *skb;
	int err;

	/* to try it would tell the reader that something is lost */
	if (atomic_read(&ch->sk->sk_rmem_alloc) > READ_ONCE(ch->sk->sk_rcvbuf))
		return 0;
	skb = alloc_skb(n * size, GFP_KERNEL);
	if (!skb)
		return 0;
	for (; n; n--, e++)
		if (WARN_ON_ONCE(put_event(skb, e))) {
			kfree_skb(skb);
			return -EMSGSIZE;
		}
	err = genlmsg_unicast(&init_net, skb, ch->portid);
	/* a socket that is gone takes everything */
	return err == -ECONNREFUSED || !err ? 1 : err;
}

/* the reader has to know that there is nothing more to come */
static void channel_broken(struct ntms_channel *c)
{
	struct sock *sk = nl_channel_of(c)->sk;

	WRITE_ONCE(sk->sk_err, ENOBUFS);
	sk_error_report(sk);
}

static void channel_ending(struct work_struct *work)
{
	struct nl_channel *ch = container_of(work, struct nl_channel, ending);
	struct ntms_session *s = ch->c.session;

	ntms_channel_close(&ch->c);
	if (!ch->released && !ch->c.lost)
		channel_broken(&ch->c);
	sock_put(ch->sk);
	kfree(ch);
	/* at the end the last one lets the module go */
	ntms_session_put(s);
}

/* nobody finds it any more */
static void channel_end(struct nl_channel *ch)
{
	lockdep_assert_held(&channels_lock);
	hash_del(&ch->node);
	list_del(&ch->in_session);
	queue_work(ntms_the_model.wq, &ch->ending);
}

/**
 * ntms_nl_notify_released() - a socket is closed
 * @portid: of the socket
 */
void ntms_nl_notify_released(u32 portid)
{
	struct nl_channel *ch;

	spin_lock(&channels_lock);
	ch = lookup(portid);
	if (ch) {
		ch->released = true;
		channel_end(ch);
	}
	spin_unlock(&channels_lock);
}

/**
 * ntms_nl_notify_session_gone() - a session has ended, its channels end
 * @s: session, closed
 */
void ntms_nl_notify_session_gone(struct ntms_session *s)
{
	struct nl_channel *ch, *next;

	spin_lock(&channels_lock);
	list_for_each_entry_safe(ch, next, &s->channels, in_session)
		channel_end(ch);
	spin_unlock(&channels_lock);
}

static struct nl_channel *channel_make(struct sk_buff *skb,
				       struct genl_info *info,
				       struct ntms_session *s)
{
	struct nl_channel *ch = kzalloc(sizeof(*ch), GFP_KERNEL);
	u32 options = ntms_nl_u32(info->attrs[NTMS_A_CALL_OPTIONS]);

	if (!ch)
		return NULL;
	INIT_WORK(&ch->ending, channel_ending);
	ch->c.session = s;
	ch->c.signals = options & NTMS_NOTIFY_SIGNALS;
	ch->c.take = channel_take;
	ch->c.broken = channel_broken;
	ch->sk = NETLINK_CB(skb).sk;
	ch->portid = info->snd_portid;
	return ch;
}

static u32 channel_add(struct ntms_call *c, struct nl_channel *ch)
{
	struct ntms_session *s = ch->c.session;
	u32 error = 0;

	spin_lock(&channels_lock);
	if (READ_ONCE(s->closed)) {
		error = ntms_refuse(c, ERROR_INVALID_HANDLE,
				    "session %u is closed", s->id);
	} else if (lookup(ch->portid)) {
		error = ntms_refuse(c, ERROR_BUSY,
				    "this socket is a channel already");
	} else {
		ntms_session_get(s);
		sock_hold(ch->sk);
		hash_add(channels, &ch->node, ch->portid);
		list_add_tail(&ch->in_session, &s->channels);
	}
	spin_unlock(&channels_lock);
	return error;
}

/* it may have ended already, after the answer */
static void channel_start(const struct nl_channel *ch, u32 portid)
{
	struct nl_channel *found;

	spin_lock(&channels_lock);
	found = lookup(portid);
	if (found && found == ch)
		ntms_channel_start(&found->c);
	spin_unlock(&channels_lock);
}

static u32 channel_open(struct ntms_nl_call *call, struct genl_info *info,
			struct nl_channel *ch)
{
	u32 error;

	error = ntms_channel_open(&call->c, &ch->c,
				  nla_get_u32(info->attrs[NTMS_A_CALL_TYPE]));
	if (error)
		return error;
	error = channel_add(&call->c, ch);
	if (error)
		ntms_channel_close(&ch->c);
	return error;
}

/* semantics 0.3: the session, readiness, arguments */
static u32 check(struct ntms_nl_call *call, struct sk_buff *skb,
		 struct genl_info *info)
{
	u32 id = ntms_nl_u32(info->attrs[NTMS_A_CALL_SESSION]), error;

	call->c.s = ntms_nl_session_of_user(skb, id);
	if (!call->c.s)
		return ntms_refuse(&call->c, ERROR_INVALID_HANDLE,
				   "this user has no session %u", id);
	error = ntms_nl_call_check(call);
	if (!error && !info->attrs[NTMS_A_CALL_TYPE])
		error = ntms_refuse(&call->c, ERROR_INVALID_PARAMETER,
				    "the type of the objects is missing");
	return error;
}

int ntms_nl_open_notification_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, false);
	struct nl_channel *ch;
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	error = check(call, skb, info);
	if (error)
		return ntms_nl_answer(call, error);
	ch = channel_make(skb, info, call->c.s);
	if (!ch)
		return ntms_nl_answer(call,
			ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
				    "no memory for the channel"));
	error = channel_open(call, info, ch);
	if (error) {
		kfree(ch);
		return ntms_nl_answer(call, error);
	}
	/* what happens meanwhile comes after the answer */
	ntms_nl_answer(call, 0);
	channel_start(ch, info->snd_portid);
	return -EINTR;
}
