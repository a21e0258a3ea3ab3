// SPDX-License-Identifier: GPL-2.0
/*
 * manage.c - what operators enable, disable and delete, from end to end
 *
 * EnableNtmsObject, DisableNtmsObject (MS-RSMP 3.2.5.2.4.8, .9),
 * DeleteNtmsLibrary, DeleteNtmsDrive (3.2.5.2.1.12, .13); semantics 8.8 to
 * 8.10.  A library that is there is in the tests of the library.
 */
#include "kselftest_harness.h"
#include "rows.h"

#define APP	{ W_POOL, "App", W_TAPE }
#define USER	1000
#define LIBRARY	" otype=9"
#define DRIVE	" otype=5"
#define MEDIUM	" otype=15"

ROWS

ROW(disable_library, .call = "disable guid=LIB" LIBRARY, .after = "",
    .events = "~LIB +q");
ROW(disable_drive, .call = "disable guid=DRIVE2" DRIVE, .after = "",
    .events = "~DRIVE2 ~LIB +q");
ROW(disable_medium, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "disable guid=m0" MEDIUM, .after = "0:A@p0",
    .events = "~m0 ~LIB +q");
ROW(disable_offline_medium, POOLS(APP), MEDIA({ W_POOL, "A", 1, W_OFFLINE }),
    .call = "disable guid=m0" MEDIUM, .after = "0:A@p0",
    .events = "~m0 ~OFFLINE +q");
ROW(enable_medium, POOLS(APP), MEDIA({ W_POOL, "A", .disabled = true }),
    .call = "enable guid=m0" MEDIUM, .after = "0:A@p0",
    .events = "~m0 ~LIB +q");
ROW(enable_enabled, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "enable guid=m0" MEDIUM, .code = 5023, .text = "T000000");
ROW(disable_disabled, POOLS(APP), MEDIA({ W_POOL, "A", .disabled = true }),
    .call = "disable guid=m0" MEDIUM, .code = 5023);
ROW(disable_missing, .call = "disable" LIBRARY, .code = 87);
ROW(disable_no_type, .call = "disable guid=LIB", .code = 87);
ROW(disable_slot, .call = "disable guid=SLOT otype=16", .code = 87);
ROW(disable_side, POOLS(APP), MEDIA({ W_POOL, "A" }),
    .call = "disable guid=s0 otype=14", .code = 87);
ROW(disable_unknown, .call = "disable guid=?" DRIVE, .code = 4312);
ROW(disable_other_type, .call = "disable guid=LIB" DRIVE, .code = 4312);
ROW(disable_offline, .call = "disable guid=OFFLINE" LIBRARY, .code = 4305);
ROW(enable_offline, .call = "enable guid=OFFLINE" LIBRARY, .code = 4305);
ROW(disable_not_present, .call = "disable guid=DEAD" LIBRARY, .code = 4305,
    .text = "DEAD");

/* DeleteNtmsLibrary */

ROW(delete_library, POOLS(APP), MEDIA({ W_POOL, "L", 1, W_DEAD }),
    .call = "delete-library library=DEAD", .after = "0:L@p0/1",
    .events = "-DEAD ~m0 ~OFFLINE");
ROW(delete_empty_library, .call = "delete-library library=DEAD", .after = "",
    .events = "-DEAD");
ROW(delete_library_missing, .call = "delete-library", .code = 87);
ROW(delete_library_unknown, .call = "delete-library library=?", .code = 4301);
ROW(delete_library_drive, .call = "delete-library library=DRIVE2",
    .code = 4301);
ROW(delete_library_offline, .call = "delete-library library=OFFLINE",
    .code = 4301);
ROW(delete_library_present, .call = "delete-library library=LIB",
    .code = 5023, .text = "LIB");

/* DeleteNtmsDrive */

ROW(delete_drive_missing, .call = "delete-drive", .code = 87);
ROW(delete_drive_unknown, .call = "delete-drive drive=?", .code = 15);
ROW(delete_drive_library, .call = "delete-drive drive=LIB", .code = 15);
ROW(delete_drive_present, .call = "delete-drive drive=DRIVE2", .code = 5023);

TEST_HARNESS_MAIN
