// SPDX-License-Identifier: GPL-2.0
/*
 * fake_control.c - the calls of the fake libntms that need a robot, an operator,
 * or the database
 */
#include <stdlib.h>
#include <string.h>

#include "fake.h"

#define ONE(call, word)							\
DWORD call(HANDLE session, LPNTMS_GUID id)				\
{									\
	(void)session;							\
	fake_record(word " %s", fake_hex(id));				\
	return fake_result(#call, ERROR_SUCCESS);			\
}

ONE(DeleteNtmsLibrary, "DeleteLibrary")
ONE(DeleteNtmsDrive, "DeleteDrive")
ONE(DeleteNtmsMedia, "DeleteMedia")
ONE(CleanNtmsDrive, "Clean")
ONE(ReleaseNtmsCleanerSlot, "ReleaseCleanerSlot")
ONE(CancelNtmsLibraryRequest, "CancelRequest")
ONE(CancelNtmsOperatorRequest, "Refuse")
ONE(SatisfyNtmsOperatorRequest, "Satisfy")

#define TWO(call, word, what)						\
DWORD call(HANDLE session, LPNTMS_GUID id, DWORD number)		\
{									\
	(void)session;							\
	fake_record(word " %s " what "=%u", fake_hex(id), number);	\
	return fake_result(#call, ERROR_SUCCESS);			\
}

TWO(AccessNtmsLibraryDoor, "Door", "action")
TWO(IdentifyNtmsSlot, "Identify", "option")
TWO(SetNtmsRequestOrder, "Order", "to")
TWO(WaitForNtmsOperatorRequest, "Wait", "timeout")

#define SWITCH(call, word)						\
DWORD call(HANDLE session, DWORD type, LPNTMS_GUID id)			\
{									\
	(void)session;							\
	fake_record(word " %s type=%u", fake_hex(id), type);		\
	return fake_result(#call, ERROR_SUCCESS);			\
}

SWITCH(EnableNtmsObject, "Enable")
SWITCH(DisableNtmsObject, "Disable")

DWORD SetNtmsDeviceChangeDetection(HANDLE session, HANDLE detection, LPNTMS_GUID ids, DWORD type,
				   DWORD count)
{
	(void)session;
	fake_record("Detect %s type=%u count=%u%s", fake_hex(ids), type, count,
		    detection ? " handle" : "");
	return fake_result("SetNtmsDeviceChangeDetection", ERROR_SUCCESS);
}

DWORD ReserveNtmsCleanerSlot(HANDLE session, LPNTMS_GUID library, LPNTMS_GUID slot)
{
	(void)session;
	fake_record("ReserveCleanerSlot %s slot=%s", fake_hex(library), fake_hex(slot));
	return fake_result("ReserveNtmsCleanerSlot", ERROR_SUCCESS);
}

/* A start gets an operation of its own. */
static DWORD operate(const char *call, const char *word, LPNTMS_GUID id, LPNTMS_GUID operation,
		     DWORD action, bool starts)
{
	DWORD code = fake_result(call, ERROR_SUCCESS);

	fake_record("%s %s operation=%s action=%u", word, fake_hex(id), fake_hex(operation),
		    action);
	if (!code && starts)
		*operation = fake_id(NTMS_LIBREQUEST, 7);
	return code;
}

DWORD EjectNtmsMedia(HANDLE session, LPNTMS_GUID media, LPNTMS_GUID operation, DWORD action)
{
	(void)session;
	return operate("EjectNtmsMedia", "Eject", media, operation, action,
		       action == NTMS_EJECT_START || action == NTMS_EJECT_FORCE);
}

DWORD InjectNtmsMedia(HANDLE session, LPNTMS_GUID library, LPNTMS_GUID operation, DWORD action)
{
	(void)session;
	return operate("InjectNtmsMedia", "Inject", library, operation, action,
		       action == NTMS_INJECT_START || action == NTMS_INJECT_STARTMANY);
}

DWORD InjectNtmsCleaner(HANDLE session, LPNTMS_GUID library, LPNTMS_GUID operation, DWORD uses,
			DWORD action)
{
	(void)session;
	fake_record("uses=%u", uses);
	return operate("InjectNtmsCleaner", "InjectCleaner", library, operation, action,
		       action == NTMS_INJECT_START);
}

DWORD EjectNtmsCleaner(HANDLE session, LPNTMS_GUID library, LPNTMS_GUID operation, DWORD action)
{
	(void)session;
	return operate("EjectNtmsCleaner", "EjectCleaner", library, operation, action,
		       action == NTMS_EJECT_START);
}

DWORD GetNtmsRequestOrder(HANDLE session, LPNTMS_GUID request, LPDWORD order)
{
	const char *given = getenv("FAKE_ORDER");

	(void)session;
	(void)request;
	*order = given ? (DWORD)strtoul(given, NULL, 0) : 2;
	return fake_result("GetNtmsRequestOrder", ERROR_SUCCESS);
}

DWORD DeleteNtmsRequests(HANDLE session, LPNTMS_GUID requests, DWORD type, DWORD count)
{
	(void)session;
	fake_record("DeleteRequests %s type=%u count=%u", fake_hex(requests), type, count);
	return fake_result("DeleteNtmsRequests", ERROR_SUCCESS);
}

DWORD SubmitNtmsOperatorRequestA(HANDLE session, DWORD command, LPCSTR message, LPNTMS_GUID arg1,
				 LPNTMS_GUID arg2, LPNTMS_GUID request)
{
	(void)session;
	fake_record("Submit command=%u '%s'%s%s", command, message, arg1 ? " arg1" : "",
		    arg2 ? " arg2" : "");
	*request = fake_id(NTMS_OPREQUEST, 9);
	return fake_result("SubmitNtmsOperatorRequest", ERROR_SUCCESS);
}

DWORD ntms_acknowledge_oprequest(HANDLE session, const NTMS_GUID *request, BOOL begun)
{
	(void)session;
	fake_record("Acknowledge %s begun=%d", fake_hex(request), begun);
	return fake_result("ntms_acknowledge_oprequest", ERROR_SUCCESS);
}

/* There is one attribute, "Note". */
DWORD GetNtmsObjectAttributeA(HANDLE session, LPNTMS_GUID id, DWORD type, LPCSTR name, LPVOID data,
			      LPDWORD size)
{
	(void)session;
	(void)id;
	(void)type;
	if (strcmp(name, "Note"))
		return fake_result("GetNtmsObjectAttribute", ERROR_OBJECT_NOT_FOUND);
	memcpy(data, "in the vault\n", 13);
	*size = 13;
	return fake_result("GetNtmsObjectAttribute", ERROR_SUCCESS);
}

DWORD SetNtmsObjectAttributeA(HANDLE session, LPNTMS_GUID id, DWORD type, LPCSTR name, LPVOID data,
			      DWORD size)
{
	(void)session;
	fake_record("SetAttribute %s type=%u %s='%.*s' size=%u", fake_hex(id), type, name,
		    (int)size, (const char *)data, size);
	return fake_result("SetNtmsObjectAttribute", ERROR_SUCCESS);
}

/* A descriptor is its own text here. */
static const char sddl[] = "O:S-1-22-1-0D:(A;;0x7;;;S-1-22-2-26)";

DWORD GetNtmsObjectSecurity(HANDLE session, LPNTMS_GUID id, DWORD type, SECURITY_INFORMATION parts,
			    PSECURITY_DESCRIPTOR descriptor, DWORD length, LPDWORD need)
{
	(void)session;
	(void)id;
	(void)parts;
	*need = sizeof(sddl);
	if (type != NTMS_COMPUTER && type != NTMS_LIBRARY && type != NTMS_MEDIA_POOL)
		return fake_result("GetNtmsObjectSecurity", ERROR_NO_SECURITY_ON_OBJECT);
	if (length < sizeof(sddl))
		return fake_result("GetNtmsObjectSecurity", ERROR_INSUFFICIENT_BUFFER);
	memcpy(descriptor, sddl, sizeof(sddl));
	return fake_result("GetNtmsObjectSecurity", ERROR_SUCCESS);
}

DWORD SetNtmsObjectSecurity(HANDLE session, LPNTMS_GUID id, DWORD type, SECURITY_INFORMATION parts,
			    PSECURITY_DESCRIPTOR descriptor)
{
	(void)session;
	fake_record("SetSecurity %s type=%u parts=%u %s", fake_hex(id), type, parts,
		    (const char *)descriptor);
	return fake_result("SetNtmsObjectSecurity", ERROR_SUCCESS);
}

DWORD ntms_sd_from_sddl(const char *text, PSECURITY_DESCRIPTOR *descriptor, DWORD *length)
{
	if (strncmp(text, "O:", 2) && strncmp(text, "D:", 2))
		return fake_result("ntms_sd_from_sddl", ERROR_INVALID_SECURITY_DESCR);
	*descriptor = strdup(text);
	*length = (DWORD)strlen(text) + 1;
	return ERROR_SUCCESS;
}

DWORD ntms_sd_to_sddl(const void *descriptor, DWORD length, char **text)
{
	*text = strndup(descriptor, length);
	return ERROR_SUCCESS;
}

/* Each type has two events, then the channel breaks. */
static struct channel {
	DWORD type;
	int told;
} channels[NTMS_NUMBER_OF_OBJECT_TYPES];

HANDLE OpenNtmsNotification(HANDLE session, DWORD type)
{
	(void)session;
	fake_record("Watch type=%u", type);
	channels[type].type = type;
	return &channels[type];
}

DWORD WaitForNtmsNotification(HANDLE channel, LPNTMS_NOTIFICATIONINFORMATION info, DWORD timeout)
{
	struct channel *c = channel;

	(void)timeout;
	if (c->told == 2)
		return ERROR_NO_DATA;
	info->ObjectId = fake_id(c->type, 1);
	info->dwOperation = c->told++ ? NTMS_OBJ_DELETE : NTMS_OBJ_UPDATE;
	return ERROR_SUCCESS;
}

DWORD CloseNtmsNotification(HANDLE channel)
{
	(void)channel;
	return ERROR_SUCCESS;
}

DWORD ExportNtmsDatabase(HANDLE session)
{
	(void)session;
	fake_record("Export");
	return fake_result("ExportNtmsDatabase", ERROR_SUCCESS);
}

DWORD ImportNtmsDatabase(HANDLE session)
{
	(void)session;
	fake_record("Import");
	return fake_result("ImportNtmsDatabase", ERROR_SUCCESS);
}

/* one drive stands still, one writes, and one was reset and tells nothing */
DWORD ntms_get_drive_status(HANDLE session, const NTMS_GUID *drive,
			    struct ntms_drive_status *status)
{
	(void)session;
	switch (drive->Data2) {
	case 1:
		*status = (struct ntms_drive_status){
			.has = NTMS_DRIVE_READ | NTMS_DRIVE_ALERTS | NTMS_DRIVE_ACTIVITY |
			       NTMS_DRIVE_LOADS | NTMS_DRIVE_CLEANINGS | NTMS_DRIVE_HOURS,
			.read = 1700000000000000000ULL, .cleaning = 1,
			.loads = 120, .cleanings = 7, .hours = 9000,
			.access = NTMS_DRIVE_OPEN_TO_AGENT,
		};
		break;
	case 2:
		*status = (struct ntms_drive_status){
			.has = NTMS_DRIVE_READ | NTMS_DRIVE_BUSY | NTMS_DRIVE_MOUNTED |
			       NTMS_DRIVE_POSITION | NTMS_DRIVE_FILE | NTMS_DRIVE_END |
			       NTMS_DRIVE_ALERTS | NTMS_DRIVE_ACTIVITY |
			       NTMS_DRIVE_MEDIUM_LOADS | NTMS_DRIVE_OWNER,
			.read = 1700000000000000000ULL, .uid = 4000000, .block = 1234567,
			.file = 3, .partition = 1, .alerts = 1ULL << 2 | 1ULL << 19,
			.cleaning = 2, .activity = 6, .medium_loads = 33,
			.access = NTMS_DRIVE_OPEN_TO_USER, .owner = 4000000,
		};
		break;
	default:
		*status = (struct ntms_drive_status){
			.has = NTMS_DRIVE_SUSPECT, .suspect = 1700000000000000000ULL,
		};
	}
	return fake_result("ntms_get_drive_status", ERROR_SUCCESS);
}

DWORD ntms_confirm_position(HANDLE session, const NTMS_GUID *drive)
{
	(void)session;
	fake_record("Confirm %s", fake_hex(drive));
	return fake_result("ntms_confirm_position", ERROR_SUCCESS);
}
