/* Who speaks when, as columns over the length of a call. Made once a call and width; says nothing
 * that the times do not. Pure. */
#ifndef UI_VIEW_TIMELINE_H
#define UI_VIEW_TIMELINE_H

#include "call/call.h"
#include "call/spots.h"

#include <stdbool.h>
#include <stddef.h>

struct timeline_col {
    /* Bits, 1 << speaker class. Heard: a turn begins here, or is not over yet as its end says.
     * Last: nothing says that the turn is over which was the last to begin. */
    unsigned heard, last;
    bool spot;    /* a hot spot begins here */
    size_t first; /* of the turns that begin here, or behind */
};

struct timeline {
    const struct call *call; /* borrowed, and so are the spots */
    const struct spots *spots;
    bool tells; /* there are times enough to draw something */
    struct timeline_col *list;
    int cols;
};

void timeline_begin(struct timeline *s, const struct call *c, const struct spots *spots);
void timeline_done(struct timeline *s); /* fine on zeroes */
/* Another form of the same call: its times are the same. */
void timeline_borrow(struct timeline *s, const struct call *c);
/* Makes the columns, if they are not there yet; it tells, and cols > 0. */
void timeline_layout(struct timeline *s, int cols);
/* The column in which a turn begins; of one without a time, that of the turn before it. */
int timeline_col_of(const struct timeline *s, size_t turn);
/* The turn that begins behind this column, or turn_count. */
size_t timeline_col_end(const struct timeline *s, int col);

#endif
