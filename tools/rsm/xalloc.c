// SPDX-License-Identifier: GPL-2.0
/*
 * xalloc.c - memory, or the end of the program
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rsm.h"

static void *checked(void *p)
{
	if (!p) {
		fputs("rsm: out of memory\n", stderr);
		exit(RSM_ERROR);
	}
	return p;
}

/**
 * xcalloc() - allocate zeroed memory
 * @count:	how many
 * @size:	of which size, not 0
 *
 * Return: the memory; the program ends if there is none.
 */
void *xcalloc(size_t count, size_t size)
{
	return checked(calloc(count ? count : 1, size));
}

/**
 * xrealloc() - change the size of allocated memory
 * @p:		the memory, or NULL
 * @count:	how many, not 0
 * @size:	of which size, not 0
 *
 * Return: the memory; the program ends if there is none.
 */
void *xrealloc(void *p, size_t count, size_t size)
{
	return checked(reallocarray(p, count, size));
}

/**
 * xstrdup() - copy a string
 * @s:		the string
 *
 * Return: the copy, for free(); the program ends if there is no memory.
 */
char *xstrdup(const char *s)
{
	return checked(strdup(s));
}
