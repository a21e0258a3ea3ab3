// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * file.c - files and devices
 *
 * SDK pages CreateFile, ReadFile, WriteFile, DeviceIoControl.  A drive is opened
 * by the name that NTMS_DRIVEINFORMATION has for it, with or without "\\.\" in
 * front, or by the name it would have on Windows: Tape0 is /dev/nst0, CdRom0
 * /dev/sr0, Changer0 /dev/sch0.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <linux/mtio.h>
#include <unistd.h>

#include "compat.h"

static const struct {
	int error;
	DWORD code;
} codes[] = {
	{ ENOENT, ERROR_FILE_NOT_FOUND },
	{ ENOTDIR, ERROR_PATH_NOT_FOUND },
	{ EMFILE, ERROR_TOO_MANY_OPEN_FILES },
	{ ENFILE, ERROR_TOO_MANY_OPEN_FILES },
	{ EACCES, ERROR_ACCESS_DENIED },
	{ EPERM, ERROR_ACCESS_DENIED },
	{ EBADF, ERROR_ACCESS_DENIED },		/* not opened for that */
	{ ENOMEM, ERROR_NOT_ENOUGH_MEMORY },
	{ EROFS, ERROR_WRITE_PROTECT },
	{ EBUSY, ERROR_SHARING_VIOLATION },
	{ EEXIST, ERROR_FILE_EXISTS },
	{ ENOSPC, ERROR_DISK_FULL },
	{ EINVAL, ERROR_INVALID_PARAMETER },
	{ ENOMEDIUM, ERROR_NO_MEDIA_IN_DRIVE },
	{ EAGAIN, ERROR_NOT_READY },
	{ ENXIO, ERROR_NOT_READY },
	{ ENODEV, ERROR_NOT_READY },
	{ ENOTTY, ERROR_INVALID_FUNCTION },
	{ ENOSYS, ERROR_INVALID_FUNCTION },
	{ EOPNOTSUPP, ERROR_NOT_SUPPORTED },
	{ EIO, ERROR_IO_DEVICE },
};

/**
 * compat_error() - what Windows would call an errno
 * @error: errno
 * Return: the code; ERROR_GEN_FAILURE for what is not in the table.
 */
DWORD compat_error(int error)
{
	size_t i;

	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (codes[i].error == error)
			return codes[i].code;
	return ERROR_GEN_FAILURE;
}

static BOOL fail(DWORD code)
{
	SetLastError(code);
	return FALSE;
}

/* the path of a name, in place of it */
static bool set_path(const char *name, char *path, size_t size)
{
	static const struct { const char *theirs, *ours; } devices[] = {
		{ "Tape", "/dev/nst" }, { "CdRom", "/dev/sr" }, { "Changer", "/dev/sch" },
	};
	const char *rest = name;
	size_t i, n;
	char *end;

	if (!strncmp(rest, "\\\\.\\", 4)) {
		rest += 4;
		for (i = 0; i < sizeof(devices) / sizeof(devices[0]); i++) {
			n = strlen(devices[i].theirs);
			if (strncasecmp(rest, devices[i].theirs, n) ||
			    !isdigit((unsigned char)rest[n]))
				continue;
			strtoul(rest + n, &end, 10);
			if (*end)
				return false;
			return snprintf(path, size, "%s%s", devices[i].ours, rest + n) <
			       (int)size;
		}
		if (rest[0] != '/')
			return false;
	}
	return *rest && snprintf(path, size, "%s", rest) < (int)size;
}

static int open_flags(DWORD access, DWORD disposition)
{
	bool reads = access & GENERIC_READ, writes = access & GENERIC_WRITE;
	int flags = O_CLOEXEC;

	if (access & GENERIC_ALL)
		reads = writes = true;
	flags |= writes ? (reads ? O_RDWR : O_WRONLY) : O_RDONLY;
	switch (disposition) {
	case CREATE_NEW:
		return flags | O_CREAT | O_EXCL;
	case CREATE_ALWAYS:
		return flags | O_CREAT | O_TRUNC;
	case OPEN_ALWAYS:
		return flags | O_CREAT;
	case TRUNCATE_EXISTING:
		return flags | O_TRUNC;
	}
	return flags;
}

static HANDLE create_file(int width, const void *name, DWORD access, DWORD disposition,
			  DWORD flags)
{
	struct compat_file *file = calloc(1, sizeof(*file));
	char path[4096], *text = name ? compat_to_utf8(width, name, (size_t)-1) : NULL;
	HANDLE handle = INVALID_HANDLE_VALUE;
	struct mtget tape;
	DWORD error = 0;

	if (!file || (name && !text))
		error = ERROR_NOT_ENOUGH_MEMORY;
	else if (!text || disposition < CREATE_NEW || disposition > TRUNCATE_EXISTING ||
		 flags & FILE_FLAG_OVERLAPPED)
		error = ERROR_INVALID_PARAMETER;
	else if (!set_path(text, path, sizeof(path)))
		error = ERROR_FILE_NOT_FOUND;
	free(text);
	if (!error) {
		file->fd = open(path, open_flags(access, disposition), 0666);
		if (file->fd < 0)
			error = compat_error(errno);
	}
	if (!error) {
		file->tape = !ioctl(file->fd, MTIOCGET, &tape);
		if (file->tape)
			compat_reset_look(file);
		handle = compat_handle_new(COMPAT_FILE, file);
		if (handle != INVALID_HANDLE_VALUE)
			return handle;
		close(file->fd);
		error = ERROR_TOO_MANY_OPEN_FILES;
	}
	free(file);
	SetLastError(error);
	return INVALID_HANDLE_VALUE;
}

HANDLE CreateFileA(LPCSTR lpFileName, DWORD dwAccess, DWORD dwShare,
		   LPSECURITY_ATTRIBUTES lpAttributes, DWORD dwDisposition, DWORD dwFlags,
		   HANDLE hTemplate)
{
	(void)dwShare, (void)lpAttributes, (void)hTemplate;
	return create_file(1, lpFileName, dwAccess, dwDisposition, dwFlags);
}

HANDLE CreateFileW(LPCWSTR lpFileName, DWORD dwAccess, DWORD dwShare,
		   LPSECURITY_ATTRIBUTES lpAttributes, DWORD dwDisposition, DWORD dwFlags,
		   HANDLE hTemplate)
{
	(void)dwShare, (void)lpAttributes, (void)hTemplate;
	return create_file(sizeof(WCHAR), lpFileName, dwAccess, dwDisposition, dwFlags);
}

HANDLE CreateFileW_u16(const uint16_t *lpFileName, DWORD dwAccess, DWORD dwShare,
		       LPSECURITY_ATTRIBUTES lpAttributes, DWORD dwDisposition, DWORD dwFlags,
		       HANDLE hTemplate)
{
	(void)dwShare, (void)lpAttributes, (void)hTemplate;
	return create_file(2, lpFileName, dwAccess, dwDisposition, dwFlags);
}

void compat_file_close(struct compat_file *file)
{
	close(file->fd);
	free(file);
}

/* a tape that gives nothing is at a filemark, or there is nothing more on it */
static DWORD tape_end(int fd)
{
	struct mtget tape;

	if (!ioctl(fd, MTIOCGET, &tape) && GMT_EOD(tape.mt_gstat))
		return ERROR_NO_DATA_DETECTED;
	return ERROR_FILEMARK_DETECTED;
}

BOOL ReadFile(HANDLE hFile, LPVOID lpBuffer, DWORD nBytes, LPDWORD lpRead,
	      LPOVERLAPPED lpOverlapped)
{
	struct compat_file *file = compat_handle_get(COMPAT_FILE, hFile);
	ssize_t n;

	if (lpRead)
		*lpRead = 0;
	if (!file)
		return FALSE;
	if (lpOverlapped || (!lpBuffer && nBytes))
		return fail(ERROR_INVALID_PARAMETER);
	do
		n = read(file->fd, lpBuffer, nBytes);
	while (n < 0 && errno == EINTR);
	if (n < 0 && file->tape && errno == EIO) {
		compat_reset_look(file);
		return fail(file->suspect ? ERROR_BUS_RESET : ERROR_IO_DEVICE);
	}
	if (n < 0)
		/* st: the block is longer than the buffer */
		return fail(file->tape && errno == ENOMEM ? ERROR_MORE_DATA :
							    compat_error(errno));
	if (!n && nBytes && file->tape)
		return fail(tape_end(file->fd));
	if (lpRead)
		*lpRead = (DWORD)n;
	return TRUE;
}

BOOL WriteFile(HANDLE hFile, LPCVOID lpBuffer, DWORD nBytes, LPDWORD lpWritten,
	       LPOVERLAPPED lpOverlapped)
{
	struct compat_file *file = compat_handle_get(COMPAT_FILE, hFile);
	DWORD done = 0;
	ssize_t n = 0;

	if (lpWritten)
		*lpWritten = 0;
	if (!file)
		return FALSE;
	if (lpOverlapped || (!lpBuffer && nBytes))
		return fail(ERROR_INVALID_PARAMETER);
	if (file->suspect)
		return fail(ERROR_BUS_RESET);
	/* a tape takes a block in one piece or not at all */
	while (done < nBytes) {
		n = write(file->fd, (const char *)lpBuffer + done, nBytes - done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		done += (DWORD)n;
		if (file->tape)
			break;
	}
	if (lpWritten)
		*lpWritten = done;
	if (done == nBytes)
		return TRUE;
	if (file->tape && n < 0 && errno == EIO) {
		compat_reset_look(file);
		return fail(file->suspect ? ERROR_BUS_RESET : ERROR_IO_DEVICE);
	}
	if (file->tape && (n >= 0 || errno == ENOSPC))
		return fail(ERROR_END_OF_MEDIA);
	return fail(n < 0 ? compat_error(errno) : ERROR_DISK_FULL);
}

BOOL FlushFileBuffers(HANDLE hFile)
{
	struct compat_file *file = compat_handle_get(COMPAT_FILE, hFile);
	struct mtop flush = { .mt_op = MTWEOF, .mt_count = 0 };

	if (!file)
		return FALSE;
	/* no filemark: st writes what it has kept back */
	if (file->tape ? ioctl(file->fd, MTIOCTOP, &flush) : fsync(file->fd))
		return fail(compat_error(errno));
	return TRUE;
}

static DWORD storage_control(HANDLE device, DWORD code, LPVOID in, DWORD size)
{
	PREVENT_MEDIA_REMOVAL lock;

	switch (code) {
	case IOCTL_STORAGE_CHECK_VERIFY:
		return GetTapeStatus(device);
	case IOCTL_STORAGE_EJECT_MEDIA:
		return PrepareTape(device, TAPE_UNLOAD, FALSE);
	case IOCTL_STORAGE_LOAD_MEDIA:
		return PrepareTape(device, TAPE_LOAD, FALSE);
	case IOCTL_STORAGE_MEDIA_REMOVAL:
		if (!in || size < sizeof(lock))
			return ERROR_INVALID_PARAMETER;
		memcpy(&lock, in, sizeof(lock));
		return PrepareTape(device, lock.PreventMediaRemoval ? TAPE_LOCK : TAPE_UNLOCK,
				   FALSE);
	}
	return ERROR_INVALID_FUNCTION;
}

BOOL DeviceIoControl(HANDLE hDevice, DWORD dwCode, LPVOID lpIn, DWORD nIn, LPVOID lpOut,
		     DWORD nOut, LPDWORD lpReturned, LPOVERLAPPED lpOverlapped)
{
	DWORD error = lpOverlapped ? ERROR_INVALID_PARAMETER :
				     storage_control(hDevice, dwCode, lpIn, nIn);

	(void)lpOut, (void)nOut;
	if (lpReturned)
		*lpReturned = 0;
	return error ? fail(error) : TRUE;
}
