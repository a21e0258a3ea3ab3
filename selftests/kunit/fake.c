// SPDX-License-Identifier: GPL-2.0
/* fake.c - a tape library in memory */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "fake.h"

static struct fake_device *device_of(struct ntms_device *dev)
{
	return container_of(dev, struct fake_device, dev);
}

/* counts the call; Return: what it fails with */
static int enter(struct fake_device *d, u32 op)
{
	struct fake *f = d->fake;
	bool wait;
	int err = 0;

	spin_lock(&f->lock);
	f->calls[op]++;
	f->calls[FAKE_ANY]++;
	wait = f->hold_op == op;
	spin_unlock(&f->lock);
	if (wait) {
		complete(&f->held);
		wait_for_completion(&f->hold);
	}
	spin_lock(&f->lock);
	if (d->gone)
		err = -ENODEV;
	else if (f->fail_at && (f->fail_op == op || f->fail_op == FAKE_ANY) &&
		 !--f->fail_at)
		err = f->fail_error;
	spin_unlock(&f->lock);
	return err;
}

struct fake_element *fake_at(struct fake *f, u32 address)
{
	u32 i;

	for (i = 0; i < f->count; i++)
		if (f->e[i].e.address == address)
			return &f->e[i];
	return NULL;
}

static struct fake_device *drive_at(struct fake *f, u32 address)
{
	u32 i;

	for (i = 0; i < f->drives; i++)
		if (f->drive[i].element == address)
			return &f->drive[i];
	return NULL;
}

/* a cartridge comes */
void fake_put(struct fake *f, u32 address, const char *tag)
{
	struct fake_device *d = drive_at(f, address);
	struct fake_element *e = fake_at(f, address);

	spin_lock(&f->lock);
	e->e.full = true;
	e->e.source_valid = false;
	e->e.invert = false;
	e->turned = false;
	strscpy(e->tag, tag, sizeof(e->tag));
	if (d) {
		d->loaded = true;
		d->unready = d->not_ready;
	}
	spin_unlock(&f->lock);
}

/* a cartridge goes */
void fake_take(struct fake *f, u32 address)
{
	struct fake_element *e = fake_at(f, address);

	spin_lock(&f->lock);
	e->e.full = false;
	e->e.medium_type = 0;
	e->e.source_valid = false;
	e->tag[0] = 0;
	spin_unlock(&f->lock);
}

/* one that the changer knows to be a cleaner */
void fake_put_cleaner(struct fake *f, u32 address, const char *tag)
{
	fake_put(f, address, tag);
	fake_at(f, address)->e.medium_type = 2;
}

/* by hand */
void fake_carry(struct fake *f, u32 from, u32 to)
{
	char tag[sizeof(fake_at(f, from)->tag)];
	u8 type = fake_at(f, from)->e.medium_type;

	strscpy(tag, fake_at(f, from)->tag, sizeof(tag));
	fake_take(f, from);
	fake_put(f, to, tag);
	fake_at(f, to)->e.medium_type = type;
}

static int fake_describe(struct ntms_device *dev,
			 struct ntms_changer_info *info)
{
	struct fake_device *d = device_of(dev);
	int err = enter(d, FAKE_DESCRIBE);

	if (!err)
		*info = d->fake->info;
	return err;
}

static int fake_elements(struct ntms_device *dev, enum ntms_element_type type,
			 u16 first, u16 count,
			 int (*each)(void *ctx, const struct ntms_element *e),
			 void *ctx)
{
	struct fake *f = device_of(dev)->fake;
	int err = enter(&f->changer, FAKE_ELEMENTS);
	struct ntms_element copy;
	u32 i;

	for (i = 0; i < f->count && !err; i++) {
		struct fake_element *e = &f->e[i];

		if (e->e.type != type || e->e.address < first ||
		    e->e.address - first >= count || e->hidden)
			continue;
		copy = e->e;
		if (e->e.full && !e->untagged)
			strscpy(copy.volume_tag, e->tag,
				sizeof(copy.volume_tag));
		err = each(ctx, &copy);
	}
	return err;
}

static int do_move(struct fake *f, u16 source, u16 destination, bool invert)
{
	struct fake_element *from = fake_at(f, source);
	struct fake_element *to = fake_at(f, destination);
	struct fake_device *d = drive_at(f, source);

	if (!from || !to)
		return -EINVAL;
	if (!from->e.full)
		return -ENOMEDIUM;
	if (to->e.full)
		return -EEXIST;
	if (d && d->loaded)
		return -EBUSY;
	if (source != FAKE_TRANSPORT && fake_at(f, FAKE_TRANSPORT)->e.full)
		return -EIO;
	if (f->stuck) {
		f->stuck--;
		if (source != FAKE_TRANSPORT)
			fake_carry(f, source, FAKE_TRANSPORT);
		return -EIO;
	}
	invert ^= from->turned;
	fake_carry(f, source, destination);
	to->turned = invert;
	to->e.source = source;
	to->e.source_valid = from->e.type == NTMS_ELEMENT_STORAGE;
	to->e.invert = to->e.source_valid && invert;
	return 0;
}

static int fake_move(struct ntms_device *dev, u16 transport, u16 source,
		     u16 destination, bool invert)
{
	struct fake *f = device_of(dev)->fake;
	int err = enter(&f->changer, FAKE_MOVE);

	f->inverted += invert;
	if (err && !f->fail_late)
		return err;
	return do_move(f, source, destination, invert) ?: err;
}

static int fake_initialize(struct ntms_device *dev)
{
	return 0;
}

static int fake_prevent(struct ntms_device *dev, bool prevent)
{
	struct fake *f = device_of(dev)->fake;
	int err = enter(&f->changer, FAKE_PREVENT);

	if (!err && !f->info.lock)
		return -EOPNOTSUPP;
	if (!err)
		f->locked = prevent;
	return err;
}

static int fake_port(struct ntms_device *dev, u16 address, bool open)
{
	struct fake *f = device_of(dev)->fake;
	int err = enter(&f->changer, FAKE_PORT);

	if (!err)
		f->extended = open;
	if (!err && f->motor)
		fake_at(f, address)->e.access = !open;
	return err;
}

static int fake_test(struct ntms_device *dev)
{
	struct fake *f = device_of(dev)->fake;
	int err = enter(&f->changer, FAKE_TEST);

	return err ?: f->open ? -EAGAIN : 0;
}

static const struct ntms_changer_ops changer_ops = {
	.describe = fake_describe,
	.elements = fake_elements,
	.move = fake_move,
	.initialize = fake_initialize,
	.prevent = fake_prevent,
	.port = fake_port,
	.ready = fake_test,
};

static int fake_ready(struct ntms_device *dev)
{
	struct fake_device *d = device_of(dev);
	int err = enter(d, FAKE_READY);

	if (err)
		return err;
	if (d->ready_error)
		return d->ready_error;
	if (!fake_at(d->fake, d->element)->e.full)
		return -ENOMEDIUM;
	if (d->open)
		return -EBUSY;
	d->loaded = true;
	if (d->unready) {
		d->unready--;
		return -EAGAIN;
	}
	return 0;
}

static int fake_unload(struct ntms_device *dev, bool force)
{
	struct fake_device *d = device_of(dev);
	int err = enter(d, FAKE_UNLOAD);

	if (err)
		return err;
	if (d->unload_error)
		return d->unload_error;
	if (!fake_at(d->fake, d->element)->e.full)
		return -ENOMEDIUM;
	if (d->open && !force)
		return -EBUSY;
	d->loaded = false;
	return 0;
}

static int fake_info(struct ntms_device *dev, struct ntms_drive_info *info)
{
	int err = enter(device_of(dev), FAKE_INFO);

	info->medium_type = 0x48;
	info->density = 0x46;
	info->write_protected = false;
	return err;
}

static int fake_present(struct ntms_device *dev)
{
	struct fake_device *d = device_of(dev);
	int err = enter(d, FAKE_TEST);

	if (err)
		return err;
	return d->open ? -EBUSY : fake_at(d->fake, d->element)->e.full;
}

static u32 fake_sense(struct ntms_device *dev)
{
	struct fake_device *d = device_of(dev);
	u32 sense = d->sense;

	d->sense = 0;
	return sense;
}

static int fake_alerts(struct ntms_device *dev, u64 *flags)
{
	struct fake_device *d = device_of(dev);
	int err = enter(d, FAKE_ALERTS);

	*flags = err ? 0 : d->alerts;
	if (!err)
		d->alerts = 0;
	return err;
}

static int fake_status(struct ntms_device *dev, struct ntms_drive_status *st)
{
	struct fake_device *d = device_of(dev);
	int err = enter(d, FAKE_STATUS);

	*st = d->status;
	return err ?: d->open ? -EBUSY : d->status.has ? 0 : -EOPNOTSUPP;
}

/* a cleaner is let go when it has done its work */
static int fake_cleaned(struct ntms_device *dev)
{
	struct fake_device *d = device_of(dev);
	struct fake_element *e = fake_at(d->fake, d->element);
	int err = enter(d, FAKE_CLEANED);

	if (err)
		return err;
	if (!e->e.full)
		return 0;
	if (e->e.medium_type != 2)
		return -EMEDIUMTYPE;
	if (d->cleaning) {
		d->cleaning--;
		return -EAGAIN;
	}
	d->loaded = false;
	if (!d->cleaned_error)
		d->cleanings++;
	return d->cleaned_error;
}

static const struct ntms_drive_ops drive_ops = {
	.ready = fake_ready,
	.unload = fake_unload,
	.info = fake_info,
	.present = fake_present,
	.alerts = fake_alerts,
	.status = fake_status,
	.sense = fake_sense,
	.cleaned = fake_cleaned,
};

static void released(struct ntms_device *dev)
{
	device_of(dev)->alive = false;
}

static void device_init(struct fake *f, struct fake_device *d,
			const char *product, const char *serial)
{
	d->fake = f;
	d->dev.release = released;
	strscpy(d->dev.vendor, "FAKE", sizeof(d->dev.vendor));
	strscpy(d->dev.product, product, sizeof(d->dev.product));
	strscpy(d->dev.revision, "0001", sizeof(d->dev.revision));
	strscpy(d->dev.serial, serial, sizeof(d->dev.serial));
}

static void drive_init(struct fake *f, u32 i, const char *serial)
{
	struct fake_device *d = &f->drive[i];
	char name[sizeof(d->dev.serial)];

	snprintf(name, sizeof(name), "%sD%u", serial, i);
	device_init(f, d, "ULTRIUM-TD8", name);
	d->dev.kind = NTMS_DEVICE_TAPE;
	d->dev.drive = &drive_ops;
	d->dev.lun = i + 1;
	d->element = FAKE_FIRST_DRIVE + i;
	snprintf(d->dev.node, sizeof(d->dev.node), "/dev/nst%u", i);
	snprintf(fake_at(f, d->element)->e.dvcid, NTMS_DVCID_LEN,
		 "FAKE    ULTRIUM-TD8     %s", name);
}

static void add(struct fake *f, u8 type, u16 first, u16 count)
{
	struct fake_element *e;
	u32 i;

	f->info.range[type].first = first;
	f->info.range[type].count = count;
	for (i = 0; i < count; i++) {
		e = &f->e[f->count++];
		e->e.address = first + i;
		e->e.type = type;
		e->e.access = true;
	}
}

int fake_init(struct fake *f, const char *serial, u32 drives, u32 ports,
	      u32 slots)
{
	u32 i;

	memset(f, 0, sizeof(*f));
	spin_lock_init(&f->lock);
	init_completion(&f->hold);
	init_completion(&f->held);
	f->e = kvcalloc(1 + drives + ports + slots, sizeof(*f->e), GFP_KERNEL);
	if (!f->e)
		return -ENOMEM;
	f->info.bar_code = true;
	add(f, NTMS_ELEMENT_TRANSPORT, FAKE_TRANSPORT, 1);
	add(f, NTMS_ELEMENT_DRIVE, FAKE_FIRST_DRIVE, drives);
	add(f, NTMS_ELEMENT_PORT, FAKE_FIRST_PORT, ports);
	add(f, NTMS_ELEMENT_STORAGE, FAKE_FIRST_SLOT, slots);
	device_init(f, &f->changer, "LIBRARY", serial);
	f->changer.dev.kind = NTMS_DEVICE_CHANGER;
	f->changer.dev.changer = &changer_ops;
	strscpy(f->changer.dev.node, "/dev/sch0", sizeof(f->changer.dev.node));
	f->drives = drives;
	for (i = 0; i < drives; i++)
		drive_init(f, i, serial);
	return 0;
}

void fake_destroy(struct fake *f)
{
	kvfree(f->e);
}

bool fake_is_released(struct fake *f)
{
	u32 i;

	for (i = 0; i < f->drives; i++)
		if (f->drive[i].alive)
			return false;
	return !f->changer.alive;
}

void fake_found(struct fake_device *d)
{
	if (d->found)
		return;
	kref_init(&d->dev.ref);
	d->alive = true;
	d->gone = false;
	d->found = !ntms_device_found(&d->dev);
	if (!d->found)
		ntms_device_put(&d->dev);
}

void fake_gone(struct fake_device *d)
{
	if (!d->found)
		return;
	d->found = false;
	d->gone = true;
	ntms_device_gone(&d->dev);
	ntms_device_put(&d->dev);
}

void fake_all_found(struct fake *f)
{
	u32 i;

	for (i = 0; i < f->drives; i++)
		fake_found(&f->drive[i]);
	fake_found(&f->changer);
}

void fake_all_gone(struct fake *f)
{
	u32 i;

	fake_gone(&f->changer);
	for (i = 0; i < f->drives; i++)
		fake_gone(&f->drive[i]);
}

/* from now on, the call number @at of @op fails */
void fake_fail(struct fake *f, u32 op, u32 at, int error)
{
	spin_lock(&f->lock);
	f->fail_op = op;
	f->fail_at = at;
	f->fail_error = error;
	spin_unlock(&f->lock);
}

/* let the next op of a type wait for fake_release() */
void fake_hold(struct fake *f, u32 op)
{
	spin_lock(&f->lock);
	reinit_completion(&f->hold);
	reinit_completion(&f->held);
	f->hold_op = op;
	spin_unlock(&f->lock);
}

/* the op that waits goes on; Return: when the next one waits */
void fake_step(struct fake *f)
{
	complete(&f->hold);
	wait_for_completion(&f->held);
}

void fake_release(struct fake *f)
{
	spin_lock(&f->lock);
	f->hold_op = 0;
	spin_unlock(&f->lock);
	complete_all(&f->hold);
}
