// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * security.c - security descriptors and the module's access control lists
 *
 * Descriptors are those of MS-DTYP 2.4.6 in the self-relative form.  Of the
 * SIDs (2.4.2) those are understood that have a meaning here:
 *
 *	S-1-1-0, S-1-5-11		everyone, authenticated users
 *	S-1-22-1-uid, S-1-22-2-gid	a user, a group
 *	S-1-3-0, S-1-3-1		the creator: the caller and its group
 *	S-1-5-18, S-1-5-32-544		local system, administrators: root
 *
 * Left out: system access control lists, and entries for some kinds of objects.
 */
#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "security.h"

/* Offsets in a descriptor, a list, an entry and a SID, and their sizes. */
#define SD_REVISION	0
#define SD_CONTROL	2
#define SD_OWNER	4
#define SD_GROUP	8
#define SD_DACL		16

#define ACL_REVISION_AT	0
#define ACL_SIZE	2
#define ACL_COUNT	4
#define ACL_HEAD	8

#define ACE_TYPE	0
#define ACE_FLAGS	1
#define ACE_SIZE	2
#define ACE_MASK	4
#define ACE_SID		8

#define SID_REVISION	0
#define SID_COUNT	1
#define SID_AUTHORITY	2
#define SID_SUB		8
#define SID_MOST	15

#define ACL_REVISION	2
#define ACL_REVISION_DS	4
#define ACE_ALLOWED	0
#define ACE_DENIED	1
#define ACE_INHERIT_ONLY	0x08

#define RIGHTS	(NTMS_USE_ACCESS | NTMS_MODIFY_ACCESS | NTMS_CONTROL_ACCESS | \
		 READ_CONTROL | WRITE_DAC)

/**
 * struct who - whom a SID names
 * @who:	NTMS_ACL_...
 * @id:		uid or gid
 */
struct who {
	uint16_t who;
	uint32_t id;
};

static uint16_t get16(const unsigned char *at)
{
	uint16_t value;

	memcpy(&value, at, sizeof(value));
	return le16toh(value);
}

static uint32_t get32(const unsigned char *at)
{
	uint32_t value;

	memcpy(&value, at, sizeof(value));
	return le32toh(value);
}

/* Whether the SID is S-1-authority with these numbers behind it. */
static bool is_sid(const unsigned char *sid, uint8_t authority, unsigned int count,
		   uint32_t first, uint32_t second)
{
	return sid[SID_AUTHORITY + 5] == authority && sid[SID_COUNT] == count &&
	       get32(sid + SID_SUB) == first &&
	       (count < 2 || get32(sid + SID_SUB + 4) == second);
}

/* The first five bytes of all authorities in use are zero. */
static bool is_well_formed_sid(const unsigned char *sid, size_t room)
{
	static const unsigned char zero[5];

	return room >= SID_SUB && sid[SID_REVISION] == 1 && sid[SID_COUNT] >= 1 &&
	       sid[SID_COUNT] <= SID_MOST && room >= SID_SUB + 4u * sid[SID_COUNT] &&
	       !memcmp(sid + SID_AUTHORITY, zero, sizeof(zero));
}

static bool who_is(const unsigned char *sid, struct who *who)
{
	bool known = true;

	if (is_sid(sid, 1, 1, 0, 0) || is_sid(sid, 5, 1, 11, 0))
		*who = (struct who){ NTMS_ACL_EVERYONE, 0 };
	else if (sid[SID_AUTHORITY + 5] == 22 && sid[SID_COUNT] == 2 &&
		 get32(sid + SID_SUB) == 1)
		*who = (struct who){ NTMS_ACL_UID, get32(sid + SID_SUB + 4) };
	else if (sid[SID_AUTHORITY + 5] == 22 && sid[SID_COUNT] == 2 &&
		 get32(sid + SID_SUB) == 2)
		*who = (struct who){ NTMS_ACL_GID, get32(sid + SID_SUB + 4) };
	else if (is_sid(sid, 3, 1, 0, 0))
		*who = (struct who){ NTMS_ACL_UID, geteuid() };
	else if (is_sid(sid, 3, 1, 1, 0))
		*who = (struct who){ NTMS_ACL_GID, getegid() };
	else if (is_sid(sid, 5, 1, 18, 0) || is_sid(sid, 5, 2, 32, 544))
		*who = (struct who){ NTMS_ACL_UID, 0 };
	else
		known = false;
	return known;
}

/* Generic rights: MS-RSMP 5. */
static uint32_t rights_of(uint32_t mask)
{
	if (mask & GENERIC_READ)
		mask |= NTMS_GENERIC_READ | READ_CONTROL;
	if (mask & GENERIC_WRITE)
		mask |= NTMS_GENERIC_WRITE | WRITE_DAC;
	if (mask & (GENERIC_EXECUTE | GENERIC_ALL))
		mask |= RIGHTS;
	return mask & RIGHTS;
}

/* Takes an entry; false if it is malformed or of a kind unknown here. */
static bool take_entry(const unsigned char *ace, uint16_t size, struct ntms_acl_entry *to,
		       unsigned int *count)
{
	struct who who;

	if (ace[ACE_FLAGS] & ACE_INHERIT_ONLY)
		return true;
	if (ace[ACE_TYPE] > ACE_DENIED || size < ACE_SID ||
	    !is_well_formed_sid(ace + ACE_SID, size - ACE_SID) ||
	    !who_is(ace + ACE_SID, &who))
		return false;
	to[*count].kind = ace[ACE_TYPE] == ACE_DENIED ? NTMS_ACL_DENY : NTMS_ACL_ALLOW;
	to[*count].who = who.who;
	to[*count].id = who.id;
	to[*count].rights = rights_of(get32(ace + ACE_MASK));
	*count += to[*count].rights != 0;
	return true;
}

static bool take_entries(const unsigned char *dacl, struct ntms_acl_entry *to,
			 unsigned int *count)
{
	unsigned int left = get16(dacl + ACL_SIZE) - ACL_HEAD, size;
	unsigned int n = get16(dacl + ACL_COUNT);

	for (dacl += ACL_HEAD; n; n--, dacl += size, left -= size) {
		if (left < ACE_MASK)
			return false;
		size = get16(dacl + ACE_SIZE);
		if (size < ACE_MASK || size > left || !take_entry(dacl, (uint16_t)size, to, count))
			return false;
	}
	return true;
}

static bool take_owner(const unsigned char *descriptor, unsigned int at, uint16_t kind,
		       uint32_t *id)
{
	uint32_t offset = get32(descriptor + at);
	struct who who;

	if (!offset)
		return true;
	if (!is_well_formed_sid(descriptor + offset, SIZE_MAX) ||
	    !who_is(descriptor + offset, &who))
		return false;
	/* Windows has groups as owners; ours is then the caller. */
	if (who.who == kind)
		*id = who.id;
	return true;
}

/* A list that is present but null gives everyone every right. */
static void everyone(struct ntms_acl_entry *entry)
{
	entry->kind = NTMS_ACL_ALLOW;
	entry->who = NTMS_ACL_EVERYONE;
	entry->id = 0;
	entry->rights = RIGHTS;
}

/**
 * ntms_security_get() - take a caller's security descriptor
 * @descriptor:	a self-relative security descriptor
 * @acl:	receives the list that the module knows, to be freed; NULL if the
 *		descriptor has no list, which stands for the default one
 * @length:	receives its size in bytes
 *
 * Without an owner and a group these are the caller's.
 *
 * Return: ERROR_SUCCESS; ERROR_INVALID_SECURITY_DESCR if it is malformed, not
 * self-relative or names somebody who is unknown here; ERROR_NOT_ENOUGH_MEMORY.
 */
DWORD ntms_security_get(const void *descriptor, struct ntms_acl **acl, size_t *length)
{
	const unsigned char *sd = descriptor, *dacl;
	struct ntms_acl *new;
	unsigned int count = 0;
	bool good;

	*acl = NULL;
	*length = 0;
	if (sd[SD_REVISION] != SECURITY_DESCRIPTOR_REVISION ||
	    !(get16(sd + SD_CONTROL) & SE_SELF_RELATIVE))
		return ERROR_INVALID_SECURITY_DESCR;
	if (!(get16(sd + SD_CONTROL) & SE_DACL_PRESENT))
		return ERROR_SUCCESS;
	dacl = get32(sd + SD_DACL) ? sd + get32(sd + SD_DACL) : NULL;
	if (dacl && (dacl[ACL_REVISION_AT] < ACL_REVISION ||
		     dacl[ACL_REVISION_AT] > ACL_REVISION_DS ||
		     get16(dacl + ACL_SIZE) < ACL_HEAD))
		return ERROR_INVALID_SECURITY_DESCR;

	new = malloc(sizeof(*new) + (dacl ? get16(dacl + ACL_COUNT) + 1u : 1u) *
				    sizeof(new->entries[0]));
	if (!new)
		return ERROR_NOT_ENOUGH_MEMORY;
	new->owner = geteuid();
	new->group = getegid();
	good = take_owner(sd, SD_OWNER, NTMS_ACL_UID, &new->owner) &&
	       take_owner(sd, SD_GROUP, NTMS_ACL_GID, &new->group);
	if (dacl)
		good = good && take_entries(dacl, new->entries, &count);
	else
		everyone(&new->entries[count++]);
	if (!good) {
		free(new);
		return ERROR_INVALID_SECURITY_DESCR;
	}
	*acl = new;
	*length = sizeof(*new) + count * sizeof(new->entries[0]);
	return ERROR_SUCCESS;
}
