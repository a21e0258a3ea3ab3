// SPDX-License-Identifier: GPL-2.0
/*
 * wire.c - generic netlink with nothing in between
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "wire.h"

#define HEAD	(NLMSG_HDRLEN + GENL_HDRLEN)

void die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("bench: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	exit(1);
}

double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static void find_family(struct wire *w, const char *name)
{
	const uint16_t *id;

	w->family = GENL_ID_CTRL;
	wire_begin(w, CTRL_CMD_GETFAMILY, 0);
	wire_put_text(w, CTRL_ATTR_FAMILY_NAME, name);
	wire_call(w);
	id = wire_get(w, CTRL_ATTR_FAMILY_ID, sizeof(*id));
	if (!id)
		die("family %s has no number", name);
	w->family = *id;
}

struct wire *wire_open(const char *family)
{
	struct sockaddr_nl self = { .nl_family = AF_NETLINK };
	struct wire *w = calloc(1, sizeof(*w));
	int on = 1;

	if (!w)
		die("no memory");
	w->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	if (w->fd < 0 || bind(w->fd, (struct sockaddr *)&self, sizeof(self)))
		die("no netlink socket: %s", strerror(errno));
	setsockopt(w->fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	setsockopt(w->fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
	find_family(w, family);
	return w;
}

void wire_close(struct wire *w)
{
	close(w->fd);
	free(w);
}

void wire_begin(struct wire *w, uint8_t command, uint16_t flags)
{
	struct nlmsghdr *head = (struct nlmsghdr *)w->request;
	struct genlmsghdr *genl = NLMSG_DATA(head);

	head->nlmsg_type = w->family;
	head->nlmsg_flags = NLM_F_REQUEST | flags;
	head->nlmsg_seq = ++w->seq;
	head->nlmsg_pid = 0;
	*genl = (struct genlmsghdr){ .cmd = command, .version = 1 };
	w->length = HEAD;
}

void *wire_put(struct wire *w, uint16_t type, const void *data, size_t length)
{
	struct nlattr *attr = (struct nlattr *)(w->request + w->length);
	unsigned char *value = (unsigned char *)attr + NLA_HDRLEN;

	if (w->length + NLA_HDRLEN + NLA_ALIGN(length) > WIRE_SIZE)
		die("a request of more than %d bytes", WIRE_SIZE);
	attr->nla_type = type;
	attr->nla_len = NLA_HDRLEN + length;
	if (length)
		memcpy(value, data, length);
	memset(value + length, 0, NLA_ALIGN(length) - length);
	w->length += NLA_HDRLEN + NLA_ALIGN(length);
	return value;
}

void wire_put_u32(struct wire *w, uint16_t type, uint32_t value)
{
	wire_put(w, type, &value, sizeof(value));
}

void wire_put_u64(struct wire *w, uint16_t type, uint64_t value)
{
	wire_put(w, type, &value, sizeof(value));
}

void wire_put_text(struct wire *w, uint16_t type, const char *text)
{
	wire_put(w, type, text, strlen(text) + 1);
}

size_t wire_nest(struct wire *w, uint16_t type)
{
	size_t start = w->length;

	wire_put(w, type | NLA_F_NESTED, NULL, 0);
	return start;
}

void wire_nest_end(struct wire *w, size_t start)
{
	((struct nlattr *)(w->request + start))->nla_len = w->length - start;
}

void wire_send(struct wire *w)
{
	((struct nlmsghdr *)w->request)->nlmsg_len = w->length;
	if (send(w->fd, w->request, w->length, 0) != (ssize_t)w->length)
		die("cannot send: %s", strerror(errno));
}

/* the text that came with a refusal, or "" */
static const char *reason(const struct nlmsghdr *head)
{
	size_t at = NLMSG_HDRLEN + sizeof(struct nlmsgerr);
	const struct nlattr *attr;

	while (at + NLA_HDRLEN <= head->nlmsg_len) {
		attr = (const void *)((const char *)head + at);
		if (attr->nla_len < NLA_HDRLEN)
			break;
		if ((attr->nla_type & NLA_TYPE_MASK) == NLMSGERR_ATTR_MSG)
			return (const char *)attr + NLA_HDRLEN;
		at += NLA_ALIGN(attr->nla_len);
	}
	return "";
}

void wire_receive(struct wire *w)
{
	const struct nlmsghdr *head = (const struct nlmsghdr *)w->answer;
	const struct nlmsgerr *error;
	ssize_t n = recv(w->fd, w->answer, sizeof(w->answer), 0);

	if (n < 0)
		die("cannot receive: %s", strerror(errno));
	if (head->nlmsg_type != NLMSG_ERROR)
		return;
	error = NLMSG_DATA(head);
	if (error->error)
		die("refused: %s: %s", strerror(-error->error), reason(head));
}

void wire_call(struct wire *w)
{
	wire_send(w);
	wire_receive(w);
}

const void *wire_get(const struct wire *w, uint16_t type, size_t length)
{
	const struct nlmsghdr *head = (const struct nlmsghdr *)w->answer;
	const struct nlattr *attr;
	size_t at = HEAD;

	while (at + NLA_HDRLEN <= head->nlmsg_len) {
		attr = (const void *)(w->answer + at);
		if ((attr->nla_type & NLA_TYPE_MASK) == type)
			return attr->nla_len == NLA_HDRLEN + length ?
			       w->answer + at + NLA_HDRLEN : NULL;
		at += NLA_ALIGN(attr->nla_len);
	}
	return NULL;
}
