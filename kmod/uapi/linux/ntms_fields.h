/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/*
 * ntms_fields.h - which members each object type has
 *
 * The one description of the members that the module, the library and the
 * store share.  Each row is
 *
 *	F(ATTRIBUTE, member, KIND, flags)
 *
 * ATTRIBUTE is NTMS_A_OBJECT_<ATTRIBUTE> and, in lower case, the column of
 * the store; member is the member of the kernel's and the library's struct;
 * KIND says how the value travels; flags say what may be done with it:
 *
 *	S  stored: part of the journal and of the store
 *	W  written by SetNtmsObjectInformation (MS-RSMP 3.2.5.2.3.3)
 *	C  computed when it is read, has no member of its own in the kernel
 *
 * Kinds: U32, U64, TIME (ns since 1970 UTC, 0 never), BOOL (u32 0 or 1), STR,
 * BLOB (bytes), REF (GUID of an object that exists, or null), GUID (GUID of
 * an object that may be gone, or null).
 */
#ifndef _UAPI_LINUX_NTMS_FIELDS_H
#define _UAPI_LINUX_NTMS_FIELDS_H

#define NTMS_F_S	1	/* stored */
#define NTMS_F_W	2	/* writable by clients */
#define NTMS_F_C	4	/* computed */

/* what every object has; the type and the GUID themselves come first */
#define NTMS_FIELDS_COMMON(F)						\
	F(NAME, name, STR, NTMS_F_S)					\
	F(DESCRIPTION, description, STR, NTMS_F_S | NTMS_F_W)		\
	F(ENABLED, enabled, BOOL, NTMS_F_S)				\
	F(OPERATIONAL_STATE, operational_state, U32, NTMS_F_S)		\
	F(CREATED, created, TIME, NTMS_F_S)				\
	F(MODIFIED, modified, TIME, NTMS_F_S)

#define NTMS_FIELDS_COMPUTER(F)						\
	F(ACL, acl, BLOB, NTMS_F_S)					\
	F(LIB_REQUEST_PURGE_TIME, lib_request_purge_time, U32, NTMS_F_S | NTMS_F_W) \
	F(OP_REQUEST_PURGE_TIME, op_request_purge_time, U32, NTMS_F_S | NTMS_F_W) \
	F(LIB_REQUEST_FLAGS, lib_request_flags, U32, NTMS_F_S | NTMS_F_W) \
	F(OP_REQUEST_FLAGS, op_request_flags, U32, NTMS_F_S | NTMS_F_W) \
	F(MEDIA_POOL_POLICY, media_pool_policy, U32, NTMS_F_S | NTMS_F_W) \
	F(NEXT_SEQUENCE, next_sequence, U32, NTMS_F_S)

#define NTMS_FIELDS_LIBRARY(F)						\
	F(ACL, acl, BLOB, NTMS_F_S)					\
	F(SERIAL_NUMBER, serial_number, STR, NTMS_F_S)			\
	F(LIBRARY_TYPE, library_type, U32, NTMS_F_S)			\
	F(CLEANER_SLOT, cleaner_slot, REF, NTMS_F_S)			\
	F(CLEANER_SLOT_DEFAULT, cleaner_slot_default, REF, NTMS_F_S)	\
	F(SUPPORTS_CLEANING, supports_cleaning, BOOL, NTMS_F_S)		\
	F(BAR_CODE_READER, bar_code_reader, BOOL, NTMS_F_S)		\
	F(INVENTORY_METHOD, inventory_method, U32, NTMS_F_S | NTMS_F_W)	\
	F(CLEANER_USES_REMAINING, cleaner_uses_remaining, U32, NTMS_F_S | NTMS_F_W) \
	F(FIRST_DRIVE_NUMBER, first_drive_number, U32, NTMS_F_C)	\
	F(NUMBER_OF_DRIVES, number_of_drives, U32, NTMS_F_C)		\
	F(FIRST_SLOT_NUMBER, first_slot_number, U32, NTMS_F_C)		\
	F(NUMBER_OF_SLOTS, number_of_slots, U32, NTMS_F_C)		\
	F(FIRST_DOOR_NUMBER, first_door_number, U32, NTMS_F_C)		\
	F(NUMBER_OF_DOORS, number_of_doors, U32, NTMS_F_C)		\
	F(FIRST_PORT_NUMBER, first_port_number, U32, NTMS_F_C)		\
	F(NUMBER_OF_PORTS, number_of_ports, U32, NTMS_F_C)		\
	F(FIRST_CHANGER_NUMBER, first_changer_number, U32, NTMS_F_C)	\
	F(NUMBER_OF_CHANGERS, number_of_changers, U32, NTMS_F_C)	\
	F(NUMBER_OF_MEDIA, number_of_media, U32, NTMS_F_C)		\
	F(NUMBER_OF_MEDIA_TYPES, number_of_media_types, U32, NTMS_F_C)	\
	F(NUMBER_OF_LIB_REQUESTS, number_of_lib_requests, U32, NTMS_F_C) \
	F(AUTO_RECOVERY, auto_recovery, BOOL, NTMS_F_S | NTMS_F_W)	\
	F(FLAGS, flags, U32, NTMS_F_S | NTMS_F_W)			\
	F(MEDIA_TYPES, media_types, BLOB, NTMS_F_S)

#define NTMS_FIELDS_CHANGER(F)						\
	F(NUMBER, number, U32, NTMS_F_S)				\
	F(ELEMENT, element, U32, NTMS_F_S)				\
	F(DEVICE_KIND, changer_type, REF, NTMS_F_S)			\
	F(SERIAL_NUMBER, serial_number, STR, NTMS_F_S)			\
	F(REVISION, revision, STR, NTMS_F_S)				\
	F(DEVICE_NAME, device_name, STR, NTMS_F_S)			\
	F(SCSI_PORT, scsi_port, U32, NTMS_F_S)				\
	F(SCSI_BUS, scsi_bus, U32, NTMS_F_S)				\
	F(SCSI_TARGET, scsi_target, U32, NTMS_F_S)			\
	F(SCSI_LUN, scsi_lun, U32, NTMS_F_S)				\
	F(LIBRARY, library, REF, NTMS_F_S)

#define NTMS_FIELDS_CHANGER_TYPE(F)					\
	F(VENDOR, vendor, STR, NTMS_F_S)				\
	F(PRODUCT, product, STR, NTMS_F_S)				\
	F(DEVICE_TYPE, device_type, U32, NTMS_F_S)

#define NTMS_FIELDS_DRIVE(F)						\
	F(NUMBER, number, U32, NTMS_F_S)				\
	F(ELEMENT, element, U32, NTMS_F_S)				\
	F(STATE, state, U32, NTMS_F_S)					\
	F(DEVICE_KIND, drive_type, REF, NTMS_F_S)			\
	F(DEVICE_NAME, device_name, STR, NTMS_F_S)			\
	F(SERIAL_NUMBER, serial_number, STR, NTMS_F_S)			\
	F(REVISION, revision, STR, NTMS_F_S)				\
	F(SCSI_PORT, scsi_port, U32, NTMS_F_S)				\
	F(SCSI_BUS, scsi_bus, U32, NTMS_F_S)				\
	F(SCSI_TARGET, scsi_target, U32, NTMS_F_S)			\
	F(SCSI_LUN, scsi_lun, U32, NTMS_F_S)				\
	F(MOUNT_COUNT, mount_count, U32, NTMS_F_S)			\
	F(LAST_CLEANED, last_cleaned, TIME, NTMS_F_S)			\
	F(PARTITION, saved_partition, REF, NTMS_F_S)			\
	F(LIBRARY, library, REF, NTMS_F_S)				\
	F(DEFER_DISMOUNT_DELAY, defer_dismount_delay, U32, NTMS_F_S | NTMS_F_W) \
	F(ALERTS, alerts, U64, NTMS_F_S)				\
	F(ERROR_COUNT, errors, U32, NTMS_F_S)				\
	F(LAST_ERROR, last_error, TIME, NTMS_F_S)			\
	F(SENSE, sense, U32, NTMS_F_S)					\
	F(SUSPECTS, suspects, BLOB, NTMS_F_S)				\
	F(LOADED_SECS, loaded_secs, U32, NTMS_F_S)			\
	F(LOADED_SINCE, loaded_since, TIME, NTMS_F_S)

#define NTMS_FIELDS_DRIVE_TYPE(F)					\
	F(VENDOR, vendor, STR, NTMS_F_S)				\
	F(PRODUCT, product, STR, NTMS_F_S)				\
	F(DEVICE_TYPE, device_type, U32, NTMS_F_S)

#define NTMS_FIELDS_STORAGESLOT(F)					\
	F(NUMBER, number, U32, NTMS_F_S)				\
	F(ELEMENT, element, U32, NTMS_F_S)				\
	F(STATE, state, U32, NTMS_F_S)					\
	F(LIBRARY, library, REF, NTMS_F_S)

#define NTMS_FIELDS_IEDOOR(F)						\
	F(NUMBER, number, U32, NTMS_F_S)				\
	F(STATE, state, U32, NTMS_F_S)					\
	F(MAX_SECS, max_open_secs, U32, NTMS_F_S | NTMS_F_W)		\
	F(LIBRARY, library, REF, NTMS_F_S)

#define NTMS_FIELDS_IEPORT(F)						\
	F(NUMBER, number, U32, NTMS_F_S)				\
	F(ELEMENT, element, U32, NTMS_F_S)				\
	F(STATE, content, U32, NTMS_F_S)				\
	F(POSITION, position, U32, NTMS_F_S)				\
	F(MAX_SECS, max_extend_secs, U32, NTMS_F_S | NTMS_F_W)		\
	F(LIBRARY, library, REF, NTMS_F_S)

#define NTMS_FIELDS_PHYSICAL_MEDIA(F)					\
	F(LIBRARY, library, REF, NTMS_F_S)				\
	F(MEDIA_POOL, pool, REF, NTMS_F_S)				\
	F(LOCATION, location, REF, NTMS_F_S)				\
	F(LOCATION_TYPE, location_type, U32, NTMS_F_C)			\
	F(MEDIA_TYPE, media_type, GUID, NTMS_F_C)			\
	F(HOME_SLOT, home_slot, REF, NTMS_F_S)				\
	F(BAR_CODE, bar_code, STR, NTMS_F_S)				\
	F(BAR_CODE_STATE, bar_code_state, U32, NTMS_F_C)		\
	F(SEQUENCE_NUMBER, sequence_number, U32, NTMS_F_S)		\
	F(STATE, state, U32, NTMS_F_S)					\
	F(NUMBER_OF_PARTITIONS, number_of_partitions, U32, NTMS_F_S)	\
	F(MEDIA_TYPE_CODE, media_type_code, U32, NTMS_F_S)		\
	F(DENSITY_CODE, density_code, U32, NTMS_F_S)			\
	F(PARTITION, mounted_partition, REF, NTMS_F_S)			\
	F(ALERTS, alerts, U64, NTMS_F_S)				\
	F(ERROR_COUNT, errors, U32, NTMS_F_S)				\
	F(LOADED_SECS, loaded_secs, U32, NTMS_F_S)

#define NTMS_FIELDS_PARTITION(F)					\
	F(PHYSICAL_MEDIA, physical_media, REF, NTMS_F_S)		\
	F(LOGICAL_MEDIA, logical_media, REF, NTMS_F_S)			\
	F(STATE, state, U32, NTMS_F_S)					\
	F(SIDE, side, U32, NTMS_F_S)					\
	F(OMID, omid, BLOB, NTMS_F_S)					\
	F(MOUNT_COUNT, mount_count, U32, NTMS_F_S)			\
	F(ALLOCATE_COUNT, allocate_count, U32, NTMS_F_S)		\
	F(CAPACITY, capacity, U64, NTMS_F_S)

#define NTMS_FIELDS_LOGICAL_MEDIA(F)					\
	F(MEDIA_POOL, pool, REF, NTMS_F_S)				\
	F(NUMBER_OF_PARTITIONS, number_of_partitions, U32, NTMS_F_C)

#define NTMS_FIELDS_MEDIA_POOL(F)					\
	F(ACL, acl, BLOB, NTMS_F_S)					\
	F(POOL_TYPE, pool_type, U32, NTMS_F_S)				\
	F(MEDIA_TYPE, media_type, REF, NTMS_F_S | NTMS_F_W)		\
	F(PARENT, parent, REF, NTMS_F_S)				\
	F(ALLOCATION_POLICY, allocation_policy, U32, NTMS_F_S | NTMS_F_W) \
	F(DEALLOCATION_POLICY, deallocation_policy, U32, NTMS_F_S | NTMS_F_W) \
	F(MAX_ALLOCATES, max_allocates, U32, NTMS_F_S | NTMS_F_W)	\
	F(NUMBER_OF_PHYSICAL_MEDIA, number_of_physical_media, U32, NTMS_F_C) \
	F(NUMBER_OF_LOGICAL_MEDIA, number_of_logical_media, U32, NTMS_F_C) \
	F(NUMBER_OF_MEDIA_POOLS, number_of_media_pools, U32, NTMS_F_C)

#define NTMS_FIELDS_MEDIA_TYPE(F)					\
	F(MEDIA_TYPE_CODE, media_type_code, U32, NTMS_F_S)		\
	F(NUMBER_OF_SIDES, number_of_sides, U32, NTMS_F_S)		\
	F(READ_WRITE, read_write, U32, NTMS_F_S)			\
	F(DEVICE_TYPE, device_type, U32, NTMS_F_S)

#define NTMS_FIELDS_LIBREQUEST(F)					\
	F(OPERATION, operation, U32, NTMS_F_S)				\
	F(OPTION, option, U32, NTMS_F_S)				\
	F(STATE, state, U32, NTMS_F_S)					\
	F(PARTITION, partition, GUID, NTMS_F_S)				\
	F(DRIVE, drive, GUID, NTMS_F_S)					\
	F(PHYSICAL_MEDIA, physical_media, GUID, NTMS_F_S)		\
	F(LIBRARY, library, REF, NTMS_F_S)				\
	F(SLOT, slot, GUID, NTMS_F_S)					\
	F(TIME_QUEUED, time_queued, TIME, NTMS_F_S)			\
	F(TIME_COMPLETED, time_completed, TIME, NTMS_F_S)		\
	F(APPLICATION, application, STR, NTMS_F_S)			\
	F(USER, user, STR, NTMS_F_S)					\
	F(COMPUTER, computer, STR, NTMS_F_S)				\
	F(ERROR, error, U32, NTMS_F_S)					\
	F(WORK_ITEM, work_item, GUID, NTMS_F_S)				\
	F(PRIORITY, priority, U32, NTMS_F_S)

#define NTMS_FIELDS_OPREQUEST(F)					\
	F(COMMAND, command, U32, NTMS_F_S)				\
	F(TIME_QUEUED, submitted, TIME, NTMS_F_S)			\
	F(TIME_COMPLETED, time_completed, TIME, NTMS_F_S)		\
	F(STATE, state, U32, NTMS_F_S)					\
	F(MESSAGE, message, STR, NTMS_F_S)				\
	F(ARG1_TYPE, arg1_type, U32, NTMS_F_S)				\
	F(ARG1, arg1, GUID, NTMS_F_S)					\
	F(ARG2_TYPE, arg2_type, U32, NTMS_F_S)				\
	F(ARG2, arg2, GUID, NTMS_F_S)					\
	F(APPLICATION, application, STR, NTMS_F_S)			\
	F(USER, user, STR, NTMS_F_S)					\
	F(COMPUTER, computer, STR, NTMS_F_S)

/* NAME is that of the attribute; a long value is in several pieces */
#define NTMS_FIELDS_ATTRIBUTE(F)					\
	F(OWNER, owner, REF, NTMS_F_S)					\
	F(NUMBER, number, U32, NTMS_F_S)				\
	F(DATA, data, BLOB, NTMS_F_S)

/* NAME is that of the computer */
#define NTMS_FIELDS_UI_DESTINATION(F)					\
	F(OWNER, owner, REF, NTMS_F_S)					\
	F(UI_TYPE, number, U32, NTMS_F_S)

/*
 * T(TYPE, table): every type that clients see, in an order in which REFs
 * mostly point back
 */
#define NTMS_OBJECT_TYPES(T)		\
	T(COMPUTER, computer)		\
	T(MEDIA_TYPE, media_type)	\
	T(CHANGER_TYPE, changer_type)	\
	T(DRIVE_TYPE, drive_type)	\
	T(LIBRARY, library)		\
	T(CHANGER, changer)		\
	T(DRIVE, drive)			\
	T(STORAGESLOT, storageslot)	\
	T(IEDOOR, iedoor)		\
	T(IEPORT, ieport)		\
	T(MEDIA_POOL, media_pool)	\
	T(PHYSICAL_MEDIA, physical_media) \
	T(LOGICAL_MEDIA, logical_media)	\
	T(PARTITION, partition)		\
	T(LIBREQUEST, librequest)	\
	T(OPREQUEST, oprequest)

/* the others: what belongs to an object, and only the store is told of */
#define NTMS_OWNED_TYPES(T)		\
	T(UI_DESTINATION, ui_destination) \
	T(ATTRIBUTE, attribute)

#endif /* _UAPI_LINUX_NTMS_FIELDS_H */
