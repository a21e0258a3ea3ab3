/* SPDX-License-Identifier: GPL-2.0 */
/*
 * holders.h - who has a device open
 */
#ifndef NTMS_HOLDERS_H
#define NTMS_HOLDERS_H

#include <stddef.h>
#include <sys/types.h>

/**
 * struct holder - a process that has a device open
 * @pid: its number
 * @uid: its user
 * @name: what it is called
 * @device: which device
 */
struct holder {
	pid_t pid;
	uid_t uid;
	char name[32];
	dev_t device;
};

int holders_find(const char *proc, const dev_t *devices, size_t count,
		 const uid_t *except, size_t exceptions, struct holder *holder);

#endif /* NTMS_HOLDERS_H */
