/* Found once a call, in two passes over its turns. */
#include "call/spots.h"

#include "base/alloc.h"
#include "base/timefmt.h"

#include <math.h>
#include <stdlib.h>

/* Of each turn, the earliest start from it on: turns may come out of order. */
static double *earliest_from(const struct call *c)
{
    double *earliest = xcalloc(c->turn_count, sizeof *earliest);
    for (size_t i = c->turn_count; i-- > 0;)
        earliest[i] = fmin(c->turns[i].start_s, i + 1 < c->turn_count ? earliest[i + 1] : NAN);
    return earliest;
}

static void add(struct spots *s, struct spot spot)
{
    if ((s->count & (s->count + 1)) == 0)
        s->list = xreallocarray(s->list, 2 * (s->count + 1), sizeof *s->list);
    s->list[s->count++] = spot;
    s->gaps += isnan(spot.gap_s) ? 0 : 1;
    s->failures += spot.failed ? 1 : 0;
}

void spots_init(struct spots *s, const struct call *c, int gap_s)
{
    double *earliest = earliest_from(c);
    double latest = NAN; /* start so far */
    *s = (struct spots){.gap_s = gap_s};
    for (size_t i = 0; i < c->turn_count; i++) {
        double start_s = c->turns[i].start_s;
        bool timed = i > 0 && isfinite(start_s) && isfinite(c->turns[i - 1].start_s);
        bool gap = timed && start_s - latest > gap_s && earliest[i] >= start_s;
        bool failed = tool_outcome(c->turns[i].tool) == TOOL_FAILED;
        if (gap || failed)
            add(s, (struct spot){i, gap ? start_s - latest : NAN, failed});
        latest = fmax(latest, start_s);
    }
    free(earliest);
}

void spots_done(struct spots *s)
{
    free(s->list);
    *s = (struct spots){0};
}

static int by_turn(const void *key, const void *entry)
{
    size_t turn = *(const size_t *)key, other = ((const struct spot *)entry)->turn;
    return turn < other ? -1 : turn > other;
}

const struct spot *spots_at(const struct spots *s, size_t turn)
{
    return s->count ? bsearch(&turn, s->list, s->count, sizeof *s->list, by_turn) : NULL;
}

void spot_text(struct buf *out, const struct spot *spot)
{
    char text[TIME_TEXT_BYTES];
    bool gap = !isnan(spot->gap_s);
    if (gap) {
        duration_text(spot->gap_s, text);
        buf_printf(out, "gap of %s before this turn", text);
    }
    if (spot->failed)
        buf_puts(out, gap ? ", tool call failed" : "tool call failed");
}

void spots_text(struct buf *out, const struct spots *s)
{
    if (!s->count)
        return;
    buf_printf(out, "%zu: ", s->gaps + s->failures);
    if (s->gaps)
        buf_printf(out, "%zu gap%s over %d s%s", s->gaps, s->gaps == 1 ? "" : "s", s->gap_s,
                   s->failures ? ", " : "");
    if (s->failures)
        buf_printf(out, "%zu failed tool call%s", s->failures, s->failures == 1 ? "" : "s");
}
