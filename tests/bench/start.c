/* The start: to the first frame, beside a program that only starts ncurses and is linked with the
 * same libraries (null.c). */
#include "tests/bench/bench.h"
#include "tests/bench/report.h"

#include <math.h>
#include <stddef.h>

enum { ROUNDS = 41 };

static void first_frame(struct samples *s, const char *path, const char *text)
{
    const char *const argv[] = {path, NULL};
    struct pty_options options = {.argv = argv};
    long begin = now_us();
    struct pty *p = pty_start(&options);
    if (!pty_wait_for(p, text, PTY_DEADLINE_MS))
        give_up_on(p, "no first frame");
    sample(s, now_us() - begin);
    pty_stop(p);
}

/* Each build beside its own floor, because builds may be linked with different libraries. */
void bench_start(void)
{
    static struct samples ours[BUILDS_MAX], floors[BUILDS_MAX];
    double ratios[BUILDS_MAX], ms[BUILDS_MAX];
    for (int i = 0; i < ROUNDS; i++)
        for (int b = 0; b < build_count; b++) {
            first_frame(&ours[b], builds[b].program, "No call yet");
            if (builds[b].null)
                first_frame(&floors[b], builds[b].null, "first frame");
        }
    for (int b = 0; b < build_count; b++) {
        ms[b] = samples_percent(&ours[b], 50) / 1e3;
        ratios[b] = ms[b] * 1e3 / samples_percent(&floors[b], 50);
    }
    report(&(struct report_row){"first frame", "ms", "nothing on ncurses", NO_BAR, 0}, ms,
           samples_percent(&floors[build_count - 1], 50) / 1e3);
    report(&(struct report_row){"first frame, beside nothing on ncurses", "x", NULL, MOST, 1.15},
           ratios, NAN);
}
