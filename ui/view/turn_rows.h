/* The texts of a call's turns as rows of a given width. Rows are made on demand and cached for the
 * turns used last. A tool call has one row until it is unfolded; what was measured of a turn and
 * what else the provider sent with it are shown below it when it is unfolded. UI thread. */
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

/* The call is borrowed. All turns are folded at first. */
struct turn_rows *turn_rows_new(const struct call *c);
void turn_rows_free(struct turn_rows *r);
/* Takes the texts from another form of the same call. */
void turn_rows_set_form(struct turn_rows *r, const struct call *c);
void turn_rows_layout(struct turn_rows *r, const struct turn_rows_style *style);

/* Appends the clean text of a turn, with line ends: a tool call as if it were unfolded, but nothing
 * of what was measured or what else the provider sent. */
void turn_rows_text(struct buf *out, const struct turn *t);

/* At least 1. A turn with more than max rows may return any number from max on. */
int turn_rows_count(struct turn_rows *r, size_t turn, int max);
void turn_rows_put(struct turn_rows *r, size_t turn, int row, struct line *out);
/* The row that shows a byte of the text, or would if it were unfolded; the offset where a row
 * begins. */
int turn_rows_row_of(struct turn_rows *r, size_t turn, size_t offset);
size_t turn_rows_offset_of(struct turn_rows *r, size_t turn, int row);

/* Scrolls rows that are not wrapped by half their columns per step. */
void turn_rows_sideways(struct turn_rows *r, long steps);
/* The number of columns that are scrolled out on the left. */
long turn_rows_shift(const struct turn_rows *r);
/* Unfolds and scrolls so that these bytes can be seen. */
void turn_rows_reveal(struct turn_rows *r, size_t turn, size_t offset, size_t bytes);

/* Returns false if nothing folds there. */
bool turn_rows_toggle(struct turn_rows *r, size_t turn);
/* Returns false if nothing was unfolded. */
bool turn_rows_fold_all(struct turn_rows *r);
/* The words and payloads of all turns; there is one that has some. */
void turn_rows_unfold_all(struct turn_rows *r);
/* Whether the call has such a turn; looks at all of them. */
bool turn_rows_can_unfold(const struct call *c);
/* Copies the folds of other rows, if they are of the same call. */
void turn_rows_follow(struct turn_rows *r, const struct turn_rows *other);

#endif
