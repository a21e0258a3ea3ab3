// SPDX-License-Identifier: GPL-2.0
/*
 * batch.c - many requests in one sendmsg()
 *
 *	batch [COUNT]
 *
 * Makes COUNT pools (64) by messages that are sent together and waits until
 * all are answered; prints how many were acknowledged and how many refused,
 * and deletes the pools in the same way.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <netlink/attr.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include <linux/ntms.h>

#define COUNT_MAX	512
#define GUID_LEN	16
#define CREATE_NEW	2
#define ROOM		(256 * 1024)

static struct nl_sock *sk;
static int family;
static unsigned int count = 64, acks, refused, pools;
static uint8_t guid[COUNT_MAX][GUID_LEN];
static char buffer[ROOM];
static size_t used;

static struct nl_msg *request(uint8_t cmd)
{
	struct nl_msg *msg = nlmsg_alloc_size(1024);

	if (!msg || !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, family, 0,
				 NLM_F_REQUEST | NLM_F_ACK, cmd, NTMS_FAMILY_VERSION))
		exit(1);
	return msg;
}

/* takes it into the buffer */
static void append(struct nl_msg *msg)
{
	struct nlmsghdr *header = nlmsg_hdr(msg);

	nl_complete_msg(sk, msg);
	if (used + NLMSG_ALIGN(header->nlmsg_len) > ROOM)
		exit(1);
	memcpy(buffer + used, header, header->nlmsg_len);
	used += NLMSG_ALIGN(header->nlmsg_len);
	nlmsg_free(msg);
}

static void take(struct nlmsghdr *header)
{
	struct nlattr *tb[NTMS_A_CALL_MAX + 1];
	struct nlmsgerr *e;

	if (header->nlmsg_type == NLMSG_ERROR) {
		e = nlmsg_data(header);
		if (e->error)
			refused++;
		else
			acks++;
	} else if (!genlmsg_parse(header, 0, tb, NTMS_A_CALL_MAX, NULL) &&
		   tb[NTMS_A_CALL_POOL] && pools < COUNT_MAX) {
		memcpy(guid[pools++], nla_data(tb[NTMS_A_CALL_POOL]), GUID_LEN);
	}
}

static int send_and_wait(unsigned int answers)
{
	struct sockaddr_nl from;
	struct nlmsghdr *header;
	unsigned char *data;
	int len;

	acks = 0;
	refused = 0;
	if (nl_sendto(sk, buffer, used) < 0)
		return -1;
	used = 0;
	while (acks + refused < answers) {
		len = nl_recv(sk, &from, &data, NULL);
		if (len <= 0)
			return -1;
		header = (struct nlmsghdr *)data;
		for (; nlmsg_ok(header, len); header = nlmsg_next(header, &len))
			take(header);
		free(data);
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct nl_msg *msg;
	char path[64];
	unsigned int i;

	if (argc > 1)
		count = strtoul(argv[1], NULL, 0);
	sk = nl_socket_alloc();
	if (!sk || count > COUNT_MAX || genl_connect(sk))
		return 1;
	nl_socket_set_buffer_size(sk, 4 << 20, 1 << 20);
	family = genl_ctrl_resolve(sk, NTMS_FAMILY_NAME);
	append(request(NTMS_CMD_OPEN_SESSION));
	if (family < 0 || send_and_wait(1) || refused)
		return 1;
	for (i = 0; i < count; i++) {
		msg = request(NTMS_CMD_CREATE_POOL);
		snprintf(path, sizeof(path), "batch%u", i);
		nla_put_string(msg, NTMS_A_CALL_PATH, path);
		nla_put_u32(msg, NTMS_A_CALL_ACTION, CREATE_NEW);
		append(msg);
	}
	if (send_and_wait(count))
		return 1;
	printf("made %u refused %u\n", acks, refused);
	fflush(stdout);
	for (i = 0; i < pools; i++) {
		msg = request(NTMS_CMD_DELETE_POOL);
		nla_put(msg, NTMS_A_CALL_POOL, GUID_LEN, guid[i]);
		append(msg);
	}
	if (send_and_wait(pools))
		return 1;
	printf("deleted %u refused %u\n", acks, refused);
	return 0;
}
