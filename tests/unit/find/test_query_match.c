/* Which rows a query matches, and which clauses a row can tell. */
#include "base/alloc.h"
#include "find/query.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static const int64_t NOW_US = 1795963212345000; /* Sun 29 Nov 2026 14:40:12.345 UTC */
static const int64_t HOUR_US = (int64_t)3600 * CIVIL_US;

static const struct query_provider providers[] = {{"ringg", "Ringg"}, {"diga", "Diga"}};

static struct query *read_query(const char *text)
{
    struct query_terms t = {.time = {NOW_US, &civil_zone_in_force, 7},
                            .providers = providers,
                            .provider_count = LEN(providers)};
    struct query_problem problem;
    struct query *q = query_new(text, &t, &problem);
    if (!q)
        fail_msg("'%s': %s", text, problem.why.text);
    return q;
}

static const char *const names[] = {"Dr. M\xc3\xbcller", "Ann"};
static const char *const texts[] = {"Hello there", "your REFUND\nis on its way"};

/* A row that knows everything, and one that knows nothing. */
static struct find_row full_row(void)
{
    return (struct find_row){.provider = "ringg",
                             .id = "call_7f3",
                             .status = "no-answer",
                             .end_reason = "customer hung up",
                             .summary = "Order 17 was late",
                             .class = FIND_FAILED,
                             .direction = FIND_IN,
                             .started = {.us = NOW_US - 2 * HOUR_US, .known = true},
                             .created = {.us = NOW_US - 30 * HOUR_US, .known = true},
                             .duration_s = 90,
                             .from = "+41 (79) 123-45-67",
                             .to = "0800555000",
                             .agent_id = "ag_9",
                             .agent = "Sales Bot",
                             .names = names,
                             .name_count = LEN(names),
                             .texts = texts,
                             .text_count = LEN(texts)};
}

static struct find_row empty_row(void)
{
    return (struct find_row){.provider = "diga", .id = "x", .duration_s = NAN};
}

struct expected {
    const char *query;
    bool full, empty;
};

static void check(const struct expected *row)
{
    struct query *q = read_query(row->query);
    struct find_row full = full_row(), empty = empty_row();
    if (query_matches(q, &full) != row->full || query_matches(q, &empty) != row->empty)
        fail_msg("'%s': the full row %s, the empty row %s", row->query,
                 query_matches(q, &full) ? "matches" : "does not match",
                 query_matches(q, &empty) ? "matches" : "does not match");
    query_free(q);
}

/* `kept` has no implied days, so that a row without a time can match. */
static void query_matches__each_kind(void **state)
{
    (void)state;
    static const struct expected rows[] = {
        {"kept", true, true},
        {"", true, false},
        {"kept ringg", true, false},
        {"kept ringg diga", true, true},
        {"kept !diga", true, false},
        {"kept ringg !ringg", false, false},
        {"kept 4567", true, false},
        {"kept !4567", false, true},
        {"kept +41791234567", true, false},
        {"kept 0791234567", true, false},
        {"kept 00791234567", true, false},
        {"kept 2791234567", false, false},
        {"kept 555000", true, false},
        {"kept from:4567", true, false},
        {"kept to:4567", false, false},
        {"kept !to:4567", true, true},
        {"kept to:5000", true, false},
        {"kept >89 <91", true, false},
        {"kept >90", false, false},
        {"kept <90", false, false},
        {"kept !>90", true, true},
        {"kept in", true, false},
        {"kept out", false, false},
        {"kept !out", true, true},
        {"kept failed", true, false},
        {"kept live", false, false},
        {"kept !live", true, true},
        {"kept agent:sales", true, false},
        {"kept agent:AG_", true, false},
        {"kept agent:x", false, false},
        {"kept status:ANSWER", true, false},
        {"kept reason:\"hung up\"", true, false},
        {"kept id:_7F", true, false},
        {"kept !id:_7F", false, true},
        {"kept name:M\xc3\x9cLLER", true, false},
        {"kept name:Bot", false, false},
        {"kept text:refund", true, false},
        {"kept \"refund is on\"", true, false},
        {"kept \"order 17\"", true, false},
        {"kept \"hung up\"", false, false},
        {"kept !\"hung up\"", true, true},
        {"kept refund", false, false},
        {"kept late", true, false},
        {"kept no-answer", true, false},
        {"kept hung ann bot ag_ m\xc3\xbcller", true, false},
        {"kept !ann", false, true},
        {"kept /order \\d+/", true, false},
        {"kept /Refund/", false, false},
        {"kept /^is on/", true, false},
        {"kept !/refund/", false, true},
        {"kept today", true, false},
        {"kept !today", false, true},
        {"kept yesterday", false, false},
        {"kept 119m", false, false},
        {"kept 2h", true, false},
        {"kept failed live", false, false},
    };
    for (size_t i = 0; i < LEN(rows); i++)
        check(&rows[i]);
}

static bool matches(const char *text, const struct find_row *row)
{
    struct query *q = read_query(text);
    bool does = query_matches(q, row);
    query_free(q);
    return does;
}

static void query_matches__ends_of_a_range__belong_to_it(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        int64_t us; /* from the midnight of the 28th on */
        bool matches;
    } rows[] = {{"2026-11-28", 0, true},
                {"2026-11-28", -1, false},
                {"2026-11-28", 24 * (int64_t)3600000000 - 1, true},
                {"2026-11-28", 24 * (int64_t)3600000000, false},
                {"yesterday 14:00..16:00", 14 * (int64_t)3600000000, true},
                {"yesterday 14:00..16:00", 14 * (int64_t)3600000000 - 1, false},
                {"yesterday 14:00..16:00", 16 * (int64_t)3600000000, true},
                {"yesterday 14:00..16:00", 16 * (int64_t)3600000000 + 1, false},
                {"yesterday 14:00", 13 * (int64_t)3600000000 + 1800000000, true},
                {"yesterday 14:00", 14 * (int64_t)3600000000 + 1800000001, false}};
    for (size_t i = 0; i < LEN(rows); i++) {
        struct find_row row = full_row();
        row.started.us = 1795824000000000 + rows[i].us;
        if (matches(rows[i].query, &row) != rows[i].matches)
            fail_msg("'%s' and %lld", rows[i].query, (long long)rows[i].us);
    }
}

static void query_matches__no_start__creation(void **state)
{
    (void)state;
    struct find_row row = full_row();
    assert_false(matches("yesterday", &row));
    row.started.known = false;
    assert_true(matches("yesterday", &row));
}

/* A provider that knows one contact: which side that is depends on the direction. */
static void query_matches__contact__is_the_other_side(void **state)
{
    (void)state;
    static const struct {
        enum find_direction direction;
        bool from, to;
    } rows[] = {{FIND_IN, true, false},
                {FIND_OUT, false, true},
                {FIND_DIRECTION_UNKNOWN, true, true},
                {FIND_DIRECTION_OTHER, true, true}};
    for (size_t i = 0; i < LEN(rows); i++) {
        struct find_row row = full_row();
        row.from = row.to = NULL;
        row.contact = "+15550001234";
        row.direction = rows[i].direction;
        assert_true(matches("1234", &row));
        assert_int_equal(matches("from:1234", &row), rows[i].from);
        assert_int_equal(matches("to:1234", &row), rows[i].to);
    }
}

static void query_matches__text_that_was_searched__believed(void **state)
{
    (void)state;
    struct query *q = read_query("kept text:a !text:b text:c");
    struct find_row row = empty_row();
    row.summary = "c";
    assert_false(query_matches(q, &row));
    row.believed = &q->list[1];
    assert_true(q->list[1].kind == QUERY_TEXT && query_matches(q, &row));
    row.believed = &q->list[3];
    assert_false(query_matches(q, &row));
    row.believed = &q->list[1];
    row.summary = "b c";
    assert_false(query_matches(q, &row));
    query_free(q);
    q = read_query("kept !text:b");
    row = empty_row();
    row.believed = &q->list[1];
    assert_true(query_matches(q, &row));
    query_free(q);
}

/* What the empty row cannot tell; what is empty or of no known kind can be told. */
static void query_answer__unknown__is_not_empty(void **state)
{
    (void)state;
    static const char *const texts_of[] = {
        "1234",    "from:1234", "to:1234",  "today",  ">5",     "<5",   "in", "live",
        "agent:x", "status:x",  "reason:x", "name:x", "text:x", "word", "/x/"};
    struct find_row unknown = empty_row(), said = empty_row();
    said.from = said.to = said.status = said.end_reason = said.summary = said.agent = "";
    said.names = names;
    said.texts = texts;
    said.duration_s = 5;
    said.direction = FIND_DIRECTION_OTHER;
    said.class = FIND_CLASS_OTHER;
    said.created = (struct instant){.us = 1, .known = true};
    for (size_t i = 0; i < LEN(texts_of); i++) {
        char *text = xasprintf("kept %s", texts_of[i]);
        struct query *q = read_query(text);
        if (query_answer(&q->list[1], &unknown) != QUERY_UNTOLD ||
            query_answer(&q->list[1], &said) != QUERY_NO)
            fail_msg("'%s'", text);
        query_free(q);
        free(text);
    }
}

static void query_answer__provider__is_always_told(void **state)
{
    (void)state;
    struct query *q = read_query("kept ringg");
    struct find_row full = full_row(), empty = empty_row();
    assert_int_equal(query_answer(&q->list[1], &full), QUERY_YES);
    assert_int_equal(query_answer(&q->list[1], &empty), QUERY_NO);
    query_free(q);
}

/* One of two is enough to tell. */
static void query_answer__partly_known__is_told(void **state)
{
    (void)state;
    struct query *q = read_query("kept 1234 agent:x text:x word");
    struct find_row row = empty_row();
    row.to = "5555";
    row.agent_id = "a";
    row.summary = "s";
    for (size_t i = 1; i < q->count; i++)
        assert_int_equal(query_answer(&q->list[i], &row), QUERY_NO);
    assert_int_equal(query_answer_time(q, &row), QUERY_YES);
    query_free(q);
    q = read_query("kept text:x /x/");
    row = empty_row();
    row.texts = texts; /* a transcript without turns */
    for (size_t i = 1; i < q->count; i++)
        assert_int_equal(query_answer(&q->list[i], &row), QUERY_NO);
    query_free(q);
    q = read_query("");
    assert_int_equal(query_answer_time(q, &row), QUERY_UNTOLD);
    query_free(q);
}

static void query_matches__numbers__digits_only(void **state)
{
    (void)state;
    static const struct {
        const char *query, *number;
        bool matches;
    } rows[] = {
        {"5551234", "+1 (415) 555-1234", true},
        {"5551234", "1.415.555.1234", true},
        {"5551234", "sip:+14155551234@10.0.0.7:5060", true},
        {"5551234",
         "\xef\xbc\x95\xef\xbc\x95\xef\xbc\x95\xef\xbc\x91\xef\xbc\x92\xef\xbc\x93\xef\xbc\x94",
         true}, /* full-width */
        {"14155551234", "4155551234", false},
        {"5551234", "5551234 ext", true},
        {"5551234", "15551235", false},
        {"5551234", "anonymous", false},
        {"0001", "21", true},
        {"0001", "20", false}};
    for (size_t i = 0; i < LEN(rows); i++) {
        struct find_row row = full_row();
        row.from = rows[i].number;
        if (matches(rows[i].query, &row) != rows[i].matches)
            fail_msg("'%s' and '%s'", rows[i].query, rows[i].number);
    }
}

static void query_regex__hopeless__does_not_match(void **state)
{
    (void)state;
    char *text = xcalloc(1, 5001);
    memset(text, 'a', 5000);
    struct find_row row = full_row();
    row.summary = text;
    row.texts = NULL;
    row.text_count = 0;
    assert_false(matches("kept /(a+)+$b/", &row));
    free(text);
}

static void find_row_direction__words(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        enum find_direction direction;
    } rows[] = {{NULL, FIND_DIRECTION_UNKNOWN},
                {"", FIND_DIRECTION_UNKNOWN},
                {"inbound", FIND_IN},
                {"Incoming", FIND_IN},
                {"in", FIND_IN},
                {"inboundPhoneCall", FIND_IN},
                {"OUTBOUND", FIND_OUT},
                {"outgoing", FIND_OUT},
                {"out", FIND_OUT},
                {"webCall", FIND_DIRECTION_OTHER},
                {"internal", FIND_DIRECTION_OTHER}};
    for (size_t i = 0; i < LEN(rows); i++)
        assert_int_equal(find_row_direction(rows[i].word), rows[i].direction);
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    time_set_zone("UTC");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(query_matches__each_kind),
        cmocka_unit_test(query_matches__ends_of_a_range__belong_to_it),
        cmocka_unit_test(query_matches__no_start__creation),
        cmocka_unit_test(query_matches__contact__is_the_other_side),
        cmocka_unit_test(query_matches__text_that_was_searched__believed),
        cmocka_unit_test(query_answer__unknown__is_not_empty),
        cmocka_unit_test(query_answer__provider__is_always_told),
        cmocka_unit_test(query_answer__partly_known__is_told),
        cmocka_unit_test(query_matches__numbers__digits_only),
        cmocka_unit_test(query_regex__hopeless__does_not_match),
        cmocka_unit_test(find_row_direction__words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
