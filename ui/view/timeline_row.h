/* The timeline as a row above the transcript: who speaks when, which part the pane shows, matches
 * and hot spots. */
#ifndef UI_VIEW_TIMELINE_ROW_H
#define UI_VIEW_TIMELINE_ROW_H

#include "ui/view/line.h"
#include "ui/view/pane.h"
#include "ui/view/timeline.h"

#include <stdbool.h>

/* Draws as many columns as the timeline was laid out for. */
void timeline_row_put(const struct timeline *tl, struct pane *turns, bool ascii, struct line *out);

#endif
