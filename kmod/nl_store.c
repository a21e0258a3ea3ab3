// SPDX-License-Identifier: GPL-2.0
/*
 * nl_store.c - the conversation with the store
 *
 * The store pulls: next-journal says what is on disk and asks for what
 * follows.  The answer is held back until there is something, and then holds
 * everything there is, up to a message full: one commit of the database for
 * all of it.  A record that is larger than a message goes in parts.
 */
#include <linux/slab.h>

#include "nl.h"
#include "robotics.h"

#define PART_SIZE	8192	/* of a record, unless one object is larger */
#define MESSAGE_SIZE	49152	/* of an answer; an attribute holds 65535 */
#define BATCH_MAX	512	/* records in an answer */
#define AGAIN		(HZ / 20 + 1)	/* pause when there is no memory */

/* what a commit is for the store: attributes of a record nest, in parts */
struct nl_record {
	u32 count;
	struct sk_buff_head parts;
};

/**
 * struct nl_store - the store
 * @lock: protects everything here; taken before journal.flush
 * @sk: its socket, compared, never followed; NULL when there is none
 * @portid: of @sk
 * @waiting: next-journal that is held back, or NULL
 * @sent: last commit that was sent completely
 * @part: parts of the commit after @sent that were sent
 * @again: pumps again after there was no memory
 * @loading: checks what was restored
 * @starting: lets the robots work after that; may wait for the store
 * @restored: the answer to "restored", which @loading gives, or NULL
 */
static struct nl_store {
	struct mutex lock;
	const struct sock *sk;
	u32 portid;
	struct ntms_nl_call *waiting;
	u64 sent;
	u32 part;
	struct delayed_work again;
	struct work_struct loading;
	struct work_struct starting;
	struct ntms_nl_call *restored;
} store;

/* records */

static size_t change_size(struct ntms_model *m, const struct ntms_change *c,
			  const struct ntms_object **o)
{
	*o = c->op == NTMS_OP_REPAIR ? ntms_find_type(m, &c->guid, c->type) :
	     c->op == NTMS_OP_DELETE ? NULL : c->object;
	if (c->op == NTMS_OP_TOUCH)
		return 0;
	return *o ? ntms_nl_size(*o) :
		    nla_total_size(nla_total_size(4) +
				   nla_total_size(sizeof(guid_t)));
}

static int put_change(struct sk_buff *skb, const struct ntms_change *c,
		      const struct ntms_object *o)
{
	struct nlattr *nest;

	if (o)
		return ntms_nl_fill(skb, NTMS_A_RECORD_OBJECT, o,
				    NTMS_NL_STORED);
	nest = nla_nest_start(skb, NTMS_A_RECORD_DELETED);
	if (!nest || nla_put_u32(skb, NTMS_A_OBJECT_TYPE, c->type) ||
	    ntms_nl_put_guid(skb, NTMS_A_OBJECT_GUID, &c->guid))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/**
 * ntms_nl_record() - make the record of a commit
 * @m: model, locked for write
 * @c: commit; gets @c->record, NULL when there is nothing to store
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_nl_record(struct ntms_model *m, struct ntms_commit *c)
{
	const struct ntms_object *o;
	struct sk_buff *skb = NULL;
	struct ntms_change *change;
	struct nl_record *r;
	size_t size, total = 0;

	list_for_each_entry(change, &c->changes, link)
		total += change_size(m, change, &o);
	if (!total)
		return 0;
	r = kzalloc(sizeof(*r), GFP_KERNEL);
	if (!r)
		return ERROR_NOT_ENOUGH_MEMORY;
	skb_queue_head_init(&r->parts);
	list_for_each_entry(change, &c->changes, link) {
		size = change_size(m, change, &o);
		if (!size)
			continue;
		if (!skb || skb_tailroom(skb) < size) {
			skb = alloc_skb(max_t(size_t, size,
					      min_t(size_t, total, PART_SIZE)),
					GFP_KERNEL);
			if (!skb)
				goto err_free;
			__skb_queue_tail(&r->parts, skb);
			r->count++;
		}
		if (WARN_ON_ONCE(put_change(skb, change, o)))
			goto err_free;
		total -= size;
	}
	c->record = r;
	return 0;

err_free:
	ntms_nl_record_free(r);
	return ERROR_NOT_ENOUGH_MEMORY;
}

/**
 * ntms_nl_record_free() - free what ntms_nl_record() made
 * @record: record
 */
void ntms_nl_record_free(void *record)
{
	struct nl_record *r = record;

	skb_queue_purge(&r->parts);
	kfree(r);
}

/* sending */

/* the commits after the last one sent; they stay while journal.flush is held */
static u32 collect(struct ntms_journal *j, struct ntms_commit **batch)
{
	struct ntms_commit *c;
	u32 n = 0;

	lockdep_assert_held(&j->flush);
	spin_lock(&j->lock);
	list_for_each_entry(c, &j->pending, link) {
		if (!c->record || c->sequence <= store.sent)
			continue;
		batch[n++] = c;
		if (n == BATCH_MAX)
			break;
	}
	spin_unlock(&j->lock);
	return n;
}

/* one record, as much of it as fits; 1 all of it, 0 not all, or an errno */
static int put_record(struct sk_buff *skb, const struct ntms_commit *c,
		      u32 *part)
{
	struct nl_record *r = c->record;
	struct sk_buff *p;
	struct nlattr *nest;
	u32 n = 0, from = *part;

	if (skb_tailroom(skb) < 32)
		return -EMSGSIZE;
	nest = nla_nest_start(skb, NTMS_A_STORE_RECORD);
	if (!nest || ntms_nl_put_u64(skb, NTMS_A_RECORD_SEQUENCE, c->sequence))
		return -EMSGSIZE;
	skb_queue_walk(&r->parts, p) {
		if (n++ < from)
			continue;
		if (skb_tailroom(skb) < p->len + nla_total_size(0))
			break;
		skb_put_data(skb, p->data, p->len);
		++*part;
	}
	if (*part == from) {
		nla_nest_cancel(skb, nest);
		return -EMSGSIZE;
	}
	nla_nest_end(skb, nest);
	return *part == r->count;
}

static int put_batch(struct sk_buff *skb, struct ntms_commit **batch, u32 n,
		     u64 *sent, u32 *part)
{
	u32 i;
	int ret;

	for (i = 0; i < n; i++) {
		ret = put_record(skb, batch[i], part);
		if (ret == -EMSGSIZE)
			return i ? 0 : -EMSGSIZE;
		if (!ret)
			return nla_put_flag(skb, NTMS_A_STORE_MORE);
		*sent = batch[i]->sequence;
		*part = 0;
	}
	return 0;
}

static size_t batch_size(struct ntms_commit **batch, u32 n)
{
	size_t size = 256, largest = 0;
	struct nl_record *r;
	struct sk_buff *p;
	u32 i;

	for (i = 0; i < n; i++) {
		r = batch[i]->record;
		size += 32;
		skb_queue_walk(&r->parts, p) {
			size += p->len;
			largest = max_t(size_t, largest, p->len);
		}
		if (size > MESSAGE_SIZE)
			break;
	}
	return min_t(size_t, size, max_t(size_t, MESSAGE_SIZE, largest + 256));
}

/* answers a next-journal that waits, if there is something to answer with */
static void pump(struct ntms_model *m)
{
	struct ntms_commit **batch;
	struct ntms_nl_call *call = store.waiting;
	u64 sent = store.sent;
	u32 n, part = store.part, task;

	lockdep_assert_held(&store.lock);
	if (!call)
		return;
	task = ntms_nl_task_wanted();
	batch = kmalloc_array(BATCH_MAX, sizeof(*batch), GFP_KERNEL);
	if (!batch)
		goto again;
	mutex_lock(&m->journal.flush);
	n = collect(&m->journal, batch);
	if ((n || task) && !pskb_expand_head(call->skb, 0, batch_size(batch, n),
					     GFP_KERNEL) &&
	    ntms_nl_reply(call) &&
	    !(task && nla_put_u32(call->skb, NTMS_A_STORE_TASK, task)) &&
	    !put_batch(call->skb, batch, n, &sent, &part)) {
		store.sent = sent;
		store.part = part;
		store.waiting = NULL;
		if (task)
			ntms_nl_task_sent(task);
	} else {
		skb_trim(call->skb, 0);
		call = NULL;
	}
	mutex_unlock(&m->journal.flush);
	kfree(batch);
	if (call)
		ntms_nl_answer(call, 0);
	else if (n || task)
		goto again;
	return;

again:
	/* perhaps nothing else will ever ring */
	queue_delayed_work(m->wq, &store.again, AGAIN);
}

static void again_work(struct work_struct *work)
{
	ntms_nl_doorbell(&ntms_the_model);
}

/**
 * ntms_nl_doorbell() - there is something for the store
 * @m: model, not locked
 */
void ntms_nl_doorbell(struct ntms_model *m)
{
	if (!list_empty_careful(&m->journal.repair))
		ntms_journal_repair(m);
	mutex_lock(&store.lock);
	pump(m);
	mutex_unlock(&store.lock);
}

/* requests of the store */

static u32 check_store(struct ntms_call *c, const struct sk_buff *request,
		       u32 portid)
{
	if (store.sk && store.sk == NETLINK_CB(request).sk &&
	    store.portid == portid && READ_ONCE(c->m->journal.attached))
		return 0;
	return ntms_refuse(c, ERROR_INVALID_HANDLE,
			   "this socket is not the attached store");
}

static u32 attach(struct ntms_nl_call *call, struct sk_buff *skb,
		  guid_t *history, u64 *durable, bool *upload)
{
	struct ntms_model *m = call->c.m;
	u64 known = *durable;
	u32 error;

	if (!netlink_capable(skb, CAP_SYS_ADMIN) || !ntms_nl_opener_admin(skb))
		return ntms_refuse(&call->c, ERROR_ACCESS_DENIED,
				   "the store needs CAP_SYS_ADMIN");
	if (known > S64_MAX)
		return ntms_refuse(&call->c, ERROR_INVALID_PARAMETER,
				   "there is no change %llu", known);
	if (!m->journal.store)
		return ntms_refuse(&call->c, ERROR_NOT_SUPPORTED,
				   "the module was loaded with store=none");
	error = ntms_journal_attach(m, history, durable, upload);
	if (error == ERROR_BUSY)
		return ntms_refuse(&call->c, error,
				   "there is a store already");
	if (error == ERROR_INVALID_STATE)
		return ntms_refuse(&call->c, error,
			"the database at change %llu is not the one in use at change %llu: unload the module to use it",
			known, *durable);
	if (error)
		return ntms_refuse(&call->c, error, "no memory");
	/* of a store that was too late and is still there */
	if (store.waiting)
		ntms_nl_answer(store.waiting, ERROR_CANCELLED);
	store.waiting = NULL;
	store.sk = NETLINK_CB(skb).sk;
	store.portid = call->portid;
	store.sent = known;
	store.part = 0;
	return 0;
}

int ntms_nl_attach_store_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, false);
	bool upload = false;
	guid_t history;
	u64 durable;
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ntms_nl_guid(info->attrs[NTMS_A_STORE_HISTORY], &history);
	durable = ntms_nl_u64(info->attrs[NTMS_A_STORE_DURABLE]);
	mutex_lock(&store.lock);
	error = attach(call, skb, &history, &durable, &upload);
	mutex_unlock(&store.lock);
	/* what a store before it was doing it does not finish */
	if (!error)
		ntms_nl_task_fail();
	if (!error && (!ntms_nl_reply(call) ||
		       ntms_nl_put_guid(call->skb, NTMS_A_STORE_HISTORY,
					&history) ||
		       ntms_nl_put_u64(call->skb, NTMS_A_STORE_DURABLE,
				       durable) ||
		       (upload && nla_put_flag(call->skb,
					       NTMS_A_STORE_UPLOAD))))
		error = ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
				    "no memory for the answer");
	return ntms_nl_answer(call, error);
}

static u32 restore(struct ntms_call *c, struct ntms_txn *t,
		   const struct genl_info *info)
{
	struct nlattr *a;
	u32 error;
	int rem;

	nlmsg_for_each_attr(a, info->nlhdr, GENL_HDRLEN, rem) {
		if (nla_type(a) != NTMS_A_STORE_OBJECT)
			continue;
		error = ntms_nl_load(c, t, a);
		if (error)
			return error;
	}
	return 0;
}

int ntms_nl_restore_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, false);
	struct ntms_model *m = &ntms_the_model;
	struct list_head *mark;
	struct ntms_txn t;
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	mutex_lock(&store.lock);
	error = check_store(&call->c, skb, call->portid);
	if (!error && (READ_ONCE(m->journal.state) != NTMS_READINESS_LOADING ||
		       store.restored))
		error = ntms_refuse(&call->c, ERROR_INVALID_STATE,
				    "the objects were not asked for");
	if (!error) {
		ntms_txn_begin(&t, m);
		t.restoring = true;
		mark = ntms_restore_mark(m);
		error = restore(&call->c, &t, info);
		if (error)
			ntms_txn_abort(&t);
		else
			error = ntms_txn_commit(&t, NULL);
		if (error)
			ntms_restore_drop(m, mark);
	}
	mutex_unlock(&store.lock);
	return ntms_nl_answer(call, error);
}

/* checks everything that was restored; too long for a handler */
static void loading_work(struct work_struct *work)
{
	struct ntms_model *m = &ntms_the_model;
	struct ntms_nl_call *call = store.restored;
	char *why = call->c.text;
	u32 error;

	error = ntms_restore_finish(m, why, sizeof(call->c.text));
	if (!error) {
		error = ntms_journal_loaded(m);
		if (error)
			ntms_refuse(&call->c, error,
				    "the objects that always exist could not be made");
		else
			queue_work(m->wq, &store.starting);
	}
	if (error)
		pr_err("ntms: the database cannot be used: %s\n", why);
	WRITE_ONCE(store.restored, NULL);
	ntms_nl_answer(call, error);
}

static void starting_work(struct work_struct *work)
{
	ntms_robotics_start();
}

int ntms_nl_restored_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, false);
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	mutex_lock(&store.lock);
	error = check_store(&call->c, skb, call->portid);
	if (!error && (READ_ONCE(call->c.m->journal.state) !=
		       NTMS_READINESS_LOADING || store.restored))
		error = ntms_refuse(&call->c, ERROR_INVALID_STATE,
				    "the objects were not asked for");
	if (!error) {
		store.restored = call;
		queue_work(call->c.m->wq, &store.loading);
	}
	mutex_unlock(&store.lock);
	return error ? ntms_nl_answer(call, error) : -EINTR;
}

int ntms_nl_next_journal_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, false);
	struct nlattr *durable = info->attrs[NTMS_A_STORE_DURABLE];
	u32 failed = ntms_nl_u32(info->attrs[NTMS_A_STORE_ERROR]), error;
	struct ntms_model *m = &ntms_the_model;

	if (IS_ERR(call))
		return PTR_ERR(call);
	mutex_lock(&store.lock);
	error = check_store(&call->c, skb, call->portid);
	if (!error && durable && nla_get_u64(durable) > store.sent)
		error = ntms_refuse(&call->c, ERROR_INVALID_PARAMETER,
				    "change %llu cannot be on disk, you were given those up to %llu",
				    nla_get_u64(durable), store.sent);
	mutex_unlock(&store.lock);
	if (error)
		return ntms_nl_answer(call, error);
	if (durable)
		ntms_journal_durable(m, nla_get_u64(durable));
	if (failed) {
		pr_err("ntms: the store could not write: error %u, changes are undone\n",
		       failed);
		ntms_journal_fail(m, failed, false);
	}
	mutex_lock(&store.lock);
	error = check_store(&call->c, skb, call->portid);
	if (!error && store.waiting)
		error = ntms_refuse(&call->c, ERROR_BUSY,
				    "next-journal is waiting already");
	if (!error) {
		if (failed)
			store.part = 0;
		store.waiting = call;
		pump(m);
	}
	mutex_unlock(&store.lock);
	return error ? ntms_nl_answer(call, error) : -EINTR;
}

int ntms_nl_task_done_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, false);
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	mutex_lock(&store.lock);
	error = check_store(&call->c, skb, call->portid);
	mutex_unlock(&store.lock);
	if (!error)
		ntms_nl_task_end(ntms_nl_u32(info->attrs[NTMS_A_STORE_TASK]),
				 ntms_nl_u32(info->attrs[NTMS_A_STORE_ERROR]));
	return ntms_nl_answer(call, error);
}

/**
 * ntms_nl_store_released() - a socket is gone; was it the store's?
 * @portid: of the socket
 */
void ntms_nl_store_released(u32 portid)
{
	struct ntms_nl_call *call = NULL;
	bool gone;

	mutex_lock(&store.lock);
	gone = store.sk && store.portid == portid;
	if (gone) {
		store.sk = NULL;
		call = store.waiting;
		store.waiting = NULL;
	}
	mutex_unlock(&store.lock);
	if (!gone)
		return;
	if (call)
		ntms_nl_answer(call, ERROR_CANCELLED);
	ntms_nl_task_fail();
	flush_work(&store.loading);
	ntms_journal_detach(&ntms_the_model);
}

/** ntms_nl_store_init() - there is no store yet */
void ntms_nl_store_init(void)
{
	mutex_init(&store.lock);
	INIT_DELAYED_WORK(&store.again, again_work);
	INIT_WORK(&store.loading, loading_work);
	INIT_WORK(&store.starting, starting_work);
}

/** ntms_nl_store_drain() - no handler runs any more: let the works end */
void ntms_nl_store_drain(void)
{
	flush_work(&store.loading);
	flush_work(&store.starting);
}

/** ntms_nl_store_exit() - the end; no handler runs any more */
void ntms_nl_store_exit(void)
{
	struct ntms_nl_call *call;

	mutex_lock(&store.lock);
	call = store.waiting;
	store.waiting = NULL;
	store.sk = NULL;
	mutex_unlock(&store.lock);
	if (call)
		ntms_nl_answer(call, ERROR_CANCELLED);
	cancel_delayed_work_sync(&store.again);
}
