// SPDX-License-Identifier: GPL-2.0
/*
 * world.c - a store with as many media as one likes, that keeps nothing
 *
 * Hands over a library and a pool full of single-sided cartridges with bar
 * codes, then acknowledges every change at once.  What it measures of memory
 * it takes from the kernel's own totals, before and after.
 */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/ntms.h>
#include <linux/ntms_acl.h>

#include "bench.h"

#define BATCH		32768	/* bytes of objects in a message */
#define LTO_ULTRIUM	0x56
#define DEVICE_TAPE	0x1f
#define BIRTH		1700000000000000000ULL
#define UNLIMITED	0xffffffffU
#define DATABASE_FAILURE 4313	/* of winerror.h */

enum { LIBRARY_OFFLINE = 1, LIBRARY_ONLINE };
enum { FLAG_FIXEDOFFLINE = 1 };
enum { POOL_FREE = 1, POOL_UNRECOGNIZED, POOL_IMPORT, POOL_APPLICATION = 1000 };
enum { SIDE_AVAILABLE = 4 };

/* which object: the number is its place among those of its type */
enum { ROOT, FREE, UNRECOGNIZED, IMPORT, BENCH };
enum { OFFLINE, ONLINE };

static void name_guid(unsigned char guid[16], uint32_t type, uint32_t number)
{
	memset(guid, 0, 16);
	guid[0] = 0xbe;
	guid[7] = 0x40;
	guid[8] = 0x80;
	memcpy(guid + 4, &type, 2);
	memcpy(guid + 12, &number, 4);
}

static void put_guid(struct wire *w, uint16_t attribute, uint32_t type,
		     uint32_t number)
{
	unsigned char guid[16];

	name_guid(guid, type, number);
	wire_put(w, attribute, guid, sizeof(guid));
}

static void flush(struct wire *w)
{
	if (w->length > NLMSG_HDRLEN + GENL_HDRLEN)
		wire_call(w);
	wire_begin(w, NTMS_CMD_RESTORE, NLM_F_ACK);
}

static size_t object(struct wire *w, uint32_t type, uint32_t number)
{
	size_t start;

	if (w->length > BATCH - 512)
		flush(w);
	start = wire_nest(w, NTMS_A_STORE_OBJECT);
	wire_put_u32(w, NTMS_A_OBJECT_TYPE, type);
	put_guid(w, NTMS_A_OBJECT_GUID, type, number);
	wire_put_u32(w, NTMS_A_OBJECT_ENABLED, 1);
	wire_put_u64(w, NTMS_A_OBJECT_CREATED, BIRTH + number);
	wire_put_u64(w, NTMS_A_OBJECT_MODIFIED, BIRTH + number);
	return start;
}

static void put_acl(struct wire *w)
{
	const struct {
		struct ntms_acl acl;
		struct ntms_acl_entry everyone;
	} acl = { .everyone = { .kind = NTMS_ACL_ALLOW, .rights = 0x60007 } };

	wire_put(w, NTMS_A_OBJECT_ACL, &acl, sizeof(acl));
}

static void library(struct wire *w, uint32_t number, uint32_t type,
		    uint32_t flags, const char *serial)
{
	size_t o = object(w, NTMS_TYPE_LIBRARY, number);

	wire_put_u32(w, NTMS_A_OBJECT_LIBRARY_TYPE, type);
	if (flags)
		wire_put_u32(w, NTMS_A_OBJECT_FLAGS, flags);
	if (serial)
		wire_put_text(w, NTMS_A_OBJECT_SERIAL_NUMBER, serial);
	put_acl(w);
	wire_nest_end(w, o);
}

static void pool(struct wire *w, uint32_t number, uint32_t type, const char *name)
{
	size_t o = object(w, NTMS_TYPE_MEDIA_POOL, number);

	if (name) {
		wire_put_text(w, NTMS_A_OBJECT_NAME, name);
		put_guid(w, NTMS_A_OBJECT_PARENT, NTMS_TYPE_MEDIA_POOL, ROOT);
	}
	if (type == POOL_APPLICATION)
		put_guid(w, NTMS_A_OBJECT_MEDIA_TYPE, NTMS_TYPE_MEDIA_TYPE, 0);
	if (type)
		wire_put_u32(w, NTMS_A_OBJECT_POOL_TYPE, type);
	wire_put_u32(w, NTMS_A_OBJECT_MAX_ALLOCATES, UNLIMITED);
	put_acl(w);
	wire_nest_end(w, o);
}

static void put_frame(struct wire *w, uint32_t media)
{
	size_t o = object(w, NTMS_TYPE_COMPUTER, 0);

	wire_put_text(w, NTMS_A_OBJECT_NAME, "Computer");
	wire_put_u32(w, NTMS_A_OBJECT_NEXT_SEQUENCE, media + 1);
	put_acl(w);
	wire_nest_end(w, o);

	o = object(w, NTMS_TYPE_MEDIA_TYPE, 0);
	wire_put_text(w, NTMS_A_OBJECT_NAME, "LTO_Ultrium");
	wire_put_u32(w, NTMS_A_OBJECT_MEDIA_TYPE_CODE, LTO_ULTRIUM);
	wire_put_u32(w, NTMS_A_OBJECT_NUMBER_OF_SIDES, 1);
	wire_put_u32(w, NTMS_A_OBJECT_READ_WRITE, 1);
	wire_put_u32(w, NTMS_A_OBJECT_DEVICE_TYPE, DEVICE_TAPE);
	wire_nest_end(w, o);

	library(w, OFFLINE, LIBRARY_OFFLINE, FLAG_FIXEDOFFLINE, NULL);
	library(w, ONLINE, LIBRARY_ONLINE, 0, "CHG00001");
	pool(w, ROOT, 0, NULL);
	pool(w, FREE, POOL_FREE, "Free");
	pool(w, UNRECOGNIZED, POOL_UNRECOGNIZED, "Unrecognized");
	pool(w, IMPORT, POOL_IMPORT, "Import");
	pool(w, BENCH, POOL_APPLICATION, POOL_NAME);
}

static void put_media(struct wire *w, uint32_t media)
{
	char bar_code[16];
	uint32_t i;
	size_t o;

	for (i = 0; i < media; i++) {
		o = object(w, NTMS_TYPE_PHYSICAL_MEDIA, i);
		snprintf(bar_code, sizeof(bar_code), "%06XL4", i);
		put_guid(w, NTMS_A_OBJECT_LIBRARY, NTMS_TYPE_LIBRARY, ONLINE);
		put_guid(w, NTMS_A_OBJECT_MEDIA_POOL, NTMS_TYPE_MEDIA_POOL, BENCH);
		wire_put_text(w, NTMS_A_OBJECT_BAR_CODE, bar_code);
		wire_put_u32(w, NTMS_A_OBJECT_SEQUENCE_NUMBER, i + 1);
		wire_put_u32(w, NTMS_A_OBJECT_NUMBER_OF_PARTITIONS, 1);
		wire_nest_end(w, o);
	}
	for (i = 0; i < media; i++) {
		o = object(w, NTMS_TYPE_PARTITION, i);
		put_guid(w, NTMS_A_OBJECT_PHYSICAL_MEDIA, NTMS_TYPE_PHYSICAL_MEDIA, i);
		wire_put_u32(w, NTMS_A_OBJECT_STATE, SIDE_AVAILABLE);
		wire_nest_end(w, o);
	}
}

static void restore(struct wire *w, uint32_t media)
{
	unsigned char history[16];

	name_guid(history, 99, 1);
	wire_begin(w, NTMS_CMD_ATTACH_STORE, 0);
	wire_put(w, NTMS_A_STORE_HISTORY, history, sizeof(history));
	wire_put_u64(w, NTMS_A_STORE_DURABLE, 1);
	wire_put_text(w, NTMS_A_STORE_PATH, "nowhere");
	wire_call(w);
	wire_begin(w, NTMS_CMD_RESTORE, NLM_F_ACK);
	put_frame(w, media);
	put_media(w, media);
	flush(w);
}

/* is one of the objects of a record a library? */
static bool changes_library(const unsigned char *at, const unsigned char *end)
{
	const struct nlattr *attr;
	uint32_t type;

	for (; at + NLA_HDRLEN <= end; at += NLA_ALIGN(attr->nla_len)) {
		attr = (const void *)at;
		if ((attr->nla_type & NLA_TYPE_MASK) != NTMS_A_RECORD_OBJECT)
			continue;
		/* an object begins with its type */
		memcpy(&type, at + 2 * NLA_HDRLEN, sizeof(type));
		if (type == NTMS_TYPE_LIBRARY)
			return true;
	}
	return false;
}

/*
 * Takes an answer to next-journal.  The library has no hardware, which the
 * module notices and writes down; that is refused, or nothing could be
 * allocated.
 */
static bool take_records(const struct wire *w, uint64_t *durable)
{
	const struct nlmsghdr *head = (const struct nlmsghdr *)w->answer;
	const unsigned char *at = w->answer + NLMSG_HDRLEN + GENL_HDRLEN;
	const unsigned char *end = w->answer + head->nlmsg_len;
	const struct nlattr *attr;

	for (; at + NLA_HDRLEN <= end; at += NLA_ALIGN(attr->nla_len)) {
		attr = (const void *)at;
		if ((attr->nla_type & NLA_TYPE_MASK) != NTMS_A_STORE_RECORD)
			continue;
		if (changes_library(at + NLA_HDRLEN, at + attr->nla_len))
			return false;
		/* a record begins with its number */
		memcpy(durable, at + 2 * NLA_HDRLEN, sizeof(*durable));
	}
	return true;
}

static pid_t serve(struct wire *w)
{
	pid_t pid = fork();
	uint64_t durable = 0;
	bool good = true;

	if (pid < 0)
		die("cannot fork");
	if (pid)
		return pid;
	for (;;) {
		wire_begin(w, NTMS_CMD_NEXT_JOURNAL, 0);
		if (durable)
			wire_put_u64(w, NTMS_A_STORE_DURABLE, durable);
		if (!good)
			wire_put_u32(w, NTMS_A_STORE_ERROR, DATABASE_FAILURE);
		wire_call(w);
		good = take_records(w, &durable);
	}
}

/* what the model is made of: slabs, and the hash heads in vmalloc space */
static double kernel_memory(void)
{
	FILE *f = fopen("/proc/meminfo", "r");
	double sum = 0, kib;
	char line[128];

	if (!f)
		die("no /proc/meminfo");
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "Slab: %lf", &kib) == 1 ||
		    sscanf(line, "VmallocUsed: %lf", &kib) == 1)
			sum += kib;
	fclose(f);
	return sum * 1024;
}

void measure_world(unsigned int media, unsigned int rounds)
{
	struct wire *store = wire_open(NTMS_FAMILY_NAME), *w;
	double start = now_us(), before = kernel_memory();
	struct samples pairs = {};
	unsigned char guid[16];
	unsigned int i;
	pid_t pid;

	restore(store, media);
	report("restore_us", now_us() - start);
	report("restore_bytes", kernel_memory() - before);
	start = now_us();
	wire_begin(store, NTMS_CMD_RESTORED, NLM_F_ACK);
	wire_call(store);
	report("verify_us", now_us() - start);
	pid = serve(store);
	usleep(200000);	/* it looks for the hardware */

	name_guid(guid, NTMS_TYPE_MEDIA_POOL, BENCH);
	w = session_open();
	pair_block(w, guid, rounds);
	for (i = 0; i < BLOCKS; i++)
		sample(&pairs, pair_block(w, guid, rounds));
	report("world_pair", median(&pairs));
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	wire_close(w);
	wire_close(store);
}
