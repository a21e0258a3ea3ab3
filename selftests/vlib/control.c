// SPDX-License-Identifier: GPL-2.0
/*
 * The file "control": what an operator, or a test, wants done
 *
 * A line is a command: VERB LIBRARY WORD... KEY=VALUE...  README.md lists them.
 * A write with several lines stops at the first that fails; the file then
 * reads as the reason.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "vlib.h"

#define WORDS	32

static char reason[160];	/* under vlib_mutex */

/** vlib_say() - why a command failed; the last word counts */
void vlib_say(const char *fmt, ...)
{
	va_list args;

	lockdep_assert_held(&vlib_mutex);
	va_start(args, fmt);
	vsnprintf(reason, sizeof(reason), fmt, args);
	va_end(args);
}

/** vlib_value() - the value of a key; 0, or -ENOENT if it is not there */
int vlib_value(char **args, const char *key, const char **value)
{
	size_t len = strlen(key);

	for (; *args; args++) {
		if (strncmp(*args, key, len) || (*args)[len] != '=')
			continue;
		*value = *args + len + 1;
		return 0;
	}
	return -ENOENT;
}

/**
 * vlib_number() - the value of a key, if it is there
 * @args: words
 * @key: key
 * @number: set if it is there
 *
 * Return: 0, also if it is not there; -EINVAL.
 */
int vlib_number(char **args, const char *key, u32 *number)
{
	const char *text;

	if (vlib_value(args, key, &text) || !kstrtou32(text, 0, number))
		return 0;
	vlib_say("%s=%s is no number", key, text);
	return -EINVAL;
}

static bool among(const char *const *keys, const char *arg, size_t len)
{
	for (; keys && *keys; keys++)
		if (strlen(*keys) == len && !strncmp(*keys, arg, len))
			return true;
	return false;
}

/** vlib_known() - are all keys in @args in one of the lists? 0 or -EINVAL */
int vlib_known(char **args, const char *const *keys, const char *const *more)
{
	size_t len;

	for (; *args; args++) {
		len = strcspn(*args, "=");
		if (!(*args)[len]) {
			vlib_say("%s is not KEY=VALUE", *args);
			return -EINVAL;
		}
		if (among(keys, *args, len) || among(more, *args, len))
			continue;
		vlib_say("unknown key %s", *args);
		return -EINVAL;
	}
	return 0;
}

static const struct vlib_verb *find_verb(const char *name)
{
	const struct vlib_verb *verb;

	for (verb = vlib_hand_verbs; verb->name; verb++)
		if (!strcmp(verb->name, name))
			return verb;
	for (verb = vlib_panel_verbs; verb->name; verb++)
		if (!strcmp(verb->name, name))
			return verb;
	vlib_say("unknown command %s", name);
	return NULL;
}

static int execute(char *line)
{
	char *words[WORDS + 1] = { NULL };
	const struct vlib_verb *verb;
	struct vlib *lib = NULL;
	int n = 0, err;
	char *word;

	while ((word = strsep(&line, " \t"))) {
		if (!*word)
			continue;
		if (n == WORDS)
			return -E2BIG;
		words[n++] = word;
	}
	if (!n || words[0][0] == '#')
		return 0;
	snprintf(reason, sizeof(reason), "%s failed", words[0]);
	verb = find_verb(words[0]);
	if (!verb)
		return -EINVAL;
	if (n < 2 + verb->args) {
		vlib_say("%s wants %d words or more", words[0], 1 + verb->args);
		return -EINVAL;
	}
	if (!verb->new) {
		lib = vlib_find(words[1]);
		if (!lib) {
			vlib_say("no library %s", words[1]);
			return -ENODEV;
		}
	}
	err = verb->run(lib, lib ? words + 2 : words + 1);
	if (!err)
		reason[0] = '\0';
	return err;
}

static ssize_t control_write(struct file *file, const char __user *from,
			     size_t len, loff_t *pos)
{
	char *buf, *rest, *line;
	int err = 0;

	if (len > SZ_64K)
		return -E2BIG;
	buf = memdup_user_nul(from, len);
	if (IS_ERR(buf))
		return PTR_ERR(buf);
	rest = buf;
	mutex_lock(&vlib_mutex);
	while (!err && (line = strsep(&rest, "\n")))
		err = execute(line);
	mutex_unlock(&vlib_mutex);
	kfree(buf);
	return err ?: len;
}

static int control_show(struct seq_file *s, void *unused)
{
	mutex_lock(&vlib_mutex);
	if (reason[0])
		seq_printf(s, "%s\n", reason);
	mutex_unlock(&vlib_mutex);
	return 0;
}

static int control_open(struct inode *inode, struct file *file)
{
	return single_open(file, control_show, NULL);
}

static const struct file_operations control_fops = {
	.owner = THIS_MODULE,
	.open = control_open,
	.read = seq_read,
	.write = control_write,
	.release = single_release,
};

/** vlib_control_init() - make the file; 0 or a negative errno */
int vlib_control_init(void)
{
	return PTR_ERR_OR_ZERO(debugfs_create_file("control", 0600, vlib_dir,
						   NULL, &control_fops));
}
