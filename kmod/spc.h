/* SPDX-License-Identifier: GPL-2.0 */
/* Commands that all device types share; pure, no I/O */
#ifndef NTMS_SPC_H
#define NTMS_SPC_H

#include <linux/types.h>

#define NTMS_CDB_LEN		16	/* longest CDB we build */
#define NTMS_MODE_SENSE_LEN	255	/* all that MODE SENSE(6) can return */
#define NTMS_SPC_ALERTS		0x2e	/* log page: TapeAlert */
#define NTMS_ALERTS_LEN	(4 + 64 * 5)	/* all 64 flags */
#define NTMS_LOG_LEN	1024	/* of a page of which a few counters are wanted */
#define NTMS_SPC_PREVENT	0x1e	/* PREVENT ALLOW MEDIUM REMOVAL */
#define NTMS_OPCODE_LEN		64	/* one-command format with timeouts */

/**
 * struct ntms_sense - the part of sense data that decides
 * @key: sense key
 * @asc: additional sense code
 * @ascq: additional sense code qualifier
 */
struct ntms_sense {
	u8 key;
	u8 asc;
	u8 ascq;
};

/**
 * struct ntms_mode_header - mode parameter header(6) and block descriptor
 * @medium_type: device type specific
 * @specific: device-specific parameter
 * @density: density code of the first block descriptor, 0 if there is none
 */
struct ntms_mode_header {
	u8 medium_type;
	u8 specific;
	u8 density;
};

void ntms_spc_test_unit_ready(u8 *cdb);
void ntms_spc_request_sense(u8 *cdb, u8 len);
void ntms_spc_prevent_removal(u8 *cdb, bool prevent);
void ntms_spc_mode_sense(u8 *cdb, u8 page, bool no_blocks, u8 len);
void ntms_spc_log_sense(u8 *cdb, u8 page, u16 len);
void ntms_spc_report_opcode(u8 *cdb, u8 opcode, u8 len);

int ntms_spc_mode_header(const u8 *buf, size_t len,
			 struct ntms_mode_header *hdr);
int ntms_spc_alerts(const u8 *buf, size_t len, u64 *flags);
int ntms_spc_log_value(const u8 *buf, size_t len, u8 page, u16 code,
		       u64 *value);
int ntms_spc_mode_page(const u8 *buf, size_t len, u8 page, const u8 **data);
bool ntms_spc_opcode_known(const u8 *buf, size_t len);
int ntms_spc_opcode_limit(const u8 *buf, size_t len, u32 *seconds);
void ntms_spc_text(char *out, size_t size, const u8 *in, size_t len);
int ntms_spc_sense_errno(const struct ntms_sense *sense);

#endif /* NTMS_SPC_H */
