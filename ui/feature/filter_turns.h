/* Filtering the transcript: a prompt for the expression, and the end of the filter. UI thread. */
#ifndef UI_FEATURE_FILTER_TURNS_H
#define UI_FEATURE_FILTER_TURNS_H

#include <stdbool.h>

struct app;

/* Ends the filter of the call in front; false when it has no filter. */
bool filter_turns_show_all(struct app *a);

#endif
