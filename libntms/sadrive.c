// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * sadrive.c - stand-alone drives, named by their device
 *
 * These calls open a session of their own.  They are the calls of others put together
 * (decision A-65), and in no protocol.
 *
 * SDK pages EjectDiskFromSADrive, GetVolumesFromDrive.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lasterror.h"
#include "object.h"
#include "text.h"
#include "wide.h"

#define MOST_IN_NAME	255
#define NAME_SIZE	256

/* What Windows calls a kind of drives, and what the Linux driver calls them. */
static const struct alias {
	const char *windows;
	const char *linux_name;
} aliases[] = {
	{ "tape", "nst" },
	{ "cdrom", "sr" },
	{ "st", "nst" },
	{ "scd", "sr" },
};

/* Objects of a type; *list is to be freed, also on failure. */
static DWORD list_objects(HANDLE session, NTMS_GUID *container, DWORD type,
			  NTMS_GUID **list, DWORD *count)
{
	DWORD code = EnumerateNtmsObject(session, container, NULL, count, type, 0);
	NTMS_GUID *grown;

	while (code == ERROR_INSUFFICIENT_BUFFER) {
		*count += 8;
		grown = realloc(*list, *count * sizeof(**list));
		if (!grown)
			return ntms_result(ERROR_NOT_ENOUGH_MEMORY, NULL);
		*list = grown;
		code = EnumerateNtmsObject(session, container, *list, count, type, 0);
	}
	return code;
}

/* The name that all names of a device have in common: nst0, sr1, sdb. */
static void plain_name(const char *name, char *to, size_t size)
{
	static const char * const prefixes[] = { "\\\\.\\", "/dev/" };
	size_t i, n;

	for (i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		if (!strncmp(name, prefixes[i], strlen(prefixes[i])))
			name += strlen(prefixes[i]);
	}
	for (i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++) {
		n = strlen(aliases[i].windows);
		if (!strncasecmp(name, aliases[i].windows, n) &&
		    isdigit((unsigned char)name[n])) {
			snprintf(to, size, "%s%s", aliases[i].linux_name, name + n);
			return;
		}
	}
	snprintf(to, size, "%s", name);
}

static bool is_same_device(const char *a, const char *b)
{
	char one[NAME_SIZE], other[NAME_SIZE];

	plain_name(a, one, sizeof(one));
	plain_name(b, other, sizeof(other));
	return one[0] && !strcmp(one, other);
}

static DWORD find_drive(HANDLE session, const char *device, struct ntms_record *drive)
{
	NTMS_GUID *list = NULL;
	DWORD count = 0, i;
	DWORD code = list_objects(session, NULL, NTMS_DRIVE, &list, &count);
	bool found = false;

	for (i = 0; i < count && !code && !found; i++) {
		code = ntms_object_read(session, &list[i], NTMS_DRIVE, drive);
		if (code == ERROR_OBJECT_NOT_FOUND)	/* has gone meanwhile */
			code = ERROR_SUCCESS;
		else
			found = !code && is_same_device(drive->info.drive.device_name, device);
	}
	free(list);
	return code || found ? code : ntms_result(ERROR_INVALID_DRIVE, NULL);
}

static DWORD check_stand_alone(HANDLE session, const NTMS_GUID *library)
{
	struct ntms_record record;
	DWORD code = ntms_object_read(session, library, NTMS_LIBRARY, &record);

	if (!code && record.info.library.library_type != NTMS_LIBRARYTYPE_STANDALONE)
		code = ntms_result(ERROR_INVALID_DRIVE, NULL);
	return code;
}

static DWORD find_medium(HANDLE session, struct ntms_record *drive, NTMS_GUID *medium)
{
	struct ntms_record record;
	NTMS_GUID *list = NULL;
	DWORD count = 0, i;
	DWORD code = list_objects(session, &drive->info.drive.library, NTMS_PHYSICAL_MEDIA,
				  &list, &count);
	bool found = false;

	for (i = 0; i < count && !code && !found; i++) {
		code = ntms_object_read(session, &list[i], NTMS_PHYSICAL_MEDIA, &record);
		if (code == ERROR_OBJECT_NOT_FOUND)
			code = ERROR_SUCCESS;
		else
			found = !code && !memcmp(&record.info.physical_media.location,
						 &drive->guid, sizeof(drive->guid));
		if (found)
			*medium = list[i];
	}
	free(list);
	return code || found ? code : ntms_result(ERROR_NO_MEDIA_IN_DRIVE, NULL);
}

/* Whether the requests of an operation have ended, and with which code. */
static bool has_ended(HANDLE session, NTMS_GUID *library, const NTMS_GUID *operation,
		      DWORD *code)
{
	struct ntms_record record;
	NTMS_GUID *list = NULL;
	DWORD count = 0, i, state;
	bool ended = true;

	*code = list_objects(session, library, NTMS_LIBREQUEST, &list, &count);
	for (i = 0; i < count && !*code && ended; i++) {
		if (ntms_object_read(session, &list[i], NTMS_LIBREQUEST, &record) ||
		    memcmp(&record.info.librequest.work_item, operation, sizeof(*operation)))
			continue;
		state = record.info.librequest.state;
		ended = state != NTMS_LM_QUEUED && state != NTMS_LM_WAITING &&
			state != NTMS_LM_INPROCESS;
		if (state == NTMS_LM_FAILED)
			*code = ntms_result(record.info.librequest.error, NULL);
		else if (state == NTMS_LM_CANCELLED || state == NTMS_LM_STOPPED)
			*code = ntms_result(ERROR_CANCELLED, NULL);
	}
	free(list);
	return ended || *code;
}

/* Ejects and waits for the end; events tell when to look again. */
static DWORD eject_and_wait(HANDLE session, NTMS_GUID *library, NTMS_GUID *medium)
{
	HANDLE requests = OpenNtmsNotification(session, NTMS_LIBREQUEST);
	NTMS_NOTIFICATIONINFORMATION event;
	NTMS_GUID operation;
	DWORD code;

	if (requests == INVALID_HANDLE_VALUE)
		return GetLastError();
	code = EjectNtmsMedia(session, medium, &operation, NTMS_EJECT_START);
	while (!code && !has_ended(session, library, &operation, &code))
		code = WaitForNtmsNotification(requests, &event, INFINITE);
	CloseNtmsNotification(requests);
	return ntms_result(code, NULL);
}

static DWORD eject_drive(HANDLE session, const char *device, DWORD options)
{
	struct ntms_record drive;
	NTMS_GUID medium, operation;
	DWORD code;

	code = find_drive(session, device, &drive);
	if (!code)
		code = check_stand_alone(session, &drive.info.drive.library);
	/* no operation is known here that could be stopped */
	if (!code && options == NTMS_EJECT_STOP)
		code = ntms_result(ERROR_INVALID_OPERATION, NULL);
	if (!code)
		code = find_medium(session, &drive, &medium);
	if (code)
		return code;

	if (options == NTMS_EJECT_IMMEDIATE || options == NTMS_EJECT_ASK_USER)
		return eject_and_wait(session, &drive.info.drive.library, &medium);
	return EjectNtmsMedia(session, &medium, &operation,
			      options == NTMS_EJECT_FORCE ? NTMS_EJECT_FORCE :
							    NTMS_EJECT_START);
}

static DWORD eject_by_name(enum ntms_width width, HANDLE session, const void *device,
			   DWORD options)
{
	char name[NAME_SIZE];
	DWORD code;

	if (session == INVALID_HANDLE_VALUE)
		return ntms_result(GetLastError(), NULL);
	if (!device || options > NTMS_EJECT_ASK_USER)
		code = ERROR_INVALID_PARAMETER;
	else if (ntms_text_get(width, device, SIZE_MAX, MOST_IN_NAME, name, sizeof(name)))
		code = ERROR_INVALID_DRIVE;
	else
		code = eject_drive(session, name, options);
	CloseNtmsSession(session);
	return ntms_result(code, NULL);
}

/**
 * EjectDiskFromSADriveA() - eject the medium of a stand-alone drive
 * @lpComputerName:	the computer, as in OpenNtmsSessionA()
 * @lpAppName:		name of the program, as in OpenNtmsSessionA()
 * @lpDeviceName:	the drive, by its device ("/dev/nst0", "nst0") or by the name that
 *			Windows would have for it ("\\.\Tape0", "\\.\Cdrom0")
 * @hWnd:		ignored: nobody is asked
 * @lpTitle:		ignored
 * @lpMessage:		ignored
 * @dwOptions:		NTMS_EJECT_START or NTMS_EJECT_QUEUE to return at once,
 *			NTMS_EJECT_IMMEDIATE or NTMS_EJECT_ASK_USER to return when the
 *			medium is out, NTMS_EJECT_FORCE to return at once and to eject
 *			also what is in use; NTMS_EJECT_STOP finds nothing to stop
 *
 * Return: as OpenNtmsSessionA() and EjectNtmsMedia(), and
 *
 * * ERROR_INVALID_PARAMETER	- @lpDeviceName is NULL or @dwOptions is none of these
 * * ERROR_INVALID_DRIVE	- there is no such stand-alone drive
 * * ERROR_NO_MEDIA_IN_DRIVE	- it is empty
 * * ERROR_INVALID_OPERATION	- NTMS_EJECT_STOP
 * * others			- what the request failed with (NTMS_EJECT_IMMEDIATE)
 */
DWORD EjectDiskFromSADriveA(LPCSTR lpComputerName, LPCSTR lpAppName, LPCSTR lpDeviceName,
			    HWND hWnd, LPCSTR lpTitle, LPCSTR lpMessage, DWORD dwOptions)
{
	(void)hWnd, (void)lpTitle, (void)lpMessage;
	return eject_by_name(NTMS_UTF8, OpenNtmsSessionA(lpComputerName, lpAppName, 0),
			     lpDeviceName, dwOptions);
}

/**
 * EjectDiskFromSADriveW() - as EjectDiskFromSADriveA(), with text in WCHARs
 * @lpComputerName:	the computer
 * @lpAppName:		name of the program
 * @lpDeviceName:	the drive
 * @hWnd:		ignored
 * @lpTitle:		ignored
 * @lpMessage:		ignored
 * @dwOptions:		what to do
 *
 * Return: as EjectDiskFromSADriveA().
 */
DWORD EjectDiskFromSADriveW(LPCWSTR lpComputerName, LPCWSTR lpAppName, LPCWSTR lpDeviceName,
			    HWND hWnd, LPCWSTR lpTitle, LPCWSTR lpMessage, DWORD dwOptions)
{
	(void)hWnd, (void)lpTitle, (void)lpMessage;
	return eject_by_name(NTMS_UTF32, OpenNtmsSessionW(lpComputerName, lpAppName, 0),
			     lpDeviceName, dwOptions);
}

/* The same for programs whose WCHAR has two bytes. */
DWORD EjectDiskFromSADriveW_u16(const uint16_t *lpComputerName, const uint16_t *lpAppName,
				const uint16_t *lpDeviceName, HWND hWnd,
				const uint16_t *lpTitle, const uint16_t *lpMessage,
				DWORD dwOptions)
{
	(void)hWnd, (void)lpTitle, (void)lpMessage;
	return eject_by_name(NTMS_UTF16, OpenNtmsSessionW_u16(lpComputerName, lpAppName, 0),
			     lpDeviceName, dwOptions);
}

static DWORD get_volumes(const void *drive, void **volume, void **letter)
{
	if (!drive || !volume || !letter)
		return ntms_result(ERROR_INVALID_PARAMETER, NULL);
	*volume = NULL;
	*letter = NULL;
	return ntms_result(ERROR_NOT_SUPPORTED, NULL);
}

/**
 * GetVolumesFromDriveA() - tell volume and drive letter of a drive
 * @pszDriveName:		the drive
 * @VolumeNameBufferPtr:	receives NULL
 * @DriveLetterBufferPtr:	receives NULL
 *
 * There are no drive letters here.
 *
 * Return:
 *
 * * ERROR_NOT_SUPPORTED	- always, unless
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL
 */
DWORD GetVolumesFromDriveA(LPSTR pszDriveName, LPSTR *VolumeNameBufferPtr,
			   LPSTR *DriveLetterBufferPtr)
{
	return get_volumes(pszDriveName, (void **)VolumeNameBufferPtr,
			   (void **)DriveLetterBufferPtr);
}

/**
 * GetVolumesFromDriveW() - as GetVolumesFromDriveA(), with text in WCHARs
 * @pszDriveName:		the drive
 * @VolumeNameBufferPtr:	receives NULL
 * @DriveLetterBufferPtr:	receives NULL
 *
 * Return: as GetVolumesFromDriveA().
 */
DWORD GetVolumesFromDriveW(LPWSTR pszDriveName, LPWSTR *VolumeNameBufferPtr,
			   LPWSTR *DriveLetterBufferPtr)
{
	return get_volumes(pszDriveName, (void **)VolumeNameBufferPtr,
			   (void **)DriveLetterBufferPtr);
}

/* The same for programs whose WCHAR has two bytes. */
DWORD GetVolumesFromDriveW_u16(uint16_t *pszDriveName, uint16_t **VolumeNameBufferPtr,
			       uint16_t **DriveLetterBufferPtr)
{
	return get_volumes(pszDriveName, (void **)VolumeNameBufferPtr,
			   (void **)DriveLetterBufferPtr);
}
