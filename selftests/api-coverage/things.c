// SPDX-License-Identifier: GPL-2.0
/*
 * things.c - what the rows of a world are about: its things, and calls that wait in it
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inworld.h"

/* The GUIDs of selftests/netlink/world.c; they stay good for a whole call. */
NTMS_GUID *numbered(uint16_t kind, uint32_t n)
{
	static NTMS_GUID ring[16];
	static unsigned int next;
	NTMS_GUID *id = &ring[next++ % 16];

	*id = (NTMS_GUID){ n, kind, 0, { 0x80, 0, 0, 0, 0, 0, 0, 0x77 } };
	return id;
}

/* A medium that could be entered, but for what the test changes. */
NTMS_OBJECTINFORMATIONA new_medium, new_side;

void describe_new(uint32_t pool)
{
	memset(&new_medium, 0, sizeof(new_medium));
	new_medium.dwSize = sizeof(new_medium);
	new_medium.dwType = NTMS_PHYSICAL_MEDIA;
	new_medium.Enabled = TRUE;
	new_medium.Info.PhysicalMedia.MediaPool = *THING(pool);
	new_medium.Info.PhysicalMedia.dwNumberOfPartitions = 1;
	memset(&new_side, 0, sizeof(new_side));
	new_side.dwSize = sizeof(new_side);
	new_side.dwType = NTMS_PARTITION;
	new_side.Enabled = TRUE;
	new_side.Info.Partition.State = NTMS_PARTSTATE_AVAILABLE;
	strcpy(new_side.Info.Partition.szOmidLabelType, "MTF");
	new_side.Info.Partition.dwOmidLabelIdLength = 4;
	memcpy(new_side.Info.Partition.OmidLabelId, "0001", 4);
}

DWORD set_security(NTMS_GUID *id, const char *sddl)
{
	PSECURITY_DESCRIPTOR sd;
	DWORD code = ntms_sd_from_sddl(sddl, &sd, NULL);

	if (code)
		return code;
	code = SetNtmsObjectSecurity(s, id, NTMS_UNKNOWN, DACL_SECURITY_INFORMATION, sd);
	free(sd);
	return code;
}

/* A label that is not the label agent's. */
DWORD label(uint32_t medium)
{
	NTMS_FILESYSTEM_INFO info = { L"NTFS", L"x", 1 };

	return UpdateNtmsOmidInfo(s, LMID(medium), NTMS_OMID_TYPE_FILESYSTEM_INFO, sizeof(info),
				  &info);
}

struct waiter waiter;

static void *wait_for_operator(void *unused)
{
	NTMS_GUID medium, drive;

	(void)unused;
	if (waiter.mount)
		waiter.code = MountNtmsMedia(waiter.session, LMID(M_OFFLINE), &drive, 1, 0, 0,
					     INFINITE, NULL);
	else
		waiter.code = AllocateNtmsMedia(waiter.session, THING(EMPTY), NULL, &medium, 0,
						INFINITE, NULL);
	return NULL;
}

void begin_waiting(bool mount)
{
	waiter.session = OpenNtmsSessionA(NULL, "waits", 0);
	waiter.mount = mount;
	pthread_create(&waiter.thread, NULL, wait_for_operator, NULL);
}

DWORD end_waiting(void)
{
	pthread_join(waiter.thread, NULL);
	CloseNtmsSession(waiter.session);
	return waiter.code;
}

static bool is_open(const NTMS_OBJECTINFORMATIONA *info, DWORD command)
{
	if (info->dwType == NTMS_LIBREQUEST)
		return info->Info.LibRequest.State == NTMS_LM_WAITING;
	return info->Info.OpRequest.Request == command &&
	       info->Info.OpRequest.State == NTMS_OPSTATE_SUBMITTED;
}

/*
 * The library request that waits, or the request to the operator for a @command that is
 * not answered yet, once there is one.
 */
bool find_request(DWORD type, DWORD command, NTMS_GUID *id)
{
	NTMS_OBJECTINFORMATIONA info;
	NTMS_GUID list[64];
	DWORD n, i, tries;

	for (tries = 0; tries < 500; tries++, usleep(10000)) {
		n = 64;
		if (EnumerateNtmsObject(s, NULL, list, &n, type, 0))
			continue;
		for (i = 0; i < n; i++) {
			info.dwSize = sizeof(info);
			info.dwType = type;
			if (GetNtmsObjectInformationA(s, &list[i], &info) ||
			    !is_open(&info, command))
				continue;
			*id = list[i];
			return true;
		}
	}
	return false;
}
