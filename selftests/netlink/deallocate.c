// SPDX-License-Identifier: GPL-2.0
/*
 * deallocate.c - DeallocateNtmsMedia from end to end
 *
 * The rows of the decision table, MS-RSMP 3.2.5.2.2.4.  Row 1 and a part of
 * rows 2 and 3 are the library's (../libntms/test_handles.c), row 10 is
 * failnth.c, row 20 stress.c.
 */
#include "kselftest_harness.h"
#include "rows.h"

#define APP	{ W_POOL, "App", W_TAPE }
#define TOFREE	{ W_POOL, "App", W_TAPE, .to_free = true }
#define DISKS	{ W_POOL, "Disks", W_DISK, .to_free = true }
#define USER	1000

ROWS

ROW(r2_missing, POOLS(APP), .call = "deallocate", .code = 87);
ROW(r2_null, POOLS(APP), .call = "deallocate media=0", .code = 87);
ROW(r4_unknown, POOLS(APP), .call = "deallocate media=?", .code = 4300,
    .text = "0000ffff");
ROW(r5_medium, POOLS(APP), MEDIA({ W_POOL, "L" }),
    .call = "deallocate media=m0", .code = 4300);
ROW(r5_side, POOLS(APP), MEDIA({ W_POOL, "L" }),
    .call = "deallocate media=s0", .code = 4300);
ROW(r5_pool, POOLS(APP), .call = "deallocate media=p0", .code = 4300);
ROW(r5_library, POOLS(APP), .call = "deallocate media=LIB", .code = 4300);
ROW(r8_no_control,
    POOLS({ W_POOL, "App", W_TAPE,
	    .rights = { { 0, 0, 0, NTMS_USE_ACCESS | NTMS_MODIFY_ACCESS } } }),
    MEDIA({ W_POOL, "L" }), .uid = USER,
    .call = "deallocate media=l0", .code = 5, .text = "App");
ROW(r8_control_suffices,
    POOLS({ W_POOL, "App", W_TAPE,
	    .rights = { { 0, 1, USER, NTMS_CONTROL_ACCESS } } }),
    MEDIA({ W_POOL, "L" }), .uid = USER,
    .call = "deallocate media=l0", .after = "0:A@p0",
    .events = "-l0 ~s0 ~p0");
ROW(r9, POOLS(TOFREE), MEDIA({ W_POOL, "L" }), .no_free = true, .uid = USER,
    .call = "deallocate media=l0", .code = 5, .text = "LTO_Ultrium");
ROW(r9_not_needed, POOLS(APP), MEDIA({ W_POOL, "L" }), .no_free = true,
    .uid = USER, .call = "deallocate media=l0", .after = "0:A@p0",
    .events = "-l0 ~s0 ~p0");
ROW(r11, POOLS(APP), MEDIA({ W_POOL, "L", 1 }),
    .call = "deallocate media=l0", .after = "0:A@p0/1",
    .events = "-l0 ~s0 ~p0");
ROW(r11_complete, POOLS(APP), MEDIA({ W_POOL, "C", 1 }),
    .call = "deallocate media=l0", .after = "0:A@p0/1",
    .events = "-l0 ~s0 ~p0");
ROW(r11_below_limit, POOLS({ W_POOL, "App", W_TAPE, .max = 3 }),
    MEDIA({ W_POOL, "L", 2 }),
    .call = "deallocate media=l0", .after = "0:A@p0/2",
    .events = "-l0 ~s0 ~p0");
ROW(r12, POOLS({ W_POOL, "App", W_TAPE, .max = 3 }),
    MEDIA({ W_POOL, "L", 3 }),
    .call = "deallocate media=l0", .after = "0:D@p0/3",
    .events = "-l0 ~s0 ~p0");
ROW(r12_above, POOLS({ W_POOL, "App", W_TAPE, .max = 3 }),
    MEDIA({ W_POOL, "C", 7 }),
    .call = "deallocate media=l0", .after = "0:D@p0/7",
    .events = "-l0 ~s0 ~p0");
ROW(r13, POOLS(TOFREE), MEDIA({ W_POOL, "L", 1 }),
    .call = "deallocate media=l0", .after = "0:A@F/1",
    .events = "-l0 ~s0 ~p0 ~F ~m0");
ROW(r14, POOLS({ W_POOL, "App", W_TAPE, .to_free = true, .max = 1 }),
    MEDIA({ W_POOL, "L", 1 }),
    .call = "deallocate media=l0", .after = "0:D@p0/1",
    .events = "-l0 ~s0 ~p0");
ROW(r15, POOLS(DISKS), MEDIA({ W_POOL, "LL", 1 }),
    .call = "deallocate media=l0", .after = "0:AL@p0/1",
    .events = "-l0 ~s0 ~p0");
ROW(r15_complete, POOLS(DISKS), MEDIA({ W_POOL, "CL", 1 }),
    .call = "deallocate media=l0.1", .after = "0:CA@p0/1",
    .events = "-l0.1 ~s0.1 ~p0");
ROW(r16, POOLS(DISKS), MEDIA({ W_POOL, "LR", 1 }),
    .call = "deallocate media=l0", .after = "0:AA@f/1",
    .events = "-l0 ~s0 ~s0.1 ~p0 ~f ~m0");
ROW(r16_stays, POOLS({ W_POOL, "Disks", W_DISK }),
    MEDIA({ W_POOL, "RL", 1 }),
    .call = "deallocate media=l0.1", .after = "0:AA@p0/1",
    .events = "-l0.1 ~s0 ~s0.1 ~p0");
ROW(r16_limit, POOLS({ W_POOL, "Disks", W_DISK, .to_free = true, .max = 1 }),
    MEDIA({ W_POOL, "LR", 1 }),
    .call = "deallocate media=l0", .after = "0:DA@f/1",
    .events = "-l0 ~s0 ~s0.1 ~p0 ~f ~m0");
ROW(r17, POOLS(DISKS), MEDIA({ W_POOL, "LI", 1 }),
    .call = "deallocate media=l0", .after = "0:AI@p0/1",
    .events = "-l0 ~s0 ~p0");
ROW(r18_mounted, POOLS(APP), MEDIA({ W_POOL, "L", 1, W_DRIVE }),
    .call = "deallocate media=l0", .after = "0:A@p0/1",
    .events = "-l0 ~s0 ~p0");
ROW(r19_offline, POOLS(TOFREE), MEDIA({ W_POOL, "L", 1, W_OFFLINE }),
    .call = "deallocate media=l0", .after = "0:A@F/1",
    .events = "-l0 ~s0 ~p0 ~F ~m0");
ROW(r19_purge, POOLS(TOFREE), MEDIA({ W_POOL, "L", 1, W_OFFLINE }),
    .policy = NTMS_POOLPOLICY_PURGEOFFLINESCRATCH,
    .call = "deallocate media=l0", .after = "0:-",
    .events = "-l0 -s0 -m0 ~p0 ~OFFLINE");
ROW(offline_stays, POOLS(APP), MEDIA({ W_POOL, "L", 1, W_OFFLINE }),
    .call = "deallocate media=l0", .after = "0:A@p0/1",
    .events = "-l0 ~s0 ~p0");
ROW(library_absent, POOLS(APP), MEDIA({ W_POOL, "L", 1, W_DEAD }),
    .call = "deallocate media=l0", .after = "0:A@p0/1",
    .events = "-l0 ~s0 ~p0");
ROW(disabled, POOLS(APP), MEDIA({ W_POOL, "L", 1, .disabled = true }),
    .call = "deallocate media=l0", .after = "0:A@p0/1",
    .events = "-l0 ~s0 ~p0");

TEST_HARNESS_MAIN
