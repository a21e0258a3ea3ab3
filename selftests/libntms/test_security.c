// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_security.c - security descriptors of callers
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "security.h"
#include "tap.h"

#define ALL	(NTMS_USE_ACCESS | NTMS_MODIFY_ACCESS | NTMS_CONTROL_ACCESS | \
		 READ_CONTROL | WRITE_DAC)

/* A descriptor under construction. */
static unsigned char sd[1024];
static size_t used, list;


static void begin(unsigned int control)
{
	memset(sd, 0, sizeof(sd));
	sd[0] = 1;
	put16(sd + 2, control);
	used = 20;
	list = 0;
}

/* S-1-authority-first[-second] */
static size_t sid(uint8_t authority, unsigned int count, uint32_t first, uint32_t second)
{
	size_t start = used;

	sd[used] = 1;
	sd[used + 1] = (unsigned char)count;
	sd[used + 7] = authority;
	put32(sd + used + 8, first);
	if (count > 1)
		put32(sd + used + 12, second);
	used += 8 + 4 * count;
	return start;
}

static void begin_list(void)
{
	list = used;
	put32(sd + 16, (uint32_t)list);
	sd[list] = 2;
	used += 8;
}

static void ace(uint8_t type, uint8_t flags, uint32_t mask, uint8_t authority,
		unsigned int count, uint32_t first, uint32_t second)
{
	size_t start = used;

	sd[start] = type;
	sd[start + 1] = flags;
	put32(sd + start + 4, mask);
	used += 8;
	sid(authority, count, first, second);
	put16(sd + start + 2, (unsigned int)(used - start));
	sd[list + 4]++;
	put16(sd + list + 2, (unsigned int)(used - list));
}

static struct ntms_acl *acl;
static unsigned int entries;

static DWORD take(void)
{
	/* On the heap and of the exact size, for the sanitizers. */
	void *copy = malloc(used);
	size_t length;
	DWORD code;

	memcpy(copy, sd, used);
	free(acl);
	code = ntms_security_get(copy, 0, &acl, &length);
	free(copy);
	entries = acl ? (unsigned int)((length - sizeof(*acl)) / sizeof(acl->entries[0])) : 0;
	return code;
}

static bool is_entry(unsigned int i, uint16_t kind, uint16_t who, uint32_t id,
		     uint32_t rights)
{
	const struct ntms_acl_entry *e = &acl->entries[i];

	return i < entries && e->kind == kind && e->who == who && e->id == id &&
	       e->rights == rights;
}

static bool entries_in_order(void)
{
	begin(SE_SELF_RELATIVE | SE_DACL_PRESENT);
	put32(sd + 4, (uint32_t)sid(22, 2, 1, 1000));
	put32(sd + 8, (uint32_t)sid(22, 2, 2, 26));
	begin_list();
	ace(1, 0, NTMS_MODIFY_ACCESS, 22, 2, 1, 1001);
	ace(0, 0, GENERIC_READ, 1, 1, 0, 0);
	ace(0, 0, GENERIC_ALL, 22, 2, 2, 26);
	ace(0, 0, GENERIC_WRITE, 5, 2, 32, 544);
	ace(0, 0, NTMS_CONTROL_ACCESS | DELETE | SYNCHRONIZE, 3, 1, 0, 0);
	CHECK(take() == ERROR_SUCCESS);
	CHECK(acl && acl->owner == 1000 && acl->group == 26 && entries == 5);
	CHECK(is_entry(0, NTMS_ACL_DENY, NTMS_ACL_UID, 1001, NTMS_MODIFY_ACCESS));
	CHECK(is_entry(1, NTMS_ACL_ALLOW, NTMS_ACL_EVERYONE, 0,
		       NTMS_USE_ACCESS | READ_CONTROL));
	CHECK(is_entry(2, NTMS_ACL_ALLOW, NTMS_ACL_GID, 26, ALL));
	CHECK(is_entry(3, NTMS_ACL_ALLOW, NTMS_ACL_UID, 0,
		       NTMS_USE_ACCESS | NTMS_MODIFY_ACCESS | WRITE_DAC));
	CHECK(is_entry(4, NTMS_ACL_ALLOW, NTMS_ACL_UID, geteuid(), NTMS_CONTROL_ACCESS));
	return true;
}

static bool lists_that_are_none(void)
{
	begin(SE_SELF_RELATIVE);
	CHECK(take() == ERROR_SUCCESS && !acl);

	/* null: everyone may do everything */
	begin(SE_SELF_RELATIVE | SE_DACL_PRESENT);
	CHECK(take() == ERROR_SUCCESS && acl && entries == 1);
	CHECK(is_entry(0, NTMS_ACL_ALLOW, NTMS_ACL_EVERYONE, 0, ALL));
	CHECK(acl->owner == geteuid() && acl->group == getegid());

	/* empty: nobody may do anything; so it is with entries for children only */
	begin(SE_SELF_RELATIVE | SE_DACL_PRESENT);
	begin_list();
	put16(sd + list + 2, 8);
	CHECK(take() == ERROR_SUCCESS && acl && entries == 0);
	ace(0, 0x08, GENERIC_ALL, 1, 1, 0, 0);
	CHECK(take() == ERROR_SUCCESS && acl && entries == 0);
	return true;
}

static DWORD with_byte(size_t at, unsigned char value)
{
	begin(SE_SELF_RELATIVE | SE_DACL_PRESENT);
	begin_list();
	ace(0, 0, GENERIC_ALL, 1, 1, 0, 0);
	sd[at] = value;
	return take();
}

static bool malformed(void)
{
	const size_t first = 28, name = 36;

	CHECK(with_byte(0, 1) == ERROR_SUCCESS);
	CHECK(with_byte(0, 2) == ERROR_INVALID_SECURITY_DESCR);
	CHECK(with_byte(3, 0) == ERROR_INVALID_SECURITY_DESCR);		/* absolute */
	CHECK(with_byte(20, 9) == ERROR_INVALID_SECURITY_DESCR);	/* revision */
	CHECK(with_byte(22, 7) == ERROR_INVALID_SECURITY_DESCR);	/* list too short */
	CHECK(with_byte(22, 20) == ERROR_INVALID_SECURITY_DESCR);	/* for its entry */
	CHECK(with_byte(24, 2) == ERROR_INVALID_SECURITY_DESCR);	/* one entry missing */
	CHECK(with_byte(first, 5) == ERROR_INVALID_SECURITY_DESCR);	/* for objects */
	CHECK(with_byte(first + 2, 0) == ERROR_INVALID_SECURITY_DESCR);
	CHECK(with_byte(first + 2, 12) == ERROR_INVALID_SECURITY_DESCR);
	CHECK(with_byte(name, 2) == ERROR_INVALID_SECURITY_DESCR);
	CHECK(with_byte(name + 1, 0) == ERROR_INVALID_SECURITY_DESCR);
	CHECK(with_byte(name + 1, 15) == ERROR_INVALID_SECURITY_DESCR);
	CHECK(with_byte(name + 1, 200) == ERROR_INVALID_SECURITY_DESCR);
	CHECK(with_byte(name + 2, 1) == ERROR_INVALID_SECURITY_DESCR);
	CHECK(!acl);
	return true;
}

static bool unknown_names(void)
{
	begin(SE_SELF_RELATIVE | SE_DACL_PRESENT);
	begin_list();
	ace(1, 0, GENERIC_ALL, 5, 2, 21, 7);
	CHECK(take() == ERROR_INVALID_SECURITY_DESCR);
	return true;
}

int main(void)
{
	static const struct tap_test tests[] = {
		{ "users, groups and rights are those of the descriptor", entries_in_order },
		{ "a missing, a null and an empty list are three things", lists_that_are_none },
		{ "a malformed descriptor is refused", malformed },
		{ "nobody unknown is passed over", unknown_names },
	};
	int ret = TAP_RUN(tests);

	free(acl);
	return ret;
}
