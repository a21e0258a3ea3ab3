// SPDX-License-Identifier: GPL-2.0
/*
 * nl_robot.c - mount, dismount, inventory
 */
#include <linux/slab.h>

#include "nl.h"
#include "robotics.h"

static int waiting_for_robot(struct ntms_nl_call *call, u32 error)
{
	if (error)
		return ntms_nl_answer(call, error);
	return -EINTR;
}

static void mount_done(void *ctx, u32 error, const char *text,
		       const guid_t *drives, u32 count)
{
	struct ntms_nl_call *call = ctx;

	if (error)
		ntms_refuse(&call->c, error, "%s", text ?: "");
	else if (pskb_expand_head(call->skb, 0, count * sizeof(*drives),
				  GFP_KERNEL) ||
		 !ntms_nl_reply(call) ||
		 nla_put(call->skb, NTMS_A_CALL_DRIVE_LIST,
			 count * sizeof(*drives), drives))
		error = ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
				    "mounted, but no memory for the answer");
	ntms_nl_answer(call, error);
}

/* GUIDs side by side in an attribute, aligned for use */
static guid_t *guid_list(const struct nlattr *a, u32 *count)
{
	*count = a ? nla_len(a) / sizeof(guid_t) : 0;
	if (!*count)
		return NULL;
	return kmemdup(nla_data(a), *count * sizeof(guid_t), GFP_KERNEL);
}

static bool list_malformed(const struct nlattr *a)
{
	return a && (nla_len(a) % sizeof(guid_t) || nla_len(a) > 4096);
}

int ntms_nl_mount_media_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	struct nlattr *media = info->attrs[NTMS_A_CALL_MEDIA_LIST];
	struct nlattr *drives = info->attrs[NTMS_A_CALL_DRIVE_LIST];
	struct nlattr *priority = info->attrs[NTMS_A_CALL_PRIORITY];
	struct ntms_mount_args args = {
		.options = ntms_nl_u32(info->attrs[NTMS_A_CALL_OPTIONS]),
		.priority = priority ? nla_get_s32(priority) : 0,
		.timeout = ntms_nl_u32(info->attrs[NTMS_A_CALL_TIMEOUT]),
	};
	guid_t *m, *d;
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	if (list_malformed(media) || list_malformed(drives))
		return ntms_nl_answer(call,
			ntms_refuse(&call->c, ERROR_INVALID_PARAMETER,
				    "malformed list of media or drives"));
	ntms_nl_guid(info->attrs[NTMS_A_CALL_OVERWRITE], &args.overwrite);
	m = guid_list(media, &args.count);
	d = guid_list(drives, &args.number_of_drives);
	args.media = m;
	args.drives = d;
	if ((args.count && !m) || (args.number_of_drives && !d))
		error = ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
				    "no memory for the request");
	else
		error = ntms_mount_media(&call->c, &args, mount_done, call);
	kfree(m);
	kfree(d);
	return waiting_for_robot(call, error);
}

static void robot_durable(struct ntms_waiter *w, u32 error)
{
	struct ntms_nl_call *call = container_of(w, struct ntms_nl_call,
						 durable);

	if (error && !call->c.text[0])
		ntms_refuse(&call->c, error,
			    "the store could not keep the request");
	ntms_nl_answer(call, error);
}

int ntms_nl_dismount_media_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	struct nlattr *media = info->attrs[NTMS_A_CALL_MEDIA_LIST];
	u32 error, count;
	guid_t *m;

	if (IS_ERR(call))
		return PTR_ERR(call);
	if (list_malformed(media))
		return ntms_nl_answer(call,
			ntms_refuse(&call->c, ERROR_INVALID_PARAMETER,
				    "malformed list of media"));
	m = guid_list(media, &count);
	call->durable.done = robot_durable;
	if (count && !m)
		error = ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
				    "no memory for the request");
	else
		error = ntms_dismount_media(&call->c, m, count,
				ntms_nl_u32(info->attrs[NTMS_A_CALL_OPTIONS]),
				&call->durable);
	kfree(m);
	return waiting_for_robot(call, error);
}

int ntms_nl_dismount_drive_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	guid_t drive;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ntms_nl_guid(info->attrs[NTMS_A_CALL_DRIVE], &drive);
	call->durable.done = robot_durable;
	return waiting_for_robot(call, ntms_dismount_drive(&call->c, &drive,
							   &call->durable));
}

static bool put_spot(struct sk_buff *skb, int type, int number,
		     const struct ntms_spot *spot)
{
	return !spot->type || (!nla_put_u32(skb, type, spot->type) &&
			       !nla_put_u32(skb, number, spot->number));
}

static bool put_difference(struct sk_buff *skb, const struct ntms_difference *d)
{
	struct nlattr *nest = nla_nest_start(skb, NTMS_A_CALL_DIFFERENCE);

	if (!nest || nla_put_u32(skb, NTMS_A_DIFFERENCE_KIND, d->kind) ||
	    (!guid_is_null(&d->media) &&
	     ntms_nl_put_guid(skb, NTMS_A_DIFFERENCE_MEDIA, &d->media)) ||
	    (!guid_is_null(&d->library) &&
	     ntms_nl_put_guid(skb, NTMS_A_DIFFERENCE_LIBRARY, &d->library)) ||
	    (d->bar_code[0] &&
	     nla_put_string(skb, NTMS_A_DIFFERENCE_BAR_CODE, d->bar_code)) ||
	    !put_spot(skb, NTMS_A_DIFFERENCE_FROM_TYPE,
		      NTMS_A_DIFFERENCE_FROM_NUMBER, &d->from) ||
	    !put_spot(skb, NTMS_A_DIFFERENCE_TO_TYPE,
		      NTMS_A_DIFFERENCE_TO_NUMBER, &d->to))
		return false;
	nla_nest_end(skb, nest);
	return true;
}

static bool put_comparison(struct ntms_nl_call *call,
			   const struct ntms_comparison *k)
{
	size_t each = nla_total_size(nla_total_size(NTMS_VOLUME_TAG_LEN + 1) +
				     2 * nla_total_size(sizeof(guid_t)) +
				     5 * nla_total_size(sizeof(u32)));
	u32 i;

	if (pskb_expand_head(call->skb, 0, k->count * each, GFP_KERNEL) ||
	    !ntms_nl_reply(call) ||
	    nla_put_u32(call->skb, NTMS_A_CALL_TOTAL, k->total) ||
	    (k->next && ntms_nl_put_u64(call->skb, NTMS_A_CALL_NEXT, k->next)))
		return false;
	for (i = 0; i < k->count; i++)
		if (!put_difference(call->skb, &k->list[i]))
			return false;
	return true;
}

static void compared(struct ntms_comparison *k, u32 error, const char *text)
{
	struct ntms_nl_call *call = k->ctx;

	if (error)
		ntms_refuse(&call->c, error, "%s", text);
	else if (!put_comparison(call, k))
		error = ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
				    "no memory for the answer");
	ntms_nl_answer(call, error);
}

int ntms_nl_compare_library_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	guid_t library;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ntms_nl_guid(info->attrs[NTMS_A_CALL_LIBRARY], &library);
	return waiting_for_robot(call,
		ntms_library_compare(&call->c, &library,
				     ntms_nl_u64(info->attrs[NTMS_A_CALL_START]),
				     compared, call));
}

int ntms_nl_inventory_library_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	guid_t library;

	if (IS_ERR(call))
		return PTR_ERR(call);
	ntms_nl_guid(info->attrs[NTMS_A_CALL_LIBRARY], &library);
	call->durable.done = robot_durable;
	return waiting_for_robot(call,
		ntms_library_inventory(&call->c, &library,
				ntms_nl_u32(info->attrs[NTMS_A_CALL_ACTION]),
				&call->durable));
}
