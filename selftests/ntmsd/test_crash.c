// SPDX-License-Identifier: GPL-2.0
/*
 * test_crash.c - what was acknowledged is there, and nothing else
 *
 * Batches are made so that they can be replayed (see lib.h); after each
 * accident the database must be what the first n batches make, where n is its
 * sequence number and not below what was acknowledged.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "lib.h"

static char *directory;
static char path[256], wal[300], copy[300], copy_wal[330];

/* The next calls fail: skip_writes of them do not. */
static int write_error, skip_writes;
static int sync_errors;

/* in place of libc's, for the SQLite library */
int fdatasync(int fd)
{
	if (sync_errors) {
		sync_errors--;
		errno = EIO;
		return -1;
	}
	return syscall(SYS_fdatasync, fd);
}

static ssize_t failing_pwrite(int fd, const void *bytes, size_t len, off64_t at)
{
	if (!write_error || skip_writes-- > 0)
		return pwrite64(fd, bytes, len, at);
	/* a part gets through, as it does when a disk becomes full */
	if (len > 1 && write_error == ENOSPC && !(skip_writes & 1))
		return pwrite64(fd, bytes, len / 2, at);
	errno = write_error;
	return -1;
}

static bool begin(void)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);

	directory = lib_directory();
	snprintf(path, sizeof(path), "%s/ntms.db", directory);
	snprintf(wal, sizeof(wal), "%s-wal", path);
	snprintf(copy, sizeof(copy), "%s/copy.db", directory);
	snprintf(copy_wal, sizeof(copy_wal), "%s-wal", copy);
	write_error = sync_errors = 0;
	vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)failing_pwrite);
	vfs->xSetSystemCall(vfs, "pwrite", (sqlite3_syscall_ptr)failing_pwrite);
	log_clear();
	return true;
}

static bool end(void)
{
	lib_remove(directory);
	free(directory);
	return true;
}

static bool is_prefix(const char *file, uint64_t least, uint64_t most,
		      uint64_t *sequence)
{
	struct world w = { 0 };
	struct db *db;
	uint64_t i;

	CHECK(!db_open(file, DB_READ, &db));
	*sequence = db_sequence(db);
	if (*sequence < least || *sequence > most) {
		printf("# has %llu, should be %llu to %llu\n",
		       (unsigned long long)*sequence, (unsigned long long)least,
		       (unsigned long long)most);
		return false;
	}
	for (i = 1; i <= *sequence; i++)
		world_play(&w, i);
	CHECK(world_holds(db, &w));
	CHECK(!db_check(db));
	db_close(db);
	return true;
}

static void write_for_ever(int ack)
{
	struct db *db;
	uint64_t batch;

	if (db_open(path, DB_STORE, &db))
		_exit(1);
	for (batch = db_sequence(db) + 1; ; batch++) {
		if (world_batch(db, batch) ||
		    write(ack, &batch, sizeof(batch)) != sizeof(batch))
			_exit(2);
		db_tidy(db);
	}
}

static bool killed(void)
{
	uint64_t acked = 0, sequence = 0, seed = getpid();
	int round, status, ack[2];
	pid_t child;

	CHECK(begin());
	for (round = 0; round < 60; round++) {
		CHECK(!pipe(ack));
		child = fork();
		if (!child)
			write_for_ever(ack[1]);
		close(ack[1]);
		/* not before it has begun to write, then at any moment */
		CHECK(read(ack[0], &acked, sizeof(acked)) == sizeof(acked));
		usleep(lib_random(&seed) % 60000);
		kill(child, SIGKILL);
		while (read(ack[0], &acked, sizeof(acked)) == sizeof(acked))
			;
		close(ack[0]);
		CHECK(waitpid(child, &status, 0) == child && WIFSIGNALED(status));
		CHECK(is_prefix(path, acked, acked + 1, &sequence));
	}
	printf("# %llu batches\n", (unsigned long long)sequence);
	return end();
}

/*
 * A machine that dies may leave any part of what was not yet flushed: the log
 * is cut off or its end is garbage.
 */
static bool torn_log(void)
{
	uint64_t seed = 1, sequence, batch;
	struct stat st;
	struct db *db;
	FILE *file;
	int round;

	CHECK(begin());
	CHECK(!db_open(path, DB_STORE, &db));
	for (batch = 1; batch <= 40; batch++)
		CHECK(!world_batch(db, batch));
	CHECK(!stat(wal, &st) && st.st_size > 100000);
	for (round = 0; round < 60; round++) {
		long keep = lib_random(&seed) % (st.st_size + 1);

		lib_copy(path, copy, -1);
		lib_copy(wal, copy_wal, keep);
		if (round & 1) {
			file = fopen(copy_wal, "ab");
			while (keep++ < st.st_size)
				putc(lib_random(&seed), file);
			fclose(file);
		}
		CHECK(is_prefix(copy, 0, 40, &sequence));
	}
	lib_copy(wal, copy_wal, -1);
	CHECK(is_prefix(copy, 40, 40, &sequence));
	db_close(db);
	return end();
}

/* A batch in which a write fails leaves nothing, in memory and on disk. */
static bool failing_writes(void)
{
	static const int errors[] = { ENOSPC, EIO, EDQUOT };
	struct world w = { 0 };
	uint64_t batch = 0, sequence;
	struct db *db;
	int n, e, ret, failed = 0;

	CHECK(begin());
	CHECK(!db_open(path, DB_STORE, &db));
	for (e = 0; e < 3; e++) {
		for (n = 0; n < 25; n++) {
			batch++;
			write_error = errors[e];
			skip_writes = n;
			ret = world_batch(db, batch);
			write_error = 0;
			if (ret) {
				failed++;
				CHECK(ret == (errors[e] == EIO ? -EIO : -ENOSPC));
				CHECK(db_sequence(db) == batch - 1);
				CHECK(world_holds(db, &w));
				/* what a machine that dies now would find */
				lib_copy(path, copy, -1);
				lib_copy(wal, copy_wal, -1);
				CHECK(is_prefix(copy, batch - 1, batch - 1, &sequence));
				CHECK(!world_batch(db, batch));
			}
			world_play(&w, batch);
			CHECK(world_holds(db, &w));
		}
	}
	printf("# %d failures\n", failed);
	CHECK(failed > 20);
	/* the same failure in a row is not told each time */
	CHECK(strstr(log_text, "no room") && strstr(log_text, path));
	db_close(db);
	CHECK(is_prefix(path, batch, batch, &sequence));
	return end();
}

/* The log holds the whole batch but it could not be flushed. */
static bool failing_flush(void)
{
	uint64_t batch, sequence;
	struct db *db;

	CHECK(begin());
	CHECK(!db_open(path, DB_STORE, &db));
	for (batch = 1; batch <= 30; batch++) {
		sync_errors = 1;
		CHECK(world_batch(db, batch) == -EIO);
		CHECK(!sync_errors && db_sequence(db) == batch - 1);
		lib_copy(path, copy, -1);
		lib_copy(wal, copy_wal, -1);
		CHECK(is_prefix(copy, batch - 1, batch - 1, &sequence));
		CHECK(!world_batch(db, batch));
	}
	db_close(db);
	CHECK(is_prefix(path, batch - 1, batch - 1, &sequence));
	return end();
}

static bool log_flooded(void)
{
	struct db *db;
	const char *at;
	int i, lines = 0;

	CHECK(begin());
	CHECK(!db_open(path, DB_STORE, &db));
	log_clear();
	for (i = 0; i < 50; i++) {
		write_error = ENOSPC;
		skip_writes = 0;
		CHECK(world_batch(db, 1) == -ENOSPC);
	}
	write_error = 0;
	for (at = log_text; (at = strstr(at, "no room")); at++)
		lines++;
	CHECK(lines == 1);
	CHECK(!world_batch(db, 1));
	CHECK(strstr(log_text, "can be written again"));
	db_close(db);
	return end();
}

/* Writes until there is no room; what was there stays; room makes it go on. */
static bool fill(void (*make_room)(void), uint64_t *last)
{
	uint64_t batch = 1, sequence;
	struct world w = { 0 };
	struct db *db;
	int ret = 0;

	CHECK(!db_open(path, DB_STORE, &db));
	/* no tidying: the log grows */
	for (; batch < 100000; batch++) {
		ret = world_batch(db, batch);
		if (ret)
			break;
		world_play(&w, batch);
	}
	CHECK(ret == -ENOSPC);
	CHECK(world_holds(db, &w));
	CHECK(db_sequence(db) == batch - 1);
	CHECK(strstr(log_text, "free some space"));
	make_room();
	CHECK(!world_batch(db, batch));
	db_close(db);
	CHECK(is_prefix(path, batch, batch, &sequence));
	*last = batch;
	return true;
}

static void raise_limit(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_FSIZE, &limit);
}

static bool file_limit(void)
{
	struct rlimit limit;
	uint64_t last;

	CHECK(begin());
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = 1000000;
	CHECK(!setrlimit(RLIMIT_FSIZE, &limit));
	CHECK(fill(raise_limit, &last));
	printf("# %llu batches\n", (unsigned long long)last);
	return end();
}

static char ballast[300];

static void drop_ballast(void)
{
	unlink(ballast);
}

static bool full_disk(void)
{
	uint64_t last;
	int fd;

	CHECK(begin());
	if (mount("tmpfs", directory, "tmpfs", 0, "size=2m,mode=0700")) {
		printf("# cannot mount a tmpfs (%s), skipped\n", strerror(errno));
		return end();
	}
	snprintf(ballast, sizeof(ballast), "%s/ballast", directory);
	fd = open(ballast, O_WRONLY | O_CREAT, 0600);
	CHECK(!posix_fallocate(fd, 0, 1000000));
	close(fd);
	CHECK(fill(drop_ballast, &last));
	printf("# %llu batches\n", (unsigned long long)last);
	CHECK(!umount(directory));
	return end();
}

/* No room to make the database: nothing half-made is left. */
static bool no_room_to_create(void)
{
	struct db *db;
	int n, ret;

	for (n = 0; n < 30; n++) {
		CHECK(begin());
		write_error = ENOSPC;
		skip_writes = n;
		ret = db_open(path, DB_STORE, &db);
		write_error = 0;
		if (!ret) {
			db_close(db);
		} else {
			CHECK(ret == -ENOSPC);
			/* either not there or a good one */
			CHECK(!db_open(path, DB_STORE, &db));
			CHECK(!db_sequence(db) && !world_batch(db, 1));
			db_close(db);
		}
		CHECK(end());
	}
	return true;
}

static const struct tap_test tests[] = {
	{ "after SIGKILL all that was acknowledged is there", killed },
	{ "a log that is cut off or torn gives a prefix", torn_log },
	{ "a batch whose writes fail leaves nothing", failing_writes },
	{ "a batch that cannot be flushed leaves nothing", failing_flush },
	{ "repeated failures do not flood the log", log_flooded },
	{ "a file size limit is a full disk", file_limit },
	{ "a full disk leaves what was there", full_disk },
	{ "a full disk leaves no half-made database", no_room_to_create },
};

int main(void)
{
	return TAP_RUN(tests);
}
