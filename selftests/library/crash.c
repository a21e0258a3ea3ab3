// SPDX-License-Identifier: GPL-2.0
/*
 * crash.c - an accident between what was to be done and what was done
 *
 *	crash [-t TESTS] [-v] [ACCIDENT|OPERATION...]
 *
 * For each operation that moves a cartridge, for each command that is sent for
 * it: the command is never answered, carried out or not, and there the accident
 * happens. Then, element by element, the catalogue has to say what is true; what
 * is left in a drive goes home. The operation is done when no command is left to
 * be lost. Without accidents or operations all of them. KTAP. Accidents are:
 *
 * device: what got the command is unplugged. The operation ends, saying what the
 * contract knows for that, and goes on when the device is back.
 *
 * power: it fails. That is: ntmsd is killed in whatever it does, so that only what
 * it had committed is left; the module can store nothing any more, reaches no
 * device, and goes with all that it knew; cartridges are where they were, ports and
 * doors as they stood. (That a committed transaction outlives the disk's cache is the
 * matter of selftests/durability.) Then everything is switched on again.
 */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "random.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define SUBJECT		0	/* the tape that is moved */
#define STRANGER	ON_SHELF	/* the one that is brought */
#define CLEANER_SLOT	18
#define MOST		60	/* commands of an operation */

static struct run run;
static unsigned int tests;
static int verbose;

/* --- power --- */

static pid_t store_pid(void)
{
	char *text = file_read("/root/ntmsd.pid");
	pid_t pid = text ? atoi(text) : 0;

	free(text);
	return pid;
}

static int shell(const char *format, ...)
{
	char line[600];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	return system(line);
}

static int store_is_dead(struct run *unused)
{
	char *text = file_read("/proc/%d/stat", store_pid());
	int dead = !text || strstr(text, ") Z ");

	(void)unused;
	free(text);
	return dead;
}

static int module_is_gone(struct run *unused)
{
	(void)unused;
	return !shell("rmmod ntms 2>/dev/null");
}

static int is_open(struct run *unused)
{
	(void)unused;
	session = OpenNtmsSessionA(NULL, "operator", 0);
	return session != INVALID_HANDLE_VALUE;
}

/* all that was in memory is lost, the database and the library are as they were */
static int power_fails(void)
{
	kill(store_pid(), SIGKILL);
	if (!within(store_is_dead, &run, "ntmsd is dead"))
		return 0;
	/* no command that is on its way gets there any more */
	control("unplug %s all", run.vlib);
	CloseNtmsSession(session);
	control("heal %s all", run.vlib);
	return within(module_is_gone, &run, "the module is gone");
}

static int power_returns(void)
{
	return !shell("insmod \"$NTMS_KO\"") &&
	       !shell("ntmsd --dir \"$NTMS_STORE\" >>/root/ntmsd.log 2>&1 & echo $! >/root/ntmsd.pid") &&
	       !control("plug %s all", run.vlib) && within(is_open, &run, "a session") &&
	       within(is_ready, &run, "the library is read") &&
	       within(is_idle, &run, "nothing is left of what was to be done");
}

/* --- objects --- */

static DWORD one(DWORD type, unsigned int number, NTMS_GUID *id)
{
	char name[40];

	snprintf(name, sizeof(name), "%s:%u", run.vlib, number);
	return find_place(session, type, name, id);
}

static DWORD medium(unsigned int n, NTMS_GUID *id)
{
	char name[32];

	return find_medium(session, tape(&run, n, name), id);
}

static DWORD side(unsigned int n, NTMS_GUID *id)
{
	char name[32];

	return find_mountable(session, tape(&run, n, name), id);
}

/* what is in an element, in truth; "-" nothing */
static const char *in(const char *element)
{
	static char name[64];
	char *text = file_read(VLIB_DIR "/%s/state", run.vlib), *line, *state = NULL, at[32];

	strcpy(name, "?");
	for (line = strtok_r(text, "\n", &state); line; line = strtok_r(NULL, "\n", &state))
		if (sscanf(line, "%31s %*u %63s", at, name) == 2 && !strcmp(at, element))
			break;
	free(text);
	return name;
}

/* where tape N is, in truth; Return: 0 on the shelf */
static int where(unsigned int n, char at[32])
{
	char name[32], *text = file_read(VLIB_DIR "/%s/state", run.vlib);
	char *line, *state = NULL, found[64];
	int there = 0;

	tape(&run, n, name);
	for (line = strtok_r(text, "\n", &state); line && !there; line = strtok_r(NULL, "\n", &state))
		there = sscanf(line, "%31s %*u %63s", at, found) == 2 && !strcmp(found, name);
	free(text);
	return there;
}

static int is_locked(void)
{
	char *text = file_read(VLIB_DIR "/%s/devices", run.vlib);
	char *line = text ? strstr(text, "device changer ") : NULL;
	int locked = 1;

	if (line) {
		line[strcspn(line, "\n")] = 0;
		locked = !!strstr(line, " prevent=1 ");
	}
	free(text);
	return locked;
}

/* --- people --- */

static void nobody(void)
{
}

/* whoever was at a port closes it, also one that the power left open */
static void closes(void)
{
	unsigned int i;

	for (i = 0; i < PORTS; i++)
		control("port %s port%u close", run.vlib, i);
}

/* what is in the ports */
static void takes(void)
{
	char name[16];
	unsigned int i;

	if (is_locked())
		return;
	for (i = 0; i < PORTS; i++) {
		snprintf(name, sizeof(name), "port%u", i);
		if (strcmp(in(name), "-") && !control("port %s %s open", run.vlib, name))
			control("take %s %s", run.vlib, name);
	}
	closes();
}

/* once: what is in the library is there */
static void brings(unsigned int n)
{
	char name[32], at[32];

	if (is_locked())
		return;
	if (!where(n, at) && !control("port %s port0 open", run.vlib))
		control("put %s port0 %s", run.vlib, tape(&run, n, name));
	closes();
}

static void brings_stranger(void)
{
	brings(STRANGER);
}

/* --- operations --- */

static int emptied(struct run *unused)
{
	NTMS_GUID id;
	char name[16];
	int i, empty = 1;

	(void)unused;
	for (i = 0; i < DRIVES; i++) {
		snprintf(name, sizeof(name), "drive%d", i);
		if (!strcmp(in(name), "-"))
			continue;
		empty = 0;
		if (!one(NTMS_DRIVE, i, &id))
			DismountNtmsDrive(session, &id);
	}
	return empty && is_idle(&run);
}

/* a cartridge is carried to where it was before the operation, and the changer told */
static int carry(unsigned int n, const char *to)
{
	char name[32], at[32];
	int there = where(n, at);

	closes();
	if (to ? there && !strcmp(at, to) : !there)
		return 1;
	if (there)
		control("take %s %s force=1 quiet=1", run.vlib, at);
	if (to)
		control("put %s %s %s quiet=1", run.vlib, to, tape(&run, n, name));
	return within(is_inventoried, &run, "an inventory begins") &&
	       within(is_idle, &run, "nothing is under way") && is_right(&run);
}

static int at_home(void)
{
	return within(emptied, &run, "the drives are empty") && carry(SUBJECT, "slot0");
}

static DWORD mount(void)
{
	NTMS_GUID id, drive;
	DWORD error = side(SUBJECT, &id);

	memset(&drive, 0, sizeof(drive));
	return error ? error : MountNtmsMedia(session, &id, &drive, 1, NTMS_MOUNT_NOWAIT, 0, 0, NULL);
}

static int is_mounted(void)
{
	NTMS_GUID id, drive;

	memset(&drive, 0, sizeof(drive));
	return at_home() && !side(SUBJECT, &id) &&
	       !MountNtmsMedia(session, &id, &drive, 1, 0, 0, 60000, NULL);
}

static DWORD dismount(void)
{
	NTMS_GUID id;
	DWORD error = side(SUBJECT, &id);

	return error ? error : DismountNtmsMedia(session, &id, 1, NTMS_DISMOUNT_IMMEDIATE);
}

static DWORD eject(void)
{
	NTMS_GUID id, operation;
	DWORD error = medium(SUBJECT, &id);

	memset(&operation, 0, sizeof(operation));
	return error ? error : EjectNtmsMedia(session, &id, &operation, NTMS_EJECT_START);
}

static int is_on_shelf(void)
{
	return within(emptied, &run, "the drives are empty") && carry(STRANGER, NULL);
}

static DWORD inject(void)
{
	NTMS_GUID operation;

	memset(&operation, 0, sizeof(operation));
	return InjectNtmsMedia(session, &run.library, &operation, NTMS_INJECT_START);
}

static int cleaner_is_in(struct run *unused)
{
	char slot[16];

	(void)unused;
	brings(TAPES);
	snprintf(slot, sizeof(slot), "slot%d", CLEANER_SLOT);
	return strcmp(in(slot), "-") && is_idle(&run);
}

/* the cleaner is in its slot; the first time somebody has to bring it */
static int has_cleaner(void)
{
	NTMS_GUID slot, operation;

	memset(&operation, 0, sizeof(operation));
	if (!within(emptied, &run, "the drives are empty") || !carry(STRANGER, NULL))
		return 0;
	control("dirty %s drive0 now", run.vlib);
	if (one(NTMS_STORAGESLOT, CLEANER_SLOT, &slot))
		return 0;
	if (ReserveNtmsCleanerSlot(session, &run.library, &slot))
		return 1;	/* it is there */
	if (!carry(TAPES, NULL))
		return 0;
	return !InjectNtmsCleaner(session, &run.library, &operation, 100, NTMS_INJECT_START) &&
	       within(cleaner_is_in, &run, "the cleaner is in its slot");
}

static DWORD clean(void)
{
	NTMS_GUID id;
	DWORD error = one(NTMS_DRIVE, 0, &id);

	return error ? error : CleanNtmsDrive(session, &id);
}

static DWORD inventory(void)
{
	return InventoryNtmsLibrary(session, &run.library, NTMS_INVENTORY_FAST);
}

static const struct operation {
	const char *name;
	int (*prepare)(void);
	DWORD (*start)(void);
	void (*people)(void);
	unsigned int least;	/* commands that it takes */
} operations[] = {
	{ "mount", at_home, mount, nobody, 3 },
	{ "dismount", is_mounted, dismount, nobody, 2 },
	{ "eject", at_home, eject, takes, 3 },
	{ "inject", is_on_shelf, inject, brings_stranger, 3 },
	{ "clean", has_cleaner, clean, nobody, 3 },
	{ "inventory", at_home, inventory, nobody, 1 },
}, *operation;

/* --- accidents --- */

static int power(void)
{
	return power_fails() && power_returns();
}

/* what a request may say whose device went */
static int is_documented(DWORD error)
{
	switch (error) {
	case ERROR_DEVICE_NOT_AVAILABLE:
	case ERROR_LIBRARY_OFFLINE:
	case ERROR_MEDIA_OFFLINE:
	case ERROR_MEDIUM_NOT_ACCESSIBLE:
	case ERROR_UNABLE_TO_LOAD_MEDIUM:
	case ERROR_UNABLE_TO_INVENTORY_SLOT:
	case ERROR_UNABLE_TO_CLEAN:
	case ERROR_TIMEOUT:	/* nobody has come to a port that does not open */
		return 1;
	default:
		return 0;
	}
}

static DWORD undocumented;

static int is_over(struct run *unused)
{
	NTMS_OBJECTINFORMATIONA info;
	DWORD count = 0, i, state;
	NTMS_GUID *ids = NULL;
	int over;

	(void)unused;
	operation->people();
	over = !list(session, NULL, NTMS_LIBREQUEST, &ids, &count);
	for (i = 0; i < count; i++) {
		if (get(session, &ids[i], NTMS_LIBREQUEST, &info))
			continue;
		state = info.Info.LibRequest.State;
		if (state == NTMS_LM_QUEUED || state == NTMS_LM_INPROCESS || state == NTMS_LM_WAITING)
			over = 0;
		else if (state == NTMS_LM_FAILED && !is_documented(info.Info.LibRequest.dwErrorCode))
			undocumented = info.Info.LibRequest.dwErrorCode;
	}
	free(ids);
	return over;
}

static int is_unplugged(struct run *unused)
{
	char *text = file_read(VLIB_DIR "/%s/devices", run.vlib);
	int unplugged = text && strstr(text, " plugged=0 ");

	(void)unused;
	free(text);
	return unplugged;
}

/* the module is told by the kernel, and takes its time */
static int agrees(struct run *unused)
{
	FILE *nowhere = fopen("/dev/null", "w");
	int good = nowhere && agree(session, run.vlib, &run.library, nowhere) == 0;

	(void)unused;
	if (nowhere)
		fclose(nowhere);
	return good;
}

static int device(void)
{
	undocumented = 0;
	if (!within(is_unplugged, &run, "the device is gone") ||
	    !within(is_over, &run, "what was under way is over"))
		return 0;
	if (undocumented) {
		printf("# %s: error %u\n", operation->name, undocumented);
		return 0;
	}
	return !control("plug %s all", run.vlib) &&
	       within(is_ready, &run, "library and drives are ready") &&
	       within(is_idle, &run, "nothing is under way") &&
	       within(agrees, &run, "catalogue and robot agree");
}

static const struct accident {
	const char *name;
	int (*happens)(void);	/* until all is as it should be */
	const char *before, *after;	/* the command is carried out */
	const char *words;
} accidents[] = {
	{ "power", power, "ignore=1", "drop=1", "the power fails" },
	{ "device", device, "vanish=1", "vanish=1 execute=1", "the device goes" },
};

/* --- steps --- */

/* is the fault still waiting for its command? */
static int is_waiting(void)
{
	char *text = file_read(VLIB_DIR "/%s/faults", run.vlib);
	int waiting = text && *text;

	free(text);
	return waiting;
}

/* operation code of the last command that was lost, -1: none was */
static int lost(char line[120])
{
	char *text = file_read(VLIB_DIR "/%s/trace", run.vlib), *l, *state = NULL;
	unsigned int opcode = 0;
	int found = -1;

	for (l = strtok_r(text, "\n", &state); l; l = strtok_r(NULL, "\n", &state)) {
		if ((!strstr(l, " lost ") && !strstr(l, " aborted ")) ||
		    sscanf(l, "%*u %*d %*s %x", &opcode) != 1)
			continue;
		found = opcode;
		snprintf(line, 120, "%s", strchr(strchr(l, ' ') + 1, ' ') + 1);
	}
	free(text);
	return found;
}

/* is there a difference between a command that was carried out and one that was not? */
static int does_something(int opcode)
{
	switch (opcode) {
	case 0xa5:	/* MOVE MEDIUM */
	case 0x1b:	/* LOAD UNLOAD, OPEN/CLOSE IMPORT/EXPORT ELEMENT */
	case 0x1e:	/* PREVENT ALLOW MEDIUM REMOVAL */
	case 0x01:	/* REWIND */
		return 1;
	default:
		return 0;
	}
}

enum { DONE, CUT, BAD };

/* for who has to find out why */
static void tell(void)
{
	show(session, "library");
	show(session, "drive");
	shell("sed 's/^/# /' " VLIB_DIR "/%s/devices; tail -n 20 " VLIB_DIR
	      "/%s/trace | sed 's/^/# trace: /'; dmesg | tail -n 60 | sed 's/^/# dmesg: /'",
	      run.vlib, run.vlib);
}

/*
 * An operation with an accident at its Nth command.
 * Return: CUT, @opcode is that command; DONE: it takes less
 */
static int step(const struct accident *accident, unsigned int n, int after, int *opcode)
{
	struct timespec nap = { .tv_nsec = 10 * 1000000 };
	time_t end = time(NULL) + 300;
	char line[120] = "?";
	DWORD error;

	if (!operation->prepare())
		return BAD;
	control("fault %s any skip=%u count=1 %s", run.vlib, n - 1,
		after ? accident->after : accident->before);
	error = operation->start();
	if (error) {
		printf("# %s: error %u %s\n", operation->name, error, ntms_last_error_text());
		return BAD;
	}
	while (is_waiting()) {
		operation->people();
		/* it may end with the accident */
		if (is_idle(&run) && is_waiting()) {
			control("heal %s all", run.vlib);
			return DONE;
		}
		if (time(NULL) > end) {
			printf("# %s has no end\n", operation->name);
			return BAD;
		}
		nanosleep(&nap, NULL);
	}
	*opcode = lost(line);
	if (verbose)
		printf("# %s: %s at command %u (%s), %scarried out\n", operation->name,
		       accident->words, n, line, after ? "" : "not ");
	if (accident->happens() && is_right(&run))
		return CUT;
	printf("# %s: %s at command %u: %s, %scarried out\n", operation->name,
	       accident->words, n, line, after ? "" : "not ");
	tell();
	return BAD;
}

static int each_step(const struct accident *accident, unsigned int *commands, unsigned int *cuts)
{
	unsigned int n;
	int opcode, what;

	*commands = *cuts = 0;
	for (n = 1; n < MOST; n++) {
		what = step(accident, n, 0, &opcode);
		if (what == CUT && does_something(opcode)) {
			++*cuts;
			what = step(accident, n, 1, &opcode);
		}
		if (what != CUT)
			break;
		++*cuts;
		*commands = n;
	}
	return what == DONE && is_right(&run) && *commands >= operation->least;
}

static int is_named(const char *name, char **names)
{
	for (; *names; names++)
		if (!strcmp(*names, name))
			return 1;
	return 0;
}

/* Return: it was as it should be */
static int befalls(const struct accident *accident)
{
	unsigned int commands, cuts;
	int good = each_step(accident, &commands, &cuts);

	printf("%sok %u - crash: %s at each of the %u commands of %s, %u times, and catalogue and robot agree\n",
	       good ? "" : "not ", ++tests, accident->words, commands, operation->name, cuts);
	return good;
}

int main(int argc, char **argv)
{
	int option, bad = 0, any_accident = 1, any_operation = 1;
	unsigned int i, k;

	while ((option = getopt(argc, argv, "t:v")) != -1) {
		if (option == 't')
			tests = strtoul(optarg, NULL, 0);
		else if (option == 'v')
			verbose = 1;
		else
			return 2;
	}
	argv += optind;
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (!is_open(&run) || !begin(&run) || !carry(TAPES, NULL)) {
		printf("not ok %u - crash: a library\n", ++tests);
		return 1;
	}
	for (i = 0; i < COUNT(accidents); i++)
		any_accident &= !is_named(accidents[i].name, argv);
	for (k = 0; k < COUNT(operations); k++)
		any_operation &= !is_named(operations[k].name, argv);
	for (i = 0; i < COUNT(accidents); i++) {
		if (!any_accident && !is_named(accidents[i].name, argv))
			continue;
		for (k = 0; k < COUNT(operations); k++) {
			operation = &operations[k];
			if ((!any_operation && !is_named(operation->name, argv)) ||
			    befalls(&accidents[i]))
				continue;
			bad = 1;
			control("heal %s all", run.vlib);
			control("plug %s all", run.vlib);
			if (!settle(&run))
				return bad;
		}
	}
	end(&run);
	return bad;
}
