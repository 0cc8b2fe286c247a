/* Clocks, statistics, and what the kernel tells of a process. */
#include "tests/bench/bench.h"

#include "base/alloc.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

long now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000L + t.tv_nsec / 1000;
}

static int by_size(const void *a, const void *b)
{
    long x = *(const long *)a, y = *(const long *)b;
    return (x > y) - (x < y);
}

long percentile(long *us, size_t count, int percent)
{
    qsort(us, count, sizeof *us, by_size);
    size_t at = count * (size_t)percent / 100;
    return us[at < count ? at : count - 1];
}

void sample(struct samples *s, long value)
{
    if (s->count < SAMPLES_MAX)
        s->at[s->count++] = value;
}

double samples_percent(struct samples *s, int percent)
{
    return s->count ? (double)percentile(s->at, s->count, percent) : NAN;
}

double exponent(const double *x, const double *y, int count)
{
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (int i = 0; i < count; i++) {
        if (!(x[i] > 0 && y[i] > 0))
            continue;
        double lx = log(x[i]), ly = log(y[i]);
        n++;
        sx += lx;
        sy += ly;
        sxx += lx * lx;
        sxy += lx * ly;
    }
    return n < 2 ? NAN : (n * sxy - sx * sy) / (n * sxx - sx * sx);
}

void give_up(const char *why)
{
    fprintf(stderr, "bench: %s\n", why);
    pty_stop_all(NULL);
    server_stop();
    exit(1);
}

void give_up_on(struct pty *p, const char *why)
{
    struct buf said = {0};
    buf_printf(&said, "%s\n", why);
    term_frame(pty_term(p), &said);
    give_up(buf_str(&said));
}

long cpu_us(pid_t pid)
{
    clockid_t clock;
    struct timespec t;
    if (clock_getcpuclockid(pid, &clock) || clock_gettime(clock, &t))
        give_up("no processor clock of the program");
    return t.tv_sec * 1000000L + t.tv_nsec / 1000;
}

long memory_kib(pid_t pid, const char *row)
{
    char path[64], line[256];
    long kib = 0;
    snprintf(path, sizeof path, "/proc/%ld/status", (long)pid);
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, row, strlen(row)) == 0)
            kib = strtol(line + strlen(row) + 1, NULL, 10);
    if (f)
        fclose(f);
    return kib;
}

void memory_forget_peak(pid_t pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%ld/clear_refs", (long)pid);
    FILE *f = fopen(path, "w");
    if (f) {
        fputs("5", f);
        fclose(f);
    }
}

void wait_idle(struct pty *p)
{
    enum { QUIET_MS = 50, TIMES = 4, IDLE_US = 500, DEADLINE_US = 120000000 };
    long end = now_us() + DEADLINE_US, before = cpu_us(pty_pid(p));
    for (int idle = 0; idle < TIMES && now_us() < end;) {
        pty_wait_quiet(p, QUIET_MS);
        long now = cpu_us(pty_pid(p));
        idle = now - before <= IDLE_US ? idle + 1 : 0;
        before = now;
    }
}

static bool has_more(struct pty *p, const void *bytes)
{
    return pty_bytes(p) > *(const size_t *)bytes;
}

static long written_us(struct pty *p, size_t before, long begin)
{
    if (!pty_wait_until(p, has_more, &before, PTY_DEADLINE_MS))
        give_up_on(p, "nothing is written after a key or another size");
    return now_us() - begin;
}

long answer_us(struct pty *p, const char *keys)
{
    pty_wait_quiet(p, 20);
    size_t before = pty_bytes(p);
    long begin = now_us();
    pty_keys(p, keys);
    return written_us(p, before, begin);
}

long resized_us(struct pty *p, int rows, int cols)
{
    pty_wait_quiet(p, 20);
    size_t before = pty_bytes(p);
    long begin = now_us();
    pty_resize(p, rows, cols);
    return written_us(p, before, begin);
}
