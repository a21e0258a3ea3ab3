// SPDX-License-Identifier: GPL-2.0
/*
 * agent.c - the conversation with the module
 *
 *   ATTACH_AGENT
 *   NEXT_ERRAND -> what to do		held back until there is something
 *   BEGIN_ERRAND(id)			the drive is open: still wanted?
 *   ERRAND_DONE(id, found, omid) or (id, error, text)
 *
 * Every errand is done by a process of its own (errand.c), several at a time,
 * one for a drive; this one only talks, and waits in one place.
 */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <netlink/attr.h>
#include <netlink/msg.h>
#include <systemd/sd-daemon.h>

#include <linux/ntms.h>

#include "agent.h"
#include "events.h"
#include "log.h"
#include "nlsock.h"

#define ERRANDS_MAX	64	/* at a time */
#define ERRAND_SECONDS	1800	/* after which its process is ended */
#define RETRY_MS	1000

/**
 * struct errand - an errand that is being done
 * @id: its number, 0 for none
 * @pid: process that does it
 * @fd: socket to it
 * @asked: number of the request to begin, 0 when there is none
 * @end: when it has to be done, CLOCK_MONOTONIC
 */
struct errand {
	uint64_t id;
	pid_t pid;
	int fd;
	uint32_t asked;
	time_t end;
};

/**
 * struct agent - the conversation
 * @events: signals, and whether the module is there
 * @sock: socket to the module
 * @plugins: where media label libraries are
 * @next: number of the next-errand that is held back, 0 when there is none
 * @errands: those in hand
 */
struct agent {
	struct events events;
	struct nlsock sock;
	const char *plugins;
	uint32_t next;
	struct errand errands[ERRANDS_MAX];
};

static time_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec;
}

static struct errand *find(struct agent *agent, uint64_t id)
{
	unsigned int i;

	for (i = 0; i < ERRANDS_MAX; i++)
		if (agent->errands[i].id == id)
			return &agent->errands[i];
	return NULL;
}

/* --- to the module ----------------------------------------------------------- */

static int send_id(struct agent *agent, uint8_t cmd, uint64_t id, uint32_t *seq)
{
	struct nl_msg *msg = nlsock_request(&agent->sock, cmd, NLM_F_ACK, 64);

	if (!msg || (id && nla_put_u64(msg, NTMS_A_ERRAND_ID, id))) {
		nlmsg_free(msg);
		return -ENOMEM;
	}
	return nlsock_send(&agent->sock, msg, seq);
}

static int ask_next(struct agent *agent)
{
	struct nl_msg *msg;

	if (agent->next || !find(agent, 0))
		return 0;
	msg = nlsock_request(&agent->sock, NTMS_CMD_NEXT_ERRAND, 0, 0);
	return msg ? nlsock_send(&agent->sock, msg, &agent->next) : -ENOMEM;
}

static int tell(struct agent *agent, uint64_t id, const struct report *report)
{
	struct nl_msg *msg;
	uint32_t seq;

	/* the module says no more than that nobody waits for it any more */
	msg = nlsock_request(&agent->sock, NTMS_CMD_ERRAND_DONE, 0,
			     LABEL_OMID_MAX + 512);
	if (!msg || nla_put_u64(msg, NTMS_A_ERRAND_ID, id) ||
	    (report->error &&
	     (nla_put_u32(msg, NTMS_A_ERRAND_ERROR, report->error) ||
	      nla_put_string(msg, NTMS_A_ERRAND_TEXT, report->text))) ||
	    (!report->error && report->found &&
	     nla_put_u32(msg, NTMS_A_ERRAND_FOUND, report->found)) ||
	    (!report->error && report->omid_size &&
	     nla_put(msg, NTMS_A_ERRAND_OMID, report->omid_size, report->omid))) {
		nlmsg_free(msg);
		return -ENOMEM;
	}
	return nlsock_send(&agent->sock, msg, &seq);
}

/* --- processes ----------------------------------------------------------------- */

/* in the process of an errand: the answer of the module comes as one byte */
static bool may_begin(void *ctx)
{
	struct report ask = { .begin = true };
	int fd = *(int *)ctx;
	uint8_t yes = 0;

	return send(fd, &ask, sizeof(ask), MSG_NOSIGNAL) == sizeof(ask) &&
	       recv(fd, &yes, 1, 0) == 1 && yes;
}

static void child(struct agent *agent, const struct order *order, int fd)
{
	static struct report report;
	sigset_t none;

	/* signals are ours to wait for, not its */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	close(nlsock_fd(&agent->sock));
	errand_do(order, agent->plugins, may_begin, &fd, &report);
	report.begin = false;
	send(fd, &report, sizeof(report), MSG_NOSIGNAL);
	_exit(0);
}

static int start(struct agent *agent, const struct order *order)
{
	struct report report = { 0 };
	struct errand *e = find(agent, 0);
	int ends[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		ends[0] = -1;
	pid = ends[0] < 0 ? -1 : fork();
	if (!pid) {
		close(ends[0]);
		child(agent, order, ends[1]);
	}
	if (ends[0] >= 0)
		close(ends[1]);
	if (pid < 0) {
		if (ends[0] >= 0)
			close(ends[0]);
		report_failure(&report, ERROR_NOT_ENOUGH_MEMORY, "%s", strerror(errno));
		return tell(agent, order->id, &report);
	}
	*e = (struct errand){
		.id = order->id, .pid = pid, .fd = ends[0], .end = now() + ERRAND_SECONDS,
	};
	return 0;
}

static void finish(struct errand *e)
{
	close(e->fd);
	kill(e->pid, SIGKILL);
	while (waitpid(e->pid, NULL, 0) < 0 && errno == EINTR)
		;
	memset(e, 0, sizeof(*e));
}

/* a process has something to say, or has ended */
static int hear(struct agent *agent, struct errand *e)
{
	struct report report;
	uint64_t id = e->id;
	ssize_t n = recv(e->fd, &report, sizeof(report), MSG_DONTWAIT);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (n != sizeof(report)) {
		memset(&report, 0, sizeof(report));
		report_failure(&report, ERROR_MEDIUM_NOT_ACCESSIBLE,
			       "the process that reads labels ended");
	}
	if (report.begin)
		return e->asked ? 0 : send_id(agent, NTMS_CMD_BEGIN_ERRAND, id,
					      &e->asked);
	finish(e);
	if (report.error)
		log_warn("errand %" PRIu64 ": %s", id, report.text);
	return tell(agent, id, &report);
}

static int end_late(struct agent *agent)
{
	struct report report = { 0 };
	unsigned int i;
	int ret = 0;

	report_failure(&report, ERROR_MEDIUM_NOT_ACCESSIBLE, "the drive does not answer");
	for (i = 0; i < ERRANDS_MAX && !ret; i++) {
		uint64_t id = agent->errands[i].id;

		if (!id || agent->errands[i].end > now())
			continue;
		log_error("errand %" PRIu64 ": the drive does not answer", id);
		finish(&agent->errands[i]);
		ret = tell(agent, id, &report);
	}
	return ret;
}

/* --- from the module ------------------------------------------------------------- */

static uint32_t number(const struct nlsock_answer *a, int attribute)
{
	struct nlattr *at = nla_find(a->attrs, a->len, attribute);

	return at && nla_len(at) == sizeof(uint32_t) ? nla_get_u32(at) : 0;
}

static uint64_t long_number(const struct nlsock_answer *a, int attribute)
{
	struct nlattr *at = nla_find(a->attrs, a->len, attribute);

	return at && nla_len(at) == sizeof(uint64_t) ? nla_get_u64(at) : 0;
}

static void read_order(const struct nlsock_answer *a, struct order *order)
{
	struct nlattr *node = nla_find(a->attrs, a->len, NTMS_A_ERRAND_NODE);
	struct nlattr *side = nla_find(a->attrs, a->len, NTMS_A_ERRAND_SIDE);
	struct nlattr *omid = nla_find(a->attrs, a->len, NTMS_A_ERRAND_OMID);

	memset(order, 0, sizeof(*order));
	order->id = long_number(a, NTMS_A_ERRAND_ID);
	order->kind = number(a, NTMS_A_ERRAND_KIND);
	if (node)
		nla_strlcpy(order->node, node, sizeof(order->node));
	order->host = number(a, NTMS_A_ERRAND_HOST);
	order->channel = number(a, NTMS_A_ERRAND_CHANNEL);
	order->target = number(a, NTMS_A_ERRAND_TARGET);
	order->lun = long_number(a, NTMS_A_ERRAND_LUN);
	if (side && nla_len(side) == sizeof(order->side))
		memcpy(order->side, nla_data(side), sizeof(order->side));
	order->found = number(a, NTMS_A_ERRAND_FOUND);
	if (omid && nla_len(omid) <= (int)sizeof(order->omid)) {
		order->omid_size = nla_len(omid);
		memcpy(order->omid, nla_data(omid), order->omid_size);
	}
	order->give = nla_find(a->attrs, a->len, NTMS_A_ERRAND_UID);
	order->uid = number(a, NTMS_A_ERRAND_UID);
}

/* the answer to begin-errand; others need none */
static void answered(struct agent *agent, const struct nlsock_answer *a)
{
	uint8_t yes = !a->error;
	unsigned int i;

	for (i = 0; i < ERRANDS_MAX; i++) {
		struct errand *e = &agent->errands[i];

		if (!e->id || !e->asked || e->asked != a->seq)
			continue;
		e->asked = 0;
		send(e->fd, &yes, 1, MSG_DONTWAIT | MSG_NOSIGNAL);
	}
}

static int take(struct agent *agent, const struct nlsock_answer *a)
{
	struct order order;

	/* so netlink answers when there is no such family any more */
	if (a->error == -ENOENT && !*a->text)
		return -ENODEV;
	if (!agent->next || a->seq != agent->next) {
		answered(agent, a);
		return 0;
	}
	agent->next = 0;
	if (a->error)
		return a->code == ERROR_CANCELLED ? -ENODEV : -EPROTO;
	if (a->cmd != NTMS_CMD_NEXT_ERRAND)
		return 0;
	read_order(a, &order);
	return order.id ? start(agent, &order) : 0;
}

static int receive_all(struct agent *agent)
{
	struct nlsock_answer answer;
	int ret;

	do {
		ret = nlsock_receive(&agent->sock, &answer);
		if (!ret)
			ret = take(agent, &answer);
	} while (!ret || (ret == -EAGAIN && nlsock_pending(&agent->sock)));
	return ret == -EAGAIN ? 0 : ret;
}

/* --- the loop ---------------------------------------------------------------------- */

static int wait_for_news(struct agent *agent)
{
	struct pollfd p[1 + ERRANDS_MAX] = {
		{ .fd = agent->events.epoll, .events = POLLIN },
	};
	unsigned int mask, i;
	int timeout = -1, ret = 0;

	for (i = 0; i < ERRANDS_MAX; i++) {
		p[1 + i].fd = -1;
		p[1 + i].events = POLLIN;
		if (!agent->errands[i].id)
			continue;
		p[1 + i].fd = agent->errands[i].fd;
		timeout = 1000;	/* it may be late */
	}
	if (poll(p, 1 + ERRANDS_MAX, timeout) < 0 && errno != EINTR)
		return -errno;
	for (i = 0; i < ERRANDS_MAX && !ret; i++)
		if (agent->errands[i].id && p[1 + i].revents)
			ret = hear(agent, &agent->errands[i]);
	mask = events_wait(&agent->events, 0);
	if (!ret && (mask & EVENT_ANSWER))
		ret = receive_all(agent);
	if (!ret && (mask & EVENT_GONE))
		ret = -ENODEV;
	return ret ? ret : end_late(agent);
}

static int attach(struct agent *agent)
{
	struct nlsock_answer answer;
	uint32_t seq;
	int ret;

	ret = send_id(agent, NTMS_CMD_ATTACH_AGENT, 0, &seq);
	while (!ret) {
		events_wait(&agent->events, -1);
		if (agent->events.stop)
			return -ECANCELED;
		ret = nlsock_receive(&agent->sock, &answer);
		if (ret == -EAGAIN)
			ret = 0;
		else if (!ret && answer.seq == seq)
			break;
	}
	if (ret)
		return ret;
	if (answer.error == -ENOENT && !*answer.text)
		return -ENODEV;
	if (answer.error)
		log_error("the module refuses this label agent: %s",
			  *answer.text ? answer.text : strerror(-answer.error));
	return answer.error;
}

static void forget_errands(struct agent *agent)
{
	unsigned int i;

	for (i = 0; i < ERRANDS_MAX; i++)
		if (agent->errands[i].id)
			finish(&agent->errands[i]);
	agent->next = 0;
}

/* one attachment; returns why it ended */
static int converse(struct agent *agent)
{
	int family = agent->sock.family, ret;

	ret = nlsock_open(&agent->sock);
	agent->sock.family = family;
	if (!ret)
		ret = events_watch(&agent->events, nlsock_fd(&agent->sock));
	if (!ret)
		ret = attach(agent);
	if (!ret) {
		log_info("reading labels for the module ntms");
		sd_notify(0, "STATUS=Reading labels");
	}
	while (!ret) {
		ret = ask_next(agent);
		if (!ret)
			ret = wait_for_news(agent);
		if (!ret && agent->events.stop)
			ret = -ECANCELED;
	}
	forget_errands(agent);
	events_unwatch(&agent->events);
	nlsock_close(&agent->sock);
	return ret;
}

/**
 * agent_run() - be the label agent until a signal ends it
 * @plugins: where media label libraries are
 *
 * When the module is unloaded it waits until it is there again.
 *
 * Return: 0, or 1 when the module does not want this agent.
 */
int agent_run(const char *plugins)
{
	struct agent *agent = calloc(1, sizeof(*agent));
	int ret = agent ? events_open(&agent->events) : -ENOMEM;

	if (ret) {
		free(agent);
		return 1;
	}
	agent->plugins = plugins;
	sd_notify(0, "READY=1");
	while (ret != -ECANCELED && ret != -EACCES && ret != -EBUSY) {
		agent->sock.family = family_find(false);
		ret = agent->sock.family < 0 ? -ENODEV : converse(agent);
		if (ret == -ENODEV)
			sd_notify(0, "STATUS=Waiting for the module ntms");
		if (ret != -ECANCELED && ret != -EACCES && ret != -EBUSY)
			events_wait(&agent->events, RETRY_MS);
		if (agent->events.stop)
			ret = -ECANCELED;
	}
	sd_notify(0, "STOPPING=1");
	events_close(&agent->events);
	free(agent);
	return ret == -ECANCELED ? 0 : 1;
}
