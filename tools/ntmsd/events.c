// SPDX-License-Identifier: GPL-2.0
/*
 * events.c - what ntmsd waits for, in one place
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <netlink/socket.h>

#include "events.h"
#include "log.h"
#include "nlsock.h"

static int add(struct events *events, int fd)
{
	struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

	if (epoll_ctl(events->epoll, EPOLL_CTL_ADD, fd, &event)) {
		log_error("cannot wait for events: %s", strerror(errno));
		return -errno;
	}
	return 0;
}

/**
 * events_open() - wait for signals and for the module from now on
 * @events: set
 *
 * Return: 0 or a negative errno; the error has been logged.
 */
int events_open(struct events *events)
{
	sigset_t set;
	int ret;

	memset(events, 0, sizeof(*events));
	events->watched = -1;
	events->signals = -1;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	/* a file too large and a closed pipe are errors of the call */
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	events->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (events->epoll >= 0)
		events->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (events->signals < 0) {
		ret = -errno;
		log_error("cannot wait for signals: %s", strerror(errno));
		goto err_close;
	}
	ret = family_open(&events->family);
	if (!ret)
		ret = add(events, events->signals);
	if (!ret)
		ret = add(events, nl_socket_get_fd(events->family));
	if (!ret)
		return 0;
err_close:
	events_close(events);
	return ret;
}

/**
 * events_close() - the reverse of events_open()
 * @events: set
 */
void events_close(struct events *events)
{
	family_close(events->family);
	if (events->signals >= 0)
		close(events->signals);
	if (events->epoll >= 0)
		close(events->epoll);
	events->family = NULL;
	events->signals = -1;
	events->epoll = -1;
}

/**
 * events_watch() - wait for one more file descriptor
 * @events: set
 * @fd: file descriptor, is told as EVENT_ANSWER
 *
 * Return: 0 or a negative errno; the error has been logged.
 */
int events_watch(struct events *events, int fd)
{
	events->watched = fd;
	return add(events, fd);
}

/**
 * events_unwatch() - the reverse of events_watch()
 * @events: set
 */
void events_unwatch(struct events *events)
{
	if (events->watched >= 0)
		epoll_ctl(events->epoll, EPOLL_CTL_DEL, events->watched, NULL);
	events->watched = -1;
}

static unsigned int read_signals(struct events *events)
{
	struct signalfd_siginfo info;
	unsigned int mask = 0;

	while (read(events->signals, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGHUP)
			mask |= EVENT_TELL;
		else
			events->stop = true;
	}
	return mask;
}

static unsigned int read_family(struct events *events)
{
	switch (family_read(events->family)) {
	case FAMILY_CAME:
		return EVENT_CAME;
	case FAMILY_GONE:
		return EVENT_GONE;
	default:
		return 0;
	}
}

/**
 * events_wait() - wait until something happens
 * @events: set
 * @timeout: milliseconds, -1 for ever
 *
 * Return: EVENT_*, 0 if the time is over or @events->stop was set.
 */
unsigned int events_wait(struct events *events, int timeout)
{
	struct epoll_event event[3];
	unsigned int mask = 0;
	int i, count;

	count = epoll_wait(events->epoll, event, 3, timeout);
	for (i = 0; i < count; i++) {
		if (event[i].data.fd == events->signals)
			mask |= read_signals(events);
		else if (event[i].data.fd == events->watched)
			mask |= EVENT_ANSWER;
		else
			mask |= read_family(events);
	}
	return mask;
}
