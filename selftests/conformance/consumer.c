/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * consumer.c - what a C program does with <ntmsapi.h>, without a warning
 *
 * It packs its own records, so that the header must neither take over nor
 * reset that.
 */
#pragma pack(1)
#include <ntmsapi.h>
#include <ntmsmli.h>
#include <ntms.h>

struct packed {
	char c;
	DWORD d;
};

typedef char is_packed[sizeof(struct packed) == 5 ? 1 : -1];
typedef char is_not_packed[sizeof(NTMS_IEDOORINFORMATION) == 28 ? 1 : -1];
typedef char fits_windows[sizeof(NTMS_OBJECTINFORMATIONA) == 896 ? 1 : -1];

#if NTMS_MAXATTR_NAMELEN != 32
#error "limits must be known to the preprocessor"
#endif

DWORD allocate(LPCTSTR server, LPNTMS_GUID pool, LPNTMS_GUID media);

DWORD allocate(LPCTSTR server, LPNTMS_GUID pool, LPNTMS_GUID media)
{
	NTMS_ALLOCATION_INFORMATION info = { sizeof(info), NULL, NTMS_NULLGUID };
	HANDLE session = OpenNtmsSession(server, TEXT("consumer"), 0);
	DWORD ret;

	if (session == INVALID_HANDLE_VALUE)
		return GetLastError();
	ret = AllocateNtmsMedia(session, pool, NULL, media,
				NTMS_ALLOCATE_NEW | NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE,
				INFINITE, &info);
	switch (ret) {
	case ERROR_SUCCESS:
		if (NTMS_IS_NULLGUID(info.AllocatedFrom))
			ret = ERROR_INVALID_PARTITION;
		break;
	case ERROR_MEDIA_UNAVAILABLE:
	case ERROR_TIMEOUT:
		SetLastError(ret);
		break;
	}
	CloseNtmsSession(session);
	return ret;
}
