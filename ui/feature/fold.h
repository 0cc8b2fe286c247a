/* Folding everything in the pane in focus. Handlers of actions. UI thread. */
#ifndef UI_FEATURE_FOLD_H
#define UI_FEATURE_FOLD_H

struct app;

void fold_open_all(struct app *a, long count);
void fold_close_all(struct app *a, long count);

#endif
