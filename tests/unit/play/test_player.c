/* The player as a state machine: what it asks of mpv, and what it makes of mpv's lines. */
#include "play/player.h"

#include "base/alloc.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int64_t now; /* the time of the test, which moves it */

static bool tell(struct player *p, const char *lines)
{
    return player_receive(p, lines, strlen(lines), now);
}

static bool tell_place(struct player *p, double place_s)
{
    char *line = xasprintf(
        "{\"event\":\"property-change\",\"id\":1,\"name\":\"time-pos\",\"data\":%f}\n", place_s);
    bool changed = tell(p, line);
    free(line);
    return changed;
}

static void tell_property(struct player *p, int id, const char *data)
{
    char *line = xasprintf("{\"event\":\"property-change\",\"id\":%d,\"name\":\"x\",\"data\":%s}\n",
                           id, data);
    tell(p, line);
    free(line);
}

static void tell_event(struct player *p, const char *name)
{
    char *line = xasprintf("{\"event\":\"%s\"}\n", name);
    tell(p, line);
    free(line);
}

/* The commands that were given since the last time, without their numbers, are `want`; all of them
 * are answered. */
static void expect(struct player *p, const char *want)
{
    struct buf got = {0}, answers = {0};
    char *rest = buf_take(&p->commands), *lines = rest, *line;
    while ((line = strsep(&rest, "\n")) && *line) {
        char *number = strstr(line, ",\"request_id\":");
        assert_non_null(number);
        assert_memory_equal(line, "{\"command\":[", 12);
        buf_add(&got, line + 11, (size_t)(number - line) - 11);
        number[strcspn(number, "}")] = '\0';
        buf_printf(&answers, "{%s,\"error\":\"success\"}\n", number + 1);
    }
    assert_string_equal(buf_str(&got), want);
    tell(p, buf_str(&answers));
    free(lines);
    buf_done(&got);
    buf_done(&answers);
}

static void seek_happens(struct player *p, double place_s)
{
    tell_event(p, "seek");
    tell_event(p, "playback-restart");
    tell_place(p, place_s);
}

#define PAUSE(word) "[\"set_property\",\"pause\"," word "]"
#define SEEK(place) "[\"seek\"," place ",\"absolute+exact\"]"
#define BEGIN                                                                                      \
    "[\"observe_property\",1,\"time-pos\"][\"observe_property\",2,\"pause\"]"                      \
    "[\"observe_property\",3,\"duration\"][\"observe_property\",4,\"eof-reached\"]"                \
    "[\"observe_property\",5,\"idle-active\"][\"observe_property\",6,\"speed\"]"                   \
    "[\"observe_property\",7,\"current-ao\"]" PAUSE(                                               \
        "true") "[\"loadfile\",\"fd://4\",\"replace\"]"

static void expect_state(const struct player *p, enum player_state state, double place_s)
{
    if (p->state != state || fabs(p->place_s - place_s) > 1e-6)
        fail_msg("state %d at %f (%s), expected %d at %f", p->state, p->place_s,
                 p->why ? p->why : "", state, place_s);
}

static void expect_failure(struct player *p, const char *why)
{
    assert_int_equal(p->state, PLAYER_FAILED);
    assert_string_equal(p->why, why);
    assert_int_equal(player_wait_ms(p, now), -1);
    player_seek(p, 3, now);
    player_pause(p, false, now);
    player_set_speed(p, 2, now);
    player_ended(p);
    player_check(p, now + 100000);
    assert_false(tell_place(p, 7));
    assert_int_equal(p->commands.len, 0);
    assert_string_equal(p->why, why);
    player_done(p);
    player_done(p);
}

/* As mpv tells it: the file, its first place and that it plays, before the seek is done. */
static void load(struct player *p, double place_s)
{
    player_init(p, "fd://4", place_s, now);
    expect(p, BEGIN);
    tell(p, "{\"event\":\"property-change\",\"id\":1,\"name\":\"time-pos\"}\n");
    tell_property(p, 2, "true");
    tell_property(p, 5, "true");
    tell_event(p, "start-file");
    tell_property(p, 5, "false");
    assert_int_equal(p->commands.len, 0);
    tell_event(p, "file-loaded");
    tell_place(p, 0);
    tell_property(p, 3, "30.000000");
    tell_property(p, 4, "false");
    tell_property(p, 7, "\"null\"");
    tell_event(p, "playback-restart");
}

static void start(struct player *p, double place_s)
{
    now = 1000;
    load(p, place_s);
    char *seek = xasprintf(SEEK("%f"), place_s);
    expect(p, seek);
    free(seek);
    seek_happens(p, place_s);
    expect(p, PAUSE("false"));
    tell_property(p, 2, "false");
    expect_state(p, PLAYER_PLAYING, place_s);
}

/* Nothing is heard before the place: it is loaded paused, and goes on when the seek is done. */
static void player__start__seeks_before_it_plays(void **state)
{
    (void)state;
    struct player p;
    now = 5;
    load(&p, 12.5);
    expect_state(&p, PLAYER_LOADING, 12.5);
    expect(&p, SEEK("12.500000"));
    expect_state(&p, PLAYER_LOADING, 12.5);
    tell_place(&p, 0.02);
    tell_event(&p, "seek");
    expect(&p, "");
    tell_place(&p, 12.5);
    expect_state(&p, PLAYER_LOADING, 12.5);
    tell_event(&p, "playback-restart");
    expect_state(&p, PLAYER_PLAYING, 12.5);
    expect(&p, PAUSE("false"));
    assert_true(tell_place(&p, 12.55));
    expect_state(&p, PLAYER_PLAYING, 12.55);
    assert_true(fabs(p.duration_s - 30) < 1e-9);
    player_done(&p);
}

static void player__commands__while_it_loads(void **state)
{
    (void)state;
    struct player p;
    player_init(&p, "fd://4", -3, now);
    expect_state(&p, PLAYER_LOADING, 0);
    player_seek(&p, 4, now);
    player_pause(&p, false, now); /* which it begins with anyway, after the seek */
    player_pause(&p, true, now);
    player_set_speed(&p, 1.5, now);
    expect(&p, BEGIN "[\"set_property\",\"speed\",1.500]");
    tell_place(&p, 0);
    expect_state(&p, PLAYER_LOADING, 4);
    tell_event(&p, "file-loaded");
    player_seek(&p, 6, now);
    expect(&p, SEEK("4.000000") SEEK("6.000000"));
    tell_event(&p, "playback-restart");
    tell_event(&p, "seek");
    tell_place(&p, 4);
    expect_state(&p, PLAYER_LOADING, 6);
    tell_event(&p, "playback-restart");
    expect_state(&p, PLAYER_PAUSED, 6);
    expect(&p, "");
    player_pause(&p, false, now);
    expect(&p, PAUSE("false"));
    expect_state(&p, PLAYER_PLAYING, 6);
    player_done(&p);
}

static void player__place__moves_back_only_by_a_seek(void **state)
{
    (void)state;
    struct player p;
    start(&p, 20);
    assert_true(tell_place(&p, 20.543));
    player_set_speed(&p, 1.25, now);
    tell_property(&p, 6, "1.000000"); /* which is older than the command */
    assert_true(p.speed > 1.24 && p.speed < 1.26);
    expect(&p, "[\"set_property\",\"speed\",1.250]");
    tell_property(&p, 6, "1.500000");
    assert_true(p.speed > 1.49 && p.speed < 1.51);
    assert_false(tell_place(&p, 20.215));
    expect_state(&p, PLAYER_PLAYING, 20.543);
    assert_true(tell_place(&p, 20.6));
    tell_place(&p, 19.5); /* by more than a second */
    expect_state(&p, PLAYER_PLAYING, 19.5);
    tell_place(&p, 19);
    expect_state(&p, PLAYER_PLAYING, 19.5);
    tell_event(&p, "seek"); /* one that mpv did by itself */
    tell_event(&p, "playback-restart");
    tell_place(&p, 19);
    expect_state(&p, PLAYER_PLAYING, 19);
    tell_place(&p, 18.9);
    expect_state(&p, PLAYER_PLAYING, 19);
    player_done(&p);
}

/* Places that belong to what was played before the seek do not count. */
static void player__seek__old_places_do_not_count(void **state)
{
    (void)state;
    struct player p;
    start(&p, 10);
    player_seek(&p, 20, now);
    expect_state(&p, PLAYER_PLAYING, 20);
    tell_place(&p, 10.1);
    expect(&p, SEEK("20.000000"));
    tell_place(&p, 10.2);
    tell_event(&p, "playback-restart"); /* of an earlier seek */
    tell_place(&p, 10.3);
    player_seek(&p, 5, now);
    tell_event(&p, "seek");
    tell_event(&p, "playback-restart");
    tell_place(&p, 20);
    expect_state(&p, PLAYER_PLAYING, 5);
    expect(&p, SEEK("5.000000"));
    seek_happens(&p, 5.6); /* MP3: later than asked */
    expect_state(&p, PLAYER_PLAYING, 5.6);
    player_seek(&p, 25, now);
    expect(&p, SEEK("25.000000"));
    seek_happens(&p, 24.999875);
    expect_state(&p, PLAYER_PLAYING, 25);
    player_done(&p);
}

static void player__seek__is_bounded(void **state)
{
    (void)state;
    struct player p;
    start(&p, 10);
    player_seek(&p, -4, now);
    player_seek(&p, 1e300, now);
    player_seek(&p, NAN, now);
    expect(&p, SEEK("0.000000") SEEK("30.000000"));
    expect_state(&p, PLAYER_PLAYING, 30);
    player_done(&p);
}

/* A seek that mpv refuses, or never reports as done, does not stop the places for ever. */
static void player__seek__refused_or_not_reported(void **state)
{
    (void)state;
    struct player p;
    start(&p, 10);
    player_seek(&p, 20, now);
    char *line =
        xasprintf("{\"request_id\":%ld,\"error\":\"error running command\"}\n", p.last_command);
    tell(&p, line);
    free(line);
    tell_place(&p, 10.05);
    expect_state(&p, PLAYER_PLAYING, 10.05);
    buf_clear(&p.commands);
    player_seek(&p, 20, now);
    assert_int_equal(player_wait_ms(&p, now), PLAYER_PATIENCE_MS);
    expect(&p, SEEK("20.000000"));
    tell_place(&p, 10.1);
    expect_state(&p, PLAYER_PLAYING, 20);
    assert_int_equal(player_wait_ms(&p, now), 2000);
    now += 2000;
    player_check(&p, now);
    tell_place(&p, 12.1);
    expect_state(&p, PLAYER_PLAYING, 12.1);
    player_done(&p);
}

static void player__pause__and_on(void **state)
{
    (void)state;
    struct player p;
    start(&p, 10);
    player_pause(&p, true, now);
    player_pause(&p, true, now);
    expect_state(&p, PLAYER_PAUSED, 10);
    expect(&p, PAUSE("true"));
    assert_false(p.at_end);
    player_pause(&p, false, now);
    tell_property(&p, 2, "true"); /* which is older than the command */
    expect_state(&p, PLAYER_PLAYING, 10);
    expect(&p, PAUSE("false"));
    tell_property(&p, 2, "false");
    expect_state(&p, PLAYER_PLAYING, 10);
    tell_property(&p, 2, "true"); /* a key for media, say */
    expect_state(&p, PLAYER_PAUSED, 10);
    tell_property(&p, 2, "false");
    expect_state(&p, PLAYER_PLAYING, 10);
    player_done(&p);
}

/* mpv reads ahead: it has reached the end of the file before the sound is over, then pauses. */
static void player__end__plays_again_from_the_start(void **state)
{
    (void)state;
    struct player p;
    start(&p, 29.8);
    tell_property(&p, 4, "true");
    expect_state(&p, PLAYER_PLAYING, 29.8);
    assert_false(p.at_end);
    tell_place(&p, 30.2);
    expect_state(&p, PLAYER_PLAYING, 30);
    tell_property(&p, 2, "true");
    expect_state(&p, PLAYER_PAUSED, 30);
    assert_true(p.at_end);
    assert_int_equal(player_wait_ms(&p, now), -1);
    player_pause(&p, false, now);
    expect_state(&p, PLAYER_PLAYING, 0);
    assert_false(p.at_end);
    expect(&p, SEEK("0.000000") PAUSE("false"));
    tell_event(&p, "seek");
    tell_property(&p, 4, "false");
    tell_property(&p, 2, "false");
    tell_event(&p, "playback-restart");
    tell_place(&p, 0.05);
    expect_state(&p, PLAYER_PLAYING, 0.05);
    expect(&p, "");
    player_done(&p);
}

static void player__end__seek_away(void **state)
{
    (void)state;
    struct player p;
    start(&p, 29);
    tell_property(&p, 2, "true");
    tell_property(&p, 4, "true"); /* in this order after a seek */
    assert_true(p.at_end);
    player_seek(&p, 12, now);
    assert_false(p.at_end);
    expect_state(&p, PLAYER_PAUSED, 12);
    player_pause(&p, false, now); /* from there */
    expect(&p, SEEK("12.000000") PAUSE("false"));
    tell_property(&p, 4, "false");
    tell_property(&p, 2, "false");
    seek_happens(&p, 12);
    expect_state(&p, PLAYER_PLAYING, 12);
    player_done(&p);
}

/* It came to its end while it was told to go elsewhere: it goes on there. */
static void player__end__during_a_seek(void **state)
{
    (void)state;
    struct player p;
    start(&p, 29.9);
    player_seek(&p, 12, now);
    tell_property(&p, 4, "true");
    tell_property(&p, 2, "true");
    expect_state(&p, PLAYER_PLAYING, 12);
    expect(&p, SEEK("12.000000"));
    tell_event(&p, "seek");
    tell_event(&p, "playback-restart");
    expect_state(&p, PLAYER_PLAYING, 12);
    tell_property(&p, 4, "false"); /* which may come last */
    expect_state(&p, PLAYER_PLAYING, 12);
    expect(&p, PAUSE("false"));
    player_done(&p);
}

/* At the end it stays there, which mpv does not tell again. */
static void player__end__seek_on(void **state)
{
    (void)state;
    struct player p;
    start(&p, 29);
    tell_property(&p, 3, "0.000000"); /* it is not known */
    tell_property(&p, 4, "true");
    tell_property(&p, 2, "true");
    assert_true(p.at_end);
    player_seek(&p, 34, now);
    expect(&p, SEEK("34.000000"));
    seek_happens(&p, 29);
    expect_state(&p, PLAYER_PAUSED, 29);
    assert_true(p.at_end);
    player_done(&p);
}

/* Starting at the end, or beyond it, is being at the end. */
static void player__end__start_there(void **state)
{
    (void)state;
    struct player p;
    load(&p, 40);
    expect(&p, SEEK("40.000000"));
    tell_place(&p, 40);
    tell_event(&p, "seek");
    tell_property(&p, 4, "true");
    tell_event(&p, "playback-restart");
    tell_place(&p, 30);
    expect_state(&p, PLAYER_PAUSED, 30);
    assert_true(p.at_end);
    expect(&p, "");
    player_done(&p);
}

/* mpv may do such a seek first, and then say that it is at the end. */
static void player__end__sought_beyond(void **state)
{
    (void)state;
    struct player p;
    load(&p, 40);
    expect(&p, SEEK("40.000000"));
    tell_event(&p, "seek");
    tell_place(&p, 40);
    tell_event(&p, "playback-restart");
    expect(&p, PAUSE("false"));
    expect_state(&p, PLAYER_PLAYING, 40);
    tell_place(&p, 30);
    expect_state(&p, PLAYER_PAUSED, 30);
    assert_true(p.at_end);
    assert_int_equal(player_wait_ms(&p, now), -1);
    player_pause(&p, false, now);
    expect(&p, SEEK("0.000000") PAUSE("false"));
    player_done(&p);
}

/* Silence at the end is the end, even if mpv does not say so. */
static void player__end__silence_there(void **state)
{
    (void)state;
    struct player p;
    start(&p, 29.9);
    tell_place(&p, 30);
    expect_state(&p, PLAYER_PLAYING, 30);
    now += PLAYER_PATIENCE_MS;
    player_check(&p, now);
    expect_state(&p, PLAYER_PAUSED, 30);
    assert_true(p.at_end);
    player_done(&p);
}

/* While it is paused, mpv does not tell that it is at the end. */
static void player__end__seek_there_in_a_pause(void **state)
{
    (void)state;
    struct player p;
    start(&p, 3);
    player_pause(&p, true, now);
    player_seek(&p, 30, now);
    expect(&p, PAUSE("true") SEEK("30.000000"));
    seek_happens(&p, 30);
    expect_state(&p, PLAYER_PAUSED, 30);
    assert_true(p.at_end);
    player_pause(&p, false, now);
    expect(&p, SEEK("0.000000") PAUSE("false"));
    expect_state(&p, PLAYER_PLAYING, 0);
    player_done(&p);
}

/* mpv may pause at the end again before it has told that it went on. */
static void player__end__unnoticed(void **state)
{
    (void)state;
    struct player p;
    start(&p, 29.9);
    tell_property(&p, 4, "true");
    now += PLAYER_PATIENCE_MS;
    player_check(&p, now);
    expect_state(&p, PLAYER_PAUSED, 29.9);
    assert_true(p.at_end);
    player_done(&p);
}

static void player__duration__too_short_in_the_header(void **state)
{
    (void)state;
    struct player p;
    start(&p, 29);
    for (int i = 1; i <= 100; i++)
        tell_place(&p, 29 + i * 0.05);
    expect_state(&p, PLAYER_PLAYING, 34);
    assert_true(isnan(p.duration_s));
    player_done(&p);
    start(&p, 29);
    tell_place(&p, 50); /* no step */
    expect_state(&p, PLAYER_PLAYING, 30);
    assert_true(fabs(p.duration_s - 30) < 1e-9);
    player_done(&p);
}

/* A duration that comes late, or again, leaves no place beyond it. */
static void player__duration__after_the_places(void **state)
{
    (void)state;
    struct player p;
    start(&p, 20);
    tell_place(&p, 25);
    tell_property(&p, 3, "12");
    expect_state(&p, PLAYER_PLAYING, 25);
    assert_true(isnan(p.duration_s));
    tell_property(&p, 3, "24.5"); /* the last places may lie beyond it */
    expect_state(&p, PLAYER_PLAYING, 24.5);
    assert_true(fabs(p.duration_s - 24.5) < 1e-9);
    player_seek(&p, 24, now);
    tell_property(&p, 3, "12");
    expect(&p, SEEK("24.000000"));
    seek_happens(&p, 12);
    expect_state(&p, PLAYER_PAUSED, 12);
    player_done(&p);
}

/* What no recording can have is neither shown nor counted with. */
static void player__place__absurd(void **state)
{
    (void)state;
    struct player p;
    start(&p, 20);
    tell_property(&p, 3, "1e308");
    assert_true(fabs(p.duration_s - 30) < 1e-9);
    tell_property(&p, 3, "0"); /* not known */
    tell_property(&p, 1, "1e308");
    tell_property(&p, 1, "-1e308");
    expect_state(&p, PLAYER_PLAYING, 20);
    player_seek(&p, 1e308, now);
    expect_state(&p, PLAYER_PLAYING, 1e9);
    player_done(&p);
    player_init(&p, "fd://4", 1e308, now);
    expect_state(&p, PLAYER_LOADING, 1e9);
    player_done(&p);
}

static void player__stop__exactly_there(void **state)
{
    (void)state;
    struct player p;
    start(&p, 10);
    player_stop_at(&p, 12);
    tell_place(&p, 11.99);
    expect_state(&p, PLAYER_PLAYING, 11.99);
    expect(&p, "");
    tell_place(&p, 12.04);
    expect_state(&p, PLAYER_PAUSED, 12);
    tell_place(&p, 12.06);
    expect(&p, PAUSE("true") SEEK("12.000000"));
    tell_property(&p, 2, "true");
    seek_happens(&p, 12);
    expect_state(&p, PLAYER_PAUSED, 12);
    assert_int_equal(player_wait_ms(&p, now), -1);
    player_pause(&p, false, now);
    expect(&p, PAUSE("false"));
    tell_place(&p, 12.5);
    expect_state(&p, PLAYER_PLAYING, 12.5);

    player_stop_at(&p, 15);
    player_pause(&p, true, now); /* a pause keeps it, a seek forgets it */
    player_pause(&p, false, now);
    assert_true(p.stop_s > 14);
    player_seek(&p, 14, now);
    expect(&p, PAUSE("true") PAUSE("false") SEEK("14.000000"));
    seek_happens(&p, 14);
    tell_place(&p, 15.2);
    expect_state(&p, PLAYER_PLAYING, 15.2);
    player_stop_at(&p, 16);
    player_stop_at(&p, NAN);
    tell_place(&p, 16.2);
    expect_state(&p, PLAYER_PLAYING, 16.2);
    player_done(&p);
}

/* mpv may tell the next place only when the turn after the stop is heard already. */
static void player__stop__between_two_places(void **state)
{
    (void)state;
    struct player p;
    start(&p, 10);
    player_stop_at(&p, 12);
    tell_place(&p, 11.4);
    assert_int_equal(player_wait_ms(&p, now), PLAYER_PATIENCE_MS); /* not so close yet */
    player_set_speed(&p, 2, now);
    expect(&p, "[\"set_property\",\"speed\",2.000]");
    tell_place(&p, 11.8);
    assert_int_equal(player_wait_ms(&p, now), 100);
    now += 60;
    assert_int_equal(player_wait_ms(&p, now), 40);
    player_check(&p, now);
    expect_state(&p, PLAYER_PLAYING, 11.8);
    now += 40;
    player_check(&p, now);
    expect_state(&p, PLAYER_PAUSED, 12);
    expect(&p, PAUSE("true") SEEK("12.000000"));
    player_done(&p);

    start(&p, 10);
    player_stop_at(&p, 12);
    tell_place(&p, 11.9);
    player_pause(&p, true, now);
    expect(&p, PAUSE("true"));
    now += 10000; /* nothing is played in a pause */
    player_check(&p, now);
    expect_state(&p, PLAYER_PAUSED, 11.9);
    player_pause(&p, false, now);
    assert_int_equal(player_wait_ms(&p, now), 100);
    player_done(&p);
}

static void player__files__that_cannot_be_heard(void **state)
{
    (void)state;
    static const struct {
        const char *end, *why;
        bool no_device;
    } rows[] = {
        {"\"reason\":\"error\",\"file_error\":\"audio output initialization failed\"",
         "no sound here: mpv has found no sound device", true},
        {"\"reason\":\"error\",\"file_error\":\"no audio or video data played\"",
         "the recording holds no sound that mpv can play", false},
        {"\"reason\":\"error\",\"file_error\":\"unrecognized file format\"",
         "the recording is in no format that mpv can play", false},
        {"\"reason\":\"error\",\"file_error\":\"loading \\u001b[31mfailed\"",
         "mpv has stopped playing the recording (loading [31mfailed)", false},
        {"\"reason\":\"quit\"", "mpv has ended", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct player p;
        player_init(&p, "fd://4", 3, now);
        expect(&p, BEGIN);
        char *line = xasprintf("{\"event\":\"end-file\",%s}\n"
                               "{\"event\":\"property-change\",\"id\":5,\"data\":true}\n",
                               rows[i].end);
        assert_true(tell(&p, line));
        free(line);
        assert_int_equal(p.no_device, rows[i].no_device);
        expect_failure(&p, rows[i].why);
    }
}

static void player__loading__refused_or_idle_again(void **state)
{
    (void)state;
    struct player p;
    player_init(&p, "fd://4", 0, now);
    tell(&p, "{\"request_id\":9,\"error\":\"invalid parameter\"}\n");
    expect_failure(&p, "mpv cannot play the recording (invalid parameter)");
    start(&p, 3);
    tell_property(&p, 5, "true");
    expect_failure(&p, "mpv has stopped playing the recording");
}

static void player__ended__is_said(void **state)
{
    (void)state;
    struct player p;
    player_init(&p, "fd://4", 0, now);
    player_ended(&p);
    expect_failure(&p, "mpv ended as it was started; version 0.35 or later is needed");
    start(&p, 3);
    player_ended(&p);
    expect_failure(&p, "mpv has ended");
}

static void player__no_answer__given_up(void **state)
{
    (void)state;
    struct player p;
    now = 1000;
    player_init(&p, "fd://4", 0, now);
    assert_int_equal(player_wait_ms(&p, now), PLAYER_PATIENCE_MS);
    assert_int_equal(player_wait_ms(&p, now + 4000), 1000);
    assert_int_equal(player_wait_ms(&p, now + 9000), 0);
    player_check(&p, now + PLAYER_PATIENCE_MS - 1);
    expect_state(&p, PLAYER_LOADING, 0);
    player_check(&p, now += PLAYER_PATIENCE_MS);
    expect_failure(&p, "mpv has not answered for 5 s");

    start(&p, 3);
    player_pause(&p, true, now);
    expect(&p, PAUSE("true"));
    assert_int_equal(player_wait_ms(&p, now), -1);
    now += 3600 * 1000;
    player_check(&p, now); /* an hour in pause */
    expect_state(&p, PLAYER_PAUSED, 3);
    player_set_speed(&p, 2, now);
    assert_int_equal(player_wait_ms(&p, now), PLAYER_PATIENCE_MS);
    tell_place(&p, 3); /* which is no answer */
    player_check(&p, now += PLAYER_PATIENCE_MS);
    expect_failure(&p, "mpv has not answered for 5 s");
}

/* It has the same time for each command, from when it was given or the one before was answered. */
static void player__no_answer__to_one_of_many(void **state)
{
    (void)state;
    struct player p;
    start(&p, 3);
    player_pause(&p, true, now);
    char *line = xasprintf("{\"request_id\":%ld,\"error\":\"success\"}\n", p.last_command);
    now += 4000;
    player_set_speed(&p, 2, now);
    assert_int_equal(player_wait_ms(&p, now), 1000);
    tell(&p, line);
    assert_int_equal(player_wait_ms(&p, now), PLAYER_PATIENCE_MS);
    player_check(&p, now + PLAYER_PATIENCE_MS - 1);
    expect_state(&p, PLAYER_PAUSED, 3);
    player_check(&p, now += PLAYER_PATIENCE_MS);
    expect_failure(&p, "mpv has not answered for 5 s");
    free(line);
}

static void player__silence__given_up_while_playing(void **state)
{
    (void)state;
    struct player p;
    start(&p, 3);
    now += 4000;
    tell_place(&p, 3.05);
    tell(&p, "{\"event\":\"property-change\",\"id\":1,\"data\":nan}\nnoise\n");
    assert_int_equal(player_wait_ms(&p, now), PLAYER_PATIENCE_MS);
    now += 4999;
    tell(&p, "noise\n");
    player_check(&p, now);
    expect_state(&p, PLAYER_PLAYING, 3.05);
    player_check(&p, ++now);
    expect_failure(&p, "mpv has said nothing for 5 s");

    start(&p, 3);
    player_pause(&p, true, now);
    expect(&p, PAUSE("true"));
    now += 60000;
    player_pause(&p, false, now);
    player_check(&p, now + 100); /* the silence before does not count */
    expect(&p, PAUSE("false"));
    expect_state(&p, PLAYER_PLAYING, 3);
    player_done(&p);
}

/* A sound system that hangs holds mpv up: no device is open, and the seek is not answered. */
static void player__device_that_hangs__no_sound_here(void **state)
{
    (void)state;
    struct player p;
    player_init(&p, "fd://4", 3, now);
    expect(&p, BEGIN);
    tell_event(&p, "file-loaded");
    expect(&p, SEEK("3.000000"));
    assert_int_equal(player_wait_ms(&p, now), PLAYER_PATIENCE_MS);
    player_check(&p, now + PLAYER_PATIENCE_MS - 1);
    expect_state(&p, PLAYER_LOADING, 3);
    player_check(&p, now += PLAYER_PATIENCE_MS);
    assert_true(p.no_device);
    expect_failure(&p, "no sound here: no sound device has answered for 5 s");

    player_init(&p, "fd://4", 3, now);
    expect(&p, BEGIN);
    tell_event(&p, "file-loaded"); /* and the seek is not even answered */
    player_check(&p, now += PLAYER_PATIENCE_MS);
    assert_true(p.no_device);
    expect_failure(&p, "no sound here: no sound device has answered for 5 s");
}

static void player__lines__in_any_pieces(void **state)
{
    (void)state;
    static const char lines[] = "{\"event\":\"property-change\",\"id\":1,\"data\":4.5}\n"
                                "\n{\"event\":\"property-change\",\"id\":3,\"data\":60.25}\n";
    for (size_t piece = 1; piece < sizeof lines; piece++) {
        struct player p;
        start(&p, 4);
        for (size_t at = 0; at < sizeof lines - 1; at += piece) {
            size_t n = sizeof lines - 1 - at < piece ? sizeof lines - 1 - at : piece;
            player_receive(&p, lines + at, n, now);
        }
        expect_state(&p, PLAYER_PLAYING, 4.5);
        assert_true(fabs(p.duration_s - 60.25) < 1e-9);
        player_done(&p);
    }
}

static void player__lines__are_bounded(void **state)
{
    (void)state;
    char *many = malloc(PLAYER_LINE_MAX_BYTES + 2);
    assert_non_null(many);
    memset(many, 'x', PLAYER_LINE_MAX_BYTES + 1);
    many[PLAYER_LINE_MAX_BYTES] = '\n';
    struct player p;
    start(&p, 4);
    player_receive(&p, many, PLAYER_LINE_MAX_BYTES + 1, now); /* just fits */
    tell_place(&p, 4.5);
    expect_state(&p, PLAYER_PLAYING, 4.5);
    for (int i = 0; i < PLAYER_LINE_MAX_BYTES; i++)
        player_receive(&p, "x", 1, now);
    expect_state(&p, PLAYER_PLAYING, 4.5);
    assert_true(player_receive(&p, "x", 1, now));
    assert_in_range(p.received.cap, 1, 2 * PLAYER_LINE_MAX_BYTES + 2);
    expect_failure(&p, "mpv has sent a line of more than 64 KB");
    start(&p, 4);
    many[PLAYER_LINE_MAX_BYTES] = 'x';
    many[PLAYER_LINE_MAX_BYTES + 1] = '\n';
    player_receive(&p, many, PLAYER_LINE_MAX_BYTES + 2, now);
    expect_failure(&p, "mpv has sent a line of more than 64 KB");
    free(many);
}

static void player__garbage__is_ignored(void **state)
{
    (void)state;
    struct player p;
    start(&p, 4);
    const struct player before = p;
    assert_false(tell(&p, "noise\n{}\n[1,2]\n{\"request_id\":999999,\"error\":\"success\"}\n"
                          "{\"request_id\":1,\"error\":\"late\"}\n{\"event\":\"file-loaded\"}\n"
                          "{\"event\":\"property-change\",\"id\":1,\"data\":1e999}\n"
                          "{\"event\":\"property-change\",\"id\":99,\"data\":true}\n"
                          "{\"event\":\"property-change\",\"id\":3,\"data\":\"x\"}\n"
                          "{\"event\":\"property-change\",\"id\":6,\"data\":-1}\n"));
    assert_true(player_looks_like(&before, &p));
    assert_int_equal(p.answered, p.last_command);
    expect(&p, "");
    player_done(&p);
    player_done(&(struct player){0});
}

static void random_line(struct player *p, unsigned pick)
{
    unsigned number = pick % 50;
    switch (pick % 10) {
    case 0:
    case 1:
        tell_place(p, number + 0.5);
        break;
    case 2:
    case 3:
        tell_property(p, 2, pick & 64 ? "true" : "false");
        break;
    case 4:
    case 5:
        tell_property(p, 4, pick & 64 ? "true" : "false");
        break;
    case 6:
        tell_property(p, 3, number & 1 ? "31.5" : "12");
        break;
    case 7:
        tell_event(p, "seek");
        break;
    case 8:
        tell_event(p, "playback-restart");
        break;
    default:
        tell_event(p, "file-loaded");
    }
}

static void random_command(struct player *p, unsigned pick)
{
    if (pick % 5 == 0)
        player_seek(p, pick % 40, now);
    else if (pick % 5 == 1)
        player_pause(p, pick & 8, now);
    else if (pick % 37 == 0)
        player_stop_at(p, pick % 40);
}

/* Any lines in any order: no failure, and nothing that contradicts itself. */
static void player__random_lines__hold(void **state)
{
    (void)state;
    unsigned seed = 3;
    struct player p;
    player_init(&p, "fd://4", 2, now);
    for (int i = 0; i < 50000; i++) {
        seed = seed * 1103515245u + 12345u;
        random_command(&p, seed >> 16);
        if (p.last_command > p.answered) {
            char *line = xasprintf("{\"request_id\":%ld,\"error\":\"success\"}\n", p.answered + 1);
            tell(&p, line);
            free(line);
        }
        random_line(&p, seed >> 12);
        buf_clear(&p.commands);
        assert_int_not_equal(p.state, PLAYER_FAILED);
        assert_true(p.place_s >= 0);
        assert_true(!p.at_end || p.state == PLAYER_PAUSED);
    }
    player_done(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(player__start__seeks_before_it_plays),
        cmocka_unit_test(player__commands__while_it_loads),
        cmocka_unit_test(player__place__moves_back_only_by_a_seek),
        cmocka_unit_test(player__seek__old_places_do_not_count),
        cmocka_unit_test(player__seek__is_bounded),
        cmocka_unit_test(player__seek__refused_or_not_reported),
        cmocka_unit_test(player__pause__and_on),
        cmocka_unit_test(player__end__plays_again_from_the_start),
        cmocka_unit_test(player__end__seek_away),
        cmocka_unit_test(player__end__during_a_seek),
        cmocka_unit_test(player__end__seek_on),
        cmocka_unit_test(player__end__start_there),
        cmocka_unit_test(player__end__sought_beyond),
        cmocka_unit_test(player__end__silence_there),
        cmocka_unit_test(player__end__seek_there_in_a_pause),
        cmocka_unit_test(player__end__unnoticed),
        cmocka_unit_test(player__duration__too_short_in_the_header),
        cmocka_unit_test(player__duration__after_the_places),
        cmocka_unit_test(player__place__absurd),
        cmocka_unit_test(player__stop__exactly_there),
        cmocka_unit_test(player__stop__between_two_places),
        cmocka_unit_test(player__files__that_cannot_be_heard),
        cmocka_unit_test(player__loading__refused_or_idle_again),
        cmocka_unit_test(player__ended__is_said),
        cmocka_unit_test(player__no_answer__given_up),
        cmocka_unit_test(player__no_answer__to_one_of_many),
        cmocka_unit_test(player__silence__given_up_while_playing),
        cmocka_unit_test(player__device_that_hangs__no_sound_here),
        cmocka_unit_test(player__lines__in_any_pieces),
        cmocka_unit_test(player__lines__are_bounded),
        cmocka_unit_test(player__garbage__is_ignored),
        cmocka_unit_test(player__random_lines__hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
