/* SPDX-License-Identifier: GPL-2.0 */
/*
 * row.h - a call and the code that it has to give, as a test
 */
#ifndef NTMS_API_COVERAGE_ROW_H
#define NTMS_API_COVERAGE_ROW_H

#include <ntms.h>

extern unsigned int row_count, row_failed;

void row(const char *what, DWORD got, DWORD want);

#define ROW(call, code)	row(#call " gives " #code, call, code)

#endif
