/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Fail the allocations of a piece of code one after the other.
 *
 * /proc/thread-self/fail-nth makes the n-th fault point of this thread fail:
 * allocations of slabs and pages, copies from and to user space. Needs a kernel
 * with fault injection (umdbg, A) and root.
 *
 *	if (failnth_prepare() < 0)
 *		skip();
 *	for (n = 1; (r = failnth(n, call, arg)) == FAILNTH_INJECTED; n++)
 *		check_nothing_changed();
 *	// r is FAILNTH_DONE: call() ran with no fault, n - 1 were tried
 */
#ifndef NTMS_LAB_FAILNTH_H
#define NTMS_LAB_FAILNTH_H

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum failnth_result {
	FAILNTH_ERROR = -1,	/* no such feature here, see errno */
	FAILNTH_DONE = 0,	/* fn() met fewer than n fault points */
	FAILNTH_INJECTED = 1,	/* the n-th failed */
};

static inline int failnth_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -1;
	n = write(fd, text, strlen(text));
	close(fd);
	return n < 0 ? -1 : 0;
}

/* Once per boot: GFP_KERNEL is spared by default, and every fault logs its stack. */
static inline int failnth_prepare(void)
{
	static const char *const settings[][2] = {
		{ "/sys/kernel/debug/failslab/ignore-gfp-wait", "N" },
		{ "/sys/kernel/debug/failslab/verbose", "0" },
		{ "/sys/kernel/debug/fail_page_alloc/ignore-gfp-wait", "N" },
		{ "/sys/kernel/debug/fail_page_alloc/verbose", "0" },
		{ "/sys/kernel/debug/fail_usercopy/verbose", "0" },
	};

	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		if (failnth_write(settings[i][0], settings[i][1]) < 0)
			return FAILNTH_ERROR;
	return access("/proc/thread-self/fail-nth", W_OK);
}

/* Run fn(arg) with its n-th fault point (from 1) failing. errno is fn()'s. */
static inline enum failnth_result failnth(unsigned int n, void (*fn)(void *), void *arg)
{
	int fd = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	enum failnth_result ret = FAILNTH_ERROR;
	char text[16] = "";
	int len = snprintf(text, sizeof(text), "%u", n);
	int saved;

	if (fd < 0)
		return ret;
	if (pwrite(fd, text, len, 0) == len) {
		errno = 0;
		fn(arg);
		saved = errno;
		/*
		 * What is left of n: nothing if the fault was used up. A fault
		 * that waits still hits this very read.
		 */
		memset(text, 0, sizeof(text));
		if (pread(fd, text, sizeof(text) - 1, 0) > 0 && atoi(text) == 0)
			ret = FAILNTH_INJECTED;
		else
			ret = FAILNTH_DONE;
		/* or this write, but only once */
		if (pwrite(fd, "0", 1, 0) != 1 && pwrite(fd, "0", 1, 0) != 1)
			ret = FAILNTH_ERROR;
		errno = saved;
	}
	close(fd);
	return ret;
}

#endif
