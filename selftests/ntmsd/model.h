/* SPDX-License-Identifier: GPL-2.0 */
/*
 * model.h - a module made for the tests
 *
 * nlsock_*(), family_find() and events_wait() are replaced: a request is
 * handled at once by the model, which queues the answers.  Each test says in a
 * script what the model gives for each NEXT_JOURNAL; at the end of the script
 * SIGTERM "comes".
 */
#ifndef NTMSD_SELFTESTS_MODEL_H
#define NTMSD_SELFTESTS_MODEL_H

#include "lib.h"
#include "nlsock.h"

#define MODEL_QUEUE	64

/* One answer to NEXT_JOURNAL, or what happens instead. */
struct step {
	enum {
		END,		/* SIGTERM while the answer is awaited */
		RECORDS,	/* batches of lib.h from "batch", "count" of them */
		MALFORMED,	/* a record without its number */
		REFUSAL,	/* errno "batch" */
		GONE,		/* the module is unloaded */
		LOST,		/* ENOBUFS */
		STOP,		/* SIGTERM, and then RECORDS nevertheless */
	} what;
	uint64_t batch;
	unsigned int count;
	bool more;		/* cut the last record, go on with it next time */
	uint32_t task;		/* is asked for with the answer */
	bool until_done;	/* END: not before TASK_DONE */
	/* what the request must say */
	uint64_t durable;
	uint32_t error;
};

/**
 * struct model - the module
 * @step: what comes next in the script
 * @before: what came before it, or NULL
 * @upload: the objects are wanted
 * @refuse_attach: errno with which ATTACH_STORE is refused
 * @refuse_once: the same, the first time only
 * @refuse_restore: the same for the third RESTORE
 * @families_missing: so often is the family looked for in vain
 * @history: of the module
 * @expected: what is to be restored
 * @expected_count: how many
 * @attached: number of ATTACH_STORE
 * @restored: number of RESTORED
 * @messages: number of RESTORE
 * @in_flight: how many of those are not answered
 * @max_in_flight: how many were at most
 * @objects: number of objects restored as expected
 * @wrong: number of requests that were not as they should be
 * @attach_durable: last sequence number that was told
 * @longest: bytes of the longest RESTORE
 * @readiness: for GET_STATUS
 * @asked: number of GET_STATUS
 * @done: number of TASK_DONE
 * @done_task: what the last of them was about
 * @done_error: the code it had
 * @until_done: the next TASK_DONE ends the script
 * @queue: answers
 * @head: the first of them
 * @tail: where the next is put
 * @mask: events that are to happen
 * @stop: SIGTERM has come
 */
struct model {
	const struct step *step;
	const struct step *before;
	bool upload;
	int refuse_attach;
	int refuse_once;
	int refuse_restore;
	int families_missing;
	struct guid history;
	struct sample *expected;
	unsigned int expected_count;
	unsigned int attached;
	unsigned int restored;
	unsigned int messages;
	unsigned int in_flight;
	unsigned int max_in_flight;
	unsigned int objects;
	unsigned int wrong;
	uint64_t attach_durable;
	size_t longest;
	uint32_t readiness;
	unsigned int asked;
	unsigned int done;
	uint32_t done_task;
	uint32_t done_error;
	bool until_done;
	struct {
		struct nlsock_answer answer;
		int ret;
	} queue[MODEL_QUEUE];
	unsigned int head;
	unsigned int tail;
	unsigned int mask;
	bool stop;
};

extern struct model model;

#endif /* NTMSD_SELFTESTS_MODEL_H */
