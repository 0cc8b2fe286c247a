/* What no pane knows of a call, as a tree of labels and values that folds: the rows below "Other
 * fields". Items count from 0. */
#ifndef UI_VIEW_OTHER_ROWS_H
#define UI_VIEW_OTHER_ROWS_H

#include "call/outline.h"
#include "call/value.h"
#include "ui/view/view.h"

struct other_rows;

/* NULL when nothing is left. The value, an object, is borrowed. Long lists begin folded. */
struct other_rows *other_rows_new(const struct value *other);
void other_rows_free(struct other_rows *o); /* NULL is fine */

void other_rows_layout(struct other_rows *o, int cols);
size_t other_rows_items(const struct other_rows *o);
int other_rows_rows(struct other_rows *o, size_t item, int max);
void other_rows_row(struct other_rows *o, size_t item, int row, struct line *out);
/* For searching, also in what is folded: how many texts there are, the one of an item, the item
 * that shows one or stands for it. A text is a row's label and value with a line end between them,
 * as drawn, appended. */
size_t other_rows_texts(const struct other_rows *o);
size_t other_rows_text_of(const struct other_rows *o, size_t item);
size_t other_rows_item_of(const struct other_rows *o, size_t text);
void other_rows_text(struct other_rows *o, size_t text, struct buf *out);
/* Unfolds the way to it. */
void other_rows_show(struct other_rows *o, size_t text);
struct outline_folds *other_rows_folds(const struct other_rows *o);
void other_rows_set_folds(struct other_rows *o, const struct outline_folds *f);
int other_rows_row_of(struct other_rows *o, size_t item, size_t offset);
size_t other_rows_offset_of(struct other_rows *o, size_t item, int row); /* row > 0 */
/* A text as it is, the rest as JSON; yours. NULL when that is too large. */
char *other_rows_value(const struct other_rows *o, size_t item);
bool other_rows_fold(struct other_rows *o, enum fold how, size_t *item);
/* Folds as another one does, and gives the item that has the place of that one's. */
size_t other_rows_follow(struct other_rows *o, struct other_rows *before, size_t item);

#endif
