/* A pane: a window on a view, with a cursor, a selection and a search. */
#ifndef UI_VIEW_PANE_H
#define UI_VIEW_PANE_H

#include "ui/view/layout.h"
#include "ui/view/pane_place.h"

/* Takes ownership of the view; the cursor and the search are kept as far as the view reaches. */
void pane_set_view(struct pane *p, struct view *view);
/* The same for a view in which the cursor's item has another index. */
void pane_set_view_at(struct pane *p, struct view *view, size_t item);
void pane_done(struct pane *p);
void pane_resize(struct pane *p, int rows, int cols);
/* Lays the view out again after its style changed. */
void pane_layout(struct pane *p);

/* The numbers of a pane's places, saved before the view gets other items: pane_renumber then finds
 * the places again, and searches again. */
struct pane_numbers {
    size_t top, cursor, here, anchor;
};
struct pane_numbers pane_numbers(const struct pane *p);
void pane_renumber(struct pane *p, const struct pane_numbers *before);

/* Returns false if nothing folds there. If possible, the cursor stays in its row of the window. */
bool pane_fold(struct pane *p, enum fold how);

/* `mark`: the cursor's row gets a mark. */
void pane_draw(struct pane *p, const struct rect *r, bool mark);

#endif
