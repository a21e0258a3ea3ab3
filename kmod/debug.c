// SPDX-License-Identifier: GPL-2.0
/*
 * debug.c - /sys/kernel/debug/ntms
 *
 * verify	reading it checks the invariants of the whole model: "ok", or what
 *		is wrong
 * memory	bytes of an object of each type, as its slab cache lays it out
 * retry	ms after which robotics try again what has failed; for tests
 */
#include <linux/debugfs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "debug.h"
#include "robot.h"
#include "verify.h"

static struct dentry *dir;

static int verify_show(struct seq_file *seq, void *unused)
{
	struct ntms_model *m = seq->private;
	char why[192] = "";
	int err;

	down_write(&m->lock);
	err = ntms_verify(m, why, sizeof(why));
	up_write(&m->lock);
	seq_printf(seq, "%s\n", err ? why : "ok");
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(verify);

static int memory_show(struct seq_file *seq, void *unused)
{
	struct ntms_model *m = seq->private;
	u32 type;

	for (type = 0; type < NTMS_TYPE_COUNT; type++)
		if (m->caches[type])
			seq_printf(seq, "%s %u\n", ntms_type_of(type)->name,
				   kmem_cache_size(m->caches[type]));
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(memory);

/**
 * ntms_debug_init() - make the files; works without debugfs as well
 * @m: model
 */
void ntms_debug_init(struct ntms_model *m)
{
	dir = debugfs_create_dir("ntms", NULL);
	debugfs_create_file("verify", 0400, dir, m, &verify_fops);
	debugfs_create_file("memory", 0400, dir, m, &memory_fops);
	debugfs_create_u32("retry", 0600, dir, &ntms_robot_limits.retry);
}

/** ntms_debug_exit() - remove the files */
void ntms_debug_exit(void)
{
	debugfs_remove_recursive(dir);
}
