// SPDX-License-Identifier: GPL-2.0
/*
 * survey.c - what a changer reports of its elements
 *
 * A report is not trusted: descriptors of elements that do not exist, that
 * come twice or are of the wrong type are left out, and an element that is
 * missing from the report is one of which nothing is known.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include "ntms.h"
#include "survey.h"

/**
 * ntms_survey_object_type() - what object an element is
 * @element_type: enum ntms_element_type
 *
 * Return: enum ntms_object_type, 0 for none.
 */
u32 ntms_survey_object_type(u8 element_type)
{
	static const u8 type[] = {
		[NTMS_ELEMENT_TRANSPORT] = NTMS_TYPE_CHANGER,
		[NTMS_ELEMENT_STORAGE] = NTMS_TYPE_STORAGESLOT,
		[NTMS_ELEMENT_PORT] = NTMS_TYPE_IEPORT,
		[NTMS_ELEMENT_DRIVE] = NTMS_TYPE_DRIVE,
	};

	return element_type < ARRAY_SIZE(type) ? type[element_type] : 0;
}

struct each_context {
	struct ntms_survey *survey;
	u8 type;
	const struct ntms_element_range *range;
};

static bool range_has(const struct ntms_element_range *range, u32 address)
{
	return address >= range->first && address - range->first < range->count;
}

/**
 * ntms_changer_has() - is there such an element?
 * @info: what the changer says of itself
 * @type: enum ntms_object_type
 * @address: of the element
 *
 * Return: true when it is one of its elements.
 */
bool ntms_changer_has(const struct ntms_changer_info *info, u32 type,
		      u32 address)
{
	u32 i;

	for (i = 1; i < ARRAY_SIZE(info->range); i++)
		if (ntms_survey_object_type(i) == type &&
		    range_has(&info->range[i], address))
			return true;
	return false;
}

static int add_element(void *ctx, const struct ntms_element *e)
{
	struct each_context *c = ctx;
	struct ntms_survey *s = c->survey;

	if (e->type != c->type || !range_has(c->range, e->address) ||
	    s->count == s->size)
		return 0;
	s->e[s->count++] = *e;
	return 0;
}

static int compare(const void *a, const void *b)
{
	const struct ntms_element *ea = a, *eb = b;

	return (int)ea->address - (int)eb->address;
}

/* in the order of addresses, each one once; sort() is not stable, no matter */
static void finish(struct ntms_survey *s)
{
	u32 i, n = 0;

	sort(s->e, s->count, sizeof(*s->e), compare, NULL);
	for (i = 0; i < s->count; i++)
		if (!n || s->e[i].address != s->e[n - 1].address)
			s->e[n++] = s->e[i];
	s->count = n;
}

static int alloc(struct ntms_survey *s, const struct ntms_changer_info *info,
		 u32 size)
{
	memset(s, 0, sizeof(*s));
	s->info = info;
	s->size = size;
	s->e = kvcalloc(max(size, 1U), sizeof(*s->e), GFP_KERNEL);
	s->media = kvcalloc(max(size, 1U), sizeof(*s->media), GFP_KERNEL);
	if (s->e && s->media)
		return 0;
	ntms_survey_free(s);
	return -ENOMEM;
}

/**
 * ntms_survey_free() - free a survey
 * @s: survey
 */
void ntms_survey_free(struct ntms_survey *s)
{
	kvfree(s->e);
	kvfree(s->media);
	kvfree(s->leave);
	memset(s, 0, sizeof(*s));
}

static int read_type(struct ntms_survey *s, struct ntms_device *dev, u8 type,
		     const struct ntms_element_range *range, u16 first,
		     u16 count)
{
	struct each_context c = { .survey = s, .type = type, .range = range };

	if (!count)
		return 0;
	return dev->changer->elements(dev, type, first, count, add_element, &c);
}

/**
 * ntms_survey_all() - read the status of all elements
 * @s: out: survey, to be freed if 0 is returned
 * @dev: changer
 * @info: what it says of itself
 *
 * Return: 0 or a negative errno.
 */
int ntms_survey_all(struct ntms_survey *s, struct ntms_device *dev,
		    const struct ntms_changer_info *info)
{
	u32 type, size = 0;
	int err;

	for (type = 1; type < ARRAY_SIZE(info->range); type++)
		size += info->range[type].count;
	err = alloc(s, info, size);
	if (err)
		return err;
	s->full = true;
	for (type = 1; type < ARRAY_SIZE(info->range) && !err; type++)
		err = read_type(s, dev, type, &info->range[type],
				info->range[type].first,
				info->range[type].count);
	if (err)
		ntms_survey_free(s);
	else
		finish(s);
	return err;
}

/**
 * ntms_survey_some() - read the status of some elements
 * @s: out: survey, to be freed if 0 is returned
 * @dev: changer
 * @info: what it says of itself
 * @addresses: of the elements
 * @count: of @addresses
 *
 * Return: 0 or a negative errno.
 */
int ntms_survey_some(struct ntms_survey *s, struct ntms_device *dev,
		     const struct ntms_changer_info *info,
		     const u32 *addresses, u32 count)
{
	u32 type, i;
	int err;

	err = alloc(s, info, count);
	if (err)
		return err;
	for (i = 0; i < count && !err; i++)
		for (type = 1; type < ARRAY_SIZE(info->range); type++)
			if (range_has(&info->range[type], addresses[i])) {
				err = read_type(s, dev, type,
						&info->range[type],
						addresses[i], 1);
				break;
			}
	if (err)
		ntms_survey_free(s);
	else
		finish(s);
	return err;
}

/**
 * ntms_survey_type() - read the status of the elements of one type
 * @s: out: survey, to be freed if 0 is returned
 * @dev: changer
 * @info: what it says of itself
 * @type: enum ntms_element_type
 *
 * Return: 0 or a negative errno.
 */
int ntms_survey_type(struct ntms_survey *s, struct ntms_device *dev,
		     const struct ntms_changer_info *info, u32 type)
{
	const struct ntms_element_range *range = &info->range[type];
	int err = alloc(s, info, range->count);

	if (!err)
		err = read_type(s, dev, type, range, range->first,
				range->count);
	if (err)
		ntms_survey_free(s);
	else
		finish(s);
	return err;
}

/**
 * ntms_survey_at() - what was reported of an element
 * @s: survey
 * @address: of the element
 *
 * Return: the descriptor, or NULL when nothing was reported.
 */
const struct ntms_element *ntms_survey_at(const struct ntms_survey *s,
					  u32 address)
{
	u32 low = 0, high = s->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (s->e[middle].address == address)
			return &s->e[middle];
		if (s->e[middle].address < address)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
