// SPDX-License-Identifier: GPL-2.0
/*
 * compat_genl.c - register a table of split ops on any supported kernel
 */
#include <linux/slab.h>
#include <linux/string.h>

#include "compat_genl.h"

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)

static struct genl_ops *folded;
static struct nla_policy *merged[8];
static unsigned int number_merged;

/* a policy that lets pass what either of two lets pass */
static int merge_policies(struct genl_ops *op, const struct genl_split_ops *s)
{
	unsigned int max = max(op->maxattr, s->maxattr), i;
	struct nla_policy *p;

	if (!s->policy || op->policy == s->policy)
		return 0;
	if (number_merged == ARRAY_SIZE(merged))
		return -ENOSPC;
	p = kcalloc(max + 1, sizeof(*p), GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	for (i = 0; i <= max; i++)
		if (i <= s->maxattr && s->policy[i].type != NLA_UNSPEC)
			memcpy(&p[i], &s->policy[i], sizeof(*p));
		else if (op->policy && i <= op->maxattr)
			memcpy(&p[i], &op->policy[i], sizeof(*p));
	op->policy = p;
	op->maxattr = max;
	merged[number_merged++] = p;
	return 0;
}

static void free_tables(void)
{
	while (number_merged)
		kfree(merged[--number_merged]);
	kfree(folded);
	folded = NULL;
}

static int fold(const struct genl_split_ops *ops, unsigned int n)
{
	unsigned int i, count = 0;
	struct genl_ops *op;
	int err;

	for (i = 0; i < n; i++) {
		if (!count || folded[count - 1].cmd != ops[i].cmd) {
			op = &folded[count++];
			op->cmd = ops[i].cmd;
			op->policy = ops[i].policy;
			op->maxattr = ops[i].maxattr;
		} else {
			op = &folded[count - 1];
			err = merge_policies(op, &ops[i]);
			if (err)
				return err;
		}
		if (ops[i].flags & GENL_CMD_CAP_DO)
			op->doit = ops[i].doit;
		else
			op->dumpit = ops[i].dumpit;
	}
	return count;
}

/**
 * ntms_genl_register() - register a family with a table of split ops
 * @family: without ops
 * @ops: entries of one command stand together
 * @n: number of @ops
 *
 * Return: 0 or a negative errno.
 */
int ntms_genl_register(struct genl_family *family,
		       const struct genl_split_ops *ops, unsigned int n)
{
	int err;

	folded = kcalloc(n, sizeof(*folded), GFP_KERNEL);
	if (!folded)
		return -ENOMEM;
	err = fold(ops, n);
	if (err >= 0) {
		family->ops = folded;
		family->n_ops = err;
		err = genl_register_family(family);
	}
	if (err)
		free_tables();
	return err;
}

/**
 * ntms_genl_unregister() - the reverse of ntms_genl_register()
 * @family: registered family
 */
void ntms_genl_unregister(struct genl_family *family)
{
	genl_unregister_family(family);
	free_tables();
}

/**
 * ntms_genl_dump_attrs() - the attributes of the request of a dump
 * @cb: of the dumpit handler
 *
 * Return: array by attribute.
 */
struct nlattr **ntms_genl_dump_attrs(struct netlink_callback *cb)
{
	return genl_dumpit_info(cb)->attrs;
}

#else

int ntms_genl_register(struct genl_family *family,
		       const struct genl_split_ops *ops, unsigned int n)
{
	family->split_ops = ops;
	family->n_split_ops = n;
	return genl_register_family(family);
}

void ntms_genl_unregister(struct genl_family *family)
{
	genl_unregister_family(family);
}

struct nlattr **ntms_genl_dump_attrs(struct netlink_callback *cb)
{
	return genl_dumpit_info(cb)->info.attrs;
}

#endif
