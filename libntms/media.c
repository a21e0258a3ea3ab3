// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * media.c - allocating media, giving them back, moving them
 *
 * MS-RSMP 3.2.5.2.2.3 to .7 and .13; SDK pages of the same names as the calls.
 * Each call can also return the codes that call.c lists for all calls.
 */
#include <string.h>

#include <linux/ntms.h>

#include "session.h"

/**
 * AllocateNtmsMedia() - allocate a side of a medium
 * @hSession:		a session
 * @lpMediaPool:	the application pool that the medium is to be in
 * @lpPartition:	the side to allocate, which must be available or an
 *			import; NULL to have one chosen from the pool and, if its
 *			policy says so, from the free pool
 * @lpMediaId:		receives the logical medium, the null GUID on failure;
 *			with NTMS_ALLOCATE_NEXT names a logical medium whose next
 *			side is wanted, and is left alone on failure
 * @dwOptions:		NTMS_ALLOCATE_NEW for a medium of which no side is in
 *			use, whose other side is then reserved for the caller;
 *			NTMS_ALLOCATE_NEXT for that other side;
 *			NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE to ask no operator
 * @dwTimeout:		milliseconds to wait for a medium, INFINITE for ever, 0
 *			not at all
 * @lpAllocateInformation: receives the pool that the medium came from; may be
 *			NULL; the caller sets dwSize
 *
 * The logical medium is the caller's until DeallocateNtmsMedia(), also beyond
 * the end of the session.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpMediaPool or @lpMediaId is NULL, an option
 *				  is unknown, NEW and NEXT are combined, or
 *				  dwSize is too small
 * * ERROR_INVALID_MEDIA_POOL	- @lpMediaPool is no application pool for media
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the pool
 *				  or to the pool that the medium comes from
 *				  (NTMS_USE_ACCESS if that is the free pool)
 * * ERROR_INVALID_MEDIA	- @lpPartition is no side, or @lpMediaId no
 *				  logical medium in the pool
 * * ERROR_INVALID_PARTITION	- the side is in a state that no allocation has
 * * ERROR_INVALID_STATE	- @lpPartition is in use otherwise
 * * ERROR_MEDIA_OFFLINE, ERROR_RESOURCE_DISABLED, ERROR_BUSY,
 *   ERROR_MEDIA_INCOMPATIBLE	- @lpPartition cannot be allocated for this reason
 * * ERROR_DEVICE_NOT_AVAILABLE	- there is no free pool for this type of media
 * * ERROR_MEDIA_UNAVAILABLE	- there is none, and no operator may be asked
 * * ERROR_TIMEOUT		- there was none in time
 * * ERROR_CANCELLED		- the operator refused, or the session was closed
 */
DWORD AllocateNtmsMedia(HANDLE hSession, LPNTMS_GUID lpMediaPool,
			LPNTMS_GUID lpPartition, LPNTMS_GUID lpMediaId,
			DWORD dwOptions, DWORD dwTimeout,
			LPNTMS_ALLOCATION_INFORMATION lpAllocateInformation)
{
	bool next = dwOptions & NTMS_ALLOCATE_NEXT;
	struct ntms_call call;
	NTMS_GUID media, from;

	ntms_call_begin(&call, hSession, NTMS_CMD_ALLOCATE_MEDIA);
	ntms_call_check(&call, lpMediaPool && lpMediaId);
	ntms_call_check(&call, !lpAllocateInformation ||
			lpAllocateInformation->dwSize >= sizeof(*lpAllocateInformation));
	ntms_call_guid(&call, NTMS_A_CALL_POOL, lpMediaPool);
	ntms_call_guid(&call, NTMS_A_CALL_PARTITION, lpPartition);
	ntms_call_guid(&call, NTMS_A_CALL_MEDIA, next ? lpMediaId : NULL);
	ntms_call_u32(&call, NTMS_A_CALL_OPTIONS, dwOptions);
	ntms_call_u32(&call, NTMS_A_CALL_TIMEOUT, dwTimeout);
	ntms_call_want_guid(&call, NTMS_A_CALL_MEDIA, &media);
	ntms_call_want_guid(&call, NTMS_A_CALL_ALLOCATED_FROM, &from);

	if (!ntms_call_run(&call)) {
		*lpMediaId = media;
		if (lpAllocateInformation)
			lpAllocateInformation->AllocatedFrom = from;
	} else if (lpMediaId && !next) {
		memset(lpMediaId, 0, sizeof(*lpMediaId));
	}
	return ntms_call_end(&call);
}

/**
 * DeallocateNtmsMedia() - give an allocated side back
 * @hSession:	a session
 * @lpMediaId:	the logical medium, which ceases to exist
 * @dwOptions:	must be 0
 *
 * The side becomes available, or is decommissioned if it has been allocated as
 * often as its pool allows.  If the pool's policy says so the medium goes to the
 * free pool once none of its sides is in use.  The medium may be mounted.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpMediaId is NULL or the null GUID, or
 *				  @dwOptions is not 0
 * * ERROR_INVALID_MEDIA	- there is no such logical medium (any more)
 * * ERROR_INVALID_PARTITION	- its side is missing or not allocated
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the
 *				  medium's pool, or NTMS_USE_ACCESS to the free
 *				  pool that it would go to
 */
DWORD DeallocateNtmsMedia(HANDLE hSession, LPNTMS_GUID lpMediaId, DWORD dwOptions)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_DEALLOCATE_MEDIA);
	ntms_call_check(&call, lpMediaId && !NTMS_IS_NULLGUID(*lpMediaId));
	ntms_call_check(&call, !dwOptions);
	ntms_call_guid(&call, NTMS_A_CALL_MEDIA, lpMediaId);
	return ntms_call_finish(&call);
}

/**
 * SwapNtmsMedia() - exchange the sides of two logical media
 * @hSession:		a session
 * @lpMediaId1:		a logical medium
 * @lpMediaId2:		another one in the same pool
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL, or both name the same medium
 * * ERROR_INVALID_MEDIA	- one is no logical medium, or its medium is in use
 * * ERROR_INVALID_MEDIA_POOL	- they are in different pools
 * * ERROR_INVALID_STATE	- a side is not allocated
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_MODIFY_ACCESS to the pool
 */
DWORD SwapNtmsMedia(HANDLE hSession, LPNTMS_GUID lpMediaId1, LPNTMS_GUID lpMediaId2)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_SWAP_MEDIA);
	ntms_call_check(&call, lpMediaId1 && lpMediaId2);
	ntms_call_guid(&call, NTMS_A_CALL_MEDIA, lpMediaId1);
	ntms_call_guid(&call, NTMS_A_CALL_MEDIA2, lpMediaId2);
	return ntms_call_finish(&call);
}

/**
 * DecommissionNtmsMedia() - retire a side for ever
 * @hSession:	a session
 * @lpMediaId:	the side (not a logical medium), which must be available
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpMediaId is NULL
 * * ERROR_INVALID_MEDIA	- there is no such side
 * * ERROR_INVALID_STATE	- the side is not available
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the pool
 */
DWORD DecommissionNtmsMedia(HANDLE hSession, LPNTMS_GUID lpMediaId)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_DECOMMISSION_MEDIA);
	ntms_call_check(&call, lpMediaId);
	ntms_call_guid(&call, NTMS_A_CALL_PARTITION, lpMediaId);
	return ntms_call_finish(&call);
}

/**
 * SetNtmsMediaComplete() - declare an allocated side full
 * @hSession:	a session
 * @lpMediaId:	the logical medium; it can only be mounted for reading from now on
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- @lpMediaId is NULL
 * * ERROR_INVALID_MEDIA	- there is no such logical medium
 * * ERROR_INVALID_STATE	- the side is not allocated, or the medium is in use
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to the pool
 */
DWORD SetNtmsMediaComplete(HANDLE hSession, LPNTMS_GUID lpMediaId)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_COMPLETE_MEDIA);
	ntms_call_check(&call, lpMediaId);
	ntms_call_guid(&call, NTMS_A_CALL_MEDIA, lpMediaId);
	return ntms_call_finish(&call);
}

/**
 * MoveToNtmsMediaPool() - move a medium to another pool
 * @hSession:	a session
 * @lpMediaId:	the physical medium
 * @lpPoolId:	the pool, for the same type of media
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL
 * * ERROR_INVALID_MEDIA	- there is no such physical medium
 * * ERROR_INVALID_MEDIA_POOL	- there is no such pool, or media in the state of
 *				  this one may not go there
 * * ERROR_MEDIA_INCOMPATIBLE	- the pool is for another type of media
 * * ERROR_BUSY			- the medium is in use
 * * ERROR_MEDIA_OFFLINE	- the medium cannot be labelled where it is
 * * ERROR_ACCESS_DENIED	- the caller lacks NTMS_CONTROL_ACCESS to one of
 *				  the pools (NTMS_USE_ACCESS to a free pool)
 */
DWORD MoveToNtmsMediaPool(HANDLE hSession, LPNTMS_GUID lpMediaId, LPNTMS_GUID lpPoolId)
{
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_MOVE_MEDIA);
	ntms_call_check(&call, lpMediaId && lpPoolId);
	ntms_call_guid(&call, NTMS_A_CALL_PHYSICAL_MEDIA, lpMediaId);
	ntms_call_guid(&call, NTMS_A_CALL_POOL, lpPoolId);
	return ntms_call_finish(&call);
}
