// SPDX-License-Identifier: GPL-2.0
/* world_set.c - set one member of an object, as a client would */
#include "world.h"

/* one value of each kind is enough for a test */
struct value {
	struct ntms_setting s;
	u16 attribute;
	u64 number;
	const char *text;
	const guid_t *guid;
};

static bool get_number(const struct ntms_setting *s, u16 attribute, u64 *v)
{
	const struct value *value = container_of(s, struct value, s);

	*v = value->number;
	return attribute == value->attribute && !value->text && !value->guid;
}

static bool get_text(const struct ntms_setting *s, u16 attribute,
		     const char **text)
{
	const struct value *value = container_of(s, struct value, s);

	*text = value->text;
	return attribute == value->attribute && value->text;
}

static bool get_guid(const struct ntms_setting *s, u16 attribute, guid_t *guid)
{
	const struct value *value = container_of(s, struct value, s);

	if (attribute != value->attribute || !value->guid)
		return false;
	guid_copy(guid, value->guid);
	return true;
}

/* nothing to be set */
const struct ntms_setting *world_nothing(void)
{
	static const struct value nothing = {
		.s = { NULL, get_number, get_text, get_guid },
	};

	return &nothing.s;
}

static u32 set(struct world *w, const struct ntms_object *o,
	       struct value value)
{
	value.s = (struct ntms_setting){
		.number = get_number, .text = get_text, .guid = get_guid,
	};
	return world_end(w, ntms_object_set(&w->call, world_begin(w), &o->guid,
					    o->type, &value.s));
}

u32 world_set_number(struct world *w, const struct ntms_object *o,
		     u16 attribute, u64 number)
{
	return set(w, o, (struct value){ .attribute = attribute,
					 .number = number });
}

u32 world_set_text(struct world *w, const struct ntms_object *o,
		   u16 attribute, const char *text)
{
	return set(w, o, (struct value){ .attribute = attribute,
					 .text = text });
}

u32 world_set_name(struct world *w, const struct ntms_object *o,
		   const char *name)
{
	return world_set_text(w, o, NTMS_A_OBJECT_NAME, name);
}

u32 world_set_guid(struct world *w, const struct ntms_object *o,
		   u16 attribute, const guid_t *guid)
{
	return set(w, o, (struct value){ .attribute = attribute,
					 .guid = guid });
}
