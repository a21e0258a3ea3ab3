// SPDX-License-Identifier: GPL-2.0
/*
 * media.c - from a medium to its sides and back
 */
#include <stdio.h>
#include <string.h>

#include "rsm.h"

/**
 * media_side_id() - find the side behind an identifier, tell nothing
 * @rsm:	the run
 * @media:	a logical medium or a side
 * @side:	receives the side
 *
 * Return: ERROR_SUCCESS, or what a call failed with.
 */
DWORD media_side_id(struct rsm *rsm, const NTMS_GUID *media, NTMS_GUID *side)
{
	struct object *object;
	struct list sides;
	DWORD code = object_get(rsm, media, NTMS_UNKNOWN, &object), type;

	if (code)
		return code;
	type = object->type;
	object_free(object);
	*side = *media;
	if (type == NTMS_PARTITION)
		return ERROR_SUCCESS;
	code = list_load(rsm, media, NTMS_PARTITION, &sides);
	if (code)
		return code;
	if (sides.count)
		*side = sides.items[0]->id;
	else
		code = ERROR_INVALID_PARTITION;
	list_free(&sides);
	return code;
}

/**
 * media_side() - read the side behind an identifier
 * @rsm:	the run
 * @media:	a logical medium or a side
 * @side:	receives the side, for object_free()
 *
 * Return: RSM_OK, or what to exit with; the failure has been told.
 */
int media_side(struct rsm *rsm, const NTMS_GUID *media, struct object **side)
{
	char hex[GUID_TEXT];
	NTMS_GUID id;
	DWORD code = media_side_id(rsm, media, &id);

	if (code)
		return report_code(rsm, code, NULL, guid_text(media, hex));
	return object_read(rsm, &id, NTMS_PARTITION, side);
}

/**
 * media_sides() - read the sides of a physical medium
 * @rsm:	the run
 * @physical:	the medium
 * @sides:	receives them, for list_free()
 *
 * Return: RSM_OK, or what to exit with; the failure has been told.
 */
int media_sides(struct rsm *rsm, const NTMS_GUID *physical, struct list *sides)
{
	DWORD code = list_load(rsm, physical, NTMS_PARTITION, sides);
	char hex[GUID_TEXT];

	return code ? report(rsm, code, "medium %s", guid_text(physical, hex)) : RSM_OK;
}

/**
 * media_logical() - find the logical medium of a side
 * @rsm:	the run
 * @partition:	the side
 * @media:	receives the logical medium
 *
 * Return: RSM_OK, or what to exit with; the failure has been told.
 */
int media_logical(struct rsm *rsm, const NTMS_GUID *partition, NTMS_GUID *media)
{
	struct object *side;
	int ret = object_read(rsm, partition, NTMS_PARTITION, &side);

	if (ret)
		return ret;
	*media = side->info.Info.Partition.LogicalMedia;
	if (guid_null(media))
		ret = report_code(rsm, ERROR_INVALID_STATE, "the side is not allocated",
				  side->shown);
	object_free(side);
	return ret;
}

/**
 * media_physical_get() - read the physical medium behind an identifier
 * @rsm:	the run
 * @media:	a logical medium, a side or the physical medium itself
 * @physical:	receives it, for object_free()
 *
 * Return: ERROR_SUCCESS, or what a call failed with; nothing has been told.
 */
DWORD media_physical_get(struct rsm *rsm, const NTMS_GUID *media, struct object **physical)
{
	struct object *object;
	NTMS_GUID id;
	DWORD code = object_get(rsm, media, NTMS_UNKNOWN, &object);

	if (code)
		return code;
	if (object->type == NTMS_PHYSICAL_MEDIA) {
		*physical = object;
		return ERROR_SUCCESS;
	}
	object_free(object);
	code = media_side_id(rsm, media, &id);
	if (!code)
		code = object_get(rsm, &id, NTMS_PARTITION, &object);
	if (code)
		return code;
	code = object_get(rsm, &object->info.Info.Partition.PhysicalMedia, NTMS_PHYSICAL_MEDIA,
			  physical);
	object_free(object);
	return code;
}

/**
 * media_physical() - read the physical medium behind an identifier
 * @rsm:	the run
 * @media:	a logical medium, a side or the physical medium itself
 * @physical:	receives it, for object_free()
 *
 * Return: RSM_OK, or what to exit with; the failure has been told.
 */
int media_physical(struct rsm *rsm, const NTMS_GUID *media, struct object **physical)
{
	DWORD code = media_physical_get(rsm, media, physical);
	char hex[GUID_TEXT];

	return code ? report_code(rsm, code, NULL, guid_text(media, hex)) : RSM_OK;
}

/**
 * media_at() - find the physical medium in a place
 * @rsm:	the run
 * @place:	a slot, drive or port
 * @type:	its type
 * @physical:	receives the medium, for object_free()
 *
 * Return: RSM_OK, or what to exit with; the failure has been told.
 */
int media_at(struct rsm *rsm, const NTMS_GUID *place, DWORD type, struct object **physical)
{
	const struct list *media;
	DWORD code = list_all(rsm, NTMS_PHYSICAL_MEDIA, &media);
	size_t i;

	if (code)
		return report(rsm, code, NULL);
	for (i = 0; i < media->count; i++)
		if (guid_equal(&media->items[i]->info.Info.PhysicalMedia.Location, place))
			return object_read(rsm, &media->items[i]->id, NTMS_PHYSICAL_MEDIA,
					   physical);
	return report_code(rsm, ERROR_EMPTY, NULL, list_name(rsm, type, place));
}

/**
 * media_only_side() - find the side of a medium that has one
 * @rsm:	the run
 * @physical:	the medium
 * @side:	receives the side
 *
 * Return: RSM_OK, or what to exit with; the failure has been told.
 */
int media_only_side(struct rsm *rsm, const struct object *physical, NTMS_GUID *side)
{
	struct list sides;
	int ret = media_sides(rsm, &physical->id, &sides);

	if (ret)
		return ret;
	if (sides.count == 1)
		*side = sides.items[0]->id;
	else
		ret = usage(rsm, "%s has %zu sides, name one with --partition", physical->shown,
			    sides.count);
	list_free(&sides);
	return ret;
}

/**
 * media_is_idle() - ask whether a medium is where a dismount leaves it
 * @rsm:	the run
 * @physical:	the medium
 *
 * Return: true if it is in no drive, or left in one by a deferred dismount.
 */
bool media_is_idle(struct rsm *rsm, const struct object *physical)
{
	const NTMS_PMIDINFORMATIONW *pm = &physical->info.Info.PhysicalMedia;
	struct object *drive;
	bool idle;

	if (pm->MediaState == NTMS_MEDIASTATE_IDLE)
		return true;
	if (pm->LocationType != NTMS_DRIVE ||
	    object_get(rsm, &pm->Location, NTMS_DRIVE, &drive))
		return false;
	idle = drive->info.Info.Drive.State == NTMS_DRIVESTATE_DISMOUNTABLE;
	object_free(drive);
	return idle;
}

/**
 * media_place() - tell where a medium is
 * @rsm:	the run
 * @physical:	the medium
 * @to:		receives it
 * @size:	the size of @to
 *
 * Return: @to.
 */
const char *media_place(struct rsm *rsm, const struct object *physical, char *to, size_t size)
{
	const NTMS_PMIDINFORMATIONW *pm = &physical->info.Info.PhysicalMedia;
	const char *library = list_name(rsm, NTMS_LIBRARY, &pm->CurrentLibrary);
	const struct object *place = list_find(rsm, pm->LocationType, &pm->Location);
	const char *kind = "place";
	DWORD number = 0;

	if (guid_null(&pm->Location)) {
		snprintf(to, size, "%s", library);
		return to;
	}
	if (place && place->type == NTMS_DRIVE) {
		kind = "drive";
		number = place->info.Info.Drive.Number;
	} else if (place && place->type == NTMS_STORAGESLOT) {
		kind = "slot";
		number = place->info.Info.StorageSlot.Number;
	} else if (place && place->type == NTMS_IEPORT) {
		kind = "port";
		number = place->info.Info.IEPort.Number;
	} else {
		snprintf(to, size, "%s, place unknown", library);
		return to;
	}
	snprintf(to, size, "%s, %s %u", library, kind, number);
	return to;
}
