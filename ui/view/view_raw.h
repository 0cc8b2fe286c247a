/* The documents of a call as JSON that folds, one below the other, each under its name. UI thread.
 */
#ifndef UI_VIEW_VIEW_RAW_H
#define UI_VIEW_VIEW_RAW_H

#include "call/call.h"
#include "ui/view/view.h"

#include <stdbool.h>

/* Borrows both; *wrap is read at each layout. The rows of a long document are added in steps
 * (`more` in view.h). */
struct view *view_raw_new(const struct call *c, const bool *wrap);

/* Copies the folds of another view of the same call, and returns the item with the same JSON
 * Pointer as that view's `item`, or with the longest part of the pointer that exists. */
size_t view_raw_follow(struct view *v, struct view *before, size_t item);

#endif
