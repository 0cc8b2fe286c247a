/* Which turn of a call is heard at a place of its recording. Times of turns are seconds since the
 * call's start, places are seconds in the recording: place = time + offset. Pure. */
#ifndef PLAY_HEARD_H
#define PLAY_HEARD_H

#include "call/call.h"

#include <stddef.h>

enum { HEARD_NOTHING = -1 };

struct heard_start {
    double at_s;
    size_t turn;
};

struct heard {
    /* The turns that have a time, by their starts, those that start together as listed. */
    struct heard_start *starts;
    size_t count;
    double *by_turn; /* the start of each turn of the call; NAN: not known */
    size_t turn_count;
    double offset_s; /* of the recording, and what the user adds to it; may be changed */
    long asked;      /* the turn that the user wants to hear; HEARD_NOTHING: none */
};

/* The call's start less the recording's, in seconds; 0 where one of them is not known. */
double heard_offset_s(const struct call *c, const struct recording *r);

void heard_init(struct heard *h, const struct call *c, double offset_s);
void heard_done(struct heard *h); /* does nothing on zeroes */
/* Where a turn begins in the recording, never before 0; NAN if its time is not known. */
double heard_place_of(const struct heard *h, const struct call *c, size_t turn);
/* Where to play from, so that nothing of the turn is missed: a second earlier, never before 0. */
double heard_begin_of(const struct heard *h, const struct call *c, size_t turn);
/* The turn that is heard at a place: the last that has begun. The one that was asked for counts
 * from a second before its start on until a later one begins. HEARD_NOTHING before the first. */
long heard_at(const struct heard *h, double place_s);
/* Where the turn after `count` turns from this one begins; NAN after the last. Turns that start
 * together end together. */
double heard_end_of(const struct heard *h, const struct call *c, size_t turn, size_t count);

#endif
