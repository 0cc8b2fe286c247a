/* Turns that are selected to be taken along: from the one where it began to the cursor. A pane
 * draws them (pane.h); this is what the keys do. UI thread. */
#ifndef UI_FEATURE_SELECTION_H
#define UI_FEATURE_SELECTION_H

#include "base/buf.h"
#include "ui/view/line.h"

#include <stdbool.h>
#include <stddef.h>

struct app;
struct tab;

/* Actions. */
void selection_toggle(struct app *a, long count); /* begins with so many turns; or ends */
void selection_copy(struct app *a);
void selection_copy_note(struct app *a);

/* False: nothing is selected. */
bool selection_end(struct app *a);
/* The keys of KEYS_VISUAL mean something. */
bool selection_has_keys(const struct app *a);
/* The selected turns, else the one under the cursor, in order, as a list that is yours; *count 0
 * where there is none. */
size_t *selection_turns(const struct tab *t, size_t *count);
/* Those turns as they are copied, appended. */
void selection_text(const struct tab *t, struct buf *out);
/* "3 turns selected"; nothing when none are. */
void selection_put(const struct app *a, struct line *out);

#endif
