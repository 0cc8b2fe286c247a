/* Hot spots: they come from times and status words only. */
#include "call/spots.h"

#include "tests/support/dice.h"

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
    spots_init(s, &c, &(struct spot_limits){10, 2});
}

static void spots__starts_only__pauses(void **state)
{
    (void)state;
    static const struct {
        double starts[TURNS_MAX];
        size_t count;
        const char *want; /* a letter for each turn: p for a pause before it, . for none */
    } rows[] = {
        {{0}, 0, ""},
        {{50}, 1, "."}, /* nothing is known about the time before the first turn */
        {{0, 10, 20.5}, 3, "..p"},
        {{0, 20, 40}, 3, ".pp"},
        {{0, NAN, 40}, 3, "..."},     /* the turn between them may have been at any time */
        {{0, 30, 15}, 3, "..."},      /* out of order, so not a pause */
        {{0, 30, 15, 50}, 4, "...p"}, /* from 30, not from 15 */
        {{20, 0, 45}, 3, "..p"},
        {{NAN, NAN}, 2, ".."},
        {{0, INFINITY}, 2, ".."},
        {{-20, 0}, 2, ".p"},
    };
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        struct spots s;
        char got[TURNS_MAX + 1] = "";
        spots_of(&s, rows[r].starts, rows[r].count);
        for (size_t i = 0; i < rows[r].count; i++)
            got[i] = spots_at(&s, i) ? 'p' : '.';
        if (strcmp(got, rows[r].want) != 0 || s.count != s.counts[SPOT_PAUSE] ||
            s.counts[SPOT_FAILURE])
            fail_msg("row %zu: got '%s', expected '%s'", r, got, rows[r].want);
        spots_done(&s);
    }
}

/* The person speaks for 12 s, in one word, and the agent answers after 0.4 s, as the provider says.
 */
static void spots__measured_reply__is_no_pause(void **state)
{
    (void)state;
    struct turn turns[] = {
        {.class = SPEAKER_PERSON, .start_s = 2, .end_s = NAN, .reply_s = NAN, .text = "Yes."},
        {.class = SPEAKER_AGENT, .start_s = 14.4, .end_s = NAN, .reply_s = 0.4, .text = "Good."},
    };
    struct call c = {.turns = turns, .turn_count = 2};
    struct spots s;
    spots_init(&s, &c, &(struct spot_limits){10, 2});
    assert_int_equal(s.counts[SPOT_PAUSE], 1);
    spots_done(&s);
    c.figures.turn_reply = ORIGIN_PROVIDER;
    spots_init(&s, &c, &(struct spot_limits){10, 2});
    assert_int_equal(s.count, 0);
    spots_done(&s);
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
        spots_init(&s, &(struct call){.turns = &turn, .turn_count = 1},
                   &(struct spot_limits){10, 2});
        if (s.counts[SPOT_FAILURE] != rows[r].failed || (spots_at(&s, 0) != NULL) != rows[r].failed)
            fail_msg("status '%s': expected %s", rows[r].status ? rows[r].status : "(not given)",
                     rows[r].failed ? "a failure" : "no failure");
        spots_done(&s);
    }
}

/* A letter for each turn: s for silence, o for overlap, p for pause, . for no hot spot. */
static void expect_kinds(const struct turn *turns, size_t count, const char *want)
{
    static const char letters[] = "pslof";
    struct spots s;
    char got[TURNS_MAX + 1] = "";
    spots_init(&s, &(struct call){.turns = turns, .turn_count = count, .duration_s = 1000},
               &(struct spot_limits){10, 2});
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
                 turn_of("user", 31, 40)); /* a long turn is no silence */
    EXPECT_KINDS(".s", turn_of("ai", 0, 5), turn_of("user", 15.1, 20));
    EXPECT_KINDS(".o", turn_of("ai", 0, 5), turn_of("user", 3.5, 8));
    EXPECT_KINDS("..", turn_of("ai", 0, 5), turn_of("user", 3.5, 4.2)); /* an interjection */
    EXPECT_KINDS("..", turn_of("ai", 0, 5), turn_of("ai", 3, 9));       /* the same speaker */
    EXPECT_KINDS(".o", turn_of("ai", 0, 5), turn_of("user", 3, NAN));
    EXPECT_KINDS(".p", turn_of("ai", 0, NAN), turn_of("user", 11, 12));
    EXPECT_KINDS("..p", turn_of("ai", 0, 1), turn_of("user", 2, NAN), turn_of("ai", 20, 21));
    EXPECT_KINDS("..s", turn_of("ai", 0, 5), turn_of("tool", 6, NAN), turn_of("ai", 20, 21));
    EXPECT_KINDS("...", turn_of("ai", 0, 30), turn_of("user", 8, 8.5), turn_of("user", 31, 35));
    EXPECT_KINDS("...", turn_of("ai", 0, 5), turn_of("user", 40, 45),
                 turn_of("ai", 6, 9)); /* out of order */
    EXPECT_KINDS("..", turn_of("ai", 20, 5),
                 turn_of("user", 21, 25)); /* an end before its start is ignored */
    EXPECT_KINDS("..", turn_of("ai", 0, 20), turn_of("user", 20.5, 2));
}

/* Speaking is estimated with 0.4 s a word, or 0.2 s a character in scripts without blanks. */
static void spots__long_turn__is_no_pause(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double next_s; /* the start of the next turn */
        const char *want;
    } rows[] = {
        {"", 10.1, "pause of about 10 s before this turn"},
        {"one two three four five", 12, ""}, /* 2 s of 12 */
        {"one two three four five", 12.1, "pause of about 10 s before this turn"},
        {"one,  two\n- three: 4 five!", 12, ""},
        {"one,  two\n- three: 4 five!", 14, "pause of about 12 s before this turn"},
        {"\xe4\xb8\x80\xe4\xba\x8c\xe4\xb8\x89\xe5\x9b\x9b\xe4\xba\x94", 11,
         ""}, /* five characters */
        {"\xe4\xb8\x80\xe4\xba\x8c\xe4\xb8\x89\xe5\x9b\x9b\xe4\xba\x94", 11.1,
         "pause of about 10 s before this turn"},
        {"\xc3\x89t\xc3\xa9 \xd0\xb4\xd0\xb0", 10.8, ""}, /* two words */
        {"\xc3\x89t\xc3\xa9 \xd0\xb4\xd0\xb0", 10.9, "pause of about 10 s before this turn"},
    };
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        struct turn turns[] = {turn_of("ai", 0, NAN), turn_of("user", rows[r].next_s, NAN)};
        struct spots s;
        struct buf text = {0};
        turns[0].text = rows[r].text;
        turns[0].bytes = strlen(rows[r].text);
        spots_init(&s, &(struct call){.turns = turns, .turn_count = 2},
                   &(struct spot_limits){10, 2});
        if (spots_at(&s, 1))
            spots_put(&text, spots_at(&s, 1));
        if (strcmp(buf_str(&text), rows[r].want) != 0)
            fail_msg("row %zu: got '%s', expected '%s'", r, buf_str(&text), rows[r].want);
        buf_done(&text);
        spots_done(&s);
    }
}

/* A turn without an end does not hide what is known of the others. */
static void spots__an_end_is_missing__only_that_is_estimated(void **state)
{
    (void)state;
    EXPECT_KINDS("..s", turn_of("system", 0, NAN), turn_of("ai", 0, 5), turn_of("user", 20, 21));
    EXPECT_KINDS("..p.s", turn_of("ai", 0, 5), turn_of("Ada", 6, NAN), turn_of("ai", 20, 21),
                 turn_of("tool", 22, NAN), turn_of("user", 40, 41));
    EXPECT_KINDS("..s", turn_of("Ada", 0, NAN), turn_of("ai", 1, 15), turn_of("user", 30, 31));
    EXPECT_KINDS("...p", turn_of("ai", 0, NAN), turn_of("tool", 20, NAN),
                 turn_of("system", 22, NAN), turn_of("user", 25, NAN));
}

static void spots__words__count_and_name_them(void **state)
{
    (void)state;
    struct tool tool = {.name = "x", .status = "failed"};
    struct turn turns[] = {{.start_s = 0, .end_s = NAN, .text = ""},
                           {.start_s = 26.9, .end_s = NAN, .text = ""},
                           {.start_s = 27, .end_s = NAN, .text = "", .tool = &tool},
                           {.start_s = 28, .end_s = NAN, .text = "", .tool = &tool}};
    struct spots s;
    struct buf text = {0};
    spots_init(&s, &(struct call){.turns = turns, .turn_count = 4}, &(struct spot_limits){10, 2});
    spots_put_sum(&text, &s);
    assert_string_equal(buf_str(&text), "1 pause over 10 s (estimated), 2 failed tool calls");
    text.len = 0;
    spots_put(&text, spots_at(&s, 1));
    assert_string_equal(buf_str(&text), "pause of about 27 s before this turn");
    text.len = 0;
    spots_put(&text, spots_at(&s, 2));
    assert_string_equal(buf_str(&text), "tool call failed");
    assert_null(spots_at(&s, 0));
    assert_null(spots_at(&s, 4));
    assert_string_equal(spots_sign(&s, 0), " ");
    assert_string_equal(spots_sign(&s, 1), "~");
    assert_string_equal(spots_sign(&s, 2), "!");
    spots_done(&s);
    const struct turn ended[] = {turn_of("ai", 0, 5), turn_of("user", 3, 6), turn_of("ai", 30, 31)};
    spots_init(&s, &(struct call){.turns = ended, .turn_count = 3}, &(struct spot_limits){10, 2});
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

static struct turn reply_of(double start_s, double reply_s)
{
    struct turn t = turn_of("ai", start_s, NAN);
    t.reply_s = reply_s;
    return t;
}

/* What is said of turn 1 of a call whose turns' replies have this origin. */
static void expect_second(const struct turn *turns, enum origin from, const char *want)
{
    struct call c = {.turns = turns, .turn_count = 2, .figures = figures_unknown()};
    struct spots s;
    struct buf text = {0};
    c.figures.turn_reply = from;
    spots_init(&s, &c, &(struct spot_limits){10, 2.5});
    if (spots_at(&s, 1))
        spots_put(&text, spots_at(&s, 1));
    assert_string_equal(buf_str(&text), want);
    buf_done(&text);
    spots_done(&s);
}

static void spots__reply__over_the_limit(void **state)
{
    (void)state;
    struct turn person = turn_of("user", 0, 12);
    person.text = "yes";
    person.bytes = 3;
    const struct {
        double start_s, reply_s;
        const char *want;
    } rows[] = {
        {12.4, 0.4, ""}, /* twelve seconds of speech, and a prompt answer */
        {14.5, 2.5, ""},
        {14.6, 2.6, "replied after 2.6 s"},
        {23, 11, "silence of 11 s before this turn, replied after 11 s"},
        {14, 59.96, "replied after 1:00"}, /* as in the column of replies */
        {14, 62, "replied after 1:02"},
        {14, 65.6, "replied after 1:06"},
        {14, NAN, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct turn turns[] = {person, reply_of(rows[i].start_s, rows[i].reply_s)};
        expect_second(turns, ORIGIN_TIMES, rows[i].want);
    }
    struct turn unknown[] = {person, reply_of(14.6, 2.6)};
    expect_second(unknown, ORIGIN_UNKNOWN, "");
}

static void expect_transfer(const char *status, const char *name, const char *want)
{
    struct tool tool = {.name = name, .took_s = NAN};
    const struct turn turns[] = {{.start_s = NAN, .end_s = NAN, .text = ""},
                                 {.start_s = NAN, .end_s = NAN, .text = "", .tool = &tool},
                                 {.start_s = NAN, .end_s = NAN, .text = ""}};
    struct call c = {.turns = turns, .turn_count = 3, .figures = figures_unknown()};
    struct spots s;
    struct buf text = {0};
    c.figures.transfer_status = status;
    spots_init(&s, &c, &(struct spot_limits){10, 2});
    for (size_t i = 0; i < 3; i++)
        if (spots_at(&s, i)) {
            buf_printf(&text, "%zu: ", i);
            spots_put(&text, spots_at(&s, i));
        }
    assert_string_equal(buf_str(&text), want);
    buf_done(&text);
    spots_done(&s);
}

static void spots__transfer__by_its_status(void **state)
{
    (void)state;
    expect_transfer("failed", "Transfer_Call", "1: transfer failed");
    expect_transfer("transfer-failed-connection-error", "transfer", "1: transfer failed");
    expect_transfer("No_Answer", "warm_transfer", "1: transfer failed");
    expect_transfer("BUSY", "line_check", "2: transfer failed");
    expect_transfer("failed", NULL, "2: transfer failed");
    expect_transfer("completed", "transfer", "");
    expect_transfer("", "transfer", "");
    expect_transfer(NULL, "transfer", "");
    struct call c = {.figures = figures_unknown()};
    struct spots s;
    c.figures.transfer_status = "failed";
    spots_init(&s, &c, &(struct spot_limits){10, 2});
    assert_int_equal(s.count, 0);
    spots_done(&s);
    struct tool tool = {.name = "transfer", .took_s = NAN};
    const struct turn two[] = {{.start_s = NAN, .end_s = NAN, .text = "", .tool = &tool},
                               {.start_s = NAN, .end_s = NAN, .text = "", .tool = &tool}};
    c.turns = two;
    c.turn_count = 2;
    spots_init(&s, &c, &(struct spot_limits){10, 2});
    assert_null(spots_at(&s, 0)); /* the last transfer is the one that failed */
    assert_non_null(spots_at(&s, 1));
    spots_done(&s);
}

static void spots__replies__are_counted(void **state)
{
    (void)state;
    const struct turn turns[] = {turn_of("user", 0, 1), reply_of(4, 3), reply_of(9, 3)};
    struct call c = {.turns = turns, .turn_count = 2, .figures = figures_unknown()};
    struct spots s;
    struct buf text = {0};
    c.figures.turn_reply = ORIGIN_TIMES;
    c.figures.transfer_status = "failed";
    spots_init(&s, &c, &(struct spot_limits){10, 2});
    spots_put_sum(&text, &s);
    assert_string_equal(buf_str(&text), "1 slow reply over 2 s, 1 failed transfer");
    assert_string_equal(spots_sign(&s, 1), "!");
    text.len = 0;
    spots_put(&text, spots_at(&s, 1));
    assert_string_equal(buf_str(&text), "replied after 3 s, transfer failed");
    spots_done(&s);
    c.turn_count = 3;
    c.figures.transfer_status = NULL;
    spots_init(&s, &c, &(struct spot_limits){10, 1.25});
    text.len = 0;
    spots_put_sum(&text, &s);
    assert_string_equal(buf_str(&text), "2 slow replies over 1.25 s");
    buf_done(&text);
    spots_done(&s);
}

/* Times that run on, with gaps, turns out of order, missing ends, tools and replies. */
static struct turn random_turn(struct dice *d, double *now_s, const struct tool *tool)
{
    struct turn t = {.text = dice_one_in(d, 2) ? "five words that are said" : "",
                     .class = dice_one_in(d, 2) ? SPEAKER_PERSON : SPEAKER_AGENT,
                     .start_s = *now_s,
                     .end_s = NAN,
                     .reply_s = dice_one_in(d, 3) ? (float)dice_roll(d, 6) : NAN,
                     .tool = dice_one_in(d, 8) ? tool : NULL};
    t.bytes = strlen(t.text);
    *now_s += dice_roll(d, 30) - (dice_one_in(d, 6) ? 20.0 : 0.0);
    if (dice_one_in(d, 3))
        t.end_s = t.start_s + dice_roll(d, 12);
    if (dice_one_in(d, 9))
        t.start_s = NAN;
    return t;
}

static bool same_spots(const struct spots *a, const struct spots *b)
{
    if (a->count != b->count || memcmp(a->counts, b->counts, sizeof a->counts) != 0)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        struct buf one = {0}, other = {0};
        spots_put(&one, &a->list[i]);
        spots_put(&other, &b->list[i]);
        bool same =
            a->list[i].turn == b->list[i].turn && strcmp(buf_str(&one), buf_str(&other)) == 0;
        buf_done(&one);
        buf_done(&other);
        if (!same)
            return false;
    }
    return true;
}

static void spots__in_steps__the_same(void **state)
{
    (void)state;
    static const struct tool tool = {.name = "transfer_call", .status = "failed"};
    const struct spot_limits limits = {10, 2};
    struct turn turns[40];
    struct dice d;
    size_t found = 0;
    dice_open(&d, "spots in steps");
    for (int round = 0; round < 2000; round++) {
        size_t count = dice_roll(&d, 41), step = 1 + dice_roll(&d, 5);
        double now_s = 0;
        for (size_t i = 0; i < count; i++)
            turns[i] = random_turn(&d, &now_s, &tool);
        struct call c = {.turns = turns, .turn_count = count, .figures = figures_unknown()};
        c.figures.turn_reply = dice_one_in(&d, 2) ? ORIGIN_PROVIDER : ORIGIN_UNKNOWN;
        c.figures.transfer_status = dice_one_in(&d, 2) ? "failed" : NULL;
        struct spots whole, pieces;
        spots_init(&whole, &c, &limits);
        struct spots_search *search = spots_begin(&c, &limits);
        while (spots_run(search, step)) {
        }
        spots_end(search, &pieces);
        if (!same_spots(&whole, &pieces))
            fail_msg("round %d, steps of %zu turns: %zu hot spots, expected %zu, or others", round,
                     step, pieces.count, whole.count);
        found += whole.count;
        spots_done(&whole);
        spots_done(&pieces);
    }
    assert_true(found > 2000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spots__starts_only__pauses),
        cmocka_unit_test(spots__measured_reply__is_no_pause),
        cmocka_unit_test(spots__status__rows),
        cmocka_unit_test(spots__ends__silence_and_overlap),
        cmocka_unit_test(spots__long_turn__is_no_pause),
        cmocka_unit_test(spots__an_end_is_missing__only_that_is_estimated),
        cmocka_unit_test(spots__words__count_and_name_them),
        cmocka_unit_test(spots__reply__over_the_limit),
        cmocka_unit_test(spots__transfer__by_its_status),
        cmocka_unit_test(spots__replies__are_counted),
        cmocka_unit_test(spots__in_steps__the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
