// SPDX-License-Identifier: GPL-2.0
/*
 * target.c - the medium that a verb is about
 *
 * It is a logical medium, a side, or what lies in a slot or drive.
 */
#include <stddef.h>

#include "rsm.h"

static unsigned int ways(const struct target *target)
{
	return !!target->media + !!target->partition + !!target->slot + !!target->physical +
	       (target->drive && !target->slot);
}

/**
 * target_text() - tell how the medium was named
 * @target:	what the options say
 *
 * Return: what was typed, or NULL.
 */
const char *target_text(const struct target *target)
{
	const char *const texts[] = { target->media, target->partition, target->physical,
				      target->slot, target->drive };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts); i++)
		if (texts[i])
			return resolve_shown(texts[i]);
	return NULL;
}

/* The medium in a slot, or in a drive if there is no slot. */
static int in_place(struct rsm *rsm, const struct target *target, struct object **physical)
{
	DWORD type = target->slot ? NTMS_STORAGESLOT : NTMS_DRIVE;
	const struct object *changer = NULL;
	NTMS_GUID id;
	int ret;

	if (target->changer) {
		ret = resolve(rsm, NTMS_CHANGER, target->changer, &id);
		if (ret)
			return ret;
		changer = list_find(rsm, NTMS_CHANGER, &id);
		if (!changer)
			return report_code(rsm, ERROR_OBJECT_NOT_FOUND, NULL, target->changer);
	}
	ret = resolve_in(rsm, type, target->slot ? target->slot : target->drive,
			 changer ? &changer->info.Info.Changer.Library : NULL, &id);
	return ret ? ret : media_at(rsm, &id, type, physical);
}

/**
 * target_physical() - find the physical medium that a verb is about
 * @rsm:	the run
 * @target:	what the options say
 * @physical:	receives the medium, for object_free()
 *
 * Return: RSM_OK, or what to exit with; the failure has been told.
 */
int target_physical(struct rsm *rsm, const struct target *target, struct object **physical)
{
	NTMS_GUID id;
	int ret;

	if (ways(target) != 1)
		return usage(rsm, ways(target) ? "more than one medium is named" :
						 "no medium is named");
	if (target->slot || target->drive)
		return in_place(rsm, target, physical);
	if (target->physical)
		ret = resolve(rsm, NTMS_PHYSICAL_MEDIA, target->physical, &id);
	else if (target->media)
		ret = resolve(rsm, NTMS_LOGICAL_MEDIA, target->media, &id);
	else
		ret = resolve(rsm, NTMS_PARTITION, target->partition, &id);
	return ret ? ret : media_physical(rsm, &id, physical);
}

/**
 * target_id() - find the logical medium or side that a verb is about
 * @rsm:	the run
 * @target:	what the options say
 * @id:		receives the identifier, of a side if a place is named
 *
 * Return: RSM_OK, or what to exit with; the failure has been told.
 */
int target_id(struct rsm *rsm, const struct target *target, NTMS_GUID *id)
{
	struct object *physical;
	int ret;

	if (ways(target) == 1 && target->media)
		return resolve(rsm, NTMS_LOGICAL_MEDIA, target->media, id);
	if (ways(target) == 1 && target->partition)
		return resolve(rsm, NTMS_PARTITION, target->partition, id);
	ret = target_physical(rsm, target, &physical);
	if (ret)
		return ret;
	ret = media_only_side(rsm, physical, id);
	object_free(physical);
	return ret;
}
