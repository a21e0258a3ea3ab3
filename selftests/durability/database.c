// SPDX-License-Identifier: GPL-2.0
/*
 * database.c - ExportNtmsDatabase and ImportNtmsDatabase
 *
 *	database export [TIMES] | import
 *
 * Exit code: 0 when it was done each time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client.h"

int main(int argc, char **argv)
{
	bool import = argc > 1 && !strcmp(argv[1], "import");
	int times = argc > 2 ? atoi(argv[2]) : 1;
	HANDLE session = client_open("database");
	DWORD code = 0;

	while (times-- && !code)
		code = import ? ImportNtmsDatabase(session) :
				ExportNtmsDatabase(session);
	if (code)
		printf("%s (%u): %s\n", ntms_strerror(code), code,
		       ntms_last_error_text());
	CloseNtmsSession(session);
	return code != 0;
}
