// SPDX-License-Identifier: GPL-2.0
/*
 * Medium changer commands
 *
 * Pure encoding and decoding: no I/O, no allocation, no state.  A changer's
 * answer is untrusted input.  An answer that makes no sense is refused
 * (-EPROTO); these are known from real devices and tolerated:
 *
 *   - more elements than asked for, other element types than asked for
 *   - a last descriptor that is short, or was not transferred to its end
 *   - elements in any order, as long as the answer fits the buffer
 *   - volume tags of blanks, of NULs, or of rubbish (no bar code then)
 *   - bar codes left on an empty element (no bar code then)
 *
 * SMC-3: 6.4 INITIALIZE ELEMENT STATUS, 6.6 MOVE MEDIUM, 6.7 OPEN/CLOSE
 * IMPORT/EXPORT ELEMENT, 6.10 READ ELEMENT STATUS, 6.11 volume tags, 7.3.3 element address assignment page, 7.3.4
 * transport geometry page.  Left out: EXCHANGE and POSITION, alternate volume
 * tags, SCSI bus addresses of SMC-1.
 */
#include <linux/errno.h>
#include <linux/string.h>

#include "smc.h"

#define STATUS_HEADER	8	/* element status data header */
#define PAGE_HEADER	8	/* element status page header */
#define TAG_FIELD	36	/* volume tag information */
#define DESCRIPTOR_MIN	12	/* address to source address */
#define DESCRIPTOR_USE	6	/* the least of it that says anything */

#define PAGE_PVOLTAG	0x80
#define PAGE_AVOLTAG	0x40

static u16 be16(const u8 *p)
{
	return p[0] << 8 | p[1];
}

static u32 be24(const u8 *p)
{
	return p[0] << 16 | p[1] << 8 | p[2];
}

static void put_be16(u8 *p, u16 v)
{
	p[0] = v >> 8;
	p[1] = v;
}

/**
 * ntms_smc_move() - build MOVE MEDIUM
 * @cdb: NTMS_CDB_LEN bytes
 * @transport: picker to use, 0 for the changer's choice
 * @source: element to take the medium from
 * @destination: element to bring it to
 * @invert: turn it over
 */
void ntms_smc_move(u8 *cdb, u16 transport, u16 source, u16 destination,
		   bool invert)
{
	memset(cdb, 0, NTMS_CDB_LEN);
	cdb[0] = NTMS_SMC_MOVE;
	put_be16(cdb + 2, transport);
	put_be16(cdb + 4, source);
	put_be16(cdb + 6, destination);
	cdb[10] = invert;
}

/** ntms_smc_initialize() - build INITIALIZE ELEMENT STATUS in @cdb */
void ntms_smc_initialize(u8 *cdb)
{
	memset(cdb, 0, NTMS_CDB_LEN);
	cdb[0] = NTMS_SMC_INITIALIZE;
}

/**
 * ntms_smc_port() - build OPEN/CLOSE IMPORT/EXPORT ELEMENT
 * @cdb: NTMS_CDB_LEN bytes
 * @address: port
 * @open: extend it, otherwise retract it
 */
void ntms_smc_port(u8 *cdb, u16 address, bool open)
{
	memset(cdb, 0, NTMS_CDB_LEN);
	cdb[0] = NTMS_SMC_PORT;
	put_be16(cdb + 2, address);
	cdb[4] = open ? 0 : 1;
}

/**
 * ntms_smc_read_status() - build READ ELEMENT STATUS
 * @cdb: NTMS_CDB_LEN bytes
 * @type: element type
 * @first: lowest address
 * @count: number of elements
 * @options: NTMS_SMC_VOLTAG, _CURDATA, _DVCID
 * @len: allocation length
 */
void ntms_smc_read_status(u8 *cdb, enum ntms_element_type type, u16 first,
			  u16 count, u8 options, u32 len)
{
	memset(cdb, 0, NTMS_CDB_LEN);
	cdb[0] = NTMS_SMC_STATUS;
	cdb[1] = (options & NTMS_SMC_VOLTAG) | type;
	put_be16(cdb + 2, first);
	put_be16(cdb + 4, count);
	cdb[6] = options & (NTMS_SMC_CURDATA | NTMS_SMC_DVCID);
	cdb[7] = len >> 16;
	put_be16(cdb + 8, len);
}

/**
 * ntms_smc_addresses() - decode the element address assignment page
 * @buf: answer to MODE SENSE(6) of page 1Dh
 * @len: bytes in @buf
 * @info: @info->range is filled
 *
 * Return: 0, or -EPROTO if the page is missing, short, or describes elements
 * behind address 65535 or one address in two types.
 */
int ntms_smc_addresses(const u8 *buf, size_t len,
		       struct ntms_changer_info *info)
{
	struct ntms_element_range *a, *b;
	const u8 *p = NULL;
	int type, other;
	int n;

	n = ntms_spc_mode_page(buf, len, NTMS_SMC_ADDRESSES, &p);
	if (n < 16)
		return -EPROTO;
	/* the page has the types in the order of their codes */
	for (type = NTMS_ELEMENT_TRANSPORT; type <= NTMS_ELEMENT_DRIVE; type++) {
		a = &info->range[type];
		a->first = be16(p + (type - 1) * 4);
		a->count = be16(p + (type - 1) * 4 + 2);
		if (a->first + (u32)a->count > 65536)
			return -EPROTO;
		for (other = NTMS_ELEMENT_TRANSPORT; other < type; other++) {
			b = &info->range[other];
			if (a->count && b->count &&
			    a->first < (u32)b->first + b->count &&
			    b->first < (u32)a->first + a->count)
				return -EPROTO;
		}
	}
	return 0;
}

/**
 * ntms_smc_geometry() - decode the transport geometry page
 * @buf: answer to MODE SENSE(6) of page 1Eh
 * @len: bytes in @buf
 * @info: @info->rotate is set if any transport can turn a medium over
 *
 * Return: 0, or -EPROTO if the page is missing or short.
 */
int ntms_smc_geometry(const u8 *buf, size_t len,
		      struct ntms_changer_info *info)
{
	const u8 *p = NULL;
	int i, n;

	info->rotate = false;
	n = ntms_spc_mode_page(buf, len, NTMS_SMC_GEOMETRY, &p);
	if (n < 2)
		return -EPROTO;
	for (i = 0; i + 2 <= n; i += 2)
		if (p[i] & 1)
			info->rotate = true;
	return 0;
}

static void hex_text(char *out, size_t size, const u8 *in, size_t len)
{
	static const char digit[] = "0123456789abcdef";
	size_t i;

	if (len * 2 + 1 > size)
		len = 0;
	for (i = 0; i < len; i++) {
		out[2 * i] = digit[in[i] >> 4];
		out[2 * i + 1] = digit[in[i] & 15];
	}
	out[2 * len] = '\0';
}

/*
 * Device identifier: the designation descriptor of SPC-4 7.8.5.  A T10 vendor
 * identification is vendor (8), product (16), serial number; what fits is
 * the serial number.
 */
static void decode_dvcid(const u8 *p, size_t len, struct ntms_element *e)
{
	size_t skip = 0;
	u8 n;

	if (len < 4)
		return;
	n = p[3];
	if (!n || n + 4u > len)
		return;
	p += 4;
	if ((p[-4] & 0x0f) == 1) {
		hex_text(e->dvcid, sizeof(e->dvcid), p, n);
		return;
	}
	if ((p[-3] & 0x0f) == 1)
		skip = n > 24 ? 24 : n > 8 ? 8 : 0;
	ntms_spc_text(e->dvcid, sizeof(e->dvcid), p + skip, n - skip);
}

/*
 * One descriptor of which @len bytes, at least DESCRIPTOR_USE, are there.
 * Fields that are not there stay zero.
 */
static void decode_descriptor(const u8 *d, size_t len, u8 flags, u8 type,
			      struct ntms_element *e)
{
	size_t at = DESCRIPTOR_MIN;

	memset(e, 0, sizeof(*e));
	e->address = be16(d);
	e->type = type;
	e->full = d[2] & 0x01;
	e->import = type == NTMS_ELEMENT_PORT && (d[2] & 0x02);
	e->except = d[2] & 0x04;
	e->access = type == NTMS_ELEMENT_TRANSPORT || (d[2] & 0x08);
	if (e->except) {
		e->asc = d[4];
		e->ascq = d[5];
	}
	if (len < DESCRIPTOR_MIN)
		return;
	e->medium_type = d[9] & 0x07;
	e->invert = d[9] & 0x40;
	e->source_valid = d[9] & 0x80;
	if (e->source_valid)
		e->source = be16(d + 10);
	if (flags & PAGE_PVOLTAG) {
		if (e->full && at + NTMS_VOLUME_TAG_LEN <= len)
			ntms_spc_text(e->volume_tag, sizeof(e->volume_tag),
				      d + at, NTMS_VOLUME_TAG_LEN);
		at += TAG_FIELD;
	}
	if (flags & PAGE_AVOLTAG)
		at += TAG_FIELD;
	if (type == NTMS_ELEMENT_DRIVE && at < len)
		decode_dvcid(d + at, len - at, e);
}

static int pass_on(const struct ntms_element *e, size_t size,
		   struct ntms_smc_status *st,
		   int (*each)(void *ctx, const struct ntms_element *e),
		   void *ctx)
{
	u8 *seen = &st->seen[e->address / 8];
	u8 bit = 1 << e->address % 8;

	if (e->address < st->first || e->address > st->last)
		return 0;
	if (*seen & bit)
		return -EPROTO;
	/* the rest of a cut answer can only be asked for in order */
	if (st->cut && e->address + 1u <= st->next)
		return -EPROTO;
	*seen |= bit;
	st->passed++;
	st->left -= st->left < size ? st->left : size;
	if (e->address + 1u > st->next)
		st->next = e->address + 1u;
	return each(ctx, e);
}

/* One page of @len bytes, by what the device says; @have of them came. */
static int decode_page(const u8 *page, size_t len, size_t have,
		       struct ntms_smc_status *st,
		       int (*each)(void *ctx, const struct ntms_element *e),
		       void *ctx)
{
	u16 size = be16(page + 2);
	struct ntms_element e;
	size_t pos, n;
	int err;

	if (page[0] != st->type || len == 0)
		return 0;
	st->voltag = page[1] & PAGE_PVOLTAG;
	if (size < DESCRIPTOR_MIN)
		return -EPROTO;
	for (pos = 0; pos < have; pos += size) {
		n = have - pos;
		if (n > size)
			n = size;
		if (n < size && st->cut)
			break;
		if (n < DESCRIPTOR_USE)
			break;
		decode_descriptor(page + PAGE_HEADER + pos, n, page[1],
				  page[0], &e);
		err = pass_on(&e, size, st, each, ctx);
		if (err)
			return err;
	}
	return 0;
}

/**
 * ntms_smc_elements() - decode an answer to READ ELEMENT STATUS
 * @buf: answer; bytes that the device did not send are zero
 * @len: bytes that are known to have come from the device
 * @alloc: allocation length that was asked with, at least @len
 * @st: what was asked, and what was found
 * @each: called for each element of interest, in the order of the answer.  An
 *	error of it ends the call and is returned.
 * @ctx: for @each
 *
 * When this fails, the elements passed on so far are worth nothing.
 *
 * Return: 0; -EPROTO if the answer makes no sense; what @each returned.
 */
int ntms_smc_elements(const u8 *buf, size_t len, size_t alloc,
		      struct ntms_smc_status *st,
		      int (*each)(void *ctx, const struct ntms_element *e),
		      void *ctx)
{
	size_t pos, size, end;
	u32 needed;
	int err;

	st->left = 0;
	st->next = st->first;
	st->passed = 0;
	st->cut = false;
	st->voltag = false;
	if (len < STATUS_HEADER)
		return -EPROTO;
	needed = STATUS_HEADER + be24(buf + 5);
	st->cut = needed > alloc;
	st->left = st->cut ? needed : 0;
	end = needed < len ? needed : len;
	for (pos = STATUS_HEADER; pos < end; pos += PAGE_HEADER + size) {
		if (end - pos < PAGE_HEADER)
			return needed > len ? 0 : -EPROTO;
		size = be24(buf + pos + 5);
		if (pos + PAGE_HEADER + size > needed)
			return -EPROTO;
		err = decode_page(buf + pos, size,
				  size < end - pos - PAGE_HEADER ?
				  size : end - pos - PAGE_HEADER,
				  st, each, ctx);
		if (err)
			return err;
	}
	return 0;
}

/**
 * ntms_smc_sense_errno() - what sense data of a changer means
 * @sense: sense data
 *
 * Return: 0; -EEXIST destination full; -ENOMEDIUM source empty; -EINVAL no
 * such element, or one that is not installed; -EBUSY removal prevented, or
 * the element is in use; and what ntms_spc_sense_errno() says.
 */
int ntms_smc_sense_errno(const struct ntms_sense *sense)
{
	if (sense->key != 0x5)
		return ntms_spc_sense_errno(sense);
	switch (sense->asc << 8 | sense->ascq) {
	case 0x3b0d:		/* medium destination element full */
		return -EEXIST;
	case 0x3b0e:		/* medium source element empty */
		return -ENOMEDIUM;
	case 0x3b12:		/* medium magazine removed */
	case 0x3b18:		/* element disabled */
	case 0x3b1a:		/* data transfer device removed */
		return -EINVAL;
	case 0x3b11:		/* medium magazine not accessible */
	case 0x3b14:		/* medium magazine locked */
	case 0x5303:		/* medium removal prevented by data transfer */
		return -EBUSY;
	}
	return ntms_spc_sense_errno(sense);
}

/**
 * ntms_smc_changed() - does this say that the contents may have changed?
 * @sense: sense data of a changer
 * @what: out: what happened
 *
 * Return: true for unit attentions "medium may have changed", "import or
 * export element accessed", "power on or reset", "reported luns changed".
 */
bool ntms_smc_changed(const struct ntms_sense *sense, enum ntms_changed *what)
{
	if (sense->key != 0x6)
		return false;
	switch (sense->asc) {
	case 0x28:
		*what = sense->ascq == 0x01 ? NTMS_CHANGED_PORT :
					      NTMS_CHANGED_MEDIA;
		return true;
	case 0x29:
		*what = NTMS_CHANGED_RESET;
		return true;
	}
	*what = NTMS_CHANGED_UNITS;
	return sense->asc == 0x3f && sense->ascq == 0x0e;
}

/**
 * ntms_smc_touches() - what may be elsewhere after a command
 * @cdb: command, NTMS_CDB_LEN bytes
 * @elements: out: addresses of the elements that it moves between, room for
 *	NTMS_SMC_TOUCHED
 * @what: out: what else may have changed, NTMS_CHANGED_NOTHING if nothing
 *
 * MOVE MEDIUM, EXCHANGE MEDIUM (SMC-3 6.4 and 6.8), INITIALIZE ELEMENT STATUS
 * with and without range, after which the changer may know more than before, and
 * OPEN/CLOSE IMPORT/EXPORT ELEMENT.
 *
 * Return: number of @elements.
 */
u32 ntms_smc_touches(const u8 *cdb, u16 *elements, enum ntms_changed *what)
{
	*what = NTMS_CHANGED_NOTHING;
	switch (cdb[0]) {
	case NTMS_SMC_INITIALIZE:
	case NTMS_SMC_INITIALIZE_RANGE:
		*what = NTMS_CHANGED_MEDIA;
		return 0;
	case NTMS_SMC_PORT:
		*what = NTMS_CHANGED_PORT;
		return 0;
	case NTMS_SMC_MOVE:
	case NTMS_SMC_EXCHANGE:
		elements[0] = be16(cdb + 4);
		elements[1] = be16(cdb + 6);
		elements[2] = be16(cdb + 8);
		return cdb[0] == NTMS_SMC_MOVE ? 2 : 3;
	}
	return 0;
}
