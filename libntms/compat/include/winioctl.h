/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * winioctl.h - control codes for DeviceIoControl() on a mounted drive
 *
 * FILE_DEVICE_... and STORAGE_MEDIA_TYPE are in <ntmsapi.h>.
 */
#ifndef _NTMS_COMPAT_WINIOCTL_H
#define _NTMS_COMPAT_WINIOCTL_H

#include "windows.h"

#define METHOD_BUFFERED			0
#define FILE_ANY_ACCESS			0
#define FILE_READ_ACCESS		1
#define FILE_WRITE_ACCESS		2
#define CTL_CODE(type, function, method, access)			\
	((DWORD)((type) << 16 | (access) << 14 | (function) << 2 | (method)))

/* is the medium there and the same? */
#define IOCTL_STORAGE_CHECK_VERIFY					\
	CTL_CODE(FILE_DEVICE_MASS_STORAGE, 0x0200, METHOD_BUFFERED, FILE_READ_ACCESS)
/* PREVENT_MEDIA_REMOVAL */
#define IOCTL_STORAGE_MEDIA_REMOVAL					\
	CTL_CODE(FILE_DEVICE_MASS_STORAGE, 0x0201, METHOD_BUFFERED, FILE_READ_ACCESS)
#define IOCTL_STORAGE_EJECT_MEDIA					\
	CTL_CODE(FILE_DEVICE_MASS_STORAGE, 0x0202, METHOD_BUFFERED, FILE_READ_ACCESS)
#define IOCTL_STORAGE_LOAD_MEDIA					\
	CTL_CODE(FILE_DEVICE_MASS_STORAGE, 0x0203, METHOD_BUFFERED, FILE_READ_ACCESS)

typedef struct _PREVENT_MEDIA_REMOVAL {
	BOOLEAN PreventMediaRemoval;
} PREVENT_MEDIA_REMOVAL, *PPREVENT_MEDIA_REMOVAL;

#endif /* _NTMS_COMPAT_WINIOCTL_H */
