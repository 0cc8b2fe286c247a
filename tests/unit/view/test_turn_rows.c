/* Turns as rows: tool calls that fold, and where each byte of their text is drawn. No terminal. */
#include "provider/json.h"
#include "ui/view/turn_rows.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define GOOD "\xe2\x9c\x93 "
#define BAD "\xe2\x9c\x97 "

struct fixture {
    struct arena *arena;
    struct tool tools[3];
    struct turn turns[4];
    struct call call;
    struct turn_rows *rows;
};

static const struct value *parsed(struct arena *a, const char *json)
{
    struct err e = {""};
    const struct value *v = json_parse(a, json, strlen(json), &e);
    if (!v)
        fail_msg("%s: %s", json, e.text);
    return v;
}

static struct turn turn_of(const char *text, const struct tool *tool)
{
    return (struct turn){.class = tool ? SPEAKER_TOOL : SPEAKER_AGENT,
                         .start_s = NAN,
                         .end_s = NAN,
                         .text = text,
                         .bytes = strlen(text),
                         .tool = tool};
}

static struct tool tool_of(const char *name, const char *status, const struct value *payload)
{
    return (struct tool){.name = name, .status = status, .payload = payload, .took_s = NAN};
}

/* Words; a tool call with a payload; one with only a name; one with words and a payload. */
static void setup(struct fixture *f)
{
    f->arena = arena_new();
    f->tools[0] = tool_of("find", "success", parsed(f->arena, "{\"id\":7,\"to\":[\"a\"]}"));
    f->tools[1] = tool_of("hang_up", NULL, NULL);
    f->tools[2] = tool_of(NULL, "failed", parsed(f->arena, "\"no such order\""));
    f->turns[0] = turn_of("one\ntwo", NULL);
    f->turns[1] = turn_of("", &f->tools[0]);
    f->turns[2] = turn_of("", &f->tools[1]);
    f->turns[3] = turn_of("looked\nhard", &f->tools[2]);
    f->call = (struct call){.provider = "p", .id = "1", .turns = f->turns, .turn_count = 4};
    f->rows = turn_rows_new(&f->call);
    turn_rows_layout(f->rows, &(struct turn_rows_style){.cols = 40, .wrap = true});
}

static void teardown(struct fixture *f)
{
    turn_rows_free(f->rows);
    arena_free(f->arena);
}

/* All rows of a turn, separated by `|`. */
static void expect(struct turn_rows *r, size_t turn, const char *want)
{
    struct buf all = {0};
    struct line line = {0};
    for (int row = 0; row < turn_rows_count(r, turn, 1000); row++) {
        line_clear(&line);
        turn_rows_put(r, turn, row, &line);
        buf_printf(&all, "%s%s", row ? "|" : "", buf_str(&line.text));
    }
    if (strcmp(buf_str(&all), want) != 0)
        fail_msg("turn %zu: got '%s', expected '%s'", turn, buf_str(&all), want);
    buf_done(&all);
    line_done(&line);
}

/* The role of the cluster that has this byte of the text, and whether it is drawn at all. */
static bool drawn(struct turn_rows *r, size_t turn, size_t offset, enum role *role)
{
    struct line line = {0};
    bool found = false;
    turn_rows_put(r, turn, turn_rows_row_of(r, turn, offset), &line);
    for (size_t i = 0; i < line.count && !found; i++) {
        const struct span *s = &line.spans[i];
        found = s->from != LINE_NOWHERE && offset >= s->from && offset - s->from < s->bytes;
        *role = s->role;
    }
    line_done(&line);
    return found;
}

static void expect_role(struct fixture *f, size_t turn, const char *word, enum role want)
{
    struct buf text = {0};
    enum role role = ROLE_COUNT;
    turn_rows_text(&text, &f->turns[turn]);
    const char *at = strstr(buf_str(&text), word);
    if (!at)
        fail_msg("'%s' is not in '%s'", word, buf_str(&text));
    size_t offset = at ? (size_t)(at - buf_str(&text)) : 0;
    if (!drawn(f->rows, turn, offset, &role) || role != want)
        fail_msg("'%s' of turn %zu: role %d, expected %d", word, turn, (int)role, (int)want);
    buf_done(&text);
}

static void tool__folded_and_unfolded__rows(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    expect(f.rows, 0, "one|two");
    expect(f.rows, 1, "find  " GOOD "success  {\"id\":7,\"to\":[\"a\"]}");
    expect(f.rows, 2, "hang_up");
    expect(f.rows, 3, BAD "failed  looked hard no such order");
    assert_false(turn_rows_toggle(f.rows, 0));
    assert_false(turn_rows_toggle(f.rows, 2));
    assert_true(turn_rows_toggle(f.rows, 1));
    expect(f.rows, 1, "find  " GOOD "success|{|  \"id\": 7,|  \"to\": [|    \"a\"|  ]|}");
    assert_true(turn_rows_toggle(f.rows, 1));
    expect(f.rows, 1, "find  " GOOD "success  {\"id\":7,\"to\":[\"a\"]}");
    turn_rows_unfold_all(f.rows);
    expect(f.rows, 3, BAD "failed|looked|hard|no such order");
    assert_true(turn_rows_fold_all(f.rows));
    assert_int_equal(turn_rows_count(f.rows, 3, 1000), 1);
    teardown(&f);
}

static void system__folded__one_row(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    f.turns[0].class = SPEAKER_SYSTEM;
    expect(f.rows, 0, "one two");
    assert_true(turn_rows_toggle(f.rows, 0));
    expect(f.rows, 0, "one|two");
    assert_true(turn_rows_fold_all(f.rows));
    expect(f.rows, 0, "one two");
    turn_rows_unfold_all(f.rows);
    expect(f.rows, 0, "one|two");
    assert_true(turn_rows_toggle(f.rows, 0));
    turn_rows_reveal(f.rows, 0, 4, 3); /* a match */
    expect(f.rows, 0, "one|two");
    teardown(&f);
}

/* What else the provider sent with a turn is below its words once it is unfolded. */
static void turn__unfolded__has_what_else_was_sent(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    f.turns[0].other = parsed(f.arena, "{\"none\":null,\"score\":0.5}");
    f.turns[1].other = parsed(f.arena, "{\"took\":3}");
    f.turns[2].other = parsed(f.arena, "{\"none\":null}");
    f.turns[3].other = NULL;
    expect(f.rows, 0, "one|two");
    assert_true(turn_rows_toggle(f.rows, 0));
    expect(f.rows, 0, "one|two|{|  \"score\": 0.5|}");
    assert_true(turn_rows_toggle(f.rows, 1));
    expect(f.rows, 1,
           "find  " GOOD "success|{|  \"id\": 7,|  \"to\": [|    \"a\"|  ]|}|{|  \"took\": 3|}");
    assert_false(turn_rows_toggle(f.rows, 2));
    assert_true(turn_rows_fold_all(f.rows));
    expect(f.rows, 0, "one|two");
    turn_rows_unfold_all(f.rows); /* tool calls only */
    expect(f.rows, 0, "one|two");
    turn_rows_layout(f.rows, &(struct turn_rows_style){.cols = 40});
    expect(f.rows, 0, "one two");
    assert_true(turn_rows_toggle(f.rows, 0));
    expect(f.rows, 0, "one|two|{|  \"score\": 0.5|}");
    struct buf words = {0};
    turn_rows_text(&words, &f.turns[0]);
    assert_string_equal(buf_str(&words), "one\ntwo");
    buf_done(&words);
    teardown(&f);
}

/* A call and its result are two parts; a short value stands beside its label. */
static void tool__joined__arguments_and_result(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    f.tools[0].payload = parsed(f.arena, "{\"arguments\":{\"id\":7},\"result\":\"none\"}");
    f.tools[0].took_s = 3.2;
    expect(f.rows, 1, "find  " GOOD "success  {\"id\":7} -> none");
    turn_rows_unfold_all(f.rows);
    expect(f.rows, 1, "find  " GOOD "success|arguments|{|  \"id\": 7|}|result     none");
    expect_role(&f, 1, "arguments", ROLE_LABEL);
    expect_role(&f, 1, "\"id\"", ROLE_JSON_NAME);
    expect_role(&f, 1, "7", ROLE_JSON_NUMBER);
    expect_role(&f, 1, "result", ROLE_LABEL);
    expect_role(&f, 1, "none", ROLE_TEXT);
    assert_true(turn_rows_fold_all(f.rows));
    assert_true(turn_rows_toggle(f.rows, 1));
    expect(f.rows, 1,
           "find  " GOOD "success|arguments|{|  \"id\": 7|}|result     none|took       3.20 s");
    turn_rows_unfold_all(f.rows); /* what is unfolded stays as it is */
    expect(f.rows, 1,
           "find  " GOOD "success|arguments|{|  \"id\": 7|}|result     none|took       3.20 s");
    assert_true(turn_rows_fold_all(f.rows));
    f.tools[1].payload = parsed(f.arena, "{\"arguments\":{},\"result\":\"a\\nb\"}");
    assert_true(turn_rows_toggle(f.rows, 2));
    expect(f.rows, 2, "hang_up|arguments  {}|result|a|b");
    f.tools[2].payload = parsed(f.arena, "{\"arguments\":1,\"result\":2,\"more\":3}");
    expect(f.rows, 3, BAD "failed  looked hard {\"arguments\":1,\"..");
    teardown(&f);
}

/* A result that is not there is not said. */
static void tool__joined__no_result(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    f.tools[0].payload = parsed(f.arena, "{\"arguments\":{\"id\":7}}");
    expect(f.rows, 1, "find  " GOOD "success  {\"id\":7}");
    assert_true(turn_rows_toggle(f.rows, 1));
    expect(f.rows, 1, "find  " GOOD "success|arguments|{|  \"id\": 7|}");
    f.tools[2].payload = parsed(f.arena, "{\"arguments\":1,\"more\":2}");
    expect(f.rows, 3, BAD "failed  looked hard {\"arguments\":1,\"..");
    teardown(&f);
}

/* A label is never alone, and an arrow always points to something. */
static void tool__joined__empty_parts(void **state)
{
    (void)state;
    static const char *const empty[] = {"null", "\"\""};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        struct fixture f;
        char json[64];
        setup(&f);
        snprintf(json, sizeof json, "{\"arguments\":7,\"result\":%s}", empty[i]);
        f.tools[0].payload = parsed(f.arena, json);
        expect(f.rows, 1, "find  " GOOD "success  7");
        snprintf(json, sizeof json, "{\"arguments\":%s,\"result\":8}", empty[i]);
        f.tools[2].payload = parsed(f.arena, json);
        f.turns[3].text = "";
        f.turns[3].bytes = 0;
        expect(f.rows, 3, BAD "failed  -> 8");
        assert_true(turn_rows_toggle(f.rows, 1));
        expect(f.rows, 1, "find  " GOOD "success|arguments  7|result     not given");
        expect_role(&f, 1, "result", ROLE_LABEL);
        expect_role(&f, 1, "not given", ROLE_DIM);
        teardown(&f);
    }
}

/* The error is named once, and a tool call of which only the error is known has failed. */
static void tool__error__behind_the_status(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    f.tools[0] = (struct tool){.name = "find", .status = "error", .error = "timeout", .took_s = 1};
    expect(f.rows, 1, "find  " BAD "error  timeout");
    expect_role(&f, 1, "timeout", ROLE_BAD);
    f.tools[1].error = "no\x1b[31m line";
    f.tools[1].status = "failed";
    expect(f.rows, 2, "hang_up  " BAD "failed  no[31m line");
    f.tools[2].error = "Failed";
    expect(f.rows, 3, BAD "failed  looked hard no such order");
    turn_rows_layout(f.rows, &(struct turn_rows_style){.cols = 16, .wrap = true});
    expect(f.rows, 1, "find  " BAD "error");
    turn_rows_layout(f.rows, &(struct turn_rows_style){.cols = 40, .wrap = true});
    assert_true(turn_rows_toggle(f.rows, 1)); /* there is nothing but how long it took */
    expect(f.rows, 1, "find  " BAD "error  timeout|took       1.00 s");
    teardown(&f);
}

/* The stages line up, and what else the provider sent comes below them. */
static void turn__measured__stages_and_who_cut_in(void **state)
{
    (void)state;
    static const struct stage stages[] = {{"heard", 0.2}, {"thought", 12.04}};
    struct fixture f;
    setup(&f);
    f.turns[0].stages = stages;
    f.turns[0].stage_count = 2;
    f.turns[0].reply_s = 12.5;
    f.turns[0].other = parsed(f.arena, "{\"score\":0.5}");
    assert_true(turn_rows_toggle(f.rows, 0));
    expect(f.rows, 0, "one|two|heard     0.20 s|thought  12.04 s|{|  \"score\": 0.5|}");
    turn_rows_toggle(f.rows, 0);
    f.call.figures.turn_reply = ORIGIN_PROVIDER;
    f.turns[3].tool = NULL;
    assert_true(turn_rows_toggle(f.rows, 3)); /* only the reply is known */
    expect(f.rows, 3, "looked|hard|reply  0.00 s (from the provider)");
    f.turns[0].interrupted = TRUTH_YES;
    expect(f.rows, 0, "one|two (interrupted)");
    turn_rows_toggle(f.rows, 0);
    expect(f.rows, 0,
           "one|two (interrupted)|reply        12.50 s (from the provider)|heard         0.20 "
           "s|thought      12.04 s|"
           "interrupted  by the person|{|  \"score\": 0.5|}");
    struct buf words = {0};
    turn_rows_text(&words, &f.turns[0]); /* what was measured is not searched */
    assert_string_equal(buf_str(&words), "one\ntwo");
    buf_done(&words);
    teardown(&f);
}

static void turn__interrupted__a_note_behind_its_words(void **state)
{
    (void)state;
    struct fixture f;
    enum role role;
    setup(&f);
    f.turns[0].interrupted = TRUTH_YES;
    f.turns[0].class = SPEAKER_PERSON;
    expect(f.rows, 0, "one|two (interrupted)");
    assert_true(drawn(f.rows, 0, 4, &role) && role == ROLE_TEXT);
    assert_true(drawn(f.rows, 0, 10, &role) && role == ROLE_DIM);
    turn_rows_layout(f.rows, &(struct turn_rows_style){.cols = 13, .wrap = true});
    expect(f.rows, 0, "one|two|(interrupted)");
    turn_rows_layout(f.rows, &(struct turn_rows_style){.cols = 40});
    expect(f.rows, 0, "one two (interrupted)");
    assert_true(turn_rows_toggle(f.rows, 0));
    expect(f.rows, 0, "one|two (interrupted)|interrupted  by the agent");
    turn_rows_toggle(f.rows, 0);
    f.turns[0].interrupted = TRUTH_NO;
    turn_rows_layout(f.rows, &(struct turn_rows_style){.cols = 40, .wrap = true});
    expect(f.rows, 0, "one|two");
    assert_false(turn_rows_toggle(f.rows, 0));
    teardown(&f);
}

/* Escape sequences are removed, and what is longer than a row is cut. */
static void tool__folded__arguments_are_clean_and_cut(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    f.tools[0].payload = parsed(f.arena, "{\"a\":\"\\u001b[2J\\u202e\\nmuch more of it\"}");
    expect(f.rows, 1, "find  " GOOD "success  {\"a\":\"\\u001b[2J\\u202e..");
    f.tools[0].payload = parsed(f.arena, "\"{\\u001b[2J\\n1}\"");
    expect(f.rows, 1, "find  " GOOD "success  {[2J 1}");
    teardown(&f);
}

static void tool__ascii_and_narrow__signs_and_cuts(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    turn_rows_layout(f.rows, &(struct turn_rows_style){.cols = 40, .wrap = true, .ascii = true});
    expect(f.rows, 1, "find  v success  {\"id\":7,\"to\":[\"a\"]}");
    expect(f.rows, 3, "x failed  looked hard no such order");
    for (int cols = 1; cols < 40; cols++) {
        struct line line = {0};
        turn_rows_layout(f.rows, &(struct turn_rows_style){.cols = cols, .wrap = true});
        turn_rows_put(f.rows, 1, 0, &line);
        if (line.cols > cols)
            fail_msg("%d columns in a row of %d: '%s'", line.cols, cols, buf_str(&line.text));
        line_clear(&line);
        turn_rows_put(f.rows, 3, 0, &line);
        if (line.cols > cols)
            fail_msg("%d columns in a row of %d: '%s'", line.cols, cols, buf_str(&line.text));
        line_done(&line);
    }
    teardown(&f);
}

static void text__offsets__are_those_of_the_drawn_bytes(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    expect_role(&f, 1, "find", ROLE_TEXT);
    expect_role(&f, 1, "success", ROLE_GOOD);
    turn_rows_unfold_all(f.rows);
    expect_role(&f, 1, "success", ROLE_GOOD);
    expect_role(&f, 1, "\"id\"", ROLE_JSON_NAME);
    expect_role(&f, 1, "7", ROLE_JSON_NUMBER);
    expect_role(&f, 1, "\"a\"", ROLE_JSON_STRING);
    expect_role(&f, 1, "]", ROLE_DIM);
    expect_role(&f, 3, "failed", ROLE_BAD);
    expect_role(&f, 3, "hard", ROLE_TEXT);
    expect_role(&f, 3, "order", ROLE_TEXT);
    assert_int_equal(turn_rows_offset_of(f.rows, 1, 0), 0);
    assert_int_equal(turn_rows_row_of(f.rows, 1, turn_rows_offset_of(f.rows, 1, 3)), 3);
    teardown(&f);
}

static void reveal__a_folded_match__unfolds(void **state)
{
    (void)state;
    struct fixture f;
    struct buf text = {0};
    setup(&f);
    turn_rows_text(&text, &f.turns[1]);
    size_t at = (size_t)(strstr(buf_str(&text), "\"to\"") - buf_str(&text));
    turn_rows_reveal(f.rows, 1, 2, 2); /* in the name, which is visible already */
    assert_int_equal(turn_rows_count(f.rows, 1, 1000), 1);
    assert_int_equal(turn_rows_row_of(f.rows, 1, at), 0);
    turn_rows_reveal(f.rows, 1, at, 4);
    assert_int_equal(turn_rows_count(f.rows, 1, 1000), 7);
    assert_int_equal(turn_rows_row_of(f.rows, 1, at), 3);
    buf_done(&text);
    teardown(&f);
}

static void unwrapped__unfolded__a_row_a_line_and_sideways(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    turn_rows_unfold_all(f.rows);
    turn_rows_layout(f.rows, &(struct turn_rows_style){.cols = 6});
    expect(f.rows, 0, "one tw>");
    expect(f.rows, 1, "find|{|  \"id\">|  \"to\">|    \"a>|  ]|}");
    turn_rows_sideways(f.rows, 1);
    expect(f.rows, 1, "find||id\": 7>|to\": [| \"a\"||");
    turn_rows_sideways(f.rows, -5);
    expect(f.rows, 3, BAD "fa..|looked|hard|no suc>");
    teardown(&f);
}

/* Names, status words and payloads come from the provider and may contain anything. */
static void tool__hostile_fields__are_harmless(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    f.tools[0] =
        tool_of("a\x1b[2J\nb\x9b",
                "\xe2\x80\xae"
                "ok\r\n",
                parsed(f.arena, "{\"\\u001b]0;x\\u0007\":\"\\u202e\\n\x7f\",\"\\\"\":[\"}\"]}"));
    f.tools[2].payload = parsed(f.arena, "\"\\u001b[31m\\ttext\\u200b\"");
    turn_rows_unfold_all(f.rows);
    expect(f.rows, 1,
           "a[2J b\xef\xbf\xbd  ok |{|  \"\\u001b]0;x\\u0007\": \"\\u202e\\n\\u007f\",|"
           "  \"\\\"\": [|    \"}\"|  ]|}");
    expect(f.rows, 3, BAD "failed|looked|hard|[31m text");
    expect_role(&f, 1, "\"}\"", ROLE_JSON_STRING);
    teardown(&f);
}

static void fold_like__same_call__other_turns(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    turn_rows_toggle(f.rows, 3);
    struct call longer = f.call;
    struct turn turns[5];
    memcpy(turns, f.turns, sizeof f.turns);
    turns[4] = turn_of("", &f.tools[0]);
    longer.turns = turns;
    longer.turn_count = 5;
    struct turn_rows *again = turn_rows_new(&longer), *other;
    turn_rows_layout(again, &(struct turn_rows_style){.cols = 40, .wrap = true});
    turn_rows_follow(again, f.rows);
    assert_int_equal(turn_rows_count(again, 1, 1000), 1);
    assert_int_equal(turn_rows_count(again, 3, 1000), 4);
    assert_int_equal(turn_rows_count(again, 4, 1000), 1);
    longer.id = "2";
    other = turn_rows_new(&longer);
    turn_rows_layout(other, &(struct turn_rows_style){.cols = 40, .wrap = true});
    turn_rows_follow(other, f.rows);
    assert_int_equal(turn_rows_count(other, 3, 1000), 1);
    turn_rows_free(again);
    turn_rows_free(other);
    teardown(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tool__folded_and_unfolded__rows),
        cmocka_unit_test(system__folded__one_row),
        cmocka_unit_test(turn__unfolded__has_what_else_was_sent),
        cmocka_unit_test(tool__joined__arguments_and_result),
        cmocka_unit_test(tool__joined__empty_parts),
        cmocka_unit_test(tool__joined__no_result),
        cmocka_unit_test(tool__error__behind_the_status),
        cmocka_unit_test(turn__measured__stages_and_who_cut_in),
        cmocka_unit_test(turn__interrupted__a_note_behind_its_words),
        cmocka_unit_test(tool__folded__arguments_are_clean_and_cut),
        cmocka_unit_test(tool__ascii_and_narrow__signs_and_cuts),
        cmocka_unit_test(text__offsets__are_those_of_the_drawn_bytes),
        cmocka_unit_test(reveal__a_folded_match__unfolds),
        cmocka_unit_test(unwrapped__unfolded__a_row_a_line_and_sideways),
        cmocka_unit_test(tool__hostile_fields__are_harmless),
        cmocka_unit_test(fold_like__same_call__other_turns),
    };
    if (!setlocale(LC_ALL, "C.UTF-8"))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
