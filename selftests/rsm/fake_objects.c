// SPDX-License-Identifier: GPL-2.0
/*
 * fake_objects.c - the objects of the fake libntms
 *
 * A robot with two drives, a drive of its own, the offline library; media of
 * two types, one of them with two sides.  Some names are there twice, some are
 * not ASCII, and one bar code tries to change the colour of the terminal.
 */
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "fake.h"

NTMS_OBJECTINFORMATIONW fake_objects[FAKE_MOST];
size_t fake_count;

/* An identifier that tells what it names. */
NTMS_GUID fake_id(DWORD type, WORD number)
{
	NTMS_GUID id = NTMS_NULLGUID;

	if (number) {
		id.Data1 = type;
		id.Data2 = number;
		id.Data3 = 0xabcd;
		id.Data4[7] = 0x5f;
	}
	return id;
}

const char *fake_hex(const NTMS_GUID *id)
{
	static char text[4][40];
	static unsigned int turn;
	char *to = text[turn++ % 4];

	if (NTMS_IS_NULLGUID(*id))
		return "-";
	snprintf(to, 40, "%u.%u", id->Data1, id->Data2);
	return to;
}

bool fake_same(const NTMS_GUID *a, const NTMS_GUID *b)
{
	return !memcmp(a, b, sizeof(*a));
}

NTMS_OBJECTINFORMATIONW *fake_add(DWORD type, WORD number, const wchar_t *name)
{
	NTMS_OBJECTINFORMATIONW *object = &fake_objects[fake_count++];

	object->dwSize = sizeof(*object);
	object->dwType = type;
	object->ObjectGuid = fake_id(type, number);
	object->Enabled = TRUE;
	object->Created = (SYSTEMTIME){ 2024, 2, 4, 29, 12, 34, 56, 789 };
	object->Modified = object->Created;
	wcsncpy(object->szName, name, NTMS_OBJECTNAME_LENGTH - 1);
	return object;
}

NTMS_OBJECTINFORMATIONW *fake_find(const NTMS_GUID *id, DWORD type)
{
	size_t i;

	for (i = 0; i < fake_count; i++)
		if (fake_same(&fake_objects[i].ObjectGuid, id) &&
		    (!type || fake_objects[i].dwType == type))
			return &fake_objects[i];
	return NULL;
}

static void library(WORD number, const wchar_t *name, DWORD type, DWORD drives, DWORD slots,
		    DWORD ports, DWORD media)
{
	NTMS_LIBRARYINFORMATION *info = &fake_add(NTMS_LIBRARY, number, name)->Info.Library;

	info->LibraryType = type;
	info->dwNumberOfDrives = drives;
	info->dwNumberOfSlots = slots;
	info->dwNumberOfPorts = ports;
	info->dwNumberOfMedia = media;
	info->InventoryMethod = NTMS_INVENTORY_FAST;
	info->dwCleanerUsesRemaining = 0xffffffff;
	info->FirstSlotNumber = slots ? 1 : 0;
	info->AutoRecovery = TRUE;
	info->BarCodeReaderInstalled = slots != 0;
}

static void drive(WORD number, WORD in, DWORD index, const wchar_t *name, DWORD state,
		  WORD side)
{
	NTMS_DRIVEINFORMATIONW *info = &fake_add(NTMS_DRIVE, number, name)->Info.Drive;

	info->Library = fake_id(NTMS_LIBRARY, in);
	info->Number = index;
	info->State = state;
	swprintf(info->szDeviceName, NTMS_DEVICENAME_LENGTH, L"/dev/nst%u", number - 1);
	wcscpy(info->szSerialNumber, L"10WT012345");
	info->DriveType = fake_id(NTMS_DRIVE_TYPE, 1);
	info->SavedPartitionId = fake_id(NTMS_PARTITION, side);
	info->ScsiLun = 1;
	info->dwMountCount = 7;
	info->dwDeferDismountDelay = 300;
}

static void slot(WORD number, DWORD state)
{
	NTMS_OBJECTINFORMATIONW *object;
	wchar_t name[32];

	swprintf(name, 32, L"Slot %u", number);
	object = fake_add(NTMS_STORAGESLOT, number, name);
	object->Info.StorageSlot.Library = fake_id(NTMS_LIBRARY, 1);
	object->Info.StorageSlot.Number = number;
	object->Info.StorageSlot.State = state;
}

static void pool(WORD number, const wchar_t *name, DWORD type, WORD parent, WORD media_type,
		 DWORD children)
{
	NTMS_MEDIAPOOLINFORMATION *info = &fake_add(NTMS_MEDIA_POOL, number, name)->Info.MediaPool;

	info->PoolType = type;
	info->Parent = fake_id(NTMS_MEDIA_POOL, parent);
	info->MediaType = fake_id(NTMS_MEDIA_TYPE, media_type);
	info->dwNumberOfMediaPools = children;
	info->dwMaxAllocates = 0xffffffff;
	if (type == NTMS_POOLTYPE_APPLICATION && media_type == 1) {
		info->AllocationPolicy = NTMS_ALLOCATE_FROMSCRATCH;
		info->DeallocationPolicy = NTMS_DEALLOCATE_TOSCRATCH;
		info->dwMaxAllocates = 100;
		info->dwNumberOfLogicalMedia = 2;
	}
	info->dwNumberOfPhysicalMedia = media_type != 0;
}

/* A medium is in a slot or in a drive, or offline if both are 0. */
static void medium(WORD number, const wchar_t *name, const wchar_t *bar_code, WORD in_pool,
		   WORD in_slot, WORD in_drive)
{
	NTMS_PMIDINFORMATIONW *info;

	info = &fake_add(NTMS_PHYSICAL_MEDIA, number, name)->Info.PhysicalMedia;
	info->CurrentLibrary = fake_id(NTMS_LIBRARY, in_slot || in_drive ? 1 : 3);
	info->MediaPool = fake_id(NTMS_MEDIA_POOL, in_pool);
	info->Location = in_drive ? fake_id(NTMS_DRIVE, in_drive) :
				    fake_id(NTMS_STORAGESLOT, in_slot);
	info->LocationType = in_drive ? NTMS_DRIVE : NTMS_STORAGESLOT;
	info->HomeSlot = fake_id(NTMS_STORAGESLOT, in_slot);
	info->MediaType = fake_id(NTMS_MEDIA_TYPE, in_pool == 8 ? 2 : 1);
	info->MediaState = in_drive ? NTMS_MEDIASTATE_LOADED : NTMS_MEDIASTATE_IDLE;
	info->dwNumberOfPartitions = in_pool == 8 ? 2 : 1;
	info->BarCodeState = *bar_code ? NTMS_BARCODESTATE_OK : NTMS_BARCODESTATE_UNREADABLE;
	wcsncpy(info->szBarCode, bar_code, NTMS_BARCODE_LENGTH - 1);
	swprintf(info->szSequenceNumber, NTMS_SEQUENCE_LENGTH, L"%06u", number);
}

static void side(WORD number, const wchar_t *name, WORD of, WORD index, DWORD state,
		 WORD logical, DWORD count)
{
	NTMS_PARTITIONINFORMATIONW *info = &fake_add(NTMS_PARTITION, number, name)->Info.Partition;

	info->PhysicalMedia = fake_id(NTMS_PHYSICAL_MEDIA, of);
	info->LogicalMedia = fake_id(NTMS_LOGICAL_MEDIA, logical);
	info->State = state;
	info->Side = index;
	info->dwAllocateCount = count;
	info->Capacity.QuadPart = 12000000000000;
	wcscpy(info->szOmidLabelType, L"MTF");
	info->OmidLabelId[0] = 0x0f;
	info->OmidLabelId[1] = 0xa0;
	info->dwOmidLabelIdLength = 2;
}

static void logical(WORD number, const wchar_t *name, WORD in_pool)
{
	NTMS_LMIDINFORMATION *info = &fake_add(NTMS_LOGICAL_MEDIA, number, name)->Info.LogicalMedia;

	info->MediaPool = fake_id(NTMS_MEDIA_POOL, in_pool);
	info->dwNumberOfPartitions = 1;
}

static void devices(void)
{
	NTMS_OBJECTINFORMATIONW *object;
	WORD i;

	fake_add(NTMS_COMPUTER, 1, L"vault");
	library(1, L"Robot", NTMS_LIBRARYTYPE_ONLINE, 2, 4, 1, 4);
	library(2, L"Single drive", NTMS_LIBRARYTYPE_STANDALONE, 1, 0, 0, 0);
	library(3, L"Offline", NTMS_LIBRARYTYPE_OFFLINE, 0, 0, 0, 2);
	object = fake_add(NTMS_DRIVE_TYPE, 1, L"IBM ULT3580-TD8");
	wcscpy(object->Info.DriveType.szVendor, L"IBM");
	wcscpy(object->Info.DriveType.szProduct, L"ULT3580-TD8");
	object->Info.DriveType.DeviceType = FILE_DEVICE_TAPE;
	drive(1, 1, 0, L"IBM ULT3580-TD8", NTMS_DRIVESTATE_DISMOUNTED, 0);
	drive(2, 1, 1, L"IBM ULT3580-TD8", NTMS_DRIVESTATE_LOADED, 3);
	drive(3, 2, 0, L"HP Ultrium 1-SCSI", NTMS_DRIVESTATE_DISMOUNTED, 0);
	fake_find(&(NTMS_GUID){ NTMS_DRIVE, 3, 0xabcd, { 0, 0, 0, 0, 0, 0, 0, 0x5f } },
		  NTMS_DRIVE)->Enabled = FALSE;
	object = fake_add(NTMS_CHANGER, 1, L"IBM 3573-TL");
	object->Info.Changer.Library = fake_id(NTMS_LIBRARY, 1);
	wcscpy(object->Info.Changer.szDeviceName, L"/dev/sch0");
	for (i = 1; i <= 4; i++)
		slot(i, i == 3 ? NTMS_SLOTSTATE_EMPTY : NTMS_SLOTSTATE_FULL);
	object = fake_add(NTMS_IEPORT, 1, L"Port 1");
	object->Info.IEPort.Library = fake_id(NTMS_LIBRARY, 1);
	object->Info.IEPort.Number = 1;
	object->Info.IEPort.Content = NTMS_PORTCONTENT_EMPTY;
	object->Info.IEPort.Position = NTMS_PORTPOSITION_RETRACTED;
}

static void pools(void)
{
	NTMS_OBJECTINFORMATIONW *object;

	object = fake_add(NTMS_MEDIA_TYPE, 1, L"LTO Ultrium");
	object->Info.MediaType = (NTMS_MEDIATYPEINFORMATION){ LTO_Ultrium, 1,
		NTMS_MEDIARW_REWRITABLE, FILE_DEVICE_TAPE };
	object = fake_add(NTMS_MEDIA_TYPE, 2, L"MO 5.25\" rewritable");
	object->Info.MediaType = (NTMS_MEDIATYPEINFORMATION){ MO_5_RW, 2,
		NTMS_MEDIARW_REWRITABLE, FILE_DEVICE_DISK };
	pool(1, L"Free", NTMS_POOLTYPE_SCRATCH, 0, 0, 1);
	pool(2, L"LTO Ultrium", NTMS_POOLTYPE_SCRATCH, 1, 1, 0);
	pool(3, L"Unrecognized", NTMS_POOLTYPE_FOREIGN, 0, 0, 1);
	pool(4, L"LTO Ultrium", NTMS_POOLTYPE_FOREIGN, 3, 1, 0);
	pool(5, L"Import", NTMS_POOLTYPE_IMPORT, 0, 0, 1);
	pool(6, L"LTO Ultrium", NTMS_POOLTYPE_IMPORT, 5, 1, 0);
	pool(7, L"Backup", NTMS_POOLTYPE_APPLICATION, 0, 0, 1);
	pool(9, L"Daily", NTMS_POOLTYPE_APPLICATION, 7, 1, 0);
	pool(8, L"B\u00fcro K\u00f6ln", NTMS_POOLTYPE_APPLICATION, 0, 2, 0);
}

static void media(void)
{
	medium(1, L"TAPE01", L"TAPE01L8", 9, 1, 0);
	medium(2, L"TAPE02", L"TAPE02L8", 2, 2, 0);
	medium(3, L"TAPE03", L"TAPE03L8", 9, 0, 2);
	medium(4, L"000004", L"", 4, 4, 0);
	medium(5, L"\u00c4lteres Band", L"\033[31mRED", 6, 0, 0);
	medium(6, L"\u30c6\u30fc\u30d7 6", L"MO6", 8, 0, 0);
	side(1, L"TAPE01 - 1", 1, 0, NTMS_PARTSTATE_ALLOCATED, 1, 3);
	side(2, L"TAPE02 - 1", 2, 0, NTMS_PARTSTATE_AVAILABLE, 0, 0);
	side(3, L"TAPE03 - 1", 3, 0, NTMS_PARTSTATE_ALLOCATED, 2, 12);
	side(4, L"000004 - 1", 4, 0, NTMS_PARTSTATE_FOREIGN, 0, 0);
	side(5, L"\u00c4lteres Band - 1", 5, 0, NTMS_PARTSTATE_IMPORT, 0, 0);
	side(6, L"MO 6 - 1", 6, 0, NTMS_PARTSTATE_ALLOCATED, 3, 1);
	side(7, L"MO 6 - 2", 6, 1, NTMS_PARTSTATE_RESERVED, 0, 0);
	logical(1, L"Monday", 9);
	logical(2, L"Tuesday at noon", 9);
	logical(3, L"Monday", 8);
}

static void requests(void)
{
	NTMS_OPREQUESTINFORMATIONW *ask;
	NTMS_LIBREQUESTINFORMATIONW *item;

	ask = &fake_add(NTMS_OPREQUEST, 1, L"")->Info.OpRequest;
	ask->Request = NTMS_OPREQ_CLEANER;
	ask->State = NTMS_OPSTATE_SUBMITTED;
	ask->Arg1Type = NTMS_LIBRARY;
	ask->Arg1 = fake_id(NTMS_LIBRARY, 1);
	wcscpy(ask->szMessage, L"Insert a cleaner into Robot");
	wcscpy(ask->szApplication, L"RSM");
	ask = &fake_add(NTMS_OPREQUEST, 2, L"")->Info.OpRequest;
	ask->Request = NTMS_OPREQ_MESSAGE;
	ask->State = NTMS_OPSTATE_COMPLETE;
	wcscpy(ask->szMessage, L"Good morning");
	item = &fake_add(NTMS_LIBREQUEST, 1, L"")->Info.LibRequest;
	item->OperationCode = NTMS_LM_DISMOUNT;
	item->State = NTMS_LM_FAILED;
	item->dwErrorCode = ERROR_BUSY;
	item->dwPriority = (DWORD)-7;
	item->Library = fake_id(NTMS_LIBRARY, 1);
	item->PhysMediaId = fake_id(NTMS_PHYSICAL_MEDIA, 1);
	item->WorkItemId = fake_id(NTMS_LIBREQUEST, 7);
	item->TimeQueued = (SYSTEMTIME){ 2024, 2, 4, 29, 12, 34, 56, 789 };
	wcscpy(item->szApplication, L"Backup");
}

__attribute__((constructor)) static void fill(void)
{
	devices();
	pools();
	media();
	requests();
}

static const NTMS_GUID *library_of(const NTMS_OBJECTINFORMATIONW *object)
{
	switch (object->dwType) {
	case NTMS_DRIVE:
		return &object->Info.Drive.Library;
	case NTMS_CHANGER:
		return &object->Info.Changer.Library;
	case NTMS_STORAGESLOT:
		return &object->Info.StorageSlot.Library;
	case NTMS_IEPORT:
		return &object->Info.IEPort.Library;
	case NTMS_LIBREQUEST:
		return &object->Info.LibRequest.Library;
	case NTMS_PHYSICAL_MEDIA:
		return &object->Info.PhysicalMedia.CurrentLibrary;
	default:
		return NULL;
	}
}

static const NTMS_GUID *pool_of(const NTMS_OBJECTINFORMATIONW *object)
{
	switch (object->dwType) {
	case NTMS_MEDIA_POOL:
		return &object->Info.MediaPool.Parent;
	case NTMS_LOGICAL_MEDIA:
		return &object->Info.LogicalMedia.MediaPool;
	case NTMS_PHYSICAL_MEDIA:
		return &object->Info.PhysicalMedia.MediaPool;
	case NTMS_PARTITION:
		object = fake_find(&object->Info.Partition.PhysicalMedia, NTMS_PHYSICAL_MEDIA);
		return object ? &object->Info.PhysicalMedia.MediaPool : NULL;
	default:
		return NULL;
	}
}

bool fake_contains(const NTMS_OBJECTINFORMATIONW *container,
		   const NTMS_OBJECTINFORMATIONW *object)
{
	const NTMS_GUID *id = &container->ObjectGuid, *in = NULL;

	switch (container->dwType) {
	case NTMS_LIBRARY:
		in = library_of(object);
		break;
	case NTMS_MEDIA_POOL:
		in = pool_of(object);
		break;
	case NTMS_PHYSICAL_MEDIA:
		in = &object->Info.Partition.PhysicalMedia;
		break;
	case NTMS_LOGICAL_MEDIA:
		in = &object->Info.Partition.LogicalMedia;
		break;
	case NTMS_PARTITION:
		return fake_same(&container->Info.Partition.LogicalMedia, &object->ObjectGuid);
	}
	return in && fake_same(in, id);
}
