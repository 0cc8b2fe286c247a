/* How transcripts and JSON are shown: wrapped or not, and with which times. UI thread. */
#ifndef UI_FEATURE_STYLE_H
#define UI_FEATURE_STYLE_H

#include "ui/view/view_transcript.h"

struct app;

/* Each pane keeps its cursor. */
void style_set_wrap(struct app *a, bool wrap);
void style_set_timestamps(struct app *a, enum timestamps timestamps);

#endif
