/* Times are compared in whole microseconds, so that 1.2 - 1.0 is 0.2. The spoken turns are put in
 * the order of their starts once; each figure is then one pass over them. */
#include "call/figures_measure.h"

#include "base/alloc.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* A turn that has at least CUT_US to go when another begins is interrupted by it. */
enum { CUT_US = 200000, P90_LEAST = 10, SIDES = 2 };
static const double us_per_s = 1e6, offset_max_s = 1e9;

/* A spoken turn. */
struct spoken {
    int64_t start_us, end_us;
    bool has_start, has_end; /* an end before the start is not used */
    enum speaker_class side; /* SPEAKER_AGENT or SPEAKER_PERSON */
    size_t turn;
};

struct speech {
    struct spoken *list; /* by their starts; those without a start are where they came */
    size_t count;
    bool is_timed; /* enough turns have both a start and an end */
};

static bool is_spoken(const struct turn *t)
{
    return (t->class == SPEAKER_AGENT || t->class == SPEAKER_PERSON) && !t->tool;
}

static bool is_duration(double seconds)
{
    return isfinite(seconds) && seconds >= 0;
}

/* Only the agent's turns are replies. */
static bool has_reply(const struct turn *t)
{
    return is_spoken(t) && t->class == SPEAKER_AGENT && is_duration(t->reply_s);
}

static bool microseconds(double seconds, int64_t *us)
{
    bool known = isfinite(seconds) && fabs(seconds) < offset_max_s;
    *us = known ? llround(seconds * us_per_s) : 0;
    return known;
}

static int by_start(const void *a, const void *b)
{
    const struct spoken *x = a, *y = b;
    if (x->start_us != y->start_us)
        return x->start_us < y->start_us ? -1 : 1;
    return x->turn < y->turn ? -1 : x->turn > y->turn;
}

/* Turns without a start stay where they are. */
static void order(struct spoken *list, size_t count)
{
    struct spoken *timed = xcalloc(count, sizeof *timed);
    size_t n = 0, next = 0;
    for (size_t i = 0; i < count; i++)
        if (list[i].has_start)
            timed[n++] = list[i];
    if (n)
        qsort(timed, n, sizeof *timed, by_start);
    for (size_t i = 0; i < count; i++)
        if (list[i].has_start)
            list[i] = timed[next++];
    free(timed);
}

/* The caller frees the list. */
static struct speech speech_of(const struct turn *turns, size_t count)
{
    struct speech s = {.list = xcalloc(count, sizeof *s.list)};
    size_t complete = 0;
    bool sorted = true;
    for (size_t i = 0; i < count; i++) {
        if (!is_spoken(&turns[i]))
            continue;
        struct spoken t = {.side = turns[i].class, .turn = i};
        t.has_start = microseconds(turns[i].start_s, &t.start_us);
        t.has_end =
            microseconds(turns[i].end_s, &t.end_us) && t.has_start && t.end_us >= t.start_us;
        complete += t.has_end;
        sorted = sorted && (!s.count || by_start(&s.list[s.count - 1], &t) < 0);
        s.list[s.count++] = t;
    }
    s.is_timed = complete > 0 && 5 * complete >= 4 * s.count;
    if (!sorted)
        order(s.list, s.count);
    return s;
}

/* What is covered by turns that may overlap. */
struct cover {
    int64_t sum_us, first_us, last_us; /* of the turns with an end */
    bool any, known;                   /* there are turns, and turns with an end */
};

static void cover_add(struct cover *c, const struct spoken *t)
{
    c->any = true;
    if (!t->has_end)
        return;
    if (!c->known)
        c->first_us = c->last_us = t->start_us;
    int64_t from_us = t->start_us > c->last_us ? t->start_us : c->last_us;
    if (t->end_us > from_us)
        c->sum_us += t->end_us - from_us;
    if (t->end_us > c->last_us)
        c->last_us = t->end_us;
    c->known = true;
}

/* 0 for a side that never spoke. */
static double cover_s(const struct cover *c)
{
    return c->any && !c->known ? NAN : (double)c->sum_us / us_per_s;
}

static void measure_talk(struct figures *f, const struct speech *s)
{
    struct cover sides[SIDES] = {{0}}, both = {0};
    for (size_t i = 0; i < s->count; i++) {
        cover_add(&sides[s->list[i].side], &s->list[i]);
        cover_add(&both, &s->list[i]);
    }
    f->talk.from = f->silence.from = ORIGIN_TIMES;
    f->talk.agent_s = cover_s(&sides[SPEAKER_AGENT]);
    f->talk.person_s = cover_s(&sides[SPEAKER_PERSON]);
    f->silence.seconds = (double)(both.last_us - both.first_us - both.sum_us) / us_per_s;
}

/* How often each side began while a turn of the other side, which began earlier, had some time to
 * go. */
static void measure_cuts(struct figures *f, const struct speech *s)
{
    size_t cuts[SIDES] = {0};
    int64_t until_us[SIDES] = {INT64_MIN, INT64_MIN}; /* of the turns that began earlier */
    const struct spoken *end = s->list + s->count;
    for (const struct spoken *first = s->list, *next; first < end; first = next) {
        next = first + 1; /* after the turns that begin together with the first */
        while (next < end && (!next->has_start || next->start_us == first->start_us))
            next++;
        for (const struct spoken *t = first; t < next; t++)
            cuts[t->side] += t->has_start && until_us[!t->side] >= t->start_us + CUT_US;
        for (const struct spoken *t = first; t < next; t++)
            if (t->has_end && t->end_us > until_us[t->side])
                until_us[t->side] = t->end_us;
    }
    f->interruptions.from = ORIGIN_TIMES;
    f->interruptions.by_person = (double)cuts[SPEAKER_PERSON];
    f->interruptions.by_agent = (double)cuts[SPEAKER_AGENT];
}

/* The other side of an interrupted turn cut in. Providers mark the agent's turns; that no turn of a
 * person is marked says nothing. */
static void count_marks(struct figures *f, const struct turn *turns, size_t count)
{
    size_t by_person = 0, by_agent = 0;
    bool known = false;
    for (size_t i = 0; i < count; i++) {
        bool is_cut = is_spoken(&turns[i]) && turns[i].interrupted == TRUTH_YES;
        if (is_spoken(&turns[i]) && turns[i].class == SPEAKER_AGENT)
            known = known || turns[i].interrupted != TRUTH_UNKNOWN;
        by_person += is_cut && turns[i].class == SPEAKER_AGENT;
        by_agent += is_cut && turns[i].class == SPEAKER_PERSON;
    }
    if (isnan(f->by_person) && known)
        f->interruptions.by_person = (double)by_person;
    if (isnan(f->by_agent) && by_agent)
        f->interruptions.by_agent = (double)by_agent;
}

static void measure_interruptions(struct figures *f, const struct speech *s,
                                  const struct turn *turns, size_t count)
{
    f->interruptions.by_person = f->by_person;
    f->interruptions.by_agent = f->by_agent;
    count_marks(f, turns, count);
    if (!isnan(f->interruptions.by_person) || !isnan(f->interruptions.by_agent))
        f->interruptions.from = ORIGIN_PROVIDER;
    else if (s->is_timed)
        measure_cuts(f, s);
}

/* Replies: the time from the end of a person's turn to the start of the agent's turn that follows
 * it, unless another turn of the agent runs at that end. */
static void measure_turn_replies(struct figures *f, const struct speech *s, struct turn *turns)
{
    int64_t agent_until = INT64_MIN; /* the latest end of the agent's turns so far */
    for (size_t i = 0; i < s->count; i++) {
        const struct spoken *t = &s->list[i], *before = i ? t - 1 : NULL;
        bool answers = t->side == SPEAKER_AGENT && t->has_start && before && before->has_end &&
                       before->side == SPEAKER_PERSON;
        if (answers && t->start_us >= before->end_us && agent_until <= before->end_us) {
            turns[t->turn].reply_s = (double)(t->start_us - before->end_us) / us_per_s;
            f->turn_reply = ORIGIN_TIMES;
        }
        if (t->side == SPEAKER_AGENT && t->has_end && t->end_us > agent_until)
            agent_until = t->end_us;
    }
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Takes the list, which it sorts. */
static void set_reply(struct reply_figure *r, enum origin from, double *list, size_t count)
{
    if (count) {
        qsort(list, count, sizeof *list, by_size);
        r->from = from;
        r->count = count;
        r->median_s = list[(count + 1) / 2 - 1];
        r->p90_s = count < P90_LEAST ? NAN : list[(9 * count + 9) / 10 - 1];
        r->max_s = list[count - 1];
    }
    free(list);
}

static void reply_of_turns(struct figures *f, const struct turn *turns, size_t count)
{
    double *list = xcalloc(count, sizeof *list);
    size_t n = 0, slowest = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        if (!has_reply(&turns[i]))
            continue;
        if (slowest == SIZE_MAX || turns[i].reply_s > turns[slowest].reply_s)
            slowest = i;
        list[n++] = turns[i].reply_s;
    }
    set_reply(&f->reply, f->turn_reply, list, n);
    f->reply.max_turn = slowest;
}

/* The turn of the longest reply is known only if the turns' replies are the provider's, too. */
static void reply_of_list(struct figures *f, const struct turn *turns, size_t count)
{
    double *list = xcalloc(f->replies.count, sizeof *list);
    size_t n = 0;
    for (size_t i = 0; i < f->replies.count; i++)
        if (is_duration(f->replies.list[i]))
            list[n++] = f->replies.list[i];
    set_reply(&f->reply, ORIGIN_PROVIDER, list, n);
    for (size_t i = 0; i < count && f->turn_reply == ORIGIN_PROVIDER; i++)
        if (f->reply.max_turn == SIZE_MAX && has_reply(&turns[i]) &&
            fabs(turns[i].reply_s - f->reply.max_s) < 0.0005)
            f->reply.max_turn = i;
}

/* What the provider says of turns that are no replies is forgotten. */
static void measure_replies(struct figures *f, const struct speech *s, struct turn *turns,
                            size_t count)
{
    f->reply =
        (struct reply_figure){.median_s = NAN, .p90_s = NAN, .max_s = NAN, .max_turn = SIZE_MAX};
    f->turn_reply = ORIGIN_UNKNOWN;
    for (size_t i = 0; i < count; i++)
        if (has_reply(&turns[i]))
            f->turn_reply = ORIGIN_PROVIDER;
        else
            turns[i].reply_s = NAN;
    if (f->turn_reply == ORIGIN_UNKNOWN && s->is_timed)
        measure_turn_replies(f, s, turns);
    reply_of_list(f, turns, count);
    if (!f->reply.count)
        reply_of_turns(f, turns, count);
}

/* Starts are enough. */
static void measure_first_words(struct figures *f, const struct speech *s)
{
    size_t i = 0;
    while (i < s->count && s->list[i].side != SPEAKER_AGENT)
        i++;
    bool known = i < s->count && s->list[i].has_start && s->list[i].start_us >= 0;
    f->first_words_s = known ? (double)s->list[i].start_us / us_per_s : NAN;
}

static void measure_tools(struct figures *f, const struct turn *turns, size_t count)
{
    f->tools.count = f->tools.failed = 0;
    f->tools.slowest_s = NAN;
    f->tools.slowest_turn = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        const struct tool *tool = turns[i].tool;
        f->tools.count += tool || turns[i].class == SPEAKER_TOOL;
        f->tools.failed += call_tool_outcome(tool) == TOOL_FAILED;
        if (!tool || !is_duration(tool->took_s) || tool->took_s <= f->tools.slowest_s)
            continue;
        f->tools.slowest_s = tool->took_s;
        f->tools.slowest_turn = i;
    }
}

void figures_measure(struct call *c, struct turn *turns)
{
    struct figures *f = &c->figures;
    struct speech s = speech_of(turns, c->turn_count);
    measure_replies(f, &s, turns, c->turn_count);
    measure_interruptions(f, &s, turns, c->turn_count);
    if (s.is_timed)
        measure_talk(f, &s);
    measure_first_words(f, &s);
    measure_tools(f, turns, c->turn_count);
    free(s.list);
}
