// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * reset.c - tapes whose drive was reset
 *
 * A reset may rewind a tape, and st(4) takes it for a new one: what is written
 * next would go over what is there.  On Windows tape calls fail with
 * ERROR_BUS_RESET then.  Here the module knows (ntms_get_drive_status()); it is
 * asked when a tape is opened and when one of its operations has failed.  From
 * then on calls that write, or move from where the tape stands, are refused
 * until it has been positioned from its beginning, its end or to a block.
 */
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <ntms.h>

#include "compat.h"

#define MOST	256	/* drives */

/* st(4): the number of the drive, whatever the mode */
static unsigned int number_of(dev_t device)
{
	return (minor(device) & ~0xffU) >> 3 | (minor(device) & 0x1f);
}

static bool same_drive(int fd, const char *node)
{
	struct stat ours, its;

	return node[0] && !fstat(fd, &ours) && !stat(node, &its) && S_ISCHR(ours.st_mode) &&
	       S_ISCHR(its.st_mode) && major(ours.st_rdev) == major(its.st_rdev) &&
	       number_of(ours.st_rdev) == number_of(its.st_rdev);
}

/* a session, unless the module is not there or not ready: nobody waits for it */
static HANDLE open_session(void)
{
	struct ntms_status status;

	if (ntms_get_status(&status) || status.readiness != NTMS_STATUS_READY)
		return INVALID_HANDLE_VALUE;
	return OpenNtmsSessionA(NULL, "libntms-compat", 0);
}

static bool find_drive(HANDLE session, struct compat_file *file)
{
	NTMS_OBJECTINFORMATIONA info;
	NTMS_GUID drives[MOST];
	DWORD count = MOST, i;

	if (EnumerateNtmsObject(session, NULL, drives, &count, NTMS_DRIVE, 0))
		return false;
	for (i = 0; i < count; i++) {
		memset(&info, 0, sizeof(info));
		info.dwSize = sizeof(info);
		info.dwType = NTMS_DRIVE;
		if (GetNtmsObjectInformationA(session, &drives[i], &info) ||
		    !same_drive(file->fd, info.Info.Drive.szDeviceName))
			continue;
		file->drive = drives[i];
		file->managed = true;
		return true;
	}
	return false;
}

/**
 * compat_reset_look() - ask whether it is known where a tape stands
 * @file: a tape; nothing happens if no library has its drive
 */
void compat_reset_look(struct compat_file *file)
{
	struct ntms_drive_status status;
	DWORD last = GetLastError();
	HANDLE session = open_session();

	if (session != INVALID_HANDLE_VALUE) {
		if ((file->managed || find_drive(session, file)) &&
		    !ntms_get_drive_status(session, &file->drive, &status))
			file->suspect = status.has & NTMS_DRIVE_SUSPECT;
		CloseNtmsSession(session);
	}
	SetLastError(last);
}

/**
 * compat_reset_settle() - a tape has been positioned anew
 * @file: the tape
 *
 * Return: NO_ERROR, or why the module would not believe it.
 */
DWORD compat_reset_settle(struct compat_file *file)
{
	DWORD error = NO_ERROR;
	HANDLE session;

	if (!file->suspect)
		return error;
	session = open_session();
	if (session == INVALID_HANDLE_VALUE)
		return ERROR_BUS_RESET;
	error = ntms_confirm_position(session, &file->drive);
	CloseNtmsSession(session);
	file->suspect = error != NO_ERROR;
	return error;
}
