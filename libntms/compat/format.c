// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * format.c - printf as Windows has it
 *
 * What differs from C: in a wide format %s and %c take wide text and %S and %C
 * narrow, in a narrow one the other way round; h and l settle it in both.  l
 * before a number is 32 bits, I64 is 64.  L before a double changes nothing.
 */
#include "compat.h"

/* text that grows */
struct text {
	char *data;
	size_t length;
	bool failed;
};

/* passed on by its address: a va_list may be an array */
struct arguments {
	va_list list;
};

/* one conversion: %[flags][width][.precision][size]type */
struct spec {
	char flags[8];
	int width;
	int precision;	/* -1 none */
	enum { SIZE_NONE, SIZE_SHORT, SIZE_LONG, SIZE_64 } size;
	char type;
};

static void add(struct text *t, const char *from, size_t n)
{
	char *data = realloc(t->data, t->length + n + 1);

	if (!data) {
		t->failed = true;
		return;
	}
	t->data = data;
	memcpy(data + t->length, from, n);
	t->length += n;
	data[t->length] = '\0';
}

static int take_number(const char **f, struct arguments *args)
{
	int v = 0;

	if (**f == '*') {
		(*f)++;
		return va_arg(args->list, int);
	}
	while (**f >= '0' && **f <= '9' && v < 100000)
		v = 10 * v + *(*f)++ - '0';
	return v;
}

static void take_size(const char **f, struct spec *s)
{
	const char *p = *f;

	if (p[0] == 'I' && p[1] == '6' && p[2] == '4') {
		s->size = SIZE_64;
		p += 3;
	} else if (p[0] == 'I' && p[1] == '3' && p[2] == '2') {
		p += 3;
	} else if (*p == 'I' || *p == 'z' || *p == 't' || *p == 'j') {
		s->size = sizeof(void *) == 8 || *p == 'j' ? SIZE_64 : SIZE_NONE;
		p++;
	} else if (*p == 'l' && p[1] == 'l') {
		s->size = SIZE_64;
		p += 2;
	} else if (*p == 'l' || *p == 'w') {
		s->size = SIZE_LONG;
		p++;
	} else if (*p == 'h') {
		s->size = SIZE_SHORT;
		p += p[1] == 'h' ? 2 : 1;
	} else if (*p == 'L') {
		p++;
	}
	*f = p;
}

static void take_spec(const char **f, struct spec *s, struct arguments *args)
{
	size_t n = 0;

	memset(s, 0, sizeof(*s));
	s->precision = -1;
	while (**f && strchr("-+ #0", **f)) {
		if (n < sizeof(s->flags) - 1 && !strchr(s->flags, **f))
			s->flags[n++] = **f;
		(*f)++;
	}
	s->width = take_number(f, args);
	if (s->width < 0) {
		s->width = -s->width;
		if (!strchr(s->flags, '-'))
			s->flags[n] = '-';
	}
	if (**f == '.') {
		(*f)++;
		s->precision = take_number(f, args);
	}
	take_size(f, s);
	s->type = **f;
	if (s->type)
		(*f)++;
}

static void add_number(struct text *t, const struct spec *s, struct arguments *args)
{
	char format[48], small[128], *big;
	bool real = strchr("eEfFgGaA", s->type) != NULL;
	const char *size = real || s->type == 'p' || s->size != SIZE_64 ? "" : "ll";
	int n;

	/* a precision of -1 counts as none */
	snprintf(format, sizeof(format), "%%%s*.*%s%c", s->flags, size, s->type);
	if (real)
		n = asprintf(&big, format, s->width, s->precision, va_arg(args->list, double));
	else if (s->type == 'p')
		n = snprintf(small, sizeof(small), "%016llX",
			     (unsigned long long)(uintptr_t)va_arg(args->list, void *));
	else if (s->size == SIZE_64)
		n = asprintf(&big, format, s->width, s->precision,
			     va_arg(args->list, long long));
	else
		n = asprintf(&big, format, s->width, s->precision, va_arg(args->list, int));
	if (s->type == 'p') {
		add(t, small, (size_t)n);
	} else if (n < 0) {
		t->failed = true;
	} else {
		add(t, big, (size_t)n);
		free(big);
	}
}

static void add_padded(struct text *t, const struct spec *s, const char *text, size_t units)
{
	size_t pad = (size_t)s->width > units ? (size_t)s->width - units : 0;
	bool left = strchr(s->flags, '-');
	size_t i;

	for (i = 0; !left && i < pad; i++)
		add(t, " ", 1);
	add(t, text, strlen(text));
	for (i = 0; left && i < pad; i++)
		add(t, " ", 1);
}

/* as many units as there are, at most as many as the precision says */
static size_t bounded(int width, const void *from, int precision)
{
	size_t n = 0;

	while ((precision < 0 || n < (size_t)precision) &&
	       (width == 1 ? ((const char *)from)[n] != 0 :
		width == 2 ? ((const uint16_t *)from)[n] != 0 :
			     ((const uint32_t *)from)[n] != 0))
		n++;
	return n;
}

static void add_string(struct text *t, const struct spec *s, struct arguments *args,
		       int width)
{
	const void *from = va_arg(args->list, const void *);
	size_t units;
	char *text;

	if (!from) {
		from = "(null)";
		width = 1;
	}
	units = bounded(width, from, s->precision);
	text = compat_to_utf8(width, from, units);
	if (text)
		add_padded(t, s, text, units);
	else
		t->failed = true;
	free(text);
}

static void add_character(struct text *t, const struct spec *s, struct arguments *args,
			  int width)
{
	uint32_t wide = (uint32_t)va_arg(args->list, int);
	uint16_t narrow16 = (uint16_t)wide;
	char narrow = (char)wide, *text;

	text = compat_to_utf8(width, width == 1 ? (void *)&narrow :
			      width == 2 ? (void *)&narrow16 : (void *)&wide, 1);
	if (text)
		add_padded(t, s, text, 1);
	else
		t->failed = true;
	free(text);
}

/*
 * @wide: width of WCHARs; @format_width: of the format's characters
 */
static void format_text(struct text *t, int wide, int format_width, const char *f,
			struct arguments *args)
{
	const char *plain;
	struct spec s;
	int width;

	while (*f && !t->failed) {
		plain = strchr(f, '%');
		if (!plain)
			plain = f + strlen(f);
		add(t, f, (size_t)(plain - f));
		f = plain;
		if (!*f)
			break;
		f++;
		if (*f == '%') {
			add(t, f++, 1);
			continue;
		}
		take_spec(&f, &s, args);
		width = format_width;
		if (s.type == 'S' || s.type == 'C')
			width = format_width == 1 ? wide : 1;
		if (s.size == SIZE_SHORT)
			width = 1;
		else if (s.size == SIZE_LONG)
			width = wide;
		if (s.type == 's' || s.type == 'S')
			add_string(t, &s, args, width);
		else if (s.type == 'c' || s.type == 'C')
			add_character(t, &s, args, width);
		else if (s.type && strchr("diouxXeEfFgGaAp", s.type))
			add_number(t, &s, args);
	}
}

static char *format(int wide, int format_width, const void *f, va_list list)
{
	char *utf8 = compat_to_utf8(format_width, f, (size_t)-1);
	struct text t = { 0 };
	struct arguments args;

	va_copy(args.list, list);
	add(&t, "", 0);
	if (utf8)
		format_text(&t, wide, format_width, utf8, &args);
	va_end(args.list);
	if (!utf8 || t.failed) {
		free(t.data);
		t.data = NULL;
	}
	free(utf8);
	return t.data;
}

static int to_file(FILE *to, int wide, int format_width, const void *f, va_list list)
{
	char *text = format(wide, format_width, f, list);
	int n = -1;

	if (text && fputs(text, to) >= 0)
		n = (int)compat_from_utf8(format_width, text, NULL, 0);
	free(text);
	return n;
}

static int to_buffer(void *to, size_t units, int wide, int format_width, const void *f,
		     va_list list)
{
	char *text = format(wide, format_width, f, list);
	int n = -1;

	if (text)
		n = (int)compat_from_utf8(format_width, text, to, units);
	free(text);
	return n;
}

/*
 * A narrow format does not say how wide the WCHARs of its program are.  They
 * have four bytes; -fshort-wchar programs print wide text with wide formats.
 */
#define NARROW_WIDE	((int)sizeof(WCHAR))

/* sprintf has no limit: that of an address space that ends */
#define NO_LIMIT	((size_t)INT32_MAX)

#define VARIADIC(call, last, ...)					\
	va_list list;							\
	int n;								\
									\
	va_start(list, last);						\
	n = call(__VA_ARGS__, list);					\
	va_end(list);							\
	return n

int ntms_win_vfprintf(FILE *to, const char *f, va_list list)
{
	return to_file(to, NARROW_WIDE, 1, f, list);
}

int ntms_win_vprintf(const char *f, va_list list)
{
	return ntms_win_vfprintf(stdout, f, list);
}

int ntms_win_vsnprintf(char *to, size_t count, const char *f, va_list list)
{
	return to_buffer(to, count, NARROW_WIDE, 1, f, list);
}

int ntms_win_printf(const char *f, ...)
{
	VARIADIC(ntms_win_vfprintf, f, stdout, f);
}

int ntms_win_fprintf(FILE *to, const char *f, ...)
{
	VARIADIC(ntms_win_vfprintf, f, to, f);
}

int ntms_win_sprintf(char *to, const char *f, ...)
{
	VARIADIC(ntms_win_vsnprintf, f, to, NO_LIMIT, f);
}

int ntms_win_snprintf(char *to, size_t count, const char *f, ...)
{
	VARIADIC(ntms_win_vsnprintf, f, to, count, f);
}

#define WIDE_CALLS(suffix, unit)						\
int ntms_win_vfwprintf##suffix(FILE *to, const unit *f, va_list list)	\
{									\
	return to_file(to, sizeof(unit), sizeof(unit), f, list);		\
}									\
int ntms_win_vsnwprintf##suffix(unit *to, size_t units, const unit *f,	\
				va_list list)				\
{									\
	return to_buffer(to, units, sizeof(unit), sizeof(unit), f, list);	\
}									\
int ntms_win_wprintf##suffix(const unit *f, ...)			\
{									\
	VARIADIC(ntms_win_vfwprintf##suffix, f, stdout, f);		\
}									\
int ntms_win_fwprintf##suffix(FILE *to, const unit *f, ...)		\
{									\
	VARIADIC(ntms_win_vfwprintf##suffix, f, to, f);			\
}									\
int ntms_win_swprintf##suffix(unit *to, const unit *f, ...)		\
{									\
	VARIADIC(ntms_win_vsnwprintf##suffix, f, to, NO_LIMIT, f);	\
}									\
int ntms_win_snwprintf##suffix(unit *to, size_t units, const unit *f, ...) \
{									\
	VARIADIC(ntms_win_vsnwprintf##suffix, f, to, units, f);		\
}

WIDE_CALLS(, WCHAR)
WIDE_CALLS(_u16, uint16_t)
