// SPDX-License-Identifier: GPL-2.0
/*
 * nl_drive.c - how drives stand
 */
#include <linux/slab.h>

#include "agent.h"
#include "nl.h"
#include "robotics.h"

#define REPORT_SIZE	320	/* of all attributes */

/**
 * struct asking - a call that waits for a drive
 * @a: for the core
 * @call: to be answered
 */
struct asking {
	struct ntms_drive_asking a;
	struct ntms_nl_call *call;
};

static int put_status(struct sk_buff *skb, const struct ntms_drive_status *st)
{
	const struct {
		u32 has;
		int attribute;
		u64 value;
	} numbers[] = {
		{ NTMS_HAS_POSITION, NTMS_A_DRIVE_STATUS_BLOCK, st->block },
		{ NTMS_HAS_FILE, NTMS_A_DRIVE_STATUS_FILE, st->file },
		{ NTMS_HAS_LOADS, NTMS_A_DRIVE_STATUS_LOADS, st->loads },
		{ NTMS_HAS_CLEANINGS, NTMS_A_DRIVE_STATUS_CLEANINGS,
		  st->cleanings },
		{ NTMS_HAS_HOURS, NTMS_A_DRIVE_STATUS_HOURS, st->hours },
		{ NTMS_HAS_MEDIUM_LOADS, NTMS_A_DRIVE_STATUS_MEDIUM_LOADS,
		  st->medium_loads },
	};
	int err = 0;
	u32 i;

	for (i = 0; !err && i < ARRAY_SIZE(numbers); i++)
		if (st->has & numbers[i].has)
			err = ntms_nl_put_u64(skb, numbers[i].attribute,
					      numbers[i].value);
	if (!err && (st->has & NTMS_HAS_POSITION))
		err = nla_put_u32(skb, NTMS_A_DRIVE_STATUS_PARTITION,
				  st->partition);
	if (!err && (st->has & NTMS_HAS_POSITION) && st->beginning)
		err = nla_put_flag(skb, NTMS_A_DRIVE_STATUS_BEGINNING);
	if (!err && (st->has & NTMS_HAS_POSITION) && st->end)
		err = nla_put_flag(skb, NTMS_A_DRIVE_STATUS_END);
	if (!err && (st->has & NTMS_HAS_ACTIVITY))
		err = nla_put_u32(skb, NTMS_A_DRIVE_STATUS_CLEANING,
				  st->cleaning) ?:
		      nla_put_u32(skb, NTMS_A_DRIVE_STATUS_ACTIVITY,
				  st->activity);
	return err;
}

static int put_report(struct sk_buff *skb, const struct ntms_drive_report *r)
{
	int err = ntms_nl_put_guid(skb, NTMS_A_DRIVE_STATUS_DRIVE, &r->drive);

	if (!err && r->busy)
		err = nla_put_flag(skb, NTMS_A_DRIVE_STATUS_BUSY);
	if (!err && r->suspect)
		err = ntms_nl_put_u64(skb, NTMS_A_DRIVE_STATUS_SUSPECT,
				      r->suspect);
	if (!err && r->mounted)
		err = nla_put_u32(skb, NTMS_A_DRIVE_STATUS_UID, r->uid);
	if (!err)
		err = nla_put_u32(skb, NTMS_A_DRIVE_STATUS_ACCESS,
				  !r->owned ? NTMS_DRIVE_ACCESS_SYSTEM :
				  r->owner == NTMS_NOBODY ?
				  NTMS_DRIVE_ACCESS_AGENT :
				  NTMS_DRIVE_ACCESS_USER);
	if (!err && r->owned && r->owner != NTMS_NOBODY)
		err = nla_put_u32(skb, NTMS_A_DRIVE_STATUS_OWNER, r->owner);
	if (!err && (r->alerts || (r->status.has & NTMS_HAS_ALERTS)))
		err = ntms_nl_put_u64(skb, NTMS_A_DRIVE_STATUS_ALERTS,
				      r->alerts);
	if (err || !r->read)
		return err;
	err = ntms_nl_put_u64(skb, NTMS_A_DRIVE_STATUS_READ, r->read);
	return err ?: put_status(skb, &r->status);
}

static void drive_done(struct ntms_drive_asking *a, u32 error,
		       const char *text, const struct ntms_drive_report *r)
{
	struct asking *asking = container_of(a, struct asking, a);
	struct ntms_nl_call *call = asking->call;

	kfree(asking);
	if (error)
		ntms_refuse(&call->c, error, "%s", text);
	else if (pskb_expand_head(call->skb, 0, REPORT_SIZE, GFP_KERNEL) ||
		 !ntms_nl_reply(call) || put_report(call->skb, r))
		error = ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
				    "no memory for the answer");
	ntms_nl_answer(call, error);
}

int ntms_nl_get_drive_status_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	struct asking *asking;
	guid_t drive;
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ntms_nl_guid(info->attrs[NTMS_A_DRIVE_STATUS_DRIVE], &drive);
	asking = kzalloc(sizeof(*asking), GFP_KERNEL);
	if (!asking)
		return ntms_nl_answer(call, ERROR_NOT_ENOUGH_MEMORY);
	asking->a.done = drive_done;
	asking->call = call;
	error = ntms_drive_ask(&call->c, &drive, &asking->a);
	if (!error)
		return -EINTR;
	kfree(asking);
	return ntms_nl_answer(call, error);
}

int ntms_nl_confirm_position_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	struct ntms_txn t;
	guid_t drive;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ntms_nl_guid(info->attrs[NTMS_A_DRIVE_STATUS_DRIVE], &drive);
	ntms_txn_begin(&t, call->c.m);
	return ntms_nl_commit(call, &t,
			      ntms_drive_confirm(&call->c, &t, &drive));
}
