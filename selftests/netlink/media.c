// SPDX-License-Identifier: GPL-2.0
/*
 * media.c - the other services for media, and pools, from end to end
 *
 * MS-RSMP 3.2.5.2.2.5 to .14
 */
#include "kselftest_harness.h"
#include "rows.h"

#define USER	1000
#define APP	{ W_POOL, "App", W_TAPE }
#define OTHER	{ W_POOL + 1, "Other", W_TAPE }
#define DISKS	{ W_POOL + 2, "Disks", W_DISK }
#define ONLY(rights_) .rights = { { 0, 0, 0, (rights_) } }

ROWS

/* DecommissionNtmsMedia */
ROW(decommission, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "decommission partition=s0", .after = "0:D@p0", .events = "~s0");
ROW(decommission_free, POOLS(APP), MEDIA({ W_FREE_TAPE, "A" }),
    .call = "decommission partition=s0", .after = "0:D@F", .events = "~s0");
ROW(decommission_one_of_two, POOLS(APP), MEDIA({ W_FREE_DISK, "AA" }),
    .call = "decommission partition=s0.1", .after = "0:AD@f");
ROW(decommission_null, POOLS(APP), .call = "decommission", .code = 87);
ROW(decommission_unknown, POOLS(APP), .call = "decommission partition=?",
    .code = 4300);
ROW(decommission_logical, POOLS(APP), MEDIA({ W_POOL, "L" }),
    .call = "decommission partition=l0", .code = 4300);
ROW(decommission_allocated, POOLS(APP), MEDIA({ W_POOL, "L" }),
    .call = "decommission partition=s0", .code = 5023, .text = "T000000");
ROW(decommission_import, POOLS(APP), MEDIA({ W_IMPORT_TAPE, "I" }),
    .call = "decommission partition=s0", .code = 5023);
ROW(decommission_rights, POOLS({ W_POOL, "App", W_TAPE, ONLY(3) }),
    MEDIA({ W_POOL, "A" }), .uid = USER,
    .call = "decommission partition=s0", .code = 5, .text = "App");

/* SetNtmsMediaComplete */
ROW(complete, POOLS(APP), MEDIA({ W_POOL, "L" }),
    .call = "complete media=l0", .after = "0:C@p0", .events = "~s0");
ROW(complete_again, POOLS(APP), MEDIA({ W_POOL, "C" }),
    .call = "complete media=l0", .code = 5023);
ROW(complete_null, POOLS(APP), .call = "complete", .code = 87);
ROW(complete_unknown, POOLS(APP), .call = "complete media=?", .code = 4300);
ROW(complete_mounted, POOLS(APP), MEDIA({ W_POOL, "L", 1, W_DRIVE }),
    .call = "complete media=l0", .code = 5023);
ROW(complete_rights, POOLS({ W_POOL, "App", W_TAPE, ONLY(3) }),
    MEDIA({ W_POOL, "L" }), .uid = USER,
    .call = "complete media=l0", .code = 5);

/* SwapNtmsMedia */
ROW(swap, POOLS(APP), MEDIA({ W_POOL, "L" }, { W_POOL, "L" }),
    .call = "swap media=l0 media2=l1", .after = "0:L@p0 1:L@p0",
    .events = "~l0 ~l1 ~s0 ~s1");
ROW(swap_same, POOLS(APP), MEDIA({ W_POOL, "L" }),
    .call = "swap media=l0 media2=l0", .code = 87);
ROW(swap_null, POOLS(APP), MEDIA({ W_POOL, "L" }),
    .call = "swap media=l0", .code = 87);
ROW(swap_unknown, POOLS(APP), MEDIA({ W_POOL, "L" }),
    .call = "swap media=l0 media2=?", .code = 4300);
ROW(swap_complete, POOLS(APP), MEDIA({ W_POOL, "L" }, { W_POOL, "C" }),
    .call = "swap media=l0 media2=l1", .code = 5023);
ROW(swap_pools, POOLS(APP, OTHER), MEDIA({ W_POOL, "L" }, { W_POOL + 1, "L" }),
    .call = "swap media=l0 media2=l1", .code = 4302);
ROW(swap_mounted, POOLS(APP), MEDIA({ W_POOL, "L" }, { W_POOL, "L", 1, W_DRIVE }),
    .call = "swap media=l0 media2=l1", .code = 4300);
ROW(swap_rights, POOLS({ W_POOL, "App", W_TAPE, ONLY(5) }),
    MEDIA({ W_POOL, "L" }, { W_POOL, "L" }), .uid = USER,
    .call = "swap media=l0 media2=l1", .code = 5);

/* MoveToNtmsMediaPool */
ROW(move, POOLS(APP, OTHER), MEDIA({ W_POOL, "A" }),
    .call = "move physical=m0 pool=p1", .after = "0:A@p1");
ROW(move_allocated, POOLS(APP, OTHER), MEDIA({ W_POOL, "L" }),
    .call = "move physical=m0 pool=p1", .after = "0:L@p1");
ROW(move_to_free, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "move physical=m0 pool=F", .after = "0:A@F");
ROW(move_from_free, POOLS(APP), MEDIA({ W_FREE_TAPE, "A" }),
    .call = "move physical=m0 pool=p0", .after = "0:A@p0");
ROW(move_foreign_to_free, POOLS(APP), MEDIA({ W_UNREC_TAPE, "F" }),
    .call = "move physical=m0 pool=F", .after = "0:A@F");
ROW(move_import_to_free, POOLS(APP), MEDIA({ W_IMPORT_TAPE, "I" }),
    .call = "move physical=m0 pool=F", .after = "0:A@F");
ROW(move_import_to_app, POOLS(APP), MEDIA({ W_IMPORT_TAPE, "I" }),
    .call = "move physical=m0 pool=p0", .after = "0:I@p0");
ROW(move_foreign_to_app, POOLS(APP), MEDIA({ W_UNREC_TAPE, "F" }),
    .call = "move physical=m0 pool=p0", .code = 4302);
ROW(move_nowhere, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "move physical=m0 pool=p0");
ROW(move_free_to_free, POOLS(APP), MEDIA({ W_FREE_TAPE, "A" }),
    .call = "move physical=m0 pool=F", .code = 4302);
ROW(move_allocated_to_free, POOLS(APP), MEDIA({ W_POOL, "L" }),
    .call = "move physical=m0 pool=F", .code = 4302);
ROW(move_reserved_to_free, POOLS(APP, OTHER, DISKS),
    MEDIA({ W_POOL + 2, "LR" }),
    .call = "move physical=m0 pool=f", .code = 4302);
ROW(move_to_unrecognized, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "move physical=m0 pool=U", .code = 4302);
ROW(move_to_import, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "move physical=m0 pool=I", .code = 4302);
ROW(move_type, POOLS(APP, OTHER, DISKS), MEDIA({ W_POOL, "A" }),
    .call = "move physical=m0 pool=p2", .code = 4315);
ROW(move_to_container, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "move physical=m0 pool=FREE", .code = 4302);
ROW(move_in_use, POOLS(APP, OTHER), MEDIA({ W_POOL, "L", 1, W_DRIVE }),
    .call = "move physical=m0 pool=p1", .code = 170);
ROW(move_null, POOLS(APP), .call = "move pool=p0", .code = 87);
ROW(move_null_pool, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "move physical=m0", .code = 87);
ROW(move_unknown, POOLS(APP), .call = "move physical=? pool=p0", .code = 4300);
ROW(move_unknown_pool, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "move physical=m0 pool=?", .code = 4302);
ROW(move_rights_source, POOLS({ W_POOL, "App", W_TAPE, ONLY(3) }, OTHER),
    MEDIA({ W_POOL, "A" }), .uid = USER,
    .call = "move physical=m0 pool=p1", .code = 5, .text = "App");
ROW(move_rights_destination,
    POOLS(APP, { W_POOL + 1, "Other", W_TAPE, ONLY(3) }),
    MEDIA({ W_POOL, "A" }), .uid = USER,
    .call = "move physical=m0 pool=p1", .code = 5, .text = "Other");
ROW(move_rights_free, POOLS(APP), MEDIA({ W_POOL, "A" }), .no_free = true,
    .uid = USER, .call = "move physical=m0 pool=F", .code = 5);

/* pools */
ROW(create, POOLS(APP), .call = "create-pool path=New type=TAPE action=2",
    .after = "", .events = "+p ~ROOT");
ROW(create_open, POOLS(APP), .call = "create-pool path=App action=1",
    .reply = "pool=p0");
ROW(create_open_slash, POOLS(APP), .call = "create-pool path=\\App action=3",
    .reply = "pool=p0");
ROW(create_exists, POOLS(APP), .call = "create-pool path=App action=2",
    .code = 183, .text = "App");
ROW(create_missing, POOLS(APP), .call = "create-pool path=New action=1",
    .code = 4312, .text = "New");
ROW(create_no_parent, POOLS(APP), .call = "create-pool path=A\\B action=2",
    .code = 4312);
ROW(create_below_media, POOLS(APP), .call = "create-pool path=App\\B action=2",
    .code = 4312);
ROW(create_below_free, POOLS(APP), .call = "create-pool path=Free\\B action=2",
    .code = 4312);
ROW(create_action_0, POOLS(APP), .call = "create-pool path=New action=0",
    .code = 87);
ROW(create_action_4, POOLS(APP), .call = "create-pool path=New action=4",
    .code = 87);
ROW(create_no_name, POOLS(APP), .call = "create-pool action=2", .code = 87);
ROW(create_empty_name, POOLS(APP), .call = "create-pool path= action=2",
    .code = 123);
ROW(create_double_slash, POOLS(APP), .call = "create-pool path=A\\\\B action=2",
    .code = 123);
ROW(create_long_name, POOLS(APP),
    .call = "create-pool action=2 path=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    .code = 123);
ROW(create_unknown_type, POOLS(APP),
    .call = "create-pool path=New type=? action=2", .code = 4300);
ROW(create_type_is_a_pool, POOLS(APP),
    .call = "create-pool path=New type=p0 action=2", .code = 4300);
ROW(name, POOLS({ W_POOL, "Box" }, { W_POOL + 1, "In", W_TAPE, W_POOL }),
    .call = "pool-name pool=p1", .reply = "path=Box\\In");
ROW(name_system, POOLS(APP), .call = "pool-name pool=F",
    .reply = "path=Free\\LTO_Ultrium");
ROW(name_unknown, POOLS(APP), .call = "pool-name pool=?", .code = 4302);
/* a missing pool is an invalid one here */
ROW(name_null, POOLS(APP), .call = "pool-name", .code = 4302);
ROW(delete, POOLS(APP), .call = "delete-pool pool=p0", .after = "",
    .events = "-p0 ~ROOT");
ROW(delete_media, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "delete-pool pool=p0", .code = 4307, .text = "App");
ROW(delete_pools, POOLS({ W_POOL, "Box" }, { W_POOL + 1, "In", W_TAPE, W_POOL }),
    .call = "delete-pool pool=p0", .code = 4307);
ROW(delete_system, POOLS(APP), .call = "delete-pool pool=F", .code = 4302);
ROW(delete_root, POOLS(APP), .call = "delete-pool pool=ROOT", .code = 4302);
ROW(delete_null, POOLS(APP), .call = "delete-pool", .code = 87);
ROW(delete_unknown, POOLS(APP), .call = "delete-pool pool=?", .code = 4302);
ROW(delete_rights, POOLS({ W_POOL, "App", W_TAPE, ONLY(5) }), .uid = USER,
    .call = "delete-pool pool=p0", .code = 5);

/* SetNtmsObjectInformation */
ROW(set_name, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "set guid=m0 .name=Sunday", .after = "0:A@p0", .events = "~m0");
ROW(set_pool_name_twice, POOLS(APP, OTHER), .call = "set guid=p0 .name=Other",
    .code = 183);
ROW(set_pool_name_slash, POOLS(APP), .call = "set guid=p0 .name=A\\B",
    .code = 123);
ROW(set_pool_type_used, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "set guid=p0 .type=DISK", .code = 4307);
ROW(set_pool_type_unknown, POOLS(APP), .call = "set guid=p0 .type=?",
    .code = 4300);
ROW(set_system_pool, POOLS(APP), .call = "set guid=F .name=Mine .max=1",
    .after = "");
ROW(set_state_ignored, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "set guid=s0 .state=5", .after = "0:A@p0");
ROW(set_inventory_9, POOLS(APP), .call = "set guid=LIB .inventory=9",
    .code = 87);
ROW(set_uses, POOLS(APP), .call = "set guid=LIB .uses=0xffffffff",
    .after = "", .events = "~LIB");
ROW(set_unknown, POOLS(APP), .call = "set guid=? .name=x", .code = 4312);
ROW(set_wrong_type, POOLS(APP), .call = "set guid=p0 otype=9 .name=x",
    .code = 4312);
ROW(set_nothing, POOLS(APP), .call = "set guid=p0", .code = 87);
ROW(set_rights, POOLS({ W_POOL, "App", W_TAPE, ONLY(5) }),
    .uid = USER, .call = "set guid=p0 .max=1", .code = 5);

/* GetNtmsObjectInformation */
ROW(get_unknown, POOLS(APP), .call = "get guid=?", .code = 4312);
ROW(get_wrong_type, POOLS(APP), .call = "get guid=p0 otype=9", .code = 4312);
ROW(get_rights, POOLS({ W_POOL, "App", W_TAPE, ONLY(4) }), .uid = USER,
    .call = "get guid=p0", .code = 5);

TEST_HARNESS_MAIN
