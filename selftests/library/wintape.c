// SPDX-License-Identifier: GPL-2.0
/*
 * wintape.c - a program written for Windows that uses a tape as it is told
 *
 *	wintape DEVICE
 *
 * For each line of standard input it prints the code that the call returned:
 * write TEXT, read, mark, rewind, forward N, block N.
 */
#include <windows.h>
#include <stdio.h>
#include <string.h>

static HANDLE tape;

static DWORD last(BOOL good)
{
	return good ? NO_ERROR : GetLastError();
}

static DWORD run(char *line)
{
	char buffer[4096] = "";
	DWORD done, number;

	if (!strncmp(line, "write ", 6))
		return last(WriteFile(tape, line + 6, (DWORD)strlen(line + 6), &done, NULL));
	if (!strcmp(line, "read"))
		return last(ReadFile(tape, buffer, sizeof(buffer), &done, NULL));
	if (!strcmp(line, "mark"))
		return WriteTapemark(tape, TAPE_FILEMARKS, 1, FALSE);
	if (!strcmp(line, "rewind"))
		return SetTapePosition(tape, TAPE_REWIND, 0, 0, 0, FALSE);
	if (sscanf(line, "forward %u", &number) == 1)
		return SetTapePosition(tape, TAPE_SPACE_RELATIVE_BLOCKS, 0, number, 0, FALSE);
	if (sscanf(line, "block %u", &number) == 1)
		return SetTapePosition(tape, TAPE_LOGICAL_BLOCK, 0, number, 0, FALSE);
	return ERROR_INVALID_FUNCTION;
}

int main(int argc, char **argv)
{
	char line[256];

	if (argc != 2)
		return 2;
	tape = CreateFileA(argv[1], GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
	printf("%u\n", tape == INVALID_HANDLE_VALUE ? GetLastError() : 0);
	fflush(stdout);
	while (tape != INVALID_HANDLE_VALUE && fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		printf("%u\n", run(line));
		fflush(stdout);
	}
	return tape == INVALID_HANDLE_VALUE;
}
