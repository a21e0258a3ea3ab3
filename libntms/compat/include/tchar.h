/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tchar.h - names of text functions for both kinds of TCHAR
 *
 * Programs define _UNICODE together with UNICODE.  _tmain is main() or wmain();
 * libntms-compat.a has the main() that calls a wmain().
 */
#ifndef _NTMS_COMPAT_TCHAR_H
#define _NTMS_COMPAT_TCHAR_H

#include "windows.h"

#ifdef __cplusplus
extern "C" int wmain(int argc, WCHAR *argv[]) NTMS_COMPAT_WIDE(wmain);
#elif defined(NTMS_COMPAT_WCHAR16)
int wmain(int argc, WCHAR *argv[]) NTMS_COMPAT_WIDE(wmain);
#endif

#ifndef _T
#define _T(quote)		TEXT(quote)
#endif
#define _TEXT(quote)		TEXT(quote)

#ifdef UNICODE
#define _tmain			wmain
#define _tprintf		ntms_win_wprintf
#define _ftprintf		ntms_win_fwprintf
#define _stprintf		ntms_win_swprintf
#define _sntprintf		ntms_win_snwprintf
#define _stprintf_s		ntms_win_snwprintf
#define _vftprintf		ntms_win_vfwprintf
#define _vsntprintf		ntms_win_vsnwprintf
#define _tcslen			ntms_wcslen
#define _tcscpy			ntms_wcscpy
#define _tcsncpy		ntms_wcsncpy
#define _tcscat			ntms_wcscat
#define _tcscmp			ntms_wcscmp
#define _tcsncmp		ntms_wcsncmp
#define _tcsicmp		ntms_wcsicmp
#define _tcschr			ntms_wcschr
#define _tcsrchr		ntms_wcsrchr
#define _tcsstr			ntms_wcsstr
#define _tcstoul		ntms_wcstoul
#define _tcsdup			ntms_wcsdup
#define _ttoi			ntms_wtoi
#else
#define _tmain			main
#define _tprintf		ntms_win_printf
#define _ftprintf		ntms_win_fprintf
#define _stprintf		ntms_win_sprintf
#define _sntprintf		ntms_win_snprintf
#define _stprintf_s		ntms_win_snprintf
#define _vftprintf		ntms_win_vfprintf
#define _vsntprintf		ntms_win_vsnprintf
#define _tcslen			strlen
#define _tcscpy			strcpy
#define _tcsncpy		strncpy
#define _tcscat			strcat
#define _tcscmp			strcmp
#define _tcsncmp		strncmp
#define _tcsicmp		strcasecmp
#define _tcschr			strchr
#define _tcsrchr		strrchr
#define _tcsstr			strstr
#define _tcstoul		strtoul
#define _tcsdup			strdup
#define _ttoi			atoi
#endif

#endif /* _NTMS_COMPAT_TCHAR_H */
