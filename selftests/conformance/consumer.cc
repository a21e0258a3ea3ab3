// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * consumer.cc - what a C++ program does with <ntmsapi.h>, without a warning
 */
#include <ntmsapi.h>
#include <ntmsmli.h>
#include <ntms.h>

bool same_pool(const NTMS_OBJECTINFORMATION &a, const NTMS_OBJECTINFORMATION &b);

bool same_pool(const NTMS_OBJECTINFORMATION &a, const NTMS_OBJECTINFORMATION &b)
{
	const NTMS_GUID null = NTMS_NULLGUID;

	return a.Info.PhysicalMedia.MediaPool == b.Info.PhysicalMedia.MediaPool &&
	       a.Info.PhysicalMedia.MediaPool != null &&
	       !NTMS_IS_NULLGUID(b.ObjectGuid);
}
