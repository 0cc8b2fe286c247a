/* Comparing two calls: which fields are matched, and how the rows are laid out at each width. Runs
 * in a UTF-8 locale. */
#include "base/alloc.h"
#include "base/arena.h"
#include "call/compare.h"
#include "ui/view/pane.h"
#include "ui/view/pane_search.h"
#include "ui/view/view_compare.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static const struct participant two_people[] = {
    {.role = "guest", .name = "Ada", .duration_s = NAN},
    {.role = "guest", .name = "Ben", .duration_s = NAN}};
static const struct participant three_people[] = {
    {.role = "agent", .id = "agent_1", .duration_s = NAN},
    {.role = "guest", .name = "Ada", .duration_s = NAN},
    {.role = "guest", .name = "Eva", .duration_s = NAN}};
static const struct turn turns[] = {
    {.speaker = "agent", .start_s = 0, .end_s = NAN, .text = "Hello.", .bytes = 6},
    {.speaker = "user", .start_s = 65, .end_s = NAN, .text = "Hi,\nthere.", .bytes = 10}};
static const struct turn other_turns[] = {
    {.speaker = "agent", .start_s = 0, .end_s = NAN, .text = "Hello.", .bytes = 6},
    {.speaker = "user", .start_s = 66, .end_s = NAN, .text = "Hi.", .bytes = 3}};

static struct call left_call(void)
{
    return (struct call){.provider = "ringyo",
                         .title = "Ringyo",
                         .id = "call_1",
                         .status = "completed",
                         .direction = "inbound",
                         .duration_s = 70,
                         .figures = figures_unknown(),
                         .participants = two_people,
                         .participant_count = LEN(two_people),
                         .turns = turns,
                         .turn_count = LEN(turns)};
}

static void check(const struct call *left, const struct call *right, const char *const *want)
{
    struct comparison c;
    struct buf got = {0};
    compare_calls(&c, left, right);
    for (size_t i = 0; i < c.count; i++) {
        const struct compared *row = &c.list[i];
        buf_clear(&got);
        buf_printf(&got, "%c%s", row->differs ? '*' : ' ', row->label);
        if (row->kind == COMPARED_FIELD)
            buf_printf(&got, ": %s | %s", row->value[0] ? row->value[0] : "-",
                       row->value[1] ? row->value[1] : "-");
        if (!want[i])
            fail_msg("unexpected row: '%s'", buf_str(&got));
        assert_string_equal(buf_str(&got), want[i]);
    }
    assert_null(want[c.count]);
    buf_done(&got);
    compare_done(&c);
}

static void compare__with_itself__nothing_differs(void **state)
{
    (void)state;
    struct call c = left_call();
    static const char *const want[] = {" Status: completed | completed",
                                       " Duration: 1:10 | 1:10",
                                       " Direction: inbound | inbound",
                                       " Started: not given | not given",
                                       " Participants",
                                       " guest: Ada | Ada",
                                       " guest: Ben | Ben",
                                       " Recordings",
                                       " Recording: not given | not given",
                                       " Transcript",
                                       " Turns: 2 | 2",
                                       " Length: 1:10 | 1:10",
                                       NULL};
    check(&c, &c, want);
}

/* Figures come first, also one that only the right call has; where one comes from is compared too.
 */
static void compare__figures__first_with_their_origin(void **state)
{
    (void)state;
    struct call left = left_call(), right = left_call();
    left.figures = right.figures = figures_unknown();
    left.figures.reply = (struct reply_figure){ORIGIN_TIMES, 2, 0.8, NAN, 4.4, SIZE_MAX};
    right.figures.reply = (struct reply_figure){ORIGIN_PROVIDER, 2, 0.8, NAN, 4.4, SIZE_MAX};
    left.figures.voicemail = right.figures.voicemail = TRUTH_NO;
    right.figures.hung_up = "agent";
    right.turn_count = right.participant_count = left.turn_count = left.participant_count = 0;
    static const char *const want[] = {
        "*Replies: 2: median 0.8 s, slowest 4.4 s (from the turns' times) | "
        "2: median 0.8 s, slowest 4.4 s (from the provider)",
        " Voicemail: no | no",
        "*Hung up: - | agent",
        " Status: completed | completed",
        " Duration: 1:10 | 1:10",
        " Direction: inbound | inbound",
        " Started: not given | not given",
        " Recordings",
        " Recording: not given | not given",
        " Transcript",
        " Turns: 0 | 0",
        " Length: 1:10 | 1:10",
        NULL};
    check(&left, &right, want);
}

static void compare__two_calls__by_name_and_place(void **state)
{
    (void)state;
    static const struct recording signed_link = {.url = "https://a.example/1.mp3?token=x",
                                                 .duration_s = NAN};
    struct call left = left_call(), right = left_call();
    right.status = "failed";
    right.end_reason = "busy";
    right.direction = NULL;
    right.participants = three_people;
    right.participant_count = LEN(three_people);
    right.recordings = &signed_link;
    right.recording_count = 1;
    right.turns = other_turns;
    static const char *const want[] = {"*Status: completed | failed",
                                       "*End reason: - | busy",
                                       " Duration: 1:10 | 1:10",
                                       "*Direction: inbound | -",
                                       " Started: not given | not given",
                                       " Participants",
                                       "*agent: - | agent_1",
                                       " guest: Ada | Ada",
                                       "*guest: Ben | Eva",
                                       " Recordings",
                                       "*Recording: not given | https://a.example/1.mp3",
                                       " Transcript",
                                       " Turns: 2 | 2",
                                       " Length: 1:10 | 1:10",
                                       "*Turn 2: 1:05 user: Hi, there. | 1:06 user: Hi.",
                                       NULL};
    check(&left, &right, want);
}

static void compare__one_transcript_is_longer__shows_where(void **state)
{
    (void)state;
    struct call left = left_call(), right = left_call();
    struct comparison c;
    left.turn_count = 1;
    compare_calls(&c, &left, &right);
    assert_int_equal(c.first_turn, 1);
    const struct compared *row = &c.list[c.turn_row];
    assert_string_equal(row->label, "Turn 2");
    assert_null(row->value[0]);
    assert_string_equal(row->value[1], "1:05 user: Hi, there.");
    compare_done(&c);
    right.turn_count = left.turn_count = 0;
    compare_calls(&c, &left, &right);
    assert_true(c.first_turn == SIZE_MAX);
    compare_done(&c);
}

static void compare__transcript_not_fetched__no_difference_is_known(void **state)
{
    (void)state;
    struct call left = left_call(), right = left_call();
    struct comparison c;
    right.turn_count = 0;
    right.turns_error = "transcript: the provider answered 500: down";
    compare_calls(&c, &left, &right);
    assert_true(c.first_turn == SIZE_MAX);
    size_t row = 0;
    while (row < c.count && strcmp(c.list[row].label, "Turns") != 0)
        row++;
    assert_true(row < c.count);
    assert_string_equal(c.list[row].value[0], "2");
    assert_string_equal(c.list[row].value[1], "not fetched: the provider answered 500: down");
    compare_done(&c);
}

/* The row of the first turn that differs; NULL for a side without one. */
static void check_turn(const struct call *left, const struct call *right, const char *want_left,
                       const char *want_right)
{
    struct comparison c;
    compare_calls(&c, left, right);
    assert_true(c.first_turn != SIZE_MAX);
    assert_string_equal(c.list[c.turn_row].value[0], want_left);
    assert_string_equal(c.list[c.turn_row].value[1], want_right);
    compare_done(&c);
}

static void compare__tools__by_what_is_shown(void **state)
{
    (void)state;
    static const struct tool ok = {.name = "look_up", .status = "ok", .took_s = NAN},
                             again = {.name = "look_up", .status = "ok", .took_s = NAN},
                             bad = {.name = "look_up", .status = "failed", .took_s = NAN};
    struct turn one = {
        .class = SPEAKER_TOOL, .start_s = NAN, .end_s = NAN, .text = "", .tool = &ok};
    struct turn other = one;
    struct call left = left_call(), right = left_call();
    left.turns = &one;
    right.turns = &other;
    left.turn_count = right.turn_count = 1;
    struct comparison c;
    other.tool = &again;
    compare_calls(&c, &left, &right);
    assert_true(c.first_turn == SIZE_MAX);
    compare_done(&c);
    other.tool = &bad;
    check_turn(&left, &right, "tool: look_up (ok)", "tool: look_up (failed)");
    other.tool = NULL;
    check_turn(&left, &right, "tool: look_up (ok)", "tool: ");
}

static void compare__long_turns__are_cut(void **state)
{
    (void)state;
    char words[301], want[301 + 2];
    memset(words, 'w', sizeof words - 1);
    words[sizeof words - 1] = '\0';
    struct turn one = {.start_s = NAN, .end_s = NAN, .text = words, .bytes = 300}, other = one;
    struct call left = left_call(), right = left_call();
    left.turns = &one;
    right.turns = &other;
    left.turn_count = right.turn_count = 1;
    other.class = SPEAKER_PERSON;
    snprintf(want, sizeof want, "%.*s..", 240, words);
    check_turn(&left, &right, want, want);
}

static struct view *view_of(const struct call *left, const struct call *right)
{
    struct comparison c;
    compare_calls(&c, left, right);
    return view_compare_new(&c, &(struct compare_head){{1, 12}, {"Ringyo call_1", "Diga x"}});
}

static void check_row(struct view *v, size_t item, int row, const char *want)
{
    struct line line = {0};
    v->ops->row(v, item, row, &line);
    assert_string_equal(buf_str(&line.text), want);
    line_done(&line);
}

static void view__narrow__one_above_the_other(void **state)
{
    (void)state;
    struct call left = left_call(), right = left_call();
    right.status = "failed";
    struct view *v = view_of(&left, &right);
    v->ops->layout(v, 60);
    assert_int_equal(v->ops->rows(v, 0, 10), 2);
    check_row(v, 0, 0, "             1  Ringyo call_1");
    check_row(v, 0, 1, "             12  Diga x");
    assert_int_equal(v->ops->rows(v, 1, 10), 2);
    check_row(v, 1, 0, " #Status     1   completed");
    check_row(v, 1, 1, "             12  failed");
    assert_int_equal(v->ops->rows(v, 2, 10), 1);
    check_row(v, 2, 0, "  Duration       1:10");
    check_row(v, 5, 0, "  Participants");
    view_free(v);
}

static void view__wide__side_by_side_and_wrapped(void **state)
{
    (void)state;
    struct call left = left_call(), right = left_call();
    char words[400] = "";
    for (int i = 0; i < 30; i++)
        strncat(words, "wordy words ", sizeof words - strlen(words) - 1);
    left.status = words;
    struct view *v = view_of(&left, &right);
    v->ops->layout(v, 120);
    check_row(v, 0, 0,
              "             1  Ringyo call_1                                      "
              "12  Diga x");
    assert_int_equal(v->ops->rows(v, 1, 20), 8);
    check_row(v, 1, 0,
              " #Status     wordy words wordy words wordy words wordy words       "
              "completed");
    check_row(v, 1, 7, "             wordy words wordy words");
    check_row(v, 3, 0,
              "  Direction  inbound                                               inbound");
    view_free(v);
}

/* The row of a match shows the match, at every width. */
static void view__search__finds_both_sides(void **state)
{
    (void)state;
    struct call left = left_call(), right = left_call();
    right.status = "a status that is long enough to be wrapped in its own column, needle";
    static const int widths[] = {40, 60, 130};
    for (size_t i = 0; i < LEN(widths); i++) {
        struct pane p = {0};
        struct err e;
        struct match m;
        pane_set_view(&p, view_of(&left, &right));
        pane_resize(&p, 20, widths[i]);
        struct pattern *needle = pattern_new("needle", &e);
        pane_search(&p, needle);
        pattern_free(needle);
        while (pane_search_run(&p, 10))
            ;
        assert_int_equal(pane_find(&p, SEARCH_FIRST, &m), SEARCH_FOUND);
        pane_goto_match(&p, &m);
        struct line line = {0};
        p.view->ops->row(p.view, p.cursor.item, p.cursor.row, &line);
        assert_non_null(strstr(buf_str(&line.text), "needle"));
        assert_true(pane_on_match(&p));
        line_done(&line);
        pane_done(&p);
    }
}

static void view__next__goes_from_difference_to_difference(void **state)
{
    (void)state;
    struct call left = left_call(), right = left_call();
    right.status = "failed";
    right.turns = other_turns;
    struct view *v = view_of(&left, &right);
    size_t last = v->ops->items(v) - 1;
    assert_int_equal(view_compare_next(v, 0, 1), 1);
    assert_int_equal(view_compare_next(v, 1, 1), last);
    assert_int_equal(view_compare_next(v, last, 1), last);
    assert_int_equal(view_compare_next(v, last, -1), 1);
    assert_int_equal(view_compare_next(v, 1, -1), 1);
    assert_int_equal(view_compare_turn(v, last), 1);
    assert_true(view_compare_turn(v, 1) == SIZE_MAX);
    view_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compare__with_itself__nothing_differs),
        cmocka_unit_test(compare__figures__first_with_their_origin),
        cmocka_unit_test(compare__two_calls__by_name_and_place),
        cmocka_unit_test(compare__one_transcript_is_longer__shows_where),
        cmocka_unit_test(compare__transcript_not_fetched__no_difference_is_known),
        cmocka_unit_test(compare__tools__by_what_is_shown),
        cmocka_unit_test(compare__long_turns__are_cut),
        cmocka_unit_test(view__narrow__one_above_the_other),
        cmocka_unit_test(view__wide__side_by_side_and_wrapped),
        cmocka_unit_test(view__search__finds_both_sides),
        cmocka_unit_test(view__next__goes_from_difference_to_difference),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
