/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * security.h - security descriptors and the module's access control lists
 */
#ifndef NTMS_SECURITY_H
#define NTMS_SECURITY_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <linux/ntms_acl.h>
#include <ntmsapi.h>

/*
 * MS-DTYP 2.4: offsets in a self-relative descriptor, a list, an entry and a SID, and
 * their sizes.
 */
#define SD_REVISION	0
#define SD_CONTROL	2
#define SD_OWNER	4
#define SD_GROUP	8
#define SD_DACL		16
#define SD_HEAD		20

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

/* Two SIDs of the largest size and two lists. */
#define SD_MOST		(SD_HEAD + 2 * (SID_SUB + 4 * SID_MOST) + 2 * UINT16_MAX)

#define NTMS_RIGHTS	(NTMS_USE_ACCESS | NTMS_MODIFY_ACCESS | NTMS_CONTROL_ACCESS | \
			 READ_CONTROL | WRITE_DAC)

static inline uint16_t get16(const unsigned char *at)
{
	uint16_t value;

	memcpy(&value, at, sizeof(value));
	return le16toh(value);
}

static inline uint32_t get32(const unsigned char *at)
{
	uint32_t value;

	memcpy(&value, at, sizeof(value));
	return le32toh(value);
}

static inline void put16(unsigned char *at, uint16_t value)
{
	value = htole16(value);
	memcpy(at, &value, sizeof(value));
}

static inline void put32(unsigned char *at, uint32_t value)
{
	value = htole32(value);
	memcpy(at, &value, sizeof(value));
}

bool ntms_security_is_sid(const unsigned char *sid, size_t room);
DWORD ntms_security_get(const void *descriptor, SECURITY_INFORMATION parts,
			struct ntms_acl **acl, size_t *length);
size_t ntms_security_put(const struct ntms_acl *acl, size_t length,
			 SECURITY_INFORMATION parts, void *to, size_t size);

#endif /* NTMS_SECURITY_H */
