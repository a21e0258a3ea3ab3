// SPDX-License-Identifier: GPL-2.0
/*
 * inject_call.c - InjectNtmsMedia, InjectNtmsCleaner
 *
 * MS-RSMP 3.2.5.2.1.2 and .10, semantics 8.4 and 8.6, decisions.
 */
#include "call.h"
#include "control.h"
#include "library.h"
#include "mount.h"
#include "ntms.h"
#include "robotics.h"
#include "work.h"

static u32 create(struct ntms_call *c, struct ntms_txn *t,
		  struct ntms_library *l, u32 operation, u32 action,
		  struct ntms_work **work)
{
	struct ntms_librequest *q;
	struct ntms_work *w;
	u32 error;

	error = ntms_work_new(c, operation, 0, &w);
	if (error)
		return error;
	w->options = action;
	w->told_type = NTMS_TYPE_LIBREQUEST;
	error = ntms_control_request(t, w, l, c->s, &q);
	if (error)
		return error;
	guid_copy(&w->told, &w->request);
	if (action == NTMS_INJECT_STARTMANY)
		q->option = NTMS_LM_INJECTMANY;
	if (operation == NTMS_LM_INJECTCLEANER)
		guid_copy(&q->slot, &l->cleaner_slot->o.guid);
	*work = w;
	return 0;
}

static u32 start(struct ntms_call *c, struct ntms_txn *t,
		 struct ntms_library *l, u32 action, struct ntms_work **work)
{
	char name[16];

	if (l->library_type == NTMS_LIBRARYTYPE_STANDALONE ||
	    !ntms_port_count(l))
		return ntms_refuse(c, ERROR_RESOURCE_NOT_PRESENT,
				   "library %s has no port that it moves cartridges from",
				   ntms_display_name(&l->o, name));
	if (!ntms_slot_free(l, NULL))
		return ntms_refuse(c, ERROR_LIBRARY_FULL,
				   "no slot of library %s is free",
				   ntms_display_name(&l->o, name));
	return create(c, t, l, NTMS_LM_INJECT, action, work);
}

static u32 retract(struct ntms_call *c, const guid_t *operation)
{
	struct ntms_work *w;
	u32 error = ntms_control_running(c, operation, NTMS_LM_INJECT, &w);

	if (error)
		return error;
	if (w->options != NTMS_INJECT_STARTMANY)
		return ntms_refuse(c, ERROR_INVALID_OPERATION,
				   "injection %pUl is of one pass, it can only be stopped",
				   operation);
	w->look = true;
	ntms_work_kick(w);
	return 0;
}

/**
 * ntms_inject_media() - InjectNtmsMedia
 * @c: the request, takes the reason of a refusal
 * @t: open transaction; ended
 * @library: GUID; the operation names it for STOP and RETRACT
 * @action: NTMS_INJECT_START, _STOP, _RETRACT or _STARTMANY
 * @operation: GUID of the request: in for STOP and RETRACT, else out
 * @w: told when the request is durable
 *
 * Takes the control right on the library.
 *
 * Context: process; model.lock is held for write by @t.
 * Return: 0, or a Win32 code and @w is not told: ERROR_INVALID_PARAMETER,
 * ERROR_INVALID_LIBRARY, ERROR_ACCESS_DENIED, ERROR_DEVICE_NOT_AVAILABLE
 * (disabled), ERROR_LIBRARY_OFFLINE, ERROR_RESOURCE_NOT_PRESENT (no port),
 * ERROR_LIBRARY_FULL, ERROR_INVALID_OPERATION, ERROR_BUSY,
 * ERROR_NOT_ENOUGH_MEMORY, ERROR_DATABASE_FAILURE.
 */
u32 ntms_inject_media(struct ntms_call *c, struct ntms_txn *t,
		      const guid_t *library, u32 action, guid_t *operation,
		      struct ntms_waiter *w)
{
	struct ntms_work *work = NULL;
	struct ntms_library *l;
	u32 error;

	if (action > NTMS_INJECT_STARTMANY)
		error = ntms_refuse(c, ERROR_INVALID_PARAMETER,
				    "inject action %u does not exist", action);
	else if (action == NTMS_INJECT_STOP)
		error = ntms_control_end(c, operation, NTMS_LM_INJECT);
	else if (action == NTMS_INJECT_RETRACT)
		error = retract(c, operation);
	else
		error = ntms_control_library(c, library,
					     ERROR_DEVICE_NOT_AVAILABLE,
					     ERROR_LIBRARY_OFFLINE, &l) ?:
			start(c, t, l, action, &work);
	return ntms_control_commit(c, t, work, error, operation, w);
}

static u32 start_cleaner(struct ntms_call *c, struct ntms_txn *t,
			 struct ntms_library *l, u32 uses,
			 struct ntms_work **work)
{
	struct ntms_storageslot *slot = l->cleaner_slot;
	u32 error;

	if (!slot)
		return ntms_refuse(c, ERROR_CLEANER_SLOT_NOT_SET,
				   "no slot is reserved for the cleaner");
	if (slot->media || slot->state != NTMS_SLOTSTATE_EMPTY ||
	    ntms_cleaner_of(l))
		return ntms_refuse(c, ERROR_RESOURCE_NOT_AVAILABLE,
				   "slot %u of the cleaner is not empty",
				   slot->number);
	if (!ntms_port_count(l))
		return ntms_door_cleaner(c, t, l, NTMS_LM_INJECTCLEANER, uses,
					 work);
	error = create(c, t, l, NTMS_LM_INJECTCLEANER, NTMS_INJECT_START, work);
	if (!error)
		(*work)->uses = uses;
	return error;
}

/**
 * ntms_inject_cleaner() - InjectNtmsCleaner
 * @c: the request, takes the reason of a refusal
 * @t: open transaction; ended
 * @library: GUID
 * @uses: cleanings left, NTMS_UNLIMITED: they are not counted
 * @action: NTMS_INJECT_START or _STOP
 * @operation: GUID of the request: in for STOP, out for START
 * @w: told when the request is durable
 *
 * Without a port the door is opened.  Takes the control right on the library.
 *
 * Context: process; model.lock is held for write by @t.
 * Return: 0, or a Win32 code and @w is not told: ERROR_INVALID_PARAMETER,
 * ERROR_INVALID_LIBRARY, ERROR_ACCESS_DENIED, ERROR_RESOURCE_DISABLED,
 * ERROR_DEVICE_NOT_AVAILABLE (not connected), ERROR_LIBRARY_OFFLINE,
 * ERROR_CLEANER_SLOT_NOT_SET, ERROR_RESOURCE_NOT_AVAILABLE (its slot is not
 * empty or missing), ERROR_RESOURCE_NOT_PRESENT (neither port nor door),
 * ERROR_INVALID_OPERATION, ERROR_BUSY, ERROR_NOT_ENOUGH_MEMORY,
 * ERROR_DATABASE_FAILURE.
 */
u32 ntms_inject_cleaner(struct ntms_call *c, struct ntms_txn *t,
			const guid_t *library, u32 uses, u32 action,
			guid_t *operation, struct ntms_waiter *w)
{
	struct ntms_work *work = NULL;
	struct ntms_library *l;
	u32 error;

	error = ntms_control_cleaner(c, library, action,
				     ERROR_DEVICE_NOT_AVAILABLE, &l);
	if (!error && action == NTMS_INJECT_STOP)
		error = ntms_control_end_cleaner(c, l, operation,
						 NTMS_LM_INJECTCLEANER);
	else if (!error)
		error = start_cleaner(c, t, l, uses, &work);
	return ntms_control_commit(c, t, work, error, operation, w);
}
