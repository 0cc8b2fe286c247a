/* The mock's lists of calls: pages and filters. What a filter should leave is worked out from the
 * members of all rows, which come without filters. */
#include "base/alloc.h"
#include "base/buf.h"
#include "tests/support/mock_lists.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

/* A time range, as each of the units. */
#define SINCE "2026-11-28T06:00:00Z"
#define UNTIL "2026-11-28T20:00:00Z"
#define SINCE_S "1795845600"
#define UNTIL_S "1795896000"

/* What a row that fits has: at one of the pointers (with | between them, the first that is there) a
 * text that equals (=) or ends with ($) the value, or comes after (>) or before (<) it; numbers are
 * compared as numbers. */
struct test_row {
    const char *pointers;
    char how;
    const char *value;
};

static const struct {
    const char *service, *filter;
    struct test_row rows[2];
} filters[] = {
    {"ringg",
     "start_date=" SINCE "&end_date=" UNTIL,
     {{"/created_at", '>', "2026-11-28T06:00:00"}, {"/created_at", '<', "2026-11-28T20:00:00"}}},
    {"ringg", "status=forwarded", {{"/status", '=', "forwarded"}}},
    {"ringg",
     "agent_id=5d7cdc09-6d51-4468-93c6-a0b8e5ad3f23",
     {{"/agent/id", '=', "5d7cdc09-6d51-4468-93c6-a0b8e5ad3f23"}}},
    {"diga",
     "start_created_date=" SINCE "&end_created_date=" UNTIL,
     {{"/created_date", '>', SINCE}, {"/created_date", '<', UNTIL}}},
    {"diga", "status=no_answer", {{"/status", '=', "no_answer"}}},
    {"diga", "type=outbound", {{"/type", '=', "outbound"}}},
    {"diga", "contact_id=cust_1007", {{"/contact/id", '=', "cust_1007"}}},
    {"diga",
     "agent_id=7b0f9d1e-4c7a-4b51-8f0a-0d8a4e6c2b12&type=inbound",
     {{"/agent_id", '=', "7b0f9d1e-4c7a-4b51-8f0a-0d8a4e6c2b12"}, {"/type", '=', "inbound"}}},
    {"voxworks",
     "created_after=" SINCE "&created_before=" UNTIL,
     {{"/scheduled_time", '>', SINCE}, {"/scheduled_time", '<', UNTIL}}},
    {"voxworks",
     "status=dropout&type=inbound",
     {{"/status", '=', "dropout"}, {"/type", '=', "inbound"}}},
    {"voxworks", "contact_id=cust_1003", {{"/contact_id", '=', "cust_1003"}}},
    {"cometchat", "startedAt=" SINCE_S, {{"/startedAt|/initiatedAt", '>', SINCE_S}}},
    {"cometchat", "endedAt=" UNTIL_S, {{"/endedAt", '<', UNTIL_S}}},
    {"cometchat", "status=rejected", {{"/status", '=', "rejected"}}},
    {"ringyo",
     "from_date=" SINCE "&to_date=" UNTIL,
     {{"/created_at", '>', SINCE}, {"/created_at", '<', UNTIL}}},
    {"ringyo",
     "status=transferred&agent_id=agent_tom",
     {{"/status", '=', "transferred"}, {"/agent_id", '=', "agent_tom"}}},
    {"ringyo", "phone_number=%2B18005550191", {{"/phone_number", '=', "+18005550191"}}},
    {"vapi",
     "createdAtGe=" SINCE "&createdAtLe=" UNTIL,
     {{"/createdAt", '>', SINCE}, {"/createdAt", '<', UNTIL}}},
    {"vapi",
     "assistantId=22222222-2222-4333-8444-555555555512",
     {{"/assistantId", '=', "22222222-2222-4333-8444-555555555512"}}},
    {"retell",
     "\"start_timestamp\":{\"type\":\"range\",\"op\":\"bt\",\"value\":[" SINCE_S "000," UNTIL_S
     "000]}",
     {{"/start_timestamp", '>', SINCE_S "000"}, {"/start_timestamp", '<', UNTIL_S "000"}}},
    {"retell",
     "\"from_number\":{\"type\":\"string\",\"op\":\"eq\",\"value\":\"+18005550192\"}",
     {{"/from_number", '=', "+18005550192"}}},
    {"retell",
     "\"to_number\":{\"type\":\"string\",\"op\":\"ew\",\"value\":\"0191\"}",
     {{"/to_number", '$', "0191"}}},
    {"retell",
     "\"call_status\":{\"type\":\"enum\",\"op\":\"in\",\"value\":[\"not_connected\"]}",
     {{"/call_status", '=', "not_connected"}}},
    {"retell",
     "\"direction\":{\"type\":\"enum\",\"op\":\"in\",\"value\":[\"outbound\"]},"
     "\"agent\":[{\"agent_id\":\"agent_8a1b0c4d5e6f708192a3b4c5d7\"}]",
     {{"/direction", '=', "outbound"}, {"/agent_id", '=', "agent_8a1b0c4d5e6f708192a3b4c5d7"}}},
    {"retell",
     "\"duration_ms\":{\"type\":\"number\",\"op\":\"ge\",\"value\":300000}",
     {{"/duration_ms", '>', "300000"}}},
    {"bland",
     "start_date=2026-11-28&end_date=2026-11-29",
     {{"/created_at", '>', "2026-11-28"}, {"/created_at", '<', "2026-11-29"}}},
    {"bland", "from_number=%2B18005550190", {{"/from", '=', "+18005550190"}}},
    {"bland", "to_number=%2B18005550191", {{"/to", '=', "+18005550191"}}},
    {"synthflow",
     "from_date=" SINCE_S "000&to_date=" UNTIL_S "000",
     {{"/start_time", '>', SINCE_S "000"}, {"/start_time", '<', UNTIL_S "000"}}},
    {"synthflow", "call_status=hangup_on_connect", {{"/call_status", '=', "hangup_on_connect"}}},
    {"synthflow",
     "duration_min=60&duration_max=200",
     {{"/duration", '>', "60"}, {"/duration", '<', "200"}}},
    {"elevenlabs",
     "call_start_after_unix=" SINCE_S "&call_start_before_unix=" UNTIL_S,
     {{"/start_time_unix_secs", '>', SINCE_S}, {"/start_time_unix_secs", '<', UNTIL_S}}},
    {"elevenlabs",
     "agent_id=agent_2&search=technician",
     {{"/agent_id", '=', "agent_2"}, {"/call_summary_title", '=', "Visit booked"}}},
    {"elevenlabs", "call_duration_max_secs=200", {{"/call_duration_secs", '<', "200"}}},
};

static cJSON *first_there(cJSON *row, const char *pointers)
{
    char *one = xstrndup(pointers, strcspn(pointers, "|"));
    cJSON *found = mock_at(row, one);
    free(one);
    return found || !strchr(pointers, '|') ? found : first_there(row, strchr(pointers, '|') + 1);
}

static bool row_fits(cJSON *row, const struct test_row *want)
{
    cJSON *item = first_there(row, want->pointers);
    const char *text = cJSON_GetStringValue(item);
    if (!text && !cJSON_IsNumber(item))
        return false;
    if (want->how == '$')
        return strlen(text) >= strlen(want->value) &&
               strcmp(text + strlen(text) - strlen(want->value), want->value) == 0;
    double number = strtod(want->value, NULL);
    int order = text                         ? strcmp(text, want->value)
                : item->valuedouble < number ? -1
                                             : item->valuedouble > number;
    return want->how == '=' ? order == 0 : want->how == '>' ? order >= 0 : order <= 0;
}

static bool row_fits_all(cJSON *row, const struct test_row rows[2])
{
    return row_fits(row, &rows[0]) && (!rows[1].pointers || row_fits(row, &rows[1]));
}

/* The IDs of the rows that fit, in order; the caller frees them. */
static char *ids_of(const struct mock_service *s, cJSON *all, const struct test_row *rows)
{
    struct buf out = {0};
    cJSON *row;
    cJSON_ArrayForEach(row, all)
    {
        if (!rows || row_fits_all(row, rows))
            buf_printf(&out, "%s\n", mock_id(s, row));
    }

    return buf_take(&out);
}

static void lists__filters__leave_what_they_say(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    for (size_t i = 0; i < LEN(filters); i++) {
        const struct mock_service *s = mock_service(filters[i].service);
        cJSON *all = mock_walk(&m, "", s, ""), *left = mock_walk(&m, "", s, filters[i].filter);
        char *want = ids_of(s, all, filters[i].rows), *got = ids_of(s, left, NULL);
        if (strcmp(want, got) != 0)
            fail_msg("%s %s:\nexpected %s\ngot %s", s->name, filters[i].filter, want, got);
        if (!*want || cJSON_GetArraySize(left) == cJSON_GetArraySize(all))
            fail_msg("%s %s: expected some rows and not all", s->name, filters[i].filter);
        free(want);
        free(got);
        cJSON_Delete(all);
        cJSON_Delete(left);
    }
    mock_stop(&m);
}

/* The needed filter of Synthflow leaves a part of its calls. */
static int all_of(const struct mock_service *s, int count)
{
    return strcmp(s->name, "synthflow") == 0 ? count / 3 : count;
}

static void lists__pages__bring_every_call_once(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    for (size_t i = 0; i < LEN(mock_services); i++) {
        cJSON *all = mock_walk(&m, "", &mock_services[i], "");
        int count = cJSON_GetArraySize(all), want = all_of(&mock_services[i], MOCK_CALLS);
        if (strcmp(mock_services[i].name, "synthflow") == 0 ? abs(count - want) > 30
                                                            : count != want)
            fail_msg("%s: expected %d, got %d", mock_services[i].name, want, count);
        cJSON_Delete(all);
    }
    mock_stop(&m);
}

/* What comes beside the rows of the second page. */
static const struct {
    const char *service, *next, *pointer;
    int number;      /* or */
    const char *row; /* the row of this page whose ID is there */
} envelopes[] = {
    {"ringg", "offset=50", "/total", MOCK_CALLS, NULL},
    {"ringg", "offset=50", "/offset", 50, NULL},
    {"ringg", "offset=50", "/limit", 50, NULL},
    {"ringg", "offset=290", "/count", 10, NULL},
    {"diga", "", "/current_page", 1, NULL},
    {"diga", "", "/total_pages", 3, NULL},
    {"diga", "", "/first_id", 0, "/data/0/id"},
    {"diga", "", "/last_id", 0, "/data/99/id"},
    {"cometchat", "page=2", "/meta/pagination/total", MOCK_CALLS, NULL},
    {"cometchat", "page=2", "/meta/pagination/count", 100, NULL},
    {"cometchat", "page=2", "/meta/pagination/per_page", 100, NULL},
    {"cometchat", "page=2", "/meta/pagination/current_page", 2, NULL},
    {"cometchat", "page=2", "/meta/pagination/total_pages", 3, NULL},
    {"ringyo", "", "/total", MOCK_CALLS, NULL},
    {"retell", "", "/pagination_key", 0, "/items/99/call_id"},
    {"bland", "from=250", "/count", 50, NULL},
    {"bland", "from=250", "/total_count", MOCK_CALLS, NULL},
    {"synthflow", "offset=50", "/response/pagination/offset", 50, NULL},
    {"synthflow", "offset=50", "/response/pagination/limit", 50, NULL},
};

static void lists__envelopes__say_where_the_page_is(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    for (size_t i = 0; i < LEN(envelopes); i++) {
        struct mock_answer a =
            mock_page(&m, "", mock_service(envelopes[i].service), "", envelopes[i].next);
        cJSON *item = mock_at(a.json, envelopes[i].pointer);
        cJSON *row = envelopes[i].row ? mock_at(a.json, envelopes[i].row) : NULL;
        if (!item ||
            (row ? !cJSON_Compare(item, row, true) : item->valuedouble != envelopes[i].number))
            fail_msg("%s %s is wrong", envelopes[i].service, envelopes[i].pointer);
        mock_answer_done(&a);
    }
    mock_stop(&m);
}

/* Where the numbers of both sides are, and what the row of an inbound call has. */
static const struct {
    const char *service, *from, *to, *way, *inbound;
} sides[] = {
    {"ringg", "/from_numbers/0", "/to_number", "/call_type", "inbound"},
    {"retell", "/from_number", "/to_number", "/direction", "inbound"},
    {"synthflow", "/phone_number_from", "/phone_number_to", "/type_of_call", "inbound"},
    {"diga", NULL, "/contact/identifier", NULL, NULL},
    {"vapi", NULL, "/customer/number", NULL, NULL},
};

/* The provider's own numbers. */
static bool is_line(cJSON *number)
{
    const char *text = cJSON_GetStringValue(number);
    return text && strncmp(text, "+18005550", 9) == 0;
}

static void expect_sides(size_t i, cJSON *row)
{
    cJSON *to = mock_at(row, sides[i].to), *way = sides[i].way ? mock_at(row, sides[i].way) : NULL;
    bool inbound = way && strcmp(way->valuestring, sides[i].inbound) == 0;
    bool outbound = way && strcmp(way->valuestring, "outbound") == 0;
    bool to_line = inbound || (way && !outbound);
    if (is_line(to) != to_line || (outbound && !is_line(mock_at(row, sides[i].from))) ||
        (inbound && is_line(mock_at(row, sides[i].from))))
        fail_msg("%s: the sides are wrong in %s", sides[i].service, cJSON_PrintUnformatted(row));
}

static void lists__numbers__are_on_the_right_side(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    for (size_t i = 0; i < LEN(sides); i++) {
        cJSON *all = mock_walk(&m, "", mock_service(sides[i].service), ""), *row;
        cJSON_ArrayForEach(row, all)
        {
            expect_sides(i, row);
        }
        cJSON_Delete(all);
    }
    mock_stop(&m);
}

/* A cursor is good for the filters that it came with. */
static void lists__cursor__of_other_filters_is_refused(void **state)
{
    (void)state;
    static const char *const names[] = {"voxworks", "ringyo"};
    struct mock m;
    mock_start(&m);
    for (size_t i = 0; i < LEN(names); i++) {
        const struct mock_service *s = mock_service(names[i]);
        cJSON *none = cJSON_CreateArray();
        struct mock_answer first = mock_page(&m, "", s, "", "");
        char *next = mock_next(s, first.json, none, 1, s->page);
        struct mock_answer other = mock_page(&m, "", s, "status=completed", next);
        assert_int_equal(first.status, 200);
        assert_int_equal(other.status, 400);
        mock_answer_done(&first);
        mock_answer_done(&other);
        cJSON_Delete(none);
        free(next);
    }
    mock_stop(&m);
}

static void lists__requests__that_cannot_be_understood(void **state)
{
    (void)state;
    static const struct {
        const char *path, *service, *body;
        long status;
    } rows[] = {
        {"/ringg/calling/history?start_date=yesterday", "ringg", NULL, 422},
        {"/ringg/calling/history?limit=all", "ringg", NULL, 422},
        {"/bland/v1/calls?start_date=2026-11-28T00:00:00Z", "bland", NULL, 422},
        {"/cometchat/calls?startedAt=2026-11-28", "cometchat", NULL, 422},
        {"/synthflow/v2/calls?limit=10", "synthflow", NULL, 422},
        {"/diga/v1/call/?after=none", "diga", NULL, 400},
        {"/ringyo/v1/calls?cursor=none", "ringyo", NULL, 400},
        {"/retell/v3/list-calls", "retell", NULL, 405},
        {"/retell/v3/list-calls", "retell", "{", 422},
        {"/retell/v3/list-calls", "retell", "{\"filter_criteria\":{\"status\":\"ended\"}}", 422},
        {"/vapi/call", "vapi", "{}", 405},
        {"/vapi/call", "bland", NULL, 401},
        {"/retell/v3/list-calls", "ringg", "{}", 401},
    };
    struct mock m;
    mock_start(&m);
    for (size_t i = 0; i < LEN(rows); i++) {
        struct mock_answer g =
            mock_request(&m, rows[i].path, mock_service(rows[i].service)->key, rows[i].body);
        if (g.status != rows[i].status)
            fail_msg("%s: expected %ld, got %ld", rows[i].path, rows[i].status, g.status);
        mock_answer_done(&g);
    }
    mock_stop(&m);
}

/* Without both dates Ringg answers for one day of 2025, on which there are no calls. */
static void lists__ringg__has_dates_of_its_own(void **state)
{
    (void)state;
    static const char *const paths[] = {"/ringg/calling/history",
                                        "/ringg/calling/history?start_date=2020-01-01T00:00:00Z",
                                        "/ringg/calling/history?end_date=2030-01-01T00:00:00Z"};
    static const int totals[] = {0, 0, MOCK_CALLS};
    struct mock m;
    mock_start(&m);
    for (size_t i = 0; i < LEN(paths); i++) {
        struct mock_answer g = mock_request(&m, paths[i], mock_service("ringg")->key, NULL);
        assert_int_equal(mock_at(g.json, "/total")->valueint, totals[i]);
        mock_answer_done(&g);
    }
    mock_stop(&m);
}

/* "ID TIME" of each call, between a day before `now` and `now`; the caller frees it. */
static char *calls_of(const char *const options[], bool with_ids)
{
    struct mock m;
    struct buf out = {0};
    mock_start_with(&m, options);
    cJSON *all = mock_walk(&m, "", mock_service("vapi"), ""), *row;
    assert_int_equal(cJSON_GetArraySize(all), 40);
    cJSON_ArrayForEach(row, all)
    {
        const char *time = mock_at(row, "/createdAt")->valuestring;
        assert_true(strcmp(time, "2023-11-14T22:13:20") < 0);
        assert_true(strcmp(time, "2023-11-13T22:13:20") > 0);
        buf_printf(&out, "%s\n", with_ids ? mock_id(mock_service("vapi"), row) : time);
    }
    cJSON_Delete(all);
    mock_stop(&m);
    return buf_take(&out);
}

/* The same seed and time make the same calls, another seed makes others. */
static void lists__options__make_the_calls(void **state)
{
    (void)state;
    static const char *const one[] = {"--now", "1700000000", "--calls", "40", "--days", "1", NULL};
    static const char *const two[] = {"--seed", "2",      "--now", "1700000000", "--calls",
                                      "40",     "--days", "1",     NULL};
    for (int ids = 0; ids < 2; ids++) {
        char *first = calls_of(one, ids), *again = calls_of(one, ids), *other = calls_of(two, ids);
        assert_string_equal(first, again);
        assert_string_not_equal(first, other);
        free(first);
        free(again);
        free(other);
    }
}

/* The call that the demo looks for: yesterday at 15:20 UTC or just before. */
static void lists__planted__is_there(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    cJSON *all = mock_walk(&m, "", mock_service("ringg"), "status=failed"), *row;
    int found = 0;
    cJSON_ArrayForEach(row, all)
    {
        if (strcmp(mock_at(row, "/sub_status")->valuestring, "Call dropped by the network") != 0)
            continue;
        found++;
        assert_string_equal(mock_at(row, "/inbound_from")->valuestring, "+14155554321");
        assert_true(strncmp(mock_at(row, "/created_at")->valuestring, "2026-11-28T15:", 14) == 0);
    }
    assert_int_equal(found, 1);
    cJSON_Delete(all);
    mock_stop(&m);
}

static void lists__log__has_bodies(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    struct mock_answer g = mock_page(&m, "", mock_service("retell"), "", "");
    mock_answer_done(&g);
    char *log = mock_log(&m);
    assert_non_null(strstr(log, "{\"method\":\"POST\",\"path\":\"/retell/v3/list-calls\""));
    assert_non_null(strstr(log, "\"body\":\"{\\\"limit\\\":100,"));
    free(log);
    mock_stop(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists__pages__bring_every_call_once),
        cmocka_unit_test(lists__filters__leave_what_they_say),
        cmocka_unit_test(lists__envelopes__say_where_the_page_is),
        cmocka_unit_test(lists__numbers__are_on_the_right_side),
        cmocka_unit_test(lists__cursor__of_other_filters_is_refused),
        cmocka_unit_test(lists__requests__that_cannot_be_understood),
        cmocka_unit_test(lists__ringg__has_dates_of_its_own),
        cmocka_unit_test(lists__options__make_the_calls),
        cmocka_unit_test(lists__planted__is_there),
        cmocka_unit_test(lists__log__has_bodies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
