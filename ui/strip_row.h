/* The strip above a transcript: who speaks when, what is seen of it, matches and hot spots. */
#ifndef UI_STRIP_ROW_H
#define UI_STRIP_ROW_H

#include "ui/line.h"
#include "ui/pane.h"
#include "ui/strip.h"

#include <stdbool.h>

/* In as many columns as it was laid out for. */
void strip_put(const struct strip *s, struct pane *turns, bool ascii, struct line *out);

#endif
