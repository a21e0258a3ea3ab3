// SPDX-License-Identifier: GPL-2.0
/*
 * nodes.c - who may open the nodes of a drive
 *
 * A drive has several: st's, with and without rewinding and for each of its
 * modes, or sd's or sr's and those of a disc's partitions, and the generic one.
 * sysfs names them by the SCSI address.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "agent.h"
#include "holders.h"
#include "log.h"

#define NODES_MAX	320	/* sd has minor numbers for 255 partitions */

/**
 * struct nodes - the nodes of a drive
 * @node: what they name
 * @count: of @node
 */
struct nodes {
	struct node node[NODES_MAX];
	size_t count;
};

static const struct {
	const char *name;
	mode_t type;
} classes[] = {
	{ "scsi_tape", S_IFCHR },
	{ "scsi_generic", S_IFCHR },
	{ "block", S_IFBLK },
};

/* the device number that sysfs gives for a node */
static bool number_of(const char *directory, const char *name, dev_t *number)
{
	char path[PATH_MAX];
	unsigned int major, minor;
	FILE *f;
	int n;

	snprintf(path, sizeof(path), "%s/%s/dev", directory, name);
	f = fopen(path, "re");
	if (!f)
		return false;
	n = fscanf(f, "%u:%u", &major, &minor);
	fclose(f);
	if (n != 2)
		return false;
	*number = makedev(major, minor);
	return true;
}

/* the node itself, not what somebody has put in its place */
static int open_node(const char *name, const struct node *node)
{
	char path[NAME_MAX + 8];
	struct stat st;
	int fd;

	snprintf(path, sizeof(path), "/dev/%s", name);
	fd = open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -1;
	if (fstat(fd, &st) || (st.st_mode & S_IFMT) != node->type ||
	    st.st_rdev != node->number) {
		close(fd);
		errno = ENXIO;
		return -1;
	}
	return fd;
}

static bool give(const char *name, const struct node *node, uid_t uid)
{
	char path[64];
	int fd = open_node(name, node);
	bool done;

	/* one without a node cannot be opened by anybody */
	if (fd < 0)
		return errno == ENOENT;
	/* first nobody may, then he: a descriptor by O_PATH knows no fchmod(2) */
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	done = !chmod(path, 0600) &&
	       !fchownat(fd, "", uid, (gid_t)-1, AT_EMPTY_PATH);
	close(fd);
	return done;
}

/* all in a directory of sysfs; false and a report when one cannot be had */
static bool give_directory(const char *directory, mode_t type, uid_t uid,
			   struct nodes *nodes, struct report *report)
{
	struct node node = { .type = type };
	char below[PATH_MAX];
	struct dirent *e;
	bool all = true;
	DIR *d;

	d = opendir(directory);
	if (!d)
		return true;
	while ((e = readdir(d))) {
		if (e->d_name[0] == '.' ||
		    !number_of(directory, e->d_name, &node.number))
			continue;
		if (nodes->count < NODES_MAX)
			nodes->node[nodes->count++] = node;
		if (!give(e->d_name, &node, uid)) {
			report_failure(report, ERROR_ACCESS_DENIED, "/dev/%s: %s",
				       e->d_name, strerror(errno));
			all = false;
		}
		/* the partitions of a disk are in its directory; they have none */
		if (type == S_IFBLK &&
		    snprintf(below, sizeof(below), "%s/%s", directory, e->d_name) <
		    (int)sizeof(below))
			all = give_directory(below, type, uid, nodes, report) && all;
	}
	closedir(d);
	return all;
}

static bool give_all(const struct order *order, uid_t uid, struct nodes *nodes,
		     struct report *report)
{
	char directory[160];
	bool all = true;
	unsigned int i;

	nodes->count = 0;
	for (i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		snprintf(directory, sizeof(directory),
			 "/sys/class/scsi_device/%u:%u:%u:%" PRIu64 "/device/%s",
			 order->host, order->channel, order->target, order->lun,
			 classes[i].name);
		all = give_directory(directory, classes[i].type, uid, nodes, report) && all;
	}
	return all;
}

/* the name of one of the nodes */
static const char *name_of(const struct node *node, char *to, size_t size)
{
	char link[64], path[PATH_MAX];
	const char *base;
	ssize_t n;

	snprintf(link, sizeof(link), "/sys/dev/%s/%u:%u",
		 node->type == S_IFBLK ? "block" : "char",
		 major(node->number), minor(node->number));
	n = readlink(link, path, sizeof(path) - 1);
	path[n > 0 ? n : 0] = '\0';
	base = strrchr(path, '/');
	snprintf(to, size, "/dev/%s", base ? base + 1 : "?");
	return to;
}

/* whoever had one open before is not kept out by its owner */
static bool somebody_has(const struct nodes *nodes, const uid_t *except,
			 size_t exceptions, struct report *report)
{
	struct holder holder;
	char name[64];
	int found;

	found = holders_find("/proc", nodes->node, nodes->count, except, exceptions,
			     &holder);
	if (found < 0)
		log_warn("it cannot be told who has a drive open: %s", strerror(errno));
	if (found <= 0)
		return false;
	report_failure(report, ERROR_BUSY, "process %d (%s) of user %u has %s open",
		       (int)holder.pid, holder.name, holder.uid,
		       name_of(&holder.node, name, sizeof(name)));
	return true;
}

/**
 * nodes_give() - give the nodes of a drive to a user, or take them back
 * @order: which drive, and who
 * @report: receives a failure
 *
 * Afterwards only that user may open them, or, taken back, only the user that
 * ntms-labeld runs as; and whoever may open everything.  When somebody else has
 * one open they are not given away.
 */
void nodes_give(const struct order *order, struct report *report)
{
	const uid_t except[] = { 0, geteuid(), order->uid };
	struct report ignored;
	struct nodes nodes;

	if (!give_all(order, order->give ? order->uid : geteuid(), &nodes, report))
		return;
	if (!nodes.count)
		report_failure(report, ERROR_OBJECT_NOT_FOUND,
			       "there are no nodes of the device %u:%u:%u:%" PRIu64,
			       order->host, order->channel, order->target,
			       order->lun);
	else if (somebody_has(&nodes, except, order->give ? 3 : 2, report) && order->give)
		give_all(order, geteuid(), &nodes, &ignored);
}
