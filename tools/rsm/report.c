// SPDX-License-Identifier: GPL-2.0
/*
 * report.c - sessions and what goes wrong
 *
 * A failed call is told on the standard error stream: its name, its number,
 * what it means, then line by line on what it failed, why the module says so
 * and what may help.  With --json it is also the member "error" of the answer.
 */
#include <json-c/json.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "field.h"

/* What may help; the first line that fits counts, verb NULL is any verb. */
static const struct hint {
	DWORD code;
	const char *verb;
	const char *text;
} hints[] = {
	{ ERROR_NOT_CONNECTED, NULL, "load the module: modprobe ntms" },
	{ ERROR_SERVICE_NOT_ACTIVE, NULL, "load the module: modprobe ntms" },
	{ ERROR_NOT_READY, NULL, "the database is not loaded yet: see rsm status and ntmsd" },
	{ ERROR_ACCESS_DENIED, NULL,
	  "run as root, or let the owner of the pool or library grant the right" },
	{ ERROR_MEDIA_UNAVAILABLE, "allocate",
	  "rsm freemedia makes media free, rsm createpool --draw-free lets a pool use them" },
	{ ERROR_TIMEOUT, "allocate",
	  "rsm freemedia makes media free, --timeout=inf waits until there is one" },
	{ ERROR_TIMEOUT, "mount", "--timeout=inf waits for ever, rsm view shows what is mounted" },
	{ ERROR_INVALID_MEDIA_POOL, "allocate",
	  "only application pools with a media type take part: rsm view --type=media_pool" },
	{ ERROR_INVALID_MEDIA_POOL, "deletepool", "system pools cannot be deleted" },
	{ ERROR_INVALID_MEDIA_POOL, "move",
	  "import and unrecognized media go to the free pool first: rsm freemedia" },
	{ ERROR_INVALID_MEDIA_POOL, "freemedia",
	  "media with allocated, complete or reserved sides stay where they are" },
	{ ERROR_NOT_EMPTY, "deletepool",
	  "move the media and delete the pools in it first: rsm view --container=POOL" },
	{ ERROR_ALREADY_EXISTS, "createpool", "--action=always opens a pool that exists" },
	{ ERROR_OBJECT_NOT_FOUND, "createpool",
	  "each level of a path is created by a call of its own, from the top" },
	{ ERROR_MEDIA_OFFLINE, NULL, "the medium has to be brought into a library first" },
	{ ERROR_BUSY, "mount", "without --error-if-unavailable the mount waits" },
	{ ERROR_BUSY, "dismount", "close the device: a program still uses it" },
	{ ERROR_BUSY, NULL, "dismount the medium first: rsm dismount" },
	{ ERROR_WRITE_PROTECT, "mount", "a complete side can still be mounted with --read" },
	{ ERROR_INVALID_STATE, "complete", "the side must be allocated and dismounted" },
	{ ERROR_INVALID_STATE, "decommission", "the side must be available: deallocate it first" },
	{ ERROR_INVALID_STATE, "swap", "both sides must be allocated and dismounted" },
	{ ERROR_INVALID_STATE, "dismount", "rsm view shows what is mounted" },
	{ ERROR_LIBRARY_OFFLINE, NULL, "connect the library: rsm view --type=library" },
	{ ERROR_RESOURCE_DISABLED, NULL, "rsm view shows what is disabled" },
	{ ERROR_DATABASE_FULL, NULL, "make room where ntmsd keeps its database" },
	{ ERROR_DATABASE_FAILURE, NULL, "see the log of ntmsd" },
};

static const char *hint_for(const char *verb, DWORD code)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(hints); i++)
		if (hints[i].code == code && (!hints[i].verb || !strcmp(hints[i].verb, verb)))
			return hints[i].text;
	return NULL;
}

static int exit_for(DWORD code)
{
	switch (code) {
	case ERROR_NOT_READY:
	case ERROR_SERVICE_NOT_ACTIVE:
	case ERROR_CONNECTION_UNAVAIL:
	case ERROR_NOT_CONNECTED:
		return RSM_UNREACHABLE;
	case WAIT_TIMEOUT:
	case ERROR_CANCELLED:
	case ERROR_TIMEOUT:
		return RSM_TIMEOUT;
	default:
		return RSM_ERROR;
	}
}

static void report_json(struct rsm *rsm, DWORD code, const char *name, const char *message,
			const char *const details[3])
{
	static const char *const keys[] = { "on", "text", "hint" };
	struct json_object *error = json_object_new_object();
	size_t i;

	json_add_text(error, "verb", rsm->verb);
	json_add_text(error, "name", name);
	json_add_number(error, "code", code);
	json_add_text(error, "message", message);
	for (i = 0; i < 3; i++)
		json_add_text(error, keys[i], details[i]);
	json_error(rsm, error);
}

static void report_plain(const char *verb, DWORD code, const char *name, const char *message,
			 const char *const details[3])
{
	static const char *const keys[] = { "on", "why", "hint" };
	char *clean;
	size_t i;

	fprintf(stderr, "rsm: %s: %s (%u): %s\n", verb, name, code, message);
	for (i = 0; i < 3; i++) {
		if (!details[i])
			continue;
		clean = text_clean(details[i]);
		fprintf(stderr, "  %s: %s\n", keys[i], clean);
		free(clean);
	}
}

/**
 * report_hint() - tell that something failed and what may help
 * @rsm:	the run
 * @code:	the Win32 code
 * @text:	why, NULL or the code in words if there is no more to say
 * @on:		what it was done to, or NULL
 * @hint:	what may help, or NULL
 *
 * Return: what to exit with.
 */
int report_hint(struct rsm *rsm, DWORD code, const char *text, const char *on,
		const char *hint)
{
	const char *words = ntms_strerror(code), *message = strstr(words, ": ");
	const char *details[3] = { on, text, hint };
	char name[64] = "ERROR_UNKNOWN";

	if (message) {
		snprintf(name, sizeof(name), "%.*s", (int)(message - words), words);
		message += 2;
	} else {
		message = words;
	}
	if (text && (!strcmp(text, words) || !text[0]))
		details[1] = NULL;
	fflush(stdout);
	report_plain(rsm->verb, code, name, message, details);
	if (rsm->json)
		report_json(rsm, code, name, message, details);
	return exit_for(code);
}

/**
 * report_code() - tell that something failed
 * @rsm:	the run
 * @code:	the Win32 code
 * @text:	why, NULL or the code in words if there is no more to say
 * @on:		what it was done to, or NULL
 *
 * Return: what to exit with.
 */
int report_code(struct rsm *rsm, DWORD code, const char *text, const char *on)
{
	return report_hint(rsm, code, text, on, hint_for(rsm->verb, code));
}

/**
 * report() - tell that the last call failed
 * @rsm:	the run
 * @code:	what it returned
 * @on:		what it was done to, as for printf; or NULL
 *
 * No other call of the library may lie between the call and this.
 *
 * Return: what to exit with.
 */
int report(struct rsm *rsm, DWORD code, const char *on, ...)
{
	char *text = xstrdup(ntms_last_error_text()), *what = NULL;
	va_list args;
	int ret;

	if (on) {
		va_start(args, on);
		if (vasprintf(&what, on, args) < 0)
			what = NULL;
		va_end(args);
	}
	ret = report_code(rsm, code, text, what);
	free(what);
	free(text);
	return ret;
}

__attribute__((format(printf, 1, 0)))
static void print_clean(const char *format, va_list args)
{
	char *text, *clean;

	if (vasprintf(&text, format, args) < 0)
		return;
	clean = text_clean(text);
	fprintf(stderr, "%s\n", clean);
	free(clean);
	free(text);
}

/**
 * usage() - tell that the command line is wrong
 * @rsm:	the run
 * @format:	why, as for printf
 *
 * Return: RSM_USAGE.
 */
int usage(struct rsm *rsm, const char *format, ...)
{
	const char *verb = rsm->verb;
	va_list args;

	fprintf(stderr, "rsm: %s%s", verb ? verb : "", verb ? ": " : "");
	va_start(args, format);
	print_clean(format, args);
	va_end(args);
	fprintf(stderr, "Try 'rsm%s%s --help'.\n", verb ? " " : "", verb ? verb : "");
	return RSM_USAGE;
}

/**
 * warn() - tell something that does not stop the run
 * @rsm:	the run
 * @format:	what, as for printf
 */
void warn(struct rsm *rsm, const char *format, ...)
{
	va_list args;

	if (rsm->quiet)
		return;
	fprintf(stderr, "rsm: %s: ", rsm->verb);
	va_start(args, format);
	print_clean(format, args);
	va_end(args);
}

/**
 * session_try() - open the session of a run, tell nothing
 * @rsm:	the run
 *
 * While the database is being loaded the library waits.
 *
 * Return: ERROR_SUCCESS, or what the call failed with.
 */
DWORD session_try(struct rsm *rsm)
{
	WCHAR server[MAX_PATH], application[NTMS_APPLICATIONNAME_LENGTH];
	HANDLE session;

	if (rsm->session)
		return ERROR_SUCCESS;
	if (rsm->server && text_wide(rsm->server, server, MAX_PATH))
		return ERROR_INVALID_COMPUTERNAME;
	if (text_wide(rsm->application, application, NTMS_APPLICATIONNAME_LENGTH))
		return ERROR_INVALID_NAME;
	session = OpenNtmsSessionW(rsm->server ? server : NULL, application, 0);
	if (session == INVALID_HANDLE_VALUE || !session)
		return GetLastError();
	rsm->session = session;
	return ERROR_SUCCESS;
}

/**
 * session_open() - open the session of this run
 * @rsm:	the run
 *
 * Return: RSM_OK, or what to exit with; the failure has been told.
 */
int session_open(struct rsm *rsm)
{
	DWORD code = session_try(rsm);

	if (!code)
		return RSM_OK;
	if (code == ERROR_INVALID_COMPUTERNAME)
		return report_code(rsm, code, NULL, rsm->server);
	if (code == ERROR_INVALID_NAME)
		return report_code(rsm, code, NULL, rsm->application);
	/* The library gave up waiting for the database. */
	if (code == ERROR_BUSY)
		return report_code(rsm, ERROR_NOT_READY, NULL, NULL);
	return report(rsm, code, NULL);
}

/**
 * session_close() - close the session of a run, if it is open
 * @rsm:	the run
 */
void session_close(struct rsm *rsm)
{
	if (rsm->session)
		CloseNtmsSession(rsm->session);
	rsm->session = NULL;
}
