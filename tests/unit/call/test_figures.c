/* The figures of a call against a table: turns in, figures in milliseconds out. A turn is written
 * as its class (a: agent, p: person, t: tool, s: system, o: other), its start and "..END"; either
 * may be missing. */
#include "call/figures_measure.h"

#include "base/buf.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TURNS_MAX = 2000 };

struct row {
    const char *turns, *figures;
};

static double number(const char *s, size_t bytes)
{
    char text[32];
    snprintf(text, sizeof text, "%.*s", (int)bytes, s);
    return bytes ? strtod(text, NULL) : NAN;
}

/* Reads "a0.5..2" of the given length. */
static struct turn read_turn(const char *s, size_t bytes)
{
    static const char classes[] = "aptso";
    static const struct tool tool = {.took_s = NAN};
    const char *dots = strstr(s, "..");
    bool has_end = dots && dots < s + bytes;
    size_t start = has_end ? (size_t)(dots - s) : bytes;
    struct turn t = {.text = "", .duration_s = NAN, .reply_s = NAN};
    t.class = (enum speaker_class)(strchr(classes, *s) - classes);
    t.tool = t.class == SPEAKER_TOOL ? &tool : NULL;
    t.start_s = number(s + 1, start - 1);
    t.end_s = has_end ? number(dots + 2, bytes - start - 2) : NAN;
    return t;
}

static size_t read_turns(struct turn *turns, const char *s)
{
    size_t count = 0;
    while (*s) {
        size_t bytes = strcspn(s, " ");
        turns[count++] = read_turn(s, bytes);
        s += bytes + strspn(s + bytes, " ");
    }
    return count;
}

static const char *ms(double seconds_or_nan)
{
    static char texts[4][32];
    static size_t next;
    char *text = texts[next++ % 4];
    if (isnan(seconds_or_nan))
        return "-";
    snprintf(text, sizeof texts[0], "%.0f", seconds_or_nan * 1000);
    return text;
}

static void put_replies(struct buf *out, const struct reply_figure *r)
{
    if (!r->count)
        return;
    buf_printf(out, "replies %zu %s %s %s", r->count, ms(r->median_s), ms(r->p90_s), ms(r->max_s));
    if (r->max_turn != SIZE_MAX)
        buf_printf(out, " at %zu", r->max_turn);
}

static void put_times(struct buf *out, const struct figures *f)
{
    const char *comma = out->len ? ", " : "";
    if (f->silence.from)
        buf_printf(out, "%ssilence %s, cuts %.0f %.0f, talk %s %s", comma, ms(f->silence.seconds),
                   f->interruptions.by_person, f->interruptions.by_agent, ms(f->talk.agent_s),
                   ms(f->talk.person_s));
    if (!isnan(f->first_words_s))
        buf_printf(out, "%sfirst %s", out->len ? ", " : "", ms(f->first_words_s));
}

static void put_figures(struct buf *out, const struct call *c)
{
    bool any = false;
    buf_puts(out, "");
    put_replies(out, &c->figures.reply);
    put_times(out, &c->figures);
    for (size_t i = 0; i < c->turn_count; i++) {
        if (isnan(c->turns[i].reply_s))
            continue;
        buf_printf(out, any ? " %zu:%s" : ", turns %zu:%s", i, ms(c->turns[i].reply_s));
        any = true;
    }
}

static void expect_figures(const struct row *row)
{
    static struct turn turns[TURNS_MAX];
    struct buf got = {0};
    struct call c = {.turns = turns, .duration_s = NAN, .figures = figures_unknown()};
    c.turn_count = read_turns(turns, row->turns);
    figures_measure(&c, turns);
    put_figures(&got, &c);
    if (strcmp(buf_str(&got), row->figures) != 0)
        fail_msg("%s\n got  %s\n want %s", row->turns, buf_str(&got), row->figures);
    buf_done(&got);
}

static void figures__times__rows(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", ""},
        {"a0 p2 a5", "first 0"}, /* starts alone measure no wait and no silence */
        {"p0..12 a12.4..20", "replies 1 400 - 400 at 1, silence 400, cuts 0 0, talk 7600 12000, "
                             "first 12400, turns 1:400"},
        {"a0..2 p1.8..3 a3..4", /* 0.2 s to go is an interruption */
         "replies 1 0 - 0 at 2, silence 0, cuts 1 0, talk 3000 1200, first 0, turns 2:0"},
        {"a0..2 p1.801..3", "silence 0, cuts 0 0, talk 2000 1199, first 0"},
        {"a0..2 p0..2", "silence 0, cuts 0 0, talk 2000 2000, first 0"}, /* begin together */
        {"a0..2 p0..2 p1..3", "silence 0, cuts 1 0, talk 2000 3000, first 0"},
        {"p0..2 t2..5 s2 o3..4 a6..7", /* what is not speech changes nothing */
         "replies 1 4000 - 4000 at 4, silence 4000, cuts 0 0, talk 1000 2000, first 6000, "
         "turns 4:4000"},
        {"a5..6 p0..2", /* out of order */
         "replies 1 3000 - 3000 at 0, silence 3000, cuts 0 0, talk 1000 2000, first 5000, "
         "turns 0:3000"},
        {"p0..4 a1..9 p3..5 a9.5..10", /* the agent still speaks at 5 */
         "silence 500, cuts 1 1, talk 8500 5000, first 1000"},
        {"p0..2 a3..4 p5..6 a a7..8", /* the turn between has no time: 80 % have, no reply at 7 */
         "replies 1 1000 - 1000 at 1, silence 3000, cuts 0 0, talk 2000 3000, first 3000, "
         "turns 1:1000"},
        {"p0..2 a3..4 p5..6 a7", "first 3000"}, /* 75 % */
        {"p0..2 a3..4 p5..6 p6..7 a7",          /* 80 %; a reply needs no end of its own */
         "replies 2 0 - 1000 at 1, silence 2000, cuts 0 0, talk 1000 4000, first 3000, "
         "turns 1:1000 4:0"},
        {"p-3..-1 a p1..2 p3..4 p5..6", /* a turn without a start is no reply */
         "silence 4000, cuts 0 0, talk - 5000"},
        {"a0..1.001 p0.801..2", "silence 0, cuts 1 0, talk 1001 1199, first 0"}, /* 0.2 s */
        {"a0..2 p1..2 a3..4", /* the agent's turn ended with the person's */
         "replies 1 1000 - 1000 at 2, silence 1000, cuts 1 0, talk 3000 1000, first 0, "
         "turns 2:1000"},
        {"p1..1 a2..3", /* a turn may take no time */
         "replies 1 1000 - 1000 at 1, silence 1000, cuts 0 0, talk 1000 0, first 2000, "
         "turns 1:1000"},
        {"a5..9 p p5..9 a10..11 p12..13", /* begin together, with a turn without times between */
         "replies 1 1000 - 1000 at 3, silence 2000, cuts 0 0, talk 5000 5000, first 5000, "
         "turns 3:1000"},
        {"p0..2 a3..1", "first 3000"}, /* ends before it starts */
        {"a p1..2", ""},
        {"a-1..1 p1..2", "silence 0, cuts 0 0, talk 2000 1000"},
        {"p0..0.3 a0.1..0.2 p0.2..0.30000000000000004 a0.3..1", /* compared in microseconds */
         "replies 1 0 - 0 at 3, silence 0, cuts 0 1, talk 800 300, first 100, turns 3:0"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_figures(&rows[i]);
}

/* Also in another order of calls than that of the table: nothing is kept between them. */
static void figures__random_calls__as_worked_out(void **state)
{
    (void)state;
    static const struct row rows[] = {
#define CASE(turns, figures) {turns, figures},
#include "tests/unit/call/figure_cases.def"
#undef CASE
    };
    for (size_t i = sizeof rows / sizeof *rows; i-- > 0;)
        expect_figures(&rows[i]);
}

static void measure(struct call *c, struct turn *turns, size_t count)
{
    c->turns = turns;
    c->turn_count = count;
    c->duration_s = NAN;
    figures_measure(c, turns);
}

static void figures__list_of_replies__is_the_providers(void **state)
{
    (void)state;
    static const double list[] = {0.9, NAN, 0.5, -1, INFINITY, 2.5, 0.7};
    struct turn turns[2];
    struct call c = {.figures = figures_unknown()};
    c.figures.replies = (struct durations){list, sizeof list / sizeof *list};
    read_turns(turns, "p0..1 a4..5");
    measure(&c, turns, 2);
    assert_int_equal(c.figures.reply.from, ORIGIN_PROVIDER);
    assert_int_equal(c.figures.reply.count, 4);
    assert_true(c.figures.reply.median_s == 0.7);
    assert_true(isnan(c.figures.reply.p90_s));
    assert_true(c.figures.reply.max_s == 2.5);
    assert_true(c.figures.reply.max_turn == SIZE_MAX);
    assert_int_equal(c.figures.turn_reply, ORIGIN_TIMES); /* each turn's own is from times */
    assert_true(turns[1].reply_s == 3);
    assert_true(list[0] == 0.9); /* the list keeps its order */
}

/* Nearest rank: the ceil(q n)-th smallest. */
static void figures__p90__from_ten_values(void **state)
{
    (void)state;
    static const struct {
        size_t count;
        double median, p90;
    } rows[] = {{1, 1, NAN}, {2, 1, NAN},  {3, 2, NAN},  {9, 5, NAN},  {10, 5, 9},
                {11, 6, 10}, {19, 10, 18}, {20, 10, 18}, {21, 11, 19}, {100, 50, 90}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double list[100];
        for (size_t k = 0; k < rows[i].count; k++)
            list[k] = (double)(rows[i].count - k);
        struct call c = {.figures = figures_unknown()};
        c.figures.replies = (struct durations){list, rows[i].count};
        measure(&c, NULL, 0);
        const struct reply_figure *r = &c.figures.reply;
        if (r->median_s != rows[i].median || isnan(r->p90_s) != isnan(rows[i].p90) ||
            (!isnan(r->p90_s) && r->p90_s != rows[i].p90))
            fail_msg("%zu values: median %g, p90 %g", rows[i].count, r->median_s, r->p90_s);
    }
}

static void figures__replies_of_turns__are_the_providers(void **state)
{
    (void)state;
    struct turn turns[5];
    struct call c = {.figures = figures_unknown()};
    read_turns(turns, "p0..1 a4..5 p6..7 a9..10 p11..12");
    turns[1].reply_s = 0.5;
    turns[4].reply_s = 9; /* a person's turn is no reply */
    measure(&c, turns, 5);
    assert_int_equal(c.figures.turn_reply, ORIGIN_PROVIDER);
    assert_int_equal(c.figures.reply.from, ORIGIN_PROVIDER);
    assert_int_equal(c.figures.reply.count, 1);
    assert_int_equal(c.figures.reply.max_turn, 1);
    assert_true(isnan(turns[3].reply_s)); /* one origin: it is not worked out beside the others */
    assert_true(isnan(turns[4].reply_s));
    static const double list[] = {0.5, 0.4};
    c.figures.replies = (struct durations){list, 2};
    measure(&c, turns, 5);
    assert_int_equal(c.figures.reply.count, 2);
    assert_int_equal(c.figures.reply.max_turn, 1);
    turns[1].reply_s = 0.4;
    turns[3].reply_s = 0.5;
    measure(&c, turns, 5);
    assert_int_equal(c.figures.reply.max_turn, 3);
    turns[3].reply_s = NAN;
    turns[1].reply_s = -1; /* no duration */
    measure(&c, turns, 5);
    assert_int_equal(c.figures.turn_reply, ORIGIN_TIMES);
    assert_true(turns[1].reply_s == 3);
}

static void expect_cuts(const struct call *c, enum origin from, double by_person, double by_agent)
{
    assert_int_equal(c->figures.interruptions.from, from);
    double got[] = {c->figures.interruptions.by_person, c->figures.interruptions.by_agent};
    double want[] = {by_person, by_agent};
    for (int i = 0; i < 2; i++)
        if (isnan(got[i]) != isnan(want[i]) || (!isnan(got[i]) && got[i] != want[i]))
            fail_msg("got %g and %g", got[0], got[1]);
}

static void figures__interruptions__the_provider_first(void **state)
{
    (void)state;
    struct turn turns[4];
    struct call c = {.figures = figures_unknown()};
    read_turns(turns, "a0..2 p1..3 a2..4 t2..3");
    measure(&c, turns, 4);
    expect_cuts(&c, ORIGIN_TIMES, 1, 1);
    turns[1].interrupted = TRUTH_NO; /* providers that mark the agent's turns say this of all */
    measure(&c, turns, 4);
    expect_cuts(&c, ORIGIN_TIMES, 1, 1);
    turns[0].interrupted = TRUTH_NO;
    measure(&c, turns, 4);
    expect_cuts(&c, ORIGIN_PROVIDER, 0, NAN);
    turns[2].interrupted = turns[3].interrupted = TRUTH_YES; /* the tool is no speaker */
    measure(&c, turns, 4);
    expect_cuts(&c, ORIGIN_PROVIDER, 1, NAN);
    turns[1].interrupted = TRUTH_YES;
    measure(&c, turns, 4);
    expect_cuts(&c, ORIGIN_PROVIDER, 1, 1);
    c.figures.by_agent = 7;
    measure(&c, turns, 4);
    expect_cuts(&c, ORIGIN_PROVIDER, 1, 7);
    c.figures.by_person = 0;
    c.figures.by_agent = NAN;
    turns[1].interrupted = TRUTH_UNKNOWN;
    measure(&c, turns, 4);
    expect_cuts(&c, ORIGIN_PROVIDER, 0, NAN);
}

static void figures__tools__count_failed_slowest(void **state)
{
    (void)state;
    struct tool tools[] = {{.status = "success", .took_s = 1.5},
                           {.status = "failed", .took_s = 3.2},
                           {.error = "no slot", .took_s = 0.5},
                           {.took_s = INFINITY}};
    struct turn turns[6] = {{0}};
    struct call c = {.figures = figures_unknown()};
    for (size_t i = 0; i < 4; i++)
        turns[i] = (struct turn){.class = SPEAKER_TOOL, .tool = &tools[i], .text = ""};
    turns[4] = (struct turn){.class = SPEAKER_TOOL, .text = "a result"};
    turns[5] = (struct turn){.class = SPEAKER_AGENT, .text = "", .start_s = 4, .end_s = 5};
    turns[0].class = SPEAKER_AGENT; /* it has a tool call, so it is not speech */
    measure(&c, turns, 6);
    assert_true(c.figures.first_words_s == 4);
    assert_int_equal(c.figures.tools.count, 5);
    assert_int_equal(c.figures.tools.failed, 2);
    assert_true(c.figures.tools.slowest_s == 3.2);
    assert_int_equal(c.figures.tools.slowest_turn, 1);
}

static void figures__hostile_times__no_figure(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"p0..1e300 a1e300..2e300", ""},
        {"p-1e300..0 a0..1", "first 0"},
        {"p0..inf ainf..inf", ""},
        {"p0..nan anan", ""},
        {"p5..4 a3..2 p1..0 a0..-1", "first 0"},
        {"p-5..-4 a-3..-2", "replies 1 1000 - 1000 at 1, silence 1000, cuts 0 0, talk 1000 1000, "
                            "turns 1:1000"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_figures(&rows[i]);
}

/* All turns overlap, in the worst order. */
static void figures__a_million_turns__measured(void **state)
{
    (void)state;
    enum { COUNT = 1000000 };
    struct turn *turns = calloc(COUNT, sizeof *turns);
    struct call c = {.figures = figures_unknown()};
    assert_non_null(turns);
    for (size_t i = 0; i < COUNT; i++)
        turns[i] = (struct turn){.class = i % 2 ? SPEAKER_AGENT : SPEAKER_PERSON,
                                 .text = "",
                                 .start_s = (double)(COUNT - i),
                                 .end_s = 2.0 * COUNT,
                                 .reply_s = NAN};
    measure(&c, turns, COUNT);
    assert_true(c.figures.silence.seconds == 0);
    assert_true(c.figures.talk.agent_s == 2.0 * COUNT - 1);
    assert_true(c.figures.interruptions.by_person == 0.5 * COUNT);
    assert_true(c.figures.interruptions.by_agent == 0.5 * COUNT - 1);
    free(turns);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures__times__rows),
        cmocka_unit_test(figures__random_calls__as_worked_out),
        cmocka_unit_test(figures__list_of_replies__is_the_providers),
        cmocka_unit_test(figures__p90__from_ten_values),
        cmocka_unit_test(figures__replies_of_turns__are_the_providers),
        cmocka_unit_test(figures__interruptions__the_provider_first),
        cmocka_unit_test(figures__tools__count_failed_slowest),
        cmocka_unit_test(figures__hostile_times__no_figure),
        cmocka_unit_test(figures__a_million_turns__measured),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
