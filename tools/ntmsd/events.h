/* SPDX-License-Identifier: GPL-2.0 */
/*
 * events.h - what ntmsd waits for
 */
#ifndef NTMSD_EVENTS_H
#define NTMSD_EVENTS_H

#include <stdbool.h>

struct nl_sock;

#define EVENT_ANSWER	(1u << 0)	/* the watched socket is readable */
#define EVENT_CAME	(1u << 1)	/* the module was loaded */
#define EVENT_GONE	(1u << 2)	/* the module was unloaded */
#define EVENT_TELL	(1u << 3)	/* SIGHUP: say how things are */

/**
 * struct events - what is waited for
 * @epoll: the set
 * @signals: signalfd
 * @family: socket of family_open()
 * @watched: file descriptor of events_watch(), -1 if there is none
 * @stop: SIGTERM or SIGINT came
 */
struct events {
	int epoll;
	int signals;
	struct nl_sock *family;
	int watched;
	bool stop;
};

int events_open(struct events *events);
void events_close(struct events *events);
int events_watch(struct events *events, int fd);
void events_unwatch(struct events *events);
unsigned int events_wait(struct events *events, int timeout);

#endif /* NTMSD_EVENTS_H */
