// SPDX-License-Identifier: GPL-2.0
/*
 * pending.c - calls that are refused, and calls that are answered later
 *
 * Three can want to answer such a call: whoever does the work, the time-out,
 * and the end of the session.  One test_and_set_bit() settles it.
 */
#include <linux/bitops.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kref.h>

#include "call.h"
#include "ntms.h"

enum { PENDING_CLAIMED, PENDING_CANCELLED };

/**
 * ntms_refuse() - say why a call is refused
 * @c: call; a reason given before is replaced
 * @error: Win32 code
 * @fmt: the reason: lower case, no newline, names the object and the way out
 *
 * Return: @error.
 */
u32 ntms_refuse(struct ntms_call *c, u32 error, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(c->text, sizeof(c->text), fmt, args);
	va_end(args);
	return error;
}

/**
 * ntms_session_get() - one more who uses a session
 * @s: session
 * Return: @s
 */
struct ntms_session *ntms_session_get(struct ntms_session *s)
{
	kref_get(&s->ref);
	return s;
}

/**
 * ntms_session_put() - one less who uses a session
 * @s: session; freed with the last reference
 */
void ntms_session_put(struct ntms_session *s)
{
	kref_put(&s->ref, s->release);
}

static void pending_work(struct work_struct *work)
{
	struct ntms_pending *p = container_of(to_delayed_work(work),
					      struct ntms_pending, timer);
	bool cancelled = test_bit(PENDING_CANCELLED, &p->state);

	if (ntms_pending_claim(p))
		p->expire(p, cancelled ? ERROR_CANCELLED : ERROR_TIMEOUT);
}

/**
 * ntms_pending_add() - a call begins to wait
 * @p: call, zeroed
 * @s: its session
 * @timeout: ms, NTMS_INFINITE for ever
 * @expire: see struct ntms_pending
 *
 * Return: 0, or ERROR_CANCELLED when the session is closed; then the call is
 * not waiting and there is nothing to remove.
 */
u32 ntms_pending_add(struct ntms_pending *p, struct ntms_session *s,
		     u32 timeout,
		     void (*expire)(struct ntms_pending *p, u32 error))
{
	u32 error = 0;

	p->expire = expire;
	p->session = s;
	INIT_DELAYED_WORK(&p->timer, pending_work);
	spin_lock(&s->lock);
	if (s->closed) {
		error = ERROR_CANCELLED;
	} else {
		ntms_session_get(s);
		list_add_tail(&p->in_session, &s->calls);
		if (timeout != NTMS_INFINITE)
			queue_delayed_work(s->model->wq, &p->timer,
					   msecs_to_jiffies(timeout));
	}
	spin_unlock(&s->lock);
	return error;
}

/**
 * ntms_pending_claim() - may I answer this call?
 * @p: call
 *
 * Return: true for exactly one caller; he must call ntms_pending_remove().
 */
bool ntms_pending_claim(struct ntms_pending *p)
{
	return !test_and_set_bit(PENDING_CLAIMED, &p->state);
}

/**
 * ntms_pending_claimed() - has somebody claimed this call?
 * @p: call
 * Return: true when ntms_pending_claim() has succeeded.
 */
bool ntms_pending_claimed(const struct ntms_pending *p)
{
	return test_bit(PENDING_CLAIMED, &p->state);
}

/**
 * ntms_pending_remove() - a call waits no more
 * @p: call that the caller has claimed
 *
 * When it returns nothing else knows @p.  Waits for a time-out that lost the
 * race, so no lock that @p->expire takes may be held.
 */
void ntms_pending_remove(struct ntms_pending *p)
{
	struct ntms_session *s = p->session;

	spin_lock(&s->lock);
	list_del(&p->in_session);
	spin_unlock(&s->lock);
	/* the end of the session may have queued it again while it runs */
	if (current_work() == &p->timer.work)
		cancel_delayed_work(&p->timer);
	else
		cancel_delayed_work_sync(&p->timer);
	ntms_session_put(s);
}

/**
 * ntms_session_cancel() - close a session: cancel all calls that wait in it
 * @s: session; takes no new calls from now on
 *
 * Does not wait for the answers.
 */
void ntms_session_cancel(struct ntms_session *s)
{
	struct ntms_pending *p;

	spin_lock(&s->lock);
	WRITE_ONCE(s->closed, true);
	list_for_each_entry(p, &s->calls, in_session) {
		set_bit(PENDING_CANCELLED, &p->state);
		mod_delayed_work(s->model->wq, &p->timer, 0);
	}
	spin_unlock(&s->lock);
}
