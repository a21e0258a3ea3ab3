// SPDX-License-Identifier: GPL-2.0
/*
 * nonsense.c - worlds that are fine but for one thing
 *
 * restore.c says what has to become of them.  A new one is a BAD() here and a
 * name in nonsense.h.
 */
#include <string.h>

#include "nonsense.h"

static void member_guid(struct world *w, uint16_t attr, uint32_t id)
{
	nl_put_guid(&w->msg, attr, world_guid(id));
}

static void member(struct world *w, uint16_t attr, uint32_t v)
{
	nl_put_u32(&w->msg, attr, v);
}

static void acl(struct world *w, size_t len)
{
	static const char zeros[65000];

	nl_put(&w->msg, NTMS_A_OBJECT_ACL, zeros, len);
}

static void medium(struct world *w, uint32_t n, uint32_t pool, uint32_t sides)
{
	world_object(w, NTMS_TYPE_PHYSICAL_MEDIA, world_medium(n));
	member_guid(w, NTMS_A_OBJECT_LIBRARY, W_LIB);
	member_guid(w, NTMS_A_OBJECT_MEDIA_POOL, pool);
	member(w, NTMS_A_OBJECT_NUMBER_OF_PARTITIONS, sides);
	member(w, NTMS_A_OBJECT_SEQUENCE_NUMBER, 100 + n);
}

static void side(struct world *w, uint32_t n, uint32_t side, uint32_t index)
{
	world_object(w, NTMS_TYPE_PARTITION, world_side(n, side));
	nl_put_guid(&w->msg, NTMS_A_OBJECT_PHYSICAL_MEDIA, world_medium(n));
	member(w, NTMS_A_OBJECT_SIDE, index);
	member(w, NTMS_A_OBJECT_STATE, NTMS_PARTSTATE_AVAILABLE);
}

void whole_medium(struct world *w, uint32_t n)
{
	medium(w, n, W_FREE_TAPE, 1);
	world_object_end(w);
	side(w, n, 0, 0);
	world_object_end(w);
}

static void pool(struct world *w, uint32_t id, const char *name,
		 uint32_t parent)
{
	world_object(w, NTMS_TYPE_MEDIA_POOL, world_guid(id));
	if (name)
		nl_put_text(&w->msg, NTMS_A_OBJECT_NAME, name);
	if (parent)
		member_guid(w, NTMS_A_OBJECT_PARENT, parent);
	member(w, NTMS_A_OBJECT_POOL_TYPE, NTMS_POOLTYPE_APPLICATION);
	acl(w, sizeof(struct ntms_acl));
}

BAD(type_0)
{
	world_object(w, 0, world_guid(W_POOL));
	world_object_end(w);
}

BAD(type_99)
{
	world_object(w, 99, world_guid(W_POOL));
	world_object_end(w);
}

BAD(null_guid)
{
	world_object(w, NTMS_TYPE_OPREQUEST, (guid){ { 0 } });
	world_object_end(w);
}

BAD(guid_twice)
{
	world_object(w, NTMS_TYPE_OPREQUEST, world_guid(W_POOL));
	world_object_end(w);
	world_object(w, NTMS_TYPE_OPREQUEST, world_guid(W_POOL));
	world_object_end(w);
}

BAD(guid_of_another_type)
{
	world_object(w, NTMS_TYPE_OPREQUEST, world_guid(W_LIB));
	world_object_end(w);
}

BAD(no_library)
{
	world_object(w, NTMS_TYPE_STORAGESLOT, world_guid(W_POOL));
	world_object_end(w);
}

BAD(unknown_library)
{
	world_object(w, NTMS_TYPE_STORAGESLOT, world_guid(W_POOL));
	member_guid(w, NTMS_A_OBJECT_LIBRARY, W_NOBODY);
	world_object_end(w);
}

BAD(library_is_a_pool)
{
	world_object(w, NTMS_TYPE_STORAGESLOT, world_guid(W_POOL));
	member_guid(w, NTMS_A_OBJECT_LIBRARY, W_FREE);
	world_object_end(w);
}

BAD(medium_without_pool)
{
	world_object(w, NTMS_TYPE_PHYSICAL_MEDIA, world_medium(0));
	member_guid(w, NTMS_A_OBJECT_LIBRARY, W_LIB);
	member(w, NTMS_A_OBJECT_NUMBER_OF_PARTITIONS, 1);
	world_object_end(w);
}

BAD(medium_in_a_container)
{
	medium(w, 0, W_FREE, 1);
	world_object_end(w);
}

BAD(medium_without_sides)
{
	medium(w, 0, W_FREE_TAPE, 0);
	world_object_end(w);
}

BAD(medium_of_3_sides)
{
	medium(w, 0, W_FREE_TAPE, 3);
	world_object_end(w);
}

BAD(medium_of_257_sides)
{
	medium(w, 0, W_FREE_TAPE, 257);
	world_object_end(w);
}

BAD(sides_unlike_type)
{
	medium(w, 0, W_FREE_TAPE, 2);
	world_object_end(w);
	side(w, 0, 0, 0);
	world_object_end(w);
	side(w, 0, 1, 1);
	world_object_end(w);
}

BAD(side_missing)
{
	medium(w, 0, W_FREE_TAPE, 1);
	world_object_end(w);
}

BAD(side_7)
{
	medium(w, 0, W_FREE_TAPE, 1);
	world_object_end(w);
	side(w, 0, 0, 7);
	world_object_end(w);
}

BAD(same_side_twice)
{
	medium(w, 0, W_FREE_DISK, 2);
	world_object_end(w);
	side(w, 0, 0, 0);
	world_object_end(w);
	side(w, 0, 1, 0);
	world_object_end(w);
}

BAD(same_side_twice_in_two)
{
	medium(w, 0, W_FREE_DISK, 2);
	world_object_end(w);
	side(w, 0, 0, 0);
	world_object_end(w);
	world_flush(w);
	side(w, 0, 1, 0);
	world_object_end(w);
}

BAD(allocated_by_nobody)
{
	medium(w, 0, W_FREE_TAPE, 1);
	world_object_end(w);
	side(w, 0, 0, 0);
	member(w, NTMS_A_OBJECT_STATE, NTMS_PARTSTATE_ALLOCATED);
	world_object_end(w);
}

BAD(side_state_77)
{
	medium(w, 0, W_FREE_TAPE, 1);
	world_object_end(w);
	side(w, 0, 0, 0);
	member(w, NTMS_A_OBJECT_STATE, 77);
	world_object_end(w);
}

BAD(side_state_too_big)
{
	medium(w, 0, W_FREE_TAPE, 1);
	world_object_end(w);
	side(w, 0, 0, 0);
	member(w, NTMS_A_OBJECT_STATE, 0x104);
	world_object_end(w);
}

/* what indexes follow has to be there when it is referred to */
BAD(logical_after_side)
{
	medium(w, 0, W_FREE_TAPE, 1);
	world_object_end(w);
	side(w, 0, 0, 0);
	member(w, NTMS_A_OBJECT_STATE, NTMS_PARTSTATE_ALLOCATED);
	nl_put_guid(&w->msg, NTMS_A_OBJECT_LOGICAL_MEDIA, world_logical(0, 0));
	world_object_end(w);
	world_object(w, NTMS_TYPE_LOGICAL_MEDIA, world_logical(0, 0));
	member_guid(w, NTMS_A_OBJECT_MEDIA_POOL, W_FREE_TAPE);
	world_object_end(w);
}

BAD(slot_after_medium)
{
	medium(w, 0, W_FREE_TAPE, 1);
	member_guid(w, NTMS_A_OBJECT_LOCATION, W_POOL);
	world_object_end(w);
	side(w, 0, 0, 0);
	world_object_end(w);
	world_object(w, NTMS_TYPE_STORAGESLOT, world_guid(W_POOL));
	member_guid(w, NTMS_A_OBJECT_LIBRARY, W_LIB);
	member(w, NTMS_A_OBJECT_ELEMENT, 4711);
	world_object_end(w);
}

BAD(logical_without_side)
{
	world_object(w, NTMS_TYPE_LOGICAL_MEDIA, world_logical(0, 0));
	member_guid(w, NTMS_A_OBJECT_MEDIA_POOL, W_FREE_TAPE);
	world_object_end(w);
}

BAD(two_in_one_slot)
{
	unsigned int i;

	for (i = 0; i < 2; i++) {
		medium(w, i, W_FREE_TAPE, 1);
		member_guid(w, NTMS_A_OBJECT_LOCATION, W_SLOT);
		world_object_end(w);
		side(w, i, 0, 0);
		world_object_end(w);
	}
}

BAD(medium_in_a_library_elsewhere)
{
	world_object(w, NTMS_TYPE_PHYSICAL_MEDIA, world_medium(0));
	member_guid(w, NTMS_A_OBJECT_LIBRARY, W_DEAD);
	member_guid(w, NTMS_A_OBJECT_MEDIA_POOL, W_FREE_TAPE);
	member(w, NTMS_A_OBJECT_NUMBER_OF_PARTITIONS, 1);
	member_guid(w, NTMS_A_OBJECT_LOCATION, W_SLOT);
	world_object_end(w);
	side(w, 0, 0, 0);
	world_object_end(w);
}

BAD(sequence_number_to_come)
{
	medium(w, 0, W_FREE_TAPE, 1);
	member(w, NTMS_A_OBJECT_SEQUENCE_NUMBER, 0x7fffffff);
	world_object_end(w);
	side(w, 0, 0, 0);
	world_object_end(w);
}

BAD(drive_refers_to_nothing)
{
	world_object(w, NTMS_TYPE_DRIVE, world_guid(W_POOL));
	member_guid(w, NTMS_A_OBJECT_LIBRARY, W_LIB);
	member(w, NTMS_A_OBJECT_ELEMENT, 300);
	member_guid(w, NTMS_A_OBJECT_PARTITION, W_NOBODY);
	world_object_end(w);
}

/* the note about what is missing goes with the drive */
BAD(drive_refers_and_is_refused)
{
	bad_drive_refers_to_nothing(w);
	bad_type_99(w);
}

BAD(drive_refers_to_a_slot)
{
	world_object(w, NTMS_TYPE_DRIVE, world_guid(W_POOL));
	member_guid(w, NTMS_A_OBJECT_LIBRARY, W_LIB);
	member(w, NTMS_A_OBJECT_ELEMENT, 300);
	member_guid(w, NTMS_A_OBJECT_PARTITION, W_SLOT);
	world_object_end(w);
}

/* later it is there, but not what it should be */
BAD(drive_refers_to_a_request)
{
	world_object(w, NTMS_TYPE_DRIVE, world_guid(W_POOL));
	member_guid(w, NTMS_A_OBJECT_LIBRARY, W_LIB);
	member(w, NTMS_A_OBJECT_ELEMENT, 300);
	member_guid(w, NTMS_A_OBJECT_PARTITION, W_OPREQ);
	world_object_end(w);
	world_object(w, NTMS_TYPE_OPREQUEST, world_guid(W_OPREQ));
	world_object_end(w);
}

BAD(second_computer)
{
	world_object(w, NTMS_TYPE_COMPUTER, world_guid(W_POOL));
	acl(w, sizeof(struct ntms_acl));
	world_object_end(w);
}

BAD(second_offline_library)
{
	world_object(w, NTMS_TYPE_LIBRARY, world_guid(W_POOL));
	acl(w, sizeof(struct ntms_acl));
	member(w, NTMS_A_OBJECT_LIBRARY_TYPE, NTMS_LIBRARYTYPE_OFFLINE);
	member(w, NTMS_A_OBJECT_FLAGS, NTMS_LIBRARYFLAG_FIXEDOFFLINE);
	world_object_end(w);
}

BAD(second_root)
{
	world_object(w, NTMS_TYPE_MEDIA_POOL, world_guid(W_POOL));
	acl(w, sizeof(struct ntms_acl));
	world_object_end(w);
}

BAD(second_free_pool)
{
	pool(w, W_POOL, "Free too", W_ROOT);
	member(w, NTMS_A_OBJECT_POOL_TYPE, NTMS_POOLTYPE_SCRATCH);
	world_object_end(w);
}

BAD(pool_without_parent)
{
	pool(w, W_POOL, "Orphan", 0);
	world_object_end(w);
}

BAD(pool_without_name)
{
	pool(w, W_POOL, NULL, W_ROOT);
	world_object_end(w);
}

BAD(pool_in_itself)
{
	pool(w, W_POOL, "Loop", W_POOL);
	world_object_end(w);
}

BAD(pool_before_its_parent)
{
	pool(w, W_POOL, "Below", W_POOL + 1);
	world_object_end(w);
	pool(w, W_POOL + 1, "Above", W_ROOT);
	world_object_end(w);
}

BAD(same_name_twice)
{
	pool(w, W_POOL, "Same", W_ROOT);
	world_object_end(w);
	pool(w, W_POOL + 1, "Same", W_ROOT);
	world_object_end(w);
}

BAD(pool_below_a_pool_of_media)
{
	pool(w, W_POOL, "Below", W_FREE_TAPE);
	world_object_end(w);
}

BAD(pool_without_acl)
{
	world_object(w, NTMS_TYPE_MEDIA_POOL, world_guid(W_POOL));
	nl_put_text(&w->msg, NTMS_A_OBJECT_NAME, "Open");
	member_guid(w, NTMS_A_OBJECT_PARENT, W_ROOT);
	member(w, NTMS_A_OBJECT_POOL_TYPE, NTMS_POOLTYPE_APPLICATION);
	world_object_end(w);
}

BAD(acl_of_3_bytes)
{
	pool(w, W_POOL, "Acl", W_ROOT);
	acl(w, 3);
	world_object_end(w);
}

BAD(acl_of_13_bytes)
{
	pool(w, W_POOL, "Acl", W_ROOT);
	acl(w, 13);
	world_object_end(w);
}

BAD(acl_of_5000_entries)
{
	pool(w, W_POOL, "Acl", W_ROOT);
	acl(w, 8 + 5000 * 12);
	world_object_end(w);
}

BAD(library_without_acl)
{
	world_object(w, NTMS_TYPE_LIBRARY, world_guid(W_POOL));
	member(w, NTMS_A_OBJECT_LIBRARY_TYPE, NTMS_LIBRARYTYPE_ONLINE);
	world_object_end(w);
}

BAD(media_types_of_17_bytes)
{
	world_object(w, NTMS_TYPE_LIBRARY, world_guid(W_POOL));
	member(w, NTMS_A_OBJECT_LIBRARY_TYPE, NTMS_LIBRARYTYPE_ONLINE);
	acl(w, sizeof(struct ntms_acl));
	nl_put(&w->msg, NTMS_A_OBJECT_MEDIA_TYPES, "seventeen bytes...", 17);
	world_object_end(w);
}

BAD(endless_name)
{
	char text[4000];

	memset(text, 'x', sizeof(text));
	world_object(w, NTMS_TYPE_OPREQUEST, world_guid(W_POOL));
	nl_put(&w->msg, NTMS_A_OBJECT_NAME, text, sizeof(text));
	world_object_end(w);
}

BAD(endless_omid)
{
	static const char zeros[60000];

	medium(w, 0, W_FREE_TAPE, 1);
	world_object_end(w);
	side(w, 0, 0, 0);
	nl_put(&w->msg, NTMS_A_OBJECT_OMID, zeros, sizeof(zeros));
	world_object_end(w);
}

static void attribute(struct world *w, uint32_t id, uint32_t owner,
		      const char *name, uint32_t number, size_t len)
{
	static const char value[32768];

	world_object(w, NTMS_TYPE_ATTRIBUTE, world_guid(id));
	if (owner)
		member_guid(w, NTMS_A_OBJECT_OWNER, owner);
	if (name)
		nl_put_text(&w->msg, NTMS_A_OBJECT_NAME, name);
	member(w, NTMS_A_OBJECT_NUMBER, number);
	if (len)
		nl_put(&w->msg, NTMS_A_OBJECT_DATA, value, len);
	world_object_end(w);
}

/* bytes of a piece that is not the last */
#define PIECE	16380

BAD(attribute_of_nothing)
{
	attribute(w, W_POOL, 0, "a", 0, 1);
}

BAD(attribute_of_what_is_not_there)
{
	attribute(w, W_POOL, W_NOBODY, "a", 0, 1);
}

BAD(attribute_of_an_attribute)
{
	attribute(w, W_POOL, W_LIB, "a", 0, 1);
	attribute(w, W_POOL + 1, W_POOL, "a", 0, 1);
}

BAD(attribute_without_name)
{
	attribute(w, W_POOL, W_LIB, NULL, 0, 1);
}

BAD(attribute_with_a_long_name)
{
	attribute(w, W_POOL, W_LIB, "12345678901234567890123456789012", 0, 1);
}

BAD(attribute_without_data)
{
	attribute(w, W_POOL, W_LIB, "a", 0, 0);
}

BAD(attribute_twice)
{
	attribute(w, W_POOL, W_LIB, "a", 0, 1);
	attribute(w, W_POOL + 1, W_LIB, "a", 0, 2);
}

BAD(piece_too_large)
{
	attribute(w, W_POOL, W_LIB, "a", 0, PIECE + 1);
}

BAD(piece_missing)
{
	attribute(w, W_POOL, W_LIB, "a", 0, PIECE);
	attribute(w, W_POOL + 1, W_LIB, "a", 2, 1);
}

BAD(piece_too_short)
{
	attribute(w, W_POOL, W_LIB, "a", 0, PIECE - 1);
	attribute(w, W_POOL + 1, W_LIB, "a", 1, 1);
}

BAD(piece_4000000000)
{
	attribute(w, W_POOL, W_LIB, "a", 4000000000, 1);
}

BAD(pieces_of_more_than_64_kib)
{
	uint32_t i;

	for (i = 0; i < 5; i++)
		attribute(w, W_POOL + i, W_LIB, "a", i, i < 4 ? PIECE : 16);
}

static void destination(struct world *w, uint32_t owner, const char *name,
			uint32_t type)
{
	world_object(w, NTMS_TYPE_UI_DESTINATION, world_guid(W_POOL));
	member_guid(w, NTMS_A_OBJECT_OWNER, owner);
	nl_put_text(&w->msg, NTMS_A_OBJECT_NAME, name);
	member(w, NTMS_A_OBJECT_UI_TYPE, type);
	world_object_end(w);
}

BAD(destination_of_a_pool)
{
	destination(w, W_FREE, "pc", NTMS_UITYPE_INFO);
}

BAD(destination_of_type_4)
{
	destination(w, W_LIB, "pc", 4);
}

BAD(destination_without_name)
{
	destination(w, W_LIB, "", NTMS_UITYPE_INFO);
}
