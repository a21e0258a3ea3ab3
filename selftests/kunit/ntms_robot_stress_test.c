// SPDX-License-Identifier: GPL-2.0
/*
 * Robotics: several sessions at once, with hardware that fails now and then.
 * And how long a mount takes when the hardware takes no time.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/random.h>
#include <linux/string.h>

#include "robolab.h"

#define GUESTS	4
#define ROUNDS	60

/**
 * struct guest - somebody who mounts and dismounts
 * @l: the lab
 * @s: his session
 * @call: his call
 * @finished: he is done
 * @mounted: how many mounts succeeded
 * @wrong: an answer that should not be
 */
struct guest {
	struct lab *l;
	struct ntms_session s;
	struct ntms_call call;
	struct completion finished;
	u32 mounted;
	u32 wrong;
};

struct stress_mount {
	struct completion done;
	u32 error;
};

static void mount_done(void *ctx, u32 error, const char *text,
		       const guid_t *drives, u32 count)
{
	struct stress_mount *mount = ctx;

	mount->error = error;
	complete(&mount->done);
}

static u32 below(u32 n)
{
	return get_random_u32() % n;
}

static u32 mount_one(struct guest *u, const guid_t *side)
{
	static const u32 timeouts[] = { 0, 1, 20, 200 };
	struct ntms_mount_args a = {
		.media = side, .count = 1, .priority = (s32)below(31) - 15,
		.timeout = timeouts[below(ARRAY_SIZE(timeouts))],
		.options = below(3) ? 0 : NTMS_MOUNT_ERROR_NOT_AVAILABLE,
	};
	struct stress_mount mount;
	u32 error;

	init_completion(&mount.done);
	error = ntms_mount_media(&u->call, &a, mount_done, &mount);
	if (error)
		return error;
	if (!wait_for_completion_timeout(&mount.done, 20 * HZ)) {
		u->wrong = ~0;
		/* its memory is still in use */
		wait_for_completion(&mount.done);
	}
	return mount.error;
}

static struct ntms_waiter nobody = { .done = lab_nobody };

static void round_of(struct guest *u)
{
	struct ntms_waiter w = nobody;
	guid_t side = lab_side(u->l, below(LAB_TAPES));

	if (!mount_one(u, &side)) {
		u->mounted++;
		if (below(2))
			usleep_range(100, 2000);
	}
	if (below(8))
		ntms_dismount_media(&u->call, &side, 1, below(3), &w);
	else
		ntms_session_gone(&u->s);
}

static int guest_run(void *data)
{
	struct guest *u = data;
	u32 i;

	for (i = 0; i < ROUNDS; i++)
		round_of(u);
	ntms_session_cancel(&u->s);
	ntms_session_gone(&u->s);
	complete(&u->finished);
	return 0;
}

static void guest_init(struct lab *l, struct guest *u, u32 n)
{
	u->l = l;
	u->s = l->s[0];
	u->s.id = 100 + n;
	INIT_LIST_HEAD(&u->s.calls);
	spin_lock_init(&u->s.lock);
	kref_init(&u->s.ref);
	u->call.m = &l->m;
	u->call.s = &u->s;
	init_completion(&u->finished);
}

static void no_delay(void *o)
{
	ntms_drive(o)->defer_dismount_delay = 0;
}

/* what goes on meanwhile */
static void trouble(struct lab *l, bool faults)
{
	static const int errors[] = { -EIO, -ETIMEDOUT, -EBUSY, -EPROTO };
	u32 drive = below(LAB_DRIVES);

	switch (faults ? below(5) : 5) {
	case 0:
		l->f.fail_late = below(2);
		fake_fail(&l->f, FAKE_ANY, 1 + below(5),
			  errors[below(ARRAY_SIZE(errors))]);
		break;
	case 1:
		if (l->f.drive[drive].found) {
			fake_gone(&l->f.drive[drive]);
			lab_wait(l, !l->f.drive[drive].alive);
		}
		break;
	case 2:
		if (!l->f.drive[drive].found)
			fake_found(&l->f.drive[drive]);
		break;
	case 3:
		ntms_device_changed(&l->f.changer.dev, NTMS_CHANGED_MEDIA);
		break;
	default:
		l->f.drive[drive].not_ready = below(3);
	}
	usleep_range(1000, 5000);
}

static void finish(struct lab *l)
{
	u32 i;

	fake_fail(&l->f, FAKE_ANY, 0, 0);
	l->f.fail_late = false;
	for (i = 0; i < LAB_DRIVES; i++)
		if (!l->f.drive[i].found)
			fake_found(&l->f.drive[i]);
	for (i = 0; i < LAB_DRIVES; i++)
		lab_wait(l, lab_drive(l, i)->o.operational_state == NTMS_READY);
	lab_wait(l, list_empty_careful(&ntms_robotics.works));
	lab_settle(l);
	lab_reread(l);
	lab_agrees(l, &l->f);
	KUNIT_EXPECT_EQ(l->test, lab_library(l, "CHANGER1")->media, LAB_TAPES);
}

static void stress(struct lab *l, bool faults)
{
	struct guest *guests = kunit_kzalloc(l->test, GUESTS * sizeof(*guests),
					   GFP_KERNEL);
	u32 i, mounted = 0;

	KUNIT_ASSERT_NOT_NULL(l->test, guests);
	lab_up(l);
	for (i = 0; i < LAB_DRIVES; i++)
		lab_set(l, &lab_drive(l, i)->o, no_delay);
	for (i = 0; i < GUESTS; i++) {
		guest_init(l, &guests[i], i);
		kthread_run(guest_run, &guests[i], "guest%u", i);
	}
	for (i = 0; i < GUESTS; i++)
		while (!try_wait_for_completion(&guests[i].finished))
			trouble(l, faults);
	finish(l);
	for (i = 0; i < GUESTS; i++) {
		KUNIT_EXPECT_EQ(l->test, guests[i].wrong, 0);
		mounted += guests[i].mounted;
	}
	KUNIT_EXPECT_GT(l->test, mounted, 0);
	kunit_info(l->test, "%u of %u mounts succeeded, %u moves", mounted,
		   GUESTS * ROUNDS, l->f.calls[FAKE_MOVE]);
}

static void sessions_contend(struct kunit *test)
{
	stress(test->priv, false);
}

static void sessions_contend_while_hardware_fails(struct kunit *test)
{
	stress(test->priv, true);
}

static void mounting_adds_little_time(struct kunit *test)
{
	struct lab *l = test->priv;
	u64 ns, best = U64_MAX, loading = U64_MAX;
	u32 i;

	lab_up(l);
	for (i = 0; i < 10; i++) {
		l->f.drive[0].not_ready = i < 5 ? 0 : 8;
		ns = ktime_get_ns();
		LAB_EXPECT(l, lab_mount(l, 0, 0, 0, NTMS_INFINITE), 0);
		ns = ktime_get_ns() - ns;
		if (i < 5)
			best = min(best, ns);
		else
			loading = min(loading, ns);
		LAB_EXPECT(l, lab_dismount(l, 0, 0, 0), 0);
		lab_wait(l, !lab_drive(l, 0)->media);
	}
	kunit_info(test, "%llu us, %llu us with 8 looks until it is ready",
		   best / 1000, loading / 1000);
	/* debug kernels are slow: this is not the measurement */
	KUNIT_EXPECT_LT(test, best, 50 * NSEC_PER_MSEC);
}

static struct kunit_case stress_cases[] = {
	KUNIT_CASE(sessions_contend),
	KUNIT_CASE(sessions_contend_while_hardware_fails),
	KUNIT_CASE(mounting_adds_little_time),
	{}
};

static struct kunit_suite stress_suite = {
	.name = "ntms_robot_stress",
	.init = lab_init,
	.exit = lab_exit,
	.test_cases = stress_cases,
};
kunit_test_suite(stress_suite);
