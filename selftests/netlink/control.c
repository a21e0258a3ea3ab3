// SPDX-License-Identifier: GPL-2.0
/*
 * control.c - which arguments the calls that control a library take
 *
 * MS-RSMP 3.2.5.2.1 and .6.  There is no robot here: what is allowed ends at a
 * library that is not connected, each call with its own code (decision A-18).
 * Rights, and what a robot does, are in the tests of robotics.
 */
#include "kselftest_harness.h"
#include "rows.h"

#define APP	{ W_POOL, "App", W_TAPE }
#define TAPES	POOLS(APP), MEDIA({ W_POOL, "A" }, { W_POOL, "A", 0, W_OFFLINE }, \
				  { W_POOL, "L", 0, W_DRIVE })

ROWS

ROW(eject, TAPES, .call = "eject physical=m0 action=0", .code = 4305,
    .text = "not connected");
ROW(eject_offline, TAPES, .call = "eject physical=m1 action=0", .code = 4305);
ROW(eject_nothing, TAPES, .call = "eject action=0", .code = 87);
ROW(eject_null, TAPES, .call = "eject physical=0 action=0", .code = 87);
ROW(eject_forced_nothing, TAPES, .call = "eject action=3", .code = 87);
ROW(eject_queue_nothing, TAPES, .call = "eject action=2", .code = 87);
ROW(eject_immediate, TAPES, .call = "eject physical=m0 action=4", .code = 87);
ROW(eject_ask_user, TAPES, .call = "eject physical=m0 action=5", .code = 87);
ROW(eject_unknown, TAPES, .call = "eject physical=? action=0", .code = 4300);
ROW(eject_a_side, TAPES, .call = "eject physical=s0 action=0", .code = 4300);
ROW(eject_stop_unknown, TAPES, .call = "eject action=1 operation=?",
    .code = 4317);
ROW(eject_stop_nothing, TAPES, .call = "eject action=1", .code = 4317);

ROW(inject, TAPES, .call = "inject library=LIB action=0", .code = 4305);
ROW(inject_many, TAPES, .call = "inject library=LIB action=3", .code = 4305);
ROW(inject_nowhere, TAPES, .call = "inject action=0", .code = 87);
ROW(inject_unknown, TAPES, .call = "inject library=? action=0", .code = 4301);
ROW(inject_a_slot, TAPES, .call = "inject library=SLOT action=0", .code = 4301);
ROW(inject_offline, TAPES, .call = "inject library=OFFLINE action=0",
    .code = 4305);
ROW(inject_no_action, TAPES, .call = "inject library=LIB action=4", .code = 87);
ROW(inject_stop_unknown, TAPES, .call = "inject library=LIB action=1 operation=?",
    .code = 4317);
ROW(inject_retract_unknown, TAPES,
    .call = "inject library=LIB action=2 operation=?", .code = 4317);

ROW(door, TAPES, .call = "door library=LIB action=1", .code = 4305);
ROW(door_nowhere, TAPES, .call = "door action=1", .code = 87);
ROW(door_unknown, TAPES, .call = "door library=? action=1", .code = 4301);
ROW(door_offline, TAPES, .call = "door library=OFFLINE action=1", .code = 4305);
ROW(door_inventory_of_a_slot, TAPES, .call = "door library=LIB action=4",
    .code = 87);
ROW(door_stop, TAPES, .call = "door library=LIB action=5", .code = 87);

ROW(compare, TAPES, .call = "compare library=LIB", .code = 4305);
ROW(compare_nowhere, TAPES, .call = "compare", .code = 87);
ROW(compare_unknown, TAPES, .call = "compare library=?", .code = 4301);
ROW(compare_a_slot, TAPES, .call = "compare library=SLOT", .code = 4301);
ROW(compare_offline, TAPES, .call = "compare library=OFFLINE", .code = 4305);

ROW(clean, TAPES, .call = "clean drive=DRIVE", .code = 4316);
ROW(clean_nothing, TAPES, .call = "clean", .code = 87);
ROW(clean_unknown, TAPES, .call = "clean drive=?", .code = 15);
ROW(clean_a_slot, TAPES, .call = "clean drive=SLOT", .code = 15);

ROW(reserve, TAPES, .call = "reserve library=LIB slot=SLOT", .code = 4319);
ROW(reserve_nowhere, TAPES, .call = "reserve slot=SLOT", .code = 87);
ROW(reserve_no_slot, TAPES, .call = "reserve library=LIB", .code = 87);
ROW(reserve_unknown, TAPES, .call = "reserve library=? slot=SLOT", .code = 4301);
ROW(reserve_offline, TAPES, .call = "reserve library=OFFLINE slot=SLOT",
    .code = 4305);

ROW(release, TAPES, .call = "release library=LIB", .code = 4319);
ROW(release_nowhere, TAPES, .call = "release", .code = 87);
ROW(release_unknown, TAPES, .call = "release library=?", .code = 4301);
ROW(release_offline, TAPES, .call = "release library=OFFLINE", .code = 4305);

ROW(inject_cleaner, TAPES,
    .call = "inject-cleaner library=LIB number=20 action=0", .code = 4319);
ROW(inject_cleaner_without_uses, TAPES,
    .call = "inject-cleaner library=LIB action=0", .code = 87);
ROW(inject_cleaner_nowhere, TAPES, .call = "inject-cleaner number=20 action=0",
    .code = 87);
ROW(inject_cleaner_unknown, TAPES,
    .call = "inject-cleaner library=? number=20 action=0", .code = 4301);
ROW(inject_cleaner_retract, TAPES,
    .call = "inject-cleaner library=LIB number=20 action=2", .code = 87);
ROW(inject_cleaner_many, TAPES,
    .call = "inject-cleaner library=LIB number=20 action=3", .code = 87);

ROW(eject_cleaner, TAPES, .call = "eject-cleaner library=LIB action=0",
    .code = 4305);
ROW(eject_cleaner_nowhere, TAPES, .call = "eject-cleaner action=0", .code = 87);
ROW(eject_cleaner_unknown, TAPES, .call = "eject-cleaner library=? action=0",
    .code = 4301);
ROW(eject_cleaner_queue, TAPES, .call = "eject-cleaner library=LIB action=2",
    .code = 87);
ROW(eject_cleaner_force, TAPES, .call = "eject-cleaner library=LIB action=3",
    .code = 87);

ROW(identify, TAPES, .call = "identify slot=SLOT", .code = 4305);
ROW(identify_nothing, TAPES, .call = "identify", .code = 87);
ROW(identify_no_option, TAPES, .call = "identify slot=SLOT options=3",
    .code = 87);
ROW(identify_unknown, TAPES, .call = "identify slot=?", .code = 4312);
ROW(identify_a_drive, TAPES, .call = "identify slot=DRIVE", .code = 4312);

ROW(detection, TAPES, .call = "begin-detection");
ROW(detection_of_nobody, TAPES,
    .call = "set-detection detection=77 list=LIB otype=9", .code = 6);
ROW(detection_ended_by_nobody, TAPES, .call = "end-detection detection=77",
    .code = 6);
ROW(detection_not_named, TAPES, .call = "end-detection", .code = 6);
ROW(look_once, TAPES, .call = "set-detection list=LIB otype=9");
ROW(look_once_at_what_a_tape_fits_in, TAPES,
    .call = "set-detection list=m0 otype=15");
ROW(look_once_for_a_type, TAPES, .call = "set-detection list=TAPE otype=13");
ROW(look_at_nothing, TAPES, .call = "set-detection otype=9", .code = 87);
ROW(look_at_a_drive, TAPES, .call = "set-detection list=DRIVE otype=5",
    .code = 87);
ROW(look_at_another_type, TAPES, .call = "set-detection list=m0 otype=9",
    .code = 87);
ROW(look_at_no_library, TAPES, .call = "set-detection list=? otype=9",
    .code = 4301);
ROW(look_at_no_medium, TAPES, .call = "set-detection list=? otype=15",
    .code = 4300);
ROW(look_at_no_type, TAPES, .call = "set-detection list=? otype=13",
    .code = 4300);

/* no drive is connected here: what one says is asked in a guest that has some */
ROW(drive_status, TAPES, .call = "drive-status of-drive=DRIVE", .code = 4319);
ROW(drive_status_of_nothing, TAPES, .call = "drive-status", .code = 15);
ROW(drive_status_of_a_slot, TAPES, .call = "drive-status of-drive=SLOT",
    .code = 15);
ROW(confirm_position_of_nothing, TAPES, .call = "confirm-position", .code = 15);
ROW(confirm_position_of_a_slot, TAPES, .call = "confirm-position of-drive=SLOT",
    .code = 15);
ROW(confirm_position_in_an_empty_drive, TAPES,
    .call = "confirm-position of-drive=DRIVE2", .code = 5023);

TEST_HARNESS_MAIN
