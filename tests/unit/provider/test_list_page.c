/* Pages of lists: which rows they give, what comes after them, and the odd things that providers
 * send. */
#include "base/alloc.h"
#include "provider/list_page.h"
#include "provider/list_request.h"
#include "tests/support/descriptions.h"
#include "text/time.h"

#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static const int64_t NOW_US = 1795963212345000; /* Sun 29 Nov 2026 14:40:12.345 UTC */

#define HEAD                                                                                       \
    "[provider mine]\nbase_url = https://h.example\npath = /c/{id}\nok = /ok\nid = /id\n"          \
    "status = /s\nlive = on\nfailed = bad\ncompleted = done\ncreated = /t iso\nstarted = /b "      \
    "iso\nduration = /d s\n"                                                                       \
    "summary = /sum\nturns = /said\nturn.text = /text\nturn.speaker = /who\n"                      \
    "party.from = /from\nparty.to = /to\n"
#define LIST HEAD "list.path = /c?limit={limit}\nlist.limit = 2\nrows = /rows | /data\n"

/* One walk through a list. */
struct walk {
    struct described d;
    struct query *query;
    struct list_plan plan;
    struct list_paging paging;
    struct buf rows; /* "a b": the IDs that matched, in order */
    struct failure *failure;
};

static void walk_init(struct walk *w, const char *ini, const char *query)
{
    *w = (struct walk){0};
    described_init(&w->d, ini);
    if (w->d.config.problems.count)
        fail_msg("%s", w->d.config.problems.list[0].text);
    struct query_terms t = {.time = {NOW_US, &civil_zone_in_force, 7}};
    struct query_problem problem;
    w->query = query_new(query, &t, &problem);
    if (!w->query)
        fail_msg("'%s': %s", query, problem.why.text);
    list_plan_init(&w->plan, described_find(&w->d, "mine"), w->query, NOW_US);
    if (w->plan.left_out)
        fail_msg("left out: %s", w->plan.left_out);
}

static void walk_done(struct walk *w)
{
    list_paging_done(&w->paging);
    list_plan_done(&w->plan);
    query_free(w->query);
    described_done(&w->d);
    buf_done(&w->rows);
    failure_free(w->failure);
}

static void answer(struct walk *w, size_t pass, int status, const char *json)
{
    struct answer_body body = {.http_status = status,
                               .bytes = json,
                               .count = strlen(json),
                               .content_type = "application/json",
                               .retry_after_s = -1};
    struct list_page page;
    list_page_read(&w->plan, pass, &body, &w->paging, &page);
    for (size_t i = 0; i < page.count; i++)
        buf_printf(&w->rows, "%s%s", w->rows.len ? " " : "", page.rows[i]->id);
    failure_free(w->failure);
    w->failure = page.failure;
    page.failure = NULL;
    list_page_done(&page);
}

static void expect_rows(struct walk *w, const char *want)
{
    assert_string_equal(buf_str(&w->rows), want);
}

static void expect_notes(struct walk *w, const char *want)
{
    struct buf notes = {0};
    list_paging_put_notes(&notes, &w->paging);
    assert_string_equal(buf_str(&notes), want);
    buf_done(&notes);
}

/* The URL of the next page without its beginning; NULL: there is none. */
static void expect_next(struct walk *w, const char *want)
{
    static const char start[] = "https://h.example";
    struct request r;
    size_t pass;
    if (!list_paging_next(&w->paging, &w->plan, &pass)) {
        if (want)
            fail_msg("expected the request %s, the list has ended", want);
        return;
    }
    assert_null(list_request(&w->plan, pass, &w->paging, "k", &r));
    if (!want || strcmp(r.url + strlen(start), want) != 0)
        fail_msg("expected the request %s, got %s", want ? want : "(none)", r.url);
    request_done(&r);
}

#define T "\"t\":\"2026-11-29T10:00:00Z\""
#define ROW(id) "{\"id\":\"" id "\"," T "}"
#define PAGE(rows) "{\"rows\":[" rows "]"

static void list_page__next__in_every_style(void **state)
{
    (void)state;
    static const struct {
        const char *lines;  /* of the description */
        const char *first;  /* the first page */
        const char *next;   /* what is asked for then */
        const char *second; /* the second page */
        const char *third;  /* what is asked for then */
    } cases[] = {
        {"", PAGE(ROW("a") "," ROW("b")) "}", NULL, NULL, NULL},
        {"list.next = page={page}\n", PAGE(ROW("a") "," ROW("b")) "}", "/c?limit=2&page=2",
         PAGE(ROW("c") "," ROW("d")) "}", "/c?limit=2&page=3"},
        {"list.next = page={page}\n", PAGE(ROW("a")) "}", NULL, NULL, NULL},
        {"list.next = from={offset}\n", PAGE(ROW("a") ",{}") "}", "/c?limit=2&from=2",
         PAGE(ROW("c")) "}", NULL},
        /* What is no object may not count for the provider. */
        {"list.next = from={offset}\n", PAGE("null," ROW("a")) "}", "/c?limit=2&from=1",
         PAGE(ROW("b")) "}", NULL},
        {"list.next = o={offset}\nlist.total = /n\n", PAGE(ROW("a") ",7") ",\"n\":2}",
         "/c?limit=2&o=1", PAGE(ROW("b")) ",\"n\":2}", NULL},
        /* A page that is not full, but the total says that there are more. */
        {"list.next = o={offset}\nlist.total = /n\n", PAGE(ROW("a")) ",\"n\":2}", "/c?limit=2&o=1",
         PAGE(ROW("b")) ",\"n\":\"2\"}", NULL},
        {"list.next = c={/m/next}\n", PAGE(ROW("a")) ",\"m\":{\"next\":\"x&y=\\u00fc{\"}}",
         "/c?limit=2&c=x%26y%3D%C3%BC%7B", PAGE(ROW("c")) ",\"m\":{\"next\":null}}", NULL},
        {"list.next = c={/next}\n", PAGE(ROW("a")) ",\"next\":17}", "/c?limit=2&c=17",
         PAGE(ROW("c")) ",\"next\":\"\"}", NULL},
        {"list.next = c={/next}\nlist.more = /more\n",
         PAGE(ROW("a")) ",\"next\":\"x\",\"more\":true}", "/c?limit=2&c=x",
         PAGE(ROW("b") "," ROW("c")) ",\"next\":\"y\",\"more\":false}", NULL},
        {"list.next = c={/next}\nlist.more = /more\n",
         PAGE(ROW("a") "," ROW("b")) ",\"more\":true}", NULL, NULL, NULL},
        {"list.next = limit={offset}&before={last /t}\n", PAGE(ROW("a") "," ROW("b")) "}",
         "/c?limit=2&before=2026-11-29T10%3A00%3A00Z", PAGE(ROW("a") "," ROW("c")) "}",
         "/c?limit=4&before=2026-11-29T10%3A00%3A00Z"},
    };
    for (size_t i = 0; i < LEN(cases); i++) {
        struct walk w;
        char *ini = xasprintf("%s%s", LIST, cases[i].lines);
        walk_init(&w, ini, "today");
        expect_next(&w, "/c?limit=2");
        answer(&w, 0, 200, cases[i].first);
        expect_next(&w, cases[i].next);
        if (cases[i].second)
            answer(&w, 0, 200, cases[i].second);
        expect_next(&w, cases[i].third);
        walk_done(&w);
        free(ini);
    }
}

static void list_page__next_in_a_body__behind_a_comma(void **state)
{
    (void)state;
    static const struct {
        const char *body, *lines, *first, *next;
    } cases[] = {
        {"{\"n\":{limit},\"f\":{{filters}}{next}}", "list.next = \"k\":\"{/next}\"\n",
         "{\"n\":2,\"f\":{\"in\":true}}", "{\"n\":2,\"f\":{\"in\":true},\"k\":\"a\\\"b\"}"},
        {"{{next}}", "list.next = \"k\":{page}\n", "{}", "{\"k\":2}"},
        {"{\"x\":{},\"f\":{{filters}}}", "list.next = \"k\":{\"o\":{offset}}\n",
         "{\"x\":{},\"f\":{\"in\":true}}", "{\"x\":{},\"f\":{\"in\":true}}"},
    };
    for (size_t i = 0; i < LEN(cases); i++) {
        struct walk w;
        struct request r;
        char *ini = xasprintf("%slist.path = /l\nlist.limit = 2\nlist.body = %s\nrows = /rows\n"
                              "direction = /way\nfind.in = \"in\":true\n%s",
                              HEAD, cases[i].body, cases[i].lines);
        walk_init(&w, ini, "today in");
        for (int page = 0; page < 2; page++) {
            const char *want = page ? cases[i].next : cases[i].first;
            assert_null(list_request(&w.plan, 0, &w.paging, "k", &r));
            if (strcmp(r.body, want) != 0 || strcmp(r.url, "https://h.example/l") != 0)
                fail_msg("expected %s, got %s %s", want, r.url, r.body);
            assert_string_equal(r.headers[r.header_count - 1], "Content-Type: application/json");
            request_done(&r);
            answer(&w, 0, 200, PAGE(ROW("a") "," ROW("b")) ",\"next\":\"a\\\"b\"}");
        }
        walk_done(&w);
        free(ini);
    }
}

/* A list ends with a note, and is not complete, where it could go on forever or cannot go on. */
static void list_page__cut__ends_with_a_note(void **state)
{
    (void)state;
    static const struct {
        const char *lines, *pages[3], *rows, *notes;
    } cases[] = {
        {"list.next = c={/next}\nlist.more = /more\n",
         {PAGE(ROW("a")) ",\"more\":true}"},
         "a",
         "it may have more calls, but does not say how to ask for them"},
        {"list.next = t={last /gone}\n",
         {PAGE(ROW("a") "," ROW("b")) "}"},
         "a b",
         "it may have more calls, but does not say how to ask for them"},
        {"list.next = c={/next}\n",
         {PAGE(ROW("a")) ",\"next\":\"x\"}", PAGE(ROW("b")) ",\"next\":\"x\"}"},
         "a b",
         "it sent the same page again"},
        {"list.next = t={last /t}\n",
         {PAGE(ROW("a") "," ROW("b")) "}", PAGE(ROW("a") "," ROW("b")) "}"},
         "a b",
         "a page had nothing new"},
        {"list.next = p={page}\n",
         {PAGE(ROW("a") "," ROW("b")) "}", PAGE(ROW("b") "," ROW("a")) "}"},
         "a b",
         "a page had nothing new"},
        {"list.next = c={/next}\n",
         {PAGE(ROW("a")) ",\"next\":\"x\"}", PAGE("") ",\"next\":\"y\"}"},
         "a",
         ""},
        {"list.next = c={/next}\nlist.more = /more\n",
         {PAGE(ROW("a")) ",\"next\":\"x\",\"more\":true}",
          PAGE("") ",\"next\":\"y\",\"more\":true}"},
         "a",
         "a page had nothing new"},
        {"list.next = o={offset}\nlist.total = /n\n",
         {PAGE(ROW("a")) ",\"n\":9}", PAGE("") ",\"n\":9}"},
         "a",
         ""},
        {"list.next = o={offset}\nlist.total = /n\n",
         {PAGE(ROW("a") "," ROW("b")) ",\"n\":9}", PAGE("") ",\"n\":9}"},
         "a b",
         "a page had nothing new"},
        {"list.next = p={page}\n",
         {PAGE("{},7,null") "}"},
         "",
         "3 rows without an ID; a page had nothing new"},
    };
    for (size_t i = 0; i < LEN(cases); i++) {
        struct walk w;
        char *ini = xasprintf("%s%s", LIST, cases[i].lines);
        walk_init(&w, ini, "today");
        for (size_t n = 0; n < LEN(cases[i].pages) && cases[i].pages[n]; n++)
            answer(&w, 0, 200, cases[i].pages[n]);
        expect_next(&w, NULL);
        expect_rows(&w, cases[i].rows);
        expect_notes(&w, cases[i].notes);
        bool everything = list_paging_complete_from_us(&w.paging, &w.plan) == INT64_MIN;
        assert_int_equal(everything, *cases[i].notes == '\0');
        walk_done(&w);
        free(ini);
    }
}

static void list_page__many_pages__end_with_a_note(void **state)
{
    (void)state;
    struct walk w;
    walk_init(&w, LIST "list.next = c={/next}\n", "today");
    size_t pages = 0, pass;
    for (; list_paging_next(&w.paging, &w.plan, &pass); pages++) {
        char *json =
            xasprintf("{\"rows\":[{\"id\":\"%zu\"," T "}],\"next\":\"%zu\"}", pages, pages);
        answer(&w, 0, 200, json);
        free(json);
    }
    assert_int_equal(pages, 200);
    expect_notes(&w, "200 pages are the limit");
    walk_done(&w);
}

static void list_page__shapes__rows_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *json, *rows; /* rows NULL: the message of the failure is `failure` */
        const char *failure;
        int status;
    } cases[] = {
        {"{\"rows\":[" ROW("a") "]}", "a", NULL, 200},
        {"{\"rows\":null}", "", NULL, 200},
        {"{\"rows\":[]}", "", NULL, 200},
        {"{\"rows\":[],\"error\":null}", "", NULL, 200},
        {"{\"data\":[" ROW("a") "]}", "a", NULL, 200},
        {"{\"rows\":{\"x\":1,\"calls\":[" ROW("a") "]}}", "a", NULL, 200},
        {"{\"rows\":{\"a\":[],\"b\":[]}}", NULL, "the answer holds no call data", 200},
        {"{\"rows\":{\"a\":1},\"data\":[" ROW("b") "]}", "b", NULL, 200},
        {"{\"rows\":[[" ROW("a") "],\"x\"," ROW("b") "]}", "b", NULL, 200},
        {"{\"rows\":[{\"id\":17," T "}]}", "17", NULL, 200},
        {"{\"ok\":false,\"rows\":[" ROW("a") "],\"message\":\"no access\"}", NULL, "no access",
         200},
        {"{\"error\":{\"message\":\"bad date\"}}", NULL, "bad date", 200},
        {"{\"error\":{\"message\":\"bad date\"},\"rows\":null}", NULL, "bad date", 200},
        {"{\"message\":\"slow down\"}", NULL, "slow down", 429},
        {"", NULL, "the answer is empty", 200},
        {"[1", NULL, NULL, 200},
        {"<html>", NULL, NULL, 200},
    };
    for (size_t i = 0; i < LEN(cases); i++) {
        struct walk w;
        walk_init(&w, LIST, "today");
        answer(&w, 0, cases[i].status, cases[i].json);
        if (cases[i].rows && w.failure)
            fail_msg("%s: %s", cases[i].json, w.failure->message);
        if (cases[i].rows)
            expect_rows(&w, cases[i].rows);
        else
            assert_non_null(w.failure);
        if (cases[i].failure)
            assert_string_equal(w.failure->message, cases[i].failure);
        if (w.failure) /* the same page may be asked for again */
            expect_next(&w, "/c?limit=2");
        walk_done(&w);
    }
}

/* Where the answer itself is the list, nothing else is one. */
static void list_page__answer_is_the_list__or_a_failure(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"[" ROW("a") "]", NULL},
        {"[]", NULL},
        {"{\"results\":[" ROW("a") "]}", NULL},
        {"{\"results\":null}", NULL},
        {"null", "the answer holds no call data"},
        {"{}", "the answer holds no call data"},
        {"\"calls\"", "the answer holds no call data"},
        {"17", "the answer holds no call data"},
        {"true", "the answer holds no call data"},
        {" \r\n", "the answer is empty"},
        {"{\"error\":\"no access\",\"results\":null}", "no access"},
    };
    for (size_t i = 0; i < LEN(cases); i++) {
        struct walk w;
        walk_init(&w, HEAD "list.path = /c\nrows = . | /results\n", "today");
        answer(&w, 0, 200, cases[i][0]);
        if (!cases[i][1] != !w.failure)
            fail_msg("%s: %s", cases[i][0], w.failure ? w.failure->message : "no failure");
        if (w.failure)
            assert_string_equal(w.failure->message, cases[i][1]);
        walk_done(&w);
    }
}

/* What cannot be asked for is not listed. The provider's texts are cut, but never an ID. */
static void list_page__ids_that_cannot_be_asked_for__passed_over(void **state)
{
    (void)state;
    char *longest = xcalloc(1, 257), *longer = xcalloc(1, 258);
    memset(longest, 'x', 256);
    memset(longer, 'y', 257);
    char *json = xasprintf("{\"rows\":[" ROW("..") "," ROW(" ") "," ROW("a\\nb") "," ROW(
                               "%s") "," ROW("a b") "," ROW("%s") "]}",
                           longer, longest);
    char *rows = xasprintf("a b %s", longest);
    struct walk w;
    walk_init(&w, LIST, "today");
    answer(&w, 0, 200, json);
    expect_rows(&w, rows);
    expect_notes(&w, "4 rows without an ID");
    walk_done(&w);
    free(rows);
    free(json);
    free(longer);
    free(longest);
}

/* Every clause is looked for in the rows; a row counts once. */
static void list_page__rows__filtered_here(void **state)
{
    (void)state;
    static const char json[] =
        "{\"rows\":["
        "{\"id\":\"a\",\"t\":\"2026-11-29T10:00:00Z\",\"s\":\"done\",\"d\":60,\"from\":\"+41 79 "
        "1234\"},"
        "{\"id\":\"b\",\"t\":\"2026-11-29T09:00:00Z\",\"s\":\"bad\",\"said\":[{\"who\":\"bot\","
        "\"text\":\"a refund\"},{\"who\":\"system\",\"text\":\"be polite\"}]},"
        "{\"id\":\"c\",\"t\":\"2026-11-28T09:00:00Z\",\"s\":\"done\",\"sum\":\"Refund!\"},"
        "{\"id\":\"a\",\"t\":\"2026-11-29T10:00:00Z\",\"s\":\"done\"},"
        "{\"id\":\"d\",\"s\":\"new\"},"
        "{\"s\":\"new\"}]}";
    static const struct {
        const char *query, *rows;
    } cases[] = {
        {"today", "a b"},
        {"2026-11-28..", "a b c"},
        {"2026-11-28.. failed", "b"},
        {"today 791234", "a"},
        {"today !791234", "b"},
        {"today >59s", "a"},
        {"today text:refund", "b"},
        {"2026-11-28.. text:refund", "b c"},
        {"today !text:refund", "a"},
        {"today text:polite", ""},
        {"today 09:00", "b"},
        {"2026-11-28.. refund", "c"},
    };
    for (size_t i = 0; i < LEN(cases); i++) {
        struct walk w;
        walk_init(&w, LIST, cases[i].query);
        answer(&w, 0, 200, json);
        if (strcmp(buf_str(&w.rows), cases[i].rows) != 0)
            fail_msg("%s: expected '%s', got '%s'", cases[i].query, cases[i].rows,
                     buf_str(&w.rows));
        assert_int_equal(w.paging.looked, 4);
        assert_int_equal(w.paging.nameless, 1);
        walk_done(&w);
    }
}

static void list_page__before_the_range__ends(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        bool ends;
    } cases[] = {
        {PAGE("{\"id\":\"a\",\"t\":\"2026-11-27T11:00:00Z\"},{\"id\":\"b\",\"t\":\"2026-11-27T10:"
              "00:00Z\"}") "}",
         true},
        /* The oldest first: the list has what is asked for later. */
        {PAGE("{\"id\":\"a\",\"t\":\"2026-11-27T10:00:00Z\"},{\"id\":\"b\",\"t\":\"2026-11-27T11:"
              "00:00Z\"}") "}",
         false},
        /* Within a day of the range. */
        {PAGE("{\"id\":\"a\",\"t\":\"2026-11-28T12:00:00Z\"},{\"id\":\"b\",\"t\":\"2026-11-27T10:"
              "00:00Z\"}") "}",
         false},
    };
    for (size_t i = 0; i < LEN(cases); i++) {
        struct walk w;
        walk_init(&w, LIST "list.next = p={page}\n", "today");
        answer(&w, 0, 200, cases[i].json);
        expect_next(&w, cases[i].ends ? NULL : "/c?limit=2&p=2");
        expect_rows(&w, "");
        walk_done(&w);
    }
}

/* A number of either side: both passes go back in time side by side, and a call counts once. */
static void list_page__two_passes__merged_by_id(void **state)
{
    (void)state;
    struct walk w;
    walk_init(&w, LIST "list.next = p={page}\nfind.from.ends = from={}\nfind.to.ends = to={}\n",
              "today 1234");
    assert_int_equal(w.plan.pass_count, 2);
    assert_true(list_paging_complete_from_us(&w.paging, &w.plan) == INT64_MAX);
    expect_next(&w, "/c?limit=2&from=1234");
    answer(&w, 0, 200,
           PAGE("{\"id\":\"a\",\"t\":\"2026-11-29T12:00:00Z\",\"from\":\"1234\"},"
                "{\"id\":\"b\",\"t\":\"2026-11-29T10:00:00Z\",\"from\":\"1234\"}") "}");
    expect_next(&w, "/c?limit=2&to=1234");
    answer(&w, 1, 200,
           PAGE("{\"id\":\"b\",\"t\":\"2026-11-29T10:00:00Z\",\"from\":\"1234\",\"to\":\"1234\"},"
                "{\"id\":\"c\",\"t\":\"2026-11-29T09:00:00Z\",\"to\":\"991234\"}") "}");
    expect_rows(&w, "a b c");
    assert_int_equal(w.paging.looked, 3);
    expect_next(&w, "/c?limit=2&from=1234&p=2"); /* it has come back to 10:00 only */
    assert_true(list_paging_complete_from_us(&w.paging, &w.plan) == NOW_US - 16812345000);
    answer(&w, 0, 200, PAGE("") "}");
    expect_next(&w, "/c?limit=2&to=1234&p=2");
    answer(&w, 1, 200, PAGE("{\"id\":\"a\",\"t\":\"2026-11-29T12:00:00Z\",\"to\":\"1234\"}") "}");
    expect_next(&w, NULL);
    assert_true(list_paging_complete_from_us(&w.paging, &w.plan) == INT64_MIN);
    expect_rows(&w, "a b c");
    expect_notes(&w, "");
    walk_done(&w);
}

static void list_page__long_page__is_bounded_and_noted(void **state)
{
    (void)state;
    for (int more = 0; more < 2; more++) {
        struct walk w;
        struct buf json = {0};
        walk_init(&w, LIST, "today");
        buf_puts(&json, "{\"rows\":[");
        for (int i = 0; i < LIST_PAGE_ROWS_MAX + more; i++)
            buf_printf(&json, "%s{\"id\":\"n%d\"}", i ? "," : "", i);
        buf_puts(&json, "]}");
        answer(&w, 0, 200, buf_str(&json));
        assert_int_equal(w.paging.looked, LIST_PAGE_ROWS_MAX);
        expect_notes(&w, more ? "a page had more rows than are read" : "");
        buf_done(&json);
        walk_done(&w);
    }
}

/* A provider that lists the oldest first: the newest calls are still to come. */
static void list_page__oldest_first__nothing_is_complete(void **state)
{
    (void)state;
    struct walk w;
    walk_init(&w, LIST "list.next = p={page}\n", "today");
    answer(&w, 0, 200,
           PAGE("{\"id\":\"a\",\"t\":\"2026-11-29T08:00:00Z\"},"
                "{\"id\":\"b\",\"t\":\"2026-11-29T09:00:00Z\"}") "}");
    assert_true(list_paging_complete_from_us(&w.paging, &w.plan) == INT64_MAX);
    answer(&w, 0, 200,
           PAGE("{\"id\":\"c\",\"t\":\"2026-11-29T11:00:00Z\"},"
                "{\"id\":\"d\",\"t\":\"2026-11-29T10:00:00Z\"}") "}");
    assert_true(list_paging_complete_from_us(&w.paging, &w.plan) == INT64_MAX);
    answer(&w, 0, 200,
           PAGE("{\"id\":\"e\",\"t\":\"2026-11-29T07:00:00Z\"},"
                "{\"id\":\"f\",\"t\":\"2026-11-29T06:00:00Z\"}") "}");
    assert_true(list_paging_complete_from_us(&w.paging, &w.plan) == NOW_US - 31212345000); /* f */
    walk_done(&w);
}

/* What came in the other pass is new in this one. */
static void list_page__two_passes__same_calls_in_both(void **state)
{
    (void)state;
    static const char both[] = PAGE(ROW("a") "," ROW("b")) "}";
    struct walk w;
    walk_init(&w, LIST "list.next = p={page}\nfind.from.ends = from={}\nfind.to.ends = to={}\n",
              "today 1234");
    answer(&w, 0, 200, both);
    answer(&w, 1, 200, both);
    assert_false(w.paging.pass[1].ended);
    answer(&w, 1, 200, both);
    assert_true(w.paging.pass[1].ended);
    assert_int_equal(w.paging.looked, 2);
    walk_done(&w);
}

/* Bytes that are in use; 0 where the C library does not say. */
static size_t bytes_in_use(void)
{
#ifdef __GLIBC__
    struct mallinfo2 now = mallinfo2();
    return now.uordblks + now.hblkhd;
#else
    return 0;
#endif
}

/* A page of 10,000 complete calls, each with its transcript. */
static char *page_of_calls(size_t count)
{
    struct buf json = {0};
    buf_puts(&json, "{\"rows\":[");
    for (size_t i = 0; i < count; i++) {
        buf_printf(&json,
                   "%s{\"id\":\"11111111-2222-4333-8444-%012zu\",\"s\":\"done\",\"d\":%zu," T
                   ",\"b\":\"2026-11-29T10:00:07Z\",\"from\":\"+14155551234\","
                   "\"to\":\"+41795552093\",\"sum\":\"The customer asked when the washing "
                   "machine comes back and agreed to a visit.\",\"said\":[",
                   i ? "," : "", i, i % 600);
        for (size_t turn = 0; turn < 20; turn++)
            buf_printf(&json, "%s{\"who\":\"bot\",\"text\":\"%0100zu\"}", turn ? "," : "", turn);
        buf_puts(&json, "]}");
    }
    buf_puts(&json, "]}");
    return buf_take(&json);
}

/* The documents are dropped: 10,000 rows are less than 4 MB, and beside them there is only what
 * tells calls that came already. */
static void list_page__ten_thousand_calls__only_rows_remain(void **state)
{
    (void)state;
    enum { COUNT = 10000, ROWS_BYTES = 4000000, REST_BYTES = 1000000 };
    struct walk w;
    struct list_page page;
    char *json = page_of_calls(COUNT);
    struct answer_body body = {
        .http_status = 200, .bytes = json, .count = strlen(json), .retry_after_s = -1};
    walk_init(&w, LIST, "today");
    size_t before = bytes_in_use(), bytes = 0;
    list_page_read(&w.plan, 0, &body, &w.paging, &page);
    size_t after = bytes_in_use();
    assert_int_equal(page.count, COUNT);
    for (size_t i = 0; i < page.count; i++)
        bytes += malloc_usable_size(page.rows[i]);
    assert_in_range(bytes, COUNT, ROWS_BYTES);
    assert_in_range(after - before, 0, ROWS_BYTES + REST_BYTES);
    list_page_done(&page);
    walk_done(&w);
    free(json);
}

static uint32_t random_next(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Answers with bytes changed at random: whatever comes, nothing is lost or read twice, which the
 * sanitizers and the counters see. */
static void list_page__damaged_answers__are_bounded(void **state)
{
    (void)state;
    static const char whole[] =
        "{\"ok\":true,\"rows\":[{\"id\":\"a\",\"t\":\"2026-11-29T10:00:00Z\",\"s\":\"done\","
        "\"d\":60,\"from\":\"+41 79 1234\",\"said\":[{\"who\":\"bot\",\"text\":\"hi\"}]},"
        "{\"id\":7,\"t\":1795946400,\"sum\":[\"x\",null]},null],\"next\":\"n\",\"n\":\"9\"}";
    static const char bytes[] = "{}[],:\"\\nu0123tefals -+.\xff";
    uint32_t seed = 17;
    struct walk w;
    walk_init(&w, LIST "list.next = c={/next}\nlist.total = /n\n", "today !text:zz");
    for (int round = 0; round < 20000; round++) {
        char json[sizeof whole];
        memcpy(json, whole, sizeof whole);
        for (int k = 0; k < 3; k++)
            json[random_next(&seed) % (sizeof whole - 1)] =
                bytes[random_next(&seed) % (sizeof bytes - 1)];
        answer(&w, 0, 200, json);
        answer(&w, 0, 200, json);
        assert_true(w.paging.pass[0].ended || w.failure);
        assert_true(w.paging.looked + w.paging.nameless <= w.paging.pass[0].rows);
        list_paging_done(&w.paging);
    }
    walk_done(&w);
}

static void list_page__filters_that_did_nothing__noted(void **state)
{
    (void)state;
    static const struct {
        const char *query, *row, *notes;
    } cases[] = {
        {"today status:bad", "\"s\":\"done\"", "it ignored the status"},
        {"today status:bad", "\"s\":\"BAD\"", ""},
        {"today failed", "\"s\":\"done\"", "it ignored the status"},
        {"today from:1234", "\"from\":\"5678\"", "it ignored the number"},
        {"today from:1234", "\"to\":\"5678\"", ""},
        {"today >60", "\"d\":60", ""},
        {"today >60", "\"d\":10", "it ignored the duration"},
        {"today <60", "\"d\":60", ""},
        {"today <60", "\"d\":90", "it ignored the duration"},
        {"2026-11-20", "\"s\":\"on\"", "it ignored the time"},
        {"2026-11-28", "\"s\":\"on\"", ""},
        {"2026-11-20", "\"b\":\"2026-11-20T10:00:00Z\"", ""},
        {"today text:x", "\"s\":\"on\"", ""},
    };
    for (size_t i = 0; i < LEN(cases); i++) {
        struct walk w;
        walk_init(&w,
                  LIST "find.status = s={}\nfind.from.ends = from={}\nfind.longer = d={s}\n"
                       "find.shorter = e={min}\n"
                       "find.time = a={since iso}&b={until iso}\nfind.text = q={}\n",
                  cases[i].query);
        char *json = xasprintf("{\"rows\":[{\"id\":\"a\"," T ",%s}]}", cases[i].row);
        answer(&w, 0, 200, json);
        expect_notes(&w, cases[i].notes);
        free(json);
        walk_done(&w);
    }
}

/* A call after the range is no sign of that if only the beginning was sent. */
static void list_page__beginning_of_the_time__end_is_not_ignored(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"2026-11-10", ""},
                                           {"2026-11-29", "it ignored the time"}};
    for (size_t i = 0; i < LEN(cases); i++) {
        struct walk w;
        walk_init(&w, LIST "find.time = a={since iso}\n", cases[i][0]);
        answer(&w, 0, 200, PAGE("{\"id\":\"a\",\"t\":\"2026-11-20T10:00:00Z\"}") "}");
        expect_notes(&w, cases[i][1]);
        walk_done(&w);
    }
}

/* What a provider finds in its transcripts is believed, but not what it does not find. */
static void list_page__text__provider_is_believed(void **state)
{
    (void)state;
    struct walk w;
    walk_init(&w, LIST "row.turns = none\nfind.text = q={}\n", "today text:refund");
    answer(&w, 0, 200, PAGE(ROW("a")) "}");
    expect_rows(&w, "a");
    walk_done(&w);
    walk_init(&w, LIST "row.turns = none\nfind.text = q={}\n", "today !text:refund");
    expect_next(&w, "/c?limit=2");
    answer(&w, 0, 200, PAGE(ROW("a") ",{\"id\":\"b\"," T ",\"sum\":\"a refund\"}") "}");
    expect_rows(&w, "a");
    walk_done(&w);
}

static void list_page__total__number_or_word(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"412", "412"},
        {"\"many\"", "many"},
        {"null", ""},
        {"\"a word that is much too long to be the number of all calls\"",
         "a word that is much too long to be the "},
    };
    for (size_t i = 0; i < LEN(cases); i++) {
        struct walk w;
        walk_init(&w, LIST "list.total = /n\n", "today");
        char *json = xasprintf("{\"rows\":[],\"n\":%s}", cases[i][0]);
        answer(&w, 0, 200, json);
        assert_string_equal(w.paging.total, cases[i][1]);
        free(json);
        walk_done(&w);
    }
}

int main(void)
{
    time_set_zone("UTC");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list_page__next__in_every_style),
        cmocka_unit_test(list_page__next_in_a_body__behind_a_comma),
        cmocka_unit_test(list_page__cut__ends_with_a_note),
        cmocka_unit_test(list_page__many_pages__end_with_a_note),
        cmocka_unit_test(list_page__shapes__rows_are_found),
        cmocka_unit_test(list_page__answer_is_the_list__or_a_failure),
        cmocka_unit_test(list_page__ids_that_cannot_be_asked_for__passed_over),
        cmocka_unit_test(list_page__rows__filtered_here),
        cmocka_unit_test(list_page__before_the_range__ends),
        cmocka_unit_test(list_page__two_passes__merged_by_id),
        cmocka_unit_test(list_page__long_page__is_bounded_and_noted),
        cmocka_unit_test(list_page__oldest_first__nothing_is_complete),
        cmocka_unit_test(list_page__two_passes__same_calls_in_both),
        cmocka_unit_test(list_page__ten_thousand_calls__only_rows_remain),
        cmocka_unit_test(list_page__damaged_answers__are_bounded),
        cmocka_unit_test(list_page__filters_that_did_nothing__noted),
        cmocka_unit_test(list_page__beginning_of_the_time__end_is_not_ignored),
        cmocka_unit_test(list_page__text__provider_is_believed),
        cmocka_unit_test(list_page__total__number_or_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
