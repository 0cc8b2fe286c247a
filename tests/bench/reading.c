/* Reading 100,000 turns: the time of a key, a search and a change of size, and the bytes that are
 * sent to the terminal for a line down, compared with less on the same text in a terminal of the
 * same size. less does not count matches, so that row has no ratio. */
#include "tests/bench/bench.h"

#include "base/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TURNS = 100000, ROUNDS = 40, SEARCHES = 9, SIZES = 10, DOWNS = 50, LOAD_MS = 20000 };
enum { KEY_US = 5000, SLOW_KEY_US = 16000, FOUND_US = 60000, COUNTED_US = 200000, SIZE_US = 30000 };

/* A program in its terminal. */
struct reader {
    struct pty *terminal;
    size_t bytes; /* received before the measurement */
};

static bool has_more(struct pty *p, const void *bytes)
{
    return pty_bytes(p) > *(const size_t *)bytes;
}

static void settle(struct reader *r)
{
    pty_wait_quiet(r->terminal, 20);
    r->bytes = pty_bytes(r->terminal);
}

static long answer_us(struct reader *r, const char *keys)
{
    settle(r);
    long begin = now_us();
    pty_keys(r->terminal, keys);
    if (!pty_wait_until(r->terminal, has_more, &r->bytes, PTY_DEADLINE_MS))
        give_up("a key is not answered");
    return now_us() - begin;
}

static void write_text(const char *path)
{
    FILE *f = fopen(path, "w");
    struct buf line = {0};
    if (!f)
        give_up(path);
    for (int i = 0; i < TURNS; i++) {
        int seconds = i * 2;
        buf_clear(&line);
        buf_printf(&line, "  %2d:%02d:%02d  %-5s  ", seconds / 3600, seconds / 60 % 60,
                   seconds % 60, i % 2 ? "user" : "agent");
        bench_turn(&line, i);
        fprintf(f, "%s\n", buf_str(&line));
    }
    fclose(f);
    buf_done(&line);
}

static struct reader less_on(const char *path, int rows, int cols)
{
    const char *const argv[] = {"less", path, NULL};
    struct pty_options options = {.argv = argv, .rows = rows, .cols = cols};
    struct reader r = {.terminal = pty_start(&options)};
    if (!pty_wait_for(r.terminal, "Turn 1 ", PTY_DEADLINE_MS))
        give_up("less does not show the text");
    return r;
}

static struct reader ours_on(struct provider_end *end, const char *path, int rows, int cols)
{
    int fd;
    struct reader r = {.terminal = provider_end_ask(end, path, rows, cols, &fd)};
    send_all(fd, end->answer.data, end->answer.len);
    if (!pty_wait_for(r.terminal, "100000 turns", LOAD_MS))
        give_up("the call is not shown");
    close(fd);
    return r;
}

static bool print_row(const char *name, long ours, long theirs, long most)
{
    printf("%-24s %7.2f ms, less %7.2f ms, ratio %5.2f (at most %.0f ms)\n", name,
           (double)ours / 1e3, (double)theirs / 1e3, (double)ours / (double)theirs,
           (double)most / 1e3);
    return ours <= most;
}

static const char *const keys[] = {"j", "j", " ", "k", "\x04", "G", "k", "b", "g", "j"};
enum { KEYS = sizeof keys / sizeof *keys };

static void answer_all(struct reader *r, long *us)
{
    for (int i = 0; i < ROUNDS * KEYS; i++)
        us[i] = answer_us(r, keys[i % KEYS]);
}

static bool bench_keys(struct reader *ours, struct reader *less)
{
    long a[ROUNDS * KEYS], b[ROUNDS * KEYS];
    size_t n = sizeof a / sizeof *a;
    answer_all(ours, a);
    answer_all(less, b);
    bool ok = print_row("a key, median", percentile(a, n, 50), percentile(b, n, 50), KEY_US);
    return print_row("a key, 99th percentile", percentile(a, n, 99), percentile(b, n, 99),
                     SLOW_KEY_US) &&
           ok;
}

/* From the top to a turn near the end, with the complete search typed at once. */
static long found_us(struct reader *r)
{
    pty_keys(r->terminal, "g");
    if (!pty_wait_for(r->terminal, "Turn 1 ", PTY_DEADLINE_MS))
        give_up("the first turn is not shown");
    settle(r);
    long begin = now_us();
    pty_keys(r->terminal, "/Turn 99987\r");
    if (!pty_wait_for(r->terminal, "Turn 99987 of", PTY_DEADLINE_MS))
        give_up("the turn is not found");
    return now_us() - begin;
}

static bool bench_search(struct reader *ours, struct reader *less)
{
    long a[SEARCHES], b[SEARCHES];
    for (int i = 0; i < SEARCHES; i++) {
        a[i] = found_us(ours);
        b[i] = found_us(less);
    }
    return print_row("first match of a search", percentile(a, SEARCHES, 50),
                     percentile(b, SEARCHES, 50), FOUND_US);
}

/* Whether the cursor is on a match. */
static bool all_counted(struct pty *p, const void *arg)
{
    (void)arg;
    return term_find(pty_term(p), "/50000 ", NULL, NULL) ||
           term_find(pty_term(p), "50000 matches", NULL, NULL);
}

/* Half of the turns match; keys are answered meanwhile. */
static bool bench_count(struct reader *r)
{
    long us[SEARCHES], slowest = 0;
    for (int i = 0; i < SEARCHES; i++) {
        pty_keys(r->terminal, "\x1bg");
        settle(r);
        long begin = now_us();
        pty_keys(r->terminal, "/Turn [0-9]*[02468] of\r");
        while (!pty_wait_until(r->terminal, all_counted, NULL, 0)) {
            long pressed = now_us();
            size_t before = pty_bytes(r->terminal);
            pty_keys(r->terminal, "j");
            pty_wait_until(r->terminal, has_more, &before, PTY_DEADLINE_MS);
            long waited = now_us() - pressed;
            slowest = waited > slowest ? waited : slowest;
        }
        us[i] = now_us() - begin;
    }
    long m = percentile(us, SEARCHES, 50);
    printf("%-24s %7.2f ms (at most %d ms), the slowest key meanwhile %.2f ms (at most %d ms)\n",
           "all matches counted", (double)m / 1e3, COUNTED_US / 1000, (double)slowest / 1e3,
           SLOW_KEY_US / 1000);
    return m <= COUNTED_US && slowest <= SLOW_KEY_US;
}

/* Every second time it is masked, else unmasked. */
static bool bench_mask(struct reader *r)
{
    long us[SIZES];
    for (int i = 0; i < SIZES; i++)
        us[i] = answer_us(r, "P");
    long m = percentile(us, SIZES, 99);
    printf("%-24s %7.2f ms at worst (at most %d ms)\n", "masking all turns", (double)m / 1e3,
           SLOW_KEY_US / 1000);
    return m <= SLOW_KEY_US;
}

static long resized_us(struct reader *r, int rows, int cols)
{
    settle(r);
    long begin = now_us();
    pty_resize(r->terminal, rows, cols);
    if (!pty_wait_until(r->terminal, has_more, &r->bytes, PTY_DEADLINE_MS))
        give_up("another size is not taken over");
    return now_us() - begin;
}

/* In the middle of the text, because the position has to be kept there. */
static bool bench_sizes(struct reader *ours, struct reader *less)
{
    long a[SIZES], b[SIZES];
    pty_keys(ours->terminal, "\x1b"
                             "50000G");
    pty_keys(less->terminal, "50000G");
    for (int i = 0; i < SIZES; i++) {
        int rows = i % 2 ? 24 : 50, cols = i % 2 ? 80 : 110;
        a[i] = resized_us(ours, rows, cols);
        b[i] = resized_us(less, rows, cols);
    }
    return print_row("another size", percentile(a, SIZES, 50), percentile(b, SIZES, 50), SIZE_US);
}

/* The average bytes for a line down in the middle of the text, with the cursor on the last row. */
static double down_bytes(struct reader *r)
{
    pty_keys(r->terminal, "50000G");
    settle(r);
    for (int i = 0; i < 2 * DOWNS; i++) {
        if (i == DOWNS)
            settle(r);
        size_t before = pty_bytes(r->terminal);
        pty_keys(r->terminal, "j");
        pty_wait_until(r->terminal, has_more, &before, PTY_DEADLINE_MS);
        pty_wait_quiet(r->terminal, 2);
    }
    return (double)(pty_bytes(r->terminal) - r->bytes) / DOWNS;
}

/* less has no colours, no mark and no position, and scrolls the complete screen. What those cost
 * (about 45 bytes) matters more the shorter a row is. */
static bool bench_down(struct provider_end *end, const char *path, const char *text, int rows,
                       int cols, double bytes_max)
{
    struct reader ours = ours_on(end, path, rows, cols), less = less_on(text, rows, cols);
    double stacked = down_bytes(&ours), theirs = down_bytes(&less);
    pty_keys(ours.terminal, "z");
    double zoomed = down_bytes(&ours), most = zoomed > stacked ? zoomed : stacked;
    printf(
        "a line down, %3dx%-2d       %5.0f bytes stacked, %5.0f zoomed, less %5.0f, ratio %.2f (at "
        "most %.1f)\n",
        cols, rows, stacked, zoomed, theirs, most / theirs, bytes_max);
    pty_stop(ours.terminal);
    pty_stop(less.terminal);
    return most <= theirs * bytes_max;
}

bool bench_reading(const char *path)
{
    struct provider_end end;
    provider_end_open(&end, TURNS, "layout = stacked");
    char *text = xasprintf("%s.txt", end.config);
    write_text(text);
    struct reader ours = ours_on(&end, path, 24, 80), less = less_on(text, 24, 80);
    bool ok = bench_keys(&ours, &less);
    ok = bench_search(&ours, &less) && ok;
    ok = bench_count(&ours) && ok;
    ok = bench_sizes(&ours, &less) && ok;
    ok = bench_mask(&ours) && ok;
    pty_stop(ours.terminal);
    pty_stop(less.terminal);
    ok = bench_down(&end, path, text, 24, 80, 1.7) && ok;
    ok = bench_down(&end, path, text, 50, 160, 1.4) && ok;
    unlink(text);
    free(text);
    provider_end_close(&end);
    return ok;
}
