/* SPDX-License-Identifier: GPL-2.0 */
/*
 * holders.h - who has a device open
 */
#ifndef NTMS_HOLDERS_H
#define NTMS_HOLDERS_H

#include <stddef.h>
#include <sys/types.h>

/**
 * struct node - a device, as its nodes name it
 * @type: S_IFCHR or S_IFBLK: the two number their devices each for itself
 * @number: device number
 */
struct node {
	mode_t type;
	dev_t number;
};

/**
 * struct holder - a process that has a device open
 * @pid: its number
 * @uid: its user
 * @name: what it is called
 * @node: which device
 */
struct holder {
	pid_t pid;
	uid_t uid;
	char name[32];
	struct node node;
};

int holders_find(const char *proc, const struct node *nodes, size_t count,
		 const uid_t *except, size_t exceptions, struct holder *holder);

#endif /* NTMS_HOLDERS_H */
