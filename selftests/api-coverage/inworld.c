// SPDX-License-Identifier: GPL-2.0
/*
 * inworld.c - make a world of media, be its store, and run programs in it
 *
 *	inworld PROGRAM ARGUMENT...
 *
 * The program is run once with each of the arguments: for "full" and "failure" the
 * store then refuses what it is given, as a full and as a broken disk would.
 *
 * Exit status: 0 when the program had 0 each time.
 */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../netlink/world.h"
#include "ids.h"

#define SAME(ours, theirs) \
	_Static_assert((int)(ours) == (int)(theirs), "ids.h and world.h number alike")

SAME(COMPUTER, W_COMPUTER);
SAME(OFFLINE, W_OFFLINE);
SAME(DEAD, W_DEAD);
SAME(BARE, W_BARE);
SAME(ROOT, W_ROOT);
SAME(IMPORT_TOP, W_IMPORT);
SAME(IMPORT, W_IMPORT_TAPE);
SAME(DRIVE, W_DRIVE);
SAME(PORT, W_PORT);
SAME(SLOT, W_SLOT);
SAME(APP, W_POOL);
SAME(NOBODY, W_NOBODY);

#define ROOTS	{ { NTMS_ACL_ALLOW, NTMS_ACL_UID, 0, NTMS_ALL_ACCESS } }

static const struct world_pool pools[] = {
	{ APP, "App", W_TAPE },
	{ APP_LOCKED, "Locked", W_TAPE, .rights = ROOTS },
	{ DISKS, "Disks", W_DISK },
	{ GROUP, "Group" },
	{ EMPTY, "Empty", W_TAPE, GROUP },
	{ EMPTY_LOCKED, "Locked2", W_TAPE, .rights = ROOTS },
	{ OTHER, "Other", W_TAPE },
	{ BARES, "Bare", W_BARE },
	{ 0 },
};

static const struct world_medium media[] = {
	[M_ALLOCATED]	= { APP, "L" },
	[M_SECOND]	= { APP, "L" },
	[M_THIRD]	= { OTHER, "L" },
	[M_COMPLETE]	= { APP, "C" },
	[M_DEAD]	= { APP, "L", 1, W_DEAD },
	[M_OFFLINE]	= { APP, "L", 1, W_OFFLINE },
	[M_DISABLED]	= { APP, "L", 1, .disabled = true },
	[M_LOADED]	= { APP, "L", 1, W_DRIVE },
	[M_LOCKED]	= { APP_LOCKED, "L" },
	[M_LOCKED_FREE]	= { APP_LOCKED, "A" },
	[M_LOCKED_OFFLINE] = { APP_LOCKED, "D", 1, W_OFFLINE },
	[M_IMPORT]	= { W_IMPORT_TAPE, "I" },
	[M_DISK]	= { DISKS, "LR" },
	[M_SCRAP]	= { APP, "D", 1, W_OFFLINE },
	[M_BAD]		= { APP, "N" },
	[M_ELSEWHERE]	= { APP, "L", 1, LOCKED },
	{ 0 },
};

/* A library that only root may use, with a drive and a slot. */
static void put_locked(struct world *w)
{
	struct {
		struct ntms_acl acl;
		struct ntms_acl_entry e;
	} list = { .e = { NTMS_ACL_ALLOW, NTMS_ACL_UID, 0, NTMS_ALL_ACCESS } };
	guid types[2] = { world_guid(W_TAPE), world_guid(W_DISK) };

	world_object(w, NTMS_TYPE_LIBRARY, world_guid(LOCKED));
	nl_put_text(&w->msg, NTMS_A_OBJECT_NAME, "LOCKED");
	nl_put(&w->msg, NTMS_A_OBJECT_ACL, &list, sizeof(list));
	nl_put_u32(&w->msg, NTMS_A_OBJECT_LIBRARY_TYPE, NTMS_LIBRARYTYPE_ONLINE);
	nl_put_text(&w->msg, NTMS_A_OBJECT_SERIAL_NUMBER, "LOCKED");
	nl_put(&w->msg, NTMS_A_OBJECT_MEDIA_TYPES, types, sizeof(types));
	world_object_end(w);
	world_object(w, NTMS_TYPE_DRIVE, world_guid(LOCKED_DRIVE));
	nl_put_guid(&w->msg, NTMS_A_OBJECT_LIBRARY, world_guid(LOCKED));
	nl_put_guid(&w->msg, NTMS_A_OBJECT_DEVICE_KIND, world_guid(W_DRIVE_TYPE));
	nl_put_u32(&w->msg, NTMS_A_OBJECT_ELEMENT, 256);
	world_object_end(w);
	world_object(w, NTMS_TYPE_STORAGESLOT, world_guid(LOCKED_SLOT));
	nl_put_guid(&w->msg, NTMS_A_OBJECT_LIBRARY, world_guid(LOCKED));
	nl_put_u32(&w->msg, NTMS_A_OBJECT_ELEMENT, 1000);
	world_object_end(w);
}

static void put_dead_drive(struct world *w)
{
	world_object(w, NTMS_TYPE_DRIVE, world_guid(DEAD_DRIVE));
	nl_put_guid(&w->msg, NTMS_A_OBJECT_LIBRARY, world_guid(W_DEAD));
	nl_put_guid(&w->msg, NTMS_A_OBJECT_DEVICE_KIND, world_guid(W_DRIVE_TYPE));
	nl_put_u32(&w->msg, NTMS_A_OBJECT_ELEMENT, 256);
	nl_put_u32(&w->msg, NTMS_A_OBJECT_OPERATIONAL_STATE, NTMS_NOT_PRESENT);
	world_object_end(w);
}

static int begin(struct world *w)
{
	int err;

	w->store.fd = w->client.fd = -1;
	pthread_mutex_init(&w->lock, NULL);
	err = world_load(NULL);
	if (!err)
		err = world_attach(w);
	if (!err)
		err = world_base(w);
	if (!err) {
		put_locked(w);
		put_dead_drive(w);
		err = world_pools(w, pools);
	}
	if (!err)
		err = world_media(w, media);
	return err ? err : world_start(w);
}

static int run(const char *program, const char *argument)
{
	pid_t child = fork();
	int status;

	if (!child) {
		execl(program, program, argument, NULL);
		_exit(127);
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

int main(int argc, char **argv)
{
	static struct world w;
	int failed = 0, err, i;

	err = begin(&w);
	if (err) {
		printf("not ok 1 - there is a world of media # %s %s\n", strerror(-err), w.a.text);
		return 1;
	}
	for (i = 2; i < argc; i++) {
		w.fail_with = !strcmp(argv[i], "full") ? ERROR_DATABASE_FULL :
							 ERROR_DATABASE_FAILURE;
		world_how(&w, !strcmp(argv[i], "full") || !strcmp(argv[i], "failure") ?
			  KEEP_FAIL : KEEP_ACK);
		failed |= run(argv[1], argv[i]);
	}
	/* the module may be gone */
	return failed;
}
