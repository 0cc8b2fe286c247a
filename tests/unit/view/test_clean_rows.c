/* Whatever a provider sends, every row of every view is clean text. Without a terminal, in a UTF-8
 * locale. */
#include "base/alloc.h"
#include "provider/json.h"
#include "text/clean.h"
#include "ui/view/view_facts.h"
#include "ui/view/view_lines.h"
#include "ui/view/view_other.h"
#include "ui/view/view_raw.h"
#include "ui/view/view_transcript.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CALLS = 300, WIDTHS = 3, ROWS_MAX = 200 };

/* Marks, vowels and signs that join what is before them, wide and hidden characters, joiners, skin
 * tones, flags, escape sequences, bad UTF-8. */
static const char *const parts[] = {
    "a",
    " ",
    "https://",
    "\n",
    "\t",
    "\xcc\x81",
    "\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85",
    "\xe4\xb8\xad",
    "\xe1\x84\x80",
    "\xe1\x85\xa1",
    "\xe1\x86\xa8",
    "\xe0\xa4\x95",
    "\xe0\xa5\x8d",
    "\xe1\x80\xab",
    "\xf0\x9f\x91\x8d",
    "\xf0\x9f\x8f\xbd",
    "\xf0\x9f\x87\xa9",
    "\xe2\x80\x8d",
    "\xef\xb8\x8f",
    "\xe2\x80\xae",
    "\x1b[31m",
    "\xff",
    "\"",
    "\\",
};

/* A repeatable sequence of numbers. */
static size_t next_number(size_t below)
{
    static uint32_t state = 1;
    state = state * 1664525U + 1013904223U;
    return (state >> 8) % below;
}

static char *any_text(size_t parts_max)
{
    struct buf text = {0};
    buf_puts(&text, "");
    for (size_t n = next_number(parts_max); n > 0; n--)
        buf_puts(&text, parts[next_number(sizeof parts / sizeof *parts)]);
    return buf_take(&text);
}

static void check_line(const struct line *l, const char *view)
{
    for (size_t i = 0; i < l->count; i++)
        if (!clean_is_clean(buf_str(&l->text) + l->spans[i].begin, l->spans[i].bytes, CLEAN_SCREEN))
            fail_msg("%s: '%s' is not clean", view, buf_str(&l->text));
}

/* Frees the view. */
static void check_view(struct view *v, const char *name)
{
    struct line l = {0};
    size_t item = 0;
    for (int width = 0; width < WIDTHS; width++) {
        v->ops->layout(v, 12 + (int)next_number(80));
        if (v->ops->fold)
            v->ops->fold(v, width ? UNFOLD_ALL : FOLD_ALL, &item);
        for (item = 0; item < v->ops->items(v); item++)
            for (int row = 0; row < v->ops->rows(v, item, ROWS_MAX) && row < ROWS_MAX; row++) {
                line_clear(&l);
                v->ops->row(v, item, row, &l);
                check_line(&l, name);
            }
        if (v->ops->sideways)
            v->ops->sideways(v, 1);
    }
    line_done(&l);
    view_free(v);
}

static void rows__any_text__are_clean(void **state)
{
    (void)state;
    for (int i = 0; i < CALLS; i++) {
        struct err e;
        struct buf json = {0};
        struct arena *arena = arena_new();
        char *text = any_text(60), *word = any_text(8);
        buf_putc(&json, '{');
        value_put_json_string(&json, word, strlen(word));
        buf_putc(&json, ':');
        value_put_json_string(&json, text, strlen(text));
        buf_putc(&json, '}');
        struct value *root = json_parse(arena, buf_str(&json), json.len, &e);
        if (!root)
            fail_msg("%s: %s", e.text, buf_str(&json));
        struct tool tool = {.name = word, .status = text, .payload = root};
        struct turn turns[] = {
            {.speaker = word, .text = text, .bytes = strlen(text), .start_s = 1, .end_s = NAN},
            {.speaker = text, .text = text, .bytes = strlen(text), .tool = &tool}};
        struct document document = {.name = "call", .count = json.len, .root = root};
        struct call c = {.provider = "p",
                         .id = "1",
                         .status = word,
                         .summary = text,
                         .direction = word,
                         .duration_s = NAN,
                         .turns = turns,
                         .turn_count = 2,
                         .documents = &document,
                         .document_count = 1,
                         .other = root};
        struct transcript_style style = {.wrap = i % 2};
        bool wrap = i % 2;
        struct view *lines = view_lines_new();
        view_lines_add(lines, ROLE_LABEL, word, ROLE_TEXT, text);
        check_view(lines, "lines");
        check_view(view_transcript_new(&c, &style), "transcript");
        check_view(view_raw_new(&c, &wrap), "raw");
        check_view(view_facts_of_call(&c, NULL), "facts");
        check_view(view_other_new(&c), "other fields");
        free(text);
        free(word);
        buf_done(&json);
        arena_free(arena);
    }
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {cmocka_unit_test(rows__any_text__are_clean)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
