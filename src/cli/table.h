/* A table: rows of cells, written in columns for people or with tabs for scripts. Zero the struct
 * and set columns and head before adding rows. */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "base/buf.h"

#include <stddef.h>

enum { TABLE_COLUMNS_MAX = 6 };

struct table {
    int columns;             /* 1 to TABLE_COLUMNS_MAX */
    const char *const *head; /* a heading for each column; may be NULL */
    char **cells;
    size_t count;
};

/* Adds a row with a cell for each column. The cells are copied and cleaned; NULL and "" become "-".
 */
void table_row(struct table *t, const char *const cells[]);
/* Appends the table with its headings, in aligned columns. */
void table_put_columns(const struct table *t, struct buf *out);
/* Appends the rows with one tab between cells, for cut or awk. */
void table_put_tabs(const struct table *t, struct buf *out);
void table_done(struct table *t);

#endif
