// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * nl.c - the connection to the module; no other file knows libnl
 *
 * libnl makes the socket and asks for the family.  Requests and answers then
 * pass the socket as they are: libnl would allocate and copy each of them
 * several times, has one callback for all threads and drops the reason that
 * comes with an error.
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/ntms.h>
#include <netlink/errno.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <netlink/socket.h>

#include "transport.h"

/* Room for the answers of some thousand threads that have not yet been read. */
#define RECEIVE_BUFFER	(4 * 1024 * 1024)

/**
 * struct nl_link - a connection
 * @sock:	libnl's view of the socket
 * @fd:		the socket
 * @wake:	event that wakes receivers, -1 if nobody will
 */
struct nl_link {
	struct nl_sock *sock;
	int fd;
	int wake;
};

struct family {
	uint16_t id;
	uint32_t version;
};

static int take_family(struct nl_msg *msg, void *data)
{
	struct nlattr *attr[CTRL_ATTR_MAX + 1];
	struct family *family = data;

	if (genlmsg_parse(nlmsg_hdr(msg), 0, attr, CTRL_ATTR_MAX, NULL) < 0)
		return NL_STOP;
	if (attr[CTRL_ATTR_FAMILY_ID])
		family->id = nla_get_u16(attr[CTRL_ATTR_FAMILY_ID]);
	if (attr[CTRL_ATTR_VERSION])
		family->version = nla_get_u32(attr[CTRL_ATTR_VERSION]);
	return NL_OK;
}

/* Asking has the kernel load the module if it is not there. */
static DWORD find_family(struct nl_sock *sock, uint16_t *id)
{
	struct family family = { .id = 0 };
	DWORD code = ERROR_NOT_ENOUGH_MEMORY;
	struct nl_msg *msg;
	int err;

	msg = nlmsg_alloc();
	if (!msg)
		return code;
	if (!genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, GENL_ID_CTRL, 0, 0,
			 CTRL_CMD_GETFAMILY, 1) ||
	    nla_put_string(msg, CTRL_ATTR_FAMILY_NAME, NTMS_FAMILY_NAME) < 0)
		goto out;

	nl_socket_disable_auto_ack(sock);
	nl_socket_modify_cb(sock, NL_CB_VALID, NL_CB_CUSTOM, take_family, &family);
	err = nl_send_auto(sock, msg);
	if (err >= 0)
		err = nl_recvmsgs_default(sock);
	if (err == -NLE_NOMEM)
		goto out;

	code = ERROR_NOT_CONNECTED;
	if (err < 0 || !family.id)
		goto out;
	code = RPC_S_NO_INTERFACES;
	if (family.version < NTMS_FAMILY_VERSION)
		goto out;
	*id = family.id;
	code = ERROR_SUCCESS;
out:
	nlmsg_free(msg);
	return code;
}

static void set_options(int fd)
{
	int size = RECEIVE_BUFFER, on = 1;

	/* Reasons of refusals; without the refused request in front of them. */
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));

	/* As much as the system allows; root may have all of it. */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
}

static void free_link(struct nl_link *link)
{
	nl_socket_free(link->sock);
	if (link->wake >= 0)
		close(link->wake);
	free(link);
}

static DWORD nl_link_open(void **to, uint16_t *family, bool can_wake)
{
	struct nl_link *link;
	DWORD code;
	int err;

	link = malloc(sizeof(*link));
	if (!link)
		return ERROR_NOT_ENOUGH_MEMORY;
	link->wake = can_wake ? eventfd(0, EFD_CLOEXEC) : -1;
	link->sock = nl_socket_alloc();
	if (!link->sock || (can_wake && link->wake < 0)) {
		code = ERROR_NOT_ENOUGH_MEMORY;
		goto err_sock;
	}
	err = genl_connect(link->sock);
	if (err) {
		code = err == -NLE_NOMEM ? ERROR_NOT_ENOUGH_MEMORY :
					   ERROR_NOT_CONNECTED;
		goto err_sock;
	}
	code = find_family(link->sock, family);
	if (code)
		goto err_sock;

	link->fd = nl_socket_get_fd(link->sock);
	set_options(link->fd);
	*to = link;
	return ERROR_SUCCESS;

err_sock:
	free_link(link);
	return code;
}

static int nl_link_send(void *to, const void *data, size_t length)
{
	const struct nl_link *link = to;
	ssize_t n;

	/* Without an address it goes to the kernel. */
	do {
		n = send(link->fd, data, length, 0);
	} while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : 0;
}

/* Waits until there is something to read: 0 or -errno. */
static int wait_readable(const struct nl_link *link, int64_t ms)
{
	struct pollfd fds[] = {
		{ .fd = link->fd, .events = POLLIN },
		{ .fd = link->wake, .events = POLLIN },
	};
	int n;

	n = poll(fds, 2, ms > INT_MAX ? INT_MAX : (int)ms);
	if (n < 0)
		return -errno;
	if (fds[1].revents)
		return -ECANCELED;
	return n ? 0 : -ETIMEDOUT;
}

static ssize_t read_once(const struct nl_link *link, void *to, size_t size, int flags)
{
	struct sockaddr_nl sender = { .nl_pid = 0 };
	socklen_t length = sizeof(sender);
	ssize_t n;

	n = recvfrom(link->fd, to, size, flags, (struct sockaddr *)&sender, &length);
	if (n < 0)
		return errno == EAGAIN ? -EINTR : -errno;
	/* Programs with the right to do so can send to any socket. */
	return sender.nl_pid ? -EINTR : n;
}

static ssize_t nl_link_receive(void *from, void *to, size_t size, int64_t ms)
{
	const struct nl_link *link = from;
	ssize_t n;

	if (link->wake >= 0) {
		n = wait_readable(link, ms);
		return n ? n : read_once(link, to, size, MSG_DONTWAIT);
	}
	do {
		n = read_once(link, to, size, 0);
	} while (n == -EINTR);
	return n;
}

static void nl_link_wake(void *to)
{
	const struct nl_link *link = to;

	eventfd_write(link->wake, 1);
}

static void nl_link_close(void *to)
{
	free_link(to);
}

static void nl_link_forked(void *to)
{
	struct nl_link *link = to;

	close(link->fd);
	link->fd = -1;
	if (link->wake >= 0)
		close(link->wake);
	link->wake = -1;
}

const struct ntms_transport ntms_transport = {
	.open		= nl_link_open,
	.send		= nl_link_send,
	.receive	= nl_link_receive,
	.wake		= nl_link_wake,
	.close		= nl_link_close,
	.forked		= nl_link_forked,
};
