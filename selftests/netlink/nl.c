// SPDX-License-Identifier: GPL-2.0
/* nl.c - generic netlink by hand */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "nl.h"

uint16_t nl_family = GENL_ID_CTRL;
uint32_t nl_group;

/* port 0: the kernel chooses one */
struct nl nl_open_port(uint32_t port)
{
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK, .nl_pid = port };
	struct nl s = { .seq = 1 };
	socklen_t len = sizeof(addr);
	int on = 1, big = 4 << 20, err;

	s.fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	if (s.fd < 0) {
		s.fd = -errno;
		return s;
	}
	if (bind(s.fd, (void *)&addr, sizeof(addr)) ||
	    getsockname(s.fd, (void *)&addr, &len)) {
		err = -errno;
		close(s.fd);
		s.fd = err;
		return s;
	}
	setsockopt(s.fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	setsockopt(s.fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on, sizeof(on));
	setsockopt(s.fd, SOL_SOCKET, SO_RCVBUFFORCE, &big, sizeof(big));
	s.port = addr.nl_pid;
	return s;
}

struct nl nl_open(void)
{
	return nl_open_port(0);
}

void nl_close(struct nl *s)
{
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -EBADF;
}

void nl_begin(struct nl_msg *m, uint8_t cmd, uint16_t flags)
{
	struct nlmsghdr *nlh = (void *)m->buf;
	struct genlmsghdr *genl = (void *)(nlh + 1);

	memset(m->buf, 0, NLMSG_HDRLEN + GENL_HDRLEN);
	nlh->nlmsg_type = nl_family;
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	genl->cmd = cmd;
	genl->version = 1;
	m->len = NLMSG_HDRLEN + GENL_HDRLEN;
}

/* without room the message stays as it is: tests that care look at the length */
void nl_put(struct nl_msg *m, uint16_t attr, const void *data, size_t len)
{
	struct nlattr *a = (void *)(m->buf + m->len);

	if (m->len + NLA_HDRLEN + NLA_ALIGN(len) > sizeof(m->buf))
		return;
	memset(a, 0, NLA_HDRLEN + NLA_ALIGN(len));
	a->nla_type = attr;
	a->nla_len = NLA_HDRLEN + len;
	if (len)
		memcpy((char *)a + NLA_HDRLEN, data, len);
	m->len += NLA_HDRLEN + NLA_ALIGN(len);
}

void nl_put_u32(struct nl_msg *m, uint16_t attr, uint32_t v)
{
	nl_put(m, attr, &v, sizeof(v));
}

void nl_put_u64(struct nl_msg *m, uint16_t attr, uint64_t v)
{
	nl_put(m, attr, &v, sizeof(v));
}

void nl_put_text(struct nl_msg *m, uint16_t attr, const char *text)
{
	nl_put(m, attr, text, strlen(text) + 1);
}

void nl_put_guid(struct nl_msg *m, uint16_t attr, guid g)
{
	nl_put(m, attr, &g, sizeof(g));
}

size_t nl_nest(struct nl_msg *m, uint16_t attr)
{
	size_t nest = m->len;

	nl_put(m, attr | NLA_F_NESTED, NULL, 0);
	return nest;
}

void nl_nest_end(struct nl_msg *m, size_t nest)
{
	((struct nlattr *)(m->buf + nest))->nla_len = m->len - nest;
}

/* Return: the sequence number, or a negative errno. */
int nl_send(struct nl *s, struct nl_msg *m)
{
	struct nlmsghdr *nlh = (void *)m->buf;
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK };

	nlh->nlmsg_len = m->len;
	nlh->nlmsg_seq = s->seq++;
	nlh->nlmsg_pid = s->port;
	if (sendto(s->fd, m->buf, m->len, 0, (void *)&addr, sizeof(addr)) < 0)
		return -errno;
	return nlh->nlmsg_seq;
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

/* one datagram; Return: its length, -ETIMEDOUT, or another negative errno */
int nl_receive(struct nl *s, void *buf, size_t size, int patience)
{
	struct pollfd p = { .fd = s->fd, .events = POLLIN };
	ssize_t n;

	n = poll(&p, 1, patience);
	if (n <= 0)
		return n ? -errno : -ETIMEDOUT;
	n = recv(s->fd, buf, size, MSG_TRUNC);
	if (n > (ssize_t)size)
		return -EMSGSIZE;
	return n < 0 ? -errno : n;
}

static void take_error(const struct nlmsghdr *nlh, struct nl_answer *a)
{
	const struct nlmsgerr *e = (const void *)(nlh + 1);
	size_t fixed = sizeof(*e), len;
	const struct nlattr *at;
	const char *attrs;

	a->err = e->error;
	if (!(nlh->nlmsg_flags & NLM_F_CAPPED) && e->error)
		fixed += e->msg.nlmsg_len - NLMSG_HDRLEN;
	fixed = NLMSG_ALIGN(fixed);
	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS) ||
	    nlh->nlmsg_len < NLMSG_HDRLEN + fixed)
		return;
	attrs = (const char *)e + fixed;
	len = nlh->nlmsg_len - NLMSG_HDRLEN - fixed;
	at = nl_find(attrs, len, NLMSGERR_ATTR_MSG);
	if (at)
		snprintf(a->text, sizeof(a->text), "%.*s",
			 at->nla_len - NLA_HDRLEN, (const char *)(at + 1));
	a->code = nl_u32(attrs, len, NLMSGERR_ATTR_COOKIE);
}

static void take_data(const struct nlmsghdr *nlh, struct nl_answer *a)
{
	const struct genlmsghdr *genl = (const void *)(nlh + 1);

	a->cmd = genl->cmd;
	a->len = nlh->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN;
	memcpy(a->attrs, (const char *)genl + GENL_HDRLEN, a->len);
}

/*
 * What request @seq is answered with: data or not, then an ACK or an error.
 * Messages of other requests are dropped, and so are events.
 *
 * Return: a->err; -ETIMEDOUT also when nothing comes.
 */
int nl_wait(struct nl *s, uint32_t seq, struct nl_answer *a, int patience)
{
	int64_t until = now_ms() + patience;
	_Alignas(8) char buf[NL_ROOM];
	struct nlmsghdr *nlh;
	int n;

	memset(a, 0, offsetof(struct nl_answer, attrs));
	for (;;) {
		int64_t left = until - now_ms();

		n = nl_receive(s, buf, sizeof(buf), left > 0 ? left : 0);
		if (n < 0)
			return a->err = n;
		for (nlh = (void *)buf; NLMSG_OK(nlh, n); nlh = NLMSG_NEXT(nlh, n)) {
			if (nlh->nlmsg_seq != seq)
				continue;
			a->seq = seq;
			if (nlh->nlmsg_type == NLMSG_ERROR) {
				take_error(nlh, a);
				return a->err;
			}
			take_data(nlh, a);
		}
	}
}

int nl_call(struct nl *s, struct nl_msg *m, struct nl_answer *a)
{
	int seq;

	((struct nlmsghdr *)m->buf)->nlmsg_flags |= NLM_F_ACK;
	seq = nl_send(s, m);
	if (seq < 0) {
		memset(a, 0, offsetof(struct nl_answer, attrs));
		return a->err = seq;
	}
	return nl_wait(s, seq, a, NL_PATIENCE);
}

static int dump_done(const struct nlmsghdr *nlh, struct nl_answer *a)
{
	const struct nlattr *at;
	size_t len = nlh->nlmsg_len - NLMSG_HDRLEN;

	a->err = len >= sizeof(int) ? *(const int *)(nlh + 1) : 0;
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS && len > sizeof(int)) {
		at = nl_find((const char *)(nlh + 1) + sizeof(int),
			     len - sizeof(int), NLMSGERR_ATTR_MSG);
		if (at)
			snprintf(a->text, sizeof(a->text), "%.*s",
				 at->nla_len - NLA_HDRLEN,
				 (const char *)(at + 1));
	}
	return a->err;
}

static int dump_one(const struct nlmsghdr *nlh, nl_each each, void *ctx)
{
	const char *attrs = (const char *)(nlh + 1) + GENL_HDRLEN;
	size_t len = nlh->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN;
	const struct nlattr *nest = nl_find(attrs, len, NTMS_A_CALL_OBJECT);
	const void *inside;

	if (!nest)
		return -EBADMSG;
	inside = nl_inside(nest, &len);
	return each ? each(ctx, inside, len) : 0;
}

/* Return: 0, what @each returned, or a negative errno (also in a->err) */
int nl_dump(struct nl *s, struct nl_msg *m, nl_each each, void *ctx,
	    bool *interrupted, struct nl_answer *a)
{
	_Alignas(8) char buf[NL_ROOM];
	struct nlmsghdr *nlh;
	int seq, n, err = 0;

	memset(a, 0, offsetof(struct nl_answer, attrs));
	if (interrupted)
		*interrupted = false;
	((struct nlmsghdr *)m->buf)->nlmsg_flags |= NLM_F_DUMP;
	seq = nl_send(s, m);
	if (seq < 0)
		return a->err = seq;
	for (;;) {
		n = nl_receive(s, buf, sizeof(buf), NL_PATIENCE);
		if (n < 0)
			return a->err = n;
		for (nlh = (void *)buf; NLMSG_OK(nlh, n); nlh = NLMSG_NEXT(nlh, n)) {
			if (nlh->nlmsg_seq != (uint32_t)seq)
				continue;
			if (interrupted && nlh->nlmsg_flags & NLM_F_DUMP_INTR)
				*interrupted = true;
			if (nlh->nlmsg_type == NLMSG_ERROR) {
				take_error(nlh, a);
				return a->err;
			}
			if (nlh->nlmsg_type == NLMSG_DONE)
				return dump_done(nlh, a) ?: err;
			if (!err)
				err = dump_one(nlh, each, ctx);
		}
	}
}

const struct nlattr *nl_find(const void *attrs, size_t len, uint16_t attr)
{
	const char *p = attrs;

	while (len >= NLA_HDRLEN) {
		const struct nlattr *a = (const void *)p;
		size_t step = NLA_ALIGN(a->nla_len);

		if (a->nla_len < NLA_HDRLEN || a->nla_len > len)
			return NULL;
		if ((a->nla_type & NLA_TYPE_MASK) == attr)
			return a;
		if (step >= len)
			return NULL;
		p += step;
		len -= step;
	}
	return NULL;
}

static void value(const void *attrs, size_t len, uint16_t attr, void *v,
		  size_t size)
{
	const struct nlattr *a = nl_find(attrs, len, attr);

	memset(v, 0, size);
	if (a && a->nla_len >= NLA_HDRLEN + size)
		memcpy(v, a + 1, size);
}

uint32_t nl_u32(const void *attrs, size_t len, uint16_t attr)
{
	uint32_t v;

	value(attrs, len, attr, &v, sizeof(v));
	return v;
}

uint64_t nl_u64(const void *attrs, size_t len, uint16_t attr)
{
	uint64_t v;

	value(attrs, len, attr, &v, sizeof(v));
	return v;
}

guid nl_guid(const void *attrs, size_t len, uint16_t attr)
{
	guid g;

	value(attrs, len, attr, &g, sizeof(g));
	return g;
}

const void *nl_inside(const struct nlattr *nest, size_t *len)
{
	*len = nest->nla_len - NLA_HDRLEN;
	return nest + 1;
}

/* finds the family and its group; Return: 0 or a negative errno */
int nl_resolve(void)
{
	static struct nl_answer a;
	static struct nl_msg m;
	const struct nlattr *groups;
	struct nl s = nl_open();
	const void *in;
	size_t len;

	if (s.fd < 0)
		return s.fd;
	nl_family = GENL_ID_CTRL;
	nl_begin(&m, CTRL_CMD_GETFAMILY, 0);
	nl_put_text(&m, CTRL_ATTR_FAMILY_NAME, NTMS_FAMILY_NAME);
	nl_call(&s, &m, &a);
	nl_close(&s);
	if (a.err)
		return a.err;
	value(a.attrs, a.len, CTRL_ATTR_FAMILY_ID, &nl_family,
	      sizeof(nl_family));
	groups = nl_find(a.attrs, a.len, CTRL_ATTR_MCAST_GROUPS);
	if (!groups)
		return -ENOENT;
	in = nl_inside(groups, &len);		/* the only one */
	in = nl_inside(in, &len);
	nl_group = nl_u32(in, len, CTRL_ATTR_MCAST_GRP_ID);
	return 0;
}
