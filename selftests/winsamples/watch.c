// SPDX-License-Identifier: GPL-2.0
/*
 * Watch - tells what happens to the logical media of a computer
 *
 * A thread waits for notifications while the main thread creates a medium on
 * paper, allocated from the start, gives it a note and deletes it again.
 *
 *	cl watch.c ntmsapi.lib rpcrt4.lib ole32.lib
 */
#include <windows.h>
#include <stdio.h>
#include <string.h>
#include <rpc.h>
#include <objbase.h>
#include <ntmsapi.h>

static char g_szNote[] = "for the vault";

static const char *OperationName(DWORD dwOperation)
{
    switch (dwOperation) {
    case NTMS_OBJ_UPDATE: return "changed";
    case NTMS_OBJ_INSERT: return "new";
    case NTMS_OBJ_DELETE: return "deleted";
    }
    return "?";
}

static DWORD WINAPI WatchThread(LPVOID lpParameter)
{
    NTMS_NOTIFICATIONINFORMATION info;
    RPC_CSTR lpszId;
    DWORD dwError, dwSeen = 0;

    do {
        dwError = WaitForNtmsNotification((HANDLE)lpParameter, &info, 30 * 1000);
        if (dwError != ERROR_SUCCESS)
            break;
        if (UuidToStringA(&info.ObjectId, &lpszId) == RPC_S_OK) {
            printf("logical medium %s: %s\n", (char *)lpszId, OperationName(info.dwOperation));
            RpcStringFreeA(&lpszId);
        }
        dwSeen |= 1u << info.dwOperation;
    } while (info.dwOperation != NTMS_OBJ_DELETE);
    if (dwError != ERROR_SUCCESS)
        printf("WaitForNtmsNotification: %lu\n", dwError);
    return dwSeen;
}

/* A cartridge that is in no library, its side allocated. */
static DWORD CreateMedium(HANDLE hSession, LPNTMS_GUID lpPool, LPNTMS_GUID lpMedium,
                          LPNTMS_GUID lpLogical)
{
    NTMS_OBJECTINFORMATIONA medium, side;
    DWORD dwError;

    ZeroMemory(&medium, sizeof(medium));
    medium.dwSize = sizeof(medium);
    medium.dwType = NTMS_PHYSICAL_MEDIA;
    medium.Enabled = TRUE;
    medium.Info.PhysicalMedia.MediaPool = *lpPool;
    medium.Info.PhysicalMedia.dwNumberOfPartitions = 1;
    lstrcpyA(medium.Info.PhysicalMedia.szBarCode, "WATCH1");
    CoCreateGuid(&medium.ObjectGuid);

    ZeroMemory(&side, sizeof(side));
    side.dwSize = sizeof(side);
    side.dwType = NTMS_PARTITION;
    side.Enabled = TRUE;
    CoCreateGuid(lpLogical);
    side.Info.Partition.LogicalMedia = *lpLogical;
    side.Info.Partition.State = NTMS_PARTSTATE_ALLOCATED;
    side.Info.Partition.dwOmidLabelIdLength = 5;
    CopyMemory(side.Info.Partition.OmidLabelId, "watch", 5);
    lstrcpyA(side.Info.Partition.szOmidLabelType, "Watch");

    dwError = CreateNtmsMediaA(hSession, &medium, &side, 0);
    *lpMedium = medium.ObjectGuid;
    return dwError;
}

static BOOL Fail(const char *what, DWORD dwError)
{
    if (dwError != ERROR_SUCCESS)
        printf("%s: error %lu\n", what, dwError);
    return dwError != ERROR_SUCCESS;
}

static int Run(HANDLE hSession)
{
    NTMS_GUID types[128], pool, medium, logical;
    DWORD dwTypes = 128, dwSeen = 0, dwSize;
    HANDLE hNotification, hThread;
    char note[64];

    if (Fail("EnumerateNtmsObject",
             EnumerateNtmsObject(hSession, NULL, types, &dwTypes, NTMS_MEDIA_TYPE, 0)) ||
        Fail("CreateNtmsMediaPool", CreateNtmsMediaPoolA(hSession, "Watch", &types[0],
                                                          NTMS_OPEN_ALWAYS, NULL, &pool)))
        return 1;
    hNotification = OpenNtmsNotification(hSession, NTMS_LOGICAL_MEDIA);
    if (hNotification == INVALID_HANDLE_VALUE)
        return Fail("OpenNtmsNotification", GetLastError());
    hThread = CreateThread(NULL, 0, WatchThread, hNotification, 0, NULL);
    if (hThread == NULL)
        return Fail("CreateThread", GetLastError());

    if (Fail("CreateNtmsMedia", CreateMedium(hSession, &pool, &medium, &logical)))
        return 1;
    if (Fail("SetNtmsObjectAttribute",
             SetNtmsObjectAttributeA(hSession, &logical, NTMS_LOGICAL_MEDIA, "Note",
                                     (LPVOID)g_szNote, sizeof(g_szNote))))
        return 1;
    dwSize = sizeof(note);
    if (Fail("GetNtmsObjectAttribute",
             GetNtmsObjectAttributeA(hSession, &logical, NTMS_LOGICAL_MEDIA, "Note", note,
                                     &dwSize)) || strcmp(note, g_szNote) != 0)
        return 1;
    if (Fail("DeallocateNtmsMedia", DeallocateNtmsMedia(hSession, &logical, 0)) ||
        Fail("DeleteNtmsMedia", DeleteNtmsMedia(hSession, &medium)))
        return 1;

    if (WaitForSingleObject(hThread, 60 * 1000) != WAIT_OBJECT_0)
        return Fail("WaitForSingleObject", WAIT_TIMEOUT);
    GetExitCodeThread(hThread, &dwSeen);
    CloseHandle(hThread);
    CloseNtmsNotification(hNotification);
    DeleteNtmsMediaPool(hSession, &pool);
    return dwSeen == (1u << NTMS_OBJ_UPDATE | 1u << NTMS_OBJ_INSERT | 1u << NTMS_OBJ_DELETE)
           ? 0 : 1;
}

int main(int argc, char *argv[])
{
    HANDLE hSession = OpenNtmsSessionA(argc > 1 ? argv[1] : NULL, "Watch", 0);
    int nResult;

    if (hSession == INVALID_HANDLE_VALUE)
        return Fail("OpenNtmsSession", GetLastError());
    nResult = Run(hSession);
    CloseNtmsSession(hSession);
    printf(nResult == 0 ? "done\n" : "failed\n");
    return nResult;
}
