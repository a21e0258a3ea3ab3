/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * mock.h - a module that is not there
 *
 * Takes the place of nl.c.  Each request goes to the server that the test has
 * set, in the thread of the caller; what it leaves unanswered is answered as a
 * module without objects would do it.
 */
#ifndef NTMS_SELFTESTS_MOCK_H
#define NTMS_SELFTESTS_MOCK_H

#include <stdbool.h>
#include <stdint.h>

#include <linux/ntms.h>

#include "msg.h"

#define MOCK_FAMILY	0x21

struct mock_link;

/**
 * struct mock_request - a request as the module sees it
 * @link:	the connection that it came through
 * @command:	enum ntms_cmd
 * @flags:	NLM_F_...
 * @seq:	sequence number
 * @attrs:	the arguments
 */
struct mock_request {
	struct mock_link *link;
	uint8_t command;
	uint16_t flags;
	uint32_t seq;
	struct ntms_attrs attrs;
};

/* Answers a request, now or later, and says so by returning true. */
typedef bool (*mock_server)(const struct mock_request *request);

void mock_serve(mock_server server);
void mock_load(DWORD open_code);
unsigned int mock_requests(uint8_t command);
unsigned int mock_links(void);

bool mock_find(const struct mock_request *request, uint16_t type,
	       struct ntms_attr *attr);
bool mock_has_guid(const struct mock_request *request, uint16_t type,
		   const NTMS_GUID *guid);
bool mock_has_u32(const struct mock_request *request, uint16_t type, uint32_t value);
bool mock_has_text(const struct mock_request *request, uint16_t type,
		   const char *text);

/* An answer: begin, put attributes, end (with an ACK if one was asked for). */
void mock_begin(struct ntms_msg *answer, const struct mock_request *request);
void mock_end(struct ntms_msg *answer, const struct mock_request *request,
	      uint16_t flags);
bool mock_ack(const struct mock_request *request);
bool mock_refuse(const struct mock_request *request, int error, uint32_t code,
		 const char *text);
bool mock_done(const struct mock_request *request, int error, uint16_t flags);
void mock_raw(struct mock_link *link, const void *data, size_t length);
void mock_lose(struct mock_link *link, int error);

/* Requests that wait, by order of their coming. */
bool mock_park(const struct mock_request *request);
unsigned int mock_parked(void);
bool mock_unpark(unsigned int which, struct mock_request *request);

#endif /* NTMS_SELFTESTS_MOCK_H */
