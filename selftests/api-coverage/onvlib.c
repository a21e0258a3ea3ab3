// SPDX-License-Identifier: GPL-2.0
/*
 * onvlib.c - the error rows of the API that need a robot
 *
 *	onvlib present	on a library
 *	onvlib full	the store's disk is full
 *	onvlib gone	the store is gone
 *
 * On a library of selftests/vlib with five slots, tapes in all but the last, and one
 * drive, with ntmsd as the store; see guest.sh, which runs one after the other.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <ntms.h>

#include "row.h"

#define CONTROL	"/sys/kernel/debug/vlib/control"
#define SLOTS	5
#define EMPTY	(SLOTS - 1)
#define PATIENCE 60000	/* ms */
#define FILLER	"/run/store/filler"

static HANDLE s;
static NTMS_GUID library, drive, slots[SLOTS], media[SLOTS], out, mounted;

static DWORD get(NTMS_GUID *id, DWORD type, NTMS_OBJECTINFORMATIONA *info)
{
	info->dwSize = sizeof(*info);
	info->dwType = type;
	return GetNtmsObjectInformationA(s, id, info);
}

/* The library that has a robot. */
static bool find_library(void)
{
	NTMS_OBJECTINFORMATIONA info;
	NTMS_GUID list[8];
	DWORD n = 8, i;

	if (EnumerateNtmsObject(s, NULL, list, &n, NTMS_LIBRARY, 0))
		return false;
	for (i = 0; i < n; i++) {
		if (get(&list[i], NTMS_LIBRARY, &info) ||
		    info.Info.Library.LibraryType != NTMS_LIBRARYTYPE_ONLINE ||
		    info.Info.Library.dwNumberOfSlots != SLOTS)
			continue;
		library = list[i];
		return true;
	}
	return false;
}

/* Its drive, its slots, and what was in them. */
static bool find_parts(void)
{
	NTMS_OBJECTINFORMATIONA info;
	NTMS_GUID list[16];
	DWORD n = 1, i, found = 0;

	if (EnumerateNtmsObject(s, &library, &drive, &n, NTMS_DRIVE, 0))
		return false;
	n = 16;
	if (EnumerateNtmsObject(s, &library, list, &n, NTMS_STORAGESLOT, 0))
		return false;
	for (i = 0; i < n; i++)
		if (!get(&list[i], NTMS_STORAGESLOT, &info) &&
		    info.Info.StorageSlot.Number < SLOTS)
			slots[info.Info.StorageSlot.Number] = list[i];
	n = 16;
	if (EnumerateNtmsObject(s, &library, list, &n, NTMS_PHYSICAL_MEDIA, 0))
		return false;
	for (i = 0; i < n && found < SLOTS; i++)
		if (!get(&list[i], NTMS_PHYSICAL_MEDIA, &info) &&
		    info.Info.PhysicalMedia.MediaType.Data1)
			media[found++] = list[i];
	return found >= EMPTY;
}

static bool find(void)
{
	unsigned int tries;

	for (tries = 0; tries < 10 * PATIENCE / 1000; tries++, usleep(100000))
		if (find_library() && find_parts())
			return true;
	return false;
}

/* What an operator does to the library: a line as selftests/vlib/README.md has them. */
static bool hand(const char *what)
{
	FILE *f = fopen(CONTROL, "w");

	if (!f)
		return false;
	fprintf(f, "%s\n", what);
	return !fclose(f);
}

/* The changer tells that it was touched, the library is read; then the slot is so. */
static bool reads(DWORD state)
{
	NTMS_OBJECTINFORMATIONA info;
	unsigned int tries;

	if (!hand("attention lib1 changer 28/00"))
		return false;
	for (tries = 0; tries < 10 * PATIENCE / 1000; tries++, usleep(100000)) {
		InventoryNtmsLibrary(s, &library, NTMS_INVENTORY_FAST);
		if (!get(&slots[EMPTY], NTMS_STORAGESLOT, &info) &&
		    info.Info.StorageSlot.State == state)
			return true;
	}
	return false;
}

static NTMS_GUID *side(unsigned int n)
{
	static NTMS_GUID id[SLOTS];
	DWORD one = 1;

	EnumerateNtmsObject(s, &media[n], &id[n], &one, NTMS_PARTITION, 0);
	return &id[n];
}

static DWORD mount(unsigned int n, DWORD options)
{
	return MountNtmsMedia(s, side(n), &mounted, 1, NTMS_MOUNT_READ | options, 0, PATIENCE,
			      NULL);
}

static DWORD eject(unsigned int n)
{
	return EjectNtmsMedia(s, &media[n], &out, NTMS_EJECT_START);
}

/* A dismount that failed may not be forgotten yet when its caller is told. */
static DWORD dismount_drive(void)
{
	unsigned int tries;
	DWORD code;

	for (tries = 0; tries < 10 * PATIENCE / 1000; tries++, usleep(100000)) {
		code = DismountNtmsDrive(s, &drive);
		if (code != ERROR_INVALID_STATE)
			break;
	}
	return code;
}

static DWORD inject(void)
{
	return InjectNtmsMedia(s, &library, &out, NTMS_INJECT_START);
}

static DWORD inject_cleaner(void)
{
	return InjectNtmsCleaner(s, &library, &out, 1, NTMS_INJECT_START);
}

static DWORD eject_cleaner(void)
{
	return EjectNtmsCleaner(s, &library, &out, NTMS_EJECT_START);
}

static void cleaner(void)
{
	NTMS_GUID none = { 1, 2, 3, { 4 } };

	ROW(ReserveNtmsCleanerSlot(s, &library, &none), ERROR_OBJECT_NOT_FOUND);
	ROW(ReserveNtmsCleanerSlot(s, &library, &slots[0]), ERROR_RESOURCE_NOT_AVAILABLE);
	ROW(ReleaseNtmsCleanerSlot(s, &library), ERROR_CLEANER_SLOT_NOT_SET);
	ROW(inject_cleaner(), ERROR_CLEANER_SLOT_NOT_SET);
	ROW(eject_cleaner(), ERROR_CLEANER_SLOT_NOT_SET);
	ROW(ReserveNtmsCleanerSlot(s, &library, &slots[EMPTY]), ERROR_SUCCESS);
	ROW(ReserveNtmsCleanerSlot(s, &library, &slots[EMPTY]), ERROR_CLEANER_SLOT_SET);
	ROW(eject_cleaner(), ERROR_RESOURCE_NOT_AVAILABLE);
	/* the only free slot is kept for the cleaner */
	ROW(inject(), ERROR_LIBRARY_FULL);
	row("a cleaner is put into its slot",
	    !hand("put lib1 slot4 CLN001L1 type=clean force=1") || !reads(NTMS_SLOTSTATE_FULL), 0);
	ROW(inject_cleaner(), ERROR_RESOURCE_NOT_AVAILABLE);
	ROW(ReleaseNtmsCleanerSlot(s, &library), ERROR_RESOURCE_NOT_AVAILABLE);
	row("its magazine is pulled",
	    !hand("magazine lib1 slot4 1 pull") || !reads(NTMS_SLOTSTATE_NOTPRESENT), 0);
	ROW(eject_cleaner(), ERROR_RESOURCE_NOT_PRESENT);
	ROW(ReleaseNtmsCleanerSlot(s, &library), ERROR_RESOURCE_NOT_PRESENT);
	row("the magazine is put back, without the cleaner",
	    !hand("magazine lib1 slot4 1 insert") || !hand("take lib1 slot4 force=1") ||
	    !reads(NTMS_SLOTSTATE_EMPTY), 0);
	ROW(ReleaseNtmsCleanerSlot(s, &library), ERROR_SUCCESS);
}

static void present(void)
{
	ROW(DismountNtmsDrive(s, &drive), ERROR_INVALID_STATE);
	cleaner();
	ROW(mount(0, 0), ERROR_SUCCESS);
	ROW(mount(1, NTMS_MOUNT_ERROR_NOT_AVAILABLE), ERROR_BUSY);
	ROW(eject(0), ERROR_BUSY);
	ROW(DisableNtmsObject(s, NTMS_PHYSICAL_MEDIA, &media[1]), ERROR_SUCCESS);
	ROW(eject(1), ERROR_MEDIA_NOT_AVAILABLE);
	ROW(EnableNtmsObject(s, NTMS_PHYSICAL_MEDIA, &media[1]), ERROR_SUCCESS);
	ROW(DismountNtmsMedia(s, side(0), 1, 0), ERROR_SUCCESS);
}

/* The store cannot write; how is told by what was called. */
static void not_stored(const char *how, DWORD code)
{
	unsigned int tries;

	ROW(mount(0, 0), ERROR_SUCCESS);
	if (system(how))
		row(how, 1, 0);
	for (tries = 0; tries < 600; tries++, usleep(100000))
		if (SetNtmsObjectAttributeA(s, &library, NTMS_LIBRARY, "a", "1", 1))
			break;
	ROW(DismountNtmsMedia(s, side(0), 1, 0), code);
	/* what was refused is not in the way of others */
	ROW(dismount_drive(), code);
	ROW(eject(1), code);
	ROW(inject(), code);
	ROW(AccessNtmsLibraryDoor(s, &library, NTMS_INVENTORY_FAST), code);
	ROW(CleanNtmsDrive(s, &drive), code);
	unlink(FILLER);
}

static void gone(void)
{
	not_stored("kill -9 $(cat /run/ntmsd.pid)", ERROR_DATABASE_FAILURE);
	ROW(ExportNtmsDatabase(s), ERROR_DATABASE_FAILURE);
	ROW(ImportNtmsDatabase(s), ERROR_DATABASE_FAILURE);
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "present";

	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("TAP version 13\n");
	s = OpenNtmsSessionA(NULL, "onvlib", 0);
	row("there is a library", !find(), 0);
	if (row_failed)
		;
	else if (!strcmp(what, "present"))
		present();
	else if (!strcmp(what, "full"))
		not_stored("dd if=/dev/zero of=" FILLER " bs=4k 2>/dev/null; test -e " FILLER,
			   ERROR_DATABASE_FULL);
	else
		gone();
	CloseNtmsSession(s);
	printf("1..%u\n", row_count);
	return row_failed != 0;
}
