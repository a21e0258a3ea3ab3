// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * strerror.c - error codes in words
 */
#include <stddef.h>

#include <ntms.h>

#define ERROR_TEXT(name, text)	{ name, #name ": " text }

/* In the order of the codes. */
static const struct error_text {
	DWORD code;
	const char *text;
} error_texts[] = {
	ERROR_TEXT(ERROR_SUCCESS, "the call succeeded"),
	ERROR_TEXT(ERROR_FILE_NOT_FOUND, "the file does not exist"),
	ERROR_TEXT(ERROR_ACCESS_DENIED, "the caller lacks a right that the call needs"),
	ERROR_TEXT(ERROR_INVALID_HANDLE,
		   "the handle is none of an open session, notification or detection"),
	ERROR_TEXT(ERROR_NOT_ENOUGH_MEMORY, "there is not enough memory"),
	ERROR_TEXT(ERROR_BAD_FORMAT, "the label is not of a known kind"),
	ERROR_TEXT(ERROR_INVALID_DRIVE, "there is no such drive"),
	ERROR_TEXT(ERROR_WRITE_PROTECT, "the side is complete and cannot be mounted for writing"),
	ERROR_TEXT(ERROR_NOT_READY, "the service is still loading its database"),
	ERROR_TEXT(ERROR_SHARING_VIOLATION, "the file is in use by another process"),
	ERROR_TEXT(ERROR_NOT_SUPPORTED, "the operation is not supported here"),
	ERROR_TEXT(ERROR_INVALID_PARAMETER, "an argument is missing or wrong"),
	ERROR_TEXT(ERROR_CALL_NOT_IMPLEMENTED, "the call does not exist on this system"),
	ERROR_TEXT(ERROR_INSUFFICIENT_BUFFER, "the buffer is too small"),
	ERROR_TEXT(ERROR_INVALID_NAME, "the name is malformed or too long"),
	ERROR_TEXT(ERROR_BUSY, "something that the call needs is in use"),
	ERROR_TEXT(ERROR_ALREADY_EXISTS, "the object exists already"),
	ERROR_TEXT(ERROR_NO_DATA, "the attribute is too large, or the notification was closed"),
	ERROR_TEXT(ERROR_MORE_DATA, "there is more data than was returned"),
	ERROR_TEXT(WAIT_TIMEOUT, "the wait reached its time limit"),
	ERROR_TEXT(ERROR_INVALID_ADDRESS, "the address is not valid"),
	ERROR_TEXT(ERROR_SERVICE_NOT_ACTIVE, "the service is not running"),
	ERROR_TEXT(ERROR_NO_MEDIA_IN_DRIVE, "there is no medium in the drive"),
	ERROR_TEXT(ERROR_CONNECTION_UNAVAIL, "the connection to the service is lost"),
	ERROR_TEXT(ERROR_INVALID_COMPUTERNAME, "the computer name is malformed"),
	ERROR_TEXT(ERROR_NO_NETWORK, "there is no network"),
	ERROR_TEXT(ERROR_CANCELLED, "the request was cancelled"),
	ERROR_TEXT(ERROR_PRIVILEGE_NOT_HELD, "the caller lacks a privilege that the call needs"),
	ERROR_TEXT(ERROR_INVALID_SECURITY_DESCR, "the security descriptor is malformed"),
	ERROR_TEXT(ERROR_NO_SECURITY_ON_OBJECT, "the object has no security descriptor of its own"),
	ERROR_TEXT(ERROR_TIMEOUT, "the time limit was reached"),
	ERROR_TEXT(RPC_S_NO_INTERFACES, "the service is older than the library"),
	ERROR_TEXT(ERROR_NOT_CONNECTED, "the service cannot be reached"),
	ERROR_TEXT(ERROR_INVALID_MEDIA, "there is no such medium, or the same medium twice"),
	ERROR_TEXT(ERROR_INVALID_LIBRARY, "there is no such library"),
	ERROR_TEXT(ERROR_INVALID_MEDIA_POOL,
		   "there is no such media pool, or it does not suit the call"),
	ERROR_TEXT(ERROR_DRIVE_MEDIA_MISMATCH, "drive and medium are in different libraries"),
	ERROR_TEXT(ERROR_MEDIA_OFFLINE, "the medium is offline"),
	ERROR_TEXT(ERROR_LIBRARY_OFFLINE, "the library is offline"),
	ERROR_TEXT(ERROR_EMPTY, "the drive, slot or library holds no medium"),
	ERROR_TEXT(ERROR_NOT_EMPTY, "the object still contains something"),
	ERROR_TEXT(ERROR_MEDIA_UNAVAILABLE, "there is no medium that could be allocated"),
	ERROR_TEXT(ERROR_RESOURCE_DISABLED, "something that the call needs is disabled"),
	ERROR_TEXT(ERROR_INVALID_CLEANER, "the cartridge is not a cleaner"),
	ERROR_TEXT(ERROR_UNABLE_TO_CLEAN, "the drive could not be cleaned"),
	ERROR_TEXT(ERROR_OBJECT_NOT_FOUND, "there is no such object"),
	ERROR_TEXT(ERROR_DATABASE_FAILURE, "the database could not be read or written"),
	ERROR_TEXT(ERROR_DATABASE_FULL, "the database is full"),
	ERROR_TEXT(ERROR_MEDIA_INCOMPATIBLE, "the medium does not fit the device or the pool"),
	ERROR_TEXT(ERROR_RESOURCE_NOT_PRESENT, "something that the call needs does not exist"),
	ERROR_TEXT(ERROR_INVALID_OPERATION, "there is no such operation"),
	ERROR_TEXT(ERROR_MEDIA_NOT_AVAILABLE, "the medium is disabled or not ready"),
	ERROR_TEXT(ERROR_DEVICE_NOT_AVAILABLE, "the device is not connected or not usable"),
	ERROR_TEXT(ERROR_REQUEST_REFUSED, "the operator refused the request"),
	ERROR_TEXT(ERROR_INVALID_DRIVE_OBJECT, "the identifier is not one of a drive"),
	ERROR_TEXT(ERROR_LIBRARY_FULL, "the library has no empty slot"),
	ERROR_TEXT(ERROR_MEDIUM_NOT_ACCESSIBLE, "the robot cannot reach the medium"),
	ERROR_TEXT(ERROR_UNABLE_TO_LOAD_MEDIUM, "the drive could not load the medium"),
	ERROR_TEXT(ERROR_UNABLE_TO_INVENTORY_DRIVE, "the state of a drive could not be read"),
	ERROR_TEXT(ERROR_UNABLE_TO_INVENTORY_SLOT, "the state of a slot could not be read"),
	ERROR_TEXT(ERROR_UNABLE_TO_INVENTORY_TRANSPORT, "the state of the robot could not be read"),
	ERROR_TEXT(ERROR_TRANSPORT_FULL, "the robot already holds a medium"),
	ERROR_TEXT(ERROR_CONTROLLING_IEPORT, "the insert/eject port could not be operated"),
	ERROR_TEXT(ERROR_UNABLE_TO_EJECT_MOUNTED_MEDIA, "a mounted medium cannot be ejected"),
	ERROR_TEXT(ERROR_CLEANER_SLOT_SET, "a cleaner slot is reserved already"),
	ERROR_TEXT(ERROR_CLEANER_SLOT_NOT_SET, "no cleaner slot is reserved"),
	ERROR_TEXT(ERROR_CLEANER_CARTRIDGE_SPENT, "the cleaner is used up"),
	ERROR_TEXT(ERROR_UNEXPECTED_OMID, "the label on the medium is not the one on record"),
	ERROR_TEXT(ERROR_CANT_DELETE_LAST_ITEM, "the last one of its kind cannot be deleted"),
	ERROR_TEXT(ERROR_MESSAGE_EXCEEDS_MAX_SIZE, "the message is too long"),
	ERROR_TEXT(ERROR_VOLUME_CONTAINS_SYS_FILES, "the volume holds files that the system uses"),
	ERROR_TEXT(ERROR_INDIGENOUS_TYPE, "a drive of the library supports this type of media"),
	ERROR_TEXT(ERROR_NO_SUPPORTING_DRIVES, "no drive supports this type of media"),
	ERROR_TEXT(ERROR_CLEANER_CARTRIDGE_INSTALLED, "a cleaner is installed already"),
	ERROR_TEXT(ERROR_IEPORT_FULL, "the insert/eject port is full"),
	ERROR_TEXT(ERROR_RESOURCE_NOT_AVAILABLE, "a resource that the call needs is not available"),
	ERROR_TEXT(ERROR_INVALID_STATE, "the object is not in a state that allows this"),
	ERROR_TEXT(ERROR_INVALID_PARTITION, "the side is missing or in no state that allows this"),
};

/**
 * ntms_strerror() - tell an error code in words
 * @code:	what a call returned
 *
 * Return: the name of the code, a colon and a sentence; a constant string.
 */
const char *ntms_strerror(DWORD code)
{
	size_t low = 0, high = sizeof(error_texts) / sizeof(error_texts[0]), mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (error_texts[mid].code == code)
			return error_texts[mid].text;
		if (error_texts[mid].code < code)
			low = mid + 1;
		else
			high = mid;
	}
	return "unknown error";
}
