// SPDX-License-Identifier: GPL-2.0
/* robolab.c - a model, sessions and fake libraries for the tests of robotics */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "robolab.h"

#ifndef CONFIG_FAULT_INJECTION
int lab_no_fail_nth;
#endif

void lab_pause(void)
{
	usleep_range(500, 1000);
}

static void session_release(struct kref *ref)
{
}

static void session_init(struct lab *l, u32 n)
{
	struct ntms_session *s = &l->s[n];

	s->id = n + 1;
	s->caller.admin = true;
	s->application = n ? "second" : "first";
	kref_init(&s->ref);
	INIT_LIST_HEAD(&s->calls);
	spin_lock_init(&s->lock);
	s->model = &l->m;
	s->release = session_release;
}

static void make_library(struct lab *l, u32 ports)
{
	u32 i;
	char tag[16];

	KUNIT_ASSERT_EQ(l->test, fake_init(&l->f, "CHANGER1", LAB_DRIVES, ports,
					   LAB_SLOTS), 0);
	for (i = 0; i < LAB_TAPES; i++) {
		snprintf(tag, sizeof(tag), "LAB%03uL8", i);
		fake_put(&l->f, FAKE_FIRST_SLOT + i, tag);
	}
}

int lab_init(struct kunit *test)
{
	struct lab *l = kvzalloc(sizeof(*l), GFP_KERNEL);

	if (!l)
		return -ENOMEM;
	test->priv = l;
	l->test = test;
	KUNIT_ASSERT_EQ(test, ntms_model_init(&l->m), 0);
	KUNIT_ASSERT_EQ(test, ntms_computer_setup(&l->m), 0);
	l->m.journal.state = NTMS_READINESS_READY;
	session_init(l, 0);
	session_init(l, 1);
	l->call.m = &l->m;
	make_library(l, 1);
	l->limits = ntms_robot_limits;
	ntms_robot_limits.settle = 30;
	ntms_robot_limits.load = 300;
	ntms_robot_limits.empty = 50;
	ntms_robot_limits.busy = 50;
	ntms_robot_limits.retry = 20;
	ntms_robot_limits.port = 5;
	ntms_robot_limits.clean = 300;
	ntms_robot_limits.look = 3600 * 1000;
	KUNIT_ASSERT_EQ(test, ntms_robotics_init(&l->m), 0);
	return 0;
}

static u32 unfinished(struct lab *l)
{
	return lab_requests(l, 0, NTMS_LM_QUEUED) +
	       lab_requests(l, 0, NTMS_LM_INPROCESS) +
	       lab_requests(l, 0, NTMS_LM_WAITING);
}

/* what waits for somebody who will not come */
static void stop_waiting(struct lab *l)
{
	struct ntms_work *w;

	down_write(&l->m.lock);
	list_for_each_entry(w, &ntms_robotics.works, link)
		if (!ntms_work_is_mount(w) &&
		    w->operation != NTMS_LM_DISMOUNT &&
		    w->operation != NTMS_LM_INVENTORY)
			ntms_control_stop(w);
	up_write(&l->m.lock);
}

void lab_exit(struct kunit *test)
{
	struct lab *l = test->priv;

	if (!l)
		return;
	if (!l->stopped) {
		lab_close(l, 0);
		lab_close(l, 1);
		stop_waiting(l);
		lab_wait(l, !unfinished(l));
		lab_stop(l);
	}
	lab_verify(l);
	ntms_robot_limits = l->limits;
	KUNIT_EXPECT_TRUE(test, list_empty(&ntms_robotics.works));
	KUNIT_EXPECT_TRUE(test, list_empty(&ntms_robotics.mounts));
	KUNIT_EXPECT_TRUE(test, list_empty(&ntms_robotics.ejects));
	ntms_model_destroy(&l->m);
	fake_destroy(&l->f);
	fake_destroy(&l->other);
	kvfree(l);
}

void lab_start(struct lab *l)
{
	ntms_robotics_start();
}

/* as when the module is unloaded */
void lab_stop(struct lab *l)
{
	ntms_robotics_halt();
	fake_release(&l->f);
	fake_all_gone(&l->f);
	if (l->other.e)
		fake_all_gone(&l->other);
	ntms_robotics_stop();
	l->stopped = true;
	KUNIT_EXPECT_TRUE(l->test, fake_is_released(&l->f));
	KUNIT_EXPECT_TRUE(l->test, fake_is_released(&l->other));
}

static bool is_ready(struct lab *l)
{
	struct ntms_library *library = lab_library(l, "CHANGER1");
	struct ntms_drive *d;
	u32 i;

	if (!library || library->o.operational_state != NTMS_READY)
		return false;
	for (i = 0; i < l->f.drives; i++) {
		d = lab_drive(l, i);
		if (l->f.drive[i].found &&
		    (!d || d->o.operational_state != NTMS_READY))
			return false;
	}
	return true;
}

/* the library is there and has been read */
void lab_up(struct lab *l)
{
	fake_all_found(&l->f);
	lab_start(l);
	lab_wait(l, is_ready(l));
	lab_settle(l);
}

static bool is_idle(void)
{
	struct ntms_robot *r;
	bool idle = true;

	down_read(&ntms_robotics.m->lock);
	list_for_each_entry(r, &ntms_robotics.robots, link)
		if ((r->flags & ~BIT(NTMS_ROBOT_TOUCHED)) || r->read_due || work_busy(&r->work))
			idle = false;
	up_read(&ntms_robotics.m->lock);
	return idle && !work_busy(&ntms_robotics.manage.work);
}

/* nothing is being read or managed any more */
void lab_settle(struct lab *l)
{
	lab_wait(l, is_idle());
}

/* as after a unit attention */
void lab_reread(struct lab *l)
{
	u32 n = l->f.calls[FAKE_ELEMENTS];

	ntms_device_changed(&l->f.changer.dev, NTMS_CHANGED_MEDIA);
	lab_wait(l, l->f.calls[FAKE_ELEMENTS] > n);
	lab_settle(l);
}

/* as after power on: the library may have become another one */
void lab_reset(struct lab *l)
{
	u32 n = l->f.calls[FAKE_DESCRIBE];

	ntms_device_changed(&l->f.changer.dev, NTMS_CHANGED_RESET);
	lab_wait(l, l->f.calls[FAKE_DESCRIBE] > n);
	lab_settle(l);
}

void lab_set(struct lab *l, struct ntms_object *o, void (*set)(void *o))
{
	struct ntms_txn t;

	ntms_txn_begin(&t, &l->m);
	if (ntms_txn_edit(&t, o)) {
		ntms_txn_abort(&t);
		KUNIT_FAIL(l->test, "no memory");
		return;
	}
	set(o);
	KUNIT_ASSERT_EQ(l->test, ntms_txn_commit(&t, NULL), 0);
}

/* what lab_set() may be told */
void lab_disabled(void *o)
{
	((struct ntms_object *)o)->enabled = false;
}

void lab_enabled(void *o)
{
	((struct ntms_object *)o)->enabled = true;
}

/* a session is that of a user without rights of his own */
void lab_become(struct lab *l, u32 session, u32 uid)
{
	l->s[session].caller.admin = false;
	l->s[session].caller.uid = uid;
	l->s[session].caller.gid = uid;
}

/* before lab_up(): as many ports as that instead of one */
void lab_ports(struct lab *l, u32 ports)
{
	fake_destroy(&l->f);
	make_library(l, ports);
}

/* how long people have at the first port */
void lab_port_seconds(struct lab *l, u32 seconds)
{
	struct ntms_ieport *port;

	port = ntms_ieport(lab_place(l, NTMS_TYPE_IEPORT, FAKE_FIRST_PORT));
	down_write(&l->m.lock);
	port->max_extend_secs = seconds;
	up_write(&l->m.lock);
}

void lab_verify(struct lab *l)
{
	char why[256];
	int err;

	down_read(&l->m.lock);
	err = ntms_verify(&l->m, why, sizeof(why));
	up_read(&l->m.lock);
	KUNIT_EXPECT_EQ_MSG(l->test, err, 0, "%s", why);
}

/* what the model says of each element is what is in it */
void lab_agrees(struct lab *l, struct fake *f)
{
	struct ntms_library *library = lab_library(l, f->changer.dev.serial);
	struct ntms_physical_media *pm;
	struct ntms_object *o;
	u32 i;

	KUNIT_ASSERT_NOT_NULL(l->test, library);
	down_read(&l->m.lock);
	for (i = 0; i < f->count; i++) {
		struct fake_element *e = &f->e[i];

		o = ntms_element(library, ntms_survey_object_type(e->e.type),
				 e->e.address);
		KUNIT_EXPECT_NOT_NULL(l->test, o);
		if (!o || e->hidden || o->type == NTMS_TYPE_CHANGER)
			continue;
		pm = ntms_media_at(o);
		KUNIT_EXPECT_EQ_MSG(l->test, !!pm, e->e.full,
				    "element %u", e->e.address);
		if (pm && e->e.full && !e->untagged && pm->bar_code)
			KUNIT_EXPECT_STREQ(l->test, pm->bar_code,
					   (const char *)e->tag);
		if (o->type == NTMS_TYPE_STORAGESLOT)
			KUNIT_EXPECT_EQ(l->test,
					ntms_storageslot(o)->state ==
					NTMS_SLOTSTATE_FULL, e->e.full);
		if (o->type == NTMS_TYPE_DRIVE)
			KUNIT_EXPECT_EQ(l->test, ntms_drive(o)->state !=
					NTMS_DRIVESTATE_DISMOUNTED, e->e.full);
	}
	up_read(&l->m.lock);
	lab_verify(l);
}

struct ntms_library *lab_library(struct lab *l, const char *serial)
{
	struct ntms_library *found = NULL;
	struct ntms_object *o;
	u32 id;

	down_read(&l->m.lock);
	ntms_for_each(&l->m, NTMS_TYPE_LIBRARY, id, o)
		if (ntms_library(o)->serial_number &&
		    !strcmp(ntms_library(o)->serial_number, serial))
			found = ntms_library(o);
	up_read(&l->m.lock);
	return found;
}

struct ntms_physical_media *lab_medium(struct lab *l, const char *bar_code)
{
	struct ntms_physical_media *pm;

	down_read(&l->m.lock);
	pm = ntms_find_bar_code(&l->m, bar_code, NULL);
	up_read(&l->m.lock);
	return pm;
}

struct ntms_physical_media *lab_tape(struct lab *l, u32 n)
{
	struct ntms_physical_media *pm;
	char tag[16];

	snprintf(tag, sizeof(tag), "LAB%03uL8", n);
	pm = lab_medium(l, tag);
	KUNIT_ASSERT_NOT_NULL(l->test, pm);
	return pm;
}

guid_t lab_side(struct lab *l, u32 n)
{
	return lab_tape(l, n)->sides[0]->o.guid;
}

struct ntms_drive *lab_drive(struct lab *l, u32 n)
{
	struct ntms_library *library = lab_library(l, "CHANGER1");
	struct ntms_object *o = NULL;

	down_read(&l->m.lock);
	if (library)
		o = ntms_element(library, NTMS_TYPE_DRIVE,
				 FAKE_FIRST_DRIVE + n);
	up_read(&l->m.lock);
	return ntms_drive(o);
}

/* address of where a medium is, 0 for nowhere */
u32 lab_element(struct lab *l, struct ntms_physical_media *pm)
{
	u32 element;

	if (!pm)
		return 0;
	down_read(&l->m.lock);
	element = pm->location ? ntms_place(pm->location)->element : 0;
	up_read(&l->m.lock);
	return element;
}

struct ntms_librequest *lab_request(struct lab *l, const guid_t *guid)
{
	struct ntms_object *o;

	down_read(&l->m.lock);
	o = ntms_find_type(&l->m, guid, NTMS_TYPE_LIBREQUEST);
	up_read(&l->m.lock);
	KUNIT_ASSERT_NOT_NULL(l->test, o);
	return ntms_librequest(o);
}

/* is the operator asked for something about an object? */
bool lab_asked(struct lab *l, u32 command, const guid_t *arg1)
{
	bool asked;

	down_read(&l->m.lock);
	asked = ntms_oprequest_open(&l->m, command, arg1);
	up_read(&l->m.lock);
	return asked;
}

struct ntms_object *lab_place(struct lab *l, u32 type, u32 element)
{
	struct ntms_library *library = lab_library(l, "CHANGER1");
	struct ntms_object *o;

	down_read(&l->m.lock);
	o = ntms_element(library, type, element);
	up_read(&l->m.lock);
	return o;
}

/* how many are there; operation 0 stands for all */
u32 lab_requests(struct lab *l, u32 operation, u32 state)
{
	struct ntms_object *o;
	u32 id, n = 0;

	down_read(&l->m.lock);
	ntms_for_each(&l->m, NTMS_TYPE_LIBREQUEST, id, o)
		n += (!operation ||
		      ntms_librequest(o)->operation == operation) &&
		     ntms_librequest(o)->state == state;
	up_read(&l->m.lock);
	return n;
}

MODULE_DESCRIPTION("KUnit: robotics");
MODULE_LICENSE("GPL");
