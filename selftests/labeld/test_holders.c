// SPDX-License-Identifier: GPL-2.0
/*
 * test_holders.c - processes that have a device open are found
 *
 * In a /proc made for it, and in the real one.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "holders.h"

static int count, failed;

static void ok(const char *what, bool good)
{
	count++;
	failed += !good;
	printf("%sok %d - %s\n", good ? "" : "not ", count, what);
}

/* a process of a user, with descriptor 3 on a file; without one it has none */
static void process(const char *proc, const char *pid, unsigned int uid, const char *file)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", proc, pid);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/%s/status", proc, pid);
	f = fopen(path, "w");
	if (!f)
		exit(2);
	fprintf(f, "Name:\tprog %s\nState:\tS\nUid:\t0\t%u\t0\t0\n", pid, uid);
	fclose(f);
	snprintf(path, sizeof(path), "%s/%s/fd", proc, pid);
	mkdir(path, 0700);
	if (!file)
		return;
	snprintf(path, sizeof(path), "%s/%s/fd/3", proc, pid);
	if (symlink(file, path))
		exit(2);
}

static struct node node(const char *file)
{
	struct stat st;

	if (stat(file, &st))
		exit(2);
	return (struct node){ st.st_mode & S_IFMT, st.st_rdev };
}

static void test_made(const char *proc)
{
	const struct node zero = node("/dev/zero"), devices[] = {
		{ S_IFCHR, makedev(9, 99) }, { S_IFBLK, zero.number }, zero,
	};
	const uid_t root = 0, both[] = { 0, 1001 };
	struct holder h;

	process(proc, "10", 0, "/dev/zero");
	process(proc, "11", 1000, "/dev/null");
	process(proc, "12", 1000, "/etc/passwd");
	process(proc, "13", 1000, NULL);
	process(proc, "not", 1000, "/dev/zero");
	ok("other files, other users and what is no process are passed over",
	   holders_find(proc, devices, 3, &root, 1, &h) == 0);
	process(proc, "14", 1001, "/dev/zero");
	ok("who has one of the devices open is found",
	   holders_find(proc, devices, 3, &root, 1, &h) == 1 && h.pid == 14 &&
	   h.uid == 1001 && h.node.type == zero.type && h.node.number == zero.number);
	ok("and named", !strcmp(h.name, "prog 14"));
	ok("a block device is not a character device of the same number",
	   holders_find(proc, devices, 2, &root, 1, &h) == 0);
	ok("unless he may", holders_find(proc, devices, 3, both, 2, &h) == 0);
	ok("of no device nobody is", holders_find(proc, devices, 0, &root, 1, &h) == 0);
	ok("without exceptions root is found, too",
	   holders_find(proc, devices, 3, NULL, 0, &h) == 1);
	ok("a place that is not there is told",
	   holders_find("/nonexistent", devices, 3, &root, 1, &h) == -1 && errno == ENOENT);
}

static void test_real(void)
{
	const struct node device = node("/dev/full");
	struct holder h;
	pid_t child;
	int pipes[2], n;
	char c = 0;

	ok("nobody has /dev/full open", holders_find("/proc", &device, 1, NULL, 0, &h) != 1);
	if (pipe(pipes))
		exit(2);
	child = fork();
	if (!child) {
		n = open("/dev/full", O_RDONLY);
		n = write(pipes[1], n < 0 ? "n" : "y", 1);
		pause();
		_exit(n);
	}
	n = (int)read(pipes[0], &c, 1);
	ok("a process that has it is found",
	   n == 1 && c == 'y' && holders_find("/proc", &device, 1, NULL, 0, &h) == 1 &&
	   h.pid == child && h.uid == geteuid());
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	ok("and not when it is gone", holders_find("/proc", &device, 1, NULL, 0, &h) != 1);
}

int main(void)
{
	char proc[] = "/tmp/holders.XXXXXX", command[64];

	if (!mkdtemp(proc))
		return 2;
	test_made(proc);
	test_real();
	snprintf(command, sizeof(command), "rm -rf %s", proc);
	if (system(command))
		return 2;
	printf("1..%d\n", count);
	return failed != 0;
}
