// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * msg.c - messages of the "ntms" family
 */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/ntms.h>

#include "msg.h"

#define HEAD	(NLMSG_HDRLEN + GENL_HDRLEN)

/* Makes room for an attribute; NULL if there is none. */
static unsigned char *reserve(struct ntms_msg *msg, size_t length)
{
	size_t need = msg->length + NLA_HDRLEN + NLA_ALIGN(length);
	unsigned char *data;

	if (msg->failed || length > UINT16_MAX - NLA_HDRLEN) {
		msg->failed = true;
		return NULL;
	}
	if (need <= msg->size)
		return msg->data + msg->length;

	need += need / 2;
	data = realloc(msg->data == msg->inside ? NULL : msg->data, need);
	if (!data) {
		msg->failed = true;
		return NULL;
	}
	if (msg->data == msg->inside)
		memcpy(data, msg->inside, msg->length);
	msg->data = data;
	msg->size = need;
	return msg->data + msg->length;
}

/* Adds an attribute and returns where its value goes; NULL if it cannot. */
static unsigned char *add(struct ntms_msg *msg, uint16_t type, size_t length)
{
	struct nlattr head = { .nla_type = type };
	unsigned char *at = reserve(msg, length);
	size_t end = NLA_HDRLEN + length;

	if (!at)
		return NULL;
	head.nla_len = (uint16_t)end;
	memcpy(at, &head, sizeof(head));
	memset(at + end, 0, NLA_ALIGN(end) - end);
	msg->length += NLA_ALIGN(end);
	return at + NLA_HDRLEN;
}

/**
 * ntms_msg_start() - begin a request
 * @msg:	the request, not initialised; to be freed after use
 * @command:	enum ntms_cmd
 */
void ntms_msg_start(struct ntms_msg *msg, uint8_t command)
{
	struct genlmsghdr head = { .cmd = command, .version = NTMS_FAMILY_VERSION };

	msg->data = msg->inside;
	msg->size = sizeof(msg->inside);
	msg->length = HEAD;
	msg->failed = false;
	memcpy(msg->inside + NLMSG_HDRLEN, &head, sizeof(head));
}

/**
 * ntms_msg_finish() - write the header of a request
 * @msg:	the request
 * @family:	number of the family
 * @flags:	NLM_F_...
 * @seq:	sequence number, by which the answer is known
 *
 * May be done again to send the same request once more.
 */
void ntms_msg_finish(struct ntms_msg *msg, uint16_t family, uint16_t flags,
		     uint32_t seq)
{
	struct nlmsghdr head = {
		.nlmsg_len	= (uint32_t)msg->length,
		.nlmsg_type	= family,
		.nlmsg_flags	= flags,
		.nlmsg_seq	= seq,
	};

	memcpy(msg->data, &head, sizeof(head));
}

/**
 * ntms_msg_free() - let go of a request
 * @msg:	the request
 */
void ntms_msg_free(struct ntms_msg *msg)
{
	if (msg->data != msg->inside)
		free(msg->data);
}

/**
 * ntms_msg_put() - add bytes
 * @msg:	the request
 * @type:	NTMS_A_...
 * @data:	the bytes
 * @length:	number of them
 */
void ntms_msg_put(struct ntms_msg *msg, uint16_t type, const void *data,
		  size_t length)
{
	unsigned char *at = add(msg, type, length);

	if (at && length)
		memcpy(at, data, length);
}

/**
 * ntms_msg_put_u32() - add a number
 * @msg:	the request
 * @type:	NTMS_A_...
 * @value:	the number
 */
void ntms_msg_put_u32(struct ntms_msg *msg, uint16_t type, uint32_t value)
{
	ntms_msg_put(msg, type, &value, sizeof(value));
}

/**
 * ntms_msg_put_text() - add a text
 * @msg:	the request
 * @type:	NTMS_A_...
 * @text:	the text, UTF-8 with a terminator
 */
void ntms_msg_put_text(struct ntms_msg *msg, uint16_t type, const char *text)
{
	ntms_msg_put(msg, type, text, strlen(text) + 1);
}

/**
 * ntms_msg_put_guids() - add identifiers
 * @msg:	the request
 * @type:	NTMS_A_...
 * @guids:	the identifiers, aligned to nothing
 * @count:	number of them
 */
void ntms_msg_put_guids(struct ntms_msg *msg, uint16_t type,
			const NTMS_GUID *guids, size_t count)
{
	const unsigned char *from = (const unsigned char *)guids;
	unsigned char *at = NULL;
	NTMS_GUID guid;
	size_t i;

	/* A count that would overflow fails as too long. */
	if (count <= UINT16_MAX / sizeof(guid))
		at = add(msg, type, count * sizeof(guid));
	else
		msg->failed = true;

	for (i = 0; at && i < count; i++, at += sizeof(guid)) {
		memcpy(&guid, from + i * sizeof(guid), sizeof(guid));
		guid.Data1 = htole32(guid.Data1);
		guid.Data2 = htole16(guid.Data2);
		guid.Data3 = htole16(guid.Data3);
		memcpy(at, &guid, sizeof(guid));
	}
}

/**
 * ntms_msg_nest() - begin an attribute that has attributes inside
 * @msg:	the request
 * @type:	NTMS_A_...
 *
 * Return: what ntms_msg_nest_end() wants to know.
 */
size_t ntms_msg_nest(struct ntms_msg *msg, uint16_t type)
{
	size_t start = msg->length;

	add(msg, type | NLA_F_NESTED, 0);
	return start;
}

/**
 * ntms_msg_nest_end() - end an attribute that has attributes inside
 * @msg:	the request
 * @start:	what ntms_msg_nest() returned
 */
void ntms_msg_nest_end(struct ntms_msg *msg, size_t start)
{
	struct nlattr head;

	if (msg->failed)
		return;
	if (msg->length - start > UINT16_MAX) {
		msg->failed = true;
		return;
	}
	memcpy(&head, msg->data + start, sizeof(head));
	head.nla_len = (uint16_t)(msg->length - start);
	memcpy(msg->data + start, &head, sizeof(head));
}

/**
 * ntms_attrs_next() - read the next attribute
 * @attrs:	what is still to be read
 * @attr:	receives the attribute
 *
 * Return: false at the end, and where the rest makes no attribute.
 */
bool ntms_attrs_next(struct ntms_attrs *attrs, struct ntms_attr *attr)
{
	struct nlattr head;
	size_t whole;

	if (attrs->left < sizeof(head))
		return false;
	memcpy(&head, attrs->at, sizeof(head));
	if (head.nla_len < NLA_HDRLEN || head.nla_len > attrs->left)
		return false;

	attr->type = head.nla_type & NLA_TYPE_MASK;
	attr->length = head.nla_len - NLA_HDRLEN;
	attr->data = attrs->at + NLA_HDRLEN;

	whole = NLA_ALIGN(head.nla_len);
	if (whole > attrs->left)
		whole = attrs->left;
	attrs->at += whole;
	attrs->left -= whole;
	return true;
}

/**
 * ntms_attr_nested() - look into an attribute
 * @attr:	the attribute
 *
 * Return: the attributes inside it.
 */
struct ntms_attrs ntms_attr_nested(const struct ntms_attr *attr)
{
	return (struct ntms_attrs){ .at = attr->data, .left = attr->length };
}

/**
 * ntms_attr_u32() - read a number of 32 bits
 * @attr:	the attribute
 *
 * Return: the number; 0 if the attribute is none.
 */
uint32_t ntms_attr_u32(const struct ntms_attr *attr)
{
	uint32_t value = 0;

	if (attr->length == sizeof(value))
		memcpy(&value, attr->data, sizeof(value));
	return value;
}

/**
 * ntms_attr_u64() - read a number of 64 bits
 * @attr:	the attribute
 *
 * Return: the number; 0 if the attribute is none.
 */
uint64_t ntms_attr_u64(const struct ntms_attr *attr)
{
	uint64_t value = 0;

	if (attr->length == sizeof(value))
		memcpy(&value, attr->data, sizeof(value));
	return value;
}

/**
 * ntms_attr_guids() - read identifiers
 * @attr:	the attribute
 * @to:		receives them, aligned to nothing
 * @count:	how many fit at @to
 *
 * Return: the number of identifiers in @attr, which may be above @count.
 */
size_t ntms_attr_guids(const struct ntms_attr *attr, NTMS_GUID *to, size_t count)
{
	size_t n = attr->length / sizeof(*to), i;
	unsigned char *at = (unsigned char *)to;
	NTMS_GUID guid;

	for (i = 0; i < n && i < count; i++) {
		memcpy(&guid, attr->data + i * sizeof(guid), sizeof(guid));
		guid.Data1 = le32toh(guid.Data1);
		guid.Data2 = le16toh(guid.Data2);
		guid.Data3 = le16toh(guid.Data3);
		memcpy(at + i * sizeof(guid), &guid, sizeof(guid));
	}
	return n;
}

/**
 * ntms_attr_text() - read a text
 * @attr:	the attribute
 * @to:		receives the text with a terminator, cut if it does not fit
 * @size:	bytes at @to
 */
void ntms_attr_text(const struct ntms_attr *attr, char *to, size_t size)
{
	size_t n = strnlen((const char *)attr->data, attr->length);

	if (n >= size)
		n = size - 1;
	memcpy(to, attr->data, n);
	to[n] = '\0';
}
