/* SPDX-License-Identifier: GPL-2.0 */
/*
 * log.h - messages to a person
 */
#ifndef NTMSD_LOG_H
#define NTMSD_LOG_H

#include <stdbool.h>

#define LOG_PRINTF	__attribute__((format(printf, 1, 2)))

void log_init(bool verbose);
void log_error(const char *format, ...) LOG_PRINTF;
void log_warn(const char *format, ...) LOG_PRINTF;
void log_info(const char *format, ...) LOG_PRINTF;
void log_debug(const char *format, ...) LOG_PRINTF;

#endif /* NTMSD_LOG_H */
