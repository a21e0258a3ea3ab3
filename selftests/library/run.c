// SPDX-License-Identifier: GPL-2.0
/*
 * run.c - a library that is made for a run, put in order after it, and deleted
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "random.h"

#define VERIFY	"/sys/kernel/debug/ntms/verify"
#define LIMIT	120	/* seconds for what takes one */

HANDLE session;	/* of the operator */

long ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* --- dice --- */

/* splitmix64 */
uint64_t dice_next(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

void dice_throw(uint64_t *state, uint32_t dice[DICE])
{
	int i;

	for (i = 0; i < DICE; i++)
		dice[i] = dice_next(state) >> 32;
}

const char *tape(const struct run *run, unsigned int n, char name[32])
{
	snprintf(name, 32, n == TAPES ? "CLN%s%02uL1" : "%s%02uL4", run->prefix, n);
	return name;
}

/* --- waiting --- */

/* tells what does not come to an end, and what it may be waiting for */
void not_in_time(const char *what)
{
	printf("# not in time: %s\n", what);
	show(session, "library");
	show(session, "drive");
	show(session, "unfinished");
}

int within(int (*is)(struct run *run), struct run *run, const char *what)
{
	struct timespec nap = { .tv_nsec = 30 * 1000000 };
	time_t end = time(NULL) + LIMIT;

	while (!is(run)) {
		if (time(NULL) > end) {
			not_in_time(what);
			return 0;
		}
		nanosleep(&nap, NULL);
	}
	return 1;
}

static int is_found(struct run *run)
{
	return !find_library(session, run->vlib, &run->library);
}

int is_ready(struct run *run)
{
	NTMS_OBJECTINFORMATIONA info;
	NTMS_GUID *ids = NULL;
	DWORD count = 0, i;
	int ready;

	ready = !get(session, &run->library, NTMS_LIBRARY, &info) &&
		info.dwOperationalState == NTMS_READY &&
		!list(session, &run->library, NTMS_DRIVE, &ids, &count) && count == DRIVES;
	for (i = 0; ready && i < count; i++)
		ready = !get(session, &ids[i], NTMS_DRIVE, &info) &&
			info.dwOperationalState == NTMS_READY;
	free(ids);
	return ready;
}

enum { NONE, WHAT_WAITS, ALL };	/* are cancelled */

/* is nothing under way? else it may be cancelled; what is finished is deleted */
static int finished(int cancel)
{
	NTMS_OBJECTINFORMATIONA info;
	DWORD count = 0, i, state, idle;
	NTMS_GUID *ids = NULL;

	idle = !list(session, NULL, NTMS_LIBREQUEST, &ids, &count);
	for (i = 0; i < count; i++) {
		if (get(session, &ids[i], NTMS_LIBREQUEST, &info))
			continue;
		state = info.Info.LibRequest.State;
		if (state != NTMS_LM_QUEUED && state != NTMS_LM_INPROCESS &&
		    state != NTMS_LM_WAITING) {
			DeleteNtmsRequests(session, &ids[i], NTMS_LIBREQUEST, 1);
			continue;
		}
		idle = 0;
		if (cancel == ALL || (cancel == WHAT_WAITS && state == NTMS_LM_WAITING))
			CancelNtmsLibraryRequest(session, &ids[i]);
	}
	free(ids);
	return idle;
}

/* devices that failed too often: somebody looks after them, and says so */
static void serve(void)
{
	NTMS_OBJECTINFORMATIONA info;
	DWORD count = 0, i;
	NTMS_GUID *ids;

	if (list(session, NULL, NTMS_OPREQUEST, &ids, &count))
		count = 0;
	for (i = 0; i < count; i++)
		if (!get(session, &ids[i], NTMS_OPREQUEST, &info) &&
		    info.Info.OpRequest.Request == NTMS_OPREQ_DEVICESERVICE &&
		    info.Info.OpRequest.State <= NTMS_OPSTATE_INPROGRESS)
			SatisfyNtmsOperatorRequest(session, &ids[i]);
	free(ids);
}

int is_idle(struct run *run)
{
	(void)run;
	return finished(NONE);
}

/* what waits for people would wait for ever: nobody comes any more */
int is_cancelled(struct run *run)
{
	int is = finished(ALL);

	(void)run;
	serve();
	return is;
}

/* a drive may have asked to be cleaned meanwhile, with a cleaner that is used up */
static int is_done(struct run *run)
{
	(void)run;
	return finished(WHAT_WAITS);
}

static int is_over(struct run *run)
{
	finished(ALL);
	return run->over == CLIENTS;
}

int is_inventoried(struct run *run)
{
	return !InventoryNtmsLibrary(session, &run->library, NTMS_INVENTORY_FAST);
}

static int is_deleted(struct run *run)
{
	return !DeleteNtmsLibrary(session, &run->library);
}

/* --- a run --- */

static void enable_all(struct run *run)
{
	static const DWORD types[] = { NTMS_DRIVE, NTMS_PHYSICAL_MEDIA };
	NTMS_GUID *ids;
	DWORD count, i;
	int k;

	EnableNtmsObject(session, NTMS_LIBRARY, &run->library);
	for (k = 0; k < 2; k++) {
		if (list(session, &run->library, types[k], &ids, &count))
			count = 0;
		for (i = 0; i < count; i++)
			EnableNtmsObject(session, types[k], &ids[i]);
		free(ids);
	}
}

/* people have a second at ports and doors, not minutes */
static void hurry(struct run *run)
{
	NTMS_OBJECTINFORMATIONA info;
	NTMS_GUID *ids;
	DWORD count, i;

	if (list(session, &run->library, NTMS_IEPORT, &ids, &count))
		count = 0;
	for (i = 0; i < count; i++)
		if (!get(session, &ids[i], NTMS_IEPORT, &info)) {
			info.Info.IEPort.MaxExtendSecs = 1;
			SetNtmsObjectInformationA(session, &ids[i], &info);
		}
	free(ids);
	if (list(session, &run->library, NTMS_IEDOOR, &ids, &count))
		count = 0;
	for (i = 0; i < count; i++)
		if (!get(session, &ids[i], NTMS_IEDOOR, &info)) {
			info.Info.IEDoor.MaxOpenSecs = 1;
			SetNtmsObjectInformationA(session, &ids[i], &info);
		}
	free(ids);
}

/* an application pool of the media type that all libraries here have */
static int has_pool(struct run *run)
{
	static const char make[] =
		"rsm -q createpool --pool=Random --action=new --media-type=name:LTO_Ultrium "
		"--draw-free --return-free";

	return !find_pool(session, "Random", &run->pool) ||
	       (!system(make) && !find_pool(session, "Random", &run->pool));
}

static int fill(struct run *run)
{
	unsigned int i, bad = 0;
	char name[32];

	for (i = 0; i < ON_SHELF; i++)
		bad |= control("put %s slot%u %s%s", run->vlib, i, tape(run, i, name),
			       i == NAMELESS ? " tag=none" : "");
	bad |= control("put %s slot%u %s type=clean", run->vlib, SLOTS - 1, tape(run, TAPES, name));
	return !bad;
}

/* a library of its own for each run; none has bar codes of one before */
int begin(struct run *run)
{
	static unsigned int made;

	snprintf(run->vlib, sizeof(run->vlib), "RND%05u", ++made);
	snprintf(run->prefix, sizeof(run->prefix), "R%03u", made % 1000);
	if (control("create %s slots=%u@1024 drives=%u@256 ports=%u@512 pickers=1@1 serial=%s dserial=D%05u capacity=1 on=0",
		    run->vlib, SLOTS, DRIVES, PORTS, run->vlib, made) ||
	    !fill(run) || control("plug %s all", run->vlib)) {
		printf("# vlib: %s\n", file_read(VLIB_DIR "/control"));
		return 0;
	}
	if (!within(is_found, run, "the library is found") ||
	    !within(is_ready, run, "the library is read") ||
	    !within(is_idle, run, "nothing is under way") || !has_pool(run))
		return 0;
	hurry(run);
	return 1;
}

/* all that has to be right at the end */
int is_right(struct run *run)
{
	char *verify = file_read(VERIFY);
	int good = verify && !strcmp(verify, "ok\n");

	if (!good)
		printf("# verify: %s\n", verify ? verify : "cannot be read");
	free(verify);
	return agree(session, run->vlib, &run->library, stdout) == 0 && good;
}

/* all works again; what waits for people would wait for ever, nobody comes any more */
int calm(struct run *run)
{
	hand_heal(run);
	enable_all(run);
	return within(is_over, run, "all programs come to an end");
}

/* it is told to look, and left alone */
int settle(struct run *run)
{
	return within(is_cancelled, run, "what was under way is over") &&
	       within(is_ready, run, "library and drives are ready") &&
	       within(is_inventoried, run, "an inventory begins") &&
	       within(is_done, run, "nothing is under way") &&
	       within(is_ready, run, "library and drives are ready");
}

static void deallocate(const NTMS_GUID *medium)
{
	NTMS_OBJECTINFORMATIONA info;
	NTMS_GUID *sides;
	DWORD count, i;

	if (list(session, medium, NTMS_PARTITION, &sides, &count))
		count = 0;
	for (i = 0; i < count; i++)
		if (!get(session, &sides[i], NTMS_PARTITION, &info) &&
		    !NTMS_IS_NULLGUID(info.Info.Partition.LogicalMedia))
			DeallocateNtmsMedia(session, &info.Info.Partition.LogicalMedia, 0);
	free(sides);
}

/* its media would be in the way of the next run: that looks through all there are */
static int forget_media(void)
{
	DWORD count, i, error = 0;
	NTMS_GUID *ids;

	if (list(session, NULL, NTMS_PHYSICAL_MEDIA, &ids, &count))
		count = 0;
	for (i = 0; !error && i < count; i++) {
		deallocate(&ids[i]);
		error = DeleteNtmsMedia(session, &ids[i]);
	}
	free(ids);
	return !error;
}

/* nothing of it is left */
int end(struct run *run)
{
	control("delete %s", run->vlib);
	if (within(is_deleted, run, "the library is deleted") && forget_media())
		return 1;
	printf("# %s\n", ntms_last_error_text());
	return 0;
}

