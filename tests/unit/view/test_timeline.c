/* Columns of the timeline, with and without given times. */
#include "base/alloc.h"
#include "ui/view/timeline.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static struct turn turn_of(char class, double start_s, double end_s)
{
    return (struct turn){.class = class == 'a'   ? SPEAKER_AGENT
                                  : class == 'p' ? SPEAKER_PERSON
                                                 : SPEAKER_TOOL,
                         .start_s = start_s,
                         .end_s = end_s,
                         .text = ""};
}

/* One character for each column: A, P, T is heard, # several are; a, p, t began last; . nobody. */
static char letter(unsigned bits, const char *letters)
{
    static const unsigned agent = 1 << SPEAKER_AGENT, person = 1 << SPEAKER_PERSON;
    if (bits & (bits - 1))
        return '#';
    return letters[bits == agent ? 0 : bits == person ? 1 : 2];
}

static void expect(const struct turn *turns, size_t count, double duration_s, const char *want)
{
    struct call c = {.turns = turns, .turn_count = count, .duration_s = duration_s};
    struct spots none = {0};
    struct timeline s = {0};
    char got[64] = "";
    int cols = (int)strlen(want);
    timeline_begin(&s, &c, &none);
    if (!s.is_useful) {
        assert_string_equal(want, "");
        return;
    }
    timeline_layout(&s, cols ? cols : 1);
    for (int i = 0; i < cols; i++)
        got[i] = s.list[i].heard  ? letter(s.list[i].heard, "APT")
                 : s.list[i].last ? letter(s.list[i].last, "apt")
                                  : '.';
    timeline_done(&s);
    if (strcmp(got, want) != 0)
        fail_msg("got '%s', expected '%s'", got, want);
}

#define EXPECT(duration, want, ...)                                                                \
    do {                                                                                           \
        const struct turn turns_[] = {__VA_ARGS__};                                                \
        expect(turns_, sizeof turns_ / sizeof *turns_, duration, want);                            \
    } while (0)

static void timeline__without_ends__begin_and_continue(void **state)
{
    (void)state;
    EXPECT(10, "AaPpppAaaa", turn_of('a', 0, NAN), turn_of('p', 2.5, NAN), turn_of('a', 6, NAN));
    EXPECT(10, "..AAaaaPpp", turn_of('a', 2, NAN), turn_of('a', 3, NAN), turn_of('p', 7.9, NAN));
    EXPECT(10, "#aaaaTtttt", turn_of('p', 0, NAN), turn_of('a', 0.5, NAN), turn_of('t', 5, NAN));
    /* out of order, before the beginning, at the end; the last turn lasts to the call's duration */
    EXPECT(10, "AaPpppppAP", turn_of('a', 8, NAN), turn_of('p', 2, NAN), turn_of('a', -3, NAN),
           turn_of('p', 10, NAN));
    EXPECT(NAN, "AaaaaPPPPP", turn_of('a', 0, NAN), turn_of('p', 5, 10));
}

static void timeline__with_ends__silence_and_both(void **state)
{
    (void)state;
    EXPECT(10, "AA..PPP...", turn_of('a', 0, 1.5), turn_of('p', 4, 6.1));
    EXPECT(10, "AA##PP....", turn_of('a', 0, 3.5), turn_of('p', 2, 5.5));
    EXPECT(4, "AAAA.....A", turn_of('a', 0, 3),
           turn_of('a', 9, 8)); /* ends before it begins: one column */
}

/* A tool call is no speech: where ends are known it leaves the silence as it is. */
static void timeline__tools__are_no_speech(void **state)
{
    (void)state;
    struct tool quick = {.took_s = NAN}, slow = {.took_s = 2.5};
    struct turn turns[] = {turn_of('a', 0, 1.5), turn_of('t', 3, NAN), turn_of('p', 7, 9.5)};
    turns[1].tool = &quick;
    expect(turns, 3, 10, "AA.T...PPP");
    turns[1].tool = &slow;
    expect(turns, 3, 10, "AA.TTT.PPP");
    turns[1].tool = &quick;
    turns[0].end_s = turns[2].end_s = NAN;
    expect(turns, 3, 10, "AaaTtttPpp");
}

/* Where many turns are in a column it shows who speaks most, or that nobody does for most of it. */
static void timeline__many_in_a_column__who_speaks_most(void **state)
{
    (void)state;
    const struct turn turns[] = {/* the agent for 7 s, the person for 1.5 s of these ten */
                                 turn_of('a', 0, 4), turn_of('p', 4, 5.5), turn_of('a', 6, 9),
                                 /* both alike */
                                 turn_of('p', 10, 14), turn_of('a', 14, 17), turn_of('p', 17, 18),
                                 /* 3 s of speech */
                                 turn_of('a', 20, 21), turn_of('p', 24, 25), turn_of('a', 29, 30),
                                 /* two turns: each is shown */
                                 turn_of('p', 30, 31), turn_of('a', 31, 31.5),
                                 /* an end is not given, so nothing is known of the silence */
                                 turn_of('a', 40, 41), turn_of('p', 42, 43), turn_of('a', 44, NAN)};
    expect(turns, sizeof turns / sizeof *turns, 50, "A#.##");
}

/* In a call full of hot spots the worst are drawn. */
static void timeline__many_spots__the_worst_are_marked(void **state)
{
    (void)state;
    enum { TURNS = 160 };
    struct turn turns[TURNS];
    struct spot list[TURNS];
    struct call c = {.turns = turns, .turn_count = TURNS, .duration_s = TURNS};
    struct spots spots = {.list = list, .count = TURNS};
    struct timeline s = {0};
    for (size_t i = 0; i < TURNS; i++) {
        turns[i] = turn_of('a', (double)i, (double)i + 1);
        list[i] = (struct spot){.turn = i};
        for (int kind = 0; kind < SPOT_KINDS; kind++)
            list[i].seconds[kind] = NAN;
        list[i].seconds[SPOT_SILENCE] = i % 40 == 39 ? 30 : 3;
    }
    list[10].seconds[SPOT_SILENCE] = NAN;
    list[10].seconds[SPOT_FAILURE] = 0;
    timeline_begin(&s, &c, &spots);
    timeline_layout(&s, 80);
    size_t marks = 0;
    for (int i = 0; i < 80; i++)
        marks += s.list[i].mark;
    assert_int_equal(marks, 16);
    assert_true(s.list[5].mark && s.list[19].mark && s.list[39].mark && s.list[79].mark);
    assert_int_equal(timeline_turn_at(&s, 70), 140); /* the others are found all the same */
    timeline_done(&s);
}

static void timeline__too_few_times__is_not_useful(void **state)
{
    (void)state;
    EXPECT(10, "", turn_of('a', 0, NAN));
    EXPECT(10, "", turn_of('a', 0, NAN), turn_of('p', NAN, NAN));
    EXPECT(10, "", turn_of('a', NAN, NAN), turn_of('p', INFINITY, NAN));
    EXPECT(NAN, "", turn_of('a', 0, NAN), turn_of('p', 0, NAN));
    EXPECT(10, "AaaaaPpppp", turn_of('a', 0, NAN), turn_of('a', NAN, NAN), turn_of('p', 5, NAN));
}

static void timeline__columns__have_their_turns(void **state)
{
    (void)state;
    const struct turn turns[] = {turn_of('a', NAN, NAN), turn_of('a', 1, NAN),
                                 turn_of('p', NAN, NAN), turn_of('p', 5.5, NAN),
                                 turn_of('a', 5.6, NAN)};
    struct call c = {.turns = turns, .turn_count = 5, .duration_s = 10};
    struct spots spots = {0};
    struct timeline s = {0};
    static const int cols[] = {0, 1, 1, 5, 5};
    spots_init(&spots, &c, &(struct spot_limits){3, 2});
    timeline_begin(&s, &c, &spots);
    timeline_layout(&s, 10);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(timeline_col_of(&s, i), cols[i]);
    assert_int_equal(s.list[0].first, 0);
    assert_int_equal(timeline_col_end(&s, 0), 1);
    assert_int_equal(timeline_col_end(&s, 1), 3);
    assert_int_equal(s.list[2].first, 3);
    assert_int_equal(timeline_col_end(&s, 2), 3);
    assert_int_equal(timeline_col_end(&s, 9), 5);
    assert_false(s.list[5].spot); /* turns without a time have no column */
    timeline_layout(&s, 3);
    assert_int_equal(timeline_col_of(&s, 4), 1);
    timeline_done(&s);
    spots_done(&spots);
}

/* The cost must not depend on how long turns are: all of these last to the end. */
/* Of a column in which no turn begins, the one that is spoken there. */
static void timeline__heard__has_its_column(void **state)
{
    (void)state;
    static const struct {
        double at_s;
        int col;
    } rows[] = {{-3, 0}, {0, 0}, {9.9, 0}, {10, 1}, {95, 9}, {300, 9}};
    const struct turn turns[] = {{.start_s = 0, .end_s = NAN}, {.start_s = 50, .end_s = NAN}};
    const struct call c = {.turns = turns, .turn_count = 2, .duration_s = 100};
    struct spots spots = {0};
    struct timeline tl = {0};
    spots_init(&spots, &c, &(struct spot_limits){3, 2});
    timeline_begin(&tl, &c, &spots);
    tl.is_heard = true;
    assert_int_equal(timeline_heard_col(&tl), -1); /* it is not laid out */
    timeline_layout(&tl, 10);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tl.heard_at_s = rows[i].at_s;
        assert_int_equal(timeline_heard_col(&tl), rows[i].col);
    }
    tl.is_heard = false;
    assert_int_equal(timeline_heard_col(&tl), -1);
    timeline_done(&tl);
    spots_done(&spots);
}

static void timeline__columns__are_about_a_turn(void **state)
{
    (void)state;
    static const size_t want[] = {0, 0, 0, 1, 1, 1, 3, 3, 4, 4};
    const struct turn turns[] = {turn_of('a', 1, NAN), turn_of('p', 3, NAN), turn_of('a', 6.1, NAN),
                                 turn_of('p', 6.5, NAN), turn_of('a', 8, NAN)};
    struct call c = {.turns = turns, .turn_count = 5, .duration_s = 10};
    struct spot spot = {.turn = 3};
    struct spots spots = {.list = &spot, .count = 1};
    struct timeline s = {0};
    timeline_begin(&s, &c, &spots);
    timeline_layout(&s, 10);
    for (int i = 0; i < 10; i++)
        if (timeline_turn_at(&s, i) != want[i])
            fail_msg("column %d: turn %zu, expected %zu", i, timeline_turn_at(&s, i), want[i]);
    timeline_done(&s);
}

static void timeline__many_turns__in_a_moment(void **state)
{
    (void)state;
    enum { TURNS = 100000, COLS = 2000 };
    struct turn *turns = xcalloc(TURNS, sizeof *turns);
    for (size_t i = 0; i < TURNS; i++)
        turns[i] = turn_of(i % 2 ? 'a' : 'p', (double)(TURNS - i), TURNS);
    struct call c = {.turns = turns, .turn_count = TURNS, .duration_s = TURNS};
    struct spots none = {0};
    struct timeline s = {0};
    clock_t begin = clock();
    timeline_begin(&s, &c, &none);
    timeline_layout(&s, COLS);
    double ms = 1000 * (double)(clock() - begin) / CLOCKS_PER_SEC;
    print_message("%d turns in %d columns: %.1f ms\n", TURNS, COLS, ms);
    assert_int_equal(s.list[COLS - 1].heard, 1 << SPEAKER_AGENT | 1 << SPEAKER_PERSON);
    timeline_done(&s);
    free(turns);
}

/* A key never waits for more than 100,000 turns; what is shown afterwards is the same. */
static void timeline__more_turns__in_steps(void **state)
{
    (void)state;
    enum { TURNS = 250000, COLS = 10 };
    struct turn *turns = xcalloc(TURNS, sizeof *turns);
    for (size_t i = 0; i < TURNS; i++)
        turns[i] = turn_of(i < TURNS / 2 ? 'a' : 'p', (double)i, NAN);
    struct call c = {.turns = turns, .turn_count = TURNS, .duration_s = TURNS};
    struct spots none = {0};
    struct timeline s = {0};
    timeline_begin(&s, &c, &none);
    assert_false(timeline_layout(&s, 2 * COLS));
    assert_false(timeline_layout(&s, COLS)); /* another width begins anew */
    assert_false(timeline_layout(&s, COLS));
    assert_null(s.list);
    assert_true(timeline_layout(&s, COLS));
    for (int col = 0; col < COLS; col++) {
        assert_int_equal(s.list[col].heard, 1 << (col < COLS / 2 ? SPEAKER_AGENT : SPEAKER_PERSON));
        assert_int_equal(s.list[col].first, (size_t)col * TURNS / COLS);
    }
    assert_true(timeline_layout(&s, COLS));
    timeline_done(&s);
    free(turns);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(timeline__without_ends__begin_and_continue),
        cmocka_unit_test(timeline__with_ends__silence_and_both),
        cmocka_unit_test(timeline__tools__are_no_speech),
        cmocka_unit_test(timeline__many_in_a_column__who_speaks_most),
        cmocka_unit_test(timeline__many_spots__the_worst_are_marked),
        cmocka_unit_test(timeline__too_few_times__is_not_useful),
        cmocka_unit_test(timeline__columns__have_their_turns),
        cmocka_unit_test(timeline__heard__has_its_column),
        cmocka_unit_test(timeline__columns__are_about_a_turn),
        cmocka_unit_test(timeline__many_turns__in_a_moment),
        cmocka_unit_test(timeline__more_turns__in_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
