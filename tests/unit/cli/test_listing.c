/* Lists of several providers: which pages are asked for, what ends the asking, and what comes. The
 * servers are in this process, and each has the calls of one provider. */
#include "base/alloc.h"
#include "cli/listing.h"
#include "provider/list_walk.h"
#include "tests/support/canned.h"
#include "tests/support/fetching.h"
#include "tests/support/paged.h"
#include "text/time.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const int64_t NOW_S = 1795963212; /* Sun 29 Nov 2026 14:40:12 UTC */
#define KEY "sesame-9f8e7d6c5b4a"

enum { SERVERS_MAX = 3 };

/* One provider: it has `total` calls, the n-th of them `every_s` before the one that came before
 * it, from begin_s before now on. */
struct server {
    struct paged *paged;
    size_t total, limit;
    int begin_s, every_s;
    char letter;
    /* Answers that are not pages, one for each of the first requests; NULL: a page. */
    const char *odd[8];
    size_t odd_count;
    bool hold; /* the rest gets no answer */
};

static size_t number_after(const char *request, const char *word)
{
    const char *at = strstr(request, word);
    return at ? strtoul(at + strlen(word), NULL, 10) : 0;
}

static char *page_of(const struct server *s, size_t from)
{
    struct buf out = {0};
    buf_puts(&out, "{\"rows\":[");
    for (size_t i = from; i < s->total && i < from + s->limit; i++)
        buf_printf(&out, "%s{\"id\":\"%c%zu\",\"s\":\"done\",\"t\":%lld}", i > from ? "," : "",
                   s->letter, i, (long long)(NOW_S - s->begin_s - (long long)i * s->every_s));
    buf_printf(&out, "],\"next\":\"%zu\",\"more\":%s}", from + s->limit,
               from + s->limit < s->total ? "true" : "false");
    return buf_take(&out);
}

static char *answer(void *owner, size_t n, const char *request)
{
    const struct server *s = owner;
    if (n < s->odd_count && s->odd[n])
        return xstrdup(s->odd[n]);
    if (s->hold)
        return NULL;
    return paged_json(
        page_of(s, number_after(request, "\"after\":\"") + number_after(request, "&after=")));
}

/* ---- the set-up ---- */

struct trying {
    struct canned *canned; /* instead of the first server; or NULL */
    struct server servers[SERVERS_MAX];
    size_t count;
    struct fetching f;
    struct rate_limit *limits;
    struct query *query;
    struct query_terms terms;
    struct listing *listing;
    size_t limited; /* calls of `limited` */
};

static struct failure *get_key(void *context, const struct provider *p, char **key)
{
    (void)context, (void)p;
    *key = xstrdup(KEY);
    return NULL;
}

static void on_limited(void *context, const struct provider *p, int seconds)
{
    struct trying *t = context;
    (void)p, (void)seconds;
    t->limited++;
}

static char *ini_of(const struct trying *t, bool post)
{
    struct buf out = {0};
    for (size_t i = 0; i < t->count; i++)
        buf_printf(&out,
                   "[provider x%zu]\nbase_url = http://127.0.0.1:%d\npath = /c/{id}\n"
                   "header = X-API-KEY: {key}\napi_key = k\nid = /id\nstatus = /s\n"
                   "completed = done\nfailed = bad\nlive = on\nstarted = /t s\n"
                   "list.path = /list%s\nlist.limit = %zu\nrows = /rows\nlist.more = /more\n%s",
                   i, t->canned ? canned_port(t->canned) : paged_port(t->servers[i].paged),
                   post ? "" : "?size={limit}", t->servers[i].limit,
                   post ? "list.body = {\"size\":{limit},\"f\":{{filters}}{next}}\n"
                          "list.next = \"after\":\"{/next}\"\n"
                        : "list.next = after={/next}\n");
    return buf_take(&out);
}

static void begin(struct trying *t, bool post, const char *text, struct listing_bounds bounds,
                  int max_wait_s)
{
    for (size_t i = 0; i < t->count; i++)
        t->servers[i].paged = paged_start(answer, &t->servers[i]);
    char *ini = ini_of(t, post);
    fetching_start(&t->f, ini, (struct fetch_settings){.max_response_mb = 1, .timeout_s = 60});
    free(ini);
    for (size_t i = 0; i < t->f.described.config.problems.count; i++)
        fail_msg("%s", t->f.described.config.problems.list[i].text);
    struct query_problem problem;
    t->terms = (struct query_terms){.time = {NOW_S * 1000000, &civil_zone_in_force, 7}};
    t->query = query_new(text, &t->terms, &problem);
    if (!t->query)
        fail_msg("%s", problem.why.text);
    const struct provider *list[SERVERS_MAX];
    for (size_t i = 0; i < t->count; i++) {
        char name[8] = {'x', (char)('0' + i)};
        list[i] = described_find(&t->f.described, name);
    }
    t->limits = rate_limit_new(t->f.described.set, max_wait_s);
    struct listing_setup setup = {.fetcher = t->f.fetcher,
                                  .limits = t->limits,
                                  .key = get_key,
                                  .context = t,
                                  .limited = on_limited,
                                  .bounds = bounds};
    t->listing = listing_new(&setup, t->query, &t->terms, list, t->count);
}

static void end(struct trying *t)
{
    listing_free(t->listing);
    rate_limit_free(t->limits);
    query_free(t->query);
    fetching_stop(&t->f);
    for (size_t i = 0; i < t->count; i++)
        paged_stop(t->servers[i].paged);
}

/* Takes the answers until none is waited for. */
static void ask(struct trying *t)
{
    for (;;) {
        int64_t next_ms = listing_send(t->listing);
        if (!listing_is_busy(t->listing))
            return;
        struct pollfd fd = {.fd = fetch_fd(t->f.fetcher), .events = POLLIN};
        if (poll(&fd, 1, next_ms ? (int)next_ms : 10000) == 0 && !next_ms)
            fail_msg("no answer within 10 s");
        for (struct answer *a; (a = fetch_next(t->f.fetcher));) {
            assert_non_null(listing_take(t->listing, a));
            fetch_answer_free(a);
        }
    }
}

static void expect_requests(struct trying *t, size_t i, size_t count)
{
    size_t have = paged_count(t->servers[i].paged);
    if (have != count)
        fail_msg("x%zu was asked %zu times, expected %zu", i, have, count);
}

static struct listing_one *one_of(struct trying *t, size_t i, enum listing_state state)
{
    struct listing_one *one = &t->listing->list[i];
    if (one->state != state)
        fail_msg("x%zu is in state %d, expected %d: %s", i, one->state, state,
                 one->failure ? one->failure->message : "");
    return one;
}

static const struct listing_bounds ALL = {.pages = 200, .rows = 10000, .seconds = 60};

/* ---- pages ---- */

static void listing__get__pages_one_after_the_other(void **state)
{
    (void)state;
    struct trying t = {.servers = {{.total = 250, .limit = 100, .every_s = 60, .letter = 'a'}},
                       .count = 1};
    begin(&t, false, "7d", ALL, 0);
    ask(&t);
    struct listing_one *one = one_of(&t, 0, LISTING_ENDED);
    assert_int_equal(one->row_count, 250);
    assert_int_equal(one->looked, 250);
    assert_false(one->more);
    assert_true(one->complete_from_us == INT64_MIN);
    expect_requests(&t, 0, 3);
    char *first = paged_request(t.servers[0].paged, 0),
         *third = paged_request(t.servers[0].paged, 2);
    assert_non_null(strstr(first, "GET /list?size=100 HTTP/1.1\r\n"));
    assert_non_null(strstr(first, "X-API-KEY: " KEY "\r\n"));
    assert_non_null(strstr(third, "GET /list?size=100&after=200 HTTP/1.1\r\n"));
    free(first);
    free(third);
    end(&t);
}

static void listing__post__body_and_type(void **state)
{
    (void)state;
    struct trying t = {.servers = {{.total = 150, .limit = 100, .every_s = 60, .letter = 'a'}},
                       .count = 1};
    begin(&t, true, "7d", ALL, 0);
    ask(&t);
    assert_int_equal(one_of(&t, 0, LISTING_ENDED)->row_count, 150);
    expect_requests(&t, 0, 2);
    char *second = paged_request(t.servers[0].paged, 1);
    assert_non_null(strstr(second, "POST /list HTTP/1.1\r\n"));
    assert_non_null(strstr(second, "Content-Type: application/json\r\n"));
    assert_non_null(strstr(second, "\r\n\r\n{\"size\":100,\"f\":{},\"after\":\"100\"}"));
    free(second);
    end(&t);
}

/* libcurl would repeat a POST by itself on an open connection that turns out to be closed. This
 * server never answers a second request on a connection. */
static void listing__post__connection_of_its_own(void **state)
{
    (void)state;
    char *json = xasprintf("{\"rows\":[{\"id\":\"a\",\"t\":%lld}],\"more\":true,\"next\":\"9\"}",
                           (long long)NOW_S);
    char *page = paged_json(json);
    const struct canned_script script = {.bytes = page, .end = CANNED_HOLD};
    struct trying t = {.servers = {{.limit = 1}}, .count = 1, .canned = canned_start(&script)};
    begin(&t, true, "7d", ALL, 0);
    ask(&t);
    assert_int_equal(one_of(&t, 0, LISTING_BOUNDED)->row_count, 1);
    assert_int_equal(canned_connections(t.canned), 2);
    end(&t);
    canned_stop(t.canned);
    free(page);
}

/* Their rows come as they arrive; together they are in the order of time. */
static void listing__several__merged_by_time(void **state)
{
    (void)state;
    struct trying t = {
        .servers = {{.total = 3, .limit = 2, .every_s = 100, .letter = 'a'},
                    {.total = 3, .limit = 2, .every_s = 100, .begin_s = 50, .letter = 'b'},
                    {.total = 2, .limit = 2, .every_s = 200, .letter = 'c'}},
        .count = 3};
    struct buf ids = {0};
    begin(&t, false, "7d", ALL, 0);
    ask(&t);
    const struct list_row **rows = listing_merged(t.listing);
    assert_int_equal(listing_row_count(t.listing), 8);
    for (size_t i = 0; i < 8; i++)
        buf_printf(&ids, "%s ", rows[i]->id);
    assert_string_equal(buf_str(&ids), "a0 c0 b0 a1 b1 a2 c1 b2 ");
    assert_true(listing_complete_from_us(t.listing) == INT64_MIN);
    buf_done(&ids);
    free(rows);
    end(&t);
}

/* Calls of the same time are in the order that the screen has, whatever order they came in. */
static void listing__same_time__by_provider_and_id(void **state)
{
    (void)state;
    struct trying t = {.servers = {{.total = 2, .limit = 2, .letter = 'b'},
                                   {.total = 12, .limit = 12, .letter = 'a'}},
                       .count = 2};
    struct buf ids = {0};
    begin(&t, false, "7d", ALL, 0);
    ask(&t);
    const struct list_row **rows = listing_merged(t.listing);
    for (size_t i = 0; i < 6; i++)
        buf_printf(&ids, "%s ", rows[i]->id);
    assert_string_equal(buf_str(&ids), "b0 b1 a0 a1 a10 a11 ");
    buf_done(&ids);
    free(rows);
    end(&t);
}

/* ---- bounds ---- */

static void listing__bounds__more_goes_on(void **state)
{
    (void)state;
    struct trying t = {.servers = {{.total = 100, .limit = 10, .every_s = 60, .letter = 'a'}},
                       .count = 1};
    begin(&t, false, "7d", (struct listing_bounds){.pages = 3, .rows = 1000, .seconds = 60}, 0);
    ask(&t);
    struct listing_one *one = one_of(&t, 0, LISTING_BOUNDED);
    assert_true(one->more);
    assert_int_equal(one->looked, 30);
    assert_true(one->complete_from_us == (NOW_S - 29 * 60) * 1000000);
    expect_requests(&t, 0, 3);
    listing_more(t.listing, one);
    ask(&t);
    assert_int_equal(one_of(&t, 0, LISTING_BOUNDED)->row_count, 60);
    expect_requests(&t, 0, 6);
    end(&t);
}

static void listing__rows__are_bounded(void **state)
{
    (void)state;
    struct trying t = {.servers = {{.total = 100, .limit = 10, .every_s = 60, .letter = 'a'}},
                       .count = 1};
    begin(&t, false, "7d", (struct listing_bounds){.pages = 100, .rows = 25, .seconds = 60}, 0);
    ask(&t);
    assert_int_equal(one_of(&t, 0, LISTING_BOUNDED)->looked, 30);
    listing_more(t.listing, &t.listing->list[0]);
    ask(&t);
    assert_int_equal(one_of(&t, 0, LISTING_BOUNDED)->looked, 60);
    end(&t);
}

/* No page is asked for that cannot have one of the newest rows. */
static void listing__limit__ends_the_asking(void **state)
{
    (void)state;
    struct trying t = {
        .servers = {{.total = 1000, .limit = 10, .every_s = 1, .letter = 'a'},
                    {.total = 1000, .limit = 10, .every_s = 1, .begin_s = 5000, .letter = 'b'}},
        .count = 2};
    struct listing_bounds bounds = ALL;
    bounds.limit = 35;
    begin(&t, false, "7d", bounds, 0);
    ask(&t);
    one_of(&t, 0, LISTING_PAUSED);
    one_of(&t, 1, LISTING_PAUSED);
    expect_requests(&t, 0, 4);
    const struct list_row **rows = listing_merged(t.listing);
    for (size_t i = 0; i < 35; i++)
        assert_int_equal(rows[i]->id[0], 'a');
    free(rows);
    end(&t);
}

/* ---- what goes wrong ---- */

#define LIMITED_NOW                                                                                \
    "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\nContent-Length: 2\r\n\r\n{}"
#define LIMITED "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 2\r\n\r\n{}"
#define LIMITED_LONG                                                                               \
    "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 600\r\nContent-Length: 2\r\n\r\n{}"
#define BROKEN "HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\n{}"
#define REFUSED                                                                                    \
    "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: 45\r\n\r\n"    \
    "{\"message\":\"bad key " KEY "\"}    "

static void listing__limit_of_rate__same_page_again(void **state)
{
    (void)state;
    for (int post = 0; post < 2; post++) {
        struct trying t = {.servers = {{.total = 30,
                                        .limit = 10,
                                        .every_s = 60,
                                        .letter = 'a',
                                        .odd = {NULL, LIMITED_NOW, LIMITED_NOW},
                                        .odd_count = 3}},
                           .count = 1};
        begin(&t, post, "7d", ALL, 60);
        ask(&t);
        assert_int_equal(one_of(&t, 0, LISTING_ENDED)->row_count, 30);
        expect_requests(&t, 0, 5);
        char *second = paged_request(t.servers[0].paged, 1);
        char *third = paged_request(t.servers[0].paged, 2);
        assert_string_equal(second, third);
        free(second);
        free(third);
        end(&t);
    }
}

/* Each of these ends the asking, with one request more than pages; what came before remains. */
static void listing__failure__rows_remain(void **state)
{
    (void)state;
    static const struct {
        const char *answer;
        enum kind kind;
        bool post;
    } rows[] = {
        {LIMITED, KIND_RATE_LIMITED, false},
        {LIMITED, KIND_RATE_LIMITED, true},
        {LIMITED_LONG, KIND_RATE_LIMITED, true},
        {BROKEN, KIND_PROVIDER, true},
        {BROKEN, KIND_PROVIDER, false},
        {REFUSED, KIND_AUTH, false},
        {"", KIND_NETWORK, true},
        {"", KIND_NETWORK, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct trying t = {.servers = {{.total = 30,
                                        .limit = 10,
                                        .every_s = 60,
                                        .letter = 'a',
                                        .odd = {NULL, rows[i].answer},
                                        .odd_count = 2}},
                           .count = 1};
        begin(&t, rows[i].post, "7d", ALL, 60);
        ask(&t);
        struct listing_one *one = one_of(&t, 0, LISTING_FAILED);
        if (one->failure->kind != rows[i].kind)
            fail_msg("%zu: kind %d, '%s'", i, one->failure->kind, one->failure->message);
        assert_null(strstr(one->failure->message, KEY));
        assert_int_equal(one->row_count, 10);
        assert_true(one->more);
        expect_requests(&t, 0, 2);
        end(&t);
    }
}

/* After a failure the same page can be asked for. */
static void listing__failure__more_asks_again(void **state)
{
    (void)state;
    struct trying t = {.servers = {{.total = 20,
                                    .limit = 10,
                                    .every_s = 60,
                                    .letter = 'a',
                                    .odd = {NULL, BROKEN},
                                    .odd_count = 2}},
                       .count = 1};
    begin(&t, false, "7d", ALL, 0);
    ask(&t);
    listing_more(t.listing, one_of(&t, 0, LISTING_FAILED));
    ask(&t);
    assert_int_equal(one_of(&t, 0, LISTING_ENDED)->row_count, 20);
    end(&t);
}

/* A page with one row and so many blanks. */
static char *wide_page(char id, size_t blanks)
{
    struct buf json = {0};
    buf_printf(&json, "{\"rows\":[{\"id\":\"%c\",\"t\":%lld}],\"more\":true,\"next\":\"%c\"}", id,
               (long long)NOW_S, id);
    while (blanks--)
        buf_putc(&json, ' ');
    return paged_json(buf_take(&json));
}

/* Two pages may together have more than one may. */
static void listing__size__is_bounded_for_each_page(void **state)
{
    (void)state;
    enum { KIB = 1024 };
    char *first = wide_page('y', 700 * KIB), *second = wide_page('z', 700 * KIB);
    char *larger = wide_page('x', 1400 * KIB);
    struct trying t = {.servers = {{.total = 20,
                                    .limit = 10,
                                    .every_s = 60,
                                    .letter = 'a',
                                    .odd = {first, second},
                                    .odd_count = 2},
                                   {.letter = 'b', .limit = 10, .odd = {larger}, .odd_count = 1}},
                       .count = 2};
    begin(&t, false, "7d", ALL, 0);
    ask(&t);
    assert_int_equal(one_of(&t, 0, LISTING_ENDED)->row_count, 22);
    assert_non_null(strstr(one_of(&t, 1, LISTING_FAILED)->failure->message, "larger than 1 MiB"));
    end(&t);
    free(first);
    free(second);
    free(larger);
}

/* ---- stopping ---- */

static void listing__stop__closes_the_connection(void **state)
{
    (void)state;
    struct trying t = {.servers = {{.total = 20, .limit = 10, .letter = 'a', .hold = true}},
                       .count = 1};
    begin(&t, false, "7d", ALL, 0);
    listing_send(t.listing);
    paged_wait_count(t.servers[0].paged, 1);
    listing_stop(t.listing);
    paged_wait_gone(t.servers[0].paged, 1);
    assert_false(listing_is_busy(t.listing));
    assert_true(one_of(&t, 0, LISTING_PAUSED)->more);
    listing_more(t.listing, &t.listing->list[0]);
    listing_send(t.listing);
    paged_wait_count(t.servers[0].paged, 2);
    end(&t); /* also while a page is asked for */
}

static void listing__left_out__is_not_asked(void **state)
{
    (void)state;
    struct trying t = {.servers = {{.total = 20, .limit = 10, .letter = 'a'}}, .count = 1};
    begin(&t, false, "1234", ALL, 0);
    ask(&t);
    assert_non_null(one_of(&t, 0, LISTING_LEFT_OUT)->plan.left_out);
    expect_requests(&t, 0, 0);
    end(&t);
}

/* --jobs holds for lists too: with one job, the second provider is asked once the first one has
 * answered. */
static void listing__jobs__one_at_a_time(void **state)
{
    (void)state;
    struct trying t = {.servers = {{.total = 5, .limit = 10, .letter = 'a', .hold = true},
                                   {.total = 5, .limit = 10, .letter = 'b'}},
                       .count = 2};
    begin(&t, false, "7d", ALL, 0);
    assert_true(fetch_free(t.f.fetcher));
    struct err e;
    t.f.fetcher = fetch_new(
        &(struct fetch_settings){
            .jobs = 1, .connect_timeout_s = 5, .timeout_s = 5, .max_response_mb = 1},
        &e);
    struct listing_setup setup = t.listing->setup;
    const struct provider *list[] = {t.listing->list[0].provider, t.listing->list[1].provider};
    for (size_t i = 0; i < 2; i++)
        t.listing->list[i].job = 0;
    listing_free(t.listing);
    setup.fetcher = t.f.fetcher;
    t.listing = listing_new(&setup, t.query, &t.terms, list, 2);
    listing_send(t.listing);
    paged_wait_count(t.servers[0].paged, 1);
    expect_requests(&t, 1, 0);
    fetch_list_stop(t.f.fetcher, t.listing->list[0].job);
    paged_wait_count(t.servers[1].paged, 1);
    end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(listing__get__pages_one_after_the_other),
        cmocka_unit_test(listing__post__body_and_type),
        cmocka_unit_test(listing__post__connection_of_its_own),
        cmocka_unit_test(listing__several__merged_by_time),
        cmocka_unit_test(listing__same_time__by_provider_and_id),
        cmocka_unit_test(listing__bounds__more_goes_on),
        cmocka_unit_test(listing__rows__are_bounded),
        cmocka_unit_test(listing__limit__ends_the_asking),
        cmocka_unit_test(listing__limit_of_rate__same_page_again),
        cmocka_unit_test(listing__failure__rows_remain),
        cmocka_unit_test(listing__failure__more_asks_again),
        cmocka_unit_test(listing__size__is_bounded_for_each_page),
        cmocka_unit_test(listing__stop__closes_the_connection),
        cmocka_unit_test(listing__left_out__is_not_asked),
        cmocka_unit_test(listing__jobs__one_at_a_time),
    };
    time_set_zone("UTC");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
