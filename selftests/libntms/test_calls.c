// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_calls.c - what calls refuse by themselves, what they ask the module, and
 * what they make of its answers
 */
#include <errno.h>
#include <string.h>

#include <linux/netlink.h>
#include <ntms.h>

#include "mock.h"
#include "tap.h"
#include "wide.h"

static NTMS_GUID pool = { 1, 1, 1, { 1 } }, side = { 2, 2, 2, { 2 } };
static NTMS_GUID medium = { 3, 3, 3, { 3 } }, source = { 4, 4, 4, { 4 } };
static NTMS_GUID null_guid;
static HANDLE session;

/* The request that is expected; everything else fails with a code of its own. */
#define NOT_THAT	0x7777

static bool (*expected)(const struct mock_request *request);

static bool serve(const struct mock_request *request)
{
	if (expected && expected(request))
		return true;
	return mock_refuse(request, EINVAL, NOT_THAT, NULL);
}

static unsigned int requests(void)
{
	unsigned int n = 0, command;

	for (command = 0; command < 64; command++)
		n += mock_requests((uint8_t)command);
	return n;
}

#define same_guid(a, b)	(!memcmp(&(a), &(b), sizeof(NTMS_GUID)))

static bool missing_arguments(void)
{
	SECURITY_ATTRIBUTES security = { .nLength = sizeof(security) };
	NTMS_ALLOCATION_INFORMATION small = { .dwSize = sizeof(small) - 1 };
	NTMS_MOUNT_INFORMATION mount = { .lpReserved = &small };
	static NTMS_GUID guids[300];
	DWORD size = 0, five = 5;

	mock_serve(serve);
	CHECK(AllocateNtmsMedia(session, NULL, NULL, &guids[0], 0, 0, NULL) == 87);
	CHECK(AllocateNtmsMedia(session, &pool, NULL, NULL, 0, 0, NULL) == 87);
	CHECK(AllocateNtmsMedia(session, &pool, NULL, NULL, 2, 0, NULL) == 87);
	CHECK(AllocateNtmsMedia(session, &pool, NULL, &guids[0], 0, 0, &small) == 87);
	CHECK(DeallocateNtmsMedia(session, NULL, 0) == 87);
	CHECK(DeallocateNtmsMedia(session, &null_guid, 0) == 87);
	CHECK(DeallocateNtmsMedia(session, &medium, 1) == 87);
	CHECK(DeallocateNtmsMedia(session, &medium, 0x80000000) == 87);
	CHECK(DecommissionNtmsMedia(session, NULL) == 87);
	CHECK(SetNtmsMediaComplete(session, NULL) == 87);
	CHECK(SwapNtmsMedia(session, NULL, &medium) == 87);
	CHECK(SwapNtmsMedia(session, &medium, NULL) == 87);
	CHECK(MoveToNtmsMediaPool(session, NULL, &pool) == 87);
	CHECK(MoveToNtmsMediaPool(session, &medium, NULL) == 87);
	CHECK(CreateNtmsMediaPoolA(session, NULL, NULL, 1, NULL, &pool) == 87);
	CHECK(CreateNtmsMediaPoolA(session, "a", NULL, 1, NULL, NULL) == 87);
	CHECK(CreateNtmsMediaPoolW(session, NULL, NULL, 1, &security, &pool) == 87);
	CHECK(GetNtmsMediaPoolNameA(session, NULL, NULL, &size) == 87);
	CHECK(GetNtmsMediaPoolNameA(session, &pool, NULL, NULL) == 87);
	CHECK(GetNtmsMediaPoolNameW(session, &pool, NULL, &five) == 87);
	CHECK(DeleteNtmsMediaPool(session, NULL) == 87);
	CHECK(MountNtmsMedia(session, NULL, &side, 1, 0, 0, 0, NULL) == 87);
	CHECK(MountNtmsMedia(session, &side, NULL, 1, 0, 0, 0, NULL) == 87);
	CHECK(MountNtmsMedia(session, &side, guids, 0, 0, 0, 0, NULL) == 87);
	CHECK(MountNtmsMedia(session, guids, guids, 257, 0, 0, 0, NULL) == 87);
	CHECK(MountNtmsMedia(session, guids, guids, UINT32_MAX, 0, 0, 0, NULL) == 87);
	CHECK(MountNtmsMedia(session, &side, guids, 1, 0, 0, 0, &mount) == 87);
	CHECK(DismountNtmsMedia(session, NULL, 1, 0) == 87);
	CHECK(DismountNtmsMedia(session, &side, 0, 0) == 87);
	CHECK(DismountNtmsMedia(session, guids, 257, 0) == 87);
	CHECK(DismountNtmsDrive(session, NULL) == 87);
	CHECK(InventoryNtmsLibrary(session, NULL, NTMS_INVENTORY_FAST) == 87);
	CHECK(requests() == 0);
	return true;
}

static DWORD allocate_options, allocate_timeout;
static bool allocate_side, allocate_next;

static bool allocate(const struct mock_request *request)
{
	struct ntms_msg answer;
	struct ntms_attr attr;

	if (request->command != NTMS_CMD_ALLOCATE_MEDIA ||
	    !mock_has_guid(request, NTMS_A_CALL_POOL, &pool) ||
	    !mock_has_u32(request, NTMS_A_CALL_OPTIONS, allocate_options) ||
	    !mock_has_u32(request, NTMS_A_CALL_TIMEOUT, allocate_timeout) ||
	    mock_has_guid(request, NTMS_A_CALL_PARTITION, &side) != allocate_side ||
	    mock_find(request, NTMS_A_CALL_MEDIA, &attr) != allocate_next)
		return false;
	mock_begin(&answer, request);
	ntms_msg_put_guids(&answer, NTMS_A_CALL_MEDIA, &medium, 1);
	ntms_msg_put_guids(&answer, NTMS_A_CALL_ALLOCATED_FROM, &source, 1);
	mock_end(&answer, request, 0);
	return true;
}

static bool allocation(void)
{
	NTMS_ALLOCATION_INFORMATION info = { .dwSize = sizeof(info) };
	NTMS_GUID got = source;

	expected = allocate;
	allocate_timeout = INFINITE;
	CHECK(!AllocateNtmsMedia(session, &pool, NULL, &got, 0, INFINITE, NULL));
	CHECK(same_guid(got, medium));

	allocate_options = NTMS_ALLOCATE_NEW | NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE;
	allocate_timeout = 1500;
	allocate_side = true;
	got = source;
	CHECK(!AllocateNtmsMedia(session, &pool, &side, &got, allocate_options, 1500, &info));
	CHECK(same_guid(got, medium));
	CHECK(same_guid(info.AllocatedFrom, source));
	CHECK(info.dwSize == sizeof(info));

	allocate_options = NTMS_ALLOCATE_NEXT;
	allocate_side = false;
	allocate_next = true;
	got = side;
	CHECK(!AllocateNtmsMedia(session, &pool, NULL, &got, NTMS_ALLOCATE_NEXT, 1500, NULL));
	CHECK(same_guid(got, medium));
	return true;
}

static bool failed_allocation(void)
{
	NTMS_GUID got = side;

	expected = NULL;
	CHECK(AllocateNtmsMedia(session, &pool, NULL, &got, 0, 0, NULL) == NOT_THAT);
	CHECK(NTMS_IS_NULLGUID(got));
	got = side;
	CHECK(AllocateNtmsMedia(session, NULL, NULL, &got, 0, 0, NULL) == 87);
	CHECK(NTMS_IS_NULLGUID(got));
	got = side;
	CHECK(AllocateNtmsMedia(session, &pool, NULL, &got, NTMS_ALLOCATE_NEXT, 0, NULL) ==
	      NOT_THAT);
	CHECK(same_guid(got, side));
	return true;
}

/* Requests with one or two identifiers and an acknowledgement for an answer. */
static struct {
	uint8_t command;
	uint16_t first, second;
	const NTMS_GUID *first_guid, *second_guid;
} plain;

static bool acknowledge(const struct mock_request *request)
{
	if (request->command != plain.command || !(request->flags & NLM_F_ACK) ||
	    !mock_has_guid(request, plain.first, plain.first_guid) ||
	    (plain.second && !mock_has_guid(request, plain.second, plain.second_guid)))
		return false;
	return mock_ack(request);
}

static void expect(uint8_t command, uint16_t first, const NTMS_GUID *first_guid,
		   uint16_t second, const NTMS_GUID *second_guid)
{
	plain.command = command;
	plain.first = first;
	plain.first_guid = first_guid;
	plain.second = second;
	plain.second_guid = second_guid;
	expected = acknowledge;
}

static bool plain_calls(void)
{
	expect(NTMS_CMD_DEALLOCATE_MEDIA, NTMS_A_CALL_MEDIA, &medium, 0, NULL);
	CHECK(!DeallocateNtmsMedia(session, &medium, 0));
	expect(NTMS_CMD_DECOMMISSION_MEDIA, NTMS_A_CALL_PARTITION, &side, 0, NULL);
	CHECK(!DecommissionNtmsMedia(session, &side));
	expect(NTMS_CMD_COMPLETE_MEDIA, NTMS_A_CALL_MEDIA, &medium, 0, NULL);
	CHECK(!SetNtmsMediaComplete(session, &medium));
	expect(NTMS_CMD_SWAP_MEDIA, NTMS_A_CALL_MEDIA, &medium, NTMS_A_CALL_MEDIA2, &source);
	CHECK(!SwapNtmsMedia(session, &medium, &source));
	expect(NTMS_CMD_MOVE_MEDIA, NTMS_A_CALL_PHYSICAL_MEDIA, &medium,
	       NTMS_A_CALL_POOL, &pool);
	CHECK(!MoveToNtmsMediaPool(session, &medium, &pool));
	expect(NTMS_CMD_DELETE_POOL, NTMS_A_CALL_POOL, &pool, 0, NULL);
	CHECK(!DeleteNtmsMediaPool(session, &pool));
	expect(NTMS_CMD_DISMOUNT_DRIVE, NTMS_A_CALL_DRIVE, &source, 0, NULL);
	CHECK(!DismountNtmsDrive(session, &source));
	expect(NTMS_CMD_INVENTORY_LIBRARY, NTMS_A_CALL_LIBRARY, &source, 0, NULL);
	CHECK(!InventoryNtmsLibrary(session, &source, NTMS_INVENTORY_STOP));
	return true;
}

#define MOST	256

static NTMS_GUID media[MOST], drives[MOST];
static DWORD mount_count;
static bool mount_drives;

static bool mount(const struct mock_request *request)
{
	struct ntms_attr attr, list;
	struct ntms_msg answer;
	bool has_drives = mock_find(request, NTMS_A_CALL_DRIVE_LIST, &list);

	if (request->command != NTMS_CMD_MOUNT_MEDIA || has_drives != mount_drives ||
	    !mock_find(request, NTMS_A_CALL_MEDIA_LIST, &attr) ||
	    attr.length != mount_count * sizeof(NTMS_GUID) ||
	    memcmp(attr.data, media, attr.length) ||
	    (has_drives && (list.length != attr.length ||
			    memcmp(list.data, media, list.length))) ||
	    !mock_has_u32(request, NTMS_A_CALL_PRIORITY, (uint32_t)-7) ||
	    !mock_has_u32(request, NTMS_A_CALL_TIMEOUT, 1000))
		return false;
	if (mock_has_u32(request, NTMS_A_CALL_OPTIONS, NTMS_MOUNT_NOWAIT))
		return mock_ack(request);
	mock_begin(&answer, request);
	ntms_msg_put_guids(&answer, NTMS_A_CALL_DRIVE_LIST, drives, mount_count);
	mock_end(&answer, request, 0);
	return true;
}

/* what may be somebody's is mounted for writing by who names its cartridge */
static bool overwrite(const struct mock_request *request)
{
	struct ntms_msg answer;
	struct ntms_attr attr;

	if (request->command != NTMS_CMD_MOUNT_MEDIA ||
	    !mock_find(request, NTMS_A_CALL_MEDIA_LIST, &attr) ||
	    attr.length != sizeof(NTMS_GUID) || memcmp(attr.data, media, attr.length) ||
	    !mock_find(request, NTMS_A_CALL_OVERWRITE, &attr) ||
	    attr.length != sizeof(NTMS_GUID) || memcmp(attr.data, &media[1], attr.length) ||
	    mock_find(request, NTMS_A_CALL_DRIVE_LIST, &attr) ||
	    !mock_has_u32(request, NTMS_A_CALL_OPTIONS,
			  NTMS_MOUNT_WRITE | NTMS_MOUNT_ERROR_OFFLINE) ||
	    !mock_has_u32(request, NTMS_A_CALL_PRIORITY, (uint32_t)-7) ||
	    !mock_has_u32(request, NTMS_A_CALL_TIMEOUT, 1000))
		return false;
	mock_begin(&answer, request);
	ntms_msg_put_guids(&answer, NTMS_A_CALL_DRIVE_LIST, drives, 1);
	mock_end(&answer, request, 0);
	return true;
}

static bool overwrites(void)
{
	NTMS_GUID drive = { .Data1 = 0 };

	expected = overwrite;
	media[0].Data1 = 1;
	media[1].Data1 = 2;
	drives[0].Data1 = 1000;
	CHECK(!ntms_mount_overwrite(session, &media[0], &media[1], &drive,
				    NTMS_MOUNT_ERROR_OFFLINE, -7, 1000));
	CHECK(!memcmp(&drive, drives, sizeof(drive)));
	CHECK(ntms_mount_overwrite(session, NULL, &media[1], &drive, 0, 0, 0) == 87);
	CHECK(ntms_mount_overwrite(session, &media[0], NULL, &drive, 0, 0, 0) == 87);
	CHECK(ntms_mount_overwrite(session, &media[0], &media[1], NULL, 0, 0, 0) == 87);
	return true;
}

static bool mounts(void)
{
	NTMS_MOUNT_INFORMATION info = { .dwSize = sizeof(info) };
	NTMS_GUID got[MOST + 1];
	DWORD i;

	expected = mount;
	for (i = 0; i < MOST; i++) {
		media[i].Data1 = i + 1;
		drives[i].Data1 = 1000 + i;
	}
	memset(got, 0, sizeof(got));
	mount_count = 3;
	CHECK(!MountNtmsMedia(session, media, got, 3, NTMS_MOUNT_READ, -7, 1000, NULL));
	CHECK(!memcmp(got, drives, 3 * sizeof(*got)));
	CHECK(NTMS_IS_NULLGUID(got[3]));

	mount_count = MOST;
	CHECK(!MountNtmsMedia(session, media, got, MOST, NTMS_MOUNT_WRITE, -7, 1000, &info));
	CHECK(!memcmp(got, drives, sizeof(drives)));
	CHECK(NTMS_IS_NULLGUID(got[MOST]));

	mount_drives = true;
	memcpy(got, media, sizeof(media));
	CHECK(!MountNtmsMedia(session, media, got, MOST, NTMS_MOUNT_SPECIFIC_DRIVE, -7,
			      1000, NULL));

	mount_drives = false;
	memset(got, 0, sizeof(got));
	CHECK(!MountNtmsMedia(session, media, got, MOST, NTMS_MOUNT_NOWAIT, -7, 1000, NULL));
	CHECK(NTMS_IS_NULLGUID(got[0]));
	return true;
}

static bool dismount(const struct mock_request *request)
{
	struct ntms_attr attr;

	if (request->command != NTMS_CMD_DISMOUNT_MEDIA ||
	    !mock_find(request, NTMS_A_CALL_MEDIA_LIST, &attr) ||
	    attr.length != sizeof(media) || memcmp(attr.data, media, sizeof(media)) ||
	    !mock_has_u32(request, NTMS_A_CALL_OPTIONS, NTMS_DISMOUNT_DEFERRED))
		return false;
	return mock_ack(request);
}

static bool dismounts(void)
{
	expected = dismount;
	CHECK(!DismountNtmsMedia(session, media, MOST, NTMS_DISMOUNT_DEFERRED));
	return true;
}

static const char *path;
static bool path_has_type;

static bool create_pool(const struct mock_request *request)
{
	struct ntms_msg answer;

	if (request->command != NTMS_CMD_CREATE_POOL ||
	    !mock_has_text(request, NTMS_A_CALL_PATH, path) ||
	    !mock_has_u32(request, NTMS_A_CALL_ACTION, NTMS_OPEN_ALWAYS) ||
	    mock_has_guid(request, NTMS_A_CALL_MEDIA_TYPE, &source) != path_has_type)
		return false;
	mock_begin(&answer, request);
	ntms_msg_put_guids(&answer, NTMS_A_CALL_POOL, &pool, 1);
	mock_end(&answer, request, 0);
	return true;
}

static bool creates(void)
{
	static const uint16_t u16[] = { 'A', '\\', 0xd83d, 0xdcbe, 0 };
	SECURITY_ATTRIBUTES none = { .nLength = sizeof(none) };
	char longest[600];
	NTMS_GUID got = side;

	expected = create_pool;
	path = "\\App\\B\xc3\xa4nder";
	path_has_type = true;
	CHECK(!CreateNtmsMediaPoolA(session, path, &source, 3, NULL, &got));
	CHECK(same_guid(got, pool));
	CHECK(!CreateNtmsMediaPoolW(session, L"\\App\\B\u00e4nder", &source, 3, &none, &got));
	path = "A\\\xf0\x9f\x92\xbe";
	path_has_type = false;
	CHECK(!CreateNtmsMediaPoolW_u16(session, u16, NULL, 3, NULL, &got));

	memset(longest, 'p', sizeof(longest));
	longest[512] = '\0';
	longest[0] = '\\';
	path = longest;
	CHECK(!CreateNtmsMediaPoolA(session, longest, NULL, 3, NULL, &got));
	longest[512] = 'p';
	longest[513] = '\0';
	CHECK(CreateNtmsMediaPoolA(session, longest, NULL, 3, NULL, &got) == ERROR_INVALID_NAME);
	CHECK(CreateNtmsMediaPoolA(session, "a\xc0\x80", NULL, 3, NULL, &got) ==
	      ERROR_INVALID_NAME);
	CHECK(CreateNtmsMediaPoolW(session, L"a\xdc00", NULL, 3, NULL, &got) ==
	      ERROR_INVALID_NAME);
	return true;
}

static bool pool_path(const struct mock_request *request)
{
	struct ntms_msg answer;

	if (request->command != NTMS_CMD_GET_POOL_NAME ||
	    !mock_has_guid(request, NTMS_A_CALL_POOL, &pool))
		return false;
	mock_begin(&answer, request);
	ntms_msg_put_text(&answer, NTMS_A_CALL_PATH, "App\\B\xc3\xa4nder\xf0\x9f\x92\xbe");
	mock_end(&answer, request, 0);
	return true;
}

static bool pool_names(void)
{
	uint16_t u16[20];
	wchar_t wide[20];
	char name[20];
	DWORD size;

	expected = pool_path;
	size = 0;
	CHECK(GetNtmsMediaPoolNameA(session, &pool, NULL, &size) == ERROR_INSUFFICIENT_BUFFER);
	CHECK(size == 16);
	CHECK(!GetNtmsMediaPoolNameA(session, &pool, name, &size));
	CHECK(size == 16 && !strcmp(name, "App\\B\xc3\xa4nder\xf0\x9f\x92\xbe"));
	size = 15;
	CHECK(GetNtmsMediaPoolNameA(session, &pool, name, &size) == ERROR_INSUFFICIENT_BUFFER);
	CHECK(size == 16 && !strcmp(name, "App\\B\xc3\xa4nder"));

	size = 0;
	CHECK(GetNtmsMediaPoolNameW(session, &pool, NULL, &size) == ERROR_INSUFFICIENT_BUFFER);
	CHECK(size == 12);
	CHECK(!GetNtmsMediaPoolNameW(session, &pool, wide, &size));
	CHECK(wide[5] == 0xe4 && wide[10] == 0x1f4be && wide[11] == 0);
	size = 12;
	CHECK(GetNtmsMediaPoolNameW_u16(session, &pool, u16, &size) ==
	      ERROR_INSUFFICIENT_BUFFER);
	CHECK(size == 13 && u16[9] == 'r' && u16[10] == 0);
	CHECK(!GetNtmsMediaPoolNameW_u16(session, &pool, u16, &size));
	CHECK(u16[10] == 0xd83d && u16[11] == 0xdcbe && u16[12] == 0);
	return true;
}

int main(void)
{
	static const struct tap_test tests[] = {
		{ "wrong arguments do not get to the module", missing_arguments },
		{ "an allocation returns the medium and where it came from", allocation },
		{ "a failed allocation returns no medium, but keeps the one before the next",
		  failed_allocation },
		{ "calls with identifiers only ask for the right thing", plain_calls },
		{ "a mount names media and drives and returns the drives", mounts },
		{ "a mount that may overwrite names the cartridge, too", overwrites },
		{ "a dismount names its media", dismounts },
		{ "a pool is created by a path in any kind of text", creates },
		{ "the path of a pool comes back in any kind of text", pool_names },
	};

	mock_serve(NULL);
	session = OpenNtmsSessionA(NULL, NULL, 0);
	if (TAP_RUN(tests))
		return 1;
	mock_serve(NULL);
	return CloseNtmsSession(session);
}
