// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * handle.c - handles of files and threads
 *
 * As in libntms a handle is a number in a table and never dereferenced.  It is
 * odd, so that no address of ours is taken for one.
 */
#include <pthread.h>

#include "compat.h"

#define MOST	1024

static struct {
	enum compat_kind kind;
	void *what;
	uint16_t uses;
} table[MOST];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static uintptr_t number(size_t i)
{
	return ((uintptr_t)table[i].uses << 12 | i) << 3 | 5;
}

/* the entry of a handle that is open, else -1; locked */
static int find(HANDLE handle)
{
	size_t i = (uintptr_t)handle >> 3 & 0xfff;

	return i < MOST && table[i].what && number(i) == (uintptr_t)handle ? (int)i : -1;
}

/**
 * compat_handle_new() - give a handle out
 * @kind: of what
 * @what: never NULL; belongs to the table until CloseHandle()
 * Return: the handle, INVALID_HANDLE_VALUE when there are too many.
 */
HANDLE compat_handle_new(enum compat_kind kind, void *what)
{
	HANDLE handle = INVALID_HANDLE_VALUE;
	size_t i;

	pthread_mutex_lock(&lock);
	for (i = 0; i < MOST && table[i].what; i++)
		;
	if (i < MOST) {
		table[i].kind = kind;
		table[i].what = what;
		table[i].uses++;
		handle = (HANDLE)number(i);
	}
	pthread_mutex_unlock(&lock);
	return handle;
}

/**
 * compat_handle_get() - what is behind a handle?
 * @kind: that it must be of
 * @handle: handle
 * Return: what it was made of, or NULL with ERROR_INVALID_HANDLE.  A program
 * that closes a handle in one thread and uses it in another has itself to blame.
 */
void *compat_handle_get(enum compat_kind kind, HANDLE handle)
{
	void *what = NULL;
	int i;

	pthread_mutex_lock(&lock);
	i = find(handle);
	if (i >= 0 && table[i].kind == kind)
		what = table[i].what;
	pthread_mutex_unlock(&lock);
	if (!what)
		SetLastError(ERROR_INVALID_HANDLE);
	return what;
}

BOOL CloseHandle(HANDLE hObject)
{
	enum compat_kind kind = COMPAT_FILE;
	void *what = NULL;
	int i;

	pthread_mutex_lock(&lock);
	i = find(hObject);
	if (i >= 0) {
		what = table[i].what;
		kind = table[i].kind;
		table[i].what = NULL;
	}
	pthread_mutex_unlock(&lock);
	if (!what) {
		SetLastError(ERROR_INVALID_HANDLE);
		return FALSE;
	}
	if (kind == COMPAT_FILE)
		compat_file_close(what);
	else
		compat_thread_close(what);
	return TRUE;
}
