/* The fields of a call that no pane shows, as a tree of labels and values that folds: the rows
 * below "Other fields". Items count from 0. UI thread. */
#ifndef UI_VIEW_OTHER_ROWS_H
#define UI_VIEW_OTHER_ROWS_H

#include "call/outline.h"
#include "call/value.h"
#include "ui/view/view.h"

struct other_rows;

/* Borrows the value, an object. NULL if it has no members. Long lists are folded at first. */
struct other_rows *other_rows_new(const struct value *other);
void other_rows_free(struct other_rows *o); /* does nothing for NULL */

void other_rows_layout(struct other_rows *o, int cols);
size_t other_rows_items(const struct other_rows *o);
int other_rows_rows(struct other_rows *o, size_t item, int max);
void other_rows_row(struct other_rows *o, size_t item, int row, struct line *out);
/* For searching, in folded rows too: the number of texts, the text of an item, and the item that
 * contains a text, which may be folded. other_rows_text appends a text: the label and the value of
 * a row as they are drawn, with a line end between them. */
size_t other_rows_texts(const struct other_rows *o);
size_t other_rows_text_of(const struct other_rows *o, size_t item);
size_t other_rows_item_of(const struct other_rows *o, size_t text);
void other_rows_text(struct other_rows *o, size_t text, struct buf *out);
/* Unfolds everything that hides a text. */
void other_rows_show(struct other_rows *o, size_t text);
struct outline_folds *other_rows_folds(const struct other_rows *o);
void other_rows_set_folds(struct other_rows *o, const struct outline_folds *f);
int other_rows_row_of(struct other_rows *o, size_t item, size_t offset);
size_t other_rows_offset_of(struct other_rows *o, size_t item, int row); /* row > 0 */
/* A string as it is, any other value as JSON, freed by the caller. NULL if it is too large. */
char *other_rows_value(const struct other_rows *o, size_t item);
bool other_rows_fold(struct other_rows *o, enum fold how, size_t *item);
/* Copies the folds of other rows of the same call, and returns the item that corresponds to
 * their `item`. */
size_t other_rows_follow(struct other_rows *o, struct other_rows *before, size_t item);

#endif
