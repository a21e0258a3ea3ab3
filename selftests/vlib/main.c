// SPDX-License-Identifier: GPL-2.0
/*
 * Loading and unloading
 *
 * The mid layer lets nobody unload a host's module while a device node is open,
 * or while ch is bound, which holds its changer as long.  Delete the libraries
 * first, which works whoever uses them: a hot unplug for the drivers above.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/debugfs.h>
#include <linux/module.h>

#include "vlib.h"

DEFINE_MUTEX(vlib_mutex);
LIST_HEAD(vlib_list);
struct workqueue_struct *vlib_wq;
struct dentry *vlib_dir;

static int __init vlib_init(void)
{
	int err;

	/* error handling flushes it from a queue that may not wait for memory */
	vlib_wq = alloc_workqueue("vlib", WQ_UNBOUND | WQ_MEM_RECLAIM, 0);
	if (!vlib_wq)
		return -ENOMEM;
	vlib_dir = debugfs_create_dir("vlib", NULL);
	err = vlib_control_init();
	if (!err)
		err = vlib_image_files();
	if (err) {
		debugfs_remove_recursive(vlib_dir);
		destroy_workqueue(vlib_wq);
	}
	return err;
}

static void __exit vlib_exit(void)
{
	struct vlib *lib, *next;

	mutex_lock(&vlib_mutex);
	list_for_each_entry_safe(lib, next, &vlib_list, link)
		vlib_delete(lib);
	mutex_unlock(&vlib_mutex);
	vlib_vanish_flush();
	debugfs_remove_recursive(vlib_dir);
	vlib_carts_free();
	destroy_workqueue(vlib_wq);
}

module_init(vlib_init);
module_exit(vlib_exit);
MODULE_DESCRIPTION("Tape libraries in memory, for tests");
MODULE_LICENSE("GPL");
