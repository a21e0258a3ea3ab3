// SPDX-License-Identifier: GPL-2.0
/*
 * cdb DEVICE LENGTH CDB-BYTE... - send a command, print what comes back
 *
 * LENGTH is the room for an answer; "out:HEX" instead sends those bytes; "-"
 * is neither.  Printed are the outcome ("good", "sense K/AA/QQ [FM] [EOM] [ILI]
 * [info N] [field N]", "status NN", "host NN"), the number of bytes that came,
 * and the bytes.  -t MS: time limit (60000).
 */
#include <fcntl.h>
#include <scsi/sg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static size_t unhex(const char *text, uint8_t *out, size_t size)
{
	size_t n = 0;
	unsigned int byte;

	while (n < size && sscanf(text + 2 * n, "%2x", &byte) == 1)
		out[n++] = byte;
	return n;
}

static void print_sense(const uint8_t *s)
{
	printf("sense %x/%02x/%02x", s[2] & 0xf, s[12], s[13]);
	if (s[2] & 0x80)
		printf(" FM");
	if (s[2] & 0x40)
		printf(" EOM");
	if (s[2] & 0x20)
		printf(" ILI");
	if (s[0] & 0x80)
		printf(" info %d", (int32_t)((uint32_t)s[3] << 24 | s[4] << 16 | s[5] << 8 | s[6]));
	if (s[15] & 0x80)
		printf(" field %u", s[16] << 8 | s[17]);
}

int main(int argc, char **argv)
{
	static uint8_t data[4 << 20];
	uint8_t cdb[16] = { 0 }, sense[96] = { 0 };
	struct sg_io_hdr io = {
		.interface_id = 'S', .cmdp = cdb, .sbp = sense, .dxferp = data,
		.mx_sb_len = sizeof(sense), .timeout = 60000,
		.dxfer_direction = SG_DXFER_NONE,
	};
	int fd, i, n;

	if (argc > 2 && !strcmp(argv[1], "-t")) {
		io.timeout = atoi(argv[2]);
		argv += 2;
		argc -= 2;
	}
	if (argc < 4 || argc > 3 + 16) {
		fprintf(stderr, "usage: cdb [-t MS] DEVICE LENGTH|out:HEX|- CDB-BYTE...\n");
		return 2;
	}
	if (!strncmp(argv[2], "out:", 4)) {
		io.dxfer_direction = SG_DXFER_TO_DEV;
		io.dxfer_len = unhex(argv[2] + 4, data, sizeof(data));
	} else if (strcmp(argv[2], "-")) {
		io.dxfer_direction = SG_DXFER_FROM_DEV;
		io.dxfer_len = strtoul(argv[2], NULL, 0);
	}
	for (i = 3; i < argc; i++)
		cdb[i - 3] = strtoul(argv[i], NULL, 16);
	io.cmd_len = argc - 3;
	fd = open(argv[1], O_RDWR | O_NONBLOCK);
	if (fd < 0 || ioctl(fd, SG_IO, &io)) {
		printf("no answer\n");
		return 1;
	}
	if (io.host_status)
		printf("host %02x", io.host_status);
	else if (io.status == 2)
		print_sense(sense);
	else if (io.status)
		printf("status %02x", io.status);
	else
		printf("good");
	n = io.dxfer_direction == SG_DXFER_FROM_DEV ? (int)io.dxfer_len - io.resid : 0;
	printf(" | %d |", n);
	for (i = 0; i < n && i < (int)io.dxfer_len; i++)
		printf(" %02x", data[i]);
	printf("\n");
	close(fd);
	return 0;
}
