/* Searching all open calls, without a terminal: what is found, what changes meanwhile, and how long
 * it takes ($CALLBROWSER_TEST_SLOW multiplies the bound). Runs in a UTF-8 locale. */
#include "base/alloc.h"
#include "ui/shell/app_state.h"
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

enum { TABS = 20, TURNS = 2000, BOUND_US = 50000 };

static const char slow_pattern[] = "(\\w+\\s?)+[@#]";
static struct provider provider = {.name = "ringyo"};
static struct transcript_style style = {.wrap = true, .gap_s = 10};

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

/* So much of an app as the search needs. */
static struct app *make_app(size_t tabs, size_t turns)
{
    struct app *a = xcalloc(1, sizeof *a);
    a->tabs = xcalloc(tabs, sizeof *a->tabs);
    for (size_t i = 0; i < tabs; i++) {
        struct tab *t = a->tabs[a->tab_count++] = tab_new();
        char *id = xasprintf("call_%zu", i + 1);
        tab_name(t, &provider, id);
        tab_take_call(t, make_call(t->id, turns), &style);
        free(id);
    }
    return a;
}

static void free_app(struct app *a)
{
    for (size_t i = 0; i < a->tab_count; i++)
        tab_free(a->tabs[i]);
    free(a->tabs);
    pane_done(&a->list);
    search_all_done(&a->all);
    find_done(&a->find);
    messages_done(&a->messages);
    free(a->message);
    free(a);
}

static int64_t processor_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void search(struct app *a, const char *text)
{
    search_all_open(a, text);
    while (search_all_is_busy(a))
        search_all_work(a);
}

static void expect_item(struct app *a, size_t item, const char *label, const char *text)
{
    const struct view *v = a->list.view;
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
    int64_t begin = processor_us();
    search(a, "refund");
    int64_t us = processor_us() - begin;
    print_message("%d calls of %d turns: %lld us\n", TABS, TURNS, (long long)us);
    expect_item(a, TABS, "", "4000 hits in 20 of 20 calls");
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    assert_in_range(us, 0, BOUND_US * (slow ? strtol(slow, NULL, 10) : 1));
#else
    (void)slow;
#endif
    free_app(a);
}

static void search_all__hits__with_their_first_line(void **state)
{
    (void)state;
    struct app *a = make_app(2, 30);
    search(a, "refund");
    expect_item(a, 0, "3 hits", "ringyo call_1  user: ..ey would like a Refund today.");
    search(a, "Turn 30");
    expect_item(a, 1, "1 hit", "ringyo call_2  user: Turn 30, with as many words as p..");
    search(a, "completed");
    expect_item(a, 0, "1 hit", "ringyo call_1  Status: completed");
    search(a, "status|duration"); /* the program's own words */
    expect_item(a, 0, "", "no match in 2 calls");
    search(a, "REFUND");
    expect_item(a, 0, "", "no match in 2 calls");
    free_app(a);
}

static void search_all__fetched_meanwhile__searches_the_new_one(void **state)
{
    (void)state;
    struct app *a = make_app(TABS, TURNS);
    search_all_open(a, slow_pattern);
    assert_true(search_all_is_busy(a));
    size_t done = a->all.at;
    for (size_t i = 0; i < TABS; i++)
        tab_take_call(a->tabs[i], make_call(a->tabs[i]->id, 2), &style);
    while (search_all_is_busy(a))
        search_all_work(a);
    for (size_t i = done; i < TABS; i++)
        assert_in_range(a->all.calls[i].too_complex, 0, 4);
    free_app(a);
}

static void search_all__too_complex__says_so(void **state)
{
    (void)state;
    struct app *a = make_app(1, 2);
    search(a, slow_pattern);
    expect_item(a, 0, "", "no match in 1 call");
    expect_item(a, 1, "", "too complex in 4 places");
    free_app(a);
}

static void search_all__no_expression__says_why(void **state)
{
    (void)state;
    struct app *a = make_app(1, 2);
    search_all_open(a, "a(b");
    assert_int_equal(a->overlay, OVERLAY_NONE);
    assert_non_null(strstr(a->message, "missing )"));
    search_all_open(a, "");
    assert_string_equal(a->message, "search for what? :search-all WORD");
    free_app(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(search_all__twenty_calls__in_fifty_ms),
        cmocka_unit_test(search_all__hits__with_their_first_line),
        cmocka_unit_test(search_all__fetched_meanwhile__searches_the_new_one),
        cmocka_unit_test(search_all__too_complex__says_so),
        cmocka_unit_test(search_all__no_expression__says_why),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
