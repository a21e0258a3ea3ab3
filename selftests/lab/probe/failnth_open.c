// SPDX-License-Identifier: GPL-2.0
/*
 * Opens and reads /proc/self/maps with every fault point failing in turn, for
 * selfcheck.sh.
 */
#include "../failnth.h"

static ssize_t last;

static void call(void *path)
{
	char buf[64];
	int fd = open(path, O_RDONLY);

	last = fd < 0 ? -1 : read(fd, buf, sizeof(buf));
	if (fd >= 0)
		close(fd);
}

int main(void)
{
	char path[] = "/proc/self/maps";
	unsigned int n, failed = 0;
	enum failnth_result r;

	if (failnth_prepare() < 0) {
		perror("failnth_prepare");
		return 4;
	}
	for (n = 1; (r = failnth(n, call, path)) == FAILNTH_INJECTED; n++)
		failed += last < 0;
	printf("%u fault points, %u made the call fail, at last: result %d, read %zd\n", n - 1, failed, r, last);
	return r == FAILNTH_DONE && n > 2 && failed && last > 0 ? 0 : 1;
}
