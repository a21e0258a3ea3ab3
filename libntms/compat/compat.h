/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * compat.h - what the files of libntms-compat share
 *
 * Inside text is UTF-8.  Every call with text exists for WCHARs of four bytes
 * and, with _u16 at the end of its name, of two; one function serves both.
 */
#ifndef NTMS_COMPAT_H
#define NTMS_COMPAT_H

#define NTMS_COMPAT_NO_PRINTF
#include <stdbool.h>

#include "include/windows.h"
#include "include/winioctl.h"
#include "include/objbase.h"

/* text.c; widths are 1 (UTF-8), 2 and 4 bytes */
char *compat_to_utf8(int width, const void *from, size_t units);
size_t compat_from_utf8(int width, const char *from, void *to, size_t units);
size_t compat_length(int width, const void *text);

/* handle.c */
enum compat_kind { COMPAT_FILE = 1, COMPAT_THREAD };

HANDLE compat_handle_new(enum compat_kind kind, void *what);
void *compat_handle_get(enum compat_kind kind, HANDLE handle);

/**
 * struct compat_file - a file or device
 * @fd:		its descriptor
 * @tape:	it is a tape
 * @managed:	@drive is known: a library has it
 * @drive:	(tape) the drive
 * @suspect:	(tape) the drive was reset, and nobody knows where the tape stands
 */
struct compat_file {
	int fd;
	bool tape;
	bool managed;
	NTMS_GUID drive;
	bool suspect;
};

/* file.c */

DWORD compat_error(int error);
void compat_file_close(struct compat_file *file);

/* reset.c */
void compat_reset_look(struct compat_file *file);
DWORD compat_reset_settle(struct compat_file *file);

/* thread.c */
void compat_thread_close(void *thread);

/* the W calls of programs whose WCHAR has two bytes; windows.h binds to them */
int MultiByteToWideChar_u16(UINT page, DWORD flags, LPCSTR from, int size, uint16_t *to,
			    int room);
int WideCharToMultiByte_u16(UINT page, DWORD flags, const uint16_t *from, int size,
			    LPSTR to, int room, LPCSTR missing, LPBOOL used);
DWORD FormatMessageW_u16(DWORD flags, LPCVOID source, DWORD id, DWORD language, uint16_t *to,
			 DWORD size, va_list *args);
BOOL GetComputerNameW_u16(uint16_t *to, LPDWORD size);
HANDLE CreateFileW_u16(const uint16_t *name, DWORD access, DWORD share,
		       LPSECURITY_ATTRIBUTES attributes, DWORD disposition, DWORD flags,
		       HANDLE template);
int StringFromGUID2_u16(const GUID *guid, uint16_t *to, int units);
HRESULT CLSIDFromString_u16(const uint16_t *text, GUID *guid);
RPC_STATUS UuidToStringW_u16(const UUID *uuid, uint16_t **text);
RPC_STATUS UuidFromStringW_u16(const uint16_t *text, UUID *uuid);
RPC_STATUS RpcStringFreeW_u16(uint16_t **text);
int ntms_win_wprintf_u16(const uint16_t *format, ...);
int ntms_win_fwprintf_u16(FILE *to, const uint16_t *format, ...);
int ntms_win_swprintf_u16(uint16_t *to, const uint16_t *format, ...);
int ntms_win_snwprintf_u16(uint16_t *to, size_t units, const uint16_t *format, ...);
int ntms_win_vfwprintf_u16(FILE *to, const uint16_t *format, va_list args);
int ntms_win_vsnwprintf_u16(uint16_t *to, size_t units, const uint16_t *format, va_list args);

#endif /* NTMS_COMPAT_H */
