// SPDX-License-Identifier: GPL-2.0
/*
 * progress.c - a line on the terminal while a call waits
 *
 * A thread with a session of its own looks once a second what the service is
 * doing for the call.  There is no line unless the standard error stream is a
 * terminal.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "rsm.h"

/**
 * struct progress - a line on the terminal
 * @thread:	the thread that writes it
 * @lock:	protects @stop
 * @stopped:	@stop was set
 * @stop:	the call has ended
 * @rsm:	a run with a session of its own
 * @side:	the side that is waited for, null for any medium
 * @what:	what is waited for, in words
 */
struct progress {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t stopped;
	bool stop;
	struct rsm rsm;
	NTMS_GUID side;
	const char *what;
};

/* What the queue of the library says about the mount of a side. */
static const char *queue_state(struct rsm *rsm, const NTMS_GUID *side)
{
	const NTMS_LIBREQUESTINFORMATIONW *request;
	const char *text = NULL;
	struct list list;
	size_t i;

	if (guid_null(side) || list_load(rsm, NULL, NTMS_LIBREQUEST, &list))
		return NULL;
	for (i = 0; i < list.count; i++) {
		request = &list.items[i]->info.Info.LibRequest;
		if (request->OperationCode != NTMS_LM_MOUNT ||
		    !guid_equal(&request->PartitionId, side))
			continue;
		if (request->State == NTMS_LM_QUEUED)
			text = "in the queue";
		else if (request->State == NTMS_LM_WAITING)
			text = "for a drive, or for the medium to be free";
		else if (request->State == NTMS_LM_INPROCESS)
			text = "for robot and drive";
	}
	list_free(&list);
	return text;
}

/* What the operator is asked for: the newest request that is open. */
static char *operator_request(struct rsm *rsm)
{
	const NTMS_OPREQUESTINFORMATIONW *request;
	char *text = NULL, *message;
	struct list list;
	size_t i;

	if (list_load(rsm, NULL, NTMS_OPREQUEST, &list))
		return NULL;
	for (i = list.count; i-- && !text;) {
		request = &list.items[i]->info.Info.OpRequest;
		if (request->State == NTMS_OPSTATE_REFUSED ||
		    request->State == NTMS_OPSTATE_COMPLETE)
			continue;
		message = text_utf8(request->szMessage, NTMS_MESSAGE_LENGTH);
		text = text_clean(message);
		free(message);
	}
	list_free(&list);
	return text;
}

static void show(struct progress *progress, long seconds)
{
	const char *queue = NULL;
	char *request = NULL;

	if (progress->rsm.session) {
		queue = queue_state(&progress->rsm, &progress->side);
		request = operator_request(&progress->rsm);
	}
	fprintf(stderr, "\r\033[Krsm: %s: waiting %s%s%s (%ld s)", progress->rsm.verb,
		queue ? queue : progress->what, request ? "; operator: " : "",
		request ? request : "", seconds);
	fflush(stderr);
	free(request);
}

static void *run(void *arg)
{
	struct progress *progress = arg;
	bool shown = false, tried = false;
	struct timespec begin, until;

	clock_gettime(CLOCK_REALTIME, &begin);
	until = begin;
	pthread_mutex_lock(&progress->lock);
	while (!progress->stop) {
		until.tv_sec++;
		if (!pthread_cond_timedwait(&progress->stopped, &progress->lock, &until))
			continue;
		pthread_mutex_unlock(&progress->lock);
		if (!tried)
			session_try(&progress->rsm);
		tried = true;
		show(progress, (long)(until.tv_sec - begin.tv_sec));
		shown = true;
		pthread_mutex_lock(&progress->lock);
	}
	pthread_mutex_unlock(&progress->lock);
	if (shown)
		fputs("\r\033[K", stderr);
	session_close(&progress->rsm);
	return NULL;
}

/**
 * progress_start() - begin to show that a call waits
 * @rsm:	the run
 * @side:	the side that is mounted; NULL if the call waits for any medium
 * @what:	what the call waits for if the service does not tell
 *
 * Return: the line, for progress_stop(); NULL where there is none to show.
 */
struct progress *progress_start(struct rsm *rsm, const NTMS_GUID *side, const char *what)
{
	struct progress *progress;

	if (rsm->quiet || !isatty(STDERR_FILENO))
		return NULL;
	progress = xcalloc(1, sizeof(*progress));
	progress->rsm = (struct rsm){ .verb = rsm->verb, .server = rsm->server,
				      .application = rsm->application };
	if (side)
		progress->side = *side;
	progress->what = what;
	pthread_mutex_init(&progress->lock, NULL);
	pthread_cond_init(&progress->stopped, NULL);
	if (pthread_create(&progress->thread, NULL, run, progress)) {
		free(progress);
		return NULL;
	}
	return progress;
}

/**
 * progress_stop() - remove the line, the call has ended
 * @progress:	the line, or NULL
 */
void progress_stop(struct progress *progress)
{
	if (!progress)
		return;
	pthread_mutex_lock(&progress->lock);
	progress->stop = true;
	pthread_cond_signal(&progress->stopped);
	pthread_mutex_unlock(&progress->lock);
	pthread_join(progress->thread, NULL);
	pthread_cond_destroy(&progress->stopped);
	pthread_mutex_destroy(&progress->lock);
	free(progress);
}
