// SPDX-License-Identifier: GPL-2.0
/*
 * fake_calls.c - the calls of the fake libntms
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

#include "fake.h"

static DWORD last_error;
static char reason[256];

DWORD GetLastError(void)
{
	return last_error;
}

const char *ntms_last_error_text(void)
{
	return reason;
}

static unsigned long number(const char *name)
{
	const char *text = getenv(name);

	return text ? strtoul(text, NULL, 0) : 0;
}

/* Whether FAKE_FAIL names the call; sets the reason as a real call would. */
DWORD fake_result(const char *call, DWORD code)
{
	const char *fail = getenv("FAKE_FAIL");
	char name[64], text[200] = "";
	unsigned int as;

	if (fail && sscanf(fail, "%63s %u %199[^\n]", name, &as, text) >= 2 &&
	    !strcmp(name, call))
		code = as;
	else
		text[0] = '\0';
	snprintf(reason, sizeof(reason), "%s", text[0] ? text : ntms_strerror(code));
	return code;
}

void fake_record(const char *format, ...)
{
	const char *path = getenv("FAKE_LOG");
	FILE *file = path ? fopen(path, "a") : NULL;
	va_list args;

	if (!file)
		return;
	va_start(args, format);
	vfprintf(file, format, args);
	va_end(args);
	fputc('\n', file);
	fclose(file);
}

DWORD ntms_get_status(struct ntms_status *status)
{
	*status = (struct ntms_status){ .version = "1.2.3", .readiness = NTMS_STATUS_READY,
		.durable = !number("FAKE_VOLATILE"), .committed = 4711, .stored = 4710,
		.sessions = 2, .objects = 60, .uptime = 93784000000000ULL, .agent = !number("FAKE_VOLATILE") };
	if (number("FAKE_READINESS"))
		status->readiness = (uint32_t)number("FAKE_READINESS");
	return fake_result("ntms_get_status", ERROR_SUCCESS);
}

/* drive 1 has trouble with medium 1, which is worn */
DWORD ntms_get_health(HANDLE session, const NTMS_GUID *id, struct ntms_health *health)
{
	NTMS_GUID drive = fake_id(NTMS_DRIVE, 1), medium = fake_id(NTMS_PHYSICAL_MEDIA, 1);

	(void)session;
	*health = (struct ntms_health){ .type = NTMS_PHYSICAL_MEDIA };
	if (fake_same(id, &drive))
		*health = (struct ntms_health){ .type = NTMS_DRIVE, .errors = 3,
			.alerts = 1ULL << 19 | 1ULL << 54 | 1ULL << 63,
			.loaded_secs = 4 * 3600 + 1799, .loaded_since = 1700000060000000000ULL,
			.last_error = 1700000000123456789ULL, .sense = 0x031100,
			.suspects = 1, .suspect = { medium } };
	else if (fake_same(id, &medium))
		*health = (struct ntms_health){ .type = NTMS_PHYSICAL_MEDIA, .errors = 2,
			.loaded_secs = UINT32_MAX,
			.alerts = 1 << 6 };
	return fake_result("ntms_get_health", ERROR_SUCCESS);
}

HANDLE OpenNtmsSessionW(LPCWSTR server, LPCWSTR application, DWORD options)
{
	DWORD code = fake_result("OpenNtmsSession", ERROR_SUCCESS);

	if (server || wcscmp(application, L"RSM"))
		fake_record("Open %ls %ls %u", server ? server : L"-", application, options);
	if (!code)
		return &fake_count;
	last_error = code;
	return INVALID_HANDLE_VALUE;
}

DWORD CloseNtmsSession(HANDLE session)
{
	(void)session;
	return ERROR_SUCCESS;
}

DWORD GetNtmsObjectInformationW(HANDLE session, LPNTMS_GUID id, LPNTMS_OBJECTINFORMATIONW info)
{
	const char *gone = getenv("FAKE_GONE");
	NTMS_OBJECTINFORMATIONW *object;

	(void)session;
	if (info->dwSize != sizeof(*info))
		return fake_result("GetNtmsObjectInformation", ERROR_INVALID_PARAMETER);
	object = fake_find(id, info->dwType);
	if (!object || (gone && !strcmp(gone, fake_hex(id))))
		return fake_result("GetNtmsObjectInformation", ERROR_OBJECT_NOT_FOUND);
	*info = *object;
	return fake_result("GetNtmsObjectInformation", ERROR_SUCCESS);
}

DWORD SetNtmsObjectInformationW(HANDLE session, LPNTMS_GUID id, LPNTMS_OBJECTINFORMATIONW info)
{
	NTMS_OBJECTINFORMATIONW *object = fake_find(id, info->dwType);
	const NTMS_MEDIAPOOLINFORMATION *pool = &info->Info.MediaPool;

	(void)session;
	fake_record("Set %s name='%ls' description='%ls'", fake_hex(id), info->szName,
	       info->szDescription);
	if (info->dwType == NTMS_MEDIA_POOL)
		fake_record("Set %s draws=%u returns=%u max=%u", fake_hex(id), pool->AllocationPolicy,
		       pool->DeallocationPolicy, pool->dwMaxAllocates);
	if (object)
		*object = *info;
	return fake_result("SetNtmsObjectInformation", object ? ERROR_SUCCESS : ERROR_OBJECT_NOT_FOUND);
}

/* Pools are listed at the top or in a pool, never all together. */
static bool listed(const NTMS_OBJECTINFORMATIONW *in, const NTMS_OBJECTINFORMATIONW *object,
		   DWORD type)
{
	if (object->dwType != type)
		return false;
	if (in)
		return fake_contains(in, object);
	return type != NTMS_MEDIA_POOL || NTMS_IS_NULLGUID(object->Info.MediaPool.Parent);
}

DWORD EnumerateNtmsObject(HANDLE session, const LPNTMS_GUID container, LPNTMS_GUID list,
			  LPDWORD size, DWORD type, DWORD options)
{
	const NTMS_OBJECTINFORMATIONW *in = container ? fake_find(container, 0) : NULL;
	static DWORD grown;
	DWORD room = *size;
	size_t i;

	(void)session;
	if (container && !in)
		return fake_result("EnumerateNtmsObject", ERROR_OBJECT_NOT_FOUND);
	if (options != NTMS_ENUM_DEFAULT)
		return fake_result("EnumerateNtmsObject", ERROR_INVALID_PARAMETER);
	*size = 0;
	for (i = 0; i < fake_count; i++) {
		if (!listed(in, &fake_objects[i], type))
			continue;
		if (*size < room)
			list[*size] = fake_objects[i].ObjectGuid;
		++*size;
	}
	if (number("FAKE_GROW") && grown++ % 2 == 0) {
		*size = room + 1;
		return fake_result("EnumerateNtmsObject", ERROR_INSUFFICIENT_BUFFER);
	}
	return fake_result("EnumerateNtmsObject", *size > room ? ERROR_INSUFFICIENT_BUFFER :
							    ERROR_SUCCESS);
}

/* Gives the side to the logical medium, a null one takes it back. */
static void assign(NTMS_OBJECTINFORMATIONW *side, WORD logical, DWORD state)
{
	side->Info.Partition.LogicalMedia = fake_id(NTMS_LOGICAL_MEDIA, logical);
	side->Info.Partition.State = state;
}

DWORD AllocateNtmsMedia(HANDLE session, LPNTMS_GUID pool, LPNTMS_GUID partition,
			LPNTMS_GUID media, DWORD options, DWORD timeout,
			LPNTMS_ALLOCATION_INFORMATION info)
{
	NTMS_GUID free_side = fake_id(NTMS_PARTITION, 2);
	NTMS_OBJECTINFORMATIONW *side = fake_find(partition ? partition : &free_side, 0), *medium;
	DWORD code = fake_result("AllocateNtmsMedia", ERROR_SUCCESS);

	(void)session;
	fake_record("Allocate pool=%s side=%s media=%s options=%u timeout=%u", fake_hex(pool),
	       partition ? fake_hex(partition) : "-", fake_hex(media), options, timeout);
	if (code)
		return code;
	fake_add(NTMS_LOGICAL_MEDIA, 9, L"")->Info.LogicalMedia.MediaPool = *pool;
	*media = fake_id(NTMS_LOGICAL_MEDIA, 9);
	assign(side, 9, NTMS_PARTSTATE_ALLOCATED);
	medium = fake_find(&side->Info.Partition.PhysicalMedia, 0);
	info->AllocatedFrom = medium->Info.PhysicalMedia.MediaPool;
	medium->Info.PhysicalMedia.MediaPool = *pool;
	return code;
}

static NTMS_OBJECTINFORMATIONW *side_of(const NTMS_GUID *media)
{
	size_t i;

	for (i = 0; i < fake_count; i++)
		if (fake_objects[i].dwType == NTMS_PARTITION &&
		    fake_same(&fake_objects[i].Info.Partition.LogicalMedia, media))
			return &fake_objects[i];
	return NULL;
}

DWORD DeallocateNtmsMedia(HANDLE session, LPNTMS_GUID media, DWORD options)
{
	NTMS_OBJECTINFORMATIONW *side = side_of(media);
	DWORD code = fake_result("DeallocateNtmsMedia", side ? ERROR_SUCCESS : ERROR_INVALID_MEDIA);

	(void)session;
	fake_record("Deallocate %s options=%u", fake_hex(media), options);
	if (!code)
		assign(side, 0, NTMS_PARTSTATE_AVAILABLE);
	return code;
}

DWORD SetNtmsMediaComplete(HANDLE session, LPNTMS_GUID media)
{
	NTMS_OBJECTINFORMATIONW *side = side_of(media);
	DWORD code = fake_result("SetNtmsMediaComplete", side ? ERROR_SUCCESS : ERROR_INVALID_MEDIA);

	(void)session;
	fake_record("Complete %s", fake_hex(media));
	if (!code)
		side->Info.Partition.State = NTMS_PARTSTATE_COMPLETE;
	return code;
}

DWORD DecommissionNtmsMedia(HANDLE session, LPNTMS_GUID media)
{
	NTMS_OBJECTINFORMATIONW *side = fake_find(media, NTMS_PARTITION);
	DWORD code = fake_result("DecommissionNtmsMedia", side ? ERROR_SUCCESS : ERROR_INVALID_MEDIA);

	(void)session;
	fake_record("Decommission %s", fake_hex(media));
	if (!code)
		side->Info.Partition.State = NTMS_PARTSTATE_DECOMMISSIONED;
	return code;
}

DWORD SwapNtmsMedia(HANDLE session, LPNTMS_GUID media, LPNTMS_GUID with)
{
	(void)session;
	fake_record("Swap %s %s", fake_hex(media), fake_hex(with));
	return fake_result("SwapNtmsMedia", ERROR_SUCCESS);
}

DWORD CreateNtmsMediaPoolW(HANDLE session, LPCWSTR name, LPNTMS_GUID type, DWORD action,
			   LPSECURITY_ATTRIBUTES security, LPNTMS_GUID pool)
{
	DWORD code = fake_result("CreateNtmsMediaPool", ERROR_SUCCESS);

	(void)session;
	fake_record("CreatePool '%ls' type=%s action=%u%s", name, type ? fake_hex(type) : "-", action,
	       security ? " security" : "");
	*pool = fake_id(NTMS_MEDIA_POOL, 20);
	fake_add(NTMS_MEDIA_POOL, 20, name)->Info.MediaPool.dwMaxAllocates = 0xffffffff;
	return code;
}

DWORD DeleteNtmsMediaPool(HANDLE session, LPNTMS_GUID pool)
{
	(void)session;
	fake_record("DeletePool %s", fake_hex(pool));
	return fake_result("DeleteNtmsMediaPool", ERROR_SUCCESS);
}

DWORD MoveToNtmsMediaPool(HANDLE session, LPNTMS_GUID media, LPNTMS_GUID pool)
{
	NTMS_OBJECTINFORMATIONW *medium = fake_find(media, NTMS_PHYSICAL_MEDIA);
	DWORD code = fake_result("MoveToNtmsMediaPool", medium ? ERROR_SUCCESS : ERROR_INVALID_MEDIA);

	(void)session;
	fake_record("Move %s pool=%s", fake_hex(media), fake_hex(pool));
	if (!code)
		medium->Info.PhysicalMedia.MediaPool = *pool;
	return code;
}

static void pause_ms(unsigned long ms)
{
	struct timespec time = { .tv_sec = (time_t)(ms / 1000),
				 .tv_nsec = (long)(ms % 1000) * 1000000 };

	nanosleep(&time, NULL);
}

DWORD MountNtmsMedia(HANDLE session, LPNTMS_GUID media, LPNTMS_GUID drive, DWORD count,
		     DWORD options, int priority, DWORD timeout, LPNTMS_MOUNT_INFORMATION info)
{
	(void)session;
	fake_record("Mount %s drive=%s count=%u options=%u priority=%d timeout=%u%s", fake_hex(media),
	       fake_hex(drive), count, options, priority, timeout, info ? " info" : "");
	pause_ms(number("FAKE_DELAY"));
	if (!(options & (NTMS_MOUNT_SPECIFIC_DRIVE | NTMS_MOUNT_NOWAIT)))
		*drive = fake_id(NTMS_DRIVE, 1);
	return fake_result("MountNtmsMedia", ERROR_SUCCESS);
}

DWORD ntms_mount_overwrite(HANDLE session, const NTMS_GUID *side, const NTMS_GUID *medium,
			   NTMS_GUID *drive, DWORD options, int priority, DWORD timeout)
{
	(void)session;
	fake_record("Overwrite %s medium=%s drive=%s options=%u priority=%d timeout=%u", fake_hex(side),
		    fake_hex(medium), fake_hex(drive), options, priority, timeout);
	if (!(options & NTMS_MOUNT_SPECIFIC_DRIVE))
		*drive = fake_id(NTMS_DRIVE, 1);
	return fake_result("ntms_mount_overwrite", ERROR_SUCCESS);
}

/* What the library is told to do, and how it ended. */
static void work_item(const NTMS_OBJECTINFORMATIONW *medium)
{
	NTMS_LIBREQUESTINFORMATIONW *item = &fake_add(NTMS_LIBREQUEST, 9, L"")->Info.LibRequest;

	item->OperationCode = NTMS_LM_DISMOUNT;
	item->PhysMediaId = medium->ObjectGuid;
	item->dwErrorCode = fake_result("WorkItem", ERROR_SUCCESS);
	item->State = item->dwErrorCode ? NTMS_LM_FAILED : NTMS_LM_WAITING;
}

/* With FAKE_DELAY the medium stays in the drive. */
DWORD DismountNtmsMedia(HANDLE session, LPNTMS_GUID media, DWORD count, DWORD options)
{
	NTMS_OBJECTINFORMATIONW *side = side_of(media), *medium;

	(void)session;
	fake_record("Dismount %s count=%u options=%u", fake_hex(media), count, options);
	if (!side)
		side = fake_find(media, NTMS_PARTITION);
	medium = side ? fake_find(&side->Info.Partition.PhysicalMedia, 0) : NULL;
	if (medium && !number("FAKE_DELAY"))
		medium->Info.PhysicalMedia.MediaState = NTMS_MEDIASTATE_IDLE;
	if (medium)
		work_item(medium);
	return fake_result("DismountNtmsMedia", medium ? ERROR_SUCCESS : ERROR_INVALID_MEDIA);
}

DWORD DismountNtmsDrive(HANDLE session, LPNTMS_GUID drive)
{
	(void)session;
	fake_record("DismountDrive %s", fake_hex(drive));
	return fake_result("DismountNtmsDrive", ERROR_SUCCESS);
}

DWORD InventoryNtmsLibrary(HANDLE session, LPNTMS_GUID library, DWORD action)
{
	(void)session;
	fake_record("Inventory %s action=%u", fake_hex(library), action);
	return fake_result("InventoryNtmsLibrary", ERROR_SUCCESS);
}

/* FAKE_DIFFERENT=N: so many differences, each of another kind */
DWORD ntms_compare_library(HANDLE session, const NTMS_GUID *library,
			   struct ntms_difference *list, DWORD *count)
{
	static const struct ntms_difference first[] = {
		{ .kind = NTMS_DIFFERENCE_MOVED, .bar_code = "TAPE01L6",
		  .from_type = NTMS_STORAGESLOT, .from_number = 1,
		  .to_type = NTMS_DRIVE, .to_number = 0 },
		{ .kind = NTMS_DIFFERENCE_NEW, .bar_code = "X\033[31mY",
		  .to_type = NTMS_STORAGESLOT, .to_number = 7 },
		{ .kind = NTMS_DIFFERENCE_GONE, .from_type = NTMS_IEPORT, .from_number = 2 },
		{ .kind = NTMS_DIFFERENCE_ARRIVED, .bar_code = "TAPE03L6",
		  .to_type = NTMS_CHANGER, .to_number = 0 },
		{ .kind = 99, .to_type = 99, .to_number = 3 },
	};
	DWORD there = (DWORD)number("FAKE_DIFFERENT"), n;

	(void)session;
	(void)library;
	for (n = 0; n < there && n < *count; n++) {
		list[n] = first[n % 5];
		if (list[n].kind != NTMS_DIFFERENCE_NEW)
			list[n].media = fake_id(NTMS_PHYSICAL_MEDIA, (WORD)(n % 5 + 1));
		if (list[n].kind == NTMS_DIFFERENCE_ARRIVED)
			list[n].library = fake_id(NTMS_LIBRARY, 2);
	}
	n = *count;
	*count = there;
	return fake_result("ntms_compare_library",
			   there > n ? ERROR_INSUFFICIENT_BUFFER : ERROR_SUCCESS);
}
