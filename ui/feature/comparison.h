/* Two calls side by side. UI thread. */
#ifndef UI_FEATURE_COMPARISON_H
#define UI_FEATURE_COMPARISON_H

struct app;

/* Handler: compares the call in front with the previous one, or with the one in tab `count`. */
void comparison_toggle(struct app *a, long count);

#endif
