// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_strerror.c - error codes in words, and each thread's last error
 */
#include <pthread.h>
#include <string.h>

#include "lasterror.h"
#include "tap.h"

#define FIRST_MEDIA_ERROR	ERROR_INVALID_MEDIA
#define LAST_MEDIA_ERROR	ERROR_IEPORT_FULL

static bool names(DWORD code, const char *name)
{
	const char *text = ntms_strerror(code);
	size_t n = strlen(name);

	return !strncmp(text, name, n) && !strncmp(text + n, ": ", 2) && text[n + 2];
}

#define NAMES(code)	names(code, #code)

static bool general_codes(void)
{
	CHECK(NAMES(ERROR_SUCCESS));
	CHECK(NAMES(ERROR_ACCESS_DENIED));
	CHECK(NAMES(ERROR_INVALID_HANDLE));
	CHECK(NAMES(ERROR_NOT_ENOUGH_MEMORY));
	CHECK(NAMES(ERROR_BAD_FORMAT));
	CHECK(NAMES(ERROR_INVALID_DRIVE));
	CHECK(NAMES(ERROR_WRITE_PROTECT));
	CHECK(NAMES(ERROR_NOT_READY));
	CHECK(NAMES(ERROR_SHARING_VIOLATION));
	CHECK(NAMES(ERROR_NOT_SUPPORTED));
	CHECK(NAMES(ERROR_INVALID_PARAMETER));
	CHECK(NAMES(ERROR_CALL_NOT_IMPLEMENTED));
	CHECK(NAMES(ERROR_INSUFFICIENT_BUFFER));
	CHECK(NAMES(ERROR_INVALID_NAME));
	CHECK(NAMES(ERROR_BUSY));
	CHECK(NAMES(ERROR_ALREADY_EXISTS));
	CHECK(NAMES(ERROR_NO_DATA));
	CHECK(NAMES(ERROR_CONNECTION_UNAVAIL));
	CHECK(NAMES(ERROR_INVALID_COMPUTERNAME));
	CHECK(NAMES(ERROR_NO_NETWORK));
	CHECK(NAMES(ERROR_CANCELLED));
	CHECK(NAMES(ERROR_NO_SECURITY_ON_OBJECT));
	CHECK(NAMES(ERROR_TIMEOUT));
	CHECK(NAMES(RPC_S_NO_INTERFACES));
	CHECK(NAMES(ERROR_NOT_CONNECTED));
	CHECK(NAMES(ERROR_RESOURCE_NOT_AVAILABLE));
	CHECK(NAMES(ERROR_INVALID_STATE));
	return true;
}

static bool media_codes(void)
{
	DWORD code;

	for (code = FIRST_MEDIA_ERROR; code <= LAST_MEDIA_ERROR; code++)
		CHECK(strstr(ntms_strerror(code), "ERROR_") == ntms_strerror(code));
	CHECK(NAMES(ERROR_INVALID_MEDIA));
	CHECK(NAMES(ERROR_MEDIA_UNAVAILABLE));
	CHECK(NAMES(ERROR_IEPORT_FULL));
	return true;
}

static bool partition_is_not_media(void)
{
	CHECK(NAMES(ERROR_INVALID_PARTITION));
	CHECK((DWORD)ERROR_INVALID_PARTITION != (DWORD)ERROR_INVALID_MEDIA);
	return true;
}

static bool unknown_code(void)
{
	CHECK(!strcmp(ntms_strerror(4711), "unknown error"));
	CHECK(!strcmp(ntms_strerror(0xffffffff), "unknown error"));
	return true;
}

static void *other_thread(void *arg)
{
	if (GetLastError() != ERROR_SUCCESS)
		return NULL;
	SetLastError(ERROR_TIMEOUT);
	return GetLastError() == ERROR_TIMEOUT ? arg : NULL;
}

static bool own_last_error(void)
{
	char passed[] = "passed";
	pthread_t thread;
	void *ret;

	SetLastError(ERROR_BUSY);
	CHECK(!pthread_create(&thread, NULL, other_thread, passed));
	CHECK(!pthread_join(thread, &ret));
	CHECK(ret);
	CHECK(GetLastError() == ERROR_BUSY);
	return true;
}

static bool last_text(void)
{
	char longer[600];

	CHECK(ntms_result(ERROR_BUSY, NULL) == ERROR_BUSY);
	CHECK(!strcmp(ntms_last_error_text(), ntms_strerror(ERROR_BUSY)));
	ntms_result(ERROR_BUSY, "drive 3 is being cleaned");
	CHECK(!strcmp(ntms_last_error_text(), "drive 3 is being cleaned"));
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	ntms_result(ERROR_BUSY, longer);
	CHECK(strlen(ntms_last_error_text()) == 255);
	ntms_result(ERROR_SUCCESS, NULL);
	CHECK(!strcmp(ntms_last_error_text(), ntms_strerror(ERROR_SUCCESS)));
	return true;
}

int main(void)
{
	static const struct tap_test tests[] = {
		{ "general errors have a name and a sentence", general_codes },
		{ "every removable media error has a name and a sentence", media_codes },
		{ "an invalid side is told from an invalid medium",
		  partition_is_not_media },
		{ "an unknown code is said to be unknown", unknown_code },
		{ "each thread has a last error of its own", own_last_error },
		{ "the module's words are shown until the next call", last_text },
	};

	return TAP_RUN(tests);
}
