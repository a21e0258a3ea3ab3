// SPDX-License-Identifier: GPL-2.0
/*
 * pair.c - allocate and deallocate over a raw socket, against two echoes
 */
#include <stdio.h>
#include <string.h>

#include <linux/ntms.h>

#include "bench.h"

struct wire *session_open(void)
{
	struct wire *w = wire_open(NTMS_FAMILY_NAME);

	wire_begin(w, NTMS_CMD_OPEN_SESSION, NLM_F_ACK);
	wire_put_text(w, NTMS_A_CALL_APPLICATION, "bench");
	wire_put_text(w, NTMS_A_CALL_COMPUTER, "here");
	wire_put_text(w, NTMS_A_CALL_USER, "root");
	wire_call(w);
	return w;
}

static void pair(struct wire *w, const void *pool)
{
	unsigned char media[NTMS_GUID_LEN];
	const void *got;

	wire_begin(w, NTMS_CMD_ALLOCATE_MEDIA, 0);
	wire_put(w, NTMS_A_CALL_POOL, pool, NTMS_GUID_LEN);
	wire_put_u32(w, NTMS_A_CALL_OPTIONS, 0);
	wire_put_u32(w, NTMS_A_CALL_TIMEOUT, 0);
	wire_call(w);
	got = wire_get(w, NTMS_A_CALL_MEDIA, NTMS_GUID_LEN);
	if (!got)
		die("an allocation without a medium");
	memcpy(media, got, sizeof(media));

	wire_begin(w, NTMS_CMD_DEALLOCATE_MEDIA, NLM_F_ACK);
	wire_put(w, NTMS_A_CALL_MEDIA, media, sizeof(media));
	wire_call(w);
}

static void echo(struct wire *w)
{
	static const unsigned char data[ECHO_BYTES];

	wire_begin(w, 1, 0);
	wire_put(w, 1, data, sizeof(data));
	wire_call(w);
	if (!wire_get(w, 1, sizeof(data)))
		die("no echo");
}

/* microseconds for a pair */
double pair_block(struct wire *w, const void *pool, unsigned int rounds)
{
	double start = now_us();
	unsigned int i;

	for (i = 0; i < rounds; i++)
		pair(w, pool);
	return (now_us() - start) / rounds;
}

static double echo_block(struct wire *w, unsigned int rounds)
{
	double start = now_us();
	unsigned int i;

	for (i = 0; i < rounds; i++) {
		echo(w);
		echo(w);
	}
	return (now_us() - start) / rounds;
}

void measure_raw(const char *name, const void *pool, unsigned int rounds)
{
	char text[64];
	struct wire *w = session_open(), *e = wire_open("ntms_echo");
	struct samples pairs = {}, echoes = {};
	unsigned int i;

	pair_block(w, pool, rounds);
	echo_block(e, rounds);
	for (i = 0; i < BLOCKS; i++) {
		sample(&pairs, pair_block(w, pool, rounds));
		sample(&echoes, echo_block(e, rounds));
	}
	snprintf(text, sizeof(text), "%s_pair", name);
	report(text, median(&pairs));
	snprintf(text, sizeof(text), "%s_echoes", name);
	report(text, median(&echoes));
	wire_close(e);
	wire_close(w);
}
