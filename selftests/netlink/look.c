// SPDX-License-Identifier: GPL-2.0
/* look.c - what the world looks like: verify, checksum, members, events */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "world.h"

#define VERIFY	"/sys/kernel/debug/ntms/verify"

/* Return: 0 when the invariants hold, else -EUCLEAN with the reason in @why */
int world_verify(char *why, size_t size)
{
	int fd = open(VERIFY, O_RDONLY | O_CLOEXEC), err = 0;
	ssize_t n;

	if (fd < 0) {
		snprintf(why, size, "%s: %s", VERIFY, strerror(errno));
		return -ENOENT;
	}
	n = read(fd, why, size - 1);
	if (n < 0)
		err = -errno;
	why[n > 0 ? n : 0] = 0;
	close(fd);
	return err ?: strcmp(why, "ok\n") ? -EUCLEAN : 0;
}

struct summing {
	struct nl *s;
	uint64_t sum;
	guid pools[1024];
	unsigned int number_of_pools;
};

static uint64_t fnv(const void *data, size_t len)
{
	uint64_t h = 0xcbf29ce484222325ULL;
	const unsigned char *p = data;

	while (len--)
		h = (h ^ *p++) * 0x100000001b3ULL;
	return h;
}

/* the order of objects does not count */
static int sum_one(void *ctx, const struct nlattr *attrs, size_t len)
{
	struct summing *c = ctx;

	c->sum += fnv(attrs, len) | 1;
	if (nl_u32(attrs, len, NTMS_A_OBJECT_TYPE) == NTMS_TYPE_MEDIA_POOL &&
	    c->number_of_pools < 1024)
		c->pools[c->number_of_pools++] =
			nl_guid(attrs, len, NTMS_A_OBJECT_GUID);
	return 0;
}

static int sum_type(struct summing *c, uint32_t type, const guid *container)
{
	static _Thread_local struct nl_msg m;
	static _Thread_local struct nl_answer a;

	nl_begin(&m, NTMS_CMD_GET_OBJECT, 0);
	nl_put_u32(&m, NTMS_A_CALL_TYPE, type);
	if (container)
		nl_put_guid(&m, NTMS_A_CALL_CONTAINER, *container);
	else if (type == NTMS_TYPE_MEDIA_POOL)
		nl_put_u32(&m, NTMS_A_CALL_OPTIONS, NTMS_ENUM_ROOTPOOL);
	return nl_dump(c->s, &m, sum_one, c, NULL, &a);
}

/* of all members of all objects that @s may see; 0 when it cannot be had */
uint64_t world_sum(struct nl *s)
{
	struct summing c = { .s = s };
	unsigned int i;
	uint32_t type;

	for (type = NTMS_TYPE_CHANGER; type <= NTMS_TYPE_OPREQUEST; type++)
		if (sum_type(&c, type, NULL))
			return 0;
	/* the root is the first, and its children have been seen */
	for (i = 1; i < c.number_of_pools; i++)
		if (sum_type(&c, NTMS_TYPE_MEDIA_POOL, &c.pools[i]))
			return 0;
	return c.sum | 1;
}

int world_get(struct nl *s, guid g, struct nl_answer *a)
{
	static _Thread_local struct nl_msg m;

	nl_begin(&m, NTMS_CMD_GET_OBJECT, 0);
	nl_put_guid(&m, NTMS_A_CALL_GUID, g);
	return nl_call(s, &m, a);
}

/* a member of the object that world_get() brought; 0 when it has none */
uint32_t world_member(const struct nl_answer *a, uint16_t attr)
{
	const struct nlattr *o = nl_find(a->attrs, a->len, NTMS_A_CALL_OBJECT);
	const void *in;
	size_t len;

	if (!o)
		return ~0;
	in = nl_inside(o, &len);
	return nl_u32(in, len, attr);
}

guid world_member_guid(const struct nl_answer *a, uint16_t attr)
{
	const struct nlattr *o = nl_find(a->attrs, a->len, NTMS_A_CALL_OBJECT);
	const void *in;
	size_t len;

	if (!o)
		return world_guid(W_NOBODY);
	in = nl_inside(o, &len);
	return nl_guid(in, len, attr);
}

int world_status(struct nl *s, uint16_t attr, uint64_t *v)
{
	static _Thread_local struct nl_msg m;
	static _Thread_local struct nl_answer a;
	const struct nlattr *at;

	nl_begin(&m, NTMS_CMD_GET_STATUS, 0);
	if (nl_call(s, &m, &a))
		return a.err;
	at = nl_find(a.attrs, a.len, attr);
	*v = !at ? 0 : at->nla_len == NLA_HDRLEN + 8 ?
	     nl_u64(a.attrs, a.len, attr) : nl_u32(a.attrs, a.len, attr);
	return 0;
}

int world_listen(struct nl *s)
{
	return setsockopt(s->fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &nl_group,
			  sizeof(nl_group)) ? -errno : 0;
}

/*
 * All events of what has been answered so far. Events follow each other in
 * the order of the commits: a change of the description of a door, made by
 * @client, is the last, and not among them.
 *
 * Return: how many, or a negative errno.
 */
int world_events(struct nl *client, struct nl *ears, struct world_event *e,
		 int max)
{
	_Alignas(8) static _Thread_local char buf[NL_ROOM];
	static _Thread_local struct nl_answer a;
	static _Thread_local struct nl_msg m;
	static unsigned int times;
	struct nlmsghdr *nlh;
	int n, count = 0;
	char text[16];
	size_t nest;

	snprintf(text, sizeof(text), "%u", ++times);
	nl_begin(&m, NTMS_CMD_SET_OBJECT, 0);
	nl_put_guid(&m, NTMS_A_CALL_GUID, world_guid(W_DOOR));
	nest = nl_nest(&m, NTMS_A_CALL_OBJECT);
	nl_put_text(&m, NTMS_A_OBJECT_DESCRIPTION, text);
	nl_nest_end(&m, nest);
	if (nl_call(client, &m, &a))
		return a.err;
	for (;;) {
		n = nl_receive(ears, buf, sizeof(buf), NL_PATIENCE);
		if (n < 0)
			return n;
		for (nlh = (void *)buf; NLMSG_OK(nlh, n); nlh = NLMSG_NEXT(nlh, n)) {
			const struct genlmsghdr *genl = (const void *)(nlh + 1);
			const char *attrs = (const char *)genl + GENL_HDRLEN;
			size_t len = nlh->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN;
			guid g = nl_guid(attrs, len, NTMS_A_CALL_GUID);

			if (guid_same(g, world_guid(W_DOOR)))
				return count;
			if (count == max)
				continue;
			e[count].event = nl_u32(attrs, len, NTMS_A_CALL_EVENT);
			e[count].type = nl_u32(attrs, len, NTMS_A_CALL_TYPE);
			e[count++].guid = g;
		}
	}
}
