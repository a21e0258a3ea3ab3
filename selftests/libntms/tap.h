/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tap.h - test programs that report in KTAP
 */
#ifndef NTMS_SELFTESTS_TAP_H
#define NTMS_SELFTESTS_TAP_H

#include <stdbool.h>
#include <stdio.h>

struct tap_test {
	const char *what;
	bool (*run)(void);
};

/* Fails the test that uses it, and says where, unless cond holds. */
#define CHECK(cond) do { \
	if (!(cond)) { \
		printf("# %s:%d: %s\n", __FILE__, __LINE__, #cond); \
		return false; \
	} \
} while (0)

#define TAP_RUN(tests)	tap_run(tests, sizeof(tests) / sizeof((tests)[0]))

static inline int tap_run(const struct tap_test *tests, size_t count)
{
	int failed = 0;
	size_t i;
	bool ok;

	printf("TAP version 13\n1..%zu\n", count);
	for (i = 0; i < count; i++) {
		ok = tests[i].run();
		failed += !ok;
		printf("%sok %zu - %s\n", ok ? "" : "not ", i + 1, tests[i].what);
	}
	return failed ? 1 : 0;
}

#endif /* NTMS_SELFTESTS_TAP_H */
