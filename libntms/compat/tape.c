// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * tape.c - the tape calls, on st(4)
 *
 * SDK pages SetTapePosition, GetTapePosition, WriteTapemark, PrepareTape,
 * EraseTape, GetTapeParameters, SetTapeParameters, GetTapeStatus.  They return
 * the code.  Partitions other than the first and waiting for an operation that
 * was started with bImmediate are not known.
 */
#include <errno.h>
#include <sys/ioctl.h>
#include <linux/mtio.h>

#include "compat.h"

#define DEFAULT_BLOCK	65536	/* for programs that ask; st takes any */

/* where the tape stands now does not matter for it, or is told by it */
static bool is_absolute(short operation)
{
	switch (operation) {
	case MTREW:
	case MTSEEK:
	case MTEOM:
	case MTLOAD:
	case MTOFFL:
	case MTRETEN:
	case MTLOCK:
	case MTUNLOCK:
	case MTSETBLK:
	case MTCOMPRESSION:
		return true;
	}
	return false;
}

static bool positions(short operation)
{
	return operation == MTREW || operation == MTSEEK || operation == MTEOM ||
	       operation == MTRETEN;
}

static DWORD operate(HANDLE device, short operation, int64_t count)
{
	struct compat_file *file = compat_handle_get(COMPAT_FILE, device);
	struct mtop op = { .mt_op = operation, .mt_count = (int)count };

	if (!file)
		return ERROR_INVALID_HANDLE;
	if (!file->tape)
		return ERROR_INVALID_FUNCTION;
	if (count > INT32_MAX || count < 0)
		return ERROR_INVALID_PARAMETER;
	if (file->suspect && !is_absolute(operation))
		return ERROR_BUS_RESET;
	if (!ioctl(file->fd, MTIOCTOP, &op))
		return positions(operation) ? compat_reset_settle(file) : NO_ERROR;
	if (errno != EIO)
		return compat_error(errno);
	compat_reset_look(file);
	return file->suspect ? ERROR_BUS_RESET : ERROR_IO_DEVICE;
}

/* where the tape stands when spacing failed says why */
static DWORD space(HANDLE device, short forward, short back, int64_t count, bool filemarks)
{
	struct compat_file *file = compat_handle_get(COMPAT_FILE, device);
	DWORD error = operate(device, count < 0 ? back : forward, count < 0 ? -count : count);
	struct mtget tape;

	if (error != ERROR_IO_DEVICE || !file || ioctl(file->fd, MTIOCGET, &tape))
		return error;
	if (GMT_BOT(tape.mt_gstat))
		return ERROR_BEGINNING_OF_MEDIA;
	if (GMT_EOD(tape.mt_gstat))
		return ERROR_NO_DATA_DETECTED;
	if (GMT_EOT(tape.mt_gstat))
		return ERROR_END_OF_MEDIA;
	return filemarks ? error : ERROR_FILEMARK_DETECTED;
}

DWORD SetTapePosition(HANDLE hDevice, DWORD dwMethod, DWORD dwPartition, DWORD dwLow,
		      DWORD dwHigh, BOOL bImmediate)
{
	int64_t offset = (int64_t)((uint64_t)dwHigh << 32 | dwLow);

	(void)bImmediate;
	if (dwPartition > 1)
		return ERROR_DEVICE_NOT_PARTITIONED;
	switch (dwMethod) {
	case TAPE_REWIND:
		return operate(hDevice, MTREW, 1);
	case TAPE_ABSOLUTE_BLOCK:
	case TAPE_LOGICAL_BLOCK:
	case TAPE_PSEUDO_LOGICAL_BLOCK:
		return operate(hDevice, MTSEEK, offset);
	case TAPE_SPACE_END_OF_DATA:
		return operate(hDevice, MTEOM, 1);
	case TAPE_SPACE_RELATIVE_BLOCKS:
		return space(hDevice, MTFSR, MTBSR, offset, false);
	case TAPE_SPACE_FILEMARKS:
		return space(hDevice, MTFSF, MTBSF, offset, true);
	case TAPE_SPACE_SETMARKS:
		return space(hDevice, MTFSS, MTBSS, offset, true);
	case TAPE_SPACE_SEQUENTIAL_FMKS:
	case TAPE_SPACE_SEQUENTIAL_SMKS:
		return ERROR_NOT_SUPPORTED;
	}
	return ERROR_INVALID_PARAMETER;
}

DWORD GetTapePosition(HANDLE hDevice, DWORD dwType, LPDWORD lpPartition, LPDWORD lpLow,
		      LPDWORD lpHigh)
{
	struct compat_file *file = compat_handle_get(COMPAT_FILE, hDevice);
	struct mtpos pos;

	if (!file)
		return ERROR_INVALID_HANDLE;
	if (dwType > TAPE_PSEUDO_LOGICAL_POSITION || !lpPartition || !lpLow || !lpHigh)
		return ERROR_INVALID_PARAMETER;
	if (!file->tape)
		return ERROR_INVALID_FUNCTION;
	if (ioctl(file->fd, MTIOCPOS, &pos))
		return compat_error(errno);
	/* partitions count from 1, 0 is "the current one" of an absolute position */
	*lpPartition = dwType != TAPE_ABSOLUTE_POSITION;
	*lpLow = (DWORD)pos.mt_blkno;
	*lpHigh = (DWORD)((uint64_t)pos.mt_blkno >> 32);
	return NO_ERROR;
}

DWORD WriteTapemark(HANDLE hDevice, DWORD dwType, DWORD dwCount, BOOL bImmediate)
{
	switch (dwType) {
	case TAPE_SETMARKS:
		return operate(hDevice, MTWSM, dwCount);
	case TAPE_FILEMARKS:
	case TAPE_SHORT_FILEMARKS:
	case TAPE_LONG_FILEMARKS:
		return operate(hDevice, bImmediate ? MTWEOFI : MTWEOF, dwCount);
	}
	return ERROR_INVALID_PARAMETER;
}

DWORD PrepareTape(HANDLE hDevice, DWORD dwOperation, BOOL bImmediate)
{
	static const short operations[] = {
		[TAPE_LOAD] = MTLOAD, [TAPE_UNLOAD] = MTOFFL, [TAPE_TENSION] = MTRETEN,
		[TAPE_LOCK] = MTLOCK, [TAPE_UNLOCK] = MTUNLOCK,
	};

	(void)bImmediate;
	if (dwOperation == TAPE_FORMAT)
		return ERROR_NOT_SUPPORTED;
	if (dwOperation > TAPE_FORMAT)
		return ERROR_INVALID_PARAMETER;
	return operate(hDevice, operations[dwOperation], 1);
}

DWORD EraseTape(HANDLE hDevice, DWORD dwType, BOOL bImmediate)
{
	(void)bImmediate;
	if (dwType > TAPE_ERASE_LONG)
		return ERROR_INVALID_PARAMETER;
	/* st: 0 erases a bit, 1 up to the end */
	return operate(hDevice, MTERASE, dwType == TAPE_ERASE_LONG);
}

DWORD GetTapeStatus(HANDLE hDevice)
{
	struct compat_file *file = compat_handle_get(COMPAT_FILE, hDevice);
	struct mtget tape;

	if (!file)
		return ERROR_INVALID_HANDLE;
	if (!file->tape)
		return ERROR_INVALID_FUNCTION;
	if (ioctl(file->fd, MTIOCGET, &tape))
		return compat_error(errno);
	if (GMT_DR_OPEN(tape.mt_gstat))
		return ERROR_NO_MEDIA_IN_DRIVE;
	return GMT_ONLINE(tape.mt_gstat) ? NO_ERROR : ERROR_NOT_READY;
}

static void media_parameters(const struct mtget *tape, LPVOID to)
{
	/* st tells no capacity: 0 is "not known" */
	TAPE_GET_MEDIA_PARAMETERS p = {
		.BlockSize = (DWORD)((tape->mt_dsreg & MT_ST_BLKSIZE_MASK) >>
				     MT_ST_BLKSIZE_SHIFT),
		.PartitionCount = 1,
		.WriteProtected = !!GMT_WR_PROT(tape->mt_gstat),
	};

	memcpy(to, &p, sizeof(p));
}

static void drive_parameters(LPVOID to)
{
	TAPE_GET_DRIVE_PARAMETERS p = {
		.DefaultBlockSize = DEFAULT_BLOCK,
		.MaximumBlockSize = 1 << 20,
		.MinimumBlockSize = 1,
		.MaximumPartitionCount = 1,
	};

	memcpy(to, &p, sizeof(p));
}

DWORD GetTapeParameters(HANDLE hDevice, DWORD dwOperation, LPDWORD lpSize,
			LPVOID lpParameters)
{
	struct compat_file *file = compat_handle_get(COMPAT_FILE, hDevice);
	bool media = dwOperation == GET_TAPE_MEDIA_INFORMATION;
	DWORD need = media ? sizeof(TAPE_GET_MEDIA_PARAMETERS) :
			     sizeof(TAPE_GET_DRIVE_PARAMETERS);
	struct mtget tape;

	if (!file)
		return ERROR_INVALID_HANDLE;
	if (dwOperation > GET_TAPE_DRIVE_INFORMATION || !lpSize || !lpParameters)
		return ERROR_INVALID_PARAMETER;
	if (!file->tape)
		return ERROR_INVALID_FUNCTION;
	if (*lpSize < need) {
		*lpSize = need;
		return ERROR_MORE_DATA;
	}
	if (ioctl(file->fd, MTIOCGET, &tape))
		return compat_error(errno);
	*lpSize = need;
	if (media)
		media_parameters(&tape, lpParameters);
	else
		drive_parameters(lpParameters);
	return NO_ERROR;
}

DWORD SetTapeParameters(HANDLE hDevice, DWORD dwOperation, LPVOID lpParameters)
{
	TAPE_SET_MEDIA_PARAMETERS media;
	TAPE_SET_DRIVE_PARAMETERS drive;

	if (!lpParameters || dwOperation > SET_TAPE_DRIVE_INFORMATION)
		return ERROR_INVALID_PARAMETER;
	if (dwOperation == SET_TAPE_MEDIA_INFORMATION) {
		memcpy(&media, lpParameters, sizeof(media));
		return operate(hDevice, MTSETBLK, media.BlockSize);
	}
	memcpy(&drive, lpParameters, sizeof(drive));
	return operate(hDevice, MTCOMPRESSION, drive.Compression ? 1 : 0);
}
