/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ntms_wcs.h - text in WCHARs, whatever their width
 *
 * The C library's wcs functions take WCHARs of four bytes only.
 */
#ifndef _NTMS_COMPAT_WCS_H
#define _NTMS_COMPAT_WCS_H

static inline size_t ntms_wcslen(const WCHAR *s)
{
	size_t n = 0;

	while (s[n])
		n++;
	return n;
}

static inline WCHAR *ntms_wcscpy(WCHAR *to, const WCHAR *from)
{
	size_t i = 0;

	while ((to[i] = from[i]) != 0)
		i++;
	return to;
}

static inline WCHAR *ntms_wcsncpy(WCHAR *to, const WCHAR *from, size_t n)
{
	size_t i;

	for (i = 0; i < n && from[i]; i++)
		to[i] = from[i];
	for (; i < n; i++)
		to[i] = 0;
	return to;
}

static inline WCHAR *ntms_wcscat(WCHAR *to, const WCHAR *from)
{
	ntms_wcscpy(to + ntms_wcslen(to), from);
	return to;
}

static inline int ntms_wcsncmp(const WCHAR *a, const WCHAR *b, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (a[i] != b[i] || !a[i])
			return a[i] < b[i] ? -1 : a[i] > b[i];
	return 0;
}

static inline int ntms_wcscmp(const WCHAR *a, const WCHAR *b)
{
	return ntms_wcsncmp(a, b, (size_t)-1);
}

static inline int ntms_wcsicmp(const WCHAR *a, const WCHAR *b)
{
	wint_t x, y;
	size_t i = 0;

	do {
		x = towlower((wint_t)a[i]);
		y = towlower((wint_t)b[i]);
		i++;
	} while (x == y && x);
	return x < y ? -1 : x > y;
}

static inline WCHAR *ntms_wcschr(const WCHAR *s, WCHAR c)
{
	while (*s && *s != c)
		s++;
	return *s == c ? (WCHAR *)s : NULL;
}

static inline WCHAR *ntms_wcsrchr(const WCHAR *s, WCHAR c)
{
	const WCHAR *found = NULL;

	do {
		if (*s == c)
			found = s;
	} while (*s++);
	return (WCHAR *)found;
}

static inline WCHAR *ntms_wcsstr(const WCHAR *s, const WCHAR *what)
{
	size_t n = ntms_wcslen(what);

	for (;; s++) {
		if (!ntms_wcsncmp(s, what, n))
			return (WCHAR *)s;
		if (!*s)
			return NULL;
	}
}

/* numbers are written in ASCII */
static inline unsigned long ntms_wcstoul(const WCHAR *s, WCHAR **end, int base)
{
	char text[80], *stop;
	unsigned long v;
	size_t i;

	for (i = 0; i < sizeof(text) - 1 && s[i] > 0 && s[i] < 0x7f; i++)
		text[i] = (char)s[i];
	text[i] = '\0';
	v = strtoul(text, &stop, base);
	if (end)
		*end = (WCHAR *)s + (stop - text);
	return v;
}

static inline int ntms_wtoi(const WCHAR *s)
{
	return (int)(long)ntms_wcstoul(s, NULL, 10);
}

static inline WCHAR *ntms_wcsdup(const WCHAR *s)
{
	size_t size = (ntms_wcslen(s) + 1) * sizeof(*s);
	WCHAR *copy = (WCHAR *)malloc(size);

	return copy ? (WCHAR *)memcpy(copy, s, size) : NULL;
}

/* at most n characters, the terminator counted: lstrcpyn */
static inline WCHAR *ntms_wcscpyn(WCHAR *to, const WCHAR *from, int n)
{
	int i;

	for (i = 0; i < n - 1 && from[i]; i++)
		to[i] = from[i];
	if (n > 0)
		to[i] = 0;
	return to;
}

static inline char *ntms_strcpyn(char *to, const char *from, int n)
{
	int i;

	for (i = 0; i < n - 1 && from[i]; i++)
		to[i] = from[i];
	if (n > 0)
		to[i] = 0;
	return to;
}

/* those of the C library would take our WCHARs for theirs */
#ifdef NTMS_COMPAT_WCHAR16
#define wcslen			ntms_wcslen
#define wcscpy			ntms_wcscpy
#define wcsncpy			ntms_wcsncpy
#define wcscat			ntms_wcscat
#define wcscmp			ntms_wcscmp
#define wcsncmp			ntms_wcsncmp
#define wcschr			ntms_wcschr
#define wcsrchr			ntms_wcsrchr
#define wcsstr			ntms_wcsstr
#define wcstoul			ntms_wcstoul
#define wcsdup			ntms_wcsdup
#endif
#define _wtoi			ntms_wtoi
#define _wcsdup			ntms_wcsdup

#endif /* _NTMS_COMPAT_WCS_H */
