// SPDX-License-Identifier: GPL-2.0
/*
 * nl_control.c - eject, inject, doors, cleaners
 */
#include "nl.h"
#include "robotics.h"

static void control_durable(struct ntms_waiter *w, u32 error)
{
	struct ntms_nl_call *call = container_of(w, struct ntms_nl_call,
						 durable);

	if (error && !call->c.text[0])
		ntms_refuse(&call->c, error,
			    "the store could not keep the request");
	ntms_nl_answer(call, error);
}

/* the answer has the GUID of the request */
static void operation_durable(struct ntms_waiter *w, u32 error)
{
	struct ntms_nl_call *call = container_of(w, struct ntms_nl_call,
						 durable);

	if (!error && (!ntms_nl_reply(call) ||
		       ntms_nl_put_guid(call->skb, NTMS_A_CALL_WORK_ITEM,
					&call->operation)))
		error = ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
				    "begun, but no memory for the answer");
	control_durable(w, error);
}

/**
 * struct control - a call that controls a library, with its arguments
 * @call: the call
 * @t: open transaction
 * @object: GUID of the library, the drive or the medium
 * @action: what is to be done
 */
struct control {
	struct ntms_nl_call *call;
	struct ntms_txn t;
	guid_t object;
	u32 action;
};

/* attributes that a command has; those of others are not in the table */
#define WITH_ACTION	1
#define WITH_OPERATION	2

/* Return: 0, or what doit has to return */
static int begin(struct control *k, struct sk_buff *skb, struct genl_info *info,
		 int object, u32 with,
		 void (*done)(struct ntms_waiter *w, u32 error))
{
	k->call = ntms_nl_call_begin(skb, info, true);
	if (IS_ERR(k->call))
		return PTR_ERR(k->call);
	ntms_nl_guid(info->attrs[object], &k->object);
	k->action = 0;
	if (with & WITH_ACTION)
		k->action = ntms_nl_u32(info->attrs[NTMS_A_CALL_ACTION]);
	if (with & WITH_OPERATION)
		ntms_nl_guid(info->attrs[NTMS_A_CALL_WORK_ITEM],
			     &k->call->operation);
	k->call->durable.done = done;
	ntms_txn_begin(&k->t, k->call->c.m);
	return 0;
}

static int end(struct control *k, u32 error)
{
	return error ? ntms_nl_answer(k->call, error) : -EINTR;
}

int ntms_nl_eject_media_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct control k;
	int err = begin(&k, skb, info, NTMS_A_CALL_PHYSICAL_MEDIA,
			WITH_ACTION | WITH_OPERATION, operation_durable);

	return err ?: end(&k, ntms_eject_media(&k.call->c, &k.t, &k.object,
					       k.action, &k.call->operation,
					       &k.call->durable));
}

int ntms_nl_eject_cleaner_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct control k;
	int err = begin(&k, skb, info, NTMS_A_CALL_LIBRARY,
			WITH_ACTION | WITH_OPERATION, operation_durable);

	return err ?: end(&k, ntms_eject_cleaner(&k.call->c, &k.t, &k.object,
						 k.action, &k.call->operation,
						 &k.call->durable));
}

int ntms_nl_inject_media_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct control k;
	int err = begin(&k, skb, info, NTMS_A_CALL_LIBRARY,
			WITH_ACTION | WITH_OPERATION, operation_durable);

	return err ?: end(&k, ntms_inject_media(&k.call->c, &k.t, &k.object,
						k.action, &k.call->operation,
						&k.call->durable));
}

int ntms_nl_inject_cleaner_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct control k;
	int err = begin(&k, skb, info, NTMS_A_CALL_LIBRARY,
			WITH_ACTION | WITH_OPERATION, operation_durable);
	u32 uses = ntms_nl_u32(info->attrs[NTMS_A_CALL_NUMBER]);

	if (!err && k.action == NTMS_INJECT_START &&
	    !info->attrs[NTMS_A_CALL_NUMBER]) {
		ntms_txn_abort(&k.t);
		return end(&k, ntms_refuse(&k.call->c, ERROR_INVALID_PARAMETER,
					   "the number of cleanings that are left is missing"));
	}
	return err ?: end(&k, ntms_inject_cleaner(&k.call->c, &k.t, &k.object,
						  uses, k.action,
						  &k.call->operation,
						  &k.call->durable));
}

int ntms_nl_access_door_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct control k;
	int err = begin(&k, skb, info, NTMS_A_CALL_LIBRARY, WITH_ACTION,
			control_durable);

	return err ?: end(&k, ntms_door_access(&k.call->c, &k.t, &k.object,
					       k.action, &k.call->durable));
}

int ntms_nl_clean_drive_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct control k;
	int err = begin(&k, skb, info, NTMS_A_CALL_DRIVE, 0, control_durable);

	return err ?: end(&k, ntms_clean_drive(&k.call->c, &k.t, &k.object,
					       &k.call->durable));
}

int ntms_nl_reserve_cleaner_slot_doit(struct sk_buff *skb,
				      struct genl_info *info)
{
	struct control k;
	int err = begin(&k, skb, info, NTMS_A_CALL_LIBRARY, 0, control_durable);
	guid_t slot;

	if (err)
		return err;
	ntms_nl_guid(info->attrs[NTMS_A_CALL_SLOT], &slot);
	return ntms_nl_commit(k.call, &k.t,
			      ntms_cleaner_reserve(&k.call->c, &k.t, &k.object,
						   &slot));
}

int ntms_nl_release_cleaner_slot_doit(struct sk_buff *skb,
				      struct genl_info *info)
{
	struct control k;
	int err = begin(&k, skb, info, NTMS_A_CALL_LIBRARY, 0, control_durable);

	return err ?: ntms_nl_commit(k.call, &k.t,
				     ntms_cleaner_release(&k.call->c, &k.t,
							  &k.object));
}

static void identify_done(void *ctx, u32 error, const char *text,
			  const guid_t *drives, u32 count)
{
	struct ntms_nl_call *call = ctx;

	if (error)
		ntms_refuse(&call->c, error, "%s", text ?: "");
	ntms_nl_answer(call, error);
}

int ntms_nl_identify_slot_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	guid_t slot;
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ntms_nl_guid(info->attrs[NTMS_A_CALL_SLOT], &slot);
	error = ntms_identify_slot(&call->c, &slot,
				   ntms_nl_u32(info->attrs[NTMS_A_CALL_OPTIONS]),
				   identify_done, call);
	return error ? ntms_nl_answer(call, error) : -EINTR;
}
