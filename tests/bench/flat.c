/* Keys whose time must not grow with the call: the first J, P, another size of the terminal; and a
 * filter, which looks at all turns and may. */
#include "tests/bench/bench.h"
#include "tests/bench/report.h"

#include "base/alloc.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 5, TIMES = 4, KEY_MS = 8 };

/* So many that what is done later, in slices, is not done with the first of them. */
static const int sizes[] = {25000, 100000, 450000};
enum { SIZES = sizeof sizes / sizeof *sizes, BIGGEST = SIZES - 1 };

/* Each sample is the slowest of one run; of the runs the quickest counts, because what else the
 * computer does makes no key quicker. */
enum { FIRST_JSON, MASK, SIZE, FILTER, ROWS };
struct figures {
    struct samples of[ROWS];
};

static long slower(long a, long b)
{
    return a > b ? a : b;
}

static void filter(struct figures *f, struct pty *p)
{
    pty_keys(p, "g");
    wait_idle(p);
    long before = cpu_us(pty_pid(p));
    pty_keys(p, "&Turn [0-9]*[02468] of\r");
    wait_idle(p);
    sample(&f->of[FILTER], cpu_us(pty_pid(p)) - before);
}

static void run(struct figures *f, int build, int turns)
{
    long mask = 0, size = 0;
    struct pty *p = open_call(build, "ringyo", turns, 0, 0, false);
    if (!p)
        return;
    wait_idle(p);
    sample(&f->of[FIRST_JSON], answer_us(p, "J"));
    wait_idle(p);
    pty_keys(p, "J");
    wait_idle(p);
    for (int i = 0; i < TIMES; i++)
        mask = slower(mask, answer_us(p, "P"));
    for (int i = 0; i < TIMES; i++)
        size = slower(size, resized_us(p, i % 2 ? 24 : 50, i % 2 ? 80 : 110));
    sample(&f->of[MASK], mask);
    sample(&f->of[SIZE], size);
    filter(f, p);
    pty_stop(p);
}

/* A key that is to be as quick in any call is flat: the bar of its exponent is not 0, because even
 * the same time is measured a little differently. */
static const struct {
    const char *what;
    double most_ms, exponent;
} rows[ROWS] = {
    [FIRST_JSON] = {"the first J", KEY_MS, 0.1},
    [MASK] = {"P", KEY_MS, 0.1},
    [SIZE] = {"another size", KEY_MS, 0.1},
    [FILTER] = {"processor time of a filter", 0, 1.05},
};

static void report_key(int row, struct figures figures[][SIZES])
{
    double ms[BUILDS_MAX], exponents[BUILDS_MAX], turns[SIZES], us[SIZES];
    for (int b = 0; b < build_count; b++) {
        for (int i = 0; i < SIZES; i++) {
            turns[i] = sizes[i];
            us[i] = samples_percent(&figures[b][i].of[row], 0);
        }
        ms[b] = us[BIGGEST] / 1e3;
        exponents[b] = exponent(turns, us, SIZES);
    }
    char *what = xasprintf("%s, %d turns", rows[row].what, sizes[BIGGEST]);
    report(&(struct report_row){what, "ms", NULL, rows[row].most_ms > 0 ? MOST : NO_BAR,
                                rows[row].most_ms},
           ms, NAN);
    free(what);
    what = xasprintf("exponent: %s", rows[row].what);
    report(&(struct report_row){what, "", NULL, MOST, rows[row].exponent}, exponents, NAN);
    free(what);
}

void bench_flat(void)
{
    static struct figures figures[BUILDS_MAX][SIZES];
    for (int i = 0; i < SIZES; i++) {
        server_bytes("ringyo", sizes[i]);
        for (int k = 0; k < ROUNDS; k++)
            for (int b = 0; b < build_count; b++)
                run(&figures[b][i], b, sizes[i]);
    }
    for (int row = 0; row < ROWS; row++)
        report_key(row, figures);
}
