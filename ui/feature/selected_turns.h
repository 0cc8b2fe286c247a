/* The turns that are selected in a transcript, or else the one under the cursor. UI thread. */
#ifndef UI_FEATURE_SELECTED_TURNS_H
#define UI_FEATURE_SELECTED_TURNS_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct app;
struct tab;

/* Turns are selected in the transcript in front, and it has the focus. */
bool selected_turns_are_on(const struct app *a);
/* Their numbers in order, from 0; the caller frees the list. *count is 0 where there is no turn. */
size_t *selected_turns_list(const struct tab *t, size_t *count);
/* Appends them as they are copied. */
void selected_turns_put(const struct tab *t, struct buf *out);

#endif
