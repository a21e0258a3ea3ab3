// SPDX-License-Identifier: GPL-2.0
/*
 * torture_pool.c - make, change and delete pools
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "torture.h"

#define DEPTH_MAX	5

static struct pool *find(struct worker *w, const NTMS_GUID *id)
{
	unsigned int i;

	for (i = 0; i < w->number_of_pools; i++)
		if (guid_same(&w->pools[i].id, id))
			return &w->pools[i];
	return NULL;
}

/* a pool that holds media or pools, and if so, if possible, one that draws */
struct pool *pool_pick(struct worker *w, bool holds, bool draws)
{
	struct pool *p, *second = NULL;
	unsigned int i, from;

	if (!w->number_of_pools)
		return NULL;
	from = pick(w, w->number_of_pools);
	for (i = 0; i < w->number_of_pools; i++) {
		p = &w->pools[(from + i) % w->number_of_pools];
		if (p->holds != holds)
			continue;
		if (p->draws || !draws)
			return p;
		second = p;
	}
	return second;
}

static struct pool *remember(struct worker *w, const NTMS_GUID *id, const char *name,
			     const struct pool *parent, bool holds)
{
	struct pool *p;

	if (w->number_of_pools == POOLS_MAX)
		return NULL;
	p = &w->pools[w->number_of_pools++];
	memset(p, 0, sizeof(*p));
	p->id = *id;
	p->holds = holds;
	if (parent) {
		p->parent = parent->id;
		p->depth = parent->depth + 1;
	}
	snprintf(p->name, sizeof(p->name), "%s", name);
	return p;
}

static void adopt_below(struct worker *w, NTMS_GUID parent)
{
	NTMS_OBJECTINFORMATIONA info;
	struct pool *p;
	struct list list;
	DWORD i;

	if (client_list(w->session, &parent, NTMS_MEDIA_POOL, &list))
		return;
	for (i = 0; i < list.count; i++) {
		if (client_get(w->session, &list.ids[i], NTMS_MEDIA_POOL, &info))
			continue;
		p = remember(w, &list.ids[i], info.szName, find(w, &parent),
			     !NTMS_IS_NULLGUID(info.Info.MediaPool.MediaType));
		if (!p)
			continue;
		p->draws = info.Info.MediaPool.AllocationPolicy & NTMS_ALLOCATE_FROMSCRATCH;
		adopt_below(w, list.ids[i]);
	}
	client_list_free(&list);
}

/* what an earlier run has left is ours */
void pool_adopt(struct worker *w)
{
	char path[NAME_MAX_BYTES], hex[GUID_TEXT];
	NTMS_GUID id;
	DWORD code;

	snprintf(path, sizeof(path), "T%u", w->number);
	/* the store may be away in this moment: without a pool there is no work */
	do {
		intend(w, "create\t-\t%s\t0", path);
		code = CreateNtmsMediaPoolA(w->session, path, NULL, NTMS_OPEN_ALWAYS, NULL, &id);
	} while (!answered(w, code) && no_store(code));
	if (code) {
		w->lost = true;
		return;
	}
	acknowledged(w, "%s", guid_text(&id, hex));
	remember(w, &id, path, NULL, false);
	adopt_below(w, id);
}

static bool path_of(struct worker *w, const struct pool *p, char *path, size_t size)
{
	const struct pool *parent = find(w, &p->parent);
	size_t at = 0;

	if (parent) {
		if (!path_of(w, parent, path, size))
			return false;
		at = strlen(path);
	}
	return snprintf(path + at, size - at, "%s%s", at ? "\\" : "", p->name) <
	       (int)(size - at);
}

static void create(struct worker *w)
{
	char path[512], name[NAME_MAX_BYTES], hex[GUID_TEXT];
	struct pool *parent = pool_pick(w, false, false);
	bool holds = pick(w, 3);
	NTMS_GUID id;
	size_t at;
	DWORD code;

	if (!parent || parent->depth >= DEPTH_MAX || w->number_of_pools == POOLS_MAX ||
	    !path_of(w, parent, path, sizeof(path)))
		return;
	name_new(w, name);
	/* now and then one that exists */
	if (!pick(w, 20) && w->number_of_pools > 1)
		strcpy(name, w->pools[1].name);
	at = strlen(path);
	snprintf(path + at, sizeof(path) - at, "\\%s", name);
	intend(w, "create\t%s\t%s\t%d", guid_text(&parent->id, hex), name, holds);
	code = CreateNtmsMediaPoolA(w->session, path, holds ? &w->type : NULL,
				    NTMS_CREATE_NEW, NULL, &id);
	if (!answered(w, code))
		return;
	acknowledged(w, "%s", guid_text(&id, hex));
	remember(w, &id, name, parent, holds);
}

/* often refused: it is not empty */
static void delete(struct worker *w)
{
	struct pool *p = &w->pools[pick(w, w->number_of_pools)];
	char hex[GUID_TEXT];

	if (p == w->pools)
		return;
	intend(w, "delete\t%s", guid_text(&p->id, hex));
	if (!answered(w, DeleteNtmsMediaPool(w->session, &p->id)))
		return;
	acknowledged(w, "-");
	*p = w->pools[--w->number_of_pools];
}

/* several members at once: all of them or none */
static void change(struct worker *w)
{
	struct pool *p = &w->pools[pick(w, w->number_of_pools)];
	NTMS_OBJECTINFORMATIONA info;
	NTMS_MEDIAPOOLINFORMATION *m = &info.Info.MediaPool;
	char hex[GUID_TEXT];

	if (p == w->pools)
		return;
	if (client_get(w->session, &p->id, NTMS_MEDIA_POOL, &info)) {
		/* only reading fails like that: the module is gone */
		w->lost = true;
		return;
	}
	if (pick(w, 2))
		name_new(w, info.szName);
	snprintf(info.szDescription, sizeof(info.szDescription), "change %u by %u",
		 w->operation, w->number);
	m->AllocationPolicy = pick(w, 4) ? NTMS_ALLOCATE_FROMSCRATCH : 0;
	m->DeallocationPolicy = pick(w, 4) ? NTMS_DEALLOCATE_TOSCRATCH : 0;
	m->dwMaxAllocates = pick(w, 3) ? 1000000 + w->operation : 1 + pick(w, 2000);
	intend(w, "set\t%s\t%s\t%s\t%u\t%u\t%u", guid_text(&p->id, hex), info.szName,
	       info.szDescription, m->AllocationPolicy, m->DeallocationPolicy,
	       m->dwMaxAllocates);
	/* a value that is refused, behind members that would have been written */
	if (!pick(w, 15))
		m->DeallocationPolicy = 0x80;
	if (!answered(w, SetNtmsObjectInformationA(w->session, &p->id, &info)))
		return;
	acknowledged(w, "-");
	strcpy(p->name, info.szName);
	p->draws = m->AllocationPolicy & NTMS_ALLOCATE_FROMSCRATCH;
}

void pool_step(struct worker *w)
{
	unsigned int n = pick(w, 100);

	if (!w->number_of_pools)
		w->lost = true;
	else if (n < 35)
		create(w);
	else if (n < 60)
		delete(w);
	else
		change(w);
}
