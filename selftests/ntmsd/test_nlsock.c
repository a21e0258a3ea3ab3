// SPDX-License-Identifier: GPL-2.0
/*
 * test_nlsock.c - the socket, against the netlink controller of this kernel
 *
 * The controller speaks the same protocol as the module; family "ntms" may be
 * there or not.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>

#include "lib.h"
#include "nlsock.h"

static struct nlsock sock;

static int wait_for(uint32_t seq, struct nlsock_answer *answer)
{
	struct pollfd poll_fd = { .fd = nlsock_fd(&sock), .events = POLLIN };
	int ret;

	for (;;) {
		if (!nlsock_pending(&sock) && poll(&poll_fd, 1, 5000) != 1)
			return -ETIMEDOUT;
		ret = nlsock_receive(&sock, answer);
		if (ret != -EAGAIN && (ret || answer->seq == seq))
			return ret;
	}
}

static int ask_family(const char *name, int flags, struct nlsock_answer *answer)
{
	struct nl_msg *msg;
	uint32_t seq;
	int ret;

	msg = nlsock_request(&sock, CTRL_CMD_GETFAMILY, flags, 128);
	if (name)
		nla_put_string(msg, CTRL_ATTR_FAMILY_NAME, name);
	ret = nlsock_send(&sock, msg, &seq);
	return ret ? ret : wait_for(seq, answer);
}

static bool begin(void)
{
	CHECK(!nlsock_open(&sock));
	sock.family = GENL_ID_CTRL;
	return true;
}

static bool end(void)
{
	nlsock_close(&sock);
	nlsock_close(&sock);
	return true;
}

static bool answers(void)
{
	struct nlsock_answer answer;

	CHECK(begin());
	CHECK(nlsock_receive(&sock, &answer) == -EAGAIN);
	CHECK(!ask_family("nlctrl", 0, &answer));
	CHECK(!answer.error && answer.cmd == CTRL_CMD_NEWFAMILY);
	CHECK(nla_find(answer.attrs, answer.len, CTRL_ATTR_FAMILY_ID));
	/* without NLM_F_ACK the answer is all */
	CHECK(nlsock_receive(&sock, &answer) == -EAGAIN);
	CHECK(!ask_family("nlctrl", NLM_F_ACK, &answer));
	CHECK(answer.cmd == CTRL_CMD_NEWFAMILY);
	CHECK(!nlsock_receive(&sock, &answer) && !answer.error && !answer.cmd);
	return end();
}

static bool refusals(void)
{
	struct nlsock_answer answer;
	struct nl_msg *msg;
	uint32_t seq;

	CHECK(begin());
	CHECK(!ask_family("no such one", 0, &answer));
	CHECK(answer.error == -ENOENT && !answer.cmd && !answer.code);
	CHECK(!ask_family(NULL, 0, &answer));
	CHECK(answer.error == -EINVAL);
	/* a name that is too long: the kernel says so in words */
	msg = nlsock_request(&sock, CTRL_CMD_GETFAMILY, 0, 256);
	nla_put_string(msg, CTRL_ATTR_FAMILY_NAME, "0123456789012345678901234567");
	CHECK(!nlsock_send(&sock, msg, &seq));
	CHECK(!wait_for(seq, &answer));
	CHECK(answer.error && *answer.text);
	printf("# %s\n", answer.text);
	return end();
}

static bool no_family(void)
{
	struct nlsock_answer answer;

	CHECK(begin());
	sock.family = 0x7ffe;
	CHECK(!ask_family("nlctrl", 0, &answer));
	CHECK(answer.error == -ENOENT && !*answer.text && !answer.code);
	return end();
}

static bool finds_family(void)
{
	struct nl_sock *news;
	int id;

	id = family_find(false);
	CHECK(id == -ENOENT || id > GENL_ID_CTRL);
	printf("# family ntms is %s\n", id > 0 ? "there" : "not there");
	CHECK(family_find(false) == id);
	CHECK(!family_open(&news));
	CHECK(family_read(news) == FAMILY_SAME);
	family_close(news);
	return true;
}

static const struct tap_test tests[] = {
	{ "answers are received", answers },
	{ "refusals have their reason", refusals },
	{ "a family that is gone is told from a refusal", no_family },
	{ "the family is looked for", finds_family },
};

int main(void)
{
	return TAP_RUN(tests);
}
