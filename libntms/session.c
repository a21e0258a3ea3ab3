// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * session.c - opening and closing sessions
 *
 * MS-RSMP 3.2.5.2.5.1 to .3; SDK pages OpenNtmsSession, CloseNtmsSession.
 */
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <linux/ntms.h>

#include "lasterror.h"
#include "server.h"
#include "session.h"
#include "text.h"
#include "transport.h"
#include "wide.h"

#define DEFAULT_APPLICATION	"RSM"
#define DEFAULT_WAIT_MS		60000
#define FIRST_PAUSE_MS		5
#define LONGEST_PAUSE_MS	250
#define NS_PER_MS		1000000L

/**
 * struct opener - what a session tells about who opened it
 * @application:	name of the program
 * @computer:		name of this computer
 * @user:		name of the user
 */
struct opener {
	char application[NTMS_UTF8_SIZE(NTMS_APPLICATIONNAME_LENGTH)];
	char computer[NTMS_UTF8_SIZE(NTMS_COMPUTERNAME_LENGTH)];
	char user[NTMS_UTF8_SIZE(NTMS_USERNAME_LENGTH)];
};

static struct ntms_session *session_of(struct ntms_ref *ref)
{
	return (struct ntms_session *)((char *)ref - offsetof(struct ntms_session, ref));
}

static void session_free(struct ntms_session *session)
{
	pthread_mutex_destroy(&session->dumping);
	pthread_mutex_destroy(&session->lock);
	free(session->buffer);
	free(session);
}

static void session_release(struct ntms_ref *ref)
{
	struct ntms_session *session = session_of(ref);

	ntms_transport.close(session->link);
	session_free(session);
}

static void session_forked(struct ntms_ref *ref)
{
	ntms_transport.forked(session_of(ref)->link);
}

/**
 * ntms_session_create() - make a connection to the module
 * @code:	receives why there is none
 *
 * Return: the connection with one use of it, the caller's; NULL on failure.
 */
struct ntms_session *ntms_session_create(DWORD *code)
{
	struct ntms_session *session = calloc(1, sizeof(*session));

	*code = ERROR_NOT_ENOUGH_MEMORY;
	if (!session)
		return NULL;
	atomic_init(&session->ref.users, 1);
	session->ref.release = session_release;
	session->ref.forked = session_forked;
	pthread_mutex_init(&session->dumping, NULL);
	pthread_mutex_init(&session->lock, NULL);

	session->buffer = malloc(NTMS_DATAGRAM_SIZE);
	if (session->buffer)
		*code = ntms_transport.open(&session->link, &session->family, false);
	if (*code) {
		session_free(session);
		return NULL;
	}
	return session;
}

/* Takes a text, cut between two characters if it is too long. */
static bool take_cut(enum ntms_width width, const void *from, size_t length,
		     char *to)
{
	return ntms_text_get(width, from, SIZE_MAX, length - 1, to,
			     NTMS_UTF8_SIZE(length)) != -EILSEQ;
}

static DWORD describe(enum ntms_width width, const void *application,
		      struct opener *opener)
{
	char self[NTMS_SERVER_SIZE], buffer[1024];
	struct passwd user, *found = NULL;

	opener->application[0] = '\0';
	if (application && !take_cut(width, application, NTMS_APPLICATIONNAME_LENGTH,
				     opener->application))
		return ERROR_INVALID_PARAMETER;
	if (!opener->application[0])
		strcpy(opener->application, DEFAULT_APPLICATION);

	ntms_server_self(self, sizeof(self));
	take_cut(NTMS_UTF8, self, NTMS_COMPUTERNAME_LENGTH, opener->computer);
	if (getpwuid_r(geteuid(), &user, buffer, sizeof(buffer), &found) || !found ||
	    !take_cut(NTMS_UTF8, found->pw_name, NTMS_USERNAME_LENGTH, opener->user))
		snprintf(opener->user, sizeof(opener->user), "%u", (unsigned int)geteuid());
	return ERROR_SUCCESS;
}

/* Whether the module still loads its database. */
static void take_readiness(struct ntms_call *call, struct ntms_attrs attrs)
{
	bool *loading = call->result;
	struct ntms_attr attr;
	uint32_t readiness;

	while (ntms_attrs_next(&attrs, &attr)) {
		if (attr.type != NTMS_A_STATUS_READINESS)
			continue;
		readiness = ntms_attr_u32(&attr);
		*loading = readiness == NTMS_READINESS_WAITING ||
			   readiness == NTMS_READINESS_LOADING;
	}
}

static DWORD try_open(struct ntms_session *session, const struct opener *opener,
		      struct ntms_call *call)
{
	bool loading = false;
	DWORD code;

	ntms_call_begin_in(call, session, NTMS_CMD_GET_STATUS);
	call->reply = take_readiness;
	call->result = &loading;
	code = ntms_call_finish(call);
	if (code || loading)
		return code ? code : ERROR_NOT_READY;

	ntms_call_begin_in(call, session, NTMS_CMD_OPEN_SESSION);
	ntms_call_text(call, NTMS_A_CALL_APPLICATION, opener->application);
	ntms_call_text(call, NTMS_A_CALL_COMPUTER, opener->computer);
	ntms_call_text(call, NTMS_A_CALL_USER, opener->user);
	ntms_call_want_u32(call, NTMS_A_CALL_SESSION, &session->number);
	return ntms_call_finish(call);
}

static long milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long)now.tv_sec * 1000 + now.tv_nsec / NS_PER_MS;
}

static long longest_wait(void)
{
	const char *text = getenv("NTMS_OPEN_WAIT");
	char *end;
	long ms;

	if (!text)
		return DEFAULT_WAIT_MS;
	errno = 0;
	ms = strtol(text, &end, 10);
	return errno || end == text || *end || ms < 0 ? DEFAULT_WAIT_MS : ms;
}

/* The module cannot hold an answer back while it has no database. */
static DWORD wait_and_open(struct ntms_session *session, const struct opener *opener,
			   struct ntms_call *call)
{
	long start = milliseconds(), left, wait = longest_wait();
	long ms = FIRST_PAUSE_MS;
	struct timespec pause;
	DWORD code;

	for (;;) {
		code = try_open(session, opener, call);
		if (code != ERROR_NOT_READY)
			return code;
		left = wait - (milliseconds() - start);
		if (left <= 0)
			return ERROR_BUSY;
		ms = ms < left ? ms : left;
		pause.tv_sec = ms / 1000;
		pause.tv_nsec = ms % 1000 * NS_PER_MS;
		nanosleep(&pause, NULL);
		ms = 2 * ms < LONGEST_PAUSE_MS ? 2 * ms : LONGEST_PAUSE_MS;
	}
}

static HANDLE open_session(enum ntms_width width, const void *server,
			   const void *application)
{
	HANDLE handle = INVALID_HANDLE_VALUE;
	struct ntms_session *session = NULL;
	struct ntms_call call = { .code = 0 };
	struct opener opener;
	int cancel;
	DWORD code;

	/* No call is a cancellation point; here a cancelled thread would leave a socket. */
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel);
	code = ntms_server_check(width, server);
	if (!code)
		code = describe(width, application, &opener);
	if (!code)
		session = ntms_session_create(&code);
	if (!code)
		code = wait_and_open(session, &opener, &call);
	if (!code) {
		handle = ntms_handle_create(NTMS_HANDLE_SESSION, &session->ref);
		if (handle == INVALID_HANDLE_VALUE)
			code = ERROR_NOT_ENOUGH_MEMORY;
	}

	if (code && session)
		ntms_ref_put(&session->ref);
	ntms_result(code, code && code == call.code && call.text[0] ? call.text : NULL);
	if (code)
		SetLastError(code);
	pthread_setcancelstate(cancel, NULL);
	return handle;
}

/**
 * OpenNtmsSessionA() - open a session
 * @lpServer:		the computer, NULL or "" for this one.  Its name with and
 *			without domain, "localhost", "." and loopback addresses
 *			are this computer too; there is no way to any other
 * @lpApplication:	name of the program, shown with its requests; NULL or ""
 *			for "RSM"; cut after 63 UTF-16 units
 * @dwOptions:		ignored
 *
 * While the module is loading its database the call waits, a minute at most, or
 * as many milliseconds as the environment variable NTMS_OPEN_WAIT says.
 *
 * A session can be used by all threads of the process at once.  It is not
 * handed down to child processes and ends with the process at the latest.
 * Neither allocations nor mounted media end with it.
 *
 * Source: MS-RSMP 3.2.5.2.5.1; SDK page OpenNtmsSession.
 *
 * Return: the session, to be closed with CloseNtmsSession(), or
 * INVALID_HANDLE_VALUE; GetLastError() then tells:
 *
 * * ERROR_INVALID_COMPUTERNAME	- @lpServer cannot be the name of a computer
 * * ERROR_NOT_CONNECTED	- @lpServer is another computer, or the module is
 *				  not loaded
 * * ERROR_INVALID_PARAMETER	- @lpApplication is malformed
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_USE_ACCESS to the computer
 * * ERROR_BUSY			- the module was still loading its database when
 *				  the time was over
 * * RPC_S_NO_INTERFACES	- the module is older than the library
 * * ERROR_NOT_ENOUGH_MEMORY	- here or in the module
 */
HANDLE OpenNtmsSessionA(LPCSTR lpServer, LPCSTR lpApplication, DWORD dwOptions)
{
	(void)dwOptions;
	return open_session(NTMS_UTF8, lpServer, lpApplication);
}

/**
 * OpenNtmsSessionW() - as OpenNtmsSessionA(), with text in WCHARs
 * @lpServer:		the computer
 * @lpApplication:	name of the program
 * @dwOptions:		ignored
 *
 * Return: as OpenNtmsSessionA().
 */
HANDLE OpenNtmsSessionW(LPCWSTR lpServer, LPCWSTR lpApplication, DWORD dwOptions)
{
	(void)dwOptions;
	return open_session(NTMS_UTF32, lpServer, lpApplication);
}

/* The same for programs whose WCHAR has two bytes. */
HANDLE OpenNtmsSessionW_u16(const uint16_t *lpServer, const uint16_t *lpApplication,
			    DWORD dwOptions)
{
	(void)dwOptions;
	return open_session(NTMS_UTF16, lpServer, lpApplication);
}

/**
 * CloseNtmsSession() - close a session
 * @hSession:	the session
 *
 * The handle is invalid from the beginning of the call, whatever it returns, and
 * so are the session's handles of notifications and detections.  Calls that wait
 * in the session return ERROR_CANCELLED, those that wait for a notification
 * ERROR_NO_DATA.  Mounted media stay mounted and allocated media stay allocated.
 *
 * Source: MS-RSMP 3.2.5.2.5.3; SDK page CloseNtmsSession.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_HANDLE	- @hSession is no open session of this process
 * * ERROR_CONNECTION_UNAVAIL	- the module was unloaded meanwhile, or answers
 *				  were lost; the session has ended all the same
 */
DWORD CloseNtmsSession(HANDLE hSession)
{
	struct ntms_session *session;
	struct ntms_call call;
	DWORD code;

	session = (struct ntms_session *)ntms_handle_remove(NTMS_HANDLE_SESSION, hSession);
	if (!session)
		return ntms_result(ERROR_INVALID_HANDLE, NULL);

	ntms_handle_close_owned(&session->ref);
	ntms_call_begin_in(&call, session, NTMS_CMD_CLOSE_SESSION);
	call.ends = true;
	code = ntms_call_run(&call);
	if (code == ERROR_NOT_CONNECTED)
		call.code = ERROR_CONNECTION_UNAVAIL;
	ntms_ref_put(&session->ref);
	return ntms_call_end(&call);
}
