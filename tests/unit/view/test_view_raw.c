/* The view of a call's documents as JSON. Runs in a UTF-8 locale. */
#include "base/alloc.h"
#include "provider/json.h"
#include "tests/support/cpu_time.h"
#include "tests/support/sanitized.h"
#include "ui/view/pane.h"
#include "ui/view/pane_search.h"
#include "ui/view/view_raw.h"

#include <limits.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* A call with documents. */
struct subject {
    struct arena *arena;
    struct document documents[3];
    struct call call;
    bool wrap;
    struct view *view;
    struct line line;
};

static void add_document(struct subject *s, const char *name, const char *json, size_t bytes)
{
    struct err e = {""};
    if (!s->arena)
        s->arena = arena_new();
    struct value *root = json_parse(s->arena, json, bytes, &e);
    if (!root)
        fail_msg("expected JSON, got: %s", e.text);
    s->documents[s->call.document_count++] =
        (struct document){.name = name, .bytes = json, .count = bytes, .root = root};
    s->call.documents = s->documents;
}

static void open_view(struct subject *s, int cols)
{
    s->wrap = true;
    s->view = view_raw_new(&s->call, &s->wrap);
    s->view->ops->layout(s->view, cols);
}

static void start(struct subject *s, const char *json)
{
    *s = (struct subject){0};
    add_document(s, "call", json, strlen(json));
    open_view(s, 80);
}

static void stop(struct subject *s)
{
    line_done(&s->line);
    view_free(s->view);
    arena_free(s->arena);
}

static const char *row_of(struct subject *s, size_t item, int row)
{
    line_clear(&s->line);
    s->view->ops->row(s->view, item, row, &s->line);
    return buf_str(&s->line.text);
}

/* All rows except the heading, each with a line end. */
static void expect_rows(struct subject *s, const char *expected)
{
    struct buf all = {0};
    for (size_t i = 1; i < s->view->ops->items(s->view); i++)
        for (int r = 0; r < s->view->ops->rows(s->view, i, INT_MAX); r++)
            buf_printf(&all, "%s\n", row_of(s, i, r));
    if (strcmp(buf_str(&all), expected) != 0)
        fail_msg("expected\n%sgot\n%s", expected, buf_str(&all));
    buf_done(&all);
}

static size_t fold(struct subject *s, enum fold how, size_t item)
{
    if (!s->view->ops->fold(s->view, how, &item))
        fail_msg("expected that item %zu folds", item);
    return item;
}

static void expect_text(char *got, const char *expected)
{
    if (!got || strcmp(got, expected) != 0)
        fail_msg("expected '%s', got '%s'", expected, got ? got : "(null)");
    free(got);
}

static void expect_pointer(struct subject *s, size_t item, const char *expected)
{
    expect_text(s->view->ops->pointer(s->view, item), expected);
}

static void expect_copied(struct subject *s, size_t item, const char *expected)
{
    expect_text(s->view->ops->value(s->view, item), expected);
}

static const char small[] = "{\"id\":\"call_1\",\"n\":[1,2.5,[]],\"o\":{\"deep\":{\"x\":null}},"
                            "\"ok\":true,\"none\":{}}";

static const char small_rows[] = "  {\n"
                                 "    \"id\": \"call_1\",\n"
                                 "    \"n\": [\n"
                                 "      1,\n"
                                 "      2.5,\n"
                                 "      []\n"
                                 "    ],\n"
                                 "    \"o\": {\n"
                                 "      \"deep\": {\n"
                                 "        \"x\": null\n"
                                 "      }\n"
                                 "    },\n"
                                 "    \"ok\": true,\n"
                                 "    \"none\": {}\n"
                                 "  }\n";

static void raw_rows__one_a_scalar_or_bracket(void **state)
{
    (void)state;
    struct subject s;
    start(&s, small);
    assert_string_equal(row_of(&s, 0, 0), "  call, 74 bytes");
    expect_rows(&s, small_rows);
    stop(&s);
}

static void raw_rows__a_root_that_is_a_scalar(void **state)
{
    (void)state;
    struct subject s;
    start(&s, "\"only\"");
    expect_rows(&s, "  \"only\"\n");
    stop(&s);
}

static void raw_rows__a_second_document_below_the_first(void **state)
{
    (void)state;
    struct subject s = {0};
    add_document(&s, "call", "{\"a\":1}", 7);
    add_document(&s, "turns", "[\"hi\"]", 6);
    open_view(&s, 80);
    expect_rows(&s, "  {\n"
                    "    \"a\": 1\n"
                    "  }\n"
                    "  turns, 6 bytes\n"
                    "  [\n"
                    "    \"hi\"\n"
                    "  ]\n");
    expect_pointer(&s, 6, "/0");
    expect_copied(&s, 6, "hi");
    assert_null(s.view->ops->pointer(s.view, 4));
    assert_null(s.view->ops->value(s.view, 4));
    stop(&s);
}

static void raw_rows__hostile_text_stays_in_its_row(void **state)
{
    (void)state;
    struct subject s;
    start(&s,
          "{\"a\\n\\\"b\":\"x\\u001b[31m\\ty\\r\\n\\u202ez\\\\u000a\",\"\\u001b]0;t\\u0007\":1}");
    expect_rows(&s, "  {\n"
                    "    \"a\\n\\\"b\": \"x\\u001b[31m\\ty\\r\\n\\u202ez\\\\u000a\",\n"
                    "    \"\\u001b]0;t\\u0007\": 1\n"
                    "  }\n");
    stop(&s);
}

static void raw_rows__long_texts_wrap_and_hang(void **state)
{
    (void)state;
    struct subject s;
    start(&s, "{\"text\":\"one two three four five six seven\"}");
    s.view->ops->layout(s.view, 30);
    expect_rows(&s, "  {\n"
                    "    \"text\": \"one two three\n"
                    "      four five six seven\"\n"
                    "  }\n");
    s.wrap = false;
    s.view->ops->layout(s.view, 30);
    expect_rows(&s, "  {\n"
                    "    \"text\": \"one two three fo>\n"
                    "  }\n");
    s.view->ops->sideways(s.view, 1);
    assert_string_equal(row_of(&s, 2, 0), "    \"text\": four five six sev>");
    s.view->ops->sideways(s.view, -1);
    assert_string_equal(row_of(&s, 2, 0), "    \"text\": \"one two three fo>");
    stop(&s);
}

/* At every width no row is wider than the pane. */
static void raw_rows__never_wider_than_the_pane(void **state)
{
    (void)state;
    struct subject s;
    struct buf json = {0};
    for (int i = 0; i < 60; i++)
        buf_puts(&json, "{\"\xe4\xb8\xad\xe6\x96\x87\":[");
    buf_puts(&json, "\"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb e\xcc\x81\xcc\x81 words\"");
    for (int i = 0; i < 60; i++)
        buf_puts(&json, "]}");
    struct err e;
    s = (struct subject){.arena = arena_new()};
    assert_null(json_parse(s.arena, json.data, json.len, &e)); /* nested twice as deep as allowed */
    buf_clear(&json);
    for (int i = 0; i < 30; i++)
        buf_puts(&json, "{\"\xe4\xb8\xad\xe6\x96\x87\":[");
    buf_puts(&json, "\"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb e\xcc\x81\xcc\x81 words\"");
    for (int i = 0; i < 30; i++)
        buf_puts(&json, "]}");
    add_document(&s, "call", json.data, json.len);
    open_view(&s, 20);
    for (int cols = 20; cols < 90; cols += 3) {
        s.view->ops->layout(s.view, cols);
        for (size_t i = 0; i < s.view->ops->items(s.view); i++)
            for (int r = 0; r < s.view->ops->rows(s.view, i, INT_MAX); r++) {
                row_of(&s, i, r);
                if (s.line.cols > cols)
                    fail_msg("expected at most %d columns, got %d: %s", cols, s.line.cols,
                             buf_str(&s.line.text));
            }
    }
    buf_done(&json);
    stop(&s);
}

static void raw_rows__a_huge_text_shows_its_beginning(void **state)
{
    (void)state;
    struct subject s = {0};
    struct buf json = {0};
    buf_puts(&json, "[\"");
    for (int i = 0; i < 300000; i++)
        buf_puts(&json, "word ");
    buf_puts(&json, "\"]");
    add_document(&s, "call", json.data, json.len);
    open_view(&s, 80);
    int rows = s.view->ops->rows(s.view, 2, INT_MAX);
    assert_true(rows > 860 && rows < 960);
    assert_non_null(strstr(row_of(&s, 2, rows - 1), ".. 1500000 bytes in all"));
    char *complete = s.view->ops->value(s.view, 2);
    assert_int_equal(strlen(complete), 1500000);
    free(complete);
    complete = s.view->ops->copy(s.view, 2);
    assert_int_equal(strlen(complete), 1500002);
    free(complete);
    buf_done(&json);
    stop(&s);
}

static void raw_fold__one_container(void **state)
{
    (void)state;
    struct subject s;
    start(&s, small);
    assert_int_equal(fold(&s, FOLD_TOGGLE, 3), 3);
    expect_rows(&s, "  {\n"
                    "    \"id\": \"call_1\",\n"
                    "    \"n\": [..] 3 elements\n"
                    "    \"o\": {\n"
                    "      \"deep\": {\n"
                    "        \"x\": null\n"
                    "      }\n"
                    "    },\n"
                    "    \"ok\": true,\n"
                    "    \"none\": {}\n"
                    "  }\n");
    assert_int_equal(fold(&s, FOLD_TOGGLE, 7), 5); /* on the closing bracket */
    assert_string_equal(row_of(&s, 5, 0), "      \"deep\": {..} 1 member");
    assert_int_equal(fold(&s, FOLD_TOGGLE, 1), 1);
    expect_rows(&s, "  {..} 5 members\n");
    fold(&s, FOLD_TOGGLE, 1); /* what was folded inside is still folded */
    assert_string_equal(row_of(&s, 3, 0), "    \"n\": [..] 3 elements");
    fold(&s, FOLD_TOGGLE, 3);
    fold(&s, FOLD_TOGGLE, 9);
    expect_rows(&s, small_rows);
    stop(&s);
}

static void raw_fold__nothing_where_nothing_folds(void **state)
{
    (void)state;
    struct subject s;
    start(&s, small);
    size_t items[] = {0, 2, 6, 99};
    for (size_t i = 0; i < 4; i++) {
        size_t item = items[i];
        if (s.view->ops->fold(s.view, FOLD_TOGGLE, &item))
            fail_msg("expected that item %zu does not fold", items[i]);
    }
    expect_rows(&s, small_rows);
    stop(&s);
}

static void raw_fold__all_and_unfold_all(void **state)
{
    (void)state;
    struct subject s;
    start(&s, small);
    assert_int_equal(fold(&s, FOLD_ALL, 10), 4); /* from x to the o that hides it */
    expect_rows(&s, "  {\n"
                    "    \"id\": \"call_1\",\n"
                    "    \"n\": [..] 3 elements\n"
                    "    \"o\": {..} 1 member\n"
                    "    \"ok\": true,\n"
                    "    \"none\": {}\n"
                    "  }\n");
    fold(&s, FOLD_TOGGLE, 4);
    assert_string_equal(row_of(&s, 5, 0), "      \"deep\": {..} 1 member");
    assert_int_equal(fold(&s, UNFOLD_ALL, 5), 9);
    expect_rows(&s, small_rows);
    stop(&s);
}

static void raw_pointer__of_each_row(void **state)
{
    (void)state;
    struct subject s;
    start(&s, "{\"a/b\":{\"m~n\":[0,{\"\":7}]},\"~1\":\"x\\ny\"}");
    const char *pointers[] = {"",
                              "/a~1b",
                              "/a~1b/m~0n",
                              "/a~1b/m~0n/0",
                              "/a~1b/m~0n/1",
                              "/a~1b/m~0n/1/",
                              "/a~1b/m~0n/1",
                              "/a~1b/m~0n",
                              "/a~1b",
                              "/~01",
                              ""};
    for (size_t i = 0; i < sizeof pointers / sizeof *pointers; i++)
        expect_pointer(&s, i + 1, pointers[i]);
    expect_copied(&s, 3, "[0,{\"\":7}]");
    expect_copied(&s, 4, "0");
    expect_copied(&s, 10, "x\ny");
    expect_text(s.view->ops->copy(s.view, 10), "\"~1\": \"x\\ny\"");
    stop(&s);
}

/* In another answer for the same call folds and the cursor are found again by their pointers. */
static void raw_follow__by_pointer(void **state)
{
    (void)state;
    struct subject s, t;
    start(&s, "{\"n\":[1,2],\"o\":{\"x\":{\"y\":1}}}");
    start(&t, "{\"new\":0,\"n\":[1,2,3],\"o\":{\"x\":{\"y\":2},\"z\":0}}");
    fold(&s, FOLD_TOGGLE, 2);
    assert_int_equal(view_raw_follow(t.view, s.view, 5), 6); /* y */
    expect_pointer(&t, 6, "/o/x/y");
    assert_string_equal(row_of(&t, 3, 0), "    \"n\": [..] 3 elements");
    assert_int_equal(view_raw_follow(t.view, s.view, 0), 0);
    assert_int_equal(view_raw_follow(t.view, s.view, 6), 7); /* the closing bracket of x */
    stop(&t);
    start(&t, "{\"o\":[]}");
    assert_int_equal(view_raw_follow(t.view, s.view, 5),
                     2); /* the longest part of the pointer that exists */
    stop(&t);
    stop(&s);
}

/* Under sanitizers and valgrind everything is many times slower, so limits are not checked. */
static double slowness(void)
{
    const char *slow = getenv("CALLBROWSER_TEST_SLOW");
    double factor = slow ? strtod(slow, NULL) : 1;
#if SANITIZED
    factor *= 50;
#endif
    return factor > 1 ? factor : 1;
}

static bool late; /* something of this run took longer than expected */

static void expect_within(const char *what, double since, double limit_ms)
{
    double ms = cpu_time_ms() - since;
    bool in_time = ms <= limit_ms * slowness();
    print_message("    %-28s %7.2f ms%s\n", what, ms, in_time ? "" : ", too long");
    late = late || !in_time;
}

static void see(struct subject *s, size_t first)
{
    size_t items = s->view->ops->items(s->view);
    for (size_t i = first; i < first + 50 && i < items; i++)
        for (int r = 0; r < s->view->ops->rows(s->view, i, INT_MAX) && r < 50; r++)
            row_of(s, i, r);
}

struct big {
    const char *begin, *each, *end;
    int times;
};

static void check_big(const struct big *b)
{
    struct subject s = {0};
    struct buf json = {0};
    buf_puts(&json, b->begin);
    for (int i = 0; i < b->times; i++)
        buf_printf(&json, "%s%s", i ? "," : "", b->each);
    buf_puts(&json, b->end);
    add_document(&s, "call", json.data, json.len);
    print_message("  %.1f MB, %d times %s\n", (double)json.len / 1e6, b->times, b->each);
    double t = cpu_time_ms();
    open_view(&s, 80);
    see(&s, 0);
    expect_within("open", t, 100);
    assert_in_range(s.view->ops->items(s.view), 1, 8001); /* 4,000 values with closers */
    t = cpu_time_ms();
    s.view->ops->more(s.view);
    expect_within("a step", t, 16);
    assert_true(s.view->has_more);
    view_complete(s.view);
    t = cpu_time_ms();
    size_t items = s.view->ops->items(s.view), at = items - 50;
    see(&s, at);
    expect_within("the end", t, 16);
    t = cpu_time_ms();
    free(s.view->ops->pointer(s.view, at));
    expect_within("pointer", t, 16);
    assert_null(s.view->ops->value(s.view, 1)); /* too large */
    t = cpu_time_ms();
    at = fold(&s, FOLD_ALL, at);
    see(&s, at > 50 ? at - 50 : 0);
    expect_within("fold all", t, 16);
    t = cpu_time_ms();
    fold(&s, FOLD_TOGGLE, 2);
    see(&s, 2);
    expect_within("unfold one", t, 16);
    t = cpu_time_ms();
    fold(&s, UNFOLD_ALL, at);
    see(&s, at);
    expect_within("unfold all", t, 16);
    t = cpu_time_ms();
    fold(&s, FOLD_TOGGLE, 2);
    fold(&s, FOLD_TOGGLE, 2);
    expect_within("fold and unfold one", t, 16);
    assert_int_equal(s.view->ops->items(s.view), items);
    buf_done(&json);
    stop(&s);
}

/* The first frame does not wait for all entries; a search needs them. */
static void raw_big__shown_before_all_is_added(void **state)
{
    (void)state;
    struct subject s = {0};
    struct buf json = {0};
    struct pane p = {0};
    struct err e;
    struct pattern *pattern = pattern_new("12", &e);
    buf_puts(&json, "[0");
    for (int i = 1; i < 200000; i++)
        buf_puts(&json, ",12");
    buf_puts(&json, "]");
    add_document(&s, "call", json.data, json.len);
    open_view(&s, 80);
    pane_resize(&p, 50, 80);
    pane_set_view(&p, s.view);
    assert_true(s.view->has_more);
    assert_in_range(pane_items(&p), 50, 8001);
    pane_search(&p, pattern);
    assert_false(s.view->has_more);
    assert_int_equal(pane_items(&p), 200003); /* the heading and two brackets */
    pane_done(&p);
    pattern_free(pattern);
    s.view = NULL;
    buf_done(&json);
    stop(&s);
}

static void raw_big__opens_and_answers_in_time(void **state)
{
    (void)state;
    static const struct big list[] = {
        {"{\"list\":[", "12345678", "]}", 1990000},
        {"[", "[1234567890123456]", "]", 990000},
        {"[", "{\"a\":1}", "]", 990000},
        {"{\"l\":[[", "[1,2]", "]]}", 660000},
        {"[", "{\"role\":\"user\",\"content\":\"some words that are said here\"}", "]", 330000},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        late = true;
        for (int tries = 0; late && tries < 3; tries++) { /* other load takes caches and memory */
            late = false;
            check_big(&list[i]);
        }
        assert_false(late);
    }
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(raw_rows__one_a_scalar_or_bracket),
        cmocka_unit_test(raw_rows__a_root_that_is_a_scalar),
        cmocka_unit_test(raw_rows__a_second_document_below_the_first),
        cmocka_unit_test(raw_rows__hostile_text_stays_in_its_row),
        cmocka_unit_test(raw_rows__long_texts_wrap_and_hang),
        cmocka_unit_test(raw_rows__never_wider_than_the_pane),
        cmocka_unit_test(raw_rows__a_huge_text_shows_its_beginning),
        cmocka_unit_test(raw_fold__one_container),
        cmocka_unit_test(raw_fold__nothing_where_nothing_folds),
        cmocka_unit_test(raw_fold__all_and_unfold_all),
        cmocka_unit_test(raw_pointer__of_each_row),
        cmocka_unit_test(raw_follow__by_pointer),
        cmocka_unit_test(raw_big__shown_before_all_is_added),
        cmocka_unit_test(raw_big__opens_and_answers_in_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
