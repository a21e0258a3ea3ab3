// SPDX-License-Identifier: GPL-2.0
/*
 * test_compat.c - libntms-compat does what Windows programs expect of it
 *
 * Compiled in C and C++, with both kinds of TCHAR and both widths of WCHAR.
 * What a tape does is tested in a guest, by the programs in ../winsamples.
 */
#include <windows.h>
#include <winioctl.h>
#include <stdio.h>
#include <tchar.h>
#include <objbase.h>
#include <unistd.h>

static int count, failed;

static void ok(const char *what, BOOL good)
{
	count++;
	failed += !good;
	printf("%sok %d - %s\n", good ? "" : "not ", count, what);
}

static BOOL prints(LPCTSTR want, LPCTSTR format, ...)
{
	TCHAR text[512];
	va_list list;
	int n;

	va_start(list, format);
	n = _vsntprintf(text, 512, format, list);
	va_end(list);
	if (!_tcscmp(text, want) && n == (int)_tcslen(want))
		return TRUE;
	_tprintf(TEXT("# got \"%s\" (%d), want \"%s\"\n"), text, n, want);
	return FALSE;
}

static void test_printf(void)
{
	TCHAR text[64];
	char narrow[64];

	ok("%s takes text of the format's width", prints(TEXT("a:xyz"), TEXT("a:%s"), TEXT("xyz")));
	ok("%hs takes narrow text", prints(TEXT("xyz"), TEXT("%hs"), "xyz"));
	ok("%ls takes wide text", prints(TEXT("xyz"), TEXT("%ls"), L"xyz"));
	ok("%c takes a character", prints(TEXT("x"), TEXT("%c"), TEXT('x')));
	ok("%lu takes 32 bits", prints(TEXT("4294967295 7"), TEXT("%lu %d"), (DWORD)-1, 7));
	ok("%ld is signed", prints(TEXT("-5"), TEXT("%ld"), (LONG)-5));
	ok("%lX takes 32 bits", prints(TEXT("800710D4"), TEXT("%08lX"), (DWORD)0x800710d4));
	ok("%I64u takes 64 bits", prints(TEXT("18446744073709551615 1"), TEXT("%I64u %u"),
					(ULONGLONG)-1, 1u));
	ok("%I64d and %lld are signed", prints(TEXT("-1 -2"), TEXT("%I64d %lld"), (LONGLONG)-1,
					      (LONGLONG)-2));
	ok("width and precision cut and pad text",
	   prints(TEXT("[  ab][ab  ][ab]"), TEXT("[%4s][%-4s][%.2s]"), TEXT("ab"), TEXT("ab"),
		  TEXT("abcdef")));
	ok("stars take width and precision", prints(TEXT("[  ab]"), TEXT("[%*.*s]"), 4, 2,
						    TEXT("abcd")));
	ok("flags of numbers work", prints(TEXT("+5 0005 5   |0x1f"), TEXT("%+d %04d %-4d|%#x"), 5,
					  5, 5, 31));
	ok("a double is printed", prints(TEXT("1.50"), TEXT("%.2f"), 1.5));
	ok("%% is a percent sign", prints(TEXT("100%"), TEXT("100%%")));
	ok("NULL is told", prints(TEXT("(null)"), TEXT("%s"), (LPTSTR)NULL));
	ok("the count does not depend on the room",
	   _sntprintf(text, 4, TEXT("%s"), TEXT("abcdef")) == 6 && !_tcscmp(text, TEXT("abc")));
	ok("_stprintf needs no room told",
	   _stprintf(text, TEXT("%s-%u"), TEXT("a"), 1u) == 3 && !_tcscmp(text, TEXT("a-1")));
	sprintf(narrow, "%s %lu", "n", (DWORD)5);
	ok("sprintf prints DWORDs", !strcmp(narrow, "n 5"));
}

static void test_text(void)
{
	WCHAR wide[16];
	char narrow[16];
	BOOL used = TRUE;
	int n;

	n = MultiByteToWideChar(CP_UTF8, 0, "h\xc3\xa9", -1, wide, 16);
	ok("text becomes wide", n == 3 && wide[0] == 'h' && wide[1] == 0xe9 && !wide[2]);
	n = MultiByteToWideChar(CP_ACP, 0, "\xf0\x9f\x93\xbc", -1, wide, 16);
	ok("characters beyond 16 bits have the units they need",
	   n == 1 + (sizeof(WCHAR) == 2 ? 2 : 1));
	n = WideCharToMultiByte(CP_UTF8, 0, wide, -1, narrow, 16, NULL, &used);
	ok("and come back", n == 5 && !strcmp(narrow, "\xf0\x9f\x93\xbc") && !used);
	ok("the size can be asked for", MultiByteToWideChar(CP_UTF8, 0, "abc", -1, NULL, 0) == 4);
	ok("text that does not fit is refused",
	   !MultiByteToWideChar(CP_UTF8, 0, "abc", -1, wide, 3) &&
	   GetLastError() == ERROR_INSUFFICIENT_BUFFER);
	memset(wide, 0x55, sizeof(wide));
	ok("text with a length has no terminator",
	   MultiByteToWideChar(CP_UTF8, 0, "abcd", 2, wide, 2) == 2 && wide[1] == 'b' &&
	   wide[2] != 0);
	ok("lstrcpyn leaves room for the terminator",
	   lstrcpyn((LPTSTR)wide, TEXT("abcdef"), 4) && lstrlen((LPTSTR)wide) == 3);
	ok("lstrcmpi ignores case", !lstrcmpi(TEXT("AbC"), TEXT("aBc")) &&
				    lstrcmpi(TEXT("a"), TEXT("b")) < 0);
	ok("_tcs functions work", _tcschr(TEXT("abc"), TEXT('b')) &&
	   !_tcsstr(TEXT("abc"), TEXT("bd")) && _tcstoul(TEXT("ff"), NULL, 16) == 255 &&
	   _ttoi(TEXT("-3")) == -3);
}

static void test_time(void)
{
	SYSTEMTIME day = { 2001, 9, 0, 9, 1, 46, 40, 250 }, again, bad = { 2023, 2, 0, 29, 0, 0, 0, 0 };
	FILETIME ft, later = { 0, 0xffffffff };
	DWORD before = GetTickCount();

	ok("a time is a file time", SystemTimeToFileTime(&day, &ft) &&
	   ((ULONGLONG)ft.dwHighDateTime << 32 | ft.dwLowDateTime) ==
	   (1000000000ULL + 11644473600ULL) * 10000000 + 2500000);
	ok("a file time is a time, with its day of the week", FileTimeToSystemTime(&ft, &again) &&
	   again.wYear == 2001 && again.wDayOfWeek == 0 && again.wMilliseconds == 250);
	ok("a day that does not exist is refused", !SystemTimeToFileTime(&bad, &ft) &&
	   GetLastError() == ERROR_INVALID_PARAMETER);
	ok("a file time before 1601 is refused", !FileTimeToSystemTime(&later, &again));
	ok("file times are compared", CompareFileTime(&ft, &ft) == 0);
	Sleep(20);
	ok("Sleep sleeps", GetTickCount() - before >= 20);
	GetSystemTime(&again);
	ok("it is later than 2020", again.wYear > 2020 && again.wMonth >= 1 && again.wMonth <= 12);
}

static void test_guid(void)
{
	GUID a, b = { 0x12345678, 0x9abc, 0x4def, { 0x81, 2, 3, 4, 5, 6, 7, 8 } };
	RPC_CSTR text;
	WCHAR wide[40];
	int n;

	ok("CoCreateGuid makes random identifiers", CoInitialize(NULL) == S_OK &&
	   CoCreateGuid(&a) == S_OK && (a.Data3 & 0xf000) == 0x4000 &&
	   (a.Data4[0] & 0xc0) == 0x80 && memcmp(&a, &b, sizeof(a)));
#ifdef __cplusplus
	n = StringFromGUID2(b, wide, 40);
#else
	n = StringFromGUID2(&b, wide, 40);
#endif
	ok("StringFromGUID2 writes braces and capitals",
	   n == 39 && !ntms_wcscmp(wide, L"{12345678-9ABC-4DEF-8102-030405060708}"));
	ok("CLSIDFromString reads it", CLSIDFromString(wide, &a) == S_OK && !memcmp(&a, &b, 16));
	wide[37] = 0;
	ok("CLSIDFromString refuses less", CLSIDFromString(wide, &a) == CO_E_CLASSSTRING);
	ok("UuidToString writes neither", UuidToStringA(&b, &text) == RPC_S_OK &&
	   !strcmp((char *)text, "12345678-9abc-4def-8102-030405060708"));
	memset(&a, 0, sizeof(a));
	ok("UuidFromString reads it", UuidFromStringA(text, &a) == RPC_S_OK && !memcmp(&a, &b, 16));
	ok("RpcStringFree forgets it", RpcStringFreeA(&text) == RPC_S_OK && !text);
	ok("UuidFromString refuses nonsense",
	   UuidFromStringA((const unsigned char *)"12345678-9abc-4def-8102-03040506070g", &a) ==
	   RPC_S_INVALID_STRING_UUID);
}

static void test_message(void)
{
	TCHAR text[256];
	LPTSTR made = NULL;

	ok("FormatMessage knows the codes of the API",
	   FormatMessage(FORMAT_MESSAGE_FROM_SYSTEM, NULL, ERROR_INVALID_MEDIA_POOL, 0, text, 256,
			 NULL) > 0 && _tcsstr(text, TEXT("pool")) && _tcsstr(text, TEXT("\r\n")));
	ok("and of tapes", FormatMessage(FORMAT_MESSAGE_FROM_SYSTEM, NULL, ERROR_FILEMARK_DETECTED,
					 0, text, 256, NULL) > 0 && _tcsstr(text, TEXT("filemark")));
	ok("and HRESULTs", FormatMessage(FORMAT_MESSAGE_FROM_SYSTEM, NULL,
					 (DWORD)HRESULT_FROM_WIN32(ERROR_LIBRARY_OFFLINE), 0, text,
					 256, NULL) > 0 && _tcsstr(text, TEXT("offline")));
	ok("it allocates", FormatMessage(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_ALLOCATE_BUFFER,
					 NULL, 5, 0, (LPTSTR)&made, 0, NULL) > 0 && made &&
			   _tcslen(made) > 5);
	ok("LocalFree returns NULL", !LocalFree(made));
	ok("a text that does not fit is refused",
	   !FormatMessage(FORMAT_MESSAGE_FROM_SYSTEM, NULL, 5, 0, text, 3, NULL) &&
	   GetLastError() == ERROR_INSUFFICIENT_BUFFER);
}

static DWORD WINAPI thread(LPVOID p)
{
	Sleep(50);
	return *(DWORD *)p + 1;
}

static void test_thread(void)
{
	DWORD value = 41, code = 0;
	HANDLE h = CreateThread(NULL, 0, thread, &value, 0, NULL);

	ok("a thread is waited for", h && WaitForSingleObject(h, INFINITE) == WAIT_OBJECT_0 &&
	   WaitForSingleObject(h, 0) == WAIT_OBJECT_0);
	ok("and has a result", GetExitCodeThread(h, &code) && code == 42);
	ok("a closed handle is none", CloseHandle(h) && !CloseHandle(h) &&
	   GetLastError() == ERROR_INVALID_HANDLE &&
	   WaitForSingleObject(h, 0) == WAIT_FAILED);
	h = CreateThread(NULL, 0, thread, &value, 0, NULL);
	ok("a wait ends", h && WaitForSingleObject(h, 1) == WAIT_TIMEOUT);
	CloseHandle(h);
	Sleep(100);
}

static void test_file(void)
{
	char name[] = "/tmp/compat.XXXXXX", data[16];
	DWORD n = 99, position;
	HANDLE h;

	close(mkstemp(name));
	h = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
			FILE_ATTRIBUTE_NORMAL, NULL);
	ok("a file is created and written", h != INVALID_HANDLE_VALUE &&
	   WriteFile(h, "hello", 5, &n, NULL) && n == 5 && FlushFileBuffers(h));
	ok("a file is no tape", SetTapePosition(h, TAPE_REWIND, 0, 0, 0, FALSE) ==
	   ERROR_INVALID_FUNCTION && GetTapeStatus(h) == ERROR_INVALID_FUNCTION &&
	   GetTapePosition(h, 0, &position, &position, &position) == ERROR_INVALID_FUNCTION);
	ok("nor a thread", WaitForSingleObject(h, 0) == WAIT_FAILED);
	CloseHandle(h);
	ok("a closed file is refused", !ReadFile(h, data, 5, &n, NULL) &&
	   GetLastError() == ERROR_INVALID_HANDLE);
	ok("CREATE_NEW refuses a file that exists",
	   CreateFileA(name, GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL) == INVALID_HANDLE_VALUE &&
	   GetLastError() == ERROR_FILE_EXISTS);
	h = CreateFileA(name, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
	ok("it is read up to its end", ReadFile(h, data, 16, &n, NULL) && n == 5 &&
	   !memcmp(data, "hello", 5) && ReadFile(h, data, 16, &n, NULL) && n == 0);
	ok("and not written", !WriteFile(h, "x", 1, &n, NULL) &&
	   GetLastError() == ERROR_ACCESS_DENIED);
	CloseHandle(h);
	unlink(name);
	ok("a file that is not there is told",
	   CreateFile(TEXT("/nonexistent/file"), GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL) ==
	   INVALID_HANDLE_VALUE && GetLastError() == ERROR_FILE_NOT_FOUND);
	ok("a device has its name on Windows",
	   CreateFile(TEXT("\\\\.\\Tape99"), GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL) ==
	   INVALID_HANDLE_VALUE && GetLastError() == ERROR_FILE_NOT_FOUND);
	h = CreateFile(TEXT("\\\\.\\/dev/null"), GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
	ok("or its own behind the prefix", h != INVALID_HANDLE_VALUE);
	CloseHandle(h);
	ok("other devices are not found",
	   CreateFile(TEXT("\\\\.\\Tape0x"), GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL) ==
	   INVALID_HANDLE_VALUE &&
	   CreateFile(TEXT("\\\\.\\PhysicalDrive0"), GENERIC_READ, 0, NULL, OPEN_EXISTING, 0,
		      NULL) == INVALID_HANDLE_VALUE);
	ok("a tape call wants a handle", PrepareTape(NULL, TAPE_LOAD, FALSE) ==
	   ERROR_INVALID_HANDLE && EraseTape(INVALID_HANDLE_VALUE, 0, FALSE) ==
	   ERROR_INVALID_HANDLE && GetTapeParameters(NULL, 0, &n, data) == ERROR_INVALID_HANDLE);
}

int _tmain(int argc, TCHAR *argv[])
{
	TCHAR computer[64];
	DWORD size = 64;

	printf("TAP version 13\n");
	ok("the arguments arrive", argc == 3 && !_tcscmp(argv[1], TEXT("one")) &&
				   _tcslen(argv[2]) > 0 && !argv[3]);
	ok("the computer has a name", GetComputerName(computer, &size) && size == _tcslen(computer));
	size = 0;
	ok("which has a length", !GetComputerName(computer, &size) && size > 1);
	test_printf();
	test_text();
	test_time();
	test_guid();
	test_message();
	test_thread();
	test_file();
	printf("1..%d\n", count);
	return failed != 0;
}
