// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_data.c - attributes, UI options, security and labels: what calls make of data
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <ntms.h>

#include "mock.h"
#include "security.h"
#include "tap.h"
#include "wide.h"

#define NOT_THAT	0x7777

static NTMS_GUID id = { 1, 2, 3, { 4 } };
static HANDLE session;
static bool (*expected)(const struct mock_request *request);

static bool serve(const struct mock_request *request)
{
	if (request->command == NTMS_CMD_CLOSE_SESSION || (expected && expected(request)))
		return request->command != NTMS_CMD_CLOSE_SESSION;
	return mock_refuse(request, EINVAL, NOT_THAT, NULL);
}

/* One attribute, named so in all kinds of text. */
#define NAME		"B\xc3\xa4"
static const uint16_t name_u16[] = { 'B', 0xe4, 0 };
static unsigned char stored[70000];
static size_t stored_length;

static bool attribute(const struct mock_request *request)
{
	struct ntms_attrs attrs = request->attrs;
	struct ntms_msg answer;
	struct ntms_attr attr;
	size_t done;

	if (!mock_has_text(request, NTMS_A_CALL_NAME, NAME) ||
	    !mock_has_guid(request, NTMS_A_CALL_GUID, &id) ||
	    !mock_has_u32(request, NTMS_A_CALL_TYPE, NTMS_DRIVE))
		return false;
	if (request->command == NTMS_CMD_SET_ATTRIBUTE) {
		for (stored_length = 0; ntms_attrs_next(&attrs, &attr);) {
			if (attr.type != NTMS_A_CALL_DATA)
				continue;
			if (attr.length > 32768)
				return false;
			memcpy(stored + stored_length, attr.data, attr.length);
			stored_length += attr.length;
		}
		return mock_ack(request);
	}
	mock_begin(&answer, request);
	for (done = 0; done < stored_length; done += 32768)
		ntms_msg_put(&answer, NTMS_A_CALL_DATA, stored + done,
			     stored_length - done < 32768 ? stored_length - done : 32768);
	mock_end(&answer, request, 0);
	return true;
}

static bool attributes(void)
{
	static unsigned char value[65535], got[65536];
	DWORD size, i;

	expected = attribute;
	for (i = 0; i < sizeof(value); i++)
		value[i] = (unsigned char)(i * 7 + i / 251);
	CHECK(!SetNtmsObjectAttributeA(session, &id, NTMS_DRIVE, NAME, value, sizeof(value)));
	CHECK(stored_length == sizeof(value) && !memcmp(stored, value, sizeof(value)));
	size = sizeof(got);
	CHECK(!GetNtmsObjectAttributeA(session, &id, NTMS_DRIVE, NAME, got, &size));
	CHECK(size == sizeof(value) && !memcmp(got, value, sizeof(value)));

	size = 0;
	CHECK(GetNtmsObjectAttributeW(session, &id, NTMS_DRIVE, L"B\u00e4", NULL, &size) ==
	      ERROR_INSUFFICIENT_BUFFER);
	CHECK(size == sizeof(value));
	memset(got, 0xee, sizeof(got));
	size = 32770;
	CHECK(GetNtmsObjectAttributeW_u16(session, &id, NTMS_DRIVE, name_u16, got, &size) ==
	      ERROR_INSUFFICIENT_BUFFER);
	CHECK(size == sizeof(value) && !memcmp(got, value, 32770) && got[32770] == 0xee);

	CHECK(!SetNtmsObjectAttributeW(session, &id, NTMS_DRIVE, L"B\u00e4", value, 1));
	CHECK(stored_length == 1);
	CHECK(!SetNtmsObjectAttributeW_u16(session, &id, NTMS_DRIVE, name_u16, NULL, 0));
	CHECK(stored_length == 0);
	size = 0;
	CHECK(!GetNtmsObjectAttributeA(session, &id, NTMS_DRIVE, NAME, NULL, &size) && !size);
	return true;
}

static bool wrong_attributes(void)
{
	static char big[65536];
	unsigned int before = mock_requests(NTMS_CMD_GET_ATTRIBUTE);
	char name[40];
	DWORD size = 4;

	expected = NULL;
	memset(name, 'n', sizeof(name));
	name[32] = '\0';
	CHECK(SetNtmsObjectAttributeA(session, NULL, 5, "n", big, 1) == 87);
	CHECK(SetNtmsObjectAttributeA(session, &id, 5, NULL, big, 1) == 87);
	CHECK(SetNtmsObjectAttributeA(session, &id, 5, "n", NULL, 1) == 87);
	CHECK(SetNtmsObjectAttributeA(session, &id, 5, "", big, 1) == ERROR_INVALID_NAME);
	CHECK(SetNtmsObjectAttributeA(session, &id, 5, name, big, 1) == ERROR_INVALID_NAME);
	CHECK(SetNtmsObjectAttributeW(session, &id, 5, L"\xdc00", big, 1) ==
	      ERROR_INVALID_NAME);
	CHECK(SetNtmsObjectAttributeA(session, &id, 5, "n", big, 65536) == ERROR_NO_DATA);
	CHECK(SetNtmsObjectAttributeA(session, &id, 5, "n", big, 0xffffffff) == ERROR_NO_DATA);
	CHECK(GetNtmsObjectAttributeA(session, NULL, 5, "n", big, &size) == 87);
	CHECK(GetNtmsObjectAttributeA(session, &id, 5, NULL, big, &size) == 87);
	CHECK(GetNtmsObjectAttributeA(session, &id, 5, "n", NULL, &size) == 87);
	CHECK(GetNtmsObjectAttributeA(session, &id, 5, "n", big, NULL) == 87);
	CHECK(GetNtmsObjectAttributeA(session, &id, 5, name, big, &size) ==
	      ERROR_OBJECT_NOT_FOUND);
	CHECK(size == 4);
	CHECK(mock_requests(NTMS_CMD_GET_ATTRIBUTE) == before);
	name[31] = '\0';
	CHECK(SetNtmsObjectAttributeA(session, &id, 5, name, big, 1) == NOT_THAT);
	return true;
}

static const char *destinations[3];

static bool options(const struct mock_request *request)
{
	struct ntms_msg answer;
	unsigned int i;

	if (request->command != NTMS_CMD_GET_UI_OPTIONS ||
	    !mock_has_u32(request, NTMS_A_CALL_TYPE, NTMS_UITYPE_REQ))
		return false;
	mock_begin(&answer, request);
	for (i = 0; i < 3 && destinations[i]; i++)
		ntms_msg_put_text(&answer, NTMS_A_CALL_DESTINATION, destinations[i]);
	mock_end(&answer, request, 0);
	return true;
}

static bool ui_lists(void)
{
	uint16_t u16[16];
	wchar_t wide[16];
	char names[32];
	DWORD size = 0;

	expected = options;
	CHECK(!GetNtmsUIOptionsA(session, NULL, NTMS_UITYPE_REQ, NULL, &size) && size == 0);
	size = 5;
	names[0] = 'x';
	CHECK(!GetNtmsUIOptionsA(session, NULL, NTMS_UITYPE_REQ, names, &size));
	CHECK(size == 0 && names[0] == '\0');

	destinations[0] = "anna";
	destinations[1] = "B\xc3\xa4r";
	size = 0;
	CHECK(GetNtmsUIOptionsA(session, &id, NTMS_UITYPE_REQ, NULL, &size) ==
	      ERROR_INSUFFICIENT_BUFFER);
	CHECK(size == 11);
	CHECK(!GetNtmsUIOptionsA(session, &id, NTMS_UITYPE_REQ, names, &size));
	CHECK(size == 11 && !memcmp(names, "anna\0B\xc3\xa4r\0", 11));
	size = 10;
	CHECK(GetNtmsUIOptionsW(session, &id, NTMS_UITYPE_REQ, wide, &size) == 0);
	CHECK(size == 10 && !memcmp(wide, L"anna\0B\u00e4r\0", sizeof(*wide) * 10));
	size = 9;
	CHECK(GetNtmsUIOptionsW_u16(session, &id, NTMS_UITYPE_REQ, u16, &size) ==
	      ERROR_INSUFFICIENT_BUFFER);
	CHECK(size == 10);
	CHECK(!GetNtmsUIOptionsW_u16(session, &id, NTMS_UITYPE_REQ, u16, &size));
	CHECK(u16[6] == 0xe4 && u16[8] == 0 && u16[9] == 0);
	CHECK(GetNtmsUIOptionsA(session, &id, NTMS_UITYPE_REQ, names, NULL) == 87);
	CHECK(GetNtmsUIOptionsA(session, &id, NTMS_UITYPE_REQ, NULL, &size) == 87);
	CHECK(GetNtmsUIOptionsA(session, &id, 9, names, &size) == NOT_THAT);
	return true;
}

static const char *destination;
static DWORD operation;

static bool change_options(const struct mock_request *request)
{
	struct ntms_attr attr;

	return request->command == NTMS_CMD_SET_UI_OPTIONS &&
	       mock_has_u32(request, NTMS_A_CALL_TYPE, NTMS_UITYPE_ERR) &&
	       mock_has_u32(request, NTMS_A_CALL_ACTION, operation) &&
	       (destination ? mock_has_text(request, NTMS_A_CALL_DESTINATION, destination) :
			      !mock_find(request, NTMS_A_CALL_DESTINATION, &attr)) &&
	       mock_ack(request);
}

static bool ui_changes(void)
{
	char self[256], longest[257];

	expected = change_options;
	operation = NTMS_UIDEST_ADD;
	destination = "anna";
	CHECK(!SetNtmsUIOptionsA(session, &id, NTMS_UITYPE_ERR, operation, "anna"));
	CHECK(!SetNtmsUIOptionsW(session, &id, NTMS_UITYPE_ERR, operation, L"anna"));
	operation = NTMS_UIDEST_DELETE;
	destination = "B\xc3\xa4";
	CHECK(!SetNtmsUIOptionsW_u16(session, NULL, NTMS_UITYPE_ERR, operation, name_u16));

	/* no name is this computer's */
	gethostname(self, sizeof(self));
	destination = self;
	CHECK(!SetNtmsUIOptionsA(session, &id, NTMS_UITYPE_ERR, operation, NULL));
	CHECK(!SetNtmsUIOptionsA(session, &id, NTMS_UITYPE_ERR, operation, ""));

	operation = NTMS_UIDEST_DELETEALL;
	destination = NULL;
	CHECK(!SetNtmsUIOptionsA(session, &id, NTMS_UITYPE_ERR, operation, "\xff"));

	memset(longest, 'd', sizeof(longest));
	longest[255] = '\0';
	operation = NTMS_UIDEST_ADD;
	destination = longest;
	CHECK(!SetNtmsUIOptionsA(session, &id, NTMS_UITYPE_ERR, operation, longest));
	longest[255] = 'd';
	longest[256] = '\0';
	CHECK(SetNtmsUIOptionsA(session, &id, NTMS_UITYPE_ERR, operation, longest) == 87);
	CHECK(SetNtmsUIOptionsA(session, &id, NTMS_UITYPE_ERR, operation, "\xff") == 87);
	return true;
}

static struct {
	struct ntms_acl head;
	struct ntms_acl_entry entry[3];
} list = {
	.head = { .owner = 1000, .group = 26 },
	.entry = {
		{ NTMS_ACL_DENY, NTMS_ACL_UID, 1001, NTMS_CONTROL_ACCESS },
		{ NTMS_ACL_ALLOW, NTMS_ACL_GID, 26, NTMS_USE_ACCESS | NTMS_CONTROL_ACCESS },
		{ NTMS_ACL_ALLOW, NTMS_ACL_EVERYONE, 0, NTMS_USE_ACCESS | READ_CONTROL },
	},
};

static struct {
	struct ntms_acl head;
	struct ntms_acl_entry entry[64];
	size_t length;
	SECURITY_INFORMATION parts;
} set;

static bool security(const struct mock_request *request)
{
	struct ntms_msg answer;
	struct ntms_attr attr;

	if (!mock_has_u32(request, NTMS_A_CALL_TYPE, NTMS_LIBRARY))
		return false;
	if (request->command == NTMS_CMD_GET_SECURITY) {
		mock_begin(&answer, request);
		ntms_msg_put(&answer, NTMS_A_CALL_ACL, &list, sizeof(list));
		mock_end(&answer, request, 0);
		return true;
	}
	if (!mock_find(request, NTMS_A_CALL_ACL, &attr) || attr.length > sizeof(set))
		return false;
	set.length = attr.length;
	memcpy(&set, attr.data, attr.length);
	set.parts = mock_find(request, NTMS_A_CALL_OPTIONS, &attr) ? ntms_attr_u32(&attr) : 0;
	return mock_ack(request);
}

static bool descriptors(void)
{
	const SECURITY_INFORMATION all = 7;
	DWORD size = 0, length;
	unsigned char *sd;
	char *text;

	expected = security;
	CHECK(GetNtmsObjectSecurity(session, &id, NTMS_LIBRARY, all, NULL, 0, &size) ==
	      ERROR_INSUFFICIENT_BUFFER);
	CHECK(size == 20 + 16 + 16 + 8 + 24 + 24 + 20);
	sd = malloc(size);
	CHECK(GetNtmsObjectSecurity(session, &id, NTMS_LIBRARY, all, sd, size - 1, &length) ==
	      ERROR_INSUFFICIENT_BUFFER);
	CHECK(!GetNtmsObjectSecurity(session, &id, NTMS_LIBRARY, all, sd, size, &length));
	CHECK(length == size && sd[3] == 0x80);
	CHECK(!ntms_sd_to_sddl(sd, size, &text));
	CHECK(!strcmp(text, "O:S-1-22-1-1000G:S-1-22-2-26D:(D;;LC;;;S-1-22-1-1001)"
			    "(A;;CCLC;;;S-1-22-2-26)(A;;CCRC;;;WD)"));
	free(text);

	/* what was read can be written */
	CHECK(!SetNtmsObjectSecurity(session, &id, NTMS_LIBRARY, all, sd));
	CHECK(set.parts == all && set.length == sizeof(list));
	CHECK(!memcmp(&set, &list, sizeof(list)));
	free(sd);

	/* the list comes in any case, so that nobody takes its lack for a right */
	sd = calloc(1, 200);
	CHECK(!GetNtmsObjectSecurity(session, &id, NTMS_LIBRARY, OWNER_SECURITY_INFORMATION,
				     sd, 200, &length));
	CHECK(get16(sd + 2) == (SE_SELF_RELATIVE | SE_DACL_PRESENT));
	CHECK(get32(sd + 4) && !get32(sd + 8) && get32(sd + 16));
	free(sd);
	return true;
}

static DWORD set_sddl(const char *sddl, SECURITY_INFORMATION parts)
{
	PSECURITY_DESCRIPTOR sd;
	DWORD code = ntms_sd_from_sddl(sddl, &sd, NULL);

	if (code)
		return code;
	code = SetNtmsObjectSecurity(session, &id, NTMS_LIBRARY, parts, sd);
	free(sd);
	return code;
}

static bool parts_of_descriptors(void)
{
	unsigned char sd[20] = { 1, 0, 0, 0x80 };
	DWORD size;

	CHECK(!set_sddl("O:S-1-22-1-7G:S-1-22-2-8", OWNER_SECURITY_INFORMATION));
	CHECK(set.head.owner == 7 && set.length == sizeof(set.head));
	CHECK(!set_sddl("G:S-1-22-2-8", GROUP_SECURITY_INFORMATION) && set.head.group == 8);
	CHECK(!set_sddl("O:BAD:NO_ACCESS_CONTROL", DACL_SECURITY_INFORMATION));
	CHECK(set.length == sizeof(set.head) + sizeof(set.entry[0]));
	CHECK(!set_sddl("D:", DACL_SECURITY_INFORMATION) && set.length == sizeof(set.head));

	/* a part that is not there is no part that is empty */
	CHECK(set_sddl("G:S-1-22-2-8", OWNER_SECURITY_INFORMATION) == 1338);
	CHECK(set_sddl("O:S-1-22-1-8", DACL_SECURITY_INFORMATION) == 1338);
	CHECK(set_sddl("O:S-1-22-2-8", OWNER_SECURITY_INFORMATION) == 1338);
	CHECK(set_sddl("O:S-1-5-21-1-2-3-500", OWNER_SECURITY_INFORMATION) == 1338);

	CHECK(GetNtmsObjectSecurity(session, &id, 9, 8, sd, 20, &size) == ERROR_NOT_SUPPORTED);
	CHECK(SetNtmsObjectSecurity(session, &id, 9, 8 | 4, sd) == ERROR_NOT_SUPPORTED);
	CHECK(GetNtmsObjectSecurity(session, &id, 9, 0, sd, 20, &size) == 87);
	CHECK(GetNtmsObjectSecurity(session, &id, 9, 0x100, sd, 20, &size) == 87);
	CHECK(GetNtmsObjectSecurity(session, NULL, 9, 4, sd, 20, &size) == 87);
	CHECK(GetNtmsObjectSecurity(session, &id, 9, 4, NULL, 20, &size) == 87);
	CHECK(GetNtmsObjectSecurity(session, &id, 9, 4, sd, 20, NULL) == 87);
	CHECK(SetNtmsObjectSecurity(session, NULL, 9, 4, sd) == 87);
	CHECK(SetNtmsObjectSecurity(session, &id, 9, 4, NULL) == 87);
	CHECK(SetNtmsObjectSecurity(session, &id, 9, 0, sd) == 87);
	CHECK(SetNtmsObjectSecurity(session, &id, 9, 4, sd) == 1338);
	return true;
}

/* The label of the side of a logical medium, as the module gets it. */
static char label[4096];
static size_t label_length;

static bool omid(const struct mock_request *request)
{
	struct ntms_attr attr, part;
	struct ntms_attrs inside;
	struct ntms_msg answer;
	size_t nest;

	if (request->command == NTMS_CMD_GET_OBJECT &&
	    mock_has_guid(request, NTMS_A_CALL_GUID, &id)) {
		mock_begin(&answer, request);
		nest = ntms_msg_nest(&answer, NTMS_A_CALL_OBJECT);
		ntms_msg_put_u32(&answer, NTMS_A_OBJECT_TYPE, NTMS_LOGICAL_MEDIA);
		ntms_msg_put_guids(&answer, NTMS_A_OBJECT_GUID, &id, 1);
		ntms_msg_nest_end(&answer, nest);
		mock_end(&answer, request, 0);
		return true;
	}
	if (request->command == NTMS_CMD_GET_OBJECT)
		return mock_refuse(request, ENOENT, ERROR_OBJECT_NOT_FOUND, NULL);
	if (request->command != NTMS_CMD_UPDATE_OMID ||
	    !mock_has_guid(request, NTMS_A_CALL_MEDIA, &id) ||
	    !mock_find(request, NTMS_A_CALL_OBJECT, &attr))
		return false;
	inside = ntms_attr_nested(&attr);
	if (!ntms_attrs_next(&inside, &part) || part.type != NTMS_A_OBJECT_OMID)
		return false;
	label_length = part.length;
	memcpy(label, part.data, part.length);
	return mock_ack(request);
}

/* An NTMS_FILESYSTEM_INFO with WCHARs of two bytes. */
struct filesystem_u16 {
	uint16_t type[64];
	uint16_t name[256];
	uint32_t serial;
};

static bool filesystem_labels(void)
{
	static const char want[] = "NTFS\0B\xc3\xa4\0\x78\x56\x34\x12";
	NTMS_FILESYSTEM_INFO info = { L"NTFS", L"B\u00e4", 0x12345678 };
	struct filesystem_u16 u16 = { { 'N', 'T', 'F', 'S' }, { 'B', 0xe4 }, 0x12345678 };
	const DWORD fs = NTMS_OMID_TYPE_FILESYSTEM_INFO;

	expected = omid;
	CHECK(!UpdateNtmsOmidInfo(session, &id, fs, sizeof(info), &info));
	CHECK(label_length == sizeof(want) - 1 && !memcmp(label, want, label_length));
	label_length = 0;
	CHECK(!UpdateNtmsOmidInfo(session, &id, fs, sizeof(u16), &u16));
	CHECK(label_length == sizeof(want) - 1 && !memcmp(label, want, label_length));

	CHECK(UpdateNtmsOmidInfo(session, NULL, fs, sizeof(info), &info) == 87);
	CHECK(UpdateNtmsOmidInfo(session, &id, fs, sizeof(info), NULL) == 87);
	CHECK(UpdateNtmsOmidInfo(session, &id, fs, sizeof(info) - 1, &info) == 87);
	CHECK(UpdateNtmsOmidInfo(session, &id, 1, 0, &info) == 87);
	CHECK(UpdateNtmsOmidInfo(session, &id, 0, sizeof(info), &info) == 87);
	CHECK(UpdateNtmsOmidInfo(session, &id, 3, sizeof(info), &info) == 87);
	memset(info.VolumeName, 'v', sizeof(info.VolumeName));	/* no terminator */
	CHECK(UpdateNtmsOmidInfo(session, &id, fs, sizeof(info), &info) == 87);
	memset(&info, 0, sizeof(info));				/* no type */
	CHECK(UpdateNtmsOmidInfo(session, &id, fs, sizeof(info), &info) == 87);
	return true;
}

/* Makes a label agent of a shell script. */
static bool use_agent(const char *script)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "/tmp/ntms-agent.%d", (int)getpid());
	file = fopen(path, "w");
	if (!file)
		return false;
	fprintf(file, "#!/bin/sh\n%s\n", script);
	fclose(file);
	setenv("NTMS_LABELD", path, 1);
	return !chmod(path, 0700);
}

static DWORD claim(size_t length)
{
	static char data[1000000];

	memset(data, 'x', sizeof(data));
	label_length = 0;
	return UpdateNtmsOmidInfo(session, &id, NTMS_OMID_TYPE_RAW_LABEL, (DWORD)length, data);
}

static bool raw_labels(void)
{
	NTMS_GUID other = { 9, 9, 9, { 9 } };

	CHECK(use_agent("test \"$1\" = --claim || exit 1\n"
			"n=$(wc -c); printf 'MTF\\000my tape\\000%s' \"$n\""));
	CHECK(!claim(65536));
	CHECK(label_length == 17 && !memcmp(label, "MTF\0my tape\0" "65536", 17));
	CHECK(!claim(1000000));
	CHECK(label_length == 19 && !memcmp(label, "MTF\0my tape\0" "1000000", 19));

	CHECK(use_agent("exit 11"));		/* reads nothing at all */
	CHECK(claim(1000000) == ERROR_BAD_FORMAT);
	CHECK(use_agent("cat >/dev/null; exit 3"));
	CHECK(claim(10) == ERROR_NOT_CONNECTED);
	CHECK(strstr(ntms_last_error_text(), "status 3"));
	CHECK(use_agent("kill -9 $$"));
	CHECK(claim(10) == ERROR_NOT_CONNECTED);
	CHECK(use_agent("printf 'no label'"));
	CHECK(claim(10) == ERROR_NOT_CONNECTED);
	CHECK(use_agent("printf 'type\\000info\\000'"));
	CHECK(claim(10) == ERROR_NOT_CONNECTED);
	CHECK(use_agent("printf 'type\\000info\\000'; cat 2>/dev/null"));	/* far too long */
	CHECK(claim(100000) == ERROR_NOT_CONNECTED);
	unlink(getenv("NTMS_LABELD"));
	CHECK(claim(10) == ERROR_NOT_CONNECTED);
	/* under valgrind the child finds it out */
	CHECK(strstr(ntms_last_error_text(), "No such file") ||
	      strstr(ntms_last_error_text(), "status 127"));
	CHECK(label_length == 0);

	/* the agent is not asked for what is no medium */
	CHECK(UpdateNtmsOmidInfo(session, &other, NTMS_OMID_TYPE_RAW_LABEL, 1, label) ==
	      ERROR_INVALID_MEDIA);
	return true;
}

int main(void)
{
	static const struct tap_test tests[] = {
		{ "attributes of up to 65535 bytes are written and read", attributes },
		{ "wrong names and sizes of attributes are refused", wrong_attributes },
		{ "a list of computers comes with two terminators", ui_lists },
		{ "computers are added, removed and named by default", ui_changes },
		{ "a security descriptor is read, and written as it was read", descriptors },
		{ "only the named parts of a descriptor are written", parts_of_descriptors },
		{ "the label of a file system is made here", filesystem_labels },
		{ "the label agent is asked for other labels", raw_labels },
	};

	mock_serve(NULL);
	session = OpenNtmsSessionA(NULL, NULL, 0);
	mock_serve(serve);
	if (TAP_RUN(tests))
		return 1;
	return CloseNtmsSession(session);
}
