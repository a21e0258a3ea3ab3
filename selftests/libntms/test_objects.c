// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_objects.c - records of objects come and go through messages
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <linux/netlink.h>
#include <linux/ntms_fields.h>
#include <ntms.h>

#include "mock.h"
#include "tap.h"
#include "wide.h"

static NTMS_GUID id = { 0x11223344, 2, 3, { 4 } };
static HANDLE session;

/* A member as the module would send it, made of its number. */
static void put_kind(struct ntms_msg *msg, uint16_t attr, const char *kind)
{
	NTMS_GUID guid = { attr, 0, 0, { 0 } };
	uint64_t ns = 1000000000ULL * attr;
	char text[16];

	snprintf(text, sizeof(text), "text %u", attr);
	if (!strcmp(kind, "U32"))
		ntms_msg_put_u32(msg, attr, attr);
	else if (!strcmp(kind, "BOOL"))
		ntms_msg_put_u32(msg, attr, 1);
	else if (!strcmp(kind, "U64") || !strcmp(kind, "TIME"))
		ntms_msg_put(msg, attr, &ns, sizeof(ns));
	else if (!strcmp(kind, "STR"))
		ntms_msg_put_text(msg, attr, text);
	else if (!strcmp(kind, "BLOB"))
		ntms_msg_put(msg, attr, "blob", 4);
	else
		ntms_msg_put_guids(msg, attr, &guid, 1);
}

#define PUT(name, member, kind, flags)	put_kind(msg, NTMS_A_OBJECT_##name, #kind);
#define PUT_TYPE(type, member)	case NTMS_TYPE_##type: NTMS_FIELDS_##type(PUT) break;

static void put_object(struct ntms_msg *msg, uint32_t type)
{
	size_t nest = ntms_msg_nest(msg, NTMS_A_CALL_OBJECT);

	ntms_msg_put_u32(msg, NTMS_A_OBJECT_TYPE, type);
	ntms_msg_put_guids(msg, NTMS_A_OBJECT_GUID, &id, 1);
	NTMS_FIELDS_COMMON(PUT)
	switch (type) {
	NTMS_OBJECT_TYPES(PUT_TYPE)
	}
	/* a member that a newer module may have */
	ntms_msg_put_u32(msg, 500, 1);
	ntms_msg_nest_end(msg, nest);
}

static uint32_t object_type;

static bool serve(const struct mock_request *request)
{
	struct ntms_msg answer;
	struct ntms_attr attr;

	if (request->command != NTMS_CMD_GET_OBJECT)
		return false;
	if (!mock_has_guid(request, NTMS_A_CALL_GUID, &id) ||
	    (mock_find(request, NTMS_A_CALL_TYPE, &attr) &&
	     ntms_attr_u32(&attr) != object_type))
		return mock_refuse(request, ENOENT, ERROR_OBJECT_NOT_FOUND, NULL);
	mock_begin(&answer, request);
	put_object(&answer, object_type);
	mock_end(&answer, request, 0);
	return true;
}

static bool is_guid(NTMS_GUID guid, uint16_t attr)
{
	return guid.Data1 == attr && !guid.Data2;
}

static bool is_text(const char *text, uint16_t attr)
{
	char want[16];

	snprintf(want, sizeof(want), "text %u", attr);
	return !strcmp(text, want);
}

static NTMS_OBJECTINFORMATIONA get(uint32_t type)
{
	NTMS_OBJECTINFORMATIONA info = { .dwSize = sizeof(info) };

	object_type = type;
	if (GetNtmsObjectInformationA(session, &id, &info))
		info.dwType = 0;
	return info;
}

static bool heads(void)
{
	NTMS_OBJECTINFORMATIONA info = get(NTMS_DRIVE);

	CHECK(info.dwType == NTMS_DRIVE);
	CHECK(!memcmp(&info.ObjectGuid, &id, sizeof(id)));
	CHECK(is_text(info.szName, NTMS_A_OBJECT_NAME));
	CHECK(is_text(info.szDescription, NTMS_A_OBJECT_DESCRIPTION));
	CHECK(info.Enabled == TRUE);
	CHECK(info.dwOperationalState == NTMS_A_OBJECT_OPERATIONAL_STATE);
	CHECK(info.Created.wYear == 1970 && info.Created.wSecond == NTMS_A_OBJECT_CREATED);
	CHECK(info.Modified.wSecond == NTMS_A_OBJECT_MODIFIED);
	return true;
}

static bool devices(void)
{
	NTMS_OBJECTINFORMATIONA info = get(NTMS_DRIVE);

	CHECK(info.Info.Drive.Number == NTMS_A_OBJECT_NUMBER);
	CHECK(info.Info.Drive.State == (DWORD)NTMS_A_OBJECT_STATE);
	CHECK(is_guid(info.Info.Drive.DriveType, NTMS_A_OBJECT_DEVICE_KIND));
	CHECK(is_text(info.Info.Drive.szSerialNumber, NTMS_A_OBJECT_SERIAL_NUMBER));
	CHECK(info.Info.Drive.ScsiLun == NTMS_A_OBJECT_SCSI_LUN);
	CHECK(is_guid(info.Info.Drive.SavedPartitionId, NTMS_A_OBJECT_PARTITION));
	CHECK(is_guid(info.Info.Drive.Library, NTMS_A_OBJECT_LIBRARY));
	CHECK(info.Info.Drive.LastCleanedTs.wYear == 1970);
	CHECK(info.Info.Drive.dwDeferDismountDelay == NTMS_A_OBJECT_DEFER_DISMOUNT_DELAY);

	info = get(NTMS_CHANGER);
	CHECK(is_guid(info.Info.Changer.ChangerType, NTMS_A_OBJECT_DEVICE_KIND));
	CHECK(is_text(info.Info.Changer.szRevision, NTMS_A_OBJECT_REVISION));
	info = get(NTMS_CHANGER_TYPE);
	CHECK(is_text(info.Info.ChangerType.szVendor, NTMS_A_OBJECT_VENDOR));
	info = get(NTMS_DRIVE_TYPE);
	CHECK(is_text(info.Info.DriveType.szProduct, NTMS_A_OBJECT_PRODUCT));
	CHECK(info.Info.DriveType.DeviceType == NTMS_A_OBJECT_DEVICE_TYPE);

	info = get(NTMS_LIBRARY);
	CHECK(info.Info.Library.LibraryType == (DWORD)NTMS_A_OBJECT_LIBRARY_TYPE);
	CHECK(is_guid(info.Info.Library.CleanerSlot, NTMS_A_OBJECT_CLEANER_SLOT));
	CHECK(info.Info.Library.BarCodeReaderInstalled == TRUE);
	CHECK(info.Info.Library.dwNumberOfMedia == NTMS_A_OBJECT_NUMBER_OF_MEDIA);
	CHECK(info.Info.Library.dwFlags == NTMS_A_OBJECT_FLAGS);

	info = get(NTMS_STORAGESLOT);
	CHECK(info.Info.StorageSlot.State == (DWORD)NTMS_A_OBJECT_STATE);
	info = get(NTMS_IEDOOR);
	CHECK(info.Info.IEDoor.MaxOpenSecs == NTMS_A_OBJECT_MAX_SECS);
	info = get(NTMS_IEPORT);
	CHECK(info.Info.IEPort.MaxExtendSecs == NTMS_A_OBJECT_MAX_SECS);
	CHECK(info.Info.IEPort.Position == (DWORD)NTMS_A_OBJECT_POSITION);
	return true;
}

static bool media(void)
{
	NTMS_OBJECTINFORMATIONA info = get(NTMS_PHYSICAL_MEDIA);

	CHECK(is_guid(info.Info.PhysicalMedia.CurrentLibrary, NTMS_A_OBJECT_LIBRARY));
	CHECK(is_guid(info.Info.PhysicalMedia.MediaPool, NTMS_A_OBJECT_MEDIA_POOL));
	CHECK(is_guid(info.Info.PhysicalMedia.MediaType, NTMS_A_OBJECT_MEDIA_TYPE));
	CHECK(is_guid(info.Info.PhysicalMedia.MountedPartition, NTMS_A_OBJECT_PARTITION));
	CHECK(info.Info.PhysicalMedia.MediaState == (DWORD)NTMS_A_OBJECT_STATE);
	CHECK(strtoul(info.Info.PhysicalMedia.szSequenceNumber, NULL, 10) ==
	      NTMS_A_OBJECT_SEQUENCE_NUMBER);

	info = get(NTMS_PARTITION);
	CHECK(is_guid(info.Info.Partition.LogicalMedia, NTMS_A_OBJECT_LOGICAL_MEDIA));
	CHECK(info.Info.Partition.Side == NTMS_A_OBJECT_SIDE);
	CHECK(info.Info.Partition.Capacity.QuadPart == 1000000000LL * NTMS_A_OBJECT_CAPACITY);

	info = get(NTMS_LOGICAL_MEDIA);
	CHECK(is_guid(info.Info.LogicalMedia.MediaPool, NTMS_A_OBJECT_MEDIA_POOL));
	info = get(NTMS_MEDIA_POOL);
	CHECK(info.Info.MediaPool.dwMaxAllocates == NTMS_A_OBJECT_MAX_ALLOCATES);
	CHECK(is_guid(info.Info.MediaPool.Parent, NTMS_A_OBJECT_PARENT));
	info = get(NTMS_MEDIA_TYPE);
	CHECK(info.Info.MediaType.MediaType == NTMS_A_OBJECT_MEDIA_TYPE_CODE);
	CHECK(info.Info.MediaType.ReadWriteCharacteristics == (DWORD)NTMS_A_OBJECT_READ_WRITE);
	return true;
}

static bool requests(void)
{
	NTMS_OBJECTINFORMATIONA info = get(NTMS_LIBREQUEST);

	CHECK(info.Info.LibRequest.OperationCode == (DWORD)NTMS_A_OBJECT_OPERATION);
	CHECK(is_guid(info.Info.LibRequest.PartitionId, NTMS_A_OBJECT_PARTITION));
	CHECK(is_guid(info.Info.LibRequest.WorkItemId, NTMS_A_OBJECT_WORK_ITEM));
	CHECK(info.Info.LibRequest.dwErrorCode == NTMS_A_OBJECT_ERROR);
	CHECK(is_text(info.Info.LibRequest.szComputer, NTMS_A_OBJECT_COMPUTER));
	info = get(NTMS_OPREQUEST);
	CHECK(info.Info.OpRequest.Request == (DWORD)NTMS_A_OBJECT_COMMAND);
	CHECK(is_guid(info.Info.OpRequest.Arg2, NTMS_A_OBJECT_ARG2));
	CHECK(info.Info.OpRequest.Submitted.wYear == 1970);
	info = get(NTMS_COMPUTER);
	CHECK(info.Info.Computer.dwMediaPoolPolicy == NTMS_A_OBJECT_MEDIA_POOL_POLICY);
	return true;
}

static bool types_and_sizes(void)
{
	NTMS_OBJECTINFORMATIONA info = { .dwSize = sizeof(info) };
	NTMS_OBJECTINFORMATIONW wide = { .dwSize = sizeof(wide), .dwType = NTMS_IEDOOR };
	unsigned int before;

	object_type = NTMS_IEDOOR;
	CHECK(!GetNtmsObjectInformationA(session, &id, &info));
	CHECK(info.dwType == NTMS_IEDOOR);
	CHECK(!GetNtmsObjectInformationW(session, &id, &wide));
	CHECK(wide.szName[0] == 't' && wide.szName[5] == '3');
	info.dwType = NTMS_LIBRARY;
	CHECK(GetNtmsObjectInformationA(session, &id, &info) == ERROR_OBJECT_NOT_FOUND);

	/* these do not get to the module */
	before = mock_requests(NTMS_CMD_GET_OBJECT);
	info.dwType = NTMS_OBJECT;
	CHECK(GetNtmsObjectInformationA(session, &id, &info) == 87);
	info.dwType = 18;
	CHECK(GetNtmsObjectInformationA(session, &id, &info) == 87);
	info.dwType = 0x80000005;
	CHECK(GetNtmsObjectInformationA(session, &id, &info) == 87);
	info.dwType = NTMS_IEDOOR;
	info.dwSize = 100;
	CHECK(GetNtmsObjectInformationA(session, &id, &info) == 87);
	info.dwSize = 0;
	CHECK(GetNtmsObjectInformationA(session, &id, &info) == 87);
	CHECK(GetNtmsObjectInformationA(session, &id, NULL) == 87);
	CHECK(GetNtmsObjectInformationA(session, NULL, &info) == 87);
	info.dwType = NTMS_UNKNOWN;
	info.dwSize = 4;
	CHECK(GetNtmsObjectInformationA(session, &id, &info) == 87);
	CHECK(mock_requests(NTMS_CMD_GET_OBJECT) == before);

	/* too small for what it turns out to be */
	info.dwSize = 256;
	CHECK(GetNtmsObjectInformationA(session, &id, &info) == 87);
	return true;
}

/* What the last SetNtmsObjectInformation sent. */
static unsigned char sent[4096];
static size_t sent_length;

static bool serve_set(const struct mock_request *request)
{
	struct ntms_attr attr;

	if (request->command != NTMS_CMD_SET_OBJECT)
		return serve(request);
	if (!mock_has_guid(request, NTMS_A_CALL_GUID, &id) ||
	    !mock_has_u32(request, NTMS_A_CALL_TYPE, object_type) ||
	    !mock_find(request, NTMS_A_CALL_OBJECT, &attr) || attr.length > sizeof(sent))
		return mock_refuse(request, EINVAL, 0, NULL);
	memcpy(sent, attr.data, attr.length);
	sent_length = attr.length;
	return mock_ack(request);
}

/* Whether exactly these attributes were sent, in any order. */
static bool sent_only(const uint16_t *types, unsigned int count)
{
	struct ntms_attrs attrs = { .at = sent, .left = sent_length };
	struct ntms_attr attr;
	unsigned int i, n = 0;

	for (; ntms_attrs_next(&attrs, &attr); n++) {
		for (i = 0; i < count && types[i] != attr.type; i++)
			;
		if (i == count)
			return false;
	}
	return n == count;
}

static uint32_t sent_number(uint16_t type)
{
	struct ntms_attrs attrs = { .at = sent, .left = sent_length };
	struct ntms_attr attr;

	while (ntms_attrs_next(&attrs, &attr)) {
		if (attr.type == type)
			return ntms_attr_u32(&attr);
	}
	return UINT32_MAX;
}

static bool sent_text(uint16_t type, const char *text)
{
	struct mock_request object = { .attrs = { .at = sent, .left = sent_length } };

	return mock_has_text(&object, type, text);
}

#define SENT_ONLY(...) sent_only((const uint16_t []){ __VA_ARGS__ }, \
	sizeof((const uint16_t []){ __VA_ARGS__ }) / sizeof(uint16_t))

static bool settable_members(void)
{
	NTMS_OBJECTINFORMATIONA info;

	mock_serve(serve_set);
	info = get(NTMS_DRIVE);
	info.Info.Drive.dwDeferDismountDelay = 5;
	strcpy(info.szDescription, "by the window");
	strcpy(info.szName, "ignored");
	CHECK(!SetNtmsObjectInformationA(session, &id, &info));
	CHECK(SENT_ONLY(NTMS_A_OBJECT_DESCRIPTION, NTMS_A_OBJECT_DEFER_DISMOUNT_DELAY));
	CHECK(sent_number(NTMS_A_OBJECT_DEFER_DISMOUNT_DELAY) == 5);
	CHECK(sent_text(NTMS_A_OBJECT_DESCRIPTION, "by the window"));

	info = get(NTMS_MEDIA_POOL);
	info.Info.MediaPool.AllocationPolicy = NTMS_ALLOCATE_FROMSCRATCH;
	strcpy(info.szName, "B\xc3\xa4nder");
	CHECK(!SetNtmsObjectInformationA(session, &id, &info));
	CHECK(SENT_ONLY(NTMS_A_OBJECT_NAME, NTMS_A_OBJECT_DESCRIPTION,
			NTMS_A_OBJECT_MEDIA_TYPE, NTMS_A_OBJECT_ALLOCATION_POLICY,
			NTMS_A_OBJECT_DEALLOCATION_POLICY, NTMS_A_OBJECT_MAX_ALLOCATES));
	CHECK(sent_text(NTMS_A_OBJECT_NAME, "B\xc3\xa4nder"));

	info = get(NTMS_LIBRARY);
	info.Info.Library.AutoRecovery = 77;
	CHECK(!SetNtmsObjectInformationA(session, &id, &info));
	CHECK(SENT_ONLY(NTMS_A_OBJECT_NAME, NTMS_A_OBJECT_DESCRIPTION,
			NTMS_A_OBJECT_AUTO_RECOVERY, NTMS_A_OBJECT_FLAGS,
			NTMS_A_OBJECT_CLEANER_USES_REMAINING,
			NTMS_A_OBJECT_INVENTORY_METHOD));
	CHECK(sent_number(NTMS_A_OBJECT_AUTO_RECOVERY) == 1);

	info = get(NTMS_IEDOOR);
	info.Info.IEDoor.MaxOpenSecs = 65535;
	CHECK(!SetNtmsObjectInformationA(session, &id, &info));
	CHECK(SENT_ONLY(NTMS_A_OBJECT_DESCRIPTION, NTMS_A_OBJECT_MAX_SECS));
	CHECK(sent_number(NTMS_A_OBJECT_MAX_SECS) == 65535);

	info = get(NTMS_STORAGESLOT);
	CHECK(!SetNtmsObjectInformationA(session, &id, &info));
	CHECK(SENT_ONLY(NTMS_A_OBJECT_DESCRIPTION));
	return true;
}

static bool what_get_gave_can_be_set(void)
{
	static const uint32_t types[] = {
		NTMS_CHANGER, NTMS_CHANGER_TYPE, NTMS_COMPUTER, NTMS_DRIVE, NTMS_DRIVE_TYPE,
		NTMS_IEDOOR, NTMS_IEPORT, NTMS_LIBRARY, NTMS_LIBREQUEST, NTMS_LOGICAL_MEDIA,
		NTMS_MEDIA_POOL, NTMS_MEDIA_TYPE, NTMS_PARTITION, NTMS_PHYSICAL_MEDIA,
		NTMS_STORAGESLOT, NTMS_OPREQUEST,
	};
	NTMS_OBJECTINFORMATIONA narrow;
	NTMS_OBJECTINFORMATIONW wide;
	unsigned int i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		object_type = types[i];
		memset(&narrow, 0xee, sizeof(narrow));
		memset(&wide, 0xee, sizeof(wide));
		narrow.dwSize = sizeof(narrow);
		narrow.dwType = types[i];
		wide.dwSize = sizeof(wide);
		wide.dwType = types[i];
		CHECK(!GetNtmsObjectInformationA(session, &id, &narrow));
		CHECK(!SetNtmsObjectInformationA(session, &id, &narrow));
		CHECK(!GetNtmsObjectInformationW(session, &id, &wide));
		CHECK(!SetNtmsObjectInformationW(session, &id, &wide));
	}
	return true;
}

static bool wrong_records(void)
{
	NTMS_OBJECTINFORMATIONA info = get(NTMS_MEDIA_POOL);
	unsigned int before = mock_requests(NTMS_CMD_SET_OBJECT);

	CHECK(SetNtmsObjectInformationA(session, NULL, &info) == 87);
	CHECK(SetNtmsObjectInformationA(session, &id, NULL) == 87);
	CHECK(SetNtmsObjectInformationW(session, &id, (void *)&info) == 87);
	info.dwSize--;
	CHECK(SetNtmsObjectInformationA(session, &id, &info) == 87);
	info.dwSize++;
	info.dwType = NTMS_UNKNOWN;
	CHECK(SetNtmsObjectInformationA(session, &id, &info) == 87);
	info.dwType = NTMS_MEDIA_POOL;
	strcpy(info.szName, "bad \xe2\x82");
	CHECK(SetNtmsObjectInformationA(session, &id, &info) == ERROR_INVALID_NAME);
	memset(info.szName, 'n', sizeof(info.szName));
	CHECK(SetNtmsObjectInformationA(session, &id, &info) == ERROR_INVALID_NAME);
	CHECK(mock_requests(NTMS_CMD_SET_OBJECT) == before);
	return true;
}

/* A name of 40 characters of three bytes each: too long for narrow records. */
static char long_name[121];

static bool serve_long_name(const struct mock_request *request)
{
	struct ntms_msg answer;
	size_t nest;

	if (request->command != NTMS_CMD_GET_OBJECT)
		return serve_set(request);
	mock_begin(&answer, request);
	nest = ntms_msg_nest(&answer, NTMS_A_CALL_OBJECT);
	ntms_msg_put_u32(&answer, NTMS_A_OBJECT_TYPE, NTMS_MEDIA_POOL);
	ntms_msg_put_guids(&answer, NTMS_A_OBJECT_GUID, &id, 1);
	ntms_msg_put_text(&answer, NTMS_A_OBJECT_NAME, long_name);
	ntms_msg_nest_end(&answer, nest);
	mock_end(&answer, request, 0);
	return true;
}

static bool cut_names_survive(void)
{
	NTMS_OBJECTINFORMATIONA info;
	unsigned int i;

	for (i = 0; i < 40; i++)
		memcpy(long_name + 3 * i, "\xe2\x82\xac", 3);
	mock_serve(serve_long_name);
	info = get(NTMS_MEDIA_POOL);
	CHECK(strlen(info.szName) == 63);
	CHECK(!SetNtmsObjectInformationA(session, &id, &info));
	CHECK(sent_text(NTMS_A_OBJECT_NAME, long_name));
	info.szName[0] = 'x';
	info.szName[1] = '\0';
	CHECK(!SetNtmsObjectInformationA(session, &id, &info));
	CHECK(sent_text(NTMS_A_OBJECT_NAME, "x"));
	return true;
}

static const char *label;
static uint16_t label_length;

static bool serve_label(const struct mock_request *request)
{
	struct ntms_msg answer;
	size_t nest;

	if (request->command != NTMS_CMD_GET_OBJECT)
		return false;
	mock_begin(&answer, request);
	nest = ntms_msg_nest(&answer, NTMS_A_CALL_OBJECT);
	ntms_msg_put_u32(&answer, NTMS_A_OBJECT_TYPE, NTMS_PARTITION);
	ntms_msg_put(&answer, NTMS_A_OBJECT_OMID, label, label_length);
	ntms_msg_nest_end(&answer, nest);
	mock_end(&answer, request, 0);
	return true;
}

static bool labels(void)
{
	static char longest[320];
	NTMS_OBJECTINFORMATIONA info;

	mock_serve(serve_label);
	label = "MTF\0Monday\0\x01\0\x02";
	label_length = 14;
	info = get(NTMS_PARTITION);
	CHECK(!strcmp(info.Info.Partition.szOmidLabelType, "MTF"));
	CHECK(!strcmp(info.Info.Partition.szOmidLabelInfo, "Monday"));
	CHECK(info.Info.Partition.dwOmidLabelIdLength == 3);
	CHECK(!memcmp(info.Info.Partition.OmidLabelId, "\x01\0\x02", 3));

	label = "MTF";
	label_length = 3;
	info = get(NTMS_PARTITION);
	CHECK(!strcmp(info.Info.Partition.szOmidLabelType, "MTF"));
	CHECK(info.Info.Partition.dwOmidLabelIdLength == 0);

	label_length = 0;
	info = get(NTMS_PARTITION);
	CHECK(info.dwType == NTMS_PARTITION);
	CHECK(info.Info.Partition.dwOmidLabelIdLength == 0);

	memset(longest, 'i', sizeof(longest));
	memcpy(longest, "t\0i", 4);
	label = longest;
	label_length = sizeof(longest);
	info = get(NTMS_PARTITION);
	CHECK(info.Info.Partition.dwOmidLabelIdLength == NTMS_OMIDLABELID_LENGTH);
	return true;
}

/* what a drive has been through; a blob of four bytes names no medium */
static bool health(void)
{
	struct ntms_health got;

	mock_serve(serve);
	object_type = NTMS_DRIVE;
	CHECK(!ntms_get_health(session, &id, &got));
	CHECK(got.type == NTMS_DRIVE);
	CHECK(got.errors == NTMS_A_OBJECT_ERROR_COUNT);
	CHECK(got.alerts == 1000000000ULL * NTMS_A_OBJECT_ALERTS);
	CHECK(got.last_error == 1000000000ULL * NTMS_A_OBJECT_LAST_ERROR);
	CHECK(got.sense == NTMS_A_OBJECT_SENSE && !got.suspects);
	CHECK(got.loaded_secs == NTMS_A_OBJECT_LOADED_SECS);
	CHECK(got.loaded_since == 1000000000ULL * NTMS_A_OBJECT_LOADED_SINCE);
	object_type = NTMS_PHYSICAL_MEDIA;
	CHECK(!ntms_get_health(session, &id, &got));
	CHECK(got.type == NTMS_PHYSICAL_MEDIA && !got.last_error && !got.sense);
	CHECK(got.errors == NTMS_A_OBJECT_ERROR_COUNT);
	CHECK(got.loaded_secs == NTMS_A_OBJECT_LOADED_SECS && !got.loaded_since);
	/* others have none */
	object_type = NTMS_LIBRARY;
	CHECK(ntms_get_health(session, &id, &got) == ERROR_INVALID_PARAMETER);
	CHECK(got.type == NTMS_PHYSICAL_MEDIA);
	CHECK(ntms_get_health(session, NULL, &got) == ERROR_INVALID_PARAMETER);
	CHECK(ntms_get_health(session, &id, NULL) == ERROR_INVALID_PARAMETER);
	CHECK(ntms_get_health(session, &(NTMS_GUID){ 9, 0, 0, { 0 } }, &got) ==
	      ERROR_OBJECT_NOT_FOUND);
	return true;
}

int main(void)
{
	static const struct tap_test tests[] = {
		{ "what all objects have is filled in", heads },
		{ "records of libraries, drives and slots are filled in", devices },
		{ "records of media and pools are filled in", media },
		{ "records of requests and the computer are filled in", requests },
		{ "type and size of the record are checked", types_and_sizes },
		{ "only settable members are sent", settable_members },
		{ "a record that was read can be written", what_get_gave_can_be_set },
		{ "wrong records are refused", wrong_records },
		{ "drives and media have a history", health },
		{ "a name that does not fit the record is not cut by writing it",
		  cut_names_survive },
		{ "the label of a side has three parts", labels },
	};

	mock_serve(serve);
	session = OpenNtmsSessionA(NULL, NULL, 0);
	if (TAP_RUN(tests))
		return 1;
	mock_serve(NULL);
	return CloseNtmsSession(session);
}
