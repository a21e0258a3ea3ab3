/* SPDX-License-Identifier: GPL-2.0 */
/* Tape commands; pure, no I/O */
#ifndef NTMS_SSC_H
#define NTMS_SSC_H

#include "device.h"
#include "spc.h"

#define NTMS_SSC_REWIND		0x01
#define NTMS_SSC_LOAD_UNLOAD	0x1b

#define NTMS_SSC_MODE_LEN	12	/* header and one block descriptor */

void ntms_ssc_rewind(u8 *cdb);
void ntms_ssc_load(u8 *cdb);
void ntms_ssc_unload(u8 *cdb);
void ntms_ssc_eject(u8 *cdb);
int ntms_ssc_drive_info(const u8 *buf, size_t len,
			struct ntms_drive_info *info);
int ntms_ssc_sense_errno(const struct ntms_sense *sense);
int ntms_ssc_cleaning_errno(const struct ntms_sense *sense);
bool ntms_ssc_needs_load(const struct ntms_sense *sense);

#endif /* NTMS_SSC_H */
