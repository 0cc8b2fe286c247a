/* Measures the program in a terminal: the time to its first frame, compared with an ncurses program
 * that does nothing; the time from the last byte of a call of 2,000 turns until it is shown; and
 * reading 100,000 turns, compared with less (reading.c); and kept calls (keeping.c). Exit 1 if a
 * limit is exceeded. */
#include "tests/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { RUNS = 21, TURNS = 2000, SHOWN_MAX_US = 10000 };
static const double first_frame_max = 1.5;

static long first_frame_us(const char *path, const char *text)
{
    const char *const argv[] = {path, NULL};
    struct pty_options options = {.argv = argv};
    long begin = now_us();
    struct pty *p = pty_start(&options);
    if (!pty_wait_for(p, text, PTY_DEADLINE_MS))
        give_up("no first frame");
    long us = now_us() - begin;
    pty_stop(p);
    return us;
}

/* Sends all but the last byte, and the last one when the program has read the others. */
static long shown_us(const char *path, struct provider_end *end)
{
    int fd;
    struct pty *p = provider_end_ask(end, path, 0, 0, &fd);
    send_all(fd, end->answer.data, end->answer.len - 1);
    if (!pty_wait_for(p, "KiB", PTY_DEADLINE_MS))
        give_up("no progress is shown");
    long begin = now_us();
    send_all(fd, end->answer.data + end->answer.len - 1, 1);
    if (!pty_wait_for(p, "2000 turns", PTY_DEADLINE_MS))
        give_up("the call is not shown");
    long us = now_us() - begin;
    pty_stop(p);
    close(fd);
    return us;
}

static bool bench_first_frame(const char *path, const char *null)
{
    long ours[RUNS], theirs[RUNS];
    for (int i = 0; i < RUNS; i++) {
        ours[i] = first_frame_us(path, "No call yet");
        theirs[i] = first_frame_us(null, "first frame");
    }
    long a = percentile(ours, RUNS, 50), b = percentile(theirs, RUNS, 50);
    double ratio = (double)a / (double)b;
    printf(
        "first frame          %6.1f ms, nothing on ncurses %6.1f ms, ratio %.2f (at most %.1f)\n",
        (double)a / 1e3, (double)b / 1e3, ratio, first_frame_max);
    return ratio <= first_frame_max;
}

static bool bench_shown(const char *path)
{
    long us[RUNS];
    struct provider_end end;
    provider_end_open(&end, TURNS, "");
    for (int i = 0; i < RUNS; i++)
        us[i] = shown_us(path, &end);
    provider_end_close(&end);
    long m = percentile(us, RUNS, 50);
    printf("2,000 turns shown    %6.1f ms after the last byte, at worst %.1f ms (median at most "
           "%.1f)\n",
           (double)m / 1e3, (double)us[RUNS - 1] / 1e3, SHOWN_MAX_US / 1e3);
    return m <= SHOWN_MAX_US;
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    char *path = program("callbrowser"), *null = program("bench_null");
    bool ok = bench_first_frame(path, null);
    ok = bench_shown(path) && ok;
    ok = bench_reading(path) && ok;
    ok = bench_keeping() && ok;
    free(path);
    free(null);
    return ok ? 0 : 1;
}
