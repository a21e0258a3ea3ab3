// SPDX-License-Identifier: GPL-2.0
/*
 * netlink.c - the family, its answers and its events
 */
#include <linux/errno.h>
#include <linux/slab.h>
#include <net/net_namespace.h>

#include "agent.h"
#include "compat_genl.h"
#include "nl.h"

/*
 * Fits every reply but objects, paths and lists, and an ACK; what the kernel
 * adds to it makes half a KiB.  Long refusals are given more room.
 */
#define ANSWER_SIZE	192

static struct kmem_cache *calls;

static const struct {
	u32 error;
	int err;
} errnos[] = {
	{ ERROR_ACCESS_DENIED, -EACCES },
	{ ERROR_INVALID_HANDLE, -EBADF },
	{ ERROR_NOT_ENOUGH_MEMORY, -ENOMEM },
	{ ERROR_INVALID_DRIVE, -ENODEV },
	{ ERROR_WRITE_PROTECT, -EROFS },
	{ ERROR_NOT_READY, -EAGAIN },
	{ ERROR_SHARING_VIOLATION, -ETXTBSY },
	{ ERROR_NOT_SUPPORTED, -EOPNOTSUPP },
	{ ERROR_INVALID_PARAMETER, -EINVAL },
	{ ERROR_CALL_NOT_IMPLEMENTED, -EOPNOTSUPP },
	{ ERROR_INVALID_NAME, -ENAMETOOLONG },
	{ ERROR_BUSY, -EBUSY },
	{ ERROR_ALREADY_EXISTS, -EEXIST },
	{ ERROR_NO_DATA, -EMSGSIZE },
	{ ERROR_CANCELLED, -ECANCELED },
	{ ERROR_NO_SECURITY_ON_OBJECT, -ENODATA },
	{ ERROR_TIMEOUT, -ETIMEDOUT },
	{ ERROR_INVALID_MEDIA, -ENOENT },
	{ ERROR_INVALID_LIBRARY, -ENODEV },
	{ ERROR_INVALID_MEDIA_POOL, -ENOENT },
	{ ERROR_DRIVE_MEDIA_MISMATCH, -EXDEV },
	{ ERROR_MEDIA_OFFLINE, -ENOMEDIUM },
	{ ERROR_LIBRARY_OFFLINE, -ENXIO },
	{ ERROR_NOT_EMPTY, -ENOTEMPTY },
	{ ERROR_MEDIA_UNAVAILABLE, -EAGAIN },
	{ ERROR_RESOURCE_DISABLED, -ESHUTDOWN },
	{ ERROR_INVALID_CLEANER, -EMEDIUMTYPE },
	{ ERROR_UNABLE_TO_CLEAN, -EIO },
	{ ERROR_OBJECT_NOT_FOUND, -ENOENT },
	{ ERROR_DATABASE_FULL, -ENOSPC },
	{ ERROR_MEDIA_INCOMPATIBLE, -EMEDIUMTYPE },
	{ ERROR_RESOURCE_NOT_PRESENT, -ENODEV },
	{ ERROR_INVALID_OPERATION, -ENOENT },
	{ ERROR_MEDIA_NOT_AVAILABLE, -EBUSY },
	{ ERROR_DEVICE_NOT_AVAILABLE, -ENODEV },
	{ ERROR_REQUEST_REFUSED, -ECANCELED },
	{ ERROR_INVALID_DRIVE_OBJECT, -ENODEV },
	{ ERROR_LIBRARY_FULL, -ENOSPC },
	{ ERROR_CLEANER_SLOT_SET, -EEXIST },
	{ ERROR_CLEANER_SLOT_NOT_SET, -ENOENT },
	{ ERROR_CLEANER_CARTRIDGE_SPENT, -EIO },
	{ ERROR_CLEANER_CARTRIDGE_INSTALLED, -EEXIST },
	{ ERROR_RESOURCE_NOT_AVAILABLE, -EBUSY },
	{ ERROR_INVALID_STATE, -EBADFD },
	{ ERROR_INVALID_PARTITION, -ENOENT },
};

/**
 * ntms_nl_errno() - the errno nearest to a Win32 code
 * @error: Win32 code
 *
 * Return: 0 for 0, else a negative errno; -EIO for codes not in the table.
 */
int ntms_nl_errno(u32 error)
{
	u32 i;

	if (!error)
		return 0;
	for (i = 0; i < ARRAY_SIZE(errnos); i++)
		if (errnos[i].error == error)
			return errnos[i].err;
	return -EIO;
}

/* NLMSG_ERROR: the ACK, or the refusal with its reason and its code */
static int put_error(struct sk_buff *skb, const struct ntms_nl_call *call,
		     u32 error)
{
	size_t reason = nlmsg_total_size(sizeof(struct nlmsgerr)) +
			nla_total_size(strlen(call->c.text) + 1);
	struct nlmsghdr *nlh;
	struct nlmsgerr *e;

	if (error && skb_tailroom(skb) < reason + nla_total_size(4) &&
	    pskb_expand_head(skb, 0, reason, GFP_KERNEL))
		reason = 0;	/* without memory it goes without saying */
	nlh = nlmsg_put(skb, call->portid, call->request.nlmsg_seq,
			NLMSG_ERROR, sizeof(*e),
			NLM_F_CAPPED | (error ? NLM_F_ACK_TLVS : 0));
	if (!nlh)
		return -EMSGSIZE;
	e = nlmsg_data(nlh);
	e->error = ntms_nl_errno(error);
	e->msg = call->request;
	if (error && reason &&
	    nla_put_string(skb, NLMSGERR_ATTR_MSG, call->c.text))
		return -EMSGSIZE;
	if (error && nla_put_u32(skb, NLMSGERR_ATTR_COOKIE, error))
		return -EMSGSIZE;
	nlmsg_end(skb, nlh);
	return 0;
}

static void call_free(struct ntms_nl_call *call)
{
	struct ntms_session *s = call->c.s;

	kfree_skb(call->skb);
	kmem_cache_free(calls, call);
	/* at the end the last one lets go of the cache */
	if (s)
		ntms_session_put(s);
}

/**
 * ntms_nl_answer() - answer a request
 * @call: call; freed
 * @error: 0 to send what ntms_nl_reply() began and an ACK if one was asked
 *	for, else a Win32 code to refuse with @call.c.text
 *
 * A client whose receive buffer is full loses the answer, as with every
 * netlink message.
 *
 * Return: -EINTR, for the handler to return.
 */
int ntms_nl_answer(struct ntms_nl_call *call, u32 error)
{
	struct sk_buff *skb = call->skb;
	int err = 0;

	if (error) {
		/* rules do not say it each time */
		if (!call->c.text[0])
			ntms_refuse(&call->c, error,
				    error == ERROR_NOT_ENOUGH_MEMORY ?
				    "not enough memory" : "error %u", error);
		skb_trim(skb, 0);
		err = put_error(skb, call, error);
	} else {
		if (call->header)
			genlmsg_end(skb, call->header);
		if (call->request.nlmsg_flags & NLM_F_ACK)
			err = put_error(skb, call, 0);
	}
	call->skb = NULL;
	if (WARN_ON_ONCE(err) || !skb->len)
		kfree_skb(skb);
	else
		genlmsg_unicast(&init_net, skb, call->portid);
	call_free(call);
	return -EINTR;
}

/* only the store itself knows for sure that nothing is on disk */
static const char *why_undone(u32 error)
{
	if (error == ERROR_CANCELLED)
		return "the module was unloaded before the store had confirmed the change";
	if (ntms_journal_ready(&ntms_the_model, NULL))
		return "the store is gone: the change was taken back, ntmsd is told so when it is back";
	return "the store could not keep the change, nothing was changed";
}

static void call_durable(struct ntms_waiter *w, u32 error)
{
	struct ntms_nl_call *call = container_of(w, struct ntms_nl_call,
						 durable);

	if (error && !call->c.text[0])
		ntms_refuse(&call->c, error, "%s", why_undone(error));
	ntms_nl_answer(call, error);
}

/**
 * ntms_nl_durable() - for a rule that commits itself
 * @call: call
 *
 * Return: what answers @call when it is told.
 */
struct ntms_waiter *ntms_nl_durable(struct ntms_nl_call *call)
{
	call->durable.done = call_durable;
	return &call->durable;
}

/**
 * ntms_nl_commit() - end a transaction and answer
 * @call: call; answered later if need be
 * @t: open transaction of it
 * @error: what the rule said; the transaction is aborted unless it is 0
 *
 * Return: -EINTR, for the handler to return.
 */
int ntms_nl_commit(struct ntms_nl_call *call, struct ntms_txn *t, u32 error)
{
	const char *why = "not enough memory";

	if (error) {
		ntms_txn_abort(t);
		return ntms_nl_answer(call, error);
	}
	error = ntms_txn_commit(t, ntms_nl_durable(call));
	if (error) {
		ntms_journal_ready(call->c.m, &why);
		ntms_refuse(&call->c, error, "%s", why);
		ntms_nl_answer(call, error);
	}
	return -EINTR;
}

/**
 * ntms_nl_reply() - begin the message that answers a request
 * @call: call
 *
 * Return: true, and attributes can be put into @call->skb.
 */
bool ntms_nl_reply(struct ntms_nl_call *call)
{
	call->header = genlmsg_put(call->skb, call->portid,
				   call->request.nlmsg_seq, &ntms_nl_family, 0,
				   call->cmd);
	return call->header;
}

/* keeps the allocator from clearing what call_alloc() fills in */
static void call_construct(void *call)
{
	memset(call, 0, sizeof(struct ntms_nl_call));
}

static struct ntms_nl_call *call_alloc(struct genl_info *info)
{
	struct ntms_nl_call *call = kmem_cache_alloc(calls, GFP_KERNEL);

	if (!call)
		return NULL;
	call->skb = alloc_skb(ANSWER_SIZE, GFP_KERNEL);
	if (!call->skb) {
		kmem_cache_free(calls, call);
		return NULL;
	}
	call->c.m = &ntms_the_model;
	call->c.s = NULL;
	call->c.text[0] = 0;
	call->header = NULL;
	call->cmd = info->genlhdr->cmd;
	call->portid = info->snd_portid;
	call->request = *info->nlhdr;
	return call;
}

/**
 * ntms_nl_call_check() - may this request be served now?
 * @call: call of a session
 *
 * Return: 0, ERROR_INVALID_HANDLE, ERROR_NOT_READY.
 */
u32 ntms_nl_call_check(struct ntms_nl_call *call)
{
	struct ntms_journal *j = &call->c.m->journal;

	if (!call->c.s)
		return ntms_refuse(&call->c, ERROR_INVALID_HANDLE,
				   "this socket has no open session");
	switch (READ_ONCE(j->state)) {
	case NTMS_READINESS_WAITING:
		return ntms_refuse(&call->c, ERROR_NOT_READY,
				   "no store is attached yet: start ntmsd");
	case NTMS_READINESS_LOADING:
		return ntms_refuse(&call->c, ERROR_NOT_READY,
				   "the store is still handing over its objects");
	}
	return 0;
}

/**
 * ntms_nl_call_begin() - a request has come
 * @request: of the handler
 * @info: of the handler
 * @session: it needs a session and a model that is ready
 *
 * Return: the call, which has to be answered once; NULL when it has been
 * refused already (the handler returns -EINTR) or an ERR_PTR for the handler
 * to return.
 */
struct ntms_nl_call *ntms_nl_call_begin(struct sk_buff *request,
					struct genl_info *info, bool session)
{
	struct ntms_nl_call *call = call_alloc(info);
	u32 error;

	if (!call)
		return ERR_PTR(-ENOMEM);
	if (!session)
		return call;
	call->c.s = ntms_nl_session_find(request, call->portid);
	error = ntms_nl_call_check(call);
	if (!error)
		return call;
	return ERR_PTR(ntms_nl_answer(call, error));
}

/* something happened to an object; only built when somebody listens */
static void nl_event(struct ntms_model *m, u8 event, u8 type,
		     const guid_t *guid)
{
	struct sk_buff *skb;
	void *header;

	if (!genl_has_listeners(&ntms_nl_family, &init_net, NTMS_NLGRP_EVENTS))
		return;
	skb = nlmsg_new(64, GFP_KERNEL);
	if (!skb) {
		/* they have to know that they missed something */
		genl_set_err(&ntms_nl_family, &init_net, 0, NTMS_NLGRP_EVENTS,
			     -ENOBUFS);
		return;
	}
	header = genlmsg_put(skb, 0, 0, &ntms_nl_family, 0,
			     NTMS_CMD_OBJECT_EVENT);
	if (!header || nla_put_u32(skb, NTMS_A_CALL_EVENT, event) ||
	    nla_put_u32(skb, NTMS_A_CALL_TYPE, type) ||
	    nla_put(skb, NTMS_A_CALL_GUID, sizeof(*guid), guid)) {
		kfree_skb(skb);
		return;
	}
	genlmsg_end(skb, header);
	genlmsg_multicast(&ntms_nl_family, skb, 0, NTMS_NLGRP_EVENTS,
			  GFP_KERNEL);
}

const struct ntms_sink ntms_nl_sink = {
	.record = ntms_nl_record,
	.record_free = ntms_nl_record_free,
	.doorbell = ntms_nl_doorbell,
	.event = nl_event,
};

int ntms_nl_get_status_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, false);
	struct ntms_model *m = &ntms_the_model;
	struct ntms_journal *j = &m->journal;

	if (IS_ERR(call))
		return PTR_ERR(call);
	skb = call->skb;
	if (!ntms_nl_reply(call) ||
	    nla_put_string(skb, NTMS_A_STATUS_VERSION, NTMS_VERSION) ||
	    nla_put_u32(skb, NTMS_A_STATUS_READINESS, READ_ONCE(j->state)) ||
	    nla_put_u32(skb, NTMS_A_STATUS_DURABLE, j->store) ||
	    ntms_nl_put_u64(skb, NTMS_A_STATUS_COMMITTED, READ_ONCE(j->committed)) ||
	    ntms_nl_put_u64(skb, NTMS_A_STATUS_STORED, READ_ONCE(j->durable)) ||
	    nla_put_u32(skb, NTMS_A_STATUS_SESSIONS,
			READ_ONCE(m->number_of_sessions)) ||
	    nla_put_u32(skb, NTMS_A_STATUS_OBJECTS, READ_ONCE(m->count)) ||
	    ntms_nl_put_u64(skb, NTMS_A_STATUS_UPTIME,
			    ktime_get_ns() - m->started) ||
	    nla_put_u32(skb, NTMS_A_STATUS_AGENT, ntms_agent_present()))
		return ntms_nl_answer(call, ERROR_NOT_ENOUGH_MEMORY);
	return ntms_nl_answer(call, 0);
}

static const struct genl_multicast_group groups[] = {
	/* it tells of all objects, whoever may see them */
	[NTMS_NLGRP_EVENTS] = {
		.name = NTMS_MCGRP_EVENTS,
		.flags = GENL_MCAST_CAP_SYS_ADMIN,
	},
};

struct genl_family ntms_nl_family __ro_after_init = {
	.name = NTMS_FAMILY_NAME,
	.version = NTMS_FAMILY_VERSION,
	.netnsok = false,
	.parallel_ops = true,
	.module = THIS_MODULE,
	.mcgrps = groups,
	.n_mcgrps = ARRAY_SIZE(groups),
};

/**
 * ntms_nl_init() - open the user side
 *
 * Return: 0 or a negative errno.
 */
int ntms_nl_init(void)
{
	int err;

	calls = kmem_cache_create("ntms_call", sizeof(struct ntms_nl_call), 0,
				  0, call_construct);
	if (!calls)
		return -ENOMEM;
	ntms_nl_store_init();
	ntms_nl_agent_init();
	err = ntms_nl_session_init();
	if (err)
		goto err_calls;
	err = ntms_genl_register(&ntms_nl_family, ntms_nl_ops,
				 ARRAY_SIZE(ntms_nl_ops));
	if (!err)
		return 0;
	ntms_nl_session_exit();
err_calls:
	kmem_cache_destroy(calls);
	return err;
}

/**
 * ntms_nl_close() - let nobody in any more
 *
 * When it returns no handler runs; what the store did not take is undone.
 */
void ntms_nl_close(void)
{
	ntms_journal_drain(&ntms_the_model);
	ntms_genl_unregister(&ntms_nl_family);
	ntms_journal_close(&ntms_the_model);
	ntms_nl_store_drain();
}

/**
 * ntms_nl_exit() - end all sessions, after ntms_nl_close()
 *
 * When it returns every call has been answered.
 */
void ntms_nl_exit(void)
{
	ntms_nl_session_exit();
	ntms_nl_store_exit();
	ntms_nl_agent_exit();
	kmem_cache_destroy(calls);
}
