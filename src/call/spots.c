/* Hot spots are found in two passes over the turns: one backwards, for the earliest start of all
 * later turns, and one forwards. Tool calls and what the agent was told are no speech: time passes
 * over them. A search can stop between any two turns, also of those whose ends are estimated. */
#include "call/spots.h"

#include "base/alloc.h"
#include "base/sorted.h"
#include "call/reply.h"
#include "text/ascii.h"
#include "text/blank.h"
#include "text/time.h"
#include "text/utf8.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { OVERLAP_S = 1, TURN_BYTES = 64 };
static const double WORD_S = 0.4, CHARACTER_S = 0.2; /* of a script without blanks */

static bool is_spoken(const struct turn *t)
{
    return t->class != SPEAKER_TOOL && t->class != SPEAKER_SYSTEM && !t->tool;
}

/* About how long it takes to say a text. */
static double speaking_s(const char *s, size_t bytes)
{
    size_t words = 0, characters = 0;
    bool inside = false;
    for (size_t at = 0; at < bytes;) {
        int c = (unsigned char)s[at];
        at += c < 0x80 ? 1 : utf8_decode(s + at, bytes - at, &c);
        bool is_character = c >= 0x80 && blank_separates_no_words(c);
        bool begins = !inside && !is_character && (c >= 0x80 || isalnum(c));
        characters += is_character;
        words += begins;
        inside = (inside || begins) && !is_character && c != ' ' && c != '\n' && c != '\t';
        while (inside && at < bytes && ascii_is_visible(s[at]))
            at++; /* none of these ends a word */
    }
    return WORD_S * (double)words + CHARACTER_S * (double)characters;
}

/* What was spoken before a turn. */
struct before {
    const struct turn *last;   /* the last spoken turn; NULL: nothing was spoken */
    double start_s;            /* the latest start, or NAN */
    double end_s;              /* the latest end that is given, or NAN */
    double about_s;            /* the latest end that is estimated, or NAN */
    size_t estimated;          /* about_s is of the turns before this one */
    const struct turn *ending; /* the turn with the latest end that is given */
};

struct spots_search {
    const struct call *call;
    double *earliest_s;   /* for each turn the earliest start of it and all later spoken turns */
    size_t without;       /* this turn, and those before it, have none yet; 0: all have it */
    double next_s;        /* the last one that was found, or NAN */
    size_t transfer;      /* the turn of the transfer that failed; SIZE_MAX: none is known */
    bool is_failed;       /* the transfer failed */
    struct before before; /* the next turn */
    size_t next;          /* to be judged */
    struct spots found;
};

/* The end of a turn, or NAN if it is missing or before the start. */
static double end_of(const struct turn *t)
{
    return isfinite(t->end_s) && !(t->end_s < t->start_s) ? t->end_s : NAN;
}

/* If both ends are the same, the one that is given counts. `waited_s` is the reply time,
 * which is known better than by an estimate, or NAN. */
static void judge_wait(struct spot *spot, const struct before *b, const struct turn *t, int gap_s,
                       double waited_s)
{
    double pause = t->start_s - b->about_s, silence = t->start_s - b->end_s;
    bool is_known = !(pause < silence) && !isnan(silence);
    if (is_known && silence > gap_s)
        spot->seconds[SPOT_SILENCE] = silence;
    if (!is_known && isnan(waited_s) && pause > gap_s)
        spot->seconds[SPOT_PAUSE] = pause;
}

static void judge_overlap(struct spot *spot, const struct before *b, const struct turn *t)
{
    double both = fmin(b->end_s, end_of(t)) - t->start_s; /* fmin ignores an end that is NAN */
    if (b->ending && both > OVERLAP_S && !call_same_speaker(b->ending, t))
        spot->seconds[SPOT_OVERLAP] = both;
}

static void remember(struct before *b, const struct turn *t)
{
    double end_s = end_of(t);
    b->last = t;
    b->start_s = fmax(b->start_s, t->start_s);
    if (!isnan(end_s) && (!b->ending || end_s > b->end_s)) {
        b->end_s = end_s;
        b->ending = t;
    }
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

/* Whether the status of a transfer says that nobody was reached. */
static bool transfer_failed(const char *status)
{
    return call_text_has(status, "fail") || call_text_has(status, "error") ||
           call_words_have(
               "busy|no answer|no_answer|no-answer|timeout|timed_out|timed-out|declined|"
               "rejected|unreachable",
               '|', status ? status : "");
}

/* Turns may be out of order. A failed transfer is at the last tool call that is named after it, or
 * else at the last turn. */
static void look_back(struct spots_search *s)
{
    const struct turn *t = call_turn(s->call, --s->without);
    s->next_s = is_spoken(t) ? fmin(t->start_s, s->next_s) : s->next_s;
    s->earliest_s[s->without] = s->next_s;
    if (!s->is_failed || s->transfer != SIZE_MAX)
        return;
    if (t->tool && call_text_has(t->tool->name, "transfer"))
        s->transfer = s->without;
    else if (s->without == 0)
        s->transfer = s->call->turn_count - 1;
}

/* The next turn is spoken, and it is known when it and those before it began. */
static bool is_timed(const struct spots_search *s, const struct turn *t)
{
    const struct before *b = &s->before;
    return b->last && isfinite(t->start_s) && isfinite(b->last->start_s) && is_spoken(t) &&
           t->start_s >= b->start_s && s->earliest_s[s->next] >= t->start_s;
}

/* A wait is not longer than the time between the two starts, so that this is looked at first. */
static bool may_wait(const struct spots_search *s, const struct turn *t)
{
    return is_timed(s, t) && t->start_s - s->before.start_s > s->found.limits.gap_s;
}

/* Estimates an end that is missing. Returns how many turns of other work that is worth. */
static size_t estimate_next(struct spots_search *s)
{
    struct before *b = &s->before;
    const struct turn *t = call_turn(s->call, b->estimated++);
    if (!is_spoken(t) || !isnan(end_of(t)))
        return 1;
    b->about_s = fmax(b->about_s, t->start_s + speaking_s(t->text, t->bytes));
    return 1 + t->bytes / TURN_BYTES;
}

static void judge_next(struct spots_search *s)
{
    const struct call *c = s->call;
    const struct turn *t = call_turn(c, s->next);
    struct spot spot = {s->next, {NAN, NAN, NAN, NAN, NAN, NAN}};
    if (may_wait(s, t))
        judge_wait(&spot, &s->before, t, s->found.limits.gap_s, reply_seconds(c, t));
    if (is_timed(s, t))
        judge_overlap(&spot, &s->before, t);
    if (reply_is_slow(c, t, s->found.limits.slow_s))
        spot.seconds[SPOT_SLOW] = reply_seconds(c, t);
    if (call_tool_outcome(t->tool) == TOOL_FAILED)
        spot.seconds[SPOT_FAILURE] = 0;
    if (s->next == s->transfer)
        spot.seconds[SPOT_TRANSFER] = 0;
    add(&s->found, &spot);
    if (is_spoken(t))
        remember(&s->before, t);
    s->next++;
}

struct spots_search *spots_begin(const struct call *c, const struct spot_limits *limits)
{
    struct spots_search *s = xcalloc(1, sizeof *s);
    *s = (struct spots_search){.call = c,
                               .earliest_s = xcalloc(c->turn_count, sizeof *s->earliest_s),
                               .without = c->turn_count,
                               .next_s = NAN,
                               .transfer = SIZE_MAX,
                               .is_failed = transfer_failed(c->figures.transfer_status),
                               .before = {.start_s = NAN, .end_s = NAN, .about_s = NAN},
                               .found = {.limits = *limits}};
    return s;
}

bool spots_run(struct spots_search *s, size_t turns)
{
    for (; s->without > 0 && turns > 0; turns--)
        look_back(s);
    while (s->next < s->call->turn_count && turns > 0) {
        size_t took = 1;
        if (s->before.estimated < s->next && may_wait(s, call_turn(s->call, s->next)))
            took = estimate_next(s);
        else
            judge_next(s);
        turns -= took < turns ? took : turns;
    }
    return s->next < s->call->turn_count;
}

void spots_end(struct spots_search *s, struct spots *found)
{
    if (!s)
        return;
    if (found)
        *found = s->found;
    else
        spots_done(&s->found);
    free(s->earliest_s);
    free(s);
}

void spots_init(struct spots *s, const struct call *c, const struct spot_limits *limits)
{
    struct spots_search *search = spots_begin(c, limits);
    spots_run(search, SIZE_MAX);
    spots_end(search, s);
}

void spots_done(struct spots *s)
{
    free(s->list);
    *s = (struct spots){0};
}

static bool is_before(const void *spot, const void *turn)
{
    return ((const struct spot *)spot)->turn < *(const size_t *)turn;
}

size_t spots_before(const struct spots *s, size_t turn)
{
    return sorted_before(s->list, s->count, sizeof *s->list, is_before, &turn);
}

const struct spot *spots_at(const struct spots *s, size_t turn)
{
    size_t i = spots_before(s, turn);
    return i < s->count && s->list[i].turn == turn ? &s->list[i] : NULL;
}

/* How a hot spot of each kind is described and counted. */
static const struct {
    const char *before, *after; /* its seconds; NULL: what failed has none */
    const char *one, *many;
} words[SPOT_KINDS] = {
    [SPOT_PAUSE] = {"pause of about ", " before this turn", "pause", "pauses"},
    [SPOT_SILENCE] = {"silence of ", " before this turn", "silence", "silences"},
    [SPOT_SLOW] = {"replied after ", "", "slow reply", "slow replies"},
    [SPOT_OVERLAP] = {"overlaps an earlier turn by ", "", "overlap", "overlaps"},
    [SPOT_FAILURE] = {"tool call failed", NULL, "failed tool call", "failed tool calls"},
    [SPOT_TRANSFER] = {"transfer failed", NULL, "failed transfer", "failed transfers"},
};

void spots_put(struct buf *out, const struct spot *spot)
{
    char text[TIME_TEXT_BYTES];
    size_t begin = out->len;
    for (int kind = 0; kind < SPOT_KINDS; kind++) {
        double seconds = spot->seconds[kind];
        if (isnan(seconds))
            continue;
        /* "26 s", "10.4 s", "1:05": silences are seldom full seconds */
        double tenths = kind == SPOT_PAUSE ? round(seconds) : round(seconds * 10) / 10;
        time_short_text(seconds, tenths > floor(tenths) ? 1 : 0, " s", text);
        buf_printf(out, "%s%s", out->len > begin ? ", " : "", words[kind].before);
        if (words[kind].after)
            buf_printf(out, "%s%s", text, words[kind].after);
    }
}

void spots_put_sum(struct buf *out, const struct spots *s)
{
    size_t begin = out->len;
    for (int kind = 0; kind < SPOT_KINDS; kind++) {
        double limit_s = kind == SPOT_SLOW      ? s->limits.slow_s
                         : kind == SPOT_OVERLAP ? OVERLAP_S
                                                : s->limits.gap_s;
        if (!s->counts[kind])
            continue;
        buf_printf(out, "%s%zu %s", out->len > begin ? ", " : "", s->counts[kind],
                   s->counts[kind] == 1 ? words[kind].one : words[kind].many);
        if (words[kind].after)
            buf_printf(out, " over %g s%s", limit_s, kind == SPOT_PAUSE ? " (estimated)" : "");
    }
}

const char *spots_sign(const struct spots *s, size_t turn)
{
    const struct spot *spot = spots_at(s, turn);
    if (!spot)
        return " ";
    for (int kind = 0; kind < SPOT_KINDS; kind++)
        if (kind != SPOT_PAUSE && !isnan(spot->seconds[kind]))
            return "!";
    return "~";
}
