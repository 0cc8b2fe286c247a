#include "cli/table.h"

#include "base/alloc.h"
#include "text/clean.h"
#include "text/cols.h"

#include <stdlib.h>
#include <string.h>

void table_row(struct table *t, const char *const cells[])
{
    size_t columns = (size_t)t->columns;
    for (size_t i = 0; i < columns; i++) {
        t->cells = xgrow(t->cells, t->count, sizeof *t->cells);
        t->cells[t->count++] = clean_dup(cells[i] && *cells[i] ? cells[i] : "-", CLEAN_SCREEN);
    }
}

static int cell_cols(const char *cell)
{
    return cols_of(cell, strlen(cell));
}

static void measure(const struct table *t, int *widths)
{
    for (int i = 0; t->head && i < t->columns; i++)
        widths[i] = cell_cols(t->head[i]);
    for (size_t i = 0; i < t->count; i++) {
        int *width = &widths[i % (size_t)t->columns], cols = cell_cols(t->cells[i]);
        *width = cols > *width ? cols : *width;
    }
}

static void put_row(const struct table *t, const char *const *cells, const int *widths,
                    struct buf *out)
{
    for (int i = 0; i < t->columns; i++) {
        buf_puts(out, cells[i]);
        if (i + 1 < t->columns)
            buf_printf(out, "%*s", widths[i] + 2 - cell_cols(cells[i]), "");
    }
    buf_putc(out, '\n');
}

void table_put_columns(const struct table *t, struct buf *out)
{
    int widths[TABLE_COLUMNS_MAX] = {0};
    measure(t, widths);
    if (t->head)
        put_row(t, t->head, widths, out);
    for (size_t i = 0; i < t->count; i += (size_t)t->columns)
        put_row(t, (const char *const *)&t->cells[i], widths, out);
}

void table_put_tabs(const struct table *t, struct buf *out)
{
    for (size_t i = 0; i < t->count; i++)
        buf_printf(out, "%s%c", t->cells[i], (i + 1) % (size_t)t->columns ? '\t' : '\n');
}

void table_done(struct table *t)
{
    for (size_t i = 0; i < t->count; i++)
        free(t->cells[i]);
    free(t->cells);
    *t = (struct table){.columns = t->columns, .head = t->head};
}
