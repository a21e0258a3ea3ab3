// SPDX-License-Identifier: GPL-2.0
/*
 * fate.c - what becomes of a cartridge that is taken out of a library
 *
 * MS-RSMP 3.2.5.2.1.1 and 2.2.4.26, semantics 8.3.  Cleaners are forgotten.
 * Of what was ejected, unrecognized and incompatible media are too, import
 * media unless the computer keeps them, free media if it purges them.
 * Everything else goes off line as it is, and so does what somebody took
 * without asking: it may come back.
 */
#include "control.h"
#include "media.h"
#include "mount.h"
#include "ntms.h"
#include "work.h"

/* somebody has or had it */
static bool belongs(const struct ntms_physical_media *pm)
{
	u32 i;

	for (i = 0; i < pm->number_of_partitions; i++)
		switch (pm->sides[i]->state) {
		case NTMS_PARTSTATE_ALLOCATED:
		case NTMS_PARTSTATE_COMPLETE:
		case NTMS_PARTSTATE_RESERVED:
			return true;
		}
	return false;
}

static bool is_incompatible(const struct ntms_physical_media *pm)
{
	u32 i;

	for (i = 0; i < pm->number_of_partitions; i++)
		if (pm->sides[i]->state == NTMS_PARTSTATE_INCOMPATIBLE)
			return true;
	return false;
}

static bool is_being_ejected(const struct ntms_physical_media *pm)
{
	const struct ntms_work *w = pm->mount ? pm->mount->work : NULL;

	return w && (w->operation == NTMS_LM_EJECT ||
		     w->operation == NTMS_LM_EJECTCLEANER);
}

/**
 * ntms_eject_forgets() - is a cartridge forgotten that leaves its library?
 * @m: model, locked
 * @pm: cartridge
 *
 * Return: true: it is to be deleted, false: it goes off line.
 */
bool ntms_eject_forgets(struct ntms_model *m,
			const struct ntms_physical_media *pm)
{
	u32 policy = m->computer->media_pool_policy;

	if (ntms_cleaner_is(pm))
		return true;
	if (!is_being_ejected(pm) || belongs(pm))
		return false;
	if (is_incompatible(pm))
		return true;
	switch (pm->pool->pool_type) {
	case NTMS_POOLTYPE_FOREIGN:
		return true;
	case NTMS_POOLTYPE_IMPORT:
		return !(policy & NTMS_POOLPOLICY_KEEPOFFLINEIMPORT);
	case NTMS_POOLTYPE_SCRATCH:
		return policy & NTMS_POOLPOLICY_PURGEOFFLINESCRATCH;
	}
	return false;
}
