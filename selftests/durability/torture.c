// SPDX-License-Identifier: GPL-2.0
/*
 * torture.c - random changes by several sessions, each told before and after
 *
 *	torture [-t THREADS] [-s SEED] [-n OPERATIONS] [-T SECONDS] [-m PERCENT]
 *
 * Each thread has a session of its own and works below a pool of its own, so
 * that what must be there after a crash follows from its lines alone:
 * replay.py computes it.  Media come from the free pool, which all share.
 * -m says how many of 100 operations concern media; if there are none, none.
 * -n 0 makes only these pools.
 */
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "torture.h"

static struct settings {
	unsigned int threads, operations, seconds, media;
	uint64_t seed;
	bool have_media;
	NTMS_GUID type;
} set = { .threads = 4, .operations = UINT_MAX, .media = 60 };

static struct timespec began;

/* splitmix64: good enough, and the same everywhere */
unsigned int pick(struct worker *w, unsigned int below)
{
	uint64_t z = w->seed += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return (z ^ (z >> 31)) % below;
}

void name_new(struct worker *w, char name[NAME_MAX_BYTES])
{
	snprintf(name, NAME_MAX_BYTES, "p%llx.%u", (unsigned long long)w->start,
		 w->operation);
}

void intend(struct worker *w, const char *format, ...)
{
	char text[1500];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	say("I\t%u\t%u\t%s", w->number, ++w->operation, text);
}

void acknowledged(struct worker *w, const char *format, ...)
{
	char text[1500];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	say("A\t%u\t%u\t%s", w->number, w->operation, text);
	w->acks++;
}

static bool nobody_there(DWORD code)
{
	return code == ERROR_NOT_CONNECTED || code == ERROR_CONNECTION_UNAVAIL ||
	       code == ERROR_INVALID_HANDLE || code == ERROR_CANCELLED;
}

bool no_store(DWORD code)
{
	return code == ERROR_DATABASE_FAILURE || code == ERROR_DATABASE_FULL ||
	       code == ERROR_NOT_READY;
}

bool answered(struct worker *w, DWORD code)
{
	const char *why = ntms_last_error_text();

	if (!code)
		return true;
	w->lost = nobody_there(code);
	say("%s\t%u\t%u\t%u\t%s", w->lost ? "U" : "R", w->number, w->operation, code,
	    why ? why : "");
	w->refused++;
	/* do not spin while there is no store */
	if (no_store(code))
		usleep(20000);
	return false;
}

static bool time_over(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return set.seconds && now.tv_sec - began.tv_sec >= (time_t)set.seconds;
}

static void *work(void *context)
{
	struct worker *w = context;
	unsigned int n;

	pool_adopt(w);
	media_adopt(w);
	for (n = 0; n < set.operations && !w->lost && !time_over(); n++) {
		if (set.have_media && pick(w, 100) < set.media)
			media_step(w);
		else
			pool_step(w);
	}
	return NULL;
}

/* the type of the media there are, else of tapes */
static void find_type(HANDLE session)
{
	NTMS_OBJECTINFORMATIONA info;
	struct list list;
	DWORD i;

	if (!client_list(session, NULL, NTMS_PHYSICAL_MEDIA, &list) && list.count &&
	    !client_get(session, &list.ids[0], NTMS_PHYSICAL_MEDIA, &info)) {
		set.type = info.Info.PhysicalMedia.MediaType;
		set.have_media = true;
	}
	client_list_free(&list);
	if (set.have_media || client_list(session, NULL, NTMS_MEDIA_TYPE, &list))
		return;
	for (i = 0; i < list.count; i++)
		if (!client_get(session, &list.ids[i], NTMS_MEDIA_TYPE, &info) &&
		    !strcmp(info.szName, "LTO_Ultrium"))
			set.type = list.ids[i];
	client_list_free(&list);
}

static void read_options(int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "t:s:n:T:m:")) >= 0) {
		switch (c) {
		case 't':
			set.threads = strtoul(optarg, NULL, 0);
			break;
		case 's':
			set.seed = strtoull(optarg, NULL, 0);
			break;
		case 'n':
			set.operations = strtoul(optarg, NULL, 0);
			break;
		case 'T':
			set.seconds = strtoul(optarg, NULL, 0);
			break;
		case 'm':
			set.media = strtoul(optarg, NULL, 0);
			break;
		default:
			exit(2);
		}
	}
	if (!set.threads || set.threads > 64)
		exit(2);
}

int main(int argc, char **argv)
{
	unsigned int i, acks = 0, refused = 0;
	struct worker *workers;
	pthread_t *threads;
	HANDLE session;

	read_options(argc, argv);
	session = client_open("torture");
	find_type(session);
	if (set.have_media)
		media_free(session, &set.type);
	workers = calloc(set.threads, sizeof(*workers));
	threads = calloc(set.threads, sizeof(*threads));
	if (!workers || !threads)
		return 1;
	clock_gettime(CLOCK_MONOTONIC, &began);
	for (i = 0; i < set.threads; i++) {
		workers[i].number = i;
		workers[i].start = set.seed * 64 + i;
		workers[i].seed = workers[i].start * 0x2545f4914f6cdd1d;
		workers[i].session = client_open("torture");
		workers[i].type = set.type;
	}
	say("TORTURE\t%u\t%llu\t%s", set.threads, (unsigned long long)set.seed,
	    set.have_media ? "media" : "pools");
	for (i = 0; i < set.threads; i++)
		if (pthread_create(&threads[i], NULL, work, &workers[i]))
			return 1;
	for (i = 0; i < set.threads; i++) {
		pthread_join(threads[i], NULL);
		acks += workers[i].acks;
		refused += workers[i].refused;
	}
	say("DONE\t%u\t%u", acks, refused);
	return 0;
}
