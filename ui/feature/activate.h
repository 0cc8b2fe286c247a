/* Enter. UI thread. */
#ifndef UI_FEATURE_ACTIVATE_H
#define UI_FEATURE_ACTIVATE_H

struct app;

/* Handler: does what the list on top wants; else folds, unfolds or opens what is selected. */
void activate_selected(struct app *a, long count);

#endif
