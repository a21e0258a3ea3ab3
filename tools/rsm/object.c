// SPDX-License-Identifier: GPL-2.0
/*
 * object.c - one object
 */
#include <stdlib.h>
#include <string.h>

#include "rsm.h"

/**
 * object_get() - read an object
 * @rsm:	the run
 * @id:		its identifier
 * @type:	its type, NTMS_UNKNOWN for any
 * @object:	receives it, for object_free()
 *
 * The name of a pool is its own, not the path.
 *
 * Return: ERROR_SUCCESS, or what the call failed with.
 */
DWORD object_get(struct rsm *rsm, const NTMS_GUID *id, DWORD type, struct object **object)
{
	struct object *new = xcalloc(1, sizeof(*new));
	DWORD code;

	new->id = *id;
	new->info.dwSize = sizeof(new->info);
	new->info.dwType = type;
	code = GetNtmsObjectInformationW(rsm->session, &new->id, &new->info);
	if (code) {
		free(new);
		return code;
	}
	new->type = new->info.dwType;
	new->name = text_utf8(new->info.szName, NTMS_OBJECTNAME_LENGTH);
	new->shown = text_clean(new->name);
	*object = new;
	return ERROR_SUCCESS;
}

/**
 * object_read() - read an object, tell a failure
 * @rsm:	the run
 * @id:		its identifier
 * @type:	its type, NTMS_UNKNOWN for any
 * @object:	receives it, for object_free()
 *
 * Return: RSM_OK, or what to exit with.
 */
int object_read(struct rsm *rsm, const NTMS_GUID *id, DWORD type, struct object **object)
{
	DWORD code = object_get(rsm, id, type, object);
	char hex[GUID_TEXT];

	return code ? report(rsm, code, "object %s", guid_text(id, hex)) : RSM_OK;
}

/**
 * object_free() - forget an object
 * @object:	the object, or NULL
 */
void object_free(struct object *object)
{
	if (!object)
		return;
	free(object->name);
	free(object->shown);
	free(object);
}

/**
 * object_set() - write the settable members of an object
 * @rsm:	the run
 * @object:	the object with changed members
 *
 * Return: ERROR_SUCCESS, or what the call failed with.
 */
DWORD object_set(struct rsm *rsm, struct object *object)
{
	return SetNtmsObjectInformationW(rsm->session, &object->id, &object->info);
}

/**
 * object_describe() - give an object a name or a description
 * @rsm:	the run
 * @id:		its identifier
 * @type:	its type
 * @name:	the new name, NULL to leave it
 * @description: the new description, NULL to leave it
 *
 * Return: RSM_OK, or what to exit with; the failure has been told.
 */
int object_describe(struct rsm *rsm, const NTMS_GUID *id, DWORD type, const char *name,
		    const char *description)
{
	struct object *object;
	char hex[GUID_TEXT];
	DWORD code;
	int ret;

	if (!name && !description)
		return RSM_OK;
	ret = object_read(rsm, id, type, &object);
	if (ret)
		return ret;
	if (name && text_wide(name, object->info.szName, NTMS_OBJECTNAME_LENGTH)) {
		ret = usage(rsm, "the name is too long or not UTF-8: %s", name);
	} else if (description && text_wide(description, object->info.szDescription,
					    NTMS_DESCRIPTION_LENGTH)) {
		ret = usage(rsm, "the description is too long or not UTF-8: %s", description);
	} else {
		code = object_set(rsm, object);
		ret = code ? report(rsm, code, "object %s", guid_text(id, hex)) : RSM_OK;
	}
	object_free(object);
	return ret;
}
