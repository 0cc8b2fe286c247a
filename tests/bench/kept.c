/* Kept calls through the command line: a word in all of them, beside zcat and grep; printing one;
 * and how that grows with their number. */
#include "tests/bench/bench.h"
#include "tests/bench/corpus.h"
#include "tests/bench/report.h"

#include "base/alloc.h"
#include "tests/support/scratch.h"

#include <stdlib.h>

enum { ROUNDS = 5 };

static const int sizes[] = {300, 1000, 3000};
enum { SIZES = sizeof sizes / sizeof *sizes, BIGGEST = SIZES - 1 };

/* What is asked of the kept calls, and how many lines are the answer. */
static const char *const everything[] = {"-p", "id", "--limit", "0", "--find", "kept", NULL};
static const char *const one_word[] = {"-p", "id", "--limit", "0", "--find", "kept text:zanzibar",
                                       NULL};
static const char *const opening[] = {"-p", "json", "--offline", "vapi", "call_7", NULL};

static long asked_us(int build, const char *const *question, int lines)
{
    const char *argv[16] = {builds[build].program, "-c", server_config(false)};
    for (int i = 0; question[i]; i++)
        argv[3 + i] = question[i];
    return child_cpu_us(argv, lines);
}

static void grep_once(struct samples *s, const char *dir)
{
    char *command = xasprintf("find '%s' -name '*.gz' -exec zcat {} + | grep -c zanzibar", dir);
    const char *const argv[] = {"/bin/sh", "-c", command, NULL};
    sample(s, child_cpu_us(argv, 1));
    free(command);
}

static struct samples all[BUILDS_MAX][4], word[BUILDS_MAX][4], opened[BUILDS_MAX][4], grep;

static void measure(int size, const char *dir)
{
    for (int k = 0; k < ROUNDS; k++) {
        for (int b = 0; b < build_count; b++) {
            sample(&all[b][size], asked_us(b, everything, sizes[size]));
            sample(&word[b][size], asked_us(b, one_word, 1));
            sample(&opened[b][size], asked_us(b, opening, 1));
        }
        if (size == BIGGEST && peer_installed("zcat"))
            grep_once(&grep, dir);
    }
}

static void report_word(void)
{
    double ms[BUILDS_MAX];
    for (int b = 0; b < build_count; b++)
        ms[b] = samples_percent(&word[b][BIGGEST], 50) / 1e3;
    report(&(struct report_row){"processor time of a word in 3000 kept calls", "ms", "zcat, grep",
                                RATIO_MOST, 2},
           ms, samples_percent(&grep, 50) / 1e3);
}

void bench_kept(void)
{
    static long us[3000];
    char *dir = scratch_path(server_dir(), "data/callbrowser/kept");
    char *data = scratch_path(server_dir(), "data");
    setenv("XDG_DATA_HOME", data, 1);
    scratch_write(server_dir(), "data/callbrowser/made", 0600, "");
    for (int i = 0; i < SIZES; i++) {
        corpus_keep(dir, i ? sizes[i - 1] : 0, sizes[i], us);
        measure(i, dir);
    }
    corpus_done();
    report_word();
    /* This grows, because each start looks for calls that are too old. */
    report_grown("printing one kept call", SIZES, sizes, opened);
    report_grown("listing kept calls", SIZES, sizes, all);
    free(data);
    free(dir);
}
