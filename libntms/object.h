/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * object.h - reading objects for the library's own use
 */
#ifndef NTMS_OBJECT_H
#define NTMS_OBJECT_H

#include "record.h"

DWORD ntms_object_read(HANDLE session, const NTMS_GUID *id, uint32_t type,
		       struct ntms_record *record);

#endif /* NTMS_OBJECT_H */
