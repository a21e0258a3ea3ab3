// SPDX-License-Identifier: GPL-2.0
/*
 * fields.c - the members of each type of object
 *
 * The keys are part of what scripts see: they do not change.  The common
 * members come first in JSON, the name first in lists.
 */
#include "field.h"

#define AT(member)	offsetof(NTMS_OBJECTINFORMATIONW, member)
#define IN(member)	AT(Info.member)
#define END		{ NULL, NULL, FIELD_U32, 0, 0, NULL }

#define U16(key, head, at)		{ key, head, FIELD_U16, at, 0, NULL }
#define U32(key, head, at)		{ key, head, FIELD_U32, at, 0, NULL }
#define U64(key, head, at)		{ key, head, FIELD_U64, at, 0, NULL }
#define YES(key, head, at)		{ key, head, FIELD_BOOL, at, 0, NULL }
#define FLAG(key, head, at, bits)	{ key, head, FIELD_FLAG, at, bits, NULL }
#define WORDS(key, head, at, words)	{ key, head, FIELD_WORD, at, 0, words }
#define LIMIT(key, head, at)		{ key, head, FIELD_LIMIT, at, 0, NULL }
#define FAULT(key, head, at)		{ key, head, FIELD_ERROR, at, 0, NULL }
#define TXT(key, head, at, count)	{ key, head, FIELD_TEXT, at, count, NULL }
#define TIME(key, head, at)		{ key, head, FIELD_TIME, at, 0, NULL }
#define BYTES(key, head, at, len)	{ key, head, FIELD_BYTES, at, len, NULL }
#define REF(key, head, at, type)	{ key, head, FIELD_REF, at, type, NULL }
#define REF_BY(key, head, at, where)	{ key, head, FIELD_REF_BY, at, where, NULL }

#define SCSI(device) \
	TXT("serial_number", NULL, IN(device.szSerialNumber), NTMS_SERIALNUMBER_LENGTH), \
	TXT("revision", NULL, IN(device.szRevision), NTMS_REVISION_LENGTH), \
	U16("scsi_port", NULL, IN(device.ScsiPort)), \
	U16("scsi_bus", NULL, IN(device.ScsiBus)), \
	U16("scsi_target", NULL, IN(device.ScsiTarget)), \
	U16("scsi_lun", NULL, IN(device.ScsiLun))

const struct field fields_common[] = {
	TXT("description", NULL, AT(szDescription), NTMS_DESCRIPTION_LENGTH),
	YES("enabled", NULL, AT(Enabled)),
	WORDS("operational_state", NULL, AT(dwOperationalState), words_operational_state),
	TIME("created", NULL, AT(Created)),
	TIME("modified", NULL, AT(Modified)),
	END
};

static const struct field library[] = {
	WORDS("library_type", "TYPE", IN(Library.LibraryType), words_library_type),
	WORDS("operational_state", "STATE", AT(dwOperationalState), words_operational_state),
	YES("enabled", "ENABLED", AT(Enabled)),
	U32("drives", "DRIVES", IN(Library.dwNumberOfDrives)),
	U32("slots", "SLOTS", IN(Library.dwNumberOfSlots)),
	U32("ports", "PORTS", IN(Library.dwNumberOfPorts)),
	U32("media", "MEDIA", IN(Library.dwNumberOfMedia)),
	U32("requests", "REQUESTS", IN(Library.dwNumberOfLibRequests)),
	U32("doors", NULL, IN(Library.dwNumberOfDoors)),
	U32("changers", NULL, IN(Library.dwNumberOfChangers)),
	U32("media_types", NULL, IN(Library.dwNumberOfMediaTypes)),
	U32("first_drive", NULL, IN(Library.FirstDriveNumber)),
	U32("first_slot", NULL, IN(Library.FirstSlotNumber)),
	U32("first_port", NULL, IN(Library.FirstPortNumber)),
	U32("first_door", NULL, IN(Library.FirstDoorNumber)),
	U32("first_changer", NULL, IN(Library.FirstChangerNumber)),
	YES("bar_code_reader", NULL, IN(Library.BarCodeReaderInstalled)),
	WORDS("inventory_method", NULL, IN(Library.InventoryMethod), words_inventory),
	YES("auto_recovery", NULL, IN(Library.AutoRecovery)),
	YES("supports_cleaning", NULL, IN(Library.LibrarySupportsDriveCleaning)),
	REF("cleaner_slot", NULL, IN(Library.CleanerSlot), NTMS_STORAGESLOT),
	REF("cleaner_slot_default", NULL, IN(Library.CleanerSlotDefault), NTMS_STORAGESLOT),
	U32("cleaner_uses_remaining", NULL, IN(Library.dwCleanerUsesRemaining)),
	FLAG("cleaner_present", NULL, IN(Library.dwFlags), NTMS_LIBRARYFLAG_CLEANERPRESENT),
	FLAG("recognizes_cleaner_bar_code", NULL, IN(Library.dwFlags),
	     NTMS_LIBRARYFLAG_RECOGNIZECLEANERBARCODE),
	END
};

static const struct field drive[] = {
	REF("library", "LIBRARY", IN(Drive.Library), NTMS_LIBRARY),
	U32("number", "NUMBER", IN(Drive.Number)),
	TXT("device", "DEVICE", IN(Drive.szDeviceName), NTMS_DEVICENAME_LENGTH),
	WORDS("state", "STATE", IN(Drive.State), words_drive_state),
	YES("enabled", "ENABLED", AT(Enabled)),
	REF("partition", "SIDE", IN(Drive.SavedPartitionId), NTMS_PARTITION),
	REF("drive_type", NULL, IN(Drive.DriveType), NTMS_DRIVE_TYPE),
	SCSI(Drive),
	U32("mount_count", NULL, IN(Drive.dwMountCount)),
	TIME("last_cleaned", NULL, IN(Drive.LastCleanedTs)),
	U32("defer_dismount_delay", NULL, IN(Drive.dwDeferDismountDelay)),
	END
};

static const struct field drive_type[] = {
	TXT("vendor", "VENDOR", IN(DriveType.szVendor), NTMS_VENDORNAME_LENGTH),
	TXT("product", "PRODUCT", IN(DriveType.szProduct), NTMS_PRODUCTNAME_LENGTH),
	WORDS("device_type", "DEVICE", IN(DriveType.DeviceType), words_device_type),
	END
};

static const struct field changer[] = {
	REF("library", "LIBRARY", IN(Changer.Library), NTMS_LIBRARY),
	U32("number", "NUMBER", IN(Changer.Number)),
	TXT("device", "DEVICE", IN(Changer.szDeviceName), NTMS_DEVICENAME_LENGTH),
	REF("changer_type", "TYPE", IN(Changer.ChangerType), NTMS_CHANGER_TYPE),
	SCSI(Changer),
	END
};

static const struct field changer_type[] = {
	TXT("vendor", "VENDOR", IN(ChangerType.szVendor), NTMS_VENDORNAME_LENGTH),
	TXT("product", "PRODUCT", IN(ChangerType.szProduct), NTMS_PRODUCTNAME_LENGTH),
	WORDS("device_type", "DEVICE", IN(ChangerType.DeviceType), words_device_type),
	END
};

static const struct field slot[] = {
	REF("library", "LIBRARY", IN(StorageSlot.Library), NTMS_LIBRARY),
	U32("number", "NUMBER", IN(StorageSlot.Number)),
	WORDS("state", "STATE", IN(StorageSlot.State), words_slot_state),
	END
};

static const struct field door[] = {
	REF("library", "LIBRARY", IN(IEDoor.Library), NTMS_LIBRARY),
	U32("number", "NUMBER", IN(IEDoor.Number)),
	WORDS("state", "STATE", IN(IEDoor.State), words_door_state),
	U16("max_open_secs", NULL, IN(IEDoor.MaxOpenSecs)),
	END
};

static const struct field port[] = {
	REF("library", "LIBRARY", IN(IEPort.Library), NTMS_LIBRARY),
	U32("number", "NUMBER", IN(IEPort.Number)),
	WORDS("content", "CONTENT", IN(IEPort.Content), words_port_content),
	WORDS("position", "POSITION", IN(IEPort.Position), words_port_position),
	U16("max_extend_secs", NULL, IN(IEPort.MaxExtendSecs)),
	END
};

static const struct field physical_media[] = {
	TXT("bar_code", "BAR CODE", IN(PhysicalMedia.szBarCode), NTMS_BARCODE_LENGTH),
	REF("pool", "POOL", IN(PhysicalMedia.MediaPool), NTMS_MEDIA_POOL),
	REF("media_type", "MEDIA TYPE", IN(PhysicalMedia.MediaType), NTMS_MEDIA_TYPE),
	WORDS("state", "STATE", IN(PhysicalMedia.MediaState), words_media_state),
	YES("enabled", "ENABLED", AT(Enabled)),
	REF("library", "LIBRARY", IN(PhysicalMedia.CurrentLibrary), NTMS_LIBRARY),
	REF_BY("location", "LOCATION", IN(PhysicalMedia.Location),
	       IN(PhysicalMedia.LocationType)),
	WORDS("location_type", NULL, IN(PhysicalMedia.LocationType), words_type),
	REF("home_slot", NULL, IN(PhysicalMedia.HomeSlot), NTMS_STORAGESLOT),
	WORDS("bar_code_state", NULL, IN(PhysicalMedia.BarCodeState), words_bar_code_state),
	TXT("sequence_number", NULL, IN(PhysicalMedia.szSequenceNumber), NTMS_SEQUENCE_LENGTH),
	U32("sides", NULL, IN(PhysicalMedia.dwNumberOfPartitions)),
	U32("scsi_media_type", NULL, IN(PhysicalMedia.dwMediaTypeCode)),
	U32("density_code", NULL, IN(PhysicalMedia.dwDensityCode)),
	REF("mounted_partition", NULL, IN(PhysicalMedia.MountedPartition), NTMS_PARTITION),
	END
};

static const struct field logical_media[] = {
	REF("pool", "POOL", IN(LogicalMedia.MediaPool), NTMS_MEDIA_POOL),
	U32("sides", "SIDES", IN(LogicalMedia.dwNumberOfPartitions)),
	TXT("description", "DESCRIPTION", AT(szDescription), NTMS_DESCRIPTION_LENGTH),
	END
};

static const struct field partition[] = {
	REF("physical_media", "MEDIUM", IN(Partition.PhysicalMedia), NTMS_PHYSICAL_MEDIA),
	U16("side", "SIDE", IN(Partition.Side)),
	WORDS("state", "STATE", IN(Partition.State), words_side_state),
	REF("logical_media", "LOGICAL MEDIUM", IN(Partition.LogicalMedia), NTMS_LOGICAL_MEDIA),
	U32("allocate_count", "ALLOCATED", IN(Partition.dwAllocateCount)),
	U32("mount_count", "MOUNTED", IN(Partition.dwMountCount)),
	TXT("label_type", NULL, IN(Partition.szOmidLabelType), NTMS_OMIDLABELTYPE_LENGTH),
	TXT("label_info", NULL, IN(Partition.szOmidLabelInfo), NTMS_OMIDLABELINFO_LENGTH),
	BYTES("label_id", NULL, IN(Partition.OmidLabelId), IN(Partition.dwOmidLabelIdLength)),
	U64("capacity", NULL, IN(Partition.Capacity)),
	END
};

static const struct field media_pool[] = {
	WORDS("pool_type", "TYPE", IN(MediaPool.PoolType), words_pool_type),
	REF("media_type", "MEDIA TYPE", IN(MediaPool.MediaType), NTMS_MEDIA_TYPE),
	U32("media", "MEDIA", IN(MediaPool.dwNumberOfPhysicalMedia)),
	U32("logical_media", "LOGICAL", IN(MediaPool.dwNumberOfLogicalMedia)),
	U32("pools", "POOLS", IN(MediaPool.dwNumberOfMediaPools)),
	FLAG("draw_free", "DRAWS", IN(MediaPool.AllocationPolicy), NTMS_ALLOCATE_FROMSCRATCH),
	FLAG("return_free", "RETURNS", IN(MediaPool.DeallocationPolicy),
	     NTMS_DEALLOCATE_TOSCRATCH),
	LIMIT("max_allocates", "LIMIT", IN(MediaPool.dwMaxAllocates)),
	REF("parent", NULL, IN(MediaPool.Parent), NTMS_MEDIA_POOL),
	END
};

static const struct field media_type[] = {
	U32("code", "CODE", IN(MediaType.MediaType)),
	U32("sides", "SIDES", IN(MediaType.NumberOfSides)),
	WORDS("read_write", "WRITABLE", IN(MediaType.ReadWriteCharacteristics),
	      words_read_write),
	WORDS("device_type", "DEVICE", IN(MediaType.DeviceType), words_device_type),
	END
};

static const struct field librequest[] = {
	WORDS("operation", "OPERATION", IN(LibRequest.OperationCode), words_operation),
	WORDS("state", "STATE", IN(LibRequest.State), words_request_state),
	TIME("queued", "QUEUED", IN(LibRequest.TimeQueued)),
	TIME("completed", "COMPLETED", IN(LibRequest.TimeCompleted)),
	TXT("application", "APPLICATION", IN(LibRequest.szApplication),
	    NTMS_APPLICATIONNAME_LENGTH),
	REF("physical_media", "MEDIUM", IN(LibRequest.PhysMediaId), NTMS_PHYSICAL_MEDIA),
	REF("drive", "DRIVE", IN(LibRequest.DriveId), NTMS_DRIVE),
	FAULT("error", "ERROR", IN(LibRequest.dwErrorCode)),
	U32("option", NULL, IN(LibRequest.OperationOption)),
	REF("library", NULL, IN(LibRequest.Library), NTMS_LIBRARY),
	REF("partition", NULL, IN(LibRequest.PartitionId), NTMS_PARTITION),
	REF("slot", NULL, IN(LibRequest.SlotId), NTMS_STORAGESLOT),
	TXT("user", NULL, IN(LibRequest.szUser), NTMS_USERNAME_LENGTH),
	TXT("computer", NULL, IN(LibRequest.szComputer), NTMS_COMPUTERNAME_LENGTH),
	REF("work_item", NULL, IN(LibRequest.WorkItemId), NTMS_LIBREQUEST),
	{ "priority", NULL, FIELD_S32, IN(LibRequest.dwPriority), 0, NULL },
	END
};

static const struct field oprequest[] = {
	WORDS("request", "REQUEST", IN(OpRequest.Request), words_command),
	WORDS("state", "STATE", IN(OpRequest.State), words_operator_state),
	TIME("submitted", "SUBMITTED", IN(OpRequest.Submitted)),
	TXT("application", "APPLICATION", IN(OpRequest.szApplication),
	    NTMS_APPLICATIONNAME_LENGTH),
	TXT("message", "MESSAGE", IN(OpRequest.szMessage), NTMS_MESSAGE_LENGTH),
	WORDS("arg1_type", NULL, IN(OpRequest.Arg1Type), words_type),
	REF_BY("arg1", NULL, IN(OpRequest.Arg1), IN(OpRequest.Arg1Type)),
	WORDS("arg2_type", NULL, IN(OpRequest.Arg2Type), words_type),
	REF_BY("arg2", NULL, IN(OpRequest.Arg2), IN(OpRequest.Arg2Type)),
	TXT("user", NULL, IN(OpRequest.szUser), NTMS_USERNAME_LENGTH),
	TXT("computer", NULL, IN(OpRequest.szComputer), NTMS_COMPUTERNAME_LENGTH),
	END
};

static const struct field computer[] = {
	U32("library_request_purge_secs", NULL, IN(Computer.dwLibRequestPurgeTime)),
	U32("operator_request_purge_secs", NULL, IN(Computer.dwOpRequestPurgeTime)),
	U32("library_request_flags", NULL, IN(Computer.dwLibRequestFlags)),
	U32("operator_request_flags", NULL, IN(Computer.dwOpRequestFlags)),
	FLAG("purge_offline_free", "PURGES FREE", IN(Computer.dwMediaPoolPolicy),
	     NTMS_POOLPOLICY_PURGEOFFLINESCRATCH),
	FLAG("keep_offline_import", "KEEPS IMPORT", IN(Computer.dwMediaPoolPolicy),
	     NTMS_POOLPOLICY_KEEPOFFLINEIMPORT),
	END
};

static const struct field none[] = { END };

/**
 * fields_of() - tell the members of a type of object
 * @type:	the type
 *
 * Return: the members that are particular to the type; columns of lists in
 * their order.
 */
const struct field *fields_of(DWORD type)
{
	static const struct field *const tables[NTMS_NUMBER_OF_OBJECT_TYPES] = {
		[NTMS_CHANGER]		= changer,
		[NTMS_CHANGER_TYPE]	= changer_type,
		[NTMS_COMPUTER]		= computer,
		[NTMS_DRIVE]		= drive,
		[NTMS_DRIVE_TYPE]	= drive_type,
		[NTMS_IEDOOR]		= door,
		[NTMS_IEPORT]		= port,
		[NTMS_LIBRARY]		= library,
		[NTMS_LIBREQUEST]	= librequest,
		[NTMS_LOGICAL_MEDIA]	= logical_media,
		[NTMS_MEDIA_POOL]	= media_pool,
		[NTMS_MEDIA_TYPE]	= media_type,
		[NTMS_PARTITION]	= partition,
		[NTMS_PHYSICAL_MEDIA]	= physical_media,
		[NTMS_STORAGESLOT]	= slot,
		[NTMS_OPREQUEST]	= oprequest,
	};

	return type < NTMS_NUMBER_OF_OBJECT_TYPES && tables[type] ? tables[type] : none;
}
