/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * server.h - names of computers
 */
#ifndef NTMS_SERVER_H
#define NTMS_SERVER_H

#include <stddef.h>

#include "text.h"

/* Longest DNS name, with two backslashes in front and a dot and a terminator behind. */
#define NTMS_SERVER_SIZE	258

DWORD ntms_server_check(enum ntms_width width, const void *name);
void ntms_server_self(char *to, size_t size);

#endif /* NTMS_SERVER_H */
