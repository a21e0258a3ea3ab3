/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nonsense.h - what a store may hand over that has to be refused
 */
#ifndef NONSENSE_H
#define NONSENSE_H

#include "world.h"

/* a medium with its side, for a world that is in order */
void whole_medium(struct world *w, uint32_t n);

#define BAD(name_) void bad_##name_(struct world *w)

/* each of these is in nonsense.c */
#define ROWS(R)								\
	R(type_0) R(type_99) R(null_guid) R(guid_twice)			\
	R(guid_of_another_type) R(no_library) R(unknown_library)	\
	R(library_is_a_pool) R(medium_without_pool)			\
	R(medium_in_a_container) R(medium_without_sides)		\
	R(medium_of_3_sides) R(medium_of_257_sides) R(sides_unlike_type) \
	R(side_missing) R(side_7) R(same_side_twice)			\
	R(same_side_twice_in_two) R(allocated_by_nobody)		\
	R(side_state_77) R(side_state_too_big) R(logical_after_side)	\
	R(slot_after_medium) R(logical_without_side) R(two_in_one_slot)	\
	R(medium_in_a_library_elsewhere) R(sequence_number_to_come)	\
	R(drive_refers_to_nothing) R(drive_refers_and_is_refused)	\
	R(drive_refers_to_a_slot)					\
	R(drive_refers_to_a_request) R(second_computer)			\
	R(second_offline_library) R(second_root) R(second_free_pool)	\
	R(pool_without_parent) R(pool_without_name) R(pool_in_itself)	\
	R(pool_before_its_parent) R(same_name_twice)			\
	R(pool_below_a_pool_of_media) R(pool_without_acl)		\
	R(acl_of_3_bytes) R(acl_of_13_bytes) R(acl_of_5000_entries)	\
	R(library_without_acl) R(media_types_of_17_bytes)		\
	R(endless_name) R(endless_omid)					\
	R(attribute_of_nothing) R(attribute_of_what_is_not_there)	\
	R(attribute_of_an_attribute) R(attribute_without_name)		\
	R(attribute_with_a_long_name) R(attribute_without_data)		\
	R(attribute_twice) R(piece_too_large) R(piece_missing)		\
	R(piece_too_short) R(piece_4000000000)				\
	R(pieces_of_more_than_64_kib) R(destination_of_a_pool)		\
	R(destination_of_type_4) R(destination_without_name)

#define DECLARE(name_) BAD(name_);
ROWS(DECLARE)
#undef DECLARE

#endif /* NONSENSE_H */
