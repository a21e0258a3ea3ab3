// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * mount.c - mounting and dismounting
 *
 * MS-RSMP 3.2.5.2.2.1 and .2, 3.2.5.2.1.5; SDK pages of the same names as the
 * calls.  Each call can also return the codes that call.c lists for all calls.
 */
#include <linux/ntms.h>

#include <ntms.h>

#include "session.h"

/* More media than any library has drives; the module's limit. */
#define MOST_MEDIA	256

/**
 * struct drives - the result of a mount
 * @to:		the caller's array
 * @count:	its length
 */
struct drives {
	NTMS_GUID *to;
	size_t count;
};

static void take_drives(struct ntms_call *call, struct ntms_attrs attrs)
{
	const struct drives *drives = call->result;
	struct ntms_attr attr;

	while (ntms_attrs_next(&attrs, &attr)) {
		if (attr.type == NTMS_A_CALL_DRIVE_LIST)
			ntms_attr_guids(&attr, drives->to, drives->count);
	}
}

/**
 * MountNtmsMedia() - mount media, all or none of them
 * @hSession:		a session
 * @lpMediaId:		@dwCount logical media or sides, all different
 * @lpDriveId:		@dwCount drives: receives where each medium was mounted;
 *			with NTMS_MOUNT_SPECIFIC_DRIVE says where
 * @dwCount:		1 to 256
 * @dwOptions:		NTMS_MOUNT_READ and NTMS_MOUNT_WRITE,
 *			NTMS_MOUNT_ERROR_NOT_AVAILABLE to fail at once if a medium
 *			or a drive is in use, NTMS_MOUNT_ERROR_OFFLINE to fail at
 *			once if a medium is offline instead of asking the
 *			operator for it, NTMS_MOUNT_SPECIFIC_DRIVE,
 *			NTMS_MOUNT_NOWAIT to return as soon as the request is
 *			queued
 * @dwPriority:		-15 to 15, higher ones are served first
 * @dwTimeout:		milliseconds, INFINITE for ever, 0 not at all
 * @lpMountInformation:	NULL, or a record whose lpReserved is NULL
 *
 * After success the media can be used; szDeviceName in the record of the drive
 * tells the device.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL, @dwCount, @dwPriority or an
 *				  option is out of range, or lpReserved is not NULL
 * * ERROR_INVALID_MEDIA	- there is no such medium, or a cartridge occurs
 *				  twice
 * * ERROR_INVALID_LIBRARY	- the media are in different libraries
 * * ERROR_INVALID_DRIVE	- there is no such drive, or it occurs twice
 * * ERROR_DRIVE_MEDIA_MISMATCH	- a drive is in another library than the media
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_USE_ACCESS to a pool or to
 *				  the library
 * * ERROR_WRITE_PROTECT	- a side is complete and was wanted for writing
 * * ERROR_RESOURCE_DISABLED	- a medium, a drive or the library is disabled
 * * ERROR_MEDIA_OFFLINE	- a medium is offline and no operator may be asked
 * * ERROR_BUSY			- a medium or a drive is in use and the call may
 *				  not wait
 * * ERROR_TIMEOUT		- the time is over; the request is withdrawn
 * * ERROR_REQUEST_REFUSED	- the operator refused
 * * ERROR_CANCELLED		- the request was cancelled or the session closed
 * * ERROR_INVALID_STATE	- the label is not that of the medium, or the state
 *				  of the side allows no mount: what is import or
 *				  unrecognized may belong to somebody and is not
 *				  mounted for writing, see ntms_mount_overwrite()
 * * ERROR_RESOURCE_NOT_PRESENT	- the label has to be read, and no label agent runs
 */
DWORD MountNtmsMedia(HANDLE hSession, LPNTMS_GUID lpMediaId, LPNTMS_GUID lpDriveId,
		     DWORD dwCount, DWORD dwOptions, int dwPriority, DWORD dwTimeout,
		     LPNTMS_MOUNT_INFORMATION lpMountInformation)
{
	struct drives drives = { .to = lpDriveId, .count = dwCount };
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_MOUNT_MEDIA);
	ntms_call_check(&call, lpMediaId && lpDriveId);
	ntms_call_check(&call, dwCount && dwCount <= MOST_MEDIA);
	ntms_call_check(&call, !lpMountInformation || !lpMountInformation->lpReserved);
	ntms_call_guids(&call, NTMS_A_CALL_MEDIA_LIST, lpMediaId, dwCount);
	if (dwOptions & NTMS_MOUNT_SPECIFIC_DRIVE)
		ntms_call_guids(&call, NTMS_A_CALL_DRIVE_LIST, lpDriveId, dwCount);
	ntms_call_u32(&call, NTMS_A_CALL_OPTIONS, dwOptions);
	ntms_call_u32(&call, NTMS_A_CALL_PRIORITY, (uint32_t)dwPriority);
	ntms_call_u32(&call, NTMS_A_CALL_TIMEOUT, dwTimeout);
	call.reply = take_drives;
	call.result = &drives;
	return ntms_call_finish(&call);
}

/**
 * ntms_mount_overwrite() - mount a medium of somebody else for writing
 * @session:	a session
 * @side:	the side
 * @medium:	the cartridge that it is of, whose data may be lost
 * @drive:	receives where it was mounted; with NTMS_MOUNT_SPECIFIC_DRIVE says
 *		where
 * @options:	as for MountNtmsMedia(), NTMS_MOUNT_WRITE is added
 * @priority:	-15 to 15
 * @timeout:	milliseconds, INFINITE for ever
 *
 * Media in the import and unrecognized pools came from elsewhere.  Who names
 * both the side and its cartridge means it.
 *
 * Source: ntms's own; MS-RSMP 3.2.5.2.2.1 is silent about such media.
 *
 * Return: as MountNtmsMedia(), and
 *
 * * ERROR_INVALID_STATE	- the side is not one of @medium and may belong to
 *				  somebody, or the label is not that of the medium
 */
DWORD ntms_mount_overwrite(HANDLE session, const NTMS_GUID *side, const NTMS_GUID *medium,
			   NTMS_GUID *drive, DWORD options, int priority, DWORD timeout)
{
	struct drives drives = { .to = drive, .count = 1 };
	struct ntms_call call;

	ntms_call_begin(&call, session, NTMS_CMD_MOUNT_MEDIA);
	ntms_call_check(&call, side && medium && drive);
	ntms_call_guids(&call, NTMS_A_CALL_MEDIA_LIST, side, 1);
	ntms_call_guid(&call, NTMS_A_CALL_OVERWRITE, medium);
	if (options & NTMS_MOUNT_SPECIFIC_DRIVE)
		ntms_call_guids(&call, NTMS_A_CALL_DRIVE_LIST, drive, 1);
	ntms_call_u32(&call, NTMS_A_CALL_OPTIONS, options | NTMS_MOUNT_WRITE);
	ntms_call_u32(&call, NTMS_A_CALL_PRIORITY, (uint32_t)priority);
	ntms_call_u32(&call, NTMS_A_CALL_TIMEOUT, timeout);
	call.reply = take_drives;
	call.result = &drives;
	return ntms_call_finish(&call);
}

/**
 * DismountNtmsMedia() - give mounted media back
 * @hSession:	a session
 * @lpMediaId:	@dwCount logical media or sides
 * @dwCount:	1 to 256
 * @dwOptions:	NTMS_DISMOUNT_DEFERRED to leave the media in their drives as long
 *		as these are not wanted otherwise; NTMS_DISMOUNT_IMMEDIATE, or 0,
 *		to put them back into their slots
 *
 * The call returns when the request is queued.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpMediaId is NULL, @dwCount is out of range, or
 *				  the options are unknown or exclude each other
 * * ERROR_INVALID_MEDIA	- there is no such medium, or it occurs twice
 * * ERROR_INVALID_STATE	- a medium is not mounted
 * * ERROR_MEDIA_OFFLINE	- a medium is offline
 * * ERROR_MEDIA_NOT_AVAILABLE	- a medium is disabled
 * * ERROR_DEVICE_NOT_AVAILABLE	- the drive cannot be used
 * * ERROR_INVALID_LIBRARY	- the library of a medium is gone
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_USE_ACCESS to a pool or to
 *				  the library
 */
DWORD DismountNtmsMedia(HANDLE hSession, LPNTMS_GUID lpMediaId, DWORD dwCount,
			DWORD dwOptions)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_DISMOUNT_MEDIA);
	ntms_call_check(&call, lpMediaId && dwCount && dwCount <= MOST_MEDIA);
	ntms_call_guids(&call, NTMS_A_CALL_MEDIA_LIST, lpMediaId, dwCount);
	ntms_call_u32(&call, NTMS_A_CALL_OPTIONS, dwOptions);
	return ntms_call_finish(&call);
}

/**
 * DismountNtmsDrive() - empty a drive, whoever mounted the medium
 * @hSession:	a session
 * @lpDriveId:	the drive
 *
 * The call returns when the request is queued.  The medium of a stand-alone
 * drive stays there and can be taken out by hand.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpDriveId is NULL
 * * ERROR_INVALID_DRIVE	- there is no such drive
 * * ERROR_INVALID_LIBRARY	- its library is gone
 * * ERROR_RESOURCE_DISABLED	- the drive or its library is disabled
 * * ERROR_DEVICE_NOT_AVAILABLE	- the drive cannot be used
 * * ERROR_INVALID_STATE	- the drive is empty, or its device is open
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_MODIFY_ACCESS to the library
 */
DWORD DismountNtmsDrive(HANDLE hSession, LPNTMS_GUID lpDriveId)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_DISMOUNT_DRIVE);
	ntms_call_check(&call, lpDriveId);
	ntms_call_guid(&call, NTMS_A_CALL_DRIVE, lpDriveId);
	return ntms_call_finish(&call);
}
