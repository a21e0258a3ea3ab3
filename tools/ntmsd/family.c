// SPDX-License-Identifier: GPL-2.0
/*
 * family.c - is the module there?
 *
 * The netlink controller tells when a family comes and goes.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/genetlink.h>
#include <netlink/attr.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/family.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#include <linux/ntms.h>

#include "log.h"
#include "nlsock.h"

/**
 * family_open() - have oneself told of families that come and go
 * @sk: result: socket that becomes readable then
 *
 * Return: 0 or a negative errno; the error has been logged.
 */
int family_open(struct nl_sock **sk)
{
	int ret, group;

	*sk = nl_socket_alloc();
	if (!*sk) {
		log_error("out of memory");
		return -ENOMEM;
	}
	ret = genl_connect(*sk);
	if (!ret) {
		group = genl_ctrl_resolve_grp(*sk, "nlctrl", "notify");
		ret = group < 0 ? group : nl_socket_add_membership(*sk, group);
	}
	if (ret) {
		log_error("cannot listen to the netlink controller: %s",
			  nl_geterror(ret));
		family_close(*sk);
		*sk = NULL;
		return -EIO;
	}
	return 0;
}

/**
 * family_close() - the reverse of family_open()
 * @sk: socket or NULL
 */
void family_close(struct nl_sock *sk)
{
	nl_socket_free(sk);
}

static enum family_news read_notice(struct nlmsghdr *header)
{
	struct nlattr *name;
	struct genlmsghdr *genl = nlmsg_data(header);

	if (header->nlmsg_type != GENL_ID_CTRL || !genlmsg_valid_hdr(header, 0))
		return FAMILY_SAME;
	name = nla_find(genlmsg_attrdata(genl, 0), genlmsg_attrlen(genl, 0),
			CTRL_ATTR_FAMILY_NAME);
	if (!name || nla_strcmp(name, NTMS_FAMILY_NAME))
		return FAMILY_SAME;
	if (genl->cmd == CTRL_CMD_DELFAMILY)
		return FAMILY_GONE;
	return genl->cmd == CTRL_CMD_NEWFAMILY ? FAMILY_CAME : FAMILY_SAME;
}

/**
 * family_read() - read all that the controller has told
 * @sk: socket of family_open()
 *
 * Return: what happened; if it was several things, the gravest.
 */
enum family_news family_read(struct nl_sock *sk)
{
	enum family_news one, all = FAMILY_SAME;
	union {
		struct nlmsghdr header;
		char bytes[16384];
	} buffer;
	struct nlmsghdr *header;
	ssize_t got;
	int len;

	for (;;) {
		got = recv(nl_socket_get_fd(sk), &buffer, sizeof(buffer),
			   MSG_DONTWAIT);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && errno == ENOBUFS) {
			all = FAMILY_GONE;	/* who knows */
			continue;
		}
		if (got < 0)
			return all;
		len = got;
		for (header = &buffer.header; nlmsg_ok(header, len);
		     header = nlmsg_next(header, &len)) {
			one = read_notice(header);
			if (one > all)
				all = one;
		}
	}
}

/* All families are listed: to ask for one by its name loads its module. */
static int find_in_list(struct nl_sock *sk)
{
	struct genl_family *family;
	struct nl_cache *cache;
	int ret = -ENOENT;

	if (genl_ctrl_alloc_cache(sk, &cache))
		return -EIO;
	family = genl_ctrl_search_by_name(cache, NTMS_FAMILY_NAME);
	if (family) {
		ret = genl_family_get_id(family);
		genl_family_put(family);
	}
	nl_cache_free(cache);
	return ret;
}

/**
 * family_find() - find the family
 * @load: load the module if need be; else it is left alone, so that one who
 *	has unloaded it does not find it loaded again
 *
 * Return: number of the family; -ENOENT if it is not there; or another negative
 * errno.
 */
int family_find(bool load)
{
	struct nl_sock *sk = nl_socket_alloc();
	int ret = -EIO;

	if (!sk)
		return -ENOMEM;
	if (!genl_connect(sk)) {
		ret = load ? genl_ctrl_resolve(sk, NTMS_FAMILY_NAME) : -1;
		if (ret < 0)
			ret = find_in_list(sk);
	}
	nl_socket_free(sk);
	return ret;
}
