/* Selecting turns: from the one where it began to the cursor. UI thread. */
#ifndef UI_FEATURE_SELECTION_H
#define UI_FEATURE_SELECTION_H

struct app;

/* Copies the selected turns, or the one under the cursor, and ends the selection. */
void selection_copy_turns(struct app *a);

#endif
