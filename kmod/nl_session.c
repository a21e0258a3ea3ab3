// SPDX-License-Identifier: GPL-2.0
/*
 * nl_session.c - a session is a socket
 *
 * It is found by the port id of the socket and, because another socket can
 * bind the same port id before we hear of the end of the first one, by the
 * socket itself.  It ends with the socket (NETLINK_URELEASE) or by
 * close-session; calls that wait are cancelled then, media stay where they
 * are (decision A-32).
 */
#include <linux/cred.h>
#include <linux/file.h>
#include <linux/hashtable.h>
#include <linux/netlink.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>
#include <linux/wait.h>
#include <net/sock.h>

#include "info.h"
#include "library.h"
#include "nl.h"
#include "robotics.h"

/**
 * struct nl_session - a session and its socket
 * @s: what the core knows
 * @node: entry of sessions
 * @sk: compared, never followed
 * @portid: of @sk
 * @ending: puts away what it had, once the session cannot be found any more
 * @groups: of the caller
 */
struct nl_session {
	struct ntms_session s;
	struct hlist_node node;
	const struct sock *sk;
	u32 portid;
	struct work_struct ending;
	u32 groups[];
};

static DEFINE_HASHTABLE(sessions, 8);
static DEFINE_SPINLOCK(sessions_lock);	/* protects sessions and last_id */
static u32 last_id;
static atomic_t live = ATOMIC_INIT(0);		/* sessions that are not freed */
static DECLARE_WAIT_QUEUE_HEAD(all_freed);

static struct nl_session *nl_session_of(struct ntms_session *s)
{
	return container_of(s, struct nl_session, s);
}

static void session_release(struct kref *ref)
{
	struct ntms_session *s = container_of(ref, struct ntms_session, ref);

	ntms_destination_forget(s);
	kfree(s->application);
	kfree(s->user);
	kfree(s->computer);
	kfree(nl_session_of(s));
	if (atomic_dec_and_test(&live))
		wake_up(&all_freed);
}

static struct nl_session *lookup(u32 portid)
{
	struct nl_session *ns;

	lockdep_assert_held(&sessions_lock);
	hash_for_each_possible(sessions, ns, node, portid)
		if (ns->portid == portid)
			return ns;
	return NULL;
}

/**
 * ntms_nl_session_find() - the session of the socket that sent a request
 * @request: the request
 * @portid: of its sender
 *
 * Return: the session with a reference, or NULL.
 */
struct ntms_session *ntms_nl_session_find(const struct sk_buff *request,
					  u32 portid)
{
	struct ntms_session *s = NULL;
	struct nl_session *ns;

	spin_lock(&sessions_lock);
	ns = lookup(portid);
	if (ns && ns->sk == NETLINK_CB(request).sk)
		s = ntms_session_get(&ns->s);
	spin_unlock(&sessions_lock);
	return s;
}

/**
 * ntms_nl_session_of_user() - a session of whoever opened another socket
 * @request: from that socket
 * @id: number of the session
 *
 * Return: the session with a reference, or NULL when there is none of this
 * number, or it is of another user.
 */
struct ntms_session *ntms_nl_session_of_user(const struct sk_buff *request,
					     u32 id)
{
	const struct socket *sock = NETLINK_CB(request).sk->sk_socket;
	const struct cred *cred = sock && sock->file ? sock->file->f_cred :
						       current_cred();
	u32 uid = from_kuid(&init_user_ns, cred->euid), i;
	struct ntms_session *s = NULL;
	struct nl_session *ns;

	spin_lock(&sessions_lock);
	hash_for_each(sessions, i, ns, node)
		if (ns->s.id == id && ns->s.caller.uid == uid)
			s = ntms_session_get(&ns->s);
	spin_unlock(&sessions_lock);
	return s;
}

static void session_ending(struct work_struct *work)
{
	struct nl_session *ns = container_of(work, struct nl_session, ending);

	ntms_nl_notify_session_gone(&ns->s);
	ntms_session_gone(&ns->s);
	ntms_session_put(&ns->s);
}

/* nobody finds it any more; the reference of the table goes to the work */
static void session_end(struct nl_session *ns)
{
	lockdep_assert_held(&sessions_lock);
	hash_del(&ns->node);
	/* at once: whoever is told of the end may make room for what waits */
	ntms_session_cancel(&ns->s);
	WRITE_ONCE(ns->s.model->number_of_sessions,
		   ns->s.model->number_of_sessions - 1);
	queue_work(ns->s.model->wq, &ns->ending);
}

static int socket_released(struct notifier_block *nb, unsigned long event,
			   void *data)
{
	struct netlink_notify *n = data;
	struct nl_session *ns;

	if (event != NETLINK_URELEASE || n->protocol != NETLINK_GENERIC ||
	    !net_eq(n->net, &init_net))
		return NOTIFY_DONE;
	spin_lock(&sessions_lock);
	ns = lookup(n->portid);
	if (ns)
		session_end(ns);
	spin_unlock(&sessions_lock);
	ntms_nl_notify_released(n->portid);
	ntms_nl_store_released(n->portid);
	ntms_nl_agent_released(n->portid);
	return NOTIFY_DONE;
}

static struct notifier_block notifier = { .notifier_call = socket_released };

static int compare_ids(const void *a, const void *b)
{
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	return x < y ? -1 : x > y;
}

/* the opener of the socket, not whoever has inherited it */
static void caller_fill(struct nl_session *ns, const struct cred *cred,
			struct file *file)
{
	struct ntms_caller *who = &ns->s.caller;
	u32 i;

	who->uid = from_kuid(&init_user_ns, cred->euid);
	who->gid = from_kgid(&init_user_ns, cred->egid);
	who->number_of_groups = cred->group_info->ngroups;
	for (i = 0; i < who->number_of_groups; i++)
		ns->groups[i] = from_kgid(&init_user_ns,
					  cred->group_info->gid[i]);
	sort(ns->groups, i, sizeof(u32), compare_ids, NULL);
	who->groups = ns->groups;
	who->admin = file ? file_ns_capable(file, &init_user_ns, CAP_SYS_ADMIN) :
			    ns_capable(&init_user_ns, CAP_SYS_ADMIN);
}

/**
 * ntms_nl_opener_admin() - was the socket opened by an administrator?
 * @request: from the socket
 *
 * netlink_capable() asks that only of those who write(2).
 *
 * Return: true when the opener had CAP_SYS_ADMIN.
 */
bool ntms_nl_opener_admin(const struct sk_buff *request)
{
	const struct socket *sock = NETLINK_CB(request).sk->sk_socket;

	return !sock || !sock->file ||
	       file_ns_capable(sock->file, &init_user_ns, CAP_SYS_ADMIN);
}

/**
 * ntms_nl_sent_by() - does a request come from a user?
 * @request: from the socket
 * @uid: in the initial user namespace
 *
 * Return: true when @uid opened the socket and sent the request.
 */
bool ntms_nl_sent_by(const struct sk_buff *request, u32 uid)
{
	const struct socket *sock = NETLINK_CB(request).sk->sk_socket;
	kuid_t user = make_kuid(&init_user_ns, uid);

	return uid_valid(user) && uid_eq(NETLINK_CREDS(request)->uid, user) &&
	       sock && sock->file && uid_eq(sock->file->f_cred->euid, user);
}

static char *text_attr(struct nlattr *a)
{
	return kstrdup(a ? nla_data(a) : "", GFP_KERNEL);
}

static struct nl_session *session_make(struct sk_buff *skb,
				       struct genl_info *info)
{
	struct sock *sk = NETLINK_CB(skb).sk;
	struct file *file = sk->sk_socket ? sk->sk_socket->file : NULL;
	const struct cred *cred = file ? file->f_cred : current_cred();
	struct nl_session *ns;

	ns = kzalloc(struct_size(ns, groups, cred->group_info->ngroups),
		     GFP_KERNEL);
	if (!ns)
		return NULL;
	atomic_inc(&live);
	kref_init(&ns->s.ref);
	ns->s.release = session_release;
	ns->s.model = &ntms_the_model;
	INIT_LIST_HEAD(&ns->s.calls);
	INIT_LIST_HEAD(&ns->s.channels);
	spin_lock_init(&ns->s.lock);
	INIT_WORK(&ns->ending, session_ending);
	ns->sk = sk;
	ns->portid = info->snd_portid;
	caller_fill(ns, cred, file);
	ns->s.application = text_attr(info->attrs[NTMS_A_CALL_APPLICATION]);
	ns->s.user = text_attr(info->attrs[NTMS_A_CALL_USER]);
	ns->s.computer = text_attr(info->attrs[NTMS_A_CALL_COMPUTER]);
	if (!ns->s.application || !ns->s.user || !ns->s.computer) {
		ntms_session_put(&ns->s);
		return NULL;
	}
	return ns;
}

static u32 session_add(struct ntms_call *c, struct nl_session *ns)
{
	struct ntms_model *m = ns->s.model;
	u32 error = 0;

	spin_lock(&sessions_lock);
	if (lookup(ns->portid)) {
		error = ntms_refuse(c, ERROR_BUSY,
				    "this socket has a session already");
	} else {
		ns->s.id = ++last_id;
		hash_add(sessions, &ns->node, ns->portid);
		WRITE_ONCE(m->number_of_sessions, m->number_of_sessions + 1);
	}
	spin_unlock(&sessions_lock);
	return error;
}

static u32 session_permitted(struct ntms_call *c, struct ntms_session *s)
{
	struct ntms_model *m = c->m;
	u32 error;

	if (READ_ONCE(m->journal.state) != NTMS_READINESS_READY &&
	    READ_ONCE(m->journal.state) != NTMS_READINESS_DETACHED)
		return ntms_refuse(c, ERROR_NOT_READY,
				   "no store has handed over its objects yet: is ntmsd running?");
	/* a moment; a store that is gone may need longer */
	if (m->journal.store && !ntms_robotics_cleaned() &&
	    READ_ONCE(m->journal.state) == NTMS_READINESS_READY)
		return ntms_refuse(c, ERROR_NOT_READY,
				   "it is not known yet which libraries are there: try again");
	c->s = s;
	down_read(&m->lock);
	error = m->computer ? ntms_access(c, &m->computer->o, NTMS_USE_ACCESS) :
			      ntms_refuse(c, ERROR_NOT_READY, "not ready");
	up_read(&m->lock);
	c->s = NULL;
	return error;
}

int ntms_nl_open_session_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, false);
	struct nl_session *ns;
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ns = session_make(skb, info);
	if (!ns)
		return ntms_nl_answer(call,
			ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
				    "no memory for a session"));
	error = session_permitted(&call->c, &ns->s);
	if (!error)
		error = session_add(&call->c, ns);
	if (error) {
		ntms_session_put(&ns->s);
		return ntms_nl_answer(call, error);
	}
	if (ntms_nl_reply(call))
		nla_put_u32(call->skb, NTMS_A_CALL_SESSION, ns->s.id);
	return ntms_nl_answer(call, 0);
}

int ntms_nl_close_session_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, false);
	struct nl_session *ns;
	bool found;

	if (IS_ERR(call))
		return PTR_ERR(call);
	spin_lock(&sessions_lock);
	ns = lookup(call->portid);
	found = ns && ns->sk == NETLINK_CB(skb).sk;
	if (found)
		session_end(ns);
	spin_unlock(&sessions_lock);
	if (!found)
		return ntms_nl_answer(call,
			ntms_refuse(&call->c, ERROR_INVALID_HANDLE,
				    "this socket has no open session"));
	return ntms_nl_answer(call, 0);
}

/**
 * ntms_nl_session_init() - be ready for sessions
 *
 * Return: 0 or -ENOMEM.
 */
int ntms_nl_session_init(void)
{
	return netlink_register_notifier(&notifier);
}

/**
 * ntms_nl_session_exit() - end all sessions
 *
 * Context: the family is gone, no handler runs.  Waits until every call that
 * waits in a session is answered.
 */
void ntms_nl_session_exit(void)
{
	struct hlist_node *next;
	struct nl_session *ns;
	u32 i;

	netlink_unregister_notifier(&notifier);
	spin_lock(&sessions_lock);
	hash_for_each_safe(sessions, i, next, ns, node)
		session_end(ns);
	spin_unlock(&sessions_lock);
	wait_event(all_freed, !atomic_read(&live));
}
