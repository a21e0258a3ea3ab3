// SPDX-License-Identifier: GPL-2.0
/*
 * client.c - a program on libntms that does what it is told
 *
 *	client APPLICATION COMMAND...	one command, its status is 0 or 1
 *	client APPLICATION		a session: a command on each line of
 *					standard input, an answer for each:
 *					"CODE DRIVE... | text"
 *	client APPLICATION ask FILE	what to show on each line of standard
 *					input; it is in FILE when a line with a
 *					dot comes. For "of MEMBER KIND [NAME]"
 *					a line with that member of all of them.
 *					Has a session when it needs one, also
 *					after the module was loaded again.
 *
 *	mount MEDIUM[,...] [read] [write] [now] [offline] [nowait] [drive=N[,...]]
 *	      [priority=N] [timeout=MS]
 *	dismount MEDIUM[,...] [deferred] [immediate]
 *	spin MEDIUM[,...] SECONDS	mount and dismount it over and over, whatever
 *			comes; then how often, and how often which error came:
 *			"mounted=N CODE=N..."
 *	dismount-drive N
 *	inventory [LIBRARY] [fast|full|default|stop]
 *	allocate POOL [MEDIUM]		then the logical medium
 *	deallocate MEDIUM	complete MEDIUM		move MEDIUM POOL
 *	delay N SECONDS		how long drive N keeps what is dismountable
 *	cleaners LIBRARY	CLN bar codes are cleaners there
 *	eject MEDIUM|- [queue|force]	"-": what this session has queued
 *	watch LIBRARY		changes in a stand-alone drive, until the session ends
 *	show KIND [NAME]	objects.c
 *	agree VLIB [LIBRARY]	what differs between a library of vlib and the catalogue
 *	bg COMMAND...		answered when it is done, with "bg " before
 *	close
 *
 * "read", "write", ... as in NTMS_MOUNT_*; "now" is ERROR_NOT_AVAILABLE.  Media
 * by bar code or GUID; several with commas.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "agree.h"

#define MOST	16

static HANDLE session;
static pthread_mutex_t out = PTHREAD_MUTEX_INITIALIZER;

/* an answer: what comes between code and text */
struct reply {
	char text[MOST * GUID_TEXT + 1];
};

static int names(char *text, NTMS_GUID *ids, DWORD type, DWORD *error)
{
	char *state = NULL, *name;
	int n = 0;

	for (name = strtok_r(text, ",", &state); name && n < MOST;
	     name = strtok_r(NULL, ",", &state)) {
		*error = type == NTMS_DRIVE ? find_place(session, type, name, &ids[n]) :
					      find_mountable(session, name, &ids[n]);
		if (*error)
			return 0;
		n++;
	}
	return n;
}

static const struct {
	const char *word;
	DWORD bit;
} mount_words[] = {
	{ "read", NTMS_MOUNT_READ }, { "write", NTMS_MOUNT_WRITE },
	{ "now", NTMS_MOUNT_ERROR_NOT_AVAILABLE }, { "offline", NTMS_MOUNT_ERROR_OFFLINE },
	{ "nowait", NTMS_MOUNT_NOWAIT }, { NULL, 0 },
};

static DWORD do_mount(char *media, char *rest, struct reply *reply)
{
	DWORD options = 0, timeout = 60000, error = 0;
	NTMS_GUID ids[MOST], drives[MOST];
	char *state = NULL, *word;
	int priority = 0, n, i;

	memset(drives, 0, sizeof(drives));
	n = names(media, ids, NTMS_LOGICAL_MEDIA, &error);
	if (error)
		return error;
	for (word = strtok_r(rest, " ", &state); word; word = strtok_r(NULL, " ", &state)) {
		for (i = 0; mount_words[i].word; i++)
			if (!strcmp(word, mount_words[i].word))
				options |= mount_words[i].bit;
		if (!strncmp(word, "priority=", 9))
			priority = atoi(word + 9);
		if (!strncmp(word, "timeout=", 8))
			timeout = strtoul(word + 8, NULL, 0);
		if (!strncmp(word, "drive=", 6)) {
			options |= NTMS_MOUNT_SPECIFIC_DRIVE;
			names(word + 6, drives, NTMS_DRIVE, &error);
			if (error)
				return error;
		}
	}
	error = MountNtmsMedia(session, ids, drives, n, options, priority, timeout, NULL);
	for (i = 0; !error && i < n && !(options & NTMS_MOUNT_NOWAIT); i++) {
		NTMS_OBJECTINFORMATIONA info;

		if (!get(session, &drives[i], NTMS_DRIVE, &info))
			sprintf(reply->text + strlen(reply->text), "%s%s", i ? " " : "",
				info.Info.Drive.szDeviceName);
	}
	return error;
}

static DWORD do_dismount(char *media, const char *rest)
{
	DWORD options = 0, error = 0;
	NTMS_GUID ids[MOST];
	int n = names(media, ids, NTMS_LOGICAL_MEDIA, &error);

	if (strstr(rest, "deferred"))
		options |= NTMS_DISMOUNT_DEFERRED;
	if (strstr(rest, "immediate"))
		options |= NTMS_DISMOUNT_IMMEDIATE;
	return error ? error : DismountNtmsMedia(session, ids, n, options);
}

/* the module is not there any more */
static int is_gone(DWORD error)
{
	return error == ERROR_NOT_CONNECTED;
}

struct tally {
	DWORD error;
	unsigned int count;
};

static void count(struct tally *tally, DWORD error)
{
	int i;

	for (i = 0; i < MOST - 1 && tally[i].count && tally[i].error != error; i++)
		;
	tally[i].error = error;
	tally[i].count++;
}

static DWORD do_spin(char *media, int seconds, struct reply *reply)
{
	struct timespec pause = { .tv_nsec = 10 * 1000 * 1000 };
	NTMS_GUID ids[MOST], drives[MOST];
	struct tally tally[MOST] = { { 0 } };
	time_t end = time(NULL) + seconds;
	unsigned int mounted = 0;
	DWORD error = 0;
	int i, n;

	n = names(media, ids, NTMS_LOGICAL_MEDIA, &error);
	if (error)
		return error;
	while (time(NULL) < end && !is_gone(error)) {
		error = MountNtmsMedia(session, ids, drives, n, 0, 0, 2000, NULL);
		if (!error)
			error = DismountNtmsMedia(session, ids, n, mounted++ & 1 ?
						  NTMS_DISMOUNT_DEFERRED : 0);
		if (!error)
			continue;
		count(tally, error);
		nanosleep(&pause, NULL);
	}
	sprintf(reply->text, "mounted=%u", mounted);
	for (i = 0; i < MOST && tally[i].count; i++)
		sprintf(reply->text + strlen(reply->text), " %u=%u", tally[i].error,
			tally[i].count);
	return 0;
}

static DWORD do_inventory(const char *name, const char *action)
{
	NTMS_GUID library;
	DWORD error = find_library(session, name, &library);
	DWORD method = !strcmp(action, "full") ? NTMS_INVENTORY_OMID :
		       !strcmp(action, "stop") ? NTMS_INVENTORY_STOP :
		       !strcmp(action, "default") ? NTMS_INVENTORY_DEFAULT :
		       NTMS_INVENTORY_FAST;

	return error ? error : InventoryNtmsLibrary(session, &library, method);
}

static DWORD do_allocate(const char *path, const char *bar_code, struct reply *reply)
{
	NTMS_GUID pool, side, media;
	DWORD error = find_pool(session, path, &pool);

	if (!error && bar_code[0])
		error = find_side(session, bar_code, &side);
	if (!error)
		error = AllocateNtmsMedia(session, &pool, bar_code[0] ? &side : NULL, &media,
					  NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE, 0, NULL);
	if (!error)
		guid_print(&media, reply->text);
	return error;
}

static DWORD do_medium(DWORD (*call)(HANDLE, LPNTMS_GUID), const char *bar_code)
{
	NTMS_GUID id;
	DWORD error = find_mountable(session, bar_code, &id);

	return error ? error : call(session, &id);
}

static DWORD do_move(const char *bar_code, const char *path)
{
	NTMS_GUID medium, pool;
	DWORD error = find_medium(session, bar_code, &medium);

	if (!error)
		error = find_pool(session, path, &pool);
	return error ? error : MoveToNtmsMediaPool(session, &medium, &pool);
}

static DWORD deallocate(HANDLE s, LPNTMS_GUID id)
{
	return DeallocateNtmsMedia(s, id, 0);
}

static DWORD do_set(DWORD type, const NTMS_GUID *id, const char *value)
{
	NTMS_OBJECTINFORMATIONA info;
	NTMS_GUID copy = *id;
	DWORD error = get(session, id, type, &info);

	if (error)
		return error;
	if (type == NTMS_DRIVE)
		info.Info.Drive.dwDeferDismountDelay = atoi(value);
	else
		info.Info.Library.dwFlags |= NTMS_LIBRARYFLAG_RECOGNIZECLEANERBARCODE;
	return SetNtmsObjectInformationA(session, &copy, &info);
}

static DWORD do_eject(const char *name, const char *action, struct reply *reply)
{
	NTMS_GUID medium = { 0 }, operation = { 0 };
	DWORD error = strcmp(name, "-") ? find_medium(session, name, &medium) : 0;

	if (!error)
		error = EjectNtmsMedia(session, &medium, &operation,
				       !strcmp(action, "queue") ? NTMS_EJECT_QUEUE :
				       !strcmp(action, "force") ? NTMS_EJECT_FORCE :
				       NTMS_EJECT_START);
	if (!error)
		guid_print(&operation, reply->text);
	return error;
}

static DWORD do_watch(const char *name)
{
	NTMS_GUID library;
	HANDLE detect;
	DWORD error;

	error = find_library(session, name, &library);
	if (!error)
		error = BeginNtmsDeviceChangeDetection(session, &detect);
	return error ? error : SetNtmsDeviceChangeDetection(session, detect, &library,
							    NTMS_LIBRARY, 1);
}

static DWORD run(char *line, struct reply *reply)
{
	char verb[24] = "", first[256] = "", rest[256] = "";
	NTMS_GUID id;
	DWORD error;

	sscanf(line, "%23s %255s %255[^\n]", verb, first, rest);
	if (!strcmp(verb, "mount"))
		return do_mount(first, rest, reply);
	if (!strcmp(verb, "spin"))
		return do_spin(first, atoi(rest), reply);
	if (!strcmp(verb, "dismount"))
		return do_dismount(first, rest);
	if (!strcmp(verb, "allocate"))
		return do_allocate(first, rest, reply);
	if (!strcmp(verb, "deallocate"))
		return do_medium(deallocate, first);
	if (!strcmp(verb, "complete"))
		return do_medium(SetNtmsMediaComplete, first);
	if (!strcmp(verb, "move"))
		return do_move(first, rest);
	if (!strcmp(verb, "inventory"))
		return do_inventory(first, rest);
	if (!strcmp(verb, "agree")) {
		error = find_library(session, rest, &id);
		return error ? error : (DWORD)agree(session, first, &id, stdout);
	}
	if (!strcmp(verb, "eject"))
		return do_eject(first, rest, reply);
	if (!strcmp(verb, "watch"))
		return do_watch(strchr(line, ' ') ? strchr(line, ' ') + 1 : "");
	if (!strcmp(verb, "show"))
		return show(session, line + 5);
	if (!strcmp(verb, "dismount-drive") || !strcmp(verb, "delay")) {
		error = find_place(session, NTMS_DRIVE, first, &id);
		if (error)
			return error;
		return verb[1] == 'i' ? DismountNtmsDrive(session, &id) :
					do_set(NTMS_DRIVE, &id, rest);
	}
	if (!strcmp(verb, "cleaners")) {
		error = find_library(session, first, &id);
		return error ? error : do_set(NTMS_LIBRARY, &id, "");
	}
	if (!strcmp(verb, "close"))
		return CloseNtmsSession(session);
	return ERROR_INVALID_PARAMETER;
}

static DWORD answer(char *line, const char *before)
{
	struct reply reply = { "" };
	DWORD error = run(line, &reply);
	const char *why = error ? ntms_last_error_text() : "";

	pthread_mutex_lock(&out);
	if (strncmp(line, "show", 4))
		printf("%s%u %s | %s\n", before, error, reply.text, why);
	fflush(stdout);
	pthread_mutex_unlock(&out);
	return error;
}

static void *background(void *line)
{
	answer(line, "bg ");
	free(line);
	return NULL;
}

/* shows it, in a session that may have to be opened for it */
static void show_anyhow(const char *application, const char *what)
{
	DWORD error;
	int tries;

	for (tries = 0; tries < 2; tries++) {
		if (session == INVALID_HANDLE_VALUE)
			session = OpenNtmsSessionA(NULL, application, 0);
		if (session == INVALID_HANDLE_VALUE)
			return;
		error = show(session, what);
		if (error != ERROR_NOT_CONNECTED && error != ERROR_CONNECTION_UNAVAIL)
			return;
		CloseNtmsSession(session);
		session = INVALID_HANDLE_VALUE;
	}
}

/* the values of a member in a text of "MEMBER=VALUE" lines, in one line */
static void print_values(char *text, const char *member)
{
	const char *before = "";
	char *line, *state = NULL;
	size_t n = strlen(member);

	for (line = strtok_r(text, "\n", &state); line; line = strtok_r(NULL, "\n", &state)) {
		if (strncmp(line, member, n) || line[n] != '=')
			continue;
		printf("%s%s", before, line + n + 1);
		before = " ";
	}
	puts("");
}

static int ask(const char *application, const char *file)
{
	char line[600], member[32], *text = NULL;
	FILE *answers = stdout, *to;
	size_t size = 0;
	int skip;

	session = INVALID_HANDLE_VALUE;
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = 0;
		skip = 0;
		sscanf(line, "of %31s %n", member, &skip);
		to = skip ? open_memstream(&text, &size) : fopen(file, "w");
		if (!to)
			return 1;
		stdout = to;
		show_only = skip ? member : NULL;
		show_anyhow(application, line + skip);
		stdout = answers;
		fclose(to);
		if (skip) {
			print_values(text, member);
			free(text);
		} else {
			puts(".");
		}
		fflush(stdout);
	}
	return 0;
}

int main(int argc, char **argv)
{
	pthread_t thread;
	char line[600];
	int i;

	if (argc < 2)
		return 2;
	if (argc == 4 && !strcmp(argv[2], "ask"))
		return ask(argv[1], argv[3]);
	session = OpenNtmsSessionA(NULL, argv[1], 0);
	if (session == INVALID_HANDLE_VALUE) {
		printf("%u | no session\n", GetLastError());
		return 1;
	}
	line[0] = 0;
	for (i = 2; i < argc; i++)
		snprintf(line + strlen(line), sizeof(line) - strlen(line), "%s%s",
			 i > 2 ? " " : "", argv[i]);
	if (argc > 2)
		return answer(line, "") != 0;
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = 0;
		if (!strncmp(line, "bg ", 3)) {
			pthread_create(&thread, NULL, background, strdup(line + 3));
			pthread_detach(thread);
		} else {
			answer(line, "");
		}
	}
	return 0;
}
