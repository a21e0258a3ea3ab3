// SPDX-License-Identifier: GPL-2.0
/*
 * nlsock.c - the socket on which ntmsd and the module talk
 *
 * libnl builds messages and reads attributes.  It neither asks for the
 * kernel's text with an error nor returns it, so receiving is done here.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/netlink.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#include <linux/ntms.h>

#include "log.h"
#include "nlsock.h"

/* Answers are up to 128 KB long; the kernel counts about twice the bytes. */
#define BUFFER_SIZE	(256 * 1024)
#define RECEIVE_BUFFER	(2 * 1024 * 1024)

static void set_receive_buffer(int fd)
{
	int size = RECEIVE_BUFFER;

	/* beyond the system's limit only with CAP_NET_ADMIN; can do without */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
}

/**
 * nlsock_open() - open a socket
 * @sock: socket, all zero or closed
 *
 * The family may be there later; @sock->family is to be set before the first
 * request.
 *
 * Return: 0 or a negative errno; the error has been logged.
 */
int nlsock_open(struct nlsock *sock)
{
	int one = 1;
	int fd, ret;

	if (!sock->buffer) {
		sock->size = BUFFER_SIZE;
		sock->buffer = malloc(sock->size);
	}
	sock->left = 0;
	sock->sk = nl_socket_alloc();
	if (!sock->buffer || !sock->sk) {
		log_error("out of memory");
		nlsock_close(sock);
		return -ENOMEM;
	}
	ret = genl_connect(sock->sk);
	if (ret) {
		log_error("cannot open a netlink socket: %s", nl_geterror(ret));
		nlsock_close(sock);
		return -EIO;
	}
	fd = nl_socket_get_fd(sock->sk);
	set_receive_buffer(fd);
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one));
	nl_socket_disable_auto_ack(sock->sk);
	nl_socket_set_nonblocking(sock->sk);
	return 0;
}

/**
 * nlsock_close() - close the socket; the module takes its leave of the store
 * @sock: socket, may be closed
 */
void nlsock_close(struct nlsock *sock)
{
	nl_socket_free(sock->sk);
	sock->sk = NULL;
	free(sock->buffer);
	sock->buffer = NULL;
	sock->left = 0;
}

/**
 * nlsock_fd() - what to poll for
 * @sock: open socket
 *
 * Return: its file descriptor.
 */
int nlsock_fd(const struct nlsock *sock)
{
	return nl_socket_get_fd(sock->sk);
}

/**
 * nlsock_request() - begin a request
 * @sock: open socket
 * @cmd: NTMS_CMD_*
 * @flags: NLM_F_ACK or 0
 * @size: room for attributes
 *
 * Return: the message or NULL if memory is short.
 */
struct nl_msg *nlsock_request(struct nlsock *sock, uint8_t cmd, int flags,
			      size_t size)
{
	struct nl_msg *msg;

	msg = nlmsg_alloc_size(nlmsg_total_size(GENL_HDRLEN) + size);
	if (!msg)
		return NULL;
	if (!genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, sock->family, 0,
			 NLM_F_REQUEST | flags, cmd, NTMS_FAMILY_VERSION)) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

/**
 * nlsock_send() - send a request
 * @sock: open socket
 * @msg: request, is freed
 * @seq: result: number that its answer will have
 *
 * Return: 0 or a negative errno.
 */
int nlsock_send(struct nlsock *sock, struct nl_msg *msg, uint32_t *seq)
{
	struct nlmsghdr *header;
	ssize_t sent;
	int ret = 0;

	nl_complete_msg(sock->sk, msg);
	header = nlmsg_hdr(msg);
	*seq = header->nlmsg_seq;
	do {
		sent = send(nlsock_fd(sock), header, header->nlmsg_len, 0);
	} while (sent < 0 && errno == EINTR);
	if (sent < 0)
		ret = -errno;
	nlmsg_free(msg);
	return ret;
}

/* Next datagram into the buffer; what others than the kernel sent is dropped. */
static int receive_datagram(struct nlsock *sock)
{
	struct sockaddr_nl from = { 0 };
	struct iovec iov = { .iov_base = sock->buffer, .iov_len = sock->size };
	struct msghdr msg = {
		.msg_name = &from,
		.msg_namelen = sizeof(from),
		.msg_iov = &iov,
		.msg_iovlen = 1,
	};
	ssize_t len;

	do {
		len = recvmsg(nlsock_fd(sock), &msg, MSG_DONTWAIT);
	} while (len < 0 && errno == EINTR);
	if (len < 0)
		return -errno;
	if (msg.msg_flags & MSG_TRUNC) {
		log_error("the kernel sent a message of more than %zu bytes; ntmsd and the module do not fit each other",
			  sock->size);
		return -EMSGSIZE;
	}
	if (from.nl_pid)
		return -EAGAIN;
	sock->next = sock->buffer;
	sock->left = len;
	return 0;
}

static void read_refusal(struct nlmsghdr *header, struct nlsock_answer *answer)
{
	struct nlattr *tb[NLMSGERR_ATTR_MAX + 1];
	const struct nlmsgerr *error = nlmsg_data(header);
	size_t skip = sizeof(*error);
	struct nlattr *attrs;

	if (nlmsg_datalen(header) < (int)sizeof(*error)) {
		answer->error = -EPROTO;
		return;
	}
	answer->error = error->error;
	if (!(header->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	/* the request's payload lies between, unless it was cut off */
	if (!(header->nlmsg_flags & NLM_F_CAPPED) &&
	    error->msg.nlmsg_len > NLMSG_HDRLEN)
		skip += NLMSG_ALIGN(error->msg.nlmsg_len - NLMSG_HDRLEN);
	if (skip > (size_t)nlmsg_datalen(header))
		return;
	attrs = (struct nlattr *)((char *)nlmsg_data(header) + skip);
	if (nla_parse(tb, NLMSGERR_ATTR_MAX, attrs,
		      nlmsg_datalen(header) - skip, NULL))
		return;
	if (tb[NLMSGERR_ATTR_MSG])
		nla_strlcpy(answer->text, tb[NLMSGERR_ATTR_MSG],
			    sizeof(answer->text));
	if (tb[NLMSGERR_ATTR_COOKIE] &&
	    nla_len(tb[NLMSGERR_ATTR_COOKIE]) == sizeof(answer->code))
		memcpy(&answer->code, nla_data(tb[NLMSGERR_ATTR_COOKIE]),
		       sizeof(answer->code));
}

/**
 * nlsock_pending() - is there an answer that poll() does not know of?
 * @sock: open socket
 *
 * Return: true if nlsock_receive() should be called without waiting.
 */
bool nlsock_pending(const struct nlsock *sock)
{
	return sock->left > 0;
}

/**
 * nlsock_receive() - receive an answer
 * @sock: open socket
 * @answer: result
 *
 * Return: 0; -EAGAIN if there is none now; -ENOBUFS if one was lost; or another
 * negative errno.  That a request was refused is told in @answer.
 */
int nlsock_receive(struct nlsock *sock, struct nlsock_answer *answer)
{
	struct nlmsghdr *header;
	struct genlmsghdr *genl;
	int ret;

	memset(answer, 0, sizeof(*answer));
	if (!nlsock_pending(sock)) {
		ret = receive_datagram(sock);
		if (ret)
			return ret;
	}
	header = sock->next;
	if (!nlmsg_ok(header, sock->left)) {
		sock->left = 0;
		return -EAGAIN;
	}
	sock->next = nlmsg_next(header, &sock->left);
	answer->seq = header->nlmsg_seq;
	if (header->nlmsg_type == NLMSG_ERROR) {
		read_refusal(header, answer);
		return 0;
	}
	genl = nlmsg_data(header);
	if (header->nlmsg_type != sock->family ||
	    !genlmsg_valid_hdr(header, 0))
		return -EAGAIN;
	answer->cmd = genl->cmd;
	answer->attrs = genlmsg_attrdata(genl, 0);
	answer->len = genlmsg_attrlen(genl, 0);
	return 0;
}
