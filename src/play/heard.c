#include "play/heard.h"

#include "base/alloc.h"
#include "base/sorted.h"

#include <math.h>
#include <stdlib.h>

static const double BEFORE_TURN_S = 1;
static const double SAME_S = 0.0005; /* places are told in microseconds, times in milliseconds */
static const double US_PER_S = 1e6;

double heard_offset_s(const struct call *c, const struct recording *r)
{
    if (!c->started.known || !r->started.known)
        return 0;
    return (double)(c->started.us - r->started.us) / US_PER_S;
}

static int by_start(const void *a, const void *b)
{
    const struct heard_start *x = a, *y = b;
    if (x->at_s < y->at_s || x->at_s > y->at_s)
        return x->at_s < y->at_s ? -1 : 1;
    return x->turn < y->turn ? -1 : x->turn > y->turn;
}

static double start_of(const struct call *c, size_t turn)
{
    return turn < c->turn_count && isfinite(call_turn(c, turn)->start_s)
               ? call_turn(c, turn)->start_s
               : NAN;
}

void heard_init(struct heard *h, const struct call *c, double offset_s)
{
    *h = (struct heard){.offset_s = offset_s, .asked = HEARD_NOTHING, .turn_count = c->turn_count};
    h->by_turn = xcalloc(c->turn_count + 1, sizeof *h->by_turn);
    h->starts = xcalloc(c->turn_count + 1, sizeof *h->starts);
    for (size_t i = 0; i < c->turn_count; i++) {
        h->by_turn[i] = start_of(c, i);
        if (!isnan(h->by_turn[i]))
            h->starts[h->count++] = (struct heard_start){h->by_turn[i], i};
    }
    qsort(h->starts, h->count, sizeof *h->starts, by_start);
}

void heard_done(struct heard *h)
{
    free(h->starts);
    free(h->by_turn);
    *h = (struct heard){.asked = HEARD_NOTHING};
}

double heard_place_of(const struct heard *h, const struct call *c, size_t turn)
{
    double place_s = start_of(c, turn) + h->offset_s;
    return place_s < 0 ? 0 : place_s;
}

double heard_begin_of(const struct heard *h, const struct call *c, size_t turn)
{
    double place_s = start_of(c, turn) + h->offset_s - BEFORE_TURN_S;
    return place_s < 0 ? 0 : place_s;
}

static bool has_started(const void *start, const void *time_s)
{
    return ((const struct heard_start *)start)->at_s <= *(const double *)time_s;
}

/* How many turns have started at this time of the call. */
static size_t count_started(const struct heard *h, double time_s)
{
    return sorted_before(h->starts, h->count, sizeof *h->starts, has_started, &time_s);
}

static bool counts_as_heard(const struct heard *h, double time_s, size_t heard)
{
    if (h->asked < 0 || (size_t)h->asked >= h->turn_count)
        return false;
    double start_s = h->by_turn[h->asked];
    if (time_s < start_s)
        return time_s >= start_s - BEFORE_TURN_S;
    return heard && h->starts[heard - 1].at_s <= start_s;
}

long heard_at(const struct heard *h, double place_s)
{
    double time_s = place_s - h->offset_s + SAME_S;
    size_t started = count_started(h, time_s);
    if (counts_as_heard(h, time_s, started))
        return h->asked;
    return started ? (long)h->starts[started - 1].turn : HEARD_NOTHING;
}

double heard_end_of(const struct heard *h, const struct call *c, size_t turn, size_t count)
{
    double start_s = start_of(c, turn);
    if (isnan(start_s) || !count)
        return NAN;
    size_t at = count_started(h, start_s);
    while (at > 0 && h->starts[at - 1].turn != turn && h->starts[at - 1].at_s >= start_s)
        at--;
    if (!at)
        return NAN;
    size_t next = count > h->count - at + 1 ? h->count : at - 1 + count;
    while (next < h->count && h->starts[next].at_s <= h->starts[next - 1].at_s)
        next++;
    return next < h->count ? fmax(h->starts[next].at_s + h->offset_s, 0) : NAN;
}
