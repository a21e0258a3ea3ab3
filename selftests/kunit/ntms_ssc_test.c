// SPDX-License-Identifier: GPL-2.0
/*
 * What a drive may answer, and what we make of it: ssc.c and spc.c.  The pure
 * files are part of this module, see ntms_smc_test.c.
 */
#include <kunit/test.h>
#include <linux/module.h>

#include "../../kmod/spc.c"
#include "../../kmod/ssc.c"

static void commands_are_spelled_right(struct kunit *test)
{
	static const u8 load[6] = { 0x1b, 1, 0, 0, 1, 0 };
	static const u8 unload[6] = { 0x1b };
	static const u8 eject[6] = { 0x1b, 0, 0, 0, 2, 0 };
	static const u8 rewind[6] = { 0x01 };
	static const u8 sense[6] = { 0x1a, 8, 0x1d, 0, 255, 0 };
	static const u8 report[12] = {
		0xa3, 0x0c, 0x81, 0xa5, 0, 0, 0, 0, 0, 64, 0, 0,
	};
	u8 cdb[NTMS_CDB_LEN];

	ntms_ssc_load(cdb);
	KUNIT_EXPECT_EQ(test, memcmp(cdb, load, 6), 0);
	ntms_ssc_unload(cdb);
	KUNIT_EXPECT_EQ(test, memcmp(cdb, unload, 6), 0);
	ntms_ssc_eject(cdb);
	KUNIT_EXPECT_EQ(test, memcmp(cdb, eject, 6), 0);
	ntms_ssc_rewind(cdb);
	KUNIT_EXPECT_EQ(test, memcmp(cdb, rewind, 6), 0);
	ntms_spc_mode_sense(cdb, 0x1d, true, 255);
	KUNIT_EXPECT_EQ(test, memcmp(cdb, sense, 6), 0);
	ntms_spc_report_opcode(cdb, 0xa5, 64);
	KUNIT_EXPECT_EQ(test, memcmp(cdb, report, 12), 0);
}

static void medium_is_described_by_the_mode_header(struct kunit *test)
{
	static const u8 buf[] = { 11, 0x18, 0x90, 8, 0x58, 0, 0, 0, 0, 0, 0, 0 };
	struct ntms_drive_info info = { };

	KUNIT_ASSERT_EQ(test, ntms_ssc_drive_info(buf, sizeof(buf), &info), 0);
	KUNIT_EXPECT_EQ(test, info.medium_type, 0x18);
	KUNIT_EXPECT_EQ(test, info.density, 0x58);
	KUNIT_EXPECT_TRUE(test, info.write_protected);
}

static void density_needs_a_block_descriptor(struct kunit *test)
{
	static const u8 none[] = { 3, 0x18, 0x10, 0, 0x58, 0, 0, 0, 0, 0, 0, 0 };
	static const u8 lies[] = { 3, 0x18, 0x10, 8, 0x58, 0, 0, 0, 0, 0, 0, 0 };
	struct ntms_drive_info info = { };

	KUNIT_EXPECT_EQ(test, ntms_ssc_drive_info(none, sizeof(none), &info), 0);
	KUNIT_EXPECT_EQ(test, info.density, 0);
	KUNIT_EXPECT_FALSE(test, info.write_protected);
	KUNIT_EXPECT_EQ(test, ntms_ssc_drive_info(lies, sizeof(lies), &info), 0);
	KUNIT_EXPECT_EQ(test, info.density, 0);
	/* announced, not sent */
	KUNIT_EXPECT_EQ(test, ntms_ssc_drive_info(lies, 4, &info), 0);
	KUNIT_EXPECT_EQ(test, info.density, 0);
}

static void mode_header_that_is_not_there_is_refused(struct kunit *test)
{
	static const u8 zeros[12];
	struct ntms_drive_info info = { };

	KUNIT_EXPECT_EQ(test, ntms_ssc_drive_info(zeros, sizeof(zeros), &info),
			-EPROTO);
	KUNIT_EXPECT_EQ(test, ntms_ssc_drive_info(zeros, 3, &info), -EPROTO);
	KUNIT_EXPECT_EQ(test, ntms_ssc_drive_info(zeros, 0, &info), -EPROTO);
}

static void mode_page_is_found_behind_others(struct kunit *test)
{
	static const u8 buf[] = {
		11, 0, 0, 0, 0x0f, 0, 0x90, 4, 1, 2, 3, 4,
	};
	const u8 *data = NULL;

	KUNIT_EXPECT_EQ(test, ntms_spc_mode_page(buf, 12, 0x10, &data), 4);
	KUNIT_EXPECT_PTR_EQ(test, data, buf + 8);
	KUNIT_EXPECT_EQ(test, ntms_spc_mode_page(buf, 12, 0x11, &data), -EPROTO);
	KUNIT_EXPECT_EQ(test, ntms_spc_mode_page(buf, 11, 0x10, &data), -EPROTO);
	KUNIT_EXPECT_EQ(test, ntms_spc_mode_page(buf, 0, 0x10, &data), -EPROTO);
}

static void time_limit_is_what_the_device_recommends(struct kunit *test)
{
	u8 buf[NTMS_OPCODE_LEN] = {
		0, 0x83, 0, 6, 0x1b, 1, 0, 0, 0x1f, 0,
		0, 10, 0, 0, 0, 0, 0, 60, 0, 0, 0x1c, 0x20,
	};
	u32 seconds;

	KUNIT_EXPECT_EQ(test, ntms_spc_opcode_limit(buf, 22, &seconds), 0);
	KUNIT_EXPECT_EQ(test, seconds, 7200);
	/* one byte is missing */
	KUNIT_EXPECT_EQ(test, ntms_spc_opcode_limit(buf, 21, &seconds), -EPROTO);
	/* no timeouts descriptor */
	buf[1] = 0x03;
	KUNIT_EXPECT_EQ(test, ntms_spc_opcode_limit(buf, 22, &seconds), 0);
	KUNIT_EXPECT_EQ(test, seconds, 0);
	/* command not supported */
	buf[1] = 0x01;
	KUNIT_EXPECT_EQ(test, ntms_spc_opcode_limit(buf, 22, &seconds),
			-EOPNOTSUPP);
	/* a CDB that reaches behind the answer */
	buf[1] = 0x83;
	buf[2] = 0xff;
	KUNIT_EXPECT_EQ(test, ntms_spc_opcode_limit(buf, 22, &seconds), -EPROTO);
}

static void serial_number_loses_its_padding(struct kunit *test)
{
	char out[9];

	ntms_spc_text(out, sizeof(out), "    DRV00001", 12);
	KUNIT_EXPECT_STREQ(test, out, "DRV00001");
	ntms_spc_text(out, sizeof(out), "DRV00001    ", 12);
	KUNIT_EXPECT_STREQ(test, out, "DRV00001");
	ntms_spc_text(out, sizeof(out), "DRV000012", 9);
	KUNIT_EXPECT_STREQ(test, out, "");	/* does not fit */
	ntms_spc_text(out, sizeof(out), "", 0);
	KUNIT_EXPECT_STREQ(test, out, "");
}

struct sense_case {
	const char *name;
	struct ntms_sense sense;
	int err;
};

static const struct sense_case sense_cases[] = {
	{ "no sense", { 0, 0, 0 }, 0 },
	{ "becoming ready", { 2, 0x04, 0x01 }, -EAGAIN },
	{ "no reason given", { 2, 0x04, 0x00 }, -EAGAIN },
	{ "operator needed", { 2, 0x04, 0x03 }, -EIO },
	{ "no medium", { 2, 0x3a, 0x00 }, -ENOMEDIUM },
	{ "incompatible medium, not ready", { 2, 0x30, 0x00 }, -EMEDIUMTYPE },
	{ "incompatible medium", { 3, 0x30, 0x02 }, -EMEDIUMTYPE },
	{ "incompatible, refused", { 5, 0x30, 0x00 }, -EMEDIUMTYPE },
	{ "cleaning cartridge", { 2, 0x30, 0x03 }, -EMEDIUMTYPE },
	{ "medium error", { 3, 0x11, 0x00 }, -EIO },
	{ "load failed", { 4, 0x53, 0x00 }, -EIO },
	{ "removal prevented", { 5, 0x53, 0x02 }, -EBUSY },
	{ "unknown command", { 5, 0x20, 0x00 }, -EOPNOTSUPP },
	{ "new medium", { 6, 0x28, 0x00 }, -EAGAIN },
	{ "reset", { 6, 0x29, 0x02 }, -EAGAIN },
	{ "aborted", { 11, 0x00, 0x00 }, -EIO },
};

static void sense_describe(const struct sense_case *s, char *desc)
{
	strscpy(desc, s->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(sense, sense_cases, sense_describe);

static void complaint_of_the_drive(struct kunit *test)
{
	const struct sense_case *s = test->param_value;

	KUNIT_EXPECT_EQ(test, ntms_ssc_sense_errno(&s->sense), s->err);
}

static void unloaded_tape_wants_to_be_loaded(struct kunit *test)
{
	static const struct ntms_sense load = { 2, 0x04, 0x02 };
	static const struct ntms_sense wait = { 2, 0x04, 0x01 };

	KUNIT_EXPECT_TRUE(test, ntms_ssc_needs_load(&load));
	KUNIT_EXPECT_FALSE(test, ntms_ssc_needs_load(&wait));
}

static void alerts_are_read_from_the_log_page(struct kunit *test)
{
	static const u8 page[] = {
		0x2e, 0, 0, 15,
		0, 3, 0xc0, 1, 1,  0, 20, 0xc0, 1, 1,  0, 21, 0xc0, 1, 0,
	};
	static const u8 wide[] = { 0x2e, 0, 0, 6, 0, 20, 0xc0, 2, 0, 1 };
	static const u8 other[] = { 0x0c, 0, 0, 5, 0, 20, 0xc0, 1, 1 };
	static const u8 beyond[] = {
		0x2e, 0, 0, 10, 0, 0, 0xc0, 1, 1, 0, 65, 0xc0, 1, 1,
	};
	static const u8 ask[] = { 0x4d, 0, 0x6e, 0, 0, 0, 0, 1, 0x44, 0 };
	u8 cdb[NTMS_CDB_LEN];
	u64 flags;
	u32 i;

	ntms_spc_log_sense(cdb, NTMS_SPC_ALERTS, NTMS_ALERTS_LEN);
	KUNIT_EXPECT_EQ(test, memcmp(cdb, ask, sizeof(ask)), 0);
	KUNIT_EXPECT_EQ(test, ntms_spc_alerts(page, sizeof(page), &flags), 0);
	KUNIT_EXPECT_EQ(test, flags, NTMS_ALERT(3) | NTMS_ALERT_CLEAN_NOW);
	KUNIT_EXPECT_EQ(test, ntms_spc_alerts(wide, sizeof(wide), &flags),
			-EPROTO);
	KUNIT_EXPECT_EQ(test, ntms_spc_alerts(other, sizeof(other), &flags),
			-EPROTO);
	KUNIT_EXPECT_EQ(test, ntms_spc_alerts(beyond, sizeof(beyond), &flags),
			0);
	KUNIT_EXPECT_EQ(test, flags, 0);
	/* cut anywhere: whole parameters, or an error, nothing else */
	for (i = 0; i < sizeof(page); i++)
		KUNIT_EXPECT_EQ(test, ntms_spc_alerts(page, i, &flags),
				i >= 4 && (i - 4) % 5 == 0 ? 0 : -EPROTO);
}

static void what_a_drive_with_a_cleaner_says(struct kunit *test)
{
	static const struct {
		struct ntms_sense sense;
		int err;
	} rows[] = {
		{ { 2, 0x3a, 0x00 }, 0 },		/* let go */
		{ { 2, 0x04, 0x02 }, 0 },		/* unloaded, there */
		{ { 2, 0x30, 0x03 }, -EAGAIN },
		{ { 2, 0x04, 0x01 }, -EAGAIN },
		{ { 6, 0x28, 0x00 }, -EAGAIN },
		{ { 0, 0x00, 0x00 }, -EAGAIN },
		{ { 3, 0x30, 0x07 }, -EIO },		/* cleaning failed */
		{ { 4, 0x44, 0x00 }, -EIO },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		KUNIT_EXPECT_EQ_MSG(test,
				    ntms_ssc_cleaning_errno(&rows[i].sense),
				    rows[i].err, "row %u", i);
}

static void a_command_is_known_or_not(struct kunit *test)
{
	u8 buf[4] = { };
	u32 i;

	for (i = 0; i < 8; i++) {
		buf[1] = i;
		KUNIT_EXPECT_EQ(test, ntms_spc_opcode_known(buf, 4),
				i == 3 || i == 5);
	}
	buf[1] = 3;
	KUNIT_EXPECT_FALSE(test, ntms_spc_opcode_known(buf, 3));
}

static void the_position_is_where_the_drive_says(struct kunit *test)
{
	static const u8 ask_long[] = { 0x34, 6 }, ask_short[] = { 0x34, 0 };
	u8 lng[NTMS_SSC_POSITION_LEN] = {
		[0] = 0x40, [7] = 1,
		[8] = 0, 0, 0, 1, 0, 0, 0, 2,
		[16] = 0, 0, 0, 0, 0, 0, 1, 3,
	};
	u8 sht[20] = { [0] = 0x80, [1] = 2, [4] = 0x80, 0, 0, 5, 9, 9, 9, 9 };
	struct ntms_drive_status st = { .has = NTMS_HAS_LOADS, .loads = 7 };
	u8 cdb[NTMS_CDB_LEN];
	u32 i;

	ntms_ssc_read_position(cdb, true);
	KUNIT_EXPECT_EQ(test, memcmp(cdb, ask_long, 2), 0);
	ntms_ssc_read_position(cdb, false);
	KUNIT_EXPECT_EQ(test, memcmp(cdb, ask_short, 2), 0);

	KUNIT_EXPECT_EQ(test, ntms_ssc_position(lng, 32, true, &st), 0);
	KUNIT_EXPECT_EQ(test, st.has, NTMS_HAS_LOADS | NTMS_HAS_POSITION |
				      NTMS_HAS_FILE);
	KUNIT_EXPECT_EQ(test, st.partition, 1);
	KUNIT_EXPECT_EQ(test, st.block, 0x100000002ULL);
	KUNIT_EXPECT_EQ(test, st.file, 0x103);
	KUNIT_EXPECT_FALSE(test, st.beginning);
	KUNIT_EXPECT_TRUE(test, st.end);
	lng[0] = 0x08;		/* it has lost count of the files */
	KUNIT_EXPECT_EQ(test, ntms_ssc_position(lng, 32, true, &st), 0);
	KUNIT_EXPECT_EQ(test, st.has, NTMS_HAS_LOADS | NTMS_HAS_POSITION);
	lng[0] = 0x04;		/* and of the blocks */
	KUNIT_EXPECT_EQ(test, ntms_ssc_position(lng, 32, true, &st), 0);
	KUNIT_EXPECT_EQ(test, st.has, NTMS_HAS_LOADS);

	KUNIT_EXPECT_EQ(test, ntms_ssc_position(sht, 20, false, &st), 0);
	KUNIT_EXPECT_EQ(test, st.has, NTMS_HAS_LOADS | NTMS_HAS_POSITION);
	KUNIT_EXPECT_EQ(test, st.partition, 2);
	KUNIT_EXPECT_EQ(test, st.block, 0x80000005ULL);
	KUNIT_EXPECT_TRUE(test, st.beginning);
	sht[0] = 0x02;		/* too many blocks for this form */
	KUNIT_EXPECT_EQ(test, ntms_ssc_position(sht, 20, false, &st), 0);
	KUNIT_EXPECT_EQ(test, st.has, NTMS_HAS_LOADS);
	/* cut anywhere: nothing is known */
	for (i = 0; i < 32; i++) {
		KUNIT_EXPECT_EQ(test, ntms_ssc_position(lng, i, true, &st),
				-EPROTO);
		KUNIT_EXPECT_EQ(test, ntms_ssc_position(sht, i, false, &st),
				i < 20 ? -EPROTO : 0);
	}
	KUNIT_EXPECT_EQ(test, st.loads, 7);
}

static void counters_are_read_from_log_pages(struct kunit *test)
{
	static const u8 statistics[] = {
		0x14, 0, 0, 26,
		0, 0, 3, 4, 0, 0, 0x12, 0x34,		/* loads */
		0, 1, 3, 2, 0, 3,			/* cleanings */
		0, 2, 3, 8, 0, 0, 0, 1, 0, 0, 0, 0,	/* hours */
	};
	static const u8 status[] = { 0x11, 0, 0, 8, 0, 0, 3, 4, 0x0c, 1, 6, 0 };
	static const u8 volume[] = { 0x17, 0, 0, 5, 0, 1, 3, 1, 200 };
	static const u8 huge[] = {
		0x17, 0, 0, 13, 0, 1, 3, 9, 1, 0, 0, 0, 0, 0, 0, 0, 0,
	};
	static const u8 empty[] = { 0x17, 0, 0, 4, 0, 1, 3, 0 };
	struct ntms_drive_status st = { };
	u32 i;

	KUNIT_EXPECT_EQ(test, ntms_ssc_log(statistics, sizeof(statistics),
					   NTMS_SSC_STATISTICS, &st), 0);
	KUNIT_EXPECT_EQ(test, st.loads, 0x1234);
	KUNIT_EXPECT_EQ(test, st.cleanings, 3);
	KUNIT_EXPECT_EQ(test, st.hours, 0x100000000ULL);
	KUNIT_EXPECT_EQ(test, ntms_ssc_log(status, sizeof(status),
					   NTMS_SSC_DEVICE_STATUS, &st), 0);
	KUNIT_EXPECT_EQ(test, st.activity, 6);
	KUNIT_EXPECT_EQ(test, st.cleaning, NTMS_CLEANING_NOW);
	KUNIT_EXPECT_EQ(test, ntms_ssc_log(volume, sizeof(volume),
					   NTMS_SSC_VOLUME, &st), 0);
	KUNIT_EXPECT_EQ(test, st.medium_loads, 200);
	KUNIT_EXPECT_EQ(test, st.has, NTMS_HAS_LOADS | NTMS_HAS_CLEANINGS |
			NTMS_HAS_HOURS | NTMS_HAS_ACTIVITY |
			NTMS_HAS_MEDIUM_LOADS);

	/* another page, a number of nine bytes, one of none */
	KUNIT_EXPECT_EQ(test, ntms_ssc_log(volume, sizeof(volume),
					   NTMS_SSC_STATISTICS, &st), -EPROTO);
	KUNIT_EXPECT_EQ(test, ntms_ssc_log(huge, sizeof(huge),
					   NTMS_SSC_VOLUME, &st), -EPROTO);
	KUNIT_EXPECT_EQ(test, ntms_ssc_log(empty, sizeof(empty),
					   NTMS_SSC_VOLUME, &st), -ENOENT);
	/* cut anywhere: what is whole, or an error, nothing else */
	for (i = 0; i < sizeof(statistics); i++) {
		memset(&st, 0, sizeof(st));
		KUNIT_EXPECT_EQ(test, ntms_ssc_log(statistics, i,
						   NTMS_SSC_STATISTICS, &st),
				i == 4 ? -ENOENT :
				i == 12 || i == 18 ? 0 : -EPROTO);
	}
}

static struct kunit_case ssc_cases[] = {
	KUNIT_CASE(commands_are_spelled_right),
	KUNIT_CASE(medium_is_described_by_the_mode_header),
	KUNIT_CASE(density_needs_a_block_descriptor),
	KUNIT_CASE(mode_header_that_is_not_there_is_refused),
	KUNIT_CASE(mode_page_is_found_behind_others),
	KUNIT_CASE(time_limit_is_what_the_device_recommends),
	KUNIT_CASE(serial_number_loses_its_padding),
	KUNIT_CASE_PARAM(complaint_of_the_drive, sense_gen_params),
	KUNIT_CASE(unloaded_tape_wants_to_be_loaded),
	KUNIT_CASE(alerts_are_read_from_the_log_page),
	KUNIT_CASE(what_a_drive_with_a_cleaner_says),
	KUNIT_CASE(a_command_is_known_or_not),
	KUNIT_CASE(the_position_is_where_the_drive_says),
	KUNIT_CASE(counters_are_read_from_log_pages),
	{ }
};

static struct kunit_suite ssc_suite = {
	.name = "ntms_ssc",
	.test_cases = ssc_cases,
};
kunit_test_suite(ssc_suite);

MODULE_DESCRIPTION("KUnit tests of ntms: drive answers");
MODULE_LICENSE("GPL");
