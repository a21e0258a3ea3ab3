// SPDX-License-Identifier: GPL-2.0
/*
 * table.c - columns
 *
 * The last column is not padded, so that no line ends in blanks.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "rsm.h"

#define GAP	2	/* blanks between two columns */

/**
 * struct table - cells that are printed in columns
 * @columns:	columns of a row
 * @indent:	blanks before each row
 * @cells:	the cells, row by row
 * @count:	how many there are
 */
struct table {
	unsigned int columns;
	unsigned int indent;
	char **cells;
	size_t count;
};

/**
 * table_new() - begin a table
 * @columns:	columns of a row, not 0
 * @indent:	blanks before each row
 *
 * Return: the table, for table_print().
 */
struct table *table_new(unsigned int columns, unsigned int indent)
{
	struct table *table = xcalloc(1, sizeof(*table));

	table->columns = columns;
	table->indent = indent;
	return table;
}

/**
 * table_cell() - add the next cell to a table
 * @table:	the table
 * @format:	what is in it, as for printf
 */
void table_cell(struct table *table, const char *format, ...)
{
	char *text, *clean;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	clean = text_clean(text ? text : "");
	free(text);
	if (table->count % table->columns == 0)
		table->cells = xrealloc(table->cells, table->count + table->columns,
					sizeof(*table->cells));
	table->cells[table->count++] = clean;
}

static size_t column_width(const struct table *table, unsigned int column)
{
	size_t width = 0, w, i;

	for (i = column; i < table->count; i += table->columns) {
		w = text_width(table->cells[i]);
		if (w > width)
			width = w;
	}
	return width;
}

/* Cells after the last one that is not empty take no room. */
static size_t row_end(const struct table *table, size_t row)
{
	size_t end = row + table->columns;

	if (end > table->count)
		end = table->count;
	while (end > row + 1 && !table->cells[end - 1][0])
		end--;
	return end;
}

static void print_row(const struct table *table, size_t row, const size_t *widths)
{
	size_t end = row_end(table, row), i;

	printf("%*s", (int)table->indent, "");
	for (i = row; i < end; i++) {
		fputs(table->cells[i], stdout);
		if (i + 1 < end)
			printf("%*s", (int)(widths[i - row] + GAP - text_width(table->cells[i])),
			       "");
	}
	putchar('\n');
}

/**
 * table_print() - print a table and free it
 * @table:	the table
 */
void table_print(struct table *table)
{
	size_t *widths = xcalloc(table->columns, sizeof(*widths)), i;

	for (i = 0; i < table->columns; i++)
		widths[i] = column_width(table, (unsigned int)i);
	for (i = 0; i < table->count; i += table->columns)
		print_row(table, i, widths);
	for (i = 0; i < table->count; i++)
		free(table->cells[i]);
	free(widths);
	free(table->cells);
	free(table);
}
