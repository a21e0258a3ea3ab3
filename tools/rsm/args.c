// SPDX-License-Identifier: GPL-2.0
/*
 * args.c - values on the command line
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "rsm.h"

/**
 * args_help() - print the help of a verb
 * @verb:	the verb
 */
void args_help(const struct verb *verb)
{
	char known[256];

	translate_names(verb, known, sizeof(known));
	printf("Usage: rsm %s [OPTION]...\n%c%s.\n\n%s"
	       "  -q, --quiet                 no progress, no confirmations\n"
	       "  -v, --verbose               say more\n"
	       "      --json                  print JSON\n"
	       "      --help                  print this\n",
	       verb->name, toupper((unsigned char)verb->help[0]), verb->help + 1, verb->usage);
	if (*known)
		printf("\nSwitches of the Windows command:%s\n", known);
}

/**
 * args_next() - get the next option of a verb
 * @rsm:	the run
 * @verb:	the verb
 * @argc:	as of main()
 * @argv:	as of main()
 *
 * Options that all verbs have are dealt with here; --help ends the program.
 *
 * Return: the option, -1 after the last one, '?' for an error that was told.
 */
int args_next(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	for (;;) {
		int c = getopt_long(argc, argv, verb->shorts, verb->options, NULL);

		switch (c) {
		case OPT_JSON:
			rsm->json = true;
			break;
		case 'q':
			rsm->quiet = true;
			break;
		case 'v':
			rsm->verbose = true;
			break;
		case OPT_HELP:
			args_help(verb);
			exit(RSM_OK);
		case '?':
			fprintf(stderr, "Try 'rsm %s --help'.\n", verb->name);
			return c;
		default:
			return c;
		}
	}
}

/**
 * args_none_left() - refuse what is no option
 * @rsm:	the run
 * @argc:	as of main()
 * @argv:	as of main()
 *
 * Return: RSM_OK, or RSM_USAGE if something is left.
 */
int args_none_left(struct rsm *rsm, int argc, char **argv)
{
	return optind < argc ? usage(rsm, "too many arguments: %s", argv[optind]) : RSM_OK;
}

/* Reads decimal digits, returns what follows them or NULL. */
static const char *digits(const char *text, unsigned long long *value)
{
	char *end;

	if (*text < '0' || *text > '9')
		return NULL;
	errno = 0;
	*value = strtoull(text, &end, 10);
	return errno ? NULL : end;
}

/**
 * args_number() - read a number
 * @rsm:	the run
 * @what:	what it is, for the message
 * @text:	the argument
 * @value:	receives it
 *
 * Return: RSM_OK or RSM_USAGE.
 */
int args_number(struct rsm *rsm, const char *what, const char *text, DWORD *value)
{
	unsigned long long number;
	const char *end = digits(text, &number);

	if (!end || *end || number > UINT32_MAX)
		return usage(rsm, "no %s: %s", what, text);
	*value = (DWORD)number;
	return RSM_OK;
}

/**
 * args_timeout() - read a time limit
 * @rsm:	the run
 * @text:	digits and ms, s or m, milliseconds without; or "inf"
 * @ms:		receives it
 *
 * Return: RSM_OK or RSM_USAGE.
 */
int args_timeout(struct rsm *rsm, const char *text, DWORD *ms)
{
	unsigned long long number, unit;
	const char *end;

	if (!strcasecmp(text, "inf")) {
		*ms = INFINITE;
		return RSM_OK;
	}
	end = digits(text, &number);
	if (!end)
		return usage(rsm, "no time limit: %s", text);
	if (!*end || !strcmp(end, "ms"))
		unit = 1;
	else if (!strcmp(end, "s"))
		unit = 1000;
	else if (!strcmp(end, "m"))
		unit = 60000;
	else
		return usage(rsm, "no unit of time: %s; use ms, s, m or inf", end);
	if (number >= INFINITE / unit)
		return usage(rsm, "the time limit is too long: %s; use inf", text);
	*ms = (DWORD)(number * unit);
	return RSM_OK;
}

/**
 * args_priority() - read the priority of a mount
 * @rsm:	the run
 * @text:	a number from -15 to 15 or a name
 * @priority:	receives it
 *
 * Return: RSM_OK or RSM_USAGE.
 */
int args_priority(struct rsm *rsm, const char *text, int *priority)
{
	static const struct {
		const char *name;
		int value;
	} names[] = {
		{ "lowest", NTMS_PRIORITY_LOWEST },
		{ "low", NTMS_PRIORITY_LOW },
		{ "normal", NTMS_PRIORITY_NORMAL },
		{ "high", NTMS_PRIORITY_HIGH },
		{ "highest", NTMS_PRIORITY_HIGHEST },
	};
	bool negative = *text == '-';
	unsigned long long number;
	const char *end;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (!strcasecmp(text, names[i].name)) {
			*priority = names[i].value;
			return RSM_OK;
		}
	}
	end = digits(text + (negative || *text == '+'), &number);
	if (!end || *end || number > NTMS_PRIORITY_HIGHEST)
		return usage(rsm, "no priority: %s; use lowest, low, normal, high, highest or "
			     "-15 to 15", text);
	*priority = negative ? -(int)number : (int)number;
	return RSM_OK;
}
