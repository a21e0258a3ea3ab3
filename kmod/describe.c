// SPDX-License-Identifier: GPL-2.0
/*
 * describe.c - what libraries, changers and drives are, as objects
 *
 * Which media a library takes is told by the product names of its drives;
 * STORAGE_MEDIA_TYPE of winioctl.h has no entry for some newer ones, which go
 * under their nearest relative, and what is not recognised at all is taken to
 * be LTO Ultrium and said to be so.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ctype.h>
#include <linux/string.h>

#include "call.h"
#include "library.h"
#include "media.h"
#include "mount.h"
#include "robot.h"

#define LTO_ULTRIUM		0x56
#define DEFER_DELAY		300	/* s, MS-RSMP 2.2.4.13 */

static const struct {
	const char *product;
	u8 media_type;
} products[] = {
	{ "SDLT", 0x27 }, { "DLT", 0x27 }, { "LTO", LTO_ULTRIUM },
	{ "ULT", LTO_ULTRIUM }, { "SAIT", 0x5d }, { "AIT", 0x59 },
	{ "SDX-", 0x59 }, { "DDS", 0x20 }, { "DAT", 0x20 }, { "SDT-", 0x20 },
	{ "3590", 0x2b }, { "3592", 0x2b }, { "TS11", 0x2b }, { "3490", 0x2a },
	{ "9840", 0x55 }, { "9940", 0x5c }, { "T10000", 0x5c },
	{ "VXA", 0x5e }, { "EXB-89", 0x25 }, { "EXB-8", 0x24 },
	{ "TRAVAN", 0x22 }, { "QIC", 0x23 }, { "ADR", 0x5b },
	{ "DVD-RAM", 0x58 }, { "DVD", 0x38 }, { "BD", 0x38 }, { "CD", 0x33 },
};

/**
 * ntms_describe_media_type() - what kind of media a drive takes
 * @dev: drive
 * @guess: out: the product name says nothing
 *
 * Return: code of the media type.
 */
u32 ntms_describe_media_type(const struct ntms_device *dev, bool *guess)
{
	char product[sizeof(dev->product)];
	u32 i;

	for (i = 0; dev->product[i] && i < sizeof(product) - 1; i++)
		product[i] = toupper(dev->product[i]);
	product[i] = 0;
	*guess = false;
	for (i = 0; i < ARRAY_SIZE(products); i++)
		if (strstr(product, products[i].product))
			return products[i].media_type;
	*guess = dev->kind != NTMS_DEVICE_OPTICAL;
	return dev->kind == NTMS_DEVICE_OPTICAL ? 0x3b : LTO_ULTRIUM;
}

/* the serial number, else where the device is attached */
static void identity(const struct ntms_device *dev, char *buf, size_t size)
{
	if (dev->serial[0])
		strscpy(buf, dev->serial, size);
	else
		snprintf(buf, size, "%s %s %u:%u:%u:%llu", dev->vendor,
			 dev->product, dev->host, dev->channel, dev->target,
			 dev->lun);
}

static u32 library_type_of(const struct ntms_device *dev)
{
	return dev->kind == NTMS_DEVICE_CHANGER ? NTMS_LIBRARYTYPE_ONLINE :
						  NTMS_LIBRARYTYPE_STANDALONE;
}

static struct ntms_library *find_library(struct ntms_model *m, u32 type,
					 const char *serial)
{
	struct ntms_library *l;
	struct ntms_object *o;
	u32 id;

	ntms_for_each(m, NTMS_TYPE_LIBRARY, id, o) {
		l = ntms_library(o);
		if (l->library_type == type && l->serial_number &&
		    !strcmp(l->serial_number, serial))
			return l;
	}
	return NULL;
}

static u32 make_library(struct ntms_txn *t, const struct ntms_device *dev,
			const char *serial, struct ntms_library **l)
{
	char name[NTMS_NAME_UNITS + 1];
	struct ntms_object *o;
	u32 error;

	error = ntms_txn_insert(t, NTMS_TYPE_LIBRARY, NULL, &o);
	if (error)
		return error;
	*l = ntms_library(o);
	(*l)->library_type = library_type_of(dev);
	(*l)->inventory_method = NTMS_INVENTORY_FAST;
	(*l)->auto_recovery = true;
	(*l)->flags = NTMS_LIBRARYFLAG_RECOGNIZECLEANERBARCODE;
	snprintf(name, sizeof(name), "%s %s", dev->vendor, dev->product);
	error = ntms_txn_set_text(t, o, &o->name, name);
	if (!error)
		error = ntms_txn_set_text(t, o, &(*l)->serial_number, serial);
	if (!error)
		error = ntms_acl_default(t, o, NULL, NULL);
	return error;
}

/* a stand-alone library has one drive and one port, made when it is new */
static u32 make_places(struct ntms_txn *t, struct ntms_library *l)
{
	struct ntms_object *o;
	u32 error;

	error = ntms_txn_insert(t, NTMS_TYPE_DRIVE, NULL, &o);
	if (error)
		return error;
	ntms_drive(o)->library = l;
	ntms_drive(o)->defer_dismount_delay = DEFER_DELAY;
	error = ntms_txn_set_text(t, o, &o->name, "Drive 0");
	if (error)
		return error;
	error = ntms_txn_insert(t, NTMS_TYPE_IEPORT, NULL, &o);
	if (error)
		return error;
	ntms_ieport(o)->library = l;
	ntms_ieport(o)->content = NTMS_PORTCONTENT_EMPTY;
	return ntms_txn_set_text(t, o, &o->name, "Port 0");
}

/**
 * ntms_describe_library() - the library of a changer or of a lone drive
 * @dev: the device
 * @library: out: GUID of the library, made if it was not known
 *
 * Context: process, without locks; waits for the store.
 * Return: 0 or a Win32 code.
 */
u32 ntms_describe_library(const struct ntms_device *dev, guid_t *library)
{
	char serial[NTMS_DVCID_LEN + 1];
	struct ntms_library *l;
	struct ntms_txn t;
	u32 error = 0;

	identity(dev, serial, sizeof(serial));
	ntms_txn_begin(&t, ntms_robotics.m);
	l = find_library(t.model, library_type_of(dev), serial);
	if (l) {
		error = ntms_txn_edit(&t, &l->o);
	} else {
		error = make_library(&t, dev, serial, &l);
		if (!error && dev->kind != NTMS_DEVICE_CHANGER)
			error = make_places(&t, l);
	}
	if (error) {
		ntms_txn_abort(&t);
		return error;
	}
	l->o.operational_state = NTMS_INITIALIZING;
	*library = l->o.guid;
	error = ntms_txn_commit_wait(&t);
	if (!error)
		pr_info("library %s %s, serial number %s\n", dev->vendor,
			dev->product, serial);
	return error;
}

static u32 device_type(struct ntms_txn *t, u32 type,
		       const struct ntms_device *dev, u32 code,
		       struct ntms_device_type **found)
{
	struct ntms_device_type *d;
	struct ntms_object *o;
	u32 id, error;

	ntms_for_each(t->model, type, id, o) {
		d = ntms_device_type(o);
		if (!strcmp(d->vendor ?: "", dev->vendor) &&
		    !strcmp(d->product ?: "", dev->product)) {
			*found = d;
			return 0;
		}
	}
	error = ntms_txn_insert(t, type, NULL, &o);
	if (error)
		return error;
	d = ntms_device_type(o);
	d->device_type = code;
	error = ntms_txn_set_text(t, o, &d->vendor, dev->vendor);
	if (!error)
		error = ntms_txn_set_text(t, o, &d->product, dev->product);
	if (!error)
		error = ntms_txn_set_text(t, o, &o->name, dev->product);
	*found = d;
	return error;
}

static bool differs(const char *text, const char *other)
{
	return strcmp(text ?: "", other);
}

/**
 * ntms_describe_drive() - write into a drive which device it is
 * @t: transaction
 * @d: drive
 * @dev: its device
 *
 * Does nothing when all is as it was.  One that needs service still does
 * (ntms_service_drive()).
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_describe_drive(struct ntms_txn *t, struct ntms_drive *d,
			const struct ntms_device *dev)
{
	bool other = d->serial_number && differs(d->serial_number, dev->serial);
	struct ntms_device_type *type;
	u32 error;

	if ((d->o.operational_state == NTMS_READY ||
	     d->o.operational_state == NTMS_NEEDS_SERVICE) && d->drive_type &&
	    !differs(d->device_name, dev->node) &&
	    !differs(d->serial_number, dev->serial) &&
	    !differs(d->revision, dev->revision) &&
	    d->scsi_port == dev->host && d->scsi_bus == dev->channel &&
	    d->scsi_target == dev->target && d->scsi_lun == dev->lun)
		return 0;
	error = device_type(t, NTMS_TYPE_DRIVE_TYPE, dev,
			    dev->kind == NTMS_DEVICE_TAPE ? FILE_DEVICE_TAPE :
							    FILE_DEVICE_CD_ROM,
			    &type);
	if (!error)
		error = ntms_txn_edit(t, &d->o);
	if (!error && other)
		error = ntms_health_other_drive(t, d);
	if (!error)
		error = ntms_txn_set_text(t, &d->o, &d->device_name, dev->node);
	if (!error)
		error = ntms_txn_set_text(t, &d->o, &d->serial_number,
					  dev->serial);
	if (!error)
		error = ntms_txn_set_text(t, &d->o, &d->revision,
					  dev->revision);
	if (error)
		return error;
	d->drive_type = type;
	d->scsi_port = dev->host;
	d->scsi_bus = dev->channel;
	d->scsi_target = dev->target;
	d->scsi_lun = dev->lun;
	if (d->o.operational_state != NTMS_NEEDS_SERVICE)
		d->o.operational_state = NTMS_READY;
	return 0;
}

/**
 * ntms_describe_changer() - write into a changer which device it is
 * @t: transaction
 * @c: changer
 * @dev: its device
 *
 * Return: 0 or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_describe_changer(struct ntms_txn *t, struct ntms_changer *c,
			  const struct ntms_device *dev)
{
	struct ntms_device_type *type;
	u32 error;

	if (c->o.operational_state == NTMS_READY && c->changer_type &&
	    !differs(c->device_name, dev->node) &&
	    !differs(c->serial_number, dev->serial) &&
	    !differs(c->revision, dev->revision) &&
	    c->scsi_port == dev->host && c->scsi_bus == dev->channel &&
	    c->scsi_target == dev->target && c->scsi_lun == dev->lun)
		return 0;
	error = device_type(t, NTMS_TYPE_CHANGER_TYPE, dev, FILE_DEVICE_CHANGER,
			    &type);
	if (!error)
		error = ntms_txn_edit(t, &c->o);
	if (!error)
		error = ntms_txn_set_text(t, &c->o, &c->device_name, dev->node);
	if (!error)
		error = ntms_txn_set_text(t, &c->o, &c->serial_number,
					  dev->serial);
	if (!error)
		error = ntms_txn_set_text(t, &c->o, &c->revision,
					  dev->revision);
	if (error)
		return error;
	c->changer_type = type;
	c->scsi_port = dev->host;
	c->scsi_bus = dev->channel;
	c->scsi_target = dev->target;
	c->scsi_lun = dev->lun;
	c->o.operational_state = NTMS_READY;
	return 0;
}

/**
 * ntms_describe_takes() - a library takes a kind of media from now on
 * @t: transaction
 * @l: library
 * @code: of the media type
 *
 * Makes the system pools as well.
 *
 * Return: 0, ERROR_NOT_ENOUGH_MEMORY or ERROR_OBJECT_NOT_FOUND.
 */
u32 ntms_describe_takes(struct ntms_txn *t, struct ntms_library *l, u32 code)
{
	struct ntms_media_type *type = ntms_media_type_by_code(t->model, code);

	if (!type)
		return ERROR_OBJECT_NOT_FOUND;
	return ntms_library_takes(l, type) ? 0 : ntms_library_take(t, l, type);
}

/**
 * ntms_describe_pool() - where new media of a library go
 * @m: model, locked
 * @l: library
 *
 * Return: the pool of unrecognized media of the type that the library takes,
 * the first one if it takes several; NULL if none.
 */
struct ntms_media_pool *ntms_describe_pool(struct ntms_model *m,
					   const struct ntms_library *l)
{
	struct ntms_object *type;
	guid_t guid;

	if (!l->media_types || l->media_types->len < sizeof(guid))
		return NULL;
	memcpy(&guid, l->media_types->data, sizeof(guid));
	type = ntms_find_type(m, &guid, NTMS_TYPE_MEDIA_TYPE);
	if (!type)
		return NULL;
	return ntms_system_pool(m->unrecognized, ntms_media_type(type));
}
