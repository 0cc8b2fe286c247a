/* Searching in a pane: the matches in its view, the one the cursor is on, and their colours. A pane
 * keeps its search through another width, another view and a filter. */
#ifndef UI_VIEW_PANE_SEARCH_H
#define UI_VIEW_PANE_SEARCH_H

#include "call/search.h"
#include "ui/view/pane_place.h"

/* There is something that can be searched. */
bool pane_can_search(const struct pane *p);
/* From the cursor on; NULL: no longer. The pattern is held. */
void pane_search(struct pane *p, struct pattern *pattern);
/* The view has other items now: the search begins anew. */
void pane_search_again(struct pane *p);
/* The pattern, borrowed; NULL: nothing is searched. */
const struct pattern *pane_pattern(const struct pane *p);
/* Goes on; true when there is more to do. */
bool pane_search_run(struct pane *p, int budget_ms);

enum search_from {
    SEARCH_HERE, /* at or behind the cursor */
    SEARCH_AFTER,
    SEARCH_BEFORE,
    SEARCH_FIRST, /* of the view */
    SEARCH_LAST
};

enum search_answer pane_find(const struct pane *p, enum search_from from, struct match *out);
/* The cursor goes to a match, and the way to it unfolds. */
void pane_goto_match(struct pane *p, const struct match *m);
/* The cursor is on the match that it went to last. */
bool pane_on_match(const struct pane *p);
/* How many texts are searched, folded away or not. */
size_t pane_texts(const struct pane *p);
/* One of them, appended; nothing when there is none. */
void pane_searched_text(const struct pane *p, size_t text, struct buf *out);
/* What is folded, yours, NULL where nothing is; and as it was again, before places are set. */
struct outline_folds *pane_folds(const struct pane *p);
void pane_set_folds(struct pane *p, const struct outline_folds *folds);
/* The number of the match that the cursor is on; 0: on none, or not known yet. */
size_t pane_match_number(const struct pane *p);

/* Colours the matches in a line that shows a row of an item. */
void pane_paint_matches(const struct pane *p, size_t item, struct line *line);

#endif
