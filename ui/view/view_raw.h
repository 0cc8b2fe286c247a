/* The documents of a call as JSON that folds, one below the other, each under its name. */
#ifndef UI_VIEW_VIEW_RAW_H
#define UI_VIEW_VIEW_RAW_H

#include "call/call.h"
#include "ui/view/view.h"

#include <stdbool.h>

/* Both are borrowed; *wrap is read at layout. */
struct view *view_raw_new(const struct call *c, const bool *wrap);

/* Folds as another view of the same call's documents does, and gives the item that has the place of
 * that one's `item`: the same pointer, or what is left of the way to it. */
size_t view_raw_follow(struct view *v, struct view *before, size_t item);

#endif
