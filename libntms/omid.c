// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * omid.c - telling the label that a program has written to a side
 *
 * The label of a file system is made here.  What is on a tape only the media label
 * libraries know; the label agent asks them, as a child of the program, in claim mode:
 * it gets the label on its standard input, writes the on-media identifier as the module
 * knows it to its standard output and ends with status 0, or with CLAIM_NOBODY if no
 * library knows the label.
 *
 * SDK page UpdateNtmsOmidInfo.  The call can also return the codes that call.c lists
 * for all calls.
 */
#include <endian.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/ntms.h>

#include "object.h"
#include "session.h"
#include "text.h"
#include "wire.h"

#ifndef NTMS_LABELD
#define NTMS_LABELD	"/usr/sbin/ntms-labeld"
#endif

#define CLAIM_NOBODY	11

/* Longest label: type, NUL, information, NUL, id; and what would be too much. */
#define MOST_LABEL	2048

/* NTMS_FILESYSTEM_INFO, by the size of a WCHAR. */
#define FILESYSTEM_TYPE		64
#define VOLUME_NAME		256
#define FILESYSTEM_SIZE(width)	((FILESYSTEM_TYPE + VOLUME_NAME) * (width) + sizeof(DWORD))

/**
 * struct agent - a label agent that is asked
 * @pid:	process
 * @fd:		its standard input and output
 * @label:	what it says
 * @length:	bytes at @label
 */
struct agent {
	pid_t pid;
	int fd;
	char label[MOST_LABEL];
	size_t length;
};

extern char **environ;

/* The child gets one socket for both directions, and no other file but for errors. */
static int start_agent(struct agent *agent, const char *path)
{
	static const char * const args[] = { "ntms-labeld", "--claim", NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	int fds[2], err;
	sigset_t none;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds))
		return errno;
	sigemptyset(&none);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
	posix_spawn_file_actions_init(&actions);
	err = posix_spawn_file_actions_adddup2(&actions, fds[1], STDIN_FILENO);
	if (!err)
		err = posix_spawn_file_actions_adddup2(&actions, fds[1], STDOUT_FILENO);
	if (!err)
		err = posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
	if (!err)
		err = posix_spawn(&agent->pid, path, &actions, &attr, (char **)args, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attr);
	close(fds[1]);
	if (err)
		close(fds[0]);
	agent->fd = fds[0];
	return err;
}

/* Sends a part of the label; the agent need not read all of it. */
static void send_some(const struct agent *agent, const char **data, size_t *left)
{
	ssize_t n = send(agent->fd, *data, *left, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (n > 0) {
		*data += n;
		*left -= (size_t)n;
	} else if (errno != EINTR && errno != EAGAIN) {
		*left = 0;
	}
	if (!*left)
		shutdown(agent->fd, SHUT_WR);
}

/* Takes what comes; false at the end. */
static bool receive_some(struct agent *agent)
{
	ssize_t n = recv(agent->fd, agent->label + agent->length,
			 sizeof(agent->label) - agent->length, 0);

	if (n > 0)
		agent->length += (size_t)n;
	return n > 0 || (n < 0 && errno == EINTR);
}

static void talk(struct agent *agent, const char *data, size_t left)
{
	struct pollfd poller = { .fd = agent->fd };
	bool more = true;

	while (more) {
		poller.events = (short)(left ? POLLIN | POLLOUT : POLLIN);
		if (poll(&poller, 1, -1) < 0)
			more = errno == EINTR;
		else if (left && poller.revents & POLLOUT)
			send_some(agent, &data, &left);
		else
			more = receive_some(agent);
	}
}

/* A program that has its children reaped by itself leaves no status; text decides then. */
static int end_agent(struct agent *agent)
{
	int status;
	pid_t pid;

	close(agent->fd);
	do {
		pid = waitpid(agent->pid, &status, 0);
	} while (pid < 0 && errno == EINTR);
	if (pid < 0)
		return agent->length ? 0 : CLAIM_NOBODY;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static bool is_label(const struct agent *agent)
{
	const char *type_end = memchr(agent->label, '\0', agent->length), *info_end;
	size_t left;

	if (!type_end || type_end == agent->label || agent->length == MOST_LABEL)
		return false;
	left = agent->length - (size_t)(type_end + 1 - agent->label);
	info_end = memchr(type_end + 1, '\0', left);
	return info_end && info_end + 1 < agent->label + agent->length;
}

/* Has the label agent make the label; it is put into the request. */
static void claim(struct ntms_call *call, const void *data, size_t length)
{
	const char *path = secure_getenv("NTMS_LABELD");
	struct agent agent = { .length = 0 };
	int status;

	if (!path)
		path = NTMS_LABELD;
	status = start_agent(&agent, path);
	if (status) {
		ntms_call_fail(call, ERROR_NOT_CONNECTED);
		ntms_call_explain(call, "cannot start the label agent %s: %s", path,
				  strerrordesc_np(status));
		return;
	}
	talk(&agent, data, length);
	status = end_agent(&agent);
	if (status == CLAIM_NOBODY) {
		ntms_call_fail(call, ERROR_BAD_FORMAT);
		ntms_call_explain(call, "no media label library knows the label");
	} else if (status || !is_label(&agent)) {
		ntms_call_fail(call, ERROR_NOT_CONNECTED);
		ntms_call_explain(call, "the label agent %s failed with status %d", path,
				  status);
	} else {
		ntms_msg_put(&call->msg, NTMS_A_OBJECT_OMID, agent.label, agent.length);
	}
}

static bool is_filesystem_info(size_t size)
{
	return size == FILESYSTEM_SIZE(NTMS_UTF16) || size == FILESYSTEM_SIZE(NTMS_UTF32);
}

/* The id is the serial number as it stands in memory on Windows. */
static void put_filesystem(struct ntms_call *call, const char *info, size_t size)
{
	enum ntms_width width = size == FILESYSTEM_SIZE(NTMS_UTF16) ? NTMS_UTF16 : NTMS_UTF32;
	struct ntms_partition side;
	uint32_t serial;

	ntms_call_check(call,
		!ntms_text_get(width, info, FILESYSTEM_TYPE, FILESYSTEM_TYPE - 1,
			       side.omid_label_type, sizeof(side.omid_label_type)) &&
		side.omid_label_type[0] &&
		!ntms_text_get(width, info + FILESYSTEM_TYPE * width, VOLUME_NAME,
			       VOLUME_NAME - 1, side.omid_label_info,
			       sizeof(side.omid_label_info)));
	if (call->code)
		return;
	memcpy(&serial, info + size - sizeof(serial), sizeof(serial));
	serial = htole32(serial);
	memcpy(side.omid_label_id, &serial, sizeof(serial));
	side.omid_label_id_length = sizeof(serial);
	ntms_wire_put_label(&call->msg, &side);
}

/* The agent is not asked for what is no logical medium; the module checks the rest. */
static void check_media(struct ntms_call *call, HANDLE session, const NTMS_GUID *media)
{
	struct ntms_record record;

	if (!call->code && ntms_object_read(session, media, NTMS_LOGICAL_MEDIA, &record) ==
			   ERROR_OBJECT_NOT_FOUND)
		ntms_call_fail(call, ERROR_INVALID_MEDIA);
}

/**
 * UpdateNtmsOmidInfo() - tell the label that was written to an allocated side
 * @hSession:		a session
 * @lpMediaId:		the logical medium
 * @labelType:		NTMS_OMID_TYPE_RAW_LABEL, NTMS_OMID_TYPE_FILESYSTEM_INFO
 * @numberOfBytes:	bytes at @lpBuffer, 1 at least
 * @lpBuffer:		the first bytes of the medium as they were written, or an
 *			NTMS_FILESYSTEM_INFO, which may have WCHARs of two or of four
 *			bytes
 *
 * Of a raw label the installed media label libraries are asked, by the program
 * ntms-labeld, which the environment variable NTMS_LABELD may name.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL, @labelType is none of these,
 *				  @numberOfBytes is 0 or not the size of an
 *				  NTMS_FILESYSTEM_INFO, or a text in it is malformed or
 *				  has no terminator
 * * ERROR_INVALID_MEDIA	- there is no such logical medium
 * * ERROR_INVALID_PARTITION	- its side is missing
 * * ERROR_BAD_FORMAT		- no media label library knows the label
 * * ERROR_NOT_CONNECTED	- the module was unloaded, or ntms-labeld cannot be run
 *				  or failed
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the library
 */
DWORD UpdateNtmsOmidInfo(HANDLE hSession, LPNTMS_GUID lpMediaId, DWORD labelType,
			 DWORD numberOfBytes, LPVOID lpBuffer)
{
	bool raw = labelType == NTMS_OMID_TYPE_RAW_LABEL;
	struct ntms_call call;
	size_t object;

	ntms_call_begin(&call, hSession, NTMS_CMD_UPDATE_OMID);
	ntms_call_check(&call, lpMediaId && lpBuffer && numberOfBytes);
	ntms_call_check(&call, raw || (labelType == NTMS_OMID_TYPE_FILESYSTEM_INFO &&
				       is_filesystem_info(numberOfBytes)));
	ntms_call_guid(&call, NTMS_A_CALL_MEDIA, lpMediaId);
	if (raw)
		check_media(&call, hSession, lpMediaId);
	if (!call.code) {
		object = ntms_msg_nest(&call.msg, NTMS_A_CALL_OBJECT);
		if (raw)
			claim(&call, lpBuffer, numberOfBytes);
		else
			put_filesystem(&call, lpBuffer, numberOfBytes);
		ntms_msg_nest_end(&call.msg, object);
	}
	return ntms_call_finish(&call);
}
