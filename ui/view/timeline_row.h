/* The strip above a transcript: who speaks when, what is seen of it, matches and hot spots. */
#ifndef UI_VIEW_TIMELINE_ROW_H
#define UI_VIEW_TIMELINE_ROW_H

#include "ui/view/line.h"
#include "ui/view/pane.h"
#include "ui/view/timeline.h"

#include <stdbool.h>

/* In as many columns as it was laid out for. */
void timeline_row_put(const struct timeline *s, struct pane *turns, bool ascii, struct line *out);

#endif
