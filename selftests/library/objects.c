// SPDX-License-Identifier: GPL-2.0
/*
 * objects.c - objects by the names that people use, and what is in them
 *
 * A library is called by its serial number or name, a drive, slot or port
 * NUMBER of the first library or LIBRARY:NUMBER, a medium by its bar code.
 */
#include <pthread.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "objects.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static const char *const operational[] = {
	[NTMS_READY] = "ready", [NTMS_INITIALIZING] = "initializing",
	[NTMS_NEEDS_SERVICE] = "needs_service", [NTMS_NOT_PRESENT] = "not_present",
};
static const char *const library_types[] = { "unknown", "offline", "robot", "standalone" };
static const char *const drive_states[] = {
	"dismounted", "mounted", "loaded", "3", "4", "unloaded", "being_cleaned",
	"dismountable",
};
static const char *const slot_states[] = {
	"unknown", "full", "empty", "not_present", "needs_inventory",
};
static const char *const media_states[] = {
	"idle", "inuse", "mounted", "loaded", "unloaded", "operror", "opreq",
};
static const char *const side_states[] = {
	"unknown", "unprepared", "incompatible", "decommissioned", "available",
	"allocated", "complete", "foreign", "import", "reserved",
};
static const char *const request_states[] = {
	"queued", "inprocess", "passed", "failed", "invalid", "waiting", "deferred",
	"cancelled", "stopped",
};

static const char *word(const char *const *words, size_t count, DWORD value)
{
	return value < count && words[value] ? words[value] : "?";
}

#define WORD(words, value)	word(words, COUNT(words), value)

void guid_print(const NTMS_GUID *guid, char text[GUID_TEXT])
{
	int i, n;

	n = sprintf(text, "%08X%04X%04X", guid->Data1, guid->Data2, guid->Data3);
	for (i = 0; i < 8; i++)
		n += sprintf(text + n, "%02X", guid->Data4[i]);
}

int guid_parse(const char *text, NTMS_GUID *guid)
{
	unsigned int part[11];
	int i;

	if (strlen(text) != GUID_TEXT - 1 ||
	    sscanf(text, "%8x%4x%4x%2x%2x%2x%2x%2x%2x%2x%2x", part, part + 1, part + 2,
		   part + 3, part + 4, part + 5, part + 6, part + 7, part + 8, part + 9,
		   part + 10) != 11)
		return -1;
	guid->Data1 = part[0];
	guid->Data2 = part[1];
	guid->Data3 = part[2];
	for (i = 0; i < 8; i++)
		guid->Data4[i] = part[3 + i];
	return 0;
}

int guid_order(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(NTMS_GUID));
}

static int same(const NTMS_GUID *a, const NTMS_GUID *b)
{
	return !memcmp(a, b, sizeof(*a));
}

DWORD get(HANDLE session, const NTMS_GUID *id, DWORD type, NTMS_OBJECTINFORMATIONA *info)
{
	NTMS_GUID copy = *id;

	memset(info, 0, sizeof(*info));
	info->dwSize = sizeof(*info);
	info->dwType = type;
	return GetNtmsObjectInformationA(session, &copy, info);
}

DWORD list(HANDLE session, const NTMS_GUID *in, DWORD type, NTMS_GUID **ids, DWORD *count)
{
	NTMS_GUID copy;
	DWORD error;

	if (in)
		copy = *in;
	*count = 512;
	*ids = NULL;
	do {
		*count += 64;
		free(*ids);
		*ids = calloc(*count, sizeof(**ids));
		if (!*ids)
			return ERROR_NOT_ENOUGH_MEMORY;
		error = EnumerateNtmsObject(session, in ? &copy : NULL, *ids, count, type, 0);
	} while (error == ERROR_INSUFFICIENT_BUFFER);
	return error;
}

static DWORD find(HANDLE session, const NTMS_GUID *in, DWORD type,
		  int (*is)(HANDLE, const NTMS_GUID *, const NTMS_OBJECTINFORMATIONA *,
			    const void *),
		  const void *want, NTMS_GUID *id)
{
	NTMS_OBJECTINFORMATIONA info;
	DWORD count, i, error;
	NTMS_GUID *ids;

	error = list(session, in, type, &ids, &count);
	for (i = 0; !error && i < count; i++) {
		if (get(session, &ids[i], type, &info) || !is(session, &ids[i], &info, want))
			continue;
		*id = ids[i];
		free(ids);
		return 0;
	}
	free(ids);
	return error ? error : ERROR_OBJECT_NOT_FOUND;
}

static int has_bar_code(HANDLE session, const NTMS_GUID *id,
			const NTMS_OBJECTINFORMATIONA *info, const void *want)
{
	const NTMS_PMIDINFORMATIONA *pm = &info->Info.PhysicalMedia;

	(void)session;
	(void)id;
	return !strcmp(pm->szBarCode[0] ? pm->szBarCode : "-", want);
}

/* what was read of the media last time; it is looked at again before it is believed */
static struct {
	NTMS_GUID id;
	char bar_code[NTMS_BARCODE_LENGTH];
} *seen;
static DWORD number_seen;
static pthread_mutex_t seen_lock = PTHREAD_MUTEX_INITIALIZER;

static int find_seen(HANDLE session, const char *bar_code, NTMS_GUID *id)
{
	NTMS_OBJECTINFORMATIONA info;
	DWORD i;

	for (i = 0; i < number_seen && strcmp(seen[i].bar_code, bar_code); i++)
		;
	if (i == number_seen || get(session, &seen[i].id, NTMS_PHYSICAL_MEDIA, &info) ||
	    !has_bar_code(session, &seen[i].id, &info, bar_code))
		return 0;
	*id = seen[i].id;
	return 1;
}

static DWORD see_media(HANDLE session)
{
	NTMS_OBJECTINFORMATIONA info;
	DWORD count, i, error;
	NTMS_GUID *ids;

	number_seen = 0;
	error = list(session, NULL, NTMS_PHYSICAL_MEDIA, &ids, &count);
	if (!error)
		seen = realloc(seen, (count + 1) * sizeof(*seen));
	for (i = 0; !error && seen && i < count; i++) {
		if (get(session, &ids[i], NTMS_PHYSICAL_MEDIA, &info))
			continue;
		seen[number_seen].id = ids[i];
		strcpy(seen[number_seen++].bar_code, info.Info.PhysicalMedia.szBarCode);
	}
	free(ids);
	return error;
}

DWORD find_medium(HANDLE session, const char *bar_code, NTMS_GUID *id)
{
	DWORD error = 0;

	if (!guid_parse(bar_code, id))
		return 0;
	if (!strcmp(bar_code, "-"))
		return find(session, NULL, NTMS_PHYSICAL_MEDIA, has_bar_code, bar_code, id);
	pthread_mutex_lock(&seen_lock);
	if (!find_seen(session, bar_code, id)) {
		error = see_media(session);
		if (!error && !find_seen(session, bar_code, id))
			error = ERROR_OBJECT_NOT_FOUND;
	}
	pthread_mutex_unlock(&seen_lock);
	return error;
}

DWORD find_side(HANDLE session, const char *bar_code, NTMS_GUID *id)
{
	DWORD count, error;
	NTMS_GUID pm, *ids;

	error = find_medium(session, bar_code, &pm);
	if (error)
		return error;
	error = list(session, &pm, NTMS_PARTITION, &ids, &count);
	if (!error && count)
		*id = ids[0];
	free(ids);
	return error ? error : count ? 0 : ERROR_OBJECT_NOT_FOUND;
}

/* the logical medium, the side when it is not allocated */
DWORD find_mountable(HANDLE session, const char *bar_code, NTMS_GUID *id)
{
	NTMS_OBJECTINFORMATIONA info;
	DWORD error;

	if (!guid_parse(bar_code, id))
		return 0;
	error = find_side(session, bar_code, id);
	if (!error)
		error = get(session, id, NTMS_PARTITION, &info);
	if (!error && !NTMS_IS_NULLGUID(info.Info.Partition.LogicalMedia))
		*id = info.Info.Partition.LogicalMedia;
	return error;
}

/* two libraries of one make have one name: the serial number of the robot tells */
static int is_robot(HANDLE session, const NTMS_GUID *id, const NTMS_OBJECTINFORMATIONA *info,
		    const void *want)
{
	NTMS_OBJECTINFORMATIONA changer;
	NTMS_GUID *ids = NULL;
	int found = 0;
	DWORD count;

	if (!want)
		return info->Info.Library.LibraryType == NTMS_LIBRARYTYPE_ONLINE;
	if (!strcmp(info->szName, want))
		return 1;
	if (!list(session, id, NTMS_CHANGER, &ids, &count) && count &&
	    !get(session, ids, NTMS_CHANGER, &changer))
		found = !strcmp(changer.Info.Changer.szSerialNumber, want);
	free(ids);
	return found;
}

DWORD find_library(HANDLE session, const char *name, NTMS_GUID *id)
{
	return find(session, NULL, NTMS_LIBRARY, is_robot, name && name[0] ? name : NULL, id);
}

/* Number is the first member of all of them, but not at one offset */
static DWORD number_of(const NTMS_OBJECTINFORMATIONA *info)
{
	return *(const DWORD *)&info->Info;
}

static int has_number(HANDLE session, const NTMS_GUID *id, const NTMS_OBJECTINFORMATIONA *info,
		      const void *want)
{
	(void)session;
	(void)id;
	return number_of(info) == *(const DWORD *)want;
}

DWORD find_place(HANDLE session, DWORD type, const char *text, NTMS_GUID *id)
{
	const char *colon = strchr(text, ':');
	char name[80] = "";
	NTMS_GUID library;
	DWORD error, number;

	if (!guid_parse(text, id))
		return 0;
	if (colon)
		snprintf(name, sizeof(name), "%.*s", (int)(colon - text), text);
	number = atoi(colon ? colon + 1 : text);
	error = find_library(session, name, &library);
	return error ? error : find(session, &library, type, has_number, &number, id);
}

static DWORD pool_path(HANDLE session, const NTMS_GUID *id, char *path, DWORD size)
{
	NTMS_GUID copy = *id;

	path[0] = 0;
	return GetNtmsMediaPoolNameA(session, &copy, path, &size);
}

static int has_path(HANDLE session, const NTMS_GUID *id, const NTMS_OBJECTINFORMATIONA *info,
		    const void *want)
{
	char path[512];

	(void)info;
	return !pool_path(session, id, path, sizeof(path)) && !strcmp(path, want);
}

DWORD find_pool(HANDLE session, const char *path, NTMS_GUID *id)
{
	const char *last = strrchr(path, '\\');
	char parent[512] = "";
	NTMS_GUID in;
	DWORD error;

	if (!last)
		return find(session, NULL, NTMS_MEDIA_POOL, has_path, path, id);
	snprintf(parent, sizeof(parent), "%.*s", (int)(last - path), path);
	error = find_pool(session, parent, &in);
	return error ? error : find(session, &in, NTMS_MEDIA_POOL, has_path, path, id);
}

const char *show_only;

static int wanted(const char *key)
{
	return !show_only || !strcmp(show_only, key);
}

static void show_name(HANDLE session, const char *key, const NTMS_GUID *id, DWORD type)
{
	NTMS_OBJECTINFORMATIONA info;

	if (!wanted(key))
		return;
	if (NTMS_IS_NULLGUID(*id) || get(session, id, type, &info))
		printf("%s=-\n", key);
	else
		printf("%s=%s\n", key, info.szName);
}

static void show_place(HANDLE session, const char *key, const NTMS_GUID *id, DWORD type)
{
	static const char *const kinds[] = {
		[NTMS_DRIVE] = "drive", [NTMS_STORAGESLOT] = "slot", [NTMS_IEPORT] = "port",
	};
	NTMS_OBJECTINFORMATIONA info;

	if (!wanted(key))
		return;
	if (NTMS_IS_NULLGUID(*id) || get(session, id, type, &info))
		printf("%s=-\n", key);
	else
		printf("%s=%s%u\n", key, WORD(kinds, type), number_of(&info));
}

static void show_guid(const char *key, const NTMS_GUID *id)
{
	char text[GUID_TEXT];

	guid_print(id, text);
	printf("%s=%s\n", key, NTMS_IS_NULLGUID(*id) ? "-" : text);
}

static void show_common(const NTMS_GUID *id, const NTMS_OBJECTINFORMATIONA *info)
{
	show_guid("id", id);
	printf("name=%s\noperational=%s\nenabled=%u\ndescription=%s\n", info->szName,
	       WORD(operational, info->dwOperationalState), info->Enabled,
	       info->szDescription);
}

static void show_medium(HANDLE session, const NTMS_GUID *id,
			const NTMS_OBJECTINFORMATIONA *info)
{
	const NTMS_PMIDINFORMATIONA *pm = &info->Info.PhysicalMedia;
	NTMS_OBJECTINFORMATIONA side;
	NTMS_GUID *sides = NULL;
	char path[512] = "";
	DWORD count;

	if (wanted("pool"))
		pool_path(session, &pm->MediaPool, path, sizeof(path));
	printf("bar_code=%s\nbar_code_state=%u\nstate=%s\npool=%s\nsides=%u\n", pm->szBarCode,
	       pm->BarCodeState, WORD(media_states, pm->MediaState), path,
	       pm->dwNumberOfPartitions);
	show_name(session, "library", &pm->CurrentLibrary, NTMS_LIBRARY);
	show_place(session, "place", &pm->Location, pm->LocationType);
	show_place(session, "home", &pm->HomeSlot, NTMS_STORAGESLOT);
	show_guid("mounted", &pm->MountedPartition);
	if (!list(session, id, NTMS_PARTITION, &sides, &count) && count &&
	    !get(session, sides, NTMS_PARTITION, &side)) {
		show_guid("side", sides);
		show_guid("logical", &side.Info.Partition.LogicalMedia);
		printf("side_state=%s\nmounts=%u\nallocations=%u\n",
		       WORD(side_states, side.Info.Partition.State),
		       side.Info.Partition.dwMountCount,
		       side.Info.Partition.dwAllocateCount);
	}
	free(sides);
}

static void show_media_in(HANDLE session, const NTMS_GUID *place)
{
	NTMS_OBJECTINFORMATIONA info;
	DWORD count, i;
	NTMS_GUID *ids;

	if (!wanted("medium"))
		return;
	if (list(session, NULL, NTMS_PHYSICAL_MEDIA, &ids, &count))
		count = 0;
	for (i = 0; i < count; i++)
		if (!get(session, &ids[i], NTMS_PHYSICAL_MEDIA, &info) &&
		    same(&info.Info.PhysicalMedia.Location, place))
			printf("medium=%s\n", info.Info.PhysicalMedia.szBarCode);
	free(ids);
}

static void show_drive(HANDLE session, const NTMS_GUID *id,
		       const NTMS_OBJECTINFORMATIONA *info)
{
	const NTMS_DRIVEINFORMATIONA *d = &info->Info.Drive;

	printf("number=%u\nstate=%s\ndevice=%s\nserial=%s\nscsi=%u:%u:%u:%u\nmounts=%u\n",
	       d->Number, WORD(drive_states, d->State), d->szDeviceName, d->szSerialNumber,
	       d->ScsiPort, d->ScsiBus, d->ScsiTarget, d->ScsiLun, d->dwMountCount);
	show_guid("side", &d->SavedPartitionId);
	show_name(session, "library", &d->Library, NTMS_LIBRARY);
	show_name(session, "type", &d->DriveType, NTMS_DRIVE_TYPE);
	show_media_in(session, id);
}

static void show_changer(HANDLE session, const NTMS_GUID *id,
			 const NTMS_OBJECTINFORMATIONA *info)
{
	const NTMS_CHANGERINFORMATIONA *c = &info->Info.Changer;

	(void)id;
	printf("number=%u\ndevice=%s\nserial=%s\nscsi=%u:%u:%u:%u\n", c->Number,
	       c->szDeviceName, c->szSerialNumber, c->ScsiPort, c->ScsiBus, c->ScsiTarget,
	       c->ScsiLun);
	show_name(session, "library", &c->Library, NTMS_LIBRARY);
	show_name(session, "type", &c->ChangerType, NTMS_CHANGER_TYPE);
}

static void show_library(HANDLE session, const NTMS_GUID *id,
			 const NTMS_OBJECTINFORMATIONA *info)
{
	const NTMS_LIBRARYINFORMATION *l = &info->Info.Library;

	(void)session;
	(void)id;
	printf("type=%s\ndrives=%u\nslots=%u\nports=%u\nchangers=%u\nmedia=%u\nbar_codes=%u\n"
	       "flags=%u\nmedia_types=%u\ncleaner_uses_remaining=%u\n",
	       WORD(library_types, l->LibraryType), l->dwNumberOfDrives, l->dwNumberOfSlots,
	       l->dwNumberOfPorts, l->dwNumberOfChangers, l->dwNumberOfMedia,
	       l->BarCodeReaderInstalled, l->dwFlags, l->dwNumberOfMediaTypes,
	       l->dwCleanerUsesRemaining);
}

static void show_slot(HANDLE session, const NTMS_GUID *id, const NTMS_OBJECTINFORMATIONA *info)
{
	printf("number=%u\nstate=%s\n", info->Info.StorageSlot.Number,
	       WORD(slot_states, info->Info.StorageSlot.State));
	show_media_in(session, id);
}

static void show_port(HANDLE session, const NTMS_GUID *id, const NTMS_OBJECTINFORMATIONA *info)
{
	static const char *const contents[] = { "unknown", "full", "empty" };

	printf("number=%u\nstate=%s\n", info->Info.IEPort.Number,
	       WORD(contents, info->Info.IEPort.Content));
	show_media_in(session, id);
}

static void show_door(HANDLE session, const NTMS_GUID *id, const NTMS_OBJECTINFORMATIONA *info)
{
	static const char *const states[] = { "unknown", "closed", "open" };

	(void)session;
	(void)id;
	printf("number=%u\nstate=%s\n", info->Info.IEDoor.Number,
	       WORD(states, info->Info.IEDoor.State));
}

static void show_request(HANDLE session, const NTMS_GUID *id,
			 const NTMS_OBJECTINFORMATIONA *info)
{
	const NTMS_LIBREQUESTINFORMATIONA *r = &info->Info.LibRequest;

	(void)id;
	printf("operation=%u\nstate=%s\nerror=%u\npriority=%d\napplication=%s\n"
	       "completed=%u\n", r->OperationCode, WORD(request_states, r->State),
	       r->dwErrorCode, (int)r->dwPriority, r->szApplication, r->TimeCompleted.wYear);
	show_name(session, "library", &r->Library, NTMS_LIBRARY);
	show_place(session, "drive", &r->DriveId, NTMS_DRIVE);
	show_name(session, "medium", &r->PhysMediaId, NTMS_PHYSICAL_MEDIA);
}

static void show_pool(HANDLE session, const NTMS_GUID *id, const NTMS_OBJECTINFORMATIONA *info)
{
	char path[512];

	pool_path(session, id, path, sizeof(path));
	printf("path=%s\nmedia=%u\n", path, info->Info.MediaPool.dwNumberOfPhysicalMedia);
}

static const struct kind {
	const char *name;
	DWORD type;
	void (*show)(HANDLE session, const NTMS_GUID *id, const NTMS_OBJECTINFORMATIONA *info);
} kinds[] = {
	{ "medium", NTMS_PHYSICAL_MEDIA, show_medium },
	{ "drive", NTMS_DRIVE, show_drive },
	{ "library", NTMS_LIBRARY, show_library },
	{ "slot", NTMS_STORAGESLOT, show_slot },
	{ "port", NTMS_IEPORT, show_port },
	{ "door", NTMS_IEDOOR, show_door },
	{ "changer", NTMS_CHANGER, show_changer },
	{ "request", NTMS_LIBREQUEST, show_request },
	{ "pool", NTMS_MEDIA_POOL, show_pool },
};

static DWORD find_named(HANDLE session, const struct kind *kind, const char *name,
			NTMS_GUID *id)
{
	switch (kind->type) {
	case NTMS_PHYSICAL_MEDIA:
		return find_medium(session, name, id);
	case NTMS_LIBRARY:
		return find_library(session, name, id);
	case NTMS_MEDIA_POOL:
		return find_pool(session, name, id);
	default:
		return find_place(session, kind->type, name, id);
	}
}

/* requests that are finished remain so: they are not read again */
static void *finished;

static void remember_finished(const NTMS_GUID *id)
{
	NTMS_GUID *copy = malloc(sizeof(*copy));

	if (copy) {
		*copy = *id;
		tsearch(copy, &finished, guid_order);
	}
}

static int is_finished(const NTMS_OBJECTINFORMATIONA *info)
{
	DWORD state = info->Info.LibRequest.State;

	return state != NTMS_LM_QUEUED && state != NTMS_LM_INPROCESS && state != NTMS_LM_WAITING;
}

/*
 * "KIND NAME": one object, a member on a line; "KIND": all of them with an
 * empty line after each. Also "newest" and "unfinished": of all requests that
 * one, or those.
 */
int show(HANDLE session, const char *what)
{
	NTMS_OBJECTINFORMATIONA info;
	char kind[16] = "", name[80] = "";
	NTMS_GUID one, *ids = &one;
	DWORD count = 1, i, error;
	int newest, unfinished;
	size_t k;

	sscanf(what, "%15s %79[^\n]", kind, name);
	newest = !strcmp(kind, "newest");
	unfinished = !strcmp(kind, "unfinished");
	if (newest || unfinished)
		strcpy(kind, "request");
	for (k = 0; k < COUNT(kinds) && strcmp(kinds[k].name, kind); k++)
		;
	if (k == COUNT(kinds))
		return ERROR_INVALID_PARAMETER;
	if (name[0])
		error = find_named(session, &kinds[k], name, &one);
	else
		error = list(session, NULL, kinds[k].type, &ids, &count);
	for (i = newest && count ? count - 1 : 0; !error && i < count; i++) {
		if (unfinished && tfind(&ids[i], &finished, guid_order))
			continue;
		if (get(session, &ids[i], kinds[k].type, &info))
			continue;
		if (unfinished && is_finished(&info)) {
			remember_finished(&ids[i]);
			continue;
		}
		show_common(&ids[i], &info);
		kinds[k].show(session, &ids[i], &info);
		puts("");
	}
	if (ids != &one)
		free(ids);
	return error;
}
