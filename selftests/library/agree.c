// SPDX-License-Identifier: GPL-2.0
/*
 * agree.c - does the catalogue say what is true of a library of vlib?
 *
 * Both are written down in the same words, an element on a line:
 *
 *	slot3 TAP004L4		drive0 - 	port1 no-bar-code	slot9 gone
 *
 * and compared line by line.  The truth is vlib's own file "state", not what
 * its changer answers.  The catalogue is what programs are told of the objects:
 * from the places, and from the cartridges, which have to say the same.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agree.h"

/* --- the truth --- */

/* contents of a file, to be freed; NULL if there is none */
char *file_read(const char *format, ...)
{
	char path[200], *text = NULL;
	size_t size = 0, n = 0;
	va_list args;
	FILE *f;

	va_start(args, format);
	vsnprintf(path, sizeof(path), format, args);
	va_end(args);
	f = fopen(path, "r");
	if (!f)
		return NULL;
	do {
		size += 1 << 16;
		text = realloc(text, size + 1);
		if (!text)
			abort();
		n += fread(text + n, 1, size - n, f);
	} while (n == size);
	text[n] = 0;
	fclose(f);
	return text;
}

static void add(struct world *w, const char *place, const char *what)
{
	size_t size = strlen(place) + strlen(what) + 2;
	char *line = malloc(size);

	if (!(w->count & (w->count - 1)))
		w->line = realloc(w->line, (w->count ? 2 * w->count : 1) * sizeof(*w->line));
	if (!line || !w->line)
		abort();
	snprintf(line, size, "%s %s", place, what);
	w->line[w->count++] = line;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void sort(struct world *w)
{
	qsort(w->line, w->count, sizeof(*w->line), by_text);
}

void world_free(struct world *w)
{
	size_t i;

	for (i = 0; i < w->count; i++)
		free(w->line[i]);
	free(w->line);
}

/* a line of "state": "slot3 1027 NAME tag=... ... [removed]" */
static void add_true(struct world *w, char *line)
{
	char place[24], name[64], tag[64] = "";
	const char *at = strstr(line, " tag=");

	if (sscanf(line, "%23s %*u %63s", place, name) != 2)
		return;
	if (at)
		sscanf(at, " tag=%63s", tag);
	if (!strncmp(place, "picker", 6)) {
		/* the catalogue has no such place: what is in it has to be put away */
		if (strcmp(name, "-"))
			add(w, place, strcmp(tag, "-") ? tag : "no-bar-code");
	} else if (strstr(line, " removed")) {
		add(w, place, "gone");
	} else if (!strcmp(name, "-")) {
		add(w, place, "-");
	} else {
		add(w, place, strcmp(tag, "-") ? tag : "no-bar-code");
	}
}

int world_true(const char *vlib, struct world *w)
{
	char *text = file_read(VLIB_DIR "/%s/state", vlib), *line, *state = NULL;

	memset(w, 0, sizeof(*w));
	if (!text)
		return -1;
	for (line = strtok_r(text, "\n", &state); line; line = strtok_r(NULL, "\n", &state))
		add_true(w, line);
	free(text);
	sort(w);
	return 0;
}

/* --- the catalogue --- */

struct place {
	NTMS_GUID id;
	char name[24];
	const char *says;	/* what the place says: "full", "-", "gone", ... */
	char medium[160];	/* what the media say */
};

struct places {
	struct place *p;
	size_t count;
};

static const char *slot_says(DWORD state)
{
	switch (state) {
	case NTMS_SLOTSTATE_FULL:
		return "full";
	case NTMS_SLOTSTATE_EMPTY:
		return "-";
	case NTMS_SLOTSTATE_NOTPRESENT:
		return "gone";
	default:
		return "unknown";
	}
}

static const char *port_says(DWORD content)
{
	return content == NTMS_PORTCONTENT_FULL ? "full" :
	       content == NTMS_PORTCONTENT_EMPTY ? "-" : "unknown";
}

static void describe(struct place *p, const NTMS_OBJECTINFORMATIONA *info)
{
	switch (info->dwType) {
	case NTMS_STORAGESLOT:
		snprintf(p->name, sizeof(p->name), "slot%u", info->Info.StorageSlot.Number);
		p->says = slot_says(info->Info.StorageSlot.State);
		break;
	case NTMS_IEPORT:
		snprintf(p->name, sizeof(p->name), "port%u", info->Info.IEPort.Number);
		p->says = port_says(info->Info.IEPort.Content);
		break;
	default:
		snprintf(p->name, sizeof(p->name), "drive%u", info->Info.Drive.Number);
		p->says = info->Info.Drive.State == NTMS_DRIVESTATE_DISMOUNTED ? "-" : "full";
	}
	if (info->dwOperationalState == NTMS_NOT_PRESENT)
		p->says = "gone";
}

static DWORD add_places(HANDLE session, const NTMS_GUID *library, DWORD type, struct places *all)
{
	NTMS_OBJECTINFORMATIONA info;
	DWORD count, i, error;
	struct place *p;
	NTMS_GUID *ids;

	error = list(session, library, type, &ids, &count);
	if (error)
		return error;
	all->p = realloc(all->p, (all->count + count + 1) * sizeof(*all->p));
	if (!all->p)
		abort();
	for (i = 0; !error && i < count; i++) {
		error = get(session, &ids[i], type, &info);
		if (error)
			break;
		p = &all->p[all->count++];
		memset(p, 0, sizeof(*p));
		p->id = ids[i];
		describe(p, &info);
	}
	free(ids);
	return error;
}

/* a medium names its place; or it is in this library, and nowhere */
static void add_medium(struct world *w, struct places *all, const NTMS_GUID *library,
		       const NTMS_OBJECTINFORMATIONA *info)
{
	const NTMS_PMIDINFORMATIONA *pm = &info->Info.PhysicalMedia;
	const char *tag = pm->szBarCode[0] ? pm->szBarCode : "no-bar-code";
	struct place *p = NULL;
	size_t n;

	if (!NTMS_IS_NULLGUID(pm->Location))
		p = bsearch(&pm->Location, all->p, all->count, sizeof(*all->p), guid_order);
	if (p) {
		n = strlen(p->medium);
		snprintf(p->medium + n, sizeof(p->medium) - n, "%s%s%s", n ? "+" : "", tag,
			 memcmp(&pm->CurrentLibrary, library, sizeof(*library)) ?
			 "(of-another-library)" : "");
	} else if (!memcmp(&pm->CurrentLibrary, library, sizeof(*library))) {
		add(w, "nowhere", tag);
	}
}

static void add_known(struct world *w, const struct place *p)
{
	char text[200];

	if (!strcmp(p->says, "full"))
		add(w, p->name, p->medium[0] ? p->medium : "full-of-nothing");
	else if (!p->medium[0])
		add(w, p->name, p->says);
	else {
		snprintf(text, sizeof(text), "%s(but-%s)", p->medium, p->says);
		add(w, p->name, text);
	}
}

DWORD world_known(HANDLE session, const NTMS_GUID *library, struct world *w)
{
	static const DWORD types[] = { NTMS_STORAGESLOT, NTMS_IEPORT, NTMS_DRIVE };
	struct places all = { NULL, 0 };
	NTMS_OBJECTINFORMATIONA info;
	NTMS_GUID *ids = NULL;
	DWORD error = 0, count, i;
	size_t k;

	memset(w, 0, sizeof(*w));
	for (k = 0; !error && k < sizeof(types) / sizeof(types[0]); k++)
		error = add_places(session, library, types[k], &all);
	qsort(all.p, all.count, sizeof(*all.p), guid_order);
	if (!error)
		error = list(session, NULL, NTMS_PHYSICAL_MEDIA, &ids, &count);
	for (i = 0; !error && i < count; i++) {
		error = get(session, &ids[i], NTMS_PHYSICAL_MEDIA, &info);
		if (!error)
			add_medium(w, &all, library, &info);
	}
	for (k = 0; !error && k < all.count; k++)
		add_known(w, &all.p[k]);
	free(ids);
	free(all.p);
	sort(w);
	return error;
}

/* --- both --- */

static const char *what(const char *line)
{
	return strchr(line, ' ') + 1;
}

static int is_seen(const struct world *w, const char *tag)
{
	size_t i;

	for (i = 0; i < w->count; i++)
		if (!strcmp(what(w->line[i]), tag))
			return 1;
	return 0;
}

/*
 * A cartridge whose bar code cannot be read is taken for the one that was there
 * (plan.c, rule 1); nothing else is known of it. Unless that one is elsewhere.
 */
static void grant_nameless(struct world *is, const struct world *known)
{
	size_t i, k, n;

	for (i = 0; i < is->count; i++) {
		if (strcmp(what(is->line[i]), "no-bar-code"))
			continue;
		n = what(is->line[i]) - is->line[i];
		for (k = 0; k < known->count; k++)
			if (!strncmp(is->line[i], known->line[k], n))
				break;
		if (k == known->count || !strcmp(what(known->line[k]), "-") ||
		    strpbrk(what(known->line[k]), "+(") || is_seen(is, what(known->line[k])))
			continue;
		free(is->line[i]);
		is->line[i] = strdup(known->line[k]);
	}
	sort(is);
}

/*
 * agree() - tell where they differ
 * @session: with which the catalogue is read; nothing may be under way
 * @vlib: name of the library there
 * @library: the same in the catalogue
 * @out: a line for each difference
 *
 * Return: number of differences, -1 when one of them could not be read.
 */
int agree(HANDLE session, const char *vlib, const NTMS_GUID *library, FILE *out)
{
	struct world is, known;
	size_t i = 0, k = 0;
	int bad = 0, order;
	DWORD error;

	if (world_true(vlib, &is)) {
		fprintf(out, "# there is no library %s\n", vlib);
		return -1;
	}
	error = world_known(session, library, &known);
	if (error) {
		fprintf(out, "# the catalogue could not be read, error %u\n", error);
		bad = -1;
	}
	if (!error)
		grant_nameless(&is, &known);
	while (!error && (i < is.count || k < known.count)) {
		order = i == is.count ? 1 : k == known.count ? -1 :
			strcmp(is.line[i], known.line[k]);
		if (order < 0)
			fprintf(out, "# true, but not in the catalogue: %s\n", is.line[i]);
		if (order > 0)
			fprintf(out, "# in the catalogue, but not true: %s\n", known.line[k]);
		bad += order != 0;
		i += order <= 0;
		k += order >= 0;
	}
	/* a library without elements would agree with anything */
	if (!error && !is.count) {
		fprintf(out, "# library %s has no elements\n", vlib);
		bad = -1;
	}
	world_free(&is);
	world_free(&known);
	return bad;
}
