// SPDX-License-Identifier: GPL-2.0
/* What can be set when a library is made and while it runs: key=value */
#include <linux/seq_file.h>
#include <linux/string.h>

#include "vlib.h"

const struct vlib_settings vlib_defaults = {
	.capacity = 64,
	.autoeject = 1,
	.strict = 1,
	.unloaded = 0x3a00,
};

static const char *const tags[] = { "read", "none", "refuse", NULL };
static const char *const dvcids[] = {
	"t10", "naa", "serial", "refuse", "empty", NULL,
};
static const char *const ehs[] = { "abort", "device", "host", "nothing", NULL };

#define OFFSET(member) offsetof(struct vlib_settings, member)

static const struct {
	size_t offset;
	const char *const *words;	/* NULL: a number */
} settings[] = {
	{ OFFSET(load) }, { OFFSET(unload) }, { OFFSET(move) }, { OFFSET(scan) },
	{ OFFSET(clean) }, { OFFSET(capacity) }, { OFFSET(autoeject) },
	{ OFFSET(rotate) }, { OFFSET(strict) }, { OFFSET(unloaded) },
	{ OFFSET(hang) },
	{ OFFSET(tags), tags }, { OFFSET(dvcid), dvcids }, { OFFSET(eh), ehs },
};

/* the same order */
const char *const vlib_setting_names[] = {
	"load", "unload", "move", "scan", "clean", "capacity", "autoeject",
	"rotate", "strict", "unloaded", "hang", "tags", "dvcid", "eh", NULL,
};

static unsigned int *member(struct vlib_settings *set, int i)
{
	return (void *)set + settings[i].offset;
}

/**
 * vlib_settings_set() - set what @args name
 * @set: settings; unchanged if there is an error
 * @args: key=value; keys that are no settings are ignored
 *
 * Return: 0 or -EINVAL.
 */
int vlib_settings_set(struct vlib_settings *set, char **args)
{
	struct vlib_settings new = *set;
	const char *text;
	int i, n;

	for (i = 0; i < ARRAY_SIZE(settings); i++) {
		if (vlib_value(args, vlib_setting_names[i], &text))
			continue;
		if (settings[i].words) {
			n = match_string(settings[i].words, -1, text);
			if (n < 0)
				return n;
			*member(&new, i) = n;
		} else if (kstrtouint(text, 0, member(&new, i))) {
			return -EINVAL;
		}
	}
	*set = new;
	return 0;
}

/** vlib_settings_show() - key=value, all of them */
void vlib_settings_show(struct seq_file *s, const struct vlib_settings *set)
{
	struct vlib_settings copy = *set;
	unsigned int v;
	int i;

	for (i = 0; i < ARRAY_SIZE(settings); i++) {
		v = *member(&copy, i);
		if (settings[i].words)
			seq_printf(s, " %s=%s", vlib_setting_names[i],
				   settings[i].words[v]);
		else if (settings[i].offset == OFFSET(unloaded))
			seq_printf(s, " %s=%#x", vlib_setting_names[i], v);
		else
			seq_printf(s, " %s=%u", vlib_setting_names[i], v);
	}
}
