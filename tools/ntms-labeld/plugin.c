// SPDX-License-Identifier: GPL-2.0
/*
 * plugin.c - media label libraries, see ntmsmli.h
 *
 * A library is other people's code that reads hostile bytes: it is loaded and
 * called in a process of its own (child.c), and what it tells is cleaned.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ntmsmli.h>

#include "plugin.h"

/* MediaLabelInfo of a library whose WCHAR has two bytes */
struct info16 {
	uint16_t type[NTMSMLI_MAXTYPE];
	uint32_t id_size;
	uint8_t id[NTMSMLI_MAXIDSIZE];
	uint16_t info[NTMSMLI_MAXAPPDESCR];
};

static int is_library(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return e->d_name[0] != '.' && n > 3 && !strcmp(e->d_name + n - 3, ".so");
}

/**
 * plugin_list() - which media label libraries are installed?
 * @directory: where they are
 * @paths: receives them by name, for plugin_list_free()
 *
 * Return: their number; 0 also when there is no such directory, -1 without
 * memory.
 */
int plugin_list(const char *directory, char ***paths)
{
	struct dirent **found;
	int n = scandir(directory, &found, is_library, alphasort), i;
	bool complete = true;

	*paths = NULL;
	if (n <= 0)
		return 0;
	*paths = calloc(n, sizeof(**paths));
	for (i = 0; i < n; i++) {
		if (!*paths || asprintf(&(*paths)[i], "%s/%s", directory,
					found[i]->d_name) < 0) {
			complete = false;
			if (*paths)
				(*paths)[i] = NULL;
		}
		free(found[i]);
	}
	free(found);
	if (complete)
		return n;
	plugin_list_free(*paths, *paths ? n : 0);
	*paths = NULL;
	return -1;
}

/**
 * plugin_list_free() - forget a list
 * @paths: of plugin_list()
 * @count: what it returned
 */
void plugin_list_free(char **paths, int count)
{
	int i;

	for (i = 0; i < count; i++)
		free(paths[i]);
	free(paths);
}

/**
 * plugin_load() - load a media label library
 * @p: receives it
 * @path: file
 * @why: receives the reason of a failure
 * @size: bytes at @why
 *
 * Return: true when it can be asked.
 */
bool plugin_load(struct plugin *p, const char *path, char *why, size_t size)
{
	MAXMEDIALABEL max;
	DWORD wanted = 0;

	p->handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!p->handle) {
		snprintf(why, size, "%s", dlerror());
		return false;
	}
	*(void **)&max = dlsym(p->handle, "MaxMediaLabel");
	p->claim = dlsym(p->handle, "ClaimMediaLabel");
	p->wide = p->claim;
	if (!p->claim)
		p->claim = dlsym(p->handle, "ClaimMediaLabel_u16");
	if (!max || !p->claim) {
		snprintf(why, size, "it has no MaxMediaLabel or no ClaimMediaLabel");
		return false;
	}
	if (max(&wanted) || !wanted || wanted > LABEL_BLOCK_MAX) {
		snprintf(why, size, "it wants to see %u bytes, %u is the limit",
			 wanted, LABEL_BLOCK_MAX);
		return false;
	}
	p->size = wanted;
	return true;
}

static void take_wide(const MediaLabelInfo *info, struct label *label)
{
	uint8_t text[2 * 2 * NTMSMLI_MAXAPPDESCR];
	const WCHAR *from[2] = { info->LabelType, info->LabelAppDescr };
	const size_t most[2] = { NTMSMLI_MAXTYPE, NTMSMLI_MAXAPPDESCR };
	size_t i, j, used;

	/* by way of UTF-16, which label_set_utf16() cleans */
	for (i = 0; i < 2; i++) {
		used = 0;
		for (j = 0; j < most[i] && from[i][j]; j++) {
			uint32_t c = (uint32_t)from[i][j];
			uint32_t high = 0;

			if (c > 0x10ffff)
				c = 0xfffd;
			if (c > 0xffff) {
				high = 0xd800 + ((c - 0x10000) >> 10);
				c = 0xdc00 + ((c - 0x10000) & 0x3ff);
				text[used++] = high & 0xff;
				text[used++] = high >> 8;
			}
			text[used++] = c & 0xff;
			text[used++] = c >> 8;
		}
		if (i)
			label_set_utf16(label->info, sizeof(label->info),
					LABEL_INFO_UNITS, text, used);
		else
			label_set_utf16(label->type, sizeof(label->type),
					LABEL_TYPE_UNITS, text, used);
	}
}

/**
 * plugin_claim() - does a media label library know this label?
 * @p: library
 * @block: first block of a medium
 * @label: receives what it tells
 *
 * The library gets as many bytes as it wanted, zeros behind those of the block.
 *
 * Return: true when it claims the label and told a type and an identifier.
 */
bool plugin_claim(const struct plugin *p, struct block block, struct label *label)
{
	union {
		MediaLabelInfo wide;
		struct info16 narrow;
	} info;
	uint8_t *buffer = calloc(1, p->size);
	DWORD (*claim)(const void *, DWORD, void *);
	DWORD error;

	memset(label, 0, sizeof(*label));
	if (!buffer)
		return false;
	memset(&info, 0, sizeof(info));
	memcpy(buffer, block.data, block.size < p->size ? block.size : p->size);
	*(void **)&claim = p->claim;
	error = claim(buffer, (DWORD)p->size, &info);
	free(buffer);
	if (error)
		return false;
	if (p->wide) {
		take_wide(&info.wide, label);
		label_set_id(label, info.wide.LabelID,
			     info.wide.LabelIDSize > NTMSMLI_MAXIDSIZE ? 0 :
			     info.wide.LabelIDSize);
	} else {
		label_set_utf16(label->type, sizeof(label->type), LABEL_TYPE_UNITS,
				(uint8_t *)info.narrow.type, sizeof(info.narrow.type));
		label_set_utf16(label->info, sizeof(label->info), LABEL_INFO_UNITS,
				(uint8_t *)info.narrow.info, sizeof(info.narrow.info));
		label_set_id(label, info.narrow.id,
			     info.narrow.id_size > NTMSMLI_MAXIDSIZE ? 0 :
			     info.narrow.id_size);
	}
	return label_complete(label);
}
