/* Searching all open calls, without a terminal: what is found, what changes meanwhile, and how long
 * it takes ($CALLBROWSER_TEST_SLOW multiplies the bound). Runs in a UTF-8 locale. */
#include "base/alloc.h"
#include "config/config.h"
#include "tests/support/cpu_time.h"
#include "tests/support/sanitized.h"
#include "ui/feature/command_line.h"
#include "ui/feature/features.h"
#include "ui/shell/overlay.h"
#include "ui/shell/say.h"
#include "ui/shell/session.h"
#include "ui/shell/tabs.h"
#include "ui/view/view_lines.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

extern const struct feature search_all_feature;

enum { TABS = 20, TURNS = 2000, BOUND_MS = 50 };

static const char slow_pattern[] = "(\\w+\\s?)+[@#]";
static struct provider provider = {.name = "ringyo"};
static struct transcript_style style = {.wrap = true, .limits = {10, 2}};

/* Every tenth turn speaks of a refund. */
static struct call *make_call(const char *id, size_t turns)
{
    struct arena *arena = arena_new();
    struct call *c = arena_alloc(arena, sizeof *c);
    struct turn *list = arena_array(arena, turns, sizeof *list);
    for (size_t i = 0; i < turns; i++) {
        list[i].speaker = i % 2 ? "user" : "agent";
        list[i].start_s = (double)i;
        list[i].end_s = NAN;
        list[i].text = arena_printf(arena,
                                    "Turn %zu, with as many words as people use when they\n"
                                    "explain why they would like a %s today.",
                                    i + 1, i % 10 == 7 ? "Refund" : "parcel");
        list[i].bytes = strlen(list[i].text);
    }
    *c = (struct call){.arena = arena,
                       .provider = provider.name,
                       .title = "Ringyo",
                       .id = id,
                       .status = "completed",
                       .duration_s = 60,
                       .turns = list,
                       .turn_count = turns};
    return c;
}

static struct provider_set providers;
static struct settings settings = {.providers = &providers};
static const struct app_request request = {.settings = &settings};

static struct app *make_app(size_t tabs, size_t turns)
{
    struct app *a = session_new(&request, &features_parts);
    for (size_t i = 0; i < tabs; i++) {
        struct tab *t = i ? tabs_add(a) : a->tab;
        char *id = xasprintf("call_%zu", i + 1);
        tab_name(t, &provider, id);
        tab_take_call(t, make_call(t->id, turns), &style);
        free(id);
    }
    return a;
}

static void search(struct app *a, const char *text)
{
    search_all_run(a, text);
    while (search_all_feature.tick_ms(a) == 0)
        search_all_feature.work(a);
}

static void expect_item(struct app *a, size_t item, const char *label, const char *text)
{
    const struct view *v = overlay_pane(a)->view;
    char *copied = v->ops->copy(v, item);
    assert_non_null(copied);
    assert_string_equal(view_lines_label(v, item), label);
    assert_string_equal(copied, text);
    free(copied);
}

static void search_all__twenty_calls__in_fifty_ms(void **state)
{
    (void)state;
    struct app *a = make_app(TABS, TURNS);
    const char *slow = getenv("CALLBROWSER_TEST_SLOW");
    double begin = cpu_time_ms();
    search(a, "refund");
    double ms = cpu_time_ms() - begin;
    print_message("%d calls of %d turns: %.1f ms\n", TABS, TURNS, ms);
    expect_item(a, TABS, "", "4000 matches in 20 of 20 calls");
#if !SANITIZED
    assert_true(ms < BOUND_MS * (double)(slow ? strtol(slow, NULL, 10) : 1));
#else
    (void)slow;
#endif
    session_free(a);
}

static void search_all__hits__with_their_first_line(void **state)
{
    (void)state;
    struct app *a = make_app(2, 30);
    search(a, "refund");
    expect_item(a, 0, "3 matches", "ringyo call_1  user: ..ey would like a Refund today.");
    search(a, "Turn 30");
    expect_item(a, 1, "1 match", "ringyo call_2  user: Turn 30, with as many words as p..");
    search(a, "completed");
    expect_item(a, 0, "1 match", "ringyo call_1  Status: completed");
    search(a, "status|duration"); /* the program's own words */
    expect_item(a, 0, "", "no match in 2 calls");
    search(a, "REFUND");
    expect_item(a, 0, "", "no match in 2 calls");
    session_free(a);
}

static void search_all__fetched_meanwhile__searches_the_new_one(void **state)
{
    (void)state;
    struct app *a = make_app(TABS, TURNS);
    search_all_run(a, slow_pattern);
    assert_int_equal(search_all_feature.tick_ms(a), 0);
    for (size_t i = 0; i < TABS; i++)
        tab_take_call(a->tabs->list[i], make_call(a->tabs->list[i]->id, 2), &style);
    while (search_all_feature.tick_ms(a) == 0)
        search_all_feature.work(a);
    expect_item(a, 0, "", "no match in 20 calls");
    expect_item(a, 1, "", "too complex in 80 places");
    session_free(a);
}

/* The rows of a call are written again when the time zone or the limits of hot spots change. */
static void search_all__fewer_rows_meanwhile__begins_again(void **state)
{
    (void)state;
    enum { WORDS = 1000000 };
    struct app *a = make_app(1, 2);
    struct buf summary = {0};
    for (int i = 0; i < WORDS; i++)
        buf_puts(&summary, "zq ");
    a->tab->call->summary = buf_str(&summary);
    tab_renew_times(a->tab);
    search_all_run(a, "zq");
    assert_int_equal(search_all_feature.tick_ms(a), 0);
    a->tab->call->summary = a->tab->call->status = NULL;
    tab_renew_times(a->tab);
    while (search_all_feature.tick_ms(a) == 0)
        search_all_feature.work(a);
    expect_item(a, 0, "", "no match in 1 call");
    session_free(a);
    buf_done(&summary);
}

static void search_all__too_complex__says_so(void **state)
{
    (void)state;
    struct app *a = make_app(1, 2);
    search(a, slow_pattern);
    expect_item(a, 0, "", "no match in 1 call");
    expect_item(a, 1, "", "too complex in 4 places");
    session_free(a);
}

static void search_all__no_expression__says_why(void **state)
{
    (void)state;
    struct app *a = make_app(1, 2);
    search_all_run(a, "a(b");
    assert_false(overlay_is_open(a));
    assert_non_null(strstr(a->said->text, "missing )"));
    search_all_run(a, "");
    assert_string_equal(a->said->text, "search for what? :search-all WORD");
    session_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(search_all__twenty_calls__in_fifty_ms),
        cmocka_unit_test(search_all__hits__with_their_first_line),
        cmocka_unit_test(search_all__fetched_meanwhile__searches_the_new_one),
        cmocka_unit_test(search_all__fewer_rows_meanwhile__begins_again),
        cmocka_unit_test(search_all__too_complex__says_so),
        cmocka_unit_test(search_all__no_expression__says_why),
    };
    struct err e;
    setlocale(LC_ALL, "C.UTF-8");
    settings.config = config_load("/dev/null", &e);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    config_free(settings.config);
    return failed;
}
