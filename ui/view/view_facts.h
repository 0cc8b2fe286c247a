/* The facts of a call in two columns, and what needs the full width below them; one column when the
 * pane is narrow. The call pane and the participants pane are both this. */
#ifndef UI_VIEW_VIEW_FACTS_H
#define UI_VIEW_VIEW_FACTS_H

#include "call/spots.h"
#include "ui/view/view.h"

/* Status, times, end reason, summary, hot spots (may be NULL), notes, other fields. The call is
 * borrowed. */
struct view *view_facts_of_call(const struct call *c, const struct spots *spots);
/* Folds the other fields as another view of the call does, with its column in use, and gives the
 * item that has the place of that one's `item`. */
size_t view_facts_follow(struct view *v, struct view *before, size_t item);
/* A place in a text that is searched is in a label of the program's own, which every call has. */
bool view_facts_is_own(const struct view *v, size_t text, size_t offset);
/* Participants on the left, recordings on the right. */
struct view *view_facts_of_participants(const struct call *c);

#endif
