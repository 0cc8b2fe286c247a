/* Hot spots of a long call by other limits: found in steps, and given up when another call comes.
 */
#include "base/alloc.h"
#include "ui/shell/tab.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { LONG = 20000, SHORT = 50, APART_S = 5 };

static const struct transcript_style wide = {.wrap = true, .limits = {10, 2}},
                                     narrow = {.wrap = true, .limits = {3, 2}};

/* A turn without a word every five seconds. */
static struct call *make_call(size_t turns)
{
    struct arena *arena = arena_new();
    struct call *c = arena_alloc(arena, sizeof *c);
    struct turn *list = arena_array(arena, turns, sizeof *list);
    for (size_t i = 0; i < turns; i++)
        list[i] = (struct turn){
            .text = "", .start_s = (double)i * APART_S, .end_s = NAN, .reply_s = (float)NAN};
    *c = (struct call){.arena = arena,
                       .provider = "ringyo",
                       .id = "x",
                       .turns = list,
                       .turn_count = turns,
                       .duration_s = NAN,
                       .figures = figures_unknown()};
    return c;
}

static struct tab *make_tab(size_t turns)
{
    struct tab *t = tab_new();
    tab_take_call(t, make_call(turns), &wide);
    assert_int_equal(t->spots.count, 0);
    return t;
}

static void tab_spots__short__at_once(void **state)
{
    (void)state;
    struct tab *t = make_tab(SHORT);
    tab_renew_spots(t, &narrow);
    assert_null(t->finding);
    assert_int_equal(t->spots.count, SHORT - 1);
    tab_free(t);
}

static void tab_spots__long__later(void **state)
{
    (void)state;
    struct tab *t = make_tab(LONG);
    tab_renew_spots(t, &narrow);
    assert_non_null(t->finding);
    assert_int_equal(t->spots.count, 0);
    size_t steps = 1;
    while (tab_find_more_spots(t, 0))
        steps++;
    assert_true(steps > 4);
    assert_null(t->finding);
    assert_int_equal(t->spots.count, LONG - 1);
    tab_free(t);
}

static void tab_spots__other_limits_or_call__found_again(void **state)
{
    (void)state;
    struct tab *t = make_tab(LONG);
    tab_renew_spots(t, &narrow);
    tab_find_more_spots(t, 0);
    tab_renew_spots(t, &wide);
    while (tab_find_more_spots(t, 0)) {
    }
    assert_int_equal(t->spots.count, 0);
    tab_renew_spots(t, &wide);
    assert_non_null(t->finding);
    tab_take_call(t, make_call(SHORT), &narrow);
    assert_null(t->finding);
    assert_int_equal(t->spots.count, SHORT - 1);
    tab_renew_spots(t, &narrow);
    tab_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tab_spots__short__at_once),
        cmocka_unit_test(tab_spots__long__later),
        cmocka_unit_test(tab_spots__other_limits_or_call__found_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
