// SPDX-License-Identifier: GPL-2.0
/*
 * torture_media.c - allocate media and what is done to allocated media
 *
 * Only media with one side: a library of tapes has no others.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "torture.h"

static void remember(struct worker *w, const NTMS_GUID *logical, const NTMS_GUID *side,
		     const NTMS_GUID *physical)
{
	struct media *m;
	unsigned int i;

	for (i = 0; i < w->number_of_media; i++) {
		if (!guid_same(&w->media[i].side, side))
			continue;
		w->media[i].logical = *logical;
		return;
	}
	if (w->number_of_media == MEDIA_MAX)
		return;
	m = &w->media[w->number_of_media++];
	m->logical = *logical;
	m->side = *side;
	m->physical = *physical;
}

static void forget(struct worker *w, struct media *m)
{
	*m = w->media[--w->number_of_media];
}

/* the free pool of media of a type */
static bool free_pool(HANDLE session, const NTMS_GUID *type, NTMS_GUID *pool)
{
	NTMS_OBJECTINFORMATIONA info;
	struct list top, below;
	bool found = false;
	DWORD i, n;

	if (client_list(session, NULL, NTMS_MEDIA_POOL, &top))
		return false;
	for (i = 0; i < top.count; i++) {
		if (client_get(session, &top.ids[i], NTMS_MEDIA_POOL, &info) ||
		    info.Info.MediaPool.PoolType != NTMS_POOLTYPE_SCRATCH ||
		    client_list(session, &top.ids[i], NTMS_MEDIA_POOL, &below))
			continue;
		for (n = 0; n < below.count && !found; n++) {
			*pool = below.ids[n];
			found = !client_get(session, pool, NTMS_MEDIA_POOL, &info) &&
				guid_same(&info.Info.MediaPool.MediaType, type);
		}
		client_list_free(&below);
	}
	client_list_free(&top);
	return found;
}

/* what the library found is unrecognized: nobody has allocated it */
void media_free(HANDLE session, const NTMS_GUID *type)
{
	NTMS_OBJECTINFORMATIONA info;
	struct list media;
	NTMS_GUID pool;
	DWORD i, code;

	if (!free_pool(session, type, &pool) ||
	    client_list(session, NULL, NTMS_PHYSICAL_MEDIA, &media))
		return;
	for (i = 0; i < media.count; i++) {
		if (client_get(session, &media.ids[i], NTMS_PHYSICAL_MEDIA, &info) ||
		    client_get(session, &info.Info.PhysicalMedia.MediaPool, NTMS_MEDIA_POOL,
			       &info) ||
		    (info.Info.MediaPool.PoolType != NTMS_POOLTYPE_FOREIGN &&
		     info.Info.MediaPool.PoolType != NTMS_POOLTYPE_IMPORT))
			continue;
		while (no_store(code = MoveToNtmsMediaPool(session, &media.ids[i], &pool)))
			usleep(20000);
		if (code)
			fprintf(stderr, "torture: to the free pool: %s\n", ntms_strerror(code));
	}
	client_list_free(&media);
}

void media_adopt(struct worker *w)
{
	NTMS_OBJECTINFORMATIONA info;
	struct list list;
	unsigned int i;
	DWORD n;

	for (i = 0; i < w->number_of_pools; i++) {
		if (!w->pools[i].holds ||
		    client_list(w->session, &w->pools[i].id, NTMS_PARTITION, &list))
			continue;
		for (n = 0; n < list.count; n++)
			if (!client_get(w->session, &list.ids[n], NTMS_PARTITION, &info))
				remember(w, &info.Info.Partition.LogicalMedia, &list.ids[n],
					 &info.Info.Partition.PhysicalMedia);
		client_list_free(&list);
	}
}

static struct media *pick_media(struct worker *w, bool allocated)
{
	unsigned int i, n, from;

	if (!w->number_of_media)
		return NULL;
	from = pick(w, w->number_of_media);
	for (i = 0; i < w->number_of_media; i++) {
		n = (from + i) % w->number_of_media;
		if (NTMS_IS_NULLGUID(w->media[n].logical) != allocated)
			return &w->media[n];
	}
	return NULL;
}

/* the side a logical medium has; without it the log would not say enough */
static bool side_of(struct worker *w, const NTMS_GUID *logical, NTMS_OBJECTINFORMATIONA *info)
{
	struct list list;
	bool ok;

	if (client_list(w->session, logical, NTMS_PARTITION, &list))
		return false;
	ok = list.count == 1 && !client_get(w->session, &list.ids[0], NTMS_PARTITION, info);
	client_list_free(&list);
	return ok;
}

static void allocate(struct worker *w)
{
	struct pool *pool = pool_pick(w, true, true);
	NTMS_ALLOCATION_INFORMATION from = { .dwSize = sizeof(from) };
	DWORD options = NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE;
	NTMS_GUID id = NTMS_NULLGUID;
	NTMS_OBJECTINFORMATIONA info;
	char hex[4][GUID_TEXT];

	if (!pool)
		return;
	if (pick(w, 2))
		options |= NTMS_ALLOCATE_NEW;
	intend(w, "allocate\t%s\t%u", guid_text(&pool->id, hex[0]), options);
	if (!answered(w, AllocateNtmsMedia(w->session, &pool->id, NULL, &id, options, 0, &from)))
		return;
	if (!side_of(w, &id, &info)) {
		/* left without an answer in the log, which is true as well */
		w->lost = true;
		return;
	}
	acknowledged(w, "%s\t%s\t%s\t%s\t%u", guid_text(&id, hex[0]),
		     guid_text(&info.ObjectGuid, hex[1]),
		     guid_text(&info.Info.Partition.PhysicalMedia, hex[2]),
		     guid_text(&from.AllocatedFrom, hex[3]), info.Info.Partition.dwAllocateCount);
	remember(w, &id, &info.ObjectGuid, &info.Info.Partition.PhysicalMedia);
}

/* whether the medium has left our pools with its last allocation */
static void look_again(struct worker *w, struct media *m)
{
	NTMS_OBJECTINFORMATIONA info;
	unsigned int i;

	memset(&m->logical, 0, sizeof(m->logical));
	if (client_get(w->session, &m->physical, NTMS_PHYSICAL_MEDIA, &info)) {
		w->lost = true;
		return;
	}
	for (i = 0; i < w->number_of_pools; i++)
		if (guid_same(&w->pools[i].id, &info.Info.PhysicalMedia.MediaPool))
			return;
	forget(w, m);
}

static void deallocate(struct worker *w, struct media *m)
{
	char hex[GUID_TEXT];

	intend(w, "deallocate\t%s", guid_text(&m->logical, hex));
	if (!answered(w, DeallocateNtmsMedia(w->session, &m->logical, 0)))
		return;
	acknowledged(w, "-");
	look_again(w, m);
}

static void complete(struct worker *w, struct media *m)
{
	char hex[GUID_TEXT];

	intend(w, "complete\t%s", guid_text(&m->logical, hex));
	if (answered(w, SetNtmsMediaComplete(w->session, &m->logical)))
		acknowledged(w, "-");
}

static void swap(struct worker *w, struct media *m)
{
	struct media *other = pick_media(w, true);
	char hex[2][GUID_TEXT];
	NTMS_GUID logical;

	intend(w, "swap\t%s\t%s", guid_text(&m->logical, hex[0]),
	       guid_text(&other->logical, hex[1]));
	if (!answered(w, SwapNtmsMedia(w->session, &m->logical, &other->logical)))
		return;
	acknowledged(w, "-");
	logical = m->logical;
	m->logical = other->logical;
	other->logical = logical;
}

static void describe(struct worker *w, struct media *m)
{
	NTMS_OBJECTINFORMATIONA info;
	char hex[GUID_TEXT];

	if (client_get(w->session, &m->logical, NTMS_LOGICAL_MEDIA, &info)) {
		w->lost = true;
		return;
	}
	name_new(w, info.szName);
	snprintf(info.szDescription, sizeof(info.szDescription), "named %u by %u",
		 w->operation, w->number);
	intend(w, "describe\t%s\t%s\t%s", guid_text(&m->logical, hex), info.szName,
	       info.szDescription);
	if (answered(w, SetNtmsObjectInformationA(w->session, &m->logical, &info)))
		acknowledged(w, "-");
}

static void move(struct worker *w, struct media *m)
{
	struct pool *pool = pool_pick(w, true, false);
	char hex[2][GUID_TEXT];

	if (!pool)
		return;
	intend(w, "move\t%s\t%s", guid_text(&m->physical, hex[0]),
	       guid_text(&pool->id, hex[1]));
	if (answered(w, MoveToNtmsMediaPool(w->session, &m->physical, &pool->id)))
		acknowledged(w, "-");
}

/* rarely: nothing brings these sides back */
static void decommission(struct worker *w)
{
	struct media *m = pick_media(w, false);
	char hex[GUID_TEXT];

	if (!m)
		return;
	intend(w, "decommission\t%s", guid_text(&m->side, hex));
	if (answered(w, DecommissionNtmsMedia(w->session, &m->side)))
		acknowledged(w, "-");
}

void media_step(struct worker *w)
{
	struct media *m = pick_media(w, true);
	unsigned int n = pick(w, 100);

	if (!m || n < 30)
		allocate(w);
	else if (n < 60)
		deallocate(w, m);
	else if (n < 65)
		complete(w, m);
	else if (n < 75)
		swap(w, m);
	else if (n < 88)
		describe(w, m);
	else if (n < 99)
		move(w, m);
	else if (!pick(w, 20))
		decommission(w);
}
