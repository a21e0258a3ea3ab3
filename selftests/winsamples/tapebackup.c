// SPDX-License-Identifier: GPL-2.0
/*
 * TapeBackup - writes a file to a tape of its own and reads it back
 *
 * Creates its media pool when it runs for the first time, allocates a tape out
 * of it (drawing from the free pool), mounts it, writes, verifies, dismounts it
 * and gives it back.
 *
 *	cl /DUNICODE /D_UNICODE tapebackup.c ntmsapi.lib
 */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <winioctl.h>
#include <stdio.h>
#include <tchar.h>
#include <ntmsapi.h>

#define BLOCK_SIZE  (32 * 1024)
#define POOL_NAME   TEXT("TapeBackup")

static BYTE g_Block[BLOCK_SIZE];

static BOOL Check(LPCTSTR lpszWhat, DWORD dwError)
{
    TCHAR szMessage[256];

    if (dwError == ERROR_SUCCESS)
        return TRUE;
    if (!FormatMessage(FORMAT_MESSAGE_FROM_SYSTEM, NULL, dwError, 0, szMessage, 256, NULL))
        lstrcpy(szMessage, TEXT("\r\n"));
    _tprintf(TEXT("%s: error %lu: %s"), lpszWhat, dwError, szMessage);
    return FALSE;
}

/* The type of media that the first online library takes. */
static BOOL FindMediaType(HANDLE hSession, LPNTMS_GUID lpType)
{
    NTMS_GUID Libraries[16], Types[8];
    NTMS_OBJECTINFORMATION info;
    DWORD dwLibraries = 16, dwTypes, i;

    if (!Check(TEXT("EnumerateNtmsObject(LIBRARY)"),
               EnumerateNtmsObject(hSession, NULL, Libraries, &dwLibraries, NTMS_LIBRARY, 0)))
        return FALSE;
    for (i = 0; i < dwLibraries; i++) {
        memset(&info, 0, sizeof(info));
        info.dwSize = sizeof(info);
        info.dwType = NTMS_LIBRARY;
        if (!Check(TEXT("GetNtmsObjectInformation"),
                   GetNtmsObjectInformation(hSession, &Libraries[i], &info)))
            return FALSE;
        if (info.Info.Library.LibraryType != NTMS_LIBRARYTYPE_ONLINE)
            continue;
        dwTypes = 8;
        if (!Check(TEXT("EnumerateNtmsObject(MEDIA_TYPE)"),
                   EnumerateNtmsObject(hSession, &Libraries[i], Types, &dwTypes,
                                       NTMS_MEDIA_TYPE, 0)))
            return FALSE;
        if (dwTypes > 0) {
            *lpType = Types[0];
            return TRUE;
        }
    }
    _tprintf(TEXT("there is no library with a robot\n"));
    return FALSE;
}

static BOOL OpenPool(HANDLE hSession, LPNTMS_GUID lpType, LPNTMS_GUID lpPool)
{
    NTMS_OBJECTINFORMATION info;

    if (!Check(TEXT("CreateNtmsMediaPool"),
               CreateNtmsMediaPool(hSession, POOL_NAME, lpType, NTMS_OPEN_ALWAYS, NULL, lpPool)))
        return FALSE;
    memset(&info, 0, sizeof(info));
    info.dwSize = sizeof(info);
    info.dwType = NTMS_MEDIA_POOL;
    if (!Check(TEXT("GetNtmsObjectInformation"),
               GetNtmsObjectInformation(hSession, lpPool, &info)))
        return FALSE;
    info.Info.MediaPool.AllocationPolicy = NTMS_ALLOCATE_FROMSCRATCH;
    info.Info.MediaPool.DeallocationPolicy = NTMS_DEALLOCATE_TOSCRATCH;
    return Check(TEXT("SetNtmsObjectInformation"),
                 SetNtmsObjectInformation(hSession, lpPool, &info));
}

static BOOL WriteTape(HANDLE hTape, HANDLE hFile, DWORD *lpdwBlocks)
{
    DWORD dwRead, dwWritten;

    *lpdwBlocks = 0;
    while (ReadFile(hFile, g_Block, BLOCK_SIZE, &dwRead, NULL) && dwRead > 0) {
        ZeroMemory(g_Block + dwRead, BLOCK_SIZE - dwRead);
        if (!WriteFile(hTape, g_Block, BLOCK_SIZE, &dwWritten, NULL))
            return Check(TEXT("WriteFile"), GetLastError());
        ++*lpdwBlocks;
    }
    return Check(TEXT("WriteTapemark"), WriteTapemark(hTape, TAPE_FILEMARKS, 1, FALSE));
}

static BOOL VerifyTape(HANDLE hTape, DWORD dwBlocks)
{
    DWORD dwRead, i, dwPartition, dwLow, dwHigh;

    if (!Check(TEXT("SetTapePosition"), SetTapePosition(hTape, TAPE_REWIND, 0, 0, 0, FALSE)))
        return FALSE;
    for (i = 0; i < dwBlocks; i++)
        if (!ReadFile(hTape, g_Block, BLOCK_SIZE, &dwRead, NULL) || dwRead != BLOCK_SIZE)
            return Check(TEXT("ReadFile"), GetLastError());
    if (ReadFile(hTape, g_Block, BLOCK_SIZE, &dwRead, NULL) ||
        GetLastError() != ERROR_FILEMARK_DETECTED) {
        _tprintf(TEXT("the filemark is missing\n"));
        return FALSE;
    }
    if (GetTapePosition(hTape, TAPE_LOGICAL_POSITION, &dwPartition, &dwLow, &dwHigh) == NO_ERROR)
        _tprintf(TEXT("position %lu after verification\n"), dwLow);
    return TRUE;
}

static BOOL UseTape(HANDLE hSession, LPNTMS_GUID lpMedia, LPCTSTR lpszFile)
{
    NTMS_GUID DriveId = NTMS_NULLGUID;
    NTMS_OBJECTINFORMATION info;
    HANDLE hTape, hFile;
    TAPE_SET_MEDIA_PARAMETERS parameters;
    DWORD dwBlocks = 0, dwReturned;
    BOOL bOk;

    if (!Check(TEXT("MountNtmsMedia"),
               MountNtmsMedia(hSession, lpMedia, &DriveId, 1,
                              NTMS_MOUNT_READ | NTMS_MOUNT_WRITE | NTMS_MOUNT_ERROR_NOT_AVAILABLE,
                              NTMS_PRIORITY_NORMAL, 10 * 60 * 1000, NULL)))
        return FALSE;
    memset(&info, 0, sizeof(info));
    info.dwSize = sizeof(info);
    info.dwType = NTMS_DRIVE;
    bOk = Check(TEXT("GetNtmsObjectInformation"),
                GetNtmsObjectInformation(hSession, &DriveId, &info));
    if (bOk) {
        _tprintf(TEXT("mounted in %s\n"), info.Info.Drive.szDeviceName);
        hTape = CreateFile(info.Info.Drive.szDeviceName, GENERIC_READ | GENERIC_WRITE, 0, NULL,
                           OPEN_EXISTING, 0, NULL);
        hFile = CreateFile(lpszFile, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING,
                           FILE_ATTRIBUTE_NORMAL, NULL);
        if (hTape == INVALID_HANDLE_VALUE || hFile == INVALID_HANDLE_VALUE) {
            bOk = Check(TEXT("CreateFile"), GetLastError());
        } else {
            parameters.BlockSize = 0;
            bOk = Check(TEXT("GetTapeStatus"), GetTapeStatus(hTape)) &&
                  DeviceIoControl(hTape, IOCTL_STORAGE_CHECK_VERIFY, NULL, 0, NULL, 0,
                                  &dwReturned, NULL) &&
                  Check(TEXT("SetTapeParameters"),
                        SetTapeParameters(hTape, SET_TAPE_MEDIA_INFORMATION, &parameters)) &&
                  WriteTape(hTape, hFile, &dwBlocks) && VerifyTape(hTape, dwBlocks);
        }
        if (hFile != INVALID_HANDLE_VALUE)
            CloseHandle(hFile);
        if (hTape != INVALID_HANDLE_VALUE)
            CloseHandle(hTape);
        if (bOk)
            _tprintf(TEXT("%lu blocks written and verified\n"), dwBlocks);
    }
    return Check(TEXT("DismountNtmsMedia"),
                 DismountNtmsMedia(hSession, lpMedia, 1, NTMS_DISMOUNT_IMMEDIATE)) && bOk;
}

int _tmain(int argc, TCHAR *argv[])
{
    NTMS_GUID TypeId, PoolId, MediaId = NTMS_NULLGUID;
    TCHAR szPool[NTMS_POOLHIERARCHY_LENGTH];
    DWORD dwSize = NTMS_POOLHIERARCHY_LENGTH;
    HANDLE hSession;
    BOOL bOk;

    if (argc != 2) {
        _tprintf(TEXT("usage: %s FILE\n"), argv[0]);
        return 2;
    }
    hSession = OpenNtmsSession(NULL, TEXT("TapeBackup"), 0);
    if (hSession == INVALID_HANDLE_VALUE) {
        Check(TEXT("OpenNtmsSession"), GetLastError());
        return 1;
    }
    bOk = FindMediaType(hSession, &TypeId) && OpenPool(hSession, &TypeId, &PoolId) &&
          Check(TEXT("GetNtmsMediaPoolName"),
                GetNtmsMediaPoolName(hSession, &PoolId, szPool, &dwSize));
    if (bOk)
        bOk = Check(TEXT("AllocateNtmsMedia"),
                    AllocateNtmsMedia(hSession, &PoolId, NULL, &MediaId,
                                      NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE, 0, NULL));
    if (bOk) {
        _tprintf(TEXT("allocated a tape from pool \"%s\"\n"), szPool);
        bOk = UseTape(hSession, &MediaId, argv[1]);
        bOk = Check(TEXT("DeallocateNtmsMedia"),
                    DeallocateNtmsMedia(hSession, &MediaId, 0)) && bOk;
    }
    Check(TEXT("CloseNtmsSession"), CloseNtmsSession(hSession));
    _tprintf(bOk ? TEXT("done\n") : TEXT("failed\n"));
    return bOk ? 0 : 1;
}
