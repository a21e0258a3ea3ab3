// SPDX-License-Identifier: GPL-2.0
/*
 * log.c - messages to a person, on standard error
 *
 * Under systemd each line begins with its priority, see sd-daemon(3).
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <systemd/sd-daemon.h>

#include "log.h"

static bool with_priority;
static bool with_debug;

/**
 * log_init() - choose what is told
 * @verbose: print log_debug() as well
 */
void log_init(bool verbose)
{
	with_priority = getenv("JOURNAL_STREAM") != NULL;
	with_debug = verbose;
}

static void print(const char *priority, const char *format, va_list args)
{
	char line[1024];

	vsnprintf(line, sizeof(line), format, args);
	if (with_priority)
		fprintf(stderr, "%s%s\n", priority, line);
	else
		fprintf(stderr, "%s: %s\n", program_invocation_short_name, line);
}

#define LOG_FUNCTION(name, priority, condition)				\
void name(const char *format, ...)					\
{									\
	va_list args;							\
									\
	if (!(condition))						\
		return;							\
	va_start(args, format);						\
	print(priority, format, args);					\
	va_end(args);							\
}

/* what they take is checked by the compiler, see log.h */
LOG_FUNCTION(log_error, SD_ERR, true)
LOG_FUNCTION(log_warn, SD_WARNING, true)
LOG_FUNCTION(log_info, SD_INFO, true)
LOG_FUNCTION(log_debug, SD_DEBUG, with_debug)
