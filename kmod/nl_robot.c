// SPDX-License-Identifier: GPL-2.0
/*
 * nl_robot.c - mount, dismount, inventory
 */
#include <linux/slab.h>

#include "nl.h"

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
