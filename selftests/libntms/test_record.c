// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_record.c - objects in the three forms of a caller's record
 */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "record.h"
#include "record_members.h"
#include "tap.h"
#include "windows_layout.h"

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

/* A brief case: two UTF-16 units, one UTF-32 unit, four bytes of UTF-8. */
#define CASE8		"\xf0\x9f\x92\xbc"
#define CASE32		0x1f4bc

static const struct ntms_form *const forms[] = {
	&ntms_form_a, &ntms_form_w, &ntms_form_u16,
};

#define NAME_IN_HEAD(theirs, ours, kind, use)	#theirs,
#define NAME_IN_INFO(theirs, ours, kind, use)	"Info." #theirs,
/* The members' names; forms[]->type[] has the members in the same order. */
static const char *const *member_names(unsigned int type)
{
	static const char *const *names[NTMS_NUMBER_OF_OBJECT_TYPES];

#define SET_NAMES(type, list) do { \
	static const char *const table[] = { \
		list(NAME_IN_HEAD, NAME_IN_INFO, NAME_IN_INFO) \
	}; \
	names[type] = table; \
} while (0)
	SET_NAMES(NTMS_UNKNOWN, NTMS_HEAD_MEMBERS);
	SET_NAMES(NTMS_DRIVE, NTMS_DRIVE_MEMBERS);
	SET_NAMES(NTMS_DRIVE_TYPE, NTMS_DRIVE_TYPE_MEMBERS);
	SET_NAMES(NTMS_LIBRARY, NTMS_LIBRARY_MEMBERS);
	SET_NAMES(NTMS_CHANGER, NTMS_CHANGER_MEMBERS);
	SET_NAMES(NTMS_CHANGER_TYPE, NTMS_CHANGER_TYPE_MEMBERS);
	SET_NAMES(NTMS_STORAGESLOT, NTMS_STORAGE_SLOT_MEMBERS);
	SET_NAMES(NTMS_IEDOOR, NTMS_IEDOOR_MEMBERS);
	SET_NAMES(NTMS_IEPORT, NTMS_IEPORT_MEMBERS);
	SET_NAMES(NTMS_PHYSICAL_MEDIA, NTMS_PHYSICAL_MEDIA_MEMBERS);
	SET_NAMES(NTMS_LOGICAL_MEDIA, NTMS_LOGICAL_MEDIA_MEMBERS);
	SET_NAMES(NTMS_PARTITION, NTMS_PARTITION_MEMBERS);
	SET_NAMES(NTMS_MEDIA_POOL, NTMS_MEDIA_POOL_MEMBERS);
	SET_NAMES(NTMS_MEDIA_TYPE, NTMS_MEDIA_TYPE_MEMBERS);
	SET_NAMES(NTMS_LIBREQUEST, NTMS_LIB_REQUEST_MEMBERS);
	SET_NAMES(NTMS_OPREQUEST, NTMS_OP_REQUEST_MEMBERS);
	SET_NAMES(NTMS_COMPUTER, NTMS_COMPUTER_MEMBERS);
#undef SET_NAMES
	return names[type];
}

static bool lies_as_on_windows(const char *name, const struct ntms_member *a,
			       const struct ntms_member *w)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(windows_layout); i++)
		if (!strcmp(windows_layout[i].member, name))
			return windows_layout[i].a == a->theirs &&
			       windows_layout[i].w == w->theirs;
	printf("# %s is not in the table\n", name);
	return false;
}

static bool windows_offsets(void)
{
	const struct ntms_members *a = &ntms_form_a.head;
	const struct ntms_members *w = &ntms_form_u16.head;
	unsigned int type, i, seen = 0;

	for (type = 0; type < NTMS_NUMBER_OF_OBJECT_TYPES; type++) {
		if (type) {
			a = &ntms_form_a.type[type];
			w = &ntms_form_u16.type[type];
		}
		for (i = 0; i < a->count; i++) {
			if (!lies_as_on_windows(member_names(type)[i],
						&a->member[i], &w->member[i])) {
				printf("# %s: %u, %u\n", member_names(type)[i],
				       a->member[i].theirs, w->member[i].theirs);
				return false;
			}
			/* szName is in the table once, and in every type. */
			seen += type == NTMS_DRIVE ||
				strcmp(member_names(type)[i], "szName");
		}
	}
	CHECK(seen == ARRAY_SIZE(windows_layout));
	return true;
}

static bool windows_sizes(void)
{
	CHECK(ntms_form_a.size == WINDOWS_SIZE_A);
	CHECK(ntms_form_u16.size == WINDOWS_SIZE_W);
	CHECK(ntms_form_a.first_size == WINDOWS_FIRST_SIZE_A);
	CHECK(ntms_form_u16.first_size == WINDOWS_FIRST_SIZE_W);
	CHECK(ntms_form_w.size == 2688);
	CHECK(ntms_form_w.first_size == 2416);
	return true;
}

static bool member_fits(const struct ntms_form *form, const struct ntms_member *m)
{
	static const uint8_t size[][2] = {
		[NTMS_KIND_U16]		= { 2, 2 },
		[NTMS_KIND_U32]		= { 4, 4 },
		[NTMS_KIND_U64]		= { 8, 8 },
		[NTMS_KIND_BOOL]	= { 4, 4 },
		[NTMS_KIND_GUID]	= { 16, 16 },
		[NTMS_KIND_TIME]	= { 8, 16 },
		[NTMS_KIND_BYTES]	= { 255, 255 },
	};

	if (m->kind == NTMS_KIND_TEXT)
		return m->our_size == NTMS_UTF8_SIZE(m->their_size / form->width) &&
		       m->their_size % form->width == 0 &&
		       m->first_size <= m->their_size;
	return m->our_size == size[m->kind][0] && m->their_size == size[m->kind][1] &&
	       (!m->first_size || m->first_size == m->their_size);
}

static bool members_fit(void)
{
	const struct ntms_members *members;
	unsigned int f, type, i;

	for (f = 0; f < ARRAY_SIZE(forms); f++)
		for (type = 0; type < NTMS_NUMBER_OF_OBJECT_TYPES; type++) {
			members = type ? &forms[f]->type[type] : &forms[f]->head;
			for (i = 0; i < members->count; i++)
				CHECK(member_fits(forms[f], &members->member[i]));
		}
	return true;
}

static bool sixteen_types(void)
{
	unsigned int type, n = 0;

	for (type = 0; type <= NTMS_NUMBER_OF_OBJECT_TYPES; type++)
		n += !ntms_record_check_set(&ntms_form_a, type, WINDOWS_SIZE_A);
	CHECK(n == 16);
	CHECK(ntms_record_check_set(&ntms_form_a, NTMS_UNKNOWN, WINDOWS_SIZE_A));
	CHECK(ntms_record_check_set(&ntms_form_a, 0xffffffff, WINDOWS_SIZE_A));
	return true;
}

static bool sizes_tell_forms_apart(void)
{
	unsigned int type, f, size, n;

	for (type = 0; type < NTMS_NUMBER_OF_OBJECT_TYPES; type++)
		for (size = 0; size < 4096; size++) {
			for (f = 0, n = 0; f < ARRAY_SIZE(forms); f++)
				n += !ntms_record_check_set(forms[f], type, size);
			CHECK(n <= 1);
		}
	return true;
}

static struct ntms_record a_drive(void)
{
	struct ntms_record record = {
		.type = NTMS_DRIVE,
		.operational_state = NTMS_NEEDS_SERVICE,
		.enabled = 1,
		.guid = { 0x01234567, 0x89ab, 0xcdef, { 1, 2, 3, 4, 5, 6, 7, 8 } },
		.created = 1700000000000000000ULL,
		.name = "B\xc3\xa4nder",
		.description = CASE8,
		.info.drive = {
			.number = 3,
			.state = NTMS_DRIVESTATE_LOADED,
			.device_name = "/dev/nst0",
			.scsi_lun = 7,
			.mount_count = 42,
			.last_cleaned = 951782400000000000ULL,
			.defer_dismount_delay = 300,
		},
	};

	return record;
}

static bool drive_in_a_record(void)
{
	struct ntms_record record = a_drive();
	NTMS_OBJECTINFORMATIONA a = { .dwSize = sizeof(a) };

	CHECK(!ntms_record_put(&ntms_form_a, &record, &a));
	CHECK(a.dwSize == sizeof(a) && a.dwType == NTMS_DRIVE && a.Enabled == TRUE);
	CHECK(a.dwOperationalState == NTMS_NEEDS_SERVICE);
	CHECK(!memcmp(&a.ObjectGuid, &record.guid, sizeof(record.guid)));
	CHECK(a.Created.wYear == 2023 && a.Modified.wYear == 0);
	CHECK(!strcmp(a.szName, "B\xc3\xa4nder") && !strcmp(a.szDescription, CASE8));
	CHECK(a.Info.Drive.Number == 3 && a.Info.Drive.State == NTMS_DRIVESTATE_LOADED);
	CHECK(!strcmp(a.Info.Drive.szDeviceName, "/dev/nst0"));
	CHECK(a.Info.Drive.ScsiLun == 7 && a.Info.Drive.dwMountCount == 42);
	CHECK(a.Info.Drive.LastCleanedTs.wMonth == 2);
	CHECK(a.Info.Drive.LastCleanedTs.wDay == 29);
	CHECK(a.Info.Drive.dwDeferDismountDelay == 300);
	return true;
}

static bool drive_in_w_record(void)
{
	struct ntms_record record = a_drive();
	NTMS_OBJECTINFORMATIONW w = { .dwSize = sizeof(w) };

	CHECK(!ntms_record_put(&ntms_form_w, &record, &w));
	CHECK(!wcscmp(w.szName, L"B\xe4nder"));
	CHECK(w.szDescription[0] == CASE32 && w.szDescription[1] == 0);
	CHECK(!wcscmp(w.Info.Drive.szDeviceName, L"/dev/nst0"));
	CHECK(w.Info.Drive.ScsiLun == 7 && w.Info.Drive.dwDeferDismountDelay == 300);
	return true;
}

static bool drive_in_u16_record(void)
{
	struct ntms_record record = a_drive();
	union {
		DWORD size;
		uint16_t text[WINDOWS_SIZE_W / 2];
	} u16 = { .size = WINDOWS_SIZE_W };

	CHECK(!ntms_record_put(&ntms_form_u16, &record, &u16));
	CHECK(!memcmp(&u16.text[64 / 2], u"B\u00e4nder", 14));
	CHECK(u16.text[192 / 2] == 0xd83d && u16.text[192 / 2 + 1] == 0xdcbc);
	CHECK(!memcmp(&u16.text[(448 + 24) / 2], u"/dev/nst0", 20));
	CHECK(u16.text[(448 + 286) / 2] == 7);
	return true;
}

static bool rest_is_cleared(void)
{
	struct ntms_record record = a_drive();
	NTMS_OBJECTINFORMATIONA a;
	char *byte = (char *)&a;
	size_t i;

	memset(&a, 0xaa, sizeof(a));
	a.dwSize = sizeof(a);
	CHECK(!ntms_record_put(&ntms_form_a, &record, &a));
	for (i = offsetof(NTMS_OBJECTINFORMATIONA, Info) + sizeof(a.Info.Drive);
	     i < sizeof(a); i++)
		CHECK(byte[i] == 0);
	CHECK(a.szName[63] == 0);
	return true;
}

/* The record is on the heap, so that a sanitizer sees a write past dwSize. */
static bool short_record(void)
{
	size_t need = offsetof(NTMS_OBJECTINFORMATIONA, Info) +
		      sizeof(NTMS_DRIVEINFORMATIONA);
	struct ntms_record record = a_drive();
	DWORD *a = calloc(1, need);
	DWORD delay, type, fits, too_small;

	CHECK(a);
	a[0] = need;
	fits = ntms_record_put(&ntms_form_a, &record, a);
	delay = a[need / sizeof(*a) - 1];
	a[0] = need - 1;
	a[1] = NTMS_UNKNOWN;
	too_small = ntms_record_put(&ntms_form_a, &record, a);
	type = a[1];
	free(a);
	CHECK(!fits && delay == 300);
	CHECK(too_small == ERROR_INVALID_PARAMETER && type == NTMS_UNKNOWN);
	return true;
}

static bool longer_record(void)
{
	struct ntms_record record = a_drive();
	struct {
		NTMS_OBJECTINFORMATIONA a;
		char more[16];
	} longer;

	memset(&longer, 0xaa, sizeof(longer));
	longer.a.dwSize = sizeof(longer);
	CHECK(!ntms_record_put(&ntms_form_a, &record, &longer));
	CHECK(longer.more[0] == (char)0xaa);
	longer.a.dwType = NTMS_DRIVE;
	CHECK(ntms_record_get(&ntms_form_a, NTMS_USE_SET, &longer, &record) ==
	      ERROR_INVALID_PARAMETER);
	return true;
}

static bool version_1_library(void)
{
	struct ntms_record record = { .type = NTMS_LIBRARY };
	struct {
		NTMS_I1_OBJECTINFORMATIONA a;
		char more[12];
	} first;

	record.info.library.number_of_lib_requests = 5;
	record.info.library.auto_recovery = 1;
	memset(&first, 0xaa, sizeof(first));
	first.a.dwSize = sizeof(first.a);
	CHECK(!ntms_record_put(&ntms_form_a, &record, &first));
	CHECK(first.a.Info.Library.dwNumberOfLibRequests == 5);
	CHECK(first.more[0] == (char)0xaa);

	first.a.Info.Library.InventoryMethod = NTMS_INVENTORY_OMID;
	CHECK(!ntms_record_get(&ntms_form_a, NTMS_USE_SET, &first, &record));
	CHECK(record.info.library.inventory_method == NTMS_INVENTORY_OMID);
	CHECK(record.info.library.auto_recovery == 1);
	return true;
}

static bool version_1_operator_request(void)
{
	struct ntms_record record = { .type = NTMS_OPREQUEST };
	NTMS_I1_OBJECTINFORMATIONW w = { .dwSize = sizeof(w) };

	memset(record.info.oprequest.message, 'm', 200);
	record.info.oprequest.arg1_type = NTMS_LIBRARY;
	strcpy(record.info.oprequest.computer, "host");
	CHECK(!ntms_record_put(&ntms_form_w, &record, &w));
	CHECK(wcslen(w.Info.OpRequest.szMessage) == NTMS_I1_MESSAGE_LENGTH - 1);
	CHECK(w.Info.OpRequest.Arg1Type == NTMS_LIBRARY);
	CHECK(!wcscmp(w.Info.OpRequest.szComputer, L"host"));
	return true;
}

static bool version_1_computer(void)
{
	CHECK(ntms_record_check_set(&ntms_form_a, NTMS_COMPUTER, WINDOWS_FIRST_SIZE_A) ==
	      ERROR_INVALID_PARAMETER);
	CHECK(!ntms_record_check_set(&ntms_form_a, NTMS_PARTITION, WINDOWS_FIRST_SIZE_A));
	return true;
}

static bool set_takes_settable_members(void)
{
	struct ntms_record record = a_drive();
	NTMS_OBJECTINFORMATIONA a = { .dwSize = sizeof(a) };

	CHECK(!ntms_record_put(&ntms_form_a, &record, &a));
	a.Enabled = FALSE;
	a.Info.Drive.State = NTMS_DRIVESTATE_BEING_CLEANED;
	a.Info.Drive.dwDeferDismountDelay = 0;
	memset(&a.ObjectGuid, 0xff, sizeof(a.ObjectGuid));
	memset(a.Info.Drive.szSerialNumber, 0xff, sizeof(a.Info.Drive.szSerialNumber));
	memset(a.szName, 0xff, sizeof(a.szName));
	strcpy(a.szDescription, "left of the robot");
	CHECK(!ntms_record_get(&ntms_form_a, NTMS_USE_SET, &a, &record));
	CHECK(record.info.drive.defer_dismount_delay == 0);
	CHECK(!strcmp(record.description, "left of the robot"));
	CHECK(record.enabled == 1 && record.guid.Data1 == 0x01234567);
	CHECK(record.info.drive.state == NTMS_DRIVESTATE_LOADED);
	CHECK(!record.info.drive.serial_number[0]);
	CHECK(!strcmp(record.name, "B\xc3\xa4nder"));
	return true;
}

static bool pool_renamed(const struct ntms_form *form, const void *from,
			 DWORD want, const char *name)
{
	struct ntms_record record = { .type = NTMS_MEDIA_POOL };

	return ntms_record_get(form, NTMS_USE_SET, from, &record) == want &&
	       (want || !strcmp(record.name, name));
}

static bool names_are_checked(void)
{
	NTMS_OBJECTINFORMATIONA a = { .dwSize = sizeof(a), .dwType = NTMS_MEDIA_POOL };
	NTMS_OBJECTINFORMATIONW w = { .dwSize = sizeof(w), .dwType = NTMS_MEDIA_POOL };
	int i;

	strcpy(a.szName, "Archive");
	CHECK(pool_renamed(&ntms_form_a, &a, ERROR_SUCCESS, "Archive"));
	strcpy(a.szName, "\xc3(");
	CHECK(pool_renamed(&ntms_form_a, &a, ERROR_INVALID_NAME, NULL));
	memset(a.szName, 'a', sizeof(a.szName));
	CHECK(pool_renamed(&ntms_form_a, &a, ERROR_INVALID_NAME, NULL));

	wcscpy(w.szName, L"Archive");
	CHECK(pool_renamed(&ntms_form_w, &w, ERROR_SUCCESS, "Archive"));
	w.szName[0] = 0xd800;
	CHECK(pool_renamed(&ntms_form_w, &w, ERROR_INVALID_NAME, NULL));
	for (i = 0; i < 40; i++)
		w.szName[i] = CASE32;
	CHECK(pool_renamed(&ntms_form_w, &w, ERROR_INVALID_NAME, NULL));
	return true;
}

static bool widest_name_fits_all_w_records(void)
{
	struct ntms_record record = { .type = NTMS_MEDIA_POOL }, back = record;
	NTMS_OBJECTINFORMATIONW w = { .dwSize = sizeof(w), .dwType = NTMS_MEDIA_POOL };
	DWORD u16[WINDOWS_SIZE_W / sizeof(DWORD)] = { WINDOWS_SIZE_W };
	int i;

	for (i = 0; i < 63; i++)
		w.szName[i] = 0xffff;
	CHECK(!ntms_record_get(&ntms_form_w, NTMS_USE_SET, &w, &record));
	CHECK(!ntms_record_put(&ntms_form_u16, &record, u16));
	CHECK(!ntms_record_get(&ntms_form_u16, NTMS_USE_SET, u16, &back));
	CHECK(strlen(back.name) == 189 && !strcmp(back.name, record.name));
	return true;
}

static bool get_then_set_keeps_cut_text(void)
{
	struct ntms_record record = { .type = NTMS_MEDIA_POOL };
	NTMS_OBJECTINFORMATIONA a = { .dwSize = sizeof(a) };
	char name[sizeof(record.name)];
	int i;

	for (i = 0; i < 40; i++)
		strcat(record.name, "\xc3\xa4");
	strcpy(name, record.name);
	CHECK(!ntms_record_put(&ntms_form_a, &record, &a));
	CHECK(strlen(a.szName) == 62);
	CHECK(!ntms_record_get(&ntms_form_a, NTMS_USE_SET, &a, &record));
	CHECK(!strcmp(record.name, name));
	a.szName[60] = '\0';
	CHECK(!ntms_record_get(&ntms_form_a, NTMS_USE_SET, &a, &record));
	CHECK(strlen(record.name) == 60);
	return true;
}

static bool set_wants_own_form_and_type(void)
{
	struct ntms_record record = a_drive();
	NTMS_OBJECTINFORMATIONW w = { .dwSize = sizeof(w) };

	CHECK(!ntms_record_put(&ntms_form_w, &record, &w));
	CHECK(ntms_record_get(&ntms_form_a, NTMS_USE_SET, &w, &record) ==
	      ERROR_INVALID_PARAMETER);
	CHECK(ntms_record_get(&ntms_form_u16, NTMS_USE_SET, &w, &record) ==
	      ERROR_INVALID_PARAMETER);
	record.type = NTMS_LIBRARY;
	CHECK(ntms_record_get(&ntms_form_w, NTMS_USE_SET, &w, &record) ==
	      ERROR_INVALID_PARAMETER);
	return true;
}

static bool create_takes_a_side(void)
{
	struct ntms_record record = { .type = NTMS_PARTITION };
	NTMS_OBJECTINFORMATIONA a = {
		.dwSize = sizeof(a),
		.dwType = NTMS_PARTITION,
		.ObjectGuid = { 7, 0, 0, { 0 } },
		.Enabled = 2,
		.szName = "side A",
	};
	NTMS_PARTITIONINFORMATIONA *side = &a.Info.Partition;

	side->State = NTMS_PARTSTATE_COMPLETE;
	side->Side = 1;
	side->dwOmidLabelIdLength = 255;
	memset(side->OmidLabelId, 0xee, sizeof(side->OmidLabelId));
	strcpy(side->szOmidLabelType, "MTF Media ID");
	side->Capacity.QuadPart = 18000000000000LL;
	CHECK(!ntms_record_get(&ntms_form_a, NTMS_USE_CREATE, &a, &record));
	CHECK(record.guid.Data1 == 7 && record.enabled == 1);
	CHECK(!strcmp(record.name, "side A"));
	CHECK(record.info.partition.state == NTMS_PARTSTATE_COMPLETE);
	CHECK(record.info.partition.side == 0);
	CHECK(record.info.partition.omid_label_id[254] == 0xee);
	CHECK(!strcmp(record.info.partition.omid_label_type, "MTF Media ID"));
	CHECK(record.info.partition.capacity == 18000000000000ULL);

	side->dwOmidLabelIdLength = 256;
	CHECK(ntms_record_get(&ntms_form_a, NTMS_USE_CREATE, &a, &record) ==
	      ERROR_INVALID_PARAMETER);
	return true;
}

int main(void)
{
	static const struct tap_test tests[] = {
		{ "A and 16-bit W members lie where Windows has them", windows_offsets },
		{ "whole records have the size of Windows", windows_sizes },
		{ "every member has room for its value in all forms", members_fit },
		{ "sixteen types have records, others are refused", sixteen_types },
		{ "a size belongs to one form only", sizes_tell_forms_apart },
		{ "a drive is shown in the A record", drive_in_a_record },
		{ "a drive is shown in the W record", drive_in_w_record },
		{ "a drive is shown in the 16-bit W record", drive_in_u16_record },
		{ "the rest of a record is cleared", rest_is_cleared },
		{ "Get fills a record that ends with its type's part", short_record },
		{ "Get fills a longer record, Set refuses it", longer_record },
		{ "a version 1 caller gets and sets a library", version_1_library },
		{ "a version 1 caller gets the message that fits",
		  version_1_operator_request },
		{ "version 1 knows no computer object", version_1_computer },
		{ "Set takes settable members and ignores the others",
		  set_takes_settable_members },
		{ "malformed, unterminated and long names are refused",
		  names_are_checked },
		{ "the widest name fits all W records", widest_name_fits_all_w_records },
		{ "Get then Set keeps a name that the A record cuts",
		  get_then_set_keeps_cut_text },
		{ "Set refuses another form's record and another type",
		  set_wants_own_form_and_type },
		{ "Create takes the members of a side", create_takes_a_side },
	};

	return TAP_RUN(tests);
}
