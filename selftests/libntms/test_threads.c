// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_threads.c - many threads in one session
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <ntms.h>
#include <valgrind/valgrind.h>

#include "mock.h"
#include "tap.h"

#define THREADS	100

/* valgrind looks at one thread at a time, fifty times as slow: it needs less */
#define MANY(n)	(RUNNING_ON_VALGRIND ? (n) / 20 : (n))

static NTMS_GUID pool = { 1, 1, 1, { 1 } };
static HANDLE session;

/*
 * Each caller names a side of its own and expects it back as the medium.  The
 * request is parked until as many wait as there are callers.
 */
struct caller {
	pthread_t thread;
	NTMS_GUID side;
	NTMS_GUID medium;
	DWORD code;
	unsigned int calls;
};

static struct {
	pthread_mutex_t lock;
	NTMS_GUID side[THREADS + 1];
	struct mock_request request[THREADS + 1];
	unsigned int count;
} parked = { .lock = PTHREAD_MUTEX_INITIALIZER };

static bool park_allocations(const struct mock_request *request)
{
	struct ntms_attr attr;

	if (request->command != NTMS_CMD_ALLOCATE_MEDIA ||
	    !mock_find(request, NTMS_A_CALL_PARTITION, &attr))
		return false;
	pthread_mutex_lock(&parked.lock);
	ntms_attr_guids(&attr, &parked.side[parked.count], 1);
	parked.request[parked.count++] = *request;
	pthread_mutex_unlock(&parked.lock);
	return true;
}

static void answer(const struct mock_request *request, const NTMS_GUID *side)
{
	struct ntms_msg msg;

	mock_begin(&msg, request);
	ntms_msg_put_guids(&msg, NTMS_A_CALL_MEDIA, side, 1);
	ntms_msg_put_guids(&msg, NTMS_A_CALL_ALLOCATED_FROM, side, 1);
	mock_end(&msg, request, 0);
}

static void *allocate(void *arg)
{
	struct caller *caller = arg;
	unsigned int i;

	for (i = 0; i < caller->calls && !caller->code; i++) {
		caller->code = AllocateNtmsMedia(session, &pool, &caller->side,
						 &caller->medium, 0, INFINITE, NULL);
		if (!caller->code && memcmp(&caller->side, &caller->medium,
					    sizeof(caller->side)))
			caller->code = 0x7777;
	}
	return NULL;
}

static void start(struct caller *caller, unsigned int count, unsigned int calls)
{
	unsigned int i;

	memset(caller, 0, count * sizeof(*caller));
	for (i = 0; i < count; i++) {
		caller[i].side.Data1 = i + 1;
		caller[i].calls = calls;
		pthread_create(&caller[i].thread, NULL, allocate, &caller[i]);
	}
}

static bool finish(struct caller *caller, unsigned int count, DWORD code)
{
	unsigned int i, right = 0;

	for (i = 0; i < count; i++) {
		pthread_join(caller[i].thread, NULL);
		right += caller[i].code == code;
	}
	return right == count;
}

static void wait_for(unsigned int count)
{
	unsigned int n = 0;

	while (n < count) {
		usleep(1000);
		pthread_mutex_lock(&parked.lock);
		n = parked.count;
		pthread_mutex_unlock(&parked.lock);
	}
}

static bool out_of_order(void)
{
	static struct caller caller[THREADS];
	unsigned int i, k, round;

	mock_serve(park_allocations);
	for (round = 0; round < MANY(20); round++) {
		parked.count = 0;
		start(caller, THREADS, 1);
		wait_for(THREADS);
		/* 37 and 100 have no common divisor: each is answered once */
		for (i = 0; i < THREADS; i++) {
			k = (i * 37 + round) % THREADS;
			answer(&parked.request[k], &parked.side[k]);
		}
		CHECK(finish(caller, THREADS, ERROR_SUCCESS));
	}
	return true;
}

static bool at_once(const struct mock_request *request)
{
	struct ntms_attr attr;
	NTMS_GUID side;

	if (request->command != NTMS_CMD_ALLOCATE_MEDIA ||
	    !mock_find(request, NTMS_A_CALL_PARTITION, &attr))
		return false;
	ntms_attr_guids(&attr, &side, 1);
	answer(request, &side);
	return true;
}

static bool in_parallel(void)
{
	static struct caller caller[16];

	mock_serve(at_once);
	start(caller, 16, MANY(2000));
	CHECK(finish(caller, 16, ERROR_SUCCESS));
	return true;
}

/* One waits for ever, and leads, while others come and go. */
static bool one_waits(void)
{
	static struct caller patient, busy[8];

	mock_serve(park_allocations);
	parked.count = 0;
	start(&patient, 1, 1);
	wait_for(1);
	mock_serve(at_once);
	start(busy, 8, MANY(500));
	CHECK(finish(busy, 8, ERROR_SUCCESS));
	answer(&parked.request[0], &parked.side[0]);
	CHECK(finish(&patient, 1, ERROR_SUCCESS));
	return true;
}

#define WAITERS	10

static bool park_all(const struct mock_request *request)
{
	if (request->command != NTMS_CMD_ALLOCATE_MEDIA)
		return false;
	return mock_park(request);
}

static bool close_while_waiting(void)
{
	static struct caller caller[WAITERS];
	unsigned int round, i;
	HANDLE old;

	for (round = 0; round < MANY(30); round++) {
		mock_serve(park_all);
		start(caller, WAITERS, 1);
		while (mock_parked() < WAITERS)
			usleep(500);
		old = session;
		CHECK(CloseNtmsSession(old) == ERROR_SUCCESS);
		CHECK(CloseNtmsSession(old) == ERROR_INVALID_HANDLE);
		CHECK(finish(caller, WAITERS, ERROR_CANCELLED));
		for (i = 0; i < WAITERS; i++)
			CHECK(NTMS_IS_NULLGUID(caller[i].medium));
		CHECK(mock_links() == 0);
		session = OpenNtmsSessionA(NULL, NULL, 0);
	}
	return true;
}

static bool module_gone(const struct mock_request *request)
{
	if (request->command == NTMS_CMD_ALLOCATE_MEDIA)
		return mock_park(request);
	if (request->command == NTMS_CMD_CLOSE_SESSION)
		return mock_refuse(request, 2, 0, NULL);
	return false;
}

static bool close_without_module(void)
{
	static struct caller caller[WAITERS];

	mock_serve(module_gone);
	start(caller, WAITERS, 1);
	while (mock_parked() < WAITERS)
		usleep(500);
	CHECK(CloseNtmsSession(session) == ERROR_CONNECTION_UNAVAIL);
	CHECK(finish(caller, WAITERS, ERROR_CANCELLED));
	CHECK(mock_links() == 0);
	mock_serve(NULL);
	session = OpenNtmsSessionA(NULL, NULL, 0);
	return true;
}

static void *use_until_closed(void *unused)
{
	DWORD code;

	(void)unused;
	do {
		code = DeallocateNtmsMedia(session, &pool, 0);
	} while (!code);
	return (void *)(uintptr_t)code;
}

/* Closing hits the other threads anywhere in their calls. */
static bool close_at_any_time(void)
{
	pthread_t thread[4];
	unsigned int round, i;
	void *code;

	mock_serve(NULL);
	for (round = 0; round < MANY(50); round++) {
		for (i = 0; i < 4; i++)
			pthread_create(&thread[i], NULL, use_until_closed, NULL);
		usleep(1000);
		CHECK(CloseNtmsSession(session) == ERROR_SUCCESS);
		for (i = 0; i < 4; i++) {
			pthread_join(thread[i], &code);
			CHECK((uintptr_t)code == ERROR_INVALID_HANDLE ||
			      (uintptr_t)code == ERROR_CANCELLED);
		}
		CHECK(mock_links() == 0);
		session = OpenNtmsSessionA(NULL, NULL, 0);
	}
	return true;
}

/* A cancelled thread finishes its call first, so that nobody answers its stack. */
static bool cancelled_thread(void)
{
	static struct caller caller;

	mock_serve(park_allocations);
	parked.count = 0;
	start(&caller, 1, 1);
	wait_for(1);
	pthread_cancel(caller.thread);
	usleep(10000);
	answer(&parked.request[0], &parked.side[0]);
	CHECK(finish(&caller, 1, ERROR_SUCCESS));
	return true;
}

int main(void)
{
	static const struct tap_test tests[] = {
		{ "a hundred threads get their own answers, whatever the order", out_of_order },
		{ "threads call in one session at once", in_parallel },
		{ "who waits for long hands answers to the others", one_waits },
		{ "closing a session cancels ten calls that wait in it", close_while_waiting },
		{ "so it does when the module is gone", close_without_module },
		{ "a session can be closed while others are anywhere in their calls",
		  close_at_any_time },
		{ "a cancelled thread finishes its call first", cancelled_thread },
	};

	mock_serve(NULL);
	session = OpenNtmsSessionA(NULL, NULL, 0);
	if (TAP_RUN(tests))
		return 1;
	mock_serve(NULL);
	return CloseNtmsSession(session);
}
