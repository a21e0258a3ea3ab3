// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * database.c - copies of the database
 *
 * MS-RSMP 3.2.5.2.5.9 and .10; SDK pages of the same names as the calls.  Each call
 * can also return the codes that call.c lists for all calls.
 */
#include <linux/ntms.h>

#include "session.h"

/**
 * ExportNtmsDatabase() - write a copy of the database
 * @hSession:	a session
 *
 * The store writes a consistent copy next to its database, over the one that was
 * there; ntmsd(8) tells where.  Other calls go on meanwhile.
 *
 * Return:
 *
 * * ERROR_SUCCESS		- the copy is on disk
 * * ERROR_DATABASE_FAILURE	- there is no store, or it could not write
 * * ERROR_DATABASE_FULL	- there is no room for the copy
 * * ERROR_SHARING_VIOLATION	- the old copy is in use by another program
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the computer
 */
DWORD ExportNtmsDatabase(HANDLE hSession)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_EXPORT_DATABASE);
	return ntms_call_finish(&call);
}

/**
 * ImportNtmsDatabase() - have the exported copy loaded at the next start
 * @hSession:	a session
 *
 * Nothing changes until the module and the store are started again.  A copy that is
 * found damaged then is not loaded.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_DATABASE_FAILURE	- there is no store, or no copy
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the computer
 */
DWORD ImportNtmsDatabase(HANDLE hSession)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_IMPORT_DATABASE);
	return ntms_call_finish(&call);
}
