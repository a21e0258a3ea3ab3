/* SPDX-License-Identifier: GPL-2.0 */
/*
 * robotics.h - what robotics do for the rest of the module
 *
 * Calls that need a library or a drive.  What robotics share among themselves
 * is in robot.h.
 */
#ifndef NTMS_ROBOTICS_H
#define NTMS_ROBOTICS_H

#include <linux/list.h>
#include <linux/types.h>
#include <linux/uuid.h>

#include "call.h"
#include "device.h"

struct ntms_call;
struct ntms_model;
struct ntms_session;
struct ntms_txn;
struct ntms_waiter;

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
bool ntms_robotics_cleaned(void);
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

#endif /* NTMS_ROBOTICS_H */
