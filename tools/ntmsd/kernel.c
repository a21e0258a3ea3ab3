// SPDX-License-Identifier: GPL-2.0
/*
 * kernel.c - follow the journal of the module
 *
 *   NEXT_JOURNAL(durable) -> records, [more]
 *
 * acknowledges all changes up to durable and asks for what follows.  The
 * records of an answer, and of those after it as long as "more" says that the
 * last record goes on, are one batch: one transaction of the database.  When
 * a batch cannot be written, nothing of it is, and
 *
 *   NEXT_JOURNAL(durable, error)
 *
 * lets the module take these changes back and tell those who asked for them.
 * An answer can also ask for a task (task.c).
 * When it cannot be told whether a batch is on disk, nothing is said: the
 * database is opened anew and attached, which settles it.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include <netlink/attr.h>
#include <netlink/msg.h>
#include <systemd/sd-daemon.h>

#include <linux/ntms.h>

#include "codec.h"
#include "db.h"
#include "kernel.h"
#include "log.h"

/* Win32 codes: the first of a refusal, the others of NTMS_A_STORE_ERROR */
#define ERROR_CANCELLED		1223
#define ERROR_DATABASE_FAILURE	4313
#define ERROR_DATABASE_FULL	4314

/* Milliseconds until the next look for the module, or the next attempt. */
#define POLL_FIRST	50
#define POLL_LAST	1000

/* Milliseconds between attempts to open a database whose disk has failed. */
#define REOPEN_LAST	5000

static int next_journal(struct kernel *kernel, uint32_t code, uint32_t *seq)
{
	struct nl_msg *msg;

	msg = nlsock_request(&kernel->sock, NTMS_CMD_NEXT_JOURNAL, 0, 64);
	if (!msg ||
	    nla_put_u64(msg, NTMS_A_STORE_DURABLE, db_sequence(kernel->db)) ||
	    (code && nla_put_u32(msg, NTMS_A_STORE_ERROR, code))) {
		nlmsg_free(msg);
		return -ENOMEM;
	}
	return nlsock_send(&kernel->sock, msg, seq);
}

static void note_task(struct kernel *kernel, const struct nlsock_answer *answer)
{
	struct nlattr *task = nla_find(answer->attrs, answer->len,
				       NTMS_A_STORE_TASK);

	if (task && nla_len(task) == sizeof(kernel->task))
		kernel->task = nla_get_u32(task);
}

static int receive_records(struct kernel *kernel, uint32_t seq, bool finish,
			   struct nlsock_answer *answer)
{
	int ret;

	do {
		ret = kernel_receive(kernel, seq, finish, answer);
		if (ret)
			return ret;
	} while (!answer->error && !answer->cmd);
	if (!answer->error) {
		note_task(kernel, answer);
		return 0;
	}
	if (answer->error == -ENOENT && !*answer->text)
		return -ENODEV;
	/* so end all requests that wait when the module is unloaded */
	if (answer->code != ERROR_CANCELLED)
		log_warn("the module does not give its journal: %s%s%s",
			 answer->text, *answer->text ? ": " : "",
			 strerror(-answer->error));
	return -EAGAIN;
}

/*
 * Writes all records of a batch.  *failure is set to the error with which the
 * database could not take them; what is returned concerns the conversation.
 */
static int write_batch(struct kernel *kernel, uint32_t seq,
		       struct journal *journal, int *failure)
{
	struct nlsock_answer answer;
	int ret;

	ret = receive_records(kernel, seq, false, &answer);
	if (ret)
		return ret;
	*failure = 0;
	if (kernel->task &&
	    !nla_find(answer.attrs, answer.len, NTMS_A_STORE_RECORD))
		return 0;
	*failure = db_begin(kernel->db);
	if (*failure)
		return 0;
	for (;;) {
		*failure = codec_apply(kernel->db, answer.attrs, answer.len,
				       journal);
		if (*failure || !journal->more)
			break;
		ret = next_journal(kernel, 0, &seq);
		if (!ret)
			ret = receive_records(kernel, seq, true, &answer);
		if (ret)
			break;
	}
	if (ret || *failure || !journal->sequence)
		db_rollback(kernel->db);
	else
		*failure = db_commit(kernel->db, journal->sequence);
	return *failure == -ESTALE ? -ESTALE : ret;
}

static uint32_t failure_code(int failure)
{
	if (!failure)
		return 0;
	return failure == -ENOSPC ? ERROR_DATABASE_FULL : ERROR_DATABASE_FAILURE;
}

static void tell_state(struct kernel *kernel, uint32_t code)
{
	kernel->code = code;
	if (code)
		sd_notifyf(0, "STATUS=%s cannot be written to, changes are refused",
			   db_path(kernel->db));
	else
		sd_notifyf(0, "%sSTATUS=Keeping changes in %s",
			   kernel->ready ? "" : "READY=1\n", db_path(kernel->db));
	kernel->ready = true;
}

/* Keeps the store up to date until the conversation ends; returns why. */
static int follow(struct kernel *kernel)
{
	struct journal journal;
	uint32_t seq, code = 0;
	int failure, ret;

	for (;;) {
		ret = next_journal(kernel, code, &seq);
		if (ret)
			return ret;
		/* the module collects the next changes meanwhile */
		db_tidy(kernel->db);
		ret = task_step(kernel);
		if (ret)
			return ret;

		memset(&journal, 0, sizeof(journal));
		ret = write_batch(kernel, seq, &journal, &failure);
		if (ret)
			return ret;
		code = failure_code(failure);
		log_debug("%u objects up to change %" PRIu64 ": %s",
			  journal.changes, journal.sequence,
			  code ? "NOT WRITTEN" : "written");
		if (code != kernel->code)
			tell_state(kernel, code);
		ret = kernel->task ? task_begin(kernel) : 0;
		if (ret)
			return ret;
	}
}

/* Waits for the module; @load: ask for it to be loaded, once. */
static int wait_for_module(struct kernel *kernel, bool load)
{
	int delay = POLL_FIRST;
	bool told = false;

	for (;;) {
		/* what was said before is settled by the look that follows */
		events_wait(kernel->events, 0);
		if (kernel->events->stop)
			return -ECANCELED;
		kernel->sock.family = family_find(load);
		if (kernel->sock.family >= 0)
			return 0;
		if (!told) {
			log_info("waiting for the module ntms");
			sd_notify(0, "STATUS=Waiting for the module ntms");
		}
		told = true;
		load = false;
		events_wait(kernel->events, delay);
		delay = delay * 2 < POLL_LAST ? delay * 2 : POLL_LAST;
	}
}

/* One attachment from begin to end; returns why it ended. */
static int converse(struct kernel *kernel)
{
	int ret = 0;

	if (!kernel->sock.sk) {
		int family = kernel->sock.family;

		ret = nlsock_open(&kernel->sock);
		kernel->sock.family = family;
	}
	if (!ret)
		ret = events_watch(kernel->events, nlsock_fd(&kernel->sock));
	if (ret)
		return ret;
	ret = kernel_import(kernel);
	if (!ret)
		ret = kernel_attach(kernel);
	if (ret == -EACCES)
		ret = kernel_import_refused(kernel);
	if (!ret) {
		*kernel->aside = '\0';
		kernel->task = 0;
		log_info("keeping changes in %s from change %" PRIu64 " on",
			 db_path(kernel->db), db_sequence(kernel->db));
		tell_state(kernel, 0);
		ret = follow(kernel);
		if (ret != -ECANCELED && ret != -ENODEV && ret != -ESTALE)
			ret = -EAGAIN;	/* whatever it was: begin anew */
	}
	events_unwatch(kernel->events);
	nlsock_close(&kernel->sock);
	return ret;
}

/* After a flush has failed; as long as it takes. */
static int reopen(struct kernel *kernel)
{
	int delay = POLL_FIRST;
	int ret;

	tell_state(kernel, ERROR_DATABASE_FAILURE);
	for (;;) {
		ret = db_reopen(kernel->db);
		if (!ret)
			return -EAGAIN;
		if (ret == -EUCLEAN)
			return ret;
		events_wait(kernel->events, delay);
		if (kernel->events->stop)
			return -ECANCELED;
		delay = delay * 2 < REOPEN_LAST ? delay * 2 : REOPEN_LAST;
	}
}

static enum ntmsd_exit exit_code(int error)
{
	switch (error) {
	case -EBUSY:
		return NTMSD_BUSY;
	case -EUCLEAN:
		return NTMSD_DATABASE;
	case -EACCES:
		return NTMSD_REFUSED;
	default:
		return NTMSD_FAILURE;
	}
}

/**
 * kernel_run() - be the store of the module until a signal ends it
 * @kernel: conversation; its socket may have been opened already
 *
 * When the module is unloaded, or an answer is lost, it begins anew.
 *
 * Return: exit code of ntmsd.
 */
enum ntmsd_exit kernel_run(struct kernel *kernel)
{
	bool load = true;
	int ret;

	for (;;) {
		ret = wait_for_module(kernel, load);
		if (!ret)
			ret = converse(kernel);
		if (ret == -ESTALE)
			ret = reopen(kernel);
		load = false;
		switch (ret) {
		case -ECANCELED:
			return NTMSD_OK;
		case -ENODEV:
			sd_notify(0, "STATUS=The module ntms was unloaded");
			continue;
		case -EAGAIN:
		case -EINTR:
		case -ENOBUFS:
			log_debug("attaching anew: %s", strerror(-ret));
			events_wait(kernel->events, POLL_LAST);
			continue;
		default:
			return exit_code(ret);
		}
	}
}
