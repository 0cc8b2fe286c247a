/* Selecting turns: from the one where it began to the cursor. UI thread. */
#ifndef UI_FEATURE_SELECTION_H
#define UI_FEATURE_SELECTION_H

#include "ui/shell/tab.h"

struct app;

/* Turns are selected in the transcript in front, and it has the focus. */
bool selection_is_on(const struct app *a);
/* The numbers of the selected turns, or of the one under the cursor, in order, from 0; the caller
 * frees the list. *count is 0 where there is no turn. */
size_t *selection_list(const struct tab *t, size_t *count);
/* Appends these turns as they are copied. */
void selection_put(const struct tab *t, struct buf *out);
/* Copies these turns, and ends the selection. */
void selection_copy_turns(struct app *a);

#endif
