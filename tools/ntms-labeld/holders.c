// SPDX-License-Identifier: GPL-2.0
/*
 * holders.c - who has a device open
 *
 * Changing the owner of a node keeps nobody out who has it open already, so
 * they are looked for in /proc.  Other users' processes can be looked into
 * with CAP_SYS_PTRACE only.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "holders.h"

/* what /proc/PID/status says; false: the process is gone */
static bool describe(const char *proc, const char *pid, struct holder *holder)
{
	char path[PATH_MAX], line[256];
	unsigned int uid;
	bool found = false;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s/status", proc, pid);
	f = fopen(path, "re");
	if (!f)
		return false;
	holder->pid = (pid_t)strtol(pid, NULL, 10);
	holder->name[0] = '\0';
	while (!found && fgets(line, sizeof(line), f)) {
		/* real, effective, ... */
		sscanf(line, "Name: %31[^\n]", holder->name);
		found = sscanf(line, "Uid: %*u %u", &uid) == 1;
	}
	fclose(f);
	if (found)
		holder->uid = uid;
	return found;
}

static bool is_one_of(uid_t uid, const uid_t *uids, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (uids[i] == uid)
			return true;
	return false;
}

/* Return: 1 it has one open, 0 it has none, -1 it cannot be told */
static int look_into(const char *proc, const char *pid, const struct node *nodes,
		     size_t count, struct holder *holder)
{
	char path[PATH_MAX];
	struct dirent *e;
	struct stat st;
	int found = 0;
	size_t i;
	DIR *d;

	snprintf(path, sizeof(path), "%s/%s/fd", proc, pid);
	d = opendir(path);
	if (!d)
		return errno == ENOENT || errno == ESRCH ? 0 : -1;
	while (!found && (e = readdir(d))) {
		if (!isdigit((unsigned char)e->d_name[0]) ||
		    fstatat(dirfd(d), e->d_name, &st, 0))
			continue;
		for (i = 0; i < count && !found; i++)
			if ((st.st_mode & S_IFMT) == nodes[i].type &&
			    st.st_rdev == nodes[i].number) {
				holder->node = nodes[i];
				found = 1;
			}
	}
	closedir(d);
	return found;
}

/**
 * holders_find() - has a process one of these devices open?
 * @proc: where /proc is
 * @nodes: the devices
 * @count: of @nodes
 * @except: users whose processes may have them open
 * @exceptions: of @except
 * @holder: receives the first one found
 *
 * Return: 1 one has, 0 none has, -1 it cannot be told of at least one process
 * (errno says why) and none of the others has.
 */
int holders_find(const char *proc, const struct node *nodes, size_t count,
		 const uid_t *except, size_t exceptions, struct holder *holder)
{
	int one, all = 0, error = 0;
	struct dirent *e;
	DIR *d;

	d = opendir(proc);
	if (!d)
		return -1;
	while (all != 1 && (e = readdir(d))) {
		if (!isdigit((unsigned char)e->d_name[0]) ||
		    !describe(proc, e->d_name, holder) ||
		    is_one_of(holder->uid, except, exceptions))
			continue;
		one = look_into(proc, e->d_name, nodes, count, holder);
		if (one < 0)
			error = errno;
		if (one)
			all = one;
	}
	closedir(d);
	errno = error;
	return all;
}
