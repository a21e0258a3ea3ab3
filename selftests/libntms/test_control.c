// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_control.c - requests, libraries, types of media, objects by their identifier:
 * what the calls refuse by themselves, and what they ask the module
 */
#include <errno.h>
#include <string.h>

#include <linux/netlink.h>
#include <ntms.h>

#include "mock.h"
#include "tap.h"
#include "wide.h"

static NTMS_GUID one = { 1, 1, 1, { 1 } }, two = { 2, 2, 2, { 2 } };
static NTMS_GUID three = { 3, 3, 3, { 3 } }, null_guid;
static HANDLE session;

/* What the next request must have; everything else fails with a code of its own. */
#define NOT_THAT	0x7777
#define MOST_PARTS	5

static struct {
	uint8_t command;
	unsigned int parts, requests;
	struct {
		uint16_t type;
		const NTMS_GUID *guid;	/* NULL for a number */
		uint32_t number;
	} part[MOST_PARTS];
	uint16_t answer;
} expected;

static bool is_as_expected(const struct mock_request *request)
{
	struct ntms_attrs attrs = request->attrs;
	struct ntms_attr attr;
	unsigned int i, n = 0;

	while (ntms_attrs_next(&attrs, &attr))
		n++;
	if (request->command != expected.command || n != expected.parts)
		return false;
	for (i = 0; i < expected.parts; i++) {
		if (expected.part[i].guid ?
		    !mock_has_guid(request, expected.part[i].type, expected.part[i].guid) :
		    !mock_has_u32(request, expected.part[i].type, expected.part[i].number))
			return false;
	}
	return true;
}

static bool serve(const struct mock_request *request)
{
	struct ntms_msg answer;

	if (request->command == NTMS_CMD_CLOSE_SESSION ||
	    request->command == NTMS_CMD_OPEN_SESSION ||
	    request->command == NTMS_CMD_GET_STATUS)
		return false;
	expected.requests++;
	if (!is_as_expected(request))
		return mock_refuse(request, EINVAL, NOT_THAT, NULL);
	if (!expected.answer)
		return mock_ack(request);
	mock_begin(&answer, request);
	if (expected.answer == NTMS_A_CALL_NUMBER || expected.answer == NTMS_A_CALL_DETECTION)
		ntms_msg_put_u32(&answer, expected.answer, 42);
	else
		ntms_msg_put_guids(&answer, expected.answer, &three, 1);
	mock_end(&answer, request, 0);
	return true;
}

static void expect(uint8_t command, uint16_t answer)
{
	memset(&expected, 0, sizeof(expected));
	expected.command = command;
	expected.answer = answer;
}

static void with_guid(uint16_t type, const NTMS_GUID *guid)
{
	expected.part[expected.parts].type = type;
	expected.part[expected.parts++].guid = guid;
}

static void with_u32(uint16_t type, uint32_t number)
{
	expected.part[expected.parts].type = type;
	expected.part[expected.parts++].number = number;
}

#define same_guid(a, b)	(!memcmp(&(a), &(b), sizeof(NTMS_GUID)))

static bool missing_arguments(void)
{
	HANDLE detection;
	DWORD number;

	expect(0, 0);
	CHECK(CancelNtmsLibraryRequest(session, NULL) == 87);
	CHECK(GetNtmsRequestOrder(session, NULL, &number) == 87);
	CHECK(GetNtmsRequestOrder(session, &one, NULL) == 87);
	CHECK(SetNtmsRequestOrder(session, NULL, 1) == 87);
	CHECK(SetNtmsRequestOrder(session, &one, 0) == 87);
	CHECK(DeleteNtmsRequests(session, NULL, NTMS_LIBREQUEST, 1) == 87);
	CHECK(SubmitNtmsOperatorRequestA(session, 5, "x", NULL, NULL, NULL) == 87);
	CHECK(SubmitNtmsOperatorRequestA(session, 5, "\xff", NULL, NULL, &two) == 87);
	CHECK(SubmitNtmsOperatorRequestW(session, 5, L"\xd800", NULL, NULL, &two) == 87);
	CHECK(WaitForNtmsOperatorRequest(session, NULL, 0) == 87);
	CHECK(CancelNtmsOperatorRequest(session, NULL) == 87);
	CHECK(SatisfyNtmsOperatorRequest(session, NULL) == 87);
	CHECK(ntms_acknowledge_oprequest(session, NULL, FALSE) == 87);
	CHECK(EnableNtmsObject(session, NTMS_DRIVE, NULL) == 87);
	CHECK(DisableNtmsObject(session, NTMS_DRIVE, NULL) == 87);
	CHECK(DeleteNtmsLibrary(session, NULL) == 87);
	CHECK(DeleteNtmsDrive(session, NULL) == 87);
	CHECK(AddNtmsMediaType(session, NULL, &one) == 87);
	CHECK(AddNtmsMediaType(session, &one, NULL) == 87);
	CHECK(DeleteNtmsMediaType(session, NULL, &one) == 87);
	CHECK(DeleteNtmsMediaType(session, &one, NULL) == 87);
	CHECK(ChangeNtmsMediaType(session, NULL, &one) == 87);
	CHECK(ChangeNtmsMediaType(session, &one, NULL) == 87);
	CHECK(DeleteNtmsMedia(session, NULL) == 87);
	CHECK(AccessNtmsLibraryDoor(session, NULL, 0) == 87);
	CHECK(IdentifyNtmsSlot(session, NULL, 0) == 87);
	CHECK(CleanNtmsDrive(session, NULL) == 87);
	CHECK(ReserveNtmsCleanerSlot(session, NULL, &one) == 87);
	CHECK(ReserveNtmsCleanerSlot(session, &one, NULL) == 87);
	CHECK(ReleaseNtmsCleanerSlot(session, NULL) == 87);
	CHECK(InjectNtmsCleaner(session, NULL, &one, 1, 0) == 87);
	CHECK(InjectNtmsCleaner(session, &one, NULL, 1, 0) == 87);
	CHECK(EjectNtmsCleaner(session, NULL, &one, 0) == 87);
	CHECK(EjectNtmsCleaner(session, &one, NULL, 0) == 87);
	CHECK(InjectNtmsMedia(session, NULL, &one, 0) == 87);
	CHECK(InjectNtmsMedia(session, &one, NULL, 0) == 87);
	CHECK(EjectNtmsMedia(session, &one, NULL, NTMS_EJECT_START) == 87);
	CHECK(EjectNtmsMedia(session, NULL, &one, NTMS_EJECT_STOP) == 87);
	CHECK(EjectNtmsMedia(session, NULL, &one, NTMS_EJECT_QUEUE) == 87);
	CHECK(EjectNtmsMedia(session, &null_guid, &one, NTMS_EJECT_FORCE) == 87);
	CHECK(BeginNtmsDeviceChangeDetection(session, NULL) == ERROR_INVALID_HANDLE);
	CHECK(SetNtmsDeviceChangeDetection(session, NULL, NULL, NTMS_LIBRARY, 1) == 87);
	CHECK(SetNtmsDeviceChangeDetection(session, NULL, &one, NTMS_LIBRARY, 0) == 87);
	CHECK(SetNtmsDeviceChangeDetection(session, &one, &one, NTMS_LIBRARY, 1) ==
	      ERROR_INVALID_HANDLE);
	CHECK(SetNtmsDeviceChangeDetection(session, session, &one, NTMS_LIBRARY, 1) ==
	      ERROR_INVALID_HANDLE);
	CHECK(EndNtmsDeviceChangeDetection(session, NULL) == ERROR_INVALID_HANDLE);
	CHECK(EndNtmsDeviceChangeDetection(session, session) == ERROR_INVALID_HANDLE);
	CHECK(expected.requests == 0);

	/* a handle that the module did not give leaves the caller's alone */
	detection = &one;
	CHECK(BeginNtmsDeviceChangeDetection(session, &detection) == NOT_THAT);
	CHECK(detection == (HANDLE)&one);
	return true;
}

static bool one_identifier(void)
{
	expect(NTMS_CMD_CANCEL_REQUEST, 0);
	with_guid(NTMS_A_CALL_GUID, &one);
	CHECK(!CancelNtmsLibraryRequest(session, &one));
	expect(NTMS_CMD_CANCEL_OPREQUEST, 0);
	with_guid(NTMS_A_CALL_GUID, &one);
	CHECK(!CancelNtmsOperatorRequest(session, &one));
	expect(NTMS_CMD_SATISFY_OPREQUEST, 0);
	with_guid(NTMS_A_CALL_GUID, &one);
	CHECK(!SatisfyNtmsOperatorRequest(session, &one));
	expect(NTMS_CMD_DELETE_LIBRARY, 0);
	with_guid(NTMS_A_CALL_LIBRARY, &one);
	CHECK(!DeleteNtmsLibrary(session, &one));
	expect(NTMS_CMD_DELETE_DRIVE, 0);
	with_guid(NTMS_A_CALL_DRIVE, &one);
	CHECK(!DeleteNtmsDrive(session, &one));
	expect(NTMS_CMD_DELETE_MEDIA, 0);
	with_guid(NTMS_A_CALL_PHYSICAL_MEDIA, &one);
	CHECK(!DeleteNtmsMedia(session, &one));
	expect(NTMS_CMD_CLEAN_DRIVE, 0);
	with_guid(NTMS_A_CALL_DRIVE, &one);
	CHECK(!CleanNtmsDrive(session, &one));
	expect(NTMS_CMD_RELEASE_CLEANER_SLOT, 0);
	with_guid(NTMS_A_CALL_LIBRARY, &one);
	CHECK(!ReleaseNtmsCleanerSlot(session, &one));
	expect(NTMS_CMD_EXPORT_DATABASE, 0);
	CHECK(!ExportNtmsDatabase(session));
	expect(NTMS_CMD_IMPORT_DATABASE, 0);
	CHECK(!ImportNtmsDatabase(session));
	return true;
}

static bool two_arguments(void)
{
	expect(NTMS_CMD_ADD_MEDIA_TYPE, 0);
	with_guid(NTMS_A_CALL_MEDIA_TYPE, &one);
	with_guid(NTMS_A_CALL_LIBRARY, &two);
	CHECK(!AddNtmsMediaType(session, &one, &two));
	expect(NTMS_CMD_DELETE_MEDIA_TYPE, 0);
	with_guid(NTMS_A_CALL_MEDIA_TYPE, &one);
	with_guid(NTMS_A_CALL_LIBRARY, &two);
	CHECK(!DeleteNtmsMediaType(session, &one, &two));
	expect(NTMS_CMD_CHANGE_MEDIA_TYPE, 0);
	with_guid(NTMS_A_CALL_PHYSICAL_MEDIA, &one);
	with_guid(NTMS_A_CALL_POOL, &two);
	CHECK(!ChangeNtmsMediaType(session, &one, &two));
	expect(NTMS_CMD_RESERVE_CLEANER_SLOT, 0);
	with_guid(NTMS_A_CALL_LIBRARY, &one);
	with_guid(NTMS_A_CALL_SLOT, &two);
	CHECK(!ReserveNtmsCleanerSlot(session, &one, &two));
	expect(NTMS_CMD_ENABLE_OBJECT, 0);
	with_u32(NTMS_A_CALL_TYPE, NTMS_DRIVE);
	with_guid(NTMS_A_CALL_GUID, &one);
	CHECK(!EnableNtmsObject(session, NTMS_DRIVE, &one));
	expect(NTMS_CMD_DISABLE_OBJECT, 0);
	with_u32(NTMS_A_CALL_TYPE, 99);
	with_guid(NTMS_A_CALL_GUID, &one);
	CHECK(!DisableNtmsObject(session, 99, &one));
	expect(NTMS_CMD_ACCESS_DOOR, 0);
	with_guid(NTMS_A_CALL_LIBRARY, &one);
	with_u32(NTMS_A_CALL_ACTION, NTMS_INVENTORY_OMID);
	CHECK(!AccessNtmsLibraryDoor(session, &one, NTMS_INVENTORY_OMID));
	expect(NTMS_CMD_IDENTIFY_SLOT, 0);
	with_guid(NTMS_A_CALL_SLOT, &one);
	with_u32(NTMS_A_CALL_OPTIONS, NTMS_DISMOUNT_DEFERRED);
	CHECK(!IdentifyNtmsSlot(session, &one, NTMS_DISMOUNT_DEFERRED));
	expect(NTMS_CMD_WAIT_OPREQUEST, 0);
	with_guid(NTMS_A_CALL_GUID, &one);
	with_u32(NTMS_A_CALL_TIMEOUT, INFINITE);
	CHECK(!WaitForNtmsOperatorRequest(session, &one, INFINITE));
	expect(NTMS_CMD_ACK_OPREQUEST, 0);
	with_guid(NTMS_A_CALL_GUID, &one);
	with_u32(NTMS_A_CALL_ACTION, 1);
	CHECK(!ntms_acknowledge_oprequest(session, &one, FALSE));
	expect(NTMS_CMD_ACK_OPREQUEST, 0);
	with_guid(NTMS_A_CALL_GUID, &one);
	with_u32(NTMS_A_CALL_ACTION, 2);
	CHECK(!ntms_acknowledge_oprequest(session, &one, TRUE));
	return true;
}

static bool orders(void)
{
	DWORD number = 7;

	expect(NTMS_CMD_GET_REQUEST_ORDER, NTMS_A_CALL_NUMBER);
	with_guid(NTMS_A_CALL_GUID, &one);
	CHECK(!GetNtmsRequestOrder(session, &one, &number) && number == 42);
	CHECK(GetNtmsRequestOrder(session, &two, &number) == NOT_THAT && number == 42);
	expect(NTMS_CMD_SET_REQUEST_ORDER, 0);
	with_guid(NTMS_A_CALL_GUID, &one);
	with_u32(NTMS_A_CALL_NUMBER, 0xffffffff);
	CHECK(!SetNtmsRequestOrder(session, &one, 0xffffffff));
	return true;
}

static bool ejects(void)
{
	NTMS_GUID operation = two;

	expect(NTMS_CMD_EJECT_MEDIA, NTMS_A_CALL_WORK_ITEM);
	with_guid(NTMS_A_CALL_PHYSICAL_MEDIA, &one);
	with_u32(NTMS_A_CALL_ACTION, NTMS_EJECT_START);
	CHECK(!EjectNtmsMedia(session, &one, &operation, NTMS_EJECT_START));
	CHECK(same_guid(operation, three));

	/* the batch that the session has queued; both ways to name no medium */
	expect(NTMS_CMD_EJECT_MEDIA, NTMS_A_CALL_WORK_ITEM);
	with_u32(NTMS_A_CALL_ACTION, NTMS_EJECT_START);
	operation = two;
	CHECK(!EjectNtmsMedia(session, NULL, &operation, NTMS_EJECT_START));
	CHECK(same_guid(operation, three));
	CHECK(!EjectNtmsMedia(session, &null_guid, &operation, NTMS_EJECT_START));

	expect(NTMS_CMD_EJECT_MEDIA, NTMS_A_CALL_WORK_ITEM);
	with_guid(NTMS_A_CALL_PHYSICAL_MEDIA, &one);
	with_u32(NTMS_A_CALL_ACTION, NTMS_EJECT_QUEUE);
	operation = two;
	CHECK(!EjectNtmsMedia(session, &one, &operation, NTMS_EJECT_QUEUE));
	CHECK(same_guid(operation, two));

	expect(NTMS_CMD_EJECT_MEDIA, NTMS_A_CALL_WORK_ITEM);
	with_guid(NTMS_A_CALL_PHYSICAL_MEDIA, &one);
	with_guid(NTMS_A_CALL_WORK_ITEM, &two);
	with_u32(NTMS_A_CALL_ACTION, NTMS_EJECT_STOP);
	CHECK(!EjectNtmsMedia(session, &one, &operation, NTMS_EJECT_STOP));
	CHECK(same_guid(operation, two));
	return true;
}

static bool injects(void)
{
	NTMS_GUID operation = two;

	expect(NTMS_CMD_INJECT_MEDIA, NTMS_A_CALL_WORK_ITEM);
	with_guid(NTMS_A_CALL_LIBRARY, &one);
	with_u32(NTMS_A_CALL_ACTION, NTMS_INJECT_STARTMANY);
	CHECK(!InjectNtmsMedia(session, &one, &operation, NTMS_INJECT_STARTMANY));
	CHECK(same_guid(operation, three));
	expect(NTMS_CMD_INJECT_MEDIA, NTMS_A_CALL_WORK_ITEM);
	with_guid(NTMS_A_CALL_LIBRARY, &one);
	with_guid(NTMS_A_CALL_WORK_ITEM, &two);
	with_u32(NTMS_A_CALL_ACTION, NTMS_INJECT_RETRACT);
	operation = two;
	CHECK(!InjectNtmsMedia(session, &one, &operation, NTMS_INJECT_RETRACT));
	CHECK(same_guid(operation, two));

	expect(NTMS_CMD_INJECT_CLEANER, NTMS_A_CALL_WORK_ITEM);
	with_guid(NTMS_A_CALL_LIBRARY, &one);
	with_u32(NTMS_A_CALL_NUMBER, 20);
	with_u32(NTMS_A_CALL_ACTION, NTMS_INJECT_START);
	CHECK(!InjectNtmsCleaner(session, &one, &operation, 20, NTMS_INJECT_START));
	CHECK(same_guid(operation, three));
	expect(NTMS_CMD_EJECT_CLEANER, NTMS_A_CALL_WORK_ITEM);
	with_guid(NTMS_A_CALL_LIBRARY, &one);
	with_guid(NTMS_A_CALL_WORK_ITEM, &two);
	with_u32(NTMS_A_CALL_ACTION, NTMS_EJECT_STOP);
	operation = two;
	CHECK(!EjectNtmsCleaner(session, &one, &operation, NTMS_EJECT_STOP));
	CHECK(same_guid(operation, two));
	return true;
}

static DWORD listed;

static bool count_list(const struct mock_request *request)
{
	struct ntms_attr attr;

	if (!mock_find(request, NTMS_A_CALL_GUID_LIST, &attr))
		return false;
	listed += attr.length / sizeof(NTMS_GUID);
	return mock_ack(request);
}

static bool lists(void)
{
	static NTMS_GUID many[10000];
	static const NTMS_GUID none;

	mock_serve(count_list);
	CHECK(!DeleteNtmsRequests(session, many, NTMS_OPREQUEST, 10000));
	CHECK(listed == 10000 && mock_requests(NTMS_CMD_DELETE_REQUESTS) == 3);
	CHECK(!DeleteNtmsRequests(session, (NTMS_GUID *)&none, NTMS_OPREQUEST, 0));
	CHECK(listed == 10000 && mock_requests(NTMS_CMD_DELETE_REQUESTS) == 4);
	listed = 0;
	CHECK(!SetNtmsDeviceChangeDetection(session, NULL, many, NTMS_LIBRARY, 4096));
	CHECK(listed == 4096 && mock_requests(NTMS_CMD_SET_DETECTION) == 2);
	mock_serve(serve);
	return true;
}

/* a drive that tells everything, then one that tells nothing */
static bool tell_status(const struct mock_request *request)
{
	struct ntms_msg answer;
	uint64_t number;
	uint16_t type;

	if (request->command != NTMS_CMD_GET_DRIVE_STATUS)
		return false;
	if (!mock_has_guid(request, NTMS_A_DRIVE_STATUS_DRIVE, &one) &&
	    !mock_has_guid(request, NTMS_A_DRIVE_STATUS_DRIVE, &two))
		return mock_refuse(request, ENODEV, ERROR_INVALID_DRIVE, "there is no such drive");
	mock_begin(&answer, request);
	for (type = NTMS_A_DRIVE_STATUS_DRIVE + 1;
	     mock_has_guid(request, NTMS_A_DRIVE_STATUS_DRIVE, &one) &&
	     type <= NTMS_A_DRIVE_STATUS_MAX; type++) {
		number = 100 + type;
		switch (type) {
		case NTMS_A_DRIVE_STATUS_BUSY:
		case NTMS_A_DRIVE_STATUS_BEGINNING:
		case NTMS_A_DRIVE_STATUS_END:
			ntms_msg_put(&answer, type, NULL, 0);
			break;
		case NTMS_A_DRIVE_STATUS_UID:
		case NTMS_A_DRIVE_STATUS_PARTITION:
		case NTMS_A_DRIVE_STATUS_CLEANING:
		case NTMS_A_DRIVE_STATUS_ACTIVITY:
		case NTMS_A_DRIVE_STATUS_ACCESS:
		case NTMS_A_DRIVE_STATUS_OWNER:
			ntms_msg_put_u32(&answer, type, (uint32_t)number);
			break;
		default:
			ntms_msg_put(&answer, type, &number, sizeof(number));
		}
	}
	mock_end(&answer, request, 0);
	return true;
}

static bool status_of_drives(void)
{
	struct ntms_drive_status s;

	expect(NTMS_CMD_CONFIRM_POSITION, 0);
	with_guid(NTMS_A_DRIVE_STATUS_DRIVE, &one);
	CHECK(!ntms_confirm_position(session, &one));
	CHECK(ntms_confirm_position(session, NULL) == 87);
	CHECK(ntms_confirm_position(NULL, &one) == ERROR_INVALID_HANDLE);
	CHECK(ntms_get_drive_status(session, NULL, &s) == 87);
	CHECK(ntms_get_drive_status(session, &one, NULL) == 87);
	mock_serve(tell_status);
	CHECK(!ntms_get_drive_status(session, &one, &s));
	CHECK(s.has == 0x7fff);
	CHECK(s.block == 100 + NTMS_A_DRIVE_STATUS_BLOCK);
	CHECK(s.file == 100 + NTMS_A_DRIVE_STATUS_FILE);
	CHECK(s.partition == 100 + NTMS_A_DRIVE_STATUS_PARTITION);
	CHECK(s.uid == 100 + NTMS_A_DRIVE_STATUS_UID);
	CHECK(s.suspect == 100 + NTMS_A_DRIVE_STATUS_SUSPECT);
	CHECK(s.alerts == 100 + NTMS_A_DRIVE_STATUS_ALERTS);
	CHECK(s.cleaning == 100 + NTMS_A_DRIVE_STATUS_CLEANING);
	CHECK(s.activity == 100 + NTMS_A_DRIVE_STATUS_ACTIVITY);
	CHECK(s.loads == 100 + NTMS_A_DRIVE_STATUS_LOADS);
	CHECK(s.cleanings == 100 + NTMS_A_DRIVE_STATUS_CLEANINGS);
	CHECK(s.hours == 100 + NTMS_A_DRIVE_STATUS_HOURS);
	CHECK(s.medium_loads == 100 + NTMS_A_DRIVE_STATUS_MEDIUM_LOADS);
	CHECK(s.access == 100 + NTMS_A_DRIVE_STATUS_ACCESS);
	CHECK(s.owner == 100 + NTMS_A_DRIVE_STATUS_OWNER);
	CHECK(!ntms_get_drive_status(session, &two, &s));
	CHECK(!s.has && !s.block && !s.access);
	CHECK(ntms_get_drive_status(session, &three, &s) == ERROR_INVALID_DRIVE);
	mock_serve(serve);
	return true;
}

static bool detections(void)
{
	HANDLE detection, again, other = OpenNtmsSessionA(NULL, NULL, 0);

	expect(NTMS_CMD_BEGIN_DETECTION, NTMS_A_CALL_DETECTION);
	CHECK(!BeginNtmsDeviceChangeDetection(session, &detection));
	CHECK(!BeginNtmsDeviceChangeDetection(session, &again) && again != detection);
	expect(NTMS_CMD_SET_DETECTION, 0);
	with_u32(NTMS_A_CALL_DETECTION, 42);
	with_guid(NTMS_A_CALL_GUID_LIST, &one);
	with_u32(NTMS_A_CALL_TYPE, NTMS_PHYSICAL_MEDIA);
	CHECK(!SetNtmsDeviceChangeDetection(session, detection, &one, NTMS_PHYSICAL_MEDIA, 1));

	/* each session has its own; and they are of no use as anything else */
	CHECK(SetNtmsDeviceChangeDetection(other, detection, &one, NTMS_PHYSICAL_MEDIA, 1) ==
	      ERROR_INVALID_HANDLE);
	CHECK(EndNtmsDeviceChangeDetection(other, detection) == ERROR_INVALID_HANDLE);
	CHECK(CloseNtmsSession(detection) == ERROR_INVALID_HANDLE);
	CHECK(CloseNtmsNotification(detection) == ERROR_INVALID_HANDLE);

	expect(NTMS_CMD_END_DETECTION, 0);
	with_u32(NTMS_A_CALL_DETECTION, 42);
	CHECK(!EndNtmsDeviceChangeDetection(session, detection));
	CHECK(EndNtmsDeviceChangeDetection(session, detection) == ERROR_INVALID_HANDLE);
	CHECK(!CloseNtmsSession(other));

	/* the other one ends with the session */
	CHECK(!CloseNtmsSession(session));
	session = OpenNtmsSessionA(NULL, NULL, 0);
	CHECK(EndNtmsDeviceChangeDetection(session, again) == ERROR_INVALID_HANDLE);
	return true;
}

static const char *message;
static bool has_args;

static bool submission(const struct mock_request *request)
{
	struct ntms_msg answer;
	struct ntms_attr attr;

	if (request->command != NTMS_CMD_SUBMIT_OPREQUEST ||
	    !mock_has_u32(request, NTMS_A_CALL_TYPE, NTMS_OPREQ_MOVEMEDIA) ||
	    !mock_has_text(request, NTMS_A_CALL_MESSAGE, message) ||
	    mock_find(request, NTMS_A_CALL_ARG1, &attr) != has_args ||
	    mock_find(request, NTMS_A_CALL_ARG2, &attr) != has_args)
		return false;
	mock_begin(&answer, request);
	ntms_msg_put_guids(&answer, NTMS_A_CALL_GUID, &three, 1);
	mock_end(&answer, request, 0);
	return true;
}

static bool submissions(void)
{
	static const uint16_t u16[] = { 'B', 0xe4, 0xd83d, 0xdcbe, 0 };
	char longest[257];
	NTMS_GUID id;

	mock_serve(submission);
	message = "B\xc3\xa4\xf0\x9f\x92\xbe";
	has_args = true;
	CHECK(!SubmitNtmsOperatorRequestA(session, 4, message, &one, &two, &id));
	CHECK(same_guid(id, three));
	CHECK(!SubmitNtmsOperatorRequestW(session, 4, L"B\u00e4\U0001f4be", &one, &two, &id));
	CHECK(!SubmitNtmsOperatorRequestW_u16(session, 4, u16, &one, &two, &id));

	message = "";
	has_args = false;
	CHECK(!SubmitNtmsOperatorRequestA(session, 4, NULL, NULL, NULL, &id));
	memset(longest, 'm', sizeof(longest));
	longest[255] = '\0';
	message = longest;
	CHECK(!SubmitNtmsOperatorRequestA(session, 4, longest, NULL, NULL, &id));
	longest[255] = 'm';
	longest[256] = '\0';
	CHECK(SubmitNtmsOperatorRequestA(session, 4, longest, NULL, NULL, &id) == 87);
	mock_serve(serve);
	return true;
}

int main(void)
{
	static const struct tap_test tests[] = {
		{ "wrong arguments do not get to the module", missing_arguments },
		{ "calls with one identifier ask for the right thing", one_identifier },
		{ "calls with two arguments ask for the right thing", two_arguments },
		{ "the order of requests is read and written", orders },
		{ "an eject returns its operation, and names it to stop", ejects },
		{ "so do injections, and cleaners", injects },
		{ "lists of any length get to the module in pieces", lists },
		{ "how a drive stands is told, and that its position is known", status_of_drives },
		{ "a detection belongs to its session and ends with it", detections },
		{ "requests to the operator have a message in any kind of text", submissions },
	};

	mock_serve(serve);
	session = OpenNtmsSessionA(NULL, NULL, 0);
	if (TAP_RUN(tests))
		return 1;
	return CloseNtmsSession(session);
}
