/* Hot spots are found in two passes over the turns: one backwards, for the earliest start of all
 * later turns, and one forwards. Tool calls and what the agent was told are no speech: time passes
 * over them. */
#include "call/spots.h"

#include "base/alloc.h"
#include "call/reply.h"
#include "text/blank.h"
#include "text/time.h"
#include "text/utf8.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OVERLAP_S = 1 };
static const double WORD_S = 0.4, CHARACTER_S = 0.2; /* of a script without blanks */

static bool is_spoken(const struct turn *t)
{
    return t->class != SPEAKER_TOOL && t->class != SPEAKER_SYSTEM && !t->tool;
}

/* The visible ASCII characters at the beginning, none of which ends a word. */
static size_t visible_bytes(const char *s, size_t bytes)
{
    size_t at = 0;
    while (at < bytes && s[at] > ' ' && s[at] < 0x7f)
        at++;
    return at;
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
        at += inside ? visible_bytes(s + at, bytes - at) : 0;
    }
    return WORD_S * (double)words + CHARACTER_S * (double)characters;
}

/* For each turn the earliest start of it and all later spoken turns: turns may be out of order. The
 * caller frees the list. */
static double *earliest_from(const struct call *c)
{
    double *earliest = xcalloc(c->turn_count, sizeof *earliest);
    double next = NAN;
    for (size_t i = c->turn_count; i-- > 0;) {
        next = is_spoken(call_turn(c, i)) ? fmin(call_turn(c, i)->start_s, next) : next;
        earliest[i] = next;
    }
    return earliest;
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

/* The end of a turn, or NAN if it is missing or before the start. */
static double end_of(const struct turn *t)
{
    return isfinite(t->end_s) && !(t->end_s < t->start_s) ? t->end_s : NAN;
}

/* Estimates the ends that are missing of the turns before that one. */
static void estimate_until(struct before *b, const struct call *c, size_t turn)
{
    for (; b->estimated < turn; b->estimated++) {
        const struct turn *t = call_turn(c, b->estimated);
        if (is_spoken(t) && isnan(end_of(t)))
            b->about_s = fmax(b->about_s, t->start_s + speaking_s(t->text, t->bytes));
    }
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

/* A wait is not longer than the time between the two starts, so that this is looked at first. */
static void judge_times(struct spot *spot, struct before *b, const struct call *c, int gap_s)
{
    const struct turn *t = call_turn(c, spot->turn);
    if (t->start_s - b->start_s > gap_s) {
        estimate_until(b, c, spot->turn);
        judge_wait(spot, b, t, gap_s, reply_seconds(c, t));
    }
    judge_overlap(spot, b, t);
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

/* The turn of the transfer if it failed; SIZE_MAX otherwise. */
static size_t failed_transfer(const struct call *c)
{
    if (!transfer_failed(c->figures.transfer_status))
        return SIZE_MAX;
    for (size_t i = c->turn_count; i-- > 0;)
        if (call_turn(c, i)->tool && call_text_has(call_turn(c, i)->tool->name, "transfer"))
            return i;
    return c->turn_count ? c->turn_count - 1 : SIZE_MAX;
}

void spots_init(struct spots *s, const struct call *c, const struct spot_limits *limits)
{
    double *earliest = earliest_from(c);
    size_t transfer = failed_transfer(c);
    struct before b = {.start_s = NAN, .end_s = NAN, .about_s = NAN};
    *s = (struct spots){.limits = *limits};
    for (size_t i = 0; i < c->turn_count; i++) {
        const struct turn *t = call_turn(c, i);
        struct spot spot = {i, {NAN, NAN, NAN, NAN, NAN, NAN}};
        bool timed = b.last && isfinite(t->start_s) && isfinite(b.last->start_s);
        if (timed && is_spoken(t) && t->start_s >= b.start_s && earliest[i] >= t->start_s)
            judge_times(&spot, &b, c, limits->gap_s);
        if (reply_is_slow(c, t, limits->slow_s))
            spot.seconds[SPOT_SLOW] = reply_seconds(c, t);
        if (call_tool_outcome(t->tool) == TOOL_FAILED)
            spot.seconds[SPOT_FAILURE] = 0;
        if (i == transfer)
            spot.seconds[SPOT_TRANSFER] = 0;
        add(s, &spot);
        if (is_spoken(t))
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

/* "26 s", "10.4 s", "1:05": silences are seldom full seconds. */
static void seconds_text(double seconds, char text[TIME_TEXT_BYTES])
{
    double tenths = round(seconds * 10) / 10;
    time_short_text(seconds, tenths > floor(tenths) ? 1 : 0, " s", text);
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

static double limit_of(const struct spots *s, int kind)
{
    return kind == SPOT_SLOW      ? s->limits.slow_s
           : kind == SPOT_OVERLAP ? OVERLAP_S
                                  : s->limits.gap_s;
}

void spots_put(struct buf *out, const struct spot *spot)
{
    char text[TIME_TEXT_BYTES];
    size_t begin = out->len;
    for (int kind = 0; kind < SPOT_KINDS; kind++) {
        if (isnan(spot->seconds[kind]))
            continue;
        buf_puts(out, out->len > begin ? ", " : "");
        double seconds = spot->seconds[kind];
        seconds_text(kind == SPOT_PAUSE ? round(seconds) : seconds, text);
        buf_puts(out, words[kind].before);
        if (words[kind].after)
            buf_printf(out, "%s%s", text, words[kind].after);
    }
}

void spots_put_sum(struct buf *out, const struct spots *s)
{
    size_t begin = out->len;
    for (int kind = 0; kind < SPOT_KINDS; kind++) {
        if (!s->counts[kind])
            continue;
        buf_puts(out, out->len > begin ? ", " : "");
        buf_printf(out, "%zu %s", s->counts[kind],
                   s->counts[kind] == 1 ? words[kind].one : words[kind].many);
        if (words[kind].after)
            buf_printf(out, " over %g s%s", limit_of(s, kind),
                       kind == SPOT_PAUSE ? " (estimated)" : "");
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
