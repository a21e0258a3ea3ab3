// SPDX-License-Identifier: GPL-2.0
/*
 * ntmsd - keeps the objects of the ntms module on disk
 *
 * The module is the authority while it runs.  ntmsd pulls its journal and
 * makes each batch of changes durable in an SQLite database; who asked for a
 * change is answered after that.  When the module is new, ntmsd hands it the
 * objects of the database.
 *
 * There is one thread and one loop: it sends a request to the module, waits
 * in epoll for the answer (or a signal, by signalfd, or the module's coming
 * and going, told by the netlink controller), writes what the answer brought,
 * and begins anew.  So there are no locks.  Only SQLite and the module's
 * execution of a request make the loop wait anywhere else than in epoll.
 *
 * SIGTERM and SIGINT let a batch that has begun be finished, then ntmsd ends.
 *
 * main.c	options, order of begin and end
 * kernel.c	the loop;  attach.c  how the conversation begins;  task.c  exports
 * codec.c	objects as netlink attributes
 * nlsock.c	the socket;  family.c  is the module there?;  events.c  waiting
 * db*.c	the database; the only ones that know SQLite
 * types.c	tables of types and members, from linux/ntms_fields.h
 */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <cap-ng.h>
#include <systemd/sd-daemon.h>

#include "db.h"
#include "events.h"
#include "kernel.h"
#include "log.h"
#include "types.h"

#ifndef NTMSD_VERSION
#define NTMSD_VERSION	"1.0"
#endif
#ifndef NTMSD_DIR
#define NTMSD_DIR	"/var/lib/ntms"
#endif
#define NTMSD_FILE	"ntms.db"

enum action { KEEP, CHECK, DUMP };

struct options {
	enum action action;
	char path[PATH_MAX];
	bool json;
	bool verbose;
};

static const char usage[] =
	"Usage: ntmsd [OPTION]...\n"
	"Keep the objects of the ntms module in a database.\n"
	"\n"
	"  -d, --dir=DIR        directory of the database (" NTMSD_DIR ")\n"
	"      --database=FILE  the database (DIR/" NTMSD_FILE ")\n"
	"  -f, --foreground     stay in the foreground; ntmsd always does\n"
	"  -v, --verbose        tell each batch of changes\n"
	"      --check          check the database, tell what is in it, and exit\n"
	"      --dump           write the database as SQL, and exit\n"
	"      --json           write it as JSON instead\n"
	"      --help           print this, and exit\n"
	"      --version        print the version, and exit\n"
	"\n"
	"Exit codes: 0 done, 1 failure, 2 wrong options, 3 database damaged, foreign or\n"
	"too new, 4 database or module in use by another ntmsd, 5 refused by the module.\n";

static const struct option long_options[] = {
	{ "dir", required_argument, NULL, 'd' },
	{ "database", required_argument, NULL, 'D' },
	{ "foreground", no_argument, NULL, 'f' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "check", no_argument, NULL, 'C' },
	{ "dump", no_argument, NULL, 'S' },
	{ "json", no_argument, NULL, 'J' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

static int set_path(struct options *options, const char *format,
		    const char *text)
{
	int len = snprintf(options->path, sizeof(options->path), format, text);

	if (len < (int)sizeof(options->path))
		return 0;
	fprintf(stderr, "ntmsd: the path is too long\n");
	return -ENAMETOOLONG;
}

/* Returns -1 to go on, else an exit code. */
static int read_options(int argc, char **argv, struct options *options)
{
	int option;

	set_path(options, "%s/" NTMSD_FILE, NTMSD_DIR);
	while ((option = getopt_long(argc, argv, "d:fv", long_options, NULL)) >= 0) {
		switch (option) {
		case 'd':
			if (set_path(options, "%s/" NTMSD_FILE, optarg))
				return NTMSD_USAGE;
			break;
		case 'D':
			if (set_path(options, "%s", optarg))
				return NTMSD_USAGE;
			break;
		case 'f':
			break;
		case 'v':
			options->verbose = true;
			break;
		case 'C':
			options->action = CHECK;
			break;
		case 'J':
			options->json = true;
			options->action = DUMP;
			break;
		case 'S':
			options->action = DUMP;
			break;
		case 'h':
			fputs(usage, stdout);
			return NTMSD_OK;
		case 'V':
			puts("ntmsd " NTMSD_VERSION);
			return NTMSD_OK;
		default:
			fputs("Try \"ntmsd --help\".\n", stderr);
			return NTMSD_USAGE;
		}
	}
	if (optind == argc)
		return -1;
	fprintf(stderr, "ntmsd: unexpected argument \"%s\"\n", argv[optind]);
	return NTMSD_USAGE;
}

/*
 * The module checks CAP_SYS_ADMIN of who opened the socket and of who sends;
 * nothing else needs a capability.
 */
static int drop_capabilities(void)
{
	bool admin = capng_have_capability(CAPNG_EFFECTIVE, CAP_SYS_ADMIN);
	capng_select_t set = CAPNG_SELECT_CAPS;

	if (capng_have_capability(CAPNG_EFFECTIVE, CAP_SETPCAP))
		set = CAPNG_SELECT_BOTH;
	capng_clear(set);
	if (admin)
		capng_update(CAPNG_ADD, CAPNG_EFFECTIVE | CAPNG_PERMITTED |
			     (set == CAPNG_SELECT_BOTH ? CAPNG_BOUNDING_SET : 0),
			     CAP_SYS_ADMIN);
	if (capng_apply(set) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) {
		log_error("cannot drop capabilities");
		return -EPERM;
	}
	return 0;
}

static enum ntmsd_exit open_exit(int error)
{
	switch (error) {
	case -EBUSY:
		return NTMSD_BUSY;
	case -EUCLEAN:
		return NTMSD_DATABASE;
	default:
		return NTMSD_FAILURE;
	}
}

static enum ntmsd_exit keep(struct db *db)
{
	struct kernel kernel = { .db = db };
	enum ntmsd_exit code = NTMSD_FAILURE;
	struct events events;

	if (events_open(&events))
		return code;
	kernel.events = &events;
	/* opened now, its receive buffer may be larger than the limit */
	if (!nlsock_open(&kernel.sock) && !drop_capabilities())
		code = kernel_run(&kernel);
	sd_notify(0, "STOPPING=1");
	nlsock_close(&kernel.sock);
	events_close(&events);
	return code;
}

static int count_object(const struct object *o, void *context)
{
	uint64_t *count = context;

	count[o->type->index]++;
	return 0;
}

static int check(struct db *db)
{
	uint64_t count[TYPES_COUNT] = { 0 };
	char text[GUID_TEXT_LEN + 1];
	unsigned int i;
	int ret;

	ret = db_check(db);
	if (!ret)
		ret = db_load(db, count_object, count);
	if (ret)
		return ret;
	guid_to_text(db_history(db), text);
	printf("%s: sound\nhistory %s\nlast change %" PRIu64 "\n", db_path(db),
	       text, db_sequence(db));
	for (i = 0; i < TYPES_COUNT; i++)
		printf("%10" PRIu64 " %s\n", count[i], types_at(i)->name);
	return 0;
}

int main(int argc, char **argv)
{
	struct options options = { .action = KEEP };
	enum ntmsd_exit code;
	struct db *db;
	int ret;

	ret = read_options(argc, argv, &options);
	if (ret >= 0)
		return ret;
	log_init(options.verbose);
	umask(077);
	ret = db_open(options.path,
		      options.action == KEEP ? DB_STORE : DB_READ, &db);
	if (ret)
		return open_exit(ret);
	if (options.action == KEEP) {
		code = keep(db);
	} else {
		if (options.action == CHECK)
			ret = check(db);
		else if (options.json)
			ret = db_dump_json(db, stdout);
		else
			ret = db_dump_sql(db, stdout);
		code = ret ? open_exit(ret) : NTMSD_OK;
	}
	db_close(db);
	return code;
}
