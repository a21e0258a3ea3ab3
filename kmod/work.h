/* SPDX-License-Identifier: GPL-2.0 */
/*
 * work.h - works: requests that are being executed
 *
 * request.c makes and ends them, queue.c orders them, worker.c runs them.
 */
#ifndef NTMS_WORK_H
#define NTMS_WORK_H

#include <linux/kref.h>
#include <linux/list.h>
#include <linux/types.h>
#include <linux/uuid.h>
#include <linux/workqueue.h>

#include "call.h"
#include "library.h"
#include "media.h"
#include "oprequest.h"
#include "robot.h"
#include "txn.h"

/**
 * enum ntms_phase - how far a part of a work is
 * @NTMS_PHASE_WAITING: nothing has begun
 * @NTMS_PHASE_UNLOAD: the drive is unloading: part.run
 * @NTMS_PHASE_MOVE: the transport has to move the medium: robot.work
 * @NTMS_PHASE_LOAD: the medium is becoming ready in the drive: part.run
 * @NTMS_PHASE_GIVE: it is ready, its user gets the drive's nodes: part.run
 * @NTMS_PHASE_CLEAN: the drive is being cleaned: part.run
 * @NTMS_PHASE_BACK: the transport has to put the cleaner away: robot.work
 * @NTMS_PHASE_PORT: somebody has to take the medium out of a port
 * @NTMS_PHASE_DONE: finished, well or not
 */
enum ntms_phase {
	NTMS_PHASE_WAITING,
	NTMS_PHASE_UNLOAD,
	NTMS_PHASE_MOVE,
	NTMS_PHASE_LOAD,
	NTMS_PHASE_GIVE,
	NTMS_PHASE_CLEAN,
	NTMS_PHASE_BACK,
	NTMS_PHASE_PORT,
	NTMS_PHASE_DONE,
};

/**
 * enum ntms_how - how a waiting medium gets into a drive
 * @NTMS_HOW_WAIT: not at all now
 * @NTMS_HOW_KEPT: the session has it in a drive
 * @NTMS_HOW_HERE: it is in the drive
 * @NTMS_HOW_MOVE: from its slot into an empty drive
 * @NTMS_HOW_EVICT: into a drive that has to be emptied before
 * @NTMS_HOW_RELOCATE: it has to leave the drive that it is in before
 */
enum ntms_how {
	NTMS_HOW_WAIT,
	NTMS_HOW_KEPT,
	NTMS_HOW_HERE,
	NTMS_HOW_MOVE,
	NTMS_HOW_EVICT,
	NTMS_HOW_RELOCATE,
};

/**
 * struct ntms_part - one medium of a work
 * @work: the work
 * @run: what its drive does, in phases UNLOAD and LOAD
 * @media: GUID of the physical medium
 * @side: GUID of the side
 * @asked: GUID of the drive that was asked for
 * @drive: GUID of the drive; null while none is chosen
 * @port: GUID of the port that the medium was put into
 * @seat: of the drive that is being thought about
 * @how: enum ntms_how
 * @relocated: it was asked for to be taken out of another drive
 * @phase: enum ntms_phase
 * @running: @run has been started for this phase
 * @tries: how often a slot was tried
 * @begun: ktime when the phase began
 * @asked_for: GUID of the request to an operator to bring it, null for none
 * @operator: waits for that, holds a reference to @work
 * @asking: @operator is in use
 * @looking: an operator says that he has brought it: its library is read
 *	before he is asked again
 */
struct ntms_part {
	struct ntms_work *work;
	struct delayed_work run;
	guid_t media;
	guid_t side;
	guid_t asked;
	guid_t drive;
	guid_t port;
	struct ntms_seat *seat;
	u8 how;
	bool relocated;
	u8 phase;
	bool running;
	u8 tries;
	s64 begun;
	guid_t asked_for;
	struct ntms_opwait operator;
	bool asking;
	bool looking;
};

/**
 * struct ntms_work - a library request that is not finished
 * @link: in ntms_robotics.works, in the order of execution
 * @ref: see robot.h
 * @robot: who executes it; NULL while its media are off line
 * @request: GUID of the LIBREQUEST
 * @session: number of the session, 0 for our own
 * @uid: of the user of the session
 * @operation: NTMS_LM_...
 * @priority: -15 to 15
 * @options: of the call
 * @told_type: type of the object that an event names at its end, or 0
 * @told: GUID of that object
 * @told_cancelled: and one names the request, since somebody cancelled it
 * @order: where somebody wanted it among those of its kind, 0: nobody did
 * @stage: how far it is, of those that wait for people; see inject.c, door.c
 * @action: (identification) what becomes of the medium then
 * @force: also what is in use
 * @by_door: (cleaner) through the door, there is no port
 * @uses: (cleaner) what is left of it
 * @open: (while it is robot.hands) people may reach into the library
 * @look: (inject) look now
 * @found: (inject) cartridges that came
 * @round: (inject) of them since the ports were extended last
 * @seen: (inject) cartridges in the ports at the last look
 * @opened: (inject) a port was open at the last look
 * @quiet: (inject) how often nothing had changed
 * @tries: (inject) moves that failed since something else was in the way
 * @due: jiffies of the next look
 * @deadline: jiffies when people have had enough time, 0 never
 * @asked: operator request that was made for it, or null
 * @durable: the request is on disk
 * @undone: Win32 code, the request could not be stored and is gone again
 * @begun: INPROCESS
 * @cancelled: somebody does not want it any more
 * @stopped: (inventory) it was stopped
 * @at_once: (mount) whoever asked gave it no time: see ntms_mount_unwilling()
 * @lacks_drive: no drive is free for it
 * @why: what it waits for
 * @error: first Win32 code that something failed with
 * @text: and why
 * @waiter: for the creation of the request
 * @call: whoever waits for the answer
 * @calls: @call is in use
 * @ours: nobody else answers @call any more
 * @answered: @done is being called by us
 * @done: how the call is answered, or NULL
 * @ctx: for @done
 * @drives: for @done
 * @count: of @part
 * @part: the media
 */
struct ntms_work {
	struct list_head link;
	struct kref ref;
	struct ntms_robot *robot;
	guid_t request;
	u32 session;
	u32 uid;
	u32 operation;
	s32 priority;
	u32 options;
	u32 told_type;
	guid_t told;
	bool told_cancelled;
	u32 order;
	u8 stage;
	u8 action;
	bool force;
	bool by_door;
	u32 uses;
	bool open;
	bool look;
	u32 found;
	u32 round;
	u32 seen;
	bool opened;
	u8 quiet;
	u8 tries;
	u64 due;
	u64 deadline;
	guid_t asked;
	bool durable;
	u32 undone;
	bool begun;
	bool cancelled;
	bool stopped;
	bool at_once;
	bool lacks_drive;
	char why[128];
	u32 error;
	char text[128];
	struct ntms_waiter waiter;
	struct ntms_pending call;
	bool calls;
	bool ours;
	unsigned long answered;
	void (*done)(void *ctx, u32 error, const char *text,
		     const guid_t *drives, u32 count);
	void *ctx;
	guid_t *drives;
	u32 count;
	struct ntms_part part[];
};

/* request.c: works */
u32 ntms_work_new(struct ntms_call *c, u32 operation, u32 count,
		  struct ntms_work **work);
void ntms_work_get(struct ntms_work *w);
void ntms_work_put(struct ntms_work *w);
u32 ntms_work_request(struct ntms_txn *t, struct ntms_work *w,
		      struct ntms_library *l, const struct ntms_session *s,
		      struct ntms_librequest **request);
u32 ntms_work_commit(struct ntms_txn *t, struct ntms_work *w,
		     struct ntms_waiter *waiter);
u32 ntms_work_refused(struct ntms_call *c, u32 error);
void ntms_work_kick(struct ntms_work *w);
void ntms_work_drop(struct ntms_work *w);
__printf(3, 4)
void ntms_work_fail(struct ntms_work *w, u32 error, const char *fmt, ...);
u32 ntms_work_state(struct ntms_txn *t, struct ntms_work *w, u32 state,
		    const char *text);
u32 ntms_work_begin(struct ntms_txn *t, struct ntms_work *w, const char *text);
void ntms_work_finish(struct ntms_txn *t, struct ntms_work *w);
void ntms_work_answer(struct ntms_work *w, u32 error, const char *text);
bool ntms_work_is_mount(const struct ntms_work *w);
const char *ntms_work_name(const struct ntms_work *w);
void ntms_works_cancel(struct ntms_robot *r, u32 session, u32 error);
struct ntms_librequest *ntms_work_object(struct ntms_work *w);

/* queue.c: the order of works */
void ntms_work_enqueue(struct ntms_work *w);
void ntms_work_replace(struct ntms_work *w);
u32 ntms_work_rank(const struct ntms_work *w);
void ntms_work_move(struct ntms_work *w, u32 order);

/* worker.c: who does what when */
void ntms_works_manage(void);
void ntms_works_wake(void);
void ntms_works_wake_locked(void);
void ntms_works_stop(void);
void ntms_robot_run(struct work_struct *work);

/* request_control.c: what operators do with requests */
bool ntms_request_finished(const struct ntms_librequest *q);

/* purge.c: finished and forgotten requests */
void ntms_purge_run(struct work_struct *work);
u32 ntms_purge_forgotten(struct ntms_robot *r, const char *why);
void ntms_purge_check(void);

/* enable.c: what is disabled */
bool ntms_work_held(const struct ntms_work *w);
bool ntms_drives_empty(struct ntms_txn *t, struct ntms_robot *r);

static inline struct ntms_physical_media *ntms_part_media(struct ntms_part *p)
{
	return ntms_physical_media(ntms_find_type(ntms_robotics.m, &p->media,
						  NTMS_TYPE_PHYSICAL_MEDIA));
}

static inline struct ntms_partition *ntms_part_side(struct ntms_part *p)
{
	return ntms_partition(ntms_find_type(ntms_robotics.m, &p->side,
					     NTMS_TYPE_PARTITION));
}

static inline struct ntms_drive *ntms_part_drive(struct ntms_part *p)
{
	return ntms_drive(ntms_find_type(ntms_robotics.m, &p->drive,
					 NTMS_TYPE_DRIVE));
}

#endif /* NTMS_WORK_H */
