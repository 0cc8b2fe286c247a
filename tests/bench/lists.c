/* How the time of a list grows with its rows. */
#include "tests/bench/bench.h"
#include "tests/bench/report.h"

#include "base/alloc.h"
#include "tests/support/run.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { ROUNDS = 5 };

static const int sizes[] = {100, 1000, 10000};
enum { SIZES = sizeof sizes / sizeof *sizes, BIGGEST = SIZES - 1 };

long child_cpu_us(const char *const *argv, int want_lines)
{
    struct rusage before, after;
    struct run r;
    int lines = 0;
    getrusage(RUSAGE_CHILDREN, &before);
    run_program(&r, argv, NULL);
    getrusage(RUSAGE_CHILDREN, &after);
    for (const char *at = buf_str(&r.out); (at = strchr(at, '\n')); at++)
        lines++;
    if (lines != want_lines) {
        fprintf(stderr, "%d lines are not %d\n", lines, want_lines);
        give_up(buf_str(&r.err));
    }
    run_done(&r);
    return (after.ru_utime.tv_sec - before.ru_utime.tv_sec + after.ru_stime.tv_sec -
            before.ru_stime.tv_sec) *
               1000000L +
           after.ru_utime.tv_usec - before.ru_utime.tv_usec + after.ru_stime.tv_usec -
           before.ru_stime.tv_usec;
}

static char *write_list_config(int rows)
{
    char *text = xasprintf("[callbrowser]\ntimezone = UTC\n[provider ringyo]\napi_key = key\n"
                           "base_url = http://127.0.0.1:%d/list-%d\n",
                           server_port(), rows);
    scratch_write(server_dir(), "list.ini", 0600, text);
    free(text);
    return scratch_path(server_dir(), "list.ini");
}

void report_grown(const char *name, int count, const int *at, struct samples s[][4])
{
    double x[4], y[4], exponents[BUILDS_MAX], ms[BUILDS_MAX];
    for (int b = 0; b < build_count; b++) {
        double least = samples_percent(&s[b][0], 0);
        for (int i = 0; i < count; i++) {
            x[i] = at[i] - at[0];
            y[i] = samples_percent(&s[b][i], 0) - least;
        }
        ms[b] = (y[count - 1] + least) / 1e3;
        exponents[b] = exponent(x, y, count);
    }
    char *what = xasprintf("processor time of %s, %d", name, at[count - 1]);
    report(&(struct report_row){what, "ms", NULL, NO_BAR, 0}, ms, NAN);
    free(what);
    what = xasprintf("exponent: %s", name);
    report(&(struct report_row){what, "", NULL, MOST, 1.05}, exponents, NAN);
    free(what);
}

void bench_lists(void)
{
    static struct samples us[BUILDS_MAX][4];
    for (int i = 0; i < SIZES; i++) {
        char *config = write_list_config(sizes[i]);
        for (int k = 0; k < ROUNDS; k++)
            for (int b = 0; b < build_count; b++) {
                const char *const argv[] = {builds[b].program,
                                            "-c",
                                            config,
                                            "-p",
                                            "id",
                                            "--limit",
                                            "0",
                                            "--find",
                                            "ringyo 2025-01-01..2025-01-20",
                                            NULL};
                sample(&us[b][i], child_cpu_us(argv, sizes[i]));
            }
        free(config);
    }
    report_grown("a list of calls", SIZES, sizes, us);
}
