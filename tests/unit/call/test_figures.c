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
        {"p0..2 a3..1", "first 3000"}, /* ends before it starts */
        {"a p1..2", ""},
        {"a-1..1 p1..2", "silence 0, cuts 0 0, talk 2000 1000"},
        {"p0..0.3 a0.1..0.2 p0.2..0.30000000000000004 a0.3..1", /* compared in microseconds */
         "replies 1 0 - 0 at 3, silence 0, cuts 0 1, talk 800 300, first 100, turns 3:0"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_figures(&rows[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures__times__rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
