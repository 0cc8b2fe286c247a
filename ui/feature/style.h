/* How calls are shown: wrapped or not, with which times, in which time zone, and with phone and
 * card numbers and e-mail addresses masked or not. UI thread. */
#ifndef UI_FEATURE_STYLE_H
#define UI_FEATURE_STYLE_H

#include "base/err.h"
#include "ui/view/view_transcript.h"

struct app;

/* Each pane keeps its cursor. */
void style_set_wrap(struct app *a, bool wrap);
void style_set_timestamps(struct app *a, enum timestamps timestamps);
void style_set_mask(struct app *a, bool mask);
/* For the option timezone. False with e set when the zone is unknown. */
bool style_set_zone(struct app *a, const char *name, struct err *e);

#endif
