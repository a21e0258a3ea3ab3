/* SPDX-License-Identifier: GPL-2.0 */
/* Device nodes opened from inside the kernel */
#ifndef NTMS_STNODE_H
#define NTMS_STNODE_H

#include <linux/fs.h>

struct scsi_device;

struct file *ntms_stnode_open(dev_t devt, umode_t type, int flags);
int ntms_stnode_close(struct file *file);

dev_t ntms_stnode_find(struct scsi_device *sdev, bool rewind);
int ntms_stnode_state(struct file *file);

int ntms_stnode_init(void);
void ntms_stnode_exit(void);

#endif /* NTMS_STNODE_H */
