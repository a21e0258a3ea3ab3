// SPDX-License-Identifier: GPL-2.0
/*
 * Define many elements of a tgt media changer from one process.
 *
 * usage: tgtfill TID LUN TYPE FIRST COUNT [FILLED FORMAT START]
 *
 * Creates COUNT elements of TYPE (1 picker, 2 slot, 3 port, 4 drive) from
 * address FIRST on; the first FILLED of them get the bar codes FORMAT of
 * START, START + 1, ...  tgtadm would need a process for each.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* The management request of tgt 1.0, as its socket takes it. */
struct tgt_request {
	uint32_t mode, op;
	char lld[64];
	uint32_t len;
	int32_t tid;
	uint64_t sid, lun;
	uint32_t cid, host_no, device_type, ac_dir, pack, force;
};

enum { TGT_MODE_DEVICE = 2, TGT_OP_UPDATE = 5, TGT_BARCODE_MAX = 10 };

static int update(int tid, int lun, const char *params)
{
	struct tgt_request req = {
		.mode = TGT_MODE_DEVICE, .op = TGT_OP_UPDATE, .lld = "iscsi", .tid = tid, .lun = lun,
	};
	struct sockaddr_un addr = { .sun_family = AF_UNIX, .sun_path = "/var/run/tgtd/socket.0" };
	uint32_t answer[2] = { 0 };
	char text[256];
	int len, fd, ret = -1;

	len = snprintf(text, sizeof(text), "targetOps %s", params) + 1;
	req.len = sizeof(req) + len;
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (fd < 0)
		return -1;
	if (!connect(fd, (struct sockaddr *)&addr, sizeof(addr)) &&
	    write(fd, &req, sizeof(req)) == sizeof(req) &&
	    write(fd, text, len) == len &&
	    read(fd, answer, sizeof(answer)) == sizeof(answer))
		ret = answer[0];
	close(fd);
	if (ret)
		fprintf(stderr, "tgtfill: %s: %s\n", params, ret < 0 ? strerror(errno) : "refused by tgtd");
	return ret;
}

int main(int argc, char **argv)
{
	int tid, lun, type, first, count, filled = 0, start = 0;
	char params[128], code[64];

	if (argc != 6 && argc != 9) {
		fprintf(stderr, "usage: tgtfill TID LUN TYPE FIRST COUNT [FILLED FORMAT START]\n");
		return 2;
	}
	tid = atoi(argv[1]);
	lun = atoi(argv[2]);
	type = atoi(argv[3]);
	first = atoi(argv[4]);
	count = atoi(argv[5]);
	if (argc == 9) {
		filled = atoi(argv[6]);
		start = atoi(argv[8]);
	}

	snprintf(params, sizeof(params), "element_type=%d,start_address=%d,quantity=%d", type, first, count);
	if (update(tid, lun, params))
		return 1;
	for (int i = 0; i < filled; i++) {
		/* tgtd copies a bar code into 11 bytes without looking */
		if (snprintf(code, sizeof(code), argv[7], start + i) > TGT_BARCODE_MAX) {
			fprintf(stderr, "tgtfill: %s: more than %d characters crash tgtd\n", code, TGT_BARCODE_MAX);
			return 1;
		}
		snprintf(params, sizeof(params), "element_type=%d,address=%d,barcode=%s", type, first + i, code);
		if (update(tid, lun, params))
			return 1;
	}
	return 0;
}
