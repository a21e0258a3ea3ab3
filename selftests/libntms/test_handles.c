// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_handles.c - what is no session is told from what is one
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ntms.h>

#include "mock.h"
#include "tap.h"

static NTMS_GUID id = { 1, 2, 3, { 4, 5, 6, 7, 8, 9, 10, 11 } };

/* Every call has to refuse the handle before it looks at anything else. */
static bool all_refuse(HANDLE handle)
{
	NTMS_OBJECTINFORMATIONA info = { .dwSize = sizeof(info) };
	NTMS_GUID drive;
	DWORD size = 0;
	char name[8];

	CHECK(AllocateNtmsMedia(handle, &id, NULL, &drive, 0, 0, NULL) == ERROR_INVALID_HANDLE);
	CHECK(AllocateNtmsMedia(handle, NULL, NULL, NULL, 0, 0, NULL) == ERROR_INVALID_HANDLE);
	CHECK(DeallocateNtmsMedia(handle, &id, 0) == ERROR_INVALID_HANDLE);
	CHECK(DeallocateNtmsMedia(handle, NULL, 1) == ERROR_INVALID_HANDLE);
	CHECK(DecommissionNtmsMedia(handle, NULL) == ERROR_INVALID_HANDLE);
	CHECK(SetNtmsMediaComplete(handle, &id) == ERROR_INVALID_HANDLE);
	CHECK(SwapNtmsMedia(handle, &id, NULL) == ERROR_INVALID_HANDLE);
	CHECK(MoveToNtmsMediaPool(handle, &id, &id) == ERROR_INVALID_HANDLE);
	CHECK(CreateNtmsMediaPoolA(handle, "", NULL, 0, NULL, NULL) == ERROR_INVALID_HANDLE);
	CHECK(CreateNtmsMediaPoolW(handle, L"a", NULL, 1, NULL, &id) == ERROR_INVALID_HANDLE);
	CHECK(GetNtmsMediaPoolNameA(handle, &id, name, &size) == ERROR_INVALID_HANDLE);
	CHECK(DeleteNtmsMediaPool(handle, NULL) == ERROR_INVALID_HANDLE);
	CHECK(MountNtmsMedia(handle, NULL, NULL, 0, 0, 0, 0, NULL) == ERROR_INVALID_HANDLE);
	CHECK(DismountNtmsMedia(handle, &id, 1, 0) == ERROR_INVALID_HANDLE);
	CHECK(DismountNtmsDrive(handle, &id) == ERROR_INVALID_HANDLE);
	CHECK(InventoryNtmsLibrary(handle, &id, NTMS_INVENTORY_FAST) == ERROR_INVALID_HANDLE);
	CHECK(EnumerateNtmsObject(handle, NULL, NULL, NULL, 0, 0) == ERROR_INVALID_HANDLE);
	CHECK(GetNtmsObjectInformationA(handle, &id, &info) == ERROR_INVALID_HANDLE);
	CHECK(GetNtmsObjectInformationW(handle, NULL, NULL) == ERROR_INVALID_HANDLE);
	CHECK(SetNtmsObjectInformationA(handle, &id, NULL) == ERROR_INVALID_HANDLE);
	CHECK(CloseNtmsSession(handle) == ERROR_INVALID_HANDLE);
	return true;
}

static bool null_and_invalid(void)
{
	CHECK(all_refuse(NULL));
	CHECK(all_refuse(INVALID_HANDLE_VALUE));
	return true;
}

/* While a session is open, so that the table is not empty. */
static bool addresses_and_numbers(void)
{
	HANDLE session = OpenNtmsSessionA(NULL, NULL, 0);
	char *heap = malloc(64);
	unsigned int seed = 1;
	int local = 0, i;

	CHECK(session != INVALID_HANDLE_VALUE);
	CHECK(all_refuse(&local));
	CHECK(all_refuse(heap));
	CHECK(all_refuse(heap + 1));
	CHECK(all_refuse((HANDLE)"text"));
	CHECK(all_refuse((HANDLE)(uintptr_t)all_refuse));
	CHECK(all_refuse((HANDLE)8));		/* points to nothing */
	CHECK(all_refuse((char *)session + 1));
	CHECK(all_refuse((char *)session - 1));
	CHECK(all_refuse((char *)session + 8));
	CHECK(all_refuse((HANDLE)((uintptr_t)session ^ (uintptr_t)1 << 40)));
	for (i = 0; i < 1000; i++) {
		seed = seed * 1103515245 + 12345;
		CHECK(DeallocateNtmsMedia((HANDLE)((uintptr_t)seed << 20 ^ seed), &id, 0) ==
		      ERROR_INVALID_HANDLE);
	}
	free(heap);
	CHECK(CloseNtmsSession(session) == ERROR_SUCCESS);
	return true;
}

static bool closed(void)
{
	HANDLE first = OpenNtmsSessionA(NULL, NULL, 0), second;

	CHECK(CloseNtmsSession(first) == ERROR_SUCCESS);
	CHECK(all_refuse(first));

	/* The place in the table is taken again, the handle is another one. */
	second = OpenNtmsSessionA(NULL, NULL, 0);
	CHECK(second != first);
	CHECK(all_refuse(first));
	CHECK(DeallocateNtmsMedia(second, &id, 0) == ERROR_SUCCESS);
	CHECK(CloseNtmsSession(second) == ERROR_SUCCESS);
	CHECK(mock_links() == 0);
	return true;
}

#define MANY	3000

static bool many(void)
{
	HANDLE *sessions = calloc(MANY, sizeof(*sessions));
	int i, k;

	for (i = 0; i < MANY; i++) {
		sessions[i] = OpenNtmsSessionA(NULL, NULL, 0);
		CHECK(sessions[i] != INVALID_HANDLE_VALUE);
	}
	for (i = 0; i < 50; i++) {
		for (k = i + 1; k < 50; k++)
			CHECK(sessions[i] != sessions[k]);
	}
	for (i = 0; i < MANY; i++)
		CHECK(DeallocateNtmsMedia(sessions[i], &id, 0) == ERROR_SUCCESS);
	for (i = 0; i < MANY; i += 2)
		CHECK(CloseNtmsSession(sessions[i]) == ERROR_SUCCESS);
	for (i = 0; i < MANY; i++)
		CHECK(DeallocateNtmsMedia(sessions[i], &id, 0) ==
		      (i % 2 ? ERROR_SUCCESS : ERROR_INVALID_HANDLE));
	for (i = 1; i < MANY; i += 2)
		CHECK(CloseNtmsSession(sessions[i]) == ERROR_SUCCESS);
	CHECK(mock_links() == 0);
	free(sessions);
	return true;
}

static void *close_it(void *session)
{
	return (void *)(uintptr_t)CloseNtmsSession(session);
}

static bool closed_twice(void)
{
	pthread_t thread[8];
	int i, k, closes;
	void *code;
	HANDLE session;

	for (k = 0; k < 50; k++) {
		session = OpenNtmsSessionA(NULL, NULL, 0);
		closes = 0;
		for (i = 0; i < 8; i++)
			pthread_create(&thread[i], NULL, close_it, session);
		for (i = 0; i < 8; i++) {
			pthread_join(thread[i], &code);
			closes += (uintptr_t)code == ERROR_SUCCESS;
			CHECK((uintptr_t)code == ERROR_SUCCESS ||
			      (uintptr_t)code == ERROR_INVALID_HANDLE);
		}
		CHECK(closes == 1);
	}
	return true;
}

static bool child_process(void)
{
	HANDLE session = OpenNtmsSessionA(NULL, NULL, 0), own;
	int status = -1;
	pid_t child;

	child = fork();
	if (!child) {
		if (!all_refuse(session))
			_exit(1);
		own = OpenNtmsSessionA(NULL, NULL, 0);
		if (own == INVALID_HANDLE_VALUE || own == session)
			_exit(2);
		if (DeallocateNtmsMedia(own, &id, 0) || CloseNtmsSession(own))
			_exit(3);
		_exit(0);
	}
	waitpid(child, &status, 0);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	CHECK(DeallocateNtmsMedia(session, &id, 0) == ERROR_SUCCESS);
	CHECK(CloseNtmsSession(session) == ERROR_SUCCESS);
	return true;
}

int main(void)
{
	static const struct tap_test tests[] = {
		{ "no call takes a null or an invalid handle", null_and_invalid },
		{ "no call takes an address or a number for a handle", addresses_and_numbers },
		{ "a closed handle stays invalid when others are opened", closed },
		{ "thousands of sessions can be open at once", many },
		{ "of threads that close one session only one succeeds", closed_twice },
		{ "a child process cannot use its parent's session, but open its own",
		  child_process },
	};

	mock_serve(NULL);
	return TAP_RUN(tests);
}
