// SPDX-License-Identifier: GPL-2.0
/*
 * limits.c - what the API can take: many sessions, many who wait, many who listen
 *
 * Runs in a guest with the module and no store (KTAP).
 */
#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <ntms.h>
#include <ntmsapi.h>

#define SESSIONS	1000
#define WAITERS		50
#define WAIT_S		10
#define CHANNELS	10000
#define ROUNDS		2000
#define EVENTS		100000
#define AHEAD		1000	/* the writer is so much faster at most */

static int count, failed;

__attribute__((format(printf, 2, 3))) static void ok(bool good, const char *format, ...)
{
	va_list args;

	count++;
	failed += !good;
	printf("%sok %d - ", good ? "" : "not ", count);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	puts("");
	fflush(stdout);
}

/* Nothing further can be tested. */
__attribute__((format(printf, 1, 2), noreturn)) static void die(const char *format, ...)
{
	va_list args;

	printf("not ok %d - ", ++count);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf(": %s\n1..%d\n", ntms_last_error_text(), count);
	exit(1);
}

static double now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static HANDLE session_open(const char *name)
{
	HANDLE session = OpenNtmsSessionA(NULL, name, 0);

	if (session == INVALID_HANDLE_VALUE)
		die("OpenNtmsSession (%u)", GetLastError());
	return session;
}

static NTMS_GUID pool_make(HANDLE session, const char *name)
{
	NTMS_GUID types[128], pool;
	DWORD n = 128;

	if (EnumerateNtmsObject(session, NULL, types, &n, NTMS_MEDIA_TYPE, 0) ||
	    CreateNtmsMediaPoolA(session, name, &types[0], NTMS_OPEN_ALWAYS, NULL, &pool))
		die("a pool");
	return pool;
}

/* One change of an object, and so one event. */
static void change(HANDLE session, NTMS_GUID *pool, unsigned int round)
{
	NTMS_OBJECTINFORMATIONA info = { .dwSize = sizeof(info), .dwType = NTMS_MEDIA_POOL };

	if (!round && GetNtmsObjectInformationA(session, pool, &info))
		die("GetNtmsObjectInformation");
	info.dwType = NTMS_MEDIA_POOL;
	info.Info.MediaPool.dwMaxAllocates = round + 1;
	snprintf(info.szName, sizeof(info.szName), "Limits");
	snprintf(info.szDescription, sizeof(info.szDescription), "round %u", round);
	if (SetNtmsObjectInformationA(session, pool, &info))
		die("SetNtmsObjectInformation");
}

/* --- sessions --------------------------------------------------------------- */

static void test_sessions(void)
{
	static HANDLE sessions[SESSIONS];
	struct ntms_status status;
	unsigned int i, served = 0;
	NTMS_GUID computer;
	DWORD n;

	for (i = 0; i < SESSIONS; i++)
		sessions[i] = session_open("many");
	ntms_get_status(&status);
	ok(status.sessions >= SESSIONS, "%u sessions are open at once", status.sessions);
	for (i = 0; i < SESSIONS; i++) {
		n = 1;
		served += !EnumerateNtmsObject(sessions[i], NULL, &computer, &n, NTMS_COMPUTER, 0);
	}
	ok(served == SESSIONS, "each of them is served (%u)", served);
	for (i = 0; i < SESSIONS; i++)
		CloseNtmsSession(sessions[i]);
	ntms_get_status(&status);
	ok(status.sessions < SESSIONS, "and closed (%u are left)", status.sessions);
}

/* --- waiting ---------------------------------------------------------------- */

struct waiter {
	pthread_t thread;
	HANDLE session;
	NTMS_GUID pool;
	DWORD code;
	unsigned int kind;
};

static void *wait_for_something(void *arg)
{
	NTMS_NOTIFICATIONINFORMATION info;
	struct waiter *w = arg;
	NTMS_GUID request, media;
	HANDLE channel;

	switch (w->kind) {
	case 0:
		w->code = AllocateNtmsMedia(w->session, &w->pool, NULL, &media, 0, INFINITE, NULL);
		break;
	case 1:
		SubmitNtmsOperatorRequestA(w->session, NTMS_OPREQ_MESSAGE, "wait", NULL, NULL,
					   &request);
		w->code = WaitForNtmsOperatorRequest(w->session, &request, INFINITE);
		break;
	default:
		channel = OpenNtmsNotification(w->session, NTMS_IEDOOR);
		w->code = WaitForNtmsNotification(channel, &info, INFINITE);
	}
	return NULL;
}

static double cpu_of_guest(void)
{
	unsigned long long user, nice, system, idle, iowait, irq, softirq;
	FILE *file = fopen("/proc/stat", "r");
	int n = file ? fscanf(file, "cpu %llu %llu %llu %llu %llu %llu %llu", &user, &nice, &system,
			      &idle, &iowait, &irq, &softirq) : 0;

	if (file)
		fclose(file);
	if (n != 7)
		die("/proc/stat");
	return (double)(user + nice + system + irq + softirq) / (double)sysconf(_SC_CLK_TCK);
}

static void test_waiting(void)
{
	static struct waiter waiters[WAITERS];
	double own, all;
	unsigned int i, ended = 0;
	HANDLE session = session_open("waiters");
	NTMS_GUID pool = pool_make(session, "Limits");

	for (i = 0; i < WAITERS; i++) {
		waiters[i].session = session;
		waiters[i].pool = pool;
		waiters[i].kind = i % 3;
		pthread_create(&waiters[i].thread, NULL, wait_for_something, &waiters[i]);
	}
	sleep(2);
	own = now(CLOCK_PROCESS_CPUTIME_ID);
	all = cpu_of_guest();
	sleep(WAIT_S);
	own = now(CLOCK_PROCESS_CPUTIME_ID) - own;
	all = cpu_of_guest() - all;
	ok(own < 0.01 * WAIT_S, "%u calls that wait take no CPU time (%.0f ms in %u s)", WAITERS,
	   own * 1000, WAIT_S);
	ok(all < 0.05 * WAIT_S, "nor does the kernel for them (%.0f ms in all)", all * 1000);
	CloseNtmsSession(session);
	for (i = 0; i < WAITERS; i++) {
		pthread_join(waiters[i].thread, NULL);
		ended += waiters[i].code == (waiters[i].kind == 2 ? waiters[i].code :
					     ERROR_CANCELLED) && waiters[i].code;
	}
	ok(ended == WAITERS, "the end of the session ends them (%u)", ended);
}

/* --- channels --------------------------------------------------------------- */

static double rounds(HANDLE session, NTMS_GUID *pool)
{
	double start = now(CLOCK_MONOTONIC);
	unsigned int i;

	for (i = 0; i < ROUNDS; i++)
		change(session, pool, i);
	return now(CLOCK_MONOTONIC) - start;
}

static void test_channels(void)
{
	static HANDLE channels[CHANNELS];
	HANDLE listener = session_open("listener"), session = session_open("client");
	NTMS_GUID pool = pool_make(session, "Limits");
	double alone, listened;
	unsigned int i, opened = 0;

	rounds(session, &pool);
	alone = rounds(session, &pool);
	for (i = 0; i < CHANNELS; i++) {
		channels[i] = OpenNtmsNotification(listener, NTMS_IEDOOR);
		opened += channels[i] != INVALID_HANDLE_VALUE;
	}
	ok(opened == CHANNELS, "%u notification channels are open", opened);
	listened = rounds(session, &pool);
	ok(listened < 1.05 * alone, "they do not slow a client down that has none (%.3f times)",
	   listened / alone);
	for (i = 0; i < CHANNELS; i++)
		CloseNtmsNotification(channels[i]);
	CloseNtmsSession(listener);
	CloseNtmsSession(session);
}

/* --- events ----------------------------------------------------------------- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t caught_up = PTHREAD_COND_INITIALIZER;
static unsigned int seen;

struct reader {
	HANDLE channel;
	NTMS_GUID pool;
	unsigned int wrong;
	DWORD code;
};

static void *read_events(void *arg)
{
	NTMS_NOTIFICATIONINFORMATION info;
	struct reader *r = arg;
	unsigned int got = 0;

	while (got < EVENTS) {
		r->code = WaitForNtmsNotification(r->channel, &info, 60000);
		if (r->code)
			break;
		r->wrong += info.dwOperation != NTMS_OBJ_UPDATE ||
			    memcmp(&info.ObjectId, &r->pool, sizeof(r->pool));
		if (++got % 100 && got != EVENTS)
			continue;
		pthread_mutex_lock(&lock);
		seen = got;
		pthread_cond_signal(&caught_up);
		pthread_mutex_unlock(&lock);
	}
	pthread_mutex_lock(&lock);
	seen = r->code ? EVENTS + AHEAD : got;
	pthread_cond_signal(&caught_up);
	pthread_mutex_unlock(&lock);
	return (void *)(uintptr_t)got;
}

static void test_events(void)
{
	HANDLE listener = session_open("listener"), session = session_open("client");
	NTMS_NOTIFICATIONINFORMATION info;
	struct reader reader = { .pool = pool_make(session, "Limits") };
	pthread_t thread;
	unsigned int i;
	void *got;

	reader.channel = OpenNtmsNotification(listener, NTMS_MEDIA_POOL);
	if (reader.channel == INVALID_HANDLE_VALUE)
		die("OpenNtmsNotification");
	pthread_create(&thread, NULL, read_events, &reader);
	for (i = 0; i < EVENTS; i++) {
		change(session, &reader.pool, i);
		pthread_mutex_lock(&lock);
		while (i > seen + AHEAD)
			pthread_cond_wait(&caught_up, &lock);
		pthread_mutex_unlock(&lock);
	}
	pthread_join(thread, &got);
	ok((uintptr_t)got == EVENTS && !reader.wrong,
	   "%u events reach a reader that keeps up, none lost (%u wrong, code %u)",
	   (unsigned int)(uintptr_t)got, reader.wrong, reader.code);
	ok(WaitForNtmsNotification(reader.channel, &info, 200) == ERROR_TIMEOUT,
	   "and no more than that");

	/* one that does not is told, and can go on after it has opened a new one */
	for (i = 0; i < EVENTS; i++)
		change(session, &reader.pool, i);
	i = 0;
	do {
		reader.code = WaitForNtmsNotification(reader.channel, &info, 1000);
	} while (!reader.code && ++i < 2 * EVENTS);
	ok(reader.code == ERROR_NO_DATA, "a reader that does not keep up is told (code %u after %u)",
	   reader.code, i);
	CloseNtmsNotification(reader.channel);
	reader.channel = OpenNtmsNotification(listener, NTMS_MEDIA_POOL);
	change(session, &reader.pool, 1);
	ok(!WaitForNtmsNotification(reader.channel, &info, 10000) &&
	   info.dwOperation == NTMS_OBJ_UPDATE, "and goes on with a new channel");
	CloseNtmsNotification(reader.channel);
	CloseNtmsSession(listener);
	CloseNtmsSession(session);
}

int main(void)
{
	struct rlimit files = { 3 * CHANNELS, 3 * CHANNELS };

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (setrlimit(RLIMIT_NOFILE, &files))
		die("RLIMIT_NOFILE: %s", strerror(errno));
	test_sessions();
	test_waiting();
	test_channels();
	test_events();
	printf("1..%d\n", count);
	return failed != 0;
}
