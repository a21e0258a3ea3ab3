// SPDX-License-Identifier: GPL-2.0
/*
 * create.c - media that clients make known, label, retype and delete, from end
 * to end
 *
 * CreateNtmsMedia (MS-RSMP 3.2.5.2.3.5), DeleteNtmsMedia (3.2.5.2.2.8),
 * UpdateNtmsOmidInfo, ChangeNtmsMediaType (3.2.5.2.2.17), AddNtmsMediaType and
 * DeleteNtmsMediaType (3.2.5.2.2.15, .16).
 */
#include "kselftest_harness.h"
#include "rows.h"

#define APP	{ W_POOL, "App", W_TAPE }
#define DISKS	{ W_POOL, "Disks", W_DISK }
#define USER	1000

/* a tape that is in order, as medium 1 of the row's world */
#define TAPE	"create .guid=m1 .pool=p0 .sides=1 .enabled=1"
#define SIDE	" part .guid=s1 .enabled=1 .omid=MTF/Monday/id1"
#define DISC	"create .guid=m1 .pool=p0 .sides=2 .enabled=1"
#define SIDE2	" part .guid=s1.1 .enabled=1 .omid=MTF/Tuesday/id2"

ROWS

/* CreateNtmsMedia */

ROW(create, POOLS(APP), .call = TAPE SIDE " .state=4 .count=5",
    .reply = "sides=s1", .after = "1:A@p0/5",
    .events = "+m1 +s1 ~p0 ~OFFLINE ~COMP");
ROW(create_chooses_guids, POOLS(APP), .call =
    "create .pool=p0 .sides=1 .enabled=1 part .enabled=1 .omid=MTF//id1",
    .reply = "sides=?", .after = "");
ROW(create_in_import, .call = "create .guid=m1 .pool=I .sides=1 .enabled=1"
    SIDE " .state=8", .reply = "sides=s1", .after = "1:I@I");
ROW(create_two_sides, POOLS(DISKS), .call = DISC SIDE " .state=4" SIDE2
    " .state=9", .reply = "sides=s1,s1.1", .after = "1:AR@p0",
    .events = "+m1 +s1 +s1.1 ~p0 ~OFFLINE ~COMP");
ROW(create_allocated, POOLS(DISKS), .call = DISC SIDE
    " .state=5 .logical=n1" SIDE2 " .state=6", .after = "1:LC@p0",
    .events = "+m1 +s1 +s1.1 +n1 +l ~p0 ~OFFLINE ~COMP");
ROW(create_offline_library, POOLS(APP), .call = TAPE " .library=OFFLINE" SIDE,
    .after = "1:K@p0");
ROW(create_nothing, POOLS(APP), .call = "create", .code = 87);
ROW(create_without_sides, POOLS(APP), .call = TAPE, .code = 87);
ROW(create_in_library, POOLS(APP), .call = TAPE " .library=LIB" SIDE,
    .code = 87);
ROW(create_options, POOLS(APP), .call = "create options=4 .pool=p0 .sides=1"
    SIDE, .code = 87);
ROW(create_no_omid, POOLS(APP), .call = TAPE " part .guid=s1", .code = 87);
ROW(create_omid_without_id, POOLS(APP), .call = TAPE
    " part .guid=s1 .omid=MTF/Monday/", .code = 87);
ROW(create_omid_without_type, POOLS(APP), .call = TAPE
    " part .guid=s1 .omid=/Monday/id", .code = 87);
ROW(create_state, POOLS(APP), .call = TAPE SIDE " .state=10", .code = 87);
ROW(create_logical, POOLS(APP), .call = TAPE SIDE " .state=4 .logical=n1",
    .code = 87);
ROW(create_no_pool, POOLS(APP), .call = "create .sides=1" SIDE, .code = 4302);
ROW(create_unknown_pool, POOLS(APP), .call = "create .pool=? .sides=1" SIDE,
    .code = 4302, .text = "0000ffff");
ROW(create_free, POOLS(APP), .call = "create .pool=F .sides=1" SIDE,
    .code = 4302);
ROW(create_unrecognized, POOLS(APP), .call = "create .pool=U .sides=1" SIDE,
    .code = 4302);
ROW(create_pool_of_pools, POOLS({ W_POOL, "Box" }), .call = TAPE SIDE,
    .code = 4302, .text = "Box");
ROW(create_one_side_of_two, POOLS(DISKS), .call = DISC SIDE, .code = 4315);
ROW(create_two_sides_of_one, POOLS(APP), .call = TAPE SIDE SIDE2,
    .code = 4315);
ROW(create_three_sides, POOLS(DISKS), .call = DISC SIDE SIDE2 SIDE2,
    .code = 4315);
ROW(create_other_number, POOLS(DISKS), .call =
    "create .pool=p0 .sides=1" SIDE SIDE2, .code = 4315);
ROW(create_bar_code, POOLS(APP), MEDIA({ W_POOL, "A" }), .call = TAPE
    " .barcode=T000000__" SIDE, .code = 4300, .text = "T000000");
ROW(create_guid, POOLS(APP), MEDIA({ W_POOL, "A" }), .call =
    "create .guid=m0 .pool=p0 .sides=1" SIDE, .code = 4300);
ROW(create_guid_twice, POOLS(APP), .call =
    "create .guid=n1 .pool=p0 .sides=1 part .guid=n1 .omid=MTF//id",
    .code = 4300);
ROW(create_same_omid, POOLS(DISKS), .call = "create options=1 .pool=p0 .sides=2"
    SIDE " part .omid=MTF/Friday/id1", .code = 4300);
ROW(create_pool_right, POOLS({ W_POOL, "App", W_TAPE,
    .rights = { { 0, 0, 0, NTMS_USE_ACCESS | NTMS_CONTROL_ACCESS } } }),
    .uid = USER, .call = TAPE SIDE, .code = 5, .text = "App");
ROW(create_as_user, POOLS(APP), .uid = USER, .call = TAPE SIDE,
    .after = "1:K@p0");

/* DeleteNtmsMedia */

ROW(delete, POOLS(DISKS), MEDIA({ W_POOL, "AD", 1, W_OFFLINE }),
    .call = "delete physical=m0", .after = "0:-",
    .events = "-m0 -s0 -s0.1 ~p0 ~OFFLINE");
ROW(delete_missing, POOLS(APP), .call = "delete", .code = 87);
ROW(delete_unknown, POOLS(APP), .call = "delete physical=?", .code = 4300);
ROW(delete_side, POOLS(APP), MEDIA({ W_POOL, "A", 1, W_OFFLINE }),
    .call = "delete physical=s0", .code = 4300);
ROW(delete_on_line, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "delete physical=m0", .code = 5023, .text = "LIB");
ROW(delete_not_present, POOLS(APP), MEDIA({ W_POOL, "A", 1, W_DEAD }),
    .call = "delete physical=m0", .code = 5023, .text = "DEAD");
ROW(delete_allocated, POOLS(APP), MEDIA({ W_POOL, "L", 1, W_OFFLINE }),
    .call = "delete physical=m0", .code = 5023);
ROW(delete_complete, POOLS(DISKS), MEDIA({ W_POOL, "AC", 1, W_OFFLINE }),
    .call = "delete physical=m0", .code = 5023);
ROW(delete_reserved, POOLS(DISKS), MEDIA({ W_POOL, "AR", 1, W_OFFLINE }),
    .call = "delete physical=m0", .code = 5023);
ROW(delete_right, POOLS({ W_POOL, "App", W_TAPE,
    .rights = { { 0, 0, 0, NTMS_USE_ACCESS | NTMS_CONTROL_ACCESS } } }),
    MEDIA({ W_POOL, "A", 1, W_OFFLINE }), .uid = USER,
    .call = "delete physical=m0", .code = 5, .text = "App");

/* UpdateNtmsOmidInfo */

ROW(label, POOLS(APP), MEDIA({ W_POOL, "L" }),
    .call = "label media=l0 .omid=MTF/Monday/id", .after = "0:L@p0",
    .events = "~s0 ~m0");
ROW(label_second_side, POOLS(DISKS), MEDIA({ W_POOL, "LL" }),
    .call = "label media=l0.1 .omid=UDF//id", .after = "0:LL@p0",
    .events = "~s0.1 ~m0");
ROW(label_missing, POOLS(APP), .call = "label .omid=MTF//id", .code = 87);
ROW(label_nothing, POOLS(APP), MEDIA({ W_POOL, "L" }),
    .call = "label media=l0", .code = 87);
ROW(label_malformed, POOLS(APP), MEDIA({ W_POOL, "L" }),
    .call = "label media=l0 .omid=MTF", .code = 87);
ROW(label_unknown, POOLS(APP), .call = "label media=? .omid=MTF//id",
    .code = 4300);
ROW(label_side, POOLS(APP), MEDIA({ W_POOL, "L" }),
    .call = "label media=s0 .omid=MTF//id", .code = 4300);

/* ChangeNtmsMediaType */

ROW(change_type, POOLS(APP, { W_POOL + 1, "DLT", W_BARE }),
    MEDIA({ W_POOL, "L", 1 }), .call = "change-type physical=m0 pool=p1",
    .after = "0:L@p1/1", .events = "~m0 ~s0 ~l0 ~p0 ~p1");
ROW(change_type_missing, POOLS(APP), .call = "change-type pool=p0",
    .code = 87);
ROW(change_type_no_pool, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "change-type physical=m0", .code = 87);
ROW(change_type_unknown, POOLS(APP), .call = "change-type physical=? pool=p0",
    .code = 4300);
ROW(change_type_unknown_pool, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "change-type physical=m0 pool=?", .code = 4302);
ROW(change_type_offline, POOLS(APP, { W_POOL + 1, "DLT", W_BARE }),
    MEDIA({ W_POOL, "A", 1, W_OFFLINE }),
    .call = "change-type physical=m0 pool=p1", .code = 4305);
ROW(change_type_not_present, POOLS(APP, { W_POOL + 1, "DLT", W_BARE }),
    MEDIA({ W_POOL, "A", 1, W_DEAD }),
    .call = "change-type physical=m0 pool=p1", .code = 4305);
ROW(change_type_sides, POOLS(APP, { W_POOL + 1, "Disks", W_DISK }),
    MEDIA({ W_POOL, "A" }), .call = "change-type physical=m0 pool=p1",
    .code = 4302);
ROW(change_type_foreign, POOLS({ W_POOL, "DLT", W_BARE }),
    MEDIA({ W_UNREC_TAPE, "F" }),
    .call = "change-type physical=m0 pool=p0", .code = 4302);
ROW(change_type_right, POOLS({ W_POOL, "App", W_TAPE,
    .rights = { { 0, 0, 0, NTMS_USE_ACCESS | NTMS_CONTROL_ACCESS } } },
    { W_POOL + 1, "DLT", W_BARE }), MEDIA({ W_POOL, "A" }), .uid = USER,
    .call = "change-type physical=m0 pool=p1", .code = 5, .text = "App");

/* AddNtmsMediaType, DeleteNtmsMediaType */

ROW(add_type, .call = "add-type type=BARE library=LIB", .after = "",
    .events = "~LIB +p +p +p ~FREE ~UNREC ~IMPORT");
ROW(add_type_again, .call = "add-type type=TAPE library=LIB");
ROW(add_type_missing, .call = "add-type library=LIB", .code = 87);
ROW(add_type_no_library, .call = "add-type type=BARE", .code = 87);
ROW(add_type_unknown, .call = "add-type type=? library=LIB", .code = 4300);
ROW(add_type_unknown_library, .call = "add-type type=BARE library=?",
    .code = 4301);
ROW(add_type_offline, .call = "add-type type=BARE library=OFFLINE",
    .code = 4305);
ROW(add_type_not_present, .call = "add-type type=BARE library=DEAD",
    .code = 4305, .text = "DEAD");
ROW(delete_type, .call = "delete-type type=TAPE library=LIB", .after = "",
    .events = "~LIB");
ROW(delete_type_not_there, .call = "delete-type type=BARE library=LIB");
ROW(delete_type_in_use, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "delete-type type=TAPE library=LIB", .code = 4307,
    .text = "LTO_Ultrium");
ROW(delete_type_missing, .call = "delete-type type=TAPE", .code = 87);
ROW(delete_type_unknown_library, .call = "delete-type type=TAPE library=?",
    .code = 4301);

TEST_HARNESS_MAIN
