/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fake.h - a libntms without a module, for tests of rsm
 *
 * The objects are always the same at the start of a process.  What a call does
 * lasts as long as the process.  Calls that change something are written to the
 * file that FAKE_LOG names.  Other variables of the environment:
 *
 * FAKE_FAIL="CALL CODE TEXT"	the call fails with the code and this reason;
 *				"WorkItem" is a dismount in the queue
 * FAKE_READINESS=N		what ntms_get_status() says
 * FAKE_VOLATILE=1		ntms_get_status() says that nothing is kept
 * FAKE_GROW=1			enumerations need one more identifier each time
 * FAKE_GONE=HEX		this object is enumerated but cannot be read
 * FAKE_DELAY=MS		a mount takes so long, a dismount does not end
 * FAKE_ORDER=N			the order of each request
 * FAKE_DIFFERENT=N		differences that a comparison finds
 */
#ifndef FAKE_H
#define FAKE_H

#include <stdbool.h>
#include <stddef.h>

#include <ntms.h>

#define FAKE_MOST	128

extern NTMS_OBJECTINFORMATIONW fake_objects[FAKE_MOST];
extern size_t fake_count;

NTMS_OBJECTINFORMATIONW *fake_add(DWORD type, WORD number, const wchar_t *name);
NTMS_GUID fake_id(DWORD type, WORD number);
NTMS_OBJECTINFORMATIONW *fake_find(const NTMS_GUID *id, DWORD type);
bool fake_same(const NTMS_GUID *a, const NTMS_GUID *b);
bool fake_contains(const NTMS_OBJECTINFORMATIONW *container,
		   const NTMS_OBJECTINFORMATIONW *object);
const char *fake_hex(const NTMS_GUID *id);

/* What a call returns, and sets the reason; FAKE_FAIL decides. */
DWORD fake_result(const char *call, DWORD code);
void fake_record(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif /* FAKE_H */
