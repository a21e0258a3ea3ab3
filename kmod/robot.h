/* SPDX-License-Identifier: GPL-2.0 */
/*
 * robot.h - robotics: what library.c, elements.c, inventory.c, request.c,
 * mount.c and their neighbours share; private to them
 *
 * Objects say how things stand; these structs say who is working on what.
 * They are not stored.  All members are protected by model.lock, unless said
 * otherwise.  Nothing here is freed while a work item may use it:
 *
 *   unit    a device.  Freed by the manager when the device is gone.
 *   robot   the runtime of a library.  Lives until ntms_robotics_stop(); when
 *	     its library is deleted it serves the next one that comes.
 *   seat    the runtime of a drive object.  Freed by the manager when nobody
 *	     works with it and the object, or its library, was deleted.
 *   work    a request being executed.  Counted: one reference for the list,
 *           one for each queued work item, waiter and pending call.
 *   mount   who has a medium.  Lives as long as somebody has or wants it.
 *
 * Ops of devices are called without any lock, by the work item of a robot
 * (everything that moves the transport, one at a time) or of a part of a work
 * (everything a drive does by itself: unloading, getting ready).
 */
#ifndef NTMS_ROBOT_H
#define NTMS_ROBOT_H

#include "call.h"
#include "device.h"
#include "library.h"
#include "media.h"
#include "ntms.h"
#include "oprequest.h"

struct ntms_mount_args;

#define NTMS_BATCH	256	/* objects changed by one transaction */

/**
 * struct ntms_unit - a device that the device side told us of
 * @link: in ntms_robotics.units
 * @dev: the device, a reference is held
 * @robot: library that has it, or NULL
 * @gone: it is gone, the manager has not seen that yet
 * @told: it has been said that no library wants it
 * @reset: ktime of its last reset, 0: never
 */
struct ntms_unit {
	struct list_head link;
	struct ntms_device *dev;
	struct ntms_robot *robot;
	bool gone;
	bool told;
	s64 reset;
};

/**
 * struct ntms_seat - a drive
 * @link: in robot.seats
 * @drive: GUID of the DRIVE object
 * @dev: the device, a reference is held; NULL when it is not there
 * @dvcid: what the changer calls the drive
 * @work: who uses it now, or NULL
 * @reserved: who gets it when @work has done with it, or NULL
 * @wanted: (while waiting mounts are looked at) who comes first, or NULL
 * @deferred: jiffies when the medium became dismountable
 * @told: it has been said that there is no device for it
 * @emptied: it is disabled, and what is in it was to be sent home
 * @status: what it said of itself when it was asked last
 * @status_read: ns since 1970 UTC of that, 0: never
 * @alerts: TapeAlert flags that it told since its medium was loaded
 * @confirmed: ktime since when it is known where its medium stands
 * @suspect: ns since 1970 UTC since when that is in doubt, 0: it is not
 * @owner: who has its nodes, valid if @owned; NTMS_NOBODY: only the label agent
 * @owned: the agent has said so
 * @owner_retry: jiffies before which it is not asked again
 * @owning: bit 0: @owner is about to change; locked by wait_on_bit_lock()
 */
struct ntms_seat {
	struct list_head link;
	guid_t drive;
	struct ntms_device *dev;
	char dvcid[NTMS_DVCID_LEN + 1];
	struct ntms_work *work;
	struct ntms_work *reserved;
	struct ntms_work *wanted;
	u64 deferred;
	bool told;
	bool emptied;
	struct ntms_drive_status status;
	s64 status_read;
	u64 alerts;
	s64 confirmed;
	s64 suspect;
	u32 owner;
	bool owned;
	u64 owner_retry;
	unsigned long owning;
};

/* bits of robot.flags, atomic */
enum {
	NTMS_ROBOT_READ,	/* what it has, and what is in it, has to be read */
	NTMS_ROBOT_READ_MEDIA,	/* what is in it has to be read */
	NTMS_ROBOT_READ_DRIVES,	/* the drives have to be read */
	NTMS_ROBOT_READ_PORTS,	/* the ports have to be read */
	NTMS_ROBOT_READ_MOVED,	/* the elements in robot.moved have to be read */
	NTMS_ROBOT_STOP,	/* an inventory has to stop */
	NTMS_ROBOT_TOUCHED,	/* people had their hands in it */
	NTMS_ROBOT_POLL,	/* (stand-alone) somebody wants to know what is in it */
	NTMS_ROBOT_RESET,	/* it has forgotten whether it is locked */
	NTMS_ROBOT_DRIVE_RESET,	/* a drive was reset */
	NTMS_ROBOT_LABELS,	/* labels may have to be read or written */
};

#define NTMS_MOVED_MOST	64	/* more elements than that, and all are read */

/**
 * struct ntms_robot - a library that is or was there
 * @link: in ntms_robotics.robots
 * @library: GUID of the LIBRARY object; null when it was deleted
 * @changer: its changer, a reference is held; NULL when it is not there, and
 *	in a stand-alone library
 * @standalone: a drive without changer
 * @was_read: its elements have been read since it is there
 * @info: addresses of its elements
 * @seats: struct ntms_seat
 * @comparisons: struct ntms_comparison that wait
 * @flags: NTMS_ROBOT_..., not protected
 * @hands: the work for which people do something at its ports or its door, or
 *	NULL; there is one at a time
 * @door_open: somebody has his hands in it: nothing moves
 * @locked: people are kept from its ports and its door
 * @locking: that is just being changed
 * @says_access: a port said that the transport can reach it, so that one that
 *	does not say so is open
 * @watched: (stand-alone) a program wants to know of changes
 * @watch_due: jiffies of the next look
 * @moved: addresses of elements between which others moved something,
 *	protected by ntms_robotics.lock
 * @number_of_moved: of @moved, protected alike
 * @failures: how often reading failed in a row
 * @read_due: jiffies when the elements have to be read again, 0 never
 * @read_at: ktime of the last time its elements were read
 * @conflict: ktime since when it holds a bar code that another library claims
 *	too, 0 when it does not
 * @work: does what is to be done
 * @timer: queues @work later
 */
struct ntms_robot {
	struct list_head link;
	guid_t library;
	struct ntms_device *changer;
	bool standalone;
	bool was_read;
	struct ntms_changer_info info;
	struct list_head seats;
	struct list_head comparisons;
	unsigned long flags;
	struct ntms_work *hands;
	bool door_open;
	bool locked;
	bool locking;
	bool says_access;
	bool watched;
	u64 watch_due;
	u32 moved[NTMS_MOVED_MOST];
	u32 number_of_moved;
	u32 failures;
	u64 read_due;
	s64 read_at;
	s64 conflict;
	struct work_struct work;
	struct delayed_work timer;
};

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
 * @ref: see the top of this file
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

/**
 * struct ntms_mount - who has or wants a medium; physical_media.mount
 * @link: in ntms_robotics.mounts
 * @media: GUID of the physical medium
 * @session: number of the session that has it mounted, 0 for none
 * @uid: of the user of the session
 * @count: how often it has it mounted
 * @work: request that is moving, loading or dismounting it, or NULL
 * @users: works that name it
 */
struct ntms_mount {
	struct list_head link;
	guid_t media;
	u32 session;
	u32 uid;
	u32 count;
	struct ntms_work *work;
	u32 users;
};

/**
 * struct ntms_robotics - all of it
 * @m: the model; NULL while there is none
 * @wq: of all work items
 * @lock: protects @units, @started, @stopping, @event
 * @units: devices
 * @started: the store has handed over its objects
 * @cleaned: what was left behind by a life before is put right; of the manager
 * @clean_at: jiffies before which that is not tried again; of the manager
 * @stopping: nothing new is begun
 * @event: jiffies of the last time that a device came or went
 * @robots: struct ntms_robot
 * @works: struct ntms_work
 * @mounts: struct ntms_mount
 * @ejects: struct eject_queue, eject_call.c
 * @detections: struct detection, detect.c
 * @last_detection: number of the last one
 * @looks: struct look, drive_status.c
 * @number_of_works: of @works
 * @manage: looks at the devices that came or went
 * @purge: deletes old requests
 */
struct ntms_robotics {
	struct ntms_model *m;
	struct workqueue_struct *wq;
	spinlock_t lock;
	struct list_head units;
	bool started;
	bool cleaned;
	u64 clean_at;
	bool stopping;
	u64 event;
	struct list_head robots;
	struct list_head works;
	struct list_head mounts;
	struct list_head ejects;
	struct list_head detections;
	u32 last_detection;
	struct list_head looks;
	u32 number_of_works;
	struct delayed_work manage;
	struct delayed_work purge;
};

extern struct ntms_robotics ntms_robotics;

/**
 * struct ntms_robot_limits - times in ms, and numbers
 * @settle: how long after the last device event a drive without changer is
 *	believed to be on its own
 * @load: how long a medium may take to become ready in a drive; 0: as the
 *	module parameter load_limit says
 * @empty: how long a drive may say that nothing is in it after a medium was
 *	put into it
 * @busy: how long somebody else may hold a drive's node open
 * @retry: first pause before elements are read again after a failure
 * @port: pause between two looks at what people do
 * @watch: pause between two looks at a stand-alone drive that is watched
 * @look: the same of one that is not; 0: as the module parameter look_pause says
 * @clean: how long a cleaning may take
 * @finished: how many finished requests of a library are kept
 * @works: how many unfinished requests there may be
 */
struct ntms_robot_limits {
	u32 settle;
	u32 load;
	u32 empty;
	u32 busy;
	u32 retry;
	u32 port;
	u32 watch;
	u32 look;
	u32 clean;
	u32 finished;
	u32 works;
};

extern struct ntms_robot_limits ntms_robot_limits;

/* unit.c: devices */
u32 ntms_robot_moved(struct ntms_robot *r, u32 *addresses);
struct ntms_unit *ntms_unit_gone(void);
struct ntms_unit *ntms_unit_next(struct ntms_unit *after, bool changers);
s64 ntms_unit_reset_at(const struct ntms_device *dev);
bool ntms_unit_is_last(const struct ntms_device *dev);
void ntms_unit_take(struct ntms_unit *unit, struct ntms_robot *r);
void ntms_unit_release(struct ntms_robot *alone);
void ntms_unit_free(struct ntms_unit *unit);

/* manage.c: devices become libraries */
void ntms_manage_run(struct work_struct *work);
u32 ntms_manage_settling(void);

/* library.c */
struct ntms_robot *ntms_robot_get(const guid_t *library);
void ntms_robot_kick(struct ntms_robot *r);
void ntms_robot_later(struct ntms_robot *r, u32 ms);
void ntms_robot_read_again(struct ntms_robot *r);
void ntms_robot_read_media(struct ntms_robot *r);
void ntms_robot_read_later(struct ntms_robot *r, u32 ms);
void ntms_robotics_manage(u32 ms);
struct ntms_library *ntms_robot_library(struct ntms_robot *r);
struct ntms_robot *ntms_robot_of(const guid_t *library);
struct ntms_seat *ntms_robot_seat(struct ntms_robot *r, const guid_t *drive);
struct ntms_seat *ntms_seat_of(const struct ntms_drive *d);
void ntms_robot_put_device(struct ntms_device **dev);

static inline struct ntms_seat *ntms_robot_lone_seat(struct ntms_robot *r)
{
	return list_first_entry_or_null(&r->seats, struct ntms_seat, link);
}

/* is there a device to work with?  model locked */
static inline bool ntms_robot_present(struct ntms_robot *r)
{
	struct ntms_seat *seat = ntms_robot_lone_seat(r);

	return r->standalone ? seat && seat->dev : !!r->changer;
}

/* alone.c: drives without changer */
u32 ntms_alone_add(struct ntms_robot *r, struct ntms_device *dev);
u32 ntms_alone_read(struct ntms_robot *r, bool look);
void ntms_alone_poll(struct ntms_robot *r);
bool ntms_alone_claimed(struct ntms_robot *r);
u32 ntms_alone_remove(struct ntms_robot *r);

/* describe.c: what libraries, changers and drives are */
u32 ntms_describe_library(const struct ntms_device *dev, guid_t *library);
u32 ntms_describe_media_type(const struct ntms_device *dev, bool *guess);
u32 ntms_describe_drive(struct ntms_txn *t, struct ntms_drive *d,
			const struct ntms_device *dev);
u32 ntms_describe_changer(struct ntms_txn *t, struct ntms_changer *c,
			  const struct ntms_device *dev);
u32 ntms_describe_takes(struct ntms_txn *t, struct ntms_library *l, u32 code);
struct ntms_media_pool *ntms_describe_pool(struct ntms_model *m,
					   const struct ntms_library *l);

/* batch of transactions: elements.c */

/**
 * struct ntms_batch - many changes in transactions of about NTMS_BATCH
 * @t: open transaction, valid while @open
 * @open: there is one
 * @robot: whose library is changed
 * @library: its object, for as long as @t lasts
 * @count: of changes in @t
 */
struct ntms_batch {
	struct ntms_txn t;
	bool open;
	struct ntms_robot *robot;
	struct ntms_library *library;
	u32 count;
};

u32 ntms_batch_begin(struct ntms_batch *b, struct ntms_robot *r);
u32 ntms_batch_next(struct ntms_batch *b);
u32 ntms_batch_end(struct ntms_batch *b, u32 error);

struct ntms_survey;
u32 ntms_elements_update(struct ntms_robot *r, const struct ntms_survey *s);
u32 ntms_elements_absent(void);
u32 ntms_seat_attach(struct ntms_txn *t, struct ntms_seat *seat,
		     struct ntms_drive *d);
bool ntms_seat_names(const struct ntms_seat *seat,
		     const struct ntms_device *dev);
struct ntms_seat *ntms_seat_add(struct ntms_robot *r, const guid_t *drive);

/* survey.c: what a changer reports */

/**
 * struct ntms_leave - a medium that is not where it was
 * @id: of the physical medium
 * @offline: it is not in the library any more
 */
struct ntms_leave {
	u32 id;
	bool offline;
};

/**
 * struct ntms_survey - element descriptors
 * @info: what the changer says of itself; not owned
 * @e: by address, each once
 * @media: for each of @e what is there: id of a physical medium plus one,
 *	0 nothing, NTMS_SURVEY_NEW a medium that is not known
 * @count: of @e
 * @size: room in @e
 * @full: all elements were asked for
 * @dry: nothing is to be changed, not even by whom a plan has to ask
 * @leave: ids of media that are not where they were
 * @number_of_leave: of @leave
 * @unclear: something could not be told without reading more
 * @conflict: another library claims a bar code that was seen here
 */
struct ntms_survey {
	const struct ntms_changer_info *info;
	struct ntms_element *e;
	u32 *media;
	u32 count;
	u32 size;
	bool full;
	bool dry;
	struct ntms_leave *leave;
	u32 number_of_leave;
	bool unclear;
	bool conflict;
};

#define NTMS_SURVEY_NEW	U32_MAX

int ntms_survey_all(struct ntms_survey *s, struct ntms_device *dev,
		    const struct ntms_changer_info *info);
int ntms_survey_some(struct ntms_survey *s, struct ntms_device *dev,
		     const struct ntms_changer_info *info,
		     const u32 *addresses, u32 count);
int ntms_survey_type(struct ntms_survey *s, struct ntms_device *dev,
		     const struct ntms_changer_info *info, u32 type);
void ntms_survey_free(struct ntms_survey *s);
const struct ntms_element *ntms_survey_at(const struct ntms_survey *s,
					  u32 address);
u32 ntms_survey_object_type(u8 element_type);
bool ntms_changer_has(const struct ntms_changer_info *info, u32 type,
		      u32 address);

/* plan.c: which cartridge is where */
u32 ntms_plan(struct ntms_robot *r, struct ntms_survey *s);
struct ntms_physical_media *ntms_plan_medium(struct ntms_model *m, u32 media);
u32 ntms_plan_kind(const struct ntms_library *l,
		   const struct ntms_physical_media *pm,
		   const struct ntms_object *place,
		   const struct ntms_element *e);

/* place.c: media in places */
u32 ntms_place_leave(struct ntms_txn *t, struct ntms_physical_media *pm,
		     bool offline);
u32 ntms_place_put(struct ntms_txn *t, struct ntms_physical_media *pm,
		   struct ntms_object *place, struct ntms_partition *side);
u32 ntms_place_park(struct ntms_txn *t, struct ntms_physical_media *pm,
		    struct ntms_drive *d, u32 media_state, u32 drive_state);

/* reconcile.c: the model agrees with what was reported */
u32 ntms_reconcile(struct ntms_robot *r, struct ntms_survey *s);

/* inventory.c: reading libraries */
bool ntms_robot_read_changed(struct ntms_robot *r);
bool ntms_robot_is_read(struct ntms_robot *r);
u32 ntms_robot_resolve(struct ntms_robot *r, const u32 *addresses, u32 count);
u32 ntms_robot_read_ports(struct ntms_robot *r);
struct ntms_device *ntms_robot_changer(struct ntms_robot *r);
u32 ntms_robot_state(struct ntms_robot *r, u32 operational_state);
bool ntms_inventory_step(struct ntms_txn *t, struct ntms_work *w);
u32 ntms_inventory_recover(struct ntms_txn *t, struct ntms_robot *r);
u32 ntms_read_error(int err);

/* compare.c: what an inventory would find */
void ntms_compare_run(struct ntms_robot *r);
void ntms_compare_stop(struct ntms_robot *r);

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
bool ntms_work_same_kind(const struct ntms_work *a, const struct ntms_work *b);
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

/* remove.c: libraries that go */
u32 ntms_library_dissolve(struct ntms_txn *t, struct ntms_library *l);
void ntms_robots_retire(void);

/* claim.c: who has a medium */
struct ntms_mount *ntms_mount_get(struct ntms_physical_media *pm);
struct ntms_mount *ntms_mount_find(const guid_t *media);
void ntms_mount_put(struct ntms_mount *mount);
void ntms_mount_forget(struct ntms_mount *mount);
void ntms_mount_claim(const guid_t *media, u32 session, u32 uid);
void ntms_mount_unclaim(const guid_t *media, u32 session);

/**
 * enum ntms_grant - what can be done for a waiting mount, from good to bad
 * @NTMS_GRANT_YES: it begins
 * @NTMS_GRANT_COMING: what it waits for is on its way
 * @NTMS_GRANT_BUSY: others have what it needs
 * @NTMS_GRANT_OFFLINE: a medium is off line
 * @NTMS_GRANT_FAILED: nothing: work.error
 */
enum ntms_grant {
	NTMS_GRANT_YES,
	NTMS_GRANT_COMING,
	NTMS_GRANT_BUSY,
	NTMS_GRANT_OFFLINE,
	NTMS_GRANT_FAILED,
};

/* grant.c: which mount gets which drive */
enum ntms_grant ntms_grant_try(struct ntms_txn *t, struct ntms_work *w,
			       bool evict);
void ntms_grant_revoke(struct ntms_work *w);
void ntms_grant_forget(struct ntms_work *w);

/* mount.c */
bool ntms_mount_step(struct ntms_txn *t, struct ntms_work *w);
bool ntms_mount_adopt(struct ntms_txn *t, struct ntms_robot *r,
		      struct ntms_work *w);
void ntms_mount_finish(struct ntms_txn *t, struct ntms_work *w);
bool ntms_mount_over(const struct ntms_work *w);
u32 ntms_mount_submit(struct ntms_call *c, struct ntms_txn *t,
		      struct ntms_work *w, u32 timeout);

/* identify.c: looking at what is in a slot */
void ntms_identify_end(struct ntms_txn *t, struct ntms_work *w);
u32 ntms_identify_queue(struct ntms_txn *t, struct ntms_partition *side,
			u32 operation);

/* label.c: is this the right medium, and whose is it? */
struct ntms_errand;
struct ntms_errand *ntms_label_look(struct ntms_part *p,
				    const struct ntms_device *dev);
u32 ntms_label_check(struct ntms_part *p, const struct ntms_errand *e);
u32 ntms_label_file(struct ntms_txn *t, struct ntms_part *p,
		    const struct ntms_errand *e);
u32 ntms_label_wrong(struct ntms_txn *t, struct ntms_part *p,
		     const struct ntms_errand *e);

/* prepare.c: labels that nobody asked for */
void ntms_prepare_labels(struct ntms_model *m);
bool ntms_prepare_step(struct ntms_txn *t, struct ntms_robot *r);
void ntms_prepare_failed(struct ntms_txn *t, struct ntms_work *w);
u32 ntms_prepare_slot(struct ntms_txn *t, struct ntms_storageslot *slot,
		      struct ntms_physical_media *pm);
u32 ntms_prepare_stop(struct ntms_txn *t, struct ntms_robot *r);

/* service.c: devices that somebody has to look after */
u32 ntms_service_need(struct ntms_txn *t, const struct ntms_library *l,
		      const struct ntms_object *o, const char *message);
u32 ntms_service_over(struct ntms_txn *t, const struct ntms_object *o);
u32 ntms_service_drive(struct ntms_txn *t, struct ntms_drive *d);
void ntms_service_stop(void);

/**
 * struct ntms_experience - what a medium in a drive was like
 * @failed: the drive could not load or unload it
 * @alerts: TapeAlert flags
 * @sense: what the drive said when it failed: key << 16, code << 8, qualifier; 0
 *	nothing
 */
struct ntms_experience {
	bool failed;
	u64 alerts;
	u32 sense;
};

/* health.c: is it the drive or the medium? */
u32 ntms_health_note(struct ntms_txn *t, struct ntms_drive *d,
		     struct ntms_physical_media *pm,
		     const struct ntms_experience *e);
u32 ntms_health_other_drive(struct ntms_txn *t, struct ntms_drive *d);

/* mount_offline.c: media that somebody has to bring */
u32 ntms_offline_update(struct ntms_txn *t, struct ntms_work *w);
u32 ntms_offline_forget(struct ntms_txn *t, struct ntms_work *w);
void ntms_offline_release(struct ntms_work *w);
void ntms_offline_read(struct ntms_robot *r);
bool ntms_offline_manage(void);

/* mount_check.c: may this be mounted? */
struct ntms_partition *ntms_mount_side(struct ntms_call *c, const guid_t *guid,
				       u32 *error);
u32 ntms_mount_arguments(struct ntms_call *c, const struct ntms_mount_args *a);
u32 ntms_mount_check(struct ntms_call *c, const struct ntms_mount_args *a,
		     struct ntms_work *w, struct ntms_library **l);

/* dismount.c */
bool ntms_dismount_step(struct ntms_txn *t, struct ntms_work *w);
u32 ntms_dismount_create(struct ntms_txn *t, struct ntms_robot *r,
			 struct ntms_physical_media *pm, s32 priority);

/* move.c: the transport */
void ntms_move_into_drive(struct ntms_txn *t, struct ntms_part *p);
void ntms_move_home(struct ntms_txn *t, struct ntms_part *p);
int ntms_move_cartridge(struct ntms_robot *r, u32 source, u32 destination,
			bool invert, bool *known);
bool ntms_move_turns_back(const struct ntms_robot *r,
			  const struct ntms_drive *d);
struct ntms_storageslot *ntms_slot_free(struct ntms_library *l,
					const struct ntms_physical_media *pm);

/* drive.c: what drives do by themselves */
void ntms_drive_run(struct work_struct *work);
void ntms_drive_start(struct ntms_part *p);
void ntms_drive_hurry(struct ntms_part *p);

/* drive_status.c: what drives say, and whether their positions hold */
u32 ntms_drive_alerted(struct ntms_txn *t, struct ntms_drive *d, u64 alerts);
void ntms_suspect_run(struct ntms_robot *r);
void ntms_seat_settled(struct ntms_seat *seat);

/* owner.c: who can open the nodes of drives */
u32 ntms_owner_hand(struct ntms_part *p, struct ntms_device *dev, u32 uid,
		    char *text, size_t size);
void ntms_owner_follow(struct ntms_robot *r);

/* detect.c: stand-alone drives are looked at */
void ntms_detect_run(struct ntms_robot *r);
void ntms_detect_forget_session(u32 session);

/* control.c: what calls that control a library have in common */
u32 ntms_control_library(struct ntms_call *c, const guid_t *library,
			 u32 disabled, u32 absent, struct ntms_library **l);
u32 ntms_control_usable(struct ntms_call *c, struct ntms_library *l,
			u32 disabled, u32 absent);
u32 ntms_control_cleaner(struct ntms_call *c, const guid_t *library, u32 action,
			 u32 absent, struct ntms_library **l);
u32 ntms_control_request(struct ntms_txn *t, struct ntms_work *w,
			 struct ntms_library *l, const struct ntms_session *s,
			 struct ntms_librequest **q);
u32 ntms_control_commit(struct ntms_call *c, struct ntms_txn *t,
			struct ntms_work *work, u32 error, guid_t *operation,
			struct ntms_waiter *w);
u32 ntms_control_running(struct ntms_call *c, const guid_t *operation,
			 u32 kind, struct ntms_work **work);
void ntms_control_stop(struct ntms_work *w);
u32 ntms_control_end(struct ntms_call *c, const guid_t *operation, u32 kind);
u32 ntms_control_end_cleaner(struct ntms_call *c, struct ntms_library *l,
			     const guid_t *operation, u32 kind);
bool ntms_control_waits(struct ntms_txn *t, struct ntms_work *w, bool begun,
			const char *why);
bool ntms_control_begin(struct ntms_txn *t, struct ntms_work *w);
bool ntms_control_due(struct ntms_work *w);
void ntms_control_deadline(struct ntms_work *w, u32 seconds);
bool ntms_control_late(const struct ntms_work *w);

/* port.c: ports and doors */
bool ntms_port_take(struct ntms_work *w);
bool ntms_port_lock(struct ntms_robot *r);
void ntms_port_unlock(struct ntms_robot *r);
struct ntms_ieport *ntms_port_next(struct ntms_library *l,
				   struct ntms_ieport *after);
u32 ntms_port_count(struct ntms_library *l);
u32 ntms_port_seconds(struct ntms_library *l);
struct ntms_ieport *ntms_port_empty(struct ntms_library *l);
struct ntms_ieport *ntms_port_full(struct ntms_library *l,
				   struct ntms_ieport *after);
bool ntms_port_extended(struct ntms_library *l);
void ntms_port_extend(struct ntms_robot *r, bool extend);

/* cleaner.c: cleaning cartridges */
bool ntms_cleaner_is(const struct ntms_physical_media *pm);
bool ntms_cleaner_reported(const struct ntms_library *l,
			   const struct ntms_element *e);
struct ntms_media_pool *ntms_cleaner_pool(struct ntms_model *m);
u32 ntms_cleaner_pools(void);
struct ntms_physical_media *ntms_cleaner_of(struct ntms_library *l);
u32 ntms_cleaner_present(struct ntms_txn *t, struct ntms_library *l,
			 bool present);
u32 ntms_cleaner_moved(struct ntms_txn *t, struct ntms_physical_media *pm,
		       struct ntms_object *from, struct ntms_storageslot *home);
u32 ntms_cleaner_uses(struct ntms_txn *t, struct ntms_library *l, u32 uses);
bool ntms_cleaner_unknown(const struct ntms_physical_media *pm);
u32 ntms_cleaner_make(struct ntms_txn *t, struct ntms_physical_media *pm);
u32 ntms_cleaner_arrived(struct ntms_txn *t, struct ntms_library *l, u32 uses);

/* fate.c: what becomes of what is taken out */
bool ntms_eject_forgets(struct ntms_model *m,
			const struct ntms_physical_media *pm);

/* eject.c, inject.c, door.c, clean.c */
bool ntms_eject_step(struct ntms_txn *t, struct ntms_work *w);
void ntms_eject_forget_session(u32 session);
bool ntms_inject_step(struct ntms_txn *t, struct ntms_work *w);
bool ntms_door_step(struct ntms_txn *t, struct ntms_work *w);
u32 ntms_door_cleaner(struct ntms_call *c, struct ntms_txn *t,
		      struct ntms_library *l, u32 operation, u32 uses,
		      struct ntms_work **work);
bool ntms_clean_step(struct ntms_txn *t, struct ntms_work *w);
void ntms_clean_over(struct ntms_part *p, int err);
u32 ntms_clean_asked(struct ntms_txn *t, struct ntms_drive *d);
void ntms_inventory_follow(struct ntms_txn *t, struct ntms_work *w);

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

#endif /* NTMS_ROBOT_H */
