// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_errors.c - what the module refuses, and why, gets to the program
 */
#include <errno.h>
#include <pthread.h>
#include <string.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <ntms.h>

#include "mock.h"
#include "tap.h"

static NTMS_GUID id = { 1, 2, 3, { 4 } };
static HANDLE session;

static struct {
	int error;
	uint32_t code;
	const char *text;
} refusal;

static bool refuse(const struct mock_request *request)
{
	if (request->command != NTMS_CMD_DEALLOCATE_MEDIA)
		return false;
	return mock_refuse(request, refusal.error, refusal.code, refusal.text);
}

static DWORD refused(int error, uint32_t code, const char *text)
{
	refusal.error = error;
	refusal.code = code;
	refusal.text = text;
	return DeallocateNtmsMedia(session, &id, 0);
}

static bool codes(void)
{
	mock_serve(refuse);
	CHECK(refused(ENOENT, ERROR_INVALID_MEDIA, NULL) == ERROR_INVALID_MEDIA);
	CHECK(refused(EINVAL, ERROR_INVALID_PARTITION, "x") == ERROR_INVALID_PARTITION);
	CHECK(refused(EIO, ERROR_DATABASE_FAILURE, "x") == ERROR_DATABASE_FAILURE);
	CHECK(refused(EBADF, ERROR_INVALID_HANDLE, NULL) == ERROR_INVALID_HANDLE);
	CHECK(refused(EAGAIN, ERROR_NOT_READY, NULL) == ERROR_NOT_READY);
	/* a code that the library has never heard of */
	CHECK(refused(EINVAL, 0x1234567, NULL) == 0x1234567);
	return true;
}

static bool kernel_errors(void)
{
	CHECK(refused(EINVAL, 0, "Attribute failed policy validation") ==
	      ERROR_INVALID_PARAMETER);
	CHECK(refused(ERANGE, 0, NULL) == ERROR_INVALID_PARAMETER);
	CHECK(refused(EPERM, 0, NULL) == ERROR_ACCESS_DENIED);
	CHECK(refused(EACCES, 0, NULL) == ERROR_ACCESS_DENIED);
	CHECK(refused(ENOMEM, 0, NULL) == ERROR_NOT_ENOUGH_MEMORY);
	CHECK(refused(ENOBUFS, 0, NULL) == ERROR_NOT_ENOUGH_MEMORY);
	CHECK(refused(EOPNOTSUPP, 0, NULL) == ERROR_CALL_NOT_IMPLEMENTED);
	CHECK(refused(ENOENT, 0, NULL) == ERROR_NOT_CONNECTED);
	return true;
}

static bool texts(void)
{
	char longer[400];

	CHECK(refused(ENOENT, ERROR_INVALID_MEDIA, "medium X is no logical medium") ==
	      ERROR_INVALID_MEDIA);
	CHECK(!strcmp(ntms_last_error_text(), "medium X is no logical medium"));

	/* the next call of the thread has its own outcome */
	CHECK(refused(ENOENT, ERROR_INVALID_MEDIA, NULL) == ERROR_INVALID_MEDIA);
	CHECK(!strcmp(ntms_last_error_text(), ntms_strerror(ERROR_INVALID_MEDIA)));
	CHECK(DeallocateNtmsMedia(session, NULL, 0) == ERROR_INVALID_PARAMETER);
	CHECK(!strcmp(ntms_last_error_text(), ntms_strerror(ERROR_INVALID_PARAMETER)));

	/* long texts are cut, malformed ones made readable */
	memset(longer, 't', sizeof(longer));
	longer[399] = '\0';
	CHECK(refused(EINVAL, 5, longer) == ERROR_ACCESS_DENIED);
	CHECK(strlen(ntms_last_error_text()) == 255);
	CHECK(refused(EINVAL, 5, "slot \xff") == ERROR_ACCESS_DENIED);
	CHECK(!strcmp(ntms_last_error_text(), "slot \xef\xbf\xbd"));

	mock_serve(NULL);
	CHECK(DeallocateNtmsMedia(session, &id, 0) == ERROR_SUCCESS);
	CHECK(!strcmp(ntms_last_error_text(), ntms_strerror(ERROR_SUCCESS)));
	return true;
}

/* An error message that repeats the request, as sockets without CAP_ACK get it. */
static bool uncapped(const struct mock_request *request)
{
	struct {
		struct nlmsghdr head;
		int error;
		struct nlmsghdr request;
		unsigned char payload[24];
		struct nlattr cookie;
		uint32_t code;
	} answer = {
		.head = {
			.nlmsg_len = sizeof(answer), .nlmsg_type = NLMSG_ERROR,
			.nlmsg_flags = NLM_F_ACK_TLVS, .nlmsg_seq = request->seq,
		},
		.error = -EBUSY,
		.request = { .nlmsg_len = sizeof(answer.request) + sizeof(answer.payload) },
		.cookie = { .nla_len = 8, .nla_type = NLMSGERR_ATTR_COOKIE },
		.code = ERROR_INVALID_STATE,
	};

	if (request->command != NTMS_CMD_DEALLOCATE_MEDIA)
		return false;
	mock_raw(request->link, &answer, sizeof(answer));
	return true;
}

static bool repeated_request(void)
{
	mock_serve(uncapped);
	CHECK(DeallocateNtmsMedia(session, &id, 0) == ERROR_INVALID_STATE);
	return true;
}

/* Answers to nobody, then the right one, all in one datagram. */
static bool crowd(const struct mock_request *request)
{
	struct {
		struct nlmsghdr head;
		int error;
		struct nlmsghdr request;
	} answer[3];
	unsigned int i;

	if (request->command != NTMS_CMD_DEALLOCATE_MEDIA)
		return false;
	memset(answer, 0, sizeof(answer));
	for (i = 0; i < 3; i++) {
		answer[i].head.nlmsg_len = sizeof(answer[i]);
		answer[i].head.nlmsg_type = NLMSG_ERROR;
		answer[i].head.nlmsg_flags = NLM_F_CAPPED;
		answer[i].head.nlmsg_seq = request->seq + 2 - i;
		answer[i].error = i == 2 ? 0 : -EPERM;
	}
	mock_raw(request->link, answer, sizeof(answer));
	return true;
}

static bool answers_to_nobody(void)
{
	mock_serve(crowd);
	CHECK(DeallocateNtmsMedia(session, &id, 0) == ERROR_SUCCESS);
	CHECK(DeallocateNtmsMedia(session, &id, 0) == ERROR_SUCCESS);
	return true;
}

static bool lost(const struct mock_request *request)
{
	if (request->command != NTMS_CMD_DEALLOCATE_MEDIA)
		return false;
	mock_lose(request->link, ENOBUFS);
	return true;
}

static bool cut(const struct mock_request *request)
{
	struct nlmsghdr head = {
		.nlmsg_len = 100000, .nlmsg_type = MOCK_FAMILY, .nlmsg_seq = request->seq,
	};

	if (request->command != NTMS_CMD_DEALLOCATE_MEDIA)
		return false;
	mock_raw(request->link, &head, sizeof(head));
	return true;
}

static bool broken_connection(void)
{
	static const mock_server servers[] = { lost, cut };
	HANDLE other;
	unsigned int i;

	for (i = 0; i < 2; i++) {
		mock_serve(servers[i]);
		other = OpenNtmsSessionA(NULL, NULL, 0);
		CHECK(DeallocateNtmsMedia(other, &id, 0) == ERROR_CONNECTION_UNAVAIL);
		/* the session is of no more use, but does not hang */
		CHECK(SetNtmsMediaComplete(other, &id) == ERROR_CONNECTION_UNAVAIL);
		CHECK(CloseNtmsSession(other) == ERROR_CONNECTION_UNAVAIL);
		CHECK(CloseNtmsSession(other) == ERROR_INVALID_HANDLE);
	}
	return true;
}

/* An answer that lacks what the call is to return. */
static bool nothing_inside(const struct mock_request *request)
{
	struct ntms_msg answer;

	if (request->command != NTMS_CMD_ALLOCATE_MEDIA &&
	    request->command != NTMS_CMD_GET_OBJECT)
		return false;
	mock_begin(&answer, request);
	mock_end(&answer, request, 0);
	return true;
}

static bool empty_answers(void)
{
	NTMS_OBJECTINFORMATIONA info = { .dwSize = sizeof(info) };
	NTMS_GUID media = id;

	mock_serve(nothing_inside);
	CHECK(AllocateNtmsMedia(session, &id, NULL, &media, 0, 0, NULL) ==
	      RPC_S_NO_INTERFACES);
	CHECK(NTMS_IS_NULLGUID(media));
	CHECK(GetNtmsObjectInformationA(session, &id, &info) == RPC_S_NO_INTERFACES);
	return true;
}

static void *other_thread(void *text)
{
	DeallocateNtmsMedia(session, &id, 1);
	return (void *)(uintptr_t)!strcmp(text, ntms_last_error_text());
}

static bool per_thread(void)
{
	pthread_t thread;
	void *same;

	mock_serve(refuse);
	CHECK(refused(ENOENT, ERROR_INVALID_MEDIA, "mine") == ERROR_INVALID_MEDIA);
	pthread_create(&thread, NULL, other_thread, (void *)"mine");
	pthread_join(thread, &same);
	CHECK(!same);
	CHECK(!strcmp(ntms_last_error_text(), "mine"));
	return true;
}

int main(void)
{
	static const struct tap_test tests[] = {
		{ "the module's code is what the call returns", codes },
		{ "errors of the kernel without a code get the nearest one", kernel_errors },
		{ "the module's words are those of the last call", texts },
		{ "an error that repeats the request is understood", repeated_request },
		{ "answers to nobody are dropped", answers_to_nobody },
		{ "lost or cut answers end the session, not the program", broken_connection },
		{ "an answer without the result is no success", empty_answers },
		{ "each thread has its own last outcome", per_thread },
	};

	mock_serve(NULL);
	session = OpenNtmsSessionA(NULL, NULL, 0);
	return TAP_RUN(tests) || CloseNtmsSession(session);
}
