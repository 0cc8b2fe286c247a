#include "play/player.h"

#include "base/alloc.h"
#include "base/int.h"
#include "play/player_line.h"
#include "text/clean.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    SEEK_PATIENCE_MS = 2000, /* until a seek counts as done that mpv does not report */
    STOP_AHEAD_MS = 500      /* so close to a stop, the clock says when it is reached */
};

/* Places differ by more than rounding. */
static const double ROUNDING_S = 0.05;
/* What is a jump and not a step, in both directions. */
static const double JUMP_S = 1;
/* No recording is that long: a place or duration beyond it means nothing. */
static const double LONGEST_S = 1e9;

/* The properties that are observed; their numbers count from 1. */
enum property { PLACE = 1, PAUSE, DURATION, AT_END, IDLE, SPEED, DEVICE };
static const char *const properties[] = {"time-pos",    "pause", "duration",  "eof-reached",
                                         "idle-active", "speed", "current-ao"};
enum { PROPERTIES = sizeof properties / sizeof *properties };

static void fail(struct player *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void fail(struct player *p, const char *fmt, ...)
{
    struct buf why = {0};
    va_list args;
    if (p->state == PLAYER_FAILED)
        return;
    va_start(args, fmt);
    buf_vprintf(&why, fmt, args);
    va_end(args);
    p->state = PLAYER_FAILED;
    p->why = clean_dup(buf_str(&why), CLEAN_SCREEN);
    buf_clear(&p->commands);
    buf_done(&why);
}

/* Whether it is without an answer. */
static bool is_pending(const struct player *p, long command)
{
    return command > p->answered;
}

/* A command whose words are JSON already. Returns its number. */
static long command(struct player *p, int64_t now_ms, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
static long command(struct player *p, int64_t now_ms, const char *fmt, ...)
{
    va_list args;
    if (!is_pending(p, p->last_command))
        p->asked_ms = now_ms;
    p->last_command++;
    va_start(args, fmt);
    buf_puts(&p->commands, "{\"command\":[");
    buf_vprintf(&p->commands, fmt, args);
    buf_printf(&p->commands, "],\"request_id\":%ld}\n", p->last_command);
    va_end(args);
    return p->last_command;
}

static void command_pause(struct player *p, bool pause, int64_t now_ms)
{
    p->is_paused = pause;
    p->heard_ms = p->told_ms = now_ms;
    p->pause_command =
        command(p, now_ms, "\"set_property\",\"pause\",%s", pause ? "true" : "false");
}

static void command_seek(struct player *p, double place_s, int64_t now_ms)
{
    if (place_s < p->place_s - ROUNDING_S)
        p->is_at_end = false;
    p->place_s = place_s;
    p->seek = PLAYER_SEEK_ASKED;
    p->seek_ms = now_ms;
    p->seek_command = command(p, now_ms, "\"seek\",%.6f,\"absolute+exact\"", place_s);
}

/* A place to go to: the times of a call can be anything. */
static double asked_place(double place_s)
{
    return fmin(fmax(place_s, 0), LONGEST_S);
}

void player_init(struct player *p, const char *file, double place_s, int64_t now_ms)
{
    *p = (struct player){.place_s = asked_place(place_s),
                         .duration_s = NAN,
                         .speed = 1,
                         .stop_s = NAN,
                         .told_s = NAN,
                         .asked_ms = now_ms,
                         .heard_ms = now_ms};
    for (int i = 0; i < PROPERTIES; i++)
        command(p, now_ms, "\"observe_property\",%d,\"%s\"", i + 1, properties[i]);
    command_pause(p, true, now_ms);
    p->load_command = command(p, now_ms, "\"loadfile\",\"%s\",\"replace\"", file);
}

void player_done(struct player *p)
{
    free(p->why);
    buf_done(&p->received);
    buf_done(&p->commands);
    *p = (struct player){0};
}

/* While it is paused, mpv does not notice that a seek has led to the end. */
static bool is_place_at_end(const struct player *p)
{
    return p->place_s >= p->duration_s - ROUNDING_S;
}

/* What mpv does during a seek says nothing: it may still be at the end that it is to leave. */
static void settle(struct player *p)
{
    bool is_paused = p->seek ? p->wants_pause : p->is_paused;
    if (p->state == PLAYER_PLAYING || p->state == PLAYER_PAUSED)
        p->state = is_paused ? PLAYER_PAUSED : PLAYER_PLAYING;
    p->at_end = p->state == PLAYER_PAUSED && (p->is_at_end || is_place_at_end(p));
}

/* mpv is paused before it has loaded the file, and where it came to the end before it sought. */
static void seek_done(struct player *p, int64_t now_ms)
{
    p->seek = PLAYER_NO_SEEK;
    if (p->state == PLAYER_LOADING)
        p->state = PLAYER_PLAYING;
    if (p->is_paused && !p->wants_pause) {
        if (p->is_at_end && is_place_at_end(p))
            p->wants_pause = true;
        else
            command_pause(p, false, now_ms);
    }
    settle(p);
}

/* Until the stop is reached; INFINITY: not before another place is told. mpv tells a place up to
 * five times a second only, and the next turn must not be heard until then. */
static double ms_to_stop(const struct player *p, int64_t now_ms)
{
    double left_ms = (p->stop_s - p->place_s) / p->speed * 1000;
    bool is_next = p->state == PLAYER_PLAYING && !p->seek && left_ms <= STOP_AHEAD_MS;
    return is_next ? left_ms - (double)(now_ms - p->told_ms) : INFINITY;
}

static void stop_when_reached(struct player *p, int64_t now_ms)
{
    double stop_s = p->stop_s;
    if (!(ms_to_stop(p, now_ms) <= 0))
        return;
    p->stop_s = NAN;
    p->wants_pause = true;
    command_pause(p, true, now_ms);
    command_seek(p, stop_s, now_ms);
    settle(p);
}

static void place_told(struct player *p, double told_s, int64_t now_ms)
{
    /* Some recordings are longer than their header says: they play on after it. */
    if (told_s > p->duration_s + JUMP_S && fabs(told_s - p->told_s) < JUMP_S)
        p->duration_s = NAN;
    double place_s = told_s > p->duration_s ? p->duration_s : fmax(told_s, 0);
    bool was_beyond = p->place_s > p->duration_s + JUMP_S;
    p->told_s = told_s;
    if (p->seek || !p->loaded)
        return;
    if (place_s < p->place_s && place_s >= p->place_s - JUMP_S && !p->may_go_back)
        return;
    p->may_go_back = false;
    p->place_s = place_s;
    p->told_ms = now_ms;
    /* A seek beyond the end: mpv pauses at the end again without telling. */
    if (was_beyond && is_place_at_end(p))
        p->is_at_end = p->is_paused = p->wants_pause = true;
    stop_when_reached(p, now_ms);
}

/* mpv pauses by itself at the end. */
static void pause_told(struct player *p, bool is_paused)
{
    if (is_pending(p, p->pause_command) || is_paused == p->is_paused)
        return;
    p->is_paused = is_paused;
    if (!p->seek)
        p->wants_pause = is_paused;
}

/* It may come late, or again, after places beyond it. Where a seek leads is told after the seek. */
static void duration_told(struct player *p, double told_s)
{
    bool known = told_s > 0 && (p->seek || !(p->told_s > told_s + JUMP_S));
    p->duration_s = known ? told_s : NAN;
    if (!p->seek && p->place_s > p->duration_s)
        p->place_s = p->duration_s;
}

static void number_told(struct player *p, const struct player_line *line, int64_t now_ms)
{
    double number = line->as_number;
    if (fabs(number) > LONGEST_S)
        return;
    if (line->number == PLACE)
        place_told(p, number, now_ms);
    else if (line->number == DURATION)
        duration_told(p, number);
    else if (line->number == SPEED && number > 0 && !is_pending(p, p->last_command))
        p->speed = number;
}

static void property_told(struct player *p, const struct player_line *line, int64_t now_ms)
{
    if (line->value == PLAYER_NUMBER)
        number_told(p, line, now_ms);
    else if (line->number == PAUSE && line->value == PLAYER_BOOL)
        pause_told(p, line->as_bool);
    else if (line->number == AT_END)
        p->is_at_end = line->value == PLAYER_BOOL && line->as_bool;
    else if (line->number == DEVICE)
        p->has_device = line->value == PLAYER_TEXT;
    else if (line->number == IDLE && line->as_bool && p->loaded)
        fail(p, "mpv has stopped playing the recording");
}

/* What mpv says (libmpv, client.h and mpv_error_string) in words for people. */
static void file_ended(struct player *p, const char *reason)
{
    if (strcmp(reason, "audio output initialization failed") == 0) {
        p->no_device = true;
        fail(p, "no sound here: mpv has found no sound device");
    } else if (strcmp(reason, "no audio or video data played") == 0) {
        fail(p, "the recording holds no sound that mpv can play");
    } else if (strcmp(reason, "unrecognized file format") == 0) {
        fail(p, "the recording is in no format that mpv can play");
    } else if (strcmp(reason, "quit") == 0) {
        fail(p, "mpv has ended");
    } else {
        fail(p, "mpv has stopped playing the recording (%s)", reason);
    }
}

static void event_told(struct player *p, const struct player_line *line, int64_t now_ms)
{
    const char *name = line->text;
    if (strcmp(name, "file-loaded") == 0 && !p->loaded) {
        p->loaded = true;
        command_seek(p, p->place_s, now_ms);
    } else if (strcmp(name, "seek") == 0) {
        if (p->seek == PLAYER_SEEK_ANSWERED)
            p->seek = PLAYER_SEEK_BEGUN;
    } else if (strcmp(name, "playback-restart") == 0) {
        p->may_go_back = !p->seek;
        if (p->seek == PLAYER_SEEK_BEGUN)
            seek_done(p, now_ms);
    } else if (strcmp(name, "end-file") == 0) {
        file_ended(p, line->reason);
    }
}

static void command_answered(struct player *p, const struct player_line *line, int64_t now_ms)
{
    bool ok = strcmp(line->text, "success") == 0;
    if (line->number > p->last_command || line->number <= p->answered)
        return;
    p->answered = line->number;
    p->asked_ms = now_ms;
    if (line->number == p->load_command && !ok)
        fail(p, "mpv cannot play the recording (%s)", line->text);
    else if (line->number == p->seek_command && ok)
        p->seek = PLAYER_SEEK_ANSWERED;
    else if (line->number == p->seek_command)
        seek_done(p, now_ms);
}

static void receive_line(struct player *p, const char *line, size_t bytes, int64_t now_ms)
{
    struct player_line read;
    player_line_read(line, bytes, &read);
    if (read.kind == PLAYER_LINE_OTHER)
        return;
    p->heard_ms = now_ms;
    if (read.kind == PLAYER_LINE_ANSWER)
        command_answered(p, &read, now_ms);
    else if (read.kind == PLAYER_LINE_PROPERTY)
        property_told(p, &read, now_ms);
    else
        event_told(p, &read, now_ms);
    settle(p);
}

static bool is_same(double a, double b)
{
    return isnan(a) || isnan(b) ? isnan(a) && isnan(b) : a <= b && a >= b;
}

bool player_looks_like(const struct player *a, const struct player *b)
{
    return a->state == b->state && a->at_end == b->at_end && is_same(a->place_s, b->place_s) &&
           is_same(a->duration_s, b->duration_s) && is_same(a->speed, b->speed);
}

bool player_receive(struct player *p, const char *bytes, size_t count, int64_t now_ms)
{
    const struct player before = *p;
    while (count && p->state != PLAYER_FAILED) {
        const char *end = memchr(bytes, '\n', count);
        size_t taken = end ? (size_t)(end - bytes) : count;
        if (taken > PLAYER_LINE_MAX_BYTES - p->received.len) {
            fail(p, "mpv has sent a line of more than %d KB", PLAYER_LINE_MAX_BYTES / 1024);
            break;
        }
        buf_add(&p->received, bytes, taken);
        if (end) {
            receive_line(p, buf_str(&p->received), p->received.len, now_ms);
            buf_clear(&p->received);
            taken++;
        }
        bytes += taken;
        count -= taken;
    }
    return !player_looks_like(&before, p);
}

void player_ended(struct player *p)
{
    if (p->answered)
        fail(p, "mpv has ended");
    else
        fail(p, "mpv ended as it was started; version 0.35 or later is needed");
}

/* A sound system that does not answer holds mpv up until it has loaded the file. */
static void give_up(struct player *p, const char *what)
{
    p->no_device = p->loaded && !p->has_device;
    if (p->no_device)
        fail(p, "no sound here: no sound device has answered for %d s", PLAYER_PATIENCE_MS / 1000);
    else
        fail(p, "mpv has %s for %d s", what, PLAYER_PATIENCE_MS / 1000);
}

static bool has_to_talk(const struct player *p)
{
    return p->state == PLAYER_LOADING || p->state == PLAYER_PLAYING;
}

/* A pause at the end that was reported together with what came before it goes unnoticed. */
static void check_silence(struct player *p)
{
    if (p->state == PLAYER_PLAYING && (p->is_at_end || is_place_at_end(p)))
        p->is_paused = p->wants_pause = true;
    else
        give_up(p, "said nothing");
    settle(p);
}

/* mpv may have done a seek without telling; but not as long as it waits for a sound device. */
static bool counts_seek_time(const struct player *p)
{
    return p->seek > PLAYER_SEEK_ASKED && (p->state != PLAYER_LOADING || p->has_device);
}

void player_check(struct player *p, int64_t now_ms)
{
    if (p->state == PLAYER_FAILED)
        return;
    stop_when_reached(p, now_ms);
    if (is_pending(p, p->last_command) && now_ms - p->asked_ms >= PLAYER_PATIENCE_MS)
        give_up(p, "not answered");
    else if (counts_seek_time(p) && now_ms - p->seek_ms >= SEEK_PATIENCE_MS)
        seek_done(p, now_ms);
    else if (has_to_talk(p) && now_ms - p->heard_ms >= PLAYER_PATIENCE_MS)
        check_silence(p);
}

static int left_ms(int64_t since_ms, int patience_ms, int64_t now_ms)
{
    int64_t left = since_ms + patience_ms - now_ms;
    return left < 0 ? 0 : left > patience_ms ? patience_ms : (int)left;
}

int player_wait_ms(const struct player *p, int64_t now_ms)
{
    int wait_ms = -1;
    if (p->state == PLAYER_FAILED)
        return wait_ms;
    if (is_pending(p, p->last_command))
        wait_ms = left_ms(p->asked_ms, PLAYER_PATIENCE_MS, now_ms);
    if (counts_seek_time(p))
        wait_ms = int_sooner_ms(wait_ms, left_ms(p->seek_ms, SEEK_PATIENCE_MS, now_ms));
    if (has_to_talk(p))
        wait_ms = int_sooner_ms(wait_ms, left_ms(p->heard_ms, PLAYER_PATIENCE_MS, now_ms));
    double stop_ms = ms_to_stop(p, now_ms);
    if (isfinite(stop_ms))
        wait_ms = int_sooner_ms(wait_ms, (int)ceil(fmax(stop_ms, 0)));
    return wait_ms;
}

void player_seek(struct player *p, double place_s, int64_t now_ms)
{
    if (p->state == PLAYER_FAILED || isnan(place_s))
        return;
    place_s = place_s > p->duration_s ? p->duration_s : asked_place(place_s);
    p->stop_s = NAN;
    if (p->loaded)
        command_seek(p, place_s, now_ms);
    else
        p->place_s = place_s;
    settle(p);
}

void player_pause(struct player *p, bool pause, int64_t now_ms)
{
    if (p->state == PLAYER_FAILED)
        return;
    p->wants_pause = pause;
    if (p->state == PLAYER_LOADING)
        return;
    if (!pause && p->at_end)
        player_seek(p, 0, now_ms);
    if (p->is_paused != pause)
        command_pause(p, pause, now_ms);
    settle(p);
}

void player_set_speed(struct player *p, double speed, int64_t now_ms)
{
    if (p->state == PLAYER_FAILED || !(speed > 0))
        return;
    p->speed = speed;
    command(p, now_ms, "\"set_property\",\"speed\",%.3f", speed);
}

void player_stop_at(struct player *p, double stop_s)
{
    p->stop_s = stop_s;
}
