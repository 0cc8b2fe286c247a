/* Where the panes stand in a screen of a given size. Pure. */
#ifndef UI_LAYOUT_H
#define UI_LAYOUT_H

#include <stdbool.h>

struct rect {
    int y, x, rows, cols; /* rows 0: not shown */
};

enum pane_id { PANE_PROVIDER, PANE_ID, PANE_CALL, PANE_PEOPLE, PANE_TURNS, PANE_COUNT };

struct layout_request {
    int rows, cols;
    int call_rows, people_rows; /* what the panes would like, their title row not counted */
    bool tabs;                  /* a line of tabs is wanted */
    bool side;                  /* side by side (the caller decided by option and width) */
    bool zoom;                  /* only `focus` is drawn */
    enum pane_id focus;
};

struct layout {
    bool too_small; /* under 20 x 6: only `status` is usable, for one sentence */
    struct rect tabs, status;
    struct rect title[PANE_COUNT]; /* the title row of each pane; provider and ID have none */
    struct rect body[PANE_COUNT];
    struct rect divider; /* side by side: the column between */
};

/* Stacked: provider and ID in one row, call and participants at most a third of the rows each kept
 * small, the transcript with the full width and the rest. Under 12 rows only the pane in focus.
 * Side: provider and ID on top, call and participants in a column of 36 to 52 columns on the left. */
void layout_make(struct layout *out, const struct layout_request *r);

#endif
