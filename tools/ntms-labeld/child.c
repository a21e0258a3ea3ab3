// SPDX-License-Identifier: GPL-2.0
/*
 * child.c - asking in processes of their own
 *
 * One short-lived process asks the built-in kinds, and one each every media
 * label library.  It has no capabilities, no files but a pipe, little memory
 * and time, and may do little more than compute and write its answer.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cap-ng.h>
#include <seccomp.h>

#include "child.h"
#include "log.h"
#include "plugin.h"

#define SECONDS		10	/* that a child may take */
#define CPU_SECONDS	5
#define MEMORY		(256UL << 20)

enum { EXIT_CLAIMED = 0, EXIT_UNKNOWN = 11, EXIT_BROKEN = 12 };

static void limit(int what, rlim_t most)
{
	struct rlimit r = { most, most };

	setrlimit(what, &r);
}

#ifdef __SANITIZE_ADDRESS__
/* the sanitizer needs more than a label has a right to */
static bool confine(void)
{
	limit(RLIMIT_CPU, CPU_SECONDS);
	return true;
}
#else
static bool confine(void)
{
	static const int calls[] = {
		SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(close),
		SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(brk),
		SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap),
		SCMP_SYS(madvise), SCMP_SYS(mprotect), SCMP_SYS(futex),
		SCMP_SYS(rt_sigreturn), SCMP_SYS(clock_gettime),
		SCMP_SYS(gettimeofday), SCMP_SYS(getrandom), SCMP_SYS(lseek),
		SCMP_SYS(fstat), SCMP_SYS(newfstatat),
	};
	scmp_filter_ctx filter;
	size_t i;
	bool done;

	limit(RLIMIT_CPU, CPU_SECONDS);
	limit(RLIMIT_AS, MEMORY);
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_CORE, 0);
	capng_clear(CAPNG_SELECT_CAPS);
	if (capng_apply(CAPNG_SELECT_CAPS) ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return false;
	filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	if (!filter)
		return false;
	done = true;
	for (i = 0; i < sizeof(calls) / sizeof(calls[0]) && done; i++)
		done = !seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
	done = done && !seccomp_load(filter);
	seccomp_release(filter);
	return done;
}
#endif

/* what a child does; its exit status tells the rest */
static int ask(struct block block, const char *path, int out)
{
	uint8_t omid[LABEL_OMID_MAX];
	struct plugin plugin;
	struct label label;
	char why[256];
	size_t size;
	bool found;

	/* loading opens files, so it comes before */
	if (path && !plugin_load(&plugin, path, why, sizeof(why))) {
		log_warn("%s: %s", path, why);
		return EXIT_BROKEN;
	}
	if (!confine()) {
		log_error("the sandbox for reading labels could not be made: %s",
			  strerror(errno));
		return EXIT_BROKEN;
	}
	found = path ? plugin_claim(&plugin, block, &label) :
		       label_claim(block, &label);
	if (!found)
		return EXIT_UNKNOWN;
	size = label_omid(&label, omid, sizeof(omid));
	return size && write(out, omid, size) == (ssize_t)size ? EXIT_CLAIMED :
								  EXIT_BROKEN;
}

static int ms_left(const struct timespec *end)
{
	struct timespec now;
	long ms;

	clock_gettime(CLOCK_MONOTONIC, &now);
	ms = (end->tv_sec - now.tv_sec) * 1000 +
	     (end->tv_nsec - now.tv_nsec) / 1000000;
	return ms > 0 ? (int)ms : 0;
}

/* reads until the child closes its end, has said too much, or is too late */
static size_t hear(int in, uint8_t *to, size_t size, const struct timespec *end)
{
	struct pollfd p = { .fd = in, .events = POLLIN };
	size_t used = 0;
	ssize_t n;

	while (used < size) {
		n = poll(&p, 1, ms_left(end));
		if (n > 0)
			n = read(in, to + used, size - used);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		used += n;
	}
	return used;
}

/* its exit status; a child that has closed its end may still hang */
static int end_child(pid_t pid, const struct timespec *end)
{
	int status;

	while (!waitpid(pid, &status, WNOHANG)) {
		if (!ms_left(end)) {
			kill(pid, SIGKILL);
			while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
				;
			break;
		}
		usleep(1000);
	}
	return status;
}

/* what a child wrote is as hostile as what it read */
static bool take(const uint8_t *omid, size_t size, struct label *label)
{
	const uint8_t *info = memchr(omid, 0, size);
	const uint8_t *id = info ? memchr(info + 1, 0, omid + size - info - 1) : NULL;

	memset(label, 0, sizeof(*label));
	if (!id)
		return false;
	LABEL_SET_TYPE(label, omid, (size_t)(info - omid));
	LABEL_SET_INFO(label, info + 1, (size_t)(id - info - 1));
	label_set_id(label, id + 1, omid + size - id - 1);
	return label_complete(label);
}

static enum claim claim_in_child(struct block block, const char *path,
				 struct label *label)
{
	const char *who = path ? path : "reading the label";
	uint8_t omid[LABEL_OMID_MAX];
	int pipe_ends[2], status;
	struct timespec end;
	size_t size;
	pid_t pid;

	if (pipe(pipe_ends))
		return CLAIM_FAILED;
	pid = fork();
	if (pid < 0) {
		close(pipe_ends[0]);
		close(pipe_ends[1]);
		return CLAIM_FAILED;
	}
	if (!pid) {
		close(pipe_ends[0]);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		_exit(ask(block, path, pipe_ends[1]));
	}
	close(pipe_ends[1]);
	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += SECONDS;
	size = hear(pipe_ends[0], omid, sizeof(omid), &end);
	close(pipe_ends[0]);
	status = end_child(pid, &end);
	if (size && take(omid, size, label))
		return CLAIM_YES;
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_UNKNOWN)
		return CLAIM_NO;
	if (WIFSIGNALED(status))
		log_warn("%s: ended by signal %d%s", who, WTERMSIG(status),
			 WTERMSIG(status) == SIGSYS ? ", it did what it may not" :
			 WTERMSIG(status) == SIGKILL ? ", it took too long" : "");
	else if (!WIFEXITED(status) || WEXITSTATUS(status) != EXIT_BROKEN)
		log_warn("%s: its answer makes no sense", who);
	return CLAIM_FAILED;
}

/**
 * child_claim() - whose label is this?
 * @block: first block of a medium
 * @directory: of media label libraries, NULL for the built-in kinds only
 * @label: receives what was found
 *
 * The libraries are asked first: who installs one knows better than we do.
 *
 * Return: see enum claim.
 */
enum claim child_claim(struct block block, const char *directory,
		       struct label *label)
{
	enum claim one, all = CLAIM_NO;
	char **paths = NULL;
	int n, i;

	n = directory ? plugin_list(directory, &paths) : 0;
	if (n < 0)
		return CLAIM_FAILED;
	for (i = 0; i <= n && all != CLAIM_YES; i++) {
		one = claim_in_child(block, i < n ? paths[i] : NULL, label);
		if (one != CLAIM_NO)
			all = one;
	}
	plugin_list_free(paths, n);
	return all;
}
