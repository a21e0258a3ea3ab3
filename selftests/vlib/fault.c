// SPDX-License-Identifier: GPL-2.0
/*
 * Commands that go wrong on request
 *
 * A fault befalls commands of one device or all, with one operation code or
 * any.  It lets the first @skip of them pass, befalls the next @count, and is
 * gone then.  A command is befallen by the first fault that matches.  What a
 * fault does to it, in this order: it is held back; carried out or not; its
 * sense, status or answer is changed; the answer is delayed, never comes, or
 * the device vanishes instead.  A fault with "every" befalls one command of so
 * many and does something else each time: chaos.c.
 */
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <scsi/scsi.h>
#include <scsi/scsi_cmnd.h>

#include "cmd.h"

#define LENGTHEN_MAX	(1u << 20)

/* "2/04/01" */
static int parse_sense(const char *text, u32 *sense)
{
	unsigned int key, asc, ascq;
	char end;

	if (sscanf(text, "%x/%x/%x%c", &key, &asc, &ascq, &end) != 3 ||
	    key > 0xf || asc > 0xff || ascq > 0xff)
		return -EINVAL;
	*sense = VLIB_SENSE(key, asc, ascq);
	return 0;
}

static int parse_patch(const char *text, struct vlib_fault *f)
{
	size_t len = strlen(text);

	if (len % 2 || len / 2 > sizeof(f->patch))
		return -EINVAL;
	f->patch_len = len / 2;
	return hex2bin(f->patch, text, f->patch_len);
}

static int flag(char **args, const char *key, bool *set)
{
	u32 number = *set;
	int err = vlib_number(args, key, &number);

	*set = number;
	return err;
}

static int parse(struct vlib_fault *f, char **args)
{
	static const char *const keys[] = {
		"opcode", "skip", "count", "sense", "status", "execute", "hold",
		"delay", "drop", "ignore", "stuck", "shorten", "lengthen",
		"random", "at", "patch", "resid", "garble", "vanish", "every",
		"seed", NULL,
	};
	u32 status = 0, seed = get_random_u32();
	const char *text;
	u8 opcode;
	int err;

	err = vlib_known(args, keys, NULL);
	if (err)
		return err;
	f->opcode = -1;
	if (!vlib_value(args, "opcode", &text)) {
		if (kstrtou8(text, 16, &opcode))
			return -EINVAL;
		f->opcode = opcode;
	}
	if (!vlib_value(args, "sense", &text) && parse_sense(text, &f->sense))
		return -EINVAL;
	if (!vlib_value(args, "status", &text) && kstrtouint(text, 16, &status))
		return -EINVAL;
	f->status = status;
	if (!vlib_value(args, "patch", &text) && parse_patch(text, f))
		return -EINVAL;
	if (!vlib_value(args, "resid", &text)) {
		if (kstrtoint(text, 0, &f->resid))
			return -EINVAL;
		f->lie = true;
	}
	err = vlib_number(args, "skip", &f->skip) ?:
	      vlib_number(args, "count", &f->count) ?:
	      vlib_number(args, "hold", &f->hold) ?:
	      vlib_number(args, "delay", &f->delay) ?:
	      vlib_number(args, "shorten", &f->shorten) ?:
	      vlib_number(args, "lengthen", &f->lengthen) ?:
	      vlib_number(args, "random", &f->random) ?:
	      vlib_number(args, "at", &f->at) ?:
	      flag(args, "execute", &f->execute) ?:
	      flag(args, "drop", &f->drop) ?:
	      flag(args, "ignore", &f->ignore) ?:
	      flag(args, "stuck", &f->stuck) ?:
	      flag(args, "garble", &f->garble) ?:
	      flag(args, "vanish", &f->vanish) ?:
	      vlib_number(args, "every", &f->every) ?:
	      vlib_number(args, "seed", &seed);
	prandom_seed_state(&f->rnd, seed);
	f->execute |= f->stuck;
	f->lengthen = min(f->lengthen, LENGTHEN_MAX);
	return err;
}

/**
 * vlib_fault_add() - let commands go wrong from now on
 * @lib: library
 * @args: device or "any", then key=value
 *
 * Context: under the library's lock.
 *
 * Return: 0 or a negative errno.
 */
int vlib_fault_add(struct vlib *lib, char **args)
{
	struct vlib_fault *f = kzalloc(sizeof(*f), GFP_KERNEL);
	int err;

	lockdep_assert_held(&lib->lock);
	if (!f)
		return -ENOMEM;
	err = parse(f, args + 1);
	if (!err && strcmp(args[0], "any")) {
		f->dev = vlib_dev_find(lib, args[0]);
		err = f->dev ? 0 : -ENODEV;
	}
	if (err) {
		kfree(f);
		return err;
	}
	list_add_tail(&f->link, &lib->faults);
	return 0;
}

static void drop(struct vlib_fault *f)
{
	list_del(&f->link);
	kfree(f);
}

/** vlib_faults_clear() - no faults for @dev any more, NULL for the library */
void vlib_faults_clear(struct vlib *lib, const struct vlib_dev *dev)
{
	struct vlib_fault *f, *next;

	list_for_each_entry_safe(f, next, &lib->faults, link)
		if (!dev || f->dev == dev)
			drop(f);
}

/** vlib_fault_match() - is there a fault for @c? */
void vlib_fault_match(struct vlib_cmd *c)
{
	struct vlib *lib = c->dev->lib;
	struct vlib_fault *f, *next;

	lockdep_assert_held(&lib->lock);
	list_for_each_entry_safe(f, next, &lib->faults, link) {
		if ((f->dev && f->dev != c->dev) ||
		    (f->opcode >= 0 && f->opcode != c->cdb[0]))
			continue;
		if (f->skip) {
			f->skip--;
			continue;
		}
		if (f->every && prandom_u32_state(&f->rnd) % f->every)
			return;
		f->hits++;
		c->fault = *f;
		c->faulty = true;
		if (f->every)
			vlib_chaos(&f->rnd, &c->fault);
		if (f->count && !--f->count)
			drop(f);
		return;
	}
}

static void lengthen(struct vlib_cmd *c, u32 more)
{
	u8 *data = kvmalloc(c->len + more, GFP_KERNEL);

	if (!data)
		return;
	if (c->len)
		memcpy(data, c->data, c->len);
	prandom_bytes_state(&c->fault.rnd, data + c->len, more);
	kvfree(c->data);
	c->data = data;
	c->len += more;
	c->limit = U32_MAX;
}

static void change_data(struct vlib_cmd *c)
{
	struct vlib_fault *f = &c->fault;
	u32 i;

	c->len = min(c->len, c->limit);
	c->len -= min(c->len, f->shorten);
	if (f->lengthen)
		lengthen(c, f->lengthen);
	for (i = 0; i < f->random && c->len; i++)
		c->data[prandom_u32_state(&f->rnd) % c->len] =
			prandom_u32_state(&f->rnd);
	for (i = 0; i < f->patch_len && f->at + i < c->len; i++)
		c->data[f->at + i] = f->patch[i];
}

/** vlib_fault_answer() - what the fault of @c does to its answer */
void vlib_fault_answer(struct vlib_cmd *c)
{
	struct vlib_fault *f = &c->fault;

	c->wait += f->delay;
	if (f->sense && !f->stuck) {
		c->sense = f->sense;
		c->flags = 0;
		c->info_valid = false;
		c->field_valid = false;
		c->len = 0;
		return;
	}
	if (c->scmd->sc_data_direction == DMA_FROM_DEVICE)
		change_data(c);
}

/** vlib_faults_show() - the file "faults" */
void vlib_faults_show(struct seq_file *s, struct vlib *lib)
{
	struct vlib_fault *f;

	lockdep_assert_held(&lib->lock);
	list_for_each_entry(f, &lib->faults, link) {
		seq_puts(s, f->dev ? f->dev->name : "any");
		if (f->opcode >= 0)
			seq_printf(s, " opcode=%02x", f->opcode);
		seq_printf(s, " skip=%u count=%u hits=%u\n", f->skip, f->count,
			   f->hits);
	}
}
