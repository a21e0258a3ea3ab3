// SPDX-License-Identifier: GPL-2.0
/*
 * allocate.c - AllocateNtmsMedia from end to end
 *
 * MS-RSMP 3.2.5.2.2.3. What waits is waiting.c.
 */
#include "kselftest_harness.h"
#include "rows.h"

#define USER	1000
#define APP	{ W_POOL, "App", W_TAPE }
#define DRAWS	{ W_POOL, "App", W_TAPE, .from_free = true }
#define DISKS	{ W_POOL, "Disks", W_DISK }
#define NEW	"options=1 "
#define NEXT	"options=2 "
#define ATONCE	"options=4 "

ROWS

/* arguments */
ROW(no_pool, POOLS(APP), .call = "allocate", .code = 87);
ROW(null_pool, POOLS(APP), .call = "allocate pool=0", .code = 87);
ROW(new_and_next, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "allocate pool=p0 options=3", .code = 87);
ROW(unknown_option, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "allocate pool=p0 options=8", .code = 87);
ROW(unknown_options, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "allocate pool=p0 options=0x80000000", .code = 87);
/* options before the pool, the pool before rights */
ROW(parameter_first, POOLS(APP), .call = "allocate pool=? options=8",
    .code = 87);
ROW(pool_before_rights, POOLS(APP), .uid = USER,
    .call = "allocate pool=?", .code = 4302);

/* the pool */
ROW(unknown_pool, POOLS(APP), .call = "allocate pool=?", .code = 4302,
    .text = "0000ffff");
ROW(pool_is_a_library, POOLS(APP), .call = "allocate pool=LIB", .code = 4302);
ROW(pool_is_free, POOLS(APP), MEDIA({ W_FREE_TAPE, "A" }),
    .call = "allocate pool=F", .code = 4302, .text = "LTO_Ultrium");
ROW(pool_is_import, POOLS(APP), MEDIA({ W_IMPORT_TAPE, "I" }),
    .call = "allocate pool=I", .code = 4302);
ROW(pool_is_unrecognized, POOLS(APP), MEDIA({ W_UNREC_TAPE, "F" }),
    .call = "allocate pool=U", .code = 4302);
ROW(pool_is_root, POOLS(APP), .call = "allocate pool=ROOT", .code = 4302);
ROW(pool_of_pools, POOLS({ W_POOL, "Box" }), .call = "allocate pool=p0",
    .code = 4302, .text = "Box");

/* rights */
ROW(no_control,
    POOLS({ W_POOL, "App", W_TAPE,
	    .rights = { { 0, 0, 0, NTMS_USE_ACCESS | NTMS_MODIFY_ACCESS } } }),
    MEDIA({ W_POOL, "A" }), .uid = USER,
    .call = "allocate pool=p0", .code = 5, .text = "App");
ROW(control, POOLS({ W_POOL, "App", W_TAPE,
		     .rights = { { 0, 1, USER, NTMS_CONTROL_ACCESS } } }),
    MEDIA({ W_POOL, "A" }), .uid = USER,
    .call = "allocate pool=p0", .after = "0:L@p0/1", .reply = "from=p0");
ROW(denied_first,
    POOLS({ W_POOL, "App", W_TAPE,
	    .rights = { { 1, 1, USER, NTMS_CONTROL_ACCESS },
			{ 0, 0, 0, NTMS_ALL_ACCESS } } }),
    MEDIA({ W_POOL, "A" }), .uid = USER,
    .call = "allocate pool=p0", .code = 5);
ROW(free_not_used, POOLS(DRAWS), MEDIA({ W_POOL, "A" }, { W_FREE_TAPE, "A" }),
    .no_free = true, .uid = USER,
    .call = "allocate pool=p0", .after = "0:L@p0/1 1:A@F/0",
    .reply = "from=p0");
ROW(free_needs_use, POOLS(DRAWS), MEDIA({ W_FREE_TAPE, "A" }),
    .no_free = true, .uid = USER,
    .call = "allocate pool=p0", .code = 5, .text = "LTO_Ultrium");
ROW(named_free_needs_use, POOLS(APP), MEDIA({ W_FREE_TAPE, "A" }),
    .no_free = true, .uid = USER,
    .call = "allocate pool=p0 partition=s0", .code = 5);
ROW(named_elsewhere_needs_control,
    POOLS(APP, { W_POOL + 1, "Other", W_TAPE,
		 .rights = { { 0, 0, 0, NTMS_USE_ACCESS } } }),
    MEDIA({ W_POOL + 1, "A" }), .uid = USER,
    .call = "allocate pool=p0 partition=s0", .code = 5, .text = "Other");

/* any side */
ROW(available, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "allocate pool=p0", .after = "0:L@p0/1", .reply = "from=p0",
    .events = "+l ~s0 ~p0");
ROW(least_allocated, POOLS(APP),
    MEDIA({ W_POOL, "A", 3 }, { W_POOL, "A", 1 }, { W_POOL, "A", 2 }),
    .call = "allocate pool=p0", .after = "0:A@p0/3 1:L@p0/2 2:A@p0/2");
ROW(below_limit, POOLS({ W_POOL, "App", W_TAPE, .max = 2 }),
    MEDIA({ W_POOL, "A", 1 }),
    .call = "allocate pool=p0", .after = "0:L@p0/2");
ROW(at_the_limit, POOLS({ W_POOL, "App", W_TAPE, .max = 2 }),
    MEDIA({ W_POOL, "A", 2 }), .call = "allocate pool=p0", .code = 1460);
ROW(disabled, POOLS(APP), MEDIA({ W_POOL, "A", .disabled = true }),
    .call = "allocate pool=p0", .code = 1460);
ROW(library_absent, POOLS(APP), MEDIA({ W_POOL, "A", 0, W_DEAD }),
    .call = "allocate pool=p0", .code = 1460);
ROW(offline, POOLS(APP), MEDIA({ W_POOL, "A", 0, W_OFFLINE }),
    .call = "allocate pool=p0", .code = 1460);
ROW(in_use, POOLS(APP), MEDIA({ W_POOL, "A", 0, W_DRIVE }),
    .call = "allocate pool=p0", .code = 1460);
ROW(other_states, POOLS(APP),
    MEDIA({ W_POOL, "L" }, { W_POOL, "C" }, { W_POOL, "D" }, { W_POOL, "U" }),
    .call = "allocate pool=p0", .code = 1460, .text = "App");
ROW(nothing_at_once, POOLS(APP), .call = "allocate pool=p0 " ATONCE,
    .code = 4308, .text = "App");
ROW(nothing_at_once_with_time, POOLS(APP),
    .call = "allocate pool=p0 timeout=1000 " ATONCE, .code = 4308);
ROW(flip_side, POOLS(DISKS), MEDIA({ W_POOL, "LA" }),
    .call = "allocate pool=p0", .after = "0:LL@p0");

/* from the free pool */
ROW(from_free, POOLS(DRAWS), MEDIA({ W_FREE_TAPE, "A" }),
    .call = "allocate pool=p0", .after = "0:L@p0/1", .reply = "from=F",
    .events = "+l ~s0 ~m0 ~p0 ~F");
ROW(own_first, POOLS(DRAWS), MEDIA({ W_FREE_TAPE, "A" }, { W_POOL, "A", 9 }),
    .call = "allocate pool=p0", .after = "0:A@F/0 1:L@p0/10",
    .reply = "from=p0");
ROW(not_from_free, POOLS(APP), MEDIA({ W_FREE_TAPE, "A" }),
    .call = "allocate pool=p0", .code = 1460);
ROW(no_free_pool, POOLS({ W_POOL, "App", W_BARE, .from_free = true }),
    .call = "allocate pool=p0", .code = 4319, .text = "DLT");
ROW(free_of_another_type, POOLS({ W_POOL, "Disks", W_DISK, .from_free = true }),
    MEDIA({ W_FREE_TAPE, "A" }), .call = "allocate pool=p0", .code = 1460);

/* a new medium */
ROW(new_single, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "allocate pool=p0 " NEW, .after = "0:L@p0/1");
ROW(new_reserves, POOLS(DISKS), MEDIA({ W_POOL, "AA" }),
    .call = "allocate pool=p0 " NEW, .after = "0:LR@p0/1",
    .events = "+l ~s0 ~s0.1 ~p0");
ROW(new_not_partial, POOLS(DISKS), MEDIA({ W_POOL, "LA" }, { W_POOL, "AD" }),
    .call = "allocate pool=p0 " NEW, .code = 1460);
ROW(new_prefers_whole, POOLS(DISKS), MEDIA({ W_POOL, "AL" }, { W_POOL, "AA", 5 }),
    .call = "allocate pool=p0 " NEW, .after = "0:AL@p0 1:LR@p0/6");
ROW(new_from_free, POOLS({ W_POOL, "Disks", W_DISK, .from_free = true }),
    MEDIA({ W_FREE_DISK, "AA" }),
    .call = "allocate pool=p0 " NEW, .after = "0:LR@p0/1", .reply = "from=f",
    .events = "+l ~s0 ~s0.1 ~m0 ~p0 ~f");

/* the next side */
ROW(next, POOLS(DISKS), MEDIA({ W_POOL, "LR" }),
    .call = "allocate pool=p0 media=l0 " NEXT, .after = "0:LL@p0",
    .reply = "from=p0", .events = "+l ~s0.1 ~p0");
ROW(next_of_complete, POOLS(DISKS), MEDIA({ W_POOL, "RC" }),
    .call = "allocate pool=p0 media=l0.1 " NEXT, .after = "0:LC@p0");
ROW(next_none, POOLS(DISKS), MEDIA({ W_POOL, "LL" }),
    .call = "allocate pool=p0 media=l0 " NEXT, .code = 4308);
ROW(next_not_available, POOLS(DISKS), MEDIA({ W_POOL, "LA" }),
    .call = "allocate pool=p0 media=l0 timeout=1000 " NEXT, .code = 4308);
ROW(next_of_nothing, POOLS(DISKS), MEDIA({ W_POOL, "LR" }),
    .call = "allocate pool=p0 " NEXT, .code = 4300);
ROW(next_of_unknown, POOLS(DISKS), MEDIA({ W_POOL, "LR" }),
    .call = "allocate pool=p0 media=? " NEXT, .code = 4300);
ROW(next_of_a_side, POOLS(DISKS), MEDIA({ W_POOL, "LR" }),
    .call = "allocate pool=p0 media=s0 " NEXT, .code = 4300);
ROW(next_elsewhere, POOLS(DISKS, { W_POOL + 1, "Other", W_DISK }),
    MEDIA({ W_POOL, "LR" }),
    .call = "allocate pool=p1 media=l0 " NEXT, .code = 4300, .text = "Other");
ROW(next_names_side, POOLS(DISKS), MEDIA({ W_POOL, "LR" }),
    .call = "allocate pool=p0 media=l0 partition=s0.1 " NEXT,
    .after = "0:LL@p0");
ROW(next_names_other, POOLS(DISKS), MEDIA({ W_POOL, "LR" }, { W_POOL, "LR" }),
    .call = "allocate pool=p0 media=l0 partition=s1.1 " NEXT, .code = 4300);

/* a side by name */
ROW(named, POOLS(APP), MEDIA({ W_POOL, "A" }, { W_POOL, "A", 4 }),
    .call = "allocate pool=p0 partition=s1", .after = "0:A@p0/0 1:L@p0/5",
    .events = "+l ~s1 ~p0");
ROW(named_free, POOLS(APP), MEDIA({ W_FREE_TAPE, "A" }),
    .call = "allocate pool=p0 partition=s0", .after = "0:L@p0/1",
    .reply = "from=F", .events = "+l ~s0 ~m0 ~p0 ~F");
ROW(named_import, POOLS(APP), MEDIA({ W_IMPORT_TAPE, "I" }),
    .call = "allocate pool=p0 partition=s0", .after = "0:L@p0/1",
    .reply = "from=I", .events = "+l ~s0 ~m0 ~p0 ~I");
ROW(named_import_of_two, POOLS(DISKS), MEDIA({ W_IMPORT_DISK, "II" }),
    .call = "allocate pool=p0 partition=s0.1", .after = "0:IL@p0");
ROW(named_other_pool, POOLS(APP, { W_POOL + 1, "Other", W_TAPE }),
    MEDIA({ W_POOL + 1, "A" }),
    .call = "allocate pool=p0 partition=s0", .after = "0:L@p0/1",
    .reply = "from=p1", .events = "+l ~s0 ~m0 ~p0 ~p1");
ROW(named_unknown, POOLS(APP), .call = "allocate pool=p0 partition=?",
    .code = 4300, .text = "0000ffff");
ROW(named_medium, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "allocate pool=p0 partition=m0", .code = 4300);
ROW(named_allocated, POOLS(APP), MEDIA({ W_POOL, "L" }),
    .call = "allocate pool=p0 partition=s0", .code = 5023, .text = "T000000");
ROW(named_foreign, POOLS(APP), MEDIA({ W_UNREC_TAPE, "F" }),
    .call = "allocate pool=p0 partition=s0", .code = 5023);
ROW(named_decommissioned, POOLS(APP), MEDIA({ W_POOL, "D" }),
    .call = "allocate pool=p0 partition=s0", .code = 5023);
ROW(named_reserved, POOLS(DISKS), MEDIA({ W_POOL, "LR" }),
    .call = "allocate pool=p0 partition=s0.1", .code = 5023);
ROW(named_offline, POOLS(APP), MEDIA({ W_POOL, "A", 0, W_OFFLINE }),
    .call = "allocate pool=p0 partition=s0", .code = 4304, .text = "T000000");
ROW(named_absent, POOLS(APP), MEDIA({ W_POOL, "A", 0, W_DEAD }),
    .call = "allocate pool=p0 partition=s0", .code = 4304);
ROW(named_disabled, POOLS(APP), MEDIA({ W_POOL, "A", .disabled = true }),
    .call = "allocate pool=p0 partition=s0", .code = 4309);
ROW(named_in_use, POOLS(APP), MEDIA({ W_POOL, "A", 0, W_DRIVE }),
    .call = "allocate pool=p0 partition=s0", .code = 170);
ROW(named_wrong_type, POOLS(APP), MEDIA({ W_FREE_DISK, "AA" }),
    .call = "allocate pool=p0 partition=s0", .code = 4315);
ROW(named_never_waits, POOLS(APP), MEDIA({ W_POOL, "L" }),
    .call = "allocate pool=p0 partition=s0 timeout=60000", .code = 5023);

TEST_HARNESS_MAIN
