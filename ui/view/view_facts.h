/* The facts of a call in two columns, with those that need the full width below; in one column when
 * the pane is narrow. UI thread. */
#ifndef UI_VIEW_VIEW_FACTS_H
#define UI_VIEW_VIEW_FACTS_H

#include "call/spots.h"
#include "ui/view/view.h"

/* What is known about the call, its hot spots (may be NULL) and its notes. Borrows the call. */
struct view *view_facts_of_call(const struct call *c, const struct spots *spots);
/* Copies the active column of another view of the same call, and returns
 * the item that corresponds to that view's `item`. */
size_t view_facts_follow(struct view *v, struct view *before, size_t item);

#endif
