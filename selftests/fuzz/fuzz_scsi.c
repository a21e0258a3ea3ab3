// SPDX-License-Identifier: GPL-2.0
/*
 * libFuzzer target: everything that decodes what a SCSI device answered.
 *
 * The first byte of the input chooses the decoder, the next three its
 * question, the rest is the answer, in a block of exactly its size so that
 * AddressSanitizer sees every byte that is read beyond it.  Besides not
 * crashing, the decoders must keep what they promise: check() traps.
 */
#include <stdlib.h>

#include "../../kmod/spc.c"
#include "../../kmod/smc.c"
#include "../../kmod/ssc.c"

static void check(bool ok)
{
	if (!ok)
		__builtin_trap();
}

static void check_text(const char *s, size_t size)
{
	size_t len = strnlen(s, size);
	size_t i;

	check(len < size);
	for (i = 0; i < len; i++)
		check(s[i] >= 0x20 && s[i] <= 0x7e);
	check(!len || (s[0] != ' ' && s[len - 1] != ' '));
}

struct state {
	struct ntms_smc_status st;
	u8 passed[NTMS_SMC_SEEN_LEN];
	u32 count;
	u32 highest;
};

static int each(void *ctx, const struct ntms_element *e)
{
	struct state *s = ctx;
	u8 *passed = &s->passed[e->address / 8];
	u8 bit = 1 << e->address % 8;

	check(e->address >= s->st.first && e->address <= s->st.last);
	check(e->type == s->st.type);
	check(!(*passed & bit));
	*passed |= bit;
	check(!s->st.cut || s->count == 0 || e->address > s->highest);
	if (s->count == 0 || e->address > s->highest)
		s->highest = e->address;
	s->count++;
	check_text(e->volume_tag, sizeof(e->volume_tag));
	check_text(e->dvcid, sizeof(e->dvcid));
	check(e->full || !e->volume_tag[0]);
	return 0;
}

static void elements(const u8 *ask, const u8 *buf, size_t len)
{
	static struct state s;
	static u8 seen[NTMS_SMC_SEEN_LEN];
	size_t alloc = len;
	int err;

	memset(&s, 0, sizeof(s));
	memset(seen, 0, sizeof(seen));
	s.st.type = 1 + (ask[0] & 3);
	s.st.first = ask[1] << (ask[0] & 4 ? 8 : 0);
	s.st.last = ask[0] & 8 ? 65535 : s.st.first;
	s.st.seen = seen;
	if (ask[0] & 16)
		alloc += ask[2];
	err = ntms_smc_elements(buf, len, alloc, &s.st, each, &s);
	check(err == 0 || err == -EPROTO);
	check(err || s.st.passed == s.count);
	check(s.st.cut || !s.st.left);
	check(err || s.st.next == (s.count ? s.highest + 1 : s.st.first));
}

static void pages(const u8 *ask, const u8 *buf, size_t len)
{
	struct ntms_changer_info info = { 0 };
	struct ntms_drive_info drive = { 0 };
	struct ntms_element_range *r;
	const u8 *data = NULL;
	int i, n;

	n = ntms_spc_mode_page(buf, len, ask[0] & 0x3f, &data);
	check(n == -EPROTO || (n >= 0 && data >= buf && data + n <= buf + len));
	if (!ntms_smc_addresses(buf, len, &info)) {
		for (i = 1; i <= 4; i++) {
			r = &info.range[i];
			check(r->first + (u32)r->count <= 65536);
		}
	}
	n = ntms_smc_geometry(buf, len, &info);
	check(n == 0 || n == -EPROTO);
	n = ntms_ssc_drive_info(buf, len, &drive);
	check(n == 0 || n == -EPROTO);
}

static void status(const u8 *ask, const u8 *buf, size_t len)
{
	struct ntms_drive_status st = { 0 };
	u64 value;
	int n;

	n = ntms_ssc_position(buf, len, ask[0] & 1, &st);
	check(n == (len < (ask[0] & 1 ? 32 : 20) ? -EPROTO : 0));
	check(!n || !st.has);
	check(!(st.has & NTMS_HAS_FILE) || (st.has & NTMS_HAS_POSITION));
	memset(&st, 0, sizeof(st));
	n = ntms_ssc_log(buf, len, ask[1] & 0x3f, &st);
	check(n == 0 || n == -EPROTO || n == -ENOENT);
	check(!st.has == (n == -ENOENT) || n == -EPROTO);
	n = ntms_spc_log_value(buf, len, ask[1] & 0x3f, ask[2], &value);
	check(n == 0 || ((n == -EPROTO || n == -ENOENT) && !value));
}

static void rest(const u8 *ask, const u8 *buf, size_t len)
{
	struct ntms_sense sense = { ask[0], ask[1], ask[2] };
	char text[NTMS_DVCID_LEN + 1];
	enum ntms_changed what;
	u32 seconds;
	u64 flags;
	int n;

	status(ask, buf, len);
	n = ntms_spc_opcode_limit(buf, len, &seconds);
	check(n == 0 || (n < 0 && !seconds));
	ntms_spc_text(text, 1 + ask[0] % sizeof(text), buf, len);
	check_text(text, 1 + ask[0] % sizeof(text));
	check(ntms_smc_sense_errno(&sense) <= 0);
	check(ntms_ssc_sense_errno(&sense) <= 0);
	check(!ntms_smc_changed(&sense, &what) || sense.key == 6);
	check(ntms_ssc_cleaning_errno(&sense) <= 0);
	n = ntms_spc_alerts(buf, len, &flags);
	check(n == 0 || n == -EPROTO);
	check(!ntms_spc_opcode_known(buf, len) || len >= 4);
	check(!ntms_ssc_needs_load(&sense) || sense.key == 2);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	u8 *buf;

	if (size < 4)
		return 0;
	buf = malloc(size - 4);
	if (!buf)
		return 0;
	memcpy(buf, data + 4, size - 4);
	if (data[0] % 4 == 0)
		pages(data + 1, buf, size - 4);
	else if (data[0] % 4 == 1)
		rest(data + 1, buf, size - 4);
	else
		elements(data + 1, buf, size - 4);
	free(buf);
	return 0;
}
