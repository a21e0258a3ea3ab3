/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ntms.h - the core: objects, transactions, rules
 *
 * Here a reader begins.  The rest of the core, each with the files it is of:
 *
 *	object.h	what every object has, how objects are found
 *	library.h	computer, libraries, what is in them, library requests
 *	media.h		pools, media, sides: objects and rules
 *	oprequest.h	requests to operators
 *	txn.h		transactions, the journal, restoring
 *	call.h		who calls, what he may do, calls that wait
 *	info.h		calls that are for objects of every type
 *	notify.h	who is told what happens
 *	robotics.h	what robotics do for callers; robot.h is theirs
 *	agent.h		errands for the label agent
 *	device.h	the line to the device side
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
#include <linux/list.h>
#include <linux/lockdep.h>
#include <linux/rbtree.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>

#include "hash.h"
#include "notify.h"
#include "object.h"
#include "txn.h"

struct ntms_computer;
struct ntms_library;
struct ntms_media_pool;

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

#endif /* NTMS_NTMS_H */
