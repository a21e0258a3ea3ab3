/* SPDX-License-Identifier: GPL-2.0 */
/*
 * media.h - pools, media and sides: the objects and their rules
 */
#ifndef NTMS_MEDIA_H
#define NTMS_MEDIA_H

#include <linux/list.h>
#include <linux/rbtree.h>
#include <linux/types.h>
#include <linux/uuid.h>

#include "object.h"

struct ntms_answer;
struct ntms_call;
struct ntms_library;
struct ntms_media_type;
struct ntms_model;
struct ntms_mount;
struct ntms_storageslot;
struct ntms_txn;

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
 * @loaded_secs: how long it was loaded, without the time since it was last
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
	u32 loaded_secs;
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

NTMS_AS(media_pool, o)
NTMS_AS(physical_media, o)
NTMS_AS(partition, o)
NTMS_AS(logical_media, o)

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

/* --- waiting.c: allocations that wait for a side --------------------- */

void ntms_waiting_init(struct ntms_model *m);
void ntms_waiting_destroy(struct ntms_model *m);
void ntms_waiting_wake(struct ntms_model *m);
u32 ntms_waiting_add(struct ntms_call *c, struct ntms_allocation *a,
		     struct ntms_answer *answer);

#endif /* NTMS_MEDIA_H */
