/* SPDX-License-Identifier: GPL-2.0 */
/* Commands on their way, and what can befall them */
#ifndef VLIB_CMD_H
#define VLIB_CMD_H

#include <linux/prandom.h>

#include "vlib.h"

struct scsi_cmnd;

/**
 * struct vlib_fault - what befalls commands; see fault.c
 * @link: in @faults of the library
 * @dev: device, NULL for all of them
 * @opcode: operation code, -1 for all
 * @skip: commands that are left alone first
 * @count: commands that it befalls then, 0 without end
 * @hits: commands that it has befallen
 * @sense: VLIB_SENSE() to report, 0 none
 * @status: SCSI status to end with, 0 none
 * @execute: the command is carried out although it fails
 * @hold: ms until the command is carried out
 * @delay: ms until it is answered
 * @drop: it is carried out and never answered
 * @ignore: it is neither carried out nor answered
 * @stuck: a move ends in the picker
 * @shorten: bytes at the end of the answer that do not come
 * @lengthen: bytes that follow it
 * @random: bytes of the answer that become random ones
 * @at: where @patch goes
 * @patch_len: bytes in @patch
 * @patch: bytes that replace those of the answer
 * @resid: residual count to report if @lie
 * @lie: @resid is meant
 * @garble: sense data, if there are any, are noise
 * @vanish: the device is gone, instead of an answer
 * @every: one command of so many is befallen, by something at random; 0: all
 * @rnd: where all that is random comes from
 */
struct vlib_fault {
	struct list_head link;
	const struct vlib_dev *dev;
	int opcode;
	u32 skip;
	u32 count;
	u32 hits;
	u32 sense;
	u8 status;
	bool execute;
	bool drop;
	bool ignore;
	bool stuck;
	bool lie;
	bool garble;
	bool vanish;
	u32 every;
	struct rnd_state rnd;
	u32 hold;
	u32 delay;
	u32 shorten;
	u32 lengthen;
	u32 random;
	u32 at;
	u32 patch_len;
	u8 patch[64];
	int resid;
};

/* result of a handler: 0, or check condition with this */
#define VLIB_SENSE(key, asc, ascq) \
	(1u << 31 | (u32)(key) << 16 | (asc) << 8 | (ascq))
#define VLIB_RESERVED	(1u << 30)	/* reservation conflict */

/* flags in byte 2 of fixed format sense data */
#define VLIB_FILEMARK	0x80
#define VLIB_EOM	0x40
#define VLIB_ILI	0x20

enum vlib_stage {
	VLIB_NEW,
	VLIB_HELD,		/* not begun */
	VLIB_DONE,		/* carried out, not answered */
	VLIB_LOST,		/* will not be answered */
};

/**
 * struct vlib_cmd - a command on its way; private data of a scsi_cmnd
 * @link: in @cmds of the library
 * @work: carries it out, later answers it
 * @scmd: the command
 * @dev: addressed device
 * @stage: see there; under cmds_lock unless @running
 * @running: its work item is at it; under cmds_lock
 * @cancelled: result to end with, 0 not cancelled; under cmds_lock
 * @result: result to end with
 * @seq: its number in the trace
 * @cdb: the command
 * @limit: allocation length, of commands that have one
 * @data: the answer (handlers get it from vlib_reply())
 * @len: bytes in @data
 * @sent: bytes that were transferred
 * @wait: ms until the answer
 * @sense: what the handler returned
 * @flags: VLIB_FILEMARK and so on
 * @info: information field
 * @info_valid: there is one
 * @field: byte in the CDB that is wrong, if @field_valid
 * @field_valid: there is one
 * @fault: what happens to it (a copy; the original may go)
 * @faulty: @fault is meant
 */
struct vlib_cmd {
	struct list_head link;
	struct delayed_work work;
	struct scsi_cmnd *scmd;
	struct vlib_dev *dev;
	enum vlib_stage stage;
	bool running;
	int cancelled;
	int result;
	u64 seq;
	const u8 *cdb;
	u32 limit;
	u8 *data;
	u32 len;
	u32 sent;
	u32 wait;
	u32 sense;
	u8 flags;
	u32 info;
	bool info_valid;
	u8 field;
	bool field_valid;
	bool faulty;
	struct vlib_fault fault;
};

/* flags of struct vlib_op */
#define VLIB_OP_EARLY	1	/* does not report unit attentions */
#define VLIB_OP_SHARED	2	/* is not refused by a reservation */
#define VLIB_OP_READY	4	/* needs a medium that is ready */

/**
 * struct vlib_op - a command that a device knows
 * @opcode: operation code
 * @action: service action, -1 without
 * @flags: see above
 * @timeout: seconds; what REPORT SUPPORTED OPERATION CODES recommends
 * @usage: CDB usage data: the bits that may be set
 * @run: carries it out under lib->lock; returns 0, VLIB_SENSE(), VLIB_RESERVED
 */
struct vlib_op {
	u8 opcode;
	s8 action;
	u8 flags;
	u32 timeout;
	u8 usage[VLIB_CDB_LEN];
	u32 (*run)(struct vlib_cmd *c);
};

static inline u16 vlib_get16(const u8 *p)
{
	return p[0] << 8 | p[1];
}

static inline u32 vlib_get24(const u8 *p)
{
	return p[0] << 16 | p[1] << 8 | p[2];
}

static inline u32 vlib_get32(const u8 *p)
{
	return (u32)vlib_get16(p) << 16 | vlib_get16(p + 2);
}

static inline u64 vlib_get64(const u8 *p)
{
	return (u64)vlib_get32(p) << 32 | vlib_get32(p + 4);
}

static inline void vlib_put16(u8 *p, u16 v)
{
	p[0] = v >> 8;
	p[1] = v & 0xff;
}

static inline void vlib_put24(u8 *p, u32 v)
{
	p[0] = v >> 16 & 0xff;
	vlib_put16(p + 1, v & 0xffff);
}

static inline void vlib_put32(u8 *p, u32 v)
{
	vlib_put16(p, v >> 16);
	vlib_put16(p + 2, v & 0xffff);
}

static inline void vlib_put64(u8 *p, u64 v)
{
	vlib_put32(p, v >> 32);
	vlib_put32(p + 4, v & 0xffffffff);
}

static inline struct vlib_drive *vlib_drive_of(struct vlib_cmd *c)
{
	return container_of(c->dev, struct vlib_drive, dev);
}

/* host.c */
void *vlib_reply(struct vlib_cmd *c, u32 len);
u32 vlib_sent(struct vlib_cmd *c, void *buf, u32 len);

/* eh.c */
int vlib_eh_abort(struct scsi_cmnd *scmd);
int vlib_eh_device_reset(struct scsi_cmnd *scmd);
int vlib_eh_host_reset(struct scsi_cmnd *scmd);

/* spc.c */
extern const struct vlib_op vlib_common_ops[];
u32 vlib_run(struct vlib_cmd *c);
u32 vlib_bad_field(struct vlib_cmd *c, u8 byte);

/* opcodes.c */
const struct vlib_op *vlib_op_find(const struct vlib_dev *dev, const u8 *cdb,
				   bool *known);
u32 vlib_report_opcodes(struct vlib_cmd *c);

/* mode.c */
u32 vlib_mode_sense(struct vlib_cmd *c);
u32 vlib_mode_select(struct vlib_cmd *c);

/* log.c */
u32 vlib_log_sense(struct vlib_cmd *c);
u32 vlib_log_select(struct vlib_cmd *c);

/* changer.c */
extern const struct vlib_op vlib_changer_ops[];

/* status.c */
u32 vlib_read_status(struct vlib_cmd *c);

/* tape.c */
extern const struct vlib_op vlib_tape_ops[];

/* disc.c */
extern const struct vlib_op vlib_disc_ops[];

/* position.c */
u32 vlib_space(struct vlib_cmd *c);
u32 vlib_locate(struct vlib_cmd *c);
u32 vlib_read_position(struct vlib_cmd *c);
u32 vlib_rewind(struct vlib_cmd *c);

/* drive.c */
u32 vlib_load_unload(struct vlib_cmd *c);
u32 vlib_prevent(struct vlib_cmd *c);

/* mam.c */
u32 vlib_read_attribute(struct vlib_cmd *c);
u32 vlib_write_attribute(struct vlib_cmd *c);

/* fault.c */
void vlib_fault_match(struct vlib_cmd *c);
void vlib_fault_answer(struct vlib_cmd *c);

/* chaos.c */
void vlib_chaos(struct rnd_state *rnd, struct vlib_fault *f);

/* trace.c */
void vlib_trace_begin(struct vlib_cmd *c);
void vlib_trace_end(struct vlib_cmd *c, u8 state);

#define VLIB_TRACE_WAITS	0
#define VLIB_TRACE_ANSWERED	1
#define VLIB_TRACE_LOST		2
#define VLIB_TRACE_ABORTED	3

#endif /* VLIB_CMD_H */
