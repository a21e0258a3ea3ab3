/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ids.h - what is in the world that the rows are tested in
 *
 * inworld.c makes it, rows.c has to know it.  The numbers of the things that every
 * world has are those of selftests/netlink/world.h.
 */
#ifndef NTMS_API_COVERAGE_IDS_H
#define NTMS_API_COVERAGE_IDS_H

enum {
	COMPUTER = 1, OFFLINE, LIBRARY, DEAD, TAPE, DISK, BARE,
	ROOT, FREE_TOP, UNREC_TOP, IMPORT_TOP,
	FREE, UNREC, IMPORT,
	DRIVE = 21, DRIVE2, DOOR, PORT,
	SLOT = 0x100,
	/* a library that only root may use */
	LOCKED = 0x200, LOCKED_DRIVE, LOCKED_SLOT,
	/* a drive of DEAD, as absent as that */
	DEAD_DRIVE,
	/* pools: App draws from nowhere; Locked is root's; Group holds pools */
	APP = 0x1000, APP_LOCKED, DISKS, GROUP, EMPTY, EMPTY_LOCKED, OTHER,
	BARES,
	NOBODY = 0xffff,
};

/* Media by number; each has a letter of world.h for its state. */
enum {
	M_ALLOCATED,	/* L in App */
	M_SECOND,	/* L in App */
	M_THIRD,	/* L in Other */
	M_COMPLETE,	/* C in App */
	M_DEAD,		/* L in App, its library is gone */
	M_OFFLINE,	/* L in App, offline */
	M_DISABLED,	/* L in App, disabled */
	M_LOADED,	/* L in App, in the drive */
	M_LOCKED,	/* L in Locked */
	M_LOCKED_FREE,	/* A in Locked */
	M_LOCKED_OFFLINE, /* D in Locked, offline */
	M_IMPORT,	/* I in the import pool */
	M_DISK,		/* LR in Disks */
	M_SCRAP,	/* D in App, offline */
	M_BAD,		/* N in App */
	M_ELSEWHERE,	/* L in App, in the library that is root's */
};

#endif
