// SPDX-License-Identifier: GPL-2.0
/* What people do to libraries and drives */
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/string.h>

#include "vlib.h"

static struct vlib_dev *device(struct vlib *lib, const char *name)
{
	struct vlib_dev *dev = vlib_dev_find(lib, name);

	if (!dev)
		vlib_say("%s has no %s", lib->name, name);
	return dev;
}

static int create(struct vlib *none, char **args)
{
	return PTR_ERR_OR_ZERO(vlib_create(args[0], args + 1));
}

static int delete(struct vlib *lib, char **args)
{
	vlib_delete(lib);
	return 0;
}

static int set(struct vlib *lib, char **args)
{
	int err = vlib_known(args, vlib_setting_names, NULL);

	mutex_lock(&lib->lock);
	err = err ?: vlib_settings_set(&lib->settings, args);
	mutex_unlock(&lib->lock);
	return err;
}

/* --- the library --- */

/* door LIBRARY open|close */
static int door(struct vlib *lib, char **args)
{
	bool open = !strcmp(args[0], "open");
	int i, type;

	if (!open && strcmp(args[0], "close"))
		return -EINVAL;
	mutex_lock(&lib->lock);
	if (lib->door_open && !open) {
		/* it looks through everything, and says so */
		for (type = VLIB_PICKER; type < VLIB_TYPES; type++)
			for (i = 0; i < lib->range[type].count; i++)
				vlib_disbelieve(&lib->range[type].elements[i]);
		lib->ready_at = jiffies + msecs_to_jiffies(lib->settings.scan);
		vlib_ua(&lib->changer, 0x28, 0x00);
	}
	lib->door_open = open;
	mutex_unlock(&lib->lock);
	return 0;
}

/* port LIBRARY ELEMENT open|close: by its button */
static int port(struct vlib *lib, char **args)
{
	struct vlib_element *e = vlib_hand_element(lib, args[0]);
	bool open = !strcmp(args[1], "open");
	int err = 0;

	if (!e || e->type != VLIB_PORT || (!open && strcmp(args[1], "close")))
		return -EINVAL;
	mutex_lock(&lib->lock);
	if (open)
		err = vlib_held(lib, e);
	if (!err && e->open && !open)
		vlib_ua(&lib->changer, 0x28, 0x01);
	if (!err)
		e->open = open;
	mutex_unlock(&lib->lock);
	return err;
}

/* magazine LIBRARY FIRST-SLOT COUNT pull|insert: with what is in it */
static int magazine(struct vlib *lib, char **args)
{
	struct vlib_element *e = vlib_hand_element(lib, args[0]);
	bool pull = !strcmp(args[2], "pull");
	u32 count, i;

	if (!e || e->type != VLIB_SLOT || kstrtou32(args[1], 0, &count) ||
	    count > lib->range[VLIB_SLOT].count - e->index ||
	    (!pull && strcmp(args[2], "insert")))
		return -EINVAL;
	mutex_lock(&lib->lock);
	for (i = 0; i < count; i++) {
		e[i].removed = pull;
		vlib_disbelieve(&e[i]);
	}
	vlib_ua(&lib->changer, 0x3b, pull ? 0x12 : 0x13);
	if (!pull)
		vlib_ua(&lib->changer, 0x28, 0x00);
	mutex_unlock(&lib->lock);
	return 0;
}

static void drive_removed(struct vlib *lib, struct vlib_dev *dev, bool removed)
{
	if (dev->kind == VLIB_CHANGER)
		return;
	mutex_lock(&lib->lock);
	container_of(dev, struct vlib_drive, dev)->element->removed = removed;
	vlib_ua(&lib->changer, 0x3f, 0x0e);
	mutex_unlock(&lib->lock);
}

/* unplug LIBRARY DEVICE|all [unseen=1] */
static int unplug(struct vlib *lib, char **args)
{
	static const char *const keys[] = { "unseen", NULL };
	struct vlib_dev *dev;
	u32 unseen = 0;
	int err;

	if (!strcmp(args[0], "all")) {
		vlib_plug_all(lib, false);
		return 0;
	}
	dev = device(lib, args[0]);
	if (!dev || !dev->plugged)
		return -ENODEV;
	err = vlib_known(args + 1, keys, NULL) ?:
	      vlib_number(args + 1, "unseen", &unseen);
	if (err)
		return err;
	if (unseen) {
		vlib_cut(lib, dev);
		return 0;
	}
	drive_removed(lib, dev, true);
	vlib_unplug(lib, dev);
	return 0;
}

/* plug LIBRARY DEVICE|all [serial=NEW] */
static int plug(struct vlib *lib, char **args)
{
	static const char *const keys[] = { "serial", NULL };
	struct vlib_dev *dev;
	const char *text;
	int err;

	if (!strcmp(args[0], "all")) {
		vlib_plug_all(lib, true);
		return 0;
	}
	dev = device(lib, args[0]);
	if (!dev || dev->plugged)
		return -EEXIST;
	err = vlib_known(args + 1, keys, NULL);
	if (err)
		return err;
	if (!vlib_value(args + 1, "serial", &text) &&
	    strscpy(dev->serial, text, sizeof(dev->serial)) < 0)
		return -ENAMETOOLONG;
	drive_removed(lib, dev, false);
	return vlib_plug(lib, dev);
}

/* element LIBRARY ELEMENT [access=] [disabled=] [except=3b/12|none] */
static int change_element(struct vlib *lib, char **args)
{
	static const char *const keys[] = { "access", "disabled", "except", NULL };
	struct vlib_element *e = vlib_hand_element(lib, args[0]);
	u32 access, disabled;
	unsigned int asc, ascq;
	const char *text;
	int err;

	if (!e)
		return -ENOENT;
	err = vlib_known(args + 1, keys, NULL);
	access = !e->no_access;
	disabled = e->disabled;
	err = err ?: vlib_number(args + 1, "access", &access) ?:
	      vlib_number(args + 1, "disabled", &disabled);
	if (err)
		return err;
	mutex_lock(&lib->lock);
	e->no_access = !access;
	e->disabled = disabled;
	if (!vlib_value(args + 1, "except", &text)) {
		e->except = sscanf(text, "%x/%x", &asc, &ascq) == 2;
		e->asc = e->except ? asc : 0;
		e->ascq = e->except ? ascq : 0;
		if (!e->except && strcmp(text, "none"))
			err = -EINVAL;
	}
	mutex_unlock(&lib->lock);
	return err;
}

/* --- devices --- */

/* reset LIBRARY DEVICE|all: power on */
static int reset(struct vlib *lib, char **args)
{
	bool all = !strcmp(args[0], "all");
	struct vlib_dev *dev = all ? NULL : device(lib, args[0]);
	int i;

	if (!all && !dev)
		return -ENODEV;
	mutex_lock(&lib->lock);
	if (dev)
		vlib_reset_dev(dev, 0x00);
	else
		vlib_reset_dev(&lib->changer, 0x00);
	for (i = 0; all && i < lib->range[VLIB_DRIVE].count; i++)
		vlib_reset_dev(&lib->drives[i].dev, 0x00);
	mutex_unlock(&lib->lock);
	return 0;
}

/* attention LIBRARY DEVICE ASC/ASCQ */
static int attention(struct vlib *lib, char **args)
{
	struct vlib_dev *dev = device(lib, args[0]);
	unsigned int asc, ascq;

	if (!dev)
		return -ENODEV;
	if (sscanf(args[1], "%x/%x", &asc, &ascq) != 2)
		return -EINVAL;
	mutex_lock(&lib->lock);
	vlib_ua(dev, asc, ascq);
	mutex_unlock(&lib->lock);
	return 0;
}

/* reserve LIBRARY DEVICE other|none: another host comes and goes */
static int reserve(struct vlib *lib, char **args)
{
	struct vlib_dev *dev = device(lib, args[0]);

	if (!dev)
		return -ENODEV;
	mutex_lock(&lib->lock);
	dev->reserved = strcmp(args[1], "none") ? 2 : 0;
	mutex_unlock(&lib->lock);
	return 0;
}

/* alert LIBRARY DEVICE FLAG: TapeAlert flag 1 to 64 */
static int alert(struct vlib *lib, char **args)
{
	struct vlib_dev *dev = device(lib, args[0]);
	u32 number;

	if (!dev)
		return -ENODEV;
	if (kstrtou32(args[1], 10, &number) || number < 1 || number > 64)
		return -EINVAL;
	mutex_lock(&lib->lock);
	vlib_alert(dev, number);
	mutex_unlock(&lib->lock);
	return 0;
}

/* dirty LIBRARY DRIVE soon|now|no [complain=COMMANDS] */
static int dirty(struct vlib *lib, char **args)
{
	static const char *const words[] = { "no", "soon", "now" };
	static const char *const keys[] = { "complain", NULL };
	struct vlib_dev *dev = device(lib, args[0]);
	int n = match_string(words, ARRAY_SIZE(words), args[1]);
	struct vlib_drive *d;
	u32 complain = 0;
	int err;

	if (!dev || dev->kind != VLIB_TAPE || n < 0)
		return -EINVAL;
	err = vlib_known(args + 2, keys, NULL) ?:
	      vlib_number(args + 2, "complain", &complain);
	if (err)
		return err;
	d = container_of(dev, struct vlib_drive, dev);
	mutex_lock(&lib->lock);
	d->wants_cleaning = n;
	d->complain = complain;
	if (n)
		vlib_alert(dev, n == 2 ? 20 : 21);
	mutex_unlock(&lib->lock);
	return 0;
}

/* fault LIBRARY DEVICE|any KEY=VALUE... */
static int fault(struct vlib *lib, char **args)
{
	int err;

	mutex_lock(&lib->lock);
	err = vlib_fault_add(lib, args);
	mutex_unlock(&lib->lock);
	return err;
}

/* heal LIBRARY DEVICE|all: no more faults */
static int heal(struct vlib *lib, char **args)
{
	bool all = !strcmp(args[0], "all");
	struct vlib_dev *dev = all ? NULL : device(lib, args[0]);

	if (!all && !dev)
		return -ENODEV;
	mutex_lock(&lib->lock);
	vlib_faults_clear(lib, dev);
	mutex_unlock(&lib->lock);
	return 0;
}

const struct vlib_verb vlib_panel_verbs[] = {
	{ "create", 0, create, true },
	{ "delete", 0, delete },
	{ "set", 1, set },
	{ "door", 1, door },
	{ "port", 2, port },
	{ "magazine", 3, magazine },
	{ "element", 2, change_element },
	{ "unplug", 1, unplug },
	{ "plug", 1, plug },
	{ "reset", 1, reset },
	{ "attention", 2, attention },
	{ "reserve", 2, reserve },
	{ "alert", 2, alert },
	{ "dirty", 2, dirty },
	{ "fault", 2, fault },
	{ "heal", 1, heal },
	{ }
};
