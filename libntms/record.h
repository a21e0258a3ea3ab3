/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * record.h - objects in our own form and in the three forms of a caller
 *
 * struct ntms_record is an object as the library handles it: without pointers,
 * text in UTF-8, times in nanoseconds since 1970 with 0 for never.  A caller
 * sees it as NTMS_OBJECTINFORMATIONA or as NTMS_OBJECTINFORMATIONW, the latter
 * with WCHARs of four or of two bytes.  record_members.h lists the members of
 * all forms side by side.
 *
 * The members have the names of linux/ntms_fields.h, from which the conversion
 * to and from the module's messages is made; ntmsapi.h explains them.
 */
#ifndef NTMS_RECORD_H
#define NTMS_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include <ntmsapi.h>

#include "text.h"

struct ntms_drive {
	uint32_t number;
	uint32_t element;
	uint32_t state;
	NTMS_GUID drive_type;
	char device_name[NTMS_UTF8_SIZE(NTMS_DEVICENAME_LENGTH)];
	char serial_number[NTMS_UTF8_SIZE(NTMS_SERIALNUMBER_LENGTH)];
	char revision[NTMS_UTF8_SIZE(NTMS_REVISION_LENGTH)];
	uint16_t scsi_port;
	uint16_t scsi_bus;
	uint16_t scsi_target;
	uint16_t scsi_lun;
	uint32_t mount_count;
	uint64_t last_cleaned;
	NTMS_GUID saved_partition;
	NTMS_GUID library;
	uint32_t defer_dismount_delay;
	uint32_t errors;		/* this and what follows: see health.c */
	uint32_t sense;
	uint64_t alerts;
	uint64_t last_error;
	uint32_t loaded_secs;
	uint64_t loaded_since;
};

struct ntms_drive_type {
	char vendor[NTMS_UTF8_SIZE(NTMS_VENDORNAME_LENGTH)];
	char product[NTMS_UTF8_SIZE(NTMS_PRODUCTNAME_LENGTH)];
	uint32_t number_of_heads;
	uint32_t device_type;
};

struct ntms_library {
	char serial_number[NTMS_UTF8_SIZE(NTMS_SERIALNUMBER_LENGTH)];
	uint32_t library_type;
	NTMS_GUID cleaner_slot;
	NTMS_GUID cleaner_slot_default;
	uint32_t supports_cleaning;
	uint32_t bar_code_reader;
	uint32_t inventory_method;
	uint32_t cleaner_uses_remaining;
	uint32_t first_drive_number;
	uint32_t number_of_drives;
	uint32_t first_slot_number;
	uint32_t number_of_slots;
	uint32_t first_door_number;
	uint32_t number_of_doors;
	uint32_t first_port_number;
	uint32_t number_of_ports;
	uint32_t first_changer_number;
	uint32_t number_of_changers;
	uint32_t number_of_media;
	uint32_t number_of_media_types;
	uint32_t number_of_lib_requests;
	uint32_t auto_recovery;
	uint32_t flags;
};

struct ntms_changer {
	uint32_t number;
	uint32_t element;
	NTMS_GUID changer_type;
	char serial_number[NTMS_UTF8_SIZE(NTMS_SERIALNUMBER_LENGTH)];
	char revision[NTMS_UTF8_SIZE(NTMS_REVISION_LENGTH)];
	char device_name[NTMS_UTF8_SIZE(NTMS_DEVICENAME_LENGTH)];
	uint16_t scsi_port;
	uint16_t scsi_bus;
	uint16_t scsi_target;
	uint16_t scsi_lun;
	NTMS_GUID library;
};

struct ntms_changer_type {
	char vendor[NTMS_UTF8_SIZE(NTMS_VENDORNAME_LENGTH)];
	char product[NTMS_UTF8_SIZE(NTMS_PRODUCTNAME_LENGTH)];
	uint32_t device_type;
};

struct ntms_storageslot {
	uint32_t number;
	uint32_t element;
	uint32_t state;
	NTMS_GUID library;
};

struct ntms_iedoor {
	uint32_t number;
	uint32_t state;
	uint16_t max_open_secs;
	NTMS_GUID library;
};

struct ntms_ieport {
	uint32_t number;
	uint32_t element;
	uint32_t content;
	uint32_t position;
	uint16_t max_extend_secs;
	NTMS_GUID library;
};

struct ntms_physical_media {
	NTMS_GUID library;
	NTMS_GUID pool;
	NTMS_GUID location;
	uint32_t location_type;
	NTMS_GUID media_type;
	NTMS_GUID home_slot;
	char bar_code[NTMS_UTF8_SIZE(NTMS_BARCODE_LENGTH)];
	uint32_t bar_code_state;
	char sequence_number[NTMS_UTF8_SIZE(NTMS_SEQUENCE_LENGTH)];
	uint32_t state;
	uint32_t number_of_partitions;
	uint32_t media_type_code;
	uint32_t density_code;
	NTMS_GUID mounted_partition;
	uint32_t errors;
	uint64_t alerts;
	uint32_t loaded_secs;
};

struct ntms_logical_media {
	NTMS_GUID pool;
	uint32_t number_of_partitions;
};

struct ntms_partition {
	NTMS_GUID physical_media;
	NTMS_GUID logical_media;
	uint32_t state;
	uint16_t side;
	uint32_t omid_label_id_length;
	uint8_t omid_label_id[NTMS_OMIDLABELID_LENGTH];
	char omid_label_type[NTMS_UTF8_SIZE(NTMS_OMIDLABELTYPE_LENGTH)];
	char omid_label_info[NTMS_UTF8_SIZE(NTMS_OMIDLABELINFO_LENGTH)];
	uint32_t mount_count;
	uint32_t allocate_count;
	uint64_t capacity;
};

struct ntms_media_pool {
	uint32_t pool_type;
	NTMS_GUID media_type;
	NTMS_GUID parent;
	uint32_t allocation_policy;
	uint32_t deallocation_policy;
	uint32_t max_allocates;
	uint32_t number_of_physical_media;
	uint32_t number_of_logical_media;
	uint32_t number_of_media_pools;
};

struct ntms_media_type {
	uint32_t media_type_code;
	uint32_t number_of_sides;
	uint32_t read_write;
	uint32_t device_type;
};

struct ntms_librequest {
	uint32_t operation;
	uint32_t option;
	uint32_t state;
	NTMS_GUID partition;
	NTMS_GUID drive;
	NTMS_GUID physical_media;
	NTMS_GUID library;
	NTMS_GUID slot;
	uint64_t time_queued;
	uint64_t time_completed;
	char application[NTMS_UTF8_SIZE(NTMS_APPLICATIONNAME_LENGTH)];
	char user[NTMS_UTF8_SIZE(NTMS_USERNAME_LENGTH)];
	char computer[NTMS_UTF8_SIZE(NTMS_COMPUTERNAME_LENGTH)];
	uint32_t error;
	NTMS_GUID work_item;
	uint32_t priority;
};

struct ntms_oprequest {
	uint32_t command;
	uint64_t submitted;
	uint64_t time_completed;
	uint32_t state;
	char message[NTMS_UTF8_SIZE(NTMS_MESSAGE_LENGTH)];
	uint32_t arg1_type;
	NTMS_GUID arg1;
	uint32_t arg2_type;
	NTMS_GUID arg2;
	char application[NTMS_UTF8_SIZE(NTMS_APPLICATIONNAME_LENGTH)];
	char user[NTMS_UTF8_SIZE(NTMS_USERNAME_LENGTH)];
	char computer[NTMS_UTF8_SIZE(NTMS_COMPUTERNAME_LENGTH)];
};

struct ntms_computer {
	uint32_t lib_request_purge_time;
	uint32_t op_request_purge_time;
	uint32_t lib_request_flags;
	uint32_t op_request_flags;
	uint32_t media_pool_policy;
	uint32_t next_sequence;
};

/**
 * struct ntms_record - an object of any type
 * @type:		enum NtmsObjectsTypes, selects the member of @info
 * @operational_state:	enum NtmsOperationalState
 * @enabled:		0 or 1
 * @guid:		the object's identifier
 * @created:		time of creation
 * @modified:		time of the last change
 * @name:		display name
 * @description:	free text
 * @info:		what only objects of this type have
 */
struct ntms_record {
	uint32_t type;
	uint32_t operational_state;
	uint32_t enabled;
	NTMS_GUID guid;
	uint64_t created;
	uint64_t modified;
	char name[NTMS_UTF8_SIZE(NTMS_OBJECTNAME_LENGTH)];
	char description[NTMS_UTF8_SIZE(NTMS_DESCRIPTION_LENGTH)];
	union {
		struct ntms_drive drive;
		struct ntms_drive_type drive_type;
		struct ntms_library library;
		struct ntms_changer changer;
		struct ntms_changer_type changer_type;
		struct ntms_storageslot storageslot;
		struct ntms_iedoor iedoor;
		struct ntms_ieport ieport;
		struct ntms_physical_media physical_media;
		struct ntms_logical_media logical_media;
		struct ntms_partition partition;
		struct ntms_media_pool media_pool;
		struct ntms_media_type media_type;
		struct ntms_librequest librequest;
		struct ntms_oprequest oprequest;
		struct ntms_computer computer;
	} info;
};

/* How a member is converted. */
enum ntms_kind {
	NTMS_KIND_U16,
	NTMS_KIND_U32,
	NTMS_KIND_U64,
	NTMS_KIND_BOOL,
	NTMS_KIND_GUID,
	NTMS_KIND_TIME,
	NTMS_KIND_TEXT,
	NTMS_KIND_BYTES,
};

/* Which calls take a member from the caller. */
enum ntms_use {
	NTMS_USE_NONE	= 0x00,
	NTMS_USE_SET	= 0x01,		/* SetNtmsObjectInformation */
	NTMS_USE_CREATE	= 0x02,		/* CreateNtmsMedia */
	NTMS_USE_BOTH	= 0x03,
};

/**
 * struct ntms_member - one member in our form and in one form of a caller
 * @kind:	enum ntms_kind
 * @use:	enum ntms_use
 * @ours:	offset in struct ntms_record
 * @our_size:	bytes there
 * @theirs:	offset in the caller's record
 * @their_size:	bytes there
 * @first:	offset in the caller's record of version 1
 * @first_size:	bytes there, 0 if version 1 lacks the member
 */
struct ntms_member {
	uint8_t kind;
	uint8_t use;
	uint16_t ours;
	uint16_t our_size;
	uint16_t theirs;
	uint16_t their_size;
	uint16_t first;
	uint16_t first_size;
};

/**
 * struct ntms_members - the members of one type in one form
 * @member:	the members
 * @count:	number of them; 0 for what is no type of objects
 * @size:	bytes of the caller's record up to the end of this type's part
 * @first:	version 1 knows the type
 */
struct ntms_members {
	const struct ntms_member *member;
	uint16_t count;
	uint16_t size;
	bool first;
};

/**
 * struct ntms_form - a form of a caller's record
 * @width:	form of its text
 * @size:	bytes of the whole record
 * @first_size:	bytes of the whole record of version 1
 * @head:	members that all types have
 * @type:	members by type
 */
struct ntms_form {
	enum ntms_width width;
	uint16_t size;
	uint16_t first_size;
	struct ntms_members head;
	struct ntms_members type[NTMS_NUMBER_OF_OBJECT_TYPES];
};

extern const struct ntms_form ntms_form_a;	/* A calls */
extern const struct ntms_form ntms_form_w;	/* W calls, WCHAR of four bytes */
extern const struct ntms_form ntms_form_u16;	/* W calls, WCHAR of two bytes */

DWORD ntms_record_check_get(const struct ntms_form *form, uint32_t type,
			    uint32_t size);
DWORD ntms_record_check_set(const struct ntms_form *form, uint32_t type,
			    uint32_t size);
DWORD ntms_record_put(const struct ntms_form *form,
		      const struct ntms_record *record, void *to);
DWORD ntms_record_get(const struct ntms_form *form, enum ntms_use use,
		      const void *from, struct ntms_record *record);

#endif /* NTMS_RECORD_H */
