/* Hot spots are found in two passes over the turns: one backwards, for the earliest start of all
 * later turns, and one forwards. */
#include "call/spots.h"

#include "base/alloc.h"
#include "text/time.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OVERLAP_S = 1 };

/* For each turn the earliest start of it and all later turns: turns may be out of order. The caller
 * frees the list. */
static double *earliest_from(const struct call *c)
{
    double *earliest = xcalloc(c->turn_count, sizeof *earliest);
    for (size_t i = c->turn_count; i-- > 0;)
        earliest[i] = fmin(c->turns[i].start_s, i + 1 < c->turn_count ? earliest[i + 1] : NAN);
    return earliest;
}

/* The turns before one. */
struct before {
    double start_s;            /* the latest start, or NAN */
    double end_s;              /* the latest end of a spoken turn */
    const struct turn *ending; /* the turn that has this end; NULL if nothing was spoken */
    bool ended;                /* the ends of all spoken turns are given */
};

/* Neither a tool call nor what the agent was told is speech. */
static bool is_spoken(const struct turn *t)
{
    return t->class != SPEAKER_TOOL && t->class != SPEAKER_SYSTEM && !t->tool;
}

static bool same_speaker(const struct turn *a, const struct turn *b)
{
    const char *one = a->speaker ? a->speaker : "", *other = b->speaker ? b->speaker : "";
    return a->class == b->class && strcmp(one, other) == 0;
}

/* The end of a turn, or NAN if it is missing or before the start. */
static double end_of(const struct turn *t)
{
    return isfinite(t->end_s) && !(t->end_s < t->start_s) ? t->end_s : NAN;
}

/* How long both spoke; if negative, how long nobody did. */
static double overlap_s(const struct before *b, const struct turn *t)
{
    return fmin(b->end_s, end_of(t)) - t->start_s; /* fmin ignores an end that is NAN */
}

static void judge_times(struct spot *spot, const struct before *b, const struct turn *t, int gap_s)
{
    bool ended = b->ending && b->ended;
    double gap = t->start_s - b->start_s, both = ended ? overlap_s(b, t) : 0;
    if (!ended && gap > gap_s)
        spot->seconds[SPOT_GAP] = gap;
    if (!ended || !is_spoken(t))
        return;
    if (-both > gap_s)
        spot->seconds[SPOT_SILENCE] = -both;
    if (both > OVERLAP_S && !same_speaker(b->ending, t))
        spot->seconds[SPOT_OVERLAP] = both;
}

static void remember(struct before *b, const struct turn *t)
{
    b->start_s = fmax(b->start_s, t->start_s);
    if (!is_spoken(t))
        return;
    double end_s = end_of(t);
    b->ended = b->ended && !isnan(end_s);
    if (b->ending && !(end_s > b->end_s))
        return;
    b->end_s = end_s;
    b->ending = t;
}

static void add(struct spots *s, const struct spot *spot)
{
    bool any = false;
    for (int kind = 0; kind < SPOT_KINDS; kind++) {
        s->counts[kind] += isnan(spot->seconds[kind]) ? 0 : 1;
        any = any || !isnan(spot->seconds[kind]);
    }
    if (!any)
        return;
    s->list = xgrow(s->list, s->count, sizeof *s->list);
    s->list[s->count++] = *spot;
}

void spots_init(struct spots *s, const struct call *c, int gap_s)
{
    double *earliest = earliest_from(c);
    struct before b = {.start_s = NAN, .end_s = NAN, .ended = true};
    *s = (struct spots){.gap_s = gap_s};
    for (size_t i = 0; i < c->turn_count; i++) {
        const struct turn *t = &c->turns[i];
        struct spot spot = {i, {NAN, NAN, NAN, NAN}};
        bool timed = i > 0 && isfinite(t->start_s) && isfinite(c->turns[i - 1].start_s);
        if (timed && t->start_s >= b.start_s && earliest[i] >= t->start_s)
            judge_times(&spot, &b, t, gap_s);
        if (call_tool_outcome(t->tool) == TOOL_FAILED)
            spot.seconds[SPOT_FAILURE] = 0;
        add(s, &spot);
        remember(&b, t);
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

/* "26 s", "10.4 s", "1:05". Below a minute tenths are shown, because gaps are seldom full seconds.
 */
static void seconds_text(double seconds, char text[TIME_TEXT_BYTES])
{
    double tenths = round(seconds * 10) / 10;
    if (tenths < 60)
        snprintf(text, TIME_TEXT_BYTES, "%.*f s", tenths > floor(tenths) ? 1 : 0, tenths);
    else
        time_duration_text(seconds, text);
}

/* How a hot spot of each kind is described and counted. */
static const struct {
    const char *before, *after; /* its seconds; a failure has none */
    const char *name;
} words[SPOT_KINDS] = {
    [SPOT_GAP] = {"gap of ", " before this turn", "gap"},
    [SPOT_SILENCE] = {"silence of ", " before this turn", "silence"},
    [SPOT_OVERLAP] = {"overlaps an earlier turn by ", "", "overlap"},
    [SPOT_FAILURE] = {"tool call failed", "", "failed tool call"},
};

void spots_put(struct buf *out, const struct spot *spot)
{
    char text[TIME_TEXT_BYTES];
    size_t begin = out->len;
    for (int kind = 0; kind < SPOT_KINDS; kind++) {
        if (isnan(spot->seconds[kind]))
            continue;
        buf_puts(out, out->len > begin ? ", " : "");
        seconds_text(spot->seconds[kind], text);
        buf_printf(out, "%s%s%s", words[kind].before, kind == SPOT_FAILURE ? "" : text,
                   words[kind].after);
    }
}

void spots_put_sum(struct buf *out, const struct spots *s)
{
    size_t begin = out->len;
    for (int kind = 0; kind < SPOT_KINDS; kind++) {
        if (!s->counts[kind])
            continue;
        buf_puts(out, out->len > begin ? ", " : "");
        buf_printf(out, "%zu %s%s", s->counts[kind], words[kind].name,
                   s->counts[kind] == 1 ? "" : "s");
        if (kind != SPOT_FAILURE)
            buf_printf(out, " over %d s", kind == SPOT_OVERLAP ? OVERLAP_S : s->gap_s);
    }
}
