/* SPDX-License-Identifier: GPL-2.0 */
/*
 * device.h - the line between the core and the device side
 *
 * The core asks in these terms and the device side (scsi.c with smc.c and
 * ssc.c below it) answers.  Neither includes the other's headers; this file
 * belongs to the core.
 *
 * Every op may sleep for as long as the hardware takes and is called from a
 * work queue with no lock held.  Every op returns 0 or a negative errno:
 *
 *   -ENODEV     the device is gone or going
 *   -EIO        the device failed the command (details are in the log)
 *   -ETIMEDOUT  the device did not answer in its time
 *   -ENOMEM     no memory for the command
 *   -EPROTO     the answer makes no sense
 *   -EOPNOTSUPP the device does not know the command
 */
#ifndef NTMS_DEVICE_H
#define NTMS_DEVICE_H

#include <linux/kref.h>
#include <linux/types.h>

/** enum ntms_device_kind - what a device can be to a library */
enum ntms_device_kind {
	NTMS_DEVICE_CHANGER = 1,	/* SMC: medium changer */
	NTMS_DEVICE_TAPE,		/* SSC: sequential access */
	NTMS_DEVICE_OPTICAL,		/* optical memory or CD/DVD */
};

/** enum ntms_element_type - SMC-3 table 7, element type codes */
enum ntms_element_type {
	NTMS_ELEMENT_TRANSPORT = 1,	/* MTE: picker */
	NTMS_ELEMENT_STORAGE = 2,	/* STE: slot */
	NTMS_ELEMENT_PORT = 3,		/* IEE: import/export, mail slot */
	NTMS_ELEMENT_DRIVE = 4,		/* DTE: data transfer */
};

#define NTMS_VOLUME_TAG_LEN	32	/* SMC-3 6.11: volume identification */
#define NTMS_DVCID_LEN		64	/* longest drive identifier we keep */

/**
 * struct ntms_element - one element descriptor of READ ELEMENT STATUS
 * @address: element address
 * @source: element the medium came from, valid if @source_valid
 * @type: enum ntms_element_type
 * @asc: additional sense code when @except
 * @ascq: additional sense code qualifier when @except
 * @full: a medium is here
 * @access: the transport can reach the element
 * @except: the element is in an abnormal state, see @asc, @ascq
 * @import: (port) an operator put the medium here
 * @source_valid: @source is meaningful
 * @invert: the medium was turned over on its way from @source
 * @medium_type: SMC-3 medium type: 0 unknown, 1 data, 2 cleaning, ...
 * @volume_tag: bar code, trailing blanks removed, printable ASCII only,
 *	empty when none could be read
 * @dvcid: (drive) serial number or other identifier out of the device
 *	identifier, trailing blanks removed, printable ASCII, empty when none
 */
struct ntms_element {
	u16 address;
	u16 source;
	u8 type;
	u8 asc;
	u8 ascq;
	u8 medium_type;
	bool full;
	bool access;
	bool except;
	bool import;
	bool source_valid;
	bool invert;
	char volume_tag[NTMS_VOLUME_TAG_LEN + 1];
	char dvcid[NTMS_DVCID_LEN + 1];
};

/** struct ntms_element_range - addresses of one element type (page 1Dh) */
struct ntms_element_range {
	u16 first;
	u16 count;
};

/**
 * struct ntms_changer_info - what a changer says of itself
 * @range: indexed by enum ntms_element_type, entry 0 unused
 * @rotate: the transport can turn a medium over (page 1Eh)
 * @bar_code: the changer reports volume tags
 * @lock: the changer can keep people from its ports and its door
 */
struct ntms_changer_info {
	struct ntms_element_range range[5];
	bool rotate;
	bool bar_code;
	bool lock;
};

/**
 * struct ntms_drive_info - what a drive says of the medium in it
 * @medium_type: mode parameter header
 * @density: density code of the first block descriptor
 * @write_protected: the medium or the drive refuses writing
 */
struct ntms_drive_info {
	u8 medium_type;
	u8 density;
	bool write_protected;
};

/* which members of struct ntms_drive_status are valid */
#define NTMS_HAS_POSITION	1	/* @block, @partition, @beginning, @end */
#define NTMS_HAS_FILE		2	/* @file */
#define NTMS_HAS_ACTIVITY	4	/* @activity, @cleaning */
#define NTMS_HAS_LOADS		8
#define NTMS_HAS_CLEANINGS	16
#define NTMS_HAS_HOURS		32
#define NTMS_HAS_MEDIUM_LOADS	64
#define NTMS_HAS_ALERTS		128

/** enum ntms_cleaning - does a drive want to be cleaned? */
enum ntms_cleaning {
	NTMS_CLEANING_NONE,
	NTMS_CLEANING_SOON,	/* when there is time */
	NTMS_CLEANING_NOW,
};

/**
 * struct ntms_drive_status - what a tape drive says of itself
 * @has: NTMS_HAS_..., what it said
 * @partition: where the medium stands: partition,
 * @block: number of the next block or filemark in it, from 0,
 * @file: and number of filemarks before it
 * @beginning: at the beginning of the partition
 * @end: between early warning and the end of the partition
 * @activity: DT device activity, SSC-4 8.2.4: 0 none, 1 cleaning, 2 loading, ...
 * @cleaning: enum ntms_cleaning
 * @loads: media loaded in its life
 * @cleanings: in its life
 * @hours: powered on in its life
 * @medium_loads: of the medium in it, in the medium's life
 * @alerts: TapeAlert flags that are set, as of struct ntms_drive_ops.alerts
 */
struct ntms_drive_status {
	u32 has;
	u32 partition;
	u64 block;
	u64 file;
	bool beginning;
	bool end;
	u8 activity;
	u8 cleaning;
	u64 loads;
	u64 cleanings;
	u64 hours;
	u64 medium_loads;
	u64 alerts;
};

struct ntms_device;

/**
 * struct ntms_changer_ops - what the core asks of a changer
 * @describe: fill @info from mode pages 1Dh and 1Eh
 * @elements: report elements of @type with address @first up to
 *	@first + @count - 1 to @each, with as few commands as the size of the
 *	transfer allows.  @each may be called with one element more than once
 *	never, with elements outside the range never; an error of @each ends
 *	the call and is returned.
 * @move: MOVE MEDIUM.  -ENOMEDIUM source empty, -EEXIST destination full,
 *	-EBUSY prevented or in use, -EINVAL no such element
 * @initialize: INITIALIZE ELEMENT STATUS: the changer looks for itself
 * @prevent: PREVENT ALLOW MEDIUM REMOVAL: keep people from ports and door, or
 *	let them
 * @port: OPEN/CLOSE IMPORT EXPORT ELEMENT: extend or retract a port
 * @ready: TEST UNIT READY, once.  -EAGAIN not ready: a door is open, or it
 *	looks through its cartridges
 */
struct ntms_changer_ops {
	int (*describe)(struct ntms_device *dev, struct ntms_changer_info *info);
	int (*elements)(struct ntms_device *dev, enum ntms_element_type type,
			u16 first, u16 count,
			int (*each)(void *ctx, const struct ntms_element *e),
			void *ctx);
	int (*move)(struct ntms_device *dev, u16 transport, u16 source,
		    u16 destination, bool invert);
	int (*initialize)(struct ntms_device *dev);
	int (*prevent)(struct ntms_device *dev, bool prevent);
	int (*port)(struct ntms_device *dev, u16 address, bool open);
	int (*ready)(struct ntms_device *dev);
};

/**
 * struct ntms_drive_ops - what the core asks of a drive
 * @ready: is the medium ready and, for a tape, does st stand at file 0,
 *	block 0 of it?  Rewinds through st where st is bound.  -EAGAIN the
 *	medium is becoming ready, -ENOMEDIUM nothing in the drive, -EBUSY a
 *	process has the node open, -EMEDIUMTYPE the drive cannot use the medium
 * @unload: rewind and unload.  -EBUSY a process has the node open and not
 *	@force, -ENOMEDIUM nothing in the drive, -EAGAIN it is still loading
 * @info: medium type and density of the medium in the drive.  -EBUSY a process
 *	has the node open: then only st may talk to the drive
 * @present: is a medium in the drive?  1 yes, 0 no, -EAGAIN it cannot say now,
 *	-EBUSY as for @info.  Nothing moves
 * @alerts: TapeAlert flags that are set, bit N - 1 for flag N; reading them
 *	resets them.  -EBUSY as for @info, -EOPNOTSUPP there are none
 * @status: what the drive says of itself, as far as it knows the commands;
 *	nothing moves.  -EBUSY as for @info, -EAGAIN another op has it, -EOPNOTSUPP the drive knows none of the commands
 * @sense: sense data of the last command that it failed, since this was asked:
 *	key << 16, additional sense code << 8, qualifier; 0 none.  Does not ask the
 *	drive
 * @cleaned: has the drive done with the cleaning cartridge in it?  0 yes, it
 *	can be taken out; -EAGAIN not yet; -EMEDIUMTYPE it is no cleaning
 *	cartridge, the drive has loaded it; -EIO it could not be cleaned
 */
struct ntms_drive_ops {
	int (*ready)(struct ntms_device *dev);
	int (*unload)(struct ntms_device *dev, bool force);
	int (*info)(struct ntms_device *dev, struct ntms_drive_info *info);
	int (*present)(struct ntms_device *dev);
	int (*alerts)(struct ntms_device *dev, u64 *flags);
	int (*status)(struct ntms_device *dev, struct ntms_drive_status *st);
	u32 (*sense)(struct ntms_device *dev);
	int (*cleaned)(struct ntms_device *dev);
};

/* TapeAlert flags, SSC-4 annex A */
#define NTMS_ALERT(n)		(1ULL << ((n) - 1))
#define NTMS_ALERT_CLEAN_NOW	NTMS_ALERT(20)
#define NTMS_ALERT_CLEAN_SOON	NTMS_ALERT(21)
/* hardware A and B, diagnostics required, unload failure, microcode failure */
#define NTMS_ALERTS_DRIVE	(NTMS_ALERT(30) | NTMS_ALERT(31) |	\
				 NTMS_ALERT(39) | NTMS_ALERT(56) |	\
				 NTMS_ALERT(58))
/* media life, recoverable and unrecoverable cartridge failure (snapped tape) */
#define NTMS_ALERTS_MEDIUM	(NTMS_ALERT(7) | NTMS_ALERT(13) |	\
				 NTMS_ALERT(14))
/*
 * Hard error, media, read failure, write failure, tape directory, system area,
 * load failure: the drive or the medium, it cannot tell
 */
#define NTMS_ALERTS_PAIR	(NTMS_ALERT(3) | NTMS_ALERT(4) |	\
				 NTMS_ALERT(5) | NTMS_ALERT(6) |	\
				 NTMS_ALERT(18) | NTMS_ALERT(51) |	\
				 NTMS_ALERT(52) | NTMS_ALERT(53) |	\
				 NTMS_ALERT(55))

/**
 * struct ntms_device - a device as the core sees it
 * @ref: one reference belongs to the device side until it has called
 *	ntms_device_gone(), others to the objects that use the device
 * @kind: what it is; selects @changer or @drive
 * @changer: ops of a changer
 * @drive: ops of a drive
 * @release: called once when the last reference is dropped
 * @vendor: INQUIRY, trailing blanks removed
 * @product: INQUIRY, trailing blanks removed
 * @revision: INQUIRY, trailing blanks removed
 * @serial: unit serial number (VPD 80h), empty when none
 * @node: what to open, for instance "/dev/nst0" or "/dev/sch0"; empty when
 *	no upper driver is bound
 * @host: SCSI host number
 * @channel: bus
 * @target: target
 * @lun: logical unit
 *
 * All members are set before ntms_device_found() and constant afterwards.
 */
struct ntms_device {
	struct kref ref;
	enum ntms_device_kind kind;
	union {
		const struct ntms_changer_ops *changer;
		const struct ntms_drive_ops *drive;
	};
	void (*release)(struct ntms_device *dev);
	char vendor[9];
	char product[17];
	char revision[5];
	char serial[NTMS_DVCID_LEN + 1];
	char node[64];
	u32 host, channel, target;
	u64 lun;
};

static inline struct ntms_device *ntms_device_get(struct ntms_device *dev)
{
	kref_get(&dev->ref);
	return dev;
}

void ntms_device_put(struct ntms_device *dev);

/*
 * Called by the device side, from process context, without locks.  Both
 * return at once: the core does its work on its own queue.
 */
int ntms_device_found(struct ntms_device *dev);
void ntms_device_gone(struct ntms_device *dev);

/**
 * enum ntms_changed - what happened behind our back
 * @NTMS_CHANGED_NOTHING: nothing
 * @NTMS_CHANGED_MEDIA: media may have changed, a door was closed (28h/00h)
 * @NTMS_CHANGED_PORT: somebody had access to a port (28h/01h)
 * @NTMS_CHANGED_RESET: power on or reset (29h): it has forgotten what it was
 *	told, and anything may have changed
 * @NTMS_CHANGED_UNITS: other logical units than before (3Fh/0Eh)
 */
enum ntms_changed {
	NTMS_CHANGED_NOTHING,
	NTMS_CHANGED_MEDIA,
	NTMS_CHANGED_PORT,
	NTMS_CHANGED_RESET,
	NTMS_CHANGED_UNITS,
};

/*
 * A command was answered with a unit attention that says so, or somebody else
 * has sent the changer a command after which it may be so.
 */
void ntms_device_changed(struct ntms_device *dev, enum ntms_changed what);

/* somebody else has moved cartridges between these elements of a changer */
void ntms_device_moved(struct ntms_device *dev, const u16 *elements, u32 count);

/* anybody was told that a drive was reset */
void ntms_device_was_reset(u32 host, u32 channel, u32 target, u64 lun);

#endif /* NTMS_DEVICE_H */
