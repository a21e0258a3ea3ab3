// SPDX-License-Identifier: GPL-2.0
/*
 * plan.c - which cartridge is in which element?
 *
 * The rules, in this order:
 *
 *  1. What was in an element before is still there if the bar code says so,
 *     or if there is no bar code to read now, and none elsewhere that says that
 *     it has gone there.  A cartridge without bar code that nobody has used
 *     takes the one that is read now.
 *  2. A bar code that is known is that cartridge, if the cartridge is not
 *     where it was: elsewhere in this library, off line, or in a library that
 *     is not there.  Two cartridges with one bar code are told apart by rule
 *     1: the one that stays keeps its identity.  They are two if they are
 *     reported again: one that is moved meanwhile is seen in both places.
 *  3. A cartridge without bar code in a drive is the one that was in the
 *     element it came from, and one in an element that was empty is the one
 *     that was in a drive and has its home here.
 *  4. Everything else is new.
 *
 * An element of which nothing was reported keeps what it had.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/ktime.h>

#include "library.h"
#include "media.h"
#include "robot.h"
#include "survey.h"

#define CONFLICT_WAIT		2000	/* ms */

/**
 * struct plan - the work on a plan
 * @m: model, locked for read
 * @r: robot
 * @l: its library
 * @s: survey; @s->media is the result
 * @taken: ids of media that are in the plan
 */
struct plan {
	struct ntms_model *m;
	struct ntms_robot *r;
	struct ntms_library *l;
	struct ntms_survey *s;
	struct xarray taken;
};

static struct ntms_object *place_of(struct plan *p, const struct ntms_element *e)
{
	return ntms_element(p->l, ntms_survey_object_type(e->type), e->address);
}

static const struct ntms_element *reported(struct plan *p,
					   const struct ntms_object *place)
{
	const struct ntms_element *e;

	if (!place ||
	    container_of(place, struct ntms_place, o)->library != p->l)
		return NULL;
	e = ntms_survey_at(p->s, container_of(place, struct ntms_place,
					      o)->element);
	return e && ntms_survey_object_type(e->type) == place->type ? e : NULL;
}

static bool is_taken(struct plan *p, const struct ntms_physical_media *pm)
{
	return xa_load(&p->taken, pm->o.id);
}

static u32 take(struct plan *p, u32 i, const struct ntms_physical_media *pm)
{
	if (xa_is_err(xa_store(&p->taken, pm->o.id, xa_mk_value(i + 1),
			       GFP_KERNEL)))
		return ERROR_NOT_ENOUGH_MEMORY;
	p->s->media[i] = pm->o.id + 1;
	return 0;
}

/* nobody would miss anything if this were another cartridge */
static bool unused(const struct ntms_physical_media *pm)
{
	u32 i;

	for (i = 0; i < pm->number_of_partitions; i++)
		if (pm->sides[i]->state != NTMS_PARTSTATE_FOREIGN &&
		    pm->sides[i]->state != NTMS_PARTSTATE_UNKNOWN)
			return false;
	return true;
}

static bool stays(struct plan *p, const struct ntms_physical_media *pm,
		  const struct ntms_element *e)
{
	if (!e->volume_tag[0])
		return true;
	if (pm->bar_code)
		return !strcmp(pm->bar_code, e->volume_tag);
	return unused(pm) && !ntms_find_bar_code(p->m, e->volume_tag, NULL);
}

static u32 rule_1(struct plan *p, u32 i)
{
	const struct ntms_element *e = &p->s->e[i];
	struct ntms_physical_media *pm = ntms_media_at(place_of(p, e));

	return pm && !is_taken(p, pm) && stays(p, pm, e) ? take(p, i, pm) : 0;
}

enum {
	RANK_NONE,
	RANK_CONFLICT,
	RANK_UNCLEAR,
	RANK_MISSING,
	RANK_OFFLINE,
	RANK_HERE,
};

/*
 * Will nothing ever be reported of it?  What an inventory would first find out
 * of its places is not waited for.
 */
static bool is_out(struct plan *p, const struct ntms_object *place)
{
	u32 element = container_of(place, struct ntms_place, o)->element;

	return !ntms_changer_has(p->s->info, place->type, element) ||
	       (place->type == NTMS_TYPE_DRIVE &&
		place->operational_state == NTMS_NOT_PRESENT);
}

/* how likely is it that this known cartridge is the one that is seen now? */
static u32 rank(struct plan *p, const struct ntms_physical_media *pm)
{
	struct ntms_robot *other;

	if (is_taken(p, pm))
		return RANK_NONE;
	if (pm->library == p->m->offline)
		return RANK_OFFLINE;
	if (pm->library != p->l) {
		other = ntms_robot_of(&pm->library->o.guid);
		if (!other || !ntms_robot_present(other))
			return RANK_MISSING;
		return RANK_CONFLICT;
	}
	if (!pm->location || reported(p, pm->location) ||
	    is_out(p, pm->location))
		return RANK_HERE;
	return RANK_UNCLEAR;
}

/*
 * Another library says that it has this cartridge.  It may have been carried
 * over: let the other one look before two cartridges are made out of one.
 * Return: true when it has looked since, and still says so.
 */
static bool is_duplicate(struct plan *p, const struct ntms_physical_media *pm)
{
	struct ntms_robot *other = ntms_robot_of(&pm->library->o.guid);

	if (p->r->conflict && other->read_at > p->r->conflict)
		return true;
	if (p->s->dry)
		return false;
	if (!p->r->conflict)
		p->r->conflict = ktime_get_ns();
	ntms_robot_read_again(other);
	p->s->conflict = true;
	return false;
}

/*
 * It was reported of another element as well.  Return: true when the same was
 * so the last time, or would be.
 */
static bool is_twin(struct plan *p)
{
	if (p->r->twins || p->s->dry)
		return true;
	p->s->twins = true;
	return false;
}

static u32 rule_2(struct plan *p, u32 i)
{
	const char *tag = p->s->e[i].volume_tag;
	struct ntms_physical_media *pm = NULL, *best = NULL;
	u32 best_rank = RANK_NONE, n;
	bool unread = false, twice = false;

	while (tag[0] && (pm = ntms_find_bar_code(p->m, tag, pm))) {
		n = rank(p, pm);
		unread |= n == RANK_UNCLEAR && !p->s->full;
		twice |= is_taken(p, pm);
		if (n > best_rank) {
			best_rank = n;
			best = pm;
		}
	}
	/* the place of one that may be meant has to be looked at first */
	if (best_rank < RANK_HERE && (unread || (twice && !is_twin(p)))) {
		p->s->unclear = true;
		return 0;
	}
	if (best_rank > RANK_UNCLEAR)
		return take(p, i, best);
	/* of an element that is never reported */
	if (best_rank == RANK_UNCLEAR)
		return 0;
	if (best_rank == RANK_CONFLICT && !is_duplicate(p, best))
		return 0;
	if (!p->s->dry && ntms_find_bar_code(p->m, tag, NULL) && tag[0])
		pr_warn("%s: there is more than one cartridge with bar code %s\n",
			p->l->o.name ?: "library", tag);
	p->s->media[i] = NTMS_SURVEY_NEW;
	return 0;
}

static bool has_left(struct plan *p, const struct ntms_physical_media *pm)
{
	const struct ntms_element *e = pm ? reported(p, pm->location) : NULL;

	return e && !e->full && !is_taken(p, pm);
}

/* rule 3 for a drive */
static struct ntms_physical_media *from_source(struct plan *p,
					       const struct ntms_element *e)
{
	struct ntms_physical_media *pm;
	struct ntms_object *place;

	if (!e->source_valid)
		return NULL;
	place = ntms_element(p->l, NTMS_TYPE_STORAGESLOT, e->source);
	if (!place)
		place = ntms_element(p->l, NTMS_TYPE_IEPORT, e->source);
	pm = ntms_media_at(place);
	return has_left(p, pm) ? pm : NULL;
}

/* rule 3 for a slot */
static struct ntms_physical_media *back_home(struct plan *p,
					     const struct ntms_object *slot)
{
	struct ntms_physical_media *pm;
	struct ntms_seat *seat;

	/* there are few drives */
	list_for_each_entry(seat, &p->r->seats, link) {
		pm = ntms_media_at(ntms_find(p->m, &seat->drive));
		if (pm && pm->home_slot && &pm->home_slot->o == slot &&
		    has_left(p, pm))
			return pm;
	}
	return NULL;
}

static u32 rule_3_and_4(struct plan *p, u32 i)
{
	const struct ntms_element *e = &p->s->e[i];
	struct ntms_physical_media *pm = NULL;

	if (e->type == NTMS_ELEMENT_DRIVE)
		pm = from_source(p, e);
	else if (e->type == NTMS_ELEMENT_STORAGE)
		pm = back_home(p, place_of(p, e));
	if (pm && (!pm->bar_code || e->type == NTMS_ELEMENT_DRIVE))
		return take(p, i, pm);
	p->s->media[i] = NTMS_SURVEY_NEW;
	return 0;
}

static u32 for_each(struct plan *p, bool tagged, u32 (*rule)(struct plan *, u32))
{
	struct ntms_survey *s = p->s;
	u32 i, error = 0;

	for (i = 0; !error && i < s->count; i++)
		if (s->e[i].full && !s->media[i] &&
		    !!s->e[i].volume_tag[0] == tagged &&
		    s->e[i].type != NTMS_ELEMENT_TRANSPORT)
			error = rule(p, i);
	return error;
}

/* what can be read comes first: it tells more than what cannot */
static u32 find_media(struct plan *p)
{
	return for_each(p, true, rule_1) ?: for_each(p, true, rule_2) ?:
	       for_each(p, false, rule_1) ?: for_each(p, false, rule_3_and_4);
}

/* a transport cannot read bar codes everywhere: then it is what left its source */
static struct ntms_physical_media *in_transport(struct plan *p,
						const struct ntms_element *e)
{
	struct ntms_physical_media *pm = NULL;

	if (e->volume_tag[0]) {
		do
			pm = ntms_find_bar_code(p->m, e->volume_tag, pm);
		while (pm && (pm->library != p->l || is_taken(p, pm)));
		return pm;
	}
	pm = from_source(p, e);
	if (!pm && e->source_valid)
		pm = back_home(p, ntms_element(p->l, NTMS_TYPE_STORAGESLOT,
					       e->source));
	if (pm)
		return pm;
	/* it is in it still */
	pm = ntms_physical_media(ntms_find_type(p->m, &p->r->stuck.media,
						NTMS_TYPE_PHYSICAL_MEDIA));
	return pm && pm->library == p->l && !pm->location && !is_taken(p, pm) ?
	       pm : NULL;
}

/* a cartridge that the transport holds is in the library, but in no place */
static u32 note_transports(struct plan *p)
{
	const struct ntms_element *e = p->s->e;
	const u32 at = p->r->stuck.at;
	struct ntms_physical_media *pm;
	u32 i, error = 0;

	/* another changer than the one that held it */
	if (p->s->full && !p->s->dry &&
	    !ntms_changer_has(p->s->info, NTMS_TYPE_CHANGER, at))
		ntms_stuck_gone(p->r, at);
	for (i = 0; !error && i < p->s->count; i++, e++) {
		if (e->type != NTMS_ELEMENT_TRANSPORT)
			continue;
		pm = e->full ? in_transport(p, e) : NULL;
		if (pm)
			error = take(p, i, pm);
		if (p->s->dry)
			continue;
		if (e->full)
			ntms_stuck_seen(p->r, e, pm);
		else
			ntms_stuck_gone(p->r, e->address);
	}
	return error;
}

static void leave(struct plan *p, const struct ntms_physical_media *pm,
		  bool offline)
{
	struct ntms_leave *leave = &p->s->leave[p->s->number_of_leave++];

	leave->id = pm->o.id;
	leave->offline = offline;
}

static void check_medium(struct plan *p, const struct ntms_physical_media *pm)
{
	const struct ntms_element *e = reported(p, pm->location);
	unsigned long at = (unsigned long)xa_load(&p->taken, pm->o.id);

	if (at) {
		at = xa_to_value((void *)at) - 1;
		/* make room for another one, or the transport has it */
		if (e != &p->s->e[at] &&
		    ((e && e->full) ||
		     p->s->e[at].type == NTMS_ELEMENT_TRANSPORT) &&
		    pm->library == p->l)
			leave(p, pm, false);
	} else if (e || (p->s->full &&
		   (!pm->location || is_out(p, pm->location)))) {
		leave(p, pm, true);
	}
}

/* media of this library whose place has something else now, or nothing */
static u32 find_leavers(struct plan *p)
{
	struct ntms_shelf *shelf;
	struct rb_node *n;

	p->s->leave = kvcalloc(max(p->l->media, 1U), sizeof(*p->s->leave),
			       GFP_KERNEL);
	if (!p->s->leave)
		return ERROR_NOT_ENOUGH_MEMORY;
	list_for_each_entry(shelf, &p->l->shelves, in_library)
		for (n = rb_first(&shelf->media); n; n = rb_next(n))
			check_medium(p, rb_entry(n, struct ntms_physical_media,
						 o.node));
	return 0;
}

/**
 * ntms_plan_medium() - the cartridge that a plan means
 * @m: model, locked
 * @media: of struct ntms_survey
 *
 * Return: the medium, or NULL: nothing, one that nobody knows, or it was
 * deleted meanwhile.
 */
struct ntms_physical_media *ntms_plan_medium(struct ntms_model *m, u32 media)
{
	if (!media || media == NTMS_SURVEY_NEW)
		return NULL;
	return ntms_physical_media(xa_load(&m->types[NTMS_TYPE_PHYSICAL_MEDIA],
					   media - 1));
}

/**
 * ntms_plan_kind() - what is to be done about a cartridge that is in a place
 * @l: library
 * @pm: cartridge, NULL: one that nobody knows
 * @place: where it is, NULL: an element for which there is no object yet
 * @e: what was reported of it
 *
 * Return: enum ntms_diff, 0 for nothing; never GONE or UNCLEAR.
 */
u32 ntms_plan_kind(const struct ntms_library *l,
		   const struct ntms_physical_media *pm,
		   const struct ntms_object *place,
		   const struct ntms_element *e)
{
	if (!pm)
		return NTMS_DIFF_NEW;
	if (pm->library != l)
		return NTMS_DIFF_ARRIVED;
	if (!place || pm->location != place)
		return NTMS_DIFF_MOVED;
	if (pm->bar_code && !e->volume_tag[0])
		return NTMS_DIFF_UNREADABLE;
	return !pm->bar_code && e->volume_tag[0] ? NTMS_DIFF_NAMED : 0;
}

/**
 * ntms_plan() - tell which cartridge is where
 * @r: robot
 * @s: survey; @s->media and @s->leave are filled in
 *
 * Changes nothing but what the robot has to do next, and not even that when
 * @s->dry is set.  The answer stays good after model.lock is dropped as long
 * as the robot does nothing else: nobody else moves media of its library.
 *
 * Context: the robot's work item.
 * Return: 0, ERROR_NOT_ENOUGH_MEMORY, or ERROR_INVALID_LIBRARY when the
 * library was deleted.
 */
u32 ntms_plan(struct ntms_robot *r, struct ntms_survey *s)
{
	struct plan p = { .m = ntms_robotics.m, .r = r, .s = s };
	u32 error = ERROR_INVALID_LIBRARY;

	xa_init(&p.taken);
	/* notes the conflicts it finds in robots: for write */
	down_write(&p.m->lock);
	p.l = ntms_robot_library(r);
	if (p.l)
		error = find_media(&p);
	if (!error)
		error = note_transports(&p);
	if (!error)
		error = find_leavers(&p);
	if (!error && !s->conflict && !s->dry)
		r->conflict = 0;
	if (!error && !s->dry && (s->full || s->twins))
		r->twins = s->twins;
	up_write(&p.m->lock);
	xa_destroy(&p.taken);
	if (s->dry)
		return error;
	if (s->unclear)
		ntms_robot_read_media(r);
	else if (s->conflict)
		ntms_robot_read_later(r, CONFLICT_WAIT);
	return error;
}
