/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * security.h - security descriptors and the module's access control lists
 */
#ifndef NTMS_SECURITY_H
#define NTMS_SECURITY_H

#include <stddef.h>

#include <linux/ntms_acl.h>
#include <ntmsapi.h>

DWORD ntms_security_get(const void *descriptor, struct ntms_acl **acl, size_t *length);

#endif /* NTMS_SECURITY_H */
