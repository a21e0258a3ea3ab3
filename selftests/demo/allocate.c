// SPDX-License-Identifier: GPL-2.0
/* allocate.c - the program of README.md: allocate a tape from a pool */
#include <stdio.h>
#include <ntmsapi.h>

int main(int argc, char **argv)
{
	HANDLE session = OpenNtmsSession(NULL, "example", 0);
	NTMS_GUID pool, media;
	DWORD error;

	if (argc != 2 || session == INVALID_HANDLE_VALUE)
		return 1;
	error = CreateNtmsMediaPool(session, argv[1], NULL, NTMS_OPEN_EXISTING,
				    NULL, &pool);
	if (!error)
		error = AllocateNtmsMedia(session, &pool, NULL, &media,
					  NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE,
					  0, NULL);
	if (!error)
		error = DeallocateNtmsMedia(session, &media, 0);
	printf("%s: error %u\n", argv[1], error);
	CloseNtmsSession(session);
	return error != 0;
}
