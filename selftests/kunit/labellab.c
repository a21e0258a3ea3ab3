// SPDX-License-Identifier: GPL-2.0
/*
 * labellab.c - a lab, and a label agent that knows what is on which tape
 */
#include "labellab.h"

struct label_agent label_agent;

/**
 * label_ring() - there may be something for the agent to do
 */
void label_ring(void)
{
	queue_work(system_unbound_wq, &label_agent.work);
}

static struct label_tape *tape_of(const char *tag)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(label_agent.tapes); i++)
		if (!strcmp(label_agent.tapes[i].tag, tag))
			return &label_agent.tapes[i];
	return NULL;
}

/* what is in the drive that an errand is about */
static struct label_tape *tape_in(const struct ntms_order *o)
{
	u32 drive = FAKE_FIRST_DRIVE + o->lun - 1;

	return tape_of(fake_at(&label_agent.l->f, drive)->tag);
}

static void serve(const struct ntms_order *o, struct ntms_label *label)
{
	struct label_tape *t = tape_in(o);

	/* the nodes of a drive are no matter of labels */
	if (o->kind == NTMS_ERRAND_GIVE_DRIVE) {
		ntms_agent_done(o->id, 0, "", NULL);
		return;
	}
	if (label_agent.mute) {
		if (label_agent.number_kept < ARRAY_SIZE(label_agent.kept))
			label_agent.kept[label_agent.number_kept++] = *o;
		return;
	}
	if (label_agent.reset == o->kind) {
		label_agent.reset = 0;
		ntms_device_was_reset(o->host, o->channel, o->target, o->lun);
	}
	if (!t || label_agent.error || ntms_agent_begin(o->id)) {
		ntms_agent_done(o->id, label_agent.error ?: ERROR_INVALID_STATE,
				"the fake does not want to", NULL);
		return;
	}
	if (o->kind == NTMS_ERRAND_READ_LABEL) {
		label_agent.reads++;
		label->found = t->found;
		label->omid_len = t->len;
		memcpy(label->omid, t->omid, t->len);
		ntms_agent_done(o->id, 0, "", label);
		return;
	}
	label_agent.writes++;
	label_agent.expected = o->label.found;
	t->found = NTMS_LABEL_KNOWN;
	memcpy(t->omid, "NTMS Free\0", 11);
	t->len = 11 + sprintf(t->omid + 11, "%pUl", &o->side);
	ntms_agent_done(o->id, 0, "", NULL);
}

static void agent_run(struct work_struct *work)
{
	struct ntms_order *o = kzalloc(sizeof(*o), GFP_KERNEL);
	struct ntms_label *label = kzalloc(sizeof(*label), GFP_KERNEL);

	while (o && label && !label_agent.mute && label_agent.number_kept)
		serve(&label_agent.kept[--label_agent.number_kept], label);
	while (o && label && ntms_agent_next(o))
		serve(o, label);
	kfree(o);
	kfree(label);
}

/**
 * label_on_tape() - put a label on a tape of the library
 * @n: its number
 * @found: enum ntms_label_found
 * @omid: identifier
 * @len: bytes of @omid
 */
void label_on_tape(u32 n, u32 found, const char *omid, u32 len)
{
	struct label_tape *t = &label_agent.tapes[n];

	t->found = found;
	t->len = len;
	memcpy(t->omid, omid, len);
}

/**
 * label_attach() - the agent comes, and free tapes that wait get their labels
 */
void label_attach(void)
{
	ntms_agent_attach(label_ring);
	ntms_prepare_soon();
}

/**
 * label_init() - a lab with an agent that is not attached, all tapes are blank
 * @test: the test
 *
 * Return: 0 or a negative errno.
 */
int label_init(struct kunit *test)
{
	int err = lab_init(test);
	struct label_tape *t;
	u32 i;

	memset(&label_agent, 0, sizeof(label_agent));
	label_agent.l = test->priv;
	INIT_WORK(&label_agent.work, agent_run);
	for (i = 0; i < LAB_TAPES; i++) {
		t = &label_agent.tapes[i];
		snprintf(t->tag, sizeof(t->tag), "LAB%03uL8", i);
		t->found = NTMS_LABEL_BLANK;
	}
	return err;
}

/**
 * label_exit() - the agent goes, then the lab
 * @test: the test
 */
void label_exit(struct kunit *test)
{
	ntms_agent_detach();
	flush_work(&label_agent.work);
	lab_exit(test);
}

/**
 * label_side() - the side of a tape
 * @l: the lab
 * @n: number of the tape
 *
 * Return: the side.
 */
struct ntms_partition *label_side(struct lab *l, u32 n)
{
	return lab_tape(l, n)->sides[0];
}

/**
 * label_pool() - the system pool of the tapes
 * @l: the lab
 * @type: NTMS_POOLTYPE_SCRATCH, _IMPORT or _FOREIGN
 *
 * Return: the pool.
 */
struct ntms_media_pool *label_pool(struct lab *l, u32 type)
{
	struct ntms_media_pool *container = type == NTMS_POOLTYPE_SCRATCH ?
		l->m.free : type == NTMS_POOLTYPE_IMPORT ? l->m.import :
		l->m.unrecognized;

	return ntms_system_pool(container, lab_tape(l, 0)->pool->media_type);
}

/**
 * label_set_side() - what the catalogue knows of a side
 * @l: the lab
 * @n: number of the tape
 * @state: enum ntms_partition_state; an available one is in the free pool
 * @omid: its label
 * @len: bytes of @omid, 0 leaves the label as it is
 */
void label_set_side(struct lab *l, u32 n, u32 state, const char *omid,
		    u32 len)
{
	struct ntms_media_pool *to = label_pool(l, NTMS_POOLTYPE_SCRATCH);
	struct ntms_partition *s = label_side(l, n);
	struct ntms_txn t;
	u32 error;

	ntms_txn_begin(&t, &l->m);
	error = ntms_txn_edit(&t, &s->o);
	if (!error && len)
		error = ntms_txn_set_blob(&t, &s->o, &s->omid, omid, len);
	if (!error)
		s->state = state;
	if (!error && state == NTMS_PARTSTATE_AVAILABLE)
		error = ntms_media_to_pool(&t, s->physical_media, to);
	KUNIT_ASSERT_EQ(l->test, error, 0);
	KUNIT_ASSERT_EQ(l->test, ntms_txn_commit(&t, NULL), 0);
}

/**
 * label_idle() - wait until the robotics have nothing to do
 * @l: the lab
 */
void label_idle(struct lab *l)
{
	lab_wait(l, list_empty_careful(&ntms_robotics.works));
	lab_settle(l);
}
