// SPDX-License-Identifier: GPL-2.0
/*
 * Tape commands
 *
 * Pure encoding and decoding: no I/O, no allocation, no state.
 *
 * SSC-4: 7.3 LOAD UNLOAD, 7.12 REWIND, 8.3 mode parameters.  SBC-3 and MMC-6
 * START STOP UNIT shares LOAD UNLOAD's operation code and is here for that.
 * Everything that moves or writes data belongs to st.
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
