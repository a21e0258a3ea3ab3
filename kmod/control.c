// SPDX-License-Identifier: GPL-2.0
/*
 * control.c - what the calls that control a library have in common
 *
 * MS-RSMP 3.2.5.2.1, semantics 8.1 and 8.2, decision A-18.  A call is checked,
 * becomes a library request, and is answered when the request is stored.  What
 * becomes of it is said by the request and by its completion event.
 */
#include "call.h"
#include "control.h"
#include "library.h"
#include "robot.h"
#include "work.h"

/**
 * ntms_control_library() - may a library be controlled?
 * @c: the request, takes the reason of a refusal
 * @library: GUID
 * @disabled: Win32 code when it is disabled
 * @absent: Win32 code when it is not connected
 * @l: out: the library; it has a robot
 *
 * Takes the control right on the library.
 *
 * Context: model.lock is held.
 * Return: 0, ERROR_INVALID_PARAMETER (no library was named),
 * ERROR_INVALID_LIBRARY, ERROR_ACCESS_DENIED, ERROR_LIBRARY_OFFLINE (the
 * library of what is off line), @disabled or @absent.
 */
u32 ntms_control_library(struct ntms_call *c, const guid_t *library,
			 u32 disabled, u32 absent, struct ntms_library **l)
{
	if (guid_is_null(library))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "no library was named");
	*l = ntms_library(ntms_find_type(c->m, library, NTMS_TYPE_LIBRARY));
	if (!*l)
		return ntms_refuse(c, ERROR_INVALID_LIBRARY,
				   "there is no library %pUl", library);
	return ntms_control_usable(c, *l, disabled, absent);
}

/**
 * ntms_control_usable() - ntms_control_library() of a library that is known
 * @c: the request, takes the reason of a refusal
 * @l: library
 * @disabled: Win32 code when it is disabled
 * @absent: Win32 code when it is not connected
 *
 * Context: model.lock is held.
 * Return: as ntms_control_library().
 */
u32 ntms_control_usable(struct ntms_call *c, struct ntms_library *l,
			u32 disabled, u32 absent)
{
	u32 error = ntms_access(c, &l->o, NTMS_CONTROL_ACCESS);
	struct ntms_robot *r;
	char name[16];

	if (error)
		return error;
	if (!l->o.enabled)
		return ntms_refuse(c, disabled,
				   "library %s is disabled, enable it first",
				   ntms_display_name(&l->o, name));
	if (l == c->m->offline)
		return ntms_refuse(c, ERROR_LIBRARY_OFFLINE,
				   "%s is where media are that are in no library, nothing can be done with it",
				   ntms_display_name(&l->o, name));
	r = ntms_robot_of(&l->o.guid);
	if (!r || !ntms_robot_present(r))
		return ntms_refuse(c, absent, "library %s is not connected",
				   ntms_display_name(&l->o, name));
	return 0;
}

/**
 * ntms_control_cleaner() - may the cleaner of a library be brought or taken?
 * @c: the request, takes the reason of a refusal
 * @library: GUID
 * @action: NTMS_EJECT_START or _STOP, which are NTMS_INJECT_START and _STOP
 * @absent: Win32 code when the library is not connected
 * @l: out: the library; it has a robot
 *
 * Context: model.lock is held.
 * Return: 0, ERROR_INVALID_PARAMETER (@action), or as ntms_control_library().
 */
u32 ntms_control_cleaner(struct ntms_call *c, const guid_t *library, u32 action,
			 u32 absent, struct ntms_library **l)
{
	if (action > NTMS_EJECT_STOP)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "action %u does not exist for a cleaner",
				   action);
	return ntms_control_library(c, library, ERROR_RESOURCE_DISABLED, absent,
				    l);
}

/**
 * ntms_control_request() - make the request for a work and queue it
 * @t: transaction
 * @w: work with its operation; the list takes it over
 * @l: library that executes it
 * @s: session that asked, NULL for our own
 * @q: out: the request
 *
 * Return: 0, or ERROR_NOT_ENOUGH_MEMORY and @w is freed.
 */
u32 ntms_control_request(struct ntms_txn *t, struct ntms_work *w,
			 struct ntms_library *l, const struct ntms_session *s,
			 struct ntms_librequest **q)
{
	u32 error;

	w->robot = ntms_robot_of(&l->o.guid);
	w->durable = true;	/* its first commit tells */
	error = ntms_work_request(t, w, l, s, q);
	if (error) {
		if (ntms_work_object(w))
			ntms_work_object(w)->work = NULL;
		ntms_work_put(w);
		return error;
	}
	ntms_work_enqueue(w);
	return 0;
}

/**
 * ntms_control_running() - the work that a call wants to change
 * @c: the request, takes the reason of a refusal
 * @operation: GUID that the call which began it has returned
 * @kind: NTMS_LM_...
 * @work: out: the work; it is not finished
 *
 * Takes the control right on its library.
 *
 * Context: model.lock is held.
 * Return: 0, ERROR_INVALID_OPERATION or ERROR_ACCESS_DENIED.
 */
u32 ntms_control_running(struct ntms_call *c, const guid_t *operation,
			 u32 kind, struct ntms_work **work)
{
	struct ntms_librequest *q;
	u32 error;

	q = ntms_librequest(ntms_find_type(c->m, operation,
					   NTMS_TYPE_LIBREQUEST));
	if (!q || !q->work || q->operation != kind)
		return ntms_refuse(c, ERROR_INVALID_OPERATION,
				   "nothing is going on under %pUl, it may be over",
				   operation);
	error = ntms_access(c, &q->library->o, NTMS_CONTROL_ACCESS);
	*work = q->work;
	return error;
}

/**
 * ntms_control_stop() - a work ends as soon as that can be done
 * @w: work that was begun by a call
 *
 * Context: model.lock is held for write.
 */
void ntms_control_stop(struct ntms_work *w)
{
	lockdep_assert_held_write(&ntms_robotics.m->lock);
	w->stopped = true;
	w->cancelled = true;
	ntms_work_kick(w);
}

/**
 * ntms_control_end() - a call wants a work to stop
 * @c: the request, takes the reason of a refusal
 * @operation: GUID that the call which began it has returned
 * @kind: NTMS_LM_...
 *
 * Context: model.lock is held for write.
 * Return: as ntms_control_running().
 */
u32 ntms_control_end(struct ntms_call *c, const guid_t *operation, u32 kind)
{
	struct ntms_work *w;
	u32 error = ntms_control_running(c, operation, kind, &w);

	if (!error)
		ntms_control_stop(w);
	return error;
}

/**
 * ntms_control_end_cleaner() - ntms_control_end() of what a cleaner does
 * @c: the request, takes the reason of a refusal
 * @l: library; without a port the cleaner goes through the door, and closing that
 *	ends it
 * @operation: GUID that the call which began it has returned
 * @kind: NTMS_LM_...
 *
 * Context: model.lock is held for write.
 * Return: as ntms_control_running().
 */
u32 ntms_control_end_cleaner(struct ntms_call *c, struct ntms_library *l,
			     const guid_t *operation, u32 kind)
{
	if (!ntms_port_count(l))
		return ntms_refuse(c, ERROR_INVALID_OPERATION,
				   "the library has no port, close its door");
	return ntms_control_end(c, operation, kind);
}

/**
 * ntms_control_waits() - write down what a work waits for
 * @t: open transaction; ended when true is returned
 * @w: work
 * @begun: it is INPROCESS, else it is WAITING
 * @why: what it waits for, or NULL
 *
 * Return: something was written.
 */
bool ntms_control_waits(struct ntms_txn *t, struct ntms_work *w, bool begun,
			const char *why)
{
	u32 error = ntms_work_state(t, w, begun ? NTMS_LM_INPROCESS :
				    NTMS_LM_WAITING, why);

	if (!error && list_empty(&t->changes))
		return false;
	if (error) {
		ntms_robot_later(w->robot, ntms_robot_limits.retry);
		ntms_txn_abort(t);
		ntms_txn_begin(t, ntms_robotics.m);
		return false;
	}
	ntms_txn_commit_wait(t);
	return true;
}

/**
 * ntms_control_begin() - a work begins: on disk before anything happens
 * @t: open transaction; ended
 * @w: work
 *
 * If it cannot be stored the work is over.
 *
 * Context: waits for the store.
 * Return: it has begun.
 */
bool ntms_control_begin(struct ntms_txn *t, struct ntms_work *w)
{
	u32 error;

	w->begun = true;
	error = ntms_work_begin(t, w, NULL);
	if (!error)
		return true;
	ntms_txn_begin(t, ntms_robotics.m);
	ntms_work_fail(w, error, "the store could not keep the request");
	ntms_work_finish(t, w);
	return false;
}

/**
 * ntms_control_due() - is it time to look at what people do?
 * @w: work; model locked
 *
 * Return: true, and the next look is later; false, and the robot will look in
 * time.
 */
bool ntms_control_due(struct ntms_work *w)
{
	u64 now = get_jiffies_64();

	if (w->due && time_before64(now, w->due)) {
		ntms_robot_later(w->robot, jiffies_to_msecs(w->due - now) + 1);
		return false;
	}
	w->due = now + msecs_to_jiffies(ntms_robot_limits.port);
	ntms_robot_later(w->robot, ntms_robot_limits.port);
	return true;
}

/**
 * ntms_control_deadline() - from when on do people take too long?
 * @w: work; model locked for write
 * @seconds: that they have, 0: as long as they like (decision A-45)
 */
void ntms_control_deadline(struct ntms_work *w, u32 seconds)
{
	w->deadline = seconds ? get_jiffies_64() + (u64)seconds * HZ : 0;
}

/** ntms_control_late() - do people take too long? @w: work; model locked */
bool ntms_control_late(const struct ntms_work *w)
{
	return w->deadline && time_after_eq64(get_jiffies_64(), w->deadline);
}

/**
 * ntms_control_commit() - a call that was checked is stored, or refused
 * @c: the request, takes the reason of a refusal
 * @t: transaction; ended
 * @work: what the call has begun, or NULL
 * @error: 0, or why it is refused
 * @operation: out: GUID of the request of @work; may be NULL
 * @w: told when it is durable
 *
 * Return: 0, or a Win32 code and @w is not told.
 */
u32 ntms_control_commit(struct ntms_call *c, struct ntms_txn *t,
			struct ntms_work *work, u32 error, guid_t *operation,
			struct ntms_waiter *w)
{
	if (error) {
		ntms_txn_abort(t);
		return ntms_work_refused(c, error);
	}
	if (work && operation)
		guid_copy(operation, &work->request);
	return ntms_work_refused(c, ntms_work_commit(t, work, w));
}
