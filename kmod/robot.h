/* SPDX-License-Identifier: GPL-2.0 */
/*
 * robot.h - robotics: devices, libraries, drives; private to robotics
 *
 * Here a reader of robotics begins.  The rest, private as well:
 *
 *	survey.h	what a changer reports, and the model agreeing with it
 *	work.h		requests that are being executed
 *	mount.h		media get into drives and out again
 *	control.h	ports, doors, cleaners
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

#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/uuid.h>
#include <linux/workqueue.h>

#include "device.h"
#include "ntms.h"

struct ntms_changer;
struct ntms_drive;
struct ntms_library;
struct ntms_work;

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
 * struct ntms_stuck - a cartridge that a transport holds
 * @is: there is one
 * @turned: its other side is up
 * @at: element address of the transport
 * @media: GUID of the physical medium, null when it is not known
 * @tries: how often it could not be brought home
 * @due: jiffies before which that is not tried again, 0: now
 *
 * Written by the robot's work item only, with model.lock held for write.
 */
struct ntms_stuck {
	bool is;
	bool turned;
	u32 at;
	guid_t media;
	u32 tries;
	u64 due;
};

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
 * @twins: a bar code was reported of two elements the last time
 * @stuck: what its transport holds though nothing moves
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
	bool twins;
	struct ntms_stuck stuck;
	struct work_struct work;
	struct delayed_work timer;
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

/* remove.c: libraries that go */
u32 ntms_library_dissolve(struct ntms_txn *t, struct ntms_library *l);
void ntms_robots_retire(void);

/* service.c: devices that somebody has to look after */
u32 ntms_service_need(struct ntms_txn *t, const struct ntms_library *l,
		      const struct ntms_object *o, const char *message);
u32 ntms_service_over(struct ntms_txn *t, const struct ntms_object *o);
u32 ntms_service_drive(struct ntms_txn *t, struct ntms_drive *d);
void ntms_service_stop(void);

#endif /* NTMS_ROBOT_H */
