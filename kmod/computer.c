// SPDX-License-Identifier: GPL-2.0
/*
 * computer.c - the objects that exist from the start
 *
 * The computer, the hidden root pool, the system pools, the library of what
 * is off line and the catalogue of media types: semantics 1.2 and 4.2,
 * MS-RSMP 3.2.3 and 3.2.1.2.2.  The catalogue follows STORAGE_MEDIA_TYPE of
 * winioctl.h, whose names it uses.
 */
#include <linux/kernel.h>
#include <linux/string.h>

#include "call.h"
#include "library.h"
#include "media.h"
#include "ntms.h"

#define PURGE_TIME	259200	/* three days, MS-RSMP notes 15 and 16 */

enum { RW_UNKNOWN, RW_REWRITABLE, RW_WRITE_ONCE, RW_READ_ONLY };

struct catalogue_entry {
	u8 code;
	u8 sides;
	u8 read_write;
	u8 device_type;
	const char *name;
};

#define TAPE(code_, name_)						\
	{ code_, 1, RW_REWRITABLE, FILE_DEVICE_TAPE, name_ }
#define DISC(code_, read_write_, name_)					\
	{ code_, 1, RW_##read_write_, FILE_DEVICE_CD_ROM, name_ }
#define DISK(code_, sides_, read_write_, name_)				\
	{ code_, sides_, RW_##read_write_, FILE_DEVICE_DISK, name_ }

static const struct catalogue_entry catalogue[] = {
	TAPE(0x20, "DDS_4mm"),
	TAPE(0x21, "MiniQic"),
	TAPE(0x22, "Travan"),
	TAPE(0x23, "QIC"),
	TAPE(0x24, "MP_8mm"),
	TAPE(0x25, "AME_8mm"),
	TAPE(0x26, "AIT1_8mm"),
	TAPE(0x27, "DLT"),
	TAPE(0x28, "NCTP"),
	TAPE(0x29, "IBM_3480"),
	TAPE(0x2a, "IBM_3490E"),
	TAPE(0x2b, "IBM_Magstar_3590"),
	TAPE(0x2c, "IBM_Magstar_MP"),
	TAPE(0x2d, "STK_DATA_D3"),
	TAPE(0x2e, "SONY_DTF"),
	TAPE(0x2f, "DV_6mm"),
	TAPE(0x30, "DMI"),
	TAPE(0x31, "SONY_D2"),
	{ 0x32, 1, RW_UNKNOWN, FILE_DEVICE_TAPE, "CLEANER_CARTRIDGE" },
	DISC(0x33, READ_ONLY, "CD_ROM"),
	DISC(0x34, WRITE_ONCE, "CD_R"),
	DISC(0x35, REWRITABLE, "CD_RW"),
	DISC(0x36, READ_ONLY, "DVD_ROM"),
	DISC(0x37, WRITE_ONCE, "DVD_R"),
	DISC(0x38, REWRITABLE, "DVD_RW"),
	DISK(0x39, 1, REWRITABLE, "MO_3_RW"),
	DISK(0x3a, 2, WRITE_ONCE, "MO_5_WO"),
	DISK(0x3b, 2, REWRITABLE, "MO_5_RW"),
	DISK(0x3c, 2, REWRITABLE, "MO_5_LIMDOW"),
	DISK(0x3d, 2, WRITE_ONCE, "PC_5_WO"),
	DISK(0x3e, 2, REWRITABLE, "PC_5_RW"),
	DISK(0x3f, 1, REWRITABLE, "PD_5_RW"),
	DISK(0x40, 2, WRITE_ONCE, "ABL_5_WO"),
	DISK(0x41, 2, REWRITABLE, "PINNACLE_APEX_5_RW"),
	DISK(0x42, 2, WRITE_ONCE, "SONY_12_WO"),
	DISK(0x43, 2, WRITE_ONCE, "PHILIPS_12_WO"),
	DISK(0x44, 2, WRITE_ONCE, "HITACHI_12_WO"),
	DISK(0x45, 2, WRITE_ONCE, "CYGNET_12_WO"),
	DISK(0x46, 2, WRITE_ONCE, "KODAK_14_WO"),
	DISK(0x47, 1, REWRITABLE, "MO_NFR_525"),
	DISK(0x48, 2, REWRITABLE, "NIKON_12_RW"),
	DISK(0x49, 1, REWRITABLE, "IOMEGA_ZIP"),
	DISK(0x4a, 1, REWRITABLE, "IOMEGA_JAZ"),
	DISK(0x4b, 1, REWRITABLE, "SYQUEST_EZ135"),
	DISK(0x4c, 1, REWRITABLE, "SYQUEST_EZFLYER"),
	DISK(0x4d, 1, REWRITABLE, "SYQUEST_SYJET"),
	DISK(0x4e, 1, REWRITABLE, "AVATAR_F2"),
	TAPE(0x4f, "MP2_8mm"),
	TAPE(0x50, "DST_S"),
	TAPE(0x51, "DST_M"),
	TAPE(0x52, "DST_L"),
	TAPE(0x53, "VXATape_1"),
	TAPE(0x54, "VXATape_2"),
	TAPE(0x55, "STK_9840"),
	TAPE(0x56, "LTO_Ultrium"),
	TAPE(0x57, "LTO_Accelis"),
	DISC(0x58, REWRITABLE, "DVD_RAM"),
	TAPE(0x59, "AIT_8mm"),
	TAPE(0x5a, "ADR_1"),
	TAPE(0x5b, "ADR_2"),
	TAPE(0x5c, "STK_9940"),
	TAPE(0x5d, "SAIT"),
	TAPE(0x5e, "VXATape"),
};

static u32 insert_named(struct ntms_txn *t, u32 type, const char *name,
			struct ntms_object **o)
{
	u32 err = ntms_txn_insert(t, type, NULL, o);

	return err ?: ntms_txn_set_text(t, *o, &(*o)->name, name);
}

static u32 make_computer(struct ntms_txn *t)
{
	struct ntms_computer *computer;
	struct ntms_object *o;
	u32 err;

	if (t->model->computer)
		return 0;
	err = insert_named(t, NTMS_TYPE_COMPUTER, "Computer", &o);
	if (err)
		return err;
	computer = ntms_computer(o);
	computer->lib_request_purge_time = PURGE_TIME;
	computer->op_request_purge_time = PURGE_TIME;
	computer->next_sequence = 1;
	return ntms_acl_default(t, o, NULL, NULL);
}

static u32 make_offline(struct ntms_txn *t)
{
	struct ntms_library *l;
	struct ntms_object *o;
	u32 err;

	if (t->model->offline)
		return 0;
	err = insert_named(t, NTMS_TYPE_LIBRARY, "Offline media", &o);
	if (err)
		return err;
	l = ntms_library(o);
	l->library_type = NTMS_LIBRARYTYPE_OFFLINE;
	l->flags = NTMS_LIBRARYFLAG_FIXEDOFFLINE;
	return ntms_acl_default(t, o, NULL, NULL);
}

/* a pool of the system; the root has neither a name nor a parent */
static u32 make_pool(struct ntms_txn *t, const char *name, u32 pool_type,
		     struct ntms_media_pool *parent,
		     struct ntms_media_type *type,
		     struct ntms_media_pool **made)
{
	struct ntms_media_pool *pool;
	struct ntms_object *o;
	u32 err;

	err = insert_named(t, NTMS_TYPE_MEDIA_POOL, name, &o);
	if (err)
		return err;
	pool = ntms_media_pool(o);
	pool->parent = parent;
	pool->media_type = type;
	pool->pool_type = pool_type;
	pool->max_allocates = NTMS_UNLIMITED;
	if (made)
		*made = pool;
	return ntms_acl_default(t, o, NULL, NULL);
}

static u32 make_pools(struct ntms_txn *t)
{
	struct ntms_model *m = t->model;
	struct ntms_media_pool *root = m->root;
	u32 err = 0;

	if (!root)
		err = make_pool(t, NULL, NTMS_POOLTYPE_UNKNOWN, NULL, NULL,
				&root);
	if (!err && !m->free)
		err = make_pool(t, "Free", NTMS_POOLTYPE_SCRATCH, root, NULL,
				NULL);
	if (!err && !m->unrecognized)
		err = make_pool(t, "Unrecognized", NTMS_POOLTYPE_FOREIGN, root,
				NULL, NULL);
	if (!err && !m->import)
		err = make_pool(t, "Import", NTMS_POOLTYPE_IMPORT, root, NULL,
				NULL);
	return err;
}

static u32 make_media_type(struct ntms_txn *t, const struct catalogue_entry *e)
{
	struct ntms_media_type *type;
	struct ntms_object *o;
	u32 err;

	if (ntms_media_type_by_code(t->model, e->code))
		return 0;
	err = insert_named(t, NTMS_TYPE_MEDIA_TYPE, e->name, &o);
	if (err)
		return err;
	type = ntms_media_type(o);
	type->media_type_code = e->code;
	type->number_of_sides = e->sides;
	type->read_write = e->read_write;
	type->device_type = e->device_type;
	return 0;
}

/**
 * ntms_computer_setup - make what has to exist and does not
 * @m: the model
 *
 * Called when the store has handed over its objects.  Can be called again:
 * nothing is made twice.
 *
 * Context: process; takes model.lock for write, one transaction.
 * Return: 0, or what the transaction failed with: ERROR_NOT_ENOUGH_MEMORY,
 * ERROR_DATABASE_FAILURE, ERROR_DATABASE_FULL; then nothing was made.
 */
u32 ntms_computer_setup(struct ntms_model *m)
{
	struct ntms_txn t;
	u32 err, i;

	ntms_txn_begin(&t, m);
	err = make_computer(&t);
	if (!err)
		err = make_pools(&t);
	if (!err)
		err = make_offline(&t);
	for (i = 0; !err && i < ARRAY_SIZE(catalogue); i++)
		err = make_media_type(&t, &catalogue[i]);
	if (err || list_empty(&t.changes)) {
		ntms_txn_abort(&t);
		return err;
	}
	return ntms_txn_commit(&t, NULL);
}

/**
 * ntms_media_type_by_code - an entry of the catalogue of media types
 * @m: the model
 * @code: STORAGE_MEDIA_TYPE of winioctl.h
 *
 * Context: model.lock is held.
 * Return: the media type, or NULL.
 */
struct ntms_media_type *ntms_media_type_by_code(struct ntms_model *m, u32 code)
{
	struct ntms_object *o;
	u32 id;

	ntms_for_each(m, NTMS_TYPE_MEDIA_TYPE, id, o)
		if (ntms_media_type(o)->media_type_code == code)
			return ntms_media_type(o);
	return NULL;
}

/**
 * ntms_system_pools - the Free, Import and Unrecognized pools of a media type
 * @t: transaction
 * @type: media type that a library supports from now on
 *
 * Makes those that do not exist (semantics 4.2, AddNtmsMediaType).  Pools
 * made in the same transaction are not seen: call it once for each type.
 *
 * Context: model.lock is held for write.
 * Return: 0, or ERROR_NOT_ENOUGH_MEMORY.
 */
u32 ntms_system_pools(struct ntms_txn *t, struct ntms_media_type *type)
{
	struct ntms_model *m = t->model;
	struct ntms_media_pool *containers[] = {
		m->free, m->import, m->unrecognized,
	};
	u32 err, i;

	lockdep_assert_held_write(&m->lock);
	for (i = 0; i < ARRAY_SIZE(containers); i++) {
		if (ntms_system_pool(containers[i], type))
			continue;
		err = make_pool(t, type->o.name, containers[i]->pool_type,
				containers[i], type, NULL);
		if (!err)
			err = ntms_txn_touch(t, &containers[i]->o);
		if (err)
			return err;
	}
	return 0;
}

/**
 * ntms_system_pool - the pool of the system for one media type
 * @container: model.free, model.import or model.unrecognized
 * @type: media type
 *
 * Context: model.lock is held.
 * Return: the pool, or NULL when no library supports @type yet.
 */
struct ntms_media_pool *ntms_system_pool(struct ntms_media_pool *container,
					 const struct ntms_media_type *type)
{
	if (!container)
		return NULL;
	return ntms_pool_child(container, type->o.name, strlen(type->o.name));
}
