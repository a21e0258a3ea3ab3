// SPDX-License-Identifier: GPL-2.0
/*
 * rows.c - the error rows of the API, provoked through libntms on the module
 *
 *	rows root	what an administrator can run into
 *	rows user	what an ordinary user may not do
 *	rows outsider	what he may not do when the computer is not his to control
 *	rows full	the store's disk is full
 *	rows failure	the store cannot write
 *	rows gone	the module is unloaded
 *
 * Runs in the world of inworld.c.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <ntms.h>

#include "inworld.h"

HANDLE s;

static NTMS_GUID out, out2, drives[2];
static DWORD number;

static void mounting(void)
{
	NTMS_GUID two[2] = { *LMID(M_ALLOCATED), *SIDE(M_ALLOCATED) };
	const DWORD now = NTMS_MOUNT_ERROR_NOT_AVAILABLE | NTMS_MOUNT_ERROR_OFFLINE;

	ROW(MountNtmsMedia(s, NONE, drives, 1, now, 0, 0, NULL), ERROR_INVALID_MEDIA);
	ROW(MountNtmsMedia(s, two, drives, 2, now, 0, 0, NULL), ERROR_INVALID_MEDIA);
	ROW(MountNtmsMedia(s, two, drives, 1, 0x1000, 0, 0, NULL), ERROR_INVALID_PARAMETER);
	ROW(MountNtmsMedia(s, two, drives, 1, now, 16, 0, NULL), ERROR_INVALID_PARAMETER);
	ROW(MountNtmsMedia(s, LMID(M_COMPLETE), drives, 1, now | NTMS_MOUNT_WRITE, 0, 0, NULL),
	    ERROR_WRITE_PROTECT);
	ROW(MountNtmsMedia(s, LMID(M_DISABLED), drives, 1, now, 0, 0, NULL),
	    ERROR_RESOURCE_DISABLED);
	ROW(MountNtmsMedia(s, LMID(M_OFFLINE), drives, 1, now, 0, 0, NULL), ERROR_MEDIA_OFFLINE);
	ROW(MountNtmsMedia(s, SIDE(M_BAD), drives, 1, now | NTMS_MOUNT_WRITE, 0, 0, NULL),
	    ERROR_INVALID_STATE);
	drives[0] = *NONE;
	ROW(MountNtmsMedia(s, LMID(M_ALLOCATED), drives, 1, now | NTMS_MOUNT_SPECIFIC_DRIVE, 0, 0,
			   NULL), ERROR_INVALID_DRIVE);
	drives[0] = *THING(LOCKED_DRIVE);
	ROW(MountNtmsMedia(s, LMID(M_ALLOCATED), drives, 1, now | NTMS_MOUNT_SPECIFIC_DRIVE, 0, 0,
			   NULL), ERROR_DRIVE_MEDIA_MISMATCH);
	two[1] = *LMID(M_ELSEWHERE);
	ROW(MountNtmsMedia(s, two, drives, 2, now, 0, 0, NULL), ERROR_INVALID_LIBRARY);
	two[1] = *LMID(M_OFFLINE);
	ROW(MountNtmsMedia(s, two, drives, 2, now, 0, 0, NULL), ERROR_MEDIA_OFFLINE);

	ROW(DismountNtmsMedia(s, NONE, 1, 0), ERROR_INVALID_MEDIA);
	ROW(DismountNtmsMedia(s, LMID(M_ALLOCATED), 1, 0), ERROR_INVALID_STATE);
	ROW(DismountNtmsMedia(s, LMID(M_OFFLINE), 1, 0), ERROR_MEDIA_OFFLINE);
	ROW(DismountNtmsMedia(s, LMID(M_DISABLED), 1, 0), ERROR_MEDIA_NOT_AVAILABLE);
	ROW(DismountNtmsDrive(s, NONE), ERROR_INVALID_DRIVE);
	/* nothing of the world is connected */
	ROW(DismountNtmsDrive(s, THING(DRIVE2)), ERROR_LIBRARY_OFFLINE);
}

static void allocation(void)
{
	ROW(AllocateNtmsMedia(s, NONE, NULL, &out, 0, 0, NULL), ERROR_INVALID_MEDIA_POOL);
	ROW(AllocateNtmsMedia(s, THING(FREE), NULL, &out, 0, 0, NULL), ERROR_INVALID_MEDIA_POOL);
	ROW(AllocateNtmsMedia(s, THING(APP), NONE, &out, 0, 0, NULL), ERROR_INVALID_MEDIA);
	ROW(AllocateNtmsMedia(s, THING(APP), SIDE(M_SCRAP), &out, 0, 0, NULL),
	    ERROR_MEDIA_OFFLINE);
	ROW(AllocateNtmsMedia(s, THING(EMPTY), NULL, &out, NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE,
			      1000, NULL), ERROR_MEDIA_UNAVAILABLE);
	ROW(AllocateNtmsMedia(s, THING(EMPTY), NULL, &out, 0, 50, NULL), ERROR_TIMEOUT);
	ROW(AllocateNtmsMedia(s, THING(APP), NULL, &out, 0x80, 0, NULL), ERROR_INVALID_PARAMETER);

	ROW(DeallocateNtmsMedia(s, NONE, 0), ERROR_INVALID_MEDIA);
	ROW(SwapNtmsMedia(s, NONE, LMID(M_SECOND)), ERROR_INVALID_MEDIA);
	ROW(SwapNtmsMedia(s, LMID(M_ALLOCATED), LMID(M_ALLOCATED)), ERROR_INVALID_PARAMETER);
	ROW(SwapNtmsMedia(s, LMID(M_ALLOCATED), LMID(M_THIRD)), ERROR_INVALID_MEDIA_POOL);
	ROW(SwapNtmsMedia(s, LMID(M_ALLOCATED), LMID(M_COMPLETE)), ERROR_INVALID_STATE);
	ROW(DecommissionNtmsMedia(s, NONE), ERROR_INVALID_MEDIA);
	ROW(DecommissionNtmsMedia(s, SIDE(M_ALLOCATED)), ERROR_INVALID_STATE);
	ROW(SetNtmsMediaComplete(s, NONE), ERROR_INVALID_MEDIA);
	ROW(SetNtmsMediaComplete(s, LMID(M_COMPLETE)), ERROR_INVALID_STATE);
	ROW(SetNtmsMediaComplete(s, LMID(M_LOADED)), ERROR_INVALID_STATE);
}

static void pools(void)
{
	NTMS_OBJECTINFORMATIONA info = { .dwSize = sizeof(info), .dwType = NTMS_UNKNOWN };

	ROW(CreateNtmsMediaPoolA(s, "App", NULL, NTMS_CREATE_NEW, NULL, &out),
	    ERROR_ALREADY_EXISTS);
	ROW(CreateNtmsMediaPoolA(s, "None", NULL, NTMS_OPEN_EXISTING, NULL, &out),
	    ERROR_OBJECT_NOT_FOUND);
	ROW(CreateNtmsMediaPoolA(s, "a\\\\b", NULL, NTMS_CREATE_NEW, NULL, &out),
	    ERROR_INVALID_NAME);
	ROW(CreateNtmsMediaPoolA(s, "New", NONE, NTMS_CREATE_NEW, NULL, &out),
	    ERROR_INVALID_MEDIA);
	ROW(CreateNtmsMediaPoolA(s, "New", NULL, 9, NULL, &out), ERROR_INVALID_PARAMETER);
	number = 0;
	ROW(GetNtmsMediaPoolNameA(s, NONE, NULL, &number), ERROR_INVALID_MEDIA_POOL);
	ROW(GetNtmsMediaPoolNameA(s, THING(APP), NULL, &number), ERROR_INSUFFICIENT_BUFFER);
	ROW(DeleteNtmsMediaPool(s, NONE), ERROR_INVALID_MEDIA_POOL);
	ROW(DeleteNtmsMediaPool(s, THING(FREE)), ERROR_INVALID_MEDIA_POOL);
	ROW(DeleteNtmsMediaPool(s, THING(APP)), ERROR_NOT_EMPTY);
	ROW(MoveToNtmsMediaPool(s, NONE, THING(APP)), ERROR_INVALID_MEDIA);
	ROW(MoveToNtmsMediaPool(s, MEDIUM(M_ALLOCATED), NONE), ERROR_INVALID_MEDIA_POOL);
	ROW(MoveToNtmsMediaPool(s, MEDIUM(M_ALLOCATED), THING(UNREC)), ERROR_INVALID_MEDIA_POOL);
	ROW(MoveToNtmsMediaPool(s, MEDIUM(M_ALLOCATED), THING(DISKS)), ERROR_MEDIA_INCOMPATIBLE);
	ROW(MoveToNtmsMediaPool(s, MEDIUM(M_LOADED), THING(OTHER)), ERROR_BUSY);
	ROW(ChangeNtmsMediaType(s, NONE, THING(APP)), ERROR_INVALID_MEDIA);
	ROW(ChangeNtmsMediaType(s, MEDIUM(M_ALLOCATED), NONE), ERROR_INVALID_MEDIA_POOL);
	ROW(ChangeNtmsMediaType(s, MEDIUM(M_OFFLINE), THING(OTHER)), ERROR_LIBRARY_OFFLINE);
	ROW(AddNtmsMediaType(s, NONE, THING(LIBRARY)), ERROR_INVALID_MEDIA);
	ROW(AddNtmsMediaType(s, THING(TAPE), NONE), ERROR_INVALID_LIBRARY);
	ROW(DeleteNtmsMediaType(s, THING(TAPE), NONE), ERROR_INVALID_LIBRARY);
	ROW(DeleteNtmsMediaType(s, THING(TAPE), THING(LIBRARY)), ERROR_NOT_EMPTY);

	ROW(GetNtmsObjectInformationA(s, NONE, &info), ERROR_OBJECT_NOT_FOUND);
	info.dwType = NTMS_DRIVE;
	ROW(SetNtmsObjectInformationA(s, NONE, &info), ERROR_OBJECT_NOT_FOUND);
	number = 1;
	ROW(EnumerateNtmsObject(s, NONE, &out, &number, NTMS_DRIVE, 0), ERROR_OBJECT_NOT_FOUND);
	ROW(EnumerateNtmsObject(s, NULL, &out, &number, 99, 0), ERROR_INVALID_PARAMETER);
	ROW(EnumerateNtmsObject(s, NULL, &out, &number, NTMS_PHYSICAL_MEDIA, 0),
	    ERROR_INSUFFICIENT_BUFFER);
}

static void by_hand(void)
{
	describe_new(NOBODY);
	ROW(CreateNtmsMediaA(s, &new_medium, &new_side, 0), ERROR_INVALID_MEDIA_POOL);
	describe_new(FREE);
	ROW(CreateNtmsMediaA(s, &new_medium, &new_side, 0), ERROR_INVALID_MEDIA_POOL);
	describe_new(DISKS);
	ROW(CreateNtmsMediaA(s, &new_medium, &new_side, 0), ERROR_MEDIA_INCOMPATIBLE);
	describe_new(APP);
	strcpy(new_medium.Info.PhysicalMedia.szBarCode, "T000000");
	ROW(CreateNtmsMediaA(s, &new_medium, &new_side, 0), ERROR_INVALID_MEDIA);
	describe_new(APP);
	new_medium.Info.PhysicalMedia.CurrentLibrary = *THING(LIBRARY);
	ROW(CreateNtmsMediaA(s, &new_medium, &new_side, 0), ERROR_INVALID_PARAMETER);
	describe_new(OTHER);
	ROW(CreateNtmsMediaA(s, &new_medium, &new_side, 0), ERROR_SUCCESS);
	out = new_medium.ObjectGuid;
	describe_new(OTHER);
	ROW(CreateNtmsMediaA(s, &new_medium, &new_side, NTMS_ERROR_ON_DUPLICATE),
	    ERROR_INVALID_MEDIA);
	ROW(DeleteNtmsMedia(s, NONE), ERROR_INVALID_MEDIA);
	ROW(DeleteNtmsMedia(s, MEDIUM(M_ALLOCATED)), ERROR_INVALID_STATE);
	ROW(DeleteNtmsMedia(s, MEDIUM(M_OFFLINE)), ERROR_INVALID_STATE);
	ROW(DeleteNtmsMedia(s, &out), ERROR_SUCCESS);

	ROW(UpdateNtmsOmidInfo(s, NONE, NTMS_OMID_TYPE_RAW_LABEL, 1, &out), ERROR_INVALID_MEDIA);
}

static void requests(void)
{
	ROW(SubmitNtmsOperatorRequestA(s, NTMS_OPREQ_UNKNOWN, "x", NULL, NULL, &out),
	    ERROR_INVALID_PARAMETER);
	ROW(SubmitNtmsOperatorRequestA(s, NTMS_OPREQ_NEWMEDIA, "x", NONE, NULL, &out),
	    ERROR_OBJECT_NOT_FOUND);
	ROW(SubmitNtmsOperatorRequestA(s, NTMS_OPREQ_MESSAGE, "x", NULL, NULL, &out),
	    ERROR_SUCCESS);
	ROW(WaitForNtmsOperatorRequest(s, &out, 0), ERROR_TIMEOUT);
	ROW(SatisfyNtmsOperatorRequest(s, &out), ERROR_SUCCESS);
	ROW(WaitForNtmsOperatorRequest(s, &out, 0), ERROR_SUCCESS);
	ROW(SatisfyNtmsOperatorRequest(s, &out), ERROR_OBJECT_NOT_FOUND);
	ROW(CancelNtmsOperatorRequest(s, &out), ERROR_INVALID_STATE);
	ROW(SubmitNtmsOperatorRequestA(s, NTMS_OPREQ_MESSAGE, "y", NULL, NULL, &out2),
	    ERROR_SUCCESS);
	ROW(CancelNtmsOperatorRequest(s, &out2), ERROR_SUCCESS);
	ROW(WaitForNtmsOperatorRequest(s, &out2, 0), ERROR_CANCELLED);
	ROW(WaitForNtmsOperatorRequest(s, NONE, 0), ERROR_OBJECT_NOT_FOUND);
	ROW(CancelNtmsOperatorRequest(s, NONE), ERROR_OBJECT_NOT_FOUND);
	ROW(SatisfyNtmsOperatorRequest(s, NONE), ERROR_OBJECT_NOT_FOUND);
	ROW(CancelNtmsLibraryRequest(s, NONE), ERROR_OBJECT_NOT_FOUND);
	ROW(GetNtmsRequestOrder(s, NONE, &number), ERROR_SUCCESS);
	ROW(SetNtmsRequestOrder(s, NONE, 1), ERROR_OBJECT_NOT_FOUND);
	ROW(DeleteNtmsRequests(s, NONE, NTMS_DRIVE, 1), ERROR_INVALID_PARAMETER);
	ROW(DeleteNtmsRequests(s, NONE, NTMS_OPREQUEST, 1), ERROR_SUCCESS);
}

static void objects(void)
{
	char bytes[200];

	ROW(EnableNtmsObject(s, NTMS_DRIVE, NONE), ERROR_OBJECT_NOT_FOUND);
	ROW(EnableNtmsObject(s, NTMS_MEDIA_POOL, THING(APP)), ERROR_INVALID_PARAMETER);
	ROW(EnableNtmsObject(s, NTMS_LIBRARY, THING(OFFLINE)), ERROR_LIBRARY_OFFLINE);
	ROW(EnableNtmsObject(s, NTMS_PHYSICAL_MEDIA, MEDIUM(M_ALLOCATED)), ERROR_INVALID_STATE);
	ROW(DisableNtmsObject(s, NTMS_DRIVE, NONE), ERROR_OBJECT_NOT_FOUND);
	ROW(DisableNtmsObject(s, NTMS_MEDIA_POOL, THING(APP)), ERROR_INVALID_PARAMETER);
	ROW(DisableNtmsObject(s, NTMS_LIBRARY, THING(OFFLINE)), ERROR_LIBRARY_OFFLINE);
	ROW(DisableNtmsObject(s, NTMS_PHYSICAL_MEDIA, MEDIUM(M_DISABLED)), ERROR_INVALID_STATE);
	ROW(DeleteNtmsLibrary(s, NONE), ERROR_INVALID_LIBRARY);
	ROW(DeleteNtmsLibrary(s, THING(LIBRARY)), ERROR_INVALID_STATE);
	ROW(DeleteNtmsDrive(s, NONE), ERROR_INVALID_DRIVE);
	ROW(DeleteNtmsDrive(s, THING(DRIVE2)), ERROR_INVALID_STATE);

	ROW(SetNtmsObjectAttributeA(s, NONE, NTMS_DRIVE, "a", "1", 1), ERROR_OBJECT_NOT_FOUND);
	ROW(SetNtmsObjectAttributeA(s, THING(APP), NTMS_MEDIA_POOL, "a", "12345", 5),
	    ERROR_SUCCESS);
	number = 2;
	ROW(GetNtmsObjectAttributeA(s, THING(APP), NTMS_MEDIA_POOL, "a", bytes, &number),
	    ERROR_INSUFFICIENT_BUFFER);
	number = sizeof(bytes);
	ROW(GetNtmsObjectAttributeA(s, THING(APP), NTMS_MEDIA_POOL, "b", bytes, &number),
	    ERROR_OBJECT_NOT_FOUND);
	ROW(SetNtmsObjectAttributeA(s, THING(APP), NTMS_MEDIA_POOL, "a", NULL, 0), ERROR_SUCCESS);

	ROW(GetNtmsObjectSecurity(s, NONE, NTMS_UNKNOWN, 7, bytes, sizeof(bytes), &number),
	    ERROR_OBJECT_NOT_FOUND);
	ROW(GetNtmsObjectSecurity(s, THING(DRIVE2), NTMS_UNKNOWN, 7, bytes, sizeof(bytes), &number),
	    ERROR_NO_SECURITY_ON_OBJECT);
	ROW(GetNtmsObjectSecurity(s, THING(APP), NTMS_UNKNOWN, 7, NULL, 0, &number),
	    ERROR_INSUFFICIENT_BUFFER);
	number = 0;
	ROW(GetNtmsUIOptionsA(s, NONE, NTMS_UITYPE_INFO, NULL, &number), ERROR_OBJECT_NOT_FOUND);
	ROW(GetNtmsUIOptionsA(s, THING(APP), NTMS_UITYPE_INFO, NULL, &number),
	    ERROR_INVALID_PARAMETER);
	ROW(SetNtmsUIOptionsA(s, NONE, NTMS_UITYPE_INFO, NTMS_UIDEST_ADD, "x"),
	    ERROR_OBJECT_NOT_FOUND);
	ROW(SetNtmsUIOptionsA(s, NULL, 9, NTMS_UIDEST_ADD, "x"), ERROR_INVALID_PARAMETER);
}

static void libraries(void)
{
	ROW(set_security(NONE, "D:(A;;GA;;;WD)"), ERROR_OBJECT_NOT_FOUND);
	ROW(set_security(THING(DRIVE2), "D:(A;;GA;;;WD)"), ERROR_NO_SECURITY_ON_OBJECT);
	ROW(InventoryNtmsLibrary(s, NONE, NTMS_INVENTORY_FAST), ERROR_INVALID_LIBRARY);
	ROW(InventoryNtmsLibrary(s, THING(LIBRARY), NTMS_INVENTORY_NONE), ERROR_INVALID_PARAMETER);
	ROW(InventoryNtmsLibrary(s, THING(OFFLINE), NTMS_INVENTORY_FAST), ERROR_LIBRARY_OFFLINE);
	ROW(AccessNtmsLibraryDoor(s, NONE, 0), ERROR_INVALID_LIBRARY);
	ROW(AccessNtmsLibraryDoor(s, THING(LIBRARY), 4), ERROR_INVALID_PARAMETER);
	ROW(AccessNtmsLibraryDoor(s, THING(OFFLINE), 0), ERROR_LIBRARY_OFFLINE);
	ROW(IdentifyNtmsSlot(s, NONE, 0), ERROR_OBJECT_NOT_FOUND);
	ROW(IdentifyNtmsSlot(s, THING(SLOT), 4), ERROR_INVALID_PARAMETER);
	ROW(IdentifyNtmsSlot(s, THING(SLOT), 0), ERROR_LIBRARY_OFFLINE);
	ROW(EjectNtmsMedia(s, NONE, &out, NTMS_EJECT_START), ERROR_INVALID_MEDIA);
	ROW(EjectNtmsMedia(s, MEDIUM(M_ALLOCATED), &out, 4), ERROR_INVALID_PARAMETER);
	out = *NONE;
	ROW(EjectNtmsMedia(s, MEDIUM(M_ALLOCATED), &out, NTMS_EJECT_STOP),
	    ERROR_INVALID_OPERATION);
	ROW(EjectNtmsMedia(s, MEDIUM(M_OFFLINE), &out, NTMS_EJECT_START), ERROR_LIBRARY_OFFLINE);
	ROW(InjectNtmsMedia(s, NONE, &out, NTMS_INJECT_START), ERROR_INVALID_LIBRARY);
	ROW(InjectNtmsMedia(s, THING(OFFLINE), &out, NTMS_INJECT_START), ERROR_LIBRARY_OFFLINE);
	ROW(InjectNtmsMedia(s, THING(LIBRARY), &out, 9), ERROR_INVALID_PARAMETER);
	out = *NONE;
	ROW(InjectNtmsMedia(s, THING(LIBRARY), &out, NTMS_INJECT_STOP), ERROR_INVALID_OPERATION);
	ROW(CleanNtmsDrive(s, NONE), ERROR_INVALID_DRIVE);
	ROW(ReserveNtmsCleanerSlot(s, NONE, THING(SLOT)), ERROR_INVALID_LIBRARY);
	ROW(ReserveNtmsCleanerSlot(s, THING(DEAD), THING(SLOT)), ERROR_DEVICE_NOT_AVAILABLE);
	ROW(ReleaseNtmsCleanerSlot(s, NONE), ERROR_INVALID_LIBRARY);
	ROW(ReleaseNtmsCleanerSlot(s, THING(OFFLINE)), ERROR_LIBRARY_OFFLINE);
	ROW(ReleaseNtmsCleanerSlot(s, THING(DEAD)), ERROR_DEVICE_NOT_AVAILABLE);
	ROW(InjectNtmsCleaner(s, NONE, &out, 1, 0), ERROR_INVALID_LIBRARY);
	ROW(InjectNtmsCleaner(s, THING(LIBRARY), &out, 1, 2), ERROR_INVALID_PARAMETER);
	ROW(InjectNtmsCleaner(s, THING(OFFLINE), &out, 1, 0), ERROR_LIBRARY_OFFLINE);
	ROW(InjectNtmsCleaner(s, THING(LIBRARY), &out, 1, 0), ERROR_DEVICE_NOT_AVAILABLE);
	ROW(EjectNtmsCleaner(s, NONE, &out, 0), ERROR_INVALID_LIBRARY);
	ROW(SetNtmsDeviceChangeDetection(s, NULL, NONE, NTMS_LIBRARY, 1), ERROR_INVALID_LIBRARY);
	ROW(SetNtmsDeviceChangeDetection(s, NULL, NONE, NTMS_PHYSICAL_MEDIA, 1),
	    ERROR_INVALID_MEDIA);
	ROW(SetNtmsDeviceChangeDetection(s, NULL, NONE, NTMS_DRIVE, 1), ERROR_INVALID_PARAMETER);
	ROW(EjectDiskFromSADriveA(NULL, NULL, "nst99", NULL, NULL, NULL, 0), ERROR_INVALID_DRIVE);
}

static void disabled(void)
{
	ROW(DisableNtmsObject(s, NTMS_LIBRARY, THING(LIBRARY)), ERROR_SUCCESS);
	ROW(EjectNtmsMedia(s, MEDIUM(M_ALLOCATED), &out, NTMS_EJECT_START),
	    ERROR_RESOURCE_DISABLED);
	ROW(InjectNtmsMedia(s, THING(LIBRARY), &out, NTMS_INJECT_START),
	    ERROR_DEVICE_NOT_AVAILABLE);
	ROW(AccessNtmsLibraryDoor(s, THING(LIBRARY), 0), ERROR_RESOURCE_DISABLED);
	ROW(CleanNtmsDrive(s, THING(DRIVE2)), ERROR_RESOURCE_DISABLED);
	ROW(ReleaseNtmsCleanerSlot(s, THING(LIBRARY)), ERROR_RESOURCE_DISABLED);
	ROW(InjectNtmsCleaner(s, THING(LIBRARY), &out, 1, 0), ERROR_RESOURCE_DISABLED);
	ROW(EnableNtmsObject(s, NTMS_LIBRARY, THING(LIBRARY)), ERROR_SUCCESS);
}

/* Has the operator refuse what a call waits for; returns what the call then has. */
static DWORD refuse(bool mount, DWORD command)
{
	begin_waiting(mount);
	if (!find_request(NTMS_OPREQUEST, command, &out) || CancelNtmsOperatorRequest(s, &out))
		CloseNtmsSession(waiter.session);
	return end_waiting();
}

static void refused(void)
{
	row("AllocateNtmsMedia is cancelled with its request",
	    refuse(false, NTMS_OPREQ_NEWMEDIA), ERROR_CANCELLED);
	row("MountNtmsMedia is refused with its request",
	    refuse(true, NTMS_OPREQ_MOVEMEDIA), ERROR_REQUEST_REFUSED);
	begin_waiting(true);
	usleep(200000);
	CloseNtmsSession(waiter.session);
	row("MountNtmsMedia is cancelled with its session", end_waiting(), ERROR_CANCELLED);
	ROW(MountNtmsMedia(s, LMID(M_OFFLINE), drives, 1, 0, 0, 100, NULL), ERROR_TIMEOUT);
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "root";

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (!strcmp(what, "user") && (setgid(USER) || setuid(USER)))
		return 2;
	printf("TAP version 13\n");
	s = OpenNtmsSessionA(NULL, "rows", 0);
	if (!strcmp(what, "root")) {
		mounting();
		allocation();
		pools();
		by_hand();
		requests();
		objects();
		libraries();
		disabled();
		refused();
	} else if (!strcmp(what, "user")) {
		denied();
	} else if (!strcmp(what, "outsider")) {
		outsider();
	} else if (!strcmp(what, "gone")) {
		gone();
	} else {
		not_stored(!strcmp(what, "full") ? ERROR_DATABASE_FULL : ERROR_DATABASE_FAILURE);
	}
	row("the session is closed", CloseNtmsSession(s),
	    strcmp(what, "gone") ? ERROR_SUCCESS : ERROR_CONNECTION_UNAVAIL);
	printf("1..%u\n", row_count);
	return row_failed != 0;
}
