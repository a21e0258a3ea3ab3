// SPDX-License-Identifier: GPL-2.0
/* Devices that come and go */
#include <scsi/scsi.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

#include "vlib.h"

/** vlib_target() - which device has SCSI target @id of @lib? */
struct vlib_dev *vlib_target(struct vlib *lib, unsigned int id)
{
	if (id == 0)
		return &lib->changer;
	if (id > lib->range[VLIB_DRIVE].count)
		return NULL;
	return &lib->drives[id - 1].dev;
}

static void set_plugged(struct vlib *lib, struct vlib_dev *dev, bool plugged)
{
	unsigned long flags;

	spin_lock_irqsave(&lib->cmds_lock, flags);
	dev->plugged = plugged;
	spin_unlock_irqrestore(&lib->cmds_lock, flags);
}

/**
 * vlib_plug() - let a device appear
 * @lib: library
 * @dev: device
 *
 * It has just been switched on.
 *
 * Context: under vlib_mutex.
 *
 * Return: 0 or a negative errno.
 */
int vlib_plug(struct vlib *lib, struct vlib_dev *dev)
{
	int err;

	lockdep_assert_held(&vlib_mutex);
	mutex_lock(&lib->lock);
	dev->ua.n = 0;
	vlib_reset_dev(dev, 0x00);
	mutex_unlock(&lib->lock);
	set_plugged(lib, dev, true);
	err = scsi_add_device(lib->host, 0, dev->id, 0);
	if (err)
		set_plugged(lib, dev, false);
	return err;
}

/**
 * vlib_cut() - a device is out of reach, and the computer has not noticed
 * @lib: library
 * @dev: device
 *
 * Its commands end with DID_NO_CONNECT, those that are under way too.
 *
 * Context: under vlib_mutex.
 */
void vlib_cut(struct vlib *lib, struct vlib_dev *dev)
{
	lockdep_assert_held(&vlib_mutex);
	set_plugged(lib, dev, false);
	vlib_cancel(lib, dev, DID_NO_CONNECT << 16);
}

/**
 * vlib_unplug() - let a device vanish
 * @lib: library
 * @dev: device
 *
 * As vlib_cut(), and the computer notices.
 *
 * Context: under vlib_mutex.
 */
void vlib_unplug(struct vlib *lib, struct vlib_dev *dev)
{
	struct scsi_device *sdev;

	lockdep_assert_held(&vlib_mutex);
	vlib_cut(lib, dev);
	sdev = scsi_device_lookup(lib->host, 0, dev->id, 0);
	if (!sdev)
		return;
	scsi_remove_device(sdev);
	scsi_device_put(sdev);
}

/**
 * vlib_plug_all() - a library is switched on, or off
 * @lib: library
 * @on: which
 *
 * The changer comes last and goes first.  A drive that does not come up is in
 * its bay all the same, and one that was taken out of it is back.
 *
 * Context: under vlib_mutex.
 */
void vlib_plug_all(struct vlib *lib, bool on)
{
	struct vlib_dev *dev;
	unsigned int i, n = lib->range[VLIB_DRIVE].count;

	for (i = 0; i <= n; i++) {
		dev = vlib_target(lib, on ? (i + 1) % (n + 1) : i);
		if (dev->plugged == on ||
		    (!dev->id && !lib->range[VLIB_PICKER].count))
			continue;
		if (!on) {
			vlib_unplug(lib, dev);
			continue;
		}
		if (dev->id) {
			mutex_lock(&lib->lock);
			lib->drives[dev->id - 1].element->removed = false;
			mutex_unlock(&lib->lock);
		}
		vlib_plug(lib, dev);
	}
}

static struct vlib_dev *vanishing(struct vlib *lib)
{
	unsigned int i, n = lib->range[VLIB_DRIVE].count;
	struct vlib_dev *dev, *found = NULL;
	unsigned long flags;

	spin_lock_irqsave(&lib->cmds_lock, flags);
	for (i = 0; i <= n && !found; i++) {
		dev = vlib_target(lib, i);
		if (!dev->vanishes)
			continue;
		dev->vanishes = false;
		found = dev;
	}
	spin_unlock_irqrestore(&lib->cmds_lock, flags);
	return found;
}

static void vanish_work(struct work_struct *work)
{
	struct vlib_dev *dev;
	struct vlib *lib;

	mutex_lock(&vlib_mutex);
	list_for_each_entry(lib, &vlib_list, link)
		while ((dev = vanishing(lib)))
			if (dev->plugged)
				vlib_unplug(lib, dev);
	mutex_unlock(&vlib_mutex);
}

static DECLARE_WORK(vanish, vanish_work);

/**
 * vlib_vanish() - unplug a device soon, from where one cannot
 * @lib: library
 * @dev: device
 *
 * Its bay does not notice.
 */
void vlib_vanish(struct vlib *lib, struct vlib_dev *dev)
{
	unsigned long flags;

	spin_lock_irqsave(&lib->cmds_lock, flags);
	dev->vanishes = true;
	spin_unlock_irqrestore(&lib->cmds_lock, flags);
	schedule_work(&vanish);
}

/** vlib_vanish_flush() - for the end, when no library is left */
void vlib_vanish_flush(void)
{
	flush_work(&vanish);
}
