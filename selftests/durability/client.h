/* SPDX-License-Identifier: GPL-2.0 */
/*
 * client.h - what torture and dump share
 */
#ifndef NTMS_SELFTESTS_CLIENT_H
#define NTMS_SELFTESTS_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

#include <ntms.h>

#define GUID_TEXT	37

struct list {
	NTMS_GUID *ids;
	DWORD count;
};

const char *guid_text(const NTMS_GUID *id, char text[GUID_TEXT]);
bool guid_same(const NTMS_GUID *a, const NTMS_GUID *b);
HANDLE client_open(const char *application);
DWORD client_list(HANDLE session, const NTMS_GUID *container, DWORD type, struct list *list);
void client_list_free(struct list *list);
DWORD client_get(HANDLE session, const NTMS_GUID *id, DWORD type, NTMS_OBJECTINFORMATIONA *info);

/* One line on standard output by one write(), so that lines never mix. */
__attribute__((format(printf, 1, 2)))
void say(const char *format, ...);

#endif /* NTMS_SELFTESTS_CLIENT_H */
