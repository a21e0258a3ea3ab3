// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_sadrive.c - ejecting from a stand-alone drive, named by its device
 */
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <ntms.h>

#include "mock.h"
#include "tap.h"
#include "wide.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/* A stand-alone library with a drive and a medium in it, and a robot with another drive. */
static NTMS_GUID alone = { 1, 0, 0, { 9 } }, robot = { 2, 0, 0, { 9 } };
static NTMS_GUID drive = { 3, 0, 0, { 5 } }, other_drive = { 4, 0, 0, { 5 } };
static NTMS_GUID medium = { 5, 0, 0, { 15 } }, operation = { 6, 0, 0, { 10 } };
static NTMS_GUID request_id = { 7, 0, 0, { 10 } };

static DWORD action, request_state, request_error;
static bool has_medium;
static struct mock_link *watcher;

static void put_object(struct ntms_msg *to, const NTMS_GUID *id)
{
	size_t nest = ntms_msg_nest(to, NTMS_A_CALL_OBJECT);

	ntms_msg_put_u32(to, NTMS_A_OBJECT_TYPE, id->Data4[0]);
	ntms_msg_put_guids(to, NTMS_A_OBJECT_GUID, id, 1);
	if (id == &alone || id == &robot)
		ntms_msg_put_u32(to, NTMS_A_OBJECT_LIBRARY_TYPE,
				 id == &alone ? NTMS_LIBRARYTYPE_STANDALONE :
						NTMS_LIBRARYTYPE_ONLINE);
	if (id == &drive || id == &other_drive) {
		ntms_msg_put_text(to, NTMS_A_OBJECT_DEVICE_NAME,
				  id == &drive ? "/dev/nst7" : "/dev/nst8");
		ntms_msg_put_guids(to, NTMS_A_OBJECT_LIBRARY,
				   id == &drive ? &alone : &robot, 1);
	}
	if (id == &medium)
		ntms_msg_put_guids(to, NTMS_A_OBJECT_LOCATION, &drive, 1);
	if (id == &request_id) {
		ntms_msg_put_guids(to, NTMS_A_OBJECT_WORK_ITEM, &operation, 1);
		ntms_msg_put_u32(to, NTMS_A_OBJECT_STATE, request_state);
		ntms_msg_put_u32(to, NTMS_A_OBJECT_ERROR, request_error);
	}
	ntms_msg_nest_end(to, nest);
}

static bool list(const struct mock_request *request)
{
	NTMS_GUID *all[] = { &alone, &robot, &drive, &other_drive, &medium, &request_id };
	struct ntms_msg answer;
	struct ntms_attr attr;
	uint32_t type = 0;
	size_t i;

	if (mock_find(request, NTMS_A_CALL_TYPE, &attr))
		type = ntms_attr_u32(&attr);
	for (i = 0; i < COUNT(all); i++) {
		if (all[i]->Data4[0] != type || (all[i] == &medium && !has_medium))
			continue;
		mock_begin(&answer, request);
		put_object(&answer, all[i]);
		mock_end(&answer, request, NLM_F_MULTI);
	}
	return mock_done(request, 0, 0);
}

static bool get(const struct mock_request *request)
{
	NTMS_GUID *all[] = { &alone, &robot, &drive, &other_drive, &medium, &request_id };
	struct ntms_msg answer;
	size_t i;

	for (i = 0; i < COUNT(all); i++) {
		if (!mock_has_guid(request, NTMS_A_CALL_GUID, all[i]))
			continue;
		mock_begin(&answer, request);
		put_object(&answer, all[i]);
		mock_end(&answer, request, 0);
		return true;
	}
	return mock_refuse(request, ENOENT, ERROR_OBJECT_NOT_FOUND, NULL);
}

static bool serve(const struct mock_request *request)
{
	struct ntms_msg answer;
	struct ntms_attr attr;

	switch (request->command) {
	case NTMS_CMD_GET_OBJECT:
		return request->flags & NLM_F_DUMP ? list(request) : get(request);
	case NTMS_CMD_OPEN_NOTIFICATION:
		watcher = request->link;
		return mock_ack(request);
	case NTMS_CMD_EJECT_MEDIA:
		if (!mock_has_guid(request, NTMS_A_CALL_PHYSICAL_MEDIA, &medium) ||
		    !mock_find(request, NTMS_A_CALL_ACTION, &attr))
			return false;
		action = ntms_attr_u32(&attr);
		mock_begin(&answer, request);
		ntms_msg_put_guids(&answer, NTMS_A_CALL_WORK_ITEM, &operation, 1);
		mock_end(&answer, request, 0);
		return true;
	}
	return false;
}

static DWORD eject(const char *name, DWORD options)
{
	action = 99;
	return EjectDiskFromSADriveA(NULL, "test", name, NULL, NULL, NULL, options);
}

static bool names(void)
{
	static const char * const good[] = {
		"/dev/nst7", "nst7", "st7", "/dev/st7", "\\\\.\\Tape7", "\\\\.\\TAPE7", "tape7",
	};
	static const char * const bad[] = { "", "nst9", "/dev/nst70", "nst", "/dev/nst8", "sr7" };
	static const uint16_t u16[] = { 'n', 's', 't', '7', 0 };
	size_t i;

	for (i = 0; i < COUNT(good); i++)
		CHECK(!eject(good[i], NTMS_EJECT_START) && action == NTMS_EJECT_START);
	for (i = 0; i < COUNT(bad); i++)
		CHECK(eject(bad[i], NTMS_EJECT_START) == ERROR_INVALID_DRIVE && action == 99);
	CHECK(!EjectDiskFromSADriveW(NULL, NULL, L"\\\\.\\Tape7", NULL, NULL, NULL, 0));
	CHECK(!EjectDiskFromSADriveW_u16(NULL, NULL, u16, NULL, NULL, NULL, 0));
	CHECK(mock_links() == 0);
	return true;
}

static bool actions(void)
{
	CHECK(!eject("nst7", NTMS_EJECT_QUEUE) && action == NTMS_EJECT_START);
	CHECK(!eject("nst7", NTMS_EJECT_FORCE) && action == NTMS_EJECT_FORCE);
	CHECK(eject("nst7", NTMS_EJECT_STOP) == ERROR_INVALID_OPERATION && action == 99);
	CHECK(eject("nst7", 6) == ERROR_INVALID_PARAMETER);
	has_medium = false;
	CHECK(eject("nst7", NTMS_EJECT_START) == ERROR_NO_MEDIA_IN_DRIVE);
	has_medium = true;
	CHECK(EjectDiskFromSADriveA("other.example", NULL, "nst7", NULL, NULL, NULL, 0) ==
	      ERROR_NOT_CONNECTED);
	return true;
}

/* The request ends while the call waits. */
static void *end_request(void *state)
{
	struct mock_request event = { .command = NTMS_CMD_OBJECT_EVENT };
	struct ntms_msg msg;

	while (action == 99)
		usleep(1000);
	usleep(20000);
	request_state = (DWORD)(uintptr_t)state;
	event.link = watcher;
	mock_begin(&msg, &event);
	ntms_msg_put_u32(&msg, NTMS_A_CALL_EVENT, NTMS_OBJ_UPDATE);
	ntms_msg_put_guids(&msg, NTMS_A_CALL_GUID, &request_id, 1);
	mock_end(&msg, &event, 0);
	return NULL;
}

static DWORD eject_until(DWORD options, DWORD state)
{
	pthread_t thread;
	DWORD code;

	request_state = NTMS_LM_QUEUED;
	action = 99;
	pthread_create(&thread, NULL, end_request, (void *)(uintptr_t)state);
	code = eject("nst7", options);
	pthread_join(thread, NULL);
	return code;
}

static bool waits(void)
{
	CHECK(eject_until(NTMS_EJECT_IMMEDIATE, NTMS_LM_PASSED) == ERROR_SUCCESS);
	CHECK(action == NTMS_EJECT_START);
	CHECK(eject_until(NTMS_EJECT_ASK_USER, NTMS_LM_STOPPED) == ERROR_CANCELLED);
	request_error = ERROR_BUSY;
	CHECK(eject_until(NTMS_EJECT_IMMEDIATE, NTMS_LM_FAILED) == ERROR_BUSY);
	CHECK(mock_links() == 0);
	return true;
}

int main(void)
{
	static const struct tap_test tests[] = {
		{ "a drive has the names of Linux and of Windows", names },
		{ "what is asked for is what the module is told", actions },
		{ "an immediate eject waits for its end and tells it", waits },
	};

	has_medium = true;
	mock_serve(serve);
	return TAP_RUN(tests);
}
