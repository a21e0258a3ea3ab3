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
extern const struct nla_policy ntms_object_nl_policy[NTMS_A_OBJECT_LOADED_SINCE + 1];

/* Ops table for ntms */
extern const struct genl_split_ops ntms_nl_ops[71];

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
int ntms_nl_submit_oprequest_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_wait_oprequest_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_cancel_oprequest_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_satisfy_oprequest_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_ack_oprequest_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_cancel_request_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_get_request_order_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_set_request_order_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_delete_requests_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_get_security_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_set_security_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_get_attribute_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_set_attribute_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_get_ui_options_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_set_ui_options_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_create_media_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_delete_media_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_change_media_type_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_add_media_type_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_delete_media_type_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_update_omid_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_enable_object_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_disable_object_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_delete_library_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_delete_drive_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_eject_media_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_inject_media_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_access_door_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_clean_drive_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_reserve_cleaner_slot_doit(struct sk_buff *skb,
				      struct genl_info *info);
int ntms_nl_release_cleaner_slot_doit(struct sk_buff *skb,
				      struct genl_info *info);
int ntms_nl_inject_cleaner_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_eject_cleaner_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_identify_slot_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_begin_detection_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_set_detection_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_end_detection_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_open_notification_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_export_database_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_import_database_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_task_done_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_attach_agent_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_next_errand_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_begin_errand_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_errand_done_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_compare_library_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_get_drive_status_doit(struct sk_buff *skb, struct genl_info *info);
int ntms_nl_confirm_position_doit(struct sk_buff *skb, struct genl_info *info);

enum {
	NTMS_NLGRP_EVENTS,
};

#endif /* _LINUX_NTMS_GEN_H */
