// SPDX-License-Identifier: GPL-2.0
/*
 * operations.c - programs that use a library, at random
 *
 * Each client is a session and a thread. What comes of an operation does not
 * matter here, only that every one comes to an end: media are in use, off line
 * or not there, hardware fails, and that is what is wanted.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "random.h"

#define HELD	6

struct client {
	struct run *run;
	HANDLE session;
	uint64_t dice;
	unsigned int number;
	NTMS_GUID held[HELD];	/* what it has mounted, or wanted to */
	unsigned int holds;
	NTMS_GUID medium[TAPES + 1];	/* as far as it has looked */
	NTMS_GUID eject;
	NTMS_GUID inject;
};

/* --- objects --- */

/* a bar code that was forgotten and seen again is another medium */
static DWORD medium(struct client *c, uint32_t die, NTMS_GUID *id)
{
	unsigned int n = die % (TAPES + 1);
	NTMS_OBJECTINFORMATIONA info;
	char name[32];
	DWORD error;

	*id = c->medium[n];
	if (!NTMS_IS_NULLGUID(*id) && !get(c->session, id, NTMS_PHYSICAL_MEDIA, &info))
		return 0;
	tape(c->run, n, name);
	error = find_medium(c->session, n == NAMELESS ? "-" : name, id);
	if (!error)
		c->medium[n] = *id;
	return error;
}

/* the side of a medium, or the logical medium that it is */
static DWORD side(struct client *c, uint32_t die, NTMS_GUID *id, NTMS_GUID *logical)
{
	NTMS_OBJECTINFORMATIONA info;
	NTMS_GUID pm, *ids;
	DWORD error, count;

	error = medium(c, die, &pm);
	if (error)
		return error;
	error = list(c->session, &pm, NTMS_PARTITION, &ids, &count);
	if (!error && !count)
		error = ERROR_OBJECT_NOT_FOUND;
	if (!error) {
		*id = ids[0];
		error = get(c->session, id, NTMS_PARTITION, &info);
	}
	if (!error)
		*logical = info.Info.Partition.LogicalMedia;
	free(ids);
	return error;
}

static DWORD mountable(struct client *c, uint32_t die, NTMS_GUID *id)
{
	NTMS_GUID logical;
	DWORD error = side(c, die, id, &logical);

	if (!error && !NTMS_IS_NULLGUID(logical))
		*id = logical;
	return error;
}

/* one of all objects of a type in a container */
static DWORD one_of(struct client *c, const NTMS_GUID *in, DWORD type, uint32_t die, NTMS_GUID *id)
{
	NTMS_GUID *ids;
	DWORD count, error;

	error = list(c->session, in, type, &ids, &count);
	if (!error && !count)
		error = ERROR_OBJECT_NOT_FOUND;
	if (!error)
		*id = ids[die % count];
	free(ids);
	return error;
}

/* --- operations --- */

static DWORD do_mount(struct client *c, const uint32_t *die)
{
	static const DWORD limits[] = { 0, 20, 200, 1000 };
	NTMS_GUID ids[2], drives[2];
	DWORD options = die[1] & 0x2f, count = die[2] % 8 ? 1 : 2, error;

	memset(drives, 0, sizeof(drives));
	error = mountable(c, die[0], &ids[0]);
	if (!error && count == 2)
		error = mountable(c, die[0] + 1, &ids[1]);
	if (!error && count == 1 && !(die[3] % 4)) {
		options |= NTMS_MOUNT_SPECIFIC_DRIVE;
		error = one_of(c, &c->run->library, NTMS_DRIVE, die[3], &drives[0]);
	}
	if (error)
		return error;
	error = MountNtmsMedia(c->session, ids, drives, count, options, (int)(die[4] % 31) - 15,
			       limits[die[5] % 4], NULL);
	if (!error)
		c->held[c->holds++ % HELD] = ids[0];
	return error;
}

static DWORD do_dismount(struct client *c, const uint32_t *die)
{
	static const DWORD options[] = {
		0, NTMS_DISMOUNT_DEFERRED, NTMS_DISMOUNT_IMMEDIATE, NTMS_DISMOUNT_IMMEDIATE,
	};
	NTMS_GUID id;
	DWORD error = 0;

	if (c->holds && die[0] % 5)
		id = c->held[die[1] % (c->holds < HELD ? c->holds : HELD)];
	else
		error = mountable(c, die[1], &id);
	return error ? error : DismountNtmsMedia(c->session, &id, 1, options[die[2] % 4]);
}

static DWORD do_dismount_drive(struct client *c, const uint32_t *die)
{
	NTMS_GUID id;
	DWORD error = one_of(c, &c->run->library, NTMS_DRIVE, die[0], &id);

	return error ? error : DismountNtmsDrive(c->session, &id);
}

static DWORD do_allocate(struct client *c, const uint32_t *die)
{
	NTMS_GUID id, logical, got;
	DWORD error = 0;
	int any = die[1] & 1;

	if (!any)
		error = side(c, die[0], &id, &logical);
	return error ? error :
	       AllocateNtmsMedia(c->session, &c->run->pool, any ? NULL : &id, &got,
				 NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE, 0, NULL);
}

static DWORD do_deallocate(struct client *c, const uint32_t *die)
{
	NTMS_GUID id;
	DWORD error = mountable(c, die[0], &id);

	if (error)
		return error;
	return die[1] % 4 ? DeallocateNtmsMedia(c->session, &id, 0) :
			    SetNtmsMediaComplete(c->session, &id);
}

static DWORD do_move_pool(struct client *c, const uint32_t *die)
{
	static const char *const pools[] = { "Free", "Free", "Import", "Unrecognized" };
	NTMS_GUID id, in, pool = c->run->pool;
	DWORD error = medium(c, die[0], &id);

	if (!error && die[1] % 3) {
		error = find_pool(c->session, pools[die[2] % 4], &in);
		if (!error)
			error = one_of(c, &in, NTMS_MEDIA_POOL, 0, &pool);
	}
	return error ? error : MoveToNtmsMediaPool(c->session, &id, &pool);
}

static DWORD do_eject(struct client *c, const uint32_t *die)
{
	static const DWORD actions[] = {
		NTMS_EJECT_START, NTMS_EJECT_START, NTMS_EJECT_FORCE, NTMS_EJECT_QUEUE,
		NTMS_EJECT_STOP,
	};
	DWORD action = actions[die[1] % 5], error = 0;
	NTMS_GUID id = NTMS_NULLGUID;

	if (action != NTMS_EJECT_STOP)
		error = medium(c, die[0], &id);
	if (!error && action != NTMS_EJECT_STOP && die[2] & 1)
		memset(&c->eject, 0, sizeof(c->eject));
	return error ? error : EjectNtmsMedia(c->session, &id, &c->eject, action);
}

static DWORD do_inject(struct client *c, const uint32_t *die)
{
	static const DWORD actions[] = {
		NTMS_INJECT_START, NTMS_INJECT_START, NTMS_INJECT_STARTMANY, NTMS_INJECT_RETRACT,
		NTMS_INJECT_STOP,
	};

	return InjectNtmsMedia(c->session, &c->run->library, &c->inject, actions[die[0] % 5]);
}

static DWORD do_cleaner(struct client *c, const uint32_t *die)
{
	NTMS_GUID id, *library = &c->run->library;
	DWORD error;

	switch (die[0] % 6) {
	case 0:
		error = one_of(c, library, NTMS_STORAGESLOT, die[1], &id);
		return error ? error : ReserveNtmsCleanerSlot(c->session, library, &id);
	case 1:
		return ReleaseNtmsCleanerSlot(c->session, library);
	case 2:
		return InjectNtmsCleaner(c->session, library, &c->inject, 1 + die[1] % 5,
					 die[2] % 4 ? NTMS_INJECT_START : NTMS_INJECT_STOP);
	case 3:
		return EjectNtmsCleaner(c->session, library, &c->eject,
					die[2] % 4 ? NTMS_EJECT_START : NTMS_EJECT_STOP);
	default:
		error = one_of(c, library, NTMS_DRIVE, die[1], &id);
		return error ? error : CleanNtmsDrive(c->session, &id);
	}
}

static DWORD do_inventory(struct client *c, const uint32_t *die)
{
	static const DWORD actions[] = {
		NTMS_INVENTORY_FAST, NTMS_INVENTORY_FAST, NTMS_INVENTORY_OMID,
		NTMS_INVENTORY_DEFAULT, NTMS_INVENTORY_STOP,
	};

	return InventoryNtmsLibrary(c->session, &c->run->library, actions[die[0] % 5]);
}

static DWORD do_door(struct client *c, const uint32_t *die)
{
	return AccessNtmsLibraryDoor(c->session, &c->run->library, die[0] % 4);
}

static DWORD do_identify(struct client *c, const uint32_t *die)
{
	NTMS_GUID id;
	DWORD error = one_of(c, &c->run->library, NTMS_STORAGESLOT, die[0], &id);

	return error ? error :
	       IdentifyNtmsSlot(c->session, &id,
				die[1] & 1 ? NTMS_DISMOUNT_DEFERRED : NTMS_DISMOUNT_IMMEDIATE);
}

/* disabled as often as enabled, but not for long: everything waits meanwhile */
static DWORD do_enable(struct client *c, const uint32_t *die)
{
	NTMS_GUID id = c->run->library;
	DWORD type = NTMS_LIBRARY, error = 0;

	if (die[0] % 8 < 4) {
		type = NTMS_DRIVE;
		error = one_of(c, &c->run->library, type, die[1], &id);
	} else if (die[0] % 8 < 7) {
		type = NTMS_PHYSICAL_MEDIA;
		error = medium(c, die[1], &id);
	}
	if (!error && die[2] & 1)
		error = DisableNtmsObject(c->session, type, &id);
	return error ? error : EnableNtmsObject(c->session, type, &id);
}

static DWORD do_disable_drive(struct client *c, const uint32_t *die)
{
	NTMS_GUID id;
	DWORD error = one_of(c, &c->run->library, NTMS_DRIVE, die[0], &id);

	if (error)
		return error;
	return die[1] % 3 ? EnableNtmsObject(c->session, NTMS_DRIVE, &id) :
			    DisableNtmsObject(c->session, NTMS_DRIVE, &id);
}

static DWORD do_request(struct client *c, const uint32_t *die)
{
	NTMS_GUID id;
	DWORD error = one_of(c, NULL, die[0] % 3 ? NTMS_LIBREQUEST : NTMS_OPREQUEST, die[1], &id);

	if (error)
		return error;
	if (!(die[0] % 3))
		return die[2] & 1 ? SatisfyNtmsOperatorRequest(c->session, &id) :
				    CancelNtmsOperatorRequest(c->session, &id);
	switch (die[2] % 4) {
	case 0:
		return SetNtmsRequestOrder(c->session, &id, 1 + die[3] % 4);
	case 1:
		return DeleteNtmsRequests(c->session, &id, NTMS_LIBREQUEST, 1);
	default:
		return CancelNtmsLibraryRequest(c->session, &id);
	}
}

static DWORD do_restart(struct client *c, const uint32_t *die)
{
	char name[24];

	(void)die;
	CloseNtmsSession(c->session);
	snprintf(name, sizeof(name), "random%u", c->number);
	do
		c->session = OpenNtmsSessionA(NULL, name, 0);
	while (c->session == INVALID_HANDLE_VALUE);
	c->holds = 0;
	return 0;
}

static DWORD do_pause(struct client *c, const uint32_t *die)
{
	struct timespec nap = { .tv_nsec = (die[0] % 30) * 1000000 };

	(void)c;
	nanosleep(&nap, NULL);
	return 0;
}

static const struct {
	unsigned int weight;
	DWORD (*run)(struct client *c, const uint32_t *die);
	const char *name;
} operations[] = {
	{ 30, do_mount, "mount" }, { 24, do_dismount, "dismount" },
	{ 4, do_dismount_drive, "dismount-drive" }, { 6, do_allocate, "allocate" },
	{ 5, do_deallocate, "deallocate" }, { 5, do_move_pool, "move-pool" },
	{ 7, do_eject, "eject" }, { 6, do_inject, "inject" }, { 6, do_cleaner, "cleaner" },
	{ 3, do_inventory, "inventory" }, { 2, do_door, "door" }, { 2, do_identify, "identify" },
	{ 3, do_enable, "enable" }, { 3, do_disable_drive, "drive" }, { 5, do_request, "request" },
	{ 2, do_restart, "restart" }, { 4, do_pause, "pause" },
};

#define OPERATIONS	(sizeof(operations) / sizeof(operations[0]))

static void operate(struct client *c, const uint32_t *dice, unsigned int number)
{
	unsigned int total = 0, i;
	uint32_t left;
	DWORD error;
	long begun;

	for (i = 0; i < OPERATIONS; i++)
		total += operations[i].weight;
	left = dice[0] % total;
	for (i = 0; left >= operations[i].weight; i++)
		left -= operations[i].weight;
	begun = ms();
	error = operations[i].run(c, dice + 1);
	if (c->run->verbose)
		fprintf(stderr, "%ld %u client%u %s: %ld ms, error %u %s\n", ms(), number, c->number,
			operations[i].name, ms() - begun, error,
			error ? ntms_last_error_text() : "");
}

static atomic_uint last_client;

void *client(void *arg)
{
	struct client c = { .run = arg };
	uint32_t dice[2 * DICE];
	unsigned int number;
	char name[24];

	c.number = last_client++ % CLIENTS;
	c.dice = c.run->seed * CLIENTS + c.number;
	snprintf(name, sizeof(name), "random%u", c.number);
	c.session = OpenNtmsSessionA(NULL, name, 0);
	while (c.session != INVALID_HANDLE_VALUE &&
	       (number = c.run->begun++) < c.run->operations) {
		dice_throw(&c.dice, dice);
		dice_throw(&c.dice, dice + DICE);
		operate(&c, dice, number);
	}
	CloseNtmsSession(c.session);
	c.run->over++;
	return NULL;
}
