// SPDX-License-Identifier: GPL-2.0
/*
 * keeper.c - the store's side of a world: a thread that keeps the journal
 *
 * It keeps what a store would: the stored attributes of each object.  From
 * them world_replay() makes the world again in a module that knows nothing.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <linux/ntms_fields.h>

#include "world.h"

#define PAUSE	1000	/* us */

static void nap(void)
{
	usleep(PAUSE);
}

static struct world_row *row_of(struct world *w, guid g)
{
	size_t i;

	for (i = 0; i < w->number_of_rows; i++)
		if (guid_same(w->rows[i].guid, g))
			return &w->rows[i];
	return NULL;
}

static void keep_object(struct world *w, const void *attrs, size_t len)
{
	guid g = nl_guid(attrs, len, NTMS_A_OBJECT_GUID);
	struct world_row *row = row_of(w, g);
	void *copy = malloc(len);

	if (!row) {
		if (w->number_of_rows == w->room) {
			w->room = w->room ? 2 * w->room : 256;
			w->rows = realloc(w->rows,
					  w->room * sizeof(*w->rows));
			if (!w->rows)
				abort();
		}
		row = &w->rows[w->number_of_rows++];
		memset(row, 0, sizeof(*row));
		row->guid = g;
		row->type = nl_u32(attrs, len, NTMS_A_OBJECT_TYPE);
		row->order = w->order++;
	}
	if (!copy)
		abort();
	free(row->attrs);
	row->attrs = memcpy(copy, attrs, len);
	row->len = len;
}

static void keep_deleted(struct world *w, const void *attrs, size_t len)
{
	struct world_row *row = row_of(w, nl_guid(attrs, len,
						  NTMS_A_OBJECT_GUID));

	if (!row)
		return;
	free(row->attrs);
	*row = w->rows[--w->number_of_rows];
}

static bool is_not_present(const void *attrs, size_t len)
{
	return nl_u32(attrs, len, NTMS_A_OBJECT_OPERATIONAL_STATE) ==
	       NTMS_NOT_PRESENT;
}

/*
 * What has no device is absent, says the module when it starts. In this world
 * everything has a device, but for what the test has made absent itself: the
 * store does not take that.
 */
static bool is_absence(struct world *w, const void *attrs, size_t len)
{
	uint32_t type = nl_u32(attrs, len, NTMS_A_OBJECT_TYPE);
	struct world_row *row;

	if ((type != NTMS_TYPE_LIBRARY && type != NTMS_TYPE_CHANGER &&
	     type != NTMS_TYPE_DRIVE) || !is_not_present(attrs, len))
		return false;
	row = row_of(w, nl_guid(attrs, len, NTMS_A_OBJECT_GUID));
	return !row || !is_not_present(row->attrs, row->len);
}

typedef void (*visit)(struct world *w, const struct nlattr *a);

static void each_attr(struct world *w, const void *attrs, size_t len,
		      visit visit)
{
	const char *p = attrs;

	while (len >= NLA_HDRLEN) {
		const struct nlattr *a = (const void *)p;
		size_t step = NLA_ALIGN(a->nla_len);

		visit(w, a);
		if (step >= len)
			break;
		p += step;
		len -= step;
	}
}

static void keep_change(struct world *w, const struct nlattr *a)
{
	uint16_t type = a->nla_type & NLA_TYPE_MASK;
	const void *in;
	size_t len;

	in = nl_inside(a, &len);
	if (type == NTMS_A_RECORD_OBJECT)
		keep_object(w, in, len);
	else if (type == NTMS_A_RECORD_DELETED)
		keep_deleted(w, in, len);
}

static void look_for_absence(struct world *w, const struct nlattr *a)
{
	const void *in;
	size_t len;

	if ((a->nla_type & NLA_TYPE_MASK) != NTMS_A_RECORD_OBJECT)
		return;
	in = nl_inside(a, &len);
	if (is_absence(w, in, len))
		w->fail_code = ERROR_DATABASE_FAILURE;
}

/* parts of a record are kept as they come: nobody looks before it is acked */
static void keep_record(struct world *w, const struct nlattr *a)
{
	const void *in;
	size_t len;

	if ((a->nla_type & NLA_TYPE_MASK) != NTMS_A_STORE_RECORD ||
	    w->fail_code)
		return;
	in = nl_inside(a, &len);
	each_attr(w, in, len, look_for_absence);
	if (w->fail_code) {
		w->absences++;
		return;
	}
	if (!w->forget) {
		pthread_mutex_lock(&w->lock);
		each_attr(w, in, len, keep_change);
		pthread_mutex_unlock(&w->lock);
	}
	w->durable = nl_u64(in, len, NTMS_A_RECORD_SEQUENCE);
	w->records++;
}

/* asks for more, as @keep says */
static int next(struct world *w, uint64_t *whole)
{
	static _Thread_local struct nl_msg m;
	uint32_t code = w->fail_code;
	int keep, n;

	if (!code) {
		while ((keep = __atomic_load_n(&w->keep, __ATOMIC_ACQUIRE)) ==
		       KEEP_HOLD && !w->stop)
			nap();
		if (keep == KEEP_FAIL)
			code = w->fail_with ?: ERROR_DATABASE_FAILURE;
	}
	nl_begin(&m, NTMS_CMD_NEXT_JOURNAL, 0);
	nl_put_u64(&m, NTMS_A_STORE_DURABLE, *whole);
	if (code)
		nl_put_u32(&m, NTMS_A_STORE_ERROR, code);
	n = nl_send(&w->store, &m);
	if (w->fail_code)
		__atomic_store_n(&w->present, true, __ATOMIC_RELEASE);
	w->fail_code = 0;
	return n;
}

static void take_journal(struct world *w, const struct nlmsghdr *nlh,
			 uint64_t *whole)
{
	const char *attrs = (const char *)(nlh + 1) + GENL_HDRLEN;
	size_t len = nlh->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN;
	uint64_t before = w->durable;

	/* in the hands of a store that fails nothing arrives */
	if (__atomic_load_n(&w->keep, __ATOMIC_ACQUIRE) == KEEP_FAIL)
		return;
	each_attr(w, attrs, len, keep_record);
	/* the last record goes on in the next answer: not durable yet */
	if (nl_find(attrs, len, NTMS_A_STORE_MORE))
		*whole = before > *whole ? before : *whole;
	else
		*whole = w->durable;
}

static void *keeper(void *arg)
{
	struct world *w = arg;
	_Alignas(8) static _Thread_local char buf[NL_ROOM];
	struct nlmsghdr *nlh;
	struct nl_msg *m = &w->msg;
	uint64_t whole = w->durable;
	int n, restored, asked;

	nl_begin(m, NTMS_CMD_RESTORED, NLM_F_ACK);
	restored = nl_send(&w->store, m);
	asked = next(w, &whole);
	while (!w->stop) {
		n = nl_receive(&w->store, buf, sizeof(buf), 50);
		if (n == -ETIMEDOUT)
			continue;
		if (n < 0) {
			w->broken = n;
			return NULL;
		}
		for (nlh = (void *)buf; NLMSG_OK(nlh, n); nlh = NLMSG_NEXT(nlh, n)) {
			if ((int)nlh->nlmsg_seq == restored) {
				w->a.err = *(int *)(nlh + 1);
				__atomic_store_n(&w->starting, false,
						 __ATOMIC_RELEASE);
			} else if ((int)nlh->nlmsg_seq == asked &&
				   nlh->nlmsg_type == NLMSG_ERROR) {
				w->broken = *(int *)(nlh + 1);
				return NULL;
			} else if ((int)nlh->nlmsg_seq == asked) {
				take_journal(w, nlh, &whole);
				asked = next(w, &whole);
			}
		}
	}
	return NULL;
}

/* RESTORED, and from then on the journal is kept */
int world_keep(struct world *w)
{
	int i;

	w->stop = false;
	w->starting = true;
	w->present = false;
	w->absences = 0;
	w->broken = 0;
	if (pthread_create(&w->thread, NULL, keeper, w))
		return -EAGAIN;
	w->keeping = true;
	for (i = 0; i < 20000; i++) {
		if (!__atomic_load_n(&w->starting, __ATOMIC_ACQUIRE) &&
		    (w->a.err ||
		     __atomic_load_n(&w->present, __ATOMIC_ACQUIRE)))
			return w->a.err;
		if (w->broken)
			return w->broken;
		nap();
	}
	return -ETIMEDOUT;
}

void world_keep_end(struct world *w)
{
	if (!w->keeping)
		return;
	w->stop = true;
	pthread_join(w->thread, NULL);
	w->keeping = false;
}

void world_how(struct world *w, enum world_keep how)
{
	__atomic_store_n(&w->keep, how, __ATOMIC_RELEASE);
}

/*
 * Waits until all changes are on "disk": changes are confirmed in their order,
 * one more is the last.
 */
int world_settled(struct world *w)
{
	static struct nl_msg m;
	static struct nl_answer a;
	size_t nest;

	nl_begin(&m, NTMS_CMD_SET_OBJECT, 0);
	nl_put_guid(&m, NTMS_A_CALL_GUID, world_guid(W_COMPUTER));
	nest = nl_nest(&m, NTMS_A_CALL_OBJECT);
	nl_put_text(&m, NTMS_A_OBJECT_DESCRIPTION, "settled");
	nl_nest_end(&m, nest);
	return nl_call(&w->client, &m, &a);
}

#define ORDER(TYPE, table)	NTMS_TYPE_##TYPE,
static const uint32_t types[] = {
	NTMS_OBJECT_TYPES(ORDER) NTMS_OWNED_TYPES(ORDER)
};

static int rank(uint32_t type)
{
	unsigned int i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (types[i] == type)
			return i;
	return 0;
}

static int compare_rows(const void *a, const void *b)
{
	const struct world_row *x = a, *y = b;

	if (x->type != y->type)
		return rank(x->type) - rank(y->type);
	return x->order < y->order ? -1 : x->order > y->order;
}

/* unload, load, and hand over what was kept; w->client is new afterwards */
int world_replay(struct world *w)
{
	size_t i, nest;
	int err;

	nl_close(&w->client);
	world_keep_end(w);
	nl_close(&w->store);
	err = world_load(NULL);
	if (err)
		return err;
	err = world_attach(w);
	if (err)
		return err;
	qsort(w->rows, w->number_of_rows, sizeof(*w->rows), compare_rows);
	for (i = 0; i < w->number_of_rows; i++) {
		nest = nl_nest(&w->msg, NTMS_A_STORE_OBJECT);
		memcpy(w->msg.buf + w->msg.len, w->rows[i].attrs,
		       w->rows[i].len);
		w->msg.len += NLMSG_ALIGN(w->rows[i].len);
		nl_nest_end(&w->msg, nest);
		if (w->msg.len > 20000 && world_flush(w))
			return w->a.err;
	}
	return world_flush(w) ?: world_start(w);
}

/* an object that the test hands over itself */
void world_kept(struct world *w, const void *attrs, size_t len)
{
	if (w->forget)
		return;
	pthread_mutex_lock(&w->lock);
	keep_object(w, attrs, len);
	pthread_mutex_unlock(&w->lock);
}
