/* --find on lists that are not as they should be: the asking ends, what was odd is said, and what
 * came is printed. The mock's lists are read a second time without the program, which gives the
 * calls that are expected. */
#include "base/alloc.h"
#include "tests/support/mock_lists.h"
#include "tests/support/outcome.h"
#include "tests/support/paged.h"
#include "tests/support/printing.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sys/resource.h>

#define LEN(a) (sizeof(a) / sizeof *(a))
#define DAYS "2026-11-01..2026-11-30"

/* ---- one provider of the mock ---- */

struct trying {
    const struct mock_service *service;
    const char *trap;
    struct run run;
    size_t requests;
};

static size_t count_of(const char *in, const char *text)
{
    size_t n = 0;
    for (; (in = strstr(in, text)); in += strlen(text))
        n++;
    return n;
}

static size_t requests_so_far(const struct trying *t)
{
    char *log = mock_log(&printing.mock),
         *path = xasprintf("/trap/%s/%s/", t->trap, t->service->name);
    size_t n = count_of(log, path);
    free(path);
    free(log);
    return n;
}

/* Synthflow lists the calls of one agent only, which the mock's service asks for too. */
static void find(struct trying *t, const char *trap, const struct mock_service *s, const char *more)
{
    *t = (struct trying){.service = s, .trap = trap};
    bool timed = strstr(more, "2026");
    char *providers = mock_ini_lists(&printing.mock, trap),
         *text = xasprintf("[callbrowser]\ntimezone = UTC\n%s", providers),
         *query = xasprintf("%s %s%s", timed ? "" : DAYS, more,
                            strcmp(s->name, "synthflow") == 0 ? " agent:model_mia" : "");
    scratch_write(printing.home, "hostile.ini", 0600, text);
    char *path = scratch_path(printing.home, "hostile.ini");
    size_t before = requests_so_far(t);
    printing_call(&t->run, path, NULL, ARGS("--find", query, "-p", "id", "--limit", "0", s->name));
    t->requests = requests_so_far(t) - before;
    free(path);
    free(query);
    free(text);
    free(providers);
}

/* The lines of all calls that are in a provider's list with this filter; the caller frees them. */
static char *calls_of(const struct mock_service *s, const char *filter)
{
    cJSON *all = mock_walk(&printing.mock, "", s, filter), *row;
    struct buf ids = {0};
    cJSON_ArrayForEach(row, all)
    {
        buf_printf(&ids, "%s:%s\n", s->name, mock_id(s, row));
    }

    cJSON_Delete(all);
    return buf_take(&ids);
}

/* `count` of those calls, each once. */
static void expect_calls(const struct trying *t, const char *of, size_t count)
{
    const char *out = buf_str(&t->run.out);
    size_t n = 0;
    for (const char *line = out, *end; (end = strchr(line, '\n')); line = end + 1, n++) {
        char *one = xstrndup(line, (size_t)(end - line) + 1);
        if (!strstr(of, one) || count_of(out, one) != 1)
            fail_msg("%s: %s is in no list, or came twice", t->trap, one);
        free(one);
    }
    if (n != count)
        fail_msg("%s %s: expected %zu calls, got %zu: %s", t->trap, t->service->name, count, n,
                 buf_str(&t->run.err));
}

/* The lines on standard error, without the program's and the provider's name. "\n" at the end of
 * each; one that ends with * is a beginning. */
static void expect_said(const struct trying *t, const char *want)
{
    char *name = xasprintf("callbrowser: %s: ", t->service->name);
    const char *line = buf_str(&t->run.err);
    for (; *want && *line; want += strcspn(want, "\n") + 1, line = strchr(line, '\n') + 1) {
        size_t n = strcspn(want, "*\n");
        if (strncmp(line, name, strlen(name)) != 0 || strncmp(line + strlen(name), want, n) != 0 ||
            (want[n] == '\n' && line[strlen(name) + n] != '\n'))
            break;
    }
    if (*want || *line)
        fail_msg("%s %s: expected '%s', got '%s'", t->trap, t->service->name, want, line);
    free(name);
}

static void expect_requests(const struct trying *t, size_t count)
{
    if (t->requests != count)
        fail_msg("%s %s: %zu requests, expected %zu", t->trap, t->service->name, t->requests,
                 count);
}

/* Each trap is one of every provider. */
#define EACH_SERVICE(s)                                                                            \
    for (const struct mock_service *s = mock_services; s < mock_services + MOCK_SERVICES; s++)

/* Whether pages are asked for by the number of rows so far. */
static bool counts_rows(const struct mock_service *s)
{
    return *s->value == '#';
}

static void lists__odd_rows__are_passed_over(void **state)
{
    (void)state;
    EACH_SERVICE(s)
    {
        struct trying t;
        char *of = calls_of(s, "");
        size_t all = count_of(of, "\n");
        find(&t, "no_ids", s, "");
        assert_code(&t.run, 0);
        expect_calls(&t, of, all - all / 3);
        assert_has(&t.run.err, " rows without an ID\n");
        assert_int_equal(count_lines(&t.run.err), 1);
        run_done(&t.run);
        find(&t, "not_objects", s, "");
        assert_code(&t.run, 0);
        /* The mock does not count those rows in its offsets. */
        expect_calls(&t, of, counts_rows(s) ? count_lines(&t.run.out) : all);
        assert_has(&t.run.err, " rows without an ID\n");
        assert_int_equal(count_lines(&t.run.err), 1);
        run_done(&t.run);
        free(of);
    }
}

/* A total that is a word, a list within an object, rows that come again, equal times at the ends of
 * pages: all calls come, and there is nothing to say. */
static void lists__odd_pages__are_complete(void **state)
{
    (void)state;
    static const char *const traps[] = {"many", "one_list", "again_10", "same_times_10"};
    for (size_t i = 0; i < LEN(traps); i++)
        EACH_SERVICE(s)
        {
            struct trying t;
            char *of = calls_of(s, "");
            find(&t, traps[i], s, "");
            assert_code(&t.run, 0);
            expect_calls(&t, of, count_of(of, "\n"));
            assert_err(&t.run, "");
            run_done(&t.run);
            free(of);
        }
}

/* The second page comes for ever, or is empty although more is said to follow. Vapi and
 * Voxworks cannot say that. */
static void lists__pages_that_repeat__end(void **state)
{
    (void)state;
    EACH_SERVICE(s)
    {
        struct trying t;
        char *of = calls_of(s, "");
        find(&t, "cursor_twice", s, "");
        bool by_cursor = *s->value == '/';
        expect_calls(&t, of, (size_t)s->page * (by_cursor ? 2 : 1));
        expect_said(&t, by_cursor ? "looked back to *\nit sent the same page again\n"
                                  : "looked back to *\na page had nothing new\n");
        assert_code(&t.run, 0);
        expect_requests(&t, 2);
        run_done(&t.run);
        find(&t, "empty_page", s, "");
        expect_calls(&t, of, (size_t)s->page);
        bool says_more = strcmp(s->name, "vapi") != 0 && strcmp(s->name, "voxworks") != 0;
        expect_said(&t, says_more ? "looked back to *\na page had nothing new\n" : "");
        assert_code(&t.run, 0);
        expect_requests(&t, 2);
        run_done(&t.run);
        free(of);
    }
}

/* More calls of one time than a page has cannot be passed by that time. */
static void lists__one_time_longer_than_a_page__ends(void **state)
{
    (void)state;
    struct trying t;
    find(&t, "same_times_40", mock_service("vapi"), "");
    assert_code(&t.run, 0);
    assert_int_equal(count_lines(&t.run.out), 25);
    expect_said(&t, "looked at 25 calls; there are more\na page had nothing new\n");
    expect_requests(&t, 2);
    run_done(&t.run);
}

static void lists__ten_thousand_rows__and_no_more(void **state)
{
    (void)state;
    static const struct {
        const char *trap, *said;
    } rows[] = {{"calls_10000", ""}, {"calls_10250", "looked back to *\n"}};
    for (size_t i = 0; i < LEN(rows); i++) {
        struct trying t;
        find(&t, rows[i].trap, mock_service("diga"), "");
        assert_code(&t.run, 0);
        assert_int_equal(count_lines(&t.run.out), 10000);
        expect_said(&t, rows[i].said);
        expect_requests(&t, 100);
        run_done(&t.run);
    }
}

static void lists__filter_ignored__rows_are_looked_at_here(void **state)
{
    (void)state;
    static const struct {
        const char *service, *trap, *query, *filter, *said;
    } rows[] = {
        {"ringg", "ignored_status", "status:completed", "status=completed",
         "it ignored the status\n"},
        {"diga", "ignored", "status:failed in", "status=failed&type=inbound",
         "it ignored the status; it ignored the direction\n"},
        {"retell", "ignored_direction", "in",
         "\"direction\":{\"type\":\"enum\",\"op\":\"in\",\"value\":[\"inbound\"]}",
         "it ignored the direction\n"},
        {"elevenlabs", "ignored", ">3m", "call_duration_min_secs=181", "it ignored the duration\n"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct trying t;
        const struct mock_service *s = mock_service(rows[i].service);
        char *of = calls_of(s, rows[i].filter);
        find(&t, rows[i].trap, s, rows[i].query);
        assert_code(&t.run, 0);
        assert_true(*of);
        expect_calls(&t, of, count_of(of, "\n"));
        expect_said(&t, rows[i].said);
        run_done(&t.run);
        free(of);
    }
}

/* Bland's filter is of days; the time of day is looked for here. */
static void lists__days_only__time_is_looked_for_here(void **state)
{
    (void)state;
    struct trying t;
    const struct mock_service *s = mock_service("bland");
    cJSON *all = mock_walk(&printing.mock, "", s, ""), *row;
    struct buf of = {0};
    cJSON_ArrayForEach(row, all)
    {
        const char *at = cJSON_GetStringValue(mock_at(row, "/started_at"));
        at = at ? at : cJSON_GetStringValue(mock_at(row, "/created_at"));
        if (strcmp(at, "2026-11-28T14:00") >= 0 && strcmp(at, "2026-11-28T18:00") < 0)
            buf_printf(&of, "bland:%s\n", mock_id(s, row));
    }

    find(&t, "many", s, "2026-11-28 14:00..18:00");
    assert_code(&t.run, 0);
    assert_true(of.len);
    expect_calls(&t, buf_str(&of), count_of(buf_str(&of), "\n"));
    run_done(&t.run);
    cJSON_Delete(all);
    buf_done(&of);
}

/* On the first page, and on the second one, after whose first the rows are printed. */
static void check_no_list(const struct mock_service *s, const char *trap, const char *said)
{
    bool later = strncmp(trap, "later_", 6) == 0;
    struct trying t;
    find(&t, trap, s, "");
    assert_code(&t.run, 7);
    assert_int_equal(count_lines(&t.run.out), later ? (size_t)s->page : 0);
    expect_said(&t, said);
    expect_requests(&t, later ? 2 : 1);
    run_done(&t.run);
}

/* Of each provider on its first page, and of one of them after another on the second. */
static void lists__no_list__is_said(void **state)
{
    (void)state;
    static const struct {
        const char *trap, *said;
    } rows[] = {
        {"null", "the answer cannot be used (200): the answer holds no call data\n"},
        {"empty", "the answer cannot be used (200): the answer is empty\n"},
        {"plain", "the answer cannot be used (200): not JSON (text/plain)\n"},
        {"html", "a web page came, not the API*\n"},
        {"half_json", "the answer cannot be used (200): not JSON*\n"},
        {"failed", "the provider answered with an error (200*\n"},
        {"error_200_500", "the provider answered with an error (200*\n"},
        {"500", "the provider failed (500*\n"},
        {"502", "a web page came, not the API*\n"},
        {"no_list", "the answer cannot be used (200): the answer holds no call data\n"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        EACH_SERVICE(s)
        {
            check_no_list(s, rows[i].trap, rows[i].said);
        }
        char *later = xasprintf("later_%s", rows[i].trap);
        if (strcmp(rows[i].trap, "no_list") != 0) /* the mock has no later_no_list */
            check_no_list(&mock_services[i % MOCK_SERVICES], later, rows[i].said);
        free(later);
    }
}

/* ---- a server in this process ---- */

enum { PAGES = 5 };

/* A list of five pages with one call each; `third` is the first answer to the third request. */
static struct server {
    struct paged *paged;
    const char *third;
} server;

static char *answer(void *owner, size_t n, const char *request)
{
    const struct server *s = owner;
    const char *at = strstr(request, "page=");
    unsigned page = at ? (unsigned)strtoul(at + 5, NULL, 10) : 1;
    if (n == 2)
        return xstrdup(s->third);
    return paged_json(xasprintf("{\"rows\":[{\"id\":\"n%u\",\"t\":%u}]}", page,
                                1795953600 - page)); /* Sun 29 Nov 2026 12:00 UTC */
}

/* Lists that many calls of the server. */
static void find_mine(struct run *r, const char *limit)
{
    char *text = xasprintf("[callbrowser]\ntimezone = UTC\n[provider mine]\n"
                           "base_url = http://127.0.0.1:%d\npath = /c/{id}\napi_key = k\n"
                           "header = X-API-KEY: {key}\nid = /id\nstarted = /t s\n"
                           "list.path = /list?n={limit}\nlist.limit = 1\nlist.next = page={page}\n"
                           "rows = /rows\n",
                           paged_port(server.paged));
    scratch_write(printing.home, "third.ini", 0600, text);
    char *path = scratch_path(printing.home, "third.ini");
    printing_call(r, path, NULL, ARGS("--find", DAYS, "-p", "id", "--limit", limit, "mine"));
    free(path);
    free(text);
}

static void find_with_third(struct run *r, const char *third)
{
    server.third = third;
    server.paged = paged_start(answer, &server);
    find_mine(r, "5");
}

static char *large_page(void *owner, size_t n, const char *request)
{
    enum { BLANKS = 2 << 20 };
    struct buf json = {0};
    (void)owner, (void)request;
    buf_printf(&json, "{\"rows\":[{\"id\":\"n%zu\",\"t\":%zu,\"x\":\"%*s\"}]}", n,
               (size_t)1795953600 - n, BLANKS, "");
    return paged_json(buf_take(&json));
}

/* 30 pages of 2 MiB. This is the first test, as it looks at the largest of all programs so far. */
static void lists__large_pages__are_not_kept(void **state)
{
    (void)state;
    enum { MOST_KIB = 60 << 10 };
    struct rusage used;
    struct run r;
    if (printing_is_sanitized())
        skip();
    server.paged = paged_start(large_page, NULL);
    find_mine(&r, "30");
    assert_code(&r, 0);
    assert_int_equal(count_lines(&r.out), 30);
    assert_int_equal(getrusage(RUSAGE_CHILDREN, &used), 0);
    if (used.ru_maxrss > MOST_KIB)
        fail_msg("%ld KiB at the most, expected less than %d", used.ru_maxrss, MOST_KIB);
    run_done(&r);
    paged_stop(server.paged);
}

static void lists__429_on_page_3__that_page_again(void **state)
{
    (void)state;
    struct run r;
    find_with_third(&r, "HTTP/1.1 429 Slow\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n");
    assert_code(&r, 0);
    assert_out(&r, "mine:n1\nmine:n2\nmine:n3\nmine:n4\nmine:n5\n");
    char *third = paged_request(server.paged, 2), *fourth = paged_request(server.paged, 3);
    assert_string_equal(third, fourth);
    assert_int_equal(paged_count(server.paged), PAGES + 1);
    free(third);
    free(fourth);
    run_done(&r);
    paged_stop(server.paged);
}

static void lists__64_mb_on_page_3__what_came_is_printed(void **state)
{
    (void)state;
    enum { BYTES = 64 << 20 };
    struct run r;
    char *json = xmalloc(BYTES + 1);
    memset(json, ' ', BYTES);
    memcpy(json, "{\"rows\":[]}", 11);
    json[BYTES] = '\0';
    char *large = paged_json(json);
    find_with_third(&r, large);
    assert_code(&r, 7);
    assert_out(&r, "mine:n1\nmine:n2\n");
    assert_has(&r.err, "callbrowser: mine: ");
    assert_has(&r.err, "larger than 32 MiB");
    assert_int_equal(paged_count(server.paged), 3);
    run_done(&r);
    paged_stop(server.paged);
    free(large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists__large_pages__are_not_kept),
        cmocka_unit_test(lists__odd_rows__are_passed_over),
        cmocka_unit_test(lists__odd_pages__are_complete),
        cmocka_unit_test(lists__pages_that_repeat__end),
        cmocka_unit_test(lists__one_time_longer_than_a_page__ends),
        cmocka_unit_test(lists__ten_thousand_rows__and_no_more),
        cmocka_unit_test(lists__filter_ignored__rows_are_looked_at_here),
        cmocka_unit_test(lists__days_only__time_is_looked_for_here),
        cmocka_unit_test(lists__no_list__is_said),
        cmocka_unit_test(lists__429_on_page_3__that_page_again),
        cmocka_unit_test(lists__64_mb_on_page_3__what_came_is_printed),
    };
    return cmocka_run_group_tests(tests, printing_setup, printing_teardown);
}
