/* SPDX-License-Identifier: GPL-2.0 */
/* The device side: SCSI devices as the core's ntms_device */
#ifndef NTMS_SCSI_H
#define NTMS_SCSI_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/types.h>
#include <linux/workqueue.h>

#include "device.h"
#include "spc.h"

struct file;
struct scsi_device;

#define NTMS_SCSI_LIMITS 6	/* commands with time limits of their own */

#define NTMS_ATTENTIONS	16	/* unit attentions of a drive, one after the other */

#define NTMS_WATCH_ELEMENTS 32	/* moved by others before they are told of */

/**
 * struct ntms_scsi_watch - what others did with a changer
 * @link: in the list of changers that are watched
 * @wq: where @work runs
 * @work: tells the core; holds a reference to the device while it is queued
 * @changed: bits of enum ntms_changed, to be told
 * @moved: element addresses, to be told
 * @count: of @moved
 */
struct ntms_scsi_watch {
	struct list_head link;
	struct workqueue_struct *wq;
	struct work_struct work;
	unsigned long changed;
	u16 moved[NTMS_WATCH_ELEMENTS];
	u32 count;
};

/**
 * struct ntms_scsi_own - a command of ours that runs
 * @link: in the list of those
 * @sdev: of what device
 * @cdb: the command
 */
struct ntms_scsi_own {
	struct list_head link;
	const struct scsi_device *sdev;
	const u8 *cdb;
};

/**
 * struct ntms_scsi - a SCSI device that the core was told about
 * @dev: what the core sees
 * @sdev: the SCSI device; a reference (not scsi_device_get(), which would pin
 *	the host adapter's module) is held until @dev is released
 * @gone: ntms_device_gone() was or is being called, ops return -ENODEV
 * @node: (tape) held by the op that has st's node open
 * @refused: options of READ ELEMENT STATUS that the changer does not know
 * @sense: (drive) see ntms_drive_ops.sense
 * @no_alerts: the drive has no TapeAlert log page
 * @limit: time limits in seconds that the device recommends, 0 unknown;
 *	indexed like the table in scsi_cmd.c
 * @limit_known: @limit was asked for
 * @watch: (changer) what others did with it; of scsi_watch.c
 *
 * The ops may run at the same time for one device.  @refused, @no_alerts,
 * @limit and @limit_known only ever go from unknown to known, to the same value by
 * whichever op, and are accessed by READ_ONCE() and WRITE_ONCE().
 */
struct ntms_scsi {
	struct ntms_device dev;
	struct scsi_device *sdev;
	bool gone;
	struct mutex node;
	u8 refused;
	bool no_alerts;
	u32 sense;
	bool limit_known;
	u32 limit[NTMS_SCSI_LIMITS];
	struct ntms_scsi_watch watch;
};

/* scsi.c */
struct ntms_scsi *ntms_scsi_enter(struct ntms_device *dev);
void ntms_scsi_leave(void);
int ntms_scsi_init(void);
void ntms_scsi_exit(void);

/* scsi_cmd.c */
int ntms_scsi_command(struct ntms_scsi *s, const u8 *cdb, void *buf, u32 len,
		      u32 *valid, struct ntms_sense *sense);
void ntms_scsi_learn_limits(struct ntms_scsi *s);
unsigned int ntms_scsi_limit(struct ntms_scsi *s, u8 opcode);
void ntms_scsi_report(struct ntms_scsi *s, const char *what,
		      const struct ntms_sense *sense);

/* scsi_watch.c */
void ntms_scsi_own_begin(struct ntms_scsi_own *own, struct ntms_scsi *s,
			 const u8 *cdb);
void ntms_scsi_own_end(struct ntms_scsi_own *own);
void ntms_scsi_watch(struct ntms_scsi *s, struct workqueue_struct *wq);
void ntms_scsi_unwatch(struct ntms_scsi *s);
void ntms_scsi_watch_init(void);
void ntms_scsi_watch_exit(void);

/* scsi_drive.c */
int ntms_tape_hold(struct ntms_scsi *s, bool rewind, struct file **file);
void ntms_tape_release(struct file *file);
int ntms_drive_command(struct ntms_scsi *s, const u8 *cdb, void *buf, u32 len,
		       u32 *valid, const char *what);
int ntms_tape_alerts(struct ntms_scsi *s, u64 *flags);
int ntms_drive_errno(struct ntms_scsi *s, const char *what,
		     const struct ntms_sense *sense);
int ntms_node_errno(struct ntms_scsi *s, long err);
u32 ntms_drive_sense(struct ntms_device *dev);

/* scsi_status.c */
int ntms_scsi_tape_status(struct ntms_device *dev,
			  struct ntms_drive_status *st);

/* scsi_changer.c, scsi_drive.c, scsi_optical.c */
extern const struct ntms_changer_ops ntms_scsi_changer_ops;
extern const struct ntms_drive_ops ntms_scsi_tape_ops;
extern const struct ntms_drive_ops ntms_scsi_optical_ops;

#endif /* NTMS_SCSI_H */
