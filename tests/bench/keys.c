/* Keys and searches on 100,000 turns, compared with less on the same text in a terminal of the same
 * size. less does not count matches, so that row has no peer. */
#include "tests/bench/bench.h"
#include "tests/bench/report.h"

#include <math.h>
#include <stdio.h>

enum { TURNS = 100000, ROUNDS = 40, SEARCHES = 9, DOWNS = 50, SCROLLS = 200 };

/* The builds, and less behind them, or NULL if it is not installed. */
struct readers {
    struct pty *of[BUILDS_MAX + 1];
};
static int less_at(void)
{
    return build_count;
}

static struct readers open_readers(int rows, int cols, bool side_by_side)
{
    struct readers r = {0};
    server_bytes("ringyo", TURNS);
    for (int b = 0; b < build_count; b++)
        if (!(r.of[b] = open_call(b, "ringyo", TURNS, rows, cols, side_by_side)))
            give_up("100,000 turns are refused");
    if (peer_installed("less"))
        r.of[less_at()] = open_pager("less", TURNS, rows, cols);
    for (int i = 0; i <= build_count; i++)
        if (r.of[i])
            wait_idle(r.of[i]);
    return r;
}

static void close_readers(struct readers *r)
{
    for (int i = 0; i <= build_count; i++)
        pty_stop(r->of[i]);
}

/* Reports a percentile of the samples, divided. */
static void report_samples(const struct report_row *row, struct samples *s, int percent, double by)
{
    double ours[BUILDS_MAX];
    for (int b = 0; b < build_count; b++)
        ours[b] = samples_percent(&s[b], percent) / by;
    report(row, ours, samples_percent(&s[less_at()], percent) / by);
}

static const char *const keys[] = {"j", "j", " ", "k", "\x04", "G", "k", "b", "g", "j"};
enum { KEYS = sizeof keys / sizeof *keys };

static void bench_answers(struct readers *r)
{
    static struct samples s[BUILDS_MAX + 1];
    for (int k = 0; k < ROUNDS * KEYS; k++)
        for (int i = 0; i <= build_count; i++)
            if (r->of[i])
                sample(&s[i], answer_us(r->of[i], keys[k % KEYS]));
    report_samples(&(struct report_row){"a key, median", "ms", "less", MOST, 5}, s, 50, 1e3);
    report_samples(&(struct report_row){"a key, 99th percentile", "ms", "less", MOST, 16}, s, 99,
                   1e3);
}

/* In the middle of the text, with the cursor on the last row. */
static void to_middle(struct pty *p)
{
    pty_keys(p, "50000G");
    pty_wait_quiet(p, 20);
    for (int i = 0; i < DOWNS; i++)
        answer_us(p, "j");
    wait_idle(p);
}

/* The answers and the processor time of lines down that scroll. */
static void bench_scroll(struct readers *r)
{
    static struct samples wall[BUILDS_MAX + 1], cpu[BUILDS_MAX + 1];
    for (int i = 0; i <= build_count; i++)
        if (r->of[i])
            to_middle(r->of[i]);
    for (int k = 0; k < SCROLLS; k++)
        for (int i = 0; i <= build_count; i++) {
            if (!r->of[i])
                continue;
            long before = cpu_us(pty_pid(r->of[i]));
            sample(&wall[i], answer_us(r->of[i], "j"));
            pty_wait_quiet(r->of[i], 2);
            sample(&cpu[i], cpu_us(pty_pid(r->of[i])) - before);
        }
    report_samples(&(struct report_row){"a scrolled j, to its answer", "ms", "less", RATIO_MOST, 2},
                   wall, 50, 1e3);
    report_samples(&(struct report_row){"a scrolled j, processor time", "ms", "less", NO_BAR, 0},
                   cpu, 50, 1e3);
}

/* From the top to a turn near the end, with the complete search typed at once. */
static long found_us(struct pty *p)
{
    pty_keys(p, "g");
    if (!pty_wait_for(p, "Turn 1 ", PTY_DEADLINE_MS))
        give_up_on(p, "the first turn is not shown");
    pty_wait_quiet(p, 20);
    long begin = now_us();
    pty_keys(p, "/Turn 99987\r");
    if (!pty_wait_for(p, "Turn 99987 of", PTY_DEADLINE_MS))
        give_up_on(p, "the turn is not found");
    return now_us() - begin;
}

static void bench_search(struct readers *r)
{
    static struct samples s[BUILDS_MAX + 1];
    for (int k = 0; k < SEARCHES; k++)
        for (int i = 0; i <= build_count; i++)
            if (r->of[i])
                sample(&s[i], found_us(r->of[i]));
    report_samples(&(struct report_row){"first match of a search", "ms", "less", RATIO_MOST, 1}, s,
                   50, 1e3);
}

/* Whether the cursor is on a match. */
static bool all_counted(struct pty *p, const void *arg)
{
    (void)arg;
    return term_find(pty_term(p), "/50000 ", NULL, NULL) ||
           term_find(pty_term(p), "50000 matches", NULL, NULL);
}

/* Half of the turns match; keys are answered meanwhile. */
static void count_once(struct pty *p, struct samples *all, struct samples *key)
{
    pty_keys(p, "\x1bg");
    wait_idle(p);
    long begin = now_us();
    pty_keys(p, "/Turn [0-9]*[02468] of\r");
    while (!pty_wait_until(p, all_counted, NULL, 0))
        sample(key, answer_us(p, "j"));
    sample(all, now_us() - begin);
}

static void bench_matches(struct readers *r)
{
    static struct samples all[BUILDS_MAX + 1], key[BUILDS_MAX + 1];
    for (int k = 0; k < SEARCHES; k++)
        for (int b = 0; b < build_count; b++)
            count_once(r->of[b], &all[b], &key[b]);
    report_samples(&(struct report_row){"all matches counted", "ms", NULL, MOST, 200}, all, 50,
                   1e3);
    report_samples(&(struct report_row){"the slowest key meanwhile", "ms", NULL, MOST, 16}, key, 99,
                   1e3);
}

static double down_bytes(struct pty *p)
{
    to_middle(p);
    size_t before = pty_bytes(p);
    for (int i = 0; i < DOWNS; i++) {
        answer_us(p, "j");
        pty_wait_quiet(p, 2);
    }
    return (double)(pty_bytes(p) - before) / DOWNS;
}

/* less has no colours, no mark and no position, and scrolls the complete screen. */
static void bench_down(int rows, int cols, bool side, const struct report_row *row)
{
    struct readers r = open_readers(rows, cols, side);
    double bytes[BUILDS_MAX + 1] = {NAN, NAN, NAN, NAN, NAN};
    for (int i = 0; i <= build_count; i++)
        if (r.of[i])
            bytes[i] = down_bytes(r.of[i]);
    report(row, bytes, bytes[less_at()]);
    close_readers(&r);
}

void bench_keys(void)
{
    struct readers r = open_readers(0, 0, false);
    bench_answers(&r);
    bench_scroll(&r);
    bench_search(&r);
    bench_matches(&r);
    close_readers(&r);
    bench_down(24, 80, false,
               &(struct report_row){"bytes of a line down, 24x80", "B", "less", RATIO_MOST, 1.7});
    bench_down(
        50, 160, false,
        &(struct report_row){"bytes of a line down, 50x160, stacked", "B", "less", MOST, 130});
    bench_down(
        50, 160, true,
        &(struct report_row){"bytes of a line down, 50x160, side by side", "B", "less", MOST, 450});
}
