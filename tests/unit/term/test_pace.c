/* A line is imagined: it carries so many bytes a second, and a byte is on its way for so long in
 * each direction. */
#include "ui/term/pace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { REPEAT_MS = 33, SCREEN_BYTES = 5000, WAITING_MAX = 1000 };

/* The program, its terminal, and the line between them. */
struct line {
    struct pace pace;
    double ms_per_byte;
    int away_ms;
    bool answers;
    int64_t now_ms, free_ms; /* free_ms: when the line has carried everything */
    int64_t answer_ms[WAITING_MAX];
    size_t answers_sent, answers_come;
    int64_t key_ms, last_ms; /* when the last key came, and the last byte of a frame arrived */
    size_t undrawn;          /* lines down that no frame has shown yet */
    size_t row_bytes;        /* that a frame has for a line down */
    int frames, held;        /* frames that were sent, and times that one was not */
};

static void carry(struct line *l, size_t bytes, bool asks)
{
    int64_t began = l->free_ms > l->now_ms ? l->free_ms : l->now_ms;
    l->free_ms = began + (int64_t)((double)bytes * l->ms_per_byte);
    l->last_ms = l->free_ms + l->away_ms;
    assert_true(l->answers_sent < WAITING_MAX);
    if (asks && l->answers)
        l->answer_ms[l->answers_sent++] = l->last_ms + l->away_ms;
}

static void begin(struct line *l, double ms_per_byte, int away_ms, bool answers)
{
    *l = (struct line){.ms_per_byte = ms_per_byte,
                       .away_ms = away_ms,
                       .answers = answers,
                       .now_ms = 100000,
                       .row_bytes = 130};
    pace_asked(&l->pace, 0, l->now_ms);
    carry(l, 0, true);
    carry(l, SCREEN_BYTES, pace_sent(&l->pace, SCREEN_BYTES, l->now_ms));
}

static size_t bytes_of_frame(const struct line *l)
{
    size_t bytes = l->undrawn * l->row_bytes;
    return bytes < SCREEN_BYTES ? bytes : SCREEN_BYTES;
}

static void draw(struct line *l)
{
    size_t bytes = bytes_of_frame(l);
    if (!bytes)
        return;
    if (pace_wait_ms(&l->pace, bytes, l->key_ms, l->now_ms)) {
        l->held++;
        if (pace_can_probe(&l->pace)) {
            pace_asked(&l->pace, 0, l->now_ms);
            carry(l, 0, true);
        }
        return;
    }
    carry(l, bytes, pace_sent(&l->pace, bytes, l->now_ms));
    l->undrawn = 0;
    l->frames++;
}

/* Runs for so long; a key comes every REPEAT_MS if it is held. */
static void run(struct line *l, int ms, bool held)
{
    int64_t begin_ms = l->now_ms;
    for (; l->now_ms < begin_ms + ms; l->now_ms++) {
        if (held && (l->now_ms - begin_ms) % REPEAT_MS == 0) {
            l->key_ms = l->now_ms;
            l->undrawn++;
        }
        while (l->answers_come < l->answers_sent && l->answer_ms[l->answers_come] <= l->now_ms) {
            pace_answered(&l->pace, l->now_ms);
            l->answers_come++;
        }
        draw(l);
    }
}

/* How long after the release of a key, held for so long, the last byte arrives; the way of the last
 * key to the program counts too. */
static int64_t beyond_release_ms(struct line *l, int held_ms)
{
    run(l, held_ms, true);
    int64_t released_ms = l->now_ms - l->away_ms;
    run(l, 30000, false);
    assert_int_equal(l->undrawn, 0);
    return l->last_ms - released_ms;
}

static int screen_ms(const struct line *l)
{
    return (int)(SCREEN_BYTES * l->ms_per_byte) + 2 * l->away_ms;
}

static void held_key__slow_line__a_second_beyond_a_screen(void **state)
{
    (void)state;
    static const double speeds[] = {1000.0 / 240, 1000.0 / 960, 1000.0 / 1920, 1000.0 / 11520};
    for (size_t i = 0; i < sizeof speeds / sizeof *speeds; i++)
        for (int held_ms = 300; held_ms < 6000; held_ms += 310) {
            struct line l;
            begin(&l, speeds[i], 200, true);
            run(&l, 40000, false);
            int64_t ms = beyond_release_ms(&l, held_ms);
            if (ms > screen_ms(&l) + 1000)
                fail_msg("%.0f bytes/s, held for %d ms: %ld ms, a screen takes %d",
                         1000 / speeds[i], held_ms, (long)ms, screen_ms(&l));
        }
}

/* What was measured before says nothing about the line now. */
static void held_key__line_becomes_slow__the_same(void **state)
{
    (void)state;
    static const size_t row_bytes[] = {50, 95, 130, 180, 490};
    for (size_t i = 0; i < sizeof row_bytes / sizeof *row_bytes; i++) {
        struct line l;
        begin(&l, 0.001, 1, true);
        for (size_t n = 0; n < l.answers_sent; n++)
            l.answer_ms[n] += 2600; /* a terminal that was busy at first */
        l.row_bytes = row_bytes[i];
        run(&l, 3000, false);
        run(&l, 1000, true);
        run(&l, 1000, false);
        l.ms_per_byte = 1000.0 / 960;
        l.away_ms = 200;
        int64_t ms = beyond_release_ms(&l, 3000);
        if (ms > screen_ms(&l) + 1000)
            fail_msg("%zu bytes a row: %ld ms, a screen takes %d", row_bytes[i], (long)ms,
                     screen_ms(&l));
    }
}

static void held_key__fast_terminal__no_frame_waits(void **state)
{
    (void)state;
    static const int away_ms[] = {0, 20, 200, 800};
    for (size_t i = 0; i < sizeof away_ms / sizeof *away_ms; i++) {
        struct line l;
        begin(&l, 0.001, away_ms[i], true);
        run(&l, 2 * away_ms[i] + 10, false); /* until the first answer */
        run(&l, 5000, true);
        assert_int_equal(l.held, 0);
        assert_in_range(l.frames, 5000 / REPEAT_MS, 5000 / REPEAT_MS + 1);
    }
}

/* Neither a terminal that was busy once nor a way that became longer is taken for a slow line for
 * long. */
static void held_key__busy_once__fast_again(void **state)
{
    (void)state;
    struct line l;
    begin(&l, 0.001, 1, true);
    run(&l, 1000, true);
    l.free_ms = l.now_ms + 700;
    run(&l, 1000, true);
    l.held = 0;
    run(&l, 2000, true);
    assert_int_equal(l.held, 0);
    l.away_ms = 300;
    run(&l, 3000, true);
    run(&l, 1000, false);
    run(&l, 2000, true);
    l.held = 0;
    run(&l, 3000, true);
    assert_int_equal(l.held, 0);
}

static void held_key__no_answers__ten_frames_a_second(void **state)
{
    (void)state;
    struct line l;
    begin(&l, 0.001, 1, false);
    run(&l, 1000, false);
    run(&l, 5000, true);
    assert_in_range(l.frames, 45, 51);
    run(&l, 101, false);
    assert_int_equal(l.undrawn, 0);
    l.frames = 0;
    l.held = 0;
    for (int i = 0; i < 10; i++) /* keys that come one by one */
        run(&l, REPEAT_MS, true), run(&l, 300, false);
    assert_int_equal(l.held, 0);
}

/* A terminal that stops answering is not waited for for ever. */
static void answers_stop__frames_go_on(void **state)
{
    (void)state;
    struct line l;
    begin(&l, 0.001, 1, true);
    run(&l, 1000, true);
    l.answers = false;
    run(&l, 20000, true);
    l.frames = 0;
    run(&l, 5000, true);
    assert_in_range(l.frames, 45, 51);
    l.answers = true;
    l.pace.answers = false;
    run(&l, 100, true);
    assert_true(l.frames > 45);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(held_key__slow_line__a_second_beyond_a_screen),
        cmocka_unit_test(held_key__line_becomes_slow__the_same),
        cmocka_unit_test(held_key__fast_terminal__no_frame_waits),
        cmocka_unit_test(held_key__busy_once__fast_again),
        cmocka_unit_test(held_key__no_answers__ten_frames_a_second),
        cmocka_unit_test(answers_stop__frames_go_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
