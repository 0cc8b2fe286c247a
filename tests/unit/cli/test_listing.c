/* Lists of several providers: which pages are asked for, what ends the asking, and what comes. */
#include "base/alloc.h"
#include "tests/support/asking.h"
#include "text/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- pages ---- */

static void listing__get__pages_one_after_the_other(void **state)
{
    (void)state;
    struct asking t = {.servers = {{.total = 250, .limit = 100, .every_s = 60, .letter = 'a'}},
                       .count = 1};
    asking_begin(&t, false, "7d", asking_all_pages, 0);
    asking_all(&t);
    struct listing_one *one = asking_one(&t, 0, LISTING_ENDED);
    assert_int_equal(one->row_count, 250);
    assert_int_equal(one->looked, 250);
    assert_false(one->more);
    assert_true(one->complete_from_us == INT64_MIN);
    asking_expect_requests(&t, 0, 3);
    char *first = paged_request(t.servers[0].paged, 0),
         *third = paged_request(t.servers[0].paged, 2);
    assert_non_null(strstr(first, "GET /list?size=100 HTTP/1.1\r\n"));
    assert_non_null(strstr(first, "X-API-ASKING_KEY: " ASKING_KEY "\r\n"));
    assert_non_null(strstr(third, "GET /list?size=100&after=200 HTTP/1.1\r\n"));
    free(first);
    free(third);
    asking_end(&t);
}

static void listing__post__body_and_type(void **state)
{
    (void)state;
    struct asking t = {.servers = {{.total = 150, .limit = 100, .every_s = 60, .letter = 'a'}},
                       .count = 1};
    asking_begin(&t, true, "7d", asking_all_pages, 0);
    asking_all(&t);
    assert_int_equal(asking_one(&t, 0, LISTING_ENDED)->row_count, 150);
    asking_expect_requests(&t, 0, 2);
    char *second = paged_request(t.servers[0].paged, 1);
    assert_non_null(strstr(second, "POST /list HTTP/1.1\r\n"));
    assert_non_null(strstr(second, "Content-Type: application/json\r\n"));
    assert_non_null(strstr(second, "\r\n\r\n{\"size\":100,\"f\":{},\"after\":\"100\"}"));
    free(second);
    asking_end(&t);
}

/* libcurl would repeat a POST by itself on an open connection that turns out to be closed. This
 * server never answers a second request on a connection. */
static void listing__post__connection_of_its_own(void **state)
{
    (void)state;
    char *json = xasprintf("{\"rows\":[{\"id\":\"a\",\"t\":%lld}],\"more\":true,\"next\":\"9\"}",
                           (long long)asking_now_s);
    char *page = paged_json(json);
    const struct canned_script script = {.bytes = page, .end = CANNED_HOLD};
    struct asking t = {.servers = {{.limit = 1}}, .count = 1, .canned = canned_start(&script)};
    asking_begin(&t, true, "7d", asking_all_pages, 0);
    asking_all(&t);
    assert_int_equal(asking_one(&t, 0, LISTING_BOUNDED)->row_count, 1);
    assert_int_equal(canned_connections(t.canned), 2);
    asking_end(&t);
    canned_stop(t.canned);
    free(page);
}

/* Their rows come as they arrive; together they are in the order of time. */
static void listing__several__merged_by_time(void **state)
{
    (void)state;
    struct asking t = {
        .servers = {{.total = 3, .limit = 2, .every_s = 100, .letter = 'a'},
                    {.total = 3, .limit = 2, .every_s = 100, .begin_s = 50, .letter = 'b'},
                    {.total = 2, .limit = 2, .every_s = 200, .letter = 'c'}},
        .count = 3};
    struct buf ids = {0};
    asking_begin(&t, false, "7d", asking_all_pages, 0);
    asking_all(&t);
    const struct list_row **rows = listing_merged(t.listing);
    assert_int_equal(listing_row_count(t.listing), 8);
    for (size_t i = 0; i < 8; i++)
        buf_printf(&ids, "%s ", rows[i]->id);
    assert_string_equal(buf_str(&ids), "a0 c0 b0 a1 b1 a2 c1 b2 ");
    for (size_t i = 0; i < 3; i++)
        assert_true(t.listing->list[i].complete_from_us == INT64_MIN);
    buf_done(&ids);
    free(rows);
    asking_end(&t);
}

/* Calls of the same time are in the order that the screen has, whatever order they came in. */
static void listing__same_time__by_provider_and_id(void **state)
{
    (void)state;
    struct asking t = {.servers = {{.total = 2, .limit = 2, .letter = 'b'},
                                   {.total = 12, .limit = 12, .letter = 'a'}},
                       .count = 2};
    struct buf ids = {0};
    asking_begin(&t, false, "7d", asking_all_pages, 0);
    asking_all(&t);
    const struct list_row **rows = listing_merged(t.listing);
    for (size_t i = 0; i < 6; i++)
        buf_printf(&ids, "%s ", rows[i]->id);
    assert_string_equal(buf_str(&ids), "b0 b1 a0 a1 a10 a11 ");
    buf_done(&ids);
    free(rows);
    asking_end(&t);
}

/* ---- bounds ---- */

/* What came remains, and nobody can ask for more. */
static void listing__large_rows__end_it_with_a_note(void **state)
{
    (void)state;
    struct asking t = {.servers = {{.total = 100, .limit = 10, .every_s = 60, .letter = 'a'}},
                       .count = 1};
    struct listing_bounds bounds = asking_all_pages;
    bounds.bytes = 12 * sizeof(struct list_row); /* ten rows take less, and twenty take more */
    asking_begin(&t, false, "7d", bounds, 0);
    asking_all(&t);
    struct listing_one *one = asking_one(&t, 0, LISTING_BOUNDED);
    assert_int_equal(one->row_count, 20);
    assert_string_equal(one->notes, "its calls are too large: no more are asked for");
    listing_more(one);
    assert_false(listing_is_busy(t.listing));
    asking_expect_requests(&t, 0, 2);
    asking_end(&t);
}

static void listing__bounds__more_goes_on(void **state)
{
    (void)state;
    struct asking t = {.servers = {{.total = 100, .limit = 10, .every_s = 60, .letter = 'a'}},
                       .count = 1};
    asking_begin(&t, false, "7d", (struct listing_bounds){.pages = 3, .rows = 1000, .seconds = 60},
                 0);
    asking_all(&t);
    struct listing_one *one = asking_one(&t, 0, LISTING_BOUNDED);
    assert_true(one->more);
    assert_int_equal(one->looked, 30);
    assert_true(one->complete_from_us == (asking_now_s - 29 * 60) * 1000000);
    asking_expect_requests(&t, 0, 3);
    listing_more(one);
    asking_all(&t);
    assert_int_equal(asking_one(&t, 0, LISTING_BOUNDED)->row_count, 60);
    asking_expect_requests(&t, 0, 6);
    asking_end(&t);
}

static void listing__rows__are_bounded(void **state)
{
    (void)state;
    struct asking t = {.servers = {{.total = 100, .limit = 10, .every_s = 60, .letter = 'a'}},
                       .count = 1};
    asking_begin(&t, false, "7d", (struct listing_bounds){.pages = 100, .rows = 25, .seconds = 60},
                 0);
    asking_all(&t);
    assert_int_equal(asking_one(&t, 0, LISTING_BOUNDED)->looked, 30);
    listing_more(&t.listing->list[0]);
    asking_all(&t);
    assert_int_equal(asking_one(&t, 0, LISTING_BOUNDED)->looked, 60);
    asking_end(&t);
}

/* No page is asked for that cannot have one of the newest rows. */
static void listing__limit__ends_the_asking(void **state)
{
    (void)state;
    struct asking t = {
        .servers = {{.total = 1000, .limit = 10, .every_s = 1, .letter = 'a'},
                    {.total = 1000, .limit = 10, .every_s = 1, .begin_s = 5000, .letter = 'b'}},
        .count = 2};
    struct listing_bounds bounds = asking_all_pages;
    bounds.limit = 35;
    asking_begin(&t, false, "7d", bounds, 0);
    asking_all(&t);
    asking_one(&t, 0, LISTING_PAUSED);
    asking_one(&t, 1, LISTING_PAUSED);
    asking_expect_requests(&t, 0, 4);
    const struct list_row **rows = listing_merged(t.listing);
    for (size_t i = 0; i < 35; i++)
        assert_int_equal(rows[i]->id[0], 'a');
    free(rows);
    asking_end(&t);
}

/* Each of the three bounds in turn, with those of the screen and those of printed lists. The time
 * is what the answers are said to have taken. */
static void listing__both_bounds__pages_rows_seconds(void **state)
{
    (void)state;
    static const struct {
        const struct listing_bounds *bounds;
        size_t rows_a_page;
        double seconds;
        size_t pages;
    } rows[] = {
        {&listing_on_screen, 10, 0.1, 5}, {&listing_on_screen, 200, 0.1, 3},
        {&listing_on_screen, 10, 4, 3},   {&listing_on_screen, 10, 10, 1},
        {&listing_printed, 10, 0.1, 200}, {&listing_printed, 1000, 0.1, 10},
        {&listing_printed, 10, 25, 3},    {&listing_printed, 10, 59.9, 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct asking t = {.servers = {{.total = 90000,
                                        .limit = rows[i].rows_a_page,
                                        .every_s = 1,
                                        .letter = 'a'}},
                           .count = 1,
                           .seconds = rows[i].seconds};
        asking_begin(&t, false, "7d", *rows[i].bounds, 0);
        asking_all(&t);
        asking_one(&t, 0, LISTING_BOUNDED);
        asking_expect_requests(&t, 0, rows[i].pages);
        asking_end(&t);
    }
}

/* A cursor holds for one query: another one begins with the first page, and so does the same query
 * that is asked again. */
static void listing__another_query__begins_at_page_one(void **state)
{
    (void)state;
    struct asking t = {.servers = {{.total = 100, .limit = 10, .every_s = 60, .letter = 'a'}},
                       .count = 1};
    asking_begin(&t, false, "7d", (struct listing_bounds){.pages = 2, .rows = 1000, .seconds = 60},
                 0);
    asking_all(&t);
    struct listing *first = t.listing;
    t.listing = listing_new(&first->setup, t.query, &t.terms, &first->list[0].provider, 1);
    listing_free(first);
    asking_all(&t);
    asking_expect_requests(&t, 0, 4);
    char *second = paged_request(t.servers[0].paged, 1);
    char *third = paged_request(t.servers[0].paged, 2);
    assert_non_null(strstr(second, "GET /list?size=10&after=10 HTTP/1.1\r\n"));
    assert_non_null(strstr(third, "GET /list?size=10 HTTP/1.1\r\n"));
    free(second);
    free(third);
    asking_end(&t);
}

/* ---- stopping ---- */

static void listing__stop__closes_the_connection(void **state)
{
    (void)state;
    struct asking t = {.servers = {{.total = 20, .limit = 10, .letter = 'a', .hold = true}},
                       .count = 1};
    asking_begin(&t, false, "7d", asking_all_pages, 0);
    listing_send(t.listing);
    paged_wait_count(t.servers[0].paged, 1);
    listing_stop(t.listing);
    paged_wait_gone(t.servers[0].paged, 1);
    assert_false(listing_is_busy(t.listing));
    assert_true(asking_one(&t, 0, LISTING_PAUSED)->more);
    listing_more(&t.listing->list[0]);
    listing_send(t.listing);
    paged_wait_count(t.servers[0].paged, 2);
    asking_end(&t); /* also while a page is asked for */
}

static void listing__left_out__is_not_asked(void **state)
{
    (void)state;
    struct asking t = {.servers = {{.total = 20, .limit = 10, .letter = 'a'}}, .count = 1};
    asking_begin(&t, false, "1234", asking_all_pages, 0);
    asking_all(&t);
    assert_non_null(asking_one(&t, 0, LISTING_LEFT_OUT)->plan.left_out);
    asking_expect_requests(&t, 0, 0);
    asking_end(&t);
}

/* --jobs holds for lists too: with one job, the second provider is asked once the first one has
 * answered. */
static void listing__jobs__one_at_a_time(void **state)
{
    (void)state;
    struct asking t = {.servers = {{.total = 5, .limit = 10, .letter = 'a', .hold = true},
                                   {.total = 5, .limit = 10, .letter = 'b'}},
                       .count = 2,
                       .jobs = 1};
    asking_begin(&t, false, "7d", asking_all_pages, 0);
    listing_send(t.listing);
    paged_wait_count(t.servers[0].paged, 1);
    asking_expect_requests(&t, 1, 0);
    fetch_list_stop(t.f.fetcher, t.listing->list[0].job);
    paged_wait_count(t.servers[1].paged, 1);
    asking_end(&t);
}

/* One that has had its first page waits for those that have not. */
static void listing__jobs__in_turns(void **state)
{
    (void)state;
    struct asking t = {.servers = {{.total = 20, .limit = 10, .every_s = 60, .letter = 'a'},
                                   {.total = 5, .limit = 10, .letter = 'b', .hold = true},
                                   {.total = 5, .limit = 10, .letter = 'c', .hold = true}},
                       .count = 3,
                       .jobs = 1};
    asking_begin(&t, false, "7d", asking_all_pages, 0);
    listing_send(t.listing);
    asking_some(&t, 0);
    paged_wait_count(t.servers[1].paged, 1);
    listing_send(t.listing);
    fetch_list_stop(t.f.fetcher, t.listing->list[1].job);
    paged_wait_count(t.servers[2].paged, 1);
    asking_expect_requests(&t, 0, 1);
    asking_end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(listing__get__pages_one_after_the_other),
        cmocka_unit_test(listing__post__body_and_type),
        cmocka_unit_test(listing__post__connection_of_its_own),
        cmocka_unit_test(listing__several__merged_by_time),
        cmocka_unit_test(listing__same_time__by_provider_and_id),
        cmocka_unit_test(listing__large_rows__end_it_with_a_note),
        cmocka_unit_test(listing__bounds__more_goes_on),
        cmocka_unit_test(listing__rows__are_bounded),
        cmocka_unit_test(listing__limit__ends_the_asking),
        cmocka_unit_test(listing__both_bounds__pages_rows_seconds),
        cmocka_unit_test(listing__another_query__begins_at_page_one),
        cmocka_unit_test(listing__stop__closes_the_connection),
        cmocka_unit_test(listing__left_out__is_not_asked),
        cmocka_unit_test(listing__jobs__one_at_a_time),
        cmocka_unit_test(listing__jobs__in_turns),
    };
    time_set_zone("UTC");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
