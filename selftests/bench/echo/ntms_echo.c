// SPDX-License-Identifier: GPL-2.0
/*
 * ntms_echo.c - the least that a generic netlink family can do
 *
 * Command 1 answers with the bytes of attribute 1.  What this costs is what
 * the way into the kernel and back costs; the benchmarks measure in it.
 */
#include <linux/module.h>
#include <net/genetlink.h>

enum { ECHO_CMD = 1 };
enum { ECHO_A_DATA = 1 };

static struct genl_family echo_family;

static const struct nla_policy echo_policy[] = {
	[ECHO_A_DATA] = { .type = NLA_BINARY },
};

static int echo_doit(struct sk_buff *request, struct genl_info *info)
{
	const struct nlattr *data = info->attrs[ECHO_A_DATA];
	struct sk_buff *skb;
	void *header;

	if (!data)
		return -EINVAL;
	skb = genlmsg_new(nla_total_size(nla_len(data)), GFP_KERNEL);
	if (!skb)
		return -ENOMEM;
	header = genlmsg_put_reply(skb, info, &echo_family, 0, ECHO_CMD);
	if (!header || nla_put(skb, ECHO_A_DATA, nla_len(data), nla_data(data))) {
		kfree_skb(skb);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, header);
	return genlmsg_reply(skb, info);
}

static const struct genl_ops echo_ops[] = {
	{
		.cmd = ECHO_CMD,
		.doit = echo_doit,
	},
};

static struct genl_family echo_family = {
	.name = "ntms_echo",
	.version = 1,
	.maxattr = ECHO_A_DATA,
	.policy = echo_policy,
	.ops = echo_ops,
	.n_ops = ARRAY_SIZE(echo_ops),
	.resv_start_op = ECHO_CMD + 1,
	.parallel_ops = true,
	.module = THIS_MODULE,
};

static int __init echo_init(void)
{
	return genl_register_family(&echo_family);
}

static void __exit echo_exit(void)
{
	genl_unregister_family(&echo_family);
}

module_init(echo_init);
module_exit(echo_exit);
MODULE_DESCRIPTION("bare generic netlink echo for benchmarks");
MODULE_LICENSE("GPL");
