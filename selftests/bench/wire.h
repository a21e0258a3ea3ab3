/* SPDX-License-Identifier: GPL-2.0 */
/*
 * wire.h - generic netlink with nothing in between
 *
 * One send() for a request, one recv() for its answer.  A request that has an
 * answer does not ask for an acknowledgement, one that has none does: so each
 * takes one datagram either way, like an echo.
 */
#ifndef NTMS_BENCH_WIRE_H
#define NTMS_BENCH_WIRE_H

#include <stddef.h>
#include <stdint.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>

#define WIRE_SIZE	65536

struct wire {
	int fd;
	uint16_t family;
	uint32_t seq;
	size_t length;		/* of the request */
	_Alignas(8) unsigned char request[WIRE_SIZE];
	_Alignas(8) unsigned char answer[WIRE_SIZE];
};

/* All of these end the program when something goes wrong. */
struct wire *wire_open(const char *family);
void wire_close(struct wire *w);
void wire_begin(struct wire *w, uint8_t command, uint16_t flags);
void *wire_put(struct wire *w, uint16_t type, const void *data, size_t length);
void wire_put_u32(struct wire *w, uint16_t type, uint32_t value);
void wire_put_u64(struct wire *w, uint16_t type, uint64_t value);
void wire_put_text(struct wire *w, uint16_t type, const char *text);
size_t wire_nest(struct wire *w, uint16_t type);
void wire_nest_end(struct wire *w, size_t start);
void wire_send(struct wire *w);
void wire_receive(struct wire *w);
void wire_call(struct wire *w);
const void *wire_get(const struct wire *w, uint16_t type, size_t length);

void die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
double now_us(void);

#endif /* NTMS_BENCH_WIRE_H */
