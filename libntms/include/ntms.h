/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ntms.h - what libntms offers beyond the calls of ntmsapi.h
 */
#ifndef _NTMS_H
#define _NTMS_H

#include <stdint.h>

#include <ntmsapi.h>

/* What the module waits for. */
enum ntms_status_readiness {
	NTMS_STATUS_WAITING	= 1,	/* no store has attached yet */
	NTMS_STATUS_LOADING	= 2,	/* a store is handing over its objects */
	NTMS_STATUS_READY	= 3,	/* calls are served */
	NTMS_STATUS_DETACHED	= 4	/* the store is gone, changes are refused */
};

/* What the module is doing. */
struct ntms_status {
	char version[64];	/* of the module */
	uint32_t readiness;	/* enum ntms_status_readiness */
	uint32_t durable;	/* 1 if a store keeps changes, 0 for store=none */
	uint64_t committed;	/* sequence number of the last change */
	uint64_t stored;	/* sequence number of the last change on disk */
	uint32_t sessions;	/* open sessions */
	uint32_t objects;	/* objects of all types */
	uint64_t uptime;	/* nanoseconds */
	uint32_t agent;		/* 1 if there is a label agent */
	uint32_t reserved;
};

/* What is known of a drive, and which members of its status are valid. */
enum ntms_drive_has {
	NTMS_DRIVE_READ		= 0x001,	/* read */
	NTMS_DRIVE_BUSY		= 0x002,	/* somebody uses it, it was not asked now */
	NTMS_DRIVE_SUSPECT	= 0x004,	/* suspect */
	NTMS_DRIVE_MOUNTED	= 0x008,	/* uid */
	NTMS_DRIVE_POSITION	= 0x010,	/* partition, block */
	NTMS_DRIVE_FILE		= 0x020,	/* file */
	NTMS_DRIVE_BEGINNING	= 0x040,	/* at the beginning of the partition */
	NTMS_DRIVE_END		= 0x080,	/* near the end of the partition */
	NTMS_DRIVE_ALERTS	= 0x100,	/* alerts */
	NTMS_DRIVE_ACTIVITY	= 0x200,	/* activity, cleaning */
	NTMS_DRIVE_LOADS	= 0x400,	/* loads */
	NTMS_DRIVE_CLEANINGS	= 0x800,	/* cleanings */
	NTMS_DRIVE_HOURS	= 0x1000,	/* hours */
	NTMS_DRIVE_MEDIUM_LOADS	= 0x2000,	/* medium_loads */
	NTMS_DRIVE_OWNER	= 0x4000	/* owner */
};

/* Who can open the nodes of a drive. */
enum ntms_node_access {
	NTMS_DRIVE_OPEN_TO_SYSTEM = 0,	/* whom the system lets: no label agent has said */
	NTMS_DRIVE_OPEN_TO_AGENT = 1,	/* nobody but root and the label agent */
	NTMS_DRIVE_OPEN_TO_USER	= 2	/* besides them owner */
};

/* How a drive stands.  Times are nanoseconds since 1970 UTC. */
struct ntms_drive_status {
	uint32_t has;		/* enum ntms_drive_has */
	uint32_t uid;		/* user who has the medium mounted */
	uint64_t suspect;	/* reset after which nobody has confirmed the position */
	uint64_t alerts;	/* TapeAlert since the load, bit N - 1 is flag N */
	uint64_t read;		/* when the drive said what follows */
	uint64_t block;		/* next block or filemark in the partition */
	uint64_t file;		/* filemarks before it */
	uint32_t partition;
	uint32_t cleaning;	/* 0 not wanted, 1 soon, 2 now */
	uint32_t activity;	/* DT device activity of SSC-4, 0: none */
	uint32_t access;	/* enum ntms_node_access */
	uint32_t owner;		/* user who can open the nodes */
	uint32_t reserved;
	uint64_t loads;		/* in the life of the drive */
	uint64_t cleanings;
	uint64_t hours;		/* powered on */
	uint64_t medium_loads;	/* in the life of the medium */
};

/* What an inventory would do about a cartridge. */
enum ntms_difference_kind {
	NTMS_DIFFERENCE_MOVED	= 1,	/* it is in another place of the library */
	NTMS_DIFFERENCE_ARRIVED	= 2,	/* it is known, but was in no library or in another */
	NTMS_DIFFERENCE_NEW	= 3,	/* nobody knows it */
	NTMS_DIFFERENCE_GONE	= 4,	/* it is not in the library any more */
	/* its bar code cannot be read: it is taken to be the one that was there */
	NTMS_DIFFERENCE_UNREADABLE = 5,
	NTMS_DIFFERENCE_NAMED	= 6,	/* its bar code can be read, and was not known */
	/* another library has it, or a place that cannot be read: it is left as it is */
	NTMS_DIFFERENCE_UNCLEAR	= 7
};

/* A cartridge that is not as the catalogue has it. */
struct ntms_difference {
	DWORD kind;		/* enum ntms_difference_kind */
	NTMS_GUID media;	/* the physical medium, null for a new one */
	NTMS_GUID library;	/* where it was, null for this library */
	char bar_code[64];	/* as it is read now, empty if it cannot be read */
	DWORD from_type;	/* where it was: NTMS_STORAGESLOT, ..., 0 for nowhere */
	DWORD from_number;
	DWORD to_type;		/* where it is */
	DWORD to_number;
};

/* What a drive or a physical medium has been through, for life. */
struct ntms_health {
	DWORD type;		/* NTMS_DRIVE or NTMS_PHYSICAL_MEDIA */
	uint32_t errors;	/* times that a medium could not be used */
	uint64_t alerts;	/* TapeAlert flags that were ever set, bit N - 1 is flag N */
	uint32_t loaded_secs;	/* seconds loaded; counted when a medium is unloaded */
	/* drives only */
	uint64_t loaded_since;	/* nanoseconds since 1970 UTC, 0 nothing is loaded */
	uint64_t last_error;	/* nanoseconds since 1970 UTC, 0 never */
	uint32_t sense;		/* of that: sense key << 16, code << 8, qualifier; 0 none */
	uint32_t suspects;	/* media that failed in it and have not worked since */
	NTMS_GUID suspect[8];	/* the last one first */
};

#pragma GCC visibility push(default)

#ifdef __cplusplus
extern "C" {
#endif

/* Tells an error code: "ERROR_BUSY: ..."; the string is constant. */
const char *ntms_strerror(DWORD code);

/* Tells why the last call of this thread failed, valid until its next call. */
const char *ntms_last_error_text(void);

/*
 * Makes a self-relative security descriptor from SDDL text, for CreateNtmsMediaPool and
 * SetNtmsObjectSecurity; to be freed with free().
 */
DWORD ntms_sd_from_sddl(const char *sddl, PSECURITY_DESCRIPTOR *descriptor, DWORD *length);

/* Tells a security descriptor, as of GetNtmsObjectSecurity, as SDDL text; free() it. */
DWORD ntms_sd_to_sddl(const void *descriptor, DWORD length, char **sddl);

/* Says that an operator has seen a request, or (begun) is working on it. */
DWORD ntms_acknowledge_oprequest(HANDLE session, const NTMS_GUID *request, BOOL begun);

/* Tells how a drive stands, without its node; nothing moves. */
DWORD ntms_get_drive_status(HANDLE session, const NTMS_GUID *drive,
			    struct ntms_drive_status *status);

/* Says that it is known where the medium in a drive stands that was reset. */
DWORD ntms_confirm_position(HANDLE session, const NTMS_GUID *drive);

/* Mounts a side for writing though its medium may belong to somebody else. */
DWORD ntms_mount_overwrite(HANDLE session, const NTMS_GUID *side, const NTMS_GUID *medium,
			   NTMS_GUID *drive, DWORD options, int priority, DWORD timeout);

/* Tells what the module is doing; needs no session. */
DWORD ntms_get_status(struct ntms_status *status);

/*
 * Tells what an inventory by bar codes would find in a library, and changes nothing.
 * Like EnumerateNtmsObject: *count is how many fit at list, then how many there are.
 */
DWORD ntms_compare_library(HANDLE session, const NTMS_GUID *library,
			   struct ntms_difference *list, DWORD *count);

/* Tells what a drive or a physical medium has been through. */
DWORD ntms_get_health(HANDLE session, const NTMS_GUID *object, struct ntms_health *health);

#ifdef __cplusplus
}
#endif

#pragma GCC visibility pop

#endif /* _NTMS_H */
