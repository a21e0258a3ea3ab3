// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * offline.c - entering media into the database by hand, and removing them
 *
 * MS-RSMP 3.2.5.2.3.5, .6 and 3.2.5.2.2.8; SDK pages of the same names as the
 * calls.  Each call can also return the codes that call.c lists for all calls.
 */
#include <string.h>

#include <linux/ntms.h>

#include "object.h"
#include "session.h"
#include "wide.h"
#include "wire.h"

/* Media have one or two sides. */
#define MOST_SIDES	2

/**
 * struct medium - a medium to be created
 * @form:	form of the caller's records
 * @media:	the caller's record of the medium
 * @list:	the caller's records of its sides
 * @stride:	bytes of one record in @list
 * @medium:	the medium
 * @side:	its sides
 * @count:	number of them
 */
struct medium {
	const struct ntms_form *form;
	char *media;
	char *list;
	size_t stride;
	struct ntms_record medium;
	struct ntms_record side[MOST_SIDES];
	uint32_t count;
};

static uint32_t size_of(const void *record)
{
	uint32_t size;

	memcpy(&size, record, sizeof(size));
	return size;
}

static DWORD take_side(const struct medium *new, struct ntms_record *side,
		       const void *from)
{
	DWORD code;

	memset(side, 0, sizeof(*side));
	side->type = NTMS_PARTITION;
	code = ntms_record_get(new->form, NTMS_USE_CREATE, from, side);
	if (!code && (!side->info.partition.omid_label_id_length ||
		      !side->info.partition.omid_label_type[0]))
		code = ERROR_INVALID_PARAMETER;
	return code;
}

/* The records of a list are all of one version, so the first one tells their size. */
static DWORD take_caller(struct medium *new)
{
	DWORD code;
	uint32_t i;

	memset(&new->medium, 0, sizeof(new->medium));
	new->medium.type = NTMS_PHYSICAL_MEDIA;
	code = ntms_record_get(new->form, NTMS_USE_CREATE, new->media, &new->medium);
	if (code)
		return code;
	new->count = new->medium.info.physical_media.number_of_partitions;
	if (new->count > MOST_SIDES)
		return ERROR_MEDIA_INCOMPATIBLE;

	new->stride = size_of(new->list) == new->form->first_size ?
		      new->form->first_size : new->form->size;
	for (i = 0; i < new->count && !code; i++)
		code = take_side(new, &new->side[i], new->list + i * new->stride);
	return code;
}

static void put_nested(struct ntms_msg *msg, uint16_t type, const struct ntms_record *record)
{
	size_t start = ntms_msg_nest(msg, type);

	ntms_wire_put_new(msg, record);
	ntms_msg_nest_end(msg, start);
}

/*
 * Tells the caller what the module made of a record.  A caller who may create but
 * not look is told the identifier.
 */
static void tell(const struct medium *new, HANDLE session, struct ntms_record *record,
		 void *to)
{
	NTMS_GUID id = record->guid;
	struct ntms_record made;

	if (!ntms_object_read(session, &id, record->type, &made))
		record = &made;
	ntms_record_put(new->form, record, to);
}

static DWORD create(HANDLE session, const struct ntms_form *form, void *media, void *list,
		    DWORD options)
{
	struct medium new = { .form = form, .media = media, .list = list };
	NTMS_GUID sides[MOST_SIDES];
	struct ntms_call call;
	uint32_t i;

	ntms_call_begin(&call, session, NTMS_CMD_CREATE_MEDIA);
	ntms_call_check(&call, media && list);
	if (!call.code)
		ntms_call_fail(&call, take_caller(&new));
	if (!call.code)
		put_nested(&call.msg, NTMS_A_CALL_OBJECT, &new.medium);
	for (i = 0; i < new.count && !call.code; i++)
		put_nested(&call.msg, NTMS_A_CALL_PART, &new.side[i]);
	ntms_call_u32(&call, NTMS_A_CALL_OPTIONS, options);
	ntms_call_want_guid(&call, NTMS_A_CALL_PHYSICAL_MEDIA, &new.medium.guid);
	if (new.count)
		ntms_call_want_guids(&call, NTMS_A_CALL_MEDIA_LIST, sides,
				     (uint16_t)new.count);
	if (!ntms_call_run(&call)) {
		tell(&new, session, &new.medium, new.media);
		for (i = 0; i < new.count; i++) {
			new.side[i].guid = sides[i];
			tell(&new, session, &new.side[i], new.list + i * new.stride);
		}
	}
	return ntms_call_end(&call);
}

/**
 * CreateNtmsMediaA() - enter an offline medium into the database
 * @hSession:	a session
 * @lpMedia:	the medium: an NTMS_PHYSICAL_MEDIA record
 * @lpList:	its sides: dwNumberOfPartitions NTMS_PARTITION records
 * @dwOptions:	NTMS_ERROR_ON_DUPLICATE to refuse a label that another side has, or 0
 *
 * Of the medium ObjectGuid (null for a new one), Enabled, szName, szDescription,
 * CurrentLibrary (null or the offline library), MediaPool, szBarCode,
 * dwNumberOfPartitions, dwMediaTypeCode and dwDensityCode are taken; of the sides
 * ObjectGuid, Enabled, szName, szDescription, LogicalMedia (null for none), State,
 * the three members of the label, dwMountCount, dwAllocateCount and Capacity.
 * After success all members of all records are filled in.  dwSize must be that of
 * the whole record, of its part up to the end of the member for the type, or of the
 * record of version 1; the records of @lpList are as far apart as their version is
 * large.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL, dwSize, dwType, an option or
 *				  CurrentLibrary is wrong, the label of a side has no
 *				  type or no id, or LogicalMedia is given for a side
 *				  that is neither allocated nor complete
 * * ERROR_INVALID_NAME		- a text is malformed
 * * ERROR_INVALID_MEDIA_POOL	- MediaPool is neither an import pool nor an
 *				  application pool for media
 * * ERROR_MEDIA_INCOMPATIBLE	- media of the type of the pool have another number
 *				  of sides
 * * ERROR_INVALID_MEDIA	- a medium with this bar code exists; or one with such
 *				  a label does, and @dwOptions forbids it
 * * ERROR_ALREADY_EXISTS	- an identifier that was given is that of an object
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_MODIFY_ACCESS to the pool or to
 *				  the computer
 */
DWORD CreateNtmsMediaA(HANDLE hSession, LPNTMS_OBJECTINFORMATIONA lpMedia,
		       LPNTMS_OBJECTINFORMATIONA lpList, DWORD dwOptions)
{
	return create(hSession, &ntms_form_a, lpMedia, lpList, dwOptions);
}

/**
 * CreateNtmsMediaW() - as CreateNtmsMediaA(), with text in WCHARs
 * @hSession:	a session
 * @lpMedia:	the medium
 * @lpList:	its sides
 * @dwOptions:	what to refuse
 *
 * Return: as CreateNtmsMediaA().
 */
DWORD CreateNtmsMediaW(HANDLE hSession, LPNTMS_OBJECTINFORMATIONW lpMedia,
		       LPNTMS_OBJECTINFORMATIONW lpList, DWORD dwOptions)
{
	return create(hSession, &ntms_form_w, lpMedia, lpList, dwOptions);
}

/* The same for programs whose WCHAR has two bytes. */
DWORD CreateNtmsMediaW_u16(HANDLE hSession, void *lpMedia, void *lpList, DWORD dwOptions)
{
	return create(hSession, &ntms_form_u16, lpMedia, lpList, dwOptions);
}

/**
 * DeleteNtmsMedia() - remove an offline medium from the database
 * @hSession:	a session
 * @lpMediaId:	the physical medium
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpMediaId is NULL
 * * ERROR_INVALID_MEDIA	- there is no such physical medium
 * * ERROR_INVALID_STATE	- it is not in the offline library, or a side is
 *				  allocated, complete or reserved
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_MODIFY_ACCESS to the pool or to
 *				  the computer
 */
DWORD DeleteNtmsMedia(HANDLE hSession, LPNTMS_GUID lpMediaId)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_DELETE_MEDIA);
	ntms_call_check(&call, lpMediaId);
	ntms_call_guid(&call, NTMS_A_CALL_PHYSICAL_MEDIA, lpMediaId);
	return ntms_call_finish(&call);
}
