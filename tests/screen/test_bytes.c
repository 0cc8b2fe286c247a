/* How little goes to the terminal: it may be at the far end of a slow line. */
#include "tests/support/browse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define STACKED "layout = stacked"

enum { DOWNS = 20, ROWS = 50, COLS = 160 };

static bool has_more(struct pty *p, const void *bytes)
{
    return pty_bytes(p) > *(const size_t *)bytes;
}

static size_t key_bytes(struct pty *p, const char *key)
{
    size_t before = pty_bytes(p);
    pty_keys(p, key);
    pty_check(p, pty_wait_until(p, has_more, &before, PTY_DEADLINE_MS));
    pty_wait_quiet(p, 20);
    return pty_bytes(p) - before;
}

/* Moves the cursor to the last row of the window. */
static void to_last_row(struct pty *p)
{
    pty_keys(p, "500G");
    pty_expect(p, " 500/2000 ");
    for (int i = 0; i < ROWS; i++)
        key_bytes(p, "j");
}

/* What a line down that scrolls costs beyond the text of the line, from the mark on: moving the
 * rows, the mark, the place, colours. */
static void expect_cheap_downs(struct pty *p, size_t most)
{
    size_t bytes = 0, text = 0;
    to_last_row(p);
    for (int i = 0; i < DOWNS; i++) {
        int row, col;
        bytes += key_bytes(p, "j");
        term_cursor(pty_term(p), &row, &col);
        text += strlen(term_row(pty_term(p), row)) - (size_t)col;
    }
    if (bytes > text + DOWNS * most)
        fail_msg("expected at most %zu bytes for a line down beside its text, got %zu", most,
                 (bytes - text) / DOWNS);
}

static struct pty *start(const char *layout, const char *const *env)
{
    struct pty *p = browse_start(
        &(struct browse_options){.args = (const char *const[]){"ringyo:call_turns_2000", NULL},
                                 .options = layout,
                                 .rows = ROWS,
                                 .cols = COLS,
                                 .env = env});
    pty_expect(p, " 1/2000 ");
    return p;
}

static void line_down__stacked_and_zoomed__scrolls(void **state)
{
    (void)state;
    struct pty *p = start(STACKED, NULL);
    expect_cheap_downs(p, 110);
    pty_keys(p, "gz");
    pty_expect_gone(p, "Participants");
    expect_cheap_downs(p, 110);
}

/* The terminal says that it has margins. */
static void line_down__side_by_side__scrolls(void **state)
{
    (void)state;
    expect_cheap_downs(start("layout = side", NULL), 110);
}

static void line_down__no_colours__scrolls(void **state)
{
    (void)state;
    expect_cheap_downs(start(STACKED, (const char *const[]){"NO_COLOR=1", NULL}), 95);
}

/* Nothing on the screen changes, so nothing is sent but what shows the cursor. */
static void key__that_changes_nothing__sends_next_to_nothing(void **state)
{
    (void)state;
    struct pty *p = start(STACKED, NULL);
    pty_keys(p, "g");
    pty_wait_quiet(p, 50);
    size_t before = pty_bytes(p);
    pty_keys(p, "kkkkj");
    pty_expect(p, " 2/2000 ");
    pty_wait_quiet(p, 20);
    pty_check(p, pty_bytes(p) - before < 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(line_down__stacked_and_zoomed__scrolls, browse_end_test),
        cmocka_unit_test_teardown(line_down__side_by_side__scrolls, browse_end_test),
        cmocka_unit_test_teardown(line_down__no_colours__scrolls, browse_end_test),
        cmocka_unit_test_teardown(key__that_changes_nothing__sends_next_to_nothing,
                                  browse_end_test),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
