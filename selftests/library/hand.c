// SPDX-License-Identifier: GPL-2.0
/*
 * hand.c - what happens to a library behind the module's back
 *
 * People with their hands in it, devices that fail, answers that get lost. All
 * of it by the file "control" of vlib; what vlib refuses (a port that is
 * locked, a slot that is full) does not happen.
 */
#include <fcntl.h>
#include <glob.h>
#include <scsi/sg.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "random.h"

#define SHARE	3	/* operations for each act of the hand */
#define NAP	2	/* ms */
#define NAPS	10	/* nobody does anything: the hand goes on */
#define STUCK	60	/* seconds; the longest that a program here wants to wait is one */

/* a line for vlib; 0, or -1 when it refuses */
int control(const char *format, ...)
{
	char line[256];
	va_list args;
	int fd, n, ret;

	va_start(args, format);
	n = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	fd = open(VLIB_DIR "/control", O_WRONLY);
	if (fd < 0)
		return -1;
	ret = write(fd, line, n) == n ? 0 : -1;
	close(fd);
	return ret;
}

static const char *const devices[1 + DRIVES] = { "changer", "drive0", "drive1", "drive2" };

/* the changer as often as two drives */
static const char *device(uint32_t die)
{
	return devices[die % (2 + DRIVES) % (1 + DRIVES)];
}

static const char *element(uint32_t a, uint32_t b, char name[16])
{
	if (a % 8 < 5)
		snprintf(name, 16, "slot%u", b % SLOTS);
	else if (a % 8 < 7)
		snprintf(name, 16, "drive%u", b % DRIVES);
	else
		snprintf(name, 16, "port%u", b % PORTS);
	return name;
}

/* --- faults --- */

/* what the command does not do, or does before it says that it did not */
static void fault_sense(struct run *run, const uint32_t *die)
{
	static const char *const ops[] = { "a5", "a5", "b8", "1b", "00", "1e" };
	static const char *const senses[] = {
		"4/15/01", "2/04/01", "5/3b/0d", "5/3b/0e", "b/44/00", "3/30/00",
		"4/40/01", "6/29/00", "2/3a/00", "5/53/02",
	};

	control("fault %s %s opcode=%s sense=%s count=%u skip=%u execute=%u", run->vlib,
		device(die[0]), ops[die[1] % 6], senses[die[2] % 10], 1 + die[3] % 3,
		die[4] % 3, die[5] & 1);
}

static void fault_status(struct run *run, const uint32_t *die)
{
	static const char *const statuses[] = { "08", "18", "28" };

	control("fault %s %s status=%s count=%u execute=%u", run->vlib, device(die[0]),
		statuses[die[1] % 3], 1 + die[2] % 2, die[3] & 1);
}

static void fault_stuck(struct run *run, const uint32_t *die)
{
	control("fault %s changer opcode=a5 stuck=1 count=1 skip=%u", run->vlib, die[0] % 3);
}

static void fault_slow(struct run *run, const uint32_t *die)
{
	control("fault %s %s %s=%u count=%u", run->vlib, device(die[0]),
		die[1] & 1 ? "hold" : "delay", 1 + die[2] % 80, 1 + die[3] % 4);
}

/* no answer; hand_reset() or the end of the run takes the command back */
static void fault_lost(struct run *run, const uint32_t *die)
{
	static const char *const ops[] = { "a5", "a5", "b8", "1b" };

	control("fault %s %s opcode=%s %s=1 count=1 skip=%u", run->vlib, device(die[0]),
		ops[die[2] % 4], die[1] & 1 ? "drop" : "ignore", die[3] % 4);
}

static void fault_nonsense(struct run *run, const uint32_t *die)
{
	static const char *const ops[] = { "b8", "b8", "12", "1a", "4d", "8c" };
	static const char *const how[] = { "shorten=40", "lengthen=100", "random=3", "random=60" };

	control("fault %s %s opcode=%s %s count=1", run->vlib, device(die[0]), ops[die[1] % 6],
		how[die[2] % 4]);
}

static void heal(struct run *run, const uint32_t *die)
{
	(void)die;
	control("heal %s all", run->vlib);
}

/* a device is reset from outside, as by another host: ends what is not answered */
static void reset_device(const char *vlib, const char *name)
{
	int what = SG_SCSI_RESET_DEVICE, fd;
	char *text = file_read(VLIB_DIR "/%s/devices", vlib);
	char find[40], path[120], address[40];
	glob_t found;
	char *at;

	snprintf(find, sizeof(find), "device %s ", name);
	at = text ? strstr(text, find) : NULL;
	if (at && sscanf(at + strlen(find), "%39s", address) == 1) {
		snprintf(path, sizeof(path), "/sys/bus/scsi/devices/%s/scsi_generic/sg*", address);
		if (!glob(path, 0, NULL, &found)) {
			snprintf(path, sizeof(path), "/dev/%s", strrchr(found.gl_pathv[0], '/') + 1);
			fd = open(path, O_RDWR | O_NONBLOCK);
			if (fd >= 0) {
				ioctl(fd, SG_SCSI_RESET, &what);
				close(fd);
			}
			globfree(&found);
		}
	}
	free(text);
}

static void reset_bus(struct run *run, const uint32_t *die)
{
	unsigned int i;

	(void)die;
	for (i = 0; i < 1 + DRIVES; i++)
		reset_device(run->vlib, devices[i]);
}

static void power_on(struct run *run, const uint32_t *die)
{
	control("reset %s %s", run->vlib, die[0] % 4 ? device(die[1]) : "all");
}

static void attention(struct run *run, const uint32_t *die)
{
	static const char *const codes[] = { "28/00", "28/01", "29/00", "2a/01", "3f/0e", "3f/03" };

	control("attention %s %s %s", run->vlib, device(die[0]), codes[die[1] % 6]);
}

/* --- hands --- */

/* the changer is told, or finds out when it looks, or nobody knows */
static const char *notice(uint32_t die)
{
	static const char *const words[] = { "", "", " quiet=1", " unseen=1" };

	return words[die % 4];
}

static void tell(struct run *run, uint32_t die)
{
	if (die % 4 < 2)
		control("attention %s changer 28/00", run->vlib);
}

static void move(struct run *run, const uint32_t *die)
{
	char from[16], to[16];

	control("move %s %s %s%s%s", run->vlib, element(die[0], die[1], from),
		element(die[2], die[3], to), notice(die[4]), die[5] & 1 ? " force=1" : "");
	tell(run, die[4]);
}

static void take(struct run *run, const uint32_t *die)
{
	char from[16];

	control("take %s %s%s%s", run->vlib, element(die[0], die[1], from), notice(die[4]),
		die[5] & 1 ? " force=1" : "");
	tell(run, die[4]);
}

static void put(struct run *run, const uint32_t *die)
{
	char to[16], name[32];

	control("put %s %s %s%s", run->vlib, element(die[0], die[1], to),
		tape(run, die[2] % (TAPES + 1), name), notice(die[4]));
	tell(run, die[4]);
}

static void door(struct run *run, const uint32_t *die)
{
	control("door %s %s", run->vlib, die[0] % 3 ? "close" : "open");
}

/* somebody comes for what is in a port, or brings something */
static void port(struct run *run, const uint32_t *die)
{
	unsigned int n = die[0] % PORTS;
	char name[32];

	if (control("port %s port%u open", run->vlib, n))
		return;
	if (control("take %s port%u", run->vlib, n) && die[1] & 1)
		control("put %s port%u %s", run->vlib, n, tape(run, die[2] % (TAPES + 1), name));
	if (die[3] % 4)
		control("port %s port%u close", run->vlib, n);
}

static void port_close(struct run *run, const uint32_t *die)
{
	control("port %s port%u close", run->vlib, die[0] % PORTS);
}

static void magazine(struct run *run, const uint32_t *die)
{
	control("magazine %s slot%u 5 %s", run->vlib, 5 * (die[0] % (SLOTS / 5)),
		die[1] % 3 ? "insert" : "pull");
}

/* the drivers ask it at once, and wait for minutes when no answer comes: so it works */
static int put_in(struct run *run, const char *which)
{
	control("heal %s all", run->vlib);
	return control("plug %s %s", run->vlib, which);
}

/* pulled out more often than it has to be put in again */
static void plug(struct run *run, const uint32_t *die)
{
	const char *which = die[0] % 8 ? device(die[1]) : "all";

	if (put_in(run, which) || !(die[2] % 3))
		control("unplug %s %s", run->vlib, which);
}

static void plug_in(struct run *run, const uint32_t *die)
{
	(void)die;
	put_in(run, "all");
}

static void reserve(struct run *run, const uint32_t *die)
{
	control("reserve %s %s %s", run->vlib, device(die[0]), die[1] % 3 ? "none" : "other");
}

static void dirty(struct run *run, const uint32_t *die)
{
	static const char *const words[] = { "no", "soon", "now" };

	control("dirty %s drive%u %s complain=%u", run->vlib, die[0] % DRIVES, words[die[1] % 3],
		die[2] % 3);
}

static void trouble_at(struct run *run, const uint32_t *die)
{
	char name[16];

	element(die[0], die[1], name);
	if (die[2] % 3)
		control("element %s %s access=1 disabled=0 except=none", run->vlib, name);
	else
		control("element %s %s access=%u disabled=%u%s", run->vlib, name, die[3] & 1,
			die[4] & 1, die[5] & 1 ? " except=83/00" : "");
}

static const struct {
	unsigned int weight;
	void (*act)(struct run *run, const uint32_t *die);
	const char *name;
} acts[] = {
	{ 8, fault_sense, "fault-sense" }, { 2, fault_status, "fault-status" },
	{ 2, fault_stuck, "fault-stuck" }, { 4, fault_slow, "fault-slow" },
	{ 2, fault_lost, "fault-lost" }, { 3, fault_nonsense, "fault-nonsense" },
	{ 3, heal, "heal" }, { 5, reset_bus, "reset" }, { 2, power_on, "power-on" },
	{ 4, attention, "attention" }, { 12, move, "move" }, { 4, take, "take" },
	{ 8, put, "put" }, { 4, door, "door" }, { 10, port, "port" }, { 4, port_close, "port-close" },
	{ 4, magazine, "magazine" }, { 4, plug, "plug" }, { 3, plug_in, "plug-in" },
	{ 3, reserve, "reserve" }, { 2, dirty, "dirty" }, { 3, trouble_at, "trouble-at" },
};

#define ACTS	(sizeof(acts) / sizeof(acts[0]))

static void act(struct run *run, const uint32_t *dice)
{
	unsigned int total = 0, i;
	uint32_t left;

	for (i = 0; i < ACTS; i++)
		total += acts[i].weight;
	left = dice[0] % total;
	for (i = 0; left >= acts[i].weight; i++)
		left -= acts[i].weight;
	if (run->verbose)
		fprintf(stderr, "%ld %u hand %s\n", ms(), run->begun, acts[i].name);
	/* the first die has been used for the choice */
	acts[i].act(run, dice + 1);
}

/* Return: for so long no program has begun anything that none will any more */
static int are_stuck(struct run *run, unsigned int *begun, long *since)
{
	if (*begun != run->begun) {
		*begun = run->begun;
		*since = ms();
	}
	return ms() - *since > STUCK * 1000;
}

/* one act for every few operations, and when nothing goes on */
void *hand(void *arg)
{
	struct timespec nap = { .tv_nsec = NAP * 1000000 };
	struct run *run = arg;
	uint64_t state = run->seed ^ 0x68616e64;
	uint32_t dice[2 * DICE];
	unsigned int naps = 0, begun = 0;
	long since = ms();

	while (run->begun < run->operations) {
		if (are_stuck(run, &begun, &since)) {
			not_in_time("the programs go on");
			run->stuck = 1;
			break;
		}
		if (run->begun < SHARE * (run->acts + 1) && naps++ < NAPS) {
			nanosleep(&nap, NULL);
			continue;
		}
		naps = 0;
		dice_throw(&state, dice);
		dice_throw(&state, dice + DICE);
		act(run, dice);
		run->acts++;
	}
	return NULL;
}

/* everything works again, and everybody has gone; cartridges are where they are */
void hand_heal(struct run *run)
{
	unsigned int i;

	control("heal %s all", run->vlib);
	control("plug %s all", run->vlib);
	for (i = 0; i < 1 + DRIVES; i++) {
		control("reserve %s %s none", run->vlib, devices[i]);
		reset_device(run->vlib, devices[i]);
	}
	for (i = 0; i < DRIVES; i++)
		control("element %s drive%u access=1 disabled=0 except=none\n"
			"dirty %s drive%u no", run->vlib, i, run->vlib, i);
	for (i = 0; i < SLOTS; i++)
		control("element %s slot%u access=1 disabled=0 except=none", run->vlib, i);
	for (i = 0; i < PORTS; i++)
		control("element %s port%u access=1 disabled=0 except=none\n"
			"port %s port%u close", run->vlib, i, run->vlib, i);
	control("magazine %s slot0 %u insert", run->vlib, SLOTS);
	/* whoever closes the door lets it look through everything */
	control("door %s open\ndoor %s close", run->vlib, run->vlib);
}
