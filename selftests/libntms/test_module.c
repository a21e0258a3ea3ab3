// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_module.c - the library on the module itself
 *
 * To be run as root where ntms.ko is loaded with store=none; skipped without
 * the module.  It needs no library and no media, and leaves nothing behind.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ntms.h>

#include "tap.h"

#define THREADS	10

static NTMS_GUID unknown = { 0xdeadbeef, 1, 2, { 3, 4, 5, 6, 7, 8, 9, 10 } };
static NTMS_GUID media_type, pool;
static HANDLE session;

/* Shows what the module says, which is part of what is tested. */
static bool is(DWORD got, DWORD want)
{
	if (got != want)
		printf("# got %u, not %u: %s\n", got, want, ntms_last_error_text());
	return got == want;
}

#define IS(call, code)	CHECK(is(call, code))

static bool sessions(void)
{
	HANDLE other = OpenNtmsSessionA("localhost", "a second one", 0);

	CHECK(session != INVALID_HANDLE_VALUE && other != INVALID_HANDLE_VALUE);
	IS(CloseNtmsSession(other), ERROR_SUCCESS);
	IS(CloseNtmsSession(other), ERROR_INVALID_HANDLE);
	IS(DeallocateNtmsMedia(other, &unknown, 0), ERROR_INVALID_HANDLE);
	return true;
}

static bool unknown_objects(void)
{
	NTMS_OBJECTINFORMATIONA info = { .dwSize = sizeof(info) };
	NTMS_GUID drive, media;

	IS(DeallocateNtmsMedia(session, &unknown, 0), ERROR_INVALID_MEDIA);
	CHECK(strcmp(ntms_last_error_text(), ntms_strerror(ERROR_INVALID_MEDIA)));
	IS(AllocateNtmsMedia(session, &unknown, NULL, &media, 0, 0, NULL),
	   ERROR_INVALID_MEDIA_POOL);
	IS(DecommissionNtmsMedia(session, &unknown), ERROR_INVALID_MEDIA);
	IS(SetNtmsMediaComplete(session, &unknown), ERROR_INVALID_MEDIA);
	IS(SwapNtmsMedia(session, &unknown, &media_type), ERROR_INVALID_MEDIA);
	IS(MoveToNtmsMediaPool(session, &unknown, &unknown), ERROR_INVALID_MEDIA);
	IS(DeleteNtmsMediaPool(session, &unknown), ERROR_INVALID_MEDIA_POOL);
	IS(MountNtmsMedia(session, &unknown, &drive, 1, 0, 0, 0, NULL), ERROR_INVALID_MEDIA);
	IS(DismountNtmsMedia(session, &unknown, 1, 0), ERROR_INVALID_MEDIA);
	IS(DismountNtmsDrive(session, &unknown), ERROR_INVALID_DRIVE);
	IS(InventoryNtmsLibrary(session, &unknown, NTMS_INVENTORY_FAST),
	   ERROR_INVALID_LIBRARY);
	IS(GetNtmsObjectInformationA(session, &unknown, &info), ERROR_OBJECT_NOT_FOUND);
	return true;
}

static DWORD count(NTMS_GUID *container, DWORD type)
{
	DWORD n = 0;

	if (EnumerateNtmsObject(session, container, NULL, &n, type, 0) !=
	    ERROR_INSUFFICIENT_BUFFER)
		return 0;
	return n;
}

static bool lists(void)
{
	DWORD n = count(NULL, NTMS_MEDIA_TYPE), all = n;
	NTMS_GUID *list = calloc(n, sizeof(*list)), computer;

	CHECK(n > 10);
	IS(EnumerateNtmsObject(session, NULL, list, &n, NTMS_MEDIA_TYPE, 0), ERROR_SUCCESS);
	CHECK(n == all);
	media_type = list[7];
	n = 3;
	IS(EnumerateNtmsObject(session, NULL, list, &n, NTMS_MEDIA_TYPE, 0),
	   ERROR_INSUFFICIENT_BUFFER);
	CHECK(n == all);
	n = 1;
	IS(EnumerateNtmsObject(session, NULL, &computer, &n, NTMS_COMPUTER, 0), ERROR_SUCCESS);
	CHECK(n == 1);

	n = all;
	IS(EnumerateNtmsObject(session, NULL, list, &n, 1, 0), ERROR_INVALID_PARAMETER);
	IS(EnumerateNtmsObject(session, &unknown, list, &n, NTMS_DRIVE, 0),
	   ERROR_OBJECT_NOT_FOUND);
	IS(EnumerateNtmsObject(session, &computer, list, &n, NTMS_DRIVE, 0),
	   ERROR_INVALID_PARAMETER);
	IS(EnumerateNtmsObject(session, NULL, list, &n, NTMS_DRIVE, NTMS_ENUM_ROOTPOOL),
	   ERROR_INVALID_PARAMETER);
	free(list);
	return true;
}

static bool pools(void)
{
	wchar_t wide[64];
	char name[64];
	NTMS_GUID other;
	DWORD size;

	IS(CreateNtmsMediaPoolA(session, "\\Test", NULL, NTMS_CREATE_NEW, NULL, &pool), 0);
	IS(CreateNtmsMediaPoolW(session, L"Test", NULL, NTMS_CREATE_NEW, NULL, &other),
	   ERROR_ALREADY_EXISTS);
	IS(CreateNtmsMediaPoolW(session, L"Test", NULL, NTMS_OPEN_ALWAYS, NULL, &other), 0);
	CHECK(!memcmp(&pool, &other, sizeof(pool)));
	IS(CreateNtmsMediaPoolW(session, L"\\Test\\B\u00e4nder", &media_type, NTMS_CREATE_NEW,
				NULL, &pool), 0);
	IS(CreateNtmsMediaPoolA(session, "Test\\", NULL, NTMS_CREATE_NEW, NULL, &other),
	   ERROR_INVALID_NAME);
	IS(CreateNtmsMediaPoolA(session, "", NULL, NTMS_CREATE_NEW, NULL, &other),
	   ERROR_INVALID_NAME);
	IS(CreateNtmsMediaPoolA(session, "Test\\a", NULL, 4, NULL, &other),
	   ERROR_INVALID_PARAMETER);
	IS(CreateNtmsMediaPoolA(session, "No\\a", NULL, NTMS_CREATE_NEW, NULL, &other),
	   ERROR_OBJECT_NOT_FOUND);
	IS(CreateNtmsMediaPoolA(session, "Test\\x", NULL, NTMS_OPEN_EXISTING, NULL, &other),
	   ERROR_OBJECT_NOT_FOUND);

	size = 64;
	IS(GetNtmsMediaPoolNameA(session, &pool, name, &size), 0);
	CHECK(size == 13 && !strcmp(name, "Test\\B\xc3\xa4nder"));
	size = 12;
	IS(GetNtmsMediaPoolNameW(session, &pool, wide, &size), 0);
	CHECK(size == 12 && wide[6] == 0xe4);
	size = 11;
	IS(GetNtmsMediaPoolNameW(session, &pool, wide, &size), ERROR_INSUFFICIENT_BUFFER);
	CHECK(size == 12);
	return true;
}

static bool records(void)
{
	NTMS_OBJECTINFORMATIONW wide = { .dwSize = sizeof(wide) };
	NTMS_OBJECTINFORMATIONA info = { .dwSize = sizeof(info) };

	IS(GetNtmsObjectInformationA(session, &pool, &info), 0);
	CHECK(info.dwType == NTMS_MEDIA_POOL && info.Created.wYear > 2020);
	CHECK(!strcmp(info.szName, "B\xc3\xa4nder"));
	CHECK(info.Info.MediaPool.PoolType == NTMS_POOLTYPE_APPLICATION);
	CHECK(!memcmp(&info.Info.MediaPool.MediaType, &media_type, sizeof(media_type)));
	CHECK(info.Info.MediaPool.dwMaxAllocates == 0xffffffff);

	IS(SetNtmsObjectInformationA(session, &pool, &info), 0);
	strcpy(info.szDescription, "for tests");
	info.Info.MediaPool.dwMaxAllocates = 3;
	info.Info.MediaPool.AllocationPolicy = NTMS_ALLOCATE_FROMSCRATCH;
	IS(SetNtmsObjectInformationA(session, &pool, &info), 0);
	IS(GetNtmsObjectInformationW(session, &pool, &wide), 0);
	CHECK(wide.szDescription[4] == 't' && wide.szName[1] == 0xe4);
	CHECK(wide.Info.MediaPool.dwMaxAllocates == 3);
	CHECK(wide.Info.MediaPool.AllocationPolicy == NTMS_ALLOCATE_FROMSCRATCH);
	info.Info.MediaPool.AllocationPolicy = 0;
	IS(SetNtmsObjectInformationA(session, &pool, &info), 0);
	wide.szName[0] = '\0';
	IS(SetNtmsObjectInformationW(session, &pool, &wide), ERROR_INVALID_NAME);
	info.dwType = NTMS_LIBRARY;
	IS(GetNtmsObjectInformationA(session, &pool, &info), ERROR_OBJECT_NOT_FOUND);
	return true;
}

static bool every_record(void)
{
	NTMS_OBJECTINFORMATIONA info;
	DWORD type, n, i, all = 0;
	NTMS_GUID *list;

	for (type = NTMS_CHANGER; type <= NTMS_OPREQUEST; type++) {
		n = count(NULL, type);
		list = calloc(n + 1, sizeof(*list));
		IS(EnumerateNtmsObject(session, NULL, list, &n, type, 0), 0);
		for (i = 0; i < n && i < 100; i++, all++) {
			info.dwSize = sizeof(info);
			info.dwType = type;
			IS(GetNtmsObjectInformationA(session, &list[i], &info), 0);
			CHECK(!memcmp(&info.ObjectGuid, &list[i], sizeof(*list)));
			IS(SetNtmsObjectInformationA(session, &list[i], &info), 0);
		}
		free(list);
	}
	CHECK(all > 10);
	return true;
}

static bool no_media(void)
{
	NTMS_GUID media = unknown;

	IS(AllocateNtmsMedia(session, &pool, NULL, &media, 0x80, 0, NULL),
	   ERROR_INVALID_PARAMETER);
	IS(AllocateNtmsMedia(session, &pool, NULL, &media, NTMS_ALLOCATE_NEW |
			     NTMS_ALLOCATE_NEXT, 0, NULL), ERROR_INVALID_PARAMETER);
	IS(AllocateNtmsMedia(session, &pool, &unknown, &media, 0, 0, NULL),
	   ERROR_INVALID_MEDIA);
	return true;
}

/* The pool is empty and draws from nowhere, so that they wait in any case. */
static void *allocate(void *arg)
{
	NTMS_GUID media;
	HANDLE *where = arg;

	return (void *)(uintptr_t)AllocateNtmsMedia(*where, &pool, NULL, &media, 0,
						    INFINITE, NULL);
}

static bool close_while_waiting(void)
{
	HANDLE other = OpenNtmsSessionA(NULL, "waits", 0), copy = other;
	pthread_t thread[THREADS];
	unsigned int i;
	void *code;

	for (i = 0; i < THREADS; i++)
		pthread_create(&thread[i], NULL, allocate, &copy);
	usleep(300000);
	/* the session is still of use while they wait */
	IS(DeallocateNtmsMedia(other, &unknown, 0), ERROR_INVALID_MEDIA);
	IS(CloseNtmsSession(other), ERROR_SUCCESS);
	for (i = 0; i < THREADS; i++) {
		pthread_join(thread[i], &code);
		IS((DWORD)(uintptr_t)code, ERROR_CANCELLED);
	}
	return true;
}

static bool a_time_limit(void)
{
	NTMS_GUID media;

	IS(AllocateNtmsMedia(session, &pool, NULL, &media, 0, 50, NULL), ERROR_TIMEOUT);
	IS(AllocateNtmsMedia(session, &pool, NULL, &media, 0, 0, NULL), ERROR_TIMEOUT);
	IS(AllocateNtmsMedia(session, &pool, NULL, &media, NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE,
			     1000, NULL), ERROR_MEDIA_UNAVAILABLE);
	return true;
}

/* An ordinary user, with a session of its own. */
static bool as_user(void)
{
	HANDLE own = OpenNtmsSessionA(NULL, "user", 0);
	NTMS_GUID other;

	CHECK(own != INVALID_HANDLE_VALUE);
	IS(CreateNtmsMediaPoolA(own, "Mine", NULL, NTMS_CREATE_NEW, NULL, &other),
	   ERROR_ACCESS_DENIED);
	IS(DeleteNtmsMediaPool(own, &pool), ERROR_ACCESS_DENIED);
	IS(DeleteNtmsMediaPool(session, &pool), ERROR_INVALID_HANDLE);
	IS(CloseNtmsSession(own), ERROR_SUCCESS);
	return true;
}

static bool other_users(void)
{
	pid_t child;
	int status;

	fflush(stdout);
	child = fork();
	if (!child) {
		if (setgid(65534) || setuid(65534))
			_exit(2);
		status = !as_user();
		fflush(stdout);
		_exit(status);
	}
	waitpid(child, &status, 0);
	CHECK(WIFEXITED(status) && !WEXITSTATUS(status));
	return true;
}

static bool cleaned_up(void)
{
	NTMS_GUID parent;

	IS(CreateNtmsMediaPoolA(session, "Test", NULL, NTMS_OPEN_EXISTING, NULL, &parent), 0);
	IS(DeleteNtmsMediaPool(session, &parent), ERROR_NOT_EMPTY);
	IS(DeleteNtmsMediaPool(session, &pool), 0);
	IS(DeleteNtmsMediaPool(session, &pool), ERROR_INVALID_MEDIA_POOL);
	IS(DeleteNtmsMediaPool(session, &parent), 0);
	IS(CloseNtmsSession(session), ERROR_SUCCESS);
	return true;
}

int main(void)
{
	static const struct tap_test tests[] = {
		{ "sessions open and close", sessions },
		{ "objects are listed", lists },
		{ "unknown objects get the code of their kind", unknown_objects },
		{ "pools are created, found and named", pools },
		{ "the record of a pool is read and written", records },
		{ "every record that is read can be written", every_record },
		{ "wrong allocations are refused", no_media },
		{ "an allocation waits as long as it may", a_time_limit },
		{ "closing a session cancels the calls that wait in it", close_while_waiting },
		{ "an ordinary user can look but not touch", other_users },
		{ "pools are deleted", cleaned_up },
	};

	setenv("NTMS_OPEN_WAIT", "0", 0);
	session = OpenNtmsSessionA(NULL, "test_module", 0);
	if (session == INVALID_HANDLE_VALUE && GetLastError() == ERROR_NOT_CONNECTED) {
		printf("TAP version 13\n1..0 # SKIP the module is not loaded\n");
		return 0;
	}
	return TAP_RUN(tests);
}
