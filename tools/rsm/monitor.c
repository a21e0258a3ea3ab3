// SPDX-License-Identifier: GPL-2.0
/*
 * monitor.c - monitor: tell what happens, as it happens; export and import of the
 * database
 *
 * A thread waits for each type of object; the lines come in the order in which
 * the changes of a type were made.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <json-c/json.h>

#include "field.h"

static const struct word words_event[] = {
	{ NTMS_OBJ_UPDATE, "changed" },
	{ NTMS_OBJ_INSERT, "new" },
	{ NTMS_OBJ_DELETE, "deleted" },
	{ NTMS_EVENT_SIGNAL, "signal" },
	{ NTMS_EVENT_COMPLETE, "complete" },
	{ 0, NULL }
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/**
 * struct watcher - one type of objects that is watched
 * @rsm:	the run
 * @type:	the type
 * @channel:	its notifications
 * @left:	events that are still to be told by all watchers, 0 for no end
 * @thread:	who waits
 * @code:	why it has ended
 */
struct watcher {
	struct rsm *rsm;
	DWORD type;
	HANDLE channel;
	DWORD *left;
	pthread_t thread;
	DWORD code;
};

/* Names are read anew: they may be what has changed. */
static void tell(struct watcher *w, const NTMS_NOTIFICATIONINFORMATION *event)
{
	const char *type = word_for(words_type, w->type);
	const char *what = word_for(words_event, event->dwOperation);
	struct object *object = NULL;
	char text[GUID_TEXT], now[32];
	struct json_object *json;
	time_t t = time(NULL);
	struct tm tm;

	strftime(now, sizeof(now), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&t, &tm));
	guid_text(&event->ObjectId, text);
	if (event->dwOperation != NTMS_OBJ_DELETE)
		object_get(w->rsm, &event->ObjectId, w->type, &object);
	if (w->rsm->json) {
		json = json_object_new_object();
		json_add_text(json, "time", now);
		json_add_text(json, "type", type);
		json_add_text(json, "event", what);
		json_add_text(json, "object", text);
		json_add_text(json, "name", object ? object->name : NULL);
		puts(json_object_to_json_string_ext(json, JSON_C_TO_STRING_PLAIN |
						    JSON_C_TO_STRING_NOSLASHESCAPE));
		json_object_put(json);
	} else {
		printf("%s  %-14s  %-8s  %s  %s\n", now, type, what ? what : "?", text,
		       object ? object->shown : "");
	}
	fflush(stdout);
	object_free(object);
}

static void *watch(void *arg)
{
	struct watcher *w = arg;
	NTMS_NOTIFICATIONINFORMATION event;

	for (;;) {
		w->code = WaitForNtmsNotification(w->channel, &event, INFINITE);
		if (w->code)
			return NULL;
		pthread_mutex_lock(&lock);
		tell(w, &event);
		/* that was the last one: whoever still waits is of no more interest */
		if (*w->left && !--*w->left) {
			fflush(stdout);
			_Exit(RSM_OK);
		}
		pthread_mutex_unlock(&lock);
	}
}

static int start(struct rsm *rsm, struct watcher *w, DWORD type, DWORD *left)
{
	*w = (struct watcher){ .rsm = rsm, .type = type, .left = left };
	w->channel = OpenNtmsNotification(rsm->session, type);
	if (w->channel == INVALID_HANDLE_VALUE)
		return report(rsm, GetLastError(), "%s", word_for(words_type, type));
	if (pthread_create(&w->thread, NULL, watch, w))
		return report_code(rsm, ERROR_NOT_ENOUGH_MEMORY, NULL, "monitor");
	return RSM_OK;
}

static int monitor(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	struct watcher watchers[NTMS_NUMBER_OF_OBJECT_TYPES];
	const struct word *word;
	DWORD type = NTMS_UNKNOWN, left = 0;
	size_t n = 0, i;
	int c, ret = RSM_OK;

	while (!ret && (c = args_next(rsm, verb, argc, argv)) != -1) {
		if (c == 'n')
			ret = args_number(rsm, "number of events", optarg, &left);
		else if (c != 't')
			return RSM_USAGE;
		else if (!word_find(words_type, optarg, &type))
			return usage(rsm, "no type of object: %s", optarg);
	}
	if (!ret)
		ret = args_none_left(rsm, argc, argv);
	if (!ret)
		ret = session_open(rsm);
	for (word = words_type; !ret && word->word; word++) {
		if (type != NTMS_UNKNOWN && word->value != type)
			continue;
		ret = start(rsm, &watchers[n], word->value, &left);
		n += !ret;
	}
	if (ret)
		return ret;
	if (!rsm->quiet && !rsm->json)
		fprintf(stderr, "rsm: watching, end with Ctrl-C\n");
	for (i = 0; i < n; i++)
		pthread_join(watchers[i].thread, NULL);
	return report_hint(rsm, watchers[0].code, NULL, "notifications",
			   "events were lost: look with rsm view and start again");
}

static int database(struct rsm *rsm, const struct verb *verb, int argc, char **argv)
{
	bool export = !strcmp(verb->name, "export");
	struct json_object *json;
	DWORD code;
	int ret;

	if (args_next(rsm, verb, argc, argv) != -1)
		return RSM_USAGE;
	ret = args_none_left(rsm, argc, argv);
	if (!ret)
		ret = session_open(rsm);
	if (ret)
		return ret;
	code = export ? ExportNtmsDatabase(rsm->session) : ImportNtmsDatabase(rsm->session);
	if (code)
		return report(rsm, code, "database");
	json = json_object_new_object();
	json_add_text(json, "database", export ? "exported" : "import at the next start");
	return answer(rsm, json, "%s", export ? "the database is exported" :
		      "the exported database will replace this one when ntmsd starts next");
}

const struct verb verb_monitor = {
	.name = "monitor",
	.help = "tell what happens, as it happens",
	.usage =
	"  -t, --type=TYPE             to objects of this type only, see rsm view --help\n"
	"  -n, --number=N              end after so many events\n"
	"\n"
	"With --json each line is an object.\n",
	.shorts = "t:n:" RSM_COMMON_SHORTS,
	.options = (const struct option[]){
		{ "type", required_argument, NULL, 't' },
		{ "number", required_argument, NULL, 'n' },
		RSM_COMMON
	},
	.run = monitor,
};

const struct verb verb_export = {
	.name = "export",
	.help = "write a copy of the database",
	.usage = "The copy is made next to the database of ntmsd, see ntmsd(8).\n",
	.shorts = RSM_COMMON_SHORTS,
	.options = (const struct option[]){ RSM_COMMON },
	.run = database,
};

const struct verb verb_import = {
	.name = "import",
	.help = "replace the database by the copy, at the next start",
	.usage = "A copy that is damaged replaces nothing.\n",
	.shorts = RSM_COMMON_SHORTS,
	.options = (const struct option[]){ RSM_COMMON },
	.run = database,
};
