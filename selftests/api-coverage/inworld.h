/* SPDX-License-Identifier: GPL-2.0 */
/*
 * inworld.h - what the programs of rows in the world of inworld.c share
 */
#ifndef NTMS_API_COVERAGE_INWORLD_H
#define NTMS_API_COVERAGE_INWORLD_H

#include <pthread.h>
#include <stdbool.h>

#include <ntms.h>

#include "ids.h"
#include "row.h"

#define USER	1000	/* who is ordinary */

extern HANDLE s;	/* the session of all rows */

NTMS_GUID *numbered(uint16_t kind, uint32_t n);

#define THING(n)	numbered(1, n)
#define MEDIUM(n)	numbered(2, n)
#define SIDE(n)		numbered(3, n)
#define LMID(n)		numbered(5, n)
#define NONE		THING(NOBODY)

extern NTMS_OBJECTINFORMATIONA new_medium, new_side;

void describe_new(uint32_t pool);
DWORD set_security(NTMS_GUID *id, const char *sddl);
DWORD label(uint32_t medium);

/* A call that waits for an operator, in a session and a thread of its own. */
extern struct waiter {
	HANDLE session;
	bool mount;
	DWORD code;
	pthread_t thread;
} waiter;

void begin_waiting(bool mount);
DWORD end_waiting(void);
bool find_request(DWORD type, DWORD command, NTMS_GUID *id);

/* denied.c */
void denied(void);
void outsider(void);
void not_stored(DWORD code);
void gone(void);

#endif
