/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/*
 * ntms_acl.h - access control lists of computer, libraries and media pools
 *
 * The value of NTMS_A_OBJECT_ACL and NTMS_A_CALL_ACL: a header and entries,
 * in host byte order.  Entries are read in order; each right is settled by
 * the first entry that names it; a right no entry names is not given.
 */
#ifndef _UAPI_LINUX_NTMS_ACL_H
#define _UAPI_LINUX_NTMS_ACL_H

#include <linux/types.h>

#define NTMS_ACL_ALLOW		0
#define NTMS_ACL_DENY		1

#define NTMS_ACL_EVERYONE	0
#define NTMS_ACL_UID		1
#define NTMS_ACL_GID		2

struct ntms_acl_entry {
	__u16 kind;		/* NTMS_ACL_ALLOW, _DENY */
	__u16 who;		/* NTMS_ACL_EVERYONE, _UID, _GID */
	__u32 id;		/* uid or gid, 0 for everyone */
	__u32 rights;
};

struct ntms_acl {
	__u32 owner;		/* uid; may always read and write the list */
	__u32 group;		/* gid, informative */
	struct ntms_acl_entry entries[];
};

#endif /* _UAPI_LINUX_NTMS_ACL_H */
