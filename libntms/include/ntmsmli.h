/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ntmsmli.h - media label libraries
 *
 * A media label library knows how one kind of application labels its media.
 * It is a shared object with the two entry points below.  Every medium that is
 * to be identified is offered to the installed libraries until one claims it.
 */
#ifndef _NTMSMLI_H
#define _NTMSMLI_H

#include <ntmsapi.h>

/* Array sizes of MediaLabelInfo. */
#define NTMSMLI_MAXTYPE		64	/* LabelType, in characters */
#define NTMSMLI_MAXIDSIZE	256	/* LabelID, in bytes */
#define NTMSMLI_MAXAPPDESCR	256	/* LabelAppDescr, in characters */

#pragma pack(push, 8)

/* What a library found on a medium. */
typedef struct {
	WCHAR LabelType[NTMSMLI_MAXTYPE];		/* name of the kind of label */
	DWORD LabelIDSize;				/* bytes in LabelID */
	BYTE LabelID[NTMSMLI_MAXIDSIZE];		/* what tells this label from others */
	WCHAR LabelAppDescr[NTMSMLI_MAXAPPDESCR];	/* text about the label */
} MediaLabelInfo, *pMediaLabelInfo;

#pragma pack(pop)

/*
 * Entry points
 *
 * MaxMediaLabel tells in @pMaxSize how many bytes from the start of a medium
 * the library wants to see.
 *
 * ClaimMediaLabel gets @dwBufferSize bytes, never less than it asked for; what
 * the medium does not fill is zero.  It returns ERROR_SUCCESS with @pLabelInfo
 * filled in if the label is one of its own, and ERROR_BAD_FORMAT if it is not.
 *
 * ClaimMediaLabelEx also returns the id of the kind of label; it is optional.
 */
typedef DWORD (WINAPI *MAXMEDIALABEL)(DWORD *const pMaxSize);
typedef DWORD (WINAPI *CLAIMMEDIALABEL)(const BYTE *const pBuffer, const DWORD dwBufferSize,
					MediaLabelInfo *const pLabelInfo);
typedef DWORD (WINAPI *CLAIMMEDIALABELEX)(const BYTE *const pBuffer, const DWORD dwBufferSize,
					  MediaLabelInfo *const pLabelInfo, GUID *LabelGuid);

#pragma GCC visibility push(default)

#ifdef __cplusplus
extern "C" {
#endif

/* Implemented by the library; where WCHAR has two bytes it is ClaimMediaLabel_u16. */
DWORD WINAPI MaxMediaLabel(DWORD *const pMaxSize);
#if defined(NTMS_WCHAR16) || __SIZEOF_WCHAR_T__ == 2
DWORD WINAPI ClaimMediaLabel(const BYTE *const pBuffer, const DWORD dwBufferSize,
			     MediaLabelInfo *const pLabelInfo) __asm__("ClaimMediaLabel_u16");
#else
DWORD WINAPI ClaimMediaLabel(const BYTE *const pBuffer, const DWORD dwBufferSize,
			     MediaLabelInfo *const pLabelInfo);
#endif

#ifdef __cplusplus
}
#endif

#pragma GCC visibility pop

#endif /* _NTMSMLI_H */
