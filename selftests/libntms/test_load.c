// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * test_load.c - the shared library as a plug-in of a program
 *
 * Where the module is loaded sessions are opened, too.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ntms.h>

#include "tap.h"

#define LIBRARY	"../../libntms/libntms.so.1"

static bool is_mapped(void)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	bool found = false;
	char line[512];

	while (fgets(line, sizeof(line), maps))
		found = found || strstr(line, "libntms.so");
	fclose(maps);
	return found;
}

static int open_files(void)
{
	int fd, n = 0;

	for (fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) != -1;
	return n;
}

static bool names(void)
{
	static const char * const name[] = {
		"OpenNtmsSessionA", "OpenNtmsSessionW", "OpenNtmsSessionW_u16",
		"CloseNtmsSession", "AllocateNtmsMedia", "DeallocateNtmsMedia",
		"GetNtmsObjectInformationA", "GetNtmsObjectInformationW",
		"GetLastError", "ntms_strerror",
	};
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	unsigned int i;

	CHECK(library);
	for (i = 0; i < sizeof(name) / sizeof(name[0]); i++)
		CHECK(dlsym(library, name[i]));
	CHECK(!dlsym(library, "ntms_exchange"));
	CHECK(!dlclose(library));
	return true;
}

/* One life of the library: 0 if all went well. */
static int use(void)
{
	HANDLE (*open)(const char *server, const char *application, DWORD options);
	DWORD (*close)(HANDLE session), (*last_error)(void);
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	HANDLE session;

	if (!library)
		return 1;
	*(void **)&open = dlsym(library, "OpenNtmsSessionA");
	*(void **)&close = dlsym(library, "CloseNtmsSession");
	*(void **)&last_error = dlsym(library, "GetLastError");
	session = open(NULL, "plug-in", 0);
	if (session == INVALID_HANDLE_VALUE ? last_error() == ERROR_SUCCESS :
					      close(session) != ERROR_SUCCESS)
		return 2;
	if (close(session) != ERROR_INVALID_HANDLE)
		return 3;
	return dlclose(library) ? 4 : 0;
}

static bool unloads(void)
{
	int i, before = open_files(), status;
	pid_t child;

	for (i = 0; i < 100; i++) {
		CHECK(!use());
		CHECK(!is_mapped());
	}
	CHECK(open_files() == before);

	/* nothing of it runs when the program forks */
	child = fork();
	if (!child)
		_exit(use());
	waitpid(child, &status, 0);
	CHECK(WIFEXITED(status) && !WEXITSTATUS(status));
	return true;
}

int main(void)
{
	static const struct tap_test tests[] = {
		{ "calls are found by their names, and nothing else is", names },
		{ "the library can be unloaded and loaded again", unloads },
	};

	return TAP_RUN(tests);
}
