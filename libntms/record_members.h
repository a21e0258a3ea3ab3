/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * record_members.h - the members of all objects, in a caller's form and in ours
 *
 * Each list takes three macros: H for a member of the record itself, M for one
 * of its Info, N for one of its Info that version 1 of the record lacks.  The
 * columns are the member in NTMS_OBJECTINFORMATION, the member in struct
 * ntms_record, enum ntms_kind and enum ntms_use without their prefixes.
 * Reserved members are not listed: they are zero.
 */
#ifndef NTMS_RECORD_MEMBERS_H
#define NTMS_RECORD_MEMBERS_H

#define NTMS_HEAD_MEMBERS(H, M, N)				\
	H(Created, created, TIME, NONE)				\
	H(Modified, modified, TIME, NONE)			\
	H(ObjectGuid, guid, GUID, CREATE)			\
	H(Enabled, enabled, BOOL, CREATE)			\
	H(dwOperationalState, operational_state, U32, NONE)	\
	H(szDescription, description, TEXT, BOTH)

#define NTMS_DRIVE_MEMBERS(H, M, N)					\
	H(szName, name, TEXT, NONE)					\
	M(Drive.Number, drive.number, U32, NONE)			\
	M(Drive.State, drive.state, U32, NONE)				\
	M(Drive.DriveType, drive.drive_type, GUID, NONE)		\
	M(Drive.szDeviceName, drive.device_name, TEXT, NONE)		\
	M(Drive.szSerialNumber, drive.serial_number, TEXT, NONE)	\
	M(Drive.szRevision, drive.revision, TEXT, NONE)			\
	M(Drive.ScsiPort, drive.scsi_port, U16, NONE)			\
	M(Drive.ScsiBus, drive.scsi_bus, U16, NONE)			\
	M(Drive.ScsiTarget, drive.scsi_target, U16, NONE)		\
	M(Drive.ScsiLun, drive.scsi_lun, U16, NONE)			\
	M(Drive.dwMountCount, drive.mount_count, U32, NONE)		\
	M(Drive.LastCleanedTs, drive.last_cleaned, TIME, NONE)		\
	M(Drive.SavedPartitionId, drive.saved_partition, GUID, NONE)	\
	M(Drive.Library, drive.library, GUID, NONE)			\
	M(Drive.dwDeferDismountDelay, drive.defer_dismount_delay, U32, SET)

#define NTMS_DRIVE_TYPE_MEMBERS(H, M, N)					\
	H(szName, name, TEXT, NONE)						\
	M(DriveType.szVendor, drive_type.vendor, TEXT, NONE)			\
	M(DriveType.szProduct, drive_type.product, TEXT, NONE)			\
	M(DriveType.NumberOfHeads, drive_type.number_of_heads, U32, NONE)	\
	M(DriveType.DeviceType, drive_type.device_type, U32, NONE)

#define NTMS_LIBRARY_MEMBERS(H, M, N)							\
	H(szName, name, TEXT, SET)							\
	M(Library.LibraryType, library.library_type, U32, NONE)				\
	M(Library.CleanerSlot, library.cleaner_slot, GUID, NONE)			\
	M(Library.CleanerSlotDefault, library.cleaner_slot_default, GUID, NONE)		\
	M(Library.LibrarySupportsDriveCleaning,						\
	  library.supports_cleaning, BOOL, NONE)					\
	M(Library.BarCodeReaderInstalled, library.bar_code_reader, BOOL, NONE)		\
	M(Library.InventoryMethod, library.inventory_method, U32, SET)			\
	M(Library.dwCleanerUsesRemaining, library.cleaner_uses_remaining, U32, SET)	\
	M(Library.FirstDriveNumber, library.first_drive_number, U32, NONE)		\
	M(Library.dwNumberOfDrives, library.number_of_drives, U32, NONE)		\
	M(Library.FirstSlotNumber, library.first_slot_number, U32, NONE)		\
	M(Library.dwNumberOfSlots, library.number_of_slots, U32, NONE)			\
	M(Library.FirstDoorNumber, library.first_door_number, U32, NONE)		\
	M(Library.dwNumberOfDoors, library.number_of_doors, U32, NONE)			\
	M(Library.FirstPortNumber, library.first_port_number, U32, NONE)		\
	M(Library.dwNumberOfPorts, library.number_of_ports, U32, NONE)			\
	M(Library.FirstChangerNumber, library.first_changer_number, U32, NONE)		\
	M(Library.dwNumberOfChangers, library.number_of_changers, U32, NONE)		\
	M(Library.dwNumberOfMedia, library.number_of_media, U32, NONE)			\
	M(Library.dwNumberOfMediaTypes, library.number_of_media_types, U32, NONE)	\
	M(Library.dwNumberOfLibRequests, library.number_of_lib_requests, U32, NONE)	\
	N(Library.AutoRecovery, library.auto_recovery, BOOL, SET)			\
	N(Library.dwFlags, library.flags, U32, SET)

#define NTMS_CHANGER_MEMBERS(H, M, N)					\
	H(szName, name, TEXT, NONE)					\
	M(Changer.Number, changer.number, U32, NONE)			\
	M(Changer.ChangerType, changer.changer_type, GUID, NONE)	\
	M(Changer.szSerialNumber, changer.serial_number, TEXT, NONE)	\
	M(Changer.szRevision, changer.revision, TEXT, NONE)		\
	M(Changer.szDeviceName, changer.device_name, TEXT, NONE)	\
	M(Changer.ScsiPort, changer.scsi_port, U16, NONE)		\
	M(Changer.ScsiBus, changer.scsi_bus, U16, NONE)			\
	M(Changer.ScsiTarget, changer.scsi_target, U16, NONE)		\
	M(Changer.ScsiLun, changer.scsi_lun, U16, NONE)			\
	M(Changer.Library, changer.library, GUID, NONE)

#define NTMS_CHANGER_TYPE_MEMBERS(H, M, N)				\
	H(szName, name, TEXT, NONE)					\
	M(ChangerType.szVendor, changer_type.vendor, TEXT, NONE)	\
	M(ChangerType.szProduct, changer_type.product, TEXT, NONE)	\
	M(ChangerType.DeviceType, changer_type.device_type, U32, NONE)

#define NTMS_STORAGE_SLOT_MEMBERS(H, M, N)			\
	H(szName, name, TEXT, NONE)				\
	M(StorageSlot.Number, storageslot.number, U32, NONE)	\
	M(StorageSlot.State, storageslot.state, U32, NONE)	\
	M(StorageSlot.Library, storageslot.library, GUID, NONE)

#define NTMS_IEDOOR_MEMBERS(H, M, N)				\
	H(szName, name, TEXT, NONE)				\
	M(IEDoor.Number, iedoor.number, U32, NONE)		\
	M(IEDoor.State, iedoor.state, U32, NONE)		\
	M(IEDoor.MaxOpenSecs, iedoor.max_open_secs, U16, SET)	\
	M(IEDoor.Library, iedoor.library, GUID, NONE)

#define NTMS_IEPORT_MEMBERS(H, M, N)					\
	H(szName, name, TEXT, NONE)					\
	M(IEPort.Number, ieport.number, U32, NONE)			\
	M(IEPort.Content, ieport.content, U32, NONE)			\
	M(IEPort.Position, ieport.position, U32, NONE)			\
	M(IEPort.MaxExtendSecs, ieport.max_extend_secs, U16, SET)	\
	M(IEPort.Library, ieport.library, GUID, NONE)

#define NTMS_PHYSICAL_MEDIA_MEMBERS(H, M, N)							\
	H(szName, name, TEXT, BOTH)								\
	M(PhysicalMedia.CurrentLibrary, physical_media.library, GUID, CREATE)			\
	M(PhysicalMedia.MediaPool, physical_media.pool, GUID, CREATE)				\
	M(PhysicalMedia.Location, physical_media.location, GUID, NONE)				\
	M(PhysicalMedia.LocationType, physical_media.location_type, U32, NONE)			\
	M(PhysicalMedia.MediaType, physical_media.media_type, GUID, NONE)			\
	M(PhysicalMedia.HomeSlot, physical_media.home_slot, GUID, NONE)				\
	M(PhysicalMedia.szBarCode, physical_media.bar_code, TEXT, CREATE)			\
	M(PhysicalMedia.BarCodeState, physical_media.bar_code_state, U32, NONE)			\
	M(PhysicalMedia.szSequenceNumber, physical_media.sequence_number, TEXT, NONE)		\
	M(PhysicalMedia.MediaState, physical_media.state, U32, NONE)				\
	M(PhysicalMedia.dwNumberOfPartitions, physical_media.number_of_partitions, U32, CREATE)	\
	N(PhysicalMedia.dwMediaTypeCode, physical_media.media_type_code, U32, CREATE)		\
	N(PhysicalMedia.dwDensityCode, physical_media.density_code, U32, CREATE)		\
	N(PhysicalMedia.MountedPartition, physical_media.mounted_partition, GUID, NONE)

#define NTMS_LOGICAL_MEDIA_MEMBERS(H, M, N)				\
	H(szName, name, TEXT, SET)					\
	M(LogicalMedia.MediaPool, logical_media.pool, GUID, NONE)	\
	M(LogicalMedia.dwNumberOfPartitions, logical_media.number_of_partitions, U32, NONE)

#define NTMS_PARTITION_MEMBERS(H, M, N)							\
	H(szName, name, TEXT, BOTH)							\
	M(Partition.PhysicalMedia, partition.physical_media, GUID, NONE)		\
	M(Partition.LogicalMedia, partition.logical_media, GUID, CREATE)		\
	M(Partition.State, partition.state, U32, CREATE)				\
	M(Partition.Side, partition.side, U16, NONE)					\
	M(Partition.dwOmidLabelIdLength, partition.omid_label_id_length, U32, CREATE)	\
	M(Partition.OmidLabelId, partition.omid_label_id, BYTES, CREATE)		\
	M(Partition.szOmidLabelType, partition.omid_label_type, TEXT, CREATE)		\
	M(Partition.szOmidLabelInfo, partition.omid_label_info, TEXT, CREATE)		\
	M(Partition.dwMountCount, partition.mount_count, U32, CREATE)			\
	M(Partition.dwAllocateCount, partition.allocate_count, U32, CREATE)		\
	N(Partition.Capacity, partition.capacity, U64, CREATE)

#define NTMS_MEDIA_POOL_MEMBERS(H, M, N)							\
	H(szName, name, TEXT, SET)								\
	M(MediaPool.PoolType, media_pool.pool_type, U32, NONE)					\
	M(MediaPool.MediaType, media_pool.media_type, GUID, SET)				\
	M(MediaPool.Parent, media_pool.parent, GUID, NONE)					\
	M(MediaPool.AllocationPolicy, media_pool.allocation_policy, U32, SET)			\
	M(MediaPool.DeallocationPolicy, media_pool.deallocation_policy, U32, SET)		\
	M(MediaPool.dwMaxAllocates, media_pool.max_allocates, U32, SET)				\
	M(MediaPool.dwNumberOfPhysicalMedia, media_pool.number_of_physical_media, U32, NONE)	\
	M(MediaPool.dwNumberOfLogicalMedia, media_pool.number_of_logical_media, U32, NONE)	\
	M(MediaPool.dwNumberOfMediaPools, media_pool.number_of_media_pools, U32, NONE)

#define NTMS_MEDIA_TYPE_MEMBERS(H, M, N)					\
	H(szName, name, TEXT, NONE)						\
	M(MediaType.MediaType, media_type.media_type_code, U32, NONE)		\
	M(MediaType.NumberOfSides, media_type.number_of_sides, U32, NONE)	\
	M(MediaType.ReadWriteCharacteristics, media_type.read_write, U32, NONE)	\
	M(MediaType.DeviceType, media_type.device_type, U32, NONE)

#define NTMS_LIB_REQUEST_MEMBERS(H, M, N)					\
	H(szName, name, TEXT, NONE)						\
	M(LibRequest.OperationCode, librequest.operation, U32, NONE)		\
	M(LibRequest.OperationOption, librequest.option, U32, NONE)		\
	M(LibRequest.State, librequest.state, U32, NONE)			\
	M(LibRequest.PartitionId, librequest.partition, GUID, NONE)		\
	M(LibRequest.DriveId, librequest.drive, GUID, NONE)			\
	M(LibRequest.PhysMediaId, librequest.physical_media, GUID, NONE)	\
	M(LibRequest.Library, librequest.library, GUID, NONE)			\
	M(LibRequest.SlotId, librequest.slot, GUID, NONE)			\
	M(LibRequest.TimeQueued, librequest.time_queued, TIME, NONE)		\
	M(LibRequest.TimeCompleted, librequest.time_completed, TIME, NONE)	\
	M(LibRequest.szApplication, librequest.application, TEXT, NONE)		\
	M(LibRequest.szUser, librequest.user, TEXT, NONE)			\
	M(LibRequest.szComputer, librequest.computer, TEXT, NONE)		\
	N(LibRequest.dwErrorCode, librequest.error, U32, NONE)			\
	N(LibRequest.WorkItemId, librequest.work_item, GUID, NONE)		\
	N(LibRequest.dwPriority, librequest.priority, U32, NONE)

#define NTMS_OP_REQUEST_MEMBERS(H, M, N)				\
	H(szName, name, TEXT, NONE)					\
	M(OpRequest.Request, oprequest.command, U32, NONE)		\
	M(OpRequest.Submitted, oprequest.submitted, TIME, NONE)		\
	M(OpRequest.State, oprequest.state, U32, NONE)			\
	M(OpRequest.szMessage, oprequest.message, TEXT, NONE)		\
	M(OpRequest.Arg1Type, oprequest.arg1_type, U32, NONE)		\
	M(OpRequest.Arg1, oprequest.arg1, GUID, NONE)			\
	M(OpRequest.Arg2Type, oprequest.arg2_type, U32, NONE)		\
	M(OpRequest.Arg2, oprequest.arg2, GUID, NONE)			\
	M(OpRequest.szApplication, oprequest.application, TEXT, NONE)	\
	M(OpRequest.szUser, oprequest.user, TEXT, NONE)			\
	M(OpRequest.szComputer, oprequest.computer, TEXT, NONE)

#define NTMS_COMPUTER_MEMBERS(H, M, N)							\
	H(szName, name, TEXT, NONE)							\
	N(Computer.dwLibRequestPurgeTime, computer.lib_request_purge_time, U32, SET)	\
	N(Computer.dwOpRequestPurgeTime, computer.op_request_purge_time, U32, SET)	\
	N(Computer.dwLibRequestFlags, computer.lib_request_flags, U32, SET)		\
	N(Computer.dwOpRequestFlags, computer.op_request_flags, U32, SET)		\
	N(Computer.dwMediaPoolPolicy, computer.media_pool_policy, U32, SET)

#endif /* NTMS_RECORD_MEMBERS_H */
