/* SPDX-License-Identifier: GPL-2.0 */
/*
 * agree.h - does the catalogue say what is true of a library of vlib?
 */
#ifndef AGREE_H
#define AGREE_H

#include <stdio.h>

#include "objects.h"

#define VLIB_DIR	"/sys/kernel/debug/vlib"

/**
 * struct world - what is in a library: an element or a cartridge on a line
 * @line: sorted
 * @count: of @line
 */
struct world {
	char **line;
	size_t count;
};

int world_true(const char *vlib, struct world *w);
DWORD world_known(HANDLE session, const NTMS_GUID *library, struct world *w);
void world_free(struct world *w);
int agree(HANDLE session, const char *vlib, const NTMS_GUID *library, FILE *out);
char *file_read(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif /* AGREE_H */
