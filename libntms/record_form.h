/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * record_form.h - one form of a caller's record
 *
 * Included once per form, from a file of its own, with these macros defined:
 *
 * FORM		name of the struct ntms_form
 * WIDTH	form of its text
 * RECORD	type of the record
 * FIRST	type of the record of version 1
 */
#include <stddef.h>

#include "record.h"
#include "record_members.h"

#define SIZE_OF(type, member)	sizeof(((type *)0)->member)

#define OURS(member)	offsetof(struct ntms_record, member), \
			SIZE_OF(struct ntms_record, member)
#define THEIRS(type, member)	offsetof(type, member), SIZE_OF(type, member)

#define IN_HEAD(theirs, ours, kind, use) \
	{ NTMS_KIND_##kind, NTMS_USE_##use, OURS(ours), \
	  THEIRS(RECORD, theirs), THEIRS(FIRST, theirs) },
#define IN_INFO(theirs, ours, kind, use) \
	{ NTMS_KIND_##kind, NTMS_USE_##use, OURS(info.ours), \
	  THEIRS(RECORD, Info.theirs), THEIRS(FIRST, Info.theirs) },
#define NEW_IN_INFO(theirs, ours, kind, use) \
	{ NTMS_KIND_##kind, NTMS_USE_##use, OURS(info.ours), \
	  THEIRS(RECORD, Info.theirs), 0, 0 },

#define TABLE(table, list) \
	static const struct ntms_member table[] = { list(IN_HEAD, IN_INFO, NEW_IN_INFO) }

TABLE(head, NTMS_HEAD_MEMBERS);
TABLE(drive, NTMS_DRIVE_MEMBERS);
TABLE(drive_type, NTMS_DRIVE_TYPE_MEMBERS);
TABLE(library, NTMS_LIBRARY_MEMBERS);
TABLE(changer, NTMS_CHANGER_MEMBERS);
TABLE(changer_type, NTMS_CHANGER_TYPE_MEMBERS);
TABLE(storage_slot, NTMS_STORAGE_SLOT_MEMBERS);
TABLE(iedoor, NTMS_IEDOOR_MEMBERS);
TABLE(ieport, NTMS_IEPORT_MEMBERS);
TABLE(physical_media, NTMS_PHYSICAL_MEDIA_MEMBERS);
TABLE(logical_media, NTMS_LOGICAL_MEDIA_MEMBERS);
TABLE(partition, NTMS_PARTITION_MEMBERS);
TABLE(media_pool, NTMS_MEDIA_POOL_MEMBERS);
TABLE(media_type, NTMS_MEDIA_TYPE_MEMBERS);
TABLE(lib_request, NTMS_LIB_REQUEST_MEMBERS);
TABLE(op_request, NTMS_OP_REQUEST_MEMBERS);
TABLE(computer, NTMS_COMPUTER_MEMBERS);

#define MEMBERS(table, part, in_first) { \
	.member	= (table), \
	.count	= sizeof(table) / sizeof((table)[0]), \
	.size	= offsetof(RECORD, Info) + SIZE_OF(RECORD, Info.part), \
	.first	= (in_first), \
}

const struct ntms_form FORM = {
	.width		= WIDTH,
	.size		= sizeof(RECORD),
	.first_size	= sizeof(FIRST),
	.head		= MEMBERS(head, Drive, true),
	.type		= {
		[NTMS_DRIVE]		= MEMBERS(drive, Drive, true),
		[NTMS_DRIVE_TYPE]	= MEMBERS(drive_type, DriveType, true),
		[NTMS_LIBRARY]		= MEMBERS(library, Library, true),
		[NTMS_CHANGER]		= MEMBERS(changer, Changer, true),
		[NTMS_CHANGER_TYPE]	= MEMBERS(changer_type, ChangerType, true),
		[NTMS_STORAGESLOT]	= MEMBERS(storage_slot, StorageSlot, true),
		[NTMS_IEDOOR]		= MEMBERS(iedoor, IEDoor, true),
		[NTMS_IEPORT]		= MEMBERS(ieport, IEPort, true),
		[NTMS_PHYSICAL_MEDIA]	= MEMBERS(physical_media, PhysicalMedia, true),
		[NTMS_LOGICAL_MEDIA]	= MEMBERS(logical_media, LogicalMedia, true),
		[NTMS_PARTITION]	= MEMBERS(partition, Partition, true),
		[NTMS_MEDIA_POOL]	= MEMBERS(media_pool, MediaPool, true),
		[NTMS_MEDIA_TYPE]	= MEMBERS(media_type, MediaType, true),
		[NTMS_LIBREQUEST]	= MEMBERS(lib_request, LibRequest, true),
		[NTMS_OPREQUEST]	= MEMBERS(op_request, OpRequest, true),
		[NTMS_COMPUTER]		= MEMBERS(computer, Computer, false),
	},
};
