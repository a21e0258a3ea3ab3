/* SPDX-License-Identifier: GPL-2.0 */
/* for device.h; nothing here counts */
#ifndef FUZZ_LINUX_KREF_H
#define FUZZ_LINUX_KREF_H

struct kref { int refcount; };

static inline void kref_get(struct kref *ref)
{
	ref->refcount++;
}

#endif
