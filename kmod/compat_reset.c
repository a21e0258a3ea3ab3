// SPDX-License-Identifier: GPL-2.0
/*
 * compat_reset.c - learning of resets that others were told of
 *
 * A unit attention goes to whoever sends the next command, mostly to st, which
 * takes "power on or reset" for a new tape and goes on.  The mid layer sees
 * them all; from 6.14 on it counts them (scsi_get_ua_por_ctr()).  In older
 * kernels the only trace of it is an event for user space,
 * SDEV_UA=POWER_ON_RESET_OCCURRED of the SCSI device.  So that is listened to,
 * with a socket of the kernel's own.
 *
 * The event is made by a work item of the SCSI device: when that has run, and
 * ours after it, everything is known that happened before.
 *
 * scsi_watch.c listens to the mid layer as well.  It sees each command as it
 * ends, which is what moves in changers and st need, but by a trace event: a
 * kernel may be built without, and it says nothing of commands of the error
 * handling.  That a tape may have been rewound must not be missed, so the core
 * hears of it from here, on every kernel.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/net.h>
#include <linux/netlink.h>
#include <linux/string.h>
#include <linux/uio.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>
#include <net/sock.h>
#include <scsi/scsi_device.h>

#include "compat_reset.h"
#include "device.h"

#define EVENTS_KERNEL	1		/* multicast group */
#define ROOM		(4 << 20)	/* of events that wait to be read */
#define EVENT_LEN	4096		/* longer than any */

static struct socket *events;
static bool closing;		/* @events is not to be used any more */
static char event[EVENT_LEN + 1];	/* of the work item */

static void receive_work(struct work_struct *work);
static DECLARE_WORK(receive, receive_work);

/* runs in whatever context an event is sent from */
static void data_ready(struct sock *sk)
{
	schedule_work(&receive);
}

/* strings side by side: "ACTION@DEVPATH", then "KEY=VALUE" */
static const char *value(const char *key, size_t len)
{
	size_t n = strlen(key);
	const char *p;

	for (p = event; p < event + len; p += strlen(p) + 1)
		if (!strncmp(p, key, n) && p[n] == '=')
			return p + n + 1;
	return "";
}

static void take(size_t len)
{
	u32 host, channel, target;
	const char *path;
	u64 lun;

	event[len] = '\0';
	if (strcmp(value("SUBSYSTEM", len), "scsi") ||
	    strcmp(value("SDEV_UA", len), "POWER_ON_RESET_OCCURRED"))
		return;
	path = strrchr(value("DEVPATH", len), '/');
	if (path && sscanf(path, "/%u:%u:%u:%llu", &host, &channel, &target,
			   &lun) == 4)
		ntms_device_was_reset(host, channel, target, lun);
}

static void receive_work(struct work_struct *work)
{
	struct sockaddr_nl from;
	struct msghdr msg = { .msg_name = &from };
	struct kvec vec;
	int len;

	while (!READ_ONCE(closing)) {
		vec.iov_base = event;
		vec.iov_len = EVENT_LEN;
		len = kernel_recvmsg(events, &msg, &vec, 1, EVENT_LEN,
				     MSG_DONTWAIT);
		if (len == -ENOBUFS) {
			pr_warn_ratelimited("too many events of devices, a reset of a drive may have been missed\n");
			continue;
		}
		if (len < 0)
			return;
		/* programs cannot send as the kernel */
		if (!from.nl_pid)
			take(len);
	}
}

/**
 * ntms_reset_settle() - everything that a device was told is known
 * @sdev: SCSI device, a reference is held
 *
 * When it returns ntms_device_was_reset() has been called for each reset that
 * somebody was told of before.
 *
 * Context: process, without locks.
 */
void ntms_reset_settle(struct scsi_device *sdev)
{
	flush_work(&sdev->event_work);
	flush_work(&receive);
}

/**
 * ntms_reset_init() - begin to listen
 *
 * Return: 0 or a negative errno.
 */
int __init ntms_reset_init(void)
{
	struct sockaddr_nl group = {
		.nl_family = AF_NETLINK, .nl_groups = EVENTS_KERNEL,
	};
	struct sock *sk;
	int err;

	err = sock_create_kern(&init_net, AF_NETLINK, SOCK_RAW,
			       NETLINK_KOBJECT_UEVENT, &events);
	if (err)
		return err;
	sk = events->sk;
	write_lock_bh(&sk->sk_callback_lock);
	sk->sk_data_ready = data_ready;
	write_unlock_bh(&sk->sk_callback_lock);
	WRITE_ONCE(sk->sk_rcvbuf, ROOM);
	err = kernel_bind(events, (struct sockaddr *)&group, sizeof(group));
	if (err)
		sock_release(events);
	return err;
}

/** ntms_reset_exit() - listen no more; ntms_device_was_reset() is not called */
void ntms_reset_exit(void)
{
	WRITE_ONCE(closing, true);
	cancel_work_sync(&receive);
	/* waits for those who are sending; they may have queued it again */
	sock_release(events);
	cancel_work_sync(&receive);
}
