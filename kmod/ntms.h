/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ntms.h - the core: objects, transactions, rules
 *
 * Lock order, outermost first:
 *
 *	journal.flush	mutex	settles transactions, in the order of commit
 *	model.lock	rwsem	every object, every index
 *	feed.mutex	mutex, outside all others: who is told what happens
 *	session.lock	spinlock, feed.lock, journal.lock, waiter lists, opwait_lock,
 *			agent.lock: leaf locks
 *
 * model.lock is held for write from ntms_txn_begin() to commit or abort and
 * for read by everyone who looks at objects.  It is never held across SCSI,
 * a wait for the store or a copy to user space.  A pointer to an object is
 * good only while the lock is held; what must survive it is the GUID.
 *
 * Only transactions write members of objects (ntms_txn_edit() first, then
 * plain assignments, text and blobs by ntms_txn_set_text/blob()).
 *
 * Rules return Win32 codes (win32.h), 0 for success.
 */
#ifndef NTMS_NTMS_H
#define NTMS_NTMS_H

#include <linux/completion.h>
#include <linux/hash.h>
#include <linux/list.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/rbtree.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/uidgid.h>
#include <linux/uuid.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>
#include <uapi/linux/ntms.h>
#include <uapi/linux/ntms_acl.h>

#include "device.h"
#include "win32.h"

#define NTMS_TYPE_COUNT		20	/* one above the last object type */
#define NTMS_UNLIMITED		0xffffffffU

/* UTF-16 units that fit into the records of the API, limits.md section 1 */
#define NTMS_NAME_UNITS		63
#define NTMS_DESCRIPTION_UNITS	126
#define NTMS_PATH_UNITS		511
#define NTMS_MESSAGE_UNITS	255

struct ntms_call;
struct ntms_change;
struct ntms_channel;
struct ntms_destination;
struct ntms_model;
struct ntms_news;
struct ntms_session;
struct ntms_txn;

/** struct ntms_blob - immutable bytes, owned by the member that points here */
struct ntms_blob {
	u32 len;
	u8 data[];
};

/*
 * A member that is computed when it is read and takes no room: it is here
 * so that the field tables can name it like any other.
 */
#define NTMS_COMPUTED(member)	struct {} member

/**
 * struct ntms_object - what every object has
 * @by_guid: entry of model.guids
 * @node: entry of the one ordered set the object is a member of: elements of
 *	a library by address, media of a shelf by id, free sides of a shelf by
 *	preference, logical media of a pool by id, child pools of a pool by
 *	name, requests of a library by id, what belongs to objects by its
 *	owner; clear when it is a member of none
 * @change: the change of it in the open transaction, or NULL
 * @id: position among the objects of its type, in the order of creation
 * @users: how many REF members point here; it cannot be deleted before 0
 * @guid: identity, constant
 * @type: enum ntms_object_type, constant
 * @linked: it is in the secondary indexes (those that follow members)
 * @enabled: administrative state; the image starts here
 * @operational_state: NTMS_READY, ...
 * @created: ns since 1970 UTC
 * @modified: ns since 1970 UTC, of the last change of a stored member
 * @name: UTF-8 or NULL
 * @description: UTF-8 or NULL
 *
 * Members from @enabled up to the end of the type's image are what
 * transactions save and restore.
 */
struct ntms_object {
	struct hlist_node by_guid;
	struct rb_node node;
	struct ntms_change *change;
	u32 id;
	u32 users;
	guid_t guid;
	u8 type;
	bool linked;
	/* image */
	bool enabled;
	u8 operational_state;
	s64 created;
	s64 modified;
	char *name;
	char *description;
};

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

/**
 * struct ntms_media_pool - NTMS_MEDIAPOOLINFORMATION, MS-RSMP 2.2.4.18
 * @o: common members; @o.name is the last component of the path
 * @acl: rights, see access.c
 * @media_type: what it holds, or NULL for a pool of pools
 * @parent: pool above, NULL for the hidden root and for nothing else
 * @pool_type: NTMS_POOLTYPE_..., NTMS_POOLTYPE_UNKNOWN for the hidden root
 * @allocation_policy: NTMS_ALLOCATE_FROMSCRATCH or 0
 * @deallocation_policy: NTMS_DEALLOCATE_TOSCRATCH or 0
 * @max_allocates: 0 and NTMS_UNLIMITED mean no limit (decision A-13)
 * @children: pools right below, by name
 * @logical: logical media by id
 * @shelves: media of this pool, one shelf for each library
 * @number_of_children: of @children
 * @number_of_logical: of @logical
 * @media: media on all @shelves
 *
 * To clients a pool right below the root has no parent (decision A-67).
 */
struct ntms_media_pool {
	struct ntms_object o;
	struct ntms_blob *acl;
	struct ntms_media_type *media_type;
	struct ntms_media_pool *parent;
	u32 pool_type;
	u32 allocation_policy;
	u32 deallocation_policy;
	u32 max_allocates;
	NTMS_COMPUTED(number_of_physical_media);
	NTMS_COMPUTED(number_of_logical_media);
	NTMS_COMPUTED(number_of_media_pools);
	/* indexes */
	struct rb_root children;
	struct rb_root logical;
	struct list_head shelves;
	u32 number_of_children;
	u32 number_of_logical;
	u32 media;
};

/**
 * struct ntms_shelf - the media of one pool in one library
 * @pool: of all media here
 * @library: of all media here
 * @in_pool: entry of pool.shelves
 * @in_library: entry of library.shelves
 * @media: physical media by id
 * @whole: AVAILABLE sides of enabled media all of whose sides are AVAILABLE
 * @partial: AVAILABLE sides of the other enabled media
 * @count: of @media
 *
 * @whole and @partial are ordered by preference: allocate count, then
 * Modified, then slot number, then side.  Made when the first medium comes
 * and kept until the pool or the library goes, so that nothing has to be
 * allocated when a transaction is undone.
 */
struct ntms_shelf {
	struct ntms_media_pool *pool;
	struct ntms_library *library;
	struct list_head in_pool;
	struct list_head in_library;
	struct rb_root media;
	struct rb_root_cached whole;
	struct rb_root_cached partial;
	u32 count;
};

/**
 * struct ntms_physical_media - a cartridge, NTMS_PMIDINFORMATION
 * @o: common members; @o.name NULL means the default name (bar code, else
 *	sequence number)
 * @library: where it is, never NULL (the offline library)
 * @pool: never NULL
 * @location: slot, drive or port, NULL when offline
 * @home_slot: slot to go back to, or NULL
 * @mounted_partition: side that is mounted, or NULL
 * @bar_code: or NULL
 * @sequence_number: unique, for labels written by hand
 * @media_type_code: SCSI medium type code, updated at mount
 * @density_code: SCSI density code, updated at mount
 * @number_of_partitions: 1 or 2
 * @state: NTMS_MEDIASTATE_...
 * @errors: how often it could not be used, up to 65535; health.c
 * @alerts: TapeAlert flags that were ever set while it was in a drive
 * @sides: index: the sides by number
 * @shelf: index: the shelf it is on
 * @by_bar_code: index: entry of model.bar_codes
 * @mount: who has it mounted or claimed, or NULL: mount.c; not in the image
 */
struct ntms_physical_media {
	struct ntms_object o;
	struct ntms_library *library;
	struct ntms_media_pool *pool;
	struct ntms_object *location;
	struct ntms_storageslot *home_slot;
	struct ntms_partition *mounted_partition;
	char *bar_code;
	u32 sequence_number;
	u32 media_type_code;
	u32 density_code;
	u8 number_of_partitions;
	u8 state;
	u16 errors;
	u64 alerts;
	NTMS_COMPUTED(location_type);
	NTMS_COMPUTED(media_type);
	NTMS_COMPUTED(bar_code_state);
	/* indexes */
	struct ntms_partition *sides[2];
	struct ntms_shelf *shelf;
	struct hlist_node by_bar_code;
	struct ntms_mount *mount;
};

/**
 * struct ntms_partition - a side, NTMS_PARTITIONINFORMATION
 * @o: common members
 * @physical_media: never NULL
 * @logical_media: who has it allocated; NULL unless ALLOCATED or COMPLETE
 * @omid: on-media identifier: type, NUL, information, NUL, id; or NULL; with
 *	room for struct ntms_omid behind it
 * @capacity: bytes, 0 unknown
 * @mount_count: mounts since the side is known
 * @allocate_count: allocations so far
 * @side: 0 for the first or only side, 1 for the second
 * @state: NTMS_PARTSTATE_...
 * @filed: index: 0 in no tree, NTMS_FILED_WHOLE, NTMS_FILED_PARTIAL
 * @next: index: the next side of the same logical medium
 */
struct ntms_partition {
	struct ntms_object o;
	struct ntms_physical_media *physical_media;
	struct ntms_logical_media *logical_media;
	struct ntms_blob *omid;
	u64 capacity;
	u32 mount_count;
	u32 allocate_count;
	u8 state;
	u8 side;
	/* indexes */
	u8 filed;
	struct ntms_partition *next;
};

struct ntms_logical_media {
	struct ntms_object o;
	struct ntms_media_pool *pool;
	NTMS_COMPUTED(number_of_partitions);
	/* index: sides, linked by ->next */
	struct ntms_partition *sides;
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

/**
 * struct ntms_oprequest - NTMS_OPREQUESTINFORMATION, MS-RSMP 2.2.4.27
 * @o: common members
 * @message: for the operator, or NULL
 * @application: who asks
 * @user: who asks; NULL: the module itself
 * @computer: who asks, or NULL
 * @submitted: ns since 1970 UTC
 * @time_completed: when it was satisfied or refused, 0 before
 * @arg1: GUID of what it is about, or null
 * @arg2: GUID of where to, or null
 * @command: NTMS_OPREQ_...
 * @state: NTMS_OPSTATE_...
 * @arg1_type: enum ntms_object_type of @arg1
 * @arg2_type: enum ntms_object_type of @arg2
 * @waits: struct ntms_opwait
 * @outcome: @state after the last change that is durable
 * @abandoned: it was made by the module for somebody who does not wait any
 *	more, and has to be deleted
 *
 * @waits and @outcome are protected by model.opwait_lock, and not in the image
 * like @abandoned.
 */
struct ntms_oprequest {
	struct ntms_object o;
	char *message, *application, *user, *computer;
	s64 submitted, time_completed;
	guid_t arg1, arg2;
	u32 command, state, arg1_type, arg2_type;
	struct hlist_head waits;
	u32 outcome;
	bool abandoned;
};

/**
 * struct ntms_owned - what belongs to another object and goes with it
 * @o: common members; @o.name is that of the attribute or of the computer
 * @owner: what it belongs to, never NULL
 * @data: (ATTRIBUTE) bytes, NTMS_ATTRIBUTE_PIECE unless it is the last piece
 * @number: (ATTRIBUTE) of the piece, from 0; (UI_DESTINATION) NTMS_UITYPE_...
 *
 * A piece of a named attribute, or a computer that is to show what happens.
 * Clients cannot name it: the rules are in attribute.c and destination.c.
 */
struct ntms_owned {
	struct ntms_object o;
	struct ntms_object *owner;
	struct ntms_blob *data;
	u32 number;
};

#define NTMS_AS(type_, member_)						\
static inline struct ntms_##type_ *ntms_##type_(struct ntms_object *o)	\
{									\
	return o ? container_of(o, struct ntms_##type_, member_) : NULL; \
}
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
NTMS_AS(media_pool, o)
NTMS_AS(physical_media, o)
NTMS_AS(partition, o)
NTMS_AS(logical_media, o)
NTMS_AS(librequest, o)
NTMS_AS(oprequest, o)
NTMS_AS(owned, o)

/* objects of this type are between the module and the store */
static inline bool ntms_type_hidden(u32 type)
{
	return type == NTMS_TYPE_UI_DESTINATION || type == NTMS_TYPE_ATTRIBUTE;
}

/* --- fields.c: the members of each type ------------------------------- */

enum ntms_field_kind {
	NTMS_KIND_U32, NTMS_KIND_U64, NTMS_KIND_TIME, NTMS_KIND_BOOL,
	NTMS_KIND_STR, NTMS_KIND_BLOB, NTMS_KIND_REF, NTMS_KIND_GUID,
};

/**
 * struct ntms_field - one member of a type
 * @attribute: NTMS_A_OBJECT_...
 * @offset: of the member in the type's struct, 0 when computed
 * @kind: enum ntms_field_kind
 * @size: bytes of an integer member
 * @flags: NTMS_F_S, NTMS_F_W, NTMS_F_C
 */
struct ntms_field {
	u16 attribute;
	u16 offset;
	u8 kind;
	u8 size;
	u8 flags;
};

/**
 * struct ntms_type - one object type
 * @type: enum ntms_object_type
 * @name: "drive", for messages
 * @size: of its struct
 * @image_end: offset of the first byte behind the image
 * @fields: its members, common ones first
 * @number_of_fields: of @fields
 * @refs: offsets of its REF members, 0 at the end
 * @owned: offsets of its STR and BLOB members, 0 at the end
 * @prepare: allocate what @link will need; may fail with a Win32 code
 * @link: enter the secondary indexes; cannot fail
 * @unlink: leave them
 * @fini: free what the object owns besides its image, or NULL
 */
struct ntms_type {
	u8 type;
	const char *name;
	u16 size;
	u16 image_end;
	const struct ntms_field *fields;
	u16 number_of_fields;
	const u16 *refs;
	const u16 *owned;
	u32 (*prepare)(struct ntms_model *m, struct ntms_object *o);
	void (*link)(struct ntms_model *m, struct ntms_object *o);
	void (*unlink)(struct ntms_model *m, struct ntms_object *o);
	void (*fini)(struct ntms_model *m, struct ntms_object *o);
};

const struct ntms_type *ntms_type_of(u32 type);
u64 ntms_field_get(const struct ntms_object *o, const struct ntms_field *f);
void ntms_field_set(struct ntms_object *o, const struct ntms_field *f, u64 v);
u64 ntms_field_compute(const struct ntms_object *o,
		       const struct ntms_field *f);
void ntms_field_guid(const struct ntms_object *o, const struct ntms_field *f,
		     guid_t *guid);
static inline void *ntms_field_ptr(const struct ntms_object *o,
				   const struct ntms_field *f)
{
	return (char *)o + f->offset;
}

/* --- object.c: the store of objects ----------------------------------- */

struct ntms_hash {
	struct hlist_head *heads;
	u32 bits;
	u32 count;
};

/**
 * struct ntms_waiter - somebody who waits for a transaction to be durable
 * @link: entry of the transaction's list
 * @done: called once, without model.lock, with 0 when the change is on disk
 *	or with the Win32 code with which it was undone
 */
struct ntms_waiter {
	struct list_head link;
	void (*done)(struct ntms_waiter *w, u32 error);
};

/**
 * struct ntms_commit - a transaction that is committed in memory
 * @link: entry of journal.pending
 * @sequence: number, one above that of the commit before
 * @changes: struct ntms_change, for undoing it
 * @waiters: struct ntms_waiter
 * @news: struct ntms_news, besides those of the changes
 * @lost: of txn
 * @record: what the sink made of it for the store, or NULL
 * @quiet: a restore, nobody is told
 */
struct ntms_commit {
	struct list_head link;
	u64 sequence;
	struct list_head changes;
	struct list_head waiters;
	struct list_head news;
	u32 lost;
	void *record;
	bool quiet;
};

/**
 * struct ntms_sink - what the user side does for the core
 * @record: make commit.record out of commit.changes; called under
 *	model.lock; 0 or a Win32 code
 * @record_free: free it
 * @doorbell: there are records to fetch; must not sleep on model.lock
 * @event: something happened to an object, it is durable; in commit order
 */
struct ntms_sink {
	u32 (*record)(struct ntms_model *m, struct ntms_commit *c);
	void (*record_free)(void *record);
	void (*doorbell)(struct ntms_model *m);
	void (*event)(struct ntms_model *m, u8 event, u8 type,
		      const guid_t *guid);
};

/**
 * struct ntms_journal - committed, not yet durable
 * @lock: protects the next four members
 * @pending: struct ntms_commit by sequence
 * @durable: everything up to here is on disk
 * @committed: sequence of the last commit
 * @count: of @pending
 * @flush: mutex, held while commits are settled one after the other
 * @repair: GUIDs of objects whose changes were undone after the store may
 *	have seen them, until a store has taken their present state
 * @store: a store is wanted (not store=none)
 * @attached: there is a store now
 * @state: enum ntms_readiness
 * @history: which line of changes this is
 * @progress: @durable when @deadline was set
 * @deadline: work that undoes what waits for a store that is gone
 */
struct ntms_journal {
	spinlock_t lock;
	struct list_head pending;
	u64 durable;
	u64 committed;
	u32 count;
	struct mutex flush;
	struct list_head repair;
	bool store;
	bool attached;
	u8 state;
	guid_t history;
	u64 progress;
	struct delayed_work deadline;
};

/**
 * struct ntms_feed - the events of one object type, notify.c
 * @mutex: protects @channels, @count, @pause and the members of channels
 * @channels: struct ntms_channel
 * @count: of @channels
 * @lock: spinlock inside @mutex, protects @ring, @first, @next, @bytes
 * @ring: events that some channel has not got; NULL without channels
 * @first: number of the first event in @ring
 * @next: number that the next event gets
 * @bytes: size of the events in @ring
 * @work: hands over
 * @wq: of @work
 * @pause: ms until a channel without room is tried again
 * @patience: jiffies that a channel may have no room
 */
struct ntms_feed {
	struct mutex mutex;
	struct list_head channels;
	u32 count;
	spinlock_t lock;
	struct ntms_news **ring;
	u64 first, next;
	size_t bytes;
	struct delayed_work work;
	struct workqueue_struct *wq;
	u32 pause;
	u32 patience;
};

/**
 * struct ntms_model - everything there is
 * @lock: see the top of this file
 * @guids: all objects by GUID
 * @bar_codes: physical media by bar code
 * @omids: sides by on-media identifier
 * @types: objects of each type by id
 * @next_id: of each type
 * @lingering: of each type, one above the id freed last, 0 for none; object.c
 * @owned: struct ntms_owned by owner, type and name; owned.c
 * @caches: where objects of each type come from
 * @count: all objects
 * @seed: of the hashes
 * @computer: the one computer object, NULL before it exists
 * @offline: the offline library
 * @root: the hidden root pool
 * @free: the Free container
 * @import: the Import container
 * @unrecognized: the Unrecognized container
 * @generation: of the model, goes up with every commit
 * @journal: see there
 * @sink: the user side, or NULL
 * @wq: for what must not run in a netlink handler and for time-outs
 * @fixups: REF members of restored objects whose target is still to come
 * @waiting: allocations that wait for a side, waiting.c
 * @waiting_lock: protects @waiting
 * @waiting_work: looks again for them
 * @feeds: who is told of objects of each type, notify.c
 * @opwait_lock: protects what waits for operator requests, opwait.c
 * @opwait_over: struct ntms_opwait that have to be told
 * @opwait_work: tells them
 * @unprepared: a side waits for its free label, or may do so; called with the
 *	model locked for write; NULL without robotics
 * @number_of_sessions: open sessions
 * @started: ktime_get() when the module was loaded
 */
struct ntms_model {
	struct rw_semaphore lock;
	struct ntms_hash guids;
	struct ntms_hash bar_codes;
	struct ntms_hash omids;
	struct xarray types[NTMS_TYPE_COUNT];
	u32 next_id[NTMS_TYPE_COUNT];
	unsigned long lingering[NTMS_TYPE_COUNT];
	struct kmem_cache *caches[NTMS_TYPE_COUNT];
	struct rb_root owned;
	u32 count;
	u32 seed;
	struct ntms_computer *computer;
	struct ntms_library *offline;
	struct ntms_media_pool *root, *free, *import, *unrecognized;
	u64 generation;
	struct ntms_journal journal;
	const struct ntms_sink *sink;
	struct workqueue_struct *wq;
	struct list_head fixups;
	struct list_head waiting;
	spinlock_t waiting_lock;
	struct delayed_work waiting_work;
	struct ntms_feed feeds[NTMS_TYPE_COUNT];
	spinlock_t opwait_lock;
	struct hlist_head opwait_over;
	struct work_struct opwait_work;
	void (*unprepared)(struct ntms_model *m);
	u32 number_of_sessions;
	s64 started;
};

int ntms_model_init(struct ntms_model *m);
void ntms_model_destroy(struct ntms_model *m);

struct ntms_object *ntms_find(struct ntms_model *m, const guid_t *guid);
struct ntms_object *ntms_find_type(struct ntms_model *m, const guid_t *guid,
				   u32 type);
struct ntms_object *ntms_find_shown(struct ntms_model *m, const guid_t *guid);
struct ntms_object *ntms_next(struct ntms_model *m, u32 type, u32 *id);
struct ntms_physical_media *ntms_find_bar_code(struct ntms_model *m,
					       const char *bar_code,
					       struct ntms_physical_media *after);
const char *ntms_display_name(const struct ntms_object *o, char buf[16]);

/* walk all objects of a type in the order of creation: u32 id is the cursor */
#define ntms_for_each(m, type, id, o)					\
	for ((id) = 0; ((o) = ntms_next(m, type, &(id))) != NULL; (id)++)

struct ntms_object *ntms_object_alloc(struct ntms_model *m, u32 type,
				      const guid_t *guid);
void ntms_object_free(struct ntms_model *m, struct ntms_object *o);
void ntms_object_hide(struct ntms_model *m, struct ntms_object *o);
void ntms_object_show(struct ntms_model *m, struct ntms_object *o);
void ntms_bar_code_add(struct ntms_model *m, struct ntms_physical_media *pm);
void ntms_bar_code_del(struct ntms_model *m, struct ntms_physical_media *pm);
void ntms_model_clear(struct ntms_model *m);

/* omid.c: on-media identifiers */

/**
 * struct ntms_omid - entry of model.omids
 * @node: in its chain
 * @side: whose identifier it is
 */
struct ntms_omid {
	struct hlist_node node;
	struct ntms_partition *side;
};

void ntms_omid_add(struct ntms_model *m, struct ntms_partition *side);
void ntms_omid_del(struct ntms_model *m, struct ntms_partition *side);
u32 ntms_omid_prepare(struct ntms_model *m, struct ntms_object *o);
struct ntms_partition *ntms_find_omid(struct ntms_model *m, const void *data,
				      u32 len,
				      const struct ntms_partition *after);
bool ntms_omid_same(const void *a, u32 a_len, const void *b, u32 b_len);
const char *ntms_omid_info(const struct ntms_blob *omid);
u32 ntms_omid_check(struct ntms_call *c, const void *data, u32 len);

/* index.c: secondary indexes, called by the type table */
#define NTMS_INDEX(type_)						\
	void ntms_##type_##_link(struct ntms_model *m, struct ntms_object *o); \
	void ntms_##type_##_unlink(struct ntms_model *m, struct ntms_object *o)
NTMS_INDEX(computer);
NTMS_INDEX(library);
NTMS_INDEX(place);
NTMS_INDEX(pool);
NTMS_INDEX(physical_media);
NTMS_INDEX(partition);
NTMS_INDEX(logical_media);
NTMS_INDEX(librequest);
NTMS_INDEX(owned);
u32 ntms_physical_media_prepare(struct ntms_model *m, struct ntms_object *o);
void ntms_library_fini(struct ntms_model *m, struct ntms_object *o);
void ntms_pool_fini(struct ntms_model *m, struct ntms_object *o);

struct ntms_media_pool *ntms_pool_child(struct ntms_media_pool *parent,
					const char *name, size_t len);
struct ntms_object *ntms_element(struct ntms_library *l, u32 type,
				 u32 element);
struct ntms_physical_media *ntms_media_at(struct ntms_object *place);

void ntms_tree_insert(struct rb_root *root, struct ntms_object *o,
		      int (*compare)(const struct ntms_object *a,
				     const struct ntms_object *b));
void ntms_tree_erase(struct rb_root *root, struct ntms_object *o);

/* owned.c: what belongs to an object */
struct ntms_owned *ntms_owned_first(struct ntms_model *m,
				    const struct ntms_object *owner, u32 type);
struct ntms_owned *ntms_owned_next(const struct ntms_owned *p);
struct ntms_owned *ntms_owned_find(struct ntms_model *m,
				   const struct ntms_object *owner, u32 type,
				   const char *name, u32 number);
int ntms_owned_compare(const struct ntms_object *a,
		       const struct ntms_object *b);
u32 ntms_owned_delete(struct ntms_txn *t, struct ntms_object *owner);

static inline bool ntms_library_usable(const struct ntms_library *l)
{
	return l->o.enabled && l->o.operational_state == NTMS_READY &&
	       l->library_type != NTMS_LIBRARYTYPE_OFFLINE;
}

/* --- txn.c: transactions ---------------------------------------------- */

/*
 * TOUCH: an event only, a computed member changed; REPAIR: tell the store how
 * the object stands after its change was undone
 */
enum ntms_op { NTMS_OP_TOUCH, NTMS_OP_UPDATE, NTMS_OP_INSERT, NTMS_OP_DELETE,
	       NTMS_OP_REPAIR };

/**
 * struct ntms_change - what a transaction did to one object
 * @link: entry of txn.changes or commit.changes, in the order of first touch
 * @object: the object; NULL for REPAIR
 * @guid: its GUID, good when the object is gone
 * @type: its type
 * @op: enum ntms_op
 * @kept: (committed) which of the type's owned members it left alone, a bit for
 *	each: what they point to is not freed with it
 * @news: the event of it, for those who listen, or NULL
 * @before: image from before, for UPDATE and DELETE
 */
struct ntms_change {
	struct list_head link;
	struct ntms_object *object;
	guid_t guid;
	u8 type;
	u8 op;
	u16 kept;
	struct ntms_news *news;
	u8 before[] __aligned(8);
};

/**
 * struct ntms_txn - an open transaction; model.lock is held for write
 * @model: what it changes
 * @changes: struct ntms_change
 * @now: time that new and changed objects get
 * @restoring: objects come from the store: keep their times, tell nobody
 * @news: struct ntms_news, to be told after the changes
 * @lost: bits of object types, of which news are lost for lack of memory
 */
struct ntms_txn {
	struct ntms_model *model;
	struct list_head changes;
	s64 now;
	bool restoring;
	struct list_head news;
	u32 lost;
};

void ntms_txn_begin(struct ntms_txn *t, struct ntms_model *m);
u32 ntms_txn_edit(struct ntms_txn *t, struct ntms_object *o);
u32 ntms_txn_touch(struct ntms_txn *t, struct ntms_object *o);
u32 ntms_txn_insert(struct ntms_txn *t, u32 type, const guid_t *guid,
		    struct ntms_object **o);
u32 ntms_txn_delete(struct ntms_txn *t, struct ntms_object *o);
u32 ntms_txn_set_text(struct ntms_txn *t, struct ntms_object *o,
		      char **member, const char *text);
u32 ntms_txn_set_blob(struct ntms_txn *t, struct ntms_object *o,
		      struct ntms_blob **member, const void *data, u32 len);
u32 ntms_txn_commit(struct ntms_txn *t, struct ntms_waiter *w);
u32 ntms_txn_commit_wait(struct ntms_txn *t);
void ntms_txn_abort(struct ntms_txn *t);
struct ntms_commit *ntms_commit_alloc(void);
void ntms_commit_settle(struct ntms_model *m, struct ntms_commit *c);
void ntms_commit_undo(struct ntms_model *m, struct ntms_commit *c, bool seen);
void ntms_commit_refuse(struct ntms_model *m, struct ntms_commit *c, u32 error);

/* --- journal.c: durability -------------------------------------------- */

void ntms_journal_init(struct ntms_model *m);
void ntms_journal_destroy(struct ntms_model *m);
u32 ntms_journal_ready(struct ntms_model *m, const char **why);
u32 ntms_journal_append(struct ntms_model *m, struct ntms_commit *c);
void ntms_journal_flush(struct ntms_model *m);
void ntms_journal_durable(struct ntms_model *m, u64 sequence);
void ntms_journal_fail(struct ntms_model *m, u32 error, bool seen);
void ntms_journal_repair(struct ntms_model *m);
void ntms_journal_drain(struct ntms_model *m);
void ntms_journal_close(struct ntms_model *m);
u32 ntms_journal_attach(struct ntms_model *m, guid_t *history, u64 *durable,
			bool *upload);
u32 ntms_journal_loaded(struct ntms_model *m);
void ntms_journal_detach(struct ntms_model *m);

/* --- restore.c: objects that come from the store ---------------------- */

u32 ntms_restore_ref(struct ntms_txn *t, struct ntms_object *o,
		     const struct ntms_field *f, const guid_t *guid);
u32 ntms_restore_check(struct ntms_call *c, struct ntms_object *o);
u32 ntms_restore_finish(struct ntms_model *m, char *why, size_t size);
struct list_head *ntms_restore_mark(struct ntms_model *m);
void ntms_restore_drop(struct ntms_model *m, struct list_head *mark);
void ntms_restore_forget(struct ntms_model *m);

/* --- session.c: who calls --------------------------------------------- */

/**
 * struct ntms_caller - whom the rights are checked for
 * @uid: of the opener of the socket
 * @gid: of the opener
 * @groups: supplementary groups, sorted
 * @number_of_groups: of @groups
 * @admin: has CAP_SYS_ADMIN in the initial user namespace
 */
struct ntms_caller {
	u32 uid;
	u32 gid;
	const u32 *groups;
	u32 number_of_groups;
	bool admin;
};

/**
 * struct ntms_session - an open session
 * @id: number, never used again while the module is loaded
 * @caller: for access checks
 * @application: name given by the client, for requests
 * @user: name given by the client
 * @computer: name given by the client
 * @ref: one for the socket, one for each call that waits
 * @closed: no new calls; waiting calls are being cancelled
 * @calls: struct ntms_pending of this session, protected by @lock
 * @channels: what the user side keeps of its channels
 * @lock: protects @closed and @calls
 * @destinations: computers that show what happens, for this session only;
 *	protected by model.lock; destination.c
 * @model: what it works on
 * @release: frees it
 */
struct ntms_session {
	u32 id;
	struct ntms_caller caller;
	char *application, *user, *computer;
	struct kref ref;
	bool closed;
	struct list_head calls;
	struct list_head channels;
	spinlock_t lock;
	struct ntms_destination *destinations;
	struct ntms_model *model;
	void (*release)(struct kref *ref);
};

/**
 * struct ntms_call - one request being worked on
 * @m: the model
 * @s: who asks
 * @text: why it was refused, for the client; empty when it was not
 */
struct ntms_call {
	struct ntms_model *m;
	struct ntms_session *s;
	char text[192];
};

__printf(3, 4)
u32 ntms_refuse(struct ntms_call *c, u32 error, const char *fmt, ...);

/* --- access.c: rights -------------------------------------------------- */

extern unsigned int ntms_tape_gid;	/* group "tape", see access.c */

struct ntms_object *ntms_bearer(struct ntms_model *m, struct ntms_object *o);
bool ntms_permitted(const struct ntms_caller *who,
		    const struct ntms_object *bearer, u32 rights);
u32 ntms_access(struct ntms_call *c, struct ntms_object *o, u32 rights);
struct ntms_blob **ntms_acl_of(struct ntms_object *bearer);
u32 ntms_acl_check(const void *data, size_t len);
const struct ntms_blob *ntms_bearer_acl(struct ntms_model *m,
					struct ntms_object *o);
bool ntms_acl_permits(const struct ntms_caller *who, const void *acl, size_t len,
		      u32 rights);
u32 ntms_acl_default(struct ntms_txn *t, struct ntms_object *o,
		     const struct ntms_caller *creator,
		     struct ntms_object *parent);

/* --- security.c: lists that clients read and write ---------------------- */

u32 ntms_security_get(struct ntms_call *c, const guid_t *guid, u32 type,
		      const struct ntms_blob **list);
u32 ntms_security_set(struct ntms_call *c, struct ntms_txn *t,
		      const guid_t *guid, u32 type, u32 parts, const void *acl,
		      u32 len);

/* --- enumerate.c: EnumerateNtmsObject ---------------------------------- */

/**
 * struct ntms_enum - where an enumeration stands
 * @container: what contains, or null
 * @type: enum ntms_object_type that is wanted
 * @options: NTMS_ENUM_ROOTPOOL
 * @id: of the next object to look at
 * @shelf: number of the shelf that is being looked at
 * @side: of the medium with @id
 */
struct ntms_enum {
	guid_t container;
	u32 type;
	u32 options;
	u32 id;
	u16 shelf;
	u16 side;
};

u32 ntms_enum_check(struct ntms_call *c, const struct ntms_enum *e);
struct ntms_object *ntms_enum_next(struct ntms_model *m, struct ntms_enum *e,
				   const struct ntms_caller *who);

/* --- computer.c: what exists from the start ---------------------------- */

u32 ntms_computer_setup(struct ntms_model *m);
struct ntms_media_type *ntms_media_type_by_code(struct ntms_model *m, u32 code);
u32 ntms_system_pools(struct ntms_txn *t, struct ntms_media_type *type);
struct ntms_media_pool *ntms_system_pool(struct ntms_media_pool *container,
					 const struct ntms_media_type *type);

/* --- text.c: names ----------------------------------------------------- */

int ntms_text_units(const char *text, size_t len);
size_t ntms_text_cut(const char *text, u32 most);
int ntms_name_units(const char *name, size_t len);
u32 ntms_name_check(struct ntms_call *c, const char *name, size_t len);

/* --- pool.c ------------------------------------------------------------ */

u32 ntms_pool_create(struct ntms_call *c, struct ntms_txn *t, const char *path,
		     const guid_t *media_type, u32 action, const void *acl,
		     u32 acl_len, guid_t *pool);
u32 ntms_pool_delete(struct ntms_call *c, struct ntms_txn *t,
		     const guid_t *pool);
u32 ntms_pool_path(struct ntms_call *c, const guid_t *pool, char *buf,
		   size_t size);

/* --- transfer.c: media go to other pools -------------------------------- */

u32 ntms_pool_enter_free(struct ntms_txn *t, struct ntms_physical_media *pm);
u32 ntms_pool_move(struct ntms_call *c, struct ntms_txn *t, const guid_t *pmid,
		   const guid_t *pool);
u32 ntms_pool_change_type(struct ntms_call *c, struct ntms_txn *t,
			  const guid_t *pmid, const guid_t *pool);

/* --- mediatype.c: which library holds what ------------------------------ */

bool ntms_library_takes(const struct ntms_library *l,
			const struct ntms_media_type *type);
u32 ntms_library_take(struct ntms_txn *t, struct ntms_library *l,
		      struct ntms_media_type *type);
u32 ntms_media_type_add(struct ntms_call *c, struct ntms_txn *t,
			const guid_t *media_type, const guid_t *library);
u32 ntms_media_type_delete(struct ntms_call *c, struct ntms_txn *t,
			   const guid_t *media_type, const guid_t *library);

/* --- media.c ----------------------------------------------------------- */

/**
 * struct ntms_allocation - arguments and result of AllocateNtmsMedia
 * @pool: application pool
 * @partition: a particular side, or null
 * @media: in: with NTMS_ALLOCATE_NEXT the logical medium whose medium is
 *	meant; out: the new logical medium, null on failure
 * @from: out: pool the side came from
 * @options: NTMS_ALLOCATE_...
 * @timeout: ms, NTMS_INFINITE for ever
 */
struct ntms_allocation {
	guid_t pool;
	guid_t partition;
	guid_t media;
	guid_t from;
	u32 options;
	u32 timeout;
};

u32 ntms_media_allocate(struct ntms_call *c, struct ntms_txn *t,
			struct ntms_allocation *a);
u32 ntms_media_deallocate(struct ntms_call *c, struct ntms_txn *t,
			  const guid_t *media);
u32 ntms_media_decommission(struct ntms_call *c, struct ntms_txn *t,
			    const guid_t *partition);
u32 ntms_media_complete(struct ntms_call *c, struct ntms_txn *t,
			const guid_t *media);
u32 ntms_media_swap(struct ntms_call *c, struct ntms_txn *t,
		    const guid_t *media, const guid_t *media2);
u32 ntms_media_logical(struct ntms_call *c, const guid_t *guid,
		       struct ntms_logical_media **lm);
u32 ntms_media_to_pool(struct ntms_txn *t, struct ntms_physical_media *pm,
		       struct ntms_media_pool *pool);
bool ntms_media_in_use(const struct ntms_physical_media *pm);

/* only a side in one of these states has a logical medium (I4) */
static inline bool ntms_state_allocated(u32 state)
{
	return state == NTMS_PARTSTATE_ALLOCATED ||
	       state == NTMS_PARTSTATE_COMPLETE;
}

/* --- create.c: media come and go --------------------------------------- */

/**
 * struct ntms_new_side - a side as the caller of CreateNtmsMedia wants it
 * @guid: or null for a new one
 * @logical_media: GUID of the logical medium to be made, or null
 * @name: or NULL
 * @description: or NULL
 * @omid: on-media identifier, as in struct ntms_partition
 * @omid_len: bytes of @omid
 * @state: NTMS_PARTSTATE_...
 * @mount_count: mounts so far
 * @allocate_count: allocations so far
 * @capacity: bytes, 0 unknown
 * @enabled: it may be used
 */
struct ntms_new_side {
	guid_t guid;
	guid_t logical_media;
	const char *name;
	const char *description;
	const void *omid;
	u32 omid_len;
	u32 state;
	u32 mount_count;
	u32 allocate_count;
	u64 capacity;
	bool enabled;
};

#define NTMS_ERROR_ON_DUPLICATE	1

/**
 * struct ntms_new_media - a medium as the caller of CreateNtmsMedia wants it
 * @guid: or null for a new one
 * @library: the offline library, or null
 * @pool: import or application pool
 * @name: or NULL for the default name
 * @description: or NULL
 * @bar_code: or NULL
 * @options: 0 or NTMS_ERROR_ON_DUPLICATE
 * @number_of_partitions: sides it has
 * @media_type_code: SCSI medium type code
 * @density_code: SCSI density code
 * @enabled: it may be used
 * @count: sides given; the first of them are in @side
 * @side: the sides in order
 */
struct ntms_new_media {
	guid_t guid;
	guid_t library;
	guid_t pool;
	const char *name;
	const char *description;
	const char *bar_code;
	u32 options;
	u32 number_of_partitions;
	u32 media_type_code;
	u32 density_code;
	bool enabled;
	u32 count;
	struct ntms_new_side side[2];
};

u32 ntms_media_create(struct ntms_txn *t, struct ntms_library *library,
		      struct ntms_media_pool *pool, const char *bar_code,
		      u32 side_state, struct ntms_physical_media **pm);
u32 ntms_media_register(struct ntms_call *c, struct ntms_txn *t,
			const struct ntms_new_media *new,
			struct ntms_physical_media **pm);
u32 ntms_media_forget(struct ntms_txn *t, struct ntms_physical_media *pm);
u32 ntms_media_delete(struct ntms_call *c, struct ntms_txn *t,
		      const guid_t *pmid);
u32 ntms_media_omid(struct ntms_call *c, struct ntms_txn *t,
		    const guid_t *media, const void *omid, u32 len);

/* --- info.c: SetNtmsObjectInformation ---------------------------------- */

struct ntms_setting {
	const void *attributes;	/* struct nlattr **, opaque to the core */
	bool (*number)(const struct ntms_setting *s, u16 attribute, u64 *v);
	bool (*text)(const struct ntms_setting *s, u16 attribute,
		     const char **text);
	bool (*guid)(const struct ntms_setting *s, u16 attribute, guid_t *g);
};

u32 ntms_object_set(struct ntms_call *c, struct ntms_txn *t,
		    const guid_t *guid, u32 type,
		    const struct ntms_setting *s);

/* --- attribute.c: named attributes -------------------------------------- */

#define NTMS_ATTRIBUTE_MAX	65535	/* bytes */
#define NTMS_ATTRIBUTES_MAX	1024	/* of one object */
/* an object in four pages, and a record of it in a message */
#define NTMS_ATTRIBUTE_PIECE	(16384 - sizeof(struct ntms_blob))

u32 ntms_attribute_get(struct ntms_call *c, const guid_t *guid, u32 type,
		       const char *name, struct ntms_owned **first);
struct ntms_owned *ntms_attribute_next(const struct ntms_owned *p);
u32 ntms_attribute_set(struct ntms_call *c, struct ntms_txn *t,
		       const guid_t *guid, const char *name, const void *data,
		       u32 len);
const char *ntms_attribute_wrong(const struct ntms_owned *p);

/* --- destination.c: UI options ------------------------------------------- */

#define NTMS_DESTINATIONS_MAX	256	/* of one object or session and type */

u32 ntms_destination_get(struct ntms_call *c, const guid_t *guid, u32 type,
			 int (*each)(void *ctx, const char *name), void *ctx);
u32 ntms_destination_set(struct ntms_call *c, struct ntms_txn *t,
			 const guid_t *guid, u32 type, u32 action,
			 const char *name);
void ntms_destination_forget(struct ntms_session *s);
const char *ntms_destination_wrong(const struct ntms_owned *p);

/* --- verify.c: the invariants I1 to I12 -------------------------------- */

int ntms_verify(struct ntms_model *m, char *why, size_t size);

/* --- waiting.c: allocations that wait for a side --------------------- */

/**
 * struct ntms_answer - what a call that waits is answered with
 * @done: called once, in process context, without locks; @error is 0 or the
 *	Win32 code, @text the reason
 */
struct ntms_answer {
	void (*done)(struct ntms_answer *a, u32 error, const char *text);
};

void ntms_waiting_init(struct ntms_model *m);
void ntms_waiting_destroy(struct ntms_model *m);
void ntms_waiting_wake(struct ntms_model *m);
u32 ntms_waiting_add(struct ntms_call *c, struct ntms_allocation *a,
		     struct ntms_answer *answer);

/* --- notify.c: who is told what happens --------------------------------- */

/** struct ntms_notice - something that happened to an object */
struct ntms_notice {
	guid_t guid;
	u8 event;
	u8 type;
};

/**
 * struct ntms_channel - somebody who is told of objects of one type
 * @link: in feed.channels
 * @feed: of the type, NULL when it will never be told anything
 * @session: whose rights are checked; lives as long as the channel
 * @signals: he wants NTMS_EVENT_SIGNAL and _COMPLETE, too
 * @started: he knows that it is open
 * @lost: he has missed something and gets nothing more
 * @next: number of the first event that he has not got
 * @stuck: jiffies since when @take has no room, 0 when it has
 * @take: take @n events, in process context without locks of the core but
 *	feed.mutex; 1 all are taken, 0 there is no room now, negative: broken
 * @broken: he has to know that he misses something; may not sleep
 */
struct ntms_channel {
	struct list_head link;
	struct ntms_feed *feed;
	struct ntms_session *session;
	bool signals;
	bool started;
	bool lost;
	u64 next;
	u64 stuck;
	int (*take)(struct ntms_channel *ch, const struct ntms_notice *e, u32 n);
	void (*broken)(struct ntms_channel *ch);
};

void ntms_notify_init(struct ntms_model *m);
void ntms_notify_destroy(struct ntms_model *m);
struct ntms_news *ntms_news_make(struct ntms_model *m, u8 event,
				 struct ntms_object *o);
void ntms_news_free(struct ntms_news *news);
void ntms_news_free_list(struct list_head *list);
void ntms_news_tell(struct ntms_model *m, u32 type, struct ntms_news *news);
void ntms_news_tell_list(struct ntms_model *m, struct list_head *list,
			 u32 lost);
void ntms_complete(struct ntms_txn *t, u32 type, const guid_t *guid);
void ntms_signal(struct ntms_txn *t, u32 type, const guid_t *guid);
u32 ntms_channel_open(struct ntms_call *c, struct ntms_channel *ch, u32 type);
void ntms_channel_start(struct ntms_channel *ch);
void ntms_channel_close(struct ntms_channel *ch);

/* --- oprequest.c: requests to a human ----------------------------------- */

/**
 * struct ntms_opask - arguments of SubmitNtmsOperatorRequest
 * @command: NTMS_OPREQ_...
 * @message: UTF-8, or NULL
 * @arg1: what it is about, or null
 * @arg2: where to, or null
 */
struct ntms_opask {
	u32 command;
	const char *message;
	guid_t arg1;
	guid_t arg2;
};

u32 ntms_oprequest_submit(struct ntms_call *c, struct ntms_txn *t,
			  const struct ntms_opask *ask, guid_t *request);
u32 ntms_oprequest_satisfy(struct ntms_call *c, struct ntms_txn *t,
			   const guid_t *request);
u32 ntms_oprequest_cancel(struct ntms_call *c, struct ntms_txn *t,
			  const guid_t *request);
u32 ntms_oprequest_ack(struct ntms_call *c, struct ntms_txn *t,
		       const guid_t *request, u32 action);

u32 ntms_oprequest_post(struct ntms_txn *t, u32 command,
			const struct ntms_object *arg1,
			const struct ntms_object *arg2, const char *message,
			guid_t *request);
struct ntms_oprequest *ntms_oprequest_open(struct ntms_model *m, u32 command,
					   const guid_t *arg1);
u32 ntms_oprequest_need(struct ntms_txn *t, u32 command,
			const struct ntms_object *arg1,
			const struct ntms_object *arg2, const char *message);
u32 ntms_oprequest_over(struct ntms_txn *t, u32 command, const guid_t *arg1);
u32 ntms_oprequest_drop(struct ntms_txn *t, const guid_t *request);
void ntms_oprequest_withdraw(struct ntms_model *m, const guid_t *request);
u32 ntms_oprequest_purge(struct ntms_txn *t, u32 *id, u32 most, bool *more);

static inline bool ntms_oprequest_ended(const struct ntms_oprequest *q)
{
	return q->state == NTMS_OPSTATE_REFUSED ||
	       q->state == NTMS_OPSTATE_COMPLETE;
}

/* made by the module for somebody who waits: there is always one who does */
static inline bool ntms_oprequest_awaited(const struct ntms_oprequest *q)
{
	return !q->user && (q->command == NTMS_OPREQ_NEWMEDIA ||
			    q->command == NTMS_OPREQ_MOVEMEDIA);
}

/* --- opwait.c: who waits for an operator -------------------------------- */

/**
 * struct ntms_opwait - somebody who waits for an operator request
 * @link: entry of oprequest.waits or model.opwait_over
 * @error: what @done is called with
 * @done: called once in process context, without locks, when it is durable
 *	that the request was satisfied (0) or refused (ERROR_CANCELLED), or
 *	when it is gone (ERROR_OBJECT_NOT_FOUND)
 */
struct ntms_opwait {
	struct hlist_node link;
	u32 error;
	void (*done)(struct ntms_opwait *w, u32 error);
};

void ntms_opwait_init(struct ntms_model *m);
void ntms_opwait_destroy(struct ntms_model *m);
void ntms_opwait_add(struct ntms_model *m, struct ntms_oprequest *q,
		     struct ntms_opwait *w);
bool ntms_opwait_remove(struct ntms_model *m, struct ntms_opwait *w);
bool ntms_opwait_any(struct ntms_model *m, const struct ntms_oprequest *q);
void ntms_opwait_settled(struct ntms_model *m, struct ntms_oprequest *q,
			 bool restored);
void ntms_oprequest_fini(struct ntms_model *m, struct ntms_object *o);
u32 ntms_opwait_call(struct ntms_call *c, const guid_t *request, u32 timeout,
		     struct ntms_answer *answer);

/* --- pending.c: calls that wait ----------------------------------------- */

/**
 * struct ntms_pending - a call that is answered later
 * @in_session: entry of session.calls
 * @session: whose call it is; holds a reference
 * @state: PENDING_CLAIMED, PENDING_CANCELLED; the first settles the race of
 *	answer, time-out and close
 * @timer: runs @expire when the time-out is over or the session closes
 * @expire: the call is claimed for this: take it out of what it waits in,
 *	ntms_pending_remove() and answer with @error, which is ERROR_TIMEOUT
 *	or ERROR_CANCELLED; called at most once, in process context, without
 *	locks
 *
 * Whoever wins ntms_pending_claim() answers, after ntms_pending_remove();
 * then the memory is his to free.
 */
struct ntms_pending {
	struct list_head in_session;
	struct ntms_session *session;
	unsigned long state;
	struct delayed_work timer;
	void (*expire)(struct ntms_pending *p, u32 error);
};

u32 ntms_pending_add(struct ntms_pending *p, struct ntms_session *s,
		     u32 timeout,
		     void (*expire)(struct ntms_pending *p, u32 error));
bool ntms_pending_claim(struct ntms_pending *p);
bool ntms_pending_claimed(const struct ntms_pending *p);
void ntms_pending_remove(struct ntms_pending *p);
struct ntms_session *ntms_session_get(struct ntms_session *s);
void ntms_session_put(struct ntms_session *s);
void ntms_session_cancel(struct ntms_session *s);

/* --- library.c, inventory.c, compare.c, request.c, mount.c: robotics -------------- */

/**
 * struct ntms_mount_args - arguments of MountNtmsMedia
 * @media: GUIDs of logical media or sides
 * @count: of @media
 * @drives: GUIDs of drives
 * @number_of_drives: of @drives
 * @options: NTMS_MOUNT_...
 * @priority: -15 to 15
 * @timeout: ms
 * @overwrite: GUID of a physical medium that may be written though it belongs
 *	to somebody else, or null
 */
struct ntms_mount_args {
	const guid_t *media;
	u32 count;
	const guid_t *drives;
	u32 number_of_drives;
	u32 options;
	s32 priority;
	u32 timeout;
	guid_t overwrite;
};

int ntms_robotics_init(struct ntms_model *m);
void ntms_robotics_halt(void);
void ntms_robotics_unlock(void);
void ntms_robotics_stop(void);
void ntms_robotics_start(void);
void ntms_session_gone(struct ntms_session *s);
void ntms_purge_soon(void);
void ntms_prepare_soon(void);
u32 ntms_library_inventory(struct ntms_call *c, const guid_t *library,
			   u32 action, struct ntms_waiter *w);

/** struct ntms_spot - a place by its type and its number; type 0: nowhere */
struct ntms_spot {
	u32 type;
	u32 number;
};

/**
 * struct ntms_difference - what an inventory would do about a cartridge
 * @kind: enum ntms_diff
 * @media: GUID of the physical medium, null for one that nobody knows
 * @library: GUID of the library it was in, null for this one
 * @bar_code: as it is read now, empty when it cannot be read
 * @from: where it was
 * @to: where it is
 */
struct ntms_difference {
	u32 kind;
	guid_t media;
	guid_t library;
	char bar_code[NTMS_VOLUME_TAG_LEN + 1];
	struct ntms_spot from;
	struct ntms_spot to;
};

#define NTMS_DIFFERENCES_MOST	256	/* told at a time */

/**
 * struct ntms_comparison - a library compared with the model
 * @link: in robot.comparisons, protected by model.lock
 * @call: whoever waits for it
 * @start: where the list begins
 * @next: where it goes on, 0 when that is all
 * @total: differences in all
 * @count: of @list
 * @list: differences from @start on, in the order of elements, then what is
 *	gone
 * @done: how it is answered
 * @ctx: for @done
 */
struct ntms_comparison {
	struct list_head link;
	struct ntms_pending call;
	u64 start;
	u64 next;
	u32 total;
	u32 count;
	struct ntms_difference *list;
	void (*done)(struct ntms_comparison *k, u32 error, const char *text);
	void *ctx;
};

u32 ntms_library_compare(struct ntms_call *c, const guid_t *library, u64 start,
			 void (*done)(struct ntms_comparison *k, u32 error,
				      const char *text),
			 void *ctx);
u32 ntms_mount_media(struct ntms_call *c, const struct ntms_mount_args *a,
		     void (*done)(void *ctx, u32 error, const char *text,
				  const guid_t *drives, u32 count),
		     void *ctx);
u32 ntms_dismount_media(struct ntms_call *c, const guid_t *media, u32 count,
			u32 options, struct ntms_waiter *w);
u32 ntms_dismount_drive(struct ntms_call *c, const guid_t *drive,
			struct ntms_waiter *w);
u32 ntms_request_cancel(struct ntms_call *c, struct ntms_txn *t,
			const guid_t *request);
u32 ntms_request_get_order(struct ntms_call *c, const guid_t *request,
			   u32 *order);
u32 ntms_request_set_order(struct ntms_call *c, struct ntms_txn *t,
			   const guid_t *request, u32 order);
u32 ntms_request_delete(struct ntms_call *c, struct ntms_txn *t,
			const guid_t *requests, u32 count, u32 type);

/* owner.c */
void ntms_owner_agent_came(void);

/* --- drive_status.c: what drives say ------------------------------------- */

/**
 * struct ntms_drive_report - how a drive stands
 * @drive: GUID
 * @status: what it said
 * @read: ns since 1970 UTC when it said so, 0: never
 * @busy: somebody uses it, so that it was not asked now
 * @alerts: TapeAlert flags that it told since its medium was loaded
 * @suspect: ns since 1970 UTC of a reset after which nobody has confirmed where
 *	the medium stands, 0: none
 * @mounted: a session has the medium in it
 * @uid: of the user of the session
 * @owned: the label agent keeps others from its nodes
 * @owner: user who can open them, NTMS_NOBODY: only root and the agent
 */
struct ntms_drive_report {
	guid_t drive;
	struct ntms_drive_status status;
	s64 read;
	bool busy;
	u64 alerts;
	s64 suspect;
	bool mounted;
	u32 uid;
	bool owned;
	u32 owner;
};

/**
 * struct ntms_drive_asking - somebody who asks a drive
 * @link: in the list of those
 * @done: what happens when it has answered, or @error says why it has not;
 *	process context, without locks
 */
struct ntms_drive_asking {
	struct list_head link;
	void (*done)(struct ntms_drive_asking *a, u32 error, const char *text,
		     const struct ntms_drive_report *r);
};

u32 ntms_drive_ask(struct ntms_call *c, const guid_t *drive,
		   struct ntms_drive_asking *a);
u32 ntms_drive_confirm(struct ntms_call *c, struct ntms_txn *t,
		       const guid_t *drive);

/* --- enable.c, remove.c: what operators do with libraries --------------- */

u32 ntms_object_enable(struct ntms_call *c, u32 type, const guid_t *guid,
		       bool enable, struct ntms_waiter *w);
u32 ntms_library_delete(struct ntms_call *c, const guid_t *library,
			struct ntms_waiter *w);
u32 ntms_drive_delete(struct ntms_call *c, const guid_t *drive,
		      struct ntms_waiter *w);

/* --- eject_call.c, inject_call.c, door.c, cleaner.c, clean.c: control ---- */

u32 ntms_eject_media(struct ntms_call *c, struct ntms_txn *t,
		     const guid_t *media, u32 action, guid_t *operation,
		     struct ntms_waiter *w);
u32 ntms_eject_cleaner(struct ntms_call *c, struct ntms_txn *t,
		       const guid_t *library, u32 action, guid_t *operation,
		       struct ntms_waiter *w);
u32 ntms_inject_media(struct ntms_call *c, struct ntms_txn *t,
		      const guid_t *library, u32 action, guid_t *operation,
		      struct ntms_waiter *w);
u32 ntms_inject_cleaner(struct ntms_call *c, struct ntms_txn *t,
			const guid_t *library, u32 uses, u32 action,
			guid_t *operation, struct ntms_waiter *w);
u32 ntms_door_access(struct ntms_call *c, struct ntms_txn *t,
		     const guid_t *library, u32 action, struct ntms_waiter *w);
u32 ntms_cleaner_reserve(struct ntms_call *c, struct ntms_txn *t,
			 const guid_t *library, const guid_t *guid);
u32 ntms_cleaner_release(struct ntms_call *c, struct ntms_txn *t,
			 const guid_t *library);
u32 ntms_identify_slot(struct ntms_call *c, const guid_t *slot, u32 option,
		       void (*done)(void *ctx, u32 error, const char *text,
				    const guid_t *drives, u32 count),
		       void *ctx);
u32 ntms_detect_begin(struct ntms_call *c, u32 *number);
u32 ntms_detect_set(struct ntms_call *c, struct ntms_txn *t, u32 number,
		    const guid_t *guids, u32 count, u32 type);
u32 ntms_detect_end(struct ntms_call *c, struct ntms_txn *t, u32 number);
u32 ntms_clean_drive(struct ntms_call *c, struct ntms_txn *t,
		     const guid_t *drive, struct ntms_waiter *w);

#endif /* NTMS_NTMS_H */
