// SPDX-License-Identifier: GPL-2.0
/*
 * ListMedia - prints the libraries, drives and media of a computer
 *
 * A console program as one is written for Windows: it must build here from this
 * source as it stands.
 *
 *	cl /DUNICODE /D_UNICODE listmedia.c ntmsapi.lib ole32.lib
 */
#include <windows.h>
#include <stdio.h>
#include <tchar.h>
#include <objbase.h>
#include <ntmsapi.h>

static void PrintError(LPCTSTR lpszWhat, DWORD dwError)
{
    LPTSTR lpszMessage = NULL;

    if (FormatMessage(FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_FROM_SYSTEM |
                      FORMAT_MESSAGE_IGNORE_INSERTS, NULL, dwError,
                      MAKELANGID(LANG_NEUTRAL, SUBLANG_DEFAULT), (LPTSTR)&lpszMessage, 0, NULL)) {
        _ftprintf(stderr, TEXT("%s failed: %lu, %s"), lpszWhat, dwError, lpszMessage);
        LocalFree(lpszMessage);
    } else {
        _ftprintf(stderr, TEXT("%s failed: %lu\n"), lpszWhat, dwError);
    }
}

/* All objects of a type; the caller frees the list with LocalFree. */
static DWORD GetObjects(HANDLE hSession, LPNTMS_GUID lpContainer, DWORD dwType,
                        LPNTMS_GUID *lplpList, LPDWORD lpdwCount)
{
    DWORD dwError, dwSize = 0;

    *lplpList = NULL;
    do {
        dwError = EnumerateNtmsObject(hSession, lpContainer, *lplpList, &dwSize, dwType, 0);
        if (dwError == ERROR_INSUFFICIENT_BUFFER) {
            if (*lplpList != NULL)
                LocalFree(*lplpList);
            *lplpList = (LPNTMS_GUID)LocalAlloc(LPTR, dwSize * sizeof(NTMS_GUID));
            if (*lplpList == NULL)
                return ERROR_NOT_ENOUGH_MEMORY;
        }
    } while (dwError == ERROR_INSUFFICIENT_BUFFER);
    *lpdwCount = dwSize;
    return dwError;
}

static DWORD GetInfo(HANDLE hSession, LPNTMS_GUID lpId, DWORD dwType,
                     NTMS_OBJECTINFORMATION *lpInfo)
{
    ZeroMemory(lpInfo, sizeof(*lpInfo));
    lpInfo->dwSize = sizeof(*lpInfo);
    lpInfo->dwType = dwType;
    return GetNtmsObjectInformation(hSession, lpId, lpInfo);
}

static void PrintTime(LPCTSTR lpszName, const SYSTEMTIME *lpTime)
{
    FILETIME ft;
    SYSTEMTIME again;

    /* To file time and back, as programs do that compare times. */
    if (!SystemTimeToFileTime(lpTime, &ft) || !FileTimeToSystemTime(&ft, &again))
        return;
    _tprintf(TEXT("    %s: %04u-%02u-%02u %02u:%02u\n"), lpszName, again.wYear, again.wMonth,
             again.wDay, again.wHour, again.wMinute);
}

static void PrintMedium(HANDLE hSession, LPNTMS_GUID lpId)
{
    NTMS_OBJECTINFORMATION info;
    WCHAR szGuid[40];
    DWORD dwError = GetInfo(hSession, lpId, NTMS_PHYSICAL_MEDIA, &info);

    if (dwError != ERROR_SUCCESS) {
        PrintError(TEXT("GetNtmsObjectInformation"), dwError);
        return;
    }
#ifdef __cplusplus
    StringFromGUID2(*lpId, szGuid, 40);
#else
    StringFromGUID2(lpId, szGuid, 40);
#endif
    _tprintf(TEXT("  Medium %-20.20s bar code %-12s sides %lu state %d\n"), info.szName,
             info.Info.PhysicalMedia.szBarCode, info.Info.PhysicalMedia.dwNumberOfPartitions,
             (int)info.Info.PhysicalMedia.MediaState);
    wprintf(L"    id: %s\n", szGuid);
    PrintTime(TEXT("created"), &info.Created);
}

static void PrintDrive(HANDLE hSession, LPNTMS_GUID lpId)
{
    NTMS_OBJECTINFORMATION info;
    DWORD dwError = GetInfo(hSession, lpId, NTMS_DRIVE, &info);

    if (dwError != ERROR_SUCCESS) {
        PrintError(TEXT("GetNtmsObjectInformation"), dwError);
        return;
    }
    _tprintf(TEXT("  Drive %lu: %s (%s), mounted %lu times\n"), info.Info.Drive.Number,
             info.szName, info.Info.Drive.szDeviceName, info.Info.Drive.dwMountCount);
}

static BOOL PrintLibrary(HANDLE hSession, LPNTMS_GUID lpId)
{
    NTMS_OBJECTINFORMATION info;
    LPNTMS_GUID lpList;
    DWORD dwCount, i, dwError;

    dwError = GetInfo(hSession, lpId, NTMS_LIBRARY, &info);
    if (dwError != ERROR_SUCCESS) {
        PrintError(TEXT("GetNtmsObjectInformation"), dwError);
        return FALSE;
    }
    _tprintf(TEXT("Library \"%s\": %lu slots, %lu drives, %lu media\n"), info.szName,
             info.Info.Library.dwNumberOfSlots, info.Info.Library.dwNumberOfDrives,
             info.Info.Library.dwNumberOfMedia);

    dwError = GetObjects(hSession, lpId, NTMS_DRIVE, &lpList, &dwCount);
    for (i = 0; dwError == ERROR_SUCCESS && i < dwCount; i++)
        PrintDrive(hSession, &lpList[i]);
    LocalFree(lpList);
    if (dwError == ERROR_SUCCESS)
        dwError = GetObjects(hSession, lpId, NTMS_PHYSICAL_MEDIA, &lpList, &dwCount);
    for (i = 0; dwError == ERROR_SUCCESS && i < dwCount; i++)
        PrintMedium(hSession, &lpList[i]);
    LocalFree(lpList);
    if (dwError != ERROR_SUCCESS)
        PrintError(TEXT("EnumerateNtmsObject"), dwError);
    return dwError == ERROR_SUCCESS;
}

int __cdecl _tmain(int argc, TCHAR *argv[])
{
    HANDLE hSession;
    LPNTMS_GUID lpLibraries;
    DWORD dwCount, i, dwError;
    BOOL bOk = TRUE;

    hSession = OpenNtmsSession(argc > 1 ? argv[1] : NULL, TEXT("ListMedia"), 0);
    if (hSession == INVALID_HANDLE_VALUE) {
        PrintError(TEXT("OpenNtmsSession"), GetLastError());
        return 1;
    }
    dwError = GetObjects(hSession, NULL, NTMS_LIBRARY, &lpLibraries, &dwCount);
    if (dwError != ERROR_SUCCESS) {
        PrintError(TEXT("EnumerateNtmsObject"), dwError);
        bOk = FALSE;
        dwCount = 0;
    }
    for (i = 0; i < dwCount; i++)
        bOk = PrintLibrary(hSession, &lpLibraries[i]) && bOk;
    LocalFree(lpLibraries);
    CloseNtmsSession(hSession);
    return bOk ? 0 : 1;
}
