/* A window on a view: what is seen of it, and which row is selected. Places are kept by item and
 * row within it, so they survive another width. The pane owns its view. */
#ifndef UI_VIEW_PANE_H
#define UI_VIEW_PANE_H

#include "call/search.h"
#include "ui/view/layout.h"
#include "ui/view/view.h"

struct place {
    size_t item;
    int row;
};

struct pane {
    struct view *view; /* NULL: empty */
    struct place top, cursor;
    int rows, cols;
    int y, x;              /* where it was drawn last */
    struct search *search; /* of the view; NULL: none (pane_search.h) */
    struct match here;     /* the match that was gone to last */
    bool has_here;
    bool selecting; /* items are selected, from `anchor` to the cursor */
    size_t anchor;
};

/* Takes the view; the place is kept as far as the new view reaches. */
void pane_set_view(struct pane *p, struct view *view);
void pane_done(struct pane *p);
void pane_resize(struct pane *p, int rows, int cols);
/* The view is to be laid out anew, as its style changed. */
void pane_layout(struct pane *p);
/* The view's items or their heights changed. */
void pane_refresh(struct pane *p);
/* Around a change of what items there are: places and the search are kept by numbers. */
struct pane_numbers {
    size_t top, cursor, here, anchor;
};
struct pane_numbers pane_numbers(const struct pane *p);
void pane_renumber(struct pane *p, const struct pane_numbers *before);

void pane_move(struct pane *p, long rows);   /* the cursor; down is positive */
void pane_scroll(struct pane *p, long rows); /* the window, and the cursor with it */
void pane_goto(struct pane *p, size_t item);
void pane_goto_end(struct pane *p);              /* the last row */
void pane_goto_top(struct pane *p, size_t item); /* and shows it in the first row */
/* False: nothing folds there. The cursor stays on its row of the screen where it can. */
bool pane_fold(struct pane *p, enum fold how);
/* Takes a view that has the cursor's item at another place. */
void pane_set_view_at(struct pane *p, struct view *view, size_t item);
/* What stands in a row of the window; false: nothing does. */
bool pane_goto_row(struct pane *p, int row);
void pane_goto_place(struct pane *p, struct place place);
/* By an item's number among all there are, from 0, where a filter leaves some out. */
void pane_goto_number(struct pane *p, size_t number);
size_t pane_number(const struct pane *p, size_t *all); /* of the cursor's item */
size_t pane_number_of(const struct pane *p, size_t item, size_t *all);
size_t pane_item_at(const struct pane *p, size_t number); /* the nearest */
size_t pane_last_item(const struct pane *p);              /* of which something is seen */
/* From the cursor's item on, items are selected, until `selecting` is false. */
void pane_select(struct pane *p);
/* The first and the last of them; of none, the cursor's. */
void pane_selected(const struct pane *p, size_t *first, size_t *last);
size_t pane_items(const struct pane *p);
/* Rows wanted to show everything, at most max. */
int pane_rows_wanted(struct pane *p, int max);
/* All of it is seen. */
bool pane_fits(struct pane *p);

/* `mark`: before the selected row. */
void pane_draw(struct pane *p, const struct rect *r, bool mark);
/* Where the mark of the cursor is within the pane: its row, or -1, and its column. */
int pane_cursor_row(const struct pane *p);
int pane_cursor_col(const struct pane *p);

#endif
