/* Ten calls that load at once: keys, the status line, and what is left of those that are closed. */
#include "base/alloc.h"
#include "tests/support/browse.h"
#include "tests/support/sanitized.h"
#include "tests/support/test_wrapper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Where the cursor goes back to at the end of a frame: the page's first row. */
#define CURSOR_HOME "\x1b[4d"

enum { CALLS = 10, KEYS = 21, KEY_MS = 50, WATCHED_MS = 2000, REPAINT_BYTES = 100 };

/* The first is whole and long; behind it ten that drip in, a piece every 40 to 49 ms. */
static struct pty *start_ten(void)
{
    const char *args[CALLS + 4] = {"--jobs", "10", "ringyo:call_turns_2000"};
    char *ids[CALLS];
    for (int i = 0; i < CALLS; i++)
        args[i + 3] = ids[i] = xasprintf("ringyo:call_drip_%d", 80 + i);
    struct pty *p = browse_start(&(struct browse_options){.args = args});
    for (int i = 0; i < CALLS; i++)
        free(ids[i]);
    pty_expect(p, " 1/2000 ");
    browse_wait_requests(p, "call_drip_8", CALLS);
    return p;
}

static int by_size(const void *a, const void *b)
{
    long x = *(const long *)a, y = *(const long *)b;
    return (x > y) - (x < y);
}

/* From a key to what it does on the screen, the median of many. */
static void loading__keys__are_answered_soon(void **state)
{
    (void)state;
    struct pty *p = start_ten();
    long ms[KEYS];
    for (int i = 0; i < KEYS; i++) {
        char *keys = xasprintf("%dG", 10 * i + 7), *shown = xasprintf(" %d/2000 ", 10 * i + 7);
        long begin = pty_now_ms();
        pty_keys(p, keys);
        pty_expect(p, shown);
        ms[i] = pty_now_ms() - begin;
        free(keys);
        free(shown);
    }
    qsort(ms, KEYS, sizeof *ms, by_size);
    print_message("a key while %d calls load: median %ld ms, longest %ld ms\n", CALLS, ms[KEYS / 2],
                  ms[KEYS - 1]);
    pty_expect(p, "2* ");
    assert_in_range(ms[KEYS / 2], 0, KEY_MS);
}

static size_t count_of(const struct buf *raw, size_t from, const char *what)
{
    size_t n = 0, bytes = strlen(what);
    for (size_t i = from; i + bytes <= raw->len; i++)
        n += memcmp(raw->data + i, what, bytes) == 0;
    return n;
}

static bool never(struct pty *p, const void *arg)
{
    (void)p;
    (void)arg;
    return false;
}

/* Whether a frame has ended since the terminal had got so many bytes. */
static bool has_repainted(struct pty *p, const void *from)
{
    return count_of(term_raw(pty_term(p)), *(const size_t *)from, CURSOR_HOME) > 0;
}

/* On one that loads: its line moves ten times a second at most, and only what moves is sent. */
static void loading__status_line__moves_ten_times_a_second(void **state)
{
    (void)state;
    wrapped_skip("times are measured");
    struct pty *p = start_ten();
    pty_keys(p, "]");
    pty_expect(p, "Fetching");
    const struct buf *raw = term_raw(pty_term(p));
    size_t from = raw->len;
    pty_check(p, pty_wait_until(p, has_repainted, &from, PTY_DEADLINE_MS)); /* and not in between */
    from = raw->len;
    long begin = pty_now_ms();
    /* for as long on a slow computer: the calls end after some seconds */
    pty_wait_until(p, never, NULL, WATCHED_MS * WATCHED_MS / wrapped_ms(WATCHED_MS));
    long ms = pty_now_ms() - begin;
    size_t bytes = raw->len - from, frames = count_of(raw, from, CURSOR_HOME);
    print_message("%d calls load: %zu repaints of %zu bytes in %ld ms\n", CALLS, frames, bytes, ms);
    assert_in_range(frames, 2, ms / 100 + 1);
    assert_in_range(bytes, frames, frames * REPAINT_BYTES);
}

/* They load from a host that sends for seconds still; then nobody waits for it. */
static void loading__all_closed__nothing_moves(void **state)
{
    (void)state;
    struct pty *p = start_ten();
    pty_keys(p, "]");
    for (int i = 0; i < CALLS; i++) {
        char *shown = xasprintf("Call ID  call_drip_%d", 80 + i);
        pty_expect(p, shown);
        pty_keys(p, "q");
        free(shown);
    }
    pty_expect(p, " 1/2000 ");
    pty_expect_not(p, "drip");
    assert_true(pty_wait_quiet(p, 100));
    size_t bytes = pty_bytes(p);
    long switches = pty_switches(p);
    pty_wait_until(p, never, NULL, 500);
    assert_true(pty_bytes(p) == bytes);
#if !THREAD_SANITIZED /* its own thread wakes */
    assert_in_range(pty_switches(p) - switches, 0, 5);
#else
    (void)switches;
#endif
    pty_keys(p, "q");
    pty_expect_exit(p, 0);
    pty_expect_restored(p);
}

static void loading__quit__at_once(void **state)
{
    (void)state;
    struct pty *p = start_ten();
    long begin = pty_now_ms();
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
    assert_in_range(pty_now_ms() - begin, 0, 1000);
    pty_expect_restored(p);
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(loading__keys__are_answered_soon),
        TEST(loading__status_line__moves_ten_times_a_second),
        TEST(loading__all_closed__nothing_moves),
        TEST(loading__quit__at_once),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
