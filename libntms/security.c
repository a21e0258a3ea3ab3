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
#include <stdlib.h>
#include <unistd.h>

#include "security.h"

/**
 * struct who - whom a SID names
 * @who:	NTMS_ACL_...
 * @id:		uid or gid
 */
struct who {
	uint16_t who;
	uint32_t id;
};

/* Whether the SID is S-1-authority with these numbers behind it. */
static bool is_sid(const unsigned char *sid, uint8_t authority, unsigned int count,
		   uint32_t first, uint32_t second)
{
	return sid[SID_AUTHORITY + 5] == authority && sid[SID_COUNT] == count &&
	       get32(sid + SID_SUB) == first &&
	       (count < 2 || get32(sid + SID_SUB + 4) == second);
}

/**
 * ntms_security_is_sid() - check the form of a SID
 * @sid:	the SID
 * @room:	bytes that may be read there
 *
 * The first five bytes of all authorities in use are zero.
 *
 * Return: whether it is one.
 */
bool ntms_security_is_sid(const unsigned char *sid, size_t room)
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
		mask |= NTMS_RIGHTS;
	return mask & NTMS_RIGHTS;
}

/* Takes an entry; false if it is malformed or of a kind unknown here. */
static bool take_entry(const unsigned char *ace, uint16_t size, struct ntms_acl_entry *to,
		       unsigned int *count)
{
	struct who who;

	if (ace[ACE_FLAGS] & ACE_INHERIT_ONLY)
		return true;
	if (ace[ACE_TYPE] > ACE_DENIED || size < ACE_SID ||
	    !ntms_security_is_sid(ace + ACE_SID, size - ACE_SID) ||
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

/*
 * Takes the owner or the group.  Windows has groups as owners; that of a new object is
 * then the caller, while an owner that is to be set has to be a user.
 */
static bool take_owner(const unsigned char *sd, unsigned int at, uint16_t kind, bool strict,
		       uint32_t *id)
{
	uint32_t offset = get32(sd + at);
	struct who who;

	if (!offset)
		return true;
	if (offset < SD_HEAD || offset > SD_MOST ||
	    !ntms_security_is_sid(sd + offset, SIZE_MAX) || !who_is(sd + offset, &who))
		return false;
	if (who.who == kind)
		*id = who.id;
	return who.who == kind || !strict;
}

/* A list that is present but null gives everyone every right. */
static void everyone(struct ntms_acl_entry *entry)
{
	entry->kind = NTMS_ACL_ALLOW;
	entry->who = NTMS_ACL_EVERYONE;
	entry->id = 0;
	entry->rights = NTMS_RIGHTS;
}

/* Whether the descriptor can be read, and has these parts. */
static bool is_descriptor(const unsigned char *sd, SECURITY_INFORMATION parts)
{
	uint16_t control = get16(sd + SD_CONTROL);

	return sd[SD_REVISION] == SECURITY_DESCRIPTOR_REVISION &&
	       control & SE_SELF_RELATIVE &&
	       (!(parts & OWNER_SECURITY_INFORMATION) || get32(sd + SD_OWNER)) &&
	       (!(parts & GROUP_SECURITY_INFORMATION) || get32(sd + SD_GROUP)) &&
	       (!(parts & DACL_SECURITY_INFORMATION) || control & SE_DACL_PRESENT);
}

/* The list of a descriptor that has one; NULL for everyone.  False if malformed. */
static bool find_list(const unsigned char *sd, const unsigned char **dacl)
{
	uint32_t offset = get32(sd + SD_DACL);

	*dacl = offset ? sd + offset : NULL;
	if (!offset)
		return true;
	return offset >= SD_HEAD && offset <= SD_MOST &&
	       (*dacl)[ACL_REVISION_AT] >= ACL_REVISION &&
	       (*dacl)[ACL_REVISION_AT] <= ACL_REVISION_DS &&
	       get16(*dacl + ACL_SIZE) >= ACL_HEAD;
}

static bool take_parts(const unsigned char *sd, const unsigned char *dacl,
		       SECURITY_INFORMATION parts, struct ntms_acl *acl, unsigned int *count)
{
	SECURITY_INFORMATION take = parts ? parts : ~0U;

	acl->owner = geteuid();
	acl->group = getegid();
	if (take & OWNER_SECURITY_INFORMATION &&
	    !take_owner(sd, SD_OWNER, NTMS_ACL_UID, parts, &acl->owner))
		return false;
	if (take & GROUP_SECURITY_INFORMATION &&
	    !take_owner(sd, SD_GROUP, NTMS_ACL_GID, parts, &acl->group))
		return false;
	if (!(take & DACL_SECURITY_INFORMATION))
		return true;
	if (dacl)
		return take_entries(dacl, acl->entries, count);
	everyone(&acl->entries[(*count)++]);
	return true;
}

/**
 * ntms_security_get() - take a caller's security descriptor
 * @descriptor:	a self-relative security descriptor
 * @parts:	the parts that are taken, and that it must have; 0 for the descriptor of a
 *		new object
 * @acl:	receives the list that the module knows, to be freed; NULL for the
 *		default one, if the descriptor of a new object has no list
 * @length:	receives its size in bytes
 *
 * Where no owner and no group are taken these are the caller's.
 *
 * Return: ERROR_SUCCESS; ERROR_INVALID_SECURITY_DESCR if it is malformed, not
 * self-relative, lacks a part or names somebody who is unknown here;
 * ERROR_NOT_ENOUGH_MEMORY.
 */
DWORD ntms_security_get(const void *descriptor, SECURITY_INFORMATION parts,
			struct ntms_acl **acl, size_t *length)
{
	const unsigned char *sd = descriptor, *dacl = NULL;
	unsigned int count = 0, most = 1;
	struct ntms_acl *new;

	*acl = NULL;
	*length = 0;
	if (!is_descriptor(sd, parts))
		return ERROR_INVALID_SECURITY_DESCR;
	if (!parts && !(get16(sd + SD_CONTROL) & SE_DACL_PRESENT))
		return ERROR_SUCCESS;
	if (!parts || parts & DACL_SECURITY_INFORMATION) {
		if (!find_list(sd, &dacl))
			return ERROR_INVALID_SECURITY_DESCR;
		most += dacl ? get16(dacl + ACL_COUNT) : 0;
	}

	new = malloc(sizeof(*new) + most * sizeof(new->entries[0]));
	if (!new)
		return ERROR_NOT_ENOUGH_MEMORY;
	if (!take_parts(sd, dacl, parts, new, &count)) {
		free(new);
		return ERROR_INVALID_SECURITY_DESCR;
	}
	*acl = new;
	*length = sizeof(*new) + count * sizeof(new->entries[0]);
	return ERROR_SUCCESS;
}

/**
 * struct output - a descriptor that is written
 * @to:		where
 * @size:	bytes that fit
 * @used:	bytes that there are
 */
struct output {
	unsigned char *to;
	size_t size;
	size_t used;
};

/* Room for so many bytes; NULL if they do not fit. */
static unsigned char *reserve(struct output *out, size_t length)
{
	size_t at = out->used;

	out->used += length;
	return out->used <= out->size ? out->to + at : NULL;
}

static size_t sid_size(uint16_t who)
{
	return SID_SUB + (who == NTMS_ACL_EVERYONE ? 4 : 8);
}

static void write_sid(unsigned char *sid, uint16_t who, uint32_t id)
{
	memset(sid, 0, sid_size(who));
	sid[SID_REVISION] = 1;
	sid[SID_COUNT] = who == NTMS_ACL_EVERYONE ? 1 : 2;
	sid[SID_AUTHORITY + 5] = who == NTMS_ACL_EVERYONE ? 1 : 22;
	if (who != NTMS_ACL_EVERYONE) {
		put32(sid + SID_SUB, who == NTMS_ACL_UID ? 1 : 2);
		put32(sid + SID_SUB + 4, id);
	}
}

/* Writes a SID that the header tells the place of. */
static void put_owner(struct output *out, unsigned int at, uint16_t who, uint32_t id)
{
	size_t offset = out->used;
	unsigned char *sid = reserve(out, sid_size(who));

	if (!sid)
		return;
	put32(out->to + at, (uint32_t)offset);
	write_sid(sid, who, id);
}

static void put_entry(struct output *out, const struct ntms_acl_entry *entry)
{
	size_t size = ACE_SID + sid_size(entry->who);
	unsigned char *ace = reserve(out, size);

	if (!ace)
		return;
	ace[ACE_TYPE] = entry->kind == NTMS_ACL_DENY ? ACE_DENIED : ACE_ALLOWED;
	ace[ACE_FLAGS] = 0;
	put16(ace + ACE_SIZE, (uint16_t)size);
	put32(ace + ACE_MASK, entry->rights);
	write_sid(ace + ACE_SID, entry->who, entry->id);
}

/**
 * ntms_security_put() - write a security descriptor for a caller
 * @acl:	the list as the module knows it, aligned to nothing
 * @length:	its size in bytes
 * @parts:	OWNER_SECURITY_INFORMATION, GROUP_SECURITY_INFORMATION; the list is always
 *		written, so that nobody takes its lack for a right
 * @to:		receives a self-relative security descriptor
 * @size:	bytes that fit
 *
 * Return: the bytes of the whole descriptor; if they do not fit @to is undefined.  0 if
 * the list is malformed or has more entries than a descriptor can have.
 */
size_t ntms_security_put(const struct ntms_acl *acl, size_t length,
			 SECURITY_INFORMATION parts, void *to, size_t size)
{
	struct output out = { .to = to, .size = size };
	const char *from = (const char *)acl;
	struct ntms_acl_entry entry;
	struct ntms_acl head;
	unsigned char *sd, *list;
	size_t start, i, count;

	if (length < sizeof(head))
		return 0;
	memcpy(&head, from, sizeof(head));
	count = (length - sizeof(head)) / sizeof(entry);

	sd = reserve(&out, SD_HEAD);
	if (sd) {
		memset(sd, 0, SD_HEAD);
		sd[SD_REVISION] = SECURITY_DESCRIPTOR_REVISION;
		put16(sd + SD_CONTROL, SE_SELF_RELATIVE | SE_DACL_PRESENT);
	}
	if (parts & OWNER_SECURITY_INFORMATION)
		put_owner(&out, SD_OWNER, NTMS_ACL_UID, head.owner);
	if (parts & GROUP_SECURITY_INFORMATION)
		put_owner(&out, SD_GROUP, NTMS_ACL_GID, head.group);
	start = out.used;
	list = reserve(&out, ACL_HEAD);
	for (i = 0; i < count; i++) {
		memcpy(&entry, from + sizeof(head) + i * sizeof(entry), sizeof(entry));
		put_entry(&out, &entry);
	}
	if (out.used - start > UINT16_MAX)
		return 0;
	if (list) {
		put32(sd + SD_DACL, (uint32_t)start);
		memset(list, 0, ACL_HEAD);
		list[ACL_REVISION_AT] = ACL_REVISION;
		put16(list + ACL_SIZE, (uint16_t)(out.used - start));
		put16(list + ACL_COUNT, (uint16_t)count);
	}
	return out.used;
}
