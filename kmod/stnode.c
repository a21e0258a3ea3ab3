// SPDX-License-Identifier: GPL-2.0
/*
 * Device nodes opened from inside the kernel
 *
 * After a mount st itself must know that it stands at file 0, block 0.  st
 * learns of a new tape from unit attentions only, and a unit attention goes
 * to whoever sends the next command; some libraries raise none at all.  So the
 * rewind that ends a mount is made to go through st: its auto-rewind minor is
 * opened and closed again.  What that gives, read in st.c of 6.1 and 6.12:
 *
 *   open, O_RDONLY | O_NONBLOCK
 *	-EBUSY: someone has the drive open, by whichever minor (st_use_lock).
 *	Otherwise test_ready() sends TEST UNIT READY until there is no unit
 *	attention left; one or more make a new session (position and block
 *	size are set up anew).  "Not ready" is no error with O_NONBLOCK: the
 *	open succeeds, and st has forgotten position and partition.
 *	-EIO: TEST UNIT READY failed otherwise.  -ENXIO: device offline or
 *	going.
 *   read of no bytes
 *	rw_checks() answers from what the open found, without a command:
 *	0 ready; -ENOMEDIUM for sense 2/3A; -EIO for any other "not ready",
 *	becoming ready included, or for a position lost by a reset.
 *   close
 *	st_flush() rewinds by st_int_ioctl(MTREW), which sets file 0, block 0
 *	if the drive succeeded, and whose result it returns: 0 ready and
 *	rewound; -ENOMEDIUM and -EIO as above, without a command; -EIO also
 *	for a rewind that failed.
 *
 * The non-rewinding minor is held open for commands that st must not be
 * disturbed by, and to see whether anybody else has the drive.
 *
 * A kernel thread has no path to /dev: its root is not that of the system
 * once an initramfs has handed over.  So the node is an inode of our own
 * internal file system that has the device's number.
 *
 * fput() of a kernel thread releases a file some time later, and a client
 * told to go ahead would meet -EBUSY; __fput_sync() releases it now.
 */
#include <linux/err.h>
#include <linux/module.h>
#include <linux/mount.h>
#include <linux/pseudo_fs.h>
#include <linux/sched.h>
#include <scsi/scsi_device.h>

#include "stnode.h"

#define STNODE_MAGIC	0x4e544d53	/* "NTMS" */

static struct vfsmount *stnode_mnt __ro_after_init;

static int stnode_init_fs_context(struct fs_context *fc)
{
	return init_pseudo(fc, STNODE_MAGIC) ? 0 : -ENOMEM;
}

/*
 * No owner: our own mount would keep the module from ever being unloaded.
 * Nobody else can mount it (it is not registered), and all files are closed
 * and the mount is gone before the module is.
 */
static struct file_system_type stnode_fs = {
	.name = "ntms",
	.init_fs_context = stnode_init_fs_context,
	.kill_sb = kill_anon_super,
};

static struct dentry *make_node(dev_t devt, umode_t type)
{
	struct super_block *sb = stnode_mnt->mnt_sb;
	struct dentry *dentry;
	struct inode *inode;

	dentry = d_alloc_anon(sb);
	if (!dentry)
		return NULL;
	inode = new_inode(sb);
	if (!inode) {
		dput(dentry);
		return NULL;
	}
	inode->i_ino = get_next_ino();
	inode->i_flags |= S_PRIVATE;	/* no business of security modules */
	init_special_inode(inode, type | 0600, devt);
	d_instantiate(dentry, inode);
	return dentry;
}

/**
 * ntms_stnode_open() - open a device by its number
 * @devt: device number
 * @type: S_IFCHR or S_IFBLK
 * @flags: O_ flags of open(2)
 *
 * Context: kernel thread (a work item); may sleep for as long as the driver's
 * open does.
 *
 * Return: the file, to be closed by ntms_stnode_close(); or an ERR_PTR of
 * -ENOMEM, -ENXIO (no such device) and whatever the driver returns.
 */
struct file *ntms_stnode_open(dev_t devt, umode_t type, int flags)
{
	struct path path = { .mnt = stnode_mnt };
	struct file *file;

	if (WARN_ON_ONCE(!(current->flags & PF_KTHREAD)))
		return ERR_PTR(-EINVAL);
	path.dentry = make_node(devt, type);
	if (!path.dentry)
		return ERR_PTR(-ENOMEM);
	file = dentry_open(&path, flags | O_LARGEFILE, current_cred());
	dput(path.dentry);	/* the file has its own reference */
	return file;
}

/**
 * ntms_stnode_close() - close what ntms_stnode_open() opened
 * @file: the file
 *
 * What filp_close() does, with the release done on return.
 *
 * Context: kernel thread; may sleep for as long as the driver's flush does.
 *
 * Return: result of the driver's flush.
 */
int ntms_stnode_close(struct file *file)
{
	int err = 0;

	if (file->f_op->flush)
		err = file->f_op->flush(file, NULL);
	__fput_sync(file);
	return err;
}

struct tape_node {
	const char *prefix;
	dev_t devt;
};

/* st makes eight nodes: [n]st0, [n]st0l, [n]st0m, [n]st0a */
static int match_tape(struct device *child, void *data)
{
	struct tape_node *node = data;
	size_t len = strlen(node->prefix);
	const char *name;

	if (!child->class || strcmp(child->class->name, "scsi_tape"))
		return 0;
	name = dev_name(child);
	if (strncmp(name, node->prefix, len))
		return 0;
	if (!name[len] || strspn(name + len, "0123456789") != strlen(name + len))
		return 0;
	node->devt = child->devt;
	return 1;
}

/**
 * ntms_stnode_find() - number of a tape drive's node
 * @sdev: tape drive
 * @rewind: the auto-rewind minor, otherwise the non-rewinding one
 *
 * Looked up for each use, because st may be loaded, unloaded, bound and
 * unbound at any time.
 *
 * Return: device number, 0 if st is not bound.
 */
dev_t ntms_stnode_find(struct scsi_device *sdev, bool rewind)
{
	struct tape_node node = { .prefix = rewind ? "st" : "nst" };

	device_for_each_child(&sdev->sdev_gendev, &node, match_tape);
	return node.devt;
}

/**
 * ntms_stnode_state() - what did st find when the tape was opened?
 * @file: a tape opened by ntms_stnode_open()
 *
 * Reads no bytes.  No command is sent and nothing is written anywhere.
 *
 * Return: 0 ready, -ENOMEDIUM, -EIO not ready or position unknown, -ENXIO.
 */
int ntms_stnode_state(struct file *file)
{
	loff_t pos = 0;

	if (!file->f_op->read)
		return -ENXIO;
	return file->f_op->read(file, NULL, 0, &pos);
}

/** ntms_stnode_init() - make the internal file system */
int __init ntms_stnode_init(void)
{
	stnode_mnt = kern_mount(&stnode_fs);
	return PTR_ERR_OR_ZERO(stnode_mnt);
}

/** ntms_stnode_exit() - undo ntms_stnode_init(); all files must be closed */
void ntms_stnode_exit(void)
{
	kern_unmount(stnode_mnt);
}
