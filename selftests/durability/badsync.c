// SPDX-License-Identifier: GPL-2.0
/*
 * badsync.c - flushes that do not happen; preloaded into ntmsd
 *
 * BADSYNC=none	no flush ever happens and all are said to have: a disk that lies.
 *		A test of durability that still passes then proves nothing.
 * BADSYNC=die	once /run/die is there, the process is killed instead of flushing
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int flush(long call, int fd)
{
	const char *mode = getenv("BADSYNC");

	if (mode && !strcmp(mode, "none"))
		return 0;
	if (mode && !access("/run/die", F_OK))
		raise(SIGKILL);
	return syscall(call, fd);
}

int fsync(int fd)
{
	return flush(SYS_fsync, fd);
}

int fdatasync(int fd)
{
	return flush(SYS_fdatasync, fd);
}
