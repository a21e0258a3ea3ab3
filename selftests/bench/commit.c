// SPDX-License-Identifier: GPL-2.0
/*
 * commit.c - an allocation that is on disk, against a bare SQLite commit
 *
 * Taken in turn, one by one, so that both meet the same disk.  They warm up
 * until both write-ahead logs have reached their length and are overwritten:
 * to make a file longer costs a commit of the file system as well.
 */
#include <stdlib.h>
#include <string.h>

#include <ntms.h>
#include <sqlite3.h>

#include "bench.h"

#define WARM_UP		600	/* commits of two pages fill a log of 1000 */

static sqlite3 *database;

static void sql(const char *text)
{
	if (sqlite3_exec(database, text, NULL, NULL, NULL) != SQLITE_OK)
		die("%s: %s", text, sqlite3_errmsg(database));
}

/* what a program does that keeps the row of a logical medium and no more */
static void open_database(const char *file)
{
	if (sqlite3_open(file, &database) != SQLITE_OK)
		die("%s: %s", file, sqlite3_errmsg(database));
	sql("PRAGMA locking_mode=EXCLUSIVE");
	sql("PRAGMA journal_mode=WAL");
	sql("PRAGMA synchronous=FULL");
	sql("CREATE TABLE logical_media(id INTEGER PRIMARY KEY, guid TEXT NOT NULL UNIQUE,"
	    " name TEXT, description TEXT, enabled INTEGER NOT NULL,"
	    " operational_state INTEGER NOT NULL, created INTEGER NOT NULL,"
	    " modified INTEGER NOT NULL, media_pool TEXT)");
}

static void commit_row(sqlite3_stmt *stmt, sqlite3_int64 number)
{
	char guid[37];

	sqlite3_snprintf(sizeof(guid), guid, "%08llx-0000-4000-8000-%012llx",
			 (unsigned long long)(number * 2654435761U) & 0xffffffff, number);
	sqlite3_bind_text(stmt, 1, guid, -1, SQLITE_TRANSIENT);
	sqlite3_bind_int64(stmt, 2, 1700000000000000000LL + number);
	if (sqlite3_step(stmt) != SQLITE_DONE)
		die("%s", sqlite3_errmsg(database));
	sqlite3_reset(stmt);
}

static void check(DWORD code)
{
	if (code)
		die("%s: %s", ntms_strerror(code), ntms_last_error_text());
}

static double allocate_time(HANDLE session, NTMS_GUID *pool)
{
	NTMS_GUID media;
	double start = now_us(), us;

	check(AllocateNtmsMedia(session, pool, NULL, &media, 0, 0, NULL));
	us = now_us() - start;
	check(DeallocateNtmsMedia(session, &media, 0));
	return us;
}

static double commit_time(sqlite3_stmt *stmt, sqlite3_int64 number)
{
	double start = now_us();

	commit_row(stmt, number);
	return now_us() - start;
}

void measure_durable(const char *file, unsigned int rounds)
{
	HANDLE session = OpenNtmsSessionA(NULL, "bench", 0);
	struct samples allocations = {}, commits = {};
	unsigned char guid[16];
	sqlite3_stmt *stmt;
	unsigned int i;
	NTMS_GUID pool;

	if (session == INVALID_HANDLE_VALUE)
		die("no session: %s", ntms_strerror(GetLastError()));
	find_pool(guid);
	memcpy(&pool, guid, sizeof(pool));
	open_database(file);
	if (sqlite3_prepare_v2(database,
			       "INSERT INTO logical_media VALUES(NULL, ?1, NULL, NULL, 1, 0,"
			       " ?2, ?2, '5c7e2b30-0000-4000-8000-000000000001')",
			       -1, &stmt, NULL) != SQLITE_OK)
		die("%s", sqlite3_errmsg(database));
	for (i = 0; i < WARM_UP + rounds; i++) {
		double allocation = allocate_time(session, &pool);
		double commit = commit_time(stmt, i);

		if (i < WARM_UP)
			continue;
		sample(&allocations, allocation);
		sample(&commits, commit);
	}
	report("durable_allocate", median(&allocations));
	report("durable_commit", median(&commits));
	sqlite3_finalize(stmt);
	sqlite3_close(database);
	CloseNtmsSession(session);
}
