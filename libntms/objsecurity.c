// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * objsecurity.c - who may do what with an object
 *
 * MS-RSMP 3.2.5.2.4.1 and .2; SDK pages GetNtmsObjectSecurity and
 * SetNtmsObjectSecurity.  Each call can also return the codes that call.c lists for
 * all calls.
 */
#include <stdlib.h>

#include <linux/netlink.h>
#include <linux/ntms.h>

#include "security.h"
#include "session.h"

#define PARTS	(OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | \
		 DACL_SECURITY_INFORMATION)

/**
 * struct description - a security descriptor that is asked for
 * @to:		receives it
 * @size:	bytes that fit
 * @parts:	what is asked for
 * @length:	bytes that there are, 0 if the answer has none
 */
struct description {
	void *to;
	size_t size;
	SECURITY_INFORMATION parts;
	size_t length;
};

static void take_list(struct ntms_call *call, struct ntms_attrs attrs)
{
	struct description *description = call->result;
	struct ntms_attr attr;

	while (ntms_attrs_next(&attrs, &attr)) {
		if (attr.type == NTMS_A_CALL_ACL)
			description->length = ntms_security_put((const void *)attr.data,
								attr.length,
								description->parts,
								description->to,
								description->size);
	}
}

/* There are no audit lists here. */
static void check_parts(struct ntms_call *call, SECURITY_INFORMATION parts)
{
	ntms_call_check(call, parts && !(parts & ~(PARTS | SACL_SECURITY_INFORMATION)));
	if (parts & SACL_SECURITY_INFORMATION)
		ntms_call_fail(call, ERROR_NOT_SUPPORTED);
}

/**
 * GetNtmsObjectSecurity() - read the security descriptor of an object
 * @hSession:			a session
 * @lpObjectId:			the computer, a library or a pool, which may be the root
 *				pool
 * @dwType:			type of the object, or NTMS_UNKNOWN
 * @RequestedInformation:	OWNER_SECURITY_INFORMATION, GROUP_SECURITY_INFORMATION,
 *				DACL_SECURITY_INFORMATION; the list comes in any case
 * @lpSecurityDescriptor:	receives a self-relative security descriptor; NULL if
 *				@nLength is 0
 * @nLength:			bytes at @lpSecurityDescriptor
 * @lpnLengthNeeded:		receives the bytes of the descriptor
 *
 * Users are S-1-22-1-uid, groups S-1-22-2-gid, everyone is S-1-1-0.  See also
 * ntms_sd_to_sddl().
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL, or nothing or something unknown is
 *				  requested
 * * ERROR_NOT_SUPPORTED	- SACL_SECURITY_INFORMATION
 * * ERROR_INSUFFICIENT_BUFFER	- the descriptor does not fit
 * * ERROR_OBJECT_NOT_FOUND	- there is no such object, or it is of another type
 * * ERROR_NO_SECURITY_ON_OBJECT - the object is of no type that has security
 * * ERROR_ACCESS_DENIED	- the caller lacks READ_CONTROL and is not the owner
 */
DWORD GetNtmsObjectSecurity(HANDLE hSession, LPNTMS_GUID lpObjectId, DWORD dwType,
			    SECURITY_INFORMATION RequestedInformation,
			    PSECURITY_DESCRIPTOR lpSecurityDescriptor, DWORD nLength,
			    LPDWORD lpnLengthNeeded)
{
	struct description description = {
		.to = lpSecurityDescriptor, .size = nLength, .parts = RequestedInformation,
	};
	struct ntms_call call;

	ntms_call_begin(&call, hSession, NTMS_CMD_GET_SECURITY);
	ntms_call_check(&call, lpObjectId && lpnLengthNeeded &&
			(lpSecurityDescriptor || !nLength));
	check_parts(&call, RequestedInformation);
	ntms_call_guid(&call, NTMS_A_CALL_GUID, lpObjectId);
	ntms_call_u32(&call, NTMS_A_CALL_TYPE, dwType);
	call.flags &= ~NLM_F_ACK;
	call.reply = take_list;
	call.result = &description;
	if (!ntms_call_run(&call)) {
		*lpnLengthNeeded = (DWORD)description.length;
		if (!description.length)
			ntms_call_fail(&call, RPC_S_NO_INTERFACES);
		else if (description.length > nLength)
			ntms_call_fail(&call, ERROR_INSUFFICIENT_BUFFER);
	}
	return ntms_call_end(&call);
}

/**
 * SetNtmsObjectSecurity() - write parts of the security descriptor of an object
 * @hSession:			a session
 * @lpObjectId:			the computer, a library or a pool, which may be the root
 *				pool
 * @dwType:			type of the object, or NTMS_UNKNOWN
 * @SecurityInformation:	which parts: OWNER_SECURITY_INFORMATION,
 *				GROUP_SECURITY_INFORMATION, DACL_SECURITY_INFORMATION
 * @lpSecurityDescriptor:	a self-relative security descriptor that has these parts;
 *				security.c tells which SIDs are known.  See also
 *				ntms_sd_from_sddl()
 *
 * What is in a pool or in a library keeps what it has.
 *
 * Return:
 *
 * * ERROR_SUCCESS
 * * ERROR_INVALID_PARAMETER	- a pointer is NULL, or no part or an unknown one is named
 * * ERROR_NOT_SUPPORTED	- SACL_SECURITY_INFORMATION
 * * ERROR_INVALID_SECURITY_DESCR - the descriptor is malformed, lacks a part or names
 *				  somebody who is unknown here
 * * ERROR_OBJECT_NOT_FOUND	- there is no such object, or it is of another type
 * * ERROR_NO_SECURITY_ON_OBJECT - the object is of no type that has security
 * * ERROR_ACCESS_DENIED	- the caller lacks WRITE_DAC and is not the owner
 */
DWORD SetNtmsObjectSecurity(HANDLE hSession, LPNTMS_GUID lpObjectId, DWORD dwType,
			    SECURITY_INFORMATION SecurityInformation,
			    PSECURITY_DESCRIPTOR lpSecurityDescriptor)
{
	struct ntms_acl *acl = NULL;
	struct ntms_call call;
	size_t length;

	ntms_call_begin(&call, hSession, NTMS_CMD_SET_SECURITY);
	ntms_call_check(&call, lpObjectId && lpSecurityDescriptor);
	check_parts(&call, SecurityInformation);
	if (!call.code)
		ntms_call_fail(&call, ntms_security_get(lpSecurityDescriptor,
							SecurityInformation, &acl, &length));
	ntms_call_guid(&call, NTMS_A_CALL_GUID, lpObjectId);
	ntms_call_u32(&call, NTMS_A_CALL_TYPE, dwType);
	ntms_call_u32(&call, NTMS_A_CALL_OPTIONS, SecurityInformation);
	if (acl)
		ntms_call_put(&call, NTMS_A_CALL_ACL, acl, length);
	free(acl);
	return ntms_call_finish(&call);
}
