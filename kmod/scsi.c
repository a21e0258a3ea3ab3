// SPDX-License-Identifier: GPL-2.0
/*
 * Finding tapes, changers and optical drives beside their drivers
 *
 * A class interface of the SCSI mid layer sees every device come and go,
 * whichever of st, ch, sr, sg is bound, in either order of loading.
 *
 * A device has two lives here.  A struct unit lives as long as the mid layer's
 * device.  Its work item tells the core: of a struct ntms_scsi, which
 * carries the node that clients open.  That node belongs to an upper driver
 * that may be loaded, unloaded, bound or unbound at any time, and it is
 * constant for the core; so when it changes, the old ntms_scsi is gone and a
 * new one is found.  A device without an upper driver is held back for up to
 * NODE_WAIT, since at boot the driver is usually about to be loaded; the
 * bus tells when it is bound, nothing is polled.
 *
 * Who holds what:
 *   - unit: freed by its "gone" work, the last thing queued for it; the list
 *     is where it is found, and it is off the list before that is queued.
 *   - ntms_scsi: counted by ntms_device.ref.  Ours is dropped after
 *     ntms_device_gone().
 *   - each of the two holds get_device() of the SCSI device.
 *     scsi_device_get(), which pins the host adapter's module, is held
 *     around each command only, and fails once the device is being removed.
 *   - ops that run are counted.  Module exit marks all devices gone and then
 *     waits for those ops, that is for the commands of the robot; they cannot
 *     be taken back.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/slab.h>
#include <linux/wait_bit.h>
#include <linux/workqueue.h>
#include <scsi/scsi.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_driver.h>
#include <scsi/scsi_host.h>

#include "compat.h"
#include "compat_reset.h"
#include "scsi.h"
#include "stnode.h"

#define NODE_WAIT	(10 * HZ)
#define VPD_LEN		252

/**
 * struct unit - a SCSI device of interest, as long as it exists
 * @link: in units, under units_lock
 * @sdev: the device, a reference is held
 * @look: finds the node and tells the core
 * @gone: the device is removed: tells the core and frees the unit
 * @deadline: in jiffies; until then a device without node is held back
 * @shown: what the core knows, NULL if nothing; of the work items, which
 *	never run at the same time
 */
struct unit {
	struct list_head link;
	struct scsi_device *sdev;
	struct delayed_work look;
	struct work_struct gone;
	unsigned long deadline;
	struct ntms_scsi *shown;
};

static LIST_HEAD(units);
static DEFINE_MUTEX(units_lock);	/* protects units */
static struct workqueue_struct *scsi_wq;
static atomic_t ops_running = ATOMIC_INIT(0);

/**
 * ntms_scsi_enter() - begin an op
 * @dev: device
 *
 * Return: the device, and ntms_scsi_exit() waits for ntms_scsi_leave(); NULL
 * if it is gone.
 */
struct ntms_scsi *ntms_scsi_enter(struct ntms_device *dev)
{
	struct ntms_scsi *s = container_of(dev, struct ntms_scsi, dev);

	/* a full barrier: either we see @gone, or the exit sees us */
	atomic_inc_return(&ops_running);
	if (!READ_ONCE(s->gone))
		return s;
	ntms_scsi_leave();
	return NULL;
}

/** ntms_scsi_leave() - end an op */
void ntms_scsi_leave(void)
{
	if (atomic_dec_and_test(&ops_running))
		wake_up_var(&ops_running);
}

static void release_device(struct ntms_device *dev)
{
	struct ntms_scsi *s = container_of(dev, struct ntms_scsi, dev);

	put_device(&s->sdev->sdev_gendev);
	kfree(s);
}

static enum ntms_device_kind kind_of(const struct scsi_device *sdev)
{
	switch (sdev->type) {
	case TYPE_MEDIUM_CHANGER:
		return NTMS_DEVICE_CHANGER;
	case TYPE_TAPE:
		return NTMS_DEVICE_TAPE;
	case TYPE_ROM:
	case TYPE_WORM:
	case TYPE_MOD:
		return NTMS_DEVICE_OPTICAL;
	}
	return 0;
}

/* VPD page 80h: from the mid layer's cache, else by INQUIRY */
static void read_serial(struct scsi_device *sdev, char *out, size_t size)
{
	const struct scsi_vpd *vpd;
	bool cached;
	u8 *buf;
	int len;

	out[0] = '\0';
	rcu_read_lock();
	vpd = rcu_dereference(sdev->vpd_pg80);
	cached = vpd && vpd->len > 4;
	if (cached) {
		len = min_t(int, vpd->len - 4, vpd->data[2] << 8 | vpd->data[3]);
		ntms_spc_text(out, size, vpd->data + 4, len);
	}
	rcu_read_unlock();
	if (cached)
		return;
	buf = kzalloc(VPD_LEN, GFP_KERNEL);
	if (!buf || scsi_device_get(sdev))
		goto out;
	if (!scsi_get_vpd_page(sdev, 0x80, buf, VPD_LEN)) {
		len = min(VPD_LEN - 4, buf[2] << 8 | buf[3]);
		ntms_spc_text(out, size, buf + 4, len);
	}
	scsi_device_put(sdev);
out:
	kfree(buf);
}

/**
 * struct node_search - which child of the SCSI device is its node
 * @class: class of the child
 * @prefix: its name up to a number, NULL: whatever its name
 * @name: (out) the name
 * @size: of @name
 */
struct node_search {
	const char *class;
	const char *prefix;
	char *name;
	size_t size;
};

static int match_node(struct device *child, void *data)
{
	struct node_search *search = data;
	size_t len = search->prefix ? strlen(search->prefix) : 0;
	const char *name = dev_name(child);

	if (!child->class || strcmp(child->class->name, search->class))
		return 0;
	if (search->prefix &&
	    (strncmp(name, search->prefix, len) ||
	     strspn(name + len, "0123456789") != strlen(name + len)))
		return 0;
	snprintf(search->name, search->size, "/dev/%s", name);
	return 1;
}

/*
 * The node that clients open: sch (ch) of a changer, else sg if @any; nst of a
 * tape; the disk of an optical drive, which is made by sr or by sd.
 */
static void find_node(struct scsi_device *sdev, bool any, char *out,
		      size_t size)
{
	static const struct {
		const char *class, *prefix;
	} of_kind[] = {
		[NTMS_DEVICE_CHANGER] = { "scsi_changer", "sch" },
		[NTMS_DEVICE_TAPE] = { "scsi_tape", "nst" },
		[NTMS_DEVICE_OPTICAL] = { "block", NULL },
	};
	enum ntms_device_kind kind = kind_of(sdev);
	struct node_search search = {
		.class = of_kind[kind].class, .prefix = of_kind[kind].prefix,
		.name = out, .size = size,
	};

	out[0] = '\0';
	if (device_for_each_child(&sdev->sdev_gendev, &search, match_node))
		return;
	if (!any || kind != NTMS_DEVICE_CHANGER)
		return;
	search.class = "scsi_generic";
	search.prefix = "sg";
	device_for_each_child(&sdev->sdev_gendev, &search, match_node);
}

static struct ntms_scsi *make_device(struct scsi_device *sdev, const char *node)
{
	struct ntms_scsi *s;
	struct ntms_device *dev;

	s = kzalloc(sizeof(*s), GFP_KERNEL);
	if (!s)
		return NULL;
	get_device(&sdev->sdev_gendev);
	s->sdev = sdev;
	mutex_init(&s->node);
	dev = &s->dev;
	kref_init(&dev->ref);
	dev->release = release_device;
	dev->kind = kind_of(sdev);
	if (dev->kind == NTMS_DEVICE_CHANGER)
		dev->changer = &ntms_scsi_changer_ops;
	else if (dev->kind == NTMS_DEVICE_TAPE)
		dev->drive = &ntms_scsi_tape_ops;
	else
		dev->drive = &ntms_scsi_optical_ops;
	ntms_spc_text(dev->vendor, sizeof(dev->vendor), sdev->vendor, 8);
	ntms_spc_text(dev->product, sizeof(dev->product), sdev->model, 16);
	ntms_spc_text(dev->revision, sizeof(dev->revision), sdev->rev, 4);
	read_serial(sdev, dev->serial, sizeof(dev->serial));
	strscpy(dev->node, node, sizeof(dev->node));
	dev->host = sdev->host->host_no;
	dev->channel = sdev->channel;
	dev->target = sdev->id;
	dev->lun = sdev->lun;
	return s;
}

static void withdraw(struct unit *unit)
{
	struct ntms_scsi *s = unit->shown;

	if (!s)
		return;
	unit->shown = NULL;
	if (s->dev.kind == NTMS_DEVICE_CHANGER)
		ntms_scsi_unwatch(s);
	WRITE_ONCE(s->gone, true);
	ntms_device_gone(&s->dev);
	ntms_device_put(&s->dev);
}

static void look_work(struct work_struct *work)
{
	struct unit *unit = container_of(to_delayed_work(work), struct unit,
					 look);
	unsigned long now = jiffies;
	bool late = time_after_eq(now, unit->deadline);
	char node[sizeof_field(struct ntms_device, node)];
	struct ntms_scsi *s;

	find_node(unit->sdev, late, node, sizeof(node));
	if (!node[0] && !late) {
		queue_delayed_work(scsi_wq, &unit->look, unit->deadline - now);
		return;
	}
	if (unit->shown && !strcmp(unit->shown->dev.node, node))
		return;
	withdraw(unit);
	s = make_device(unit->sdev, node);
	if (!s)
		return;
	unit->shown = s;
	if (ntms_device_found(&s->dev)) {
		unit->shown = NULL;
		WRITE_ONCE(s->gone, true);
		ntms_device_put(&s->dev);
	} else if (s->dev.kind == NTMS_DEVICE_CHANGER) {
		ntms_scsi_watch(s, scsi_wq);
	}
}

static void gone_work(struct work_struct *work)
{
	struct unit *unit = container_of(work, struct unit, gone);

	/* not on the list any more, so nobody queues it again */
	cancel_delayed_work_sync(&unit->look);
	withdraw(unit);
	put_device(&unit->sdev->sdev_gendev);
	kfree(unit);
}

static struct unit *find_unit_locked(const struct scsi_device *sdev)
{
	struct unit *unit;

	lockdep_assert_held(&units_lock);
	list_for_each_entry(unit, &units, link)
		if (unit->sdev == sdev)
			return unit;
	return NULL;
}

/* An upper driver came or went: runs under the device's lock, no I/O. */
static int bus_event(struct notifier_block *nb, unsigned long action,
		     void *data)
{
	struct device *dev = data;
	struct unit *unit;

	if (action != BUS_NOTIFY_BOUND_DRIVER &&
	    action != BUS_NOTIFY_UNBOUND_DRIVER)
		return NOTIFY_DONE;
	if (!scsi_is_sdev_device(dev))
		return NOTIFY_DONE;
	mutex_lock(&units_lock);
	unit = find_unit_locked(to_scsi_device(dev));
	if (unit)
		mod_delayed_work(scsi_wq, &unit->look, 0);
	mutex_unlock(&units_lock);
	return NOTIFY_OK;
}

static struct notifier_block bus_nb = { .notifier_call = bus_event };

/* scsi_bus_type is not exported; any device knows it */
static typeof_member(struct device, bus) watched_bus;

/*
 * Callbacks of a class interface run one at a time, under the class's mutex.
 * Not under units_lock, which bus_event() takes under the notifier's lock.
 */
static void watch_bus(struct scsi_device *sdev)
{
	if (watched_bus)
		return;
	if (!bus_register_notifier(sdev->sdev_gendev.bus, &bus_nb))
		watched_bus = sdev->sdev_gendev.bus;
}

/* Runs in the scanning thread: no I/O. */
static int NTMS_INTERFACE_CALLBACK(add_device)
{
	struct scsi_device *sdev = to_scsi_device(dev->parent);
	struct unit *unit;

	if (!kind_of(sdev))
		return 0;
	unit = kzalloc(sizeof(*unit), GFP_KERNEL);
	if (!unit)
		return -ENOMEM;
	get_device(&sdev->sdev_gendev);
	unit->sdev = sdev;
	unit->deadline = jiffies + NODE_WAIT;
	INIT_DELAYED_WORK(&unit->look, look_work);
	INIT_WORK(&unit->gone, gone_work);
	watch_bus(sdev);
	mutex_lock(&units_lock);
	list_add_tail(&unit->link, &units);
	queue_delayed_work(scsi_wq, &unit->look, 0);
	mutex_unlock(&units_lock);
	return 0;
}

/* Runs under the host's scan mutex: must not wait for commands. */
static void NTMS_INTERFACE_CALLBACK(remove_device)
{
	struct scsi_device *sdev = to_scsi_device(dev->parent);
	struct unit *unit;

	mutex_lock(&units_lock);
	unit = find_unit_locked(sdev);
	if (unit) {
		list_del(&unit->link);
		queue_work(scsi_wq, &unit->gone);
	}
	mutex_unlock(&units_lock);
}

static struct class_interface scsi_interface = {
	.add_dev = add_device,
	.remove_dev = remove_device,
};

/**
 * ntms_scsi_init() - begin to look for devices
 *
 * ntms_device_found() may be called from here on.
 *
 * Return: 0 or a negative errno, mostly -ENOMEM.
 */
int __init ntms_scsi_init(void)
{
	int err;

	err = ntms_stnode_init();
	if (err)
		return err;
	err = ntms_reset_init();
	if (err)
		goto err_stnode;
	err = -ENOMEM;
	scsi_wq = alloc_workqueue("ntms_scsi", WQ_UNBOUND, 0);
	if (!scsi_wq)
		goto err_reset;
	ntms_scsi_watch_init();
	err = scsi_register_interface(&scsi_interface);
	if (err)
		goto err_wq;
	return 0;

err_wq:
	ntms_scsi_watch_exit();
	destroy_workqueue(scsi_wq);
err_reset:
	ntms_reset_exit();
err_stnode:
	ntms_stnode_exit();
	return err;
}

/**
 * ntms_scsi_exit() - forget all devices
 *
 * ntms_device_gone() has been called for each device when this returns, and
 * no op runs any more; an op that the core calls later returns -ENODEV.  The
 * core must drop its references before the module is unloaded.
 *
 * Context: waits for the commands that are running.
 */
void ntms_scsi_exit(void)
{
	class_interface_unregister(&scsi_interface);
	/* the list is empty: the notifier finds nothing to queue */
	if (watched_bus)
		bus_unregister_notifier(watched_bus, &bus_nb);
	ntms_scsi_watch_exit();
	destroy_workqueue(scsi_wq);
	/* every device is marked gone: wait for the ops that began before */
	smp_mb();
	wait_var_event(&ops_running, !atomic_read(&ops_running));
	ntms_reset_exit();
	ntms_stnode_exit();
}
