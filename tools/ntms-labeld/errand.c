// SPDX-License-Identifier: GPL-2.0
/*
 * errand.c - one errand, in a process of its own
 *
 * The drive is opened, the module is asked whether it still wants the errand
 * (a drive that is open is not unloaded, so what is in it now stays in it),
 * the errand is done, the tape is rewound and the drive closed.  Whose a label
 * is say processes that have nothing but the block (child.c).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mtio.h>
#include <unistd.h>

#include <linux/ntms.h>

#include "agent.h"
#include "child.h"

/**
 * report_failure() - an errand has failed
 * @report: receives it
 * @error: Win32 code
 * @format: why, as for printf(3)
 */
void report_failure(struct report *report, uint32_t error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report->error = error;
	vsnprintf(report->text, sizeof(report->text), format, args);
	va_end(args);
}

static uint32_t error_of(int err)
{
	switch (err) {
	case EACCES:
	case EPERM:
		return ERROR_ACCESS_DENIED;
	case EBUSY:
		return ERROR_BUSY;
	case EROFS:
		return ERROR_WRITE_PROTECT;
	case ENOMEM:
		return ERROR_NOT_ENOUGH_MEMORY;
	case ENOENT:
	case ENXIO:
	case ENODEV:
		return ERROR_OBJECT_NOT_FOUND;
	case ENOMEDIUM:
		return ERROR_NOT_READY;
	default:
		return ERROR_MEDIUM_NOT_ACCESSIBLE;
	}
}

static void failed(struct report *report, const char *what)
{
	report_failure(report, error_of(errno), "%s: %s", what, strerror(errno));
}

static int tape_op(int fd, short op, int count)
{
	struct mtop mt = { .mt_op = op, .mt_count = count };

	return ioctl(fd, MTIOCTOP, &mt);
}

/*
 * The first block cannot be read: is there none?  st does not tell a blank tape
 * from one that cannot be read, but the end of data is where it begins.
 */
static bool is_blank(int fd)
{
	struct mtpos at;

	tape_op(fd, MTEOM, 1);
	return !ioctl(fd, MTIOCPOS, &at) && !at.mt_blkno;
}

/*
 * Reads the first block: its size, 0 for none, -1 if it cannot be read.
 * st reads blocks as they are, or of the size that somebody has set; that is
 * the business of whoever uses the drive (the block mode after a mount is not
 * defined).
 */
static ssize_t read_first(int fd, uint8_t *to, size_t size, bool *blank)
{
	ssize_t n;
	int err;

	*blank = false;
	tape_op(fd, MTSETBLK, 0);
	do {
		n = read(fd, to, size);
	} while (n < 0 && errno == EINTR);
	if (n >= 0)
		return n;	/* 0: a filemark */
	err = errno;
	if (err == EIO)
		*blank = is_blank(fd);
	/* ENOMEM: a block that is larger than any label */
	if (*blank || err == ENOMEM)
		return 0;
	errno = err;
	return -1;
}

/* what is at the beginning of the tape, which is rewound before and after */
static bool look(int fd, const char *plugins, struct report *report)
{
	static uint8_t data[LABEL_BLOCK_MAX];
	enum claim claim = CLAIM_NO;
	struct label label;
	ssize_t size;
	bool blank;

	if (tape_op(fd, MTREW, 1)) {
		failed(report, "rewind");
		return false;
	}
	size = read_first(fd, data, sizeof(data), &blank);
	if (size < 0) {
		failed(report, "read");
		tape_op(fd, MTREW, 1);
		return false;
	}
	if (tape_op(fd, MTREW, 1)) {
		failed(report, "rewind");
		return false;
	}
	report->found = blank ? NTMS_LABEL_BLANK : NTMS_LABEL_UNKNOWN;
	report->omid_size = 0;
	if (size)
		claim = child_claim((struct block){ data, size }, plugins, &label);
	if (claim == CLAIM_FAILED) {
		report->found = 0;
		report_failure(report, ERROR_MEDIUM_NOT_ACCESSIBLE,
			       "nobody knows the label, and somebody could not be asked: the log of ntms-labeld says more");
		return false;
	}
	if (claim == CLAIM_YES) {
		report->omid_size = label_omid(&label, report->omid,
					       sizeof(report->omid));
		report->found = NTMS_LABEL_KNOWN;
	}
	return true;
}

static bool same(const struct order *order, const struct report *report)
{
	return order->found == report->found &&
	       order->omid_size == report->omid_size &&
	       !memcmp(order->omid, report->omid, order->omid_size);
}

/* the free label, and that it can be read again */
static void write_label(int fd, const struct order *order, const char *plugins,
			struct report *report)
{
	uint8_t block[LABEL_FREE_SIZE];
	struct label label;

	if (!look(fd, plugins, report))
		return;
	if (!same(order, report)) {
		report_failure(report, ERROR_INVALID_STATE,
			       "there is another label on it than a moment ago");
		return;
	}
	label_free_make(order->side, block);
	if (write(fd, block, sizeof(block)) != (ssize_t)sizeof(block) ||
	    tape_op(fd, MTWEOF, 1)) {
		failed(report, "write");
		return;
	}
	if (!look(fd, plugins, report))
		return;
	label_claim((struct block){ block, sizeof(block) }, &label);
	if (report->found != NTMS_LABEL_KNOWN ||
	    report->omid_size != label_omid(&label, block, sizeof(block)) ||
	    memcmp(report->omid, block, report->omid_size))
		report_failure(report, ERROR_MEDIUM_NOT_ACCESSIBLE,
			       "what was written cannot be read again");
	report->found = 0;
}

static void with_tape(const struct order *order, const char *plugins,
		      bool (*may_begin)(void *ctx), void *ctx,
		      struct report *report)
{
	bool write = order->kind == NTMS_ERRAND_WRITE_LABEL;
	int fd;

	if (!*order->node) {
		report_failure(report, ERROR_OBJECT_NOT_FOUND,
			       "the drive has no node: is the driver st loaded?");
		return;
	}
	fd = open(order->node, (write ? O_RDWR : O_RDONLY) | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0) {
		failed(report, "open");
		return;
	}
	if (!may_begin(ctx))
		report_failure(report, ERROR_CANCELLED, "nobody wants it any more");
	else if (write)
		write_label(fd, order, plugins, report);
	else
		look(fd, plugins, report);
	if (close(fd) && !report->error)
		failed(report, "close");
}

/**
 * errand_do() - do an errand
 * @order: what is to be done
 * @plugins: where media label libraries are
 * @may_begin: asks whether it is still wanted, when the drive is open
 * @ctx: for @may_begin
 * @report: receives how it went
 */
void errand_do(const struct order *order, const char *plugins,
	       bool (*may_begin)(void *ctx), void *ctx, struct report *report)
{
	memset(report, 0, sizeof(*report));
	switch (order->kind) {
	case NTMS_ERRAND_READ_LABEL:
	case NTMS_ERRAND_WRITE_LABEL:
		with_tape(order, plugins, may_begin, ctx, report);
		break;
	case NTMS_ERRAND_GIVE_DRIVE:
		if (may_begin(ctx))
			nodes_give(order, report);
		break;
	default:
		report_failure(report, ERROR_NOT_SUPPORTED,
			       "this ntms-labeld does not know errand kind %u: it and the module do not fit each other",
			       order->kind);
	}
}
