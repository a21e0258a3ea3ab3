/* SPDX-License-Identifier: GPL-2.0 */
/*
 * rsm.h - what the files of rsm share
 */
#ifndef RSM_H
#define RSM_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>

#include <ntms.h>
#include <ntmsapi.h>

#define RSM_VERSION	"0.1"

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

struct json_object;

/* What rsm exits with. */
enum rsm_exit {
	RSM_OK		= 0,
	RSM_ERROR	= 1,	/* a call failed */
	RSM_USAGE	= 2,	/* the command line is wrong, or a name ambiguous */
	RSM_UNREACHABLE	= 3,	/* the service is not there or not ready */
	RSM_TIMEOUT	= 4,	/* the time limit was reached, or the call cancelled */
};

/**
 * struct object - a record of an object with its name in UTF-8
 * @id:		its identifier
 * @type:	NtmsObjectsTypes
 * @name:	szName, and of a pool the whole path
 * @shown:	@name without what could upset a terminal
 * @depth:	of a pool: how many levels are above it
 * @info:	the record
 */
struct object {
	NTMS_GUID id;
	DWORD type;
	char *name;
	char *shown;
	unsigned int depth;
	NTMS_OBJECTINFORMATIONW info;
};

/**
 * struct list - objects of one type
 * @items:	the objects, in the order in which the service told them
 * @count:	how many
 * @index:	the same objects by identifier
 */
struct list {
	struct object **items;
	size_t count;
	struct object **index;
};

/**
 * struct rsm - one run of the program
 * @verb:	the verb, for messages
 * @server:	--server, or NULL
 * @application: --app, the name under which the session is opened
 * @json:	--json
 * @quiet:	-q: no progress, no warnings, no confirmations
 * @verbose:	-v
 * @win_exit:	--win-exit: exit with 0 or 1
 * @session:	the session, NULL until it is needed
 * @lists:	all objects of a type, as far as they were asked for
 * @out:	what --json prints
 */
struct rsm {
	const char *verb;
	const char *server;
	const char *application;
	bool json;
	bool quiet;
	bool verbose;
	bool win_exit;
	HANDLE session;
	struct list *lists[NTMS_NUMBER_OF_OBJECT_TYPES];
	struct json_object *out;
};

/* What a switch of the Windows command line becomes. */
enum win_kind {
	WIN_VALUE,	/* the rest of the switch is the value, as it is */
	WIN_KEYWORD,	/* the value is a keyword: any case */
	WIN_FLAG,	/* there is no value */
	WIN_OPTION,	/* the value is a keyword that selects the option */
	WIN_IGNORE,	/* as WIN_OPTION, but of no effect here */
};

/**
 * struct win_switch - how a switch of the Windows command line is translated
 * @name:	the switch without its slash, lower case
 * @kind:	what follows it
 * @option:	the long option that it becomes
 * @prefix:	what the value is prefixed with
 * @keyword:	WIN_OPTION, WIN_IGNORE: the keyword; may be empty
 *
 * A table ends with a switch without a name.
 */
struct win_switch {
	const char *name;
	enum win_kind kind;
	const char *option;
	const char *prefix;
	const char *keyword;
};

/**
 * struct verb - one verb of the command line
 * @name:	what it is called
 * @help:	one line about it
 * @usage:	what --help prints after the synopsis
 * @shorts:	its short options, for getopt
 * @options:	its long options, with those of RSM_COMMON
 * @switches:	its switches in the Windows form, NULL for none
 * @run:	does it; returns an enum rsm_exit
 */
struct verb {
	const char *name;
	const char *help;
	const char *usage;
	const char *shorts;
	const struct option *options;
	const struct win_switch *switches;
	int (*run)(struct rsm *rsm, const struct verb *verb, int argc, char **argv);
};

/* Options that every verb takes. */
enum {
	OPT_HELP = 0x100,
	OPT_JSON,
	OPT_OWN,	/* the first long option of a verb that has no short one */
};

#define RSM_COMMON \
	{ "json", no_argument, NULL, OPT_JSON }, \
	{ "quiet", no_argument, NULL, 'q' }, \
	{ "verbose", no_argument, NULL, 'v' }, \
	{ "help", no_argument, NULL, OPT_HELP }, \
	{ NULL, 0, NULL, 0 }
#define RSM_COMMON_SHORTS	"qv"

/* The verbs. */
extern const struct verb verb_allocate;
extern const struct verb verb_attribute;
extern const struct verb verb_cancel;
extern const struct verb verb_clean;
extern const struct verb verb_cleaner;
extern const struct verb verb_complete;
extern const struct verb verb_createpool;
extern const struct verb verb_deallocate;
extern const struct verb verb_decommission;
extern const struct verb verb_delete;
extern const struct verb verb_deletepool;
extern const struct verb verb_disable;
extern const struct verb verb_dismount;
extern const struct verb verb_door;
extern const struct verb verb_drive;
extern const struct verb verb_eject;
extern const struct verb verb_enable;
extern const struct verb verb_export;
extern const struct verb verb_freemedia;
extern const struct verb verb_health;
extern const struct verb verb_identify;
extern const struct verb verb_import;
extern const struct verb verb_inject;
extern const struct verb verb_inventory;
extern const struct verb verb_monitor;
extern const struct verb verb_mount;
extern const struct verb verb_move;
extern const struct verb verb_oprequest;
extern const struct verb verb_order;
extern const struct verb verb_purge;
extern const struct verb verb_refresh;
extern const struct verb verb_rename;
extern const struct verb verb_security;
extern const struct verb verb_status;
extern const struct verb verb_swap;
extern const struct verb verb_view;

/* args.c - values on the command line */
int args_next(struct rsm *rsm, const struct verb *verb, int argc, char **argv);
int args_none_left(struct rsm *rsm, int argc, char **argv);
int args_number(struct rsm *rsm, const char *what, const char *text, DWORD *value);
int args_timeout(struct rsm *rsm, const char *text, DWORD *ms);
int args_priority(struct rsm *rsm, const char *text, int *priority);
void args_help(const struct verb *verb);

/* Which of the ways to name a medium were used. */
struct target {
	const char *media;
	const char *partition;
	const char *slot;
	const char *drive;
	const char *changer;
	const char *physical;
};

/* compare.c - what an inventory would find */
int library_compare(struct rsm *rsm, const NTMS_GUID *library, const char *text);

/* target.c - the medium that a verb is about */
int target_id(struct rsm *rsm, const struct target *target, NTMS_GUID *id);
int target_physical(struct rsm *rsm, const struct target *target, struct object **physical);
const char *target_text(const struct target *target);

/* list.c - objects */
DWORD list_load(struct rsm *rsm, const NTMS_GUID *container, DWORD type, struct list *list);
DWORD list_all(struct rsm *rsm, DWORD type, const struct list **list);
void list_forget(struct rsm *rsm);
void list_free(struct list *list);
const struct object *list_find(struct rsm *rsm, DWORD type, const NTMS_GUID *id);
const char *list_name(struct rsm *rsm, DWORD type, const NTMS_GUID *id);

/* object.c - one object */
DWORD object_get(struct rsm *rsm, const NTMS_GUID *id, DWORD type, struct object **object);
void object_free(struct object *object);
DWORD object_set(struct rsm *rsm, struct object *object);
int object_read(struct rsm *rsm, const NTMS_GUID *id, DWORD type, struct object **object);
int object_describe(struct rsm *rsm, const NTMS_GUID *id, DWORD type, const char *name,
		    const char *description);

/* media.c - from a medium to its sides and back */
DWORD media_side_id(struct rsm *rsm, const NTMS_GUID *media, NTMS_GUID *side);
int media_side(struct rsm *rsm, const NTMS_GUID *media, struct object **side);
int media_sides(struct rsm *rsm, const NTMS_GUID *physical, struct list *sides);
int media_logical(struct rsm *rsm, const NTMS_GUID *partition, NTMS_GUID *media);
DWORD media_physical_get(struct rsm *rsm, const NTMS_GUID *media, struct object **physical);
int media_physical(struct rsm *rsm, const NTMS_GUID *media, struct object **physical);
int media_at(struct rsm *rsm, const NTMS_GUID *place, DWORD type, struct object **physical);
int media_only_side(struct rsm *rsm, const struct object *physical, NTMS_GUID *side);
bool media_is_idle(struct rsm *rsm, const struct object *physical);
const char *media_place(struct rsm *rsm, const struct object *physical, char *to, size_t size);

/* resolve.c - from what an operator types to an object */
int resolve(struct rsm *rsm, DWORD type, const char *text, NTMS_GUID *id);
int resolve_in(struct rsm *rsm, DWORD type, const char *text, const NTMS_GUID *library,
	       NTMS_GUID *id);
const char *resolve_shown(const char *text);
const char *resolve_type(DWORD type);
int resolve_any(struct rsm *rsm, const DWORD *types, const char *text, NTMS_GUID *id,
		DWORD *type);

/* guid.c - identifiers */
#define GUID_TEXT	33	/* characters of an identifier, with the terminator */

const char *guid_text(const NTMS_GUID *id, char *to);
bool guid_parse(const char *text, NTMS_GUID *id);
bool guid_null(const NTMS_GUID *id);
bool guid_equal(const NTMS_GUID *a, const NTMS_GUID *b);

/* report.c - sessions and what goes wrong */
DWORD session_try(struct rsm *rsm);
int session_open(struct rsm *rsm);
void session_close(struct rsm *rsm);
int report(struct rsm *rsm, DWORD code, const char *on, ...)
	__attribute__((format(printf, 3, 4)));
int report_code(struct rsm *rsm, DWORD code, const char *text, const char *on);
int report_hint(struct rsm *rsm, DWORD code, const char *text, const char *on,
		const char *hint);
int usage(struct rsm *rsm, const char *format, ...) __attribute__((format(printf, 2, 3)));
void warn(struct rsm *rsm, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* progress.c - a line on the terminal while a call waits */
struct progress;

struct progress *progress_start(struct rsm *rsm, const NTMS_GUID *side, const char *what);
void progress_stop(struct progress *progress);

/* json.c - the answer of --json */
void json_flush(struct rsm *rsm);

/* text.c - text between the library's form and ours */
char *text_utf8(const WCHAR *from, size_t count);
int text_wide(const char *from, WCHAR *to, size_t count);
char *text_clean(const char *from);
size_t text_width(const char *text);

/* table.c - columns */
struct table;

struct table *table_new(unsigned int columns, unsigned int indent);
void table_cell(struct table *table, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void table_print(struct table *table);

/* translate.c - the Windows command line */
void translate_names(const struct verb *verb, char *to, size_t size);
int translate(struct rsm *rsm, const struct verb *verb, int *argc, char ***argv);
void translate_free(char **argv);

/* memory that never runs out */
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *p, size_t count, size_t size);
char *xstrdup(const char *s);

#endif /* RSM_H */
