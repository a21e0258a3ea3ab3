/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * msg.h - messages of the "ntms" family
 *
 * A request is built in place: in the structure itself as long as it is short,
 * as almost all are, so that a call needs no memory of its own.  A message that
 * could not grow is marked as failed and takes what follows without complaint;
 * the caller asks once, at the end.
 */
#ifndef NTMS_MSG_H
#define NTMS_MSG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ntmsapi.h>

#define NTMS_MSG_SHORT	256

/* Identifiers in one attribute, whose length has 16 bits. */
#define NTMS_MOST_GUIDS	4095

/**
 * struct ntms_msg - a request under construction
 * @data:	the message, at @inside or on the heap
 * @length:	bytes so far
 * @size:	bytes at @data
 * @failed:	there was no memory, or the message became too long
 * @inside:	room for a short message
 */
struct ntms_msg {
	unsigned char *data;
	size_t length;
	size_t size;
	bool failed;
	_Alignas(4) unsigned char inside[NTMS_MSG_SHORT];
};

/**
 * struct ntms_attrs - the attributes of an answer that are still to be read
 * @at:		next attribute
 * @left:	bytes at @at
 */
struct ntms_attrs {
	const unsigned char *at;
	size_t left;
};

/**
 * struct ntms_attr - one attribute of an answer
 * @type:	NTMS_A_...
 * @length:	bytes of the value
 * @data:	the value, aligned to nothing
 */
struct ntms_attr {
	uint16_t type;
	uint16_t length;
	const unsigned char *data;
};

void ntms_msg_start(struct ntms_msg *msg, uint8_t command);
void ntms_msg_finish(struct ntms_msg *msg, uint16_t family, uint16_t flags,
		     uint32_t seq);
void ntms_msg_free(struct ntms_msg *msg);

void ntms_msg_put(struct ntms_msg *msg, uint16_t type, const void *data,
		  size_t length);
void ntms_msg_put_u32(struct ntms_msg *msg, uint16_t type, uint32_t value);
void ntms_msg_put_text(struct ntms_msg *msg, uint16_t type, const char *text);
void ntms_msg_put_guids(struct ntms_msg *msg, uint16_t type,
			const NTMS_GUID *guids, size_t count);
size_t ntms_msg_nest(struct ntms_msg *msg, uint16_t type);
void ntms_msg_nest_end(struct ntms_msg *msg, size_t start);

bool ntms_attrs_next(struct ntms_attrs *attrs, struct ntms_attr *attr);
struct ntms_attrs ntms_attr_nested(const struct ntms_attr *attr);
uint32_t ntms_attr_u32(const struct ntms_attr *attr);
uint64_t ntms_attr_u64(const struct ntms_attr *attr);
size_t ntms_attr_guids(const struct ntms_attr *attr, NTMS_GUID *to, size_t count);
void ntms_attr_text(const struct ntms_attr *attr, char *to, size_t size);

#endif /* NTMS_MSG_H */
