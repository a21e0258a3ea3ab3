// SPDX-License-Identifier: GPL-2.0
/*
 * fuzz_codec.c - answers of the kernel that are not what they should be
 *
 * With libFuzzer (make fuzz), or on its own: good answers are read, then
 * damaged ones, and only what reads well may reach the database.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <netlink/attr.h>
#include <netlink/msg.h>

#include <linux/ntms.h>

#include "codec.h"
#include "lib.h"

static char *directory;

static void remove_directory(void)
{
	lib_remove(directory);
}

static struct db *open_database(void)
{
	struct db *new;
	char path[256];

	directory = lib_directory();
	atexit(remove_directory);
	snprintf(path, sizeof(path), "%s/ntms.db", directory);
	if (db_open(path, DB_STORE, &new))
		abort();
	return new;
}

static struct db *db;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct journal state = { 0 };

	if (!db)
		db = open_database();
	if (db_begin(db))
		abort();
	if (!codec_apply(db, (const struct nlattr *)data, size, &state))
		codec_apply(db, (const struct nlattr *)data, size, &state);
	db_rollback(db);
	log_clear();
	return 0;
}

#ifndef LIBFUZZER

/* An answer with some records, made of objects that the store itself wrote. */
static struct nl_msg *answer(uint64_t *seed, unsigned int objects)
{
	struct nl_msg *msg = nlmsg_alloc_size(65536);
	struct nlattr *record, *deleted;
	struct sample s;
	unsigned int i;

	for (i = 0; i < objects; i++) {
		record = nla_nest_start(msg, NTMS_A_STORE_RECORD);
		nla_put_u64(msg, NTMS_A_RECORD_SEQUENCE, i + 1);
		lib_sample(&s, lib_random(seed) % TYPES_COUNT, i, *seed);
		if (lib_random(seed) % 4) {
			codec_put_object(msg, &s.o);
			/* the nest has the number of the upload */
			((struct nlattr *)((char *)nla_data(record) + 12))->nla_type =
				NTMS_A_RECORD_OBJECT;
		} else {
			deleted = nla_nest_start(msg, NTMS_A_RECORD_DELETED);
			nla_put_u32(msg, NTMS_A_OBJECT_TYPE, s.o.type->id);
			nla_put(msg, NTMS_A_OBJECT_GUID, 16, &s.o.guid);
			nla_nest_end(msg, deleted);
		}
		nla_nest_end(msg, record);
	}
	return msg;
}

/* Runs it in memory of exactly its size, so that a step beyond is noticed. */
static void run_exact(const void *data, size_t len)
{
	void *exact = malloc(len ? len : 1);

	memcpy(exact, data, len);
	LLVMFuzzerTestOneInput(exact, len);
	free(exact);
}

static bool survives(void)
{
	static uint8_t bytes[65536];
	uint64_t seed = 42;
	unsigned int round, i;
	struct nl_msg *msg;
	size_t len, at;

	for (round = 0; round < 4000; round++) {
		msg = answer(&seed, 1 + lib_random(&seed) % 4);
		len = nlmsg_datalen(nlmsg_hdr(msg));
		memcpy(bytes, nlmsg_data(nlmsg_hdr(msg)), len);
		nlmsg_free(msg);
		for (i = lib_random(&seed) % 6; i; i--) {
			at = lib_random(&seed) % len;
			/* every other time a length or a type */
			if (round & 1)
				at = at / 4 * 4;
			bytes[at] = lib_random(&seed) >> lib_random(&seed) % 8;
		}
		if (!(round % 5))
			len = lib_random(&seed) % (len + 1);
		run_exact(bytes, len);
	}
	return true;
}

static struct journal journal;

static int apply(struct nl_msg *msg)
{
	return codec_apply(db, nlmsg_data(nlmsg_hdr(msg)),
			   nlmsg_datalen(nlmsg_hdr(msg)), &journal);
}

static struct nl_msg *one_record(uint64_t sequence, uint32_t type,
				 const void *guid, size_t guid_len)
{
	struct nl_msg *msg = nlmsg_alloc();
	struct nlattr *record, *object;

	record = nla_nest_start(msg, NTMS_A_STORE_RECORD);
	if (sequence)
		nla_put_u64(msg, NTMS_A_RECORD_SEQUENCE, sequence);
	object = nla_nest_start(msg, NTMS_A_RECORD_OBJECT);
	nla_put_u32(msg, NTMS_A_OBJECT_TYPE, type);
	if (guid)
		nla_put(msg, NTMS_A_OBJECT_GUID, guid_len, guid);
	nla_nest_end(msg, object);
	nla_nest_end(msg, record);
	return msg;
}

/* Applies one record in a batch of its own; more: after an unfinished one. */
static int apply_one(uint64_t more, struct nl_msg *msg)
{
	int ret;

	journal = (struct journal) { .sequence = more, .more = more != 0 };
	log_clear();
	if (db_begin(db))
		return 1;
	ret = apply(msg);
	db_rollback(db);
	nlmsg_free(msg);
	return ret;
}

static bool refuses(void)
{
	static const char guid[17] = "0123456789abcdef";
	static const char null[16];
	struct nl_msg *msg;

	CHECK(!apply_one(0, one_record(1, NTMS_TYPE_DRIVE, guid, 16)));
	CHECK(journal.sequence == 1 && journal.changes == 1 && !journal.more);
	CHECK(apply_one(0, one_record(0, NTMS_TYPE_DRIVE, guid, 16)) == -EBADMSG);
	CHECK(apply_one(0, one_record(1, 1, guid, 16)) == -EBADMSG);
	CHECK(apply_one(0, one_record(1, NTMS_TYPE_DRIVE, guid, 15)) == -EBADMSG);
	CHECK(apply_one(0, one_record(1, NTMS_TYPE_DRIVE, guid, 17)) == -EBADMSG);
	CHECK(apply_one(0, one_record(1, NTMS_TYPE_DRIVE, null, 16)) == -EBADMSG);
	CHECK(apply_one(0, one_record(1, NTMS_TYPE_DRIVE, NULL, 0)) == -EBADMSG);
	CHECK(strstr(log_text, "do not fit"));
	/* what goes on has to have the same number */
	CHECK(!apply_one(1, one_record(1, NTMS_TYPE_DRIVE, guid, 16)));
	CHECK(apply_one(2, one_record(3, NTMS_TYPE_DRIVE, guid, 16)) == -EBADMSG);
	/* "more" is seen wherever it stands */
	msg = nlmsg_alloc();
	nla_put_flag(msg, NTMS_A_STORE_MORE);
	CHECK(!apply_one(0, msg) && journal.more);
	return true;
}

static bool accepts(void)
{
	struct nl_msg *msg;
	uint64_t seed = 1;
	unsigned int n;

	for (n = 1; n < 50; n++) {
		msg = answer(&seed, n);
		journal = (struct journal) { 0 };
		CHECK(!db_begin(db));
		CHECK(!apply(msg));
		CHECK(journal.changes == n && journal.sequence == n);
		CHECK(!journal.more);
		db_rollback(db);
		nlmsg_free(msg);
	}
	return true;
}

static const struct tap_test tests[] = {
	{ "good records are read", accepts },
	{ "records that lack something are refused", refuses },
	{ "damaged answers do no harm", survives },
};

int main(void)
{
	db = open_database();
	return TAP_RUN(tests);
}

#endif /* LIBFUZZER */
