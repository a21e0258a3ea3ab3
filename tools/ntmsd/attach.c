// SPDX-License-Identifier: GPL-2.0
/*
 * attach.c - become the store of the module and hand over the objects
 *
 *   ATTACH_STORE(history, durable, path) -> history, [upload]
 *   if upload was answered:
 *	RESTORE(objects) ... a few in flight
 *	RESTORED
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <netlink/attr.h>
#include <netlink/msg.h>
#include <systemd/sd-daemon.h>

#include <linux/ntms.h>

#include "codec.h"
#include "db.h"
#include "kernel.h"
#include "log.h"
#include "types.h"

#define PATH_MAX_LEN	255		/* of NTMS_A_STORE_PATH */
#define RESTORE_SIZE	(32 * 1024)	/* of one message */
#define RESTORE_WINDOW	4		/* messages in flight */
#define FINISH_TIMEOUT	5000		/* ms for the rest of a batch at exit */

/**
 * kernel_receive() - wait for the answer to a request
 * @kernel: conversation
 * @seq: number of the request
 * @finish: at a signal to end, wait some seconds for the answer nevertheless
 * @answer: result
 *
 * Return: 0, also if the answer is a refusal; -ECANCELED at a signal to end;
 * -ENODEV if the module was unloaded; or another negative errno.
 */
int kernel_receive(struct kernel *kernel, uint32_t seq, bool finish,
		   struct nlsock_answer *answer)
{
	struct events *events = kernel->events;
	unsigned int mask = EVENT_ANSWER;
	bool idle;
	int ret;

	for (;;) {
		if (!nlsock_pending(&kernel->sock)) {
			if (events->stop && !finish)
				return -ECANCELED;
			/* in the middle of a batch nothing else is done */
			idle = !finish && db_exporting(kernel->db);
			mask = events_wait(events, idle ? 0 : events->stop ?
					   FINISH_TIMEOUT : -1);
			if (idle && !mask) {
				ret = task_step(kernel);
				if (ret)
					return ret;
			}
		}
		if (mask & EVENT_TELL)
			log_info("%s: last change %" PRIu64 "%s",
				 db_path(kernel->db), db_sequence(kernel->db),
				 kernel->code ? ", CANNOT BE WRITTEN TO" : "");
		if (mask & EVENT_GONE)
			return -ENODEV;
		if (!(mask & EVENT_ANSWER)) {
			if (events->stop && finish && !mask)
				return -ECANCELED;
			continue;
		}
		ret = nlsock_receive(&kernel->sock, answer);
		if (ret == -EAGAIN || (!ret && answer->seq != seq))
			continue;
		return ret;
	}
}

/* Logs a refusal and says in ntmsd's own errors what it means. */
static int refusal(const char *what, const struct nlsock_answer *answer)
{
	/* this is how netlink itself answers when there is no such family */
	if (answer->error == -ENOENT && !*answer->text && !answer->code)
		return -ENODEV;
	log_error("the module refuses %s: %s (%s, Win32 error %" PRIu32 ")",
		  what, *answer->text ? answer->text : "no reason given",
		  strerror(-answer->error), answer->code);
	switch (answer->error) {
	case -EBUSY:
	case -EAGAIN:
	case -EINTR:
		return answer->error;
	default:
		return -EACCES;
	}
}

static struct nl_msg *attach_request(struct kernel *kernel)
{
	const char *path = db_path(kernel->db);
	struct nl_msg *msg;

	/* the end of a long path says more than its begin */
	if (strlen(path) > PATH_MAX_LEN)
		path += strlen(path) - PATH_MAX_LEN;
	msg = nlsock_request(&kernel->sock, NTMS_CMD_ATTACH_STORE, 0, 512);
	if (!msg ||
	    nla_put(msg, NTMS_A_STORE_HISTORY, sizeof(struct guid),
		    db_history(kernel->db)) ||
	    nla_put_u64(msg, NTMS_A_STORE_DURABLE, db_sequence(kernel->db)) ||
	    nla_put_string(msg, NTMS_A_STORE_PATH, path)) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

/* Sends a request and waits for its answer; a refusal is returned as error. */
static int ask(struct kernel *kernel, struct nl_msg *msg, const char *what,
	       struct nlsock_answer *answer)
{
	uint32_t seq;
	int ret;

	if (!msg)
		return -ENOMEM;
	ret = nlsock_send(&kernel->sock, msg, &seq);
	if (!ret)
		ret = kernel_receive(kernel, seq, false, answer);
	if (!ret && answer->error)
		ret = refusal(what, answer);
	return ret;
}

/**
 * struct restore - state of an upload
 * @kernel: conversation
 * @msg: message that is being filled, NULL if there is none
 * @room: bytes left in it
 * @seq: numbers of the messages in flight, the oldest first
 * @in_flight: how many they are
 * @last: object put into a message last
 * @type: its type
 * @objects: number of objects so far
 */
struct restore {
	struct kernel *kernel;
	struct nl_msg *msg;
	size_t room;
	uint32_t seq[RESTORE_WINDOW];
	unsigned int in_flight;
	struct guid last;
	const struct type *type;
	uint64_t objects;
};

/* Waits for the oldest message in flight. */
static int restore_wait(struct restore *restore)
{
	char text[GUID_TEXT_LEN + 1], what[128];
	struct nlsock_answer answer;
	int ret;

	ret = kernel_receive(restore->kernel, restore->seq[0], false, &answer);
	if (ret)
		return ret;
	memmove(restore->seq, restore->seq + 1,
		--restore->in_flight * sizeof(restore->seq[0]));
	if (!answer.error)
		return 0;
	guid_to_text(&restore->last, text);
	snprintf(what, sizeof(what),
		 "stored objects (near the %" PRIu64 "th, before %s %s)",
		 restore->objects, restore->type->name, text);
	return refusal(what, &answer);
}

static int restore_send(struct restore *restore)
{
	struct nl_msg *msg = restore->msg;
	uint32_t seq;
	int ret;

	if (!msg)
		return 0;
	if (restore->in_flight == RESTORE_WINDOW) {
		ret = restore_wait(restore);
		if (ret)
			return ret;
	}
	restore->msg = NULL;
	ret = nlsock_send(&restore->kernel->sock, msg, &seq);
	if (ret)
		return ret;
	restore->seq[restore->in_flight++] = seq;
	/* the service manager need not lose its patience */
	sd_notifyf(0, "EXTEND_TIMEOUT_USEC=60000000\nSTATUS=Handing over objects, %" PRIu64 " so far",
		   restore->objects);
	return 0;
}

static int restore_object(const struct object *o, void *context)
{
	struct restore *restore = context;
	size_t size = codec_size(o);
	int ret;

	if (restore->msg && size > restore->room) {
		ret = restore_send(restore);
		if (ret)
			return ret;
	}
	if (!restore->msg) {
		restore->room = size > RESTORE_SIZE ? size : RESTORE_SIZE;
		restore->msg = nlsock_request(&restore->kernel->sock,
					      NTMS_CMD_RESTORE, NLM_F_ACK,
					      restore->room);
		if (!restore->msg)
			return -ENOMEM;
	}
	ret = codec_put_object(restore->msg, o);
	if (ret)
		return ret;
	restore->room -= size;
	restore->last = o->guid;
	restore->type = o->type;
	restore->objects++;
	return 0;
}

static int upload(struct kernel *kernel)
{
	struct restore restore = { .kernel = kernel };
	struct nlsock_answer answer;
	int ret;

	ret = db_load(kernel->db, restore_object, &restore);
	if (!ret)
		ret = restore_send(&restore);
	nlmsg_free(restore.msg);
	while (!ret && restore.in_flight)
		ret = restore_wait(&restore);
	if (ret)
		return ret;
	ret = ask(kernel,
		  nlsock_request(&kernel->sock, NTMS_CMD_RESTORED, NLM_F_ACK, 0),
		  "the restored objects", &answer);
	if (!ret)
		log_info("handed over %" PRIu64 " objects", restore.objects);
	return ret;
}

/* Takes what the module answered; *wanted is set if it wants the objects. */
static int adopt(struct kernel *kernel, const struct nlsock_answer *answer,
		 bool *wanted)
{
	const struct nlattr *head = answer->attrs;
	struct nlattr *history;
	struct guid guid;

	history = nla_find(head, answer->len, NTMS_A_STORE_HISTORY);
	*wanted = nla_find(head, answer->len, NTMS_A_STORE_UPLOAD) != NULL;
	if (!history || nla_len(history) != sizeof(guid)) {
		log_error("the module did not say which history it follows; ntmsd and the module do not fit each other");
		return -EPROTO;
	}
	memcpy(&guid, nla_data(history), sizeof(guid));
	if (!memcmp(&guid, db_history(kernel->db), sizeof(guid)))
		return 0;
	return db_set_history(kernel->db, &guid);
}

/* Is the module without objects, so that it takes any? */
static int module_waits(struct kernel *kernel, bool *waits)
{
	struct nlsock_answer answer;
	struct nlattr *readiness;
	int ret;

	ret = ask(kernel,
		  nlsock_request(&kernel->sock, NTMS_CMD_GET_STATUS, 0, 0),
		  "to say how it is", &answer);
	if (ret)
		return ret;
	readiness = nla_find(answer.attrs, answer.len,
			     NTMS_A_STATUS_READINESS);
	*waits = readiness && nla_len(readiness) == sizeof(uint32_t) &&
		 nla_get_u32(readiness) == NTMS_READINESS_WAITING;
	return 0;
}

/**
 * kernel_import() - import the copy of the database, if that was asked for
 * @kernel: conversation with an open socket
 *
 * A module that has objects goes on with these: then it has to wait.
 *
 * Return: 0, or a negative errno.
 */
int kernel_import(struct kernel *kernel)
{
	bool waits;
	int ret;

	if (!db_import_marked(kernel->db))
		return 0;
	ret = module_waits(kernel, &waits);
	if (ret)
		return ret;
	if (waits)
		return db_import(kernel->db, kernel->aside);
	if (!kernel->told)
		log_info("the import waits until the module ntms is loaded anew");
	kernel->told = true;
	return 0;
}

/**
 * kernel_import_refused() - the module does not take the objects
 * @kernel: conversation after kernel_attach() has returned -EACCES
 *
 * Return: -EAGAIN when they were imported just before, and the database from
 * before is back; -EACCES when they were not; or another negative errno.
 */
int kernel_import_refused(struct kernel *kernel)
{
	int ret;

	if (!*kernel->aside)
		return -EACCES;
	ret = db_import_undo(kernel->db, kernel->aside);
	*kernel->aside = '\0';
	return ret ? ret : -EAGAIN;
}

/**
 * kernel_attach() - become the store of the module
 * @kernel: conversation with an open socket
 *
 * Return: 0 when the module has all that is stored; -ENODEV if the module is
 * not there any more; -ECANCELED at a signal to end; -EACCES if the module
 * refuses, -EBUSY if it has another store; or another negative errno.
 */
int kernel_attach(struct kernel *kernel)
{
	struct nlsock_answer answer;
	bool wanted;
	int ret;

	ret = ask(kernel, attach_request(kernel), "this store", &answer);
	if (ret)
		return ret;
	ret = adopt(kernel, &answer, &wanted);
	if (ret || !wanted)
		return ret;
	return upload(kernel);
}
