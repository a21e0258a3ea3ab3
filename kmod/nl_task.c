// SPDX-License-Identifier: GPL-2.0
/*
 * nl_task.c - what the store does besides keeping changes: export and import
 *
 * ExportNtmsDatabase and ImportNtmsDatabase, MS-RSMP 3.2.5.2.5.9 and .10;
 * decision A-50.  The store is told with the next answer to next-journal, and
 * says by task-done how it went; until then the client waits.  Calls that come
 * before the store is told are served by the same export.
 */
#include <linux/slab.h>

#include "library.h"
#include "nl.h"

/**
 * struct nl_task - a call that waits for the store
 * @link: entry of tasks
 * @pending: in its session
 * @call: to be answered
 * @task: enum ntms_store_task
 * @sent: the store has been told
 *
 * Whoever claims @pending takes it out of the list and frees it.
 */
struct nl_task {
	struct list_head link;
	struct ntms_pending pending;
	struct ntms_nl_call *call;
	u32 task;
	bool sent;
};

/* protects tasks and what is in it; the innermost of the store's locks */
static DEFINE_MUTEX(tasks_lock);
static LIST_HEAD(tasks);

static void task_answer(struct nl_task *t, u32 error)
{
	struct ntms_nl_call *call = t->call;

	ntms_pending_remove(&t->pending);
	kfree(t);
	ntms_nl_answer(call, error);
}

static void task_expire(struct ntms_pending *p, u32 error)
{
	struct nl_task *t = container_of(p, struct nl_task, pending);

	mutex_lock(&tasks_lock);
	list_del(&t->link);
	mutex_unlock(&tasks_lock);
	ntms_refuse(&t->call->c, error, "the session was closed");
	task_answer(t, error);
}

/* the next that the store has been told of, or any, if @task is 0 */
static struct nl_task *task_take(u32 task)
{
	struct nl_task *t, *found = NULL;

	mutex_lock(&tasks_lock);
	list_for_each_entry(t, &tasks, link)
		if ((!task || (t->sent && t->task == task)) &&
		    ntms_pending_claim(&t->pending)) {
			found = t;
			list_del(&t->link);
			break;
		}
	mutex_unlock(&tasks_lock);
	return found;
}

static const char *reason(u32 task, u32 error)
{
	if (task == NTMS_STORE_TASK_IMPORT)
		return "there is no copy of the database to import: export one first; the log of ntmsd says more";
	switch (error) {
	case ERROR_SHARING_VIOLATION:
		return "another program has the copy of the database open: close it";
	case ERROR_DATABASE_FULL:
		return "there is no room for a copy of the database";
	default:
		return "the store could not make a copy of the database: the log of ntmsd says why";
	}
}

/**
 * ntms_nl_task_wanted() - what should the store do?
 *
 * Return: enum ntms_store_task, 0 for nothing, or as long as it has not done
 * what it was told before.
 */
u32 ntms_nl_task_wanted(void)
{
	struct nl_task *t;
	u32 task = 0;

	mutex_lock(&tasks_lock);
	list_for_each_entry(t, &tasks, link)
		if (t->sent) {
			task = 0;
			break;
		} else if (!task) {
			task = t->task;
		}
	mutex_unlock(&tasks_lock);
	return task;
}

/**
 * ntms_nl_task_sent() - the store has been told
 * @task: what ntms_nl_task_wanted() returned
 */
void ntms_nl_task_sent(u32 task)
{
	struct nl_task *t;

	mutex_lock(&tasks_lock);
	list_for_each_entry(t, &tasks, link)
		t->sent = t->sent || t->task == task;
	mutex_unlock(&tasks_lock);
}

/**
 * ntms_nl_task_end() - the store has done what it was told
 * @task: from the store, may be anything
 * @error: 0 or a Win32 code from the store, may be anything
 */
void ntms_nl_task_end(u32 task, u32 error)
{
	struct nl_task *t;

	if (!task)
		return;
	if (error && error != ERROR_SHARING_VIOLATION &&
	    error != ERROR_DATABASE_FULL)
		error = ERROR_DATABASE_FAILURE;
	while ((t = task_take(task))) {
		if (error)
			ntms_refuse(&t->call->c, error, "%s",
				    reason(task, error));
		task_answer(t, error);
	}
	/* there may be more to be done */
	ntms_nl_doorbell(&ntms_the_model);
}

/**
 * ntms_nl_task_fail() - the store is gone, nothing comes of what it does
 *
 * Context: no lock is held; waits for time-outs that run.
 */
void ntms_nl_task_fail(void)
{
	struct nl_task *t;

	while ((t = task_take(0))) {
		ntms_refuse(&t->call->c, ERROR_DATABASE_FAILURE,
			    "the store is gone: start ntmsd");
		task_answer(t, ERROR_DATABASE_FAILURE);
	}
}

static u32 task_check(struct ntms_call *c)
{
	const char *text = "the store is gone: start ntmsd";
	struct ntms_model *m = c->m;
	u32 error;

	down_read(&m->lock);
	error = ntms_access(c, &m->computer->o, NTMS_CONTROL_ACCESS);
	up_read(&m->lock);
	if (error)
		return error;
	if (!m->journal.store)
		return ntms_refuse(c, ERROR_DATABASE_FAILURE,
				   "the module was loaded with store=none, there is no database");
	error = ntms_journal_ready(m, &text);
	if (!error && !READ_ONCE(m->journal.attached))
		error = ERROR_DATABASE_FAILURE;
	return error ? ntms_refuse(c, error, "%s", text) : 0;
}

static u32 task_add(struct ntms_nl_call *call, u32 task)
{
	struct nl_task *t = kzalloc(sizeof(*t), GFP_KERNEL);
	u32 error;

	if (!t)
		return ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
				   "no memory to wait");
	t->call = call;
	t->task = task;
	/* held until it is in the list: task_expire() takes it out */
	mutex_lock(&tasks_lock);
	error = ntms_pending_add(&t->pending, call->c.s, NTMS_INFINITE,
				 task_expire);
	if (!error)
		list_add_tail(&t->link, &tasks);
	mutex_unlock(&tasks_lock);
	if (!error)
		return 0;
	kfree(t);
	return ntms_refuse(&call->c, error, "the session is closed");
}

static int do_task(struct sk_buff *skb, struct genl_info *info, u32 task)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	error = task_check(&call->c);
	if (!error)
		error = task_add(call, task);
	if (error)
		return ntms_nl_answer(call, error);
	ntms_nl_doorbell(&ntms_the_model);
	return -EINTR;
}

int ntms_nl_export_database_doit(struct sk_buff *skb, struct genl_info *info)
{
	return do_task(skb, info, NTMS_STORE_TASK_EXPORT);
}

int ntms_nl_import_database_doit(struct sk_buff *skb, struct genl_info *info)
{
	return do_task(skb, info, NTMS_STORE_TASK_IMPORT);
}
