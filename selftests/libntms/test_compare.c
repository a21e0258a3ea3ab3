// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_compare.c - ntms_compare_library(): lists that come in parts, and lies
 */
#include <errno.h>
#include <string.h>

#include <ntms.h>

#include "mock.h"
#include "tap.h"

#define PART	3	/* differences in one answer */
#define MOST	16

static NTMS_GUID library = { 1, 1, 1, { 1 } }, medium = { 2, 2, 2, { 2 } };
static HANDLE session;
static uint32_t there;		/* differences in the library */
static uint32_t come;		/* that many more at each look */
static bool endless;

static void put_difference(struct ntms_msg *answer, uint32_t n)
{
	size_t nest = ntms_msg_nest(answer, NTMS_A_CALL_DIFFERENCE);

	ntms_msg_put_u32(answer, NTMS_A_DIFFERENCE_KIND, n % 7 + 1);
	ntms_msg_put_u32(answer, NTMS_A_DIFFERENCE_TO_TYPE, NTMS_STORAGESLOT);
	ntms_msg_put_u32(answer, NTMS_A_DIFFERENCE_TO_NUMBER, n);
	if (n) {
		ntms_msg_put_guids(answer, NTMS_A_DIFFERENCE_MEDIA, &medium, 1);
		ntms_msg_put_guids(answer, NTMS_A_DIFFERENCE_LIBRARY, &library, 1);
		ntms_msg_put_text(answer, NTMS_A_DIFFERENCE_BAR_CODE, "BAR001L8");
		ntms_msg_put_u32(answer, NTMS_A_DIFFERENCE_FROM_TYPE, NTMS_DRIVE);
		ntms_msg_put_u32(answer, NTMS_A_DIFFERENCE_FROM_NUMBER, 100 + n);
	}
	ntms_msg_nest_end(answer, nest);
}

static bool serve(const struct mock_request *request)
{
	struct ntms_attr attr;
	struct ntms_msg answer;
	uint64_t start = 0, next;
	uint32_t n;

	if (request->command != NTMS_CMD_COMPARE_LIBRARY)
		return false;
	if (!mock_has_guid(request, NTMS_A_CALL_LIBRARY, &library))
		return mock_refuse(request, ENODEV, ERROR_INVALID_LIBRARY, "no such library");
	if (mock_find(request, NTMS_A_CALL_START, &attr))
		start = ntms_attr_u64(&attr);
	mock_begin(&answer, request);
	ntms_msg_put_u32(&answer, NTMS_A_CALL_TOTAL, there);
	for (n = (uint32_t)start; n < there && n < start + PART; n++)
		put_difference(&answer, n);
	next = endless ? 1 : n;
	if (endless || n < there)
		ntms_msg_put(&answer, NTMS_A_CALL_NEXT, &next, sizeof(next));
	there += come;
	mock_end(&answer, request, 0);
	return true;
}

static bool missing_arguments(void)
{
	struct ntms_difference one;
	DWORD count = 1, none = 0;

	CHECK(ntms_compare_library(NULL, &library, &one, &count) == ERROR_INVALID_HANDLE);
	CHECK(ntms_compare_library(session, NULL, &one, &count) == 87);
	CHECK(ntms_compare_library(session, &library, &one, NULL) == 87);
	CHECK(ntms_compare_library(session, &library, NULL, &count) == 87);
	CHECK(mock_requests(NTMS_CMD_COMPARE_LIBRARY) == 0);
	CHECK(ntms_compare_library(session, &medium, &one, &count) == ERROR_INVALID_LIBRARY);
	CHECK(!strcmp(ntms_last_error_text(), "no such library") && count == 1);
	there = 0;
	CHECK(!ntms_compare_library(session, &library, NULL, &none) && none == 0);
	return true;
}

static bool is(const struct ntms_difference *d, DWORD n)
{
	return d->kind == n % 7 + 1 && d->to_type == NTMS_STORAGESLOT && d->to_number == n &&
	       d->from_number == (n ? 100 + n : 0) && d->from_type == (n ? NTMS_DRIVE : 0u) &&
	       !strcmp(d->bar_code, n ? "BAR001L8" : "") &&
	       !memcmp(&d->media, n ? &medium : &(NTMS_GUID){ 0 }, sizeof(medium)) &&
	       !memcmp(&d->library, n ? &library : &(NTMS_GUID){ 0 }, sizeof(library));
}

static bool parts(void)
{
	struct ntms_difference list[MOST];
	DWORD total, room, count, n;

	for (total = 0; total <= 8; total++) {
		for (room = 0; room <= 9; room++) {
			there = total;
			count = room;
			memset(list, 0xee, sizeof(list));
			CHECK(ntms_compare_library(session, &library, room ? list : NULL,
						   &count) ==
			      (total > room ? ERROR_INSUFFICIENT_BUFFER : 0u));
			CHECK(count == total);
			for (n = 0; n < total && n < room; n++)
				CHECK(is(&list[n], n));
			/* nothing behind what fits */
			CHECK(list[room].kind == 0xeeeeeeee);
		}
	}
	return true;
}

/* a library that somebody works on: what was told counts */
static bool they_keep_coming(void)
{
	struct ntms_difference list[MOST];
	DWORD count = MOST;

	there = 4;
	come = 1;
	CHECK(!ntms_compare_library(session, &library, list, &count));
	CHECK(count == 5);
	come = 0;
	return true;
}

/* a module that always says that there is more */
static bool it_ends(void)
{
	struct ntms_difference list[MOST];
	DWORD count = MOST;

	there = 0;
	endless = true;
	CHECK(!ntms_compare_library(session, &library, list, &count));
	CHECK(count == 0);
	endless = false;
	return true;
}

int main(void)
{
	static const struct tap_test tests[] = {
		{ "wrong arguments do not get to the module", missing_arguments },
		{ "a list of any length in any room", parts },
		{ "a list that grows while it is read", they_keep_coming },
		{ "a list without an end is given up", it_ends },
	};

	mock_serve(serve);
	session = OpenNtmsSessionA(NULL, NULL, 0);
	if (TAP_RUN(tests))
		return 1;
	return CloseNtmsSession(session);
}
