/* Answers and terminals that mean no good, or are only unusual: the screen stays straight. */
#include "tests/support/browse.h"
#include "tests/support/golden.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CALL "ringyo:call_xyz789"
#define LAST_LINE "What's this call about?"

static struct pty *start(const char *call, int rows, int cols, const char *const *env)
{
    return browse_start(&(struct browse_options){
        .args = (const char *const[]){call, NULL}, .rows = rows, .cols = cols, .env = env});
}

/* Neither title nor clipboard was set, nothing rang, and the frame stands where it stood. */
static void expect_unharmed(struct pty *p)
{
    struct term *t = pty_term(p);
    assert_int_equal(term_osc_count(t, "0;"), 0);
    assert_int_equal(term_osc_count(t, "2;"), 0);
    assert_int_equal(term_osc_count(t, "52;"), 0);
    assert_int_equal(term_osc_count(t, ""), 0);
    assert_int_equal(term_bells(t), 0);
    pty_check(p, term_mode(t, 1049) && term_mode(t, 2004));
    const struct buf *raw = term_raw(t);
    pty_check(p, !memmem(buf_str(raw), raw->len,
                         "\x1b"
                         "c",
                         2));
    pty_check(p, !memmem(buf_str(raw), raw->len, "\x1b_", 2));
    pty_check(p, !memmem(buf_str(raw), raw->len, "\x1bP", 2));
    pty_check(p, !memmem(buf_str(raw), raw->len, "\xc2\x9b", 2));
    pty_check(p, !memmem(buf_str(raw), raw->len, "\xe2\x80\xae", 3));
}

static void escapes__in_every_field__do_nothing(void **state)
{
    (void)state;
    struct pty *p = start("ringyo:call_hostile", 60, 150, NULL);
    static const char *const fields[] = {"status", "from",    "to",      "agent", "reason",
                                         "role",   "line",    "content", "url",   "summary",
                                         "value",  "created", "campaign"};
    pty_expect(p, "plain words");
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (!pty_wait_for(p, fields[i], 500))
            fail_msg("the field's text '%s' is not on the screen", fields[i]);
    expect_unharmed(p);
    golden_expect(p, "hostile");
    pty_keys(p, "?");
    pty_expect(p, "[Help]");
    pty_keys(p, "?Q");
    pty_expect_exit(p, 0);
    pty_expect_restored(p);
    assert_int_equal(term_osc_count(pty_term(p), ""), 0);
}

static void escapes__in_error_texts__do_nothing(void **state)
{
    (void)state;
    static const char *const calls[] = {"voxworks:hostile_error", "cometchat:hostile_error"};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        struct pty *p = start(calls[i], 30, 100, NULL);
        pty_expect(p, "The provider answered with an error");
        pty_expect(p, "message");
        expect_unharmed(p);
    }
}

static void escapes__in_the_id__do_nothing(void **state)
{
    (void)state;
    struct pty *p = start("ringyo:x\x1b]0;owned\ay", 24, 80, NULL);
    pty_check(p, pty_wait_exit(p, 300) >= 0 || pty_wait_for(p, "owned", 2000));
    assert_int_equal(term_osc_count(pty_term(p), ""), 0);
}

static void escapes__in_fields__unharmed(void **state)
{
    (void)state;
    struct pty *p = start("ringyo:call_hostile", 30, 80, NULL);
    pty_expect(p, "plain words");
    pty_keys(p, "z");
    pty_expect_gone(p, "Participants");
    pty_keys(p, "zyi");
    pty_expect(p, "sent to the terminal (OSC 52)");
    assert_int_equal(term_osc_count(pty_term(p), "52;"), 1); /* our own */
    assert_int_equal(term_osc_count(pty_term(p), "0;"), 0);
}

static bool position_in_width(struct pty *p, const void *cols)
{
    int at;
    return term_find(pty_term(p), " 1/5 ", NULL, &at) && at < *(const int *)cols &&
           term_find(pty_term(p), "200 in", NULL, NULL);
}

/* All rows of the transcript have their text in the same column, and the status line is whole. */
static void wide__characters__columns_straight(void **state)
{
    (void)state;
    static const int cols[] = {80, 81, 63, 40, 121};
    struct pty *p = start("ringyo:call_wide", 24, 80, NULL);
    pty_expect(p, "[Transcript]");
    for (size_t i = 0; i < sizeof cols / sizeof *cols; i++) {
        pty_resize(p, 30, cols[i]);
        pty_keys(p, "Gg");
        pty_check(p, pty_wait_until(p, position_in_width, &cols[i], PTY_DEADLINE_MS));
        pty_keys(p, "G");
        pty_expect(p, "last words");
        pty_check(p, !term_find(pty_term(p), "\xe2\x80\xae", NULL, NULL));
    }
    pty_resize(p, 24, 80);
    pty_keys(p, "zg");
    pty_expect_gone(p, "Participants");
    golden_expect(p, "wide");
}

static void frames__lookalike_text__inside_its_column(void **state)
{
    (void)state;
    struct pty *p = start("ringyo:call_frames", 40, 80, NULL);
    int row, col;
    pty_expect(p, "the end");
    pty_check(p, term_find(pty_term(p), "not a turn", &row, NULL));
    for (int x = 0; x < 8; x++) {
        struct term_cell cell;
        term_cell_at(pty_term(p), row, x, &cell);
        pty_check(p, cell.chars[0] == 0 || cell.chars[0] == ' ' || x == 0);
    }
    pty_check(p, term_find(pty_term(p), "[Transcript]\xe2\x94\x80 3 turns", NULL, &col));
    assert_int_equal(col, 1);
    golden_expect(p, "frames");
}

static void locale__c__readable_ascii(void **state)
{
    (void)state;
    const char *const env[] = {"LC_ALL=C", NULL};
    struct pty *p = start(CALL, 24, 80, env);
    pty_expect(p, LAST_LINE);
    const struct buf *raw = term_raw(pty_term(p));
    for (size_t i = 0; i < raw->len; i++)
        pty_check(p, !(raw->data[i] & 0x80));
    golden_expect(p, "locale-c");
    pty_stop(p);
    p = start("ringyo:call_wide", 24, 80, env);
    pty_expect(p, "[Transcript]");
    pty_keys(p, "G");
    pty_expect(p, "last words");
    raw = term_raw(pty_term(p));
    for (size_t i = 0; i < raw->len; i++)
        pty_check(p, !(raw->data[i] & 0x80));
}

static void locale__bogus__readable(void **state)
{
    (void)state;
    const char *const env[] = {"LC_ALL=xx_BOGUS.UTF-8", NULL};
    struct pty *p = start(CALL, 24, 80, env);
    pty_expect(p, LAST_LINE);
    pty_expect(p, "2024-01-15");
}

static size_t coloured_cells(struct pty *p)
{
    struct term *t = pty_term(p);
    struct term_cell cell;
    size_t n = 0;
    for (int y = 0; y < term_rows(t); y++)
        for (int x = 0; x < term_cols(t); x++) {
            term_cell_at(t, y, x, &cell);
            n += cell.fg != -1 || cell.bg != -1;
        }
    return n;
}

static void colours__256__some(void **state)
{
    (void)state;
    struct pty *p = start(CALL, 24, 80, NULL);
    pty_expect(p, LAST_LINE);
    assert_true(coloured_cells(p) > 0);
}

/* What colour says is said without it: the focus stands in brackets, the row has its mark. */
static void colours__no_color_and_vt100__none(void **state)
{
    (void)state;
    static const char *const variants[][2] = {{"NO_COLOR=1", NULL}, {"TERM=vt100", NULL}};
    for (size_t i = 0; i < 2; i++) {
        struct pty *p = start(CALL, 24, 80, variants[i]);
        pty_expect(p, LAST_LINE);
        pty_expect(p, "[Transcript]");
        assert_int_equal(coloured_cells(p), 0);
        pty_keys(p, "\t\t\t\t");
        pty_expect(p, "[Call]");
        pty_keys(p, "i");
        pty_expect(p, "[Call ID]");
        pty_keys(p, "\x04");
        pty_expect_exit(p, 0);
        pty_expect_restored(p);
        pty_stop(p);
    }
}

/* NO_COLOR empty is as if it were not set. */
static void colours__no_color_empty__some(void **state)
{
    (void)state;
    const char *const env[] = {"NO_COLOR=", NULL};
    struct pty *p = start(CALL, 24, 80, env);
    pty_expect(p, LAST_LINE);
    assert_true(coloured_cells(p) > 0);
}

static bool status_in_row(struct pty *p, const void *wanted)
{
    int row;
    return term_find(pty_term(p), "ringyo 200", &row, NULL) && row == *(const int *)wanted;
}

static void size__every__right_and_back(void **state)
{
    (void)state;
    static const int sizes[][2] = {{6, 20},   {200, 500}, {500, 1000}, {7, 300}, {100, 20},
                                   {24, 119}, {24, 120},  {12, 40},    {11, 40}, {24, 80}};
    struct pty *p = start(CALL, 24, 80, NULL);
    pty_expect(p, LAST_LINE);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        pty_resize(p, sizes[i][0], sizes[i][1]);
        pty_expect(p, "ringyo");
        pty_expect(p, "Hello! This");
        pty_check(p, pty_wait_until(p, status_in_row, &(int){sizes[i][0] - 1}, PTY_DEADLINE_MS));
    }
    pty_expect(p, LAST_LINE);
    golden_expect(p, "call-80x24");
}

static void size__too_small__says_so_and_comes_back(void **state)
{
    (void)state;
    static const int sizes[][2] = {{5, 80}, {24, 19}, {1, 300}, {300, 1}, {2, 2}, {1, 1}};
    struct pty *p = start(CALL, 24, 80, NULL);
    pty_expect(p, LAST_LINE);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        pty_resize(p, sizes[i][0], sizes[i][1]);
        pty_expect(p, sizes[i][1] > 8 ? "too small" : sizes[i][1] > 1 ? "to" : "t");
        pty_resize(p, 24, 80);
        pty_expect(p, LAST_LINE);
    }
    golden_expect(p, "call-80x24");
}

static void size__storm__right_at_the_end(void **state)
{
    (void)state;
    struct pty *p = start("ringyo:call_slow_1", 24, 80, NULL);
    pty_expect(p, "Fetching");
    for (int i = 0; i < 1000; i++)
        pty_resize(p, 2 + i * 7 % 90, 2 + i * 13 % 290);
    pty_resize(p, 24, 80);
    pty_expect(p, "Harbour Home Delivery");
    pty_expect(p, "12 turns");
    pty_wait_quiet(p, 200);
    int row;
    pty_check(p, term_find(pty_term(p), "ringyo 200", &row, NULL));
    assert_int_equal(row, 23);
}

/* A terminal that says it has no size keeps the one it had. */
static void size__zero__as_before(void **state)
{
    (void)state;
    struct pty *p = start(CALL, 24, 80, NULL);
    pty_expect(p, LAST_LINE);
    pty_resize(p, 0, 0);
    pty_keys(p, "?");
    pty_expect(p, "[Help]");
    pty_keys(p, "?");
    golden_expect(p, "call-80x24");
}

/* The program sees its old size: what stood outside of the small one is gone all the same. */
static void size__another_for_a_moment__drawn_anew(void **state)
{
    (void)state;
    struct pty *p = start(CALL, 24, 80, NULL);
    pty_expect(p, LAST_LINE);
    term_resize(pty_term(p), 24, 40);
    term_resize(pty_term(p), 24, 80);
    kill(pty_pid(p), SIGWINCH);
    golden_expect(p, "call-80x24");
}

static void size__started_too_small__grows(void **state)
{
    (void)state;
    struct pty *p = start(CALL, 3, 10, NULL);
    pty_expect(p, "too");
    pty_resize(p, 24, 80);
    pty_expect(p, LAST_LINE);
}

static void keys__floods__nothing_breaks(void **state)
{
    (void)state;
    struct pty *p = start(CALL, 24, 80, NULL);
    pty_expect(p, LAST_LINE);
    for (int i = 0; i < 2000; i++)
        pty_keys(p, "\x1b");
    for (int i = 0; i < 200; i++)
        pty_keys(p, "\x1b[<0;10;10M\x1b[<0;10;10m\x1b[M !!\x1b[999;999~\x1bO\x1b[");
    pty_keys(p, "\x1b\x1b\x1b?");
    pty_expect(p, "[Help]");
    pty_check(p, pty_wait_exit(p, 100) == -1);
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(escapes__in_every_field__do_nothing),
        TEST(escapes__in_error_texts__do_nothing),
        TEST(escapes__in_the_id__do_nothing),
        TEST(escapes__in_fields__unharmed),
        TEST(wide__characters__columns_straight),
        TEST(frames__lookalike_text__inside_its_column),
        TEST(locale__c__readable_ascii),
        TEST(locale__bogus__readable),
        TEST(colours__256__some),
        TEST(colours__no_color_and_vt100__none),
        TEST(colours__no_color_empty__some),
        TEST(size__every__right_and_back),
        TEST(size__too_small__says_so_and_comes_back),
        TEST(size__storm__right_at_the_end),
        TEST(size__zero__as_before),
        TEST(size__another_for_a_moment__drawn_anew),
        TEST(size__started_too_small__grows),
        TEST(keys__floods__nothing_breaks),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
