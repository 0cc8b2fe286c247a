/* The places of the panes on a screen of a given size. Pure. */
#ifndef UI_VIEW_LAYOUT_H
#define UI_VIEW_LAYOUT_H

#include <stdbool.h>

struct rect {
    int y, x, rows, cols; /* rows is 0 when it is not shown */
};

enum pane_id {
    PANE_PROVIDER,
    PANE_ID,
    PANE_CALL,
    PANE_PARTICIPANTS,
    PANE_TURNS,
    PANE_OTHER,
    PANE_COUNT
};

struct layout_request {
    int rows, cols;
    int wanted[PANE_COUNT]; /* rows that the panes from PANE_CALL on need, without their title rows;
                               without any need PANE_OTHER is not shown */
    int left_cols;          /* that the values in the left column need */
    bool tabs;              /* show the tab bar */
    bool no_turns;          /* the transcript needs only one row */
    bool side;              /* side by side, according to option and width */
    bool timeline;          /* show the timeline above the turns */
    bool zoom;              /* draw only the pane `focus` */
    enum pane_id focus;
};

struct layout {
    bool too_small; /* below 20x6: only `status` is set, for one sentence */
    struct rect tabs, status;
    struct rect title[PANE_COUNT]; /* the title row of each pane; provider and ID have none */
    struct rect body[PANE_COUNT];
    struct rect timeline; /* between the transcript's title and body */
    struct rect divider;  /* side by side: the column between the two sides */
};

/* The rectangles tile the screen: they do not overlap, and they leave nothing out. A pane that is
 * not shown has 0 rows. Provider and ID share a row from 40 columns on; below that each has its
 * own.
 *
 * Stacked: provider and ID at the top; then call, participants, transcript and other fields. Call
 * and participants may always take a third of the rows; below 24 rows that is with their titles,
 * and from there on the call is up to two rows ahead. What the transcript does not need goes to
 * call and participants, and then to the other fields, of which otherwise only the title is shown
 * until they have the focus. With fewer than 12 rows only the focused pane is shown below provider
 * and ID, of which only one is shown under 40 columns; while one of these two is focused, the
 * transcript's rectangle is shown, because pages are drawn there. The timeline gets a row that the
 * transcript does not need, or one of more than 8.
 *
 * Side by side: the transcript on the right, the rest in a column on the left of a third of the
 * columns (36 to 52), or, when its values need it, of 40 % (at most 84). Without a transcript each
 * side has half of the columns, and the other fields are on the right. Stacked when the right side
 * would be too narrow or empty. Zoomed: only the focused pane and the status line; provider and ID
 * cannot be zoomed. */
void layout_make(struct layout *out, const struct layout_request *r);

#endif
