// SPDX-License-Identifier: GPL-2.0
/*
 * lab_kunit.c with the failing case.
 */
#define LAB_KUNIT_FAIL 1
#include "lab_kunit.c"
