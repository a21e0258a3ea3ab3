// SPDX-License-Identifier: GPL-2.0
/*
 * Commands that all device types share
 *
 * Pure encoding and decoding: no I/O, no allocation, no state.  Whatever a
 * device answered is checked against the number of bytes at hand before it is
 * looked at.
 *
 * SPC-4: 6.13 MODE SENSE(6), 6.35 REPORT SUPPORTED OPERATION CODES, 6.39
 * REQUEST SENSE, 6.47 TEST UNIT READY, 7.5 mode parameters, 4.5 sense data.
 * Left out: sub-pages, MODE SENSE(10), all-commands format.
 */
#include <linux/errno.h>
#include <linux/string.h>

#include "spc.h"

#define OP_TEST_UNIT_READY	0x00
#define OP_REQUEST_SENSE	0x03
#define OP_LOG_SENSE		0x4d
#define OP_MODE_SENSE		0x1a
#define OP_MAINTENANCE_IN	0xa3
#define SA_REPORT_OPCODES	0x0c

#define MODE_HEADER_LEN		4
#define MODE_DESCRIPTOR_LEN	8
#define LOG_HEADER_LEN		4
#define LOG_PARAMETER_LEN	4	/* and the value */
#define OPCODE_HEADER_LEN	4
#define OPCODE_TIMEOUTS_LEN	12

/** ntms_spc_test_unit_ready() - build TEST UNIT READY in @cdb */
void ntms_spc_test_unit_ready(u8 *cdb)
{
	memset(cdb, 0, NTMS_CDB_LEN);
	cdb[0] = OP_TEST_UNIT_READY;
}

/** ntms_spc_request_sense() - build REQUEST SENSE for @len bytes in @cdb */
void ntms_spc_request_sense(u8 *cdb, u8 len)
{
	memset(cdb, 0, NTMS_CDB_LEN);
	cdb[0] = OP_REQUEST_SENSE;
	cdb[4] = len;
}

/**
 * ntms_spc_prevent_removal() - build PREVENT ALLOW MEDIUM REMOVAL
 * @cdb: NTMS_CDB_LEN bytes
 * @prevent: prevent it, otherwise allow it
 */
void ntms_spc_prevent_removal(u8 *cdb, bool prevent)
{
	memset(cdb, 0, NTMS_CDB_LEN);
	cdb[0] = NTMS_SPC_PREVENT;
	cdb[4] = prevent;
}

/**
 * ntms_spc_mode_sense() - build MODE SENSE(6), current values
 * @cdb: NTMS_CDB_LEN bytes
 * @page: page code
 * @no_blocks: set DBD: no block descriptors
 * @len: allocation length
 */
void ntms_spc_mode_sense(u8 *cdb, u8 page, bool no_blocks, u8 len)
{
	memset(cdb, 0, NTMS_CDB_LEN);
	cdb[0] = OP_MODE_SENSE;
	cdb[1] = no_blocks ? 0x08 : 0;
	cdb[2] = page & 0x3f;
	cdb[4] = len;
}

/**
 * ntms_spc_log_sense() - build LOG SENSE, cumulative current values
 * @cdb: NTMS_CDB_LEN bytes
 * @page: page code
 * @len: allocation length
 */
void ntms_spc_log_sense(u8 *cdb, u8 page, u16 len)
{
	memset(cdb, 0, NTMS_CDB_LEN);
	cdb[0] = OP_LOG_SENSE;
	cdb[2] = 0x40 | (page & 0x3f);
	cdb[7] = len >> 8;
	cdb[8] = len;
}

/**
 * ntms_spc_alerts() - decode the TapeAlert log page
 * @buf: answer to LOG SENSE of page 2Eh
 * @len: bytes in @buf
 * @flags: result, bit N - 1 for flag N
 *
 * Return: 0, or -EPROTO if this is another page, or a parameter is cut off or
 * is not one byte long.
 */
int ntms_spc_alerts(const u8 *buf, size_t len, u64 *flags)
{
	size_t pos, end;
	u16 code;

	*flags = 0;
	if (len < LOG_HEADER_LEN || (buf[0] & 0x3f) != NTMS_SPC_ALERTS)
		return -EPROTO;
	end = LOG_HEADER_LEN + (buf[2] << 8 | buf[3]);
	if (end > len)
		end = len;
	for (pos = LOG_HEADER_LEN; pos < end; pos += LOG_PARAMETER_LEN + 1) {
		if (end - pos < LOG_PARAMETER_LEN + 1 ||
		    buf[pos + 3] != 1)
			return -EPROTO;
		code = buf[pos] << 8 | buf[pos + 1];
		if (code >= 1 && code <= 64 &&
		    (buf[pos + LOG_PARAMETER_LEN] & 1))
			*flags |= 1ULL << (code - 1);
	}
	return 0;
}

/**
 * ntms_spc_log_value() - find a number in a log page
 * @buf: answer to LOG SENSE
 * @len: bytes in @buf
 * @page: page code that was asked for
 * @code: parameter code
 * @value: result: the value as a big endian number; 0 if it is not there
 *
 * A counter longer than eight bytes is taken if it fits into eight.
 *
 * Return: 0; -ENOENT the page has no such parameter, or one of no bytes;
 * -EPROTO this is another page, a parameter is cut off, or the number is too
 * big.
 */
int ntms_spc_log_value(const u8 *buf, size_t len, u8 page, u16 code,
		       u64 *value)
{
	size_t pos, end, i;
	u64 number = 0;

	*value = 0;
	if (len < LOG_HEADER_LEN || (buf[0] & 0x3f) != page)
		return -EPROTO;
	end = LOG_HEADER_LEN + (buf[2] << 8 | buf[3]);
	if (end > len)
		end = len;
	for (pos = LOG_HEADER_LEN; pos < end;
	     pos += LOG_PARAMETER_LEN + buf[pos + 3]) {
		if (end - pos < LOG_PARAMETER_LEN ||
		    end - pos - LOG_PARAMETER_LEN < buf[pos + 3])
			return -EPROTO;
		if ((buf[pos] << 8 | buf[pos + 1]) != code)
			continue;
		if (!buf[pos + 3])
			return -ENOENT;
		for (i = 0; i < buf[pos + 3]; i++) {
			if (number >> 56)
				return -EPROTO;
			number = number << 8 | buf[pos + LOG_PARAMETER_LEN + i];
		}
		*value = number;
		return 0;
	}
	return -ENOENT;
}

/**
 * ntms_spc_report_opcode() - ask how long a command may take
 * @cdb: NTMS_CDB_LEN bytes
 * @opcode: command of interest, one without service actions
 * @len: allocation length
 */
void ntms_spc_report_opcode(u8 *cdb, u8 opcode, u8 len)
{
	memset(cdb, 0, NTMS_CDB_LEN);
	cdb[0] = OP_MAINTENANCE_IN;
	cdb[1] = SA_REPORT_OPCODES;
	cdb[2] = 0x80 | 1;	/* RCTD, one command by operation code */
	cdb[3] = opcode;
	cdb[9] = len;
}

/**
 * ntms_spc_mode_header() - decode the header of a MODE SENSE(6) answer
 * @buf: answer
 * @len: bytes in @buf
 * @hdr: result
 *
 * Return: 0, or -EPROTO if there is no whole header.
 */
int ntms_spc_mode_header(const u8 *buf, size_t len,
			 struct ntms_mode_header *hdr)
{
	if (len < MODE_HEADER_LEN || buf[0] < MODE_HEADER_LEN - 1)
		return -EPROTO;
	hdr->medium_type = buf[1];
	hdr->specific = buf[2];
	hdr->density = 0;
	if (buf[3] >= MODE_DESCRIPTOR_LEN &&
	    len >= MODE_HEADER_LEN + MODE_DESCRIPTOR_LEN &&
	    buf[0] + 1u >= MODE_HEADER_LEN + MODE_DESCRIPTOR_LEN)
		hdr->density = buf[MODE_HEADER_LEN];
	return 0;
}

/**
 * ntms_spc_mode_page() - find a page in a MODE SENSE(6) answer
 * @buf: answer
 * @len: bytes in @buf
 * @page: page code wanted
 * @data: set to the first byte behind the page length
 *
 * Return: number of bytes at @data, all of them within @buf; or -EPROTO if
 * the page is not there or runs over the end.
 */
int ntms_spc_mode_page(const u8 *buf, size_t len, u8 page, const u8 **data)
{
	size_t pos, end;

	if (len < MODE_HEADER_LEN)
		return -EPROTO;
	end = buf[0] + 1u;
	if (end > len)
		end = len;
	for (pos = MODE_HEADER_LEN + buf[3]; pos + 2 <= end;
	     pos += 2 + buf[pos + 1]) {
		if (buf[pos] & 0x40)	/* SPF: not a page_0 format */
			return -EPROTO;
		if ((buf[pos] & 0x3f) != page)
			continue;
		if (pos + 2 + buf[pos + 1] > end)
			return -EPROTO;
		*data = buf + pos + 2;
		return buf[pos + 1];
	}
	return -EPROTO;
}

/**
 * ntms_spc_opcode_known() - does a device know a command?
 * @buf: answer to ntms_spc_report_opcode()
 * @len: bytes in @buf
 *
 * Return: true if it says that it does, in the standard's way or in its own.
 */
bool ntms_spc_opcode_known(const u8 *buf, size_t len)
{
	u8 support = len < OPCODE_HEADER_LEN ? 0 : buf[1] & 7;

	return support == 3 || support == 5;
}

/**
 * ntms_spc_opcode_limit() - recommended time limit of a command
 * @buf: answer to ntms_spc_report_opcode()
 * @len: bytes in @buf
 * @seconds: result, 0 if the device names no time
 *
 * Return: 0, -EOPNOTSUPP if the device says that it does not know the
 * command, -EPROTO if the answer makes no sense.
 */
int ntms_spc_opcode_limit(const u8 *buf, size_t len, u32 *seconds)
{
	size_t at;
	const u8 *t;

	*seconds = 0;
	if (len < OPCODE_HEADER_LEN)
		return -EPROTO;
	if ((buf[1] & 7) == 1)
		return -EOPNOTSUPP;
	if (!(buf[1] & 0x80))		/* CTDP: no timeouts descriptor */
		return 0;
	at = OPCODE_HEADER_LEN + (buf[2] << 8 | buf[3]);
	if (at + OPCODE_TIMEOUTS_LEN > len)
		return -EPROTO;
	t = buf + at;
	if ((t[0] << 8 | t[1]) < OPCODE_TIMEOUTS_LEN - 2)
		return -EPROTO;
	*seconds = (u32)t[8] << 24 | t[9] << 16 | t[10] << 8 | t[11];
	return 0;
}

/**
 * ntms_spc_text() - make a string of a text field
 * @out: result, always terminated
 * @size: size of @out
 * @in: field: ASCII, padded with blanks or NULs
 * @len: bytes in @in
 *
 * Blanks at either end go.  A field with anything but printable ASCII in front of
 * its padding was misread or is not text: @out is empty then, because half a
 * bar code names another cartridge.
 */
void ntms_spc_text(char *out, size_t size, const u8 *in, size_t len)
{
	size_t i, n = 0;

	while (len && *in == ' ') {
		in++;
		len--;
	}
	for (i = 0; i < len && in[i]; i++) {
		if (in[i] < 0x20 || in[i] > 0x7e || i + 1 >= size) {
			if (in[i] == ' ')	/* padding beyond @out */
				continue;
			n = 0;
			break;
		}
		out[i] = in[i];
		if (in[i] != ' ')
			n = i + 1;
	}
	out[n] = '\0';
}

/**
 * ntms_spc_sense_errno() - what sense data means for any device type
 * @sense: sense data
 *
 * Return: 0 for "no sense" and "recovered error"; -EAGAIN unit attention or
 * becoming ready; -ENOMEDIUM; -EOPNOTSUPP unknown command; -EINVAL bad field;
 * -ENODEV no such logical unit; -EBUSY removal prevented; else -EIO.
 */
int ntms_spc_sense_errno(const struct ntms_sense *sense)
{
	switch (sense->key) {
	case 0x0:
	case 0x1:
		return 0;
	case 0x2:
		if (sense->asc == 0x3a)
			return -ENOMEDIUM;
		/* no reason given, becoming ready, operation in progress */
		if (sense->asc == 0x04 &&
		    (sense->ascq <= 1 || sense->ascq == 7))
			return -EAGAIN;
		return -EIO;
	case 0x5:
		switch (sense->asc) {
		case 0x20:
			return -EOPNOTSUPP;
		case 0x21:
		case 0x24:
		case 0x26:
			return -EINVAL;
		case 0x25:
			return -ENODEV;
		case 0x3a:
			return -ENOMEDIUM;
		case 0x53:
			return sense->ascq == 2 ? -EBUSY : -EIO;
		}
		return -EIO;
	case 0x6:
		return -EAGAIN;
	}
	return -EIO;
}
