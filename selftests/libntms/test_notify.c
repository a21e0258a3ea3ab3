// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_notify.c - being told what happens to objects
 */
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <ntms.h>

#include "mock.h"
#include "tap.h"

#define CHANNELS	16
#define WAITERS		10
#define EVENTS		100000

static HANDLE session;

/* The module's side: the connections that asked to be channels. */
static struct {
	struct mock_link *link;
	uint32_t type, options, session;
} channel[CHANNELS];

static unsigned int channels;
static DWORD refusal;
static bool early_event;

static uint32_t number_in(const struct mock_request *request, uint16_t type)
{
	struct ntms_attr attr;

	return mock_find(request, type, &attr) ? ntms_attr_u32(&attr) : 0xdead;
}

static void send_event(struct mock_link *link, uint32_t operation, uint32_t object)
{
	struct mock_request event = { .link = link, .command = NTMS_CMD_OBJECT_EVENT };
	NTMS_GUID id = { object, 0, 0, { 0 } };
	struct ntms_msg msg;

	mock_begin(&msg, &event);
	ntms_msg_put_u32(&msg, NTMS_A_CALL_EVENT, operation);
	ntms_msg_put_u32(&msg, NTMS_A_CALL_TYPE, NTMS_DRIVE);
	ntms_msg_put_guids(&msg, NTMS_A_CALL_GUID, &id, 1);
	mock_end(&msg, &event, 0);
}

static bool serve(const struct mock_request *request)
{
	if (request->command != NTMS_CMD_OPEN_NOTIFICATION)
		return false;
	if (refusal)
		return mock_refuse(request, EACCES, refusal, "no");
	channel[channels].link = request->link;
	channel[channels].type = number_in(request, NTMS_A_CALL_TYPE);
	channel[channels].options = number_in(request, NTMS_A_CALL_OPTIONS);
	channel[channels++].session = number_in(request, NTMS_A_CALL_SESSION);
	if (early_event)
		send_event(request->link, NTMS_OBJ_INSERT, 1);
	return mock_ack(request);
}

static HANDLE open_channel(DWORD type)
{
	channels = 0;
	return OpenNtmsNotification(session, type);
}

static bool opens(void)
{
	HANDLE n = open_channel(NTMS_DRIVE);

	CHECK(n != INVALID_HANDLE_VALUE && mock_links() == 2);
	CHECK(channel[0].type == NTMS_DRIVE && channel[0].options == 0);
	CHECK(channel[0].session == 1);
	CHECK(!CloseNtmsNotification(n) && mock_links() == 1);
	CHECK(CloseNtmsNotification(n) == ERROR_INVALID_HANDLE);

	/* what operations tell is for those who watch requests */
	n = open_channel(NTMS_LIBREQUEST);
	CHECK(channel[0].options == 1);
	CHECK(!CloseNtmsNotification(n));
	n = open_channel(18);
	CHECK(n != INVALID_HANDLE_VALUE && channel[0].type == 18);
	CHECK(!CloseNtmsNotification(n));
	return true;
}

static bool open_refused(void)
{
	SetLastError(0);
	CHECK(OpenNtmsNotification(NULL, NTMS_DRIVE) == INVALID_HANDLE_VALUE);
	CHECK(GetLastError() == ERROR_INVALID_HANDLE);
	refusal = ERROR_ACCESS_DENIED;
	CHECK(OpenNtmsNotification(session, NTMS_DRIVE) == INVALID_HANDLE_VALUE);
	CHECK(GetLastError() == ERROR_ACCESS_DENIED);
	CHECK(!strcmp(ntms_last_error_text(), "no"));
	refusal = 0;
	mock_load(ERROR_NOT_CONNECTED);
	CHECK(OpenNtmsNotification(session, NTMS_DRIVE) == INVALID_HANDLE_VALUE);
	CHECK(GetLastError() == ERROR_NOT_CONNECTED);
	mock_load(ERROR_SUCCESS);
	CHECK(mock_links() == 1);
	return true;
}

static bool wrong_arguments(void)
{
	NTMS_NOTIFICATIONINFORMATION info;
	HANDLE n = open_channel(NTMS_DRIVE);

	CHECK(WaitForNtmsNotification(NULL, &info, 0) == ERROR_INVALID_HANDLE);
	CHECK(WaitForNtmsNotification(INVALID_HANDLE_VALUE, &info, 0) == ERROR_INVALID_HANDLE);
	CHECK(WaitForNtmsNotification(session, &info, 0) == ERROR_INVALID_HANDLE);
	CHECK(WaitForNtmsNotification(n, NULL, 0) == ERROR_INVALID_PARAMETER);
	CHECK(CloseNtmsNotification(NULL) == ERROR_INVALID_PARAMETER);
	CHECK(CloseNtmsNotification(session) == ERROR_INVALID_HANDLE);
	CHECK(CloseNtmsSession(n) == ERROR_INVALID_HANDLE);
	CHECK(!CloseNtmsNotification(n));
	CHECK(WaitForNtmsNotification(n, &info, 0) == ERROR_INVALID_HANDLE);
	return true;
}

static bool in_order(void)
{
	NTMS_NOTIFICATIONINFORMATION info;
	HANDLE n;
	DWORD i;

	early_event = true;
	n = open_channel(NTMS_DRIVE);
	early_event = false;
	for (i = 2; i <= 1000; i++)
		send_event(channel[0].link, 1 + i % 3, i);
	CHECK(!WaitForNtmsNotification(n, &info, INFINITE));
	CHECK(info.dwOperation == NTMS_OBJ_INSERT && info.ObjectId.Data1 == 1);
	for (i = 2; i <= 1000; i++) {
		CHECK(!WaitForNtmsNotification(n, &info, i % 2 ? 0 : 1000));
		CHECK(info.dwOperation == 1 + i % 3 && info.ObjectId.Data1 == i);
	}
	CHECK(WaitForNtmsNotification(n, &info, 0) == ERROR_TIMEOUT);
	CHECK(WaitForNtmsNotification(n, &info, 20) == ERROR_TIMEOUT);
	CHECK(!CloseNtmsNotification(n));
	return true;
}

static bool overflow(void)
{
	NTMS_NOTIFICATIONINFORMATION info;
	HANDLE n = open_channel(NTMS_DRIVE);

	send_event(channel[0].link, NTMS_OBJ_UPDATE, 1);
	mock_lose(channel[0].link, ENOBUFS);
	send_event(channel[0].link, NTMS_OBJ_UPDATE, 3);
	CHECK(!WaitForNtmsNotification(n, &info, 0) && info.ObjectId.Data1 == 1);
	CHECK(WaitForNtmsNotification(n, &info, 0) == ERROR_NO_DATA);
	/* it stays so, lest the program go on as if nothing were lost */
	CHECK(WaitForNtmsNotification(n, &info, INFINITE) == ERROR_NO_DATA);
	CHECK(!CloseNtmsNotification(n));

	n = open_channel(NTMS_DRIVE);
	send_event(channel[0].link, NTMS_OBJ_UPDATE, 4);
	CHECK(!WaitForNtmsNotification(n, &info, 0) && info.ObjectId.Data1 == 4);
	CHECK(!CloseNtmsNotification(n));
	return true;
}

/* Bytes that are no event do no harm; what cannot be read ends the notification. */
static bool garbage(void)
{
	NTMS_NOTIFICATIONINFORMATION info;
	HANDLE n = open_channel(NTMS_DRIVE);
	struct mock_request event = { .link = channel[0].link,
				      .command = NTMS_CMD_OBJECT_EVENT };
	unsigned char bytes[64] = { 0 };
	struct ntms_msg msg;

	mock_raw(channel[0].link, bytes, 3);
	mock_begin(&msg, &event);
	mock_end(&msg, &event, 0);
	mock_begin(&msg, &event);
	ntms_msg_put_u32(&msg, NTMS_A_CALL_EVENT, NTMS_OBJ_UPDATE);
	mock_end(&msg, &event, 0);
	CHECK(WaitForNtmsNotification(n, &info, 0) == ERROR_TIMEOUT);
	memset(bytes, 0xff, sizeof(bytes));
	mock_raw(channel[0].link, bytes, sizeof(bytes));
	CHECK(WaitForNtmsNotification(n, &info, 0) == ERROR_NO_DATA);
	CHECK(!CloseNtmsNotification(n));
	return true;
}

static HANDLE waited_for;
static unsigned int waiting;

static void *wait_one(void *code)
{
	NTMS_NOTIFICATIONINFORMATION info;

	__atomic_add_fetch(&waiting, 1, __ATOMIC_RELAXED);
	*(DWORD *)code = WaitForNtmsNotification(waited_for, &info, INFINITE);
	return NULL;
}

/* Lets several wait, does something and returns how many then got the code. */
static unsigned int wake_by(DWORD (*what)(HANDLE handle), HANDLE handle, DWORD code)
{
	DWORD codes[WAITERS] = { 0 };
	pthread_t thread[WAITERS];
	unsigned int i, right = 0;

	waiting = 0;
	for (i = 0; i < WAITERS; i++)
		pthread_create(&thread[i], NULL, wait_one, &codes[i]);
	while (__atomic_load_n(&waiting, __ATOMIC_RELAXED) < WAITERS)
		usleep(1000);
	usleep(20000);
	if (what(handle))
		return 0;
	for (i = 0; i < WAITERS; i++) {
		pthread_join(thread[i], NULL);
		right += codes[i] == code || codes[i] == ERROR_INVALID_HANDLE;
	}
	return right;
}

static bool close_wakes(void)
{
	unsigned int round;

	for (round = 0; round < 20; round++) {
		waited_for = open_channel(NTMS_DRIVE);
		CHECK(wake_by(CloseNtmsNotification, waited_for, ERROR_NO_DATA) == WAITERS);
		CHECK(mock_links() == 1);
		waited_for = open_channel(NTMS_DRIVE);
		CHECK(wake_by(CloseNtmsSession, session, ERROR_NO_DATA) == WAITERS);
		CHECK(mock_links() == 0);
		CHECK(CloseNtmsNotification(waited_for) == ERROR_INVALID_HANDLE);
		session = OpenNtmsSessionA(NULL, NULL, 0);
	}
	return true;
}

static DWORD send_all(HANDLE unused)
{
	unsigned int i;

	(void)unused;
	for (i = 0; i < WAITERS; i++)
		send_event(channel[0].link, NTMS_OBJ_UPDATE, i);
	return 0;
}

static bool one_event_each(void)
{
	NTMS_NOTIFICATIONINFORMATION info;

	waited_for = open_channel(NTMS_DRIVE);
	CHECK(wake_by(send_all, NULL, ERROR_SUCCESS) == WAITERS);
	CHECK(WaitForNtmsNotification(waited_for, &info, 0) == ERROR_TIMEOUT);
	CHECK(!CloseNtmsNotification(waited_for));
	return true;
}

static void *send_many(void *unused)
{
	DWORD i;

	(void)unused;
	for (i = 0; i < EVENTS; i++)
		send_event(channel[0].link, NTMS_OBJ_UPDATE, i);
	return NULL;
}

static bool many_events(void)
{
	NTMS_NOTIFICATIONINFORMATION info;
	HANDLE n = open_channel(NTMS_DRIVE);
	pthread_t sender;
	DWORD i;

	pthread_create(&sender, NULL, send_many, NULL);
	for (i = 0; i < EVENTS; i++) {
		if (WaitForNtmsNotification(n, &info, INFINITE) || info.ObjectId.Data1 != i)
			break;
	}
	pthread_join(sender, NULL);
	CHECK(i == EVENTS);
	CHECK(!CloseNtmsNotification(n));
	return true;
}

static double cpu_seconds(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* Waiting a second costs next to no processor time, however slow the machine is. */
static bool waits_idly(void)
{
	NTMS_NOTIFICATIONINFORMATION info;
	HANDLE n = open_channel(NTMS_DRIVE);
	double before = cpu_seconds();

	CHECK(WaitForNtmsNotification(n, &info, 1000) == ERROR_TIMEOUT);
	CHECK(cpu_seconds() - before < 0.2);
	CHECK(!CloseNtmsNotification(n));
	return true;
}

static bool not_inherited(void)
{
	NTMS_NOTIFICATIONINFORMATION info;
	HANDLE n = open_channel(NTMS_DRIVE);
	pid_t child = fork();
	int status;

	if (!child)
		_exit(WaitForNtmsNotification(n, &info, 0) != ERROR_INVALID_HANDLE);
	waitpid(child, &status, 0);
	CHECK(WIFEXITED(status) && !WEXITSTATUS(status));
	send_event(channel[0].link, NTMS_OBJ_UPDATE, 5);
	CHECK(!WaitForNtmsNotification(n, &info, 0) && info.ObjectId.Data1 == 5);
	CHECK(!CloseNtmsNotification(n));
	return true;
}

int main(void)
{
	static const struct tap_test tests[] = {
		{ "a notification is a connection for one type of objects", opens },
		{ "an open that fails says why and leaves nothing behind", open_refused },
		{ "wrong handles and pointers are refused", wrong_arguments },
		{ "events come in order, also those from before the answer", in_order },
		{ "lost events are told, and another notification goes on", overflow },
		{ "bytes that are no event do no harm", garbage },
		{ "closing the notification or its session wakes ten waiters", close_wakes },
		{ "each event is for one of the waiters", one_event_each },
		{ "a hundred thousand events come without loss", many_events },
		{ "waiting costs no processor time", waits_idly },
		{ "a child process has no notifications, its parent keeps them", not_inherited },
	};

	mock_serve(serve);
	session = OpenNtmsSessionA(NULL, NULL, 0);
	if (TAP_RUN(tests))
		return 1;
	return CloseNtmsSession(session);
}
