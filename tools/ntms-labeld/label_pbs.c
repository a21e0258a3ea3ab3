// SPDX-License-Identifier: GPL-2.0
/*
 * label_pbs.c - Proxmox Backup Server
 *
 * Blocks of 256 KiB with a header of 16 bytes; the content begins with a header
 * that names its kind; the label is JSON: uuid, label_text, ctime, pool.
 */
#include <string.h>

#include <json-c/json.h>

#include "label.h"

#define BLOCK_HEADER	16
#define JSON_MAX	4096

static const uint8_t block_magic[8] = { 220, 189, 175, 202, 235, 160, 165, 40 };
static const uint8_t content_magic[8] = { 99, 238, 20, 159, 205, 242, 155, 12 };
static const uint8_t label_magic[8] = { 42, 5, 191, 60, 176, 48, 170, 57 };

/* the content header has grown once: the label is the object behind it */
static struct json_object *find_json(struct block b)
{
	size_t at = BLOCK_HEADER + 32, n;
	struct json_tokener *tokener;
	struct json_object *o = NULL;
	const uint8_t *open;

	if (!block_has(b, at, 1))
		return NULL;
	n = b.size - at < 32 ? b.size - at : 32;
	open = memchr(b.data + at, '{', n);
	if (!open)
		return NULL;
	n = b.size - (open - b.data);
	tokener = json_tokener_new_ex(4);
	if (!tokener)
		return NULL;
	o = json_tokener_parse_ex(tokener, (const char *)open,
				  n < JSON_MAX ? (int)n : JSON_MAX);
	json_tokener_free(tokener);
	if (o && !json_object_is_type(o, json_type_object)) {
		json_object_put(o);
		return NULL;
	}
	return o;
}

static const char *member(struct json_object *o, const char *name)
{
	struct json_object *v;

	if (!json_object_object_get_ex(o, name, &v) ||
	    !json_object_is_type(v, json_type_string))
		return "";
	return json_object_get_string(v);
}

bool label_claim_pbs(struct block b, struct label *label)
{
	struct json_object *o;
	const char *uuid, *name;

	if (!block_is(b, 0, block_magic, sizeof(block_magic)) ||
	    !block_is(b, BLOCK_HEADER, content_magic, sizeof(content_magic)) ||
	    !block_is(b, BLOCK_HEADER + 8, label_magic, sizeof(label_magic)))
		return false;
	o = find_json(b);
	if (!o)
		return false;
	uuid = member(o, "uuid");
	name = member(o, "label_text");
	strcpy(label->type, "Proxmox Backup");
	LABEL_SET_INFO(label, name, strlen(name));
	label_set_id(label, uuid, strlen(uuid));
	json_object_put(o);
	return label_complete(label);
}
