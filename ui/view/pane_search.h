/* Searching in a pane: the matches in its view, the match under the cursor, and their colours. A
 * search is kept when the pane gets another width, another view or a filter. */
#ifndef UI_VIEW_PANE_SEARCH_H
#define UI_VIEW_PANE_SEARCH_H

#include "call/search.h"
#include "ui/view/pane_place.h"

/* Returns true if the pane has a view that can be searched. */
bool pane_can_search(const struct pane *p);
/* Starts a search at the cursor, or ends it (pattern NULL). Holds a reference to the pattern. */
void pane_search(struct pane *p, struct pattern *pattern);
/* Restarts the search after the items of the view changed. */
void pane_search_restart(struct pane *p);
/* The pattern that is searched for, borrowed; NULL if no search is on. */
const struct pattern *pane_pattern(const struct pane *p);
/* Continues the search for about budget_ms milliseconds; returns true if there is more to do. */
bool pane_search_run(struct pane *p, int budget_ms);

enum search_from {
    SEARCH_HERE, /* at or after the cursor */
    SEARCH_AFTER,
    SEARCH_BEFORE,
    SEARCH_FIRST, /* of the view */
    SEARCH_LAST
};

enum search_answer pane_find(const struct pane *p, enum search_from from, struct match *out);
/* Moves the cursor to a match and unfolds what hides it. */
void pane_goto_match(struct pane *p, const struct match *m);
/* Returns true if the cursor is on the match that it was moved to last. */
bool pane_on_match(const struct pane *p);
/* The number of searched texts, folded ones included. */
size_t pane_texts(const struct pane *p);
/* Writes one of these texts into an empty buffer; nothing when it does not exist. */
void pane_searched_text(const struct pane *p, size_t text, struct buf *out);
/* The folds of the view, freed by the caller; NULL if nothing folds. */
struct outline_folds *pane_folds(const struct pane *p);
/* Restores folds; call it before places are restored. */
void pane_set_folds(struct pane *p, const struct outline_folds *folds);
/* The number of the match under the cursor, from 1; 0 if there is none or it is not known yet. */
size_t pane_match_number(const struct pane *p);

/* Gives the matches in a row of an item their roles. */
void pane_paint_matches(const struct pane *p, size_t item, struct line *line);

#endif
