// SPDX-License-Identifier: GPL-2.0
/*
 * model.c - a module made for the tests, see model.h
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>

#include <linux/ntms.h>

#include "codec.h"
#include "events.h"
#include "model.h"

struct model model;

static uint32_t next_seq = 1;

int nlsock_open(struct nlsock *sock)
{
	sock->sk = (struct nl_sock *)1;
	model.head = model.tail;
	return 0;
}

void nlsock_close(struct nlsock *sock)
{
	sock->sk = NULL;
}

int nlsock_fd(const struct nlsock *sock)
{
	return sock->sk ? 1 : -1;
}

bool nlsock_pending(const struct nlsock *sock)
{
	(void)sock;
	return false;
}

int family_find(bool load)
{
	(void)load;
	return model.families_missing-- > 0 ? -ENOENT : 77;
}

int events_watch(struct events *events, int fd)
{
	(void)events;
	return fd == 1 ? 0 : -EBADF;
}

void events_unwatch(struct events *events)
{
	(void)events;
}

unsigned int events_wait(struct events *events, int timeout)
{
	unsigned int mask = model.mask;

	(void)timeout;
	model.mask = 0;
	events->stop = events->stop || model.stop;
	if (model.head != model.tail)
		mask |= EVENT_ANSWER;
	return mask;
}

struct nl_msg *nlsock_request(struct nlsock *sock, uint8_t cmd, int flags,
			      size_t size)
{
	struct nl_msg *msg = nlmsg_alloc_size(nlmsg_total_size(GENL_HDRLEN) + size);

	genlmsg_put(msg, 0, next_seq++, sock->family, 0, NLM_F_REQUEST | flags,
		    cmd, NTMS_FAMILY_VERSION);
	return msg;
}

int nlsock_receive(struct nlsock *sock, struct nlsock_answer *answer)
{
	int ret;

	(void)sock;
	if (model.head == model.tail)
		return -EAGAIN;
	*answer = model.queue[model.head % MODEL_QUEUE].answer;
	ret = model.queue[model.head % MODEL_QUEUE].ret;
	model.head++;
	if (model.in_flight)
		model.in_flight--;
	return ret;
}

static struct nlsock_answer *queue_answer(uint32_t seq, int error)
{
	struct nlsock_answer *answer = &model.queue[model.tail % MODEL_QUEUE].answer;

	memset(answer, 0, sizeof(*answer));
	model.queue[model.tail++ % MODEL_QUEUE].ret = 0;
	answer->seq = seq;
	answer->error = error;
	if (error)
		strcpy(answer->text, "the test says so");
	return answer;
}

static void queue_message(uint32_t seq, uint8_t cmd, struct nl_msg *msg)
{
	struct nlsock_answer *answer = queue_answer(seq, 0);

	answer->cmd = cmd;
	answer->attrs = nlmsg_data(nlmsg_hdr(msg));
	answer->len = nlmsg_datalen(nlmsg_hdr(msg));
}

static void attach(uint32_t seq, struct nlattr **tb)
{
	struct nl_msg *msg;

	model.attached++;
	model.attach_durable = nla_get_u64(tb[NTMS_A_STORE_DURABLE]);
	if (!nla_strcmp(tb[NTMS_A_STORE_PATH], ""))
		model.wrong++;
	if (model.refuse_once) {
		queue_answer(seq, model.refuse_once)->code = 5023;
		model.refuse_once = 0;
		return;
	}
	if (model.refuse_attach) {
		queue_answer(seq, model.refuse_attach)->code = 5023;
		return;
	}
	/* of the second time at the latest the history is known */
	if (guid_is_null(nla_data(tb[NTMS_A_STORE_HISTORY])) && model.attached > 1)
		model.wrong++;
	msg = nlmsg_alloc();
	nla_put(msg, NTMS_A_STORE_HISTORY, 16, &model.history);
	nla_put_u64(msg, NTMS_A_STORE_DURABLE, 0);
	if (model.upload)
		nla_put_flag(msg, NTMS_A_STORE_UPLOAD);
	queue_message(seq, NTMS_CMD_ATTACH_STORE, msg);
}

static void restore(uint32_t seq, struct nlmsghdr *header)
{
	struct nlattr *attr, *head = genlmsg_attrdata(nlmsg_data(header), 0);
	int left = genlmsg_attrlen(nlmsg_data(header), 0);
	struct object o;

	model.messages++;
	if (!(header->nlmsg_flags & NLM_F_ACK))
		model.wrong++;
	if (header->nlmsg_len > model.longest)
		model.longest = header->nlmsg_len;
	for (attr = head; nla_ok(attr, left); attr = nla_next(attr, &left)) {
		if (nla_type(attr) != NTMS_A_STORE_OBJECT ||
		    !nla_is_nested(attr) || codec_get_object(attr, &o) ||
		    model.objects == model.expected_count ||
		    !lib_same(&model.expected[model.objects].o, &o))
			model.wrong++;
		else
			model.objects++;
	}
	if (++model.in_flight > model.max_in_flight)
		model.max_in_flight = model.in_flight;
	queue_answer(seq, model.messages == 3 ? model.refuse_restore : 0);
}

/* Objects of a batch of lib.h as parts of a record; as world_batch() has them. */
static void put_batch(struct nl_msg *msg, uint64_t batch, unsigned int from,
		      unsigned int to)
{
	struct nlattr *record, *nest;
	unsigned int i, count, who;
	struct sample s;
	uint64_t seed = batch * 7919 + 1;

	count = 1 + lib_random(&seed) % 12;
	record = nla_nest_start(msg, NTMS_A_STORE_RECORD);
	nla_put_u64(msg, NTMS_A_RECORD_SEQUENCE, batch);
	for (i = 0; i < count; i++) {
		bool gone;

		who = lib_random(&seed) % WORLD;
		gone = !(lib_random(&seed) % 4);
		if (i < from || i >= to)
			continue;
		lib_sample(&s, who % TYPES_COUNT, who, batch);
		if (gone) {
			nest = nla_nest_start(msg, NTMS_A_RECORD_DELETED);
			nla_put_u32(msg, NTMS_A_OBJECT_TYPE, s.o.type->id);
			nla_put(msg, NTMS_A_OBJECT_GUID, 16, &s.o.guid);
			nla_nest_end(msg, nest);
			continue;
		}
		nest = nlmsg_tail(nlmsg_hdr(msg));
		codec_put_object(msg, &s.o);
		nest->nla_type = NTMS_A_RECORD_OBJECT | NLA_F_NESTED;
	}
	nla_nest_end(msg, record);
}

static void give_records(uint32_t seq, const struct step *step,
			 const struct step *before)
{
	struct nl_msg *msg = nlmsg_alloc_size(4 << 20);
	unsigned int i, from, to;

	for (i = 0; i < step->count; i++) {
		from = !i && before && before->more ? 2 : 0;
		to = step->more && i == step->count - 1 ? 2 : 99;
		put_batch(msg, step->batch + i, from, to);
	}
	if (step->more)
		nla_put_flag(msg, NTMS_A_STORE_MORE);
	if (step->task)
		nla_put_u32(msg, NTMS_A_STORE_TASK, step->task);
	queue_message(seq, NTMS_CMD_NEXT_JOURNAL, msg);
}

static void status(uint32_t seq)
{
	struct nl_msg *msg = nlmsg_alloc();

	model.asked++;
	nla_put_u32(msg, NTMS_A_STATUS_READINESS, model.readiness);
	queue_message(seq, NTMS_CMD_GET_STATUS, msg);
}

static void task_done(struct nlattr **tb)
{
	model.done++;
	model.done_task = nla_get_u32(tb[NTMS_A_STORE_TASK]);
	model.done_error = tb[NTMS_A_STORE_ERROR] ?
			   nla_get_u32(tb[NTMS_A_STORE_ERROR]) : 0;
	model.stop = model.stop || model.until_done;
}

static void next(uint32_t seq, struct nlattr **tb)
{
	const struct step *step = model.step;
	const struct step *before = model.before;
	struct nl_msg *msg;

	if (step->durable != nla_get_u64(tb[NTMS_A_STORE_DURABLE]) ||
	    step->error != (tb[NTMS_A_STORE_ERROR] ?
			    nla_get_u32(tb[NTMS_A_STORE_ERROR]) : 0)) {
		printf("# step %d: durable %llu error %u\n", (int)step->what,
		       (unsigned long long)nla_get_u64(tb[NTMS_A_STORE_DURABLE]),
		       tb[NTMS_A_STORE_ERROR] ? nla_get_u32(tb[NTMS_A_STORE_ERROR]) : 0);
		model.wrong++;
	}
	switch (step->what) {
	case END:
		if (step->until_done && !model.done)
			model.until_done = true;
		else
			model.stop = true;
		return;
	case STOP:
		model.stop = true;
		/* fallthrough */
	case RECORDS:
		give_records(seq, step, before);
		break;
	case MALFORMED:
		msg = nlmsg_alloc();
		nla_put_string(msg, NTMS_A_STORE_RECORD, "what is this?");
		queue_message(seq, NTMS_CMD_NEXT_JOURNAL, msg);
		break;
	case REFUSAL:
		queue_answer(seq, -(int)step->batch);
		break;
	case GONE:
		model.mask = EVENT_GONE;
		model.families_missing = 3;
		break;
	case LOST:
		queue_answer(seq, 0);
		model.queue[(model.tail - 1) % MODEL_QUEUE].ret = -ENOBUFS;
		break;
	}
	model.before = step;
	model.step++;
}

int nlsock_send(struct nlsock *sock, struct nl_msg *msg, uint32_t *seq)
{
	struct nlmsghdr *header = nlmsg_hdr(msg);
	struct nlattr *tb[NTMS_A_STORE_MAX + 1];

	*seq = header->nlmsg_seq;
	if (header->nlmsg_type != 77 || !sock->sk)
		model.wrong++;
	if (genlmsg_parse(header, 0, tb, NTMS_A_STORE_MAX, NULL))
		model.wrong++;
	switch (genlmsg_hdr(header)->cmd) {
	case NTMS_CMD_ATTACH_STORE:
		attach(*seq, tb);
		break;
	case NTMS_CMD_RESTORE:
		restore(*seq, header);
		break;
	case NTMS_CMD_RESTORED:
		model.restored++;
		queue_answer(*seq, 0);
		break;
	case NTMS_CMD_NEXT_JOURNAL:
		next(*seq, tb);
		break;
	case NTMS_CMD_GET_STATUS:
		status(*seq);
		break;
	case NTMS_CMD_TASK_DONE:
		task_done(tb);
		break;
	default:
		model.wrong++;
	}
	nlmsg_free(msg);
	return 0;
}
