/* Which turn of a call is heard at a place of its recording. Times of turns are seconds since the
 * call's start, places are seconds in the recording: place = time + offset. */
#ifndef PLAY_HEARD_H
#define PLAY_HEARD_H

#include "call/call.h"

#include <stdbool.h>
#include <stddef.h>

enum { HEARD_NOTHING = -1 };

struct heard {
    size_t
        *turns; /* those that have a time, by their starts; turns that start together as listed */
    double *starts;
    size_t count;
    double offset_s; /* of the recording, and what the user adds to it */
    long asked;      /* the turn that counts as heard until its start; or HEARD_NOTHING */
};

/* The call's start less the recording's, in seconds; 0 where one of them is not known. */
double heard_offset_s(const struct call *c, const struct recording *r);

void heard_init(struct heard *h, const struct call *c, double offset_s);
void heard_done(struct heard *h); /* does nothing on zeroes */
/* Where a turn begins in the recording, never before 0; NAN if its time is not known. */
double heard_place_of(const struct heard *h, const struct call *c, size_t turn);
/* Where to play from, so that nothing of the turn is missed: a second earlier. */
double heard_begin_of(const struct heard *h, const struct call *c, size_t turn);
/* The turn that is heard at a place: the last that has begun, or the one that was asked for until
 * it begins. HEARD_NOTHING before the first. */
long heard_at(const struct heard *h, double place_s);
/* Where the turn after `count` turns from this one begins; NAN after the last. */
double heard_end_of(const struct heard *h, const struct call *c, size_t turn, size_t count);

#endif
