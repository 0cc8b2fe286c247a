/* Where the panes stand in a screen of a given size. Pure. */
#ifndef UI_VIEW_LAYOUT_H
#define UI_VIEW_LAYOUT_H

#include <stdbool.h>

struct rect {
    int y, x, rows, cols; /* rows 0: not shown */
};

enum pane_id { PANE_PROVIDER, PANE_ID, PANE_CALL, PANE_PEOPLE, PANE_TURNS, PANE_COUNT };

struct layout_request {
    int rows, cols;
    int call_rows, people_rows; /* what the panes would like, their title row not counted */
    bool tabs;                  /* a line of tabs is wanted */
    bool no_turns;              /* the transcript needs one row only */
    bool side;                  /* side by side (the caller decided by option and width) */
    bool timeline;              /* a row above the turns is wanted */
    bool zoom;                  /* only `focus` is drawn */
    enum pane_id focus;
};

struct layout {
    bool too_small; /* under 20 x 6: only `status` is usable, for one sentence */
    struct rect tabs, status;
    struct rect title[PANE_COUNT]; /* the title row of each pane; provider and ID have none */
    struct rect body[PANE_COUNT];
    struct rect timeline; /* between the transcript's title and body */
    struct rect divider;  /* side by side: the column between */
};

/* The rectangles tile the screen: none overlap, nothing is left over. A pane that is not shown has
 * rows 0; provider and ID share a row from 40 columns on, below that they have one each.
 *
 * Stacked: provider and ID on top, call and participants in at most a third of the rows, titles
 * included (in all but one where there is no transcript), the transcript with the full width and
 * the rest. Under 12 rows only the pane in focus
 * below the provider and ID (of which one is left under 40 columns); while one of those two has the
 * focus, the transcript's place is below them, for there the pages stand.
 * A transcript of more than 10 rows gives one to the strip, if it is wanted.
 * Side: call and participants in a column of 36 to 52 columns on the left; stacked when that leaves
 * too little. Zoom: only the pane in focus and the status line; provider and ID are not zoomed. */
void layout_make(struct layout *out, const struct layout_request *r);

#endif
