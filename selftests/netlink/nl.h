/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nl.h - generic netlink by hand, for tests of the family "ntms"
 *
 * No library in between: tests have to send what no library would, and to see
 * every byte of what comes back.
 */
#ifndef NTMS_TEST_NL_H
#define NTMS_TEST_NL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <linux/netlink.h>
#include <linux/genetlink.h>
#include <linux/ntms.h>

#define NL_ROOM		(128 * 1024)	/* of a message that we send */
#define NL_PATIENCE	20000		/* ms that an answer may take */

typedef struct { uint8_t b[16]; } guid;

/** struct nl - a socket; -errno in @fd when there is none */
struct nl {
	int fd;
	uint32_t port;
	uint32_t seq;
};

/** struct nl_msg - a message to send */
struct nl_msg {
	size_t len;
	_Alignas(8) char buf[NL_ROOM];
};

/**
 * struct nl_answer - what a request was answered with
 * @err: 0 or the negative errno of the last message
 * @code: Win32 code, from NLMSGERR_ATTR_COOKIE; 0 when there was none
 * @text: NLMSGERR_ATTR_MSG
 * @seq: of the request
 * @cmd: of the data, 0 when none came
 * @attrs: attributes of the data
 * @len: bytes of @attrs
 */
struct nl_answer {
	int err;
	uint32_t code;
	char text[256];
	uint32_t seq;
	uint8_t cmd;
	size_t len;
	_Alignas(8) char attrs[NL_ROOM];
};

/* of the family, set by nl_resolve() */
extern uint16_t nl_family;
extern uint32_t nl_group;

int nl_resolve(void);
struct nl nl_open(void);
struct nl nl_open_port(uint32_t port);
void nl_close(struct nl *s);

void nl_begin(struct nl_msg *m, uint8_t cmd, uint16_t flags);
void nl_put(struct nl_msg *m, uint16_t attr, const void *data, size_t len);
void nl_put_u32(struct nl_msg *m, uint16_t attr, uint32_t v);
void nl_put_u64(struct nl_msg *m, uint16_t attr, uint64_t v);
void nl_put_text(struct nl_msg *m, uint16_t attr, const char *text);
void nl_put_guid(struct nl_msg *m, uint16_t attr, guid g);
size_t nl_nest(struct nl_msg *m, uint16_t attr);
void nl_nest_end(struct nl_msg *m, size_t nest);

int nl_send(struct nl *s, struct nl_msg *m);
int nl_receive(struct nl *s, void *buf, size_t size, int patience);
int nl_wait(struct nl *s, uint32_t seq, struct nl_answer *a, int patience);
int nl_call(struct nl *s, struct nl_msg *m, struct nl_answer *a);

/* called for each object of a dump; stop with a non-zero value */
typedef int (*nl_each)(void *ctx, const struct nlattr *attrs, size_t len);
int nl_dump(struct nl *s, struct nl_msg *m, nl_each each, void *ctx,
	    bool *interrupted, struct nl_answer *a);

const struct nlattr *nl_find(const void *attrs, size_t len, uint16_t attr);
uint32_t nl_u32(const void *attrs, size_t len, uint16_t attr);
uint64_t nl_u64(const void *attrs, size_t len, uint16_t attr);
guid nl_guid(const void *attrs, size_t len, uint16_t attr);
const void *nl_inside(const struct nlattr *nest, size_t *len);

static inline bool guid_same(guid a, guid b)
{
	return !__builtin_memcmp(&a, &b, sizeof(a));
}

static inline bool guid_null(guid a)
{
	return guid_same(a, (guid){ { 0 } });
}

#endif
