// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_nl.c - the netlink socket, against the one family that every kernel has
 *
 * The generic netlink controller answers requests for families.  Its refusals
 * carry no code, its lists are those of other families; that is enough to see
 * messages go both ways.
 *
 *	test_nl --bench	compares a call with what libnl makes of the same request
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux/genetlink.h>
#include <linux/ntms.h>

/* The transport is to look for this family. */
#undef NTMS_FAMILY_NAME
#define NTMS_FAMILY_NAME	family_name
static const char *family_name = "nlctrl";

#include "../../libntms/nl.c"

#include "session.h"
#include "tap.h"

static struct ntms_session *session;
static HANDLE handle;

static bool connects(void)
{
	DWORD code = 1;

	session = ntms_session_create(&code);
	CHECK(session && !code);
	CHECK(session->family == GENL_ID_CTRL);
	handle = ntms_handle_create(NTMS_HANDLE_SESSION, &session->ref);
	CHECK(handle != INVALID_HANDLE_VALUE);
	return true;
}

static bool no_family(void)
{
	DWORD code = 1;

	family_name = "no-such-family";
	CHECK(!ntms_session_create(&code));
	CHECK(code == ERROR_NOT_CONNECTED);
	family_name = "nlctrl";
	return true;
}

static bool answers(void)
{
	struct ntms_call call;
	char name[32] = "";

	ntms_call_begin(&call, handle, CTRL_CMD_GETFAMILY);
	ntms_call_text(&call, CTRL_ATTR_FAMILY_NAME, "nlctrl");
	ntms_call_want_text(&call, CTRL_ATTR_FAMILY_NAME, name, sizeof(name));
	CHECK(ntms_call_finish(&call) == ERROR_SUCCESS);
	CHECK(!strcmp(name, "nlctrl"));
	return true;
}

static bool acknowledgements(void)
{
	struct ntms_call call;

	/* an answer and an ACK, in two datagrams */
	ntms_call_begin(&call, handle, CTRL_CMD_GETFAMILY);
	ntms_call_text(&call, CTRL_ATTR_FAMILY_NAME, "nlctrl");
	CHECK(ntms_call_finish(&call) == ERROR_SUCCESS);
	return true;
}

static bool refusals(void)
{
	struct ntms_call call;
	unsigned char id = 1;

	ntms_call_begin(&call, handle, CTRL_CMD_GETFAMILY);
	ntms_call_text(&call, CTRL_ATTR_FAMILY_NAME, "no-such-family");
	CHECK(ntms_call_finish(&call) == ERROR_NOT_CONNECTED);

	ntms_call_begin(&call, handle, 200);
	CHECK(ntms_call_finish(&call) == ERROR_CALL_NOT_IMPLEMENTED);

	/* a number that is too short: the kernel says so in words */
	ntms_call_begin(&call, handle, CTRL_CMD_GETFAMILY);
	ntms_msg_put(&call.msg, CTRL_ATTR_FAMILY_ID, &id, sizeof(id));
	ntms_call_run(&call);
	CHECK(call.text[0]);
	CHECK(ntms_call_end(&call) == ERROR_INVALID_PARAMETER);
	return true;
}

static void count_answer(struct ntms_call *call, struct ntms_attrs attrs)
{
	(void)attrs;
	++*(unsigned int *)call->result;
}

static bool lists(void)
{
	struct ntms_call call;
	unsigned int n = 0;

	ntms_call_begin(&call, handle, CTRL_CMD_GETFAMILY);
	call.flags = NLM_F_REQUEST | NLM_F_DUMP;
	call.reply = count_answer;
	call.result = &n;
	CHECK(ntms_call_finish(&call) == ERROR_SUCCESS);
	CHECK(n >= 1);
	return true;
}

static void *call_often(void *unused)
{
	uintptr_t wrong = 0;
	unsigned int i;

	(void)unused;
	for (i = 0; i < 500; i++)
		wrong += !answers() || !acknowledgements();
	return (void *)wrong;
}

static bool in_threads(void)
{
	pthread_t thread[16];
	unsigned int i;
	void *wrong;

	for (i = 0; i < 16; i++)
		pthread_create(&thread[i], NULL, call_often, NULL);
	for (i = 0; i < 16; i++) {
		pthread_join(thread[i], &wrong);
		CHECK(!wrong);
	}
	return true;
}

static bool child_lets_go(void)
{
	int fd = ((struct nl_link *)session->link)->fd, status;
	pid_t child = fork();

	if (!child)
		_exit(fcntl(fd, F_GETFD) != -1);
	waitpid(child, &status, 0);
	CHECK(WIFEXITED(status) && !WEXITSTATUS(status));
	CHECK(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	return answers();
}

static bool disconnects(void)
{
	int fd = ((struct nl_link *)session->link)->fd;

	CHECK(ntms_handle_remove(NTMS_HANDLE_SESSION, handle) == &session->ref);
	ntms_ref_put(&session->ref);
	CHECK(fcntl(fd, F_GETFD) == -1);
	return true;
}

static void *wake_later(void *link)
{
	usleep(50000);
	ntms_transport.wake(link);
	return NULL;
}

/* What a notification needs: waits that end by time, by an answer and by a call. */
static bool wakes(void)
{
	unsigned char answer[4096];
	pthread_t thread;
	struct ntms_msg msg;
	uint16_t family;
	void *link;
	int fd, wake;

	CHECK(!ntms_transport.open(&link, &family, true));
	CHECK(ntms_transport.receive(link, answer, sizeof(answer), 0) == -ETIMEDOUT);
	CHECK(ntms_transport.receive(link, answer, sizeof(answer), 20) == -ETIMEDOUT);
	ntms_msg_start(&msg, CTRL_CMD_GETFAMILY);
	ntms_msg_put_text(&msg, CTRL_ATTR_FAMILY_NAME, "nlctrl");
	ntms_msg_finish(&msg, family, NLM_F_REQUEST, 1);
	CHECK(!ntms_transport.send(link, msg.data, msg.length));
	CHECK(ntms_transport.receive(link, answer, sizeof(answer), -1) > NLMSG_HDRLEN);

	pthread_create(&thread, NULL, wake_later, link);
	CHECK(ntms_transport.receive(link, answer, sizeof(answer), -1) == -ECANCELED);
	pthread_join(thread, NULL);
	/* for ever */
	CHECK(ntms_transport.receive(link, answer, sizeof(answer), -1) == -ECANCELED);

	fd = ((struct nl_link *)link)->fd;
	wake = ((struct nl_link *)link)->wake;
	CHECK(fcntl(wake, F_GETFD) & FD_CLOEXEC);
	ntms_transport.close(link);
	CHECK(fcntl(fd, F_GETFD) == -1 && fcntl(wake, F_GETFD) == -1);
	return true;
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void libnl_call(struct nl_sock *sock)
{
	struct nl_msg *msg = nlmsg_alloc();

	genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, GENL_ID_CTRL, 0, 0,
		    CTRL_CMD_GETFAMILY, 1);
	nla_put_string(msg, CTRL_ATTR_FAMILY_NAME, "nlctrl");
	nl_send_auto(sock, msg);
	nlmsg_free(msg);
	nl_recvmsgs_default(sock);
}

static int bench(void)
{
	struct nl_sock *sock = nl_socket_alloc();
	unsigned int i, round, n = 50000;
	double start, theirs, ours;

	genl_connect(sock);
	nl_socket_disable_auto_ack(sock);
	connects();
	for (round = 0; round < 5; round++) {
		start = seconds();
		for (i = 0; i < n; i++)
			libnl_call(sock);
		theirs = (seconds() - start) / n;
		start = seconds();
		for (i = 0; i < n; i++)
			answers();
		ours = (seconds() - start) / n;
		printf("libnl %.2f us, call %.2f us, ratio %.2f\n", theirs * 1e6,
		       ours * 1e6, ours / theirs);
	}
	disconnects();
	nl_socket_free(sock);
	return 0;
}

int main(int argc, char **argv)
{
	static const struct tap_test tests[] = {
		{ "a connection finds the family", connects },
		{ "without the family there is no connection", no_family },
		{ "an answer comes back", answers },
		{ "an acknowledgement comes back", acknowledgements },
		{ "a refusal comes back, with the kernel's words", refusals },
		{ "a list comes back", lists },
		{ "threads share a socket", in_threads },
		{ "a child process does not keep the socket open", child_lets_go },
		{ "the socket is closed in the end", disconnects },
		{ "who waits for a notification can be woken", wakes },
	};

	if (argc > 1 && !strcmp(argv[1], "--bench"))
		return bench();
	return TAP_RUN(tests);
}
