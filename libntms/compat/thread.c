// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * thread.c - threads, as far as a program has one to wait for notifications
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "compat.h"

/* one reference for the handle, one for the thread */
struct thread {
	LPTHREAD_START_ROUTINE start;
	void *parameter;
	pthread_mutex_t lock;
	pthread_cond_t ended;
	bool over;
	DWORD code;
	atomic_int users;
};

static void put(struct thread *t)
{
	if (atomic_fetch_sub(&t->users, 1) > 1)
		return;
	pthread_cond_destroy(&t->ended);
	pthread_mutex_destroy(&t->lock);
	free(t);
}

static void *run(void *p)
{
	struct thread *t = p;
	DWORD code = t->start(t->parameter);

	pthread_mutex_lock(&t->lock);
	t->over = true;
	t->code = code;
	pthread_cond_broadcast(&t->ended);
	pthread_mutex_unlock(&t->lock);
	put(t);
	return NULL;
}

void compat_thread_close(void *thread)
{
	put(thread);
}

HANDLE CreateThread(LPSECURITY_ATTRIBUTES lpAttributes, SIZE_T dwStackSize,
		    LPTHREAD_START_ROUTINE lpStart, LPVOID lpParameter, DWORD dwFlags,
		    LPDWORD lpThreadId)
{
	struct thread *t = calloc(1, sizeof(*t));
	pthread_condattr_t attributes;
	HANDLE handle;
	pthread_t id;

	(void)lpAttributes, (void)dwStackSize;
	if (!t || !lpStart || dwFlags) {
		free(t);
		SetLastError(!lpStart || dwFlags ? ERROR_INVALID_PARAMETER :
						   ERROR_NOT_ENOUGH_MEMORY);
		return NULL;
	}
	t->start = lpStart;
	t->parameter = lpParameter;
	t->users = 2;
	pthread_mutex_init(&t->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&t->ended, &attributes);
	pthread_condattr_destroy(&attributes);
	handle = compat_handle_new(COMPAT_THREAD, t);
	if (handle == INVALID_HANDLE_VALUE || pthread_create(&id, NULL, run, t)) {
		put(t);
		if (handle == INVALID_HANDLE_VALUE)
			put(t);
		else
			CloseHandle(handle);
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
		return NULL;
	}
	pthread_detach(id);
	if (lpThreadId)
		*lpThreadId = (DWORD)(uintptr_t)id;
	return handle;
}

DWORD WaitForSingleObject(HANDLE hHandle, DWORD dwMilliseconds)
{
	struct thread *t = compat_handle_get(COMPAT_THREAD, hHandle);
	struct timespec end;
	int error = 0;
	bool over;

	if (!t)
		return WAIT_FAILED;
	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += dwMilliseconds / 1000;
	end.tv_nsec += (dwMilliseconds % 1000) * 1000000L;
	if (end.tv_nsec >= 1000000000L) {
		end.tv_nsec -= 1000000000L;
		end.tv_sec++;
	}
	pthread_mutex_lock(&t->lock);
	while (!t->over && error != ETIMEDOUT)
		error = dwMilliseconds == INFINITE ?
			pthread_cond_wait(&t->ended, &t->lock) :
			pthread_cond_timedwait(&t->ended, &t->lock, &end);
	over = t->over;
	pthread_mutex_unlock(&t->lock);
	return over ? WAIT_OBJECT_0 : WAIT_TIMEOUT;
}

BOOL GetExitCodeThread(HANDLE hThread, LPDWORD lpExitCode)
{
	struct thread *t = compat_handle_get(COMPAT_THREAD, hThread);

	if (!t)
		return FALSE;
	pthread_mutex_lock(&t->lock);
	*lpExitCode = t->over ? t->code : 259;	/* STILL_ACTIVE */
	pthread_mutex_unlock(&t->lock);
	return TRUE;
}
