/* Who speaks when, as columns over the length of a call. It is computed once for each call and
 * width, from the given times only. */
#ifndef UI_VIEW_TIMELINE_H
#define UI_VIEW_TIMELINE_H

#include "call/call.h"
#include "call/spots.h"
#include "ui/view/pane.h"

#include <stdbool.h>
#include <stddef.h>

struct timeline_col {
    /* Bits, 1 << speaker class. heard: a turn begins here, or its given end is not reached yet.
     * last: the latest turn to begin has no end time, so it may not have ended yet. Where several
     * turns begin in a column and all have ends, heard has only those who speak for a third of the
     * speech, and nobody if the greater part is silence. */
    unsigned heard, last;
    bool spot;     /* a hot spot begins here */
    bool mark;     /* and is drawn: only the worst, where there would be too many marks */
    double weight; /* of the hot spots, in seconds */
    size_t first;  /* the first turn that begins here or later */
};

struct timeline {
    const struct call *call; /* borrowed, and so are the spots */
    const struct spots *spots;
    bool is_useful;            /* there are enough times to draw something */
    struct timeline_col *list; /* NULL: it is not laid out */
    int cols;
    bool more;             /* the last frame could not show it, because it is laid out in steps */
    double length_s;       /* of all columns */
    bool has_ends;         /* of turns that are spoken */
    struct spoken *sorted; /* NULL: the turns are in order */
    size_t sorted_count;
    struct timeline_work *work; /* NULL: it is done */
    bool is_heard;              /* a recording is at a place of the call: */
    double heard_at_s;          /* seconds since the call's start */
};

void timeline_begin(struct timeline *tl, const struct call *c, const struct spots *spots);
void timeline_done(struct timeline *tl); /* does nothing on zeroes */
/* Computes the columns unless that is done already, for 100,000 turns at a time. True when it is
 * done. It has to be useful, and cols > 0. */
bool timeline_layout(struct timeline *tl, int cols);
/* The column in which a turn begins; a turn without a time is in that of the previous turn. */
int timeline_col_of(const struct timeline *tl, size_t turn);
/* The first turn that begins after this column, or turn_count. */
size_t timeline_col_end(const struct timeline *tl, int col);

/* The turn that a column is about: a hot spot that begins in it, else the first turn that does,
 * else the one that was spoken before. */
size_t timeline_turn_at(const struct timeline *tl, int col);

/* The column of what is heard; -1: nothing is, or it is not laid out. */
int timeline_heard_col(const struct timeline *tl);

/* Draws the timeline, what is heard, which part of it the pane shows, matches and hot spots: as
 * many columns as it was laid out for. UI thread. */
void timeline_row_put(const struct timeline *tl, struct pane *turns, bool ascii, struct line *out);

#endif
