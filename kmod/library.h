/* SPDX-License-Identifier: GPL-2.0 */
/*
 * library.h - the computer, libraries, what is in them, library requests
 *
 * Media are in media.h, the devices behind these objects in robot.h.
 */
#ifndef NTMS_LIBRARY_H
#define NTMS_LIBRARY_H

#include <linux/list.h>
#include <linux/rbtree.h>
#include <linux/types.h>
#include <linux/uuid.h>

#include "object.h"

struct ntms_call;
struct ntms_media_pool;
struct ntms_model;
struct ntms_partition;
struct ntms_physical_media;
struct ntms_robot;
struct ntms_txn;
struct ntms_work;

struct ntms_computer {
	struct ntms_object o;
	struct ntms_blob *acl;
	u32 lib_request_purge_time;
	u32 op_request_purge_time;
	u32 lib_request_flags;
	u32 op_request_flags;
	u32 media_pool_policy;
	u32 next_sequence;
};

struct ntms_media_type {
	struct ntms_object o;
	u32 media_type_code;
	u32 number_of_sides;
	u32 read_write;
	u32 device_type;
};

/* both CHANGER_TYPE and DRIVE_TYPE */
struct ntms_device_type {
	struct ntms_object o;
	char *vendor;
	char *product;
	u32 device_type;
};

/**
 * struct ntms_library - NTMS_LIBRARYINFORMATION, MS-RSMP 2.2.4.10
 * @o: common members
 * @acl: rights, see access.c
 * @serial_number: identity of the changer, or of the drive of a stand-alone
 *	library; NULL for the offline library
 * @library_type: NTMS_LIBRARYTYPE_...
 * @inventory_method: NTMS_INVENTORY_NONE, _FAST or _OMID
 * @cleaner_uses_remaining: cleanings left; 0xffffffff: do not count
 * @flags: NTMS_LIBRARYFLAG_...
 * @supports_cleaning: drives are cleaned under robot control
 * @bar_code_reader: the changer reports volume tags
 * @auto_recovery: a failed label check starts a full inventory
 * @cleaner_slot: reserved for the cleaner, or NULL
 * @cleaner_slot_default: preferred for it, or NULL
 * @media_types: GUIDs of the supported media types, one after the other
 * @elements: slots, ports, drives and changers by element address
 * @shelves: media of this library, one shelf for each pool
 * @requests: library requests by id
 * @count: how many objects of each type are in @elements and @requests
 * @media: media on all @shelves
 * @robot: what the device side keeps for this library, or NULL: library.c
 *
 * Members after @media_types are not part of the image.
 */
struct ntms_library {
	struct ntms_object o;
	struct ntms_blob *acl;
	char *serial_number;
	u32 library_type;
	u32 inventory_method;
	u32 cleaner_uses_remaining;
	u32 flags;
	bool supports_cleaning;
	bool bar_code_reader;
	bool auto_recovery;
	struct ntms_storageslot *cleaner_slot;
	struct ntms_storageslot *cleaner_slot_default;
	struct ntms_blob *media_types;
	NTMS_COMPUTED(first_drive_number);
	NTMS_COMPUTED(number_of_drives);
	NTMS_COMPUTED(first_slot_number);
	NTMS_COMPUTED(number_of_slots);
	NTMS_COMPUTED(first_door_number);
	NTMS_COMPUTED(number_of_doors);
	NTMS_COMPUTED(first_port_number);
	NTMS_COMPUTED(number_of_ports);
	NTMS_COMPUTED(first_changer_number);
	NTMS_COMPUTED(number_of_changers);
	NTMS_COMPUTED(number_of_media);
	NTMS_COMPUTED(number_of_media_types);
	NTMS_COMPUTED(number_of_lib_requests);
	/* indexes */
	struct rb_root elements;
	struct rb_root requests;
	struct list_head shelves;
	u32 count[NTMS_TYPE_COUNT];
	u32 media;
	struct ntms_robot *robot;
};

#define NTMS_PLACE_MEMBERS		\
	struct ntms_object o;		\
	struct ntms_library *library;	\
	u32 number;			\
	u32 element

/**
 * struct ntms_place - what slots, ports, drives, doors and changers share
 * @o: common members
 * @library: where it is, never NULL
 * @number: number among those of its type in the library, from 0
 * @element: SMC element address
 */
struct ntms_place {
	NTMS_PLACE_MEMBERS;
};

/* a type that is a place: its members, also as @p */
#define NTMS_PLACE union { struct ntms_place p; struct { NTMS_PLACE_MEMBERS; }; }

struct ntms_changer {
	NTMS_PLACE;
	struct ntms_device_type *changer_type;
	char *serial_number;
	char *revision;
	char *device_name;
	u32 scsi_port, scsi_bus, scsi_target, scsi_lun;
};

/**
 * struct ntms_drive - NTMS_DRIVEINFORMATION, MS-RSMP 2.2.4.8
 * @drive_type: what it is
 * @device_name: what to open
 * @serial_number: of the device
 * @revision: of its firmware
 * @saved_partition: side that was mounted in it last
 * @last_cleaned: ns since 1970 UTC
 * @scsi_port: where it is: SCSI host
 * @scsi_bus: SCSI channel
 * @scsi_target: SCSI target
 * @scsi_lun: SCSI logical unit
 * @mount_count: mounts in it
 * @defer_dismount_delay: seconds that a dismountable medium stays in it
 * @errors: how often a medium could not be used in it; health.c, as the following
 * @sense: what it said the last time: key << 16, code << 8, qualifier
 * @alerts: TapeAlert flags that it has ever set, bit N - 1 is flag N
 * @last_error: ns since 1970 UTC
 * @suspects: GUIDs of media that failed in it and have not worked in it since
 * @loaded_secs: how long media were loaded in it, without the one that is now
 * @loaded_since: ns since 1970 UTC when that was loaded, 0: none is
 * @loaded_at: ktime_get_boottime_ns() of the same; 0: in a life before, not stored
 * @state: NTMS_DRIVESTATE_...
 * @media: index: what is in it
 */
struct ntms_drive {
	NTMS_PLACE;
	struct ntms_device_type *drive_type;
	char *device_name;
	char *serial_number;
	char *revision;
	struct ntms_partition *saved_partition;
	s64 last_cleaned;
	u32 scsi_port, scsi_bus, scsi_target, scsi_lun;
	u32 mount_count;
	u32 defer_dismount_delay;
	u32 errors;
	u32 sense;
	u64 alerts;
	s64 last_error;
	struct ntms_blob *suspects;
	s64 loaded_since;
	s64 loaded_at;
	u32 loaded_secs;
	u8 state;
	/* index */
	struct ntms_physical_media *media;
};

struct ntms_storageslot {
	NTMS_PLACE;
	u8 state;
	/* index */
	struct ntms_physical_media *media;
};

struct ntms_iedoor {
	NTMS_PLACE;
	u32 max_open_secs;
	u8 state;
};

struct ntms_ieport {
	NTMS_PLACE;
	u32 max_extend_secs;
	u8 content;
	u8 position;
	/* index */
	struct ntms_physical_media *media;
};

struct ntms_librequest {
	struct ntms_object o;
	struct ntms_library *library;
	char *application, *user, *computer;
	s64 time_queued, time_completed;
	guid_t partition, drive, physical_media, slot, work_item;
	u32 operation, option, state, error, priority;
	/* not in the image: what the worker keeps, request.c */
	struct ntms_work *work;
};

NTMS_AS(computer, o)
NTMS_AS(media_type, o)
NTMS_AS(device_type, o)
NTMS_AS(library, o)
NTMS_AS(place, o)
NTMS_AS(changer, p.o)
NTMS_AS(drive, p.o)
NTMS_AS(storageslot, p.o)
NTMS_AS(iedoor, p.o)
NTMS_AS(ieport, p.o)
NTMS_AS(librequest, o)

static inline bool ntms_library_usable(const struct ntms_library *l)
{
	return l->o.enabled && l->o.operational_state == NTMS_READY &&
	       l->library_type != NTMS_LIBRARYTYPE_OFFLINE;
}

/* --- computer.c: what exists from the start ---------------------------- */

u32 ntms_computer_setup(struct ntms_model *m);
struct ntms_media_type *ntms_media_type_by_code(struct ntms_model *m, u32 code);
u32 ntms_system_pools(struct ntms_txn *t, struct ntms_media_type *type);
struct ntms_media_pool *ntms_system_pool(struct ntms_media_pool *container,
					 const struct ntms_media_type *type);

/* --- mediatype.c: which library holds what ------------------------------ */

bool ntms_library_takes(const struct ntms_library *l,
			const struct ntms_media_type *type);
u32 ntms_library_take(struct ntms_txn *t, struct ntms_library *l,
		      struct ntms_media_type *type);
u32 ntms_media_type_add(struct ntms_call *c, struct ntms_txn *t,
			const guid_t *media_type, const guid_t *library);
u32 ntms_media_type_delete(struct ntms_call *c, struct ntms_txn *t,
			   const guid_t *media_type, const guid_t *library);

#endif /* NTMS_LIBRARY_H */
