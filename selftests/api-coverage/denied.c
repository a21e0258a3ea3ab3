// SPDX-License-Identifier: GPL-2.0
/*
 * denied.c - rows of users without rights, of a store that fails, and without the module
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inworld.h"

static NTMS_GUID out, drives[2];
static DWORD number;

/* An ordinary user. */
void denied(void)
{
	NTMS_OBJECTINFORMATIONA info = { .dwSize = sizeof(info), .dwType = NTMS_UNKNOWN };
	char bytes[200];

	ROW(MountNtmsMedia(s, LMID(M_LOCKED), drives, 1, 0, 0, 0, NULL), ERROR_ACCESS_DENIED);
	ROW(DismountNtmsMedia(s, LMID(M_LOCKED), 1, 0), ERROR_ACCESS_DENIED);
	ROW(DismountNtmsDrive(s, THING(LOCKED_DRIVE)), ERROR_ACCESS_DENIED);
	ROW(AllocateNtmsMedia(s, THING(APP_LOCKED), NULL, &out, 0, 0, NULL), ERROR_ACCESS_DENIED);
	ROW(DeallocateNtmsMedia(s, LMID(M_LOCKED), 0), ERROR_ACCESS_DENIED);
	ROW(SwapNtmsMedia(s, LMID(M_LOCKED), LMID(M_ALLOCATED)), ERROR_ACCESS_DENIED);
	ROW(DecommissionNtmsMedia(s, SIDE(M_LOCKED_FREE)), ERROR_ACCESS_DENIED);
	ROW(SetNtmsMediaComplete(s, LMID(M_LOCKED)), ERROR_ACCESS_DENIED);
	ROW(CreateNtmsMediaPoolA(s, "Locked\\New", NULL, NTMS_OPEN_ALWAYS, NULL, &out),
	    ERROR_OBJECT_NOT_FOUND);	/* it holds media */
	ROW(CreateNtmsMediaPoolA(s, "Locked", NULL, NTMS_OPEN_EXISTING, NULL, &out),
	    ERROR_ACCESS_DENIED);
	ROW(DeleteNtmsMediaPool(s, THING(EMPTY_LOCKED)), ERROR_ACCESS_DENIED);
	ROW(MoveToNtmsMediaPool(s, MEDIUM(M_LOCKED), THING(APP)), ERROR_ACCESS_DENIED);
	ROW(ChangeNtmsMediaType(s, MEDIUM(M_LOCKED), THING(APP)), ERROR_ACCESS_DENIED);
	ROW(DeleteNtmsMedia(s, MEDIUM(M_LOCKED_OFFLINE)), ERROR_ACCESS_DENIED);
	describe_new(APP_LOCKED);
	ROW(CreateNtmsMediaA(s, &new_medium, &new_side, 0), ERROR_ACCESS_DENIED);
	ROW(AddNtmsMediaType(s, THING(TAPE), THING(LOCKED)), ERROR_ACCESS_DENIED);
	ROW(DeleteNtmsMediaType(s, THING(TAPE), THING(LOCKED)), ERROR_ACCESS_DENIED);
	ROW(GetNtmsObjectInformationA(s, THING(LOCKED), &info), ERROR_ACCESS_DENIED);
	info.dwType = NTMS_LIBRARY;
	strcpy(info.szName, "x");
	ROW(SetNtmsObjectInformationA(s, THING(LOCKED), &info), ERROR_ACCESS_DENIED);
	number = 1;
	ROW(EnumerateNtmsObject(s, THING(LOCKED), &out, &number, NTMS_DRIVE, 0),
	    ERROR_ACCESS_DENIED);
	ROW(EnableNtmsObject(s, NTMS_DRIVE, THING(LOCKED_DRIVE)), ERROR_ACCESS_DENIED);
	ROW(DisableNtmsObject(s, NTMS_DRIVE, THING(LOCKED_DRIVE)), ERROR_ACCESS_DENIED);
	ROW(DeleteNtmsLibrary(s, THING(LOCKED)), ERROR_ACCESS_DENIED);
	ROW(DeleteNtmsDrive(s, THING(LOCKED_DRIVE)), ERROR_ACCESS_DENIED);
	ROW(SetNtmsObjectAttributeA(s, THING(LOCKED), NTMS_LIBRARY, "a", "1", 1),
	    ERROR_ACCESS_DENIED);
	number = sizeof(bytes);
	ROW(GetNtmsObjectAttributeA(s, THING(LOCKED), NTMS_LIBRARY, "a", bytes, &number),
	    ERROR_ACCESS_DENIED);
	ROW(GetNtmsObjectSecurity(s, THING(LOCKED), NTMS_LIBRARY, 7, bytes, sizeof(bytes),
				  &number), ERROR_ACCESS_DENIED);
	ROW(set_security(THING(LOCKED), "D:"), ERROR_ACCESS_DENIED);
	number = 0;
	ROW(GetNtmsUIOptionsA(s, THING(LOCKED), NTMS_UITYPE_REQ, NULL, &number),
	    ERROR_ACCESS_DENIED);
	ROW(SetNtmsUIOptionsA(s, THING(LOCKED), NTMS_UITYPE_REQ, NTMS_UIDEST_ADD, "x"),
	    ERROR_ACCESS_DENIED);
	ROW(SubmitNtmsOperatorRequestA(s, NTMS_OPREQ_CLEANER, "x", THING(LOCKED), NULL, &out),
	    ERROR_ACCESS_DENIED);
	ROW(InventoryNtmsLibrary(s, THING(LOCKED), NTMS_INVENTORY_FAST), ERROR_ACCESS_DENIED);
	ROW(IdentifyNtmsSlot(s, THING(LOCKED_SLOT), 0), ERROR_ACCESS_DENIED);
	ROW(AccessNtmsLibraryDoor(s, THING(LOCKED), 0), ERROR_ACCESS_DENIED);
	ROW(EjectNtmsMedia(s, MEDIUM(M_ELSEWHERE), &out, 0), ERROR_ACCESS_DENIED);
	ROW(InjectNtmsMedia(s, THING(LOCKED), &out, 0), ERROR_ACCESS_DENIED);
	ROW(CleanNtmsDrive(s, THING(LOCKED_DRIVE)), ERROR_ACCESS_DENIED);
	ROW(ReserveNtmsCleanerSlot(s, THING(LOCKED), THING(LOCKED_SLOT)), ERROR_ACCESS_DENIED);
	ROW(ReleaseNtmsCleanerSlot(s, THING(LOCKED)), ERROR_ACCESS_DENIED);
	ROW(InjectNtmsCleaner(s, THING(LOCKED), &out, 1, 0), ERROR_ACCESS_DENIED);
	ROW(EjectNtmsCleaner(s, THING(LOCKED), &out, 0), ERROR_ACCESS_DENIED);
	ROW(label(M_ELSEWHERE), ERROR_ACCESS_DENIED);
}

/* He may use the computer, then not even that. */
void outsider(void)
{
	HANDLE root = s, channel;
	NTMS_GUID mount;

	ROW(SubmitNtmsOperatorRequestA(s, NTMS_OPREQ_MESSAGE, "x", NULL, NULL, &out),
	    ERROR_SUCCESS);
	begin_waiting(true);
	row("a mount waits", !find_request(NTMS_LIBREQUEST, 0, &mount), 0);
	ROW(set_security(THING(COMPUTER), "D:(A;;CC;;;WD)"), ERROR_SUCCESS);
	ROW(set_security(THING(OFFLINE), "D:(A;;CC;;;WD)"), ERROR_SUCCESS);
	row("there is a user", seteuid(USER) ? (DWORD)errno : 0, 0);
	s = OpenNtmsSessionA(NULL, "outsider", 0);
	ROW(CancelNtmsLibraryRequest(s, &mount), ERROR_ACCESS_DENIED);
	ROW(GetNtmsRequestOrder(s, &mount, &number), ERROR_ACCESS_DENIED);
	ROW(SetNtmsRequestOrder(s, &mount, 1), ERROR_ACCESS_DENIED);
	ROW(DeleteNtmsRequests(s, &mount, NTMS_LIBREQUEST, 1), ERROR_ACCESS_DENIED);
	ROW(CancelNtmsOperatorRequest(s, &out), ERROR_ACCESS_DENIED);
	ROW(SatisfyNtmsOperatorRequest(s, &out), ERROR_ACCESS_DENIED);
	ROW(ImportNtmsDatabase(s), ERROR_ACCESS_DENIED);
	ROW(ExportNtmsDatabase(s), ERROR_ACCESS_DENIED);
	if (seteuid(0))
		abort();
	CloseNtmsSession(waiter.session);
	row("the mount is cancelled with its session", end_waiting(), ERROR_CANCELLED);
	channel = s;
	s = root;
	ROW(set_security(THING(COMPUTER), "D:"), ERROR_SUCCESS);
	s = channel;
	ROW(WaitForNtmsOperatorRequest(s, &out, 0), ERROR_ACCESS_DENIED);
	row("there is a user", seteuid(USER) ? (DWORD)errno : 0, 0);
	row("OpenNtmsNotification gives no handle",
	    OpenNtmsNotification(s, NTMS_DRIVE) == INVALID_HANDLE_VALUE ? GetLastError() : 0,
	    ERROR_ACCESS_DENIED);
	CloseNtmsSession(s);
	s = root;
	row("OpenNtmsSession gives no handle",
	    OpenNtmsSessionA(NULL, NULL, 0) == INVALID_HANDLE_VALUE ? GetLastError() : 0,
	    ERROR_ACCESS_DENIED);
	if (seteuid(0))
		abort();
}

/* All library requests; those that are finished can be deleted. */
static DWORD delete_finished(void)
{
	NTMS_GUID list[64];
	DWORD n = 64, code = EnumerateNtmsObject(s, NULL, list, &n, NTMS_LIBREQUEST, 0);

	return code ? code : DeleteNtmsRequests(s, list, NTMS_LIBREQUEST, n);
}

/* Nothing of this may happen, so that it can be asked for again and again. */
void not_stored(DWORD code)
{
	NTMS_OBJECTINFORMATIONA info = { .dwSize = sizeof(info), .dwType = NTMS_MEDIA_POOL };

	ROW(delete_finished(), code);
	ROW(MountNtmsMedia(s, LMID(M_OFFLINE), drives, 1, 0, 0, 60000, NULL), code);
	ROW(ChangeNtmsMediaType(s, MEDIUM(M_ALLOCATED), THING(BARES)), code);
	ROW(DeleteNtmsDrive(s, THING(DEAD_DRIVE)), code);
	ROW(label(M_ALLOCATED), code);
	ROW(AllocateNtmsMedia(s, THING(APP), SIDE(M_IMPORT), &out, 0, 0, NULL), code);
	ROW(DeallocateNtmsMedia(s, LMID(M_ALLOCATED), 0), code);
	ROW(SwapNtmsMedia(s, LMID(M_ALLOCATED), LMID(M_SECOND)), code);
	ROW(DecommissionNtmsMedia(s, SIDE(M_LOCKED_FREE)), code);
	ROW(SetNtmsMediaComplete(s, LMID(M_ALLOCATED)), code);
	ROW(CreateNtmsMediaPoolA(s, "New", NULL, NTMS_CREATE_NEW, NULL, &out), code);
	ROW(DeleteNtmsMediaPool(s, THING(EMPTY)), code);
	ROW(MoveToNtmsMediaPool(s, MEDIUM(M_ALLOCATED), THING(OTHER)), code);
	ROW(DeleteNtmsMedia(s, MEDIUM(M_SCRAP)), code);
	describe_new(APP);
	ROW(CreateNtmsMediaA(s, &new_medium, &new_side, 0), code);
	ROW(AddNtmsMediaType(s, THING(BARE), THING(LIBRARY)), code);
	ROW(DeleteNtmsMediaType(s, THING(DISK), THING(LOCKED)), code);
	GetNtmsObjectInformationA(s, THING(EMPTY), &info);
	strcpy(info.szDescription, "other");
	ROW(SetNtmsObjectInformationA(s, THING(EMPTY), &info), code);
	ROW(SubmitNtmsOperatorRequestA(s, NTMS_OPREQ_MESSAGE, "x", NULL, NULL, &out), code);
	ROW(SetNtmsObjectAttributeA(s, THING(APP), NTMS_MEDIA_POOL, "a", "1", 1), code);
	ROW(set_security(THING(APP), "D:(A;;GA;;;WD)"), code);
	ROW(DeleteNtmsLibrary(s, THING(DEAD)), code);
	ROW(EnableNtmsObject(s, NTMS_PHYSICAL_MEDIA, MEDIUM(M_DISABLED)), code);
	ROW(DisableNtmsObject(s, NTMS_PHYSICAL_MEDIA, MEDIUM(M_ALLOCATED)), code);
}

void gone(void)
{
	NTMS_NOTIFICATIONINFORMATION info;
	HANDLE n = OpenNtmsNotification(s, NTMS_DRIVE);

	row("the module is unloaded", (DWORD)system("rmmod ntms"), 0);
	number = 0;
	ROW(GetNtmsObjectAttributeA(s, THING(APP), NTMS_MEDIA_POOL, "a", NULL, &number),
	    ERROR_NOT_CONNECTED);
	ROW(SetNtmsObjectAttributeA(s, THING(APP), NTMS_MEDIA_POOL, "a", "1", 1),
	    ERROR_NOT_CONNECTED);
	ROW(SubmitNtmsOperatorRequestA(s, NTMS_OPREQ_MESSAGE, "x", NULL, NULL, &out),
	    ERROR_NOT_CONNECTED);
	ROW(WaitForNtmsOperatorRequest(s, NONE, 0), ERROR_NOT_CONNECTED);
	ROW(ImportNtmsDatabase(s), ERROR_NOT_CONNECTED);
	ROW(ExportNtmsDatabase(s), ERROR_NOT_CONNECTED);
	ROW(InventoryNtmsLibrary(s, THING(LIBRARY), NTMS_INVENTORY_FAST), ERROR_NOT_CONNECTED);
	ROW(label(M_ALLOCATED), ERROR_NOT_CONNECTED);
	ROW(ReserveNtmsCleanerSlot(s, THING(LIBRARY), THING(SLOT)), ERROR_NOT_CONNECTED);
	ROW(ReleaseNtmsCleanerSlot(s, THING(LIBRARY)), ERROR_NOT_CONNECTED);
	ROW(EjectNtmsCleaner(s, THING(LIBRARY), &out, 0), ERROR_NOT_CONNECTED);
	row("OpenNtmsNotification gives no handle",
	    OpenNtmsNotification(s, NTMS_DRIVE) == INVALID_HANDLE_VALUE ? GetLastError() : 0,
	    ERROR_NOT_CONNECTED);
	row("OpenNtmsSession gives no handle",
	    OpenNtmsSessionA(NULL, NULL, 0) == INVALID_HANDLE_VALUE ? GetLastError() : 0,
	    ERROR_NOT_CONNECTED);
	if (n != INVALID_HANDLE_VALUE)
		ROW(WaitForNtmsNotification(n, &info, 0), ERROR_NO_DATA);
}
