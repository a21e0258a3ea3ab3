// SPDX-License-Identifier: GPL-2.0
/* world.c - load the module and hand it a world */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "world.h"

#define FLUSH_AT	24000		/* bytes of a RESTORE */
#define RETRY		"/sys/kernel/debug/ntms/retry"

static guid numbered(uint16_t kind, uint32_t n)
{
	guid g = { { 0 } };

	memcpy(g.b, &n, sizeof(n));
	memcpy(g.b + 4, &kind, sizeof(kind));
	g.b[8] = 0x80;
	g.b[15] = 0x77;
	return g;
}

guid world_guid(uint32_t id)
{
	return numbered(1, id);
}

guid world_medium(unsigned int i)
{
	return numbered(2, i);
}

guid world_side(unsigned int i, unsigned int side)
{
	return numbered(3 + side, i);
}

guid world_logical(unsigned int i, unsigned int side)
{
	return numbered(5 + side, i);
}

/* Return: 1, 0 or a negative errno */
int world_loaded(void)
{
	return !access("/sys/module/ntms", F_OK);
}

/* waits a little for sockets of processes that have just ended */
int world_unload(void)
{
	int i;

	for (i = 0; i < 200; i++) {
		if (!syscall(SYS_delete_module, "ntms", O_NONBLOCK))
			return 0;
		if (errno == ENOENT)
			return 0;
		if (errno != EAGAIN && errno != EBUSY && errno != EWOULDBLOCK)
			return -errno;
		usleep(10000);
	}
	return -EBUSY;
}

/*
 * What the store refuses robotics try again after a second: with changes that
 * no test expects. Once is enough, see is_absence().
 */
static int try_once(void)
{
	int fd = open(RETRY, O_WRONLY | O_CLOEXEC), err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, "3600000", 7) < 0)
		err = -errno;
	close(fd);
	return err;
}

/* $NTMS_KO, anew */
int world_load(const char *parameters)
{
	const char *ko = getenv("NTMS_KO");
	int fd, err;

	if (!ko)
		return -ENOENT;
	err = world_unload();
	if (err)
		return err;
	fd = open(ko, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	err = syscall(SYS_finit_module, fd, parameters ?: "", 0) ? -errno : 0;
	close(fd);
	return err ?: try_once() ?: nl_resolve();
}

int world_attach(struct world *w)
{
	struct nl_msg *m = &w->msg;

	w->store = nl_open();
	if (w->store.fd < 0)
		return w->store.fd;
	nl_begin(m, NTMS_CMD_ATTACH_STORE, 0);
	if (!guid_null(w->history))
		nl_put_guid(m, NTMS_A_STORE_HISTORY, w->history);
	nl_put_u64(m, NTMS_A_STORE_DURABLE, w->durable);
	nl_call(&w->store, m, &w->a);
	if (!w->a.err) {
		w->history = nl_guid(w->a.attrs, w->a.len,
				     NTMS_A_STORE_HISTORY);
		w->durable = nl_u64(w->a.attrs, w->a.len,
				    NTMS_A_STORE_DURABLE);
	}
	nl_begin(m, NTMS_CMD_RESTORE, 0);
	return w->a.err;
}

int world_open(struct nl *s, struct nl_answer *a)
{
	static _Thread_local struct nl_msg m;

	nl_begin(&m, NTMS_CMD_OPEN_SESSION, 0);
	nl_put_text(&m, NTMS_A_CALL_APPLICATION, "test");
	return nl_call(s, &m, a);
}

/* hands over what has been put together */
int world_flush(struct world *w)
{
	int err = w->refused;

	w->refused = 0;
	if (!err && w->msg.len > NLMSG_HDRLEN + GENL_HDRLEN)
		err = nl_call(&w->store, &w->msg, &w->a);
	nl_begin(&w->msg, NTMS_CMD_RESTORE, 0);
	return err;
}

static size_t open_nest;

/* an object begins; its members are put into w->msg */
void world_object(struct world *w, uint32_t type, guid g)
{
	open_nest = nl_nest(&w->msg, NTMS_A_STORE_OBJECT);
	nl_put_u32(&w->msg, NTMS_A_OBJECT_TYPE, type);
	nl_put_guid(&w->msg, NTMS_A_OBJECT_GUID, g);
	nl_put_u32(&w->msg, NTMS_A_OBJECT_ENABLED, 1);
	nl_put_u64(&w->msg, NTMS_A_OBJECT_CREATED, 1000);
	nl_put_u64(&w->msg, NTMS_A_OBJECT_MODIFIED, 1000);
}

void world_object_end(struct world *w)
{
	nl_nest_end(&w->msg, open_nest);
	world_kept(w, w->msg.buf + open_nest + NLA_HDRLEN,
		   w->msg.len - open_nest - NLA_HDRLEN);
	if (w->msg.len > FLUSH_AT)
		w->refused = world_flush(w);
}

/* who = 0, rights = 0 ends; without any everybody may do everything */
static void put_acl(struct world *w, const struct world_right *r)
{
	struct {
		struct ntms_acl acl;
		struct ntms_acl_entry e[4];
	} list = { .acl = { 0 } };
	unsigned int n = 0;

	for (; r && n < 4 && r[n].rights; n++)
		list.e[n] = (struct ntms_acl_entry) {
			r[n].kind, r[n].who, r[n].id, r[n].rights
		};
	if (!n)
		list.e[n++] = (struct ntms_acl_entry) {
			NTMS_ACL_ALLOW, NTMS_ACL_EVERYONE, 0, NTMS_ALL_ACCESS
		};
	nl_put(&w->msg, NTMS_A_OBJECT_ACL, &list,
	       sizeof(list.acl) + n * sizeof(list.e[0]));
}

static void put_named(struct world *w, uint32_t type, uint32_t id,
		      const char *name)
{
	world_object(w, type, world_guid(id));
	if (name)
		nl_put_text(&w->msg, NTMS_A_OBJECT_NAME, name);
}

static void put_library(struct world *w, uint32_t id, const char *name,
			uint32_t type, uint32_t state)
{
	guid types[2] = { world_guid(W_TAPE), world_guid(W_DISK) };

	put_named(w, NTMS_TYPE_LIBRARY, id, name);
	put_acl(w, NULL);
	nl_put_u32(&w->msg, NTMS_A_OBJECT_LIBRARY_TYPE, type);
	nl_put_u32(&w->msg, NTMS_A_OBJECT_OPERATIONAL_STATE, state);
	nl_put_u32(&w->msg, NTMS_A_OBJECT_FLAGS,
		   type == NTMS_LIBRARYTYPE_OFFLINE ?
		   NTMS_LIBRARYFLAG_FIXEDOFFLINE : 0);
	if (type != NTMS_LIBRARYTYPE_OFFLINE) {
		nl_put_text(&w->msg, NTMS_A_OBJECT_SERIAL_NUMBER, name);
		nl_put(&w->msg, NTMS_A_OBJECT_MEDIA_TYPES, types,
		       sizeof(types));
	}
	world_object_end(w);
}

static void put_type(struct world *w, uint32_t id, const char *name,
		     uint32_t code, uint32_t sides)
{
	put_named(w, NTMS_TYPE_MEDIA_TYPE, id, name);
	nl_put_u32(&w->msg, NTMS_A_OBJECT_MEDIA_TYPE_CODE, code);
	nl_put_u32(&w->msg, NTMS_A_OBJECT_NUMBER_OF_SIDES, sides);
	world_object_end(w);
}

static void put_place(struct world *w, uint32_t type, uint32_t id,
		      uint32_t number, uint32_t element)
{
	world_object(w, type, world_guid(id));
	nl_put_guid(&w->msg, NTMS_A_OBJECT_LIBRARY, world_guid(W_LIB));
	nl_put_u32(&w->msg, NTMS_A_OBJECT_NUMBER, number);
	if (type != NTMS_TYPE_IEDOOR)
		nl_put_u32(&w->msg, NTMS_A_OBJECT_ELEMENT, element);
	if (type == NTMS_TYPE_DRIVE)
		nl_put_guid(&w->msg, NTMS_A_OBJECT_DEVICE_KIND,
			    world_guid(W_DRIVE_TYPE));
	if (type == NTMS_TYPE_CHANGER)
		nl_put_guid(&w->msg, NTMS_A_OBJECT_DEVICE_KIND,
			    world_guid(W_CHANGER_TYPE));
	world_object_end(w);
}

static void put_pool(struct world *w, const struct world_pool *p,
		     uint32_t pool_type)
{
	put_named(w, NTMS_TYPE_MEDIA_POOL, p->id, p->name);
	put_acl(w, p->rights);
	nl_put_u32(&w->msg, NTMS_A_OBJECT_POOL_TYPE, pool_type);
	if (p->type)
		nl_put_guid(&w->msg, NTMS_A_OBJECT_MEDIA_TYPE,
			    world_guid(p->type));
	if (p->id != W_ROOT)
		nl_put_guid(&w->msg, NTMS_A_OBJECT_PARENT,
			    world_guid(p->parent ? p->parent : W_ROOT));
	nl_put_u32(&w->msg, NTMS_A_OBJECT_ALLOCATION_POLICY, p->from_free);
	nl_put_u32(&w->msg, NTMS_A_OBJECT_DEALLOCATION_POLICY, p->to_free);
	nl_put_u32(&w->msg, NTMS_A_OBJECT_MAX_ALLOCATES,
		   p->max ? p->max : NTMS_INFINITE);
	world_object_end(w);
}

static void put_type_pool(struct world *w, uint32_t id, const char *name,
			  uint32_t type, uint32_t parent, uint32_t pool_type)
{
	struct world_pool p = { id, name, type, parent };

	if (pool_type == NTMS_POOLTYPE_SCRATCH && w->free_rights)
		p.rights[0] = *w->free_rights;
	put_pool(w, &p, pool_type);
}

static void put_system_pools(struct world *w)
{
	static const struct {
		uint32_t id, pool_type, tape, disk;
		const char *name;
	} tops[] = {
		{ W_FREE, NTMS_POOLTYPE_SCRATCH, W_FREE_TAPE, W_FREE_DISK,
		  "Free" },
		{ W_UNREC, NTMS_POOLTYPE_FOREIGN, W_UNREC_TAPE, W_UNREC_DISK,
		  "Unrecognized" },
		{ W_IMPORT, NTMS_POOLTYPE_IMPORT, W_IMPORT_TAPE,
		  W_IMPORT_DISK, "Import" },
	};
	unsigned int i;

	put_pool(w, &(struct world_pool){ W_ROOT, NULL }, NTMS_POOLTYPE_UNKNOWN);
	for (i = 0; i < 3; i++) {
		put_pool(w, &(struct world_pool){ tops[i].id, tops[i].name },
			 tops[i].pool_type);
		put_type_pool(w, tops[i].tape, "LTO_Ultrium", W_TAPE,
			      tops[i].id, tops[i].pool_type);
		put_type_pool(w, tops[i].disk, "MO_5_RW", W_DISK,
			      tops[i].id, tops[i].pool_type);
	}
}

/* what every world has; the library W_LIB is on line, W_DEAD is not */
int world_base(struct world *w)
{
	unsigned int i;

	put_named(w, NTMS_TYPE_COMPUTER, W_COMPUTER, "Computer");
	put_acl(w, NULL);
	nl_put_u32(&w->msg, NTMS_A_OBJECT_NEXT_SEQUENCE, 1000000);
	nl_put_u32(&w->msg, NTMS_A_OBJECT_LIB_REQUEST_PURGE_TIME, 259200);
	nl_put_u32(&w->msg, NTMS_A_OBJECT_OP_REQUEST_PURGE_TIME, 259200);
	world_object_end(w);
	put_type(w, W_TAPE, "LTO_Ultrium", 0x56, 1);
	put_type(w, W_DISK, "MO_5_RW", 0x3b, 2);
	put_type(w, W_BARE, "DLT", 0x27, 1);
	put_named(w, NTMS_TYPE_CHANGER_TYPE, W_CHANGER_TYPE, "changer");
	world_object_end(w);
	put_named(w, NTMS_TYPE_DRIVE_TYPE, W_DRIVE_TYPE, "drive");
	world_object_end(w);
	put_library(w, W_OFFLINE, "Offline media", NTMS_LIBRARYTYPE_OFFLINE,
		    NTMS_READY);
	put_library(w, W_LIB, "LIB", NTMS_LIBRARYTYPE_ONLINE, NTMS_READY);
	put_library(w, W_DEAD, "DEAD", NTMS_LIBRARYTYPE_ONLINE,
		    NTMS_NOT_PRESENT);
	put_place(w, NTMS_TYPE_CHANGER, W_CHANGER, 0, 0);
	put_place(w, NTMS_TYPE_DRIVE, W_DRIVE2, 1, 257);
	for (i = 0; i < W_SLOTS; i++)
		put_place(w, NTMS_TYPE_STORAGESLOT, W_SLOT + i, i, 1000 + i);
	put_place(w, NTMS_TYPE_IEDOOR, W_DOOR, 0, 0);
	put_place(w, NTMS_TYPE_IEPORT, W_PORT, 0, 512);
	put_system_pools(w);
	return world_flush(w);
}

int world_pools(struct world *w, const struct world_pool *p)
{
	for (; p && p->name; p++)
		put_pool(w, p, NTMS_POOLTYPE_APPLICATION);
	return world_flush(w);
}

static uint32_t side_state(char letter)
{
	switch (letter) {
	case 'A': return NTMS_PARTSTATE_AVAILABLE;
	case 'L': return NTMS_PARTSTATE_ALLOCATED;
	case 'C': return NTMS_PARTSTATE_COMPLETE;
	case 'I': return NTMS_PARTSTATE_IMPORT;
	case 'F': return NTMS_PARTSTATE_FOREIGN;
	case 'R': return NTMS_PARTSTATE_RESERVED;
	case 'D': return NTMS_PARTSTATE_DECOMMISSIONED;
	case 'U': return NTMS_PARTSTATE_UNPREPARED;
	case 'N': return NTMS_PARTSTATE_INCOMPATIBLE;
	default:  return NTMS_PARTSTATE_UNKNOWN;
	}
}

static void put_side(struct world *w, const struct world_medium *p,
		     unsigned int i, unsigned int n)
{
	bool taken = strchr("LC", p->sides[n]);

	if (taken) {
		world_object(w, NTMS_TYPE_LOGICAL_MEDIA, world_logical(i, n));
		nl_put_guid(&w->msg, NTMS_A_OBJECT_MEDIA_POOL,
			    world_guid(p->pool));
		world_object_end(w);
	}
	world_object(w, NTMS_TYPE_PARTITION, world_side(i, n));
	nl_put_guid(&w->msg, NTMS_A_OBJECT_PHYSICAL_MEDIA, world_medium(i));
	nl_put_u32(&w->msg, NTMS_A_OBJECT_STATE, side_state(p->sides[n]));
	nl_put_u32(&w->msg, NTMS_A_OBJECT_SIDE, n);
	nl_put_u32(&w->msg, NTMS_A_OBJECT_ALLOCATE_COUNT, p->count);
	if (taken)
		nl_put_guid(&w->msg, NTMS_A_OBJECT_LOGICAL_MEDIA,
			    world_logical(i, n));
	world_object_end(w);
}

static void put_medium(struct world *w, const struct world_medium *p,
		       unsigned int i)
{
	uint32_t where = p->where ? p->where : W_LIB;
	bool loaded = where == W_DRIVE;
	unsigned int n;
	char name[16];

	if (loaded) {
		world_object(w, NTMS_TYPE_DRIVE, world_guid(W_DRIVE));
		nl_put_guid(&w->msg, NTMS_A_OBJECT_LIBRARY, world_guid(W_LIB));
		nl_put_u32(&w->msg, NTMS_A_OBJECT_ELEMENT, 256);
		nl_put_u32(&w->msg, NTMS_A_OBJECT_STATE,
			   NTMS_DRIVESTATE_LOADED);
		nl_put_guid(&w->msg, NTMS_A_OBJECT_PARTITION,
			    world_side(i, 0));
		world_object_end(w);
	}
	world_object(w, NTMS_TYPE_PHYSICAL_MEDIA, world_medium(i));
	if (p->disabled)	/* the attribute comes twice, the last counts */
		nl_put_u32(&w->msg, NTMS_A_OBJECT_ENABLED, 0);
	nl_put_guid(&w->msg, NTMS_A_OBJECT_LIBRARY,
		    world_guid(loaded ? W_LIB : where));
	nl_put_guid(&w->msg, NTMS_A_OBJECT_MEDIA_POOL, world_guid(p->pool));
	snprintf(name, sizeof(name), "T%06u", i);
	nl_put_text(&w->msg, NTMS_A_OBJECT_BAR_CODE, name);
	nl_put_u32(&w->msg, NTMS_A_OBJECT_SEQUENCE_NUMBER, i + 1);
	nl_put_u32(&w->msg, NTMS_A_OBJECT_NUMBER_OF_PARTITIONS,
		   strlen(p->sides));
	if (i < W_SLOTS && (where == W_LIB || loaded))
		nl_put_guid(&w->msg, NTMS_A_OBJECT_HOME_SLOT,
			    world_guid(W_SLOT + i));
	if (i < W_SLOTS && where == W_LIB)
		nl_put_guid(&w->msg, NTMS_A_OBJECT_LOCATION,
			    world_guid(W_SLOT + i));
	if (loaded) {
		nl_put_u32(&w->msg, NTMS_A_OBJECT_STATE,
			   NTMS_MEDIASTATE_LOADED);
		nl_put_guid(&w->msg, NTMS_A_OBJECT_LOCATION,
			    world_guid(W_DRIVE));
		nl_put_guid(&w->msg, NTMS_A_OBJECT_PARTITION,
			    world_side(i, 0));
	}
	world_object_end(w);
	for (n = 0; p->sides[n]; n++)
		put_side(w, p, i, n);
}

/* the n-th medium of all calls is world_medium(n), from 0 */
int world_media(struct world *w, const struct world_medium *m)
{
	for (; m && m->pool; m++)
		put_medium(w, m, w->media++);
	return world_flush(w);
}

int world_restored(struct world *w)
{
	struct nl_msg *m = &w->msg;

	nl_begin(m, NTMS_CMD_RESTORED, NLM_F_ACK);
	nl_call(&w->store, m, &w->a);
	return w->a.err;
}

/* the world is complete: keep the journal, open a session */
int world_start(struct world *w)
{
	int err = world_keep(w), i;

	if (err)
		return err;
	w->client = nl_open();
	if (w->client.fd < 0)
		return w->client.fd;
	/* not ready before it is known that no library is there */
	for (i = 0; i < NL_PATIENCE; i++) {
		err = world_open(&w->client, &w->a);
		if (err != -EAGAIN)
			break;
		usleep(1000);
	}
	return err;
}

/* all of it; @w is zero but for what the test wants to be different */
int world_new(struct world *w, const struct world_pool *p,
	      const struct world_medium *m)
{
	int err;

	w->store.fd = w->client.fd = -EBADF;
	pthread_mutex_init(&w->lock, NULL);
	err = world_load(NULL);
	err = err ?: world_attach(w);
	err = err ?: world_base(w);
	err = err ?: world_pools(w, p);
	err = err ?: world_media(w, m);
	err = err ?: world_start(w);
	if (err)
		printf("# no world: %s, code %u, %s\n", strerror(-err),
		       w->a.code, w->a.text);
	return err;
}

/* each test ends with a model that is in order, or fails here */
void world_end(struct world *w)
{
	char why[256];

	if (world_loaded() && world_verify(why, sizeof(why))) {
		printf("# the invariants do not hold: %s\n", why);
		abort();
	}
	nl_close(&w->client);
	world_keep_end(w);
	nl_close(&w->store);
	while (w->number_of_rows)
		free(w->rows[--w->number_of_rows].attrs);
	free(w->rows);
	w->rows = NULL;
	w->room = 0;
}
