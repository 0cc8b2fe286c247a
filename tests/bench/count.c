/* The instructions of a scrolled line, counted by valgrind: of two runs, one with more lines, the
 * difference is taken. */
#include "tests/bench/bench.h"
#include "tests/bench/report.h"

#include "base/alloc.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TURNS = 2000, FEW = 50, MORE = 100, ARGS = 16, START_MS = 60000 };

/* The number after the last "Collected :"; children of the program write others before. */
static double collected(const char *log)
{
    static const char word[] = "Collected :";
    char *text = scratch_read(server_dir(), log);
    double count = NAN;
    for (const char *at = text; at && (at = strstr(at, word)); at += strlen(word))
        count = strtod(at + strlen(word), NULL);
    free(text);
    return count;
}

static double counted(const char *const *program, int rows, int cols, int downs)
{
    char *log = scratch_path(server_dir(), "valgrind.log"),
         *option = xasprintf("--log-file=%s", log);
    const char *argv[ARGS] = {"valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
                              option};
    for (size_t i = 0; program[i]; i++)
        argv[4 + i] = program[i];
    struct pty_options options = {.argv = argv, .rows = rows, .cols = cols};
    struct pty *p = pty_start(&options);
    if (!pty_wait_for(p, "Turn 1 of", START_MS))
        give_up_on(p, "valgrind shows no call");
    pty_keys(p, "1000G");
    pty_wait_for(p, "Turn 1000 of", START_MS);
    for (int i = 0; i < downs; i++)
        answer_us(p, "j");
    pty_keys(p, strcmp(program[0], "less") == 0 ? "q" : "Q");
    pty_wait_exit(p, START_MS);
    pty_stop(p);
    free(option);
    free(log);
    return collected("valgrind.log");
}

static double of_one(const char *const *program, int rows, int cols)
{
    double few = counted(program, rows, cols, FEW);
    return (counted(program, rows, cols, FEW + MORE) - few) / MORE / 1e6;
}

static void bench_size(const char *what, int rows, int cols, bool side, double bar)
{
    const char *const less[] = {"less", text_file(TURNS), NULL};
    double ours[BUILDS_MAX], theirs = peer_installed("less") ? of_one(less, rows, cols) : NAN;
    for (int b = 0; b < build_count; b++) {
        const char *const argv[] = {builds[b].program, "-c",   server_config(side),
                                    "ringyo",          "2000", NULL};
        ours[b] = of_one(argv, rows, cols);
    }
    report(&(struct report_row){what, "M", "less", bar > 0 ? MOST : NO_BAR, bar}, ours, theirs);
}

void bench_count(void)
{
    if (!peer_installed("valgrind"))
        return;
    bench_size("instructions of a scrolled j, 24x80", 24, 80, false, 1);
    bench_size("instructions of a scrolled j, 50x160, stacked", 50, 160, false, 1);
    bench_size("instructions of a scrolled j, 50x160, side", 50, 160, true, 1);
}
