// SPDX-License-Identifier: GPL-2.0
/*
 * translate.c - the Windows command line
 *
 * A switch is a slash, a name in any case and a value without a blank between,
 * in double quotes if need be: /lf"My Library".  Before getopt_long() sees the
 * arguments each switch is replaced by the long option that means the same.
 * What follows "--", and what is the value of an option, is left as it is.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "rsm.h"

/**
 * struct translation - what a translation has come to
 * @rsm:	the run
 * @verb:	the verb
 * @out:	the arguments so far
 * @by:		for each of @out the switch that it stems from, or NULL
 * @count:	how many there are
 */
struct translation {
	struct rsm *rsm;
	const struct verb *verb;
	char **out;
	const struct win_switch **by;
	int count;
};

static void put(struct translation *t, char *arg, const struct win_switch *by)
{
	t->by[t->count] = by;
	t->out[t->count++] = arg;
}

static bool short_needs_next(const char *shorts, const char *arg)
{
	const char *found;

	for (arg++; *arg; arg++) {
		found = *arg == ':' ? NULL : strchr(shorts, *arg);
		if (found && found[1] == ':')
			return !arg[1];
	}
	return false;
}

/* Whether the argument is an option whose value is the next argument. */
static bool needs_next(const struct verb *verb, const char *arg)
{
	const struct option *option;
	size_t len;

	if (arg[0] != '-' || !arg[1])
		return false;
	if (arg[1] != '-')
		return short_needs_next(verb->shorts, arg);
	len = strlen(arg + 2);
	for (option = verb->options; option->name; option++)
		if (!strncmp(option->name, arg + 2, len))
			return option->has_arg == required_argument;
	return false;
}

static const struct win_switch *find_switch(const struct verb *verb, const char *text)
{
	const struct win_switch *sw, *best = NULL;
	size_t len, best_len = 0;

	for (sw = verb->switches; sw && sw->name; sw++) {
		len = strlen(sw->name);
		if (strncasecmp(text, sw->name, len) || len <= best_len)
			continue;
		if (sw->kind == WIN_FLAG && text[len])
			continue;
		best = sw;
		best_len = len;
	}
	return best;
}

/**
 * translate_names() - list the switches of a verb
 * @verb:	the verb
 * @to:		receives them, each behind a blank; empty if there are none
 * @size:	the size of @to
 */
void translate_names(const struct verb *verb, char *to, size_t size)
{
	const struct win_switch *sw;
	size_t len = 0;

	*to = '\0';
	for (sw = verb->switches; sw && sw->name && len < size; sw++)
		if (sw == verb->switches || strcmp(sw->name, sw[-1].name))
			len += (size_t)snprintf(to + len, size - len, " /%s", sw->name);
}

static int unknown_switch(struct translation *t, const char *arg)
{
	char known[256];

	translate_names(t->verb, known, sizeof(known));
	if (!*known)
		return usage(t->rsm, "unknown switch %s, there are no switches", arg);
	return usage(t->rsm, "unknown switch %s, use%s", arg, known);
}

/* The switch with this keyword; there may be one without. */
static const struct win_switch *find_keyword(const struct win_switch *sw, const char *keyword)
{
	const char *name = sw->name;

	for (; sw->name && !strcmp(sw->name, name); sw++)
		if (!strcasecmp(sw->keyword, keyword))
			return sw;
	return NULL;
}

static char *unquoted(const char *value)
{
	size_t len = strlen(value);
	char *copy;

	if (len < 2 || value[0] != '"' || value[len - 1] != '"')
		return xstrdup(value);
	copy = xstrdup(value + 1);
	copy[len - 2] = '\0';
	return copy;
}

/* An object must not be named twice; of other repeats the last one counts. */
static int repeated(struct translation *t, const struct win_switch *sw, char *arg)
{
	int i;

	for (i = 1; i < t->count; i++) {
		if (!t->by[i] || strcmp(t->by[i]->option, sw->option))
			continue;
		if (strcmp(t->by[i]->name, sw->name)) {
			usage(t->rsm, "/%s and /%s name the same object", t->by[i]->name, sw->name);
			free(arg);
			return RSM_USAGE;
		}
		warn(t->rsm, "/%s is repeated, the last one counts", sw->name);
		free(t->out[i]);
		t->out[i] = arg;
		return RSM_OK;
	}
	put(t, arg, sw);
	return RSM_OK;
}

static int emit(struct translation *t, const struct win_switch *sw, const char *text)
{
	bool flag = sw->kind == WIN_FLAG || sw->kind == WIN_OPTION;
	char *value = unquoted(text), *arg, *p;
	int ret = RSM_OK, len;

	for (p = value; sw->kind == WIN_KEYWORD && *p; p++)
		*p = (char)tolower((unsigned char)*p);
	len = asprintf(&arg, "--%s%s%s%s", sw->option, flag ? "" : "=",
		       flag || !sw->prefix ? "" : sw->prefix, flag ? "" : value);
	free(value);
	if (len < 0)
		return RSM_ERROR;
	if (sw->kind == WIN_OPTION)
		put(t, arg, NULL);
	else
		ret = repeated(t, sw, arg);
	return ret;
}

/* Translates arg; next is the argument after it or NULL, used tells if it was the value. */
static int one(struct translation *t, const char *arg, const char *next, bool *used)
{
	const struct win_switch *sw = find_switch(t->verb, arg + 1);
	const char *value, *name = sw ? sw->name : "";
	char *keyword;

	*used = false;
	if (!sw)
		return unknown_switch(t, arg);
	value = arg + 1 + strlen(name);
	if (!*value && sw->kind != WIN_FLAG && next && *next != '/') {
		value = next;
		*used = true;
	}
	if (sw->kind == WIN_OPTION || sw->kind == WIN_IGNORE) {
		keyword = unquoted(value);
		sw = find_keyword(sw, keyword);
		free(keyword);
		if (!sw)
			return usage(t->rsm, "/%s does not take '%s'", name, value);
	} else if (!*value && sw->kind != WIN_FLAG) {
		return usage(t->rsm, "/%s needs a value", name);
	}
	return sw->kind == WIN_IGNORE ? RSM_OK : emit(t, sw, value);
}

/**
 * translate() - replace switches by options
 * @rsm:	the run
 * @verb:	the verb
 * @argc:	the number of arguments, the first of which is the verb
 * @argv:	the arguments; replaced, for translate_free()
 *
 * Return: RSM_OK, or what to exit with; the failure has been told.
 */
int translate(struct rsm *rsm, const struct verb *verb, int *argc, char ***argv)
{
	struct translation t = { .rsm = rsm, .verb = verb };
	char **in = *argv;
	bool plain = false, used;
	int i, ret;

	t.out = xcalloc((size_t)*argc + 2, sizeof(*t.out));
	t.by = xcalloc((size_t)*argc + 2, sizeof(*t.by));
	*argv = t.out;
	put(&t, NULL, NULL);
	if (asprintf(&t.out[0], "rsm: %s", verb->name) < 0)
		return RSM_ERROR;
	for (i = 1, ret = RSM_OK; i < *argc && !ret; i++) {
		if (plain || in[i][0] != '/') {
			plain = plain || !strcmp(in[i], "--");
			put(&t, xstrdup(in[i]), NULL);
			if (!plain && needs_next(verb, in[i]) && i + 1 < *argc)
				put(&t, xstrdup(in[++i]), NULL);
		} else if (!strcmp(in[i], "/?")) {
			put(&t, xstrdup("--help"), NULL);
		} else {
			ret = one(&t, in[i], i + 1 < *argc ? in[i + 1] : NULL, &used);
			i += used;
		}
	}
	*argc = t.count;
	free(t.by);
	return ret;
}

/**
 * translate_free() - free what translate() has made
 * @argv:	the arguments, in any order
 */
void translate_free(char **argv)
{
	char **arg;

	for (arg = argv; *arg; arg++)
		free(*arg);
	free(argv);
}
