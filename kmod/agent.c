// SPDX-License-Identifier: GPL-2.0
/*
 * agent.c - errands for the label agent
 *
 * Errands are in one list until they are over, in the order in which they
 * came; the agent fetches them, may have several in hand and ends them in any
 * order.  An errand is over when the agent has answered, when nobody wants it
 * any more, when its time is over, or when the agent is gone: whichever comes
 * first, and who waits for it takes it out of the list.
 *
 * The lock is a leaf and held for a few instructions only.
 */
#include <linux/jiffies.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "agent.h"
#include "win32.h"

static unsigned int agent_limit = 600;
module_param(agent_limit, uint, 0644);
MODULE_PARM_DESC(agent_limit,
		 "seconds that the label agent may take for an errand (600)");

/* ms; 0: as agent_limit says; for tests */
unsigned int ntms_agent_ms;

/**
 * struct kind - a kind of errand
 * @what: for messages, after "could not"
 * @carries: NTMS_ORDER_..., what the agent is told besides the drive
 * @answers: it is answered with a label
 */
struct kind {
	const char *what;
	u32 carries;
	bool answers;
};

static const struct kind kinds[] = {
	[NTMS_ERRAND_READ_LABEL] = {
		"read the label", NTMS_ORDER_SIDE, true,
	},
	[NTMS_ERRAND_WRITE_LABEL] = {
		"write the free label", NTMS_ORDER_SIDE | NTMS_ORDER_LABEL,
	},
	[NTMS_ERRAND_GIVE_DRIVE] = {
		"give away the drive", NTMS_ORDER_UID,
	},
};

/*
 * What an agent may say; anything else that it says means that the medium
 * could not be had.
 */
static const u32 errors[] = {
	ERROR_ACCESS_DENIED, ERROR_NOT_ENOUGH_MEMORY, ERROR_WRITE_PROTECT,
	ERROR_NOT_READY, ERROR_NOT_SUPPORTED, ERROR_BUSY, ERROR_TIMEOUT,
	ERROR_INVALID_STATE, ERROR_OBJECT_NOT_FOUND,
};

/**
 * struct agent - the label agent
 * @lock: protects everything here
 * @open: errands may be done
 * @ring: tells the agent that there is an errand; NULL when there is no agent
 * @ever: there was one since errands may be done
 * @errands: struct ntms_errand
 * @last: number of the last errand
 */
static struct agent {
	spinlock_t lock;
	bool open;
	void (*ring)(void);
	bool ever;
	struct list_head errands;
	u64 last;
} agent = {
	.lock = __SPIN_LOCK_UNLOCKED(agent.lock),
	.errands = LIST_HEAD_INIT(agent.errands),
};

/**
 * ntms_errand_new() - make an errand
 * @kind: enum ntms_errand_kind
 * @owner: for ntms_errands_cancel(), may be NULL
 *
 * Return: the errand, to be freed with ntms_errand_free(); NULL without
 * memory.
 */
struct ntms_errand *ntms_errand_new(u32 kind, const void *owner)
{
	struct ntms_errand *e = kzalloc(sizeof(*e), GFP_KERNEL);

	if (!e)
		return NULL;
	INIT_LIST_HEAD(&e->link);
	init_completion(&e->over);
	e->order.kind = kind;
	e->order.uid = NTMS_NOBODY;
	e->owner = owner;
	return e;
}

/**
 * ntms_errand_free() - free an errand
 * @e: errand that nobody waits for, or NULL
 */
void ntms_errand_free(struct ntms_errand *e)
{
	kfree(e);
}

/**
 * ntms_errand_drive() - say which drive an errand is about
 * @e: errand
 * @dev: the drive
 */
void ntms_errand_drive(struct ntms_errand *e, const struct ntms_device *dev)
{
	struct ntms_order *o = &e->order;

	strscpy(o->node, dev->node, sizeof(o->node));
	o->host = dev->host;
	o->channel = dev->channel;
	o->target = dev->target;
	o->lun = dev->lun;
}

/* over; the first reason counts */
static void end(struct ntms_errand *e, u32 error, const char *text)
{
	lockdep_assert_held(&agent.lock);
	if (e->stage == NTMS_ERRAND_OVER)
		return;
	e->stage = NTMS_ERRAND_OVER;
	e->error = error;
	if (error)
		snprintf(e->text, sizeof(e->text), "could not %s in %s: %s",
			 kinds[e->order.kind].what,
			 e->order.node[0] ? e->order.node : "the drive", text);
	complete(&e->over);
}

/* @ring: what tells the agent */
static void add(struct ntms_errand *e, void (**ring)(void))
{
	spin_lock(&agent.lock);
	*ring = agent.ring;
	e->order.id = ++agent.last;
	e->stage = NTMS_ERRAND_WAITING;
	list_add_tail(&e->link, &agent.errands);
	if (!agent.open)
		end(e, ERROR_CANCELLED, "the module is being unloaded");
	else if (!*ring)
		end(e, ERROR_RESOURCE_NOT_PRESENT,
		    "there is no label agent: start ntms-labeld");
	spin_unlock(&agent.lock);
}

/**
 * ntms_errand_do() - have an errand done, and wait for it
 * @e: errand, used once
 *
 * Never waits longer than the module parameter agent_limit says, nor after
 * ntms_errands_cancel(), ntms_agent_detach() or ntms_agent_close().
 *
 * Context: process, without locks.
 * Return: 0; ERROR_RESOURCE_NOT_PRESENT (there is no agent, or it ended),
 * ERROR_CANCELLED (nobody wants it any more, or the module is being unloaded),
 * ERROR_TIMEOUT, or what the agent says: ERROR_ACCESS_DENIED,
 * ERROR_NOT_ENOUGH_MEMORY, ERROR_WRITE_PROTECT, ERROR_NOT_READY,
 * ERROR_NOT_SUPPORTED, ERROR_BUSY (somebody has the drive open),
 * ERROR_INVALID_STATE (another label than expected), ERROR_OBJECT_NOT_FOUND
 * (the drive has no node), ERROR_MEDIUM_NOT_ACCESSIBLE (everything else, and a drive
 * that was reset before the free label was written).
 */
u32 ntms_errand_do(struct ntms_errand *e)
{
	unsigned long limit = ntms_agent_ms ? msecs_to_jiffies(ntms_agent_ms) :
			      max(READ_ONCE(agent_limit), 1U) * HZ;
	void (*ring)(void);

	add(e, &ring);
	if (ring)
		ring();
	/* complete at once when it could not even be begun */
	wait_for_completion_timeout(&e->over, limit);
	spin_lock(&agent.lock);
	end(e, ERROR_TIMEOUT, "the label agent takes too long");
	list_del_init(&e->link);
	spin_unlock(&agent.lock);
	return e->error;
}

/* ends those of an owner, or all */
static void end_all(const void *owner, u32 error, const char *text)
{
	struct ntms_errand *e;

	lockdep_assert_held(&agent.lock);
	list_for_each_entry(e, &agent.errands, link)
		if (!owner || e->owner == owner)
			end(e, error, text);
}

/**
 * ntms_errands_cancel() - somebody does not want his errands any more
 * @owner: as in ntms_errand_new()
 *
 * Context: any; does not wait.
 */
void ntms_errands_cancel(const void *owner)
{
	spin_lock(&agent.lock);
	end_all(owner, ERROR_CANCELLED, "nobody wants it any more");
	spin_unlock(&agent.lock);
}

/**
 * ntms_errands_reset() - a drive was reset
 * @host: its SCSI address
 * @channel: bus
 * @target: target
 * @lun: logical unit
 *
 * The tape may stand elsewhere than the agent thinks, and while the power was
 * off somebody may have changed it: nothing is written any more.  What was only
 * to be read fails by itself, if it has to.
 *
 * Context: any; does not wait.
 */
void ntms_errands_reset(u32 host, u32 channel, u32 target, u64 lun)
{
	struct ntms_errand *e;

	spin_lock(&agent.lock);
	list_for_each_entry(e, &agent.errands, link)
		if (e->order.kind == NTMS_ERRAND_WRITE_LABEL &&
		    e->order.host == host && e->order.channel == channel &&
		    e->order.target == target && e->order.lun == lun)
			end(e, ERROR_MEDIUM_NOT_ACCESSIBLE,
			    "the drive was reset");
	spin_unlock(&agent.lock);
}

/**
 * ntms_agent_present() - is there a label agent?
 *
 * Return: true when errands can be done; that may change at any time.
 */
bool ntms_agent_present(void)
{
	return READ_ONCE(agent.ring);
}

/**
 * ntms_agent_ever() - may a process of a label agent have a drive open?
 *
 * Return: true when there is an agent or was one, which may just have died.
 */
bool ntms_agent_ever(void)
{
	return READ_ONCE(agent.ever);
}

/**
 * ntms_agent_attach() - a label agent reports for duty
 * @ring: called in process context, without locks, when there is an errand to
 *	fetch; may be called once more after ntms_agent_detach()
 *
 * Return: 0, or ERROR_BUSY: there is one already.
 */
u32 ntms_agent_attach(void (*ring)(void))
{
	u32 error = 0;

	spin_lock(&agent.lock);
	if (agent.ring)
		error = ERROR_BUSY;
	else
		WRITE_ONCE(agent.ring, ring);
	WRITE_ONCE(agent.ever, true);
	spin_unlock(&agent.lock);
	return error;
}

/** ntms_agent_detach() - the label agent is gone; its errands fail */
void ntms_agent_detach(void)
{
	spin_lock(&agent.lock);
	WRITE_ONCE(agent.ring, NULL);
	end_all(NULL, ERROR_RESOURCE_NOT_PRESENT, "the label agent ended");
	spin_unlock(&agent.lock);
}

/**
 * ntms_agent_next() - fetch an errand for the agent
 * @order: out: what it is told
 *
 * Return: true, or false and there is none now.
 */
bool ntms_agent_next(struct ntms_order *order)
{
	struct ntms_errand *e;
	bool found = false;

	spin_lock(&agent.lock);
	list_for_each_entry(e, &agent.errands, link) {
		if (e->stage != NTMS_ERRAND_WAITING)
			continue;
		e->stage = NTMS_ERRAND_SENT;
		*order = e->order;
		found = true;
		break;
	}
	spin_unlock(&agent.lock);
	return found;
}

/* one that the agent has in hand */
static struct ntms_errand *find(u64 id)
{
	struct ntms_errand *e;

	lockdep_assert_held(&agent.lock);
	list_for_each_entry(e, &agent.errands, link)
		if (e->order.id == id && (e->stage == NTMS_ERRAND_SENT ||
					  e->stage == NTMS_ERRAND_BEGUN))
			return e;
	return NULL;
}

/**
 * ntms_agent_begin() - the agent has the drive open
 * @id: number of the errand, from the agent, may be anything
 *
 * An errand that is still wanted now finds the medium that it was made for:
 * as long as the drive is open it is not unloaded.
 *
 * Return: 0, or ERROR_CANCELLED: nobody waits for it, it must not be done.
 */
u32 ntms_agent_begin(u64 id)
{
	struct ntms_errand *e;

	spin_lock(&agent.lock);
	e = find(id);
	if (e)
		e->stage = NTMS_ERRAND_BEGUN;
	spin_unlock(&agent.lock);
	return e ? 0 : ERROR_CANCELLED;
}

static u32 believable(u32 error)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(errors); i++)
		if (errors[i] == error)
			return error;
	return error ? ERROR_MEDIUM_NOT_ACCESSIBLE : 0;
}

/**
 * ntms_agent_done() - an errand has been done
 * @id: number of the errand, from the agent, may be anything
 * @error: 0 or a Win32 code from the agent, may be anything
 * @text: why it failed, UTF-8
 * @label: what was found, checked; NULL for nothing
 *
 * Return: 0; ERROR_CANCELLED: nobody waits for it;
 * ERROR_INVALID_PARAMETER: an errand of this kind is not answered so, and it
 * is still to be answered.
 */
u32 ntms_agent_done(u64 id, u32 error, const char *text,
		    const struct ntms_label *label)
{
	struct ntms_errand *e;
	u32 wrong = 0;

	spin_lock(&agent.lock);
	e = find(id);
	if (!e) {
		wrong = ERROR_CANCELLED;
	} else if (!error && kinds[e->order.kind].answers != !!label) {
		wrong = ERROR_INVALID_PARAMETER;
	} else {
		if (!error && label)
			e->label = *label;
		end(e, believable(error), text);
	}
	spin_unlock(&agent.lock);
	return wrong;
}

/**
 * ntms_order_carries() - what the agent is told besides the drive
 * @kind: enum ntms_errand_kind of an errand
 *
 * Return: NTMS_ORDER_...
 */
u32 ntms_order_carries(u32 kind)
{
	return kinds[kind].carries;
}

/** ntms_agent_open() - errands may be done */
void ntms_agent_open(void)
{
	spin_lock(&agent.lock);
	agent.open = true;
	agent.ever = false;
	spin_unlock(&agent.lock);
}

/** ntms_agent_close() - the end: errands fail, none is begun */
void ntms_agent_close(void)
{
	spin_lock(&agent.lock);
	agent.open = false;
	end_all(NULL, ERROR_CANCELLED, "the module is being unloaded");
	spin_unlock(&agent.lock);
}
