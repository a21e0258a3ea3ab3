/* SPDX-License-Identifier: GPL-2.0 */
/*
 * agent.h - the label agent: errands of the module ntms
 */
#ifndef NTMS_AGENT_H
#define NTMS_AGENT_H

#include <stdbool.h>
#include <stdint.h>

#include "label.h"

/**
 * struct order - what the module wants
 * @id: number of the errand
 * @kind: enum ntms_errand_kind
 * @node: of the drive, "" when it has none
 * @host: SCSI address of the drive
 * @channel: bus
 * @target: target
 * @lun: logical unit
 * @side: GUID of the side in the drive
 * @found: (write) enum ntms_label_found: what has to be on it
 * @omid: (write) its identifier
 * @omid_size: bytes of @omid
 * @give: (give) to a user, else take it back
 * @uid: that user
 */
struct order {
	uint64_t id;
	uint32_t kind;
	char node[64];
	uint32_t host, channel, target;
	uint64_t lun;
	uint8_t side[16];
	uint32_t found;
	uint8_t omid[LABEL_OMID_MAX];
	uint32_t omid_size;
	bool give;
	uint32_t uid;
};

/**
 * struct report - what a process that does an errand says
 * @begin: it has the drive open and asks whether to go on
 * @error: Win32 code with which it failed, 0 if it did not
 * @text: why it failed
 * @found: enum ntms_label_found, 0 for nothing
 * @omid: identifier of a known label
 * @omid_size: bytes of @omid
 */
struct report {
	bool begin;
	uint32_t error;
	char text[128];
	uint32_t found;
	uint8_t omid[LABEL_OMID_MAX];
	uint32_t omid_size;
};

/* Win32 codes that the module understands */
enum {
	ERROR_ACCESS_DENIED = 5,
	ERROR_NOT_ENOUGH_MEMORY = 8,
	ERROR_WRITE_PROTECT = 19,
	ERROR_NOT_READY = 21,
	ERROR_NOT_SUPPORTED = 50,
	ERROR_BUSY = 170,
	ERROR_CANCELLED = 1223,
	ERROR_OBJECT_NOT_FOUND = 4312,
	ERROR_MEDIUM_NOT_ACCESSIBLE = 4323,
	ERROR_INVALID_STATE = 5023,
};

/* agent.c */
int agent_run(const char *plugins);

/* errand.c: in a process of its own */
void errand_do(const struct order *order, const char *plugins,
	       bool (*may_begin)(void *ctx), void *ctx, struct report *report);
void report_failure(struct report *report, uint32_t error, const char *format,
		    ...) __attribute__((format(printf, 3, 4)));

/* nodes.c */
void nodes_give(const struct order *order, struct report *report);

#endif /* NTMS_AGENT_H */
