// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_enumerate.c - lists of objects
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <linux/netlink.h>
#include <ntms.h>

#include "mock.h"
#include "tap.h"

#define PER_MESSAGE	100

static NTMS_GUID library = { 9, 9, 9, { 9 } };
static HANDLE session;

static struct {
	unsigned int objects;		/* how many there are */
	unsigned int disturbed;		/* how many lists are disturbed */
	bool in_done;			/* whether only the end says so */
	int error;			/* with what the list ends */
	pthread_mutex_t lock;
	unsigned int under_way;		/* lists */
	unsigned int overlaps;		/* lists that began during another */
} module = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void send_part(const struct mock_request *request, unsigned int first,
		      unsigned int count, uint16_t flags)
{
	unsigned char *all = malloc(count * 64), *at = all;
	struct ntms_msg msg;
	NTMS_GUID guid;
	size_t nest;

	for (; count; count--, first++) {
		memset(&guid, 0, sizeof(guid));
		guid.Data1 = first + 1;
		mock_begin(&msg, request);
		nest = ntms_msg_nest(&msg, NTMS_A_CALL_OBJECT);
		ntms_msg_put_u32(&msg, NTMS_A_OBJECT_TYPE, NTMS_STORAGESLOT);
		ntms_msg_put_guids(&msg, NTMS_A_OBJECT_GUID, &guid, 1);
		ntms_msg_nest_end(&msg, nest);
		ntms_msg_finish(&msg, MOCK_FAMILY, NLM_F_MULTI | flags, request->seq);
		memcpy(at, msg.data, msg.length);
		at += msg.length;
		ntms_msg_free(&msg);
	}
	mock_raw(request->link, all, (size_t)(at - all));
	free(all);
}

static bool serve(const struct mock_request *request)
{
	uint16_t flags = 0;
	unsigned int i, n;
	struct ntms_attr attr;

	if (request->command != NTMS_CMD_GET_OBJECT)
		return false;
	if ((request->flags & NLM_F_DUMP) != NLM_F_DUMP ||
	    !mock_has_u32(request, NTMS_A_CALL_TYPE, NTMS_STORAGESLOT) ||
	    !mock_find(request, NTMS_A_CALL_BRIEF, &attr))
		return mock_refuse(request, EINVAL, 0, NULL);
	if (mock_find(request, NTMS_A_CALL_CONTAINER, &attr) &&
	    !mock_has_guid(request, NTMS_A_CALL_CONTAINER, &library))
		return mock_refuse(request, ENOENT, ERROR_OBJECT_NOT_FOUND, NULL);

	if (module.disturbed) {
		module.disturbed--;
		flags = NLM_F_DUMP_INTR;
	}
	for (i = 0; i < module.objects; i += n) {
		n = module.objects - i < PER_MESSAGE ? module.objects - i : PER_MESSAGE;
		send_part(request, i, n, module.in_done ? 0 : flags);
	}
	return mock_done(request, module.error, flags);
}

static DWORD enumerate(NTMS_GUID *list, DWORD *size)
{
	return EnumerateNtmsObject(session, NULL, list, size, NTMS_STORAGESLOT, 0);
}

static bool is_list(const NTMS_GUID *list, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		if (list[i].Data1 != i + 1)
			return false;
	}
	return true;
}

static bool sizes(void)
{
	NTMS_GUID list[251];
	DWORD size;

	mock_serve(serve);
	module.objects = 250;
	size = 0;
	CHECK(enumerate(NULL, &size) == ERROR_INSUFFICIENT_BUFFER && size == 250);
	CHECK(enumerate(list, &size) == ERROR_SUCCESS && size == 250);
	CHECK(is_list(list, 250));

	memset(list, 0, sizeof(list));
	size = 249;
	CHECK(enumerate(list, &size) == ERROR_INSUFFICIENT_BUFFER && size == 250);
	CHECK(is_list(list, 249) && NTMS_IS_NULLGUID(list[249]));
	size = 1;
	CHECK(enumerate(list, &size) == ERROR_INSUFFICIENT_BUFFER && size == 250);
	size = 251;
	CHECK(enumerate(list, &size) == ERROR_SUCCESS && size == 250);
	CHECK(NTMS_IS_NULLGUID(list[250]));
	return true;
}

static bool empty(void)
{
	NTMS_GUID list[1];
	DWORD size = 0;

	module.objects = 0;
	CHECK(enumerate(NULL, &size) == ERROR_SUCCESS && size == 0);
	size = 1;
	CHECK(enumerate(list, &size) == ERROR_SUCCESS && size == 0);
	return true;
}

static bool wrong_arguments(void)
{
	NTMS_GUID list[1], other = { 8, 8, 8, { 8 } };
	unsigned int before = mock_requests(NTMS_CMD_GET_OBJECT);
	DWORD size = 1;

	CHECK(enumerate(list, NULL) == ERROR_INVALID_PARAMETER);
	CHECK(enumerate(NULL, &size) == ERROR_INVALID_PARAMETER && size == 1);
	CHECK(mock_requests(NTMS_CMD_GET_OBJECT) == before);
	CHECK(EnumerateNtmsObject(session, NULL, list, &size, 77, 0) ==
	      ERROR_INVALID_PARAMETER);
	CHECK(EnumerateNtmsObject(session, &other, list, &size, NTMS_STORAGESLOT, 0) ==
	      ERROR_OBJECT_NOT_FOUND);
	CHECK(size == 1);
	CHECK(EnumerateNtmsObject(session, &library, list, &size, NTMS_STORAGESLOT, 0) ==
	      ERROR_SUCCESS);
	return true;
}

static bool disturbed(void)
{
	NTMS_GUID list[250];
	unsigned int before, i;
	DWORD size;

	module.objects = 250;
	for (i = 0; i < 2; i++) {
		module.in_done = i;
		module.disturbed = 3;
		before = mock_requests(NTMS_CMD_GET_OBJECT);
		size = 250;
		CHECK(enumerate(list, &size) == ERROR_SUCCESS && size == 250);
		CHECK(is_list(list, 250));
		CHECK(mock_requests(NTMS_CMD_GET_OBJECT) == before + 4);
	}

	/* for ever: the last list is good enough */
	module.disturbed = 1000;
	before = mock_requests(NTMS_CMD_GET_OBJECT);
	size = 250;
	CHECK(enumerate(list, &size) == ERROR_SUCCESS && size == 250);
	CHECK(mock_requests(NTMS_CMD_GET_OBJECT) - before < 10);
	module.disturbed = 0;
	return true;
}

static bool failing(void)
{
	NTMS_GUID list[250];
	DWORD size = 250;

	module.error = ENOMEM;
	CHECK(enumerate(list, &size) == ERROR_NOT_ENOUGH_MEMORY);
	module.error = ENOENT;
	CHECK(enumerate(list, &size) == ERROR_OBJECT_NOT_FOUND);
	module.error = EACCES;
	CHECK(enumerate(list, &size) == ERROR_ACCESS_DENIED);
	module.error = EINVAL;
	CHECK(enumerate(list, &size) == ERROR_INVALID_PARAMETER);
	module.error = EBADF;
	CHECK(enumerate(list, &size) == ERROR_INVALID_HANDLE);
	module.error = EAGAIN;
	CHECK(enumerate(list, &size) == ERROR_NOT_READY);
	CHECK(size == 250);
	module.error = 0;
	return true;
}

/* A socket can have one list under way only; the kernel refuses a second one. */
static bool serve_one(const struct mock_request *request)
{
	if (request->command != NTMS_CMD_GET_OBJECT)
		return false;
	pthread_mutex_lock(&module.lock);
	module.overlaps += module.under_way++ > 0;
	pthread_mutex_unlock(&module.lock);
	sched_yield();
	pthread_mutex_lock(&module.lock);
	module.under_way--;
	pthread_mutex_unlock(&module.lock);
	return serve(request);
}

static void *list_often(void *unused)
{
	NTMS_GUID list[250];
	uintptr_t wrong = 0;
	unsigned int i;
	DWORD size;

	(void)unused;
	for (i = 0; i < 50; i++) {
		size = 250;
		wrong += enumerate(list, &size) || size != 250 || !is_list(list, 250);
		wrong += DeallocateNtmsMedia(session, &library, 0) != ERROR_SUCCESS;
	}
	return (void *)wrong;
}

static bool in_threads(void)
{
	pthread_t thread[8];
	unsigned int i;
	void *wrong;

	mock_serve(serve_one);
	for (i = 0; i < 8; i++)
		pthread_create(&thread[i], NULL, list_often, NULL);
	for (i = 0; i < 8; i++) {
		pthread_join(thread[i], &wrong);
		CHECK(!wrong);
	}
	CHECK(module.overlaps == 0);
	return true;
}

int main(void)
{
	static const struct tap_test tests[] = {
		{ "sizes count objects and tell what would fit", sizes },
		{ "an empty list is a success", empty },
		{ "wrong arguments and containers are told", wrong_arguments },
		{ "a disturbed list is taken again, but not for ever", disturbed },
		{ "a list that fails says why and leaves the size alone", failing },
		{ "threads list one after the other, and call in between", in_threads },
	};

	mock_serve(NULL);
	session = OpenNtmsSessionA(NULL, NULL, 0);
	if (TAP_RUN(tests))
		return 1;
	mock_serve(NULL);
	return CloseNtmsSession(session);
}
