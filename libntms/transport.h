/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * transport.h - how messages get to the module and back
 *
 * The library is linked with one transport: nl.c, or that of its tests.
 */
#ifndef NTMS_TRANSPORT_H
#define NTMS_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <ntmsapi.h>

/**
 * struct ntms_transport - what a transport does
 * @open:	makes a connection of its own, whose receivers can be woken if
 *		wanted, and tells the number of the family; returns ERROR_SUCCESS, ERROR_NOT_CONNECTED without the module,
 *		RPC_S_NO_INTERFACES if the module is too old,
 *		ERROR_NOT_ENOUGH_MEMORY
 * @send:	sends a request; returns 0 or -errno; any thread at any time
 * @receive:	waits for a datagram of answers, cuts what does not fit; for so
 *		many milliseconds, -1 for ever; returns its length or -errno:
 *		-ETIMEDOUT, -ECANCELED if woken; one thread at a time. The time
 *		is for connections whose receivers can be woken
 * @wake:	wakes the receiver and all that come; any thread at any time
 * @close:	ends a connection that no thread uses
 * @forked:	in a child process, lets go of the parent's connection without
 *		ending it; takes no lock and frees no memory
 */
struct ntms_transport {
	DWORD (*open)(void **link, uint16_t *family, bool can_wake);
	int (*send)(void *link, const void *data, size_t length);
	ssize_t (*receive)(void *link, void *to, size_t size, int64_t ms);
	void (*wake)(void *link);
	void (*close)(void *link);
	void (*forked)(void *link);
};

extern const struct ntms_transport ntms_transport;

#endif /* NTMS_TRANSPORT_H */
