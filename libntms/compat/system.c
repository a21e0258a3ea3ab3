// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * system.c - memory, time, the computer
 */
#include <errno.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "compat.h"

#define NS_PER_S	1000000000LL
#define TICKS_PER_S	10000000LL	/* a FILETIME counts 100 ns */
#define EPOCH		11644473600LL	/* seconds from 1601 to 1970 */

HLOCAL LocalAlloc(UINT uFlags, SIZE_T uBytes)
{
	void *p = uFlags & LMEM_ZEROINIT ? calloc(1, uBytes ? uBytes : 1) :
					   malloc(uBytes ? uBytes : 1);

	if (!p)
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
	return p;
}

HLOCAL LocalFree(HLOCAL hMem)
{
	free(hMem);
	return NULL;
}

HANDLE GetProcessHeap(void)
{
	return (HANDLE)(uintptr_t)1;
}

LPVOID HeapAlloc(HANDLE hHeap, DWORD dwFlags, SIZE_T dwBytes)
{
	(void)hHeap;
	return LocalAlloc(dwFlags & HEAP_ZERO_MEMORY ? LPTR : 0, dwBytes);
}

BOOL HeapFree(HANDLE hHeap, DWORD dwFlags, LPVOID lpMem)
{
	(void)hHeap, (void)dwFlags;
	free(lpMem);
	return TRUE;
}

void Sleep(DWORD dwMilliseconds)
{
	struct timespec left = {
		.tv_sec = dwMilliseconds / 1000,
		.tv_nsec = (dwMilliseconds % 1000) * 1000000L,
	};

	if (dwMilliseconds == INFINITE)
		for (;;)
			pause();
	while (nanosleep(&left, &left) && errno == EINTR)
		;
}

DWORD GetTickCount(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (DWORD)(now.tv_sec * 1000 + now.tv_nsec / 1000000);
}

static void fill(const struct tm *tm, int ms, LPSYSTEMTIME to)
{
	to->wYear = (WORD)(tm->tm_year + 1900);
	to->wMonth = (WORD)(tm->tm_mon + 1);
	to->wDayOfWeek = (WORD)tm->tm_wday;
	to->wDay = (WORD)tm->tm_mday;
	to->wHour = (WORD)tm->tm_hour;
	to->wMinute = (WORD)tm->tm_min;
	to->wSecond = (WORD)tm->tm_sec;
	to->wMilliseconds = (WORD)ms;
}

void GetSystemTime(LPSYSTEMTIME lpSystemTime)
{
	struct timespec now;
	struct tm tm;

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &tm);
	fill(&tm, (int)(now.tv_nsec / 1000000), lpSystemTime);
}

void GetLocalTime(LPSYSTEMTIME lpSystemTime)
{
	struct timespec now;
	struct tm tm;

	clock_gettime(CLOCK_REALTIME, &now);
	localtime_r(&now.tv_sec, &tm);
	fill(&tm, (int)(now.tv_nsec / 1000000), lpSystemTime);
}

static int64_t ticks(const FILETIME *t)
{
	return (int64_t)((uint64_t)t->dwHighDateTime << 32 | t->dwLowDateTime);
}

static void set_ticks(LPFILETIME t, int64_t v)
{
	t->dwLowDateTime = (DWORD)v;
	t->dwHighDateTime = (DWORD)((uint64_t)v >> 32);
}

void GetSystemTimeAsFileTime(LPFILETIME lpFileTime)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	set_ticks(lpFileTime, (now.tv_sec + EPOCH) * TICKS_PER_S + now.tv_nsec / 100);
}

BOOL SystemTimeToFileTime(const SYSTEMTIME *s, LPFILETIME lpFileTime)
{
	struct tm tm = {
		.tm_year = s->wYear - 1900, .tm_mon = s->wMonth - 1, .tm_mday = s->wDay,
		.tm_hour = s->wHour, .tm_min = s->wMinute, .tm_sec = s->wSecond,
	};
	struct tm given = tm;
	time_t t = timegm(&tm);

	/* a day that does not exist comes out as another one */
	if (s->wYear < 1601 || tm.tm_mon != given.tm_mon || tm.tm_mday != given.tm_mday ||
	    s->wHour > 23 || s->wMinute > 59 || s->wSecond > 59 || s->wMilliseconds > 999) {
		SetLastError(ERROR_INVALID_PARAMETER);
		return FALSE;
	}
	set_ticks(lpFileTime, ((int64_t)t + EPOCH) * TICKS_PER_S + s->wMilliseconds * 10000LL);
	return TRUE;
}

BOOL FileTimeToSystemTime(const FILETIME *lpFileTime, LPSYSTEMTIME lpSystemTime)
{
	int64_t v = ticks(lpFileTime);
	time_t t = (time_t)(v / TICKS_PER_S - EPOCH);
	struct tm tm;

	if (v < 0 || !gmtime_r(&t, &tm)) {
		SetLastError(ERROR_INVALID_PARAMETER);
		return FALSE;
	}
	fill(&tm, (int)(v % TICKS_PER_S / 10000), lpSystemTime);
	return TRUE;
}

BOOL FileTimeToLocalFileTime(const FILETIME *lpFileTime, LPFILETIME lpLocal)
{
	int64_t v = ticks(lpFileTime);
	time_t t = (time_t)(v / TICKS_PER_S - EPOCH);
	struct tm tm;

	if (v < 0 || !localtime_r(&t, &tm)) {
		SetLastError(ERROR_INVALID_PARAMETER);
		return FALSE;
	}
	set_ticks(lpLocal, v + tm.tm_gmtoff * TICKS_PER_S);
	return TRUE;
}

BOOL SystemTimeToTzSpecificLocalTime(const void *lpZone, const SYSTEMTIME *lpUniversal,
				     LPSYSTEMTIME lpLocal)
{
	FILETIME universal, local;

	/* only the zone of this computer is known */
	if (lpZone) {
		SetLastError(ERROR_NOT_SUPPORTED);
		return FALSE;
	}
	return SystemTimeToFileTime(lpUniversal, &universal) &&
	       FileTimeToLocalFileTime(&universal, &local) &&
	       FileTimeToSystemTime(&local, lpLocal);
}

LONG CompareFileTime(const FILETIME *lpOne, const FILETIME *lpTwo)
{
	int64_t a = ticks(lpOne), b = ticks(lpTwo);

	return a < b ? -1 : a > b;
}

static BOOL computer_name(int width, void *to, LPDWORD size)
{
	char name[256] = "";
	size_t n;

	gethostname(name, sizeof(name) - 1);
	n = compat_from_utf8(width, name, NULL, 0);
	if (!to || n >= *size) {
		*size = (DWORD)n + 1;
		SetLastError(ERROR_INSUFFICIENT_BUFFER);
		return FALSE;
	}
	compat_from_utf8(width, name, to, *size);
	*size = (DWORD)n;
	return TRUE;
}

BOOL GetComputerNameA(LPSTR lpBuffer, LPDWORD nSize)
{
	return computer_name(1, lpBuffer, nSize);
}

BOOL GetComputerNameW(LPWSTR lpBuffer, LPDWORD nSize)
{
	return computer_name(sizeof(WCHAR), lpBuffer, nSize);
}

BOOL GetComputerNameW_u16(uint16_t *lpBuffer, LPDWORD nSize)
{
	return computer_name(2, lpBuffer, nSize);
}

DWORD GetCurrentProcessId(void)
{
	return (DWORD)getpid();
}

DWORD GetCurrentThreadId(void)
{
	return (DWORD)syscall(SYS_gettid);
}

void ExitProcess(UINT uExitCode)
{
	exit((int)uExitCode);
}
