/* Which rows of a frame changed, and what moving them saves. */
#include "ui/term/screen_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS = 10, COLS = 80, LEFT = 30 };

static const struct screen_area right = {1, LEFT, ROWS - 1, COLS - LEFT};

static void put(int y, int x, const char *text)
{
    struct piece piece = {.kind = PIECE_TEXT,
                          .role = ROLE_TEXT,
                          .x = x,
                          .cols = (int)strlen(text),
                          .bytes = strlen(text)};
    screen_rows_add(y, &piece, text);
}

/* A frame with a title, texts of their own in the first rows on the left, and on the right texts
 * from number `first` on. */
static void draw(int first, int left_rows)
{
    screen_rows_clear();
    put(0, 0, "title");
    for (int y = 1; y < ROWS; y++) {
        char text[64];
        snprintf(text, sizeof text, "left %d", y);
        if (y <= left_rows)
            put(y, 0, text);
        snprintf(text, sizeof text, "the text with number %d is in this row", first + y);
        put(y, LEFT, text);
    }
}

static int show_changed(void)
{
    int changed = 0;
    for (int y = 0; y < ROWS; y++) {
        changed += screen_rows_changed(y);
        screen_rows_show(y);
    }
    return changed;
}

static int set_up(void **state)
{
    (void)state;
    screen_rows_begin(ROWS);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    screen_rows_done();
    return 0;
}

static void changed__only_what_is_drawn_otherwise(void **state)
{
    (void)state;
    draw(0, 0);
    assert_int_equal(show_changed(), ROWS); /* nothing was known */
    draw(0, 0);
    assert_int_equal(show_changed(), 0);
    put(3, 0, ">");
    assert_int_equal(show_changed(), 1);
    screen_rows_forget();
    assert_int_equal(show_changed(), ROWS);
}

static void next__pieces_in_order(void **state)
{
    (void)state;
    struct piece piece;
    const char *text;
    size_t at = 0;
    put(2, 5, "one");
    put(2, 1, "other");
    assert_true(screen_rows_next(2, &at, &piece, &text));
    assert_memory_equal(text, "one", 3);
    assert_int_equal(piece.x, 5);
    assert_true(screen_rows_next(2, &at, &piece, &text));
    assert_memory_equal(text, "other", 5);
    assert_false(screen_rows_next(2, &at, &piece, &text));
    assert_false(screen_rows_next(3, &(size_t){0}, &piece, &text));
}

static void move__area__only_new_rows_change(void **state)
{
    (void)state;
    static const int steps[] = {1, -1, 3, -4, 8, -8};
    int first = 100;
    draw(first, ROWS);
    show_changed();
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct screen_area area = right;
        int n = steps[i];
        first += n;
        draw(first, ROWS);
        assert_true(screen_rows_saved(&area, n, false) > 0);
        assert_memory_equal(&area, &right, sizeof area);
        screen_rows_move(&area, n, false);
        assert_int_equal(show_changed(), n > 0 ? n : -n);
    }
}

static void move__whole_rows__where_that_saves(void **state)
{
    (void)state;
    struct screen_area area = right;
    draw(0, 0);
    show_changed();
    draw(1, 0);
    assert_true(screen_rows_saved(&area, 1, true) > 0);
    screen_rows_move(&area, 1, true);
    assert_int_equal(show_changed(), 1);
}

/* Where more is on the left than on the right, rows stay. */
static void move__whole_rows__but_for_some(void **state)
{
    (void)state;
    struct screen_area area = right;
    for (int first = 0; first < 2; first++) {
        draw(first, 3);
        for (int y = 1; y <= 3; y++) {
            put(y, 10, y % 2 ? "of which each" : "has another one");
            put(y, 20, y == 2 ? "text" : "title");
        }
        if (first == 0)
            show_changed();
    }
    assert_true(screen_rows_saved(&area, 1, true) > 0);
    assert_int_equal(area.y, 4);
    assert_int_equal(area.rows, ROWS - 4);
    screen_rows_move(&area, 1, true);
    assert_int_equal(show_changed(), 4);
}

static void saved__nothing_moved__nothing(void **state)
{
    (void)state;
    struct screen_area area = right;
    draw(0, 2);
    assert_int_equal(screen_rows_saved(&area, 1, false), 0); /* nothing is known */
    show_changed();
    draw(0, 2);
    area = right;
    assert_true(screen_rows_saved(&area, 1, false) <= 0);
    area = right;
    assert_true(screen_rows_saved(&area, -2, true) <= 0);
    draw(500, 2);
    area = right;
    assert_true(screen_rows_saved(&area, 1, false) <= 0);
}

/* Half of such a piece would be left behind. */
static void saved__piece_over_the_edge__nothing(void **state)
{
    (void)state;
    struct screen_area area = right;
    draw(0, 0);
    put(4, LEFT - 2, "over");
    show_changed();
    draw(1, 0);
    assert_int_equal(screen_rows_saved(&area, 1, false), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(changed__only_what_is_drawn_otherwise), TEST(next__pieces_in_order),
        TEST(move__area__only_new_rows_change),      TEST(move__whole_rows__where_that_saves),
        TEST(move__whole_rows__but_for_some),        TEST(saved__nothing_moved__nothing),
        TEST(saved__piece_over_the_edge__nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
