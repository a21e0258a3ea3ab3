/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nl.h - the user side: generic netlink family "ntms"
 *
 * A handler never waits.  It changes the model, leaves the ready-made answer
 * with the commit and returns -EINTR, which keeps generic netlink from
 * answering; the answer goes out when the store has the change.  All answers
 * take this way, refusals too, so that each carries the Win32 code.
 */
#ifndef NTMS_NL_H
#define NTMS_NL_H

#include <net/genetlink.h>
#include <net/netlink.h>

#include "call.h"
#include "compat_genl.h"
#include "generated/netlink.h"
#include "media.h"
#include "ntms.h"

extern struct genl_family ntms_nl_family;
extern struct ntms_model ntms_the_model;
extern const struct ntms_sink ntms_nl_sink;

/**
 * struct ntms_nl_call - a request that has to be answered once
 * @c: for the rules; @c.s is NULL for calls without a session
 * @durable: hook into the commit
 * @answer: hook into an allocation that waits
 * @skb: the answer, begun by ntms_nl_reply()
 * @header: of the message in @skb, or NULL
 * @portid: who asked
 * @cmd: what was asked, enum ntms_cmd
 * @request: header of what was asked
 * @operation: work item of a call that controls a library
 * @allocation: of AllocateNtmsMedia, has to live until the answer
 */
struct ntms_nl_call {
	struct ntms_call c;
	struct ntms_waiter durable;
	struct ntms_answer answer;
	struct sk_buff *skb;
	void *header;
	u32 portid;
	u8 cmd;
	struct nlmsghdr request;
	guid_t operation;
	struct ntms_allocation allocation;
};

#define NTMS_VERSION	"0.1"

/* netlink.c */
struct ntms_nl_call *ntms_nl_call_begin(struct sk_buff *request,
					struct genl_info *info, bool session);
u32 ntms_nl_call_check(struct ntms_nl_call *call);
bool ntms_nl_reply(struct ntms_nl_call *call);
int ntms_nl_answer(struct ntms_nl_call *call, u32 error);
struct ntms_waiter *ntms_nl_durable(struct ntms_nl_call *call);
int ntms_nl_commit(struct ntms_nl_call *call, struct ntms_txn *t, u32 error);
int ntms_nl_errno(u32 error);
static inline void ntms_nl_guid(const struct nlattr *a, guid_t *guid)
{
	if (a)
		memcpy(guid, nla_data(a), sizeof(*guid));
	else
		guid_copy(guid, &guid_null);
}

static inline int ntms_nl_put_guid(struct sk_buff *skb, int attribute,
				   const guid_t *guid)
{
	return nla_put(skb, attribute, sizeof(*guid), guid);
}

static inline int ntms_nl_put_u64(struct sk_buff *skb, int attribute, u64 v)
{
	return nla_put(skb, attribute, sizeof(v), &v);
}

static inline u32 ntms_nl_u32(const struct nlattr *a)
{
	return a ? nla_get_u32(a) : 0;
}

static inline u64 ntms_nl_u64(const struct nlattr *a)
{
	return a ? nla_get_u64(a) : 0;
}

/* nl_session.c */
bool ntms_nl_opener_admin(const struct sk_buff *request);
bool ntms_nl_sent_by(const struct sk_buff *request, u32 uid);
struct ntms_session *ntms_nl_session_find(const struct sk_buff *request,
					  u32 portid);
struct ntms_session *ntms_nl_session_of_user(const struct sk_buff *request,
					     u32 id);
int ntms_nl_session_init(void);
void ntms_nl_session_exit(void);

/* nl_notify.c */
#define NTMS_NOTIFY_SIGNALS	1	/* option: EVENT_* as well as OBJ_* */
void ntms_nl_notify_released(u32 portid);
void ntms_nl_notify_session_gone(struct ntms_session *s);

/* nl_object.c */
#define NTMS_NL_STORED	1	/* what the store keeps, not what clients see */
int ntms_nl_fill(struct sk_buff *skb, int attribute,
		 const struct ntms_object *o, u32 flags);
size_t ntms_nl_size(const struct ntms_object *o);
u32 ntms_nl_load(struct ntms_call *c, struct ntms_txn *t, struct nlattr *a);

/* nl_store.c */
u32 ntms_nl_record(struct ntms_model *m, struct ntms_commit *c);
void ntms_nl_record_free(void *record);
void ntms_nl_doorbell(struct ntms_model *m);
void ntms_nl_store_released(u32 portid);
void ntms_nl_store_init(void);
void ntms_nl_store_drain(void);
void ntms_nl_store_exit(void);

/* nl_task.c */
u32 ntms_nl_task_wanted(void);
void ntms_nl_task_sent(u32 task);
void ntms_nl_task_end(u32 task, u32 error);
void ntms_nl_task_fail(void);

/* nl_agent.c */
void ntms_nl_agent_released(u32 portid);
void ntms_nl_agent_init(void);
void ntms_nl_agent_exit(void);

/* netlink.c */
int ntms_nl_init(void);
void ntms_nl_close(void);
void ntms_nl_exit(void);

#endif /* NTMS_NL_H */
