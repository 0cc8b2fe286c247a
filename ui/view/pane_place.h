/* Places in a pane: which items and rows its window shows, where the cursor is, and how both move.
 * A place is an item and a row within it, so it survives another width. */
#ifndef UI_VIEW_PANE_PLACE_H
#define UI_VIEW_PANE_PLACE_H

#include "call/search.h"
#include "ui/view/view.h"

struct place {
    size_t item;
    int row;
};

/* What the rows of a pane showed, and where. */
struct pane_window {
    struct place *places;
    int rows, y, x;
};

/* A window on a view; the pane owns the view and the search. */
struct pane {
    struct view *view; /* NULL: the pane is empty */
    struct place top, cursor;
    int rows, cols;
    int y, x;                       /* where the pane was drawn last */
    struct pane_window drawn, sent; /* the last time, and in the frame that was sent last */
    struct search *search;          /* in the view (pane_search.h); NULL: no search is on */
    struct match here;              /* the match that the cursor went to last */
    bool has_here;
    bool selecting; /* items are selected, from `anchor` to the cursor */
    size_t anchor;
};

size_t pane_items(const struct pane *p);
/* The rows of an item; for one with more than max, any number from max on. */
int pane_item_rows(const struct pane *p, size_t item, int max);
/* Moves a place one row down; false at the end of the view. */
bool pane_place_next(const struct pane *p, struct place *at);

/* Brings the places back into the view after its items or their heights changed. */
void pane_refresh(struct pane *p);

void pane_move(struct pane *p, long rows);   /* the cursor; down is positive */
void pane_scroll(struct pane *p, long rows); /* the window, and the cursor with it */
void pane_goto(struct pane *p, size_t item);
void pane_goto_place(struct pane *p, struct place place);
void pane_goto_end(struct pane *p);              /* the last row */
void pane_goto_top(struct pane *p, size_t item); /* shows the item in the first row */
/* Puts the cursor on an item and shows it in a row of the window, if there are enough items. */
void pane_goto_item_in_row(struct pane *p, size_t item, int row);
/* Puts the cursor on what a row of the window shows; returns false if that row is empty. */
bool pane_goto_row(struct pane *p, int row);
/* Scrolls so that these rows below the cursor are visible, but at most half a window of them. */
void pane_show_below(struct pane *p, long rows);

/* Numbers of items among all that a filter may hide, from 0. */
void pane_goto_number(struct pane *p, size_t number);
size_t pane_number(const struct pane *p, size_t *all); /* of the cursor's item */
size_t pane_number_of(const struct pane *p, size_t item, size_t *all);
size_t pane_item_at(const struct pane *p, size_t number); /* the nearest shown item */
size_t pane_last_item(const struct pane *p);              /* in the window */

/* Selects items from the cursor's on, until `selecting` is set to false. */
void pane_select(struct pane *p);
/* The first and last selected item; the cursor's item when nothing is selected. */
void pane_selected(const struct pane *p, size_t *first, size_t *last);

/* The rows needed to show everything, at most max. */
int pane_rows_wanted(struct pane *p, int max);
/* The rows below the window; after the first hundred each item counts as one row. */
size_t pane_rows_below(const struct pane *p);
/* Returns true if the window shows all of the view. */
bool pane_fits(struct pane *p);
/* The row and column of the cursor's mark in the window; row -1 when it is out of sight. */
int pane_cursor_row(const struct pane *p);
int pane_cursor_col(const struct pane *p);

#endif
