/* The mock's lists as the program's descriptions read them: every call comes, and each row agrees
 * with the call that its ID opens. */
#include "base/alloc.h"
#include "provider/list_page.h"
#include "provider/list_request.h"
#include "tests/support/fetching.h"
#include "tests/support/http.h"
#include "tests/support/mock.h"
#include "tests/support/row_address.h"
#include "text/time.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

enum { CALLS = 300, OPENED = 40 };
static const int64_t NOW_US = 1795963212000000;

static const char *const names[] = {"ringg", "diga",   "voxworks", "cometchat", "ringyo",
                                    "vapi",  "retell", "bland",    "synthflow", "elevenlabs"};

/* One walk through a list; `rows` are those that came. */
struct listing {
    struct query *query;
    struct list_plan plan;
    struct list_paging paging;
    struct list_row **rows;
    size_t count, pages;
    enum kind kind; /* of the failure that ended it, if there was one */
    bool failed;
};

static void add_rows(struct listing *l, struct list_page *page)
{
    l->rows = realloc(l->rows, (l->count + page->count + 1) * sizeof *l->rows);
    assert_non_null(l->rows);
    for (size_t i = 0; i < page->count; i++)
        l->rows[l->count + i] = page->rows[i];
    l->count += page->count;
    page->count = 0;
}

static void one_page(struct listing *l, size_t pass)
{
    struct request r;
    struct http_reply reply;
    struct list_page page;
    char *key = xasprintf("demo-%s", l->plan.provider->name);
    assert_null(list_request(&l->plan, pass, &l->paging, key, &r));
    http_request(r.url, (const char *const *)r.headers, r.header_count, r.body, &reply);
    struct answer_body answer = {.http_status = (int)reply.status,
                                 .bytes = buf_str(&reply.body),
                                 .count = reply.body.len,
                                 .content_type = "application/json",
                                 .retry_after_s = (int)reply.retry_after_s};
    list_page_read(&l->plan, pass, &answer, &l->paging, &page);
    l->failed = page.failure;
    l->kind = page.failure ? page.failure->kind : l->kind;
    add_rows(l, &page);
    list_page_done(&page);
    request_done(&r);
    http_reply_done(&reply);
    free(key);
}

static void listing_walk(struct listing *l, const struct provider *p, const char *text)
{
    struct query_terms t = {.time = {NOW_US, &civil_zone_in_force, 7}};
    struct query_problem problem;
    *l = (struct listing){.query = query_new(text, &t, &problem)};
    assert_non_null(l->query);
    list_plan_init(&l->plan, p, l->query, NOW_US);
    assert_null(l->plan.left_out);
    for (size_t pass; !l->failed && list_paging_next(&l->paging, &l->plan, &pass); l->pages++)
        one_page(l, pass);
}

static void listing_done(struct listing *l)
{
    for (size_t i = 0; i < l->count; i++)
        free(l->rows[i]);
    free(l->rows);
    list_paging_done(&l->paging);
    list_plan_done(&l->plan);
    query_free(l->query);
}

/* Synthflow needs an agent. */
static const char *query_of(const char *name)
{
    return strcmp(name, "synthflow") == 0 ? "3d agent:model_mia" : "3d";
}

/* What the call says as well as the row must be the same; it may say more, or less. */
static void expect_text(const struct list_row *row, const char *what, const char *a, const char *b)
{
    if (a && b && strcmp(a, b) != 0)
        fail_msg("%s %s: the %s is '%s' in the row and '%s' in the call", row->provider, row->id,
                 what, a, b);
}

static void expect_number(const struct list_row *row, const char *what, double a, double b)
{
    if (!isnan(a) && !isnan(b) && fabs(a - b) > 0.001)
        fail_msg("%s %s: the %s is %f in the row and %f in the call", row->provider, row->id, what,
                 a, b);
}

static double ms_of(const struct instant *i)
{
    return i->known ? (double)i->us / 1000 : NAN;
}

static void expect_same(const struct list_row *row, const struct list_row *call)
{
    int64_t row_us = 0, call_us = 0;
    assert_string_equal(row->id, call->id);
    assert_string_equal(row->status, call->status);
    assert_int_equal(row->class, call->class);
    assert_int_equal(row->way, call->way);
    assert_true(list_row_time(row, &row_us) && list_row_time(call, &call_us));
    expect_number(row, "time", (double)row_us / 1000, (double)call_us / 1000);
    expect_number(row, "creation", ms_of(&row->created), ms_of(&call->created));
    expect_number(row, "start", ms_of(&row->started), ms_of(&call->started));
    expect_number(row, "end", ms_of(&row->ended), ms_of(&call->ended));
    expect_number(row, "duration", row->duration_s, call->duration_s);
    expect_text(row, "end reason", row->end_reason, call->end_reason);
    expect_text(row, "direction", row->direction, call->direction);
    expect_text(row, "caller", row_address(row, "from"), row_address(call, "from"));
    expect_text(row, "called one", row_address(row, "to"), row_address(call, "to"));
    expect_text(row, "contact", row_address(row, "contact"), row_address(call, "contact"));
    expect_text(row, "agent", row->agent_id, call->agent_id);
    expect_text(row, "agent's name", row->agent, call->agent);
    if (row->cost.currency && call->cost.currency)
        expect_number(row, "cost", row->cost.amount, call->cost.amount);
    if (strcmp(row->provider, "elevenlabs") != 0) /* its rows have the title of the summary */
        expect_text(row, "summary", row->summary, call->summary);
}

static void expect_opens(struct fetching *f, const struct list_row *row)
{
    struct answer *a = fetching_get(f, row->provider, row->id);
    if (a->type != ANSWER_CALL)
        fail_msg("%s %s: expected a call, got '%s'", row->provider, row->id, a->failure->message);
    const struct provider *p = described_find(&f->described, row->provider);
    struct list_row *call = list_row_new(p, a->call);
    expect_same(row, call);
    bool spoken = row->class == FIND_COMPLETED && strcmp(row->provider, "cometchat") != 0;
    size_t turns = a->call->turn_count, most = (size_t)row->duration_s / 7;
    if (spoken && (turns < 4 || turns % 2 || (most > 4 && (turns > most || turns + 2 <= most))))
        fail_msg("%s %s: %zu turns in %.0f s", row->provider, row->id, turns, row->duration_s);
    free(call);
    fetch_answer_free(a);
}

static void calls__rows__agree_with_their_calls(void **state)
{
    (void)state;
    struct mock m;
    struct fetching f;
    mock_start(&m);
    char *ini = mock_ini_lists(&m, "");
    fetching_start(&f, ini, (struct fetch_settings){0});
    for (size_t i = 0; i < LEN(names); i++) {
        struct listing l;
        listing_walk(&l, described_find(&f.described, names[i]), query_of(names[i]));
        for (size_t k = 0; k < OPENED && k < l.count; k++)
            expect_opens(&f, l.rows[k]);
        assert_true(l.count >= OPENED);
        listing_done(&l);
    }
    fetching_stop(&f);
    mock_stop(&m);
    free(ini);
}

static size_t classes_of(const struct listing *l, enum find_class class)
{
    size_t n = 0;
    for (size_t i = 0; i < l->count; i++)
        n += l->rows[i]->class == class;
    return n;
}

/* All calls, without a note about anything odd, and some of every class. */
static void calls__lists__come_whole(void **state)
{
    (void)state;
    struct mock m;
    struct described d;
    mock_start(&m);
    char *ini = mock_ini_lists(&m, "");
    described_init(&d, ini);
    for (size_t i = 0; i < LEN(names); i++) {
        struct listing l;
        struct buf notes = {0};
        listing_walk(&l, described_find(&d, names[i]), query_of(names[i]));
        list_paging_put_notes(&notes, &l.paging);
        if (l.failed || notes.len || l.count != l.paging.looked)
            fail_msg("%s: %zu of %zu rows; %s", names[i], l.count, l.paging.looked,
                     buf_str(&notes));
        if (strcmp(names[i], "synthflow") != 0 && l.count != CALLS)
            fail_msg("%s: expected %d rows, got %zu", names[i], CALLS, l.count);
        if (!classes_of(&l, FIND_LIVE) || classes_of(&l, FIND_FAILED) < 5 ||
            classes_of(&l, FIND_COMPLETED) < l.count / 2)
            fail_msg("%s: %zu live, %zu failed, %zu completed", names[i], classes_of(&l, FIND_LIVE),
                     classes_of(&l, FIND_FAILED), classes_of(&l, FIND_COMPLETED));
        buf_done(&notes);
        listing_done(&l);
    }
    described_done(&d);
    mock_stop(&m);
    free(ini);
}

/* What a list says about each trap that is no failure. */
static void calls__traps__are_noted(void **state)
{
    (void)state;
    static const struct {
        const char *trap, *provider, *query, *note;
        size_t rows;
    } rows[] = {
        {"no_ids", "diga", "3d", "100 rows without an ID", 200},
        {"cursor_twice", "ringyo", "3d", "it sent the same page again", 200},
        {"same_times_60", "vapi", "3d", "nothing new", 25},
        {"same_times_10", "vapi", "3d", "", CALLS},
        {"pages_of_1", "ringyo", "3d", "200 pages are the limit", 200},
        {"ignored_status", "retell", "3d status:ongoing", "it ignored the status", 2},
        {"one_list", "bland", "3d", "", CALLS},
        {"not_objects", "voxworks", "3d", "", CALLS},
        {"many", "ringg", "3d", "", CALLS},
        {"again_7", "elevenlabs", "3d", "", CALLS},
    };
    struct mock m;
    mock_start(&m);
    for (size_t i = 0; i < LEN(rows); i++) {
        struct described d;
        struct listing l;
        struct buf notes = {0};
        char *ini = mock_ini_lists(&m, rows[i].trap);
        described_init(&d, ini);
        listing_walk(&l, described_find(&d, rows[i].provider), rows[i].query);
        list_paging_put_notes(&notes, &l.paging);
        if (l.count != rows[i].rows || !strstr(buf_str(&notes), rows[i].note))
            fail_msg("%s: %zu rows in %zu pages; %s", rows[i].trap, l.count, l.pages,
                     buf_str(&notes));
        buf_done(&notes);
        listing_done(&l);
        described_done(&d);
        free(ini);
    }
    mock_stop(&m);
}

static void calls__traps__that_fail(void **state)
{
    (void)state;
    static const struct {
        const char *trap;
        enum kind kind;
        size_t pages;
    } rows[] = {
        {"401", KIND_AUTH, 1},
        {"403", KIND_AUTH, 1},
        {"429_in_2", KIND_RATE_LIMITED, 1},
        {"failed", KIND_PROVIDER, 1},
        {"500", KIND_PROVIDER, 1},
        {"no_list", KIND_PROVIDER, 1},
        {"half_json", KIND_PROVIDER, 1},
        {"html", KIND_PROVIDER, 1},
        {"later_500", KIND_PROVIDER, 2},
    };
    struct mock m;
    mock_start(&m);
    for (size_t i = 0; i < LEN(rows) * LEN(names); i++) {
        const char *name = names[i % LEN(names)];
        size_t r = i / LEN(names);
        struct described d;
        struct listing l;
        char *ini = mock_ini_lists(&m, rows[r].trap);
        described_init(&d, ini);
        listing_walk(&l, described_find(&d, name), query_of(name));
        if (!l.failed || l.kind != rows[r].kind || l.pages != rows[r].pages)
            fail_msg("%s %s: failed %d, kind %s, %zu pages", rows[r].trap, name, l.failed,
                     failure_kind_name(l.kind), l.pages);
        listing_done(&l);
        described_done(&d);
        free(ini);
    }
    mock_stop(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calls__lists__come_whole),
        cmocka_unit_test(calls__rows__agree_with_their_calls),
        cmocka_unit_test(calls__traps__are_noted),
        cmocka_unit_test(calls__traps__that_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
