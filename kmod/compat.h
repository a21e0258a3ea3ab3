/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Differences between kernel versions, device side
 *
 * The only place of the device side that looks at LINUX_VERSION_CODE.
 * Supported: 6.1 to 6.12.
 */
#ifndef NTMS_COMPAT_H
#define NTMS_COMPAT_H

#include <linux/blk_types.h>
#include <linux/dma-direction.h>
#include <linux/version.h>
#include <scsi/scsi_common.h>
#include <scsi/scsi_device.h>

/*
 * 6.4 took the interface argument away from the callbacks of a class
 * interface.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 4, 0)
#define NTMS_INTERFACE_CALLBACK(name) \
	name(struct device *dev, struct class_interface *intf)
#else
#define NTMS_INTERFACE_CALLBACK(name) name(struct device *dev)
#endif

/*
 * Execute a command that reads @len bytes into @buf (or none when @len is 0),
 * without retries of the mid layer.  6.3 replaced __scsi_execute() by
 * scsi_execute_cmd().
 */
static inline int ntms_scsi_execute(struct scsi_device *sdev, const u8 *cdb,
				    void *buf, unsigned int len,
				    struct scsi_sense_hdr *sshdr, int timeout,
				    int *resid)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
	return scsi_execute_req(sdev, cdb, len ? DMA_FROM_DEVICE : DMA_NONE,
				buf, len, sshdr, timeout, 0, resid);
#else
	const struct scsi_exec_args args = { .sshdr = sshdr, .resid = resid };

	return scsi_execute_cmd(sdev, cdb, REQ_OP_DRV_IN, buf, len, timeout, 0,
				&args);
#endif
}

#endif /* NTMS_COMPAT_H */
