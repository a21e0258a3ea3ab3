// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * record_u16.c - the record of the W calls, WCHAR of two bytes
 */
#define NTMS_WCHAR16
#define FORM	ntms_form_u16
#define WIDTH	NTMS_UTF16
#define RECORD	NTMS_OBJECTINFORMATIONW
#define FIRST	NTMS_I1_OBJECTINFORMATIONW
#include "record_form.h"

_Static_assert(sizeof(WCHAR) == 2, "this form has WCHARs of two bytes");
