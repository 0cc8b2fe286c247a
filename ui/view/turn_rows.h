/* What is read of each turn of a call, as rows at a width: made when they are asked for, kept for
 * the turns seen last. A tool call has one row until it is unfolded. UI thread. */
#ifndef UI_VIEW_TURN_ROWS_H
#define UI_VIEW_TURN_ROWS_H

#include "base/buf.h"
#include "call/call.h"
#include "ui/view/line.h"

#include <stdbool.h>
#include <stddef.h>

struct turn_rows;

struct turn_rows_style {
    int cols; /* of a row */
    bool wrap, ascii;
};

/* The call is borrowed; all is folded. */
struct turn_rows *turn_rows_new(const struct call *c);
void turn_rows_free(struct turn_rows *r);
void turn_rows_layout(struct turn_rows *r, const struct turn_rows_style *style);

/* All that is read of a turn, folded or not, appended to nothing: sanitised, with line ends. */
void turn_rows_text(struct buf *out, const struct turn *t);

/* At least 1; of a turn with more than max, max or more. */
int turn_rows_count(struct turn_rows *r, size_t turn, int max);
void turn_rows_put(struct turn_rows *r, size_t turn, int row, struct line *out);
/* The row where a byte of the text is seen, or would be, and where a row begins in it. */
int turn_rows_row_of(struct turn_rows *r, size_t turn, size_t offset);
size_t turn_rows_offset_of(struct turn_rows *r, size_t turn, int row);

/* When not wrapped: by half the columns. */
void turn_rows_sideways(struct turn_rows *r, long steps);
/* The columns that are out of sight at the left. */
long turn_rows_shift(const struct turn_rows *r);
/* Unfolds what these bytes are folded in, and brings them into sight sideways. */
void turn_rows_reveal(struct turn_rows *r, size_t turn, size_t offset, size_t bytes);

/* False: nothing folds there. */
bool turn_rows_toggle(struct turn_rows *r, size_t turn);
bool turn_rows_fold_all(struct turn_rows *r);
bool turn_rows_unfold_all(struct turn_rows *r);
/* As another one folds, if that is of the same call. */
void turn_rows_fold_like(struct turn_rows *r, const struct turn_rows *other);

#endif
