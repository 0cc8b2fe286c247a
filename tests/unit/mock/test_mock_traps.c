/* The mock's lists of calls that are not as they should be. */
#include "base/alloc.h"
#include "tests/support/mock_lists.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static int rows_on(const struct mock *m, const char *trap, const struct mock_service *s,
                   const char *filter)
{
    struct mock_answer g = mock_page(m, trap, s, filter, "");
    int count = cJSON_GetArraySize(mock_at(g.json, s->rows));
    mock_answer_done(&g);
    return count;
}

/* Each trap on the first page of every provider, as a status and a number of rows. */
static void lists__traps__of_one_page(void **state)
{
    (void)state;
    static const struct {
        const char *trap;
        long status, retry_after;
        int more_rows; /* beyond a page; -1: no list */
    } rows[] = {
        {"/trap/429_in_3", 429, 3, -1},  {"/trap/401", 401, -1, -1},
        {"/trap/403", 403, -1, -1},      {"/trap/500", 500, -1, -1},
        {"/trap/failed", 200, -1, -1},   {"/trap/html", 200, -1, -1},
        {"/trap/null", 200, -1, -1},     {"/trap/half_json", 200, -1, -1},
        {"/trap/no_list", 200, -1, -1},  {"/trap/not_objects", 200, -1, 4},
        {"/trap/later_500", 200, -1, 0}, {"/trap/calls_120", 200, -1, 0},
        {"/trap/nonsense", 404, -1, -1},
    };
    struct mock m;
    mock_start(&m);
    for (size_t i = 0; i < LEN(rows) * LEN(mock_services); i++) {
        const struct mock_service *s = &mock_services[i % LEN(mock_services)];
        size_t r = i / LEN(mock_services);
        struct mock_answer g = mock_page(&m, rows[r].trap, s, "", "");
        cJSON *list = mock_at(g.json, s->rows);
        bool listed = cJSON_IsArray(list);
        int full = strcmp(rows[r].trap, "/trap/calls_120") == 0 && !strcmp(s->name, "synthflow")
                       ? cJSON_GetArraySize(list)
                       : s->page;
        if (g.status != rows[r].status || g.retry_after != rows[r].retry_after ||
            listed != (rows[r].more_rows >= 0) ||
            (listed && cJSON_GetArraySize(list) != full + rows[r].more_rows))
            fail_msg("%s%s: status %ld, retry after %ld, %d rows", rows[r].trap, s->path, g.status,
                     g.retry_after, cJSON_GetArraySize(list));
        mock_answer_done(&g);
    }
    mock_stop(&m);
}

static void lists__trap__limited_then_the_list(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    for (int i = 0; i < 3; i++) {
        struct mock_answer g = mock_page(&m, "/trap/limited_2", mock_service("diga"), "", "");
        assert_int_equal(g.status, i < 2 ? 429 : 200);
        assert_int_equal(g.retry_after, i < 2 ? 1 : -1);
        mock_answer_done(&g);
    }
    mock_stop(&m);
}

static void lists__trap__one_list_in_an_object(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    struct mock_answer ringg = mock_page(&m, "/trap/one_list+many", mock_service("ringg"), "", "");
    struct mock_answer vapi = mock_page(&m, "/trap/one_list", mock_service("vapi"), "", "");
    assert_int_equal(cJSON_GetArraySize(mock_at(ringg.json, "/calls/list")), 50);
    assert_string_equal(mock_at(ringg.json, "/total")->valuestring, "many");
    assert_int_equal(cJSON_GetArraySize(mock_at(vapi.json, "/list")), 25);
    mock_answer_done(&ringg);
    mock_answer_done(&vapi);
    mock_stop(&m);
}

static void lists__trap__rows_without_ids(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    for (size_t i = 0; i < LEN(mock_services); i++) {
        const struct mock_service *s = &mock_services[i];
        struct mock_answer g = mock_page(&m, "/trap/no_ids", s, "", "");
        int nameless = 0;
        cJSON *row;
        cJSON_ArrayForEach(row, mock_at(g.json, s->rows))
        {
            nameless += !*mock_id(s, row);
        }

        assert_int_equal(nameless, s->page / 3);
        mock_answer_done(&g);
    }
    mock_stop(&m);
}

/* Times that several calls have, so that one time is on both sides of a page's border. */
static void lists__trap__equal_times_at_the_border(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    const struct mock_service *s = mock_service("vapi");
    struct mock_answer g = mock_page(&m, "/trap/same_times_10", s, "", "");
    const char *last = mock_at(g.json, "/24/createdAt")->valuestring;
    assert_string_equal(mock_at(g.json, "/20/createdAt")->valuestring, last);
    assert_string_not_equal(mock_at(g.json, "/19/createdAt")->valuestring, last);
    char *next = xasprintf("createdAtLe=%s", last);
    struct mock_answer second = mock_page(&m, "/trap/same_times_10", s, "", next);
    assert_string_equal(mock_at(second.json, "/9/createdAt")->valuestring, last);
    assert_string_equal(mock_at(second.json, "/4/id")->valuestring,
                        mock_at(g.json, "/24/id")->valuestring);
    free(next);
    mock_answer_done(&second);
    mock_answer_done(&g);
    mock_stop(&m);
}

/* More calls of one time than a page holds: the page after them is the same one. */
static void lists__trap__a_time_longer_than_a_page(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    cJSON *all = mock_walk(&m, "/trap/same_times_60", mock_service("vapi"), "");
    assert_int_equal(cJSON_GetArraySize(all), 25);
    cJSON_Delete(all);
    mock_stop(&m);
}

/* From the second page on there is nothing new. */
static void lists__trap__cursor_that_comes_twice(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    for (size_t i = 0; i < LEN(mock_services); i++) {
        const struct mock_service *s = &mock_services[i];
        cJSON *all = mock_walk(&m, "/trap/cursor_twice", s, "");
        bool cursor = *s->value == '/';
        assert_int_equal(cJSON_GetArraySize(all), cursor ? 2 * s->page : s->page);
        cJSON_Delete(all);
    }
    mock_stop(&m);
}

/* Only lists with a cursor can go on after an empty page. */
static void lists__trap__empty_page_in_between(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    for (size_t i = 0; i < LEN(mock_services); i++) {
        const struct mock_service *s = &mock_services[i];
        cJSON *all = mock_walk(&m, "/trap/empty_page", s, "");
        bool cursor = *s->value == '/';
        assert_int_equal(cJSON_GetArraySize(all), cursor ? MOCK_CALLS - s->page : s->page);
        cJSON_Delete(all);
    }
    mock_stop(&m);
}

static void lists__trap__rows_again_and_short_pages(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    const struct mock_service *s = mock_service("ringyo");
    cJSON *again = mock_walk(&m, "/trap/again_20", s, ""),
          *single = mock_walk(&m, "/trap/pages_of_1", s, "");
    assert_int_equal(cJSON_GetArraySize(again), MOCK_CALLS);
    assert_int_equal(cJSON_GetArraySize(single), MOCK_CALLS);
    cJSON_Delete(again);
    cJSON_Delete(single);
    mock_stop(&m);
}

/* The first page of a filter has rows that do not fit if that filter is ignored. */
static void lists__trap__filters_ignored(void **state)
{
    (void)state;
    static const char *const traps[] = {"/trap/ignored", "/trap/ignored_status"};
    static const char status[] =
        "\"call_status\":{\"type\":\"enum\",\"op\":\"in\",\"value\":[\"ongoing\"]}";
    static const char way[] = "\"direction\":{\"type\":\"enum\",\"op\":\"in\",\"value\":[\"in\"]}";
    struct mock m;
    mock_start(&m);
    assert_int_equal(rows_on(&m, "", mock_service("retell"), status), 2);
    for (size_t i = 0; i < LEN(traps); i++)
        assert_int_equal(rows_on(&m, traps[i], mock_service("retell"), status), 100);
    assert_int_equal(rows_on(&m, "/trap/ignored_status", mock_service("retell"), way), 0);
    mock_stop(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists__traps__of_one_page),
        cmocka_unit_test(lists__trap__limited_then_the_list),
        cmocka_unit_test(lists__trap__one_list_in_an_object),
        cmocka_unit_test(lists__trap__rows_without_ids),
        cmocka_unit_test(lists__trap__equal_times_at_the_border),
        cmocka_unit_test(lists__trap__a_time_longer_than_a_page),
        cmocka_unit_test(lists__trap__cursor_that_comes_twice),
        cmocka_unit_test(lists__trap__empty_page_in_between),
        cmocka_unit_test(lists__trap__rows_again_and_short_pages),
        cmocka_unit_test(lists__trap__filters_ignored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
