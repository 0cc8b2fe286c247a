/* Lists of calls: the order, the line, calls that come again, and finding a call. */
#include "base/alloc.h"
#include "provider/call_list.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static struct provider ringg = {.name = "ringg"}, diga = {.name = "diga"};

/* `at` is in seconds; negative: the time is unknown. */
static struct list_row *row_of(const struct provider *p, const char *id, int at, double duration_s,
                               const char *status)
{
    struct call c = {.id = id, .status = status, .duration_s = duration_s};
    c.started = (struct instant){.us = at * 1000000LL, .known = at >= 0};
    return list_row_new(p, &c);
}

static void add(struct call_list *l, const struct provider *p, const char *id, int at,
                double duration_s, const char *status)
{
    struct list_row *r = row_of(p, id, at, duration_s, status);
    call_list_add(l, &r, 1);
}

static void assert_order(const struct call_list *l, const char *ids)
{
    char got[200] = "";
    for (size_t i = 0; i < call_list_count(l); i++)
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s", i ? " " : "",
                 call_list_row(l, i)->id);
    assert_string_equal(got, ids);
}

static struct call_list *three_and_one_without_a_time(void)
{
    struct call_list *l = call_list_new();
    add(l, &ringg, "a", 100, 30, "failed");
    add(l, &ringg, "none", -1, NAN, NULL);
    add(l, &diga, "b", 300, 5, "completed");
    add(l, &ringg, "c", 200, NAN, "Done");
    return l;
}

static void call_list__new__newest_first_and_unknown_times_last(void **state)
{
    (void)state;
    struct call_list *l = three_and_one_without_a_time();
    assert_order(l, "b c a none");
    call_list_free(l);
}

static void call_list_sort__reversed__unknown_ones_stay_last(void **state)
{
    (void)state;
    struct call_list *l = three_and_one_without_a_time();
    call_list_sort(l, LIST_COLUMN_TIME, true);
    assert_order(l, "a c b none");
    call_list_sort(l, LIST_COLUMN_DURATION, false);
    assert_order(l, "a b c none");
    call_list_sort(l, LIST_COLUMN_DURATION, true);
    assert_order(l, "b a c none");
    call_list_sort(l, LIST_COLUMN_STATUS, false);
    assert_order(l, "b c a none"); /* in any case of letters */
    call_list_sort(l, LIST_COLUMN_PROVIDER, false);
    assert_order(l, "b c a none");
    add(l, &diga, "d", 50, 9, "failed"); /* rows that come later find their place */
    assert_order(l, "b d c a none");
    call_list_free(l);
}

/* Calls that do not know it stay at the end in any column and direction. */
static void call_list_sort__each_column__unknown_ones_stay_last(void **state)
{
    (void)state;
    struct call_list *l = call_list_new();
    struct call known = {.id = "b",
                         .end_reason = "busy",
                         .summary = "short",
                         .status = "done",
                         .duration_s = 7,
                         .figures = {.cost = {.amount = 1.5, .currency = "USD"}},
                         .started = {.us = 1, .known = true}};
    struct call more = known, none = {.id = "none", .duration_s = NAN};
    more.id = "c";
    more.end_reason = more.summary = more.status = "zz";
    more.duration_s = 9;
    more.figures.cost.amount = 2;
    more.started.us = 2;
    struct list_row *rows[] = {list_row_new(&ringg, &none), list_row_new(&ringg, &known),
                               list_row_new(&ringg, &more)};
    call_list_add(l, rows, LEN(rows));
    for (int by = 0; by < LIST_COLUMNS; by++) {
        call_list_sort(l, (enum list_column)by, true);
        if (by != LIST_COLUMN_PROVIDER)
            assert_string_equal(call_list_row(l, 2)->id, "none");
    }
    call_list_sort(l, LIST_COLUMN_REASON, true);
    assert_order(l, "c b none");
    call_list_sort(l, LIST_COLUMN_SUMMARY, false);
    assert_order(l, "b c none");
    call_list_free(l);
}

static void call_list_add__same_call__replaces_it_and_loses_none(void **state)
{
    (void)state;
    struct call_list *l = three_and_one_without_a_time();
    add(l, &ringg, "a", 400, 31, "completed");
    add(l, &diga, "a", 10, 1, "completed"); /* the same ID of another provider */
    assert_order(l, "a b c a none");
    assert_int_equal(call_list_all(l), 5);
    assert_string_equal(call_list_row(l, 0)->status, "completed");
    assert_int_equal(call_list_find(l, "diga", "a"), 3);
    assert_int_equal(call_list_find(l, "ringg", "a"), 0);
    assert_int_equal(call_list_find(l, "ringg", "b"), 5);
    call_list_free(l);
}

static bool is_ringg(const void *owner, const struct list_row *r)
{
    return strcmp(r->provider, owner) == 0;
}

enum { LONG_MS = 3600 * 1000 };

static int asked;

static bool counts(const void *owner, const struct list_row *r)
{
    (void)owner;
    (void)r;
    asked++;
    return true;
}

/* Filtering many rows takes long. */
static void call_list_filter__sorted_or_added_to__asks_about_new_rows_only(void **state)
{
    (void)state;
    struct call_list *l = three_and_one_without_a_time();
    call_list_filter(l, counts, NULL);
    call_list_look(l, LONG_MS);
    assert_int_equal(asked, 4);
    call_list_sort(l, LIST_COLUMN_STATUS, false);
    add(l, &ringg, "a", 100, 2, NULL); /* again */
    add(l, &ringg, "e", 150, 1, NULL);
    call_list_look(l, LONG_MS);
    assert_int_equal(asked, 6);
    call_list_filter(l, counts, NULL);
    call_list_look(l, LONG_MS);
    assert_int_equal(asked, 11);
    call_list_free(l);
}

static void call_list_filter__hides_and_shows_again(void **state)
{
    (void)state;
    struct call_list *l = three_and_one_without_a_time();
    call_list_filter(l, is_ringg, "ringg");
    assert_true(call_list_look(l, 0)); /* there is no time for any row */
    assert_true(call_list_has_unseen(l));
    call_list_show(l);
    assert_order(l, "");
    assert_false(call_list_look(l, LONG_MS));
    call_list_show(l);
    assert_order(l, "c a none");
    add(l, &diga, "d", 150, 1, NULL);
    add(l, &ringg, "e", 150, 1, NULL);
    assert_order(l, "c a none");
    assert_false(call_list_look(l, LONG_MS));
    assert_false(call_list_has_unseen(l));
    call_list_show(l);
    assert_order(l, "c e a none");
    assert_int_equal(call_list_all(l), 6);
    assert_int_equal(call_list_find(l, "diga", "b"), 4);
    call_list_filter(l, NULL, NULL);
    assert_order(l, "b c d e a none");
    call_list_free(l);
}

static void set_source(struct call_list *l, const struct provider *p, bool more, int64_t from_s)
{
    struct list_source *s = call_list_source(l, p);
    s->state = LIST_SOURCE_READ;
    s->looked = 1;
    s->more = more;
    s->complete_from_us = from_s * 1000000;
}

static void call_list_line__is_above_what_can_be_incomplete(void **state)
{
    (void)state;
    struct call_list *l = three_and_one_without_a_time(); /* b 300, c 200, a 100, none */
    assert_int_equal(call_list_line(l), 4);
    set_source(l, &ringg, true, 100);
    assert_int_equal(call_list_line(l), 3);
    set_source(l, &diga, true, 200); /* the latest one counts */
    assert_int_equal(call_list_line(l), 2);
    assert_int_equal(call_list_complete_from_us(l), 200000000);
    call_list_sort(l, LIST_COLUMN_TIME, true);
    assert_order(l, "a c b none");
    assert_int_equal(call_list_line(l), 1);
    call_list_sort(l, LIST_COLUMN_STATUS, false); /* no line in another order */
    assert_int_equal(call_list_line(l), 4);
    call_list_sort(l, LIST_COLUMN_TIME, false);
    set_source(l, &diga, false, 200); /* there is more, but nobody can have it */
    assert_int_equal(call_list_line(l), 2);
    call_list_source(l, &diga)->complete_from_us = INT64_MIN; /* it was read to the end */
    assert_int_equal(call_list_line(l), 3);
    call_list_free(l);
}

static void call_list_line__before_the_first_answer_and_of_failures__none(void **state)
{
    (void)state;
    struct call_list *l = three_and_one_without_a_time();
    set_source(l, &ringg, true, 200);
    assert_int_equal(call_list_line(l), 2);
    struct list_source *s = call_list_source(l, &diga);
    s->more = true;
    assert_int_equal(call_list_line(l), 4);
    s->state = LIST_SOURCE_FAILED;
    assert_int_equal(call_list_line(l), 2);
    call_list_forget_sources(l);
    assert_int_equal(call_list_line(l), 4);
    assert_int_equal(call_list_all(l), 4);
    call_list_free(l);
}

/* Those that came again stay; before the list is asked for again none goes. */
static void call_list_drop_old__did_not_come_again__goes(void **state)
{
    (void)state;
    struct call_list *l = three_and_one_without_a_time();
    call_list_drop_old(l);
    assert_order(l, "b c a none");
    call_list_forget_sources(l);
    add(l, &diga, "b", 300, 6, "completed");
    add(l, &ringg, "new", 50, 1, "completed");
    call_list_drop_old(l);
    assert_order(l, "b new");
    assert_int_equal(call_list_all(l), 2);
    assert_int_equal(call_list_find(l, "ringg", "a"), 2);
    add(l, &ringg, "a", 100, 30, "failed");
    assert_order(l, "b a new");
    call_list_forget_sources(l);
    call_list_drop_old(l);
    assert_int_equal(call_list_count(l), 0);
    call_list_free(l);
}

/* Rows whose places in the table depended on others that went. */
static void call_list_drop_old__many__the_others_are_found(void **state)
{
    (void)state;
    enum { ROWS = 250 };
    char ids[ROWS][12];
    struct call_list *l = call_list_new();
    for (int i = 0; i < ROWS; i++) {
        snprintf(ids[i], sizeof ids[i], "%d", i);
        add(l, &ringg, ids[i], ROWS - i, 1, "ended");
    }
    call_list_forget_sources(l);
    for (int i = 0; i < ROWS; i += 2)
        add(l, &ringg, ids[i], ROWS - i, 1, "ended");
    call_list_drop_old(l);
    assert_int_equal(call_list_count(l), ROWS / 2);
    for (size_t i = 0; i < ROWS; i++)
        assert_int_equal(call_list_find(l, "ringg", ids[i]), i % 2 ? ROWS / 2 : i / 2);
    call_list_free(l);
}

/* Many rows, some of them twice, in pages; compared with a sort of their numbers. */
static int descending(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return (x < y) - (x > y);
}

static void call_list__many_rows__all_in_order(void **state)
{
    (void)state;
    enum { PAGES = 40, ROWS = 50 };
    static int times[PAGES * ROWS];
    struct call_list *l = call_list_new();
    unsigned seed = 7;
    for (int page = 0; page < PAGES; page++) {
        struct list_row *rows[ROWS];
        for (int i = 0; i < ROWS; i++) {
            char id[20];
            seed = seed * 1103515245 + 12345;
            int at = times[page * ROWS + i] = (int)(seed >> 8);
            snprintf(id, sizeof id, "%d", page * ROWS + i);
            rows[i] = row_of(i % 2 ? &ringg : &diga, id, at, 1, "ended");
        }
        call_list_add(l, rows, ROWS);
    }
    for (int i = 0; i < PAGES * ROWS; i += 3) {
        char id[20];
        snprintf(id, sizeof id, "%d", i);
        add(l, i % ROWS % 2 ? &ringg : &diga, id, times[i], 2, "ended");
    }
    qsort(times, LEN(times), sizeof *times, descending);
    assert_int_equal(call_list_count(l), LEN(times));
    for (size_t i = 0; i < LEN(times); i++)
        assert_true(call_list_row(l, i)->started.us == times[i] * 1000000LL);
    call_list_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(call_list__new__newest_first_and_unknown_times_last),
        cmocka_unit_test(call_list_sort__reversed__unknown_ones_stay_last),
        cmocka_unit_test(call_list_add__same_call__replaces_it_and_loses_none),
        cmocka_unit_test(call_list_filter__hides_and_shows_again),
        cmocka_unit_test(call_list_filter__sorted_or_added_to__asks_about_new_rows_only),
        cmocka_unit_test(call_list_line__is_above_what_can_be_incomplete),
        cmocka_unit_test(call_list_line__before_the_first_answer_and_of_failures__none),
        cmocka_unit_test(call_list_drop_old__did_not_come_again__goes),
        cmocka_unit_test(call_list_drop_old__many__the_others_are_found),
        cmocka_unit_test(call_list__many_rows__all_in_order),
        cmocka_unit_test(call_list_sort__each_column__unknown_ones_stay_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
