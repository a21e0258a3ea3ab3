// SPDX-License-Identifier: GPL-2.0
/*
 * main.c - ntms-labeld, the label agent
 *
 * Says whose label the first block of a medium is.  The module ntms has it read
 * and write labels (agent.c), UpdateNtmsOmidInfo() runs it to have a label
 * claimed, people to look at a tape.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mtio.h>
#include <unistd.h>

#include <json-c/json.h>

#include "agent.h"
#include "child.h"
#include "log.h"
#include "plugin.h"

#ifndef PLUGIN_DIR
#define PLUGIN_DIR "/usr/lib/ntms/label"
#endif

enum {
	EXIT_OK = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
	EXIT_NOBODY = 11,	/* ERROR_BAD_FORMAT: nobody knows the label */
};

#define JSON_STYLE	(JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE)

enum mode { MODE_AGENT, MODE_CLAIM, MODE_SHOW, MODE_LIST };

struct options {
	enum mode mode;
	const char *plugins;
	bool json;
};

static void usage(FILE *to)
{
	fputs("usage: ntms-labeld                 read and write labels for the module ntms\n"
	      "       ntms-labeld --show [FILE]   say whose label the first block of FILE is\n"
	      "       ntms-labeld --claim [FILE]  the same for programs: type, NUL, text, NUL, id\n"
	      "       ntms-labeld --list          which labels are known\n"
	      "\n"
	      "FILE is a tape or a file with its first block; standard input without one.\n"
	      "A tape is read where it stands: rewind it before.\n"
	      "\n"
	      "      --json          (--show, --list) as JSON\n"
	      "      --plugins=DIR   media label libraries (" PLUGIN_DIR ")\n"
	      "  -h, --help\n"
	      "\n"
	      "Exit status: 0 the label is known, 11 nobody knows it, 1 it could not be\n"
	      "read, 2 wrong usage.\n", to);
}

/*
 * A tape gives one block a read and refuses to give a part of one, so there is
 * room for every block.  A pipe gives what there is, so it is read to the end.
 */
static ssize_t read_block(int fd, uint8_t *to, size_t size)
{
	struct mtget tape;
	size_t used = 0;
	ssize_t n;

	if (!ioctl(fd, MTIOCGET, &tape))
		return read(fd, to, size);
	while (used < size) {
		n = read(fd, to + used, size - used);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return used ? (ssize_t)used : -1;
		if (!n)
			break;
		used += n;
	}
	return used;
}

static void print_id(const struct label *label, char *to)
{
	bool text = true;
	size_t i;

	for (i = 0; i < label->id_size; i++)
		text = text && label->id[i] >= ' ' && label->id[i] < 0x7f;
	for (i = 0; i < label->id_size; i++)
		to += sprintf(to, text ? "%c" : "%02x", label->id[i]);
	*to = '\0';
}

static void show(const struct label *label, bool json)
{
	char id[2 * LABEL_ID_BYTES + 1];
	struct json_object *o;

	print_id(label, id);
	if (!json) {
		printf("type  %s\nid    %s\ntext  %s\n", label->type, id, label->info);
		return;
	}
	o = json_object_new_object();
	json_object_object_add(o, "type", json_object_new_string(label->type));
	json_object_object_add(o, "id", json_object_new_string(id));
	json_object_object_add(o, "text", json_object_new_string(label->info));
	puts(json_object_to_json_string_ext(o, JSON_STYLE));
	json_object_put(o);
}

static int claim(const struct options *options, const char *path)
{
	static uint8_t data[LABEL_BLOCK_MAX];
	uint8_t omid[LABEL_OMID_MAX];
	struct label label;
	ssize_t size;
	int fd = STDIN_FILENO;

	if (path)
		fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	size = fd < 0 ? -1 : read_block(fd, data, sizeof(data));
	if (size < 0) {
		log_error("%s: %s", path ? path : "standard input", strerror(errno));
		return EXIT_FAILED;
	}
	if (path)
		close(fd);
	switch (child_claim((struct block){ data, size }, options->plugins, &label)) {
	case CLAIM_YES:
		break;
	case CLAIM_NO:
		if (options->mode == MODE_SHOW)
			log_info("nobody knows this label");
		return EXIT_NOBODY;
	case CLAIM_FAILED:
		return EXIT_FAILED;
	}
	if (options->mode == MODE_SHOW) {
		show(&label, options->json);
	} else {
		size = label_omid(&label, omid, sizeof(omid));
		if (fwrite(omid, 1, size, stdout) != (size_t)size)
			return EXIT_FAILED;
	}
	return fflush(stdout) ? EXIT_FAILED : EXIT_OK;
}

static int list(const struct options *options)
{
	struct json_object *array = json_object_new_array();
	char **paths = NULL;
	int n, i;

	for (i = 0; i < (int)label_format_count; i++)
		json_object_array_add(array,
				      json_object_new_string(label_formats[i].name));
	n = plugin_list(options->plugins, &paths);
	for (i = 0; i < n; i++)
		json_object_array_add(array, json_object_new_string(paths[i]));
	plugin_list_free(paths, n > 0 ? n : 0);
	if (options->json)
		puts(json_object_to_json_string_ext(array, JSON_STYLE));
	else
		for (i = 0; i < (int)json_object_array_length(array); i++)
			puts(json_object_get_string(json_object_array_get_idx(array, i)));
	json_object_put(array);
	return n < 0 || fflush(stdout) ? EXIT_FAILED : EXIT_OK;
}

static int parse(int argc, char **argv, struct options *o)
{
	enum { OPT_CLAIM = 256, OPT_SHOW, OPT_LIST, OPT_JSON, OPT_PLUGINS };
	static const struct option longs[] = {
		{ "claim", no_argument, NULL, OPT_CLAIM },
		{ "show", no_argument, NULL, OPT_SHOW },
		{ "list", no_argument, NULL, OPT_LIST },
		{ "json", no_argument, NULL, OPT_JSON },
		{ "plugins", required_argument, NULL, OPT_PLUGINS },
		{ "help", no_argument, NULL, 'h' },
		{ 0 }
	};
	int c;

	while ((c = getopt_long(argc, argv, "h", longs, NULL)) != -1) {
		switch (c) {
		case OPT_CLAIM:
		case OPT_SHOW:
		case OPT_LIST:
			if (o->mode)
				return EXIT_USAGE;
			o->mode = c - OPT_CLAIM + MODE_CLAIM;
			break;
		case OPT_JSON:
			o->json = true;
			break;
		case OPT_PLUGINS:
			o->plugins = optarg;
			break;
		case 'h':
			usage(stdout);
			exit(EXIT_OK);
		default:
			return EXIT_USAGE;
		}
	}
	if (argc - optind > (o->mode == MODE_LIST || o->mode == MODE_AGENT ? 0 : 1) ||
	    (o->json && o->mode == MODE_AGENT))
		return EXIT_USAGE;
	return EXIT_OK;
}

int main(int argc, char **argv)
{
	struct options options = { .plugins = PLUGIN_DIR };

	log_init(false);
	if (parse(argc, argv, &options)) {
		usage(stderr);
		return EXIT_USAGE;
	}
	if (options.mode == MODE_AGENT)
		return agent_run(options.plugins);
	if (options.mode == MODE_LIST)
		return list(&options);
	return claim(&options, argv[optind]);
}
