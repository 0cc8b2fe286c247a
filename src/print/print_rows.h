/* The rows of a list of calls as text, JSON and tables, for printing and saving. The functions
 * append to out; the text that they append is clean (text/clean.h). */
#ifndef PRINT_PRINT_ROWS_H
#define PRINT_PRINT_ROWS_H

#include "base/buf.h"
#include "call/call.h"

#include <stdbool.h>
#include <stddef.h>

/* A row: what a list says about a call, and what is worked out from it. The texts are raw, and NULL
 * if they were not given. */
struct print_row {
    const struct call *call; /* without what lists do not have; masked if that is wanted */
    const char *from, *to;   /* the numbers of the sides */
    const char *other;       /* whom the agent talked to: a number or a name */
    const char *agent;       /* its name, else its ID */
    struct instant at;       /* its start, else its creation */
};

struct print_rows {
    size_t count;
    /* The row; what it holds is valid until the next call. */
    struct print_row (*row)(void *owner, size_t i);
    void *owner;
    int cols;     /* of the text form, at least 20 */
    bool several; /* of several providers, whose names the text form shows */
};

/* A table that is at most `cols` wide, with the columns that fit. Times are in the zone of
 * text/time.h. Nothing for no rows. */
void print_rows_text(struct buf *out, const struct print_rows *rows);
/* A line of JSON a row (schema 1). */
void print_rows_json(struct buf *out, const struct print_rows *rows);
/* Tables for programs, with a heading. In both a value that a spreadsheet would take for a formula
 * begins with an apostrophe. TSV: tabs and line ends inside a value are blanks. CSV: RFC 4180. */
void print_rows_tsv(struct buf *out, const struct print_rows *rows);
void print_rows_csv(struct buf *out, const struct print_rows *rows);
/* "provider:id", a line a row. */
void print_rows_id(struct buf *out, const struct print_rows *rows);

#endif
