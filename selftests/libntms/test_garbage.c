// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_garbage.c - every function with arguments that make no sense
 *
 * A table tells the kinds of arguments of all functions.  They are called with nulls,
 * with handles of all sorts, with random bytes for records and text, and with a module
 * that answers at random; always with as much memory behind a pointer as the call may
 * use, so that the sanitizers and valgrind see every byte too many.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <ntms.h>

#include "mock.h"
#include "security.h"
#include "tap.h"
#include "wide.h"

/* Integers and pointers are passed alike on the machines that this runs on. */
typedef uintptr_t (*any_call)(uintptr_t, uintptr_t, uintptr_t, uintptr_t, uintptr_t,
			      uintptr_t, uintptr_t, uintptr_t);

#define MOST_ARGS	8
#define ARRAY		300
#define BUFFER		64
#define ROUNDS		400
#define THREADS		100

/*
 * Kinds of arguments:
 *	h s	handle of a session, of something else that s names: d n
 *	g	identifier	G c	array of identifiers, and its length
 *	u t	number, time limit
 *	a w v	text of one, four, two bytes
 *	B x	bytes, and where their number is	D y	the same, the number itself
 *	R S T	record of the A, W, _u16 form; r s z: two of them
 *	M L N E	NTMS_MOUNT_INFORMATION, NTMS_ALLOCATION_INFORMATION,
 *		NTMS_NOTIFICATIONINFORMATION, SECURITY_ATTRIBUTES
 *	X	security descriptor	o P	room for a number, for a pointer
 */
static const struct function {
	const char *name;
	const char *args;
	any_call call;
} functions[] = {
#define F(name, args)	{ #name, args, (any_call)(void *)name }
	F(MountNtmsMedia, "hGGcuutM"),
	F(DismountNtmsMedia, "hGcu"),
	F(DismountNtmsDrive, "hg"),
	F(AllocateNtmsMedia, "hgggutL"),
	F(DeallocateNtmsMedia, "hgu"),
	F(SwapNtmsMedia, "hgg"),
	F(DecommissionNtmsMedia, "hg"),
	F(SetNtmsMediaComplete, "hg"),
	F(UpdateNtmsOmidInfo, "hguyD"),
	F(CreateNtmsMediaA, "hRru"),
	F(CreateNtmsMediaW, "hSsu"),
	F(CreateNtmsMediaW_u16, "hTzu"),
	F(DeleteNtmsMedia, "hg"),
	F(AddNtmsMediaType, "hgg"),
	F(DeleteNtmsMediaType, "hgg"),
	F(ChangeNtmsMediaType, "hgg"),
	F(CreateNtmsMediaPoolA, "haguEg"),
	F(CreateNtmsMediaPoolW, "hwguEg"),
	F(CreateNtmsMediaPoolW_u16, "hvguEg"),
	F(GetNtmsMediaPoolNameA, "hgBx"),
	F(GetNtmsMediaPoolNameW, "hgBx"),
	F(GetNtmsMediaPoolNameW_u16, "hgBx"),
	F(MoveToNtmsMediaPool, "hgg"),
	F(DeleteNtmsMediaPool, "hg"),
	F(GetNtmsObjectInformationA, "hgR"),
	F(GetNtmsObjectInformationW, "hgS"),
	F(GetNtmsObjectInformationW_u16, "hgT"),
	F(SetNtmsObjectInformationA, "hgR"),
	F(SetNtmsObjectInformationW, "hgS"),
	F(SetNtmsObjectInformationW_u16, "hgT"),
	F(EnumerateNtmsObject, "hgBxuu"),
	F(EnableNtmsObject, "hug"),
	F(DisableNtmsObject, "hug"),
	F(DeleteNtmsLibrary, "hg"),
	F(DeleteNtmsDrive, "hg"),
	F(GetNtmsObjectAttributeA, "hguaBx"),
	F(GetNtmsObjectAttributeW, "hguwBx"),
	F(GetNtmsObjectAttributeW_u16, "hguvBx"),
	F(SetNtmsObjectAttributeA, "hguaDy"),
	F(SetNtmsObjectAttributeW, "hguwDy"),
	F(SetNtmsObjectAttributeW_u16, "hguvDy"),
	F(GetNtmsObjectSecurity, "hguuDyo"),
	F(SetNtmsObjectSecurity, "hguuX"),
	F(InventoryNtmsLibrary, "hgu"),
	F(IdentifyNtmsSlot, "hgu"),
	F(AccessNtmsLibraryDoor, "hgu"),
	F(EjectNtmsMedia, "hggu"),
	F(InjectNtmsMedia, "hggu"),
	F(CleanNtmsDrive, "hg"),
	F(ReserveNtmsCleanerSlot, "hgg"),
	F(ReleaseNtmsCleanerSlot, "hg"),
	F(InjectNtmsCleaner, "hgguu"),
	F(EjectNtmsCleaner, "hggu"),
	F(BeginNtmsDeviceChangeDetection, "hP"),
	F(SetNtmsDeviceChangeDetection, "hdGuc"),
	F(EndNtmsDeviceChangeDetection, "hd"),
	F(GetNtmsRequestOrder, "hgo"),
	F(SetNtmsRequestOrder, "hgu"),
	F(CancelNtmsLibraryRequest, "hg"),
	F(DeleteNtmsRequests, "hGuc"),
	F(SubmitNtmsOperatorRequestA, "huaggg"),
	F(SubmitNtmsOperatorRequestW, "huwggg"),
	F(SubmitNtmsOperatorRequestW_u16, "huvggg"),
	F(WaitForNtmsOperatorRequest, "hgt"),
	F(CancelNtmsOperatorRequest, "hg"),
	F(SatisfyNtmsOperatorRequest, "hg"),
	F(GetNtmsUIOptionsA, "hguBx"),
	F(GetNtmsUIOptionsW, "hguBx"),
	F(GetNtmsUIOptionsW_u16, "hguBx"),
	F(SetNtmsUIOptionsA, "hguua"),
	F(SetNtmsUIOptionsW, "hguuw"),
	F(SetNtmsUIOptionsW_u16, "hguuv"),
	F(ImportNtmsDatabase, "h"),
	F(ExportNtmsDatabase, "h"),
	F(WaitForNtmsNotification, "nNt"),
};

/* These open or close something, or return no code; they are called by hand below. */
static const char * const others[] = {
	"OpenNtmsSessionA", "OpenNtmsSessionW", "OpenNtmsSessionW_u16", "CloseNtmsSession",
	"OpenNtmsNotification", "CloseNtmsNotification", "EjectDiskFromSADriveA",
	"EjectDiskFromSADriveW", "EjectDiskFromSADriveW_u16", "GetVolumesFromDriveA",
	"GetVolumesFromDriveW", "GetVolumesFromDriveW_u16",
};

#define FUNCTIONS	(sizeof(functions) / sizeof(functions[0]))

static HANDLE session, closed, detection, notification;
static unsigned int answers;
static _Thread_local unsigned int seed = 1;

static unsigned int draw(unsigned int below)
{
	return (unsigned int)rand_r(&seed) % below;
}

static void draw_bytes(void *to, size_t length)
{
	unsigned char *at = to;

	while (length--)
		*at++ = (unsigned char)draw(256);
}

/* A number that is more often of some use than not. */
static uint32_t draw_number(void)
{
	static const uint32_t some[] = { 0, 1, 2, 3, 4, 5, 9, 10, 14, 15, 17, 255, 256, 4096,
					 0x7fffffff, 0x80000000, 0xffffffff };

	return draw(4) ? some[draw(sizeof(some) / sizeof(some[0]))] : (uint32_t)rand_r(&seed);
}

/* The module: any answer, but always one. */
static bool serve(const struct mock_request *request)
{
	static const uint32_t codes[] = { 5, 8, 21, 87, 170, 4300, 4301, 4312, 4313, 0 };
	unsigned char bytes[600];
	struct ntms_msg answer;
	unsigned int i, n;

	if (request->command == NTMS_CMD_GET_STATUS ||
	    request->command == NTMS_CMD_OPEN_SESSION ||
	    request->command == NTMS_CMD_CLOSE_SESSION)
		return false;
	seed = __atomic_add_fetch(&answers, 1, __ATOMIC_RELAXED) * 2654435761u;
	if (!draw(3))
		return mock_refuse(request, 1 + (int)draw(130), codes[draw(10)],
				   draw(2) ? "because \xff\xfe" : NULL);
	if (request->command == NTMS_CMD_OPEN_NOTIFICATION)
		return mock_ack(request);
	mock_begin(&answer, request);
	n = draw(6);
	for (i = 0; i < n; i++) {
		draw_bytes(bytes, sizeof(bytes));
		ntms_msg_put(&answer, (uint16_t)draw(NTMS_A_CALL_MAX + 3), bytes,
			     draw(3) ? 4 * draw(20) : draw(sizeof(bytes)));
	}
	mock_end(&answer, request, request->flags & NLM_F_DUMP ? NLM_F_MULTI : 0);
	return !(request->flags & NLM_F_DUMP) || mock_done(request, draw(4) ? 0 : ENOENT, 0);
}

static HANDLE draw_handle(HANDLE good)
{
	HANDLE some[] = { NULL, INVALID_HANDLE_VALUE, closed, session, detection, notification,
			  &seed, (HANDLE)(uintptr_t)draw(1000) };

	return draw(4) ? good : some[draw(sizeof(some) / sizeof(some[0]))];
}

/* Text of up to BUFFER units, most of it well formed; always with a terminator. */
static void *draw_text(size_t width)
{
	size_t units = draw(BUFFER), i;
	unsigned char *text = calloc(units + 1, width);
	bool wild = !draw(3);

	for (i = 0; i < units * width; i++)
		text[i] = wild ? (unsigned char)(1 + draw(255)) :
			  i % width ? 0 : (unsigned char)('A' + draw(26));
	return text;
}

static void *draw_record(size_t size, unsigned int count)
{
	unsigned char *record = malloc(size * count);
	uint32_t head[2];
	unsigned int i;

	draw_bytes(record, size * count);
	for (i = 0; i < count; i++) {
		head[0] = draw(3) ? (uint32_t)size : draw((unsigned int)size + 1);
		head[1] = draw(20);
		memcpy(record + i * size, head, sizeof(head));
	}
	return record;
}

/* Offsets may point as far as a descriptor can be long. */
static void *draw_descriptor(void)
{
	const size_t size = SD_MOST + 2 * UINT16_MAX;
	unsigned char *sd = malloc(size);

	memset(sd, 0x5a, size);
	draw_bytes(sd, 4096);
	if (draw(4)) {
		sd[0] = 1;
		sd[3] = 0x80;
		put32(sd + SD_OWNER, draw(2) ? draw(200) : draw_number());
		put32(sd + SD_GROUP, draw(2) ? draw(200) : draw_number());
		put32(sd + SD_DACL, draw(2) ? draw(4000) : draw_number());
	}
	return sd;
}

struct memory {
	void *at[MOST_ARGS];
	DWORD bytes;	/* behind B and D */
};

static uintptr_t pointer(struct memory *memory, unsigned int arg, void *at)
{
	memory->at[arg] = at;
	return (uintptr_t)at;
}

static void *draw_array(size_t length)
{
	void *at = malloc(length ? length : 1);

	draw_bytes(at, length);
	return at;
}

/* Room for units of the function's form, which the number counts. */
static size_t unit_of(const struct function *f)
{
	if (!strcmp(f->name, "EnumerateNtmsObject"))
		return sizeof(NTMS_GUID);
	if (strstr(f->name, "Attribute") || strstr(f->name, "Security") || strstr(f->name, "Omid"))
		return 1;
	return strstr(f->name, "_u16") ? 2 : f->name[strlen(f->name) - 1] == 'W' ? 4 : 1;
}

static uintptr_t draw_arg(const struct function *f, unsigned int arg, struct memory *memory)
{
	static const NTMS_MOUNT_INFORMATION no_mount;
	SECURITY_ATTRIBUTES *security;
	void *at;

	switch (f->args[arg]) {
	case 'h':
		return (uintptr_t)draw_handle(session);
	case 'd':
		return (uintptr_t)draw_handle(detection);
	case 'n':
		return (uintptr_t)draw_handle(notification);
	case 'u':
		return draw_number();
	case 't':
		return draw(2);
	case 'c':
		return draw(ARRAY + 1);
	case 'y':
		return memory->bytes;
	}
	if (!draw(6))
		return 0;
	switch (f->args[arg]) {
	case 'a':
		return pointer(memory, arg, draw_text(1));
	case 'w':
		return pointer(memory, arg, draw_text(4));
	case 'v':
		return pointer(memory, arg, draw_text(2));
	case 'G':
		return pointer(memory, arg, draw_array(ARRAY * sizeof(NTMS_GUID)));
	case 'B':
	case 'D':
		return pointer(memory, arg, draw_array(memory->bytes * unit_of(f)));
	case 'x':
		at = malloc(sizeof(DWORD));
		memcpy(at, &memory->bytes, sizeof(DWORD));
		return pointer(memory, arg, at);
	case 'R':
		return pointer(memory, arg, draw_record(sizeof(NTMS_OBJECTINFORMATIONA), 1));
	case 'S':
		return pointer(memory, arg, draw_record(sizeof(NTMS_OBJECTINFORMATIONW), 1));
	case 'T':
		return pointer(memory, arg, draw_record(1408, 1));
	case 'r':
		return pointer(memory, arg, draw_record(sizeof(NTMS_OBJECTINFORMATIONA), 2));
	case 's':
		return pointer(memory, arg, draw_record(sizeof(NTMS_OBJECTINFORMATIONW), 2));
	case 'z':
		return pointer(memory, arg, draw_record(1408, 2));
	case 'M':
		return draw(2) ? (uintptr_t)&no_mount :
		       pointer(memory, arg, draw_array(sizeof(NTMS_MOUNT_INFORMATION)));
	case 'L':
		return pointer(memory, arg, draw_array(sizeof(NTMS_ALLOCATION_INFORMATION)));
	case 'N':
		return pointer(memory, arg, draw_array(sizeof(NTMS_NOTIFICATIONINFORMATION)));
	case 'E':
		security = draw_array(sizeof(*security));
		security->lpSecurityDescriptor = NULL;
		return pointer(memory, arg, security);
	case 'X':
		return pointer(memory, arg, draw_descriptor());
	case 'o':
		return pointer(memory, arg, draw_array(sizeof(DWORD)));
	case 'P':
		return pointer(memory, arg, draw_array(sizeof(void *)));
	default:
		return pointer(memory, arg, draw_array(sizeof(NTMS_GUID)));
	}
}

/* A code that has a name, or one that the module was free to invent. */
static bool is_documented(DWORD code)
{
	return strcmp(ntms_strerror(code), "unknown error");
}

static DWORD call(const struct function *f, uintptr_t *arg)
{
	return (DWORD)f->call(arg[0], arg[1], arg[2], arg[3], arg[4], arg[5], arg[6], arg[7]);
}

static DWORD call_at_random(const struct function *f)
{
	struct memory memory = { .bytes = draw(BUFFER) };
	uintptr_t arg[MOST_ARGS] = { 0 };
	unsigned int i;
	DWORD code;

	for (i = 0; f->args[i]; i++)
		arg[i] = draw_arg(f, i, &memory);
	code = call(f, arg);
	for (i = 0; i < MOST_ARGS; i++)
		free(memory.at[i]);
	return code;
}

static bool random_arguments(void)
{
	unsigned int i, round;
	DWORD code;

	for (i = 0; i < FUNCTIONS; i++) {
		for (round = 0; round < ROUNDS; round++) {
			seed = i * 10007 + round * 7919 + 1;
			code = call_at_random(&functions[i]);
			if (is_documented(code))
				continue;
			printf("# %s returned %u\n", functions[i].name, code);
			return false;
		}
	}
	return true;
}

/* Nothing but the handle: what needs a pointer says so. */
static bool all_null(void)
{
	uintptr_t arg[MOST_ARGS] = { 0 };
	unsigned int i;
	bool pointers;
	DWORD code;

	for (i = 0; i < FUNCTIONS; i++) {
		pointers = strpbrk(functions[i].args, "gGRSTBDoPNX") != NULL;
		arg[0] = (uintptr_t)(functions[i].args[0] == 'n' ? notification : session);
		code = call(&functions[i], arg);
		if (!pointers || strstr(functions[i].name, "UIOptions"))
			CHECK(is_documented(code));
		else if (code != ERROR_INVALID_PARAMETER && code != ERROR_INVALID_HANDLE) {
			printf("# %s returned %u\n", functions[i].name, code);
			return false;
		}
	}
	return true;
}

static bool bad_handles(void)
{
	HANDLE wrong[] = { NULL, INVALID_HANDLE_VALUE, closed, detection, &seed, (HANDLE)8 };
	struct memory memory;
	uintptr_t arg[MOST_ARGS];
	unsigned int i, k, n;
	DWORD code;

	for (i = 0; i < FUNCTIONS; i++) {
		for (k = 0; k < sizeof(wrong) / sizeof(wrong[0]); k++) {
			memset(&memory, 0, sizeof(memory));
			memset(arg, 0, sizeof(arg));
			for (n = 1; functions[i].args[n]; n++)
				arg[n] = draw_arg(&functions[i], n, &memory);
			arg[0] = (uintptr_t)wrong[k];
			code = call(&functions[i], arg);
			for (n = 0; n < MOST_ARGS; n++)
				free(memory.at[n]);
			if (code == ERROR_INVALID_HANDLE)
				continue;
			printf("# %s returned %u\n", functions[i].name, code);
			return false;
		}
	}
	return true;
}

static bool without_session(void)
{
	static const wchar_t bad_wide[] = { 0xd800, 0 };
	static const uint16_t bad_u16[] = { 0xdc00, 0 }, empty[] = { 0 };
	LPSTR volume = (LPSTR)&volume, letter;
	LPWSTR wide_volume, wide_letter;
	uint16_t *u16_volume, *u16_letter;
	unsigned int i;

	CHECK(OpenNtmsSessionA("\xff", NULL, 0) == INVALID_HANDLE_VALUE);
	CHECK(GetLastError() == ERROR_INVALID_COMPUTERNAME);
	CHECK(OpenNtmsSessionW(NULL, bad_wide, 0) == INVALID_HANDLE_VALUE);
	CHECK(GetLastError() == ERROR_INVALID_PARAMETER);
	CHECK(OpenNtmsSessionW_u16(bad_u16, NULL, 0) == INVALID_HANDLE_VALUE);
	CHECK(GetLastError() == ERROR_INVALID_COMPUTERNAME);

	CHECK(GetVolumesFromDriveA(NULL, &volume, &letter) == ERROR_INVALID_PARAMETER);
	CHECK(GetVolumesFromDriveA(volume, NULL, &letter) == ERROR_INVALID_PARAMETER);
	CHECK(GetVolumesFromDriveA(volume, &volume, NULL) == ERROR_INVALID_PARAMETER);
	CHECK(GetVolumesFromDriveA(volume, &volume, &letter) == ERROR_NOT_SUPPORTED);
	CHECK(!volume && !letter);
	CHECK(GetVolumesFromDriveW((LPWSTR)empty, &wide_volume, &wide_letter) ==
	      ERROR_NOT_SUPPORTED);
	CHECK(GetVolumesFromDriveW_u16((uint16_t *)empty, &u16_volume, &u16_letter) ==
	      ERROR_NOT_SUPPORTED);

	CHECK(EjectDiskFromSADriveA("\xff", NULL, "nst0", NULL, NULL, NULL, 0) ==
	      ERROR_INVALID_COMPUTERNAME);
	CHECK(EjectDiskFromSADriveA(NULL, NULL, NULL, NULL, NULL, NULL, 0) ==
	      ERROR_INVALID_PARAMETER);
	CHECK(EjectDiskFromSADriveW(NULL, NULL, L"nst0", NULL, NULL, NULL, 6) ==
	      ERROR_INVALID_PARAMETER);
	CHECK(EjectDiskFromSADriveW_u16(NULL, NULL, bad_u16, NULL, NULL, NULL, 0) ==
	      ERROR_INVALID_DRIVE);
	for (i = 0; i < 200; i++) {
		seed = i;
		CHECK(is_documented(EjectDiskFromSADriveA(NULL, "x", "nst0", &seed, "t", "m",
							  i % 4)));
	}
	return true;
}

static void *call_until_closed(void *first)
{
	unsigned int i, which = (unsigned int)(uintptr_t)first;

	seed = which;
	for (i = 0; i < 100; i++)
		call_at_random(&functions[(which + i * 31) % FUNCTIONS]);
	return NULL;
}

/* A hundred threads; in the middle of it the session is closed. */
static bool many_threads(void)
{
	pthread_t thread[THREADS];
	unsigned int i, round;

	for (round = 0; round < 3; round++) {
		for (i = 0; i < THREADS; i++)
			pthread_create(&thread[i], NULL, call_until_closed,
				       (void *)(uintptr_t)(i * 97 + round));
		usleep(20000);
		CloseNtmsSession(session);
		for (i = 0; i < THREADS; i++)
			pthread_join(thread[i], NULL);
		CHECK(mock_links() == 0);
		session = OpenNtmsSessionA(NULL, "garbage", 0);
		CHECK(session != INVALID_HANDLE_VALUE);
	}
	return true;
}

static bool nothing_left(void)
{
	CHECK(!CloseNtmsSession(session));
	CHECK(mock_links() == 0);
	return true;
}

int main(int argc, char **argv)
{
	static const struct tap_test tests[] = {
		{ "handles that are no session are refused by every function", bad_handles },
		{ "null pointers are refused by every function", all_null },
		{ "random arguments get a documented code from every function", random_arguments },
		{ "so they do where there is no session", without_session },
		{ "a hundred threads do so at once, and the session is closed", many_threads },
		{ "nothing is left open", nothing_left },
	};
	unsigned int i;

	/* for test_symbols.sh */
	if (argc > 1 && !strcmp(argv[1], "--names")) {
		for (i = 0; i < FUNCTIONS; i++)
			puts(functions[i].name);
		for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
			puts(others[i]);
		return 0;
	}

	setvbuf(stdout, NULL, _IOLBF, 0);
	setenv("NTMS_LABELD", "/bin/false", 1);
	mock_serve(NULL);
	closed = OpenNtmsSessionA(NULL, NULL, 0);
	CloseNtmsSession(closed);
	session = OpenNtmsSessionA(NULL, "garbage", 0);
	mock_serve(serve);
	while (notification == INVALID_HANDLE_VALUE || !notification)
		notification = OpenNtmsNotification(session, NTMS_DRIVE);
	while (!detection)
		BeginNtmsDeviceChangeDetection(session, &detection);
	return TAP_RUN(tests);
}
