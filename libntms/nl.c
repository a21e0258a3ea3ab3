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
#include <stdbool.h>
#include <stdlib.h>
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

struct nl_link {
	struct nl_sock *sock;
	int fd;
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

static DWORD nl_link_open(void **to, uint16_t *family)
{
	struct nl_link *link;
	DWORD code;
	int err;

	link = malloc(sizeof(*link));
	if (!link)
		return ERROR_NOT_ENOUGH_MEMORY;
	link->sock = nl_socket_alloc();
	if (!link->sock) {
		code = ERROR_NOT_ENOUGH_MEMORY;
		goto err_link;
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
	nl_socket_free(link->sock);
err_link:
	free(link);
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

static ssize_t nl_link_receive(void *from, void *to, size_t size)
{
	const struct nl_link *link = from;
	struct sockaddr_nl sender;
	socklen_t length;
	ssize_t n;

	/* Programs with the right to do so can send to any socket. */
	do {
		length = sizeof(sender);
		sender.nl_pid = 0;
		n = recvfrom(link->fd, to, size, 0, (struct sockaddr *)&sender,
			     &length);
	} while (n < 0 ? errno == EINTR : sender.nl_pid != 0);
	return n < 0 ? -errno : n;
}

static void nl_link_close(void *to)
{
	struct nl_link *link = to;

	nl_socket_free(link->sock);
	free(link);
}

static void nl_link_forked(void *to)
{
	struct nl_link *link = to;

	close(link->fd);
	link->fd = -1;
}

const struct ntms_transport ntms_transport = {
	.open		= nl_link_open,
	.send		= nl_link_send,
	.receive	= nl_link_receive,
	.close		= nl_link_close,
	.forked		= nl_link_forked,
};
