// SPDX-License-Identifier: GPL-2.0
/*
 * request_control.c - what operators do with library requests
 *
 * MS-RSMP 3.2.5.2.1.7 and .14 to .16, semantics 9.2, 9.3 and 9.5, decisions
 * cancel, order, delete.
 */
#include "call.h"
#include "library.h"
#include "notify.h"
#include "oprequest.h"
#include "robot.h"
#include "robotics.h"
#include "work.h"

/**
 * ntms_request_finished() - is a request over?
 * @q: request
 */
bool ntms_request_finished(const struct ntms_librequest *q)
{
	return q->state != NTMS_LM_QUEUED && q->state != NTMS_LM_INPROCESS &&
	       q->state != NTMS_LM_WAITING;
}

static u32 no_request(struct ntms_call *c)
{
	return ntms_refuse(c, ERROR_INVALID_PARAMETER,
			   "no library request was named");
}

static struct ntms_librequest *find(struct ntms_call *c, const guid_t *request)
{
	return ntms_librequest(ntms_find_type(c->m, request,
					      NTMS_TYPE_LIBREQUEST));
}

static u32 not_found(struct ntms_call *c, const guid_t *request)
{
	return ntms_refuse(c, ERROR_OBJECT_NOT_FOUND,
			   "there is no library request %pUl, it may have been purged",
			   request);
}

/* --- CancelNtmsLibraryRequest --------------------------------------------- */

/* what has begun ends well or badly, unless it can be taken back */
static bool can_stop(const struct ntms_work *w)
{
	if (!w->begun || ntms_work_is_mount(w))
		return true;
	switch (w->operation) {
	case NTMS_LM_INVENTORY:
	case NTMS_LM_DOORACCESS:
	case NTMS_LM_EJECT:
	case NTMS_LM_EJECTCLEANER:
	case NTMS_LM_INJECT:
	case NTMS_LM_INJECTCLEANER:
		return true;
	}
	return false;
}

static void stop(struct ntms_work *w)
{
	w->cancelled = true;
	w->told_cancelled = true;
	ntms_work_fail(w, ERROR_CANCELLED, "an operator has cancelled it");
	if (w->begun && w->operation == NTMS_LM_INVENTORY)
		set_bit(NTMS_ROBOT_STOP, &w->robot->flags);
	ntms_work_kick(w);
}

/* nobody works on it, it was just not written down yet */
static u32 close_forgotten(struct ntms_txn *t, struct ntms_librequest *q)
{
	u32 error = ntms_txn_edit(t, &q->o);

	if (error)
		return error;
	q->state = NTMS_LM_CANCELLED;
	q->error = ERROR_CANCELLED;
	q->time_completed = t->now;
	ntms_complete(t, NTMS_TYPE_LIBREQUEST, &q->o.guid);
	return ntms_txn_touch(t, &q->library->o);
}

/**
 * ntms_request_cancel - CancelNtmsLibraryRequest
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @request: GUID of the library request
 *
 * MS-RSMP 3.2.5.2.1.7.  Takes the control right on the library.  The request
 * becomes CANCELLED as soon as that can be done, and whoever waits for it gets
 * ERROR_CANCELLED.  A mount and an inventory can be stopped while they are
 * executed: what moves finishes its move.
 *
 * Context: model.lock is held for write.
 * Return: 0, ERROR_INVALID_PARAMETER (null GUID), ERROR_OBJECT_NOT_FOUND
 * (unknown or finished), ERROR_ACCESS_DENIED (also: it is being executed and
 * cannot be stopped), ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_request_cancel(struct ntms_call *c, struct ntms_txn *t,
			const guid_t *request)
{
	struct ntms_librequest *q;
	u32 error;

	if (guid_is_null(request))
		return no_request(c);
	q = find(c, request);
	if (!q)
		return not_found(c, request);
	error = ntms_access(c, &q->o, NTMS_CONTROL_ACCESS);
	if (error)
		return error;
	if (ntms_request_finished(q))
		return ntms_refuse(c, ERROR_OBJECT_NOT_FOUND,
				   "library request %pUl is finished already",
				   request);
	if (!q->work)
		return close_forgotten(t, q);
	if (!can_stop(q->work))
		return ntms_refuse(c, ERROR_ACCESS_DENIED,
				   "library request %pUl is being executed and cannot be stopped, wait for its end",
				   request);
	stop(q->work);
	return 0;
}

/* --- Get/SetNtmsRequestOrder ----------------------------------------------- */

/**
 * ntms_request_get_order - GetNtmsRequestOrder
 * @c: the request, takes the reason of a refusal
 * @request: GUID of the library request
 * @order: out: 1 for the first; 0 when it is unknown or does not wait
 *
 * MS-RSMP 3.2.5.2.1.14, decision A-40.  Takes the control right on the
 * computer.
 *
 * Context: model.lock is held.
 * Return: 0, ERROR_INVALID_PARAMETER (null GUID), ERROR_ACCESS_DENIED.
 */
u32 ntms_request_get_order(struct ntms_call *c, const guid_t *request,
			   u32 *order)
{
	struct ntms_librequest *q;
	u32 error;

	if (guid_is_null(request))
		return no_request(c);
	error = ntms_access(c, &c->m->computer->o, NTMS_CONTROL_ACCESS);
	if (error)
		return error;
	q = find(c, request);
	*order = q ? ntms_work_rank(q->work) : 0;
	return 0;
}

/**
 * ntms_request_set_order - SetNtmsRequestOrder
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @request: GUID of the library request
 * @order: 1 for the next, more than there are for the last
 *
 * MS-RSMP 3.2.5.2.1.15, semantics 9.2.  Takes the control right on the
 * computer.  It keeps its place when others come, whatever their priority;
 * one that was put off stays behind them.
 *
 * Context: model.lock is held for write.
 * Return: 0, ERROR_INVALID_PARAMETER (null GUID, @order 0),
 * ERROR_ACCESS_DENIED, ERROR_OBJECT_NOT_FOUND, ERROR_INVALID_STATE (it does
 * not wait), ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_request_set_order(struct ntms_call *c, struct ntms_txn *t,
			   const guid_t *request, u32 order)
{
	struct ntms_librequest *q;
	u32 error;

	if (guid_is_null(request))
		return no_request(c);
	if (!order)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the first place is 1");
	error = ntms_access(c, &c->m->computer->o, NTMS_CONTROL_ACCESS);
	if (error)
		return error;
	q = find(c, request);
	if (!q)
		return not_found(c, request);
	if (!ntms_work_rank(q->work))
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "library request %pUl does not wait any more, it has no place",
				   request);
	ntms_work_move(q->work, order);
	ntms_work_kick(q->work);
	return 0;
}

/* --- DeleteNtmsRequests ------------------------------------------------------ */

static u32 delete_one(struct ntms_txn *t, const guid_t *guid, u32 type)
{
	struct ntms_object *o = ntms_find_type(t->model, guid, type);
	struct ntms_librequest *q;
	u32 error = 0;

	if (!o)
		return 0;
	if (type == NTMS_TYPE_OPREQUEST)
		return ntms_oprequest_ended(ntms_oprequest(o)) ?
		       ntms_txn_delete(t, o) : 0;
	q = ntms_librequest(o);
	if (!ntms_request_finished(q) || q->work)
		return 0;
	error = ntms_txn_touch(t, &q->library->o);
	return error ?: ntms_txn_delete(t, o);
}

/**
 * ntms_request_delete - DeleteNtmsRequests
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @requests: GUIDs; those that are unknown or not finished are left alone
 * @count: of @requests
 * @type: NTMS_TYPE_LIBREQUEST or NTMS_TYPE_OPREQUEST
 *
 * MS-RSMP 3.2.5.2.1.16, decision A-42.  Takes the modify right on the
 * computer.
 *
 * Context: model.lock is held for write.
 * Return: 0, ERROR_INVALID_PARAMETER (no GUIDs, another type),
 * ERROR_ACCESS_DENIED, ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_request_delete(struct ntms_call *c, struct ntms_txn *t,
			const guid_t *requests, u32 count, u32 type)
{
	u32 i, error;

	if (!requests || !count)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "no requests were named");
	if (type != NTMS_TYPE_LIBREQUEST && type != NTMS_TYPE_OPREQUEST)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "objects of type %u are not requests", type);
	error = ntms_access(c, &c->m->computer->o, NTMS_MODIFY_ACCESS);
	for (i = 0; !error && i < count; i++)
		error = delete_one(t, &requests[i], type);
	return error;
}
