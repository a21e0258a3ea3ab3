/* SPDX-License-Identifier: GPL-2.0 */
/*
 * plugin.h - media label libraries
 */
#ifndef NTMS_PLUGIN_H
#define NTMS_PLUGIN_H

#include "label.h"

/**
 * struct plugin - a loaded media label library
 * @handle: of dlopen(3)
 * @size: bytes of a medium that it wants to see
 * @claim: its entry point
 * @wide: its WCHAR has four bytes, not two
 */
struct plugin {
	void *handle;
	size_t size;
	void *claim;
	bool wide;
};

int plugin_list(const char *directory, char ***paths);
void plugin_list_free(char **paths, int count);
bool plugin_load(struct plugin *p, const char *path, char *why, size_t size);
bool plugin_claim(const struct plugin *p, struct block block, struct label *label);

#endif /* NTMS_PLUGIN_H */
