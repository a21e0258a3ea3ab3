/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/ntms.yaml */
/* YNL-GEN kernel header */

#ifndef _LINUX_NTMS_GEN_H
#define _LINUX_NTMS_GEN_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <uapi/linux/ntms.h>

/* Common nested types */
extern const struct nla_policy ntms_object_nl_policy[NTMS_A_OBJECT_ARG2 + 1];

/* Ops table for ntms */
extern const struct genl_split_ops ntms_nl_ops[23];

int ntms_nl_get_status_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_open_session_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_close_session_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_get_object_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_get_object_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int ntms_nl_set_object_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_allocate_media_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_deallocate_media_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_decommission_media_doit(struct sk_buff *skb,
				    struct genl_info *info);
int ntms_nl_complete_media_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_swap_media_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_create_pool_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_get_pool_name_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_delete_pool_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_move_media_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_mount_media_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_dismount_media_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_dismount_drive_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_inventory_library_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_attach_store_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_restore_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_restored_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_next_journal_doit(struct sk_buff *skb, struct genl_info *info);

enum {
	NTMS_NLGRP_EVENTS,
};

#endif /* _LINUX_NTMS_GEN_H */
