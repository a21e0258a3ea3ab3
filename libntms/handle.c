// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * handle.c - the handles that a program gets
 *
 * From the lowest bit: a one, two bits of kind, 17 bits of place in the table (13
 * where there are 32 in all), and a serial number that starts somewhere else in
 * each process.  Its highest bit is set, which no address has on 64-bit machines;
 * addresses of objects are even in any case but for those of bytes.
 *
 * Handles do not survive fork(): the child has an empty table and no longer
 * holds the sockets, so that a session ends with the process that opened it.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "handle.h"

#define MARK		1
#define KIND_SHIFT	1
#define KIND_MASK	3
#define PLACE_SHIFT	3
#define PLACE_BITS	(sizeof(uintptr_t) == 8 ? 17 : 13)
#define PLACE_MASK	(((uintptr_t)1 << PLACE_BITS) - 1)
#define SERIAL_SHIFT	(PLACE_SHIFT + PLACE_BITS)
#define SERIAL_BITS	(8 * sizeof(uintptr_t) - SERIAL_SHIFT)

/* All ones with the highest kind would be INVALID_HANDLE_VALUE. */
#define MOST_PLACES	PLACE_MASK

/**
 * struct place - a place in the table
 * @handle:	the handle, 0 if the place is free
 * @ref:	what it stands for
 */
struct place {
	uintptr_t handle;
	struct ntms_ref *ref;
};

/**
 * struct handle_table - all handles of the process
 * @lock:	protects all members
 * @places:	the table; none while there is no handle
 * @size:	number of places
 * @used:	number of handles
 * @next:	where to begin to look for a free place
 * @serial:	serial number of the last handle
 * @fork_ready:	the handlers of fork() are in place
 * @parents:	in a child process, what the parent's handles stood for
 */
static struct handle_table {
	pthread_mutex_t lock;
	struct place *places;
	unsigned int size;
	unsigned int used;
	unsigned int next;
	uintptr_t serial;
	bool fork_ready;
	struct ntms_ref *parents;
} table = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void before_fork(void)
{
	pthread_mutex_lock(&table.lock);
}

static void after_fork_parent(void)
{
	pthread_mutex_unlock(&table.lock);
}

/*
 * Calls that were under way in other threads have no thread here, so nothing
 * will use what the handles stand for.  It is kept, since a signal handler may
 * have forked in the middle of a call that returns here as well.
 */
static void after_fork_child(void)
{
	struct ntms_ref *ref;
	unsigned int i;

	for (i = 0; i < table.size; i++) {
		ref = table.places[i].ref;
		if (!table.places[i].handle)
			continue;
		table.places[i].handle = 0;
		ref->forked(ref);
		ref->next = table.parents;
		table.parents = ref;
	}
	table.used = 0;
	pthread_mutex_unlock(&table.lock);
}

static bool prepare(void)
{
	struct timespec now;

	if (!table.serial) {
		clock_gettime(CLOCK_REALTIME, &now);
		table.serial = (uintptr_t)now.tv_nsec ^ (uintptr_t)now.tv_sec ^
			       (uintptr_t)getpid() << 8;
		table.serial |= (uintptr_t)1 << (SERIAL_BITS - 1);
	}
	if (!table.fork_ready)
		table.fork_ready = !pthread_atfork(before_fork, after_fork_parent,
						   after_fork_child);
	return table.fork_ready;
}

static struct place *free_place(void)
{
	unsigned int i, size = table.size ? 2 * table.size : 8;
	struct place *places;

	if (table.used < table.size) {
		for (i = table.next % table.size; table.places[i].handle;)
			i = (i + 1) % table.size;
		table.next = i + 1;
		return &table.places[i];
	}
	if (size > MOST_PLACES)
		size = MOST_PLACES;
	if (size == table.size)
		return NULL;
	places = realloc(table.places, size * sizeof(*places));
	if (!places)
		return NULL;
	for (i = table.size; i < size; i++)
		places[i].handle = 0;
	table.places = places;
	table.size = size;
	return &places[table.used];
}

/* The place of a handle, NULL if there is no such handle. */
static struct place *find(enum ntms_handle_kind kind, HANDLE handle)
{
	uintptr_t value = (uintptr_t)handle;
	unsigned int i = value >> PLACE_SHIFT & PLACE_MASK;

	if (!value || (value >> KIND_SHIFT & KIND_MASK) != kind ||
	    i >= table.size || table.places[i].handle != value)
		return NULL;
	return &table.places[i];
}

/**
 * ntms_handle_create() - make a handle
 * @kind:	what kind of thing it stands for
 * @ref:	the thing; the table takes over the caller's use of it
 *
 * Return: the handle; INVALID_HANDLE_VALUE without memory or with too many
 * handles, NULL if the owner was closed meanwhile; @ref is then still the
 * caller's.
 */
HANDLE ntms_handle_create(enum ntms_handle_kind kind, struct ntms_ref *ref)
{
	HANDLE handle = INVALID_HANDLE_VALUE;
	struct place *place = NULL;

	pthread_mutex_lock(&table.lock);
	if (ref->owner && ref->owner->removed)
		handle = NULL;
	else if (prepare())
		place = free_place();
	if (place) {
		table.serial++;
		place->handle = MARK | (uintptr_t)kind << KIND_SHIFT |
				(uintptr_t)(place - table.places) << PLACE_SHIFT |
				table.serial << SERIAL_SHIFT;
		place->ref = ref;
		table.used++;
		handle = (HANDLE)place->handle;
	}
	pthread_mutex_unlock(&table.lock);
	return handle;
}

/**
 * ntms_handle_get() - look up a handle
 * @kind:	what kind of thing it should stand for
 * @handle:	anything
 *
 * Return: what the handle stands for, to be put after use; NULL if it is no
 * handle of this kind.
 */
struct ntms_ref *ntms_handle_get(enum ntms_handle_kind kind, HANDLE handle)
{
	struct ntms_ref *ref = NULL;
	struct place *place;

	pthread_mutex_lock(&table.lock);
	place = find(kind, handle);
	if (place) {
		ref = place->ref;
		atomic_fetch_add_explicit(&ref->users, 1, memory_order_relaxed);
	}
	pthread_mutex_unlock(&table.lock);
	return ref;
}

/* Empties a place; its use of what was there goes to the caller. */
static struct ntms_ref *remove_place(struct place *place)
{
	struct ntms_ref *ref = place->ref;

	place->handle = 0;
	ref->removed = true;
	if (!--table.used) {
		free(table.places);
		table.places = NULL;
		table.size = 0;
	}
	return ref;
}

/**
 * ntms_handle_remove() - make a handle invalid
 * @kind:	what kind of thing it should stand for
 * @handle:	anything
 *
 * Return: what the handle stood for, with the table's use of it, which is now
 * the caller's to put; NULL if it is no handle of this kind.
 */
struct ntms_ref *ntms_handle_remove(enum ntms_handle_kind kind, HANDLE handle)
{
	struct ntms_ref *ref = NULL;
	struct place *place;

	pthread_mutex_lock(&table.lock);
	place = find(kind, handle);
	if (place)
		ref = remove_place(place);
	pthread_mutex_unlock(&table.lock);
	return ref;
}

static struct ntms_ref *remove_owned(const struct ntms_ref *owner)
{
	struct ntms_ref *ref = NULL;
	unsigned int i;

	pthread_mutex_lock(&table.lock);
	for (i = 0; i < table.size && !ref; i++) {
		if (table.places[i].handle && table.places[i].ref->owner == owner)
			ref = remove_place(&table.places[i]);
	}
	pthread_mutex_unlock(&table.lock);
	return ref;
}

/**
 * ntms_handle_close_owned() - close all handles of a session
 * @owner:	the session, whose own handle was removed before
 */
void ntms_handle_close_owned(const struct ntms_ref *owner)
{
	struct ntms_ref *ref;

	while ((ref = remove_owned(owner))) {
		if (ref->closed)
			ref->closed(ref);
		ntms_ref_put(ref);
	}
}

/**
 * ntms_ref_put() - end the use of what a handle stands for
 * @ref:	the thing; may be NULL
 */
void ntms_ref_put(struct ntms_ref *ref)
{
	if (ref && atomic_fetch_sub_explicit(&ref->users, 1, memory_order_acq_rel) == 1)
		ref->release(ref);
}
