// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * record_w.c - the record of the W calls, WCHAR of four bytes
 */
#define FORM	ntms_form_w
#define WIDTH	NTMS_UTF32
#define RECORD	NTMS_OBJECTINFORMATIONW
#define FIRST	NTMS_I1_OBJECTINFORMATIONW
#include "record_form.h"

_Static_assert(sizeof(WCHAR) == 4, "libntms must not be built with -fshort-wchar");
