// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * record.c - objects in our own form and in the three forms of a caller
 *
 * A caller tells by dwSize which record it has: the whole one, the whole one of
 * version 1, or one that ends with the part of its type.  No such size of one
 * form is one of another form for the same type, so that a caller built for
 * WCHARs of the wrong width is refused where the size must match.
 */
#include <string.h>

#include "record.h"

/* Every form begins with these two. */
struct caller_head {
	DWORD dwSize;
	DWORD dwType;
};

static const struct ntms_members *members_of(const struct ntms_form *form,
					     uint32_t type)
{
	if (type >= NTMS_NUMBER_OF_OBJECT_TYPES || !form->type[type].count)
		return NULL;
	return &form->type[type];
}

static bool is_first(const struct ntms_form *form,
		     const struct ntms_members *members, uint32_t size)
{
	return members->first && size == form->first_size;
}

/**
 * ntms_record_check_get() - check dwSize of GetNtmsObjectInformation
 * @form:	form of the caller's record
 * @type:	type of the object
 * @size:	dwSize
 *
 * The record may be longer than needed, not shorter.
 *
 * Return: ERROR_SUCCESS or ERROR_INVALID_PARAMETER.
 */
DWORD ntms_record_check_get(const struct ntms_form *form, uint32_t type,
			    uint32_t size)
{
	const struct ntms_members *members = members_of(form, type);

	if (members && (size >= members->size || is_first(form, members, size)))
		return ERROR_SUCCESS;
	return ERROR_INVALID_PARAMETER;
}

/**
 * ntms_record_check_set() - check dwSize of SetNtmsObjectInformation and
 *			     CreateNtmsMedia
 * @form:	form of the caller's record
 * @type:	type of the object
 * @size:	dwSize
 *
 * Return: ERROR_SUCCESS or ERROR_INVALID_PARAMETER.
 */
DWORD ntms_record_check_set(const struct ntms_form *form, uint32_t type,
			    uint32_t size)
{
	const struct ntms_members *members = members_of(form, type);

	if (members && (size == form->size || size == members->size ||
			is_first(form, members, size)))
		return ERROR_SUCCESS;
	return ERROR_INVALID_PARAMETER;
}

static void put_member(const struct ntms_form *form, const struct ntms_member *m,
		       const char *ours, char *theirs, size_t size)
{
	SYSTEMTIME time;
	uint64_t ns;

	switch (m->kind) {
	case NTMS_KIND_TEXT:
		ntms_text_put(form->width, ours, theirs, size / form->width);
		break;
	case NTMS_KIND_TIME:
		memcpy(&ns, ours, sizeof(ns));
		ntms_time_put(ns, &time);
		memcpy(theirs, &time, sizeof(time));
		break;
	default:
		memcpy(theirs, ours, size);
	}
}

static void put_members(const struct ntms_form *form,
			const struct ntms_members *members, bool first,
			const struct ntms_record *record, char *to)
{
	const struct ntms_member *m = members->member;
	const char *from = (const char *)record;
	unsigned int i;

	for (i = 0; i < members->count; i++, m++) {
		if (!first)
			put_member(form, m, from + m->ours, to + m->theirs,
				   m->their_size);
		else if (m->first_size)
			put_member(form, m, from + m->ours, to + m->first,
				   m->first_size);
	}
}

/**
 * ntms_record_put() - fill a caller's record
 * @form:	form of the caller's record
 * @record:	the object
 * @to:		the caller's record; its dwSize is taken from the caller
 *
 * Text that is too long for its member is cut between two characters.  All
 * other bytes of the record are cleared as far as dwSize says they exist.
 *
 * Return: ERROR_SUCCESS, ERROR_INVALID_PARAMETER if dwSize is too small.
 */
DWORD ntms_record_put(const struct ntms_form *form,
		      const struct ntms_record *record, void *to)
{
	struct caller_head head;
	size_t size;
	bool first;
	DWORD code;

	memcpy(&head, to, sizeof(head));
	code = ntms_record_check_get(form, record->type, head.dwSize);
	if (code)
		return code;

	first = is_first(form, &form->type[record->type], head.dwSize);
	size = head.dwSize < form->size ? head.dwSize : form->size;
	head.dwType = record->type;

	memset(to, 0, size);
	memcpy(to, &head, sizeof(head));
	put_members(form, &form->head, first, record, to);
	put_members(form, &form->type[record->type], first, record, to);
	return ERROR_SUCCESS;
}

/* Whether the caller gives back what it was given, cut, for our text. */
static bool is_cut(const struct ntms_form *form, const char *ours,
		   const char *theirs, size_t size)
{
	static const char end[sizeof(uint32_t)];
	char cut[NTMS_MESSAGE_LENGTH * sizeof(uint32_t)];
	size_t count = size / form->width;
	size_t i;

	if (ntms_text_put(form->width, ours, cut, count) <= count)
		return false;
	for (i = 0; i < count; i++, theirs += form->width) {
		if (memcmp(cut + i * form->width, theirs, form->width))
			return false;
		if (!memcmp(theirs, end, form->width))
			return true;
	}
	return false;
}

static DWORD get_member(const struct ntms_form *form, const struct ntms_member *m,
			const char *theirs, size_t size, char *ours)
{
	uint32_t u32;

	switch (m->kind) {
	case NTMS_KIND_TEXT:
		if (is_cut(form, ours, theirs, size))
			return ERROR_SUCCESS;
		size /= form->width;
		if (ntms_text_get(form->width, theirs, size, size - 1,
				  ours, m->our_size))
			return ERROR_INVALID_NAME;
		return ERROR_SUCCESS;
	case NTMS_KIND_BOOL:
		memcpy(&u32, theirs, sizeof(u32));
		u32 = !!u32;
		memcpy(ours, &u32, sizeof(u32));
		return ERROR_SUCCESS;
	case NTMS_KIND_TIME:
		return ERROR_SUCCESS;
	default:
		memcpy(ours, theirs, size);
		return ERROR_SUCCESS;
	}
}

static DWORD get_members(const struct ntms_form *form,
			 const struct ntms_members *members, bool first,
			 enum ntms_use use, const char *from,
			 struct ntms_record *record)
{
	const struct ntms_member *m = members->member;
	char *to = (char *)record;
	DWORD code = ERROR_SUCCESS;
	unsigned int i;

	for (i = 0; i < members->count && !code; i++, m++) {
		if (!(m->use & use))
			continue;
		if (!first)
			code = get_member(form, m, from + m->theirs,
					  m->their_size, to + m->ours);
		else if (m->first_size)
			code = get_member(form, m, from + m->first,
					  m->first_size, to + m->ours);
	}
	return code;
}

/**
 * ntms_record_get() - take a caller's record
 * @form:	form of the caller's record
 * @use:	the call: NTMS_USE_SET or NTMS_USE_CREATE
 * @from:	the caller's record
 * @record:	in: the type that dwType must name, and what the members are so
 *		far; out: the members that the call takes are replaced
 *
 * Members that the call does not take keep their value.  So does a text that
 * the caller could only get in part and gives back as it was given.  @record is
 * to be thrown away after a failure.
 *
 * Return: ERROR_SUCCESS, ERROR_INVALID_PARAMETER if dwSize, dwType or the
 * length of the label id is wrong, ERROR_INVALID_NAME if a text is malformed or
 * too long.
 */
DWORD ntms_record_get(const struct ntms_form *form, enum ntms_use use,
		      const void *from, struct ntms_record *record)
{
	struct caller_head head;
	bool first;
	DWORD code;

	memcpy(&head, from, sizeof(head));
	if (head.dwType != record->type)
		return ERROR_INVALID_PARAMETER;
	code = ntms_record_check_set(form, head.dwType, head.dwSize);
	if (code)
		return code;

	first = is_first(form, &form->type[head.dwType], head.dwSize);
	code = get_members(form, &form->head, first, use, from, record);
	if (!code)
		code = get_members(form, &form->type[head.dwType], first, use,
				   from, record);
	if (!code && head.dwType == NTMS_PARTITION &&
	    record->info.partition.omid_label_id_length > NTMS_OMIDLABELID_LENGTH)
		code = ERROR_INVALID_PARAMETER;
	return code;
}
