/* SPDX-License-Identifier: GPL-2.0 */
/*
 * labellab.h - a lab, and a label agent that knows what is on which tape
 */
#ifndef NTMS_LABELLAB_H
#define NTMS_LABELLAB_H

#include <linux/workqueue.h>

#include "../../kmod/agent.h"
#include "robolab.h"

#define OMID(kind, id)	kind "\0\0" id

/**
 * struct label_tape - what is on a tape
 * @tag: its bar code, as the fake library knows it
 * @found: enum ntms_label_found
 * @len: bytes of @omid
 * @omid: identifier
 */
struct label_tape {
	char tag[16];
	u32 found;
	u32 len;
	u8 omid[96];
};

/**
 * struct label_agent - the label agent
 * @l: the lab
 * @work: does what there is to be done
 * @tapes: what is on them
 * @error: it fails with
 * @reset: kind of errand during which the drive is reset, once
 * @mute: it says nothing of labels
 * @kept: what it has not answered when it was mute
 * @number_kept: of @kept
 * @reads: labels read
 * @writes: labels written
 * @expected: of the last write: what had to be on the tape
 */
extern struct label_agent {
	struct lab *l;
	struct work_struct work;
	struct label_tape tapes[LAB_TAPES + 2];
	u32 error;
	u32 reset;
	bool mute;
	struct ntms_order kept[LAB_DRIVES];
	u32 number_kept;
	u32 reads;
	u32 writes;
	u32 expected;
} label_agent;

int label_init(struct kunit *test);
void label_exit(struct kunit *test);
void label_attach(void);
void label_ring(void);
void label_idle(struct lab *l);
void label_on_tape(u32 n, u32 found, const char *omid, u32 len);
void label_set_side(struct lab *l, u32 n, u32 state, const char *omid,
		    u32 len);
struct ntms_partition *label_side(struct lab *l, u32 n);
struct ntms_media_pool *label_pool(struct lab *l, u32 type);

#define LABEL_ON_TAPE(n, kind, id) \
	label_on_tape(n, NTMS_LABEL_KNOWN, OMID(kind, id), \
		      sizeof(OMID(kind, id)) - 1)

#define LABEL_RECORD(l, n, state, kind, id) \
	label_set_side(l, n, state, OMID(kind, id), sizeof(OMID(kind, id)) - 1)

#endif
