// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * drive.c - how drives stand
 *
 * Not calls of Windows: programs there ask the drive itself, and everybody may
 * open it.
 */
#include <stddef.h>
#include <string.h>

#include <linux/netlink.h>
#include <linux/ntms.h>
#include <ntms.h>

#include "session.h"

static const struct {
	uint16_t attribute;
	uint32_t has;
	size_t offset;
} numbers[] = {
#define NUMBER(attribute_, has_, member_) \
	{ NTMS_A_DRIVE_STATUS_##attribute_, NTMS_DRIVE_##has_, \
	  offsetof(struct ntms_drive_status, member_) }
	NUMBER(READ, READ, read),
	NUMBER(SUSPECT, SUSPECT, suspect),
	NUMBER(BLOCK, POSITION, block),
	NUMBER(FILE, FILE, file),
	NUMBER(ALERTS, ALERTS, alerts),
	NUMBER(LOADS, LOADS, loads),
	NUMBER(CLEANINGS, CLEANINGS, cleanings),
	NUMBER(HOURS, HOURS, hours),
	NUMBER(MEDIUM_LOADS, MEDIUM_LOADS, medium_loads),
};

static void take_status(struct ntms_call *call, struct ntms_attrs attrs)
{
	struct ntms_drive_status *status = call->result;
	struct ntms_attr attr;
	uint64_t number;
	size_t i;

	while (ntms_attrs_next(&attrs, &attr)) {
		for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
			if (numbers[i].attribute != attr.type)
				continue;
			number = ntms_attr_u64(&attr);
			memcpy((char *)status + numbers[i].offset, &number, sizeof(number));
			status->has |= numbers[i].has;
		}
		switch (attr.type) {
		case NTMS_A_DRIVE_STATUS_BUSY:
			status->has |= NTMS_DRIVE_BUSY;
			break;
		case NTMS_A_DRIVE_STATUS_BEGINNING:
			status->has |= NTMS_DRIVE_BEGINNING;
			break;
		case NTMS_A_DRIVE_STATUS_END:
			status->has |= NTMS_DRIVE_END;
			break;
		case NTMS_A_DRIVE_STATUS_UID:
			status->uid = ntms_attr_u32(&attr);
			status->has |= NTMS_DRIVE_MOUNTED;
			break;
		case NTMS_A_DRIVE_STATUS_ACCESS:
			status->access = ntms_attr_u32(&attr);
			break;
		case NTMS_A_DRIVE_STATUS_OWNER:
			status->owner = ntms_attr_u32(&attr);
			status->has |= NTMS_DRIVE_OWNER;
			break;
		case NTMS_A_DRIVE_STATUS_PARTITION:
			status->partition = ntms_attr_u32(&attr);
			break;
		case NTMS_A_DRIVE_STATUS_CLEANING:
			status->cleaning = ntms_attr_u32(&attr);
			status->has |= NTMS_DRIVE_ACTIVITY;
			break;
		case NTMS_A_DRIVE_STATUS_ACTIVITY:
			status->activity = ntms_attr_u32(&attr);
			break;
		}
	}
}

/**
 * ntms_get_drive_status() - tell how a drive stands
 * @session:	a session
 * @drive:	the drive
 * @status:	receives it; @status->has says which members are valid
 *
 * A tape drive is asked where its medium stands, for TapeAlert flags and for
 * counters, without its node and without moving anything.  One that a process
 * has open or that the library is working with is not asked: then
 * NTMS_DRIVE_BUSY is set, and what it said before is told.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_HANDLE	- @session is no open session
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL
 * * ERROR_INVALID_DRIVE	- there is no such drive
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_USE_ACCESS to the library
 * * ERROR_DEVICE_NOT_AVAILABLE	- the drive is not connected, or does not answer
 */
DWORD ntms_get_drive_status(HANDLE session, const NTMS_GUID *drive,
			    struct ntms_drive_status *status)
{
	struct ntms_call call;

	ntms_call_begin(&call, session, NTMS_CMD_GET_DRIVE_STATUS);
	ntms_call_check(&call, drive && status);
	ntms_call_guid(&call, NTMS_A_DRIVE_STATUS_DRIVE, drive);
	if (!call.code)
		memset(status, 0, sizeof(*status));
	call.flags &= ~NLM_F_ACK;
	call.reply = take_status;
	call.result = status;
	return ntms_call_finish(&call);
}

/**
 * ntms_confirm_position() - say that it is known where the medium in a drive stands
 * @session:	a session
 * @drive:	the drive
 *
 * When a drive is reset while a medium is mounted in it, the medium is suspect:
 * it may have been rewound, and what is written next might go over what is
 * there.  Whoever uses it positions it anew, for instance with an absolute
 * position or from the beginning, and then calls this.
 *
 * Return:
 *
 * * ERROR_SUCCESS		- also when there was no doubt
 * * ERROR_INVALID_HANDLE	- @session is no open session
 * * ERROR_INVALID_PARAMETER	- @drive is NULL
 * * ERROR_INVALID_DRIVE	- there is no such drive
 * * ERROR_INVALID_STATE	- nothing is in it
 * * ERROR_ACCESS_DENIED	- another user has the medium mounted, and the caller
 *				  lacks NTMS_CONTROL_ACCESS to the library
 */
DWORD ntms_confirm_position(HANDLE session, const NTMS_GUID *drive)
{
	struct ntms_call call;

	ntms_call_begin(&call, session, NTMS_CMD_CONFIRM_POSITION);
	ntms_call_check(&call, drive != NULL);
	ntms_call_guid(&call, NTMS_A_DRIVE_STATUS_DRIVE, drive);
	return ntms_call_finish(&call);
}
