/* Hot spots: they come from times and status words only. */
#include "call/spots.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { TURNS_MAX = 6 };

static void spots_of(struct spots *s, const double *starts, size_t count)
{
    struct turn turns[TURNS_MAX] = {0};
    for (size_t i = 0; i < count; i++)
        turns[i] = (struct turn){.start_s = starts[i], .end_s = NAN, .text = ""};
    struct call c = {.turns = turns, .turn_count = count, .duration_s = 1000};
    spots_init(s, &c, 10);
}

static void spots__gaps__rows(void **state)
{
    (void)state;
    static const struct {
        double starts[TURNS_MAX];
        size_t count;
        const char *want; /* a letter for each turn: g for a gap before it, . for no gap */
    } rows[] = {
        {{0}, 0, ""},
        {{50}, 1, "."}, /* nothing is known about the time before the first turn */
        {{0, 10, 20.5}, 3, "..g"},
        {{0, 20, 40}, 3, ".gg"},
        {{0, NAN, 40}, 3, "..."},     /* the turn between them may have been at any time */
        {{0, 30, 15}, 3, "..."},      /* out of order, so not a gap */
        {{0, 30, 15, 50}, 4, "...g"}, /* from 30, not from 15 */
        {{20, 0, 45}, 3, "..g"},
        {{NAN, NAN}, 2, ".."},
        {{0, INFINITY}, 2, ".."},
        {{-20, 0}, 2, ".g"},
    };
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        struct spots s;
        char got[TURNS_MAX + 1] = "";
        spots_of(&s, rows[r].starts, rows[r].count);
        for (size_t i = 0; i < rows[r].count; i++)
            got[i] = spots_at(&s, i) ? 'g' : '.';
        if (strcmp(got, rows[r].want) != 0 || s.count != s.counts[SPOT_GAP] ||
            s.counts[SPOT_FAILURE])
            fail_msg("row %zu: got '%s', expected '%s'", r, got, rows[r].want);
        spots_done(&s);
    }
}

static void spots__status__rows(void **state)
{
    (void)state;
    static const struct {
        const char *status;
        bool failed;
    } rows[] = {{"failed", true},      {"FAILURE", true},  {"Error", true},   {"false", true},
                {"timeout", true},     {"success", false}, {"true", false},   {"", false},
                {"not failed", false}, {NULL, false},      {"pending", false}};
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        struct spots s;
        struct tool tool = {.name = "x", .status = rows[r].status};
        struct turn turn = {.start_s = NAN, .end_s = NAN, .text = "", .tool = &tool};
        spots_init(&s, &(struct call){.turns = &turn, .turn_count = 1}, 10);
        if (s.counts[SPOT_FAILURE] != rows[r].failed || (spots_at(&s, 0) != NULL) != rows[r].failed)
            fail_msg("status '%s': expected %s", rows[r].status ? rows[r].status : "(not given)",
                     rows[r].failed ? "a failure" : "no failure");
        spots_done(&s);
    }
}

/* A letter for each turn: s for silence, o for overlap, g for gap, . for no hot spot. */
static void expect_kinds(const struct turn *turns, size_t count, const char *want)
{
    static const char letters[] = "gsof";
    struct spots s;
    char got[TURNS_MAX + 1] = "";
    spots_init(&s, &(struct call){.turns = turns, .turn_count = count, .duration_s = 1000}, 10);
    for (size_t i = 0; i < count; i++) {
        const struct spot *spot = spots_at(&s, i);
        got[i] = '.';
        for (int kind = 0; spot && kind < SPOT_KINDS; kind++)
            if (!isnan(spot->seconds[kind]))
                got[i] = letters[kind];
    }
    spots_done(&s);
    if (strcmp(got, want) != 0)
        fail_msg("got '%s', expected '%s'", got, want);
}

static struct turn turn_of(const char *speaker, double start_s, double end_s)
{
    return (struct turn){.speaker = speaker,
                         .class = call_class_of(speaker),
                         .start_s = start_s,
                         .end_s = end_s,
                         .text = ""};
}

#define EXPECT_KINDS(want, ...)                                                                    \
    do {                                                                                           \
        const struct turn turns_[] = {__VA_ARGS__};                                                \
        expect_kinds(turns_, sizeof turns_ / sizeof *turns_, want);                                \
    } while (0)

static void spots__ends__silence_and_overlap(void **state)
{
    (void)state;
    EXPECT_KINDS("..", turn_of("ai", 0, 30),
                 turn_of("user", 31, 40)); /* a long turn is not a gap */
    EXPECT_KINDS(".s", turn_of("ai", 0, 5), turn_of("user", 15.1, 20));
    EXPECT_KINDS(".o", turn_of("ai", 0, 5), turn_of("user", 3.5, 8));
    EXPECT_KINDS("..", turn_of("ai", 0, 5), turn_of("user", 3.5, 4.2)); /* an interjection */
    EXPECT_KINDS("..", turn_of("ai", 0, 5), turn_of("ai", 3, 9));       /* the same speaker */
    EXPECT_KINDS(".o", turn_of("ai", 0, 5), turn_of("user", 3, NAN));
    EXPECT_KINDS(".g", turn_of("ai", 0, NAN), turn_of("user", 11, 12));
    EXPECT_KINDS("..g", turn_of("ai", 0, 1), turn_of("user", 2, NAN), turn_of("ai", 20, 21));
    EXPECT_KINDS("..s", turn_of("ai", 0, 5), turn_of("tool", 6, NAN), turn_of("ai", 20, 21));
    EXPECT_KINDS("...", turn_of("ai", 0, 30), turn_of("user", 8, 8.5), turn_of("user", 31, 35));
    EXPECT_KINDS("...", turn_of("ai", 0, 5), turn_of("user", 40, 45),
                 turn_of("ai", 6, 9)); /* out of order */
    EXPECT_KINDS("..", turn_of("ai", 20, 5),
                 turn_of("user", 21, 25)); /* an end before its start is ignored */
    EXPECT_KINDS("..", turn_of("ai", 0, 20), turn_of("user", 20.5, 2));
}

static void spots__words__count_and_name_them(void **state)
{
    (void)state;
    struct tool tool = {.name = "x", .status = "failed"};
    struct turn turns[] = {{.start_s = 0, .end_s = NAN, .text = ""},
                           {.start_s = 26.9, .end_s = NAN, .text = "", .tool = &tool},
                           {.start_s = 27, .end_s = NAN, .text = "", .tool = &tool}};
    struct spots s;
    struct buf text = {0};
    spots_init(&s, &(struct call){.turns = turns, .turn_count = 3}, 10);
    spots_put_sum(&text, &s);
    assert_string_equal(buf_str(&text), "1 gap over 10 s, 2 failed tool calls");
    text.len = 0;
    spots_put(&text, spots_at(&s, 1));
    assert_string_equal(buf_str(&text), "gap of 26.9 s before this turn, tool call failed");
    text.len = 0;
    spots_put(&text, spots_at(&s, 2));
    assert_string_equal(buf_str(&text), "tool call failed");
    assert_null(spots_at(&s, 0));
    assert_null(spots_at(&s, 3));
    spots_done(&s);
    const struct turn ended[] = {turn_of("ai", 0, 5), turn_of("user", 3, 6), turn_of("ai", 30, 31)};
    spots_init(&s, &(struct call){.turns = ended, .turn_count = 3}, 10);
    text.len = 0;
    spots_put_sum(&text, &s);
    assert_string_equal(buf_str(&text), "1 silence over 10 s, 1 overlap over 1 s");
    text.len = 0;
    spots_put(&text, spots_at(&s, 1));
    assert_string_equal(buf_str(&text), "overlaps an earlier turn by 2 s");
    text.len = 0;
    spots_put(&text, spots_at(&s, 2));
    assert_string_equal(buf_str(&text), "silence of 24 s before this turn");
    buf_done(&text);
    spots_done(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spots__gaps__rows),
        cmocka_unit_test(spots__status__rows),
        cmocka_unit_test(spots__ends__silence_and_overlap),
        cmocka_unit_test(spots__words__count_and_name_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
