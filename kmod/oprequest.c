// SPDX-License-Identifier: GPL-2.0
/*
 * oprequest.c - requests to a human
 *
 * MS-RSMP 3.2.1.4 and 3.2.5.2.5.4 to .8, semantics 10.  Applications ask for
 * what they like; the module asks for new media (waiting.c), for media that
 * are off line (mount_offline.c), and for somebody who looks after a device.
 *
 * A request of the module names no user.  Those that somebody waits for are
 * deleted when he does not wait any more.
 */
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/string.h>

#include "call.h"
#include "library.h"
#include "media.h"
#include "ntms.h"
#include "oprequest.h"

#define ACK_READ	1	/* an operator has read it */
#define ACK_BEGUN	2	/* an operator works on it */

/* --- SubmitNtmsOperatorRequest ------------------------------------------- */

static u32 check_message(struct ntms_call *c, const char *message)
{
	int n = message ? ntms_text_units(message, strlen(message)) : 0;

	if (n < 0)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the message is not UTF-8");
	if (n > NTMS_MESSAGE_UNITS)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "the message has %d characters, %d are the most",
				   n, NTMS_MESSAGE_UNITS);
	return 0;
}

/* which arguments a command takes: 1 must, 0 must not, 2 may */
static const struct {
	u8 arg1, arg2;
	const char *what;
} commands[] = {
	[NTMS_OPREQ_NEWMEDIA] = { 1, 2, "a pool, and a library if you like" },
	[NTMS_OPREQ_CLEANER] = { 1, 0, "a library or a slot" },
	[NTMS_OPREQ_DEVICESERVICE] = {
		1, 0, "a door, a library, a drive or a physical medium" },
	[NTMS_OPREQ_MOVEMEDIA] = {
		1, 1, "a physical medium and the library it should be in" },
	[NTMS_OPREQ_MESSAGE] = { 0, 0, "nothing" },
};

static bool fits(u8 rule, const guid_t *arg)
{
	return rule == 2 || !guid_is_null(arg) == (rule == 1);
}

static u32 check_arguments(struct ntms_call *c, const struct ntms_opask *ask)
{
	if (!ask->command || ask->command >= ARRAY_SIZE(commands))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "there is no operator request %u",
				   ask->command);
	if (!fits(commands[ask->command].arg1, &ask->arg1) ||
	    !fits(commands[ask->command].arg2, &ask->arg2))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "this operator request is about %s",
				   commands[ask->command].what);
	return check_message(c, ask->message);
}

static bool may_be_arg1(u32 command, u32 type)
{
	switch (command) {
	case NTMS_OPREQ_NEWMEDIA:
		return type == NTMS_TYPE_MEDIA_POOL;
	case NTMS_OPREQ_CLEANER:
		return type == NTMS_TYPE_LIBRARY ||
		       type == NTMS_TYPE_STORAGESLOT;
	case NTMS_OPREQ_DEVICESERVICE:
		return type == NTMS_TYPE_IEDOOR || type == NTMS_TYPE_LIBRARY ||
		       type == NTMS_TYPE_DRIVE ||
		       type == NTMS_TYPE_PHYSICAL_MEDIA;
	default:
		return type == NTMS_TYPE_PHYSICAL_MEDIA;
	}
}

static u32 find_arguments(struct ntms_call *c, const struct ntms_opask *ask,
			  struct ntms_object **arg1, struct ntms_object **arg2)
{
	*arg1 = *arg2 = NULL;
	if (!guid_is_null(&ask->arg1)) {
		*arg1 = ntms_find(c->m, &ask->arg1);
		if (!*arg1 || !may_be_arg1(ask->command, (*arg1)->type))
			return ntms_refuse(c, ERROR_OBJECT_NOT_FOUND,
					   "%pUl is not %s", &ask->arg1,
					   commands[ask->command].what);
	}
	if (!guid_is_null(&ask->arg2)) {
		*arg2 = ntms_find_type(c->m, &ask->arg2, NTMS_TYPE_LIBRARY);
		if (!*arg2)
			return ntms_refuse(c, ERROR_OBJECT_NOT_FOUND,
					   "there is no library %pUl",
					   &ask->arg2);
	}
	return 0;
}

/* semantics 10.2 */
static u32 check_rights(struct ntms_call *c, u32 command,
			struct ntms_object *arg1)
{
	if (command == NTMS_OPREQ_MESSAGE)
		return ntms_access(c, &c->m->computer->o, NTMS_USE_ACCESS);
	/* it is about the device the medium is in, not about the medium */
	if (command == NTMS_OPREQ_DEVICESERVICE &&
	    arg1->type == NTMS_TYPE_PHYSICAL_MEDIA)
		arg1 = &ntms_physical_media(arg1)->library->o;
	return ntms_access(c, arg1, NTMS_CONTROL_ACCESS);
}

static u32 make(struct ntms_txn *t, u32 command, const struct ntms_object *arg1,
		const struct ntms_object *arg2, const char *message,
		struct ntms_oprequest **request)
{
	struct ntms_oprequest *q;
	struct ntms_object *o;
	u32 error;

	error = ntms_txn_insert(t, NTMS_TYPE_OPREQUEST, NULL, &o);
	if (error)
		return error;
	q = ntms_oprequest(o);
	q->command = command;
	q->state = NTMS_OPSTATE_SUBMITTED;
	q->submitted = t->now;
	if (arg1) {
		q->arg1 = arg1->guid;
		q->arg1_type = arg1->type;
	}
	if (arg2) {
		q->arg2 = arg2->guid;
		q->arg2_type = arg2->type;
	}
	*request = q;
	return ntms_txn_set_text(t, o, &q->message, message);
}

/* a request without a user would be one of ours */
static u32 set_user(struct ntms_txn *t, struct ntms_oprequest *q,
		    const struct ntms_session *s)
{
	char uid[24];

	if (s->user && *s->user)
		return ntms_txn_set_text(t, &q->o, &q->user, s->user);
	snprintf(uid, sizeof(uid), "uid %u", s->caller.uid);
	return ntms_txn_set_text(t, &q->o, &q->user, uid);
}

/**
 * ntms_oprequest_submit - SubmitNtmsOperatorRequest
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @ask: arguments
 * @request: out: GUID of the request
 *
 * MS-RSMP 3.2.5.2.5.4, decision A-30.  Takes the control right on the pool
 * (new media, move media) or on the library (cleaner, device service), or the
 * use right on the computer (message).
 *
 * Context: model.lock is held for write.
 * Return: 0, ERROR_INVALID_PARAMETER (no such command, an argument missing or
 * too many, message malformed or longer than 255), ERROR_OBJECT_NOT_FOUND (an
 * argument names nothing of a kind that fits), ERROR_ACCESS_DENIED,
 * ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_oprequest_submit(struct ntms_call *c, struct ntms_txn *t,
			  const struct ntms_opask *ask, guid_t *request)
{
	struct ntms_object *arg1, *arg2;
	struct ntms_oprequest *q;
	u32 error;

	lockdep_assert_held_write(&c->m->lock);
	error = check_arguments(c, ask);
	if (!error)
		error = find_arguments(c, ask, &arg1, &arg2);
	if (!error)
		error = check_rights(c, ask->command, arg1);
	if (!error)
		error = make(t, ask->command, arg1, arg2, ask->message, &q);
	if (!error)
		error = ntms_txn_set_text(t, &q->o, &q->application,
					  c->s->application);
	if (!error)
		error = ntms_txn_set_text(t, &q->o, &q->computer,
					  c->s->computer);
	if (!error)
		error = set_user(t, q, c->s);
	if (!error)
		*request = q->o.guid;
	return error;
}

/**
 * ntms_oprequest_find() - find an operator request that a call names
 * @c: the call, takes the reason of a refusal
 * @request: GUID
 * @rights: NTMS_..._ACCESS that the call takes on the computer
 * @q: out: the request
 *
 * Context: model.lock is held.
 * Return: 0, ERROR_INVALID_PARAMETER (null GUID), ERROR_OBJECT_NOT_FOUND,
 * ERROR_ACCESS_DENIED.
 */
u32 ntms_oprequest_find(struct ntms_call *c, const guid_t *request, u32 rights,
			struct ntms_oprequest **q)
{
	if (guid_is_null(request))
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "no operator request was named");
	*q = ntms_oprequest(ntms_find_type(c->m, request, NTMS_TYPE_OPREQUEST));
	if (!*q)
		return ntms_refuse(c, ERROR_OBJECT_NOT_FOUND,
				   "there is no operator request %pUl, it may have been purged",
				   request);
	return ntms_access(c, &(*q)->o, rights);
}

/* --- what operators do ------------------------------------------------------ */

static const char *end_name(const struct ntms_oprequest *q)
{
	return q->state == NTMS_OPSTATE_COMPLETE ? "satisfied" : "refused";
}

static u32 set_state(struct ntms_txn *t, struct ntms_oprequest *q, u32 state)
{
	u32 error = ntms_txn_edit(t, &q->o);

	if (error)
		return error;
	q->state = state;
	if (ntms_oprequest_ended(q))
		q->time_completed = t->now;
	return 0;
}

/**
 * ntms_oprequest_satisfy - SatisfyNtmsOperatorRequest
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @request: GUID
 *
 * MS-RSMP 3.2.5.2.5.8.  Takes the control right on the computer.  Whoever
 * waits is told when it is durable, and tries again.
 *
 * Context: model.lock is held for write.
 * Return: 0, ERROR_INVALID_PARAMETER (null GUID), ERROR_OBJECT_NOT_FOUND
 * (unknown, or satisfied or refused before: decision A-43),
 * ERROR_ACCESS_DENIED, ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_oprequest_satisfy(struct ntms_call *c, struct ntms_txn *t,
			   const guid_t *request)
{
	struct ntms_oprequest *q;
	u32 error = ntms_oprequest_find(c, request, NTMS_CONTROL_ACCESS, &q);

	if (!error && ntms_oprequest_ended(q))
		error = ntms_refuse(c, ERROR_OBJECT_NOT_FOUND,
				    "operator request %pUl was %s already",
				    request, end_name(q));
	return error ?: set_state(t, q, NTMS_OPSTATE_COMPLETE);
}

/**
 * ntms_oprequest_cancel - CancelNtmsOperatorRequest
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @request: GUID
 *
 * MS-RSMP 3.2.5.2.5.7.  Takes the control right on the computer, of the
 * session that has submitted it, too (decision A-43).
 *
 * Context: model.lock is held for write.
 * Return: 0, ERROR_INVALID_PARAMETER (null GUID), ERROR_OBJECT_NOT_FOUND,
 * ERROR_ACCESS_DENIED, ERROR_INVALID_STATE (satisfied or refused before),
 * ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_oprequest_cancel(struct ntms_call *c, struct ntms_txn *t,
			  const guid_t *request)
{
	struct ntms_oprequest *q;
	u32 error = ntms_oprequest_find(c, request, NTMS_CONTROL_ACCESS, &q);

	if (!error && ntms_oprequest_ended(q))
		error = ntms_refuse(c, ERROR_INVALID_STATE,
				    "operator request %pUl was %s already",
				    request, end_name(q));
	return error ?: set_state(t, q, NTMS_OPSTATE_REFUSED);
}

/**
 * ntms_oprequest_ack - an operator has read a request, or begins with it
 * @c: the request, takes the reason of a refusal
 * @t: transaction of the caller, who aborts it on error
 * @request: GUID
 * @action: 1 it was read, 2 somebody works on it
 *
 * Decision A-47: no call of the API says that, consoles do.  Takes the control
 * right on the computer.  A state is never taken back: to read what somebody
 * works on changes nothing.
 *
 * Context: model.lock is held for write.
 * Return: 0, ERROR_INVALID_PARAMETER (null GUID, another action),
 * ERROR_OBJECT_NOT_FOUND, ERROR_ACCESS_DENIED, ERROR_INVALID_STATE (satisfied
 * or refused before), ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_oprequest_ack(struct ntms_call *c, struct ntms_txn *t,
		       const guid_t *request, u32 action)
{
	u32 state = action == ACK_BEGUN ? NTMS_OPSTATE_INPROGRESS :
					  NTMS_OPSTATE_ACTIVE;
	struct ntms_oprequest *q;
	u32 error;

	if (action != ACK_READ && action != ACK_BEGUN)
		return ntms_refuse(c, ERROR_INVALID_PARAMETER,
				   "action %u does not exist", action);
	error = ntms_oprequest_find(c, request, NTMS_CONTROL_ACCESS, &q);
	if (error)
		return error;
	if (ntms_oprequest_ended(q))
		return ntms_refuse(c, ERROR_INVALID_STATE,
				   "operator request %pUl was %s already",
				   request, end_name(q));
	return q->state >= state ? 0 : set_state(t, q, state);
}

/* --- the module's own -------------------------------------------------------- */

/**
 * ntms_oprequest_post() - the module asks for somebody
 * @t: open transaction
 * @command: NTMS_OPREQ_..., but not MESSAGE (semantics 10.1)
 * @arg1: what it is about
 * @arg2: where to, or NULL
 * @message: what is to be done, in words
 * @request: out: GUID, of an object that can be found at once
 *
 * Who posts NEWMEDIA or MOVEMEDIA has to wait for it: ntms_opwait_add() in
 * the same transaction, and has to delete it in the end: ntms_oprequest_drop()
 * or ntms_oprequest_withdraw().  Others stay until an operator has done it or
 * ntms_oprequest_over() says that it is not needed any more.
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_oprequest_post(struct ntms_txn *t, u32 command,
			const struct ntms_object *arg1,
			const struct ntms_object *arg2, const char *message,
			guid_t *request)
{
	struct ntms_oprequest *q;
	u32 error = make(t, command, arg1, arg2, message, &q);

	if (!error)
		error = ntms_txn_set_text(t, &q->o, &q->application, "ntms");
	if (!error)
		*request = q->o.guid;
	return error;
}

/**
 * ntms_oprequest_open() - is there a request of the module about something?
 * @m: model, locked
 * @command: NTMS_OPREQ_...
 * @arg1: GUID of what it is about
 *
 * Return: one that is not satisfied or refused yet, or NULL.
 */
struct ntms_oprequest *ntms_oprequest_open(struct ntms_model *m, u32 command,
					   const guid_t *arg1)
{
	struct ntms_oprequest *q;
	struct ntms_object *o;
	u32 id;

	ntms_for_each(m, NTMS_TYPE_OPREQUEST, id, o) {
		q = ntms_oprequest(o);
		if (q->command == command && !q->user &&
		    guid_equal(&q->arg1, arg1) && !ntms_oprequest_ended(q))
			return q;
	}
	return NULL;
}

/**
 * ntms_oprequest_need() - somebody is needed, ask unless that was done
 * @t: open transaction
 * @command: NTMS_OPREQ_CLEANER or NTMS_OPREQ_DEVICESERVICE
 * @arg1: what it is about
 * @arg2: or NULL
 * @message: what is to be done, in words
 *
 * One request for a device is enough, however often it fails.
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_oprequest_need(struct ntms_txn *t, u32 command,
			const struct ntms_object *arg1,
			const struct ntms_object *arg2, const char *message)
{
	guid_t unused;

	if (ntms_oprequest_open(t->model, command, &arg1->guid))
		return 0;
	return ntms_oprequest_post(t, command, arg1, arg2, message, &unused);
}

/**
 * ntms_oprequest_over() - what the module asked for is there
 * @t: open transaction
 * @command: NTMS_OPREQ_CLEANER or NTMS_OPREQ_DEVICESERVICE
 * @arg1: GUID of what it was about
 *
 * The open request becomes COMPLETE: an operator is not needed any more.
 *
 * Return: 0, also when there is none, or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_oprequest_over(struct ntms_txn *t, u32 command, const guid_t *arg1)
{
	struct ntms_oprequest *q = ntms_oprequest_open(t->model, command, arg1);

	return q ? set_state(t, q, NTMS_OPSTATE_COMPLETE) : 0;
}

/* a medium that nobody has to bring any more */
static u32 release_medium(struct ntms_txn *t, const struct ntms_oprequest *q)
{
	struct ntms_physical_media *pm;
	u32 error;

	if (q->command != NTMS_OPREQ_MOVEMEDIA || q->user)
		return 0;
	pm = ntms_physical_media(ntms_find_type(t->model, &q->arg1,
						NTMS_TYPE_PHYSICAL_MEDIA));
	if (!pm || pm->state != NTMS_MEDIASTATE_OPREQ ||
	    ntms_oprequest_open(t->model, NTMS_OPREQ_MOVEMEDIA, &q->arg1))
		return 0;
	error = ntms_txn_edit(t, &pm->o);
	if (!error)
		pm->state = NTMS_MEDIASTATE_IDLE;
	return error;
}

static u32 delete(struct ntms_txn *t, struct ntms_oprequest *q)
{
	u32 error = ntms_txn_delete(t, &q->o);

	/* it can be looked at until the transaction ends */
	return error ?: release_medium(t, q);
}

/**
 * ntms_oprequest_drop() - the module does not wait for a request any more
 * @t: open transaction; deletes it
 * @request: GUID; null, or of one that is gone: nothing is done
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY; the purge finds it then.
 */
u32 ntms_oprequest_drop(struct ntms_txn *t, const guid_t *request)
{
	struct ntms_oprequest *q;

	q = ntms_oprequest(ntms_find_type(t->model, request,
					  NTMS_TYPE_OPREQUEST));
	if (!q)
		return 0;
	q->abandoned = true;
	return delete(t, q);
}

/**
 * ntms_oprequest_withdraw() - ntms_oprequest_drop() in a transaction
 * @m: model, not locked
 * @request: GUID, or null; may change until the model is locked
 *
 * When it cannot be deleted now, the purge does it later.
 */
void ntms_oprequest_withdraw(struct ntms_model *m, const guid_t *request)
{
	struct ntms_txn t;

	ntms_txn_begin(&t, m);
	if (ntms_oprequest_drop(&t, request))
		ntms_txn_abort(&t);
	else
		ntms_txn_commit(&t, NULL);
}

/* --- purge -------------------------------------------------------------------- */

static bool is_old(const struct ntms_computer *c,
		   const struct ntms_oprequest *q, s64 now)
{
	if (q->abandoned)
		return true;
	if (!ntms_oprequest_ended(q) ||
	    (c->op_request_flags & NTMS_NOAUTOPURGE) ||
	    (q->state == NTMS_OPSTATE_REFUSED &&
	     (c->op_request_flags & NTMS_NOFAILEDPURGE)))
		return false;
	return now - q->time_completed >
	       (s64)c->op_request_purge_time * NSEC_PER_SEC;
}

/**
 * ntms_oprequest_purge() - delete requests that are over for long enough
 * @t: open transaction
 * @id: where to begin; becomes where to go on
 * @most: how many to delete
 * @more: out: there may be more
 *
 * Semantics 9.4; what the module has abandoned goes in any case.
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_oprequest_purge(struct ntms_txn *t, u32 *id, u32 most, bool *more)
{
	struct ntms_model *m = t->model;
	struct ntms_object *o;
	u32 n = 0, error = 0;

	*more = false;
	while (!error && m->computer &&
	       (o = ntms_next(m, NTMS_TYPE_OPREQUEST, id))) {
		++*id;
		if (!is_old(m->computer, ntms_oprequest(o), t->now))
			continue;
		error = delete(t, ntms_oprequest(o));
		*more = ++n == most;
		if (*more)
			break;
	}
	return error;
}
