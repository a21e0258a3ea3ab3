// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * message.c - FormatMessage, for the codes that the API and this library return
 *
 * SDK page FormatMessage.  Inserts are not replaced: no text of ours has any.
 */
#include <ntms.h>

#include "compat.h"

/* what the tape calls return besides */
static const struct {
	DWORD code;
	const char *text;
} texts[] = {
	{ ERROR_INVALID_FUNCTION, "the device does not know the operation" },
	{ ERROR_PATH_NOT_FOUND, "the path does not exist" },
	{ ERROR_TOO_MANY_OPEN_FILES, "too many files are open" },
	{ ERROR_CRC, "the data are damaged" },
	{ ERROR_GEN_FAILURE, "the device failed" },
	{ ERROR_HANDLE_EOF, "the end of the file was reached" },
	{ ERROR_FILE_EXISTS, "the file exists already" },
	{ ERROR_DISK_FULL, "there is no room left" },
	{ ERROR_END_OF_MEDIA, "the end of the tape was reached" },
	{ ERROR_FILEMARK_DETECTED, "a filemark was reached" },
	{ ERROR_BEGINNING_OF_MEDIA, "the beginning of the tape was reached" },
	{ ERROR_NO_DATA_DETECTED, "the end of the data was reached" },
	{ ERROR_INVALID_BLOCK_LENGTH, "the block has the wrong length" },
	{ ERROR_MEDIA_CHANGED, "the medium was changed" },
	{ ERROR_BUS_RESET, "the device was reset" },
	{ ERROR_IO_DEVICE, "input or output failed" },
};

static const char *text_of(DWORD code)
{
	size_t i;

	if (HRESULT_FACILITY(code) == FACILITY_WIN32 && (int32_t)code < 0)
		code = HRESULT_CODE(code);
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (texts[i].code == code)
			return texts[i].text;
	return ntms_strerror(code);
}

static DWORD format_message(int width, DWORD flags, LPCVOID source, DWORD id, void *to,
			    DWORD size)
{
	char *from = NULL, *text = NULL;
	size_t n, units;
	void *room = to;

	if (flags & FORMAT_MESSAGE_FROM_STRING)
		from = source ? compat_to_utf8(width, source, (size_t)-1) : NULL;
	else if (flags & FORMAT_MESSAGE_FROM_SYSTEM)
		from = strdup(text_of(id));
	if (!from || !to) {
		free(from);
		SetLastError(ERROR_INVALID_PARAMETER);
		return 0;
	}
	/* texts of the system end with a line end */
	n = strlen(from);
	text = malloc(n + 4);
	if (text)
		sprintf(text, "%s%s", from,
			flags & FORMAT_MESSAGE_FROM_STRING ? "" :
			flags & FORMAT_MESSAGE_MAX_WIDTH_MASK ? ". " : ".\r\n");
	free(from);
	units = text ? compat_from_utf8(width, text, NULL, 0) : 0;
	if (text && flags & FORMAT_MESSAGE_ALLOCATE_BUFFER) {
		size = units + 1 > size ? (DWORD)units + 1 : size;
		room = malloc((size_t)size * (size_t)width);
		*(void **)to = room;
	}
	if (!text || !room) {
		free(text);
		SetLastError(ERROR_NOT_ENOUGH_MEMORY);
		return 0;
	}
	if (units >= size) {
		free(text);
		SetLastError(ERROR_INSUFFICIENT_BUFFER);
		return 0;
	}
	compat_from_utf8(width, text, room, size);
	free(text);
	return (DWORD)units;
}

DWORD FormatMessageA(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId, DWORD dwLanguageId,
		     LPSTR lpBuffer, DWORD nSize, va_list *Arguments)
{
	(void)dwLanguageId, (void)Arguments;
	return format_message(1, dwFlags, lpSource, dwMessageId, lpBuffer, nSize);
}

DWORD FormatMessageW(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId, DWORD dwLanguageId,
		     LPWSTR lpBuffer, DWORD nSize, va_list *Arguments)
{
	(void)dwLanguageId, (void)Arguments;
	return format_message(sizeof(WCHAR), dwFlags, lpSource, dwMessageId, lpBuffer, nSize);
}

DWORD FormatMessageW_u16(DWORD dwFlags, LPCVOID lpSource, DWORD dwMessageId,
			 DWORD dwLanguageId, uint16_t *lpBuffer, DWORD nSize,
			 va_list *Arguments)
{
	(void)dwLanguageId, (void)Arguments;
	return format_message(2, dwFlags, lpSource, dwMessageId, lpBuffer, nSize);
}
