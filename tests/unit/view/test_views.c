/* Views as rows of text, and the places of panes on them. Without a terminal, in a UTF-8 locale. */
#include "config/option.h"
#include "provider/json.h"
#include "ui/view/pane.h"
#include "ui/view/view_facts.h"
#include "ui/view/view_lines.h"
#include "ui/view/view_links.h"
#include "ui/view/view_other.h"
#include "ui/view/view_participants.h"
#include "ui/view/view_transcript.h"
#include "ui/view/view_tree.h"
#include "ui/view/wrap_cache.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct turn turn_of(const char *speaker, enum speaker_class class, double start_s,
                           const char *text)
{
    return (struct turn){.speaker = speaker,
                         .class = class,
                         .start_s = start_s,
                         .end_s = NAN,
                         .text = text,
                         .bytes = strlen(text)};
}

static struct call call_of(const struct turn *turns, size_t count)
{
    return (struct call){.provider = "ringyo",
                         .title = "Ringyo",
                         .id = "call_1",
                         .duration_s = 245,
                         .turns = turns,
                         .turn_count = count};
}

/* One row as text, including blanks at the end. */
static const char *row_of(struct view *v, size_t item, int row, struct line *line)
{
    line_clear(line);
    v->ops->row(v, item, row, line);
    return buf_str(&line->text);
}

static void transcript_row__puts_time_speaker_and_text_in_columns(void **state)
{
    (void)state;
    const struct turn turns[] = {turn_of("agent", SPEAKER_AGENT, 0, "Hello there."),
                                 turn_of("user", SPEAKER_PERSON, 63.2, "Hi.")};
    struct call c = call_of(turns, 2);
    struct transcript_style style = {.wrap = true};
    struct view *v = view_transcript_new(&c, &style);
    struct line line = {0};
    v->ops->layout(v, 80);
    assert_string_equal(row_of(v, 0, 0, &line), "   0:00  agent  Hello there.");
    assert_string_equal(row_of(v, 1, 0, &line), "   1:03  user   Hi.");
    line_done(&line);
    view_free(v);
}

/* The call lasts 4:05 as the provider says; what is heard does not move a row. */
static void transcript_row__turns_after_the_end__one_column(void **state)
{
    (void)state;
    const struct turn turns[] = {turn_of("agent", SPEAKER_AGENT, 0, "Hello there."),
                                 turn_of("agent", SPEAKER_AGENT, 4150, "Bye.")};
    struct call c = call_of(turns, 2);
    struct transcript_style style = {.wrap = true, .ascii = true};
    struct view *v = view_transcript_new(&c, &style);
    struct line line = {0};
    v->ops->layout(v, 80);
    view_transcript_heard(v, 2);
    assert_string_equal(row_of(v, 0, 0, &line), "      0:00  agent  Hello there.");
    assert_string_equal(row_of(v, 1, 0, &line), "  *1:09:10  agent  Bye.");
    line_done(&line);
    view_free(v);
}

static void transcript_row__before_the_start__one_column(void **state)
{
    (void)state;
    const struct turn turns[] = {turn_of("agent", SPEAKER_AGENT, -62, "Hello there."),
                                 turn_of("agent", SPEAKER_AGENT, 1, "Bye.")};
    struct call c = call_of(turns, 2);
    struct transcript_style style = {.wrap = true};
    struct view *v = view_transcript_new(&c, &style);
    struct line line = {0};
    v->ops->layout(v, 80);
    assert_string_equal(row_of(v, 0, 0, &line), "   -1:02  agent  Hello there.");
    assert_string_equal(row_of(v, 1, 0, &line), "    0:01  agent  Bye.");
    line_done(&line);
    view_free(v);
}

static void transcript_row__hangs_wrapped_text_under_the_text(void **state)
{
    (void)state;
    const struct turn turns[] = {
        turn_of("agent", SPEAKER_AGENT, 0, "one two three four five six seven\neight")};
    struct call c = call_of(turns, 1);
    struct transcript_style style = {.wrap = true};
    struct view *v = view_transcript_new(&c, &style);
    struct line line = {0};
    v->ops->layout(v, 16 + 25);
    assert_int_equal(v->ops->rows(v, 0, 1000), 3);
    assert_string_equal(row_of(v, 0, 0, &line), "   0:00  agent  one two three four five");
    assert_string_equal(row_of(v, 0, 1, &line), "                six seven");
    assert_string_equal(row_of(v, 0, 2, &line), "                eight");
    line_done(&line);
    view_free(v);
}

static void transcript_row__narrow_pane__head_in_its_own_row(void **state)
{
    (void)state;
    const struct turn turns[] = {turn_of("agent", SPEAKER_AGENT, 0, "Hello there.")};
    struct call c = call_of(turns, 1);
    struct transcript_style style = {.wrap = true};
    struct view *v = view_transcript_new(&c, &style);
    struct line line = {0};
    v->ops->layout(v, 20);
    assert_int_equal(v->ops->rows(v, 0, 1000), 2);
    assert_string_equal(row_of(v, 0, 0, &line), "   0:00  agent");
    assert_string_equal(row_of(v, 0, 1, &line), "    Hello there.");
    line_done(&line);
    view_free(v);
}

static void transcript_row__moves_sideways_when_not_wrapped(void **state)
{
    (void)state;
    const struct turn turns[] = {
        turn_of("agent", SPEAKER_AGENT, 0, "0123456789012345678901234567890123456789")};
    struct call c = call_of(turns, 1);
    struct transcript_style style = {.wrap = false};
    struct view *v = view_transcript_new(&c, &style);
    struct line line = {0};
    v->ops->layout(v, 16 + 31);
    assert_int_equal(v->ops->rows(v, 0, 1000), 1);
    assert_string_equal(row_of(v, 0, 0, &line), "   0:00  agent  012345678901234567890123456789>");
    v->ops->sideways(v, 1);
    assert_string_equal(row_of(v, 0, 0, &line), "   0:00  agent  5678901234567890123456789");
    v->ops->sideways(v, -1);
    v->ops->sideways(v, -1);
    assert_string_equal(row_of(v, 0, 0, &line), "   0:00  agent  012345678901234567890123456789>");
    line_done(&line);
    view_free(v);
}

static void transcript_row__shows_tools_and_no_column_without_times(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct value *payload = value_new(arena, VALUE_STRING);
    payload->text = "order 7";
    payload->bytes = 7;
    struct tool tool = {
        .name = "find_order", .status = "failed", .payload = payload, .took_s = NAN};
    struct turn turns[] = {turn_of("tool", SPEAKER_TOOL, NAN, "")};
    turns[0].tool = &tool;
    struct call c = call_of(turns, 1);
    struct transcript_style style = {.wrap = true};
    struct view *v = view_transcript_new(&c, &style);
    struct line line = {0};
    v->ops->layout(v, 80);
    assert_string_equal(row_of(v, 0, 0, &line),
                        "   tool  find_order  \xe2\x9c\x97 failed  order 7");
    line_done(&line);
    view_free(v);
    arena_free(arena);
}

static void transcript_row__keeps_hostile_text_in_its_column(void **state)
{
    (void)state;
    const struct turn turns[] = {turn_of("age\x1b]0;x\x07nt-with-a-very-long-name", SPEAKER_OTHER,
                                         0, "a\x1b[2Jb\r\nc\xe2\x80\xae d")};
    struct call c = call_of(turns, 1);
    struct transcript_style style = {.wrap = true};
    struct view *v = view_transcript_new(&c, &style);
    struct line line = {0};
    v->ops->layout(v, 80);
    assert_int_equal(v->ops->rows(v, 0, 1000), 2);
    assert_null(strpbrk(row_of(v, 0, 0, &line), "\x1b\x07\r\n"));
    assert_non_null(strstr(buf_str(&line.text), "  a[2Jb"));
    assert_string_equal(row_of(v, 0, 1, &line) + strspn(buf_str(&line.text), " "), "c d");
    line_done(&line);
    view_free(v);
}

static void facts__have_two_columns_or_one(void **state)
{
    (void)state;
    struct call c = call_of(NULL, 0);
    c.status = "completed";
    c.end_reason = "agent-hangup";
    struct view *v = view_facts_of_call(&c, NULL);
    struct line line = {0};
    v->ops->layout(v, 80);
    size_t wide = v->ops->items(v);
    assert_non_null(strstr(row_of(v, 0, 0, &line), "Status"));
    assert_non_null(strstr(buf_str(&line.text), "completed"));
    assert_true(line.cols <= 80);
    v->ops->layout(v, 40);
    assert_true(v->ops->items(v) >= wide);
    char *copied = v->ops->copy(v, 0);
    assert_string_equal(copied, "completed");
    free(copied);
    line_done(&line);
    view_free(v);
}

static void facts__never_pass_the_width(void **state)
{
    (void)state;
    const struct recording recording = {
        .url = "https://storage.example.com/a/very/long/path/to/a/recording/that/is/cut.mp3",
        .duration_s = NAN};
    struct call c = call_of(NULL, 0);
    c.status = "a status of many words that a provider made up on a bad day, and then some more";
    c.summary = "First line.\nSecond line with \xe4\xb8\xad\xe6\x96\x87 in it.";
    c.recordings = &recording;
    c.recording_count = 1;
    for (int cols = 20; cols <= 200; cols++) {
        struct view *views[] = {view_facts_of_call(&c, NULL), view_participants_new(&c)};
        struct line line = {0};
        for (int k = 0; k < 2; k++) {
            struct view *v = views[k];
            v->ops->layout(v, cols);
            for (size_t i = 0; i < v->ops->items(v); i++)
                for (int r = 0; r < v->ops->rows(v, i, 1000); r++) {
                    row_of(v, i, r, &line);
                    if (line.cols > cols)
                        fail_msg("%d columns in a pane of %d: '%s'", line.cols, cols,
                                 buf_str(&line.text));
                }
            view_free(v);
        }
        line_done(&line);
    }
}

/* A call with these other fields. */
static struct call call_with_other(struct arena *a, const char *json)
{
    struct err e = {""};
    struct call c = call_of(NULL, 0);
    c.other = json_parse(a, json, strlen(json), &e);
    if (!c.other)
        fail_msg("expected JSON, got: %s", e.text);
    return c;
}

/* All rows, each with a line end. */
static void expect_other(struct view *v, const char *expected)
{
    struct buf all = {0};
    struct line line = {0};
    for (size_t i = 0; i < v->ops->items(v); i++)
        for (int r = 0; r < v->ops->rows(v, i, 1000); r++)
            buf_printf(&all, "%s\n", row_of(v, i, r, &line));
    if (strcmp(buf_str(&all), expected) != 0)
        fail_msg("expected\n%sgot\n%s", expected, buf_str(&all));
    buf_done(&all);
    line_done(&line);
}

/* The item whose row contains a text. */
static size_t find_item(struct view *v, const char *text)
{
    struct line line = {0};
    size_t i = 0;
    while (i < v->ops->items(v) && !strstr(row_of(v, i, 0, &line), text))
        i++;
    line_done(&line);
    if (i == v->ops->items(v))
        fail_msg("expected a row with '%s'", text);
    return i;
}

static void other_fields__fold_as_a_tree(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct call c = call_with_other(a, "{\"m\":{\"id\":7,\"deep\":{\"x\":[{\"y\":null}]}},\"tags\":"
                                       "[\"a\",2,true],\"none\":[],\"e\\u001b[31m\":\"b\\nc\"}");
    struct view *v = view_other_new(&c);
    v->ops->layout(v, 60);
    expect_other(v, "  m\n"
                    "    id       7\n"
                    "    deep\n"
                    "      x\n"
                    "        [0]\n"
                    "          y  null\n"
                    "  tags       a, 2, true\n"
                    "  none       []\n"
                    "  e[31m      b c\n");
    size_t deep = find_item(v, "deep"), item = deep;
    assert_true(v->ops->fold(v, FOLD_TOGGLE, &item));
    assert_int_equal(item, deep);
    item = find_item(v, "tags");
    assert_true(v->ops->fold(v, FOLD_TOGGLE, &item));
    expect_other(v, "  m\n"
                    "    id    7\n"
                    "    deep  {..} 1 member\n"
                    "  tags\n"
                    "    [0]   a\n"
                    "    [1]   2\n"
                    "    [2]   true\n"
                    "  none    []\n"
                    "  e[31m   b c\n");
    item = find_item(v, "id");
    assert_false(v->ops->fold(v, FOLD_TOGGLE, &item)); /* not an object or array */
    assert_true(v->ops->fold(v, FOLD_ALL, &item));
    assert_int_equal(item, find_item(v, "m  ")); /* the cursor moved to the row that hides id */
    expect_other(v, "  m      {..} 2 members\n"
                    "  tags   a, 2, true\n"
                    "  none   []\n"
                    "  e[31m  b c\n");
    char *value = v->ops->value(v, item);
    assert_string_equal(value, "{\"id\":7,\"deep\":{\"x\":[{\"y\":null}]}}");
    free(value);
    view_free(v);
    arena_free(a);
}

static void other_fields__long_lists_begin_folded(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct buf json = {0};
    buf_puts(&json, "{\"first\":1,\"list\":[0");
    for (int i = 1; i < 500000; i++)
        buf_printf(&json, ",%d", i);
    buf_puts(&json, "]}");
    struct call c = call_with_other(a, buf_str(&json)), more = c;
    struct view *v = view_other_new(&c), *w;
    v->ops->layout(v, 60);
    expect_other(v, "  first  1\n"
                    "  list   [..] 500000 elements\n");
    size_t item = find_item(v, "list"), items = v->ops->items(v);
    assert_true(v->ops->fold(v, FOLD_TOGGLE, &item));
    assert_int_equal(v->ops->items(v), items + 500000);
    struct line line = {0};
    assert_non_null(strstr(row_of(v, items + 499999, 0, &line), "[499999]"));
    line_done(&line);
    w = view_other_new(&more); /* of the same call, fetched again */
    w->ops->layout(w, 60);
    assert_int_equal(view_tree_follow(w, v, items + 1000), items + 1000);
    assert_int_equal(w->ops->items(w), items + 500000);
    view_free(v);
    view_free(w);
    buf_done(&json);
    arena_free(a);
}

/* Such as the reply times of a call, which are too many for one row. */
static void other_fields__numbers__begin_folded(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct call c =
        call_with_other(a, "{\"few\":[1,2],\"values\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,"
                           "16],\"texts\":[\"a text of thirty columns or so\","
                           "\"another text of thirty columns\"]}");
    struct view *v = view_other_new(&c);
    v->ops->layout(v, 60);
    expect_other(v, "  few     1, 2\n"
                    "  values  [..] 16 elements\n"
                    "  texts\n"
                    "    [0]   a text of thirty columns or so\n"
                    "    [1]   another text of thirty columns\n");
    view_free(v);
    arena_free(a);
}

/* The two names of 36 columns have the same beginning and end; the pane has room for 24. */
static void other_fields__long_names__cut_in_the_middle(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct call c = call_with_other(a, "{\"id\":1,\"a_name_of_24_columns____\":2,"
                                       "\"customer_profile_first_segment_score\":3,"
                                       "\"customer_profile_third_segment_score\":4,"
                                       "\"a_single_name_that_is_much_too_long\":5}");
    struct view *v = view_other_new(&c);
    v->ops->layout(v, 39);
    expect_other(v, "  id  1\n"
                    "  a_name_of_24_columns____  2\n"
                    "  customer_p..3..ent_score  3\n"
                    "  customer_p..4..ent_score  4\n"
                    "  a_single_na..ch_too_long  5\n");
    v->ops->layout(v, 60);
    expect_other(v, "  id  1\n"
                    "  a_name_of_24_columns____  2\n"
                    "  customer_profile_first_segment_score  3\n"
                    "  customer_profile_third_segment_score  4\n"
                    "  a_single_name_that_is_much_too_long  5\n");
    view_free(v);
    arena_free(a);
}

/* The widest label, with its indent, has 7 columns and the widest value 50; folded ones count. */
static void other_fields__wanted_columns__do_not_change(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct call c = call_with_other(
        a,
        "{\"name\":\"30 columns 30 columns 30 column\",\"deep\":{\"inner\":\"50 columns 50 columns "
        "50 columns 50 columns 50 col\"}}");
    struct view *v = view_other_new(&c);
    size_t item = 0;
    assert_int_equal(v->ops->wanted_cols(v), 2 + 7 + 2 + 50 + 1);
    v->ops->layout(v, 40);
    assert_true(v->ops->fold(v, FOLD_ALL, &item));
    assert_int_equal(v->ops->wanted_cols(v), 2 + 7 + 2 + 50 + 1);
    view_free(v);
    arena_free(a);
}

static void other_fields__never_pass_the_width(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct buf json = {0};
    struct line line = {0};
    for (int i = 0; i < 25; i++)
        buf_puts(&json, "{\"\xe4\xb8\xad a very long name of a member, as they come\":[");
    buf_puts(&json, "{\"x\":\"\xe4\xb8\xad\xe6\x96\x87 words and more words and more words\"}");
    for (int i = 0; i < 25; i++)
        buf_puts(&json, "]}");
    struct call c = call_with_other(a, buf_str(&json));
    struct view *v = view_other_new(&c);
    for (int cols = 20; cols <= 120; cols++) {
        v->ops->layout(v, cols);
        for (size_t i = 0; i < v->ops->items(v); i++)
            for (int r = 0; r < v->ops->rows(v, i, 1000); r++) {
                row_of(v, i, r, &line);
                if (line.cols > cols)
                    fail_msg("%d columns in a pane of %d: '%s'", line.cols, cols,
                             buf_str(&line.text));
            }
    }
    view_free(v);
    line_done(&line);
    buf_done(&json);
    arena_free(a);
}

/* Items of 1, 2, 3, 1, 2, 3 ... rows at any width. */
static struct view *steps(int items)
{
    static const char *const texts[] = {"a", "a\nb", "a\nb\nc"};
    struct view *v = view_lines_new();
    for (int i = 0; i < items; i++)
        view_lines_add(v, ROLE_TEXT, NULL, ROLE_TEXT, texts[i % 3]);
    return v;
}

static void pane_rows_below__exact_then_by_items(void **state)
{
    (void)state;
    struct pane p = {0};
    pane_resize(&p, 4, 40);
    assert_int_equal(pane_rows_below(&p), 0);
    pane_set_view(&p, steps(9)); /* 18 rows */
    assert_int_equal(pane_rows_below(&p), 14);
    pane_resize(&p, 0, 40); /* only the title is shown */
    assert_int_equal(pane_rows_below(&p), 18);
    pane_resize(&p, 17, 40);
    assert_int_equal(pane_rows_below(&p), 1);
    pane_goto_end(&p);
    assert_int_equal(pane_rows_below(&p), 0);
    pane_goto(&p, 0);
    pane_resize(&p, 2, 40);
    pane_set_view(&p, steps(3000)); /* 102 rows end with the 51st item, and 2949 follow */
    assert_int_equal(pane_rows_below(&p), 100 + 2949);
    pane_done(&p);
}

static void pane_move__keeps_the_cursor_seen(void **state)
{
    (void)state;
    struct pane p = {0};
    pane_resize(&p, 4, 40);
    pane_set_view(&p, steps(9)); /* 18 rows */
    for (int i = 0; i < 17; i++) {
        pane_move(&p, 1);
        assert_int_equal(pane_cursor_row(&p), i + 1 < 3 ? i + 1 : 3);
    }
    pane_move(&p, 5);
    assert_int_equal(p.cursor.item, 8);
    assert_int_equal(p.cursor.row, 2);
    pane_move(&p, -100);
    assert_int_equal(p.cursor.item, 0);
    assert_int_equal(pane_cursor_row(&p), 0);
    pane_done(&p);
}

static void pane_scroll__never_leaves_rows_empty_at_the_end(void **state)
{
    (void)state;
    struct pane p = {0};
    pane_resize(&p, 5, 40);
    pane_set_view(&p, steps(9));
    pane_scroll(&p, 1000);
    assert_int_equal(p.top.item, 7);
    assert_int_equal(p.top.row, 0);
    assert_int_equal(pane_cursor_row(&p), 4);
    pane_done(&p);
}

static void pane_goto__shows_the_complete_item(void **state)
{
    (void)state;
    struct pane p = {0};
    pane_resize(&p, 5, 40);
    pane_set_view(&p, steps(30));
    pane_goto(&p, 14); /* three rows */
    assert_int_equal(p.cursor.item, 14);
    assert_int_equal(pane_cursor_row(&p), 1);
    pane_goto(&p, 1000);
    assert_int_equal(p.cursor.item, 29);
    pane_goto(&p, 0);
    assert_int_equal(pane_cursor_row(&p), 0);
    pane_done(&p);
}

/* After a jump the window shows the following rows, and some of the previous ones. */
static void pane_goto__out_of_the_window__shows_the_surroundings(void **state)
{
    (void)state;
    struct pane p = {0};
    pane_resize(&p, 9, 40);
    pane_set_view(&p, steps(300));
    pane_goto(&p, 150);
    assert_int_equal(pane_cursor_row(&p), 3);
    struct place top = p.top;
    pane_goto(&p, 151); /* visible already: the window stays */
    assert_int_equal(p.top.item, top.item);
    assert_int_equal(p.top.row, top.row);
    pane_goto(&p, 20);
    assert_int_equal(pane_cursor_row(&p), 3);
    pane_goto(&p, 299);
    assert_true(pane_cursor_row(&p) > 3); /* no empty rows below the end */
    pane_done(&p);
}

static void pane_selected__either_way_and_with_fewer_items(void **state)
{
    (void)state;
    struct pane p = {0};
    size_t first, last;
    pane_resize(&p, 5, 40);
    pane_set_view(&p, steps(30));
    pane_goto(&p, 20);
    pane_selected(&p, &first, &last);
    assert_true(first == 20 && last == 20);
    pane_select(&p);
    pane_goto(&p, 10);
    pane_selected(&p, &first, &last);
    assert_true(first == 10 && last == 20);
    pane_goto(&p, 25);
    pane_selected(&p, &first, &last);
    assert_true(first == 20 && last == 25);
    pane_set_view(&p, steps(6));
    pane_selected(&p, &first, &last);
    assert_true(first == 5 && last == 5);
    pane_done(&p);
}

static void pane_resize__keeps_the_turn(void **state)
{
    (void)state;
    struct turn turns[50];
    for (int i = 0; i < 50; i++)
        turns[i] = turn_of("agent", SPEAKER_AGENT, i,
                           "some words that wrap at one width and not at the other one");
    struct call c = call_of(turns, 50);
    struct transcript_style style = {.wrap = true};
    struct pane p = {0};
    pane_resize(&p, 10, 120);
    pane_set_view(&p, view_transcript_new(&c, &style));
    pane_goto(&p, 30);
    pane_resize(&p, 7, 45);
    assert_int_equal(p.cursor.item, 30);
    assert_in_range(pane_cursor_row(&p), 0, 6);
    pane_resize(&p, 40, 200);
    assert_int_equal(p.cursor.item, 30);
    assert_in_range(pane_cursor_row(&p), 0, 39);
    pane_set_view(&p, view_transcript_new(&c, &style)); /* fetched again */
    assert_int_equal(p.cursor.item, 30);
    pane_done(&p);
}

static void pane__lives_without_items_and_without_rows(void **state)
{
    (void)state;
    struct pane p = {0};
    pane_move(&p, 1);
    pane_goto(&p, 5);
    pane_resize(&p, 0, 0);
    pane_set_view(&p, view_lines_new());
    pane_move(&p, 1);
    pane_scroll(&p, -1);
    pane_goto(&p, 5);
    assert_int_equal(pane_cursor_row(&p), -1);
    pane_done(&p);
}

static void view_lines__lines_labels_up(void **state)
{
    (void)state;
    struct view *v = view_lines_new();
    struct line line = {0};
    view_lines_add(v, ROLE_KEY, "r", ROLE_TEXT, "fetches again");
    view_lines_add(v, ROLE_KEY, "<F5>", ROLE_TEXT, "and this does");
    v->ops->layout(v, 60);
    assert_string_equal(row_of(v, 0, 0, &line), "  r     fetches again");
    assert_string_equal(row_of(v, 1, 0, &line), "  <F5>  and this does");
    v->ops->layout(v, 16);
    assert_int_equal(v->ops->rows(v, 0, 1000), 2);
    assert_string_equal(row_of(v, 0, 1, &line), "  fetches again");
    line_done(&line);
    view_free(v);
}

static void wrap_cache__finds_only_requested_rows(void **state)
{
    (void)state;
    static char text[1000 + 1];
    struct wrap_cache w = {0};
    size_t bytes;
    memset(text, 'x', sizeof text - 1);
    wrap_cache_begin(&w, text, 10);
    assert_true(wrap_cache_rows(&w, 3) >= 3);
    assert_true(w.at < 100); /* the rest was not wrapped */
    assert_ptr_equal(wrap_cache_row(&w, 50, &bytes), text + 500);
    assert_int_equal(bytes, 10);
    assert_int_equal(wrap_cache_rows(&w, 100000), 100);
    assert_int_equal(w.at, 1000); /* all of it was */
    wrap_cache_row(&w, 100, &bytes);
    assert_int_equal(bytes, 0);
    wrap_cache_begin(&w, "", 10);
    assert_int_equal(wrap_cache_rows(&w, 5), 1);
    wrap_cache_done(&w);
}

static void pane_goto_end__shows_the_last_row_of_a_long_turn(void **state)
{
    (void)state;
    static char text[6000 + 1];
    memset(text, 'x', sizeof text - 1);
    const struct turn turns[] = {turn_of("agent", SPEAKER_AGENT, 0, "Hi."),
                                 turn_of("user", SPEAKER_PERSON, 5, text)};
    struct call c = call_of(turns, 2);
    struct transcript_style style = {.wrap = true};
    struct pane p = {0};
    pane_set_view(&p, view_transcript_new(&c, &style));
    pane_resize(&p, 10, 16 + 61);
    pane_goto_end(&p);
    assert_int_equal(p.cursor.item, 1);
    assert_int_equal(p.cursor.row, 99);
    assert_int_equal(p.top.row, 90);
    pane_done(&p);
}

/* Gives the call two links that contain numbers; they are in its arena. */
static struct view *links_of(struct call *c, const char *json, bool mask)
{
    struct err e;
    *c = call_of(NULL, 0);
    c->arena = arena_new();
    c->live = true;
    c->other = json_parse(c->arena, json, strlen(json), &e);
    c->links = links_find(c);
    struct view *v = view_links_new(c, mask, "r", "D");
    v->ops->layout(v, 100);
    return v;
}

static void links__masked__contain_no_number(void **state)
{
    (void)state;
    static const char json[] = "{\"files\":{\"+14155550123\":\"https://14155550123.sip.example/a\","
                               "\"joe@example.com\":{\"url\":\"https://b.example/+14155550123\"}}}";
    static const struct {
        bool mask;
        const char *rows[2], *searched[2];
    } cases[] = {
        {false,
         {"  /files/+14155550123         14155550123.sip.example",
          "  /files/joe@example.com/url  b.example"},
         {"/files/+14155550123\n14155550123.sip.example\nhttps://14155550123.sip.example/a",
          "/files/joe@example.com/url\nb.example\nhttps://b.example/+14155550123"}},
        {true,
         {"  /files/+#######0123         #######0123.sip.example",
          "  /files/###@######e.com/url  b.example"},
         /* digits without a plus are not masked in a link */
         {"/files/+#######0123\n#######0123.sip.example\nhttps://14155550123.sip.example/a",
          "/files/###@######e.com/url\nb.example\nhttps://b.example/+#######0123"}},
    };
    for (size_t i = 0; i < 2; i++) {
        struct call c;
        struct view *v = links_of(&c, json, cases[i].mask);
        struct line line = {0};
        for (size_t k = 0; k < 2; k++) {
            struct buf room = {0};
            const char *row = row_of(v, 1 + k, 0, &line);
            assert_memory_equal(row, cases[i].rows[k], strlen(cases[i].rows[k]));
            v->ops->text(v, 1 + k, &room);
            assert_string_equal(buf_str(&room), cases[i].searched[k]);
            assert_int_equal(room.len, strlen(cases[i].searched[k]));
            assert_ptr_equal(view_links_at(v, 1 + k), &c.links->list[k]);
            buf_done(&room);
        }
        line_done(&line);
        view_free(v);
        arena_free(c.arena);
    }
}

static void links__masked__indexes_are_not_numbers(void **state)
{
    (void)state;
    struct call c;
    struct line line = {0};
    struct view *v = links_of(&c, "{\"123\":{\"456\":{\"7890\":\"https://a.example/\"}}}", true);
    assert_non_null(strstr(row_of(v, 1, 0, &line), "/123/456/7890"));
    line_done(&line);
    view_free(v);
    arena_free(c.arena);
}

static void links__behind_the_key__names_the_key_that_saves(void **state)
{
    (void)state;
    static const struct recording recordings[] = {{.duration_s = NAN, .by_key = true}};
    struct call c;
    struct line line = {0};
    struct buf text = {0};
    view_free(links_of(&c, "{\"a\":\"https://a.example/1\"}", false));
    c.recordings = recordings;
    c.recording_count = 1;
    c.links = links_find(&c);
    struct view *v = view_links_new(&c, true, "r", "D");
    v->ops->layout(v, 60);
    assert_int_equal(v->ops->items(v), 2);
    assert_string_equal(row_of(v, 0, 0, &line),
                        "  recording  behind the provider's key, D saves it");
    v->ops->layout(v, 40);
    assert_string_equal(row_of(v, 0, 0, &line), "  recording  behind the provider's key..");
    v->ops->text(v, 0, &text);
    assert_string_equal(buf_str(&text), "recording\nbehind the provider's key, D saves it\n");
    assert_null(v->ops->copy(v, 0));
    assert_string_equal(view_links_shown(v, 0), "");
    assert_ptr_equal(view_links_at(v, 0)->recording, recordings);
    assert_string_equal(row_of(v, 1, 0, &line), "  /a         a.example  ");
    buf_done(&text);
    line_done(&line);
    view_free(v);
    arena_free(c.arena);
}

static void links__too_many__the_title_reports_it(void **state)
{
    (void)state;
    struct buf json = {0};
    struct call c;
    struct line line = {0};
    buf_puts(&json, "{\"a\":\"");
    for (int i = 0; i <= 20000; i++)
        buf_puts(&json, "https://a.example/ ");
    buf_puts(&json, "\"}");
    struct view *v = links_of(&c, buf_str(&json), false);
    v->ops->title(v, &line);
    assert_string_equal(buf_str(&line.text), "only the first 1 are listed");
    line_done(&line);
    view_free(v);
    arena_free(c.arena);
    buf_done(&json);
}

/* The value of the option is the number of the member. */
static void timestamps__are_in_the_order_of_the_option(void **state)
{
    (void)state;
    for (int i = 0; i < TIMES_COUNT; i++) {
        int number = -1;
        const char *name = view_transcript_timestamps_name((enum timestamps)i);
        assert_true(option_read(&options[OPT_timestamps], name, &number, NULL));
        assert_int_equal(number, i);
    }
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pane_goto_end__shows_the_last_row_of_a_long_turn),
        cmocka_unit_test(wrap_cache__finds_only_requested_rows),
        cmocka_unit_test(transcript_row__puts_time_speaker_and_text_in_columns),
        cmocka_unit_test(transcript_row__turns_after_the_end__one_column),
        cmocka_unit_test(transcript_row__before_the_start__one_column),
        cmocka_unit_test(transcript_row__hangs_wrapped_text_under_the_text),
        cmocka_unit_test(transcript_row__narrow_pane__head_in_its_own_row),
        cmocka_unit_test(transcript_row__moves_sideways_when_not_wrapped),
        cmocka_unit_test(transcript_row__shows_tools_and_no_column_without_times),
        cmocka_unit_test(transcript_row__keeps_hostile_text_in_its_column),
        cmocka_unit_test(facts__have_two_columns_or_one),
        cmocka_unit_test(facts__never_pass_the_width),
        cmocka_unit_test(other_fields__fold_as_a_tree),
        cmocka_unit_test(other_fields__long_lists_begin_folded),
        cmocka_unit_test(other_fields__numbers__begin_folded),
        cmocka_unit_test(other_fields__long_names__cut_in_the_middle),
        cmocka_unit_test(other_fields__wanted_columns__do_not_change),
        cmocka_unit_test(other_fields__never_pass_the_width),
        cmocka_unit_test(pane_rows_below__exact_then_by_items),
        cmocka_unit_test(pane_move__keeps_the_cursor_seen),
        cmocka_unit_test(pane_scroll__never_leaves_rows_empty_at_the_end),
        cmocka_unit_test(pane_goto__shows_the_complete_item),
        cmocka_unit_test(pane_goto__out_of_the_window__shows_the_surroundings),
        cmocka_unit_test(pane_selected__either_way_and_with_fewer_items),
        cmocka_unit_test(pane_resize__keeps_the_turn),
        cmocka_unit_test(pane__lives_without_items_and_without_rows),
        cmocka_unit_test(view_lines__lines_labels_up),
        cmocka_unit_test(links__masked__contain_no_number),
        cmocka_unit_test(links__masked__indexes_are_not_numbers),
        cmocka_unit_test(links__behind_the_key__names_the_key_that_saves),
        cmocka_unit_test(links__too_many__the_title_reports_it),
        cmocka_unit_test(timestamps__are_in_the_order_of_the_option),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
