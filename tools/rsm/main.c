// SPDX-License-Identifier: GPL-2.0
/*
 * main.c - rsm, the operator's command line of removable media management
 *
 * rsm [GLOBAL] VERB [OPTIONS]
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "rsm.h"

static const struct verb *const verbs[] = {
	&verb_status,
	&verb_view,
	&verb_health,
	&verb_createpool,
	&verb_deletepool,
	&verb_allocate,
	&verb_deallocate,
	&verb_complete,
	&verb_decommission,
	&verb_swap,
	&verb_mount,
	&verb_dismount,
	&verb_inventory,
	&verb_freemedia,
	&verb_move,
	&verb_rename,
	&verb_enable,
	&verb_disable,
	&verb_delete,
	&verb_refresh,
	&verb_door,
	&verb_clean,
	&verb_drive,
	&verb_identify,
	&verb_eject,
	&verb_inject,
	&verb_cleaner,
	&verb_cancel,
	&verb_order,
	&verb_purge,
	&verb_oprequest,
	&verb_attribute,
	&verb_security,
	&verb_monitor,
	&verb_export,
	&verb_import,
};

enum {
	OPT_VERSION = OPT_OWN,
	OPT_WIN_EXIT,
};

static const struct option options[] = {
	{ "server", required_argument, NULL, 'S' },
	{ "app", required_argument, NULL, 'A' },
	{ "win-exit", no_argument, NULL, OPT_WIN_EXIT },
	{ "version", no_argument, NULL, OPT_VERSION },
	RSM_COMMON
};

static void help(void)
{
	size_t i;

	puts("Usage: rsm [GLOBAL OPTION]... VERB [OPTION]...\n"
	     "Manage libraries, drives and removable media.\n");
	for (i = 0; i < ARRAY_SIZE(verbs); i++)
		printf("  %-14s %s\n", verbs[i]->name, verbs[i]->help);
	puts("\n"
	     "Global options, before the verb:\n"
	     "  -S, --server=NAME  the computer to talk to, this one by default\n"
	     "  -A, --app=NAME     the application to appear as, RSM by default\n"
	     "      --json         print JSON\n"
	     "  -q, --quiet        no progress, no confirmations\n"
	     "  -v, --verbose      say more\n"
	     "      --win-exit     exit with 0 or 1 only\n"
	     "      --help         print this, after a verb its help\n"
	     "      --version      print the version\n"
	     "\n"
	     "Objects are named guid:HEX or name:TEXT; without either 32 hexadecimal digits\n"
	     "are an identifier and everything else is a name.\n"
	     "\n"
	     "rsm exits with 0, with 1 if a call failed, with 2 if the command line is wrong,\n"
	     "with 3 if the service is not there and with 4 if time ran out.");
}

static const struct verb *find_verb(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(verbs); i++)
		if (!strcasecmp(verbs[i]->name, name))
			return verbs[i];
	return NULL;
}

/* Returns whether to go on with the verb; if not, ret tells what to exit with. */
static bool global_options(struct rsm *rsm, int argc, char **argv, int *ret)
{
	int c;

	*ret = RSM_OK;
	while ((c = getopt_long(argc, argv, "+S:A:" RSM_COMMON_SHORTS, options, NULL)) != -1) {
		switch (c) {
		case 'S':
			rsm->server = optarg;
			break;
		case 'A':
			rsm->application = optarg;
			break;
		case 'q':
			rsm->quiet = true;
			break;
		case 'v':
			rsm->verbose = true;
			break;
		case OPT_JSON:
			rsm->json = true;
			break;
		case OPT_WIN_EXIT:
			rsm->win_exit = true;
			break;
		case OPT_VERSION:
			puts("rsm " RSM_VERSION);
			return false;
		case OPT_HELP:
			help();
			return false;
		default:
			fputs("Try 'rsm --help'.\n", stderr);
			*ret = RSM_USAGE;
			return false;
		}
	}
	return true;
}

static int run(struct rsm *rsm, int argc, char **argv)
{
	const struct verb *verb;
	int ret;

	if (!argc)
		return usage(rsm, "a verb is missing");
	if (!strcmp(argv[0], "/?") || !strcasecmp(argv[0], "help")) {
		verb = argc > 1 ? find_verb(argv[1]) : NULL;
		if (verb)
			args_help(verb);
		else
			help();
		return RSM_OK;
	}
	verb = find_verb(argv[0]);
	if (!verb)
		return usage(rsm, "unknown verb: %s", argv[0]);
	rsm->verb = verb->name;
	ret = translate(rsm, verb, &argc, &argv);
	optind = 0;
	if (!ret)
		ret = verb->run(rsm, verb, argc, argv);
	json_flush(rsm);
	translate_free(argv);
	return ret;
}

/**
 * main() - do what one verb says
 * @argc:	the number of arguments
 * @argv:	the arguments
 *
 * Return: an enum rsm_exit.
 */
int main(int argc, char **argv)
{
	static char name[] = "rsm";
	struct rsm rsm = { .application = "RSM" };
	int ret;

	/* Only to tell the width of characters. */
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		setlocale(LC_CTYPE, "");
	argv[0] = name;
	if (global_options(&rsm, argc, argv, &ret))
		ret = run(&rsm, argc - optind, argv + optind);
	list_forget(&rsm);
	session_close(&rsm);
	if (fflush(stdout) || ferror(stdout)) {
		perror("rsm: standard output");
		ret = ret ? ret : RSM_ERROR;
	}
	return rsm.win_exit && ret ? RSM_ERROR : ret;
}
