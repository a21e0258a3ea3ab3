/* SPDX-License-Identifier: GPL-2.0 */
/* Medium changer commands; pure, no I/O */
#ifndef NTMS_SMC_H
#define NTMS_SMC_H

#include "device.h"
#include "spc.h"

#define NTMS_SMC_INITIALIZE	0x07
#define NTMS_SMC_PORT		0x1b
#define NTMS_SMC_INITIALIZE_RANGE 0x37
#define NTMS_SMC_MOVE		0xa5
#define NTMS_SMC_EXCHANGE	0xa6
#define NTMS_SMC_STATUS		0xb8

#define NTMS_SMC_ADDRESSES	0x1d	/* element address assignment page */
#define NTMS_SMC_GEOMETRY	0x1e	/* transport geometry page */

/* options of READ ELEMENT STATUS */
#define NTMS_SMC_DVCID		0x01	/* report device identifiers */
#define NTMS_SMC_CURDATA	0x02	/* do not move anything to find out */
#define NTMS_SMC_VOLTAG		0x10	/* report bar codes */

/* headers of an answer with one page */
#define NTMS_SMC_STATUS_MIN	16

/**
 * struct ntms_smc_status - one answer to READ ELEMENT STATUS
 * @type: (in) element type that was asked for
 * @first: (in) lowest address that was asked for
 * @last: (in) highest address of interest
 * @seen: (in) a bit for each address 0 to 65535, set for each element that
 *	was passed on; zeroed by the caller before the first answer
 * @left: (out) allocation length that the elements not passed on would take;
 *	0 unless @cut
 * @next: (out) address behind the highest one that was reported
 * @passed: (out) number of elements that were passed on
 * @cut: (out) the buffer was too small: ask again from @next
 * @voltag: (out) the device reports bar codes of this type
 */
struct ntms_smc_status {
	enum ntms_element_type type;
	u16 first;
	u16 last;
	u8 *seen;
	u32 left;
	u32 next;
	u32 passed;
	bool cut;
	bool voltag;
};

#define NTMS_SMC_TOUCHED	3	/* elements of one command */

#define NTMS_SMC_SEEN_LEN	(65536 / 8)

void ntms_smc_move(u8 *cdb, u16 transport, u16 source, u16 destination,
		   bool invert);
void ntms_smc_initialize(u8 *cdb);
void ntms_smc_port(u8 *cdb, u16 address, bool open);
void ntms_smc_read_status(u8 *cdb, enum ntms_element_type type, u16 first,
			  u16 count, u8 options, u32 len);

int ntms_smc_addresses(const u8 *buf, size_t len,
		       struct ntms_changer_info *info);
int ntms_smc_geometry(const u8 *buf, size_t len,
		      struct ntms_changer_info *info);
int ntms_smc_elements(const u8 *buf, size_t len, size_t alloc,
		      struct ntms_smc_status *st,
		      int (*each)(void *ctx, const struct ntms_element *e),
		      void *ctx);
int ntms_smc_sense_errno(const struct ntms_sense *sense);
bool ntms_smc_changed(const struct ntms_sense *sense,
		      enum ntms_changed *what);
u32 ntms_smc_touches(const u8 *cdb, u16 *elements, enum ntms_changed *what);

#endif /* NTMS_SMC_H */
