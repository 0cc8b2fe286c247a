/* The stacks of modes and overlays, tabs, and the states of features, without a terminal. */
#include "config/config.h"
#include "ui/shell/action.h"
#include "ui/shell/feature.h"
#include "ui/shell/key_dispatch.h"
#include "ui/shell/mode.h"
#include "ui/shell/overlay.h"
#include "ui/shell/session.h"
#include "ui/shell/tabs.h"
#include "ui/view/view_lines.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int keys[2], closed, settled;
static bool low_is_on;

static enum mode_result low_key(struct app *a, int key)
{
    (void)a;
    keys[0] = key;
    return MODE_USED;
}

static enum mode_result high_key(struct app *a, int key)
{
    (void)a;
    keys[1] = key;
    return key == 'x' ? MODE_PASS : MODE_USED;
}

static bool is_low_on(const struct app *a)
{
    (void)a;
    return low_is_on;
}

static const struct mode_ops low = {.is_on = is_low_on, .key = low_key};
static const struct mode_ops high = {.key = high_key};

static void count_closed(struct app *a)
{
    (void)a;
    closed++;
}

static const struct overlay_ops first = {.name = "First", .closed = count_closed};
static const struct overlay_ops second = {.name = "Second", .closed = count_closed};

static void settle(struct app *a)
{
    (void)a;
    settled++;
}

static const struct feature counting = {
    .state_bytes = sizeof(int),
    .tab_bytes = sizeof(int),
    .settle = settle,
};
static const struct feature *const features[] = {&counting, NULL};
static action_handler *const handlers[ACTION_COUNT];
static const struct app_parts parts = {features, handlers};
static struct provider_set providers;
static struct settings settings = {.providers = &providers};
static const struct app_request request = {.settings = &settings};

static int setup(void **state)
{
    keys[0] = keys[1] = closed = settled = 0;
    low_is_on = true;
    *state = session_new(&request, &parts);
    return 0;
}

static int teardown(void **state)
{
    session_free(*state);
    return 0;
}

static void mode__pushed_twice__is_there_once(void **state)
{
    struct app *a = *state;
    size_t before = a->modes->count;
    mode_push(a, &high);
    mode_push(a, &high);
    assert_int_equal(a->modes->count, before + 1);
    assert_ptr_equal(mode_top(a), &high);
    mode_pop(a, &high);
    mode_pop(a, &high);
    assert_int_equal(a->modes->count, before);
}

static void mode__key__goes_down_until_it_is_used(void **state)
{
    struct app *a = *state;
    mode_push(a, &low);
    mode_push(a, &high);
    key_dispatch(a, 'y');
    assert_int_equal(keys[1], 'y');
    assert_int_equal(keys[0], 0);
    key_dispatch(a, 'x');
    assert_int_equal(keys[1], 'x');
    assert_int_equal(keys[0], 'x');
    assert_int_equal(settled, 2);
}

static void mode__off__is_skipped(void **state)
{
    struct app *a = *state;
    mode_push(a, &low);
    low_is_on = false;
    assert_ptr_not_equal(mode_top(a), &low);
    assert_true(mode_is_pushed(a, &low));
}

static void overlay__shown_again__closes_what_is_above(void **state)
{
    struct app *a = *state;
    assert_null(overlay_top(a));
    overlay_show(a, &first, view_lines_new());
    overlay_show(a, &second, view_lines_new());
    assert_ptr_equal(overlay_top(a), &second);
    assert_non_null(overlay_find(a, &first));
    overlay_show(a, &first, view_lines_new());
    assert_ptr_equal(overlay_top(a), &first);
    assert_int_equal(closed, 1);
    assert_null(overlay_find(a, &second));
    overlay_close_all(a);
    assert_int_equal(closed, 2);
    assert_false(overlay_is_open(a));
}

static void feature__states__begin_as_zeroes_for_each_tab(void **state)
{
    struct app *a = *state;
    struct tab *other = tabs_add(a);
    int *own = feature_state(a, &counting), *one = feature_tab_state(a, a->tab, &counting);
    assert_int_equal(*own + *one, 0);
    *own = *one = 1;
    assert_int_equal(*(int *)feature_tab_state(a, other, &counting), 0);
    assert_int_equal(*(int *)feature_state(a, &counting), 1);
}

/* The tab in front never counts as the previous one. */
static void tabs__closed__previous_one_comes_to_front(void **state)
{
    struct app *a = *state;
    tabs_add(a);
    tabs_add(a);
    tabs_switch(a, 1);
    tabs_switch(a, 2);
    assert_ptr_equal(a->tabs->previous, a->tabs->list[1]);
    tabs_close(a);
    assert_ptr_equal(a->tab, a->tabs->list[1]);
    assert_null(a->tabs->previous);
    tabs_close(a);
    assert_null(a->tabs->previous);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(mode__pushed_twice__is_there_once),
        TEST(mode__key__goes_down_until_it_is_used),
        TEST(mode__off__is_skipped),
        TEST(overlay__shown_again__closes_what_is_above),
        TEST(tabs__closed__previous_one_comes_to_front),
        TEST(feature__states__begin_as_zeroes_for_each_tab),
    };
    struct err e;
    setlocale(LC_ALL, "C.UTF-8");
    settings.config = config_load("/dev/null", &e);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    config_free(settings.config);
    return failed;
}
