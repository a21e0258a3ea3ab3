// SPDX-License-Identifier: GPL-2.0
/*
 * A KUnit suite of which one case fails if built with -DLAB_KUNIT_FAIL, for
 * selfcheck.sh. (A parameter would not do: the suites of a module run before
 * its parameters are set.)
 */
#include <kunit/test.h>
#include <linux/kconfig.h>
#include <linux/module.h>

static void lab_kunit_adds(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, 1 + 1, 2);
}

static void lab_kunit_obeys(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, IS_ENABLED(LAB_KUNIT_FAIL));
}

static struct kunit_case lab_kunit_cases[] = {
	KUNIT_CASE(lab_kunit_adds),
	KUNIT_CASE(lab_kunit_obeys),
	{ }
};

static struct kunit_suite lab_kunit_suite = {
	.name = "lab_kunit",
	.test_cases = lab_kunit_cases,
};
kunit_test_suite(lab_kunit_suite);

MODULE_DESCRIPTION("A KUnit suite to test the test lab");
MODULE_LICENSE("GPL");
