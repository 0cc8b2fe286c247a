/* Facts as rows of a given width: in two columns, with those that need the full width below; in one
 * column when it is narrow. The searched text of a row has the label and value of each of its
 * facts, separated by line ends. UI thread. */
#ifndef UI_VIEW_FACT_ROWS_H
#define UI_VIEW_FACT_ROWS_H

#include "base/buf.h"
#include "call/facts.h"
#include "ui/view/line.h"

#include <stdbool.h>
#include <stddef.h>

/* WIDE and BELOW have the full width; the values of WIDE line up with those of the left column. */
enum fact_side { SIDE_LEFT, SIDE_RIGHT, SIDE_WIDE, SIDE_BELOW, SIDE_COUNT };

struct fact_rows;

struct fact_rows *fact_rows_new(void);
void fact_rows_free(struct fact_rows *f);
/* Adds a fact, which is borrowed; `role` is for its value, and a fact without a value is a heading.
 * Lay out after the last one. */
void fact_rows_add(struct fact_rows *f, enum fact_side side, enum role role,
                   const struct fact *fact);
void fact_rows_layout(struct fact_rows *f, int cols);

size_t fact_rows_count(const struct fact_rows *f);
/* At least 1. With more than max rows it may return any number from max on. */
int fact_rows_rows(const struct fact_rows *f, size_t item, int max);
void fact_rows_row(const struct fact_rows *f, size_t item, int row, struct line *out);
/* Appends the searched text of an item. */
void fact_rows_text(const struct fact_rows *f, size_t item, struct buf *out);
/* Returns true if a byte of that text is part of a label by the program, not of the provider's
 * data. */
bool fact_rows_is_program_text(const struct fact_rows *f, size_t item, size_t offset);
int fact_rows_row_of(const struct fact_rows *f, size_t item, size_t offset);
size_t fact_rows_offset_of(const struct fact_rows *f, size_t item, int row);

/* Makes the right or the left column active: it has the mark of the selected row, and its value is
 * what is copied (freed by the caller). */
void fact_rows_set_column(struct fact_rows *f, bool right);
/* Makes the column active that contains a byte of the searched text. */
void fact_rows_set_column_at(struct fact_rows *f, size_t item, size_t offset);
int fact_rows_mark_col(const struct fact_rows *f, size_t item);
char *fact_rows_value(const struct fact_rows *f, size_t item);
/* Copies the active column of other rows of the same call, and returns the item with the same
 * field as their `item`, or the same index. */
size_t fact_rows_follow(struct fact_rows *f, const struct fact_rows *before, size_t item);

#endif
