/* Rows as a table for people. Pure. */
#include "print/print_rows.h"

#include "base/alloc.h"
#include "base/int.h"
#include "text/clean.h"
#include "text/cols.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum column { TIME, PROVIDER, OTHER, AGENT, DURATION, STATUS, REASON, SUMMARY, COLUMNS };
enum { GAP = 2, SUMMARY_MIN_COLS = 12, CELL_BYTES = 1000, MINUTE_BYTES = 16 };

/* In which order columns get their place, and how wide they may be. */
static const enum column by_weight[] = {TIME, PROVIDER, OTHER, STATUS, DURATION, AGENT, REASON};
static const int max_cols[COLUMNS] = {40, 16, 33, 20, 10, 14, 24, 10000};

struct rows_table {
    char **cells;      /* COLUMNS a row, the heading first */
    size_t count;      /* rows, with the heading */
    int cols[COLUMNS]; /* 0: the column is not shown */
};

static char *cell_of(const char *raw)
{
    struct buf clean = {0};
    const char *s = raw ? raw : "";
    clean_text(&clean, s, utf8_prefix_bytes(s, strlen(s), CELL_BYTES), CLEAN_SCREEN);
    return buf_take(&clean);
}

/* Whether all rows have the zone of the first one, which the heading then shows. */
static bool zone_is_same(const struct print_rows *rows, char *zone)
{
    bool same = true;
    for (size_t i = 0; same && i < rows->count; i++) {
        char other[TIME_TEXT_BYTES];
        struct print_row r = rows->row(rows->owner, i);
        time_zone(&r.at, i == 0 ? zone : other);
        same = i == 0 || strcmp(zone, other) == 0;
    }
    return same;
}

static void set_head(struct rows_table *t, const char *zone)
{
    static const char *const names[COLUMNS] = {NULL,       "provider", "number",     "agent",
                                               "duration", "status",   "end reason", "summary"};
    for (int i = 0; i < COLUMNS; i++)
        t->cells[i] = i == TIME ? xasprintf("time%s%s", zone ? " " : "", zone ? zone : "")
                                : xstrdup(names[i]);
}

/* "2026-11-28 14:00", and the zone unless the heading has it. */
static char *time_cell(const struct print_row *r, const char *heading_zone)
{
    char text[TIME_TEXT_BYTES], zone[TIME_TEXT_BYTES];
    time_full(&r->at, text);
    time_zone(&r->at, zone);
    return xasprintf("%.*s%s%s", MINUTE_BYTES, text, heading_zone ? "" : " ",
                     heading_zone ? "" : zone);
}

static void set_cells(char **cells, const struct print_row *r, const char *zone)
{
    char duration[TIME_TEXT_BYTES];
    time_duration_text(r->call->duration_s, duration);
    cells[TIME] = time_cell(r, zone);
    cells[PROVIDER] = cell_of(r->call->provider);
    cells[OTHER] = cell_of(r->other);
    cells[AGENT] = cell_of(r->agent);
    cells[DURATION] = cell_of(duration);
    cells[STATUS] = cell_of(r->call->status);
    cells[REASON] = cell_of(r->call->end_reason);
    cells[SUMMARY] = cell_of(r->call->summary);
}

static int cell_cols(const char *cell)
{
    return cols_of(cell, strlen(cell));
}

/* How wide the column would be with all of its texts; 0: it has none. */
static int wanted_cols(const struct rows_table *t, enum column column)
{
    int widest = 0;
    for (size_t i = 1; i < t->count; i++)
        widest = int_max(widest, cell_cols(t->cells[i * COLUMNS + column]));
    if (widest)
        widest = int_max(widest, cell_cols(t->cells[column]));
    return int_min(widest, max_cols[column]);
}

static void fit(struct rows_table *t, const struct print_rows *rows)
{
    int left = rows->cols + GAP;
    for (size_t i = 0; i < sizeof by_weight / sizeof *by_weight; i++) {
        enum column column = by_weight[i];
        int cols = column == PROVIDER && !rows->several ? 0 : wanted_cols(t, column);
        if (cols && cols + GAP <= left) {
            t->cols[column] = cols;
            left -= cols + GAP;
        }
    }
    int summary = int_min(wanted_cols(t, SUMMARY), left - GAP);
    t->cols[SUMMARY] = summary >= SUMMARY_MIN_COLS ? summary : 0;
}

/* A cell that is too wide ends in "...". */
static void put_cell(struct buf *out, const char *cell, int cols, bool right)
{
    int used = cell_cols(cell);
    size_t n = strlen(cell);
    const char *mark = "";
    if (used > cols) {
        n = cols_fit(cell, n, cols - 3, &used);
        used += 3;
        mark = "...";
    }
    buf_printf(out, "%*s%.*s%s", right ? cols - used : 0, "", (int)n, cell, mark);
    if (!right)
        buf_printf(out, "%*s", cols - used, "");
}

static void put_row(struct buf *out, const struct rows_table *t, char **cells)
{
    size_t begin = out->len;
    for (int i = 0; i < COLUMNS; i++) {
        if (!t->cols[i])
            continue;
        buf_puts(out, out->len > begin ? "  " : "");
        put_cell(out, cells[i], t->cols[i], i == DURATION);
    }
    while (out->len > begin && out->data[out->len - 1] == ' ')
        out->len--;
    buf_putc(out, '\n');
}

void print_rows_text(struct buf *out, const struct print_rows *rows)
{
    char first[TIME_TEXT_BYTES] = "";
    const char *zone = zone_is_same(rows, first) ? first : NULL;
    struct rows_table t = {.count = rows->count + 1};
    if (!rows->count)
        return;
    t.cells = xcalloc(t.count * COLUMNS, sizeof *t.cells);
    set_head(&t, zone);
    for (size_t i = 0; i < rows->count; i++) {
        struct print_row r = rows->row(rows->owner, i);
        set_cells(t.cells + (i + 1) * COLUMNS, &r, zone);
    }
    fit(&t, rows);
    for (size_t i = 0; i < t.count; i++)
        put_row(out, &t, t.cells + i * COLUMNS);
    for (size_t i = 0; i < t.count * COLUMNS; i++)
        free(t.cells[i]);
    free(t.cells);
}
