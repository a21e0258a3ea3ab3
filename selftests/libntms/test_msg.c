// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_msg.c - messages are built as netlink wants them and read with distrust
 */
#include <stdlib.h>
#include <string.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>

#include "mock.h"
#include "record.h"
#include "tap.h"
#include "wire.h"

static bool layout(void)
{
	static const unsigned char want[] = {
		/* length, type, flags, sequence number, port */
		48, 0, 0, 0, 0x21, 0, 5, 0, 7, 0, 0, 0, 0, 0, 0, 0,
		/* command, version, reserved */
		6, 1, 0, 0,
		/* a number */
		8, 0, 9, 0, 0x78, 0x56, 0x34, 0x12,
		/* a text of five bytes and its padding */
		9, 0, 20, 0, 'p', 'o', 'o', 'l', 0, 0, 0, 0,
		/* a nest with an empty attribute */
		8, 0, 26, 0x80, 4, 0, 25, 0,
	};
	struct ntms_msg msg;
	size_t nest;

	ntms_msg_start(&msg, 6);
	ntms_msg_put_u32(&msg, 9, 0x12345678);
	ntms_msg_put_text(&msg, 20, "pool");
	nest = ntms_msg_nest(&msg, 26);
	ntms_msg_put(&msg, 25, NULL, 0);
	ntms_msg_nest_end(&msg, nest);
	ntms_msg_finish(&msg, 0x21, NLM_F_REQUEST | NLM_F_ACK, 7);
	CHECK(!msg.failed);
	CHECK(msg.length == sizeof(want));
	CHECK(!memcmp(msg.data, want, sizeof(want)));
	ntms_msg_free(&msg);
	return true;
}

static bool guid_bytes(void)
{
	static const NTMS_GUID guid = {
		0x03020100, 0x0504, 0x0706, { 8, 9, 10, 11, 12, 13, 14, 15 }
	};
	struct ntms_attrs attrs;
	struct ntms_attr attr;
	struct ntms_msg msg;
	NTMS_GUID back[2];
	unsigned int i;

	ntms_msg_start(&msg, 1);
	ntms_msg_put_guids(&msg, 3, &guid, 1);
	attrs.at = msg.data + NLMSG_HDRLEN + GENL_HDRLEN;
	attrs.left = msg.length - NLMSG_HDRLEN - GENL_HDRLEN;
	CHECK(ntms_attrs_next(&attrs, &attr));
	CHECK(attr.type == 3 && attr.length == 16);
	for (i = 0; i < 16; i++)
		CHECK(attr.data[i] == i);
	CHECK(ntms_attr_guids(&attr, back, 2) == 1);
	CHECK(!memcmp(back, &guid, sizeof(guid)));
	CHECK(!ntms_attrs_next(&attrs, &attr));
	ntms_msg_free(&msg);
	return true;
}

static bool long_messages(void)
{
	unsigned char bytes[300], *big = calloc(1, 70000);
	struct ntms_attrs attrs;
	struct ntms_attr attr;
	struct ntms_msg msg;
	unsigned int i;

	memset(bytes, 'x', sizeof(bytes));
	ntms_msg_start(&msg, 1);
	for (i = 1; i <= 100; i++) {
		bytes[0] = (unsigned char)i;
		ntms_msg_put(&msg, (uint16_t)i, bytes, sizeof(bytes) - i);
	}
	CHECK(!msg.failed);
	attrs.at = msg.data + NLMSG_HDRLEN + GENL_HDRLEN;
	attrs.left = msg.length - NLMSG_HDRLEN - GENL_HDRLEN;
	for (i = 1; ntms_attrs_next(&attrs, &attr); i++)
		CHECK(attr.type == i && attr.length == sizeof(bytes) - i && attr.data[0] == i);
	CHECK(i == 101);

	ntms_msg_put(&msg, 1, big, 65531);
	CHECK(!msg.failed);
	ntms_msg_put(&msg, 1, big, 65532);
	CHECK(msg.failed);
	ntms_msg_put_guids(&msg, 1, (const NTMS_GUID *)big, SIZE_MAX);
	ntms_msg_put_text(&msg, 1, "more");
	CHECK(msg.failed);
	ntms_msg_free(&msg);
	free(big);
	return true;
}

static bool read(const unsigned char *bytes, size_t length, unsigned int want)
{
	/* On the heap and of the exact size, for the sanitizers. */
	unsigned char *copy = malloc(length ? length : 1);
	struct ntms_attrs attrs = { .at = copy, .left = length };
	struct ntms_attr attr;
	unsigned int n = 0;
	char text[4];

	if (length)
		memcpy(copy, bytes, length);
	while (ntms_attrs_next(&attrs, &attr)) {
		ntms_attr_u32(&attr);
		ntms_attr_u64(&attr);
		ntms_attr_text(&attr, text, sizeof(text));
		n++;
	}
	free(copy);
	return n == want;
}

static bool broken_attributes(void)
{
	static const unsigned char shorter_than_a_head[] = { 4, 0, 1 };
	static const unsigned char no_room_for_its_head[] = { 3, 0, 1, 0 };
	static const unsigned char of_no_length[] = { 0, 0, 1, 0, 0, 0, 0, 0 };
	static const unsigned char longer_than_the_rest[] = { 9, 0, 1, 0, 1, 2, 3, 4 };
	static const unsigned char without_padding[] = { 5, 0, 1, 0, 'a' };
	static const unsigned char good_then_bad[] = { 4, 0, 1, 0, 200, 0, 2, 0 };

	CHECK(read(NULL, 0, 0));
	CHECK(read(shorter_than_a_head, sizeof(shorter_than_a_head), 0));
	CHECK(read(no_room_for_its_head, sizeof(no_room_for_its_head), 0));
	CHECK(read(of_no_length, sizeof(of_no_length), 0));
	CHECK(read(longer_than_the_rest, sizeof(longer_than_the_rest), 0));
	CHECK(read(without_padding, sizeof(without_padding), 1));
	CHECK(read(good_then_bad, sizeof(good_then_bad), 1));
	return true;
}

/* Objects made of noise must not do harm; what they are read as is no matter. */
static bool noise(void)
{
	unsigned int seed = 1, round, i, length;
	struct ntms_record record;
	struct ntms_attrs attrs;
	unsigned char *bytes;

	for (round = 0; round < 200000; round++) {
		seed = seed * 1103515245 + 12345;
		length = seed >> 16 & 127;
		bytes = malloc(length + 1);
		for (i = 0; i < length; i++) {
			seed = seed * 1103515245 + 12345;
			bytes[i] = (unsigned char)(seed >> 16);
			/* lengths and types that mean something are rare otherwise */
			if (i % 4 == 0)
				bytes[i] %= 32;
			if (i % 4 == 1 || i % 4 == 3)
				bytes[i] = 0;
			if (i % 4 == 2)
				bytes[i] %= 128;
		}
		attrs.at = bytes;
		attrs.left = length;
		ntms_wire_get(attrs, &record);
		CHECK(record.info.partition.omid_label_id_length <= NTMS_OMIDLABELID_LENGTH ||
		      record.type != NTMS_PARTITION);
		free(bytes);
	}
	return true;
}

int main(void)
{
	static const struct tap_test tests[] = {
		{ "a request has the layout of generic netlink", layout },
		{ "a GUID travels in the order of a guid_t", guid_bytes },
		{ "a request grows as it must and fails where netlink ends", long_messages },
		{ "broken attributes end the reading", broken_attributes },
		{ "objects made of noise do no harm", noise },
	};

	return TAP_RUN(tests);
}
