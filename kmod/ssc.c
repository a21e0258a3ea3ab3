// SPDX-License-Identifier: GPL-2.0
/*
 * Tape commands
 *
 * Pure encoding and decoding: no I/O, no allocation, no state.
 *
 * SSC-4: 7.3 LOAD UNLOAD, 7.7 READ POSITION, 7.12 REWIND, 8.2 log parameters,
 * 8.3 mode parameters.  SBC-3 and MMC-6 START STOP UNIT shares LOAD UNLOAD's
 * operation code and is here for that.  Everything that moves or writes data
 * belongs to st.
 */
#include <linux/errno.h>
#include <linux/string.h>

#include "ssc.h"

/** ntms_ssc_rewind() - build REWIND, answered when done, in @cdb */
void ntms_ssc_rewind(u8 *cdb)
{
	memset(cdb, 0, NTMS_CDB_LEN);
	cdb[0] = NTMS_SSC_REWIND;
}

/** ntms_ssc_load() - build LOAD, answered at once, in @cdb */
void ntms_ssc_load(u8 *cdb)
{
	memset(cdb, 0, NTMS_CDB_LEN);
	cdb[0] = NTMS_SSC_LOAD_UNLOAD;
	cdb[1] = 1;		/* IMMED */
	cdb[4] = 1;		/* LOAD */
}

/** ntms_ssc_unload() - build UNLOAD, answered when done, in @cdb */
void ntms_ssc_unload(u8 *cdb)
{
	memset(cdb, 0, NTMS_CDB_LEN);
	cdb[0] = NTMS_SSC_LOAD_UNLOAD;
}

/** ntms_ssc_eject() - build START STOP UNIT of an optical drive in @cdb */
void ntms_ssc_eject(u8 *cdb)
{
	memset(cdb, 0, NTMS_CDB_LEN);
	cdb[0] = NTMS_SSC_LOAD_UNLOAD;
	cdb[4] = 2;		/* LOEJ, not START */
}

/**
 * ntms_ssc_drive_info() - decode the mode parameter header of a tape drive
 * @buf: answer to MODE SENSE(6)
 * @len: bytes in @buf
 * @info: result
 *
 * Return: 0, or -EPROTO if there is no whole header.
 */
int ntms_ssc_drive_info(const u8 *buf, size_t len,
			struct ntms_drive_info *info)
{
	struct ntms_mode_header hdr;
	int err;

	err = ntms_spc_mode_header(buf, len, &hdr);
	if (err)
		return err;
	info->medium_type = hdr.medium_type;
	info->density = hdr.density;
	info->write_protected = hdr.specific & 0x80;
	return 0;
}

/**
 * ntms_ssc_read_position() - build READ POSITION in @cdb
 * @cdb: NTMS_CDB_LEN bytes
 * @long_form: with the number of the file; drives before SSC-3 know the short
 *	form only
 */
void ntms_ssc_read_position(u8 *cdb, bool long_form)
{
	memset(cdb, 0, NTMS_CDB_LEN);
	cdb[0] = NTMS_SSC_READ_POSITION;
	cdb[1] = long_form ? 6 : 0;
}

static u32 get32(const u8 *p)
{
	return (u32)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
}

static u64 get64(const u8 *p)
{
	return (u64)get32(p) << 32 | get32(p + 4);
}

#define POSITION_SHORT_LEN	20

/* flags of the first byte */
#define POSITION_BOP		0x80
#define POSITION_EOP		0x40
#define POSITION_MPU		0x08	/* long form: file and set unknown */
#define POSITION_LONU		0x04	/* long form: block and partition unknown */
#define POSITION_LOLU		0x04	/* short form: the same */
#define POSITION_PERR		0x02	/* short form: too big for it */

/**
 * ntms_ssc_position() - decode READ POSITION
 * @buf: answer
 * @len: bytes in @buf
 * @long_form: what was asked for
 * @st: result: position and NTMS_HAS_POSITION, NTMS_HAS_FILE as far as the
 *	drive knows them; the rest stays as it is
 *
 * Return: 0, or -EPROTO if the answer is too short.
 */
int ntms_ssc_position(const u8 *buf, size_t len, bool long_form,
		      struct ntms_drive_status *st)
{
	u8 unknown = long_form ? POSITION_LONU : POSITION_LOLU | POSITION_PERR;

	st->has &= ~(NTMS_HAS_POSITION | NTMS_HAS_FILE);
	if (len < (long_form ? NTMS_SSC_POSITION_LEN : POSITION_SHORT_LEN))
		return -EPROTO;
	if (buf[0] & unknown)
		return 0;
	st->has |= NTMS_HAS_POSITION;
	st->beginning = buf[0] & POSITION_BOP;
	st->end = buf[0] & POSITION_EOP;
	if (!long_form) {
		st->partition = buf[1];
		st->block = get32(buf + 4);
		return 0;
	}
	st->partition = get32(buf + 4);
	st->block = get64(buf + 8);
	if (buf[0] & POSITION_MPU)
		return 0;
	st->has |= NTMS_HAS_FILE;
	st->file = get64(buf + 16);
	return 0;
}

/* very high frequency data, SSC-4 8.2.4.2 */
#define VHF_CRQST		(0x08u << 24)	/* cleaning requested */
#define VHF_CRQRD		(0x04u << 24)	/* cleaning required */
#define VHF_ACTIVITY(data)	((data) >> 8 & 0xff)

static int device_status(const u8 *buf, size_t len,
			 struct ntms_drive_status *st)
{
	u64 data;
	int err;

	err = ntms_spc_log_value(buf, len, NTMS_SSC_DEVICE_STATUS, 0x0000,
				 &data);
	if (err)
		return err;
	st->has |= NTMS_HAS_ACTIVITY;
	st->activity = VHF_ACTIVITY(data);
	st->cleaning = data & VHF_CRQRD ? NTMS_CLEANING_NOW :
		       data & VHF_CRQST ? NTMS_CLEANING_SOON :
					  NTMS_CLEANING_NONE;
	return 0;
}

/**
 * ntms_ssc_log() - decode a log page of a tape drive
 * @buf: answer to LOG SENSE
 * @len: bytes in @buf
 * @page: NTMS_SSC_DEVICE_STATUS, _STATISTICS or _VOLUME
 * @st: result: members of the page, and their bits of @st->has, as far as they
 *	are in it; the rest stays as it is
 *
 * Return: 0; -ENOENT none of them is there; -EPROTO the answer makes no sense.
 */
int ntms_ssc_log(const u8 *buf, size_t len, u8 page,
		 struct ntms_drive_status *st)
{
	const struct {
		u8 page;
		u16 code;
		u32 has;
		u64 *to;
	} counters[] = {
		{ NTMS_SSC_STATISTICS, 0x0000, NTMS_HAS_LOADS, &st->loads },
		{ NTMS_SSC_STATISTICS, 0x0001, NTMS_HAS_CLEANINGS,
		  &st->cleanings },
		{ NTMS_SSC_STATISTICS, 0x0002, NTMS_HAS_HOURS, &st->hours },
		{ NTMS_SSC_VOLUME, 0x0001, NTMS_HAS_MEDIUM_LOADS,
		  &st->medium_loads },
	};
	int err, result = -ENOENT;
	u64 value;
	size_t i;

	if (page == NTMS_SSC_DEVICE_STATUS)
		return device_status(buf, len, st);
	for (i = 0; i < sizeof(counters) / sizeof(counters[0]); i++) {
		if (counters[i].page != page)
			continue;
		err = ntms_spc_log_value(buf, len, page, counters[i].code,
					 &value);
		if (err == -EPROTO)
			return err;
		if (err)
			continue;
		*counters[i].to = value;
		st->has |= counters[i].has;
		result = 0;
	}
	return result;
}

/**
 * ntms_ssc_needs_load() - is there a medium that wants a LOAD?
 * @sense: sense data of a drive
 *
 * Return: true for "initializing command required": the medium was unloaded
 * and stayed in the drive.
 */
bool ntms_ssc_needs_load(const struct ntms_sense *sense)
{
	return sense->key == 0x2 && sense->asc == 0x04 && sense->ascq == 0x02;
}

/**
 * ntms_ssc_cleaning_errno() - what a drive with a cleaning cartridge says
 * @sense: its sense data
 *
 * Return: 0 it has let the cartridge go; -EAGAIN it is being cleaned; -EIO the
 * cleaning failed, or the cartridge is used up.
 */
int ntms_ssc_cleaning_errno(const struct ntms_sense *sense)
{
	if (ntms_ssc_needs_load(sense))
		return 0;
	switch (sense->asc << 8 | sense->ascq) {
	case 0x3a00 ... 0x3aff:	/* medium not present */
		return 0;
	case 0x0000:		/* nothing to say */
	case 0x3003:		/* cleaning cartridge installed */
	case 0x0400:		/* not ready, no reason given */
	case 0x0401:		/* becoming ready */
	case 0x0407:		/* operation in progress */
	case 0x0412:		/* offline: cleaning, as some call it */
		return -EAGAIN;
	}
	return sense->key == 0x6 ? -EAGAIN : -EIO;
}

/**
 * ntms_ssc_sense_errno() - what sense data of a drive means
 * @sense: sense data
 *
 * Return: -EMEDIUMTYPE incompatible medium, wrong format, or a cleaning
 * cartridge; else what ntms_spc_sense_errno() says: -EAGAIN becoming ready,
 * -ENOMEDIUM, -EBUSY removal prevented, and so on.
 */
int ntms_ssc_sense_errno(const struct ntms_sense *sense)
{
	switch (sense->key) {
	case 0x2:
	case 0x3:
	case 0x5:
	case 0x7:
		if (sense->asc == 0x30)
			return -EMEDIUMTYPE;
	}
	return ntms_spc_sense_errno(sense);
}
