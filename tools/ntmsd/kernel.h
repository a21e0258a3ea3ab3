/* SPDX-License-Identifier: GPL-2.0 */
/*
 * kernel.h - the conversation with the module
 */
#ifndef NTMSD_KERNEL_H
#define NTMSD_KERNEL_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "events.h"
#include "nlsock.h"

struct db;

/**
 * enum ntmsd_exit - exit codes, see ntmsd(8)
 * @NTMSD_OK: done, or ended by SIGTERM or SIGINT
 * @NTMSD_FAILURE: something else went wrong; may go better next time
 * @NTMSD_USAGE: wrong options
 * @NTMSD_DATABASE: the database is damaged, foreign or too new
 * @NTMSD_BUSY: another ntmsd has the database or the module
 * @NTMSD_REFUSED: the module does not accept this store
 */
enum ntmsd_exit {
	NTMSD_OK = 0,
	NTMSD_FAILURE = 1,
	NTMSD_USAGE = 2,
	NTMSD_DATABASE = 3,
	NTMSD_BUSY = 4,
	NTMSD_REFUSED = 5,
};

/**
 * struct kernel - the conversation with the module
 * @db: the store
 * @events: what is waited for
 * @sock: socket, a new one for each attachment
 * @code: what the service manager knows of the last batch: Win32 code with
 *	which it failed, 0 if it did not
 * @ready: the service manager knows that we are ready
 * @task: enum ntms_store_task that the module has asked for, 0 for none
 * @aside: the database before the import that the module has yet to accept,
 *	or ""
 * @told: it was logged that an import waits for the module
 */
struct kernel {
	struct db *db;
	struct events *events;
	struct nlsock sock;
	uint32_t code;
	bool ready;
	uint32_t task;
	char aside[PATH_MAX];
	bool told;
};

/* kernel.c */
enum ntmsd_exit kernel_run(struct kernel *kernel);

/* attach.c */
int kernel_receive(struct kernel *kernel, uint32_t seq, bool finish,
		   struct nlsock_answer *answer);
int kernel_attach(struct kernel *kernel);
int kernel_import(struct kernel *kernel);
int kernel_import_refused(struct kernel *kernel);

/* task.c */
int task_begin(struct kernel *kernel);
int task_step(struct kernel *kernel);

#endif /* NTMSD_KERNEL_H */
