/* SPDX-License-Identifier: GPL-2.0 */
/*
 * objects.h - what client.c asks objects.c for
 */
#ifndef OBJECTS_H
#define OBJECTS_H

#include <ntms.h>

#define GUID_TEXT	33

void guid_print(const NTMS_GUID *guid, char text[GUID_TEXT]);
int guid_order(const void *a, const void *b);	/* for qsort() and its like */
int guid_parse(const char *text, NTMS_GUID *guid);
DWORD get(HANDLE session, const NTMS_GUID *id, DWORD type, NTMS_OBJECTINFORMATIONA *info);
DWORD list(HANDLE session, const NTMS_GUID *in, DWORD type, NTMS_GUID **ids, DWORD *count);
DWORD find_medium(HANDLE session, const char *bar_code, NTMS_GUID *id);
DWORD find_side(HANDLE session, const char *bar_code, NTMS_GUID *id);
DWORD find_mountable(HANDLE session, const char *bar_code, NTMS_GUID *id);
DWORD find_place(HANDLE session, DWORD type, const char *text, NTMS_GUID *id);
DWORD find_library(HANDLE session, const char *name, NTMS_GUID *id);
DWORD find_pool(HANDLE session, const char *path, NTMS_GUID *id);
extern const char *show_only;	/* a member that nobody needs more than, or NULL */
int show(HANDLE session, const char *what);

#endif /* OBJECTS_H */
