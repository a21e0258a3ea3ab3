// SPDX-License-Identifier: GPL-2.0
/*
 * task.c - what the module asks for besides keeping its changes
 *
 *   NEXT_JOURNAL -> [records], task
 *   TASK_DONE(task, [error])
 *
 * An export is done piece by piece, between the batches and while there are
 * none: clients hardly notice.  An import only leaves a mark; it happens when
 * the module begins without objects.
 */
#include <errno.h>

#include <netlink/attr.h>
#include <netlink/msg.h>

#include <linux/ntms.h>

#include "db.h"
#include "kernel.h"
#include "log.h"

/* Win32 codes of NTMS_A_STORE_ERROR */
#define ERROR_SHARING_VIOLATION	32
#define ERROR_DATABASE_FAILURE	4313
#define ERROR_DATABASE_FULL	4314

static uint32_t error_code(int error)
{
	switch (error) {
	case 0:
		return 0;
	case -EBUSY:
		return ERROR_SHARING_VIOLATION;
	case -ENOSPC:
	case -EDQUOT:
	case -EFBIG:
		return ERROR_DATABASE_FULL;
	default:
		return ERROR_DATABASE_FAILURE;
	}
}

/* Without this answer the client waits until the conversation ends. */
static int tell(struct kernel *kernel, uint32_t task, int error)
{
	uint32_t code = error_code(error), seq;
	struct nl_msg *msg;

	msg = nlsock_request(&kernel->sock, NTMS_CMD_TASK_DONE, 0, 64);
	if (!msg || nla_put_u32(msg, NTMS_A_STORE_TASK, task) ||
	    (code && nla_put_u32(msg, NTMS_A_STORE_ERROR, code))) {
		nlmsg_free(msg);
		return -ENOMEM;
	}
	return nlsock_send(&kernel->sock, msg, &seq);
}

/**
 * task_begin() - do what an answer asked for, or begin with it
 * @kernel: conversation, with @kernel->task; not in a batch
 *
 * Return: 0, or a negative errno that ends the conversation.
 */
int task_begin(struct kernel *kernel)
{
	uint32_t task = kernel->task;
	int ret;

	kernel->task = 0;
	switch (task) {
	case NTMS_STORE_TASK_EXPORT:
		/* what is being made has all changes up to its end */
		if (db_exporting(kernel->db))
			return 0;
		ret = db_export_begin(kernel->db);
		return ret ? tell(kernel, task, ret) : 0;
	case NTMS_STORE_TASK_IMPORT:
		return tell(kernel, task, db_import_mark(kernel->db));
	default:
		log_error("the module wants task %u, which this ntmsd does not know; ntmsd and the module do not fit each other",
			  task);
		return tell(kernel, task, -EINVAL);
	}
}

/**
 * task_step() - go on with an export
 * @kernel: conversation; not in a batch
 *
 * Return: 0, or a negative errno that ends the conversation.
 */
int task_step(struct kernel *kernel)
{
	int ret;

	if (!db_exporting(kernel->db))
		return 0;
	ret = db_export_step(kernel->db);
	return ret > 0 ? 0 : tell(kernel, NTMS_STORE_TASK_EXPORT, ret);
}
