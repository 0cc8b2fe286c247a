/* Facts as rows at a width: in two columns, and what needs the full width below them; in one when
 * it is narrow. Each row is one text to be searched: label and value of what stands in it, with
 * line ends between them. UI thread. */
#ifndef UI_VIEW_FACT_ROWS_H
#define UI_VIEW_FACT_ROWS_H

#include "base/buf.h"
#include "call/facts.h"
#include "ui/view/line.h"

#include <stdbool.h>
#include <stddef.h>

/* WIDE lines up with the left column; it and BELOW have the full width. */
enum fact_side { SIDE_LEFT, SIDE_RIGHT, SIDE_WIDE, SIDE_BELOW, SIDE_COUNT };

struct fact_rows;

struct fact_rows *fact_rows_new(void);
void fact_rows_free(struct fact_rows *f);
/* The role is the value's. A fact without a value is a heading. It is borrowed; to be laid out
 * after the last one. */
void fact_rows_add(struct fact_rows *f, enum fact_side side, enum role role,
                   const struct fact *fact);
void fact_rows_layout(struct fact_rows *f, int cols);

size_t fact_rows_count(const struct fact_rows *f);
/* At least 1; where there are more than max, max or more. */
int fact_rows_rows(const struct fact_rows *f, size_t item, int max);
void fact_rows_row(const struct fact_rows *f, size_t item, int row, struct line *out);
void fact_rows_text(const struct fact_rows *f, size_t item, struct buf *out); /* appended */
/* That byte of the text is in a label that the program gave. */
bool fact_rows_is_own(const struct fact_rows *f, size_t item, size_t offset);
int fact_rows_row_of(const struct fact_rows *f, size_t item, size_t offset);
size_t fact_rows_offset_of(const struct fact_rows *f, size_t item, int row);

/* One column is in use: where the mark of a row stands, and the value (yours) that is copied. */
void fact_rows_use(struct fact_rows *f, bool right);
/* The one with that byte of the text. */
void fact_rows_use_at(struct fact_rows *f, size_t item, size_t offset);
int fact_rows_mark_col(const struct fact_rows *f, size_t item);
char *fact_rows_value(const struct fact_rows *f, size_t item);
/* Uses the column that another one does; the item of the field that it has there, else as far
 * down. */
size_t fact_rows_follow(struct fact_rows *f, const struct fact_rows *before, size_t item);

#endif
