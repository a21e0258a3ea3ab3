// SPDX-License-Identifier: GPL-2.0
/*
 * client.c - sessions, lists and lines
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client.h"

const char *guid_text(const NTMS_GUID *id, char text[GUID_TEXT])
{
	snprintf(text, GUID_TEXT, "%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x",
		 id->Data1, id->Data2, id->Data3, id->Data4[0], id->Data4[1],
		 id->Data4[2], id->Data4[3], id->Data4[4], id->Data4[5],
		 id->Data4[6], id->Data4[7]);
	return text;
}

bool guid_same(const NTMS_GUID *a, const NTMS_GUID *b)
{
	return !memcmp(a, b, sizeof(*a));
}

HANDLE client_open(const char *application)
{
	HANDLE session = OpenNtmsSessionA(NULL, application, 0);

	if (session == INVALID_HANDLE_VALUE) {
		fprintf(stderr, "no session: %s: %s\n", ntms_strerror(GetLastError()),
			ntms_last_error_text());
		exit(1);
	}
	return session;
}

DWORD client_list(HANDLE session, const NTMS_GUID *container, DWORD type, struct list *list)
{
	NTMS_GUID where = NTMS_NULLGUID;
	DWORD room = 256, code;

	if (container)
		where = *container;
	list->ids = NULL;
	do {
		list->ids = realloc(list->ids, room * sizeof(*list->ids));
		if (!list->ids)
			abort();
		list->count = room;
		code = EnumerateNtmsObject(session, container ? &where : NULL, list->ids,
					   &list->count, type, NTMS_ENUM_DEFAULT);
		room *= 4;
	} while (code == ERROR_INSUFFICIENT_BUFFER);
	if (code)
		client_list_free(list);
	return code;
}

void client_list_free(struct list *list)
{
	free(list->ids);
	list->ids = NULL;
	list->count = 0;
}

DWORD client_get(HANDLE session, const NTMS_GUID *id, DWORD type, NTMS_OBJECTINFORMATIONA *info)
{
	NTMS_GUID copy = *id;

	memset(info, 0, sizeof(*info));
	info->dwSize = sizeof(*info);
	info->dwType = type;
	return GetNtmsObjectInformationA(session, &copy, info);
}

void say(const char *format, ...)
{
	char line[2048];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(line, sizeof(line) - 1, format, args);
	va_end(args);
	if (len < 0 || len > (int)sizeof(line) - 2)
		abort();
	line[len++] = '\n';
	if (write(STDOUT_FILENO, line, len) != len)
		_exit(3);
}
