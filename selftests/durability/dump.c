// SPDX-License-Identifier: GPL-2.0
/*
 * dump.c - what the module knows, as lines for replay.py
 *
 *	dump [LABEL]
 *
 * DUMP LABEL, then a line of words separated by tabs for each object whose
 * type torture changes, then END LABEL.
 */
#include <stdio.h>
#include <string.h>

#include "client.h"

static HANDLE session;
static char hex[4][GUID_TEXT];

static int failed(const char *what, DWORD code)
{
	fprintf(stderr, "dump: %s: %s: %s\n", what, ntms_strerror(code),
		ntms_last_error_text());
	return 1;
}

static void tell_pool(const NTMS_OBJECTINFORMATIONA *o)
{
	const NTMS_MEDIAPOOLINFORMATION *p = &o->Info.MediaPool;

	say("pool\t%s\t%s\t%u\t%d\t%u\t%u\t%u\t%s\t%s", hex[0],
	    guid_text(&p->Parent, hex[1]), p->PoolType,
	    !NTMS_IS_NULLGUID(p->MediaType), p->AllocationPolicy,
	    p->DeallocationPolicy, p->dwMaxAllocates, o->szName, o->szDescription);
}

static void tell(const NTMS_OBJECTINFORMATIONA *o)
{
	const NTMS_PMIDINFORMATIONA *m = &o->Info.PhysicalMedia;
	const NTMS_PARTITIONINFORMATIONA *s = &o->Info.Partition;

	guid_text(&o->ObjectGuid, hex[0]);
	switch (o->dwType) {
	case NTMS_MEDIA_POOL:
		tell_pool(o);
		break;
	case NTMS_PHYSICAL_MEDIA:
		say("media\t%s\t%s\t%s", hex[0], guid_text(&m->MediaPool, hex[1]),
		    m->szBarCode);
		break;
	case NTMS_PARTITION:
		say("side\t%s\t%s\t%s\t%u\t%u", hex[0], guid_text(&s->PhysicalMedia, hex[1]),
		    guid_text(&s->LogicalMedia, hex[2]), s->State, s->dwAllocateCount);
		break;
	case NTMS_LOGICAL_MEDIA:
		say("logical\t%s\t%s\t%s\t%s", hex[0],
		    guid_text(&o->Info.LogicalMedia.MediaPool, hex[1]), o->szName,
		    o->szDescription);
		break;
	}
}

static int dump(const NTMS_GUID *container, DWORD type)
{
	NTMS_OBJECTINFORMATIONA info;
	struct list list;
	DWORD code, i;
	int ret = 0;

	code = client_list(session, container, type, &list);
	if (code)
		return failed("enumerate", code);
	for (i = 0; i < list.count && !ret; i++) {
		code = client_get(session, &list.ids[i], type, &info);
		if (code) {
			ret = failed("get", code);
			break;
		}
		tell(&info);
		if (type == NTMS_MEDIA_POOL && info.Info.MediaPool.dwNumberOfMediaPools)
			ret = dump(&list.ids[i], type);
	}
	client_list_free(&list);
	return ret;
}

int main(int argc, char **argv)
{
	static const DWORD types[] = { NTMS_MEDIA_POOL, NTMS_PHYSICAL_MEDIA, NTMS_PARTITION,
				       NTMS_LOGICAL_MEDIA };
	const char *label = argc > 1 ? argv[1] : "-";
	unsigned int i;

	session = client_open("dump");
	say("DUMP %s", label);
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (dump(NULL, types[i]))
			return 1;
	say("END %s", label);
	CloseNtmsSession(session);
	return 0;
}
