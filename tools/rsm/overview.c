// SPDX-License-Identifier: GPL-2.0
/*
 * overview.c - all of the system at a glance
 */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view.h"

/* What the overview is made of. */
struct overview {
	const struct list *libraries;
	const struct list *drives;
	const struct list *slots;
	const struct list *ports;
	const struct list *pools;
	const struct list *media;
	const struct list *sides;
	const struct list *requests;
};

static int load(struct rsm *rsm, struct overview *all)
{
	const struct {
		DWORD type;
		const struct list **list;
	} parts[] = {
		{ NTMS_LIBRARY, &all->libraries },
		{ NTMS_DRIVE, &all->drives },
		{ NTMS_STORAGESLOT, &all->slots },
		{ NTMS_IEPORT, &all->ports },
		{ NTMS_MEDIA_POOL, &all->pools },
		{ NTMS_PHYSICAL_MEDIA, &all->media },
		{ NTMS_PARTITION, &all->sides },
		{ NTMS_OPREQUEST, &all->requests },
	};
	DWORD code;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		code = list_all(rsm, parts[i].type, parts[i].list);
		if (code)
			return report(rsm, code, NULL);
	}
	return RSM_OK;
}

static const char *word_or(const struct word *words, DWORD value)
{
	const char *word = word_for(words, value);

	return word ? word : "unknown";
}

/* The medium that is in a drive, slot or port, "-" for none. */
static const char *content(const struct overview *all, const NTMS_GUID *place)
{
	size_t i;

	for (i = 0; i < all->media->count; i++)
		if (guid_equal(&all->media->items[i]->info.Info.PhysicalMedia.Location, place))
			return all->media->items[i]->shown;
	return "-";
}

static void print_drives(const struct overview *all, const struct object *library)
{
	struct table *table = table_new(5, 2);
	const NTMS_DRIVEINFORMATIONW *drive;
	const struct object *object;
	char *device;
	size_t i;

	for (i = 0; i < all->drives->count; i++) {
		object = all->drives->items[i];
		drive = &object->info.Info.Drive;
		if (!guid_equal(&drive->Library, &library->id))
			continue;
		device = text_utf8(drive->szDeviceName, NTMS_DEVICENAME_LENGTH);
		table_cell(table, "drive %u", drive->Number);
		table_cell(table, "%s", object->name);
		table_cell(table, "%s", device);
		table_cell(table, "%s%s", word_or(words_drive_state, drive->State),
			   object->info.Enabled ? "" : ", disabled");
		table_cell(table, "%s", content(all, &object->id));
		free(device);
	}
	table_print(table);
}

static DWORD count_slots(const struct overview *all, const struct object *library, DWORD state)
{
	const NTMS_STORAGESLOTINFORMATION *slot;
	DWORD count = 0;
	size_t i;

	for (i = 0; i < all->slots->count; i++) {
		slot = &all->slots->items[i]->info.Info.StorageSlot;
		count += guid_equal(&slot->Library, &library->id) && slot->State == state;
	}
	return count;
}

static void print_slots(const struct overview *all, const struct object *library)
{
	const struct word *word;
	DWORD count;

	if (!library->info.Info.Library.dwNumberOfSlots)
		return;
	printf("  slots  %u", library->info.Info.Library.dwNumberOfSlots);
	for (word = words_slot_state; word->word; word++) {
		count = count_slots(all, library, word->value);
		if (count)
			printf(", %u %s", count, word->word);
	}
	putchar('\n');
}

static void print_ports(const struct overview *all, const struct object *library)
{
	struct table *table = table_new(4, 2);
	const NTMS_IEPORTINFORMATION *port;
	const struct object *object;
	size_t i;

	for (i = 0; i < all->ports->count; i++) {
		object = all->ports->items[i];
		port = &object->info.Info.IEPort;
		if (!guid_equal(&port->Library, &library->id))
			continue;
		table_cell(table, "port %u", port->Number);
		table_cell(table, "%s", word_or(words_port_content, port->Content));
		table_cell(table, "%s", word_or(words_port_position, port->Position));
		table_cell(table, "%s", content(all, &object->id));
	}
	table_print(table);
}

static void print_libraries(const struct overview *all)
{
	const NTMS_LIBRARYINFORMATION *library;
	const struct object *object;
	size_t i;

	for (i = 0; i < all->libraries->count; i++) {
		object = all->libraries->items[i];
		library = &object->info.Info.Library;
		printf("%s  %s, %s%s, %u media", object->shown,
		       word_or(words_library_type, library->LibraryType),
		       word_or(words_operational_state, object->info.dwOperationalState),
		       object->info.Enabled ? "" : ", disabled", library->dwNumberOfMedia);
		if (library->dwNumberOfLibRequests)
			printf(", %u requests", library->dwNumberOfLibRequests);
		putchar('\n');
		print_drives(all, object);
		print_slots(all, object);
		print_ports(all, object);
	}
}

static void policy(const NTMS_MEDIAPOOLINFORMATION *pool, char *to, size_t size)
{
	bool draws = pool->AllocationPolicy & NTMS_ALLOCATE_FROMSCRATCH;
	bool returns = pool->DeallocationPolicy & NTMS_DEALLOCATE_TOSCRATCH;

	snprintf(to, size, "%s%s%s%s", draws ? "draws" : "", draws && returns ? ", " : "",
		 returns ? "returns" : "", draws || returns ? "" : "-");
}

static void print_pool(struct rsm *rsm, struct table *table, const struct object *object)
{
	const NTMS_MEDIAPOOLINFORMATION *pool = &object->info.Info.MediaPool;
	const char *name = strrchr(object->name, '\\');
	char text[32];

	table_cell(table, "%*s%s", (int)(2 * object->depth), "", name ? name + 1 : object->name);
	table_cell(table, "%s", word_or(words_pool_type, pool->PoolType));
	if (guid_null(&pool->MediaType)) {
		/* It holds pools only. */
		table_cell(table, "%s", "");
		table_cell(table, "%s", "");
		table_cell(table, "%s", "");
		table_cell(table, "%s", "");
		table_cell(table, "%s", "");
		return;
	}
	table_cell(table, "%s", list_name(rsm, NTMS_MEDIA_TYPE, &pool->MediaType));
	table_cell(table, "%u", pool->dwNumberOfPhysicalMedia);
	table_cell(table, "%u", pool->dwNumberOfLogicalMedia);
	policy(pool, text, sizeof(text));
	table_cell(table, "%s", text);
	if (pool->dwMaxAllocates && pool->dwMaxAllocates != UINT32_MAX)
		table_cell(table, "%u", pool->dwMaxAllocates);
	else
		table_cell(table, "%s", "-");
}

static void print_pools(struct rsm *rsm, const struct overview *all)
{
	static const char *const head[] = { "POOL", "TYPE", "MEDIA TYPE", "MEDIA", "LOGICAL",
					    "POLICY", "LIMIT" };
	struct table *table = table_new(ARRAY_SIZE(head), 0);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(head); i++)
		table_cell(table, "%s", head[i]);
	for (i = 0; i < all->pools->count; i++)
		print_pool(rsm, table, all->pools->items[i]);
	putchar('\n');
	table_print(table);
}

static void print_side(struct rsm *rsm, struct table *table, const struct object *physical,
		       const struct object *side)
{
	const NTMS_PARTITIONINFORMATIONW *partition = &side->info.Info.Partition;
	char place[512], *bar_code;

	bar_code = text_utf8(physical->info.Info.PhysicalMedia.szBarCode, NTMS_BARCODE_LENGTH);
	table_cell(table, "%s", physical->name);
	table_cell(table, "%s", bar_code[0] ? bar_code : "-");
	table_cell(table, "%s", list_name(rsm, NTMS_MEDIA_POOL,
					  &physical->info.Info.PhysicalMedia.MediaPool));
	table_cell(table, "%u", partition->Side);
	table_cell(table, "%s%s", word_or(words_side_state, partition->State),
		   physical->info.Enabled ? "" : ", disabled");
	table_cell(table, "%u", partition->dwAllocateCount);
	table_cell(table, "%s", media_place(rsm, physical, place, sizeof(place)));
	free(bar_code);
}

static void print_media(struct rsm *rsm, const struct overview *all)
{
	static const char *const head[] = { "MEDIUM", "BAR CODE", "POOL", "SIDE", "STATE",
					    "ALLOCATED", "LOCATION" };
	const struct object *physical;
	struct table *table;
	size_t i;

	if (!all->sides->count)
		return;
	table = table_new(ARRAY_SIZE(head), 0);
	for (i = 0; i < ARRAY_SIZE(head); i++)
		table_cell(table, "%s", head[i]);
	for (i = 0; i < all->sides->count; i++) {
		physical = list_find(rsm, NTMS_PHYSICAL_MEDIA,
				     &all->sides->items[i]->info.Info.Partition.PhysicalMedia);
		if (physical)
			print_side(rsm, table, physical, all->sides->items[i]);
	}
	putchar('\n');
	table_print(table);
}

static bool is_open(const struct object *request)
{
	return request->info.Info.OpRequest.State != NTMS_OPSTATE_REFUSED &&
	       request->info.Info.OpRequest.State != NTMS_OPSTATE_COMPLETE;
}

static void print_requests(const struct overview *all)
{
	char *message, *clean;
	bool any = false;
	size_t i;

	for (i = 0; i < all->requests->count; i++) {
		if (!is_open(all->requests->items[i]))
			continue;
		message = text_utf8(all->requests->items[i]->info.Info.OpRequest.szMessage,
				    NTMS_MESSAGE_LENGTH);
		clean = text_clean(message);
		printf("%soperator: %s\n", any ? "" : "\n", clean);
		any = true;
		free(clean);
		free(message);
	}
}

/**
 * overview_print() - print libraries, pools, media and open operator requests
 * @rsm:	the run
 *
 * Return: RSM_OK, or what to exit with; the failure has been told.
 */
int overview_print(struct rsm *rsm)
{
	struct overview all;
	int ret = load(rsm, &all);

	if (ret)
		return ret;
	print_libraries(&all);
	print_pools(rsm, &all);
	print_media(rsm, &all);
	print_requests(&all);
	return RSM_OK;
}

/**
 * overview_json() - the same in JSON
 * @rsm:	the run
 *
 * Return: RSM_OK, or what to exit with; the failure has been told.
 */
int overview_json(struct rsm *rsm)
{
	struct json_object *json;
	struct overview all;
	int ret = load(rsm, &all);

	if (ret)
		return ret;
	json = json_object_new_object();
	json_add(json, "libraries", view_json(rsm, all.libraries));
	json_add(json, "drives", view_json(rsm, all.drives));
	json_add(json, "slots", view_json(rsm, all.slots));
	json_add(json, "ports", view_json(rsm, all.ports));
	json_add(json, "pools", view_json(rsm, all.pools));
	json_add(json, "media", view_json(rsm, all.media));
	json_add(json, "sides", view_json(rsm, all.sides));
	json_add(json, "operator_requests", view_json(rsm, all.requests));
	json_answer(rsm, json);
	return RSM_OK;
}
