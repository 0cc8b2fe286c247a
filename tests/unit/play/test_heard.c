/* Which turn is heard at a place of the recording. */
#include "play/heard.h"
#include "tests/support/cpu_time.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MANY = 100000, LOOKS = 190000, LIMIT_MS = 1000 };

static struct call call_of(const double *starts, size_t count, struct turn *turns)
{
    for (size_t i = 0; i < count; i++)
        turns[i] = (struct turn){.start_s = starts[i], .end_s = NAN, .text = ""};
    return (struct call){.turns = turns, .turn_count = count};
}

static bool same(double a, double b)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) < 1e-9;
}

#define CALL(...)                                                                                  \
    const double starts[] = {__VA_ARGS__};                                                         \
    struct turn turns[sizeof starts / sizeof *starts];                                             \
    struct call c = call_of(starts, sizeof starts / sizeof *starts, turns);                        \
    struct heard h

static void heard__at__the_last_that_has_begun(void **state)
{
    (void)state;
    CALL(2, NAN, 9, 5, INFINITY, 5, 20);
    static const struct {
        double place_s;
        long turn;
    } rows[] = {{0, -1}, {1.99, -1}, {2, 0},    {4.99, 0}, {5, 5},
                {8, 5},  {9, 2},     {19.9, 2}, {20, 6},   {1e9, 6}};
    heard_init(&h, &c, 0);
    assert_int_equal(h.count, 5);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (heard_at(&h, rows[i].place_s) != rows[i].turn)
            fail_msg("at %g turn %ld, expected %ld", rows[i].place_s, heard_at(&h, rows[i].place_s),
                     rows[i].turn);
    heard_done(&h);
    heard_done(&h);
}

static void heard__no_times__nothing(void **state)
{
    (void)state;
    CALL(NAN, NAN);
    heard_init(&h, &c, 3);
    h.asked = 1;
    assert_int_equal(h.count, 0);
    assert_int_equal(heard_at(&h, 7), HEARD_NOTHING);
    assert_true(isnan(heard_place_of(&h, &c, 0)));
    assert_true(isnan(heard_begin_of(&h, &c, 1)));
    assert_true(isnan(heard_end_of(&h, &c, 0, 1)));
    assert_true(isnan(heard_place_of(&h, &c, 2)));
    heard_done(&h);
    c.turn_count = 0;
    heard_init(&h, &c, 0);
    assert_int_equal(heard_at(&h, 7), HEARD_NOTHING);
    heard_done(&h);
}

/* A recording that begins 5 s after the call has -5; 1.2 s later than the times say is 1.2. */
static void heard__offset__moves_all(void **state)
{
    (void)state;
    CALL(3, 6.5, 10);
    struct recording r = {.started = {.us = 1705314605000000, .known = true}};
    c.started = (struct instant){.us = 1705314600000000, .known = true};
    assert_true(same(heard_offset_s(&c, &r), -5));
    r.started.us = 1705314599250000;
    assert_true(same(heard_offset_s(&c, &r), 0.75));
    r.started.known = false;
    assert_true(same(heard_offset_s(&c, &r), 0));
    r.started.known = true;
    c.started.known = false;
    assert_true(same(heard_offset_s(&c, &r), 0));

    heard_init(&h, &c, -5);
    assert_int_equal(heard_at(&h, 0), 0);
    assert_int_equal(heard_at(&h, 1.4), 0);
    assert_int_equal(heard_at(&h, 1.5), 1);
    assert_int_equal(heard_at(&h, 5), 2);
    assert_true(same(heard_place_of(&h, &c, 0), 0));
    assert_true(same(heard_begin_of(&h, &c, 1), 0.5));
    assert_true(same(heard_begin_of(&h, &c, 2), 4));
    assert_true(same(heard_end_of(&h, &c, 0, 1), 1.5));
    h.offset_s = 1.2;
    assert_int_equal(heard_at(&h, 4.1), HEARD_NOTHING);
    assert_int_equal(heard_at(&h, 4.2), 0);
    assert_int_equal(heard_at(&h, 7.7), 1);
    assert_true(same(heard_place_of(&h, &c, 1), 7.7));
    h.offset_s = 1.7;
    assert_int_equal(heard_at(&h, 8.2), 1); /* although 8.2 - 1.7 is less than 6.5 as doubles */
    heard_done(&h);
}

static void heard__asked__until_its_start(void **state)
{
    (void)state;
    CALL(0.4, 10, 20, 20, 30);
    heard_init(&h, &c, 0);
    h.asked = 1;
    assert_int_equal(heard_at(&h, 8.9), 0); /* a seek elsewhere, or from the start again */
    assert_int_equal(heard_at(&h, 9), 1);
    assert_int_equal(heard_at(&h, 9.9), 1);
    assert_int_equal(heard_at(&h, 10), 1);
    assert_int_equal(heard_at(&h, 20), 3);
    h.asked = 2;
    assert_int_equal(heard_at(&h, 19), 2);
    assert_int_equal(heard_at(&h, 20), 2); /* and not the one that starts with it */
    assert_int_equal(heard_at(&h, 29.9), 2);
    assert_int_equal(heard_at(&h, 30), 4);
    h.asked = 0;
    assert_int_equal(heard_at(&h, 0), 0);
    h.asked = 77;
    assert_int_equal(heard_at(&h, 0), HEARD_NOTHING);
    h.asked = HEARD_NOTHING;
    assert_int_equal(heard_at(&h, 0), HEARD_NOTHING);
    heard_done(&h);
}

static void heard__end__of_so_many_turns(void **state)
{
    (void)state;
    CALL(3, NAN, 5, 5, 9, 7);
    static const struct {
        size_t turn, count;
        double want;
    } rows[] = {{0, 0, NAN}, {0, 1, 5},   {0, 2, 7},   {0, 3, 7},         {0, 4, 9}, {0, 5, NAN},
                {2, 1, 7},   {2, 2, 7},   {2, 3, 9},   {3, 1, 7},         {3, 2, 9}, {5, 1, 9},
                {5, 2, NAN}, {4, 1, NAN}, {1, 1, NAN}, {0, SIZE_MAX, NAN}};
    heard_init(&h, &c, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double got = heard_end_of(&h, &c, rows[i].turn, rows[i].count);
        if (!same(got, rows[i].want))
            fail_msg("%zu turns from %zu end at %g, expected %g", rows[i].count, rows[i].turn, got,
                     rows[i].want);
    }
    heard_done(&h);
}

/* Compared with looking at every turn, on random calls. */
static void heard__random_calls__as_by_hand(void **state)
{
    (void)state;
    unsigned seed = 5;
    for (int round = 0; round < 300; round++) {
        double starts[40];
        struct turn turns[40];
        size_t count = (size_t)(round % 40);
        for (size_t i = 0; i < count; i++) {
            seed = seed * 1103515245u + 12345u;
            starts[i] = seed >> 16 & 7 ? (double)(seed >> 20 & 127) / 4 : NAN;
        }
        struct call c = call_of(starts, count, turns);
        struct heard h;
        heard_init(&h, &c, round % 7 - 3);
        for (int eighth = 0; eighth < 320; eighth++) {
            double place = eighth / 8.0;
            long want = HEARD_NOTHING;
            for (size_t i = 0; i < count; i++)
                if (starts[i] + h.offset_s <= place &&
                    (want < 0 || starts[i] >= starts[(size_t)want]))
                    want = (long)i;
            assert_int_equal(heard_at(&h, place), want);
        }
        heard_done(&h);
    }
}

static void heard__hundred_thousand_turns__quick(void **state)
{
    (void)state;
    double *starts = calloc(MANY, sizeof *starts);
    struct turn *turns = calloc(MANY, sizeof *turns);
    assert_true(starts && turns);
    for (size_t i = 0; i < MANY; i++)
        starts[i] = (double)(MANY - i);
    struct call c = call_of(starts, MANY, turns);
    struct heard h;
    double before_ms = cpu_time_ms();
    heard_init(&h, &c, 0);
    h.asked = 5;
    for (int i = 0; i < LOOKS; i++)
        assert_int_equal(heard_at(&h, 1 + i / 2.0), MANY - 1 - i / 2);
    assert_true(cpu_time_ms() - before_ms < LIMIT_MS);
    heard_done(&h);
    free(turns);
    free(starts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heard__at__the_last_that_has_begun),
        cmocka_unit_test(heard__no_times__nothing),
        cmocka_unit_test(heard__offset__moves_all),
        cmocka_unit_test(heard__asked__until_its_start),
        cmocka_unit_test(heard__end__of_so_many_turns),
        cmocka_unit_test(heard__random_calls__as_by_hand),
        cmocka_unit_test(heard__hundred_thousand_turns__quick),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
