/* Rows of cells, for people and for scripts. */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "base/buf.h"

#include <stddef.h>

enum { TABLE_COLUMNS_MAX = 6 };

struct table {
    int columns;             /* 1 to TABLE_COLUMNS_MAX; with head set by who makes the table */
    const char *const *head; /* a word a column, for people; NULL: none */
    char **cells;
    size_t count;
};

/* Adds a row of as many cells as there are columns: copied, safe for a terminal and without tabs;
 * NULL and "" become "-". */
void table_row(struct table *t, const char *const cells[]);
/* For people: columns that stand straight, two blanks or more between them. */
void table_put_columns(const struct table *t, struct buf *out);
/* For scripts (cut, awk -F'\t'): one tab between cells. */
void table_put_tabs(const struct table *t, struct buf *out);
void table_done(struct table *t);

#endif
