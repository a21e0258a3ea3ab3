/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * handle.h - the handles that a program gets
 *
 * A handle is a number in a table, made so that no address, no null and no
 * handle of another kind or of an earlier session is taken for it.  Handles are
 * looked up, never dereferenced.
 */
#ifndef NTMS_HANDLE_H
#define NTMS_HANDLE_H

#include <stdatomic.h>
#include <stdbool.h>

#include <ntmsapi.h>

enum ntms_handle_kind {
	NTMS_HANDLE_SESSION		= 1,
	NTMS_HANDLE_NOTIFICATION	= 2,
	NTMS_HANDLE_DETECTION		= 3,
};

/**
 * struct ntms_ref - what a handle stands for, as part of a larger structure
 * @users:	the handle table and the calls that are under way
 * @release:	frees the structure when nobody uses it any more
 * @closed:	wakes who waits for it after its handle was removed; may be NULL
 * @forked:	in a child process, lets go of what it shares with the parent;
 *		takes no lock and frees no memory
 * @owner:	the session that it ends with; NULL for a session. Compared, and
 *		looked at only while the session is in use
 * @removed:	its handle was removed; under the lock of the table
 * @next:	in a child process, another one that belongs to the parent
 */
struct ntms_ref {
	atomic_uint users;
	void (*release)(struct ntms_ref *ref);
	void (*closed)(struct ntms_ref *ref);
	void (*forked)(struct ntms_ref *ref);
	struct ntms_ref *owner;
	bool removed;
	struct ntms_ref *next;
};

HANDLE ntms_handle_create(enum ntms_handle_kind kind, struct ntms_ref *ref);
struct ntms_ref *ntms_handle_get(enum ntms_handle_kind kind, HANDLE handle);
struct ntms_ref *ntms_handle_remove(enum ntms_handle_kind kind, HANDLE handle);
void ntms_handle_close_owned(const struct ntms_ref *owner);
void ntms_ref_put(struct ntms_ref *ref);

#endif /* NTMS_HANDLE_H */
