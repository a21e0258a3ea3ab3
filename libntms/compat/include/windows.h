/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * windows.h - what programs of the NTMS API use besides it
 *
 * Not Windows: types, text, time, memory, errors, and files and tapes as far as
 * a program needs them that allocates media, mounts them and reads and writes
 * them.  The functions are in libntms-compat.a, the records and calls of the API
 * in <ntmsapi.h>.
 *
 * printf() and its kin read their format as Windows does: %s in a wide format is
 * wide, l means 32 bits, I64 means 64.  So %lu prints a DWORD.
 */
#ifndef _NTMS_COMPAT_WINDOWS_H
#define _NTMS_COMPAT_WINDOWS_H

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>
#include <wctype.h>
#ifdef __cplusplus
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cwchar>
#endif

#include <ntmsapi.h>
#include "winerror.h"

/* the W entry points of programs whose WCHAR has two bytes */
#if defined(NTMS_WCHAR16) || __SIZEOF_WCHAR_T__ == 2
#define NTMS_COMPAT_WIDE(call)	__asm__(#call "_u16")
#define NTMS_COMPAT_WCHAR16
#else
#define NTMS_COMPAT_WIDE(call)
#endif

/*
 * Types
 */
typedef void VOID;
typedef short SHORT;
typedef unsigned char UCHAR, *PUCHAR, BOOLEAN, *PBOOLEAN;
typedef uint16_t USHORT, *PUSHORT;
typedef unsigned int UINT, *PUINT;
typedef uint64_t ULONGLONG, DWORDLONG, DWORD64, UINT64;
typedef int64_t INT64;
typedef size_t SIZE_T;
typedef intptr_t LONG_PTR;
typedef uintptr_t DWORD_PTR, UINT_PTR;
typedef BYTE *PBYTE, *LPBYTE;
typedef WORD *PWORD, *LPWORD, ATOM, LANGID;
typedef DWORD *PDWORD, LCID;
typedef LONG *PLONG, *LPLONG, HRESULT, NTSTATUS;
typedef ULONG *PULONG;
typedef BOOL *PBOOL, *LPBOOL;
typedef INT *PINT, *LPINT;
typedef const void *LPCVOID;
typedef CHAR *PSTR, *PCHAR;
typedef const CHAR *PCSTR;
typedef WCHAR *PWSTR, *PWCHAR, OLECHAR, *LPOLESTR;
typedef const WCHAR *PCWSTR, *LPCOLESTR;
typedef TCHAR *PTSTR, *PTCHAR;
typedef const TCHAR *PCTSTR;
typedef HANDLE HMODULE, HINSTANCE, HLOCAL, HGLOBAL, *PHANDLE;
typedef LARGE_INTEGER *PLARGE_INTEGER;
typedef SYSTEMTIME *PSYSTEMTIME;
typedef FILETIME *PFILETIME;
typedef SECURITY_ATTRIBUTES *PSECURITY_ATTRIBUTES;
typedef GUID UUID, IID, CLSID;
#ifdef __cplusplus
typedef const GUID &REFGUID, &REFIID, &REFCLSID;
#else
typedef const GUID *REFGUID, *REFIID, *REFCLSID;
#endif

typedef union _ULARGE_INTEGER {
	__extension__ struct {
		DWORD LowPart;
		DWORD HighPart;
	};
	struct {
		DWORD LowPart;
		DWORD HighPart;
	} u;
	ULONGLONG QuadPart __attribute__((aligned(8)));
} ULARGE_INTEGER, *PULARGE_INTEGER;

/* there is no overlapped operation: it must be NULL where it is taken */
typedef struct _OVERLAPPED OVERLAPPED, *LPOVERLAPPED;

#define CONST			const
#define IN
#define OUT
#define OPTIONAL
#define FAR
#define NEAR
#ifndef __cdecl
#define __cdecl
#endif
#ifndef _cdecl
#define _cdecl
#endif
#ifndef __stdcall
#define __stdcall
#endif
#define APIENTRY		WINAPI
#define WINBASEAPI
#define __int64			long long
#define __declspec(what)

#if !defined(__cplusplus) && !defined(NOMINMAX)
#ifndef max
#define max(a, b)		(((a) > (b)) ? (a) : (b))
#define min(a, b)		(((a) < (b)) ? (a) : (b))
#endif
#endif

#define MAKEWORD(low, high)	((WORD)((BYTE)(low) | ((WORD)(BYTE)(high)) << 8))
#define MAKELONG(low, high)	((LONG)((WORD)(low) | ((DWORD)(WORD)(high)) << 16))
#define LOWORD(v)		((WORD)((DWORD_PTR)(v) & 0xffff))
#define HIWORD(v)		((WORD)((DWORD_PTR)(v) >> 16 & 0xffff))
#define LOBYTE(v)		((BYTE)((DWORD_PTR)(v) & 0xff))
#define HIBYTE(v)		((BYTE)((DWORD_PTR)(v) >> 8 & 0xff))
#define UNREFERENCED_PARAMETER(p)	((void)(p))

#define ZeroMemory(to, size)		memset((to), 0, (size))
#define FillMemory(to, size, byte)	memset((to), (byte), (size))
#define CopyMemory(to, from, size)	memcpy((to), (from), (size))
#define MoveMemory(to, from, size)	memmove((to), (from), (size))

/*
 * Calls.  Those with text exist twice, as everywhere in the API.
 */
#ifdef __cplusplus
extern "C" {
#endif

/* GetLastError and SetLastError are in libntms */

/* memory: malloc(3) by other names */
#define LMEM_FIXED		0x0000
#define LMEM_ZEROINIT		0x0040
#define LPTR			(LMEM_FIXED | LMEM_ZEROINIT)
#define GMEM_FIXED		LMEM_FIXED
#define GMEM_ZEROINIT		LMEM_ZEROINIT
#define GPTR			LPTR
#define HEAP_ZERO_MEMORY	0x00000008
HLOCAL WINAPI LocalAlloc(UINT uFlags, SIZE_T uBytes);
HLOCAL WINAPI LocalFree(HLOCAL hMem);
HANDLE WINAPI GetProcessHeap(void);
LPVOID WINAPI HeapAlloc(HANDLE hHeap, DWORD dwFlags, SIZE_T dwBytes);
BOOL WINAPI HeapFree(HANDLE hHeap, DWORD dwFlags, LPVOID lpMem);
#define GlobalAlloc		LocalAlloc
#define GlobalFree		LocalFree

/* time */
void WINAPI Sleep(DWORD dwMilliseconds);
DWORD WINAPI GetTickCount(void);
void WINAPI GetSystemTime(LPSYSTEMTIME lpSystemTime);
void WINAPI GetLocalTime(LPSYSTEMTIME lpSystemTime);
void WINAPI GetSystemTimeAsFileTime(LPFILETIME lpFileTime);
BOOL WINAPI SystemTimeToFileTime(const SYSTEMTIME *lpSystemTime, LPFILETIME lpFileTime);
BOOL WINAPI FileTimeToSystemTime(const FILETIME *lpFileTime, LPSYSTEMTIME lpSystemTime);
BOOL WINAPI FileTimeToLocalFileTime(const FILETIME *lpFileTime, LPFILETIME lpLocal);
BOOL WINAPI SystemTimeToTzSpecificLocalTime(const void *lpZone,
					    const SYSTEMTIME *lpUniversal,
					    LPSYSTEMTIME lpLocal);
LONG WINAPI CompareFileTime(const FILETIME *lpOne, const FILETIME *lpTwo);

/* messages */
#define FORMAT_MESSAGE_ALLOCATE_BUFFER	0x00000100
#define FORMAT_MESSAGE_IGNORE_INSERTS	0x00000200
#define FORMAT_MESSAGE_FROM_STRING	0x00000400
#define FORMAT_MESSAGE_FROM_HMODULE	0x00000800
#define FORMAT_MESSAGE_FROM_SYSTEM	0x00001000
#define FORMAT_MESSAGE_ARGUMENT_ARRAY	0x00002000
#define FORMAT_MESSAGE_MAX_WIDTH_MASK	0x000000ff
#define LANG_NEUTRAL			0x00
#define SUBLANG_NEUTRAL			0x00
#define SUBLANG_DEFAULT			0x01
#define MAKELANGID(p, s)		((WORD)((WORD)(s) << 10 | (WORD)(p)))
DWORD WINAPI FormatMessageA(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId,
			    DWORD dwLanguageId, LPSTR lpBuffer, DWORD nSize,
			    va_list *Arguments);
DWORD WINAPI FormatMessageW(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId,
			    DWORD dwLanguageId, LPWSTR lpBuffer, DWORD nSize,
			    va_list *Arguments) NTMS_COMPAT_WIDE(FormatMessageW);

/* the computer */
BOOL WINAPI GetComputerNameA(LPSTR lpBuffer, LPDWORD nSize);
BOOL WINAPI GetComputerNameW(LPWSTR lpBuffer, LPDWORD nSize)
	NTMS_COMPAT_WIDE(GetComputerNameW);
DWORD WINAPI GetCurrentProcessId(void);
DWORD WINAPI GetCurrentThreadId(void);
void WINAPI ExitProcess(UINT uExitCode) __attribute__((noreturn));

/* text */
#define CP_ACP			0
#define CP_OEMCP		1
#define CP_UTF8			65001
int WINAPI MultiByteToWideChar(UINT CodePage, DWORD dwFlags, LPCSTR lpFrom, int cbFrom,
			       LPWSTR lpTo, int cchTo)
	NTMS_COMPAT_WIDE(MultiByteToWideChar);
int WINAPI WideCharToMultiByte(UINT CodePage, DWORD dwFlags, LPCWSTR lpFrom, int cchFrom,
			       LPSTR lpTo, int cbTo, LPCSTR lpDefaultChar,
			       LPBOOL lpUsedDefaultChar)
	NTMS_COMPAT_WIDE(WideCharToMultiByte);

/* threads */
typedef DWORD (WINAPI *LPTHREAD_START_ROUTINE)(LPVOID lpParameter);
#define WAIT_OBJECT_0		0x00000000
#define WAIT_FAILED		0xffffffffU
HANDLE WINAPI CreateThread(LPSECURITY_ATTRIBUTES lpAttributes, SIZE_T dwStackSize,
			   LPTHREAD_START_ROUTINE lpStart, LPVOID lpParameter,
			   DWORD dwFlags, LPDWORD lpThreadId);
DWORD WINAPI WaitForSingleObject(HANDLE hHandle, DWORD dwMilliseconds);
BOOL WINAPI GetExitCodeThread(HANDLE hThread, LPDWORD lpExitCode);

/* files and devices: "\\.\Tape0" is /dev/nst0, "\\.\CdRom0" is /dev/sr0 */
#define FILE_SHARE_READ		0x00000001
#define FILE_SHARE_WRITE	0x00000002
#define FILE_SHARE_DELETE	0x00000004
#define CREATE_NEW		1
#define CREATE_ALWAYS		2
#define OPEN_EXISTING		3
#define OPEN_ALWAYS		4
#define TRUNCATE_EXISTING	5
#define FILE_ATTRIBUTE_NORMAL	0x00000080
#define FILE_FLAG_WRITE_THROUGH	0x80000000U
#define FILE_FLAG_OVERLAPPED	0x40000000
#define FILE_FLAG_NO_BUFFERING	0x20000000
#define FILE_FLAG_SEQUENTIAL_SCAN 0x08000000
HANDLE WINAPI CreateFileA(LPCSTR lpFileName, DWORD dwAccess, DWORD dwShare,
			  LPSECURITY_ATTRIBUTES lpAttributes, DWORD dwDisposition,
			  DWORD dwFlags, HANDLE hTemplate);
HANDLE WINAPI CreateFileW(LPCWSTR lpFileName, DWORD dwAccess, DWORD dwShare,
			  LPSECURITY_ATTRIBUTES lpAttributes, DWORD dwDisposition,
			  DWORD dwFlags, HANDLE hTemplate)
	NTMS_COMPAT_WIDE(CreateFileW);
BOOL WINAPI ReadFile(HANDLE hFile, LPVOID lpBuffer, DWORD nBytes, LPDWORD lpRead,
		     LPOVERLAPPED lpOverlapped);
BOOL WINAPI WriteFile(HANDLE hFile, LPCVOID lpBuffer, DWORD nBytes, LPDWORD lpWritten,
		      LPOVERLAPPED lpOverlapped);
BOOL WINAPI FlushFileBuffers(HANDLE hFile);
BOOL WINAPI CloseHandle(HANDLE hObject);
BOOL WINAPI DeviceIoControl(HANDLE hDevice, DWORD dwCode, LPVOID lpIn, DWORD nIn,
			    LPVOID lpOut, DWORD nOut, LPDWORD lpReturned,
			    LPOVERLAPPED lpOverlapped);

/* tapes */
#define TAPE_REWIND			0
#define TAPE_ABSOLUTE_BLOCK		1
#define TAPE_LOGICAL_BLOCK		2
#define TAPE_PSEUDO_LOGICAL_BLOCK	3
#define TAPE_SPACE_END_OF_DATA		4
#define TAPE_SPACE_RELATIVE_BLOCKS	5
#define TAPE_SPACE_FILEMARKS		6
#define TAPE_SPACE_SEQUENTIAL_FMKS	7
#define TAPE_SPACE_SETMARKS		8
#define TAPE_SPACE_SEQUENTIAL_SMKS	9
#define TAPE_ABSOLUTE_POSITION		0
#define TAPE_LOGICAL_POSITION		1
#define TAPE_PSEUDO_LOGICAL_POSITION	2
#define TAPE_SETMARKS			0
#define TAPE_FILEMARKS			1
#define TAPE_SHORT_FILEMARKS		2
#define TAPE_LONG_FILEMARKS		3
#define TAPE_LOAD			0
#define TAPE_UNLOAD			1
#define TAPE_TENSION			2
#define TAPE_LOCK			3
#define TAPE_UNLOCK			4
#define TAPE_FORMAT			5
#define TAPE_ERASE_SHORT		0
#define TAPE_ERASE_LONG			1
#define GET_TAPE_MEDIA_INFORMATION	0
#define GET_TAPE_DRIVE_INFORMATION	1
#define SET_TAPE_MEDIA_INFORMATION	0
#define SET_TAPE_DRIVE_INFORMATION	1

typedef struct _TAPE_GET_MEDIA_PARAMETERS {
	LARGE_INTEGER Capacity;
	LARGE_INTEGER Remaining;
	DWORD BlockSize;
	DWORD PartitionCount;
	BOOLEAN WriteProtected;
} TAPE_GET_MEDIA_PARAMETERS, *PTAPE_GET_MEDIA_PARAMETERS;

typedef struct _TAPE_SET_MEDIA_PARAMETERS {
	DWORD BlockSize;
} TAPE_SET_MEDIA_PARAMETERS, *PTAPE_SET_MEDIA_PARAMETERS;

typedef struct _TAPE_GET_DRIVE_PARAMETERS {
	BOOLEAN ECC;
	BOOLEAN Compression;
	BOOLEAN DataPadding;
	BOOLEAN ReportSetmarks;
	DWORD DefaultBlockSize;
	DWORD MaximumBlockSize;
	DWORD MinimumBlockSize;
	DWORD MaximumPartitionCount;
	DWORD FeaturesLow;
	DWORD FeaturesHigh;
	DWORD EOTWarningZoneSize;
} TAPE_GET_DRIVE_PARAMETERS, *PTAPE_GET_DRIVE_PARAMETERS;

typedef struct _TAPE_SET_DRIVE_PARAMETERS {
	BOOLEAN ECC;
	BOOLEAN Compression;
	BOOLEAN DataPadding;
	BOOLEAN ReportSetmarks;
	DWORD EOTWarningZoneSize;
} TAPE_SET_DRIVE_PARAMETERS, *PTAPE_SET_DRIVE_PARAMETERS;

DWORD WINAPI SetTapePosition(HANDLE hDevice, DWORD dwMethod, DWORD dwPartition,
			     DWORD dwLow, DWORD dwHigh, BOOL bImmediate);
DWORD WINAPI GetTapePosition(HANDLE hDevice, DWORD dwType, LPDWORD lpPartition,
			     LPDWORD lpLow, LPDWORD lpHigh);
DWORD WINAPI PrepareTape(HANDLE hDevice, DWORD dwOperation, BOOL bImmediate);
DWORD WINAPI EraseTape(HANDLE hDevice, DWORD dwType, BOOL bImmediate);
DWORD WINAPI WriteTapemark(HANDLE hDevice, DWORD dwType, DWORD dwCount, BOOL bImmediate);
DWORD WINAPI GetTapeParameters(HANDLE hDevice, DWORD dwOperation, LPDWORD lpSize,
			       LPVOID lpParameters);
DWORD WINAPI SetTapeParameters(HANDLE hDevice, DWORD dwOperation, LPVOID lpParameters);
DWORD WINAPI GetTapeStatus(HANDLE hDevice);

/* printf as Windows has it */
int ntms_win_printf(const char *format, ...);
int ntms_win_fprintf(FILE *to, const char *format, ...);
int ntms_win_sprintf(char *to, const char *format, ...);
int ntms_win_snprintf(char *to, size_t count, const char *format, ...);
int ntms_win_vprintf(const char *format, va_list args);
int ntms_win_vfprintf(FILE *to, const char *format, va_list args);
int ntms_win_vsnprintf(char *to, size_t count, const char *format, va_list args);
int ntms_win_wprintf(const WCHAR *format, ...) NTMS_COMPAT_WIDE(ntms_win_wprintf);
int ntms_win_fwprintf(FILE *to, const WCHAR *format, ...)
	NTMS_COMPAT_WIDE(ntms_win_fwprintf);
int ntms_win_swprintf(WCHAR *to, const WCHAR *format, ...)
	NTMS_COMPAT_WIDE(ntms_win_swprintf);
int ntms_win_snwprintf(WCHAR *to, size_t count, const WCHAR *format, ...)
	NTMS_COMPAT_WIDE(ntms_win_snwprintf);
int ntms_win_vfwprintf(FILE *to, const WCHAR *format, va_list args)
	NTMS_COMPAT_WIDE(ntms_win_vfwprintf);
int ntms_win_vsnwprintf(WCHAR *to, size_t count, const WCHAR *format, va_list args)
	NTMS_COMPAT_WIDE(ntms_win_vsnwprintf);

#ifdef __cplusplus
}
namespace std {
	using ::ntms_win_printf;
	using ::ntms_win_fprintf;
	using ::ntms_win_sprintf;
	using ::ntms_win_snprintf;
	using ::ntms_win_vprintf;
	using ::ntms_win_vfprintf;
	using ::ntms_win_vsnprintf;
	using ::ntms_win_wprintf;
	using ::ntms_win_fwprintf;
}
#endif

#ifndef NTMS_COMPAT_NO_PRINTF
#undef printf
#undef fprintf
#undef sprintf
#undef snprintf
#undef vprintf
#undef vfprintf
#undef vsnprintf
#define printf			ntms_win_printf
#define fprintf			ntms_win_fprintf
#define sprintf			ntms_win_sprintf
#define snprintf		ntms_win_snprintf
#define vprintf			ntms_win_vprintf
#define vfprintf		ntms_win_vfprintf
#define vsnprintf		ntms_win_vsnprintf
#define wprintf			ntms_win_wprintf
#define fwprintf		ntms_win_fwprintf
#define vfwprintf		ntms_win_vfwprintf
#define _snprintf		ntms_win_snprintf
#define _vsnprintf		ntms_win_vsnprintf
#define sprintf_s		ntms_win_snprintf
#define _swprintf		ntms_win_swprintf
#define _snwprintf		ntms_win_snwprintf
#define swprintf_s		ntms_win_snwprintf
#define _vsnwprintf		ntms_win_vsnwprintf
#define wsprintfA		ntms_win_sprintf
#define wsprintfW		ntms_win_swprintf
/* ISO C has a size, old Windows sources have none: they mean _swprintf */
#define swprintf		ntms_win_snwprintf
#endif

#include "ntms_wcs.h"

#define lstrlenA		(int)strlen
#define lstrcpyA		strcpy
#define lstrcatA		strcat
#define lstrcmpA		strcmp
#define lstrcmpiA		strcasecmp
#define lstrcpynA		ntms_strcpyn
#define lstrlenW		(int)ntms_wcslen
#define lstrcpyW		ntms_wcscpy
#define lstrcatW		ntms_wcscat
#define lstrcmpW		ntms_wcscmp
#define lstrcmpiW		ntms_wcsicmp
#define lstrcpynW		ntms_wcscpyn
#define _stricmp		strcasecmp
#define stricmp			strcasecmp
#define _strnicmp		strncasecmp
#define _wcsicmp		ntms_wcsicmp
#define _strdup			strdup

#ifdef UNICODE
#define FormatMessage		FormatMessageW
#define GetComputerName		GetComputerNameW
#define CreateFile		CreateFileW
#define wsprintf		wsprintfW
#define lstrlen			lstrlenW
#define lstrcpy			lstrcpyW
#define lstrcpyn		lstrcpynW
#define lstrcat			lstrcatW
#define lstrcmp			lstrcmpW
#define lstrcmpi		lstrcmpiW
#else
#define FormatMessage		FormatMessageA
#define GetComputerName		GetComputerNameA
#define CreateFile		CreateFileA
#define wsprintf		wsprintfA
#define lstrlen			lstrlenA
#define lstrcpy			lstrcpyA
#define lstrcpyn		lstrcpynA
#define lstrcat			lstrcatA
#define lstrcmp			lstrcmpA
#define lstrcmpi		lstrcmpiA
#endif

#ifndef WIN32_LEAN_AND_MEAN
#include "objbase.h"
#endif

#endif /* _NTMS_COMPAT_WINDOWS_H */
