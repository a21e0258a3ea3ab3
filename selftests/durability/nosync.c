// SPDX-License-Identifier: GPL-2.0
/*
 * nosync.c - a disk that promises what it does not keep
 *
 * Preloaded into ntmsd this takes all flushes away.  A test of durability
 * that still passes then proves nothing.
 */
#include <unistd.h>

int fsync(int fd)
{
	(void)fd;
	return 0;
}

int fdatasync(int fd)
{
	(void)fd;
	return 0;
}
