/* SPDX-License-Identifier: GPL-2.0 */
/* Tape commands; pure, no I/O */
#ifndef NTMS_SSC_H
#define NTMS_SSC_H

#include "device.h"
#include "spc.h"

#define NTMS_SSC_REWIND		0x01
#define NTMS_SSC_LOAD_UNLOAD	0x1b
#define NTMS_SSC_READ_POSITION	0x34

#define NTMS_SSC_POSITION_LEN	32	/* long form; the short one has 20 bytes */
#define NTMS_SSC_DEVICE_STATUS	0x11	/* log pages: DT device status, */
#define NTMS_SSC_STATISTICS	0x14	/* device statistics, */
#define NTMS_SSC_VOLUME		0x17	/* volume statistics */

#define NTMS_SSC_MODE_LEN	12	/* header and one block descriptor */

void ntms_ssc_rewind(u8 *cdb);
void ntms_ssc_load(u8 *cdb);
void ntms_ssc_unload(u8 *cdb);
void ntms_ssc_eject(u8 *cdb);
int ntms_ssc_drive_info(const u8 *buf, size_t len,
			struct ntms_drive_info *info);
void ntms_ssc_read_position(u8 *cdb, bool long_form);
int ntms_ssc_position(const u8 *buf, size_t len, bool long_form,
		      struct ntms_drive_status *st);
int ntms_ssc_log(const u8 *buf, size_t len, u8 page,
		 struct ntms_drive_status *st);
int ntms_ssc_sense_errno(const struct ntms_sense *sense);
int ntms_ssc_cleaning_errno(const struct ntms_sense *sense);
bool ntms_ssc_needs_load(const struct ntms_sense *sense);

#endif /* NTMS_SSC_H */
