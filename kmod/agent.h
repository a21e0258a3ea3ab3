/* SPDX-License-Identifier: GPL-2.0 */
/*
 * agent.h - errands for the label agent
 *
 * The module moves tapes and knows nothing of what is on them, and it does not
 * know how a system names its devices.  Both is the business of ntms-labeld,
 * the label agent: it is given errands and tells how they went.  The netlink
 * side (nl_agent.c) attaches, fetches and answers on its behalf.
 *
 * Who wants something done:
 *
 *	struct ntms_errand *e = ntms_errand_new(NTMS_ERRAND_GIVE_DRIVE, owner);
 *
 *	ntms_errand_drive(e, dev);
 *	e->order.uid = 1000;		or NTMS_NOBODY: take it back
 *	error = ntms_errand_do(e);	waits; @e->text says why it failed
 *	ntms_errand_free(e);
 *
 * A new kind of errand is an entry of errand-kind in ntms.yaml, a row in
 * agent.c that says what is told with it and what is answered, and a function
 * in tools/ntms-labeld.
 */
#ifndef NTMS_AGENT_H
#define NTMS_AGENT_H

#include <linux/completion.h>
#include <linux/list.h>
#include <linux/types.h>
#include <linux/uuid.h>
#include <uapi/linux/ntms.h>

#include "device.h"

/* type 63 and information 255 UTF-16 units of UTF-8, id 255 bytes, two NULs */
#define NTMS_OMID_MAX	(63 * 3 + 255 * 3 + 255 + 2)
#define NTMS_NOBODY	0xffffffffU	/* no user */

/**
 * struct ntms_label - what is at the beginning of a medium
 * @found: enum ntms_label_found; 0 when nobody has looked
 * @omid_len: bytes of @omid, 0 unless the label is known
 * @omid: on-media identifier, see struct ntms_partition
 */
struct ntms_label {
	u32 found;
	u32 omid_len;
	u8 omid[NTMS_OMID_MAX];
};

/**
 * struct ntms_order - what the agent is told
 * @id: number, set by ntms_errand_do()
 * @kind: enum ntms_errand_kind
 * @node: of the drive, "/dev/nst0"
 * @host: SCSI address of the drive
 * @channel: bus
 * @target: target
 * @lun: logical unit
 * @side: (READ_LABEL, WRITE_LABEL) GUID of the side that is in the drive
 * @label: (WRITE_LABEL) what is on it now; with anything else on it nothing is
 *	written
 * @uid: (GIVE_DRIVE) user in the initial user namespace who alone, besides
 *	root, may open the nodes; NTMS_NOBODY: nobody but the agent may
 */
struct ntms_order {
	u64 id;
	u32 kind;
	char node[64];
	u32 host, channel, target;
	u64 lun;
	guid_t side;
	struct ntms_label label;
	u32 uid;
};

/** enum ntms_errand_stage - how far an errand is */
enum ntms_errand_stage {
	NTMS_ERRAND_WAITING,	/* the agent does not know of it */
	NTMS_ERRAND_SENT,	/* it does */
	NTMS_ERRAND_BEGUN,	/* and has the drive open */
	NTMS_ERRAND_OVER,
};

/**
 * struct ntms_errand - an errand
 * @order: what the agent is told
 * @link: entry of the list of errands while ntms_errand_do() waits
 * @owner: for ntms_errands_cancel(), compared only
 * @stage: enum ntms_errand_stage
 * @over: the wait is over
 * @error: how it went: 0 or a Win32 code
 * @text: why it failed, with the name of the drive's node
 * @label: (READ_LABEL) what was found
 *
 * It belongs to whoever made it; @link, @stage, @error, @text and @label are
 * protected by the lock of agent.c until ntms_errand_do() has returned.
 */
struct ntms_errand {
	struct ntms_order order;
	struct list_head link;
	const void *owner;
	u8 stage;
	struct completion over;
	u32 error;
	char text[128];
	struct ntms_label label;
};

/* what does an errand carry? */
#define NTMS_ORDER_SIDE		1
#define NTMS_ORDER_LABEL	2
#define NTMS_ORDER_UID		4

/* for those who want something */
struct ntms_errand *ntms_errand_new(u32 kind, const void *owner);
void ntms_errand_drive(struct ntms_errand *e, const struct ntms_device *dev);
u32 ntms_errand_do(struct ntms_errand *e);
void ntms_errand_free(struct ntms_errand *e);
void ntms_errands_cancel(const void *owner);
void ntms_errands_reset(u32 host, u32 channel, u32 target, u64 lun);
bool ntms_agent_present(void);
bool ntms_agent_ever(void);

extern unsigned int ntms_agent_ms;

/* for the agent */
u32 ntms_agent_attach(void (*ring)(void));
void ntms_agent_detach(void);
bool ntms_agent_next(struct ntms_order *order);
u32 ntms_agent_begin(u64 id);
u32 ntms_agent_done(u64 id, u32 error, const char *text,
		    const struct ntms_label *label);
u32 ntms_order_carries(u32 kind);

/* from ntms_robotics_init() to ntms_robotics_halt() errands may be done */
void ntms_agent_open(void);
void ntms_agent_close(void);

#endif /* NTMS_AGENT_H */
