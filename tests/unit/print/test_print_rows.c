/* The printed forms of a list's rows. */
#include "base/alloc.h"
#include "call/figures.h"
#include "print/row_form.h"
#include "text/cols.h"

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

static const int64_t NOON_US = 1795953600000000; /* 2026-11-29T12:00:00Z */

struct given {
    struct call calls[4];
    const char *from, *to, *other, *agent;
};

static struct print_row row_of(void *owner, size_t i)
{
    const struct given *g = owner;
    const struct call *c = &g->calls[i];
    return (struct print_row){c, g->from, g->to, g->other, g->agent, c->started};
}

static struct call call_of(const char *id)
{
    return (struct call){.provider = "ringg",
                         .id = id,
                         .status = "done",
                         .started = {.us = NOON_US, .known = true},
                         .duration_s = 61.5};
}

static char *print(enum row_form form, struct given *g, size_t count, int cols)
{
    struct buf out = {0};
    struct print_rows rows = {count, row_of, g, cols, true};
    row_form_print(&out, form, &rows);
    return buf_take(&out);
}

static void expect(enum row_form form, struct given *g, size_t count, const char *expected)
{
    char *have = print(form, g, count, 80);
    assert_string_equal(have, expected);
    free(have);
}

#define TSV_HEAD                                                                                   \
    "provider\tid\tstarted_at\tended_at\tduration_s\tdirection\tfrom\tto\tagent\tstatus\t"         \
    "end_reason\tcost\tsummary\n"
#define CSV_HEAD                                                                                   \
    "provider,id,started_at,ended_at,duration_s,direction,from,to,agent,status,end_reason,cost,"   \
    "summary\r\n"

static void rows__none__heading_only(void **state)
{
    (void)state;
    struct given g = {0};
    expect(ROW_FORM_TEXT, &g, 0, "");
    expect(ROW_FORM_JSON, &g, 0, "");
    expect(ROW_FORM_ID, &g, 0, "");
    expect(ROW_FORM_TSV, &g, 0, TSV_HEAD);
    expect(ROW_FORM_CSV, &g, 0, CSV_HEAD);
}

static void rows__complete__each_form(void **state)
{
    (void)state;
    static const struct participant people[] = {
        {.role = "from", .address = "+14155551234", .duration_s = NAN}};
    struct given g = {.calls = {call_of("a1")},
                      .from = "+14155551234",
                      .to = "+41791234567",
                      .other = "+14155551234",
                      .agent = "Sarah"};
    struct call *c = &g.calls[0];
    c->direction = "inbound";
    c->ended = (struct instant){.us = NOON_US + 61500000, .known = true, .digits = 1};
    c->end_reason = "hangup";
    c->summary = "one\ttwo\r\n\"three\", four";
    c->figures.cost = (struct money){"USD", 0.14500000000000002};
    c->participants = people;
    c->participant_count = 1;
    expect(ROW_FORM_ID, &g, 1, "ringg:a1\n");
    expect(ROW_FORM_TSV, &g, 1,
           TSV_HEAD
           "ringg\ta1\t2026-11-29T12:00:00Z\t2026-11-29T12:01:01.5Z\t61.5\tinbound\t+14155551234\t"
           "+41791234567\tSarah\tdone\thangup\t0.145 USD\tone two \"three\", four\n");
    expect(ROW_FORM_CSV, &g, 1,
           CSV_HEAD
           "ringg,a1,2026-11-29T12:00:00Z,2026-11-29T12:01:01.5Z,61.5,inbound,+14155551234,"
           "+41791234567,Sarah,done,hangup,0.145 USD,\"one two\n\"\"three\"\", four\"\r\n");
    expect(
        ROW_FORM_JSON, &g, 1,
        "{\"schema\":1,\"row\":true,\"provider\":\"ringg\",\"id\":\"a1\",\"status\":\"done\","
        "\"direction\":\"inbound\",\"created_at\":null,\"started_at\":\"2026-11-29T12:00:00Z\","
        "\"ended_at\":\"2026-11-29T12:01:01.5Z\",\"duration_s\":61.5,\"end_reason\":\"hangup\","
        "\"summary\":\"one\\u0009two\\u000d\\u000a\\\"three\\\", four\",\"participants\":[{"
        "\"role\":\"from\",\"id\":null,\"name\":null,\"address\":\"+14155551234\",\"state\":null,"
        "\"joined_at\":null,\"left_at\":null,\"duration_s\":null}],\"cost\":{\"amount\":0.145,"
        "\"currency\":\"USD\"}}\n");
    expect(ROW_FORM_TEXT, &g, 1,
           "time UTC          provider  number        agent  duration  status  end reason\n"
           "2026-11-29 12:00  ringg     +14155551234  Sarah      1:01  done    hangup\n");
}

static void rows__empty__all_columns(void **state)
{
    (void)state;
    struct given g = {.calls = {{.provider = "x", .id = "i", .duration_s = NAN}}};
    expect(ROW_FORM_TSV, &g, 1, TSV_HEAD "x\ti\t\t\t\t\t\t\t\t\t\t\t\n");
    expect(ROW_FORM_JSON, &g, 1,
           "{\"schema\":1,\"row\":true,\"provider\":\"x\",\"id\":\"i\",\"status\":null,"
           "\"direction\":null,\"created_at\":null,\"started_at\":null,\"ended_at\":null,"
           "\"duration_s\":null,\"end_reason\":null,\"summary\":null,\"participants\":[],"
           "\"cost\":null}\n");
}

/* The zone is shown in the rows where the clocks were turned between them. */
static void rows__text__zone(void **state)
{
    (void)state;
    struct given g = {.calls = {call_of("a"), call_of("b")}};
    g.calls[0].started.us = 1792888200000000; /* 2026-10-25T00:30:00Z */
    g.calls[1].started.us = 1792891800000000; /* an hour later */
    assert_true(time_set_zone("Europe/Zurich"));
    expect(ROW_FORM_TEXT, &g, 2,
           "time                   provider  duration  status\n"
           "2026-10-25 02:30 CEST  ringg         1:01  done\n"
           "2026-10-25 02:30 CET   ringg         1:01  done\n");
    time_set_zone("UTC");
}

/* What a spreadsheet would run. */
static void rows__formula__gets_an_apostrophe(void **state)
{
    (void)state;
    static const struct {
        const char *value, *tsv;
    } rows[] = {
        {"=1+1", "'=1+1"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"-2+3", "'-2+3"},
        {"+1 415", "'+1 415"},
        {"+14155551234", "+14155551234"},
        {"-5", "-5"},
        {"12.5", "12.5"},
        {"+", "'+"},
        {"-", "'-"},
        {"\t=1", "' =1"},
        {"\r=1", "' =1"},
        {"\xe2\x80\x8b=1+1", "'=1+1"}, /* a zero-width space in front */
        {"=\xe2\x80\x8b", "'="},
        {"+12\xe2\x80\x8b", "'+12"},
        {" =1", " =1"},
        {"a=1", "a=1"},
        {"\x1b[31m", "[31m"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct given g = {.calls = {call_of("a")}};
        g.calls[0].summary = rows[i].value;
        char *expected =
            xasprintf("%sringg\ta\t2026-11-29T12:00:00Z\t\t61.5\t\t\t\t\tdone\t\t\t%s\n", TSV_HEAD,
                      rows[i].tsv);
        expect(ROW_FORM_TSV, &g, 1, expected);
        free(expected);
    }
}

/* No row is wider than the terminal, and what is cut has a mark. */
static void rows__text__fits(void **state)
{
    (void)state;
    struct given g = {.calls = {call_of("a"), call_of("b")},
                      .other = "Conversation with a very long name and more of it",
                      .agent = "The agent of the night shift, number two"};
    g.calls[0].summary = "The caller wants to change an order. \xe4\xbd\xa0\xe5\xa5\xbd\n and more "
                         "that does not fit into any of these terminals, whatever happens to them";
    for (int cols = 20; cols < 200; cols++) {
        char *text = print(ROW_FORM_TEXT, &g, 2, cols);
        for (char *line = text, *end; *line; line = end + 1) {
            end = strchr(line, '\n');
            int used = cols_of(line, (size_t)(end - line));
            if (used > cols)
                fail_msg("%d columns are %d wide: %.*s", cols, used, (int)(end - line), line);
        }
        assert_true(cols < 150 || strstr(text, "..."));
        free(text);
    }
}

static void row_form__of_path(void **state)
{
    (void)state;
    assert_int_equal(row_form_of_path("x.CSV"), ROW_FORM_CSV);
    assert_int_equal(row_form_of_path("a/x.tsv"), ROW_FORM_TSV);
    assert_int_equal(row_form_of_path("x.txt"), ROW_FORM_TEXT);
    assert_int_equal(row_form_of_path(".json"), ROW_FORM_COUNT);
    assert_int_equal(row_form_of_path("x.id"), ROW_FORM_COUNT);
    assert_string_equal(row_form_names(), "text, json, tsv, csv or id");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows__none__heading_only),
        cmocka_unit_test(rows__complete__each_form),
        cmocka_unit_test(rows__empty__all_columns),
        cmocka_unit_test(rows__text__zone),
        cmocka_unit_test(rows__formula__gets_an_apostrophe),
        cmocka_unit_test(rows__text__fits),
        cmocka_unit_test(row_form__of_path),
    };
    setlocale(LC_ALL, "C.UTF-8");
    time_set_zone("UTC");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
