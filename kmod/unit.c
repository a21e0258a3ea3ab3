// SPDX-License-Identifier: GPL-2.0
/*
 * unit.c - the devices that the device side told us of
 *
 * The device side calls in at any time and is never kept waiting: what it
 * says is written into a list under a spinlock, and the manager (manage.c)
 * or the robot concerned does the rest.
 */
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/slab.h>

#include "agent.h"
#include "robot.h"

static void device_release(struct kref *ref)
{
	struct ntms_device *dev = container_of(ref, struct ntms_device, ref);

	dev->release(dev);
}

/**
 * ntms_device_put() - one less who uses a device
 * @dev: device or NULL; released with the last reference
 */
void ntms_device_put(struct ntms_device *dev)
{
	if (dev)
		kref_put(&dev->ref, device_release);
}

/**
 * ntms_unit_free() - free a unit and drop its device
 * @unit: unit, off the list
 */
void ntms_unit_free(struct ntms_unit *unit)
{
	ntms_device_put(unit->dev);
	kfree(unit);
}

static void device_event(void)
{
	WRITE_ONCE(ntms_robotics.event, get_jiffies_64());
	ntms_robotics_manage(0);
}

/**
 * ntms_device_found() - there is a device
 * @dev: device, all members set
 *
 * Return: 0, -ENOMEM, or -ENODEV when the core is not there.
 */
int ntms_device_found(struct ntms_device *dev)
{
	struct ntms_robotics *all = &ntms_robotics;
	struct ntms_unit *unit = kzalloc(sizeof(*unit), GFP_KERNEL);

	if (!unit)
		return -ENOMEM;
	unit->dev = ntms_device_get(dev);
	spin_lock(&all->lock);
	if (!all->wq || all->stopping) {
		spin_unlock(&all->lock);
		ntms_device_put(dev);
		kfree(unit);
		return -ENODEV;
	}
	list_add_tail(&unit->link, &all->units);
	spin_unlock(&all->lock);
	device_event();
	return 0;
}

static struct ntms_unit *find_unit_locked(const struct ntms_device *dev)
{
	struct ntms_unit *unit;

	lockdep_assert_held(&ntms_robotics.lock);
	list_for_each_entry(unit, &ntms_robotics.units, link)
		if (unit->dev == dev)
			return unit;
	return NULL;
}

/* the robot of a library that has a device, or NULL */
static struct ntms_robot *robot_of_locked(const struct ntms_device *dev)
{
	struct ntms_unit *unit = find_unit_locked(dev);

	return unit && !unit->gone ? unit->robot : NULL;
}

/**
 * ntms_device_gone() - a device that was found is not there any more
 * @dev: device
 */
void ntms_device_gone(struct ntms_device *dev)
{
	struct ntms_unit *unit;

	spin_lock(&ntms_robotics.lock);
	unit = find_unit_locked(dev);
	if (unit)
		unit->gone = true;
	spin_unlock(&ntms_robotics.lock);
	if (unit)
		device_event();
}

/**
 * ntms_device_changed() - something changed behind our back
 * @dev: device that said so
 * @what: what happened
 *
 * Only what can have changed is read again.
 */
void ntms_device_changed(struct ntms_device *dev, enum ntms_changed what)
{
	static const u8 read[] = {
		[NTMS_CHANGED_MEDIA] = NTMS_ROBOT_READ_MEDIA,
		[NTMS_CHANGED_PORT] = NTMS_ROBOT_READ_PORTS,
		[NTMS_CHANGED_RESET] = NTMS_ROBOT_READ,
		[NTMS_CHANGED_UNITS] = NTMS_ROBOT_READ_DRIVES,
	};
	struct ntms_robot *r;

	spin_lock(&ntms_robotics.lock);
	r = robot_of_locked(dev);
	spin_unlock(&ntms_robotics.lock);
	if (!r)
		return;
	if (what == NTMS_CHANGED_RESET)
		set_bit(NTMS_ROBOT_RESET, &r->flags);
	if (what == NTMS_CHANGED_MEDIA || what == NTMS_CHANGED_PORT)
		set_bit(NTMS_ROBOT_TOUCHED, &r->flags);
	set_bit(read[what], &r->flags);
	ntms_robot_kick(r);
}

/**
 * ntms_device_moved() - somebody else has moved cartridges
 * @dev: changer
 * @elements: addresses of where they were and are
 * @count: of @elements
 *
 * Only those elements are read.
 */
void ntms_device_moved(struct ntms_device *dev, const u16 *elements, u32 count)
{
	struct ntms_robot *r;
	bool room = false;
	u32 i;

	spin_lock(&ntms_robotics.lock);
	r = robot_of_locked(dev);
	if (r && count <= NTMS_MOVED_MOST - r->number_of_moved) {
		room = true;
		for (i = 0; i < count; i++)
			r->moved[r->number_of_moved++] = elements[i];
	}
	spin_unlock(&ntms_robotics.lock);
	if (!r)
		return;
	set_bit(room ? NTMS_ROBOT_READ_MOVED : NTMS_ROBOT_READ_MEDIA,
		&r->flags);
	ntms_robot_kick(r);
}

/**
 * ntms_robot_moved() - take the elements that others moved something between
 * @r: robot
 * @addresses: out: room for NTMS_MOVED_MOST
 *
 * Return: number of @addresses.
 */
u32 ntms_robot_moved(struct ntms_robot *r, u32 *addresses)
{
	u32 count;

	clear_bit(NTMS_ROBOT_READ_MOVED, &r->flags);
	spin_lock(&ntms_robotics.lock);
	count = r->number_of_moved;
	memcpy(addresses, r->moved, count * sizeof(*addresses));
	r->number_of_moved = 0;
	spin_unlock(&ntms_robotics.lock);
	return count;
}

/**
 * ntms_device_was_reset() - somebody was told that a device was reset
 * @host: its SCSI address
 * @channel: bus
 * @target: target
 * @lun: logical unit
 *
 * Changers tell us by ntms_device_changed(); drives may tell anybody who uses
 * them.
 *
 * Context: process, without locks.
 */
void ntms_device_was_reset(u32 host, u32 channel, u32 target, u64 lun)
{
	struct ntms_robot *r = NULL;
	struct ntms_unit *unit;

	spin_lock(&ntms_robotics.lock);
	list_for_each_entry(unit, &ntms_robotics.units, link) {
		if (unit->gone || unit->dev->kind == NTMS_DEVICE_CHANGER ||
		    unit->dev->host != host || unit->dev->channel != channel ||
		    unit->dev->target != target || unit->dev->lun != lun)
			continue;
		unit->reset = ktime_get_ns();
		r = unit->robot;
	}
	spin_unlock(&ntms_robotics.lock);
	ntms_errands_reset(host, channel, target, lun);
	if (!r)
		return;
	set_bit(NTMS_ROBOT_DRIVE_RESET, &r->flags);
	ntms_robot_kick(r);
}

/**
 * ntms_unit_reset_at() - when was a device reset?
 * @dev: device
 *
 * Return: ktime, 0 for never.
 */
s64 ntms_unit_reset_at(const struct ntms_device *dev)
{
	struct ntms_unit *unit;
	s64 reset;

	spin_lock(&ntms_robotics.lock);
	unit = find_unit_locked(dev);
	reset = unit ? unit->reset : 0;
	spin_unlock(&ntms_robotics.lock);
	return reset;
}

/**
 * ntms_unit_gone() - take a unit that is gone off the list
 *
 * Context: the manager; nobody else takes units off.
 * Return: the unit, or NULL.
 */
struct ntms_unit *ntms_unit_gone(void)
{
	struct ntms_unit *unit, *gone = NULL;

	spin_lock(&ntms_robotics.lock);
	list_for_each_entry(unit, &ntms_robotics.units, link)
		if (unit->gone) {
			gone = unit;
			list_del(&unit->link);
			break;
		}
	/* one that was left out may take its place */
	list_for_each_entry(unit, &ntms_robotics.units, link)
		unit->told = unit->told && !gone;
	spin_unlock(&ntms_robotics.lock);
	return gone;
}

/**
 * ntms_unit_take() - a library has a device now
 * @unit: unit of the device
 * @r: robot of the library
 */
void ntms_unit_take(struct ntms_unit *unit, struct ntms_robot *r)
{
	spin_lock(&ntms_robotics.lock);
	unit->robot = r;
	spin_unlock(&ntms_robotics.lock);
}

/**
 * ntms_unit_next() - walk the units that nobody has
 * @after: the one found before, or NULL
 * @changers: changers, else drives
 *
 * Context: the manager.
 * Return: the next unit, or NULL.
 */
struct ntms_unit *ntms_unit_next(struct ntms_unit *after, bool changers)
{
	struct ntms_unit *unit, *found = NULL;

	spin_lock(&ntms_robotics.lock);
	unit = after ? after : list_entry(&ntms_robotics.units,
					  struct ntms_unit, link);
	list_for_each_entry_continue(unit, &ntms_robotics.units, link)
		if (!unit->robot && !unit->gone &&
		    changers == (unit->dev->kind == NTMS_DEVICE_CHANGER)) {
			found = unit;
			break;
		}
	spin_unlock(&ntms_robotics.lock);
	return found;
}

/**
 * ntms_unit_is_last() - is a drive the only one that nobody has on its target?
 * @dev: the drive
 *
 * Return: true when no other drive with its host, bus and target is free.
 */
bool ntms_unit_is_last(const struct ntms_device *dev)
{
	const struct ntms_device *other;
	struct ntms_unit *unit;
	u32 others = 0;

	spin_lock(&ntms_robotics.lock);
	list_for_each_entry(unit, &ntms_robotics.units, link) {
		other = unit->dev;
		if (!unit->robot && !unit->gone && other != dev &&
		    other->kind != NTMS_DEVICE_CHANGER &&
		    other->host == dev->host && other->target == dev->target &&
		    other->channel == dev->channel)
			others++;
	}
	spin_unlock(&ntms_robotics.lock);
	return !others;
}

/**
 * ntms_unit_release() - a library does not have its devices any more
 * @alone: its robot
 */
void ntms_unit_release(struct ntms_robot *alone)
{
	struct ntms_unit *unit;

	spin_lock(&ntms_robotics.lock);
	list_for_each_entry(unit, &ntms_robotics.units, link)
		if (unit->robot == alone)
			unit->robot = NULL;
	spin_unlock(&ntms_robotics.lock);
}
