/* The fetch of the recording that a tab is to play. UI thread. */
#ifndef UI_FEATURE_PLAYING_FETCH_H
#define UI_FEATURE_PLAYING_FETCH_H

#include <stdbool.h>

struct app;
struct recording_fetch;
struct tab;

struct recording_fetch *playing_fetch_of(const struct app *a, const struct tab *t);
/* Whether one runs, for any tab. */
bool playing_fetch_runs(const struct app *a);

#endif
