/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fake.h - a tape library in memory
 *
 * A changer and its drives behind struct ntms_changer_ops and
 * struct ntms_drive_ops, as obliging or as broken as a test wants.  Transport
 * 1, drives from 256, ports from 512, slots from 1024.
 */
#ifndef NTMS_FAKE_H
#define NTMS_FAKE_H

#include <linux/completion.h>
#include <linux/spinlock.h>

#include "../../kmod/device.h"

#define FAKE_DRIVES	4
#define FAKE_TRANSPORT	1
#define FAKE_FIRST_DRIVE 256
#define FAKE_FIRST_PORT	512
#define FAKE_FIRST_SLOT	1024

enum fake_op {
	FAKE_ANY, FAKE_DESCRIBE, FAKE_ELEMENTS, FAKE_MOVE, FAKE_READY,
	FAKE_UNLOAD, FAKE_INFO, FAKE_PREVENT, FAKE_PORT, FAKE_TEST, FAKE_ALERTS,
	FAKE_CLEANED, FAKE_STATUS, FAKE_OPS,
};

struct fake;

/**
 * struct fake_device - a device of the library
 * @dev: as the core sees it; its release() clears @alive
 * @fake: the library
 * @element: address, of a drive
 * @found: the core knows it
 * @gone: every op returns -ENODEV
 * @alive: references are held
 * @loaded: (drive) the medium is threaded
 * @open: (drive) a process has the node open
 * @not_ready: (drive) how often ready() says -EAGAIN after a load
 * @unready: (drive) how often it still will
 * @ready_error: (drive) what ready() says instead
 * @unload_error: (drive) what unload() says instead
 * @alerts: (drive) TapeAlert flags, told once
 * @status: (drive) what status() says, with @has
 * @sense: (drive) sense data, told once
 * @cleaning: (drive) how often cleaned() says -EAGAIN after a load
 * @cleaned_error: (drive) what cleaned() says in the end
 * @cleanings: (drive) how often it was cleaned
 */
struct fake_device {
	struct ntms_device dev;
	struct fake *fake;
	u16 element;
	bool found;
	bool gone;
	bool alive;
	bool loaded;
	bool open;
	u32 not_ready;
	u32 unready;
	int ready_error;
	int unload_error;
	u64 alerts;
	struct ntms_drive_status status;
	u32 sense;
	u32 cleaning;
	int cleaned_error;
	u32 cleanings;
};

/**
 * struct fake_element - an element of the library
 * @e: what is reported
 * @hidden: it is left out of reports
 * @untagged: its bar code cannot be read
 * @turned: the other side of the cartridge in it is up
 * @tag: bar code of the cartridge in it
 */
struct fake_element {
	struct ntms_element e;
	bool hidden;
	bool untagged;
	bool turned;
	char tag[NTMS_VOLUME_TAG_LEN + 1];
};

/**
 * struct fake - a library
 * @lock: protects everything
 * @info: element addresses
 * @e: elements
 * @count: of @e
 * @changer: the changer
 * @drive: the drives
 * @drives: number of drives
 * @calls: of each op
 * @locked: people cannot get in
 * @extended: the ports were told to extend
 * @motor: the library does that, and says that they are
 * @open: the door is open
 * @inverted: moves that turned the medium over
 * @fail_op: which op fails
 * @fail_at: at which of its calls from now on, from 1; 0 never
 * @fail_error: with what
 * @fail_late: a move fails after it has happened
 * @stuck: how many moves end in the transport; a full one carries nothing else
 * @hold: ops of type @hold_op wait for this
 * @hold_op: see @hold, 0 for none
 * @held: an op waits
 */
struct fake {
	spinlock_t lock;
	struct ntms_changer_info info;
	struct fake_element *e;
	u32 count;
	struct fake_device changer;
	struct fake_device drive[FAKE_DRIVES];
	u32 drives;
	u32 calls[FAKE_OPS];
	bool locked;
	bool extended;
	bool motor;
	bool open;
	u32 inverted;
	u32 fail_op;
	u32 fail_at;
	int fail_error;
	bool fail_late;
	u32 stuck;
	struct completion hold;
	u32 hold_op;
	struct completion held;
};

int fake_init(struct fake *f, const char *serial, u32 drives, u32 ports,
	      u32 slots);
void fake_destroy(struct fake *f);
bool fake_is_released(struct fake *f);

struct fake_element *fake_at(struct fake *f, u32 address);
void fake_put(struct fake *f, u32 address, const char *tag);
void fake_take(struct fake *f, u32 address);
void fake_carry(struct fake *f, u32 from, u32 to);
void fake_put_cleaner(struct fake *f, u32 address, const char *tag);

void fake_found(struct fake_device *d);
void fake_gone(struct fake_device *d);
void fake_all_found(struct fake *f);
void fake_all_gone(struct fake *f);

void fake_fail(struct fake *f, u32 op, u32 at, int error);
void fake_hold(struct fake *f, u32 op);
void fake_step(struct fake *f);
void fake_release(struct fake *f);

#endif /* NTMS_FAKE_H */
