// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * record_a.c - the record of the A calls
 */
#define FORM	ntms_form_a
#define WIDTH	NTMS_UTF8
#define RECORD	NTMS_OBJECTINFORMATIONA
#define FIRST	NTMS_I1_OBJECTINFORMATIONA
#include "record_form.h"
