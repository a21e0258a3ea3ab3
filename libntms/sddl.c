// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * sddl.c - security descriptors as text
 *
 * The security descriptor definition language of MS-DTYP 2.5.1 as far as it makes sense
 * here: owner, group and the list of rights, no audit list, no conditional entries and
 * none for kinds of objects.
 *
 *	O:S-1-22-1-0G:S-1-22-2-26D:(D;;LC;;;S-1-22-1-1000)(A;;CCDCLC;;;S-1-22-2-26)(A;;CC;;;WD)
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include <ntms.h>

#include "lasterror.h"
#include "security.h"

/* What two letters or a sequence of two letters stands for. */
struct token {
	const char *name;
	uint32_t value;
};

static const struct token rights[] = {
	{ "CC", NTMS_USE_ACCESS }, { "DC", NTMS_MODIFY_ACCESS },
	{ "LC", NTMS_CONTROL_ACCESS }, { "SW", 0x08 }, { "RP", 0x10 }, { "WP", 0x20 },
	{ "DT", 0x40 }, { "LO", 0x80 }, { "CR", 0x100 }, { "SD", DELETE },
	{ "RC", READ_CONTROL }, { "WD", WRITE_DAC }, { "WO", WRITE_OWNER },
	{ "GA", GENERIC_ALL }, { "GX", GENERIC_EXECUTE }, { "GW", GENERIC_WRITE },
	{ "GR", GENERIC_READ }, { NULL, 0 },
};

static const struct token entry_flags[] = {
	{ "OI", 0x01 }, { "CI", 0x02 }, { "NP", 0x04 }, { "IO", 0x08 }, { "ID", 0x10 },
	{ NULL, 0 },
};

static const struct token list_flags[] = {
	{ "P", 0x1000 }, { "AR", 0x0100 }, { "AI", 0x0400 }, { NULL, 0 },
};

static const struct token entry_types[] = {
	{ "A", ACE_ALLOWED }, { "D", ACE_DENIED }, { NULL, 0 },
};

/* Who has a name of two letters. */
static const struct {
	const char *name;
	const char *sid;
} names[] = {
	{ "WD", "S-1-1-0" }, { "CO", "S-1-3-0" }, { "CG", "S-1-3-1" },
	{ "AU", "S-1-5-11" }, { "SY", "S-1-5-18" }, { "BA", "S-1-5-32-544" },
};

#define NAMES		(sizeof(names) / sizeof(names[0]))
#define NO_ACCESS_CONTROL	"NO_ACCESS_CONTROL"
#define SID_TEXT_SIZE	(4 + 12 * (SID_MOST + 1))

/* Reads tokens as long as there are some. */
static uint32_t read_tokens(const char **text, const struct token *tokens)
{
	const struct token *t = tokens;
	uint32_t value = 0;

	while (t->name) {
		if (!strncmp(*text, t->name, strlen(t->name))) {
			value |= t->value;
			*text += strlen(t->name);
			t = tokens;
		} else {
			t++;
		}
	}
	return value;
}

/* A decimal, hexadecimal or octal number of 32 bits. */
static bool read_number(const char **text, uint32_t *value)
{
	unsigned long long number;
	char *end;

	if (!isdigit((unsigned char)**text))
		return false;
	errno = 0;
	number = strtoull(*text, &end, 0);
	*text = end;
	*value = (uint32_t)number;
	return !errno && number <= UINT32_MAX;
}

static bool read_char(const char **text, char c)
{
	if (**text != c)
		return false;
	++*text;
	return true;
}

/* S-1-authority-number[-number...]; returns the size of the SID, 0 if it is none. */
static size_t read_sid_numbers(const char **text, unsigned char *sid)
{
	uint32_t number;

	if (strncmp(*text, "S-1-", 4))
		return 0;
	*text += 4;
	memset(sid, 0, SID_SUB);
	sid[SID_REVISION] = 1;
	if (!read_number(text, &number) || number > UINT8_MAX)
		return 0;
	sid[SID_AUTHORITY + 5] = (unsigned char)number;
	while (sid[SID_COUNT] < SID_MOST && read_char(text, '-')) {
		if (!read_number(text, &number))
			return 0;
		put32(sid + SID_SUB + 4u * sid[SID_COUNT], number);
		sid[SID_COUNT]++;
	}
	return sid[SID_COUNT] ? SID_SUB + 4u * sid[SID_COUNT] : 0;
}

static size_t read_sid(const char **text, unsigned char *sid)
{
	const char *numbers;
	size_t i;

	for (i = 0; i < NAMES; i++) {
		if (strncmp(*text, names[i].name, strlen(names[i].name)))
			continue;
		*text += strlen(names[i].name);
		numbers = names[i].sid;
		return read_sid_numbers(&numbers, sid);
	}
	return read_sid_numbers(text, sid);
}

/* (type;flags;rights;;;sid); returns the size of the entry, 0 if it is none. */
static size_t read_entry(const char **text, unsigned char *ace)
{
	size_t size = 0;
	uint32_t mask;

	if (!read_char(text, '(') || (**text != 'A' && **text != 'D'))
		return 0;
	ace[ACE_TYPE] = (unsigned char)read_tokens(text, entry_types);
	if (!read_char(text, ';'))
		return 0;
	ace[ACE_FLAGS] = (unsigned char)read_tokens(text, entry_flags);
	if (!read_char(text, ';'))
		return 0;
	if (!isdigit((unsigned char)**text))
		mask = read_tokens(text, rights);
	else if (!read_number(text, &mask))
		return 0;
	put32(ace + ACE_MASK, mask);
	if (read_char(text, ';') && read_char(text, ';') && read_char(text, ';'))
		size = read_sid(text, ace + ACE_SID);
	if (!size || !read_char(text, ')'))
		return 0;
	put16(ace + ACE_SIZE, (uint16_t)(ACE_SID + size));
	return ACE_SID + size;
}

/* Appends a list at *used and tells it in the header; false if it is none. */
static bool read_list(const char **text, unsigned char *sd, size_t *used)
{
	unsigned char *list = sd + *used;
	size_t size = ACL_HEAD, entry;
	uint16_t count = 0, control;

	control = get16(sd + SD_CONTROL) | SE_DACL_PRESENT |
		  (uint16_t)read_tokens(text, list_flags);
	put16(sd + SD_CONTROL, control);
	if (!strncmp(*text, NO_ACCESS_CONTROL, strlen(NO_ACCESS_CONTROL))) {
		*text += strlen(NO_ACCESS_CONTROL);
		return true;
	}
	while (**text == '(') {
		entry = read_entry(text, list + size);
		size += entry;
		if (!entry || size > UINT16_MAX)
			return false;
		count++;
	}
	memset(list, 0, ACL_HEAD);
	list[ACL_REVISION_AT] = ACL_REVISION;
	put16(list + ACL_SIZE, (uint16_t)size);
	put16(list + ACL_COUNT, count);
	put32(sd + SD_DACL, (uint32_t)*used);
	*used += size;
	return true;
}

/* O:, G: and D:, each at most once; returns the size, 0 if the text is malformed. */
static size_t read_descriptor(const char *text, unsigned char *sd)
{
	size_t used = SD_HEAD, size;
	unsigned int at;
	char part;

	memset(sd, 0, SD_HEAD);
	sd[SD_REVISION] = SECURITY_DESCRIPTOR_REVISION;
	put16(sd + SD_CONTROL, SE_SELF_RELATIVE);
	while ((part = *text)) {
		if (text[1] != ':')
			return 0;
		text += 2;
		at = part == 'O' ? SD_OWNER : SD_GROUP;
		if (part == 'D') {
			if (get16(sd + SD_CONTROL) & SE_DACL_PRESENT ||
			    !read_list(&text, sd, &used))
				return 0;
			continue;
		}
		if ((part != 'O' && part != 'G') || get32(sd + at))
			return 0;
		size = read_sid(&text, sd + used);
		if (!size)
			return 0;
		put32(sd + at, (uint32_t)used);
		used += size;
	}
	return used;
}

/**
 * ntms_sd_from_sddl() - make a security descriptor from text
 * @sddl:	the text, such as "O:S-1-22-1-0D:(A;;CCDCLC;;;S-1-22-2-26)(A;;CC;;;WD)"
 * @descriptor:	receives a self-relative security descriptor, to be freed with free()
 * @length:	receives its size in bytes; may be NULL
 *
 * The rights are CC for NTMS_USE_ACCESS, DC for NTMS_MODIFY_ACCESS, LC for
 * NTMS_CONTROL_ACCESS, RC for READ_CONTROL, WD for WRITE_DAC, and GR, GW, GX, GA for the
 * generic ones, or a number.  Besides S-1-22-1-uid for users and S-1-22-2-gid for groups
 * there are WD for everyone, AU for authenticated users, CO and CG for the creator and its
 * group, SY for the local system and BA for administrators.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @sddl or @descriptor is NULL
 * * ERROR_INVALID_SECURITY_DESCR - the text is malformed
 * * ERROR_NOT_ENOUGH_MEMORY
 */
DWORD ntms_sd_from_sddl(const char *sddl, PSECURITY_DESCRIPTOR *descriptor, DWORD *length)
{
	unsigned char *sd;
	size_t size;

	if (!sddl || !descriptor)
		return ntms_result(ERROR_INVALID_PARAMETER, NULL);
	*descriptor = NULL;
	/* one entry may be read behind a list that is as long as it can be */
	sd = malloc(SD_MOST);
	if (!sd)
		return ntms_result(ERROR_NOT_ENOUGH_MEMORY, NULL);
	size = read_descriptor(sddl, sd);
	if (!size) {
		free(sd);
		return ntms_result(ERROR_INVALID_SECURITY_DESCR, NULL);
	}
	*descriptor = realloc(sd, size);
	if (!*descriptor)
		*descriptor = sd;
	if (length)
		*length = (DWORD)size;
	return ntms_result(ERROR_SUCCESS, NULL);
}

static void write_tokens(FILE *to, uint32_t value, const struct token *tokens)
{
	for (; tokens->name; tokens++) {
		if (value & tokens->value)
			fputs(tokens->name, to);
	}
}

static uint32_t all_of(const struct token *tokens)
{
	uint32_t value = 0;

	for (; tokens->name; tokens++)
		value |= tokens->value;
	return value;
}

/* Returns the size of the SID, 0 if it is none. */
static size_t write_sid(FILE *to, const unsigned char *sid, size_t room)
{
	char text[SID_TEXT_SIZE];
	unsigned int i;
	int n;

	if (!ntms_security_is_sid(sid, room))
		return 0;
	n = snprintf(text, sizeof(text), "S-1-%u", sid[SID_AUTHORITY + 5]);
	for (i = 0; i < sid[SID_COUNT]; i++)
		n += snprintf(text + n, sizeof(text) - (size_t)n, "-%u",
			      get32(sid + SID_SUB + 4 * i));
	for (i = 0; i < NAMES && strcmp(names[i].sid, text); i++)
		;
	fputs(i < NAMES ? names[i].name : text, to);
	return SID_SUB + 4u * sid[SID_COUNT];
}

static bool write_entry(FILE *to, const unsigned char *ace, size_t size)
{
	uint32_t mask;

	if (size < ACE_SID || ace[ACE_TYPE] > ACE_DENIED)
		return false;
	mask = get32(ace + ACE_MASK);
	fputs(ace[ACE_TYPE] == ACE_DENIED ? "(D;" : "(A;", to);
	write_tokens(to, ace[ACE_FLAGS], entry_flags);
	fputc(';', to);
	if (mask & ~all_of(rights))
		fprintf(to, "%#x", mask);
	else
		write_tokens(to, mask, rights);
	fputs(";;;", to);
	if (!write_sid(to, ace + ACE_SID, size - ACE_SID))
		return false;
	fputc(')', to);
	return true;
}

static bool write_list(FILE *to, const unsigned char *list, size_t room)
{
	size_t left, size;
	uint16_t count;

	if (room < ACL_HEAD || list[ACL_REVISION_AT] < ACL_REVISION ||
	    list[ACL_REVISION_AT] > ACL_REVISION_DS || get16(list + ACL_SIZE) < ACL_HEAD ||
	    get16(list + ACL_SIZE) > room)
		return false;
	left = get16(list + ACL_SIZE) - ACL_HEAD;
	count = get16(list + ACL_COUNT);
	for (list += ACL_HEAD; count; count--, list += size, left -= size) {
		if (left < ACE_MASK)
			return false;
		size = get16(list + ACE_SIZE);
		if (size < ACE_MASK || size > left || !write_entry(to, list, size))
			return false;
	}
	return true;
}

static bool write_owner(FILE *to, const char *part, const unsigned char *sd, size_t length,
			unsigned int at)
{
	uint32_t offset = get32(sd + at);

	if (!offset)
		return true;
	fputs(part, to);
	return offset < length && write_sid(to, sd + offset, length - offset);
}

static bool write_descriptor(FILE *to, const unsigned char *sd, size_t length)
{
	uint16_t control;
	uint32_t offset;

	if (length < SD_HEAD || sd[SD_REVISION] != SECURITY_DESCRIPTOR_REVISION)
		return false;
	control = get16(sd + SD_CONTROL);
	if (!(control & SE_SELF_RELATIVE) ||
	    !write_owner(to, "O:", sd, length, SD_OWNER) ||
	    !write_owner(to, "G:", sd, length, SD_GROUP))
		return false;
	if (!(control & SE_DACL_PRESENT))
		return true;
	fputs("D:", to);
	write_tokens(to, control, list_flags);
	offset = get32(sd + SD_DACL);
	if (!offset) {
		fputs(NO_ACCESS_CONTROL, to);
		return true;
	}
	return offset < length && write_list(to, sd + offset, length - offset);
}

/**
 * ntms_sd_to_sddl() - tell a security descriptor as text
 * @descriptor:	a self-relative security descriptor
 * @length:	its size in bytes
 * @sddl:	receives the text, see ntms_sd_from_sddl(), to be freed with free()
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL
 * * ERROR_INVALID_SECURITY_DESCR - the descriptor is malformed or not self-relative, or has
 *				  entries other than to allow and to deny
 * * ERROR_NOT_ENOUGH_MEMORY
 */
DWORD ntms_sd_to_sddl(const void *descriptor, DWORD length, char **sddl)
{
	char *text = NULL;
	size_t size;
	FILE *to;
	bool good;

	if (!descriptor || !sddl)
		return ntms_result(ERROR_INVALID_PARAMETER, NULL);
	*sddl = NULL;
	to = open_memstream(&text, &size);
	if (!to)
		return ntms_result(ERROR_NOT_ENOUGH_MEMORY, NULL);
	good = write_descriptor(to, descriptor, length);
	if (fclose(to)) {
		free(text);
		return ntms_result(ERROR_NOT_ENOUGH_MEMORY, NULL);
	}
	if (!good) {
		free(text);
		return ntms_result(ERROR_INVALID_SECURITY_DESCR, NULL);
	}
	*sddl = text;
	return ntms_result(ERROR_SUCCESS, NULL);
}
