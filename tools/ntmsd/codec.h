/* SPDX-License-Identifier: GPL-2.0 */
/*
 * codec.h - objects and records as netlink attributes
 */
#ifndef NTMSD_CODEC_H
#define NTMSD_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct guid;
struct nl_msg;
struct nlattr;
struct object;
struct type;

/**
 * struct journal - state of a batch over the answers that bring it
 * @sequence: sequence number of the last record, 0 before the first one
 * @more: that record goes on in the next answer
 * @changes: number of objects written and deleted
 */
struct journal {
	uint64_t sequence;
	bool more;
	unsigned int changes;
};

int codec_get_object(const struct nlattr *nest, struct object *o);
int codec_get_name(const struct nlattr *nest, const struct type **type,
		   struct guid *guid);
size_t codec_size(const struct object *o);
int codec_put_object(struct nl_msg *msg, const struct object *o);

int codec_apply(struct db *db, const struct nlattr *head, int len,
		struct journal *journal);

#endif /* NTMSD_CODEC_H */
