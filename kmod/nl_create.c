// SPDX-License-Identifier: GPL-2.0
/*
 * nl_create.c - media that a client describes: CreateNtmsMedia,
 * UpdateNtmsOmidInfo
 */
#include <linux/slab.h>

#include "media.h"
#include "nl.h"

/* CreateNtmsMedia while it is being read */
struct creation {
	struct ntms_new_media new;
	struct nlattr *attrs[NTMS_A_OBJECT_MAX + 1];
};

static const char *text(struct nlattr *const *attrs, int attribute)
{
	return attrs[attribute] ? nla_data(attrs[attribute]) : NULL;
}

static void read_media(struct nlattr *const *attrs, struct ntms_new_media *new)
{
	ntms_nl_guid(attrs[NTMS_A_OBJECT_GUID], &new->guid);
	ntms_nl_guid(attrs[NTMS_A_OBJECT_LIBRARY], &new->library);
	ntms_nl_guid(attrs[NTMS_A_OBJECT_MEDIA_POOL], &new->pool);
	new->name = text(attrs, NTMS_A_OBJECT_NAME);
	new->description = text(attrs, NTMS_A_OBJECT_DESCRIPTION);
	new->bar_code = text(attrs, NTMS_A_OBJECT_BAR_CODE);
	new->enabled = ntms_nl_u32(attrs[NTMS_A_OBJECT_ENABLED]);
	new->number_of_partitions =
		ntms_nl_u32(attrs[NTMS_A_OBJECT_NUMBER_OF_PARTITIONS]);
	new->media_type_code =
		ntms_nl_u32(attrs[NTMS_A_OBJECT_MEDIA_TYPE_CODE]);
	new->density_code = ntms_nl_u32(attrs[NTMS_A_OBJECT_DENSITY_CODE]);
}

static void read_side(struct nlattr *const *attrs, struct ntms_new_side *new)
{
	const struct nlattr *omid = attrs[NTMS_A_OBJECT_OMID];

	ntms_nl_guid(attrs[NTMS_A_OBJECT_GUID], &new->guid);
	ntms_nl_guid(attrs[NTMS_A_OBJECT_LOGICAL_MEDIA], &new->logical_media);
	new->name = text(attrs, NTMS_A_OBJECT_NAME);
	new->description = text(attrs, NTMS_A_OBJECT_DESCRIPTION);
	new->omid = omid ? nla_data(omid) : NULL;
	new->omid_len = omid ? nla_len(omid) : 0;
	new->state = ntms_nl_u32(attrs[NTMS_A_OBJECT_STATE]);
	new->mount_count = ntms_nl_u32(attrs[NTMS_A_OBJECT_MOUNT_COUNT]);
	new->allocate_count = ntms_nl_u32(attrs[NTMS_A_OBJECT_ALLOCATE_COUNT]);
	new->capacity = ntms_nl_u64(attrs[NTMS_A_OBJECT_CAPACITY]);
	new->enabled = ntms_nl_u32(attrs[NTMS_A_OBJECT_ENABLED]);
}

/* @creation points into the request afterwards */
static u32 read_creation(struct ntms_nl_call *call, struct genl_info *info,
			 struct creation *creation)
{
	struct nlattr *object = info->attrs[NTMS_A_CALL_OBJECT], *part;
	struct ntms_new_media *new = &creation->new;
	int rest;

	if (!object)
		return ntms_refuse(&call->c, ERROR_INVALID_PARAMETER,
				   "the medium is missing");
	if (nla_parse_nested(creation->attrs, NTMS_A_OBJECT_MAX, object,
			     ntms_object_nl_policy, info->extack))
		return ntms_refuse(&call->c, ERROR_INVALID_PARAMETER,
				   "the medium is malformed");
	read_media(creation->attrs, new);
	new->options = ntms_nl_u32(info->attrs[NTMS_A_CALL_OPTIONS]);
	nlmsg_for_each_attr(part, info->nlhdr, GENL_HDRLEN, rest) {
		if (nla_type(part) != NTMS_A_CALL_PART)
			continue;
		if (new->count++ >= ARRAY_SIZE(new->side))
			continue;	/* more than any medium has */
		if (nla_parse_nested(creation->attrs, NTMS_A_OBJECT_MAX, part,
				     ntms_object_nl_policy, info->extack))
			return ntms_refuse(&call->c, ERROR_INVALID_PARAMETER,
					   "side %u is malformed",
					   new->count - 1);
		read_side(creation->attrs, &new->side[new->count - 1]);
	}
	return 0;
}

static bool reply_creation(struct ntms_nl_call *call,
			   const struct ntms_physical_media *pm)
{
	guid_t sides[ARRAY_SIZE(pm->sides)];
	u32 i;

	for (i = 0; i < pm->number_of_partitions; i++)
		guid_copy(&sides[i], &pm->sides[i]->o.guid);
	return ntms_nl_reply(call) &&
	       !ntms_nl_put_guid(call->skb, NTMS_A_CALL_PHYSICAL_MEDIA,
				 &pm->o.guid) &&
	       !nla_put(call->skb, NTMS_A_CALL_MEDIA_LIST,
			i * sizeof(sides[0]), sides);
}

int ntms_nl_create_media_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	struct creation *creation;
	struct ntms_physical_media *pm;
	struct ntms_txn t;
	u32 error;

	if (IS_ERR(call))
		return PTR_ERR(call);
	creation = kzalloc(sizeof(*creation), GFP_KERNEL);
	if (!creation)
		return ntms_nl_answer(call, ERROR_NOT_ENOUGH_MEMORY);
	error = read_creation(call, info, creation);
	if (error) {
		kfree(creation);
		return ntms_nl_answer(call, error);
	}
	ntms_txn_begin(&t, call->c.m);
	error = ntms_media_register(&call->c, &t, &creation->new, &pm);
	kfree(creation);
	if (!error && !reply_creation(call, pm))
		error = ntms_refuse(&call->c, ERROR_NOT_ENOUGH_MEMORY,
				    "no memory for the answer");
	return ntms_nl_commit(call, &t, error);
}

int ntms_nl_update_omid_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ntms_nl_call *call = ntms_nl_call_begin(skb, info, true);
	struct nlattr *object = info->attrs[NTMS_A_CALL_OBJECT];
	struct nlattr *attrs[NTMS_A_OBJECT_MAX + 1] = {};
	struct nlattr *omid;
	struct ntms_txn t;
	guid_t media;

	if (IS_ERR(call))
		return PTR_ERR(call);
	if (object && nla_parse_nested(attrs, NTMS_A_OBJECT_MAX, object,
				       ntms_object_nl_policy, info->extack))
		return ntms_nl_answer(call,
			ntms_refuse(&call->c, ERROR_INVALID_PARAMETER,
				    "the on-media identifier is malformed"));
	omid = attrs[NTMS_A_OBJECT_OMID];
	ntms_nl_guid(info->attrs[NTMS_A_CALL_MEDIA], &media);
	ntms_txn_begin(&t, call->c.m);
	return ntms_nl_commit(call, &t,
		ntms_media_omid(&call->c, &t, &media,
				omid ? nla_data(omid) : NULL,
				omid ? nla_len(omid) : 0));
}
