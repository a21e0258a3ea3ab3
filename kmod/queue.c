// SPDX-License-Identifier: GPL-2.0
/*
 * queue.c - the order of works
 *
 * MS-RSMP 3.2.5.2.1.15, semantics 9.2: by operation in the numeric order of
 * NtmsLmOperation, then where an operator wants them, then by priority, then
 * first come first served.
 *
 * Places are counted among the works of a library that do the same and have
 * not begun.  They are not stored: after a restart all works are cancelled.
 */
#include "robot.h"
#include "work.h"

static bool before(const struct ntms_work *a, const struct ntms_work *b)
{
	if (a->operation != b->operation)
		return a->operation < b->operation;
	return a->priority > b->priority;
}

/* are two works in one order?  Both do the same in the same library, @b waits */
static bool same_kind(const struct ntms_work *a, const struct ntms_work *b)
{
	return a->robot == b->robot && a->operation == b->operation &&
	       !b->begun;
}

/* may one that comes go before the @rank-th of its kind? */
static bool may_overtake(const struct ntms_work *w,
			 const struct ntms_work *other, u32 rank)
{
	/* who was put in a place keeps it, who was put off goes on waiting */
	if (other->order)
		return other->order > rank;
	return w->priority > other->priority;
}

static u32 number_of_kind(const struct ntms_work *w)
{
	struct ntms_work *other;
	u32 n = 0;

	list_for_each_entry(other, &ntms_robotics.works, link)
		n += same_kind(w, other);
	return n;
}

/* behind the last of its kind that it may not overtake */
static bool insert_with_kind(struct ntms_work *w)
{
	struct ntms_work *other, *before = NULL;
	u32 rank = number_of_kind(w);

	list_for_each_entry_reverse(other, &ntms_robotics.works, link) {
		if (!same_kind(w, other))
			continue;
		if (!may_overtake(w, other, rank--)) {
			list_add(&w->link, &other->link);
			return true;
		}
		before = other;
	}
	if (before)
		list_add_tail(&w->link, &before->link);
	return before;
}

static void insert(struct ntms_work *w)
{
	struct ntms_work *other;

	if (insert_with_kind(w))
		return;
	list_for_each_entry(other, &ntms_robotics.works, link)
		if (before(w, other)) {
			list_add_tail(&w->link, &other->link);
			return;
		}
	list_add_tail(&w->link, &ntms_robotics.works);
}

/**
 * ntms_work_enqueue() - put a work where it belongs in the order
 * @w: work; the list takes over the reference of the maker
 *
 * Context: model locked for write.
 */
void ntms_work_enqueue(struct ntms_work *w)
{
	lockdep_assert_held_write(&ntms_robotics.m->lock);
	ntms_robotics.number_of_works++;
	insert(w);
}

/**
 * ntms_work_replace() - a work belongs to others of its kind now
 * @w: work in the list
 *
 * Context: model locked for write.
 */
void ntms_work_replace(struct ntms_work *w)
{
	lockdep_assert_held_write(&ntms_robotics.m->lock);
	list_del(&w->link);
	w->order = 0;
	insert(w);
}

/**
 * ntms_work_rank() - where a work is among those of its kind
 * @w: work, or NULL
 *
 * Context: model locked.
 * Return: 1 for the first; 0 when it does not wait.
 */
u32 ntms_work_rank(const struct ntms_work *w)
{
	struct ntms_work *other;
	u32 n = 1;

	if (!w || w->begun || w->cancelled || w->error)
		return 0;
	list_for_each_entry(other, &ntms_robotics.works, link) {
		if (other == w)
			return n;
		n += same_kind(w, other);
	}
	return 0;
}

/**
 * ntms_work_move() - put a work where somebody wants it
 * @w: work that waits
 * @order: 1 for the first; the last when there are not so many
 *
 * Context: model locked for write.
 */
void ntms_work_move(struct ntms_work *w, u32 order)
{
	struct ntms_work *other, *last = NULL;
	u32 n = 0;

	lockdep_assert_held_write(&ntms_robotics.m->lock);
	w->order = order;
	list_for_each_entry(other, &ntms_robotics.works, link) {
		if (other == w || !same_kind(w, other))
			continue;
		if (++n == order) {
			list_move_tail(&w->link, &other->link);
			return;
		}
		last = other;
	}
	if (last)
		list_move(&w->link, &last->link);
}
