// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/ntms.yaml */
/* YNL-GEN kernel source */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "netlink.h"

#include <uapi/linux/ntms.h>

/* Common nested types */
const struct nla_policy ntms_object_nl_policy[NTMS_A_OBJECT_LOADED_SINCE + 1] = {
	[NTMS_A_OBJECT_TYPE] = NLA_POLICY_RANGE(NLA_U32, 2, 19),
	[NTMS_A_OBJECT_GUID] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_OBJECT_NAME] = { .type = NLA_NUL_STRING, .len = 255, },
	[NTMS_A_OBJECT_DESCRIPTION] = { .type = NLA_NUL_STRING, .len = 511, },
	[NTMS_A_OBJECT_ENABLED] = NLA_POLICY_MAX(NLA_U32, 1),
	[NTMS_A_OBJECT_OPERATIONAL_STATE] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_CREATED] = { .type = NLA_U64, },
	[NTMS_A_OBJECT_MODIFIED] = { .type = NLA_U64, },
	[NTMS_A_OBJECT_ACL] = { .type = NLA_BINARY, },
	[NTMS_A_OBJECT_NUMBER] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_STATE] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_ELEMENT] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_LIBRARY] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_OBJECT_MEDIA_POOL] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_OBJECT_MEDIA_TYPE] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_OBJECT_PHYSICAL_MEDIA] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_OBJECT_LOGICAL_MEDIA] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_OBJECT_PARTITION] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_OBJECT_DRIVE] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_OBJECT_SLOT] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_OBJECT_DEVICE_KIND] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_OBJECT_SERIAL_NUMBER] = { .type = NLA_NUL_STRING, .len = 127, },
	[NTMS_A_OBJECT_REVISION] = { .type = NLA_NUL_STRING, .len = 127, },
	[NTMS_A_OBJECT_DEVICE_NAME] = { .type = NLA_NUL_STRING, .len = 255, },
	[NTMS_A_OBJECT_SCSI_PORT] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_SCSI_BUS] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_SCSI_TARGET] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_SCSI_LUN] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_VENDOR] = { .type = NLA_NUL_STRING, .len = 511, },
	[NTMS_A_OBJECT_PRODUCT] = { .type = NLA_NUL_STRING, .len = 511, },
	[NTMS_A_OBJECT_DEVICE_TYPE] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_LIB_REQUEST_PURGE_TIME] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_OP_REQUEST_PURGE_TIME] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_LIB_REQUEST_FLAGS] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_OP_REQUEST_FLAGS] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_MEDIA_POOL_POLICY] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_NEXT_SEQUENCE] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_LIBRARY_TYPE] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_CLEANER_SLOT] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_OBJECT_CLEANER_SLOT_DEFAULT] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_OBJECT_SUPPORTS_CLEANING] = NLA_POLICY_MAX(NLA_U32, 1),
	[NTMS_A_OBJECT_BAR_CODE_READER] = NLA_POLICY_MAX(NLA_U32, 1),
	[NTMS_A_OBJECT_INVENTORY_METHOD] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_CLEANER_USES_REMAINING] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_FIRST_DRIVE_NUMBER] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_NUMBER_OF_DRIVES] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_FIRST_SLOT_NUMBER] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_NUMBER_OF_SLOTS] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_FIRST_DOOR_NUMBER] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_NUMBER_OF_DOORS] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_FIRST_PORT_NUMBER] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_NUMBER_OF_PORTS] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_FIRST_CHANGER_NUMBER] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_NUMBER_OF_CHANGERS] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_NUMBER_OF_MEDIA] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_NUMBER_OF_MEDIA_TYPES] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_NUMBER_OF_LIB_REQUESTS] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_AUTO_RECOVERY] = NLA_POLICY_MAX(NLA_U32, 1),
	[NTMS_A_OBJECT_FLAGS] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_MEDIA_TYPES] = { .type = NLA_BINARY, },
	[NTMS_A_OBJECT_MOUNT_COUNT] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_LAST_CLEANED] = { .type = NLA_U64, },
	[NTMS_A_OBJECT_DEFER_DISMOUNT_DELAY] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_MAX_SECS] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_POSITION] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_LOCATION] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_OBJECT_LOCATION_TYPE] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_HOME_SLOT] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_OBJECT_BAR_CODE] = { .type = NLA_NUL_STRING, .len = 255, },
	[NTMS_A_OBJECT_BAR_CODE_STATE] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_SEQUENCE_NUMBER] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_NUMBER_OF_PARTITIONS] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_MEDIA_TYPE_CODE] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_DENSITY_CODE] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_SIDE] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_OMID] = { .type = NLA_BINARY, },
	[NTMS_A_OBJECT_ALLOCATE_COUNT] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_CAPACITY] = { .type = NLA_U64, },
	[NTMS_A_OBJECT_POOL_TYPE] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_PARENT] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_OBJECT_ALLOCATION_POLICY] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_DEALLOCATION_POLICY] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_MAX_ALLOCATES] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_NUMBER_OF_PHYSICAL_MEDIA] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_NUMBER_OF_LOGICAL_MEDIA] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_NUMBER_OF_MEDIA_POOLS] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_NUMBER_OF_SIDES] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_READ_WRITE] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_OPERATION] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_OPTION] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_TIME_QUEUED] = { .type = NLA_U64, },
	[NTMS_A_OBJECT_TIME_COMPLETED] = { .type = NLA_U64, },
	[NTMS_A_OBJECT_APPLICATION] = { .type = NLA_NUL_STRING, .len = 255, },
	[NTMS_A_OBJECT_USER] = { .type = NLA_NUL_STRING, .len = 255, },
	[NTMS_A_OBJECT_COMPUTER] = { .type = NLA_NUL_STRING, .len = 255, },
	[NTMS_A_OBJECT_ERROR] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_WORK_ITEM] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_OBJECT_PRIORITY] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_COMMAND] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_MESSAGE] = { .type = NLA_NUL_STRING, .len = 1023, },
	[NTMS_A_OBJECT_ARG1_TYPE] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_ARG1] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_OBJECT_ARG2_TYPE] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_ARG2] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_OBJECT_OWNER] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_OBJECT_DATA] = { .type = NLA_BINARY, },
	[NTMS_A_OBJECT_UI_TYPE] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_ALERTS] = { .type = NLA_U64, },
	[NTMS_A_OBJECT_ERROR_COUNT] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_LAST_ERROR] = { .type = NLA_U64, },
	[NTMS_A_OBJECT_SENSE] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_SUSPECTS] = { .type = NLA_BINARY, },
	[NTMS_A_OBJECT_LOADED_SECS] = { .type = NLA_U32, },
	[NTMS_A_OBJECT_LOADED_SINCE] = { .type = NLA_U64, },
};

/* NTMS_CMD_OPEN_SESSION - do */
static const struct nla_policy ntms_open_session_nl_policy[NTMS_A_CALL_OPTIONS + 1] = {
	[NTMS_A_CALL_APPLICATION] = { .type = NLA_NUL_STRING, .len = 255, },
	[NTMS_A_CALL_COMPUTER] = { .type = NLA_NUL_STRING, .len = 255, },
	[NTMS_A_CALL_USER] = { .type = NLA_NUL_STRING, .len = 255, },
	[NTMS_A_CALL_OPTIONS] = { .type = NLA_U32, },
};

/* NTMS_CMD_CLOSE_SESSION - do */
static const struct nla_policy ntms_close_session_nl_policy[NTMS_A_CALL_SESSION + 1] = {
	[NTMS_A_CALL_SESSION] = { .type = NLA_U32, },
};

/* NTMS_CMD_GET_OBJECT - do */
static const struct nla_policy ntms_get_object_do_nl_policy[NTMS_A_CALL_TYPE + 1] = {
	[NTMS_A_CALL_GUID] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_TYPE] = { .type = NLA_U32, },
};

/* NTMS_CMD_GET_OBJECT - dump */
static const struct nla_policy ntms_get_object_dump_nl_policy[NTMS_A_CALL_BRIEF + 1] = {
	[NTMS_A_CALL_TYPE] = { .type = NLA_U32, },
	[NTMS_A_CALL_CONTAINER] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_OPTIONS] = { .type = NLA_U32, },
	[NTMS_A_CALL_BRIEF] = { .type = NLA_FLAG, },
};

/* NTMS_CMD_SET_OBJECT - do */
static const struct nla_policy ntms_set_object_nl_policy[NTMS_A_CALL_OBJECT + 1] = {
	[NTMS_A_CALL_GUID] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_TYPE] = { .type = NLA_U32, },
	[NTMS_A_CALL_OBJECT] = NLA_POLICY_NESTED(ntms_object_nl_policy),
};

/* NTMS_CMD_ALLOCATE_MEDIA - do */
static const struct nla_policy ntms_allocate_media_nl_policy[NTMS_A_CALL_PARTITION + 1] = {
	[NTMS_A_CALL_POOL] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_PARTITION] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_MEDIA] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_OPTIONS] = { .type = NLA_U32, },
	[NTMS_A_CALL_TIMEOUT] = { .type = NLA_U32, },
};

/* NTMS_CMD_DEALLOCATE_MEDIA - do */
static const struct nla_policy ntms_deallocate_media_nl_policy[NTMS_A_CALL_MEDIA + 1] = {
	[NTMS_A_CALL_MEDIA] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_DECOMMISSION_MEDIA - do */
static const struct nla_policy ntms_decommission_media_nl_policy[NTMS_A_CALL_PARTITION + 1] = {
	[NTMS_A_CALL_PARTITION] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_COMPLETE_MEDIA - do */
static const struct nla_policy ntms_complete_media_nl_policy[NTMS_A_CALL_MEDIA + 1] = {
	[NTMS_A_CALL_MEDIA] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_SWAP_MEDIA - do */
static const struct nla_policy ntms_swap_media_nl_policy[NTMS_A_CALL_MEDIA2 + 1] = {
	[NTMS_A_CALL_MEDIA] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_MEDIA2] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_CREATE_POOL - do */
static const struct nla_policy ntms_create_pool_nl_policy[NTMS_A_CALL_ACL + 1] = {
	[NTMS_A_CALL_PATH] = { .type = NLA_NUL_STRING, .len = 2047, },
	[NTMS_A_CALL_MEDIA_TYPE] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_ACTION] = { .type = NLA_U32, },
	[NTMS_A_CALL_ACL] = { .type = NLA_BINARY, },
};

/* NTMS_CMD_GET_POOL_NAME - do */
static const struct nla_policy ntms_get_pool_name_nl_policy[NTMS_A_CALL_POOL + 1] = {
	[NTMS_A_CALL_POOL] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_DELETE_POOL - do */
static const struct nla_policy ntms_delete_pool_nl_policy[NTMS_A_CALL_POOL + 1] = {
	[NTMS_A_CALL_POOL] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_MOVE_MEDIA - do */
static const struct nla_policy ntms_move_media_nl_policy[NTMS_A_CALL_PHYSICAL_MEDIA + 1] = {
	[NTMS_A_CALL_PHYSICAL_MEDIA] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_POOL] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_MOUNT_MEDIA - do */
static const struct nla_policy ntms_mount_media_nl_policy[NTMS_A_CALL_OVERWRITE + 1] = {
	[NTMS_A_CALL_MEDIA_LIST] = { .type = NLA_BINARY, },
	[NTMS_A_CALL_DRIVE_LIST] = { .type = NLA_BINARY, },
	[NTMS_A_CALL_OPTIONS] = { .type = NLA_U32, },
	[NTMS_A_CALL_PRIORITY] = { .type = NLA_S32, },
	[NTMS_A_CALL_TIMEOUT] = { .type = NLA_U32, },
	[NTMS_A_CALL_OVERWRITE] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_DISMOUNT_MEDIA - do */
static const struct nla_policy ntms_dismount_media_nl_policy[NTMS_A_CALL_MEDIA_LIST + 1] = {
	[NTMS_A_CALL_MEDIA_LIST] = { .type = NLA_BINARY, },
	[NTMS_A_CALL_OPTIONS] = { .type = NLA_U32, },
};

/* NTMS_CMD_DISMOUNT_DRIVE - do */
static const struct nla_policy ntms_dismount_drive_nl_policy[NTMS_A_CALL_DRIVE + 1] = {
	[NTMS_A_CALL_DRIVE] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_INVENTORY_LIBRARY - do */
static const struct nla_policy ntms_inventory_library_nl_policy[NTMS_A_CALL_LIBRARY + 1] = {
	[NTMS_A_CALL_LIBRARY] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_ACTION] = { .type = NLA_U32, },
};

/* NTMS_CMD_ATTACH_STORE - do */
static const struct nla_policy ntms_attach_store_nl_policy[NTMS_A_STORE_PATH + 1] = {
	[NTMS_A_STORE_HISTORY] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_STORE_DURABLE] = { .type = NLA_U64, },
	[NTMS_A_STORE_PATH] = { .type = NLA_NUL_STRING, .len = 255, },
};

/* NTMS_CMD_RESTORE - do */
static const struct nla_policy ntms_restore_nl_policy[NTMS_A_STORE_OBJECT + 1] = {
	[NTMS_A_STORE_OBJECT] = NLA_POLICY_NESTED(ntms_object_nl_policy),
};

/* NTMS_CMD_NEXT_JOURNAL - do */
static const struct nla_policy ntms_next_journal_nl_policy[NTMS_A_STORE_ERROR + 1] = {
	[NTMS_A_STORE_DURABLE] = { .type = NLA_U64, },
	[NTMS_A_STORE_ERROR] = { .type = NLA_U32, },
};

/* NTMS_CMD_SUBMIT_OPREQUEST - do */
static const struct nla_policy ntms_submit_oprequest_nl_policy[NTMS_A_CALL_MESSAGE + 1] = {
	[NTMS_A_CALL_TYPE] = { .type = NLA_U32, },
	[NTMS_A_CALL_MESSAGE] = { .type = NLA_NUL_STRING, .len = 1023, },
	[NTMS_A_CALL_ARG1] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_ARG2] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_WAIT_OPREQUEST - do */
static const struct nla_policy ntms_wait_oprequest_nl_policy[NTMS_A_CALL_TIMEOUT + 1] = {
	[NTMS_A_CALL_GUID] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_TIMEOUT] = { .type = NLA_U32, },
};

/* NTMS_CMD_CANCEL_OPREQUEST - do */
static const struct nla_policy ntms_cancel_oprequest_nl_policy[NTMS_A_CALL_GUID + 1] = {
	[NTMS_A_CALL_GUID] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_SATISFY_OPREQUEST - do */
static const struct nla_policy ntms_satisfy_oprequest_nl_policy[NTMS_A_CALL_GUID + 1] = {
	[NTMS_A_CALL_GUID] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_ACK_OPREQUEST - do */
static const struct nla_policy ntms_ack_oprequest_nl_policy[NTMS_A_CALL_ACTION + 1] = {
	[NTMS_A_CALL_GUID] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_ACTION] = { .type = NLA_U32, },
};

/* NTMS_CMD_CANCEL_REQUEST - do */
static const struct nla_policy ntms_cancel_request_nl_policy[NTMS_A_CALL_GUID + 1] = {
	[NTMS_A_CALL_GUID] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_GET_REQUEST_ORDER - do */
static const struct nla_policy ntms_get_request_order_nl_policy[NTMS_A_CALL_GUID + 1] = {
	[NTMS_A_CALL_GUID] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_SET_REQUEST_ORDER - do */
static const struct nla_policy ntms_set_request_order_nl_policy[NTMS_A_CALL_NUMBER + 1] = {
	[NTMS_A_CALL_GUID] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_NUMBER] = { .type = NLA_U32, },
};

/* NTMS_CMD_DELETE_REQUESTS - do */
static const struct nla_policy ntms_delete_requests_nl_policy[NTMS_A_CALL_GUID_LIST + 1] = {
	[NTMS_A_CALL_GUID_LIST] = { .type = NLA_BINARY, },
	[NTMS_A_CALL_TYPE] = { .type = NLA_U32, },
};

/* NTMS_CMD_GET_SECURITY - do */
static const struct nla_policy ntms_get_security_nl_policy[NTMS_A_CALL_TYPE + 1] = {
	[NTMS_A_CALL_GUID] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_TYPE] = { .type = NLA_U32, },
};

/* NTMS_CMD_SET_SECURITY - do */
static const struct nla_policy ntms_set_security_nl_policy[NTMS_A_CALL_ACL + 1] = {
	[NTMS_A_CALL_GUID] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_TYPE] = { .type = NLA_U32, },
	[NTMS_A_CALL_OPTIONS] = { .type = NLA_U32, },
	[NTMS_A_CALL_ACL] = { .type = NLA_BINARY, },
};

/* NTMS_CMD_GET_ATTRIBUTE - do */
static const struct nla_policy ntms_get_attribute_nl_policy[NTMS_A_CALL_NAME + 1] = {
	[NTMS_A_CALL_GUID] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_TYPE] = { .type = NLA_U32, },
	[NTMS_A_CALL_NAME] = { .type = NLA_NUL_STRING, .len = 127, },
};

/* NTMS_CMD_SET_ATTRIBUTE - do */
static const struct nla_policy ntms_set_attribute_nl_policy[NTMS_A_CALL_DATA + 1] = {
	[NTMS_A_CALL_GUID] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_TYPE] = { .type = NLA_U32, },
	[NTMS_A_CALL_NAME] = { .type = NLA_NUL_STRING, .len = 127, },
	[NTMS_A_CALL_DATA] = { .type = NLA_BINARY, },
};

/* NTMS_CMD_GET_UI_OPTIONS - do */
static const struct nla_policy ntms_get_ui_options_nl_policy[NTMS_A_CALL_TYPE + 1] = {
	[NTMS_A_CALL_GUID] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_TYPE] = { .type = NLA_U32, },
};

/* NTMS_CMD_SET_UI_OPTIONS - do */
static const struct nla_policy ntms_set_ui_options_nl_policy[NTMS_A_CALL_DESTINATION + 1] = {
	[NTMS_A_CALL_GUID] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_TYPE] = { .type = NLA_U32, },
	[NTMS_A_CALL_ACTION] = { .type = NLA_U32, },
	[NTMS_A_CALL_DESTINATION] = { .type = NLA_STRING, .len = 255, },
};

/* NTMS_CMD_CREATE_MEDIA - do */
static const struct nla_policy ntms_create_media_nl_policy[NTMS_A_CALL_PART + 1] = {
	[NTMS_A_CALL_OBJECT] = NLA_POLICY_NESTED(ntms_object_nl_policy),
	[NTMS_A_CALL_PART] = NLA_POLICY_NESTED(ntms_object_nl_policy),
	[NTMS_A_CALL_OPTIONS] = { .type = NLA_U32, },
};

/* NTMS_CMD_DELETE_MEDIA - do */
static const struct nla_policy ntms_delete_media_nl_policy[NTMS_A_CALL_PHYSICAL_MEDIA + 1] = {
	[NTMS_A_CALL_PHYSICAL_MEDIA] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_CHANGE_MEDIA_TYPE - do */
static const struct nla_policy ntms_change_media_type_nl_policy[NTMS_A_CALL_PHYSICAL_MEDIA + 1] = {
	[NTMS_A_CALL_PHYSICAL_MEDIA] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_POOL] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_ADD_MEDIA_TYPE - do */
static const struct nla_policy ntms_add_media_type_nl_policy[NTMS_A_CALL_LIBRARY + 1] = {
	[NTMS_A_CALL_MEDIA_TYPE] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_LIBRARY] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_DELETE_MEDIA_TYPE - do */
static const struct nla_policy ntms_delete_media_type_nl_policy[NTMS_A_CALL_LIBRARY + 1] = {
	[NTMS_A_CALL_MEDIA_TYPE] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_LIBRARY] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_UPDATE_OMID - do */
static const struct nla_policy ntms_update_omid_nl_policy[NTMS_A_CALL_OBJECT + 1] = {
	[NTMS_A_CALL_MEDIA] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_OBJECT] = NLA_POLICY_NESTED(ntms_object_nl_policy),
};

/* NTMS_CMD_ENABLE_OBJECT - do */
static const struct nla_policy ntms_enable_object_nl_policy[NTMS_A_CALL_TYPE + 1] = {
	[NTMS_A_CALL_TYPE] = { .type = NLA_U32, },
	[NTMS_A_CALL_GUID] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_DISABLE_OBJECT - do */
static const struct nla_policy ntms_disable_object_nl_policy[NTMS_A_CALL_TYPE + 1] = {
	[NTMS_A_CALL_TYPE] = { .type = NLA_U32, },
	[NTMS_A_CALL_GUID] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_DELETE_LIBRARY - do */
static const struct nla_policy ntms_delete_library_nl_policy[NTMS_A_CALL_LIBRARY + 1] = {
	[NTMS_A_CALL_LIBRARY] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_DELETE_DRIVE - do */
static const struct nla_policy ntms_delete_drive_nl_policy[NTMS_A_CALL_DRIVE + 1] = {
	[NTMS_A_CALL_DRIVE] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_EJECT_MEDIA - do */
static const struct nla_policy ntms_eject_media_nl_policy[NTMS_A_CALL_WORK_ITEM + 1] = {
	[NTMS_A_CALL_PHYSICAL_MEDIA] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_WORK_ITEM] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_ACTION] = { .type = NLA_U32, },
};

/* NTMS_CMD_INJECT_MEDIA - do */
static const struct nla_policy ntms_inject_media_nl_policy[NTMS_A_CALL_WORK_ITEM + 1] = {
	[NTMS_A_CALL_LIBRARY] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_WORK_ITEM] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_ACTION] = { .type = NLA_U32, },
};

/* NTMS_CMD_ACCESS_DOOR - do */
static const struct nla_policy ntms_access_door_nl_policy[NTMS_A_CALL_LIBRARY + 1] = {
	[NTMS_A_CALL_LIBRARY] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_ACTION] = { .type = NLA_U32, },
};

/* NTMS_CMD_CLEAN_DRIVE - do */
static const struct nla_policy ntms_clean_drive_nl_policy[NTMS_A_CALL_DRIVE + 1] = {
	[NTMS_A_CALL_DRIVE] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_RESERVE_CLEANER_SLOT - do */
static const struct nla_policy ntms_reserve_cleaner_slot_nl_policy[NTMS_A_CALL_SLOT + 1] = {
	[NTMS_A_CALL_LIBRARY] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_SLOT] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_RELEASE_CLEANER_SLOT - do */
static const struct nla_policy ntms_release_cleaner_slot_nl_policy[NTMS_A_CALL_LIBRARY + 1] = {
	[NTMS_A_CALL_LIBRARY] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_INJECT_CLEANER - do */
static const struct nla_policy ntms_inject_cleaner_nl_policy[NTMS_A_CALL_NUMBER + 1] = {
	[NTMS_A_CALL_LIBRARY] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_WORK_ITEM] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_NUMBER] = { .type = NLA_U32, },
	[NTMS_A_CALL_ACTION] = { .type = NLA_U32, },
};

/* NTMS_CMD_EJECT_CLEANER - do */
static const struct nla_policy ntms_eject_cleaner_nl_policy[NTMS_A_CALL_WORK_ITEM + 1] = {
	[NTMS_A_CALL_LIBRARY] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_WORK_ITEM] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_ACTION] = { .type = NLA_U32, },
};

/* NTMS_CMD_IDENTIFY_SLOT - do */
static const struct nla_policy ntms_identify_slot_nl_policy[NTMS_A_CALL_SLOT + 1] = {
	[NTMS_A_CALL_SLOT] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_OPTIONS] = { .type = NLA_U32, },
};

/* NTMS_CMD_SET_DETECTION - do */
static const struct nla_policy ntms_set_detection_nl_policy[NTMS_A_CALL_DETECTION + 1] = {
	[NTMS_A_CALL_DETECTION] = { .type = NLA_U32, },
	[NTMS_A_CALL_GUID_LIST] = { .type = NLA_BINARY, },
	[NTMS_A_CALL_TYPE] = { .type = NLA_U32, },
};

/* NTMS_CMD_END_DETECTION - do */
static const struct nla_policy ntms_end_detection_nl_policy[NTMS_A_CALL_DETECTION + 1] = {
	[NTMS_A_CALL_DETECTION] = { .type = NLA_U32, },
};

/* NTMS_CMD_OPEN_NOTIFICATION - do */
static const struct nla_policy ntms_open_notification_nl_policy[NTMS_A_CALL_OPTIONS + 1] = {
	[NTMS_A_CALL_SESSION] = { .type = NLA_U32, },
	[NTMS_A_CALL_TYPE] = { .type = NLA_U32, },
	[NTMS_A_CALL_OPTIONS] = { .type = NLA_U32, },
};

/* NTMS_CMD_TASK_DONE - do */
static const struct nla_policy ntms_task_done_nl_policy[NTMS_A_STORE_TASK + 1] = {
	[NTMS_A_STORE_TASK] = NLA_POLICY_RANGE(NLA_U32, 1, 2),
	[NTMS_A_STORE_ERROR] = { .type = NLA_U32, },
};

/* NTMS_CMD_BEGIN_ERRAND - do */
static const struct nla_policy ntms_begin_errand_nl_policy[NTMS_A_ERRAND_ID + 1] = {
	[NTMS_A_ERRAND_ID] = { .type = NLA_U64, },
};

/* NTMS_CMD_ERRAND_DONE - do */
static const struct nla_policy ntms_errand_done_nl_policy[NTMS_A_ERRAND_TEXT + 1] = {
	[NTMS_A_ERRAND_ID] = { .type = NLA_U64, },
	[NTMS_A_ERRAND_FOUND] = NLA_POLICY_RANGE(NLA_U32, 1, 3),
	[NTMS_A_ERRAND_OMID] = { .type = NLA_BINARY, },
	[NTMS_A_ERRAND_ERROR] = { .type = NLA_U32, },
	[NTMS_A_ERRAND_TEXT] = { .type = NLA_NUL_STRING, .len = 127, },
};

/* NTMS_CMD_COMPARE_LIBRARY - do */
static const struct nla_policy ntms_compare_library_nl_policy[NTMS_A_CALL_START + 1] = {
	[NTMS_A_CALL_LIBRARY] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
	[NTMS_A_CALL_START] = { .type = NLA_U64, },
};

/* NTMS_CMD_GET_DRIVE_STATUS - do */
static const struct nla_policy ntms_get_drive_status_nl_policy[NTMS_A_DRIVE_STATUS_DRIVE + 1] = {
	[NTMS_A_DRIVE_STATUS_DRIVE] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* NTMS_CMD_CONFIRM_POSITION - do */
static const struct nla_policy ntms_confirm_position_nl_policy[NTMS_A_DRIVE_STATUS_DRIVE + 1] = {
	[NTMS_A_DRIVE_STATUS_DRIVE] = NLA_POLICY_EXACT_LEN(NTMS_GUID_LEN),
};

/* Ops table for ntms */
const struct genl_split_ops ntms_nl_ops[71] = {
	{
		.cmd	= NTMS_CMD_GET_STATUS,
		.doit	= ntms_nl_get_status_doit,
		.flags	= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_OPEN_SESSION,
		.doit		= ntms_nl_open_session_doit,
		.policy		= ntms_open_session_nl_policy,
		.maxattr	= NTMS_A_CALL_OPTIONS,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_CLOSE_SESSION,
		.doit		= ntms_nl_close_session_doit,
		.policy		= ntms_close_session_nl_policy,
		.maxattr	= NTMS_A_CALL_SESSION,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_GET_OBJECT,
		.doit		= ntms_nl_get_object_doit,
		.policy		= ntms_get_object_do_nl_policy,
		.maxattr	= NTMS_A_CALL_TYPE,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_GET_OBJECT,
		.dumpit		= ntms_nl_get_object_dumpit,
		.policy		= ntms_get_object_dump_nl_policy,
		.maxattr	= NTMS_A_CALL_BRIEF,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= NTMS_CMD_SET_OBJECT,
		.doit		= ntms_nl_set_object_doit,
		.policy		= ntms_set_object_nl_policy,
		.maxattr	= NTMS_A_CALL_OBJECT,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_ALLOCATE_MEDIA,
		.doit		= ntms_nl_allocate_media_doit,
		.policy		= ntms_allocate_media_nl_policy,
		.maxattr	= NTMS_A_CALL_PARTITION,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_DEALLOCATE_MEDIA,
		.doit		= ntms_nl_deallocate_media_doit,
		.policy		= ntms_deallocate_media_nl_policy,
		.maxattr	= NTMS_A_CALL_MEDIA,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_DECOMMISSION_MEDIA,
		.doit		= ntms_nl_decommission_media_doit,
		.policy		= ntms_decommission_media_nl_policy,
		.maxattr	= NTMS_A_CALL_PARTITION,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_COMPLETE_MEDIA,
		.doit		= ntms_nl_complete_media_doit,
		.policy		= ntms_complete_media_nl_policy,
		.maxattr	= NTMS_A_CALL_MEDIA,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_SWAP_MEDIA,
		.doit		= ntms_nl_swap_media_doit,
		.policy		= ntms_swap_media_nl_policy,
		.maxattr	= NTMS_A_CALL_MEDIA2,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_CREATE_POOL,
		.doit		= ntms_nl_create_pool_doit,
		.policy		= ntms_create_pool_nl_policy,
		.maxattr	= NTMS_A_CALL_ACL,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_GET_POOL_NAME,
		.doit		= ntms_nl_get_pool_name_doit,
		.policy		= ntms_get_pool_name_nl_policy,
		.maxattr	= NTMS_A_CALL_POOL,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_DELETE_POOL,
		.doit		= ntms_nl_delete_pool_doit,
		.policy		= ntms_delete_pool_nl_policy,
		.maxattr	= NTMS_A_CALL_POOL,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_MOVE_MEDIA,
		.doit		= ntms_nl_move_media_doit,
		.policy		= ntms_move_media_nl_policy,
		.maxattr	= NTMS_A_CALL_PHYSICAL_MEDIA,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_MOUNT_MEDIA,
		.doit		= ntms_nl_mount_media_doit,
		.policy		= ntms_mount_media_nl_policy,
		.maxattr	= NTMS_A_CALL_OVERWRITE,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_DISMOUNT_MEDIA,
		.doit		= ntms_nl_dismount_media_doit,
		.policy		= ntms_dismount_media_nl_policy,
		.maxattr	= NTMS_A_CALL_MEDIA_LIST,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_DISMOUNT_DRIVE,
		.doit		= ntms_nl_dismount_drive_doit,
		.policy		= ntms_dismount_drive_nl_policy,
		.maxattr	= NTMS_A_CALL_DRIVE,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_INVENTORY_LIBRARY,
		.doit		= ntms_nl_inventory_library_doit,
		.policy		= ntms_inventory_library_nl_policy,
		.maxattr	= NTMS_A_CALL_LIBRARY,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_ATTACH_STORE,
		.doit		= ntms_nl_attach_store_doit,
		.policy		= ntms_attach_store_nl_policy,
		.maxattr	= NTMS_A_STORE_PATH,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_RESTORE,
		.doit		= ntms_nl_restore_doit,
		.policy		= ntms_restore_nl_policy,
		.maxattr	= NTMS_A_STORE_OBJECT,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd	= NTMS_CMD_RESTORED,
		.doit	= ntms_nl_restored_doit,
		.flags	= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_NEXT_JOURNAL,
		.doit		= ntms_nl_next_journal_doit,
		.policy		= ntms_next_journal_nl_policy,
		.maxattr	= NTMS_A_STORE_ERROR,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_SUBMIT_OPREQUEST,
		.doit		= ntms_nl_submit_oprequest_doit,
		.policy		= ntms_submit_oprequest_nl_policy,
		.maxattr	= NTMS_A_CALL_MESSAGE,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_WAIT_OPREQUEST,
		.doit		= ntms_nl_wait_oprequest_doit,
		.policy		= ntms_wait_oprequest_nl_policy,
		.maxattr	= NTMS_A_CALL_TIMEOUT,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_CANCEL_OPREQUEST,
		.doit		= ntms_nl_cancel_oprequest_doit,
		.policy		= ntms_cancel_oprequest_nl_policy,
		.maxattr	= NTMS_A_CALL_GUID,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_SATISFY_OPREQUEST,
		.doit		= ntms_nl_satisfy_oprequest_doit,
		.policy		= ntms_satisfy_oprequest_nl_policy,
		.maxattr	= NTMS_A_CALL_GUID,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_ACK_OPREQUEST,
		.doit		= ntms_nl_ack_oprequest_doit,
		.policy		= ntms_ack_oprequest_nl_policy,
		.maxattr	= NTMS_A_CALL_ACTION,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_CANCEL_REQUEST,
		.doit		= ntms_nl_cancel_request_doit,
		.policy		= ntms_cancel_request_nl_policy,
		.maxattr	= NTMS_A_CALL_GUID,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_GET_REQUEST_ORDER,
		.doit		= ntms_nl_get_request_order_doit,
		.policy		= ntms_get_request_order_nl_policy,
		.maxattr	= NTMS_A_CALL_GUID,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_SET_REQUEST_ORDER,
		.doit		= ntms_nl_set_request_order_doit,
		.policy		= ntms_set_request_order_nl_policy,
		.maxattr	= NTMS_A_CALL_NUMBER,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_DELETE_REQUESTS,
		.doit		= ntms_nl_delete_requests_doit,
		.policy		= ntms_delete_requests_nl_policy,
		.maxattr	= NTMS_A_CALL_GUID_LIST,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_GET_SECURITY,
		.doit		= ntms_nl_get_security_doit,
		.policy		= ntms_get_security_nl_policy,
		.maxattr	= NTMS_A_CALL_TYPE,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_SET_SECURITY,
		.doit		= ntms_nl_set_security_doit,
		.policy		= ntms_set_security_nl_policy,
		.maxattr	= NTMS_A_CALL_ACL,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_GET_ATTRIBUTE,
		.doit		= ntms_nl_get_attribute_doit,
		.policy		= ntms_get_attribute_nl_policy,
		.maxattr	= NTMS_A_CALL_NAME,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_SET_ATTRIBUTE,
		.doit		= ntms_nl_set_attribute_doit,
		.policy		= ntms_set_attribute_nl_policy,
		.maxattr	= NTMS_A_CALL_DATA,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_GET_UI_OPTIONS,
		.doit		= ntms_nl_get_ui_options_doit,
		.policy		= ntms_get_ui_options_nl_policy,
		.maxattr	= NTMS_A_CALL_TYPE,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_SET_UI_OPTIONS,
		.doit		= ntms_nl_set_ui_options_doit,
		.policy		= ntms_set_ui_options_nl_policy,
		.maxattr	= NTMS_A_CALL_DESTINATION,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_CREATE_MEDIA,
		.doit		= ntms_nl_create_media_doit,
		.policy		= ntms_create_media_nl_policy,
		.maxattr	= NTMS_A_CALL_PART,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_DELETE_MEDIA,
		.doit		= ntms_nl_delete_media_doit,
		.policy		= ntms_delete_media_nl_policy,
		.maxattr	= NTMS_A_CALL_PHYSICAL_MEDIA,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_CHANGE_MEDIA_TYPE,
		.doit		= ntms_nl_change_media_type_doit,
		.policy		= ntms_change_media_type_nl_policy,
		.maxattr	= NTMS_A_CALL_PHYSICAL_MEDIA,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_ADD_MEDIA_TYPE,
		.doit		= ntms_nl_add_media_type_doit,
		.policy		= ntms_add_media_type_nl_policy,
		.maxattr	= NTMS_A_CALL_LIBRARY,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_DELETE_MEDIA_TYPE,
		.doit		= ntms_nl_delete_media_type_doit,
		.policy		= ntms_delete_media_type_nl_policy,
		.maxattr	= NTMS_A_CALL_LIBRARY,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_UPDATE_OMID,
		.doit		= ntms_nl_update_omid_doit,
		.policy		= ntms_update_omid_nl_policy,
		.maxattr	= NTMS_A_CALL_OBJECT,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_ENABLE_OBJECT,
		.doit		= ntms_nl_enable_object_doit,
		.policy		= ntms_enable_object_nl_policy,
		.maxattr	= NTMS_A_CALL_TYPE,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_DISABLE_OBJECT,
		.doit		= ntms_nl_disable_object_doit,
		.policy		= ntms_disable_object_nl_policy,
		.maxattr	= NTMS_A_CALL_TYPE,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_DELETE_LIBRARY,
		.doit		= ntms_nl_delete_library_doit,
		.policy		= ntms_delete_library_nl_policy,
		.maxattr	= NTMS_A_CALL_LIBRARY,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_DELETE_DRIVE,
		.doit		= ntms_nl_delete_drive_doit,
		.policy		= ntms_delete_drive_nl_policy,
		.maxattr	= NTMS_A_CALL_DRIVE,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_EJECT_MEDIA,
		.doit		= ntms_nl_eject_media_doit,
		.policy		= ntms_eject_media_nl_policy,
		.maxattr	= NTMS_A_CALL_WORK_ITEM,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_INJECT_MEDIA,
		.doit		= ntms_nl_inject_media_doit,
		.policy		= ntms_inject_media_nl_policy,
		.maxattr	= NTMS_A_CALL_WORK_ITEM,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_ACCESS_DOOR,
		.doit		= ntms_nl_access_door_doit,
		.policy		= ntms_access_door_nl_policy,
		.maxattr	= NTMS_A_CALL_LIBRARY,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_CLEAN_DRIVE,
		.doit		= ntms_nl_clean_drive_doit,
		.policy		= ntms_clean_drive_nl_policy,
		.maxattr	= NTMS_A_CALL_DRIVE,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_RESERVE_CLEANER_SLOT,
		.doit		= ntms_nl_reserve_cleaner_slot_doit,
		.policy		= ntms_reserve_cleaner_slot_nl_policy,
		.maxattr	= NTMS_A_CALL_SLOT,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_RELEASE_CLEANER_SLOT,
		.doit		= ntms_nl_release_cleaner_slot_doit,
		.policy		= ntms_release_cleaner_slot_nl_policy,
		.maxattr	= NTMS_A_CALL_LIBRARY,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_INJECT_CLEANER,
		.doit		= ntms_nl_inject_cleaner_doit,
		.policy		= ntms_inject_cleaner_nl_policy,
		.maxattr	= NTMS_A_CALL_NUMBER,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_EJECT_CLEANER,
		.doit		= ntms_nl_eject_cleaner_doit,
		.policy		= ntms_eject_cleaner_nl_policy,
		.maxattr	= NTMS_A_CALL_WORK_ITEM,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_IDENTIFY_SLOT,
		.doit		= ntms_nl_identify_slot_doit,
		.policy		= ntms_identify_slot_nl_policy,
		.maxattr	= NTMS_A_CALL_SLOT,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd	= NTMS_CMD_BEGIN_DETECTION,
		.doit	= ntms_nl_begin_detection_doit,
		.flags	= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_SET_DETECTION,
		.doit		= ntms_nl_set_detection_doit,
		.policy		= ntms_set_detection_nl_policy,
		.maxattr	= NTMS_A_CALL_DETECTION,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_END_DETECTION,
		.doit		= ntms_nl_end_detection_doit,
		.policy		= ntms_end_detection_nl_policy,
		.maxattr	= NTMS_A_CALL_DETECTION,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_OPEN_NOTIFICATION,
		.doit		= ntms_nl_open_notification_doit,
		.policy		= ntms_open_notification_nl_policy,
		.maxattr	= NTMS_A_CALL_OPTIONS,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd	= NTMS_CMD_EXPORT_DATABASE,
		.doit	= ntms_nl_export_database_doit,
		.flags	= GENL_CMD_CAP_DO,
	},
	{
		.cmd	= NTMS_CMD_IMPORT_DATABASE,
		.doit	= ntms_nl_import_database_doit,
		.flags	= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_TASK_DONE,
		.doit		= ntms_nl_task_done_doit,
		.policy		= ntms_task_done_nl_policy,
		.maxattr	= NTMS_A_STORE_TASK,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd	= NTMS_CMD_ATTACH_AGENT,
		.doit	= ntms_nl_attach_agent_doit,
		.flags	= GENL_CMD_CAP_DO,
	},
	{
		.cmd	= NTMS_CMD_NEXT_ERRAND,
		.doit	= ntms_nl_next_errand_doit,
		.flags	= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_BEGIN_ERRAND,
		.doit		= ntms_nl_begin_errand_doit,
		.policy		= ntms_begin_errand_nl_policy,
		.maxattr	= NTMS_A_ERRAND_ID,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_ERRAND_DONE,
		.doit		= ntms_nl_errand_done_doit,
		.policy		= ntms_errand_done_nl_policy,
		.maxattr	= NTMS_A_ERRAND_TEXT,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_COMPARE_LIBRARY,
		.doit		= ntms_nl_compare_library_doit,
		.policy		= ntms_compare_library_nl_policy,
		.maxattr	= NTMS_A_CALL_START,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_GET_DRIVE_STATUS,
		.doit		= ntms_nl_get_drive_status_doit,
		.policy		= ntms_get_drive_status_nl_policy,
		.maxattr	= NTMS_A_DRIVE_STATUS_DRIVE,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= NTMS_CMD_CONFIRM_POSITION,
		.doit		= ntms_nl_confirm_position_doit,
		.policy		= ntms_confirm_position_nl_policy,
		.maxattr	= NTMS_A_DRIVE_STATUS_DRIVE,
		.flags		= GENL_CMD_CAP_DO,
	},
};

static const struct genl_multicast_group ntms_nl_mcgrps[] = {
	[NTMS_NLGRP_EVENTS] = { "events", },
};
