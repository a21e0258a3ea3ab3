/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nlsock.h - the socket on which ntmsd and the module talk
 */
#ifndef NTMSD_NLSOCK_H
#define NTMSD_NLSOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nl_msg;
struct nl_sock;
struct nlattr;

/**
 * struct nlsock - a netlink socket
 * @sk: socket of libnl, NULL if closed
 * @family: number of the family "ntms"
 * @buffer: the datagram received last
 * @size: bytes that @buffer can hold
 * @next: first message of the datagram that has not been looked at
 * @left: bytes from there
 */
struct nlsock {
	struct nl_sock *sk;
	int family;
	uint8_t *buffer;
	size_t size;
	void *next;
	int left;
};

/**
 * struct nlsock_answer - what the module answers
 * @seq: number of the request
 * @error: negative errno if it was refused, else 0
 * @code: Win32 code of the refusal, 0 if it has none
 * @text: reason of the refusal in words, may be empty
 * @cmd: command, 0 if there is no answer but that it was done or refused
 * @attrs: attributes; valid until the next nlsock_receive()
 * @len: length of @attrs in bytes
 */
struct nlsock_answer {
	uint32_t seq;
	int error;
	uint32_t code;
	char text[256];
	uint8_t cmd;
	const struct nlattr *attrs;
	int len;
};

/* nlsock.c */
int nlsock_open(struct nlsock *sock);
void nlsock_close(struct nlsock *sock);
int nlsock_fd(const struct nlsock *sock);
struct nl_msg *nlsock_request(struct nlsock *sock, uint8_t cmd, int flags,
			      size_t size);
int nlsock_send(struct nlsock *sock, struct nl_msg *msg, uint32_t *seq);
bool nlsock_pending(const struct nlsock *sock);
int nlsock_receive(struct nlsock *sock, struct nlsock_answer *answer);

/**
 * enum family_news - what happened to the family "ntms"
 * @FAMILY_SAME: nothing
 * @FAMILY_CAME: it was registered, the module is there now
 * @FAMILY_GONE: it was unregistered since, or that may be so
 */
enum family_news {
	FAMILY_SAME,
	FAMILY_CAME,
	FAMILY_GONE,
};

/* family.c */
int family_open(struct nl_sock **sk);
void family_close(struct nl_sock *sk);
enum family_news family_read(struct nl_sock *sk);
int family_find(bool load);

#endif /* NTMSD_NLSOCK_H */
