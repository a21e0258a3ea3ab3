/* SPDX-License-Identifier: GPL-2.0 */
/* Learning of resets that others were told of */
#ifndef NTMS_COMPAT_RESET_H
#define NTMS_COMPAT_RESET_H

struct scsi_device;

void ntms_reset_settle(struct scsi_device *sdev);
int ntms_reset_init(void);
void ntms_reset_exit(void);

#endif /* NTMS_COMPAT_RESET_H */
