/* Searching in panes and filtering transcripts: places, colours, and what is kept when the view
 * changes. Without a terminal, in a UTF-8 locale. */
#include "base/alloc.h"
#include "tests/support/cpu_time.h"
#include "text/time.h"
#include "ui/view/filter.h"
#include "ui/view/pane.h"
#include "ui/view/pane_search.h"
#include "ui/view/view_facts.h"
#include "ui/view/view_lines.h"
#include "ui/view/view_participants.h"
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

#define LEN(a) (sizeof(a) / sizeof *(a))
#define E_ACUTE "e\xcc\x81" /* two characters, one cluster */

enum { MANY = 100000, BIG_BYTES = 8 << 20 };

static const char *const spoken[] = {
    "Good morning, how can I help?",
    "I want a refund. A refund, and an apology.",
    "Caf" E_ACUTE " or tea,\nwhile you wait for your money which will come very soon?",
    "Neither. The Refund.",
};

static struct transcript_style style = {.wrap = true};

static struct call call_of(struct turn *turns, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *text = spoken[i % LEN(spoken)];
        turns[i] = (struct turn){.speaker = i % 2 ? "user" : "agent",
                                 .class = i % 2 ? SPEAKER_PERSON : SPEAKER_AGENT,
                                 .start_s = (double)i,
                                 .end_s = NAN,
                                 .text = text,
                                 .bytes = strlen(text)};
    }
    return (struct call){.id = "call_1", .duration_s = 60, .turns = turns, .turn_count = count};
}

static struct pattern *pattern_of(const char *text)
{
    struct err e;
    struct pattern *p = pattern_new(text, &e);
    if (!p)
        fail_msg("%s", e.text);
    return p;
}

static void search(struct pane *p, const char *text)
{
    struct pattern *pattern = pattern_of(text);
    pane_search(p, pattern);
    pattern_free(pattern);
    while (pane_search_run(p, 4))
        ;
}

static void step(struct pane *p, enum search_from from)
{
    struct match m;
    enum search_answer answer = pane_find(p, from, &m);
    assert_true(answer == SEARCH_FOUND || answer == SEARCH_WRAPPED);
    pane_goto_match(p, &m);
}

/* A row with <matches> and the {match under the cursor} marked. */
static const char *painted(struct pane *p, size_t item, int row, struct buf *out)
{
    struct line line = {0};
    p->view->ops->row(p->view, item, row, &line);
    pane_paint_matches(p, item, &line);
    buf_clear(out);
    for (size_t i = 0; i < line.count; i++) {
        const struct span *s = &line.spans[i];
        bool here = s->role == ROLE_MATCH_HERE, match = s->role == ROLE_MATCH;
        buf_puts(out, here ? "{" : match ? "<" : "");
        buf_add(out, buf_str(&line.text) + s->begin, s->bytes);
        buf_puts(out, here ? "}" : match ? ">" : "");
    }
    line_done(&line);
    return buf_str(out);
}

static void pane_paint_matches__marks_complete_clusters(void **state)
{
    (void)state;
    struct turn turns[4];
    struct call c = call_of(turns, 4);
    struct pane p = {0};
    struct buf out = {0};
    pane_resize(&p, 10, 60);
    pane_set_view(&p, view_transcript_new(&c, &style));
    search(&p, "refund");
    step(&p, SEARCH_HERE);
    assert_string_equal(painted(&p, 0, 0, &out), "   0:00  agent  Good morning, how can I help?");
    assert_string_equal(painted(&p, 1, 0, &out),
                        "   0:01  user   I want a {refund}. A <refund>, and an apology.");
    assert_string_equal(painted(&p, 3, 0, &out), "   0:03  user   Neither. The <Refund>.");
    search(&p, "caf.");
    assert_string_equal(painted(&p, 2, 0, &out), "   0:02  agent  <Caf" E_ACUTE "> or tea,");
    search(&p, "\xc3\xa9");
    assert_string_equal(painted(&p, 2, 0, &out), "   0:02  agent  Caf<" E_ACUTE "> or tea,");
    buf_done(&out);
    pane_done(&p);
}

/* A match that is broken by the end of a row is marked in both. */
static void pane_paint_matches__over_two_rows(void **state)
{
    (void)state;
    struct turn turns[4];
    struct call c = call_of(turns, 4);
    struct pane p = {0};
    struct buf out = {0};
    pane_resize(&p, 10, 16 + 25);
    pane_set_view(&p, view_transcript_new(&c, &style));
    search(&p, "for your money");
    assert_string_equal(painted(&p, 2, 1, &out), "                while you wait <for your>");
    assert_string_equal(painted(&p, 2, 2, &out), "                <money> which will come");
    step(&p, SEARCH_FIRST);
    assert_int_equal(p.cursor.row, 1);
    buf_done(&out);
    pane_done(&p);
}

static void pane_find__from_the_cursor(void **state)
{
    (void)state;
    struct turn turns[4];
    struct call c = call_of(turns, 4);
    struct pane p = {0};
    struct match m;
    pane_resize(&p, 10, 60);
    pane_set_view(&p, view_transcript_new(&c, &style));
    search(&p, "refund");
    assert_int_equal(pane_match_number(&p), 0);
    step(&p, SEARCH_AFTER);
    assert_int_equal(pane_match_number(&p), 1);
    step(&p, SEARCH_AFTER);
    assert_int_equal(pane_match_number(&p), 2);
    assert_int_equal(p.cursor.item, 1);
    step(&p, SEARCH_AFTER);
    assert_int_equal(p.cursor.item, 3);
    assert_int_equal(pane_find(&p, SEARCH_AFTER, &m), SEARCH_WRAPPED);
    assert_int_equal(m.item, 1);
    pane_move(&p, -1);
    assert_int_equal(pane_match_number(&p), 0);
    step(&p, SEARCH_BEFORE);
    assert_int_equal(pane_match_number(&p), 2);
    pane_done(&p);
}

static void pane_search__kept_through_changes(void **state)
{
    (void)state;
    struct turn turns[40];
    struct call c = call_of(turns, 40);
    struct pane p = {0};
    pane_resize(&p, 6, 80);
    pane_set_view(&p, view_transcript_new(&c, &style));
    search(&p, "will come");
    pane_goto(&p, 20);
    step(&p, SEARCH_AFTER);
    assert_int_equal(p.cursor.item, 22);
    static const int widths[] = {41, 200, 30, 80};
    for (size_t i = 0; i < LEN(widths); i++) {
        pane_resize(&p, 6, widths[i]);
        assert_int_equal(p.cursor.item, 22);
        assert_int_equal(pane_match_number(&p), 6);
        assert_in_range(pane_cursor_row(&p), 0, 5);
    }
    style.wrap = false;
    pane_layout(&p);
    assert_int_equal(pane_match_number(&p), 6);
    style.wrap = true;
    pane_layout(&p);
    assert_int_equal(pane_match_number(&p), 6);
    pane_set_view(&p, view_transcript_new(&c, &style)); /* fetched again */
    while (pane_search_run(&p, 4))
        ;
    assert_int_equal(pane_match_number(&p), 6);
    pane_done(&p);
}

/* The speaker is searched, too, apart from the words. */
static void pane_search__speaker__found_in_the_margin(void **state)
{
    (void)state;
    static const int widths[] = {60, 38}; /* at 38 the speaker has a row of its own */
    struct turn turns[4];
    struct call c = call_of(turns, 4);
    struct buf out = {0};
    for (size_t i = 0; i < LEN(widths); i++) {
        struct pane p = {0};
        int words_row = widths[i] < 60;
        pane_resize(&p, 10, widths[i]);
        pane_set_view(&p, view_transcript_new(&c, &style));
        search(&p, "^use|^i want");
        assert_int_equal(search_count(p.search), 3);
        step(&p, SEARCH_AFTER);
        assert_int_equal(p.cursor.item, 1);
        assert_int_equal(p.cursor.row, 0);
        assert_string_equal(painted(&p, 1, 0, &out),
                            words_row
                                ? "   0:01  {use}r"
                                : "   0:01  {use}r   <I want> a refund. A refund, and an apology.");
        step(&p, SEARCH_AFTER);
        assert_int_equal(p.cursor.item, 1);
        assert_int_equal(p.cursor.row, words_row);
        assert_non_null(strstr(painted(&p, 1, words_row, &out), "{I want} a refund."));
        step(&p, SEARCH_AFTER);
        assert_int_equal(p.cursor.item, 3);
        step(&p, SEARCH_BEFORE);
        assert_int_equal(p.cursor.row, words_row);
        pane_resize(&p, 10, 50);
        assert_int_equal(pane_match_number(&p), 2);
        pane_done(&p);
    }
    buf_done(&out);
}

/* The margin has room for 16 columns of it. */
static void pane_search__long_speaker__all_of_it(void **state)
{
    (void)state;
    struct turn turns[4];
    struct call c = call_of(turns, 4);
    struct pane p = {0};
    struct buf out = {0};
    turns[2].speaker = "supervisor of the night shift";
    pane_resize(&p, 10, 80);
    pane_set_view(&p, view_transcript_new(&c, &style));
    search(&p, "night|caf");
    assert_int_equal(search_count(p.search), 2);
    step(&p, SEARCH_AFTER);
    assert_int_equal(p.cursor.item, 2);
    step(&p, SEARCH_AFTER);
    assert_non_null(strstr(painted(&p, 2, 0, &out), "supervisor of ..  {Caf"));
    buf_done(&out);
    pane_done(&p);
}

/* An empty match is seen at the character after it. */
static void pane_paint_matches__empty__next_character(void **state)
{
    (void)state;
    struct turn turns[4];
    struct call c = call_of(turns, 4);
    struct pane p = {0};
    struct buf out = {0};
    pane_resize(&p, 10, 60);
    pane_set_view(&p, view_transcript_new(&c, &style));
    search(&p, "^(?!.*refund)");
    assert_int_equal(search_count(p.search), 3); /* the third turn has two lines */
    assert_string_equal(painted(&p, 0, 0, &out), "   0:00  agent  <G>ood morning, how can I help?");
    step(&p, SEARCH_HERE);
    step(&p, SEARCH_AFTER);
    assert_int_equal(p.cursor.item, 2);
    assert_string_equal(painted(&p, 2, 0, &out), "   0:02  agent  {C}af" E_ACUTE " or tea,");
    step(&p, SEARCH_AFTER);
    assert_int_equal(p.cursor.row, 1);
    buf_done(&out);
    pane_done(&p);
}

static void filter__keeps_places_by_turn(void **state)
{
    (void)state;
    struct turn turns[40];
    struct call c = call_of(turns, 40);
    struct pane p = {0};
    struct filter f = {0};
    struct pattern *refund = pattern_of("refund");
    struct line line = {0};
    size_t all;
    pane_resize(&p, 6, 80);
    pane_set_view(&p, view_transcript_new(&c, &style));
    pane_goto(&p, 18);
    filter_set(&f, &(struct filter){.pattern = refund}, &p, &c);
    assert_int_equal(pane_items(&p), 40); /* unfiltered until the search is finished */
    while (filter_run(&f, &p, &c, 4))
        ;
    assert_int_equal(pane_items(&p), 20);
    assert_int_equal(pane_number(&p, &all), 19);
    assert_int_equal(all, 40);
    p.view->ops->title(p.view, &line);
    assert_string_equal(buf_str(&line.text), "20 of 40 turns, filter: refund");
    pane_goto_number(&p, 29);
    assert_int_equal(p.cursor.item, 14);
    char *copied = p.view->ops->copy(p.view, 14);
    assert_non_null(strstr(copied, "I want a refund"));
    free(copied);
    filter_set(&f, &(struct filter){0}, &p, &c);
    assert_int_equal(pane_items(&p), 40);
    assert_int_equal(p.cursor.item, 29);
    line_done(&line);
    pattern_free(refund);
    filter_done(&f);
    pane_done(&p);
}

static void filter__around__no_turn_twice(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        size_t around, want;
    } rows[] = {{"caf", 0, 3},
                {"!caf", 0, 9},
                {"!refund", 0, 6},
                {"!refund", 1, 12},
                {"!.", 0, 1 /* "no turn matches" */},
                {"user", 0, 6},
                {"^(?!.*and)", 0, 9},
                {"caf", 1, 9},
                {"caf", 2, 12},
                {"caf", 50, 12},
                {"caf", SIZE_MAX, 12},
                {"good", 1, 8},
                {"zebra", 3, 1 /* "no turn matches" */}};
    struct turn turns[12];
    struct call c = call_of(turns, 12);
    for (size_t i = 0; i < LEN(rows); i++) {
        struct pane p = {0};
        struct filter f = {0};
        bool inverted = *rows[i].pattern == '!';
        struct pattern *pattern = pattern_of(rows[i].pattern + inverted);
        pane_resize(&p, 6, 80);
        pane_set_view(&p, view_transcript_new(&c, &style));
        filter_set(&f, &(struct filter){pattern, inverted, rows[i].around, NULL, 0}, &p, &c);
        while (filter_run(&f, &p, &c, 4))
            ;
        if (pane_items(&p) != rows[i].want)
            fail_msg("%s with %zu around: %zu items, %zu expected", rows[i].pattern, rows[i].around,
                     pane_items(&p), rows[i].want);
        pattern_free(pattern);
        filter_done(&f);
        pane_done(&p);
    }
}

static void facts__searched_as_drawn(void **state)
{
    (void)state;
    static const struct recording recording = {
        .url = "https://storage.example.com/recordings/a/very/long/path/to/one.mp3",
        .duration_s = NAN};
    struct call c = {.id = "call_1", .duration_s = NAN, .recordings = &recording};
    struct pane p = {0};
    struct buf out = {0};
    c.recording_count = 1;
    c.status = "completed";
    c.summary = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen";
    pane_resize(&p, 10, 80);
    pane_set_view(&p, view_facts_of_call(&c, NULL));
    search(&p, "complete|summary|ten");
    assert_non_null(strstr(painted(&p, 0, 0, &out), "<complete>d"));
    step(&p, SEARCH_LAST);
    assert_true(p.cursor.row > 0 || pane_match_number(&p) > 1);
    pane_resize(&p, 10, 40);
    while (pane_search_run(&p, 4))
        ;
    assert_non_null(strstr(painted(&p, 0, 0, &out), "<complete>d"));
    pane_set_view(&p, view_participants_new(&c));
    pane_resize(&p, 10, 80);
    search(&p, "storage\\.example");
    assert_non_null(strstr(painted(&p, 0, 0, &out), "<storage.example>.com"));
    search(&p, "one\\.mp3"); /* the match is in the part of the link that is cut */
    step(&p, SEARCH_FIRST);
    char *copied = p.view->ops->copy(p.view, 0);
    assert_string_equal(copied, recording.url);
    free(copied);
    buf_done(&out);
    pane_done(&p);
}

static void view_lines__labels_and_texts_searched(void **state)
{
    (void)state;
    struct pane p = {0};
    struct buf out = {0};
    struct view *v = view_lines_new();
    view_lines_add(v, ROLE_KEY, "Ctrl-F", ROLE_TEXT, "down a page, as in other programs");
    view_lines_addf(v, ROLE_TITLE, "A title of pages");
    pane_resize(&p, 10, 24);
    pane_set_view(&p, v);
    search(&p, "ctrl|page|programs");
    assert_string_equal(painted(&p, 0, 0, &out), "  <Ctrl>-F  down a <page>,");
    assert_string_equal(painted(&p, 1, 0, &out), "  A title of <page>s");
    step(&p, SEARCH_HERE);
    step(&p, SEARCH_AFTER);
    step(&p, SEARCH_AFTER);
    assert_int_equal(p.cursor.item, 0);
    assert_true(p.cursor.row > 0);
    assert_non_null(strstr(painted(&p, 0, p.cursor.row, &out), "{programs}"));
    buf_done(&out);
    pane_done(&p);
}

static double patience(int ms)
{
    const char *slow = getenv("CALLBROWSER_TEST_SLOW");
    long times = slow ? strtol(slow, NULL, 10) : 1;
    return ms * (times > 0 ? (double)times : 1);
}

static void search__hundred_thousand_turns__quick(void **state)
{
    (void)state;
    struct turn *turns = xcalloc(MANY, sizeof *turns);
    struct call c = call_of(turns, MANY);
    struct pane p = {0};
    struct match m;
    pane_resize(&p, 40, 80);
    pane_set_view(&p, view_transcript_new(&c, &style));
    pane_goto(&p, MANY / 2);
    struct pattern *pattern = pattern_of("apology");
    double began_ms = cpu_time_ms(), longest_ms = 0;
    pane_search(&p, pattern);
    while (pane_find(&p, SEARCH_HERE, &m) == SEARCH_UNKNOWN)
        pane_search_run(&p, 4);
    double first_ms = cpu_time_ms() - began_ms;
    for (bool more = true; more;) {
        double slice_ms = cpu_time_ms();
        more = pane_search_run(&p, 4);
        slice_ms = cpu_time_ms() - slice_ms;
        longest_ms = slice_ms > longest_ms ? slice_ms : longest_ms;
    }
    double all_ms = cpu_time_ms() - began_ms;
    print_message("first %d ms, all %d ms, slice %d ms\n", (int)first_ms, (int)all_ms,
                  (int)longest_ms);
    assert_int_equal(search_count(p.search), MANY / 4);
    assert_true(first_ms < patience(60));
    assert_true(all_ms < patience(200));
    assert_true(longest_ms < patience(50));
    pattern_free(pattern);
    pane_done(&p);
    free(turns);
}

/* No slice delays a key, even with a turn of 8 MB and an expression that never finishes. */
static void search__turns_of_8_mb__too_complex(void **state)
{
    (void)state;
    static const char *const patterns[] = {"(a+)+$", "\\w+\\w*[@#]"};
    char *text = xmalloc(BIG_BYTES + 1);
    memset(text, 'a', BIG_BYTES);
    text[BIG_BYTES - 2] = 'b';
    text[BIG_BYTES - 1] = '\0';
    struct turn turns[3];
    struct call c = call_of(turns, 3);
    turns[1].text = turns[2].text = text;
    turns[1].bytes = turns[2].bytes = BIG_BYTES - 1;
    for (size_t i = 0; i < LEN(patterns); i++) {
        struct pane p = {0};
        struct pattern *pattern = pattern_of(patterns[i]);
        pane_resize(&p, 10, 80);
        pane_set_view(&p, view_transcript_new(&c, &style));
        pane_search(&p, pattern);
        double longest_ms = 0;
        for (bool more = true; more;) {
            double slice_ms = cpu_time_ms();
            more = pane_search_run(&p, 4);
            slice_ms = cpu_time_ms() - slice_ms;
            longest_ms = slice_ms > longest_ms ? slice_ms : longest_ms;
        }
        assert_int_equal(search_too_complex(p.search), 2);
        print_message("/%s/: longest slice %d ms\n", patterns[i], (int)longest_ms);
        assert_true(longest_ms < patience(100));
        pattern_free(pattern);
        pane_done(&p);
    }
    free(text);
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pane_paint_matches__marks_complete_clusters),
        cmocka_unit_test(pane_search__speaker__found_in_the_margin),
        cmocka_unit_test(pane_search__long_speaker__all_of_it),
        cmocka_unit_test(pane_paint_matches__empty__next_character),
        cmocka_unit_test(pane_paint_matches__over_two_rows),
        cmocka_unit_test(pane_find__from_the_cursor),
        cmocka_unit_test(pane_search__kept_through_changes),
        cmocka_unit_test(filter__keeps_places_by_turn),
        cmocka_unit_test(filter__around__no_turn_twice),
        cmocka_unit_test(facts__searched_as_drawn),
        cmocka_unit_test(view_lines__labels_and_texts_searched),
        cmocka_unit_test(search__hundred_thousand_turns__quick),
        cmocka_unit_test(search__turns_of_8_mb__too_complex),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
