// SPDX-License-Identifier: GPL-2.0
/*
 * Does one wrong thing when loaded, so that selfcheck.sh sees the lab notice it.
 */
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

static char *mode = "none";
module_param(mode, charp, 0444);
MODULE_PARM_DESC(mode, "none, warn, uaf, inversion, atomic, leak or oops");

static DEFINE_MUTEX(lock_a);
static DEFINE_MUTEX(lock_b);
static DEFINE_SPINLOCK(spin);

static void use_after_free(void)
{
	char *p = kmalloc(64, GFP_KERNEL);

	if (!p)
		return;
	OPTIMIZER_HIDE_VAR(p);
	kfree(p);
	WRITE_ONCE(*p, 1);
}

static void inversion(void)
{
	mutex_lock(&lock_a);
	mutex_lock(&lock_b);
	mutex_unlock(&lock_b);
	mutex_unlock(&lock_a);

	mutex_lock(&lock_b);
	mutex_lock(&lock_a);
	mutex_unlock(&lock_a);
	mutex_unlock(&lock_b);
}

static void sleep_in_atomic(void)
{
	spin_lock(&spin);
	mutex_lock(&lock_a);
	mutex_unlock(&lock_a);
	spin_unlock(&spin);
}

static noinline void leak(void)
{
	void *p = kmalloc(128, GFP_KERNEL);

	OPTIMIZER_HIDE_VAR(p);
}

static int __init lab_splat_init(void)
{
	if (!strcmp(mode, "warn"))
		WARN(1, "lab_splat: as asked\n");
	else if (!strcmp(mode, "uaf"))
		use_after_free();
	else if (!strcmp(mode, "inversion"))
		inversion();
	else if (!strcmp(mode, "atomic"))
		sleep_in_atomic();
	else if (!strcmp(mode, "leak"))
		leak();
	else if (!strcmp(mode, "oops"))
		WRITE_ONCE(*(int *)8, 1);
	else if (strcmp(mode, "none"))
		return -EINVAL;
	return 0;
}

static void __exit lab_splat_exit(void)
{
}

module_init(lab_splat_init);
module_exit(lab_splat_exit);
MODULE_DESCRIPTION("Does one wrong thing, to test the test lab");
MODULE_LICENSE("GPL");
