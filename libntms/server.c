// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * server.c - names of computers
 *
 * Sessions are with the computer that the program runs on.  A program may name
 * it in all ways that are usual, also with the two backslashes that Windows
 * puts in front; the names of others are told from mere nonsense.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "server.h"

#define MOST_IN_NAME	253
#define MOST_IN_LABEL	63

/* Labels of letters, digits, hyphens and underscores with dots between them. */
static bool is_well_formed(const char *name)
{
	size_t n = strlen(name), label = 0, i;

	if (n && name[n - 1] == '.')
		n--;
	if (!n || n > MOST_IN_NAME)
		return false;
	for (i = 0; i < n; i++) {
		if (name[i] == '.') {
			if (!label)
				return false;
			label = 0;
		} else if (isalnum((unsigned char)name[i]) || name[i] == '-' ||
			   name[i] == '_') {
			if (++label > MOST_IN_LABEL)
				return false;
		} else {
			return false;
		}
	}
	return label != 0;
}

/* Whether the text is an address; if so, of which computer. */
static bool is_address(const char *name, bool *local)
{
	struct in6_addr six;
	struct in_addr four;

	if (inet_pton(AF_INET, name, &four) == 1) {
		*local = ntohl(four.s_addr) >> 24 == IN_LOOPBACKNET;
		return true;
	}
	if (inet_pton(AF_INET6, name, &six) == 1) {
		*local = IN6_IS_ADDR_LOOPBACK(&six);
		return true;
	}
	return false;
}

/* Names are compared without regard to case and to a dot at the end. */
static bool same_name(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);

	if (n && a[n - 1] == '.')
		n--;
	if (m && b[m - 1] == '.')
		m--;
	return n == m && !strncasecmp(a, b, n);
}

/* Only for names that begin with our own: resolving may take its time. */
static bool is_canonical_name(const char *self, const char *name)
{
	struct addrinfo hints = { .ai_flags = AI_CANONNAME, .ai_socktype = SOCK_STREAM };
	struct addrinfo *found;
	bool same;

	if (getaddrinfo(self, NULL, &hints, &found))
		return false;
	same = found->ai_canonname && same_name(found->ai_canonname, name);
	freeaddrinfo(found);
	return same;
}

static bool is_local_name(const char *name)
{
	char self[NTMS_SERVER_SIZE];
	size_t n;

	if (same_name(name, "localhost") || same_name(name, "localhost.localdomain") ||
	    same_name(name, "ip6-localhost") || same_name(name, "ip6-loopback"))
		return true;

	ntms_server_self(self, sizeof(self));
	if (same_name(name, self))
		return true;
	n = strcspn(self, ".");
	if (strncasecmp(name, self, n))
		return false;
	if (!name[n])
		return true;
	return name[n] == '.' && !self[n] && is_canonical_name(self, name);
}

/**
 * ntms_server_self() - tell the name of this computer
 * @to:		receives the name with a terminator
 * @size:	bytes at @to
 */
void ntms_server_self(char *to, size_t size)
{
	if (gethostname(to, size))
		to[0] = '\0';
	to[size - 1] = '\0';
	if (!to[0])
		strncpy(to, "localhost", size - 1);
}

/**
 * ntms_server_check() - check the name of a computer that a program gave
 * @width:	form of the name
 * @name:	the name; NULL and the empty name are this computer
 *
 * Return: ERROR_SUCCESS if it is this computer, ERROR_INVALID_COMPUTERNAME if it
 * can be no name of a computer, ERROR_NOT_CONNECTED if it is one of another.
 */
DWORD ntms_server_check(enum ntms_width width, const void *name)
{
	char text[NTMS_SERVER_SIZE], *server = text;
	bool local = false;

	if (!name)
		return ERROR_SUCCESS;
	if (ntms_text_get(width, name, NTMS_SERVER_SIZE, NTMS_SERVER_SIZE - 1, text,
			  sizeof(text)))
		return ERROR_INVALID_COMPUTERNAME;
	if (!text[0] || !strcmp(text, "."))
		return ERROR_SUCCESS;

	if (!strncmp(server, "\\\\", 2))
		server += 2;
	if (is_address(server, &local))
		return local ? ERROR_SUCCESS : ERROR_NOT_CONNECTED;
	if (!is_well_formed(server))
		return ERROR_INVALID_COMPUTERNAME;
	return is_local_name(server) ? ERROR_SUCCESS : ERROR_NOT_CONNECTED;
}
