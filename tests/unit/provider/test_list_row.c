/* Rows of lists: what the providers' documented answers become, which class a status has, and what
 * a row keeps. */
#include "base/alloc.h"
#include "base/buf.h"
#include "config/file_text.h"
#include "provider/extract/rows.h"
#include "provider/list_class.h"
#include "provider/list_page.h"
#include "tests/support/descriptions.h"
#include "tests/support/row_address.h"
#include "text/time.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))
#define LISTS "tests/fixtures/lists/"

static void file_read(struct file_text *out, const char *name, const char *ending)
{
    struct err e;
    char *path = xasprintf(LISTS "%s.%s", name, ending);
    if (!file_text_read(out, path, 1 << 20, 0, &e))
        fail_msg("%s", e.text);
    free(path);
}

static struct answer_body body_of(const char *json, size_t bytes)
{
    return (struct answer_body){.http_status = 200,
                                .bytes = json,
                                .count = bytes,
                                .content_type = "application/json",
                                .retry_after_s = -1};
}

static void put_text(struct buf *out, const char *s)
{
    buf_printf(out, "\t%s", s ? s : "-");
}

static void put_time(struct buf *out, const struct instant *t)
{
    char text[TIME_TEXT_BYTES];
    time_rfc3339(t, text);
    put_text(out, t->known ? text : NULL);
}

/* The columns of the expected files. */
static void put_row(struct buf *out, const struct list_row *r)
{
    static const char *const classes[] = {"-", "live", "failed", "completed", "other"};
    static const char *const ways[] = {"-", "in", "out", "other"};
    buf_puts(out, r->id);
    put_text(out, classes[r->class]);
    put_text(out, r->status);
    put_text(out, ways[r->way]);
    put_time(out, &r->created);
    put_time(out, &r->started);
    put_time(out, &r->ended);
    if (isnan(r->duration_s))
        put_text(out, NULL);
    else
        buf_printf(out, "\t%.10g", r->duration_s);
    put_text(out, row_address(r, "from"));
    put_text(out, row_address(r, "to"));
    put_text(out, row_address(r, "contact"));
    put_text(out, r->agent_id);
    put_text(out, r->agent);
    put_text(out, r->end_reason);
    put_text(out, r->summary);
    if (r->cost.currency)
        buf_printf(out, "\t%.10g %s", r->cost.amount, r->cost.currency);
    else
        put_text(out, NULL);
    buf_putc(out, '\n');
}

static void put_rows(struct buf *out, const struct provider *p, const struct answer_body *answer)
{
    struct rows rows = rows_read(p, answer, NULL);
    if (rows.failure)
        fail_msg("%s: %s", p->name, rows.failure->message);
    for (struct value *v = value_first(rows.list); v; v = v->next) {
        struct call *c = rows_call(p, v, NULL);
        struct list_row *r = c ? list_row_new(p, c) : NULL;
        if (r)
            put_row(out, r);
        free(r);
        call_free(c);
    }
    rows_done(&rows);
}

static const struct documented_list {
    const char *name; /* of the provider, "-" and the case */
    const char *next; /* list.next filled in; NULL: this is the last page */
    const char *total;
} lists[] = {
    {"ringg-history", NULL, "many"}, /* the page is not full */
    {"diga-list", "after=11111111-2222-4333-8444-555555555537", ""},
    {"voxworks-calls", "cursor=2026-06-03T23%3A00%3A00.000Z", ""},
    {"voxworks-data", NULL, ""},
    {"cometchat-list", "page=2", "412"},
    {"ringyo-list", "cursor=eyJjcmVhdGVkX2F0IjoiMjAyNC0wMS0xNVQwOToxNTowMFoifQ%3D%3D", "156"},
    {"vapi-list", NULL, ""},
    {"retell-list", "\"pagination_key\":\"call_3\"", ""},
    {"bland-list", NULL, ""},
    {"synthflow-list", "offset=3", "33"},
    {"elevenlabs-list", "cursor=1767210000%7Cconv_3", ""},
};

static const struct provider *provider_of(const struct described *d, const char *name)
{
    char *word = xstrndup(name, strcspn(name, "-"));
    const struct provider *p = described_find(d, word);
    free(word);
    return p;
}

static void list_row__documented_answers__as_worked_out(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, "");
    for (size_t i = 0; i < LEN(lists); i++) {
        struct file_text json, want;
        struct buf got = {0};
        file_read(&json, lists[i].name, "json");
        file_read(&want, lists[i].name, "expected");
        struct answer_body answer = body_of(json.data, json.bytes);
        put_rows(&got, provider_of(&d, lists[i].name), &answer);
        if (strcmp(buf_str(&got), want.data) != 0)
            fail_msg("%s: expected\n%s\ngot\n%s", lists[i].name, want.data, buf_str(&got));
        buf_done(&got);
        file_text_done(&json);
        file_text_done(&want);
    }
    described_done(&d);
}

static void list_row__documented_answers__next_page(void **state)
{
    (void)state;
    struct described d;
    described_init(&d, "");
    struct query_terms t = {.time = {1795963212345000, &civil_zone_in_force, 7}};
    struct query_problem problem;
    struct query *q = query_new("2020-01-01..", &t, &problem);
    for (size_t i = 0; i < LEN(lists); i++) {
        struct file_text json;
        struct list_plan plan;
        struct list_paging paging = {0};
        struct list_page page;
        file_read(&json, lists[i].name, "json");
        struct answer_body answer = body_of(json.data, json.bytes);
        list_plan_init(&plan, provider_of(&d, lists[i].name), q, t.time.now_us);
        list_page_read(&plan, 0, &answer, &paging, &page);
        const char *next = paging.pass[0].next;
        if (!next != !lists[i].next || (next && strcmp(next, lists[i].next) != 0))
            fail_msg("%s: expected the next page %s, got %s", lists[i].name,
                     lists[i].next ? lists[i].next : "(none)", next ? next : "(none)");
        assert_string_equal(paging.total, lists[i].total);
        list_page_done(&page);
        list_paging_done(&paging);
        list_plan_done(&plan);
        file_text_done(&json);
    }
    query_free(q);
    described_done(&d);
}

static void list_class__words__failed_comes_first(void **state)
{
    (void)state;
    struct described d;
    described_init(&d,
                   "[provider mine]\nbase_url = https://h.example\npath = /c/{id}\n"
                   "live = on ringing both\nfailed = bad both b*d*y reason:*error* reason:hung\n"
                   "completed = done bad reason:fine\n");
    const struct provider *p = described_find(&d, "mine");
    static const struct {
        const char *status, *reason;
        enum find_class class;
    } rows[] = {
        {"on", NULL, FIND_LIVE},
        {"ON", NULL, FIND_LIVE},
        {"o", NULL, FIND_CLASS_OTHER},
        {"one", NULL, FIND_CLASS_OTHER},
        {"", NULL, FIND_CLASS_OTHER},
        {"both", NULL, FIND_FAILED},
        {"bad", NULL, FIND_FAILED},
        {"b-d-y", NULL, FIND_FAILED},
        {"bdy", NULL, FIND_FAILED},
        {"bdyx", NULL, FIND_CLASS_OTHER},
        {"bxdydxy", NULL, FIND_FAILED},
        {"done", NULL, FIND_COMPLETED},
        {"done", "an-Error-x", FIND_FAILED},
        {"done", "error", FIND_FAILED},
        {"done", "erro", FIND_COMPLETED},
        {"done", "HUNG", FIND_FAILED},
        {"done", "hung up", FIND_COMPLETED},
        {"hung", NULL, FIND_CLASS_OTHER},
        {"new", "fine", FIND_COMPLETED},
        {NULL, "fine", FIND_COMPLETED},
        {NULL, "x", FIND_CLASS_UNKNOWN},
        {NULL, NULL, FIND_CLASS_UNKNOWN},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        enum find_class class = list_class(p, rows[i].status, rows[i].reason);
        if (class != rows[i].class)
            fail_msg("'%s', '%s': expected %d, got %d", rows[i].status ? rows[i].status : "(none)",
                     rows[i].reason ? rows[i].reason : "(none)", (int)rows[i].class, (int)class);
    }
    described_done(&d);
}

static const struct provider plain = {.name = "plain"};

static void expect_participant(const struct participant *want, const struct participant *got)
{
    const char *const a[] = {want->role, want->id, want->name, want->address, want->state};
    const char *const b[] = {got->role, got->id, got->name, got->address, got->state};
    for (size_t i = 0; i < LEN(a); i++)
        if (!a[i] != !b[i] || (a[i] && strcmp(a[i], b[i]) != 0))
            fail_msg("expected '%s', got '%s'", a[i] ? a[i] : "(none)", b[i] ? b[i] : "(none)");
    assert_int_equal(want->joined.known, got->joined.known);
    assert_true(want->joined.us == got->joined.us && want->left.us == got->left.us);
    assert_null(got->joined.raw);
    assert_true(isnan(want->duration_s) ? isnan(got->duration_s)
                                        : want->duration_s == got->duration_s);
}

static void list_row__participants__packed_and_unpacked(void **state)
{
    (void)state;
    const struct participant all[] = {
        {.role = "from", .address = "+41", .duration_s = NAN},
        {.duration_s = NAN}, /* of whom nothing is known */
        {.role = "to", .id = "", .name = "N", .duration_s = 12.5},
        {.name = "M",
         .state = "left",
         .duration_s = NAN,
         .joined = {.us = 5, .known = true, .raw = "x"},
         .left = {.us = 7, .known = true}},
        {.role = "agent", .id = "a1", .name = "Ava", .duration_s = NAN},
        {.role = "agent", .id = "a2", .address = "+42", .duration_s = NAN},
    };
    struct call c = {
        .id = "i", .duration_s = NAN, .participants = all, .participant_count = LEN(all)};
    struct list_row *r = list_row_new(&plain, &c);
    struct participant got;
    size_t at = 0;
    for (size_t i = 0; i < LEN(all); i++) {
        if (i == 1)
            continue;
        assert_true(list_row_participant(r, &at, &got));
        expect_participant(&all[i], &got);
    }
    assert_false(list_row_participant(r, &at, &got));
    assert_int_equal(r->participant_count, 5);
    assert_string_equal(r->sides.first, "+41");
    assert_string_equal(r->sides.second, "N");
    assert_string_equal(r->agent_id, "a1");
    assert_string_equal(r->agent, "Ava");
    free(r);
}

static void list_row_bytes__all_of_the_row(void **state)
{
    (void)state;
    char text[LIST_ROW_TEXT_BYTES + 1];
    memset(text, 'a', sizeof text);
    text[LIST_ROW_TEXT_BYTES] = '\0';
    struct participant all[LIST_ROW_PARTICIPANTS_MAX];
    for (size_t i = 0; i < LEN(all); i++)
        all[i] = (struct participant){text, text, text, text, text, .duration_s = NAN};
    struct call c = {.id = "i", .participants = all, .participant_count = LEN(all)};
    struct list_row *r = list_row_new(&plain, &c);
    size_t texts = LEN(all) * (1 + 5 * sizeof text); /* and a byte that says which are there */
    assert_int_equal(list_row_bytes(r), sizeof *r + sizeof "i" + texts + 1);
    free(r);
}

static void list_row__without_participants(void **state)
{
    (void)state;
    struct call c = {.id = "i", .duration_s = NAN};
    struct list_row *r = list_row_new(&plain, &c);
    struct participant got;
    size_t at = 0;
    assert_false(list_row_participant(r, &at, &got));
    assert_null(r->sides.first);
    assert_null(r->sides.second);
    free(r);
}

/* The expected sides follow from what a provider's one contact is: the from side of an inbound
 * call, the to side of an outbound one, and either side of others. */
static void list_row_sides__by_direction(void **state)
{
    (void)state;
    static const struct {
        const char *direction, *from, *to, *contact, *shown, *from_number, *to_number;
    } cases[] = {
        {"inbound", "+1", "+2", NULL, "+1", "+1", "+2"},
        {"outbound", "+1", "+2", NULL, "+2", "+1", "+2"},
        {NULL, "+1", "+2", NULL, "+1 > +2", "+1", "+2"},
        {"web", "+1", "+2", NULL, "+1 > +2", "+1", "+2"},
        {NULL, "+1", "+1", NULL, "+1", "+1", "+1"},
        {"inbound", NULL, "+2", "+3", "+3", "+3", "+2"},
        {"outbound", "+1", NULL, "+3", "+3", "+1", "+3"},
        {"outbound", NULL, NULL, "+3", "+3", NULL, "+3"},
        {NULL, NULL, NULL, "+3", "+3", "+3", "+3"},
        {NULL, "+1", NULL, "+3", "+1 > +3", "+1", "+3"},
        {NULL, "+3", NULL, "+3", "+3", "+3", "+3"},
        {NULL, NULL, "+2", "+3", "+3 > +2", "+3", "+2"},
        {"inbound", "", "+2", "+3", "+3", "+3", "+2"},
        {"outbound", "+1", "", "", "", "+1", NULL},
        {NULL, "", "+2", NULL, "> +2", NULL, "+2"},
        {NULL, "+1", NULL, NULL, "+1", "+1", NULL},
        {NULL, NULL, NULL, NULL, "", NULL, NULL},
    };
    for (size_t i = 0; i < LEN(cases); i++) {
        struct participant people[] = {{.role = "from", .address = cases[i].from},
                                       {.role = "to", .address = cases[i].to},
                                       {.role = "contact", .address = cases[i].contact}};
        struct call c = {.id = "x",
                         .direction = cases[i].direction,
                         .participants = people,
                         .participant_count = LEN(people)};
        struct list_row *r = list_row_new(&plain, &c);
        struct buf shown = {0};
        list_row_put_sides(&shown, &r->sides);
        assert_string_equal(buf_str(&shown), cases[i].shown);
        buf_clear(&shown);
        put_text(&shown, list_row_number(&c, r->way, PARTY_FROM));
        put_text(&shown, list_row_number(&c, r->way, PARTY_TO));
        char *numbers = xasprintf("\t%s\t%s", cases[i].from_number ? cases[i].from_number : "-",
                                  cases[i].to_number ? cases[i].to_number : "-");
        assert_string_equal(buf_str(&shown), numbers);
        free(numbers);
        buf_done(&shown);
        free(r);
    }
}

static void list_row_sides__without_a_number__the_name(void **state)
{
    (void)state;
    struct participant people[] = {{.role = "from", .address = "", .name = "Ada"},
                                   {.role = "contact", .address = "+3"}};
    struct call c = {
        .id = "x", .direction = "inbound", .participants = people, .participant_count = 2};
    struct list_row *r = list_row_new(&plain, &c);
    assert_string_equal(r->sides.first, "Ada");
    assert_null(r->sides.second);
    free(r);
}

static void list_row__long_texts__cut_with_a_mark(void **state)
{
    (void)state;
    char text[LIST_ROW_TEXT_BYTES + 3];
    memset(text, 'a', sizeof text);
    text[sizeof text - 1] = '\0';
    text[LIST_ROW_TEXT_BYTES - 1] = '\xc3'; /* a character that the end would split */
    text[LIST_ROW_TEXT_BYTES] = '\xbc';
    struct call c = {.id = "i", .duration_s = NAN, .summary = text};
    struct list_row *r = list_row_new(&plain, &c);
    assert_int_equal(strlen(r->summary), LIST_ROW_TEXT_BYTES - 1 + 3);
    assert_string_equal(r->summary + LIST_ROW_TEXT_BYTES - 1, "...");
    free(r);
}

/* The row of the longest common kind: three participants with IDs, and no summary. */
static void list_row__size__ten_thousand_in_four_megabytes(void **state)
{
    (void)state;
    struct described d;
    struct file_text json;
    described_init(&d, "");
    file_read(&json, "ringg-history", "json");
    struct answer_body answer = body_of(json.data, json.bytes);
    const struct provider *p = described_find(&d, "ringg");
    struct rows rows = rows_read(p, &answer, NULL);
    struct call *c = rows_call(p, value_first(rows.list), NULL);
    struct list_row *r = list_row_new(p, c);
    if (list_row_bytes(r) > 400)
        fail_msg("expected at most 400 bytes, got %zu", list_row_bytes(r));
    free(r);
    call_free(c);
    rows_done(&rows);
    file_text_done(&json);
    described_done(&d);
}

int main(void)
{
    time_set_zone("UTC");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list_row__documented_answers__as_worked_out),
        cmocka_unit_test(list_row__documented_answers__next_page),
        cmocka_unit_test(list_class__words__failed_comes_first),
        cmocka_unit_test(list_row__participants__packed_and_unpacked),
        cmocka_unit_test(list_row_bytes__all_of_the_row),
        cmocka_unit_test(list_row__without_participants),
        cmocka_unit_test(list_row_sides__by_direction),
        cmocka_unit_test(list_row_sides__without_a_number__the_name),
        cmocka_unit_test(list_row__long_texts__cut_with_a_mark),
        cmocka_unit_test(list_row__size__ten_thousand_in_four_megabytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
