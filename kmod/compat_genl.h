/* SPDX-License-Identifier: GPL-2.0 */
/*
 * compat_genl.h - the split ops of 6.2 for 6.1
 *
 * The generated table has one entry for "do" and one for "dump" of a command,
 * each with its policy.  Before 6.2 a command has one entry: compat_genl.c
 * folds the two and lets it accept what either accepts.
 */
#ifndef NTMS_COMPAT_GENL_H
#define NTMS_COMPAT_GENL_H

#include <linux/version.h>
#include <net/genetlink.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
struct genl_split_ops {
	int (*doit)(struct sk_buff *skb, struct genl_info *info);
	int (*dumpit)(struct sk_buff *skb, struct netlink_callback *cb);
	const struct nla_policy *policy;
	unsigned int maxattr;
	u8 cmd;
	u8 flags;
};
#endif

int ntms_genl_register(struct genl_family *family,
		       const struct genl_split_ops *ops, unsigned int n);
void ntms_genl_unregister(struct genl_family *family);
struct nlattr **ntms_genl_dump_attrs(struct netlink_callback *cb);

#endif /* NTMS_COMPAT_GENL_H */
