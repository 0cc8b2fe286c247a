/* The mock's lists of calls: pages, filters and traps. What a filter should leave is worked out
 * from the members of all rows, which come without filters. */
#include "base/alloc.h"
#include "base/buf.h"
#include "tests/support/http.h"
#include "tests/support/mock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cjson/cJSON.h>
#include <cmocka.h>
#include <curl/curl.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

enum { CALLS = 300, PAGES_MAX = 320 };

/* How a provider is asked, and what its answers look like. `next` is the name of the parameter that
 * follows pages; its value is the pointer in the answer, or `#` the number of rows so far, or `p`
 * the number of the page, or `t` the time of the last row. */
struct service {
    const char *name, *path, *query, *key, *rows, *id, *next, *value;
    int page; /* rows on a page, as the query asks */
};

static const struct service services[] = {
    {"ringg", "/calling/history",
     "limit=50&start_date=2020-01-01T00:00:00Z&end_date=2030-01-01T00:00:00Z",
     "X-API-KEY: demo-ringg", "/calls", "/id", "offset", "#", 50},
    {"diga", "/v1/call/", "limit=100&order=desc", "Authorization: Bearer demo-diga", "/data", "/id",
     "after", "/last_id", 100},
    {"voxworks", "/api/v1/calls", "limit=50", "Authorization: Bearer demo-voxworks", "/calls",
     "/id", "cursor", "/meta/next_cursor", 50},
    {"cometchat", "/calls", "perPage=100", "apikey: demo-cometchat", "/data", "/sessionId", "page",
     "p", 100},
    {"ringyo", "/v1/calls", "limit=100&order=desc", "Authorization: Bearer demo-ringyo", "/data",
     "/id", "cursor", "/next_cursor", 100},
    {"vapi", "/call", "limit=25", "Authorization: Bearer demo-vapi", "", "/id", "createdAtLe", "t",
     25},
    {"retell", "/v3/list-calls", "", "Authorization: Bearer demo-retell", "/items", "/call_id",
     "pagination_key", "/pagination_key", 100},
    {"bland", "/v1/calls", "limit=100&ascending=false", "authorization: demo-bland", "/calls",
     "/call_id", "from", "#", 100},
    {"synthflow", "/v2/calls", "limit=50&model_id=model_mia",
     "Authorization: Bearer demo-synthflow", "/response/calls", "/call_id", "offset", "#", 50},
    {"elevenlabs", "/v1/convai/conversations", "page_size=100", "xi-api-key: demo-elevenlabs",
     "/conversations", "/conversation_id", "cursor", "/next_cursor", 100},
};

static const struct service *service(const char *name)
{
    size_t i = 0;
    while (strcmp(services[i].name, name) != 0)
        i++;
    return &services[i];
}

struct got {
    long status;
    long retry_after; /* -1: none */
    cJSON *json;      /* NULL: not JSON */
};

static void got_done(struct got *g)
{
    cJSON_Delete(g->json);
}

/* body NULL: GET. */
static struct got request(const struct mock *m, const char *path, const char *key, const char *body)
{
    struct http_reply r;
    char *url = xasprintf("http://127.0.0.1:%d%s", m->port, path);
    http_request(url, &key, 1, body, &r);
    struct got g = {r.status, r.retry_after_s, cJSON_ParseWithLength(buf_str(&r.body), r.body.len)};
    http_reply_done(&r);
    free(url);
    return g;
}

/* One page. The filter is a part of the query, or of filter_criteria; next is as it is sent. */
static struct got page(const struct mock *m, const char *trap, const struct service *s,
                       const char *filter, const char *next)
{
    bool post = strcmp(s->name, "retell") == 0;
    char *path = post ? xasprintf("%s/%s%s", trap, s->name, s->path)
                      : xasprintf("%s/%s%s?%s%s%s%s%s", trap, s->name, s->path, next,
                                  *next ? "&" : "", filter, *filter ? "&" : "", s->query);
    char *body = post ? xasprintf("{\"limit\":100,\"sort_order\":\"descending\","
                                  "\"filter_criteria\":{%s}%s%s}",
                                  filter, *next ? "," : "", next)
                      : NULL;
    struct got g = request(m, path, s->key, body);
    free(body);
    free(path);
    return g;
}

/* A JSON pointer without escapes. */
static cJSON *at(cJSON *in, const char *pointer)
{
    while (in && *pointer == '/') {
        size_t n = strcspn(++pointer, "/");
        char *step = xstrndup(pointer, n);
        in = cJSON_IsArray(in) ? cJSON_GetArrayItem(in, (int)strtol(step, NULL, 10))
                               : cJSON_GetObjectItemCaseSensitive(in, step);
        free(step);
        pointer += n;
    }
    return in;
}

static char *escaped(const char *value)
{
    char *made = curl_easy_escape(NULL, value, 0), *copy = xstrdup(made);
    curl_free(made);
    return copy;
}

/* The next page as it is asked for, or NULL behind the last one. */
static char *next_of(const struct service *s, cJSON *answer, const cJSON *all, int pages, int rows)
{
    bool full = rows == s->page;
    if (*s->value == '#')
        return full ? xasprintf("%s=%d", s->next, cJSON_GetArraySize(all)) : NULL;
    if (*s->value == 'p')
        return full ? xasprintf("%s=%d", s->next, pages + 1) : NULL;
    const char *value =
        *s->value == 't' ? cJSON_GetStringValue(at(
                               cJSON_GetArrayItem(all, cJSON_GetArraySize(all) - 1), "/createdAt"))
                         : cJSON_GetStringValue(at(answer, s->value));
    cJSON *more = at(answer, "/has_more");
    if (!value || (more && !cJSON_IsTrue(more)) || (*s->value == 't' && !full))
        return NULL;
    char *sent = escaped(value);
    char *next = strcmp(s->name, "retell") == 0 ? xasprintf("\"%s\":\"%s\"", s->next, value)
                                                : xasprintf("%s=%s", s->next, sent);
    free(sent);
    return next;
}

static const char *id_of(const struct service *s, cJSON *row)
{
    const char *id = cJSON_GetStringValue(at(row, s->id));
    return id ? id : "";
}

static bool has_id(const struct service *s, cJSON *rows, const char *id)
{
    cJSON *row;
    cJSON_ArrayForEach(row, rows) if (strcmp(id_of(s, row), id) == 0) return true;
    return false;
}

/* Moves the rows that did not come yet to `all`; how many there were in the answer. */
static int take_rows(const struct service *s, cJSON *answer, cJSON *all)
{
    cJSON *rows = at(answer, s->rows);
    int count = cJSON_GetArraySize(rows);
    for (cJSON *row; (row = cJSON_DetachItemFromArray(rows, 0));)
        if (has_id(s, all, id_of(s, row)))
            cJSON_Delete(row);
        else
            cJSON_AddItemToArray(all, row);
    return count;
}

/* All rows of all pages; the caller frees them. */
static cJSON *walk(const struct mock *m, const char *trap, const struct service *s,
                   const char *filter)
{
    cJSON *all = cJSON_CreateArray();
    char *next = xstrdup("");
    for (int pages = 1; next; pages++) {
        int before = cJSON_GetArraySize(all);
        struct got g = page(m, trap, s, filter, next);
        if (g.status != 200 || pages > PAGES_MAX)
            fail_msg("%s %s %s: page %d, status %ld", s->name, filter, next, pages, g.status);
        int rows = take_rows(s, g.json, all);
        free(next);
        next = cJSON_GetArraySize(all) > before || rows == 0 ? next_of(s, g.json, all, pages, rows)
                                                             : NULL;
        got_done(&g);
    }
    return all;
}

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
};

static cJSON *first_there(cJSON *row, const char *pointers)
{
    char *one = xstrndup(pointers, strcspn(pointers, "|"));
    cJSON *found = at(row, one);
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
static char *ids_of(const struct service *s, cJSON *all, const struct test_row *rows)
{
    struct buf out = {0};
    cJSON *row;
    cJSON_ArrayForEach(row, all) if (!rows || row_fits_all(row, rows))
        buf_printf(&out, "%s\n", id_of(s, row));
    return buf_take(&out);
}

static void lists__filters__leave_what_they_say(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    for (size_t i = 0; i < LEN(filters); i++) {
        const struct service *s = service(filters[i].service);
        cJSON *all = walk(&m, "", s, ""), *left = walk(&m, "", s, filters[i].filter);
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
static int all_of(const struct service *s, int count)
{
    return strcmp(s->name, "synthflow") == 0 ? count / 3 : count;
}

static void lists__pages__bring_every_call_once(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    for (size_t i = 0; i < LEN(services); i++) {
        cJSON *all = walk(&m, "", &services[i], "");
        int count = cJSON_GetArraySize(all), want = all_of(&services[i], CALLS);
        if (strcmp(services[i].name, "synthflow") == 0 ? abs(count - want) > 30 : count != want)
            fail_msg("%s: expected %d, got %d", services[i].name, want, count);
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
        const struct service *s = service(names[i]);
        cJSON *none = cJSON_CreateArray();
        struct got first = page(&m, "", s, "", "");
        char *next = next_of(s, first.json, none, 1, s->page);
        struct got other = page(&m, "", s, "status=completed", next);
        assert_int_equal(first.status, 200);
        assert_int_equal(other.status, 400);
        got_done(&first);
        got_done(&other);
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
        struct got g = request(&m, rows[i].path, service(rows[i].service)->key, rows[i].body);
        if (g.status != rows[i].status)
            fail_msg("%s: expected %ld, got %ld", rows[i].path, rows[i].status, g.status);
        got_done(&g);
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
    static const int totals[] = {0, 0, CALLS};
    struct mock m;
    mock_start(&m);
    for (size_t i = 0; i < LEN(paths); i++) {
        struct got g = request(&m, paths[i], service("ringg")->key, NULL);
        assert_int_equal(at(g.json, "/total")->valueint, totals[i]);
        got_done(&g);
    }
    mock_stop(&m);
}

static int rows_on(const struct mock *m, const char *trap, const struct service *s,
                   const char *filter)
{
    struct got g = page(m, trap, s, filter, "");
    int count = cJSON_GetArraySize(at(g.json, s->rows));
    got_done(&g);
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
    for (size_t i = 0; i < LEN(rows) * LEN(services); i++) {
        const struct service *s = &services[i % LEN(services)];
        size_t r = i / LEN(services);
        struct got g = page(&m, rows[r].trap, s, "", "");
        cJSON *list = at(g.json, s->rows);
        bool listed = cJSON_IsArray(list);
        int full = strcmp(rows[r].trap, "/trap/calls_120") == 0 && !strcmp(s->name, "synthflow")
                       ? cJSON_GetArraySize(list)
                       : s->page;
        if (g.status != rows[r].status || g.retry_after != rows[r].retry_after ||
            listed != (rows[r].more_rows >= 0) ||
            (listed && cJSON_GetArraySize(list) != full + rows[r].more_rows))
            fail_msg("%s%s: status %ld, retry after %ld, %d rows", rows[r].trap, s->path, g.status,
                     g.retry_after, cJSON_GetArraySize(list));
        got_done(&g);
    }
    mock_stop(&m);
}

static void lists__trap__limited_then_the_list(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    for (int i = 0; i < 3; i++) {
        struct got g = page(&m, "/trap/limited_2", service("diga"), "", "");
        assert_int_equal(g.status, i < 2 ? 429 : 200);
        assert_int_equal(g.retry_after, i < 2 ? 1 : -1);
        got_done(&g);
    }
    mock_stop(&m);
}

static void lists__trap__one_list_in_an_object(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    struct got ringg = page(&m, "/trap/one_list+many", service("ringg"), "", "");
    struct got vapi = page(&m, "/trap/one_list", service("vapi"), "", "");
    assert_int_equal(cJSON_GetArraySize(at(ringg.json, "/calls/list")), 50);
    assert_string_equal(at(ringg.json, "/total")->valuestring, "many");
    assert_int_equal(cJSON_GetArraySize(at(vapi.json, "/list")), 25);
    got_done(&ringg);
    got_done(&vapi);
    mock_stop(&m);
}

static void lists__trap__rows_without_ids(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    for (size_t i = 0; i < LEN(services); i++) {
        const struct service *s = &services[i];
        struct got g = page(&m, "/trap/no_ids", s, "", "");
        int nameless = 0;
        cJSON *row;
        cJSON_ArrayForEach(row, at(g.json, s->rows)) nameless += !*id_of(s, row);
        assert_int_equal(nameless, s->page / 3);
        got_done(&g);
    }
    mock_stop(&m);
}

/* Times that several calls have, so that one time is on both sides of a page's border. */
static void lists__trap__equal_times_at_the_border(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    const struct service *s = service("vapi");
    struct got g = page(&m, "/trap/same_times_10", s, "", "");
    const char *last = at(g.json, "/24/createdAt")->valuestring;
    assert_string_equal(at(g.json, "/20/createdAt")->valuestring, last);
    assert_string_not_equal(at(g.json, "/19/createdAt")->valuestring, last);
    char *next = xasprintf("createdAtLe=%s", last);
    struct got second = page(&m, "/trap/same_times_10", s, "", next);
    assert_string_equal(at(second.json, "/9/createdAt")->valuestring, last);
    assert_string_equal(at(second.json, "/4/id")->valuestring, at(g.json, "/24/id")->valuestring);
    free(next);
    got_done(&second);
    got_done(&g);
    mock_stop(&m);
}

/* More calls of one time than a page holds: the page behind them is the same one. */
static void lists__trap__a_time_longer_than_a_page(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    cJSON *all = walk(&m, "/trap/same_times_60", service("vapi"), "");
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
    for (size_t i = 0; i < LEN(services); i++) {
        const struct service *s = &services[i];
        cJSON *all = walk(&m, "/trap/cursor_twice", s, "");
        bool cursor = *s->value == '/';
        assert_int_equal(cJSON_GetArraySize(all), cursor ? 2 * s->page : s->page);
        cJSON_Delete(all);
    }
    mock_stop(&m);
}

/* Only lists with a cursor can go on behind an empty page. */
static void lists__trap__empty_page_in_between(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    for (size_t i = 0; i < LEN(services); i++) {
        const struct service *s = &services[i];
        cJSON *all = walk(&m, "/trap/empty_page", s, "");
        bool cursor = *s->value == '/';
        assert_int_equal(cJSON_GetArraySize(all), cursor ? CALLS - s->page : s->page);
        cJSON_Delete(all);
    }
    mock_stop(&m);
}

static void lists__trap__rows_again_and_short_pages(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    const struct service *s = service("ringyo");
    cJSON *again = walk(&m, "/trap/again_20", s, ""), *single = walk(&m, "/trap/pages_of_1", s, "");
    assert_int_equal(cJSON_GetArraySize(again), CALLS);
    assert_int_equal(cJSON_GetArraySize(single), CALLS);
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
    assert_int_equal(rows_on(&m, "", service("retell"), status), 2);
    for (size_t i = 0; i < LEN(traps); i++)
        assert_int_equal(rows_on(&m, traps[i], service("retell"), status), 100);
    assert_int_equal(rows_on(&m, "/trap/ignored_status", service("retell"), way), 0);
    mock_stop(&m);
}

/* The options of the program: the same seed and time make the same calls. */
static void lists__options__make_the_calls(void **state)
{
    (void)state;
    static const char *const now[] = {"--now", "1700000000", "--calls", "40", "--days", "1", NULL};
    static const char *const seed[] = {"--seed", "2",      "--now", "1700000000", "--calls",
                                       "40",     "--days", "1",     NULL};
    const struct service *s = service("vapi");
    char *ids[3];
    for (size_t i = 0; i < LEN(ids); i++) {
        struct mock m;
        mock_start_with(&m, i < 2 ? now : seed);
        cJSON *all = walk(&m, "", s, "");
        cJSON *oldest = cJSON_GetArrayItem(all, 39), *newest = cJSON_GetArrayItem(all, 0);
        assert_int_equal(cJSON_GetArraySize(all), 40);
        assert_true(strcmp(at(newest, "/createdAt")->valuestring, "2023-11-14T22:13:20") < 0);
        assert_true(strcmp(at(newest, "/createdAt")->valuestring, "2023-11-14T21:37:20") > 0);
        assert_true(strcmp(at(oldest, "/createdAt")->valuestring, "2023-11-13T22:13:20") > 0);
        ids[i] = ids_of(s, all, NULL);
        cJSON_Delete(all);
        mock_stop(&m);
    }
    assert_string_equal(ids[0], ids[1]);
    assert_string_not_equal(ids[0], ids[2]);
    for (size_t i = 0; i < LEN(ids); i++)
        free(ids[i]);
}

/* The call that the demo looks for: yesterday at 15:20 UTC or just before. */
static void lists__planted__is_there(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    cJSON *all = walk(&m, "", service("ringg"), "status=failed"), *row;
    int found = 0;
    cJSON_ArrayForEach(row, all)
    {
        if (strcmp(at(row, "/sub_status")->valuestring, "Call dropped by the network") != 0)
            continue;
        found++;
        assert_string_equal(at(row, "/inbound_from")->valuestring, "+14155554321");
        assert_true(strncmp(at(row, "/created_at")->valuestring, "2026-11-28T15:", 14) == 0);
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
    rows_on(&m, "", service("retell"), "");
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
        cmocka_unit_test(lists__cursor__of_other_filters_is_refused),
        cmocka_unit_test(lists__requests__that_cannot_be_understood),
        cmocka_unit_test(lists__ringg__has_dates_of_its_own),
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
        cmocka_unit_test(lists__options__make_the_calls),
        cmocka_unit_test(lists__planted__is_there),
        cmocka_unit_test(lists__log__has_bodies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
