// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_session.c - opening and closing sessions
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <ntms.h>

#include "mock.h"
#include "tap.h"
#include "wide.h"

static char self[256];

static bool opens(const char *server)
{
	HANDLE session = OpenNtmsSessionA(server, NULL, 0);

	return session != INVALID_HANDLE_VALUE && !CloseNtmsSession(session);
}

static bool refused(const char *server, DWORD code)
{
	SetLastError(ERROR_SUCCESS);
	return OpenNtmsSessionA(server, NULL, 0) == INVALID_HANDLE_VALUE &&
	       GetLastError() == code;
}

static bool this_computer(void)
{
	char name[300];

	CHECK(opens(NULL));
	CHECK(opens(""));
	CHECK(opens("."));
	CHECK(opens("localhost"));
	CHECK(opens("LOCALHOST"));
	CHECK(opens("localhost."));
	CHECK(opens("localhost.localdomain"));
	CHECK(opens("127.0.0.1"));
	CHECK(opens("127.1.2.3"));
	CHECK(opens("::1"));
	CHECK(opens(self));
	snprintf(name, sizeof(name), "\\\\%s", self);
	CHECK(opens(name));
	self[strcspn(self, ".")] = '\0';
	CHECK(opens(self));
	return true;
}

static bool other_computers(void)
{
	CHECK(refused("backup.example.org", ERROR_NOT_CONNECTED));
	CHECK(refused("192.0.2.1", ERROR_NOT_CONNECTED));
	CHECK(refused("2001:db8::1", ERROR_NOT_CONNECTED));
	CHECK(refused("\\\\fileserver", ERROR_NOT_CONNECTED));
	CHECK(refused("a_b-c", ERROR_NOT_CONNECTED));
	return true;
}

static bool malformed_names(void)
{
	char label[65], name[300];
	static const wchar_t surrogate[] = { 'a', 0xd800, 0 };
	static const uint16_t half[] = { 'a', 0xd800, 0 };

	CHECK(refused("two words", ERROR_INVALID_COMPUTERNAME));
	CHECK(refused("..", ERROR_INVALID_COMPUTERNAME));
	CHECK(refused(".a", ERROR_INVALID_COMPUTERNAME));
	CHECK(refused("a..b", ERROR_INVALID_COMPUTERNAME));
	CHECK(refused("\\\\", ERROR_INVALID_COMPUTERNAME));
	CHECK(refused("\\\\a\\b", ERROR_INVALID_COMPUTERNAME));
	CHECK(refused("caf\xc3\xa9", ERROR_INVALID_COMPUTERNAME));
	CHECK(refused("\xff\xfe", ERROR_INVALID_COMPUTERNAME));
	CHECK(refused(":::", ERROR_INVALID_COMPUTERNAME));
	memset(label, 'a', sizeof(label));
	label[64] = '\0';
	CHECK(refused(label, ERROR_INVALID_COMPUTERNAME));
	memset(name, 'a', sizeof(name));
	name[299] = '\0';
	CHECK(refused(name, ERROR_INVALID_COMPUTERNAME));
	CHECK(OpenNtmsSessionW(surrogate, NULL, 0) == INVALID_HANDLE_VALUE);
	CHECK(GetLastError() == ERROR_INVALID_COMPUTERNAME);
	SetLastError(ERROR_SUCCESS);
	CHECK(OpenNtmsSessionW_u16(half, NULL, 0) == INVALID_HANDLE_VALUE);
	CHECK(GetLastError() == ERROR_INVALID_COMPUTERNAME);
	return true;
}

static const char *want_application;

static bool expect_application(const struct mock_request *request)
{
	struct ntms_attr attr;

	if (request->command != NTMS_CMD_OPEN_SESSION)
		return false;
	if (mock_has_text(request, NTMS_A_CALL_APPLICATION, want_application) &&
	    mock_find(request, NTMS_A_CALL_COMPUTER, &attr) && attr.length > 1 &&
	    mock_find(request, NTMS_A_CALL_USER, &attr) && attr.length > 1)
		return false;
	return mock_refuse(request, EINVAL, 0, NULL);
}

static bool named(HANDLE session)
{
	return session != INVALID_HANDLE_VALUE && !CloseNtmsSession(session);
}

static bool application_names(void)
{
	static const uint16_t u16[] = { 'a', 0xd83d, 0xdcbe, 0 };
	char name[200], cut[200];
	unsigned int i;

	mock_serve(expect_application);
	want_application = "RSM";
	CHECK(named(OpenNtmsSessionA(NULL, NULL, 0)));
	CHECK(named(OpenNtmsSessionW(NULL, NULL, NTMS_SESSION_QUERYEXPEDITE)));
	want_application = "backup";
	CHECK(named(OpenNtmsSessionA(NULL, "backup", 0)));
	CHECK(named(OpenNtmsSessionW(NULL, L"backup", 0)));
	want_application = "a\xf0\x9f\x92\xbe";
	CHECK(named(OpenNtmsSessionW_u16(NULL, u16, 0)));

	/* 63 UTF-16 units are kept, and no half of a character */
	memset(name, 'n', 100);
	name[100] = '\0';
	memset(cut, 'n', 63);
	cut[63] = '\0';
	want_application = cut;
	CHECK(named(OpenNtmsSessionA(NULL, name, 0)));
	name[0] = '\0';
	for (i = 0; i < 40; i++)
		strcat(name, "\xf0\x9f\x92\xbe");
	memcpy(cut, name, 31 * 4);
	cut[31 * 4] = '\0';
	CHECK(named(OpenNtmsSessionA(NULL, name, 0)));

	SetLastError(ERROR_SUCCESS);
	CHECK(OpenNtmsSessionA(NULL, "bad \xc3(", 0) == INVALID_HANDLE_VALUE);
	CHECK(GetLastError() == ERROR_INVALID_PARAMETER);
	return true;
}

static unsigned int loading;

static bool slow_start(const struct mock_request *request)
{
	struct ntms_msg answer;

	if (request->command == NTMS_CMD_GET_STATUS && loading > 3) {
		loading--;
		mock_begin(&answer, request);
		ntms_msg_put_u32(&answer, NTMS_A_STATUS_READINESS, loading % 2 ?
				 NTMS_READINESS_LOADING : NTMS_READINESS_WAITING);
		mock_end(&answer, request, 0);
		return true;
	}
	if (request->command == NTMS_CMD_OPEN_SESSION && loading) {
		loading--;
		return mock_refuse(request, EAGAIN, ERROR_NOT_READY, NULL);
	}
	return false;
}

static bool waits_for_the_database(void)
{
	mock_serve(slow_start);
	loading = 6;
	CHECK(opens(NULL));
	CHECK(loading == 0);
	return true;
}

static long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool gives_up_waiting(void)
{
	long start;

	mock_serve(slow_start);
	loading = 1000000;
	setenv("NTMS_OPEN_WAIT", "100", 1);
	start = now_ms();
	CHECK(refused(NULL, ERROR_BUSY));
	CHECK(now_ms() - start >= 100);
	setenv("NTMS_OPEN_WAIT", "0", 1);
	start = now_ms();
	CHECK(refused(NULL, ERROR_BUSY));
	CHECK(now_ms() - start < 5000);
	unsetenv("NTMS_OPEN_WAIT");
	CHECK(mock_links() == 0);
	return true;
}

static bool no_module(void)
{
	mock_serve(NULL);
	mock_load(ERROR_NOT_CONNECTED);
	CHECK(refused(NULL, ERROR_NOT_CONNECTED));
	mock_load(RPC_S_NO_INTERFACES);
	CHECK(refused(NULL, RPC_S_NO_INTERFACES));
	mock_load(ERROR_NOT_ENOUGH_MEMORY);
	CHECK(refused(NULL, ERROR_NOT_ENOUGH_MEMORY));
	mock_load(ERROR_SUCCESS);
	CHECK(opens(NULL));
	return true;
}

static bool denied(const struct mock_request *request)
{
	if (request->command != NTMS_CMD_OPEN_SESSION)
		return false;
	return mock_refuse(request, EACCES, ERROR_ACCESS_DENIED,
			   "the computer may not be used by uid 1000");
}

static bool no_access(void)
{
	mock_serve(denied);
	CHECK(refused(NULL, ERROR_ACCESS_DENIED));
	CHECK(!strcmp(ntms_last_error_text(), "the computer may not be used by uid 1000"));
	CHECK(mock_links() == 0);
	return true;
}

static bool gone(const struct mock_request *request)
{
	if (request->command != NTMS_CMD_CLOSE_SESSION)
		return false;
	return mock_refuse(request, ENOENT, 0, NULL);
}

static bool closed_without_module(void)
{
	HANDLE session;

	mock_serve(gone);
	session = OpenNtmsSessionA(NULL, NULL, 0);
	CHECK(CloseNtmsSession(session) == ERROR_CONNECTION_UNAVAIL);
	CHECK(CloseNtmsSession(session) == ERROR_INVALID_HANDLE);
	CHECK(mock_links() == 0);
	return true;
}

int main(void)
{
	static const struct tap_test tests[] = {
		{ "this computer has many names", this_computer },
		{ "other computers cannot be reached", other_computers },
		{ "what can be no computer's name is told", malformed_names },
		{ "a session carries the names of program, user and computer",
		  application_names },
		{ "opening waits while the module loads its database",
		  waits_for_the_database },
		{ "opening gives up as busy when the time is over", gives_up_waiting },
		{ "without the module a session cannot be opened", no_module },
		{ "the module's reason for a refusal can be read", no_access },
		{ "closing works when the module is gone", closed_without_module },
	};

	gethostname(self, sizeof(self) - 1);
	mock_serve(NULL);
	return TAP_RUN(tests);
}
