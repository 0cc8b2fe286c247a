/* What a player is doing, told from the lines that it writes, and the commands for it. Pure: it
 * knows neither descriptors nor the clock; times are those of time_now_ms, places are seconds in
 * the recording. */
#ifndef PLAY_PLAYER_H
#define PLAY_PLAYER_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PLAYER_LINE_MAX_BYTES = 64 * 1024, PLAYER_PATIENCE_MS = 5000 };

enum player_state {
    PLAYER_LOADING, /* started, and no sound has begun yet */
    PLAYER_PLAYING,
    PLAYER_PAUSED, /* by the user, at a stop, or at the end of the recording */
    PLAYER_FAILED  /* given up; `why` says it */
};

struct player {
    enum player_state state;
    char *why;         /* FAILED: a sentence as struct err has it; clean text */
    double place_s;    /* never moves back but by a seek or a step of over a second */
    double duration_s; /* NAN: not known */
    double speed;
    double stop_s; /* where playing pauses by itself; NAN: nowhere */
    bool at_end;   /* of the recording */

    struct buf received; /* of a line that is not complete */
    struct buf commands; /* to be written to the player */
    long last_command;   /* numbers of commands; their answers come in order */
    long answered;
    int64_t asked_ms; /* when the oldest command without an answer was given */
    int64_t heard_ms; /* when the last line came */
    bool seeking;     /* a place may lie before the last one */
    bool wants_pause; /* what the last command asked for */
};

/* Begins with a file: "fd://4". It plays from `place_s` as soon as it is loaded. */
void player_init(struct player *p, const char *file, double place_s, int64_t now_ms);
void player_done(struct player *p); /* does nothing on zeroes */

/* Takes what the player has written, complete lines or not. Returns true if something that is shown
 * has changed. */
bool player_receive(struct player *p, const char *bytes, size_t count, int64_t now_ms);
/* The player has ended or closed its side. */
void player_ended(struct player *p);
/* Gives up a player that left a command unanswered, or said nothing while playing, for
 * PLAYER_PATIENCE_MS. */
void player_check(struct player *p, int64_t now_ms);
/* Milliseconds until player_check has something to judge; -1: nothing, as while it is paused. */
int player_wait_ms(const struct player *p, int64_t now_ms);

/* Commands. Nothing is done in a player that has failed. */
void player_seek(struct player *p, double place_s, int64_t now_ms); /* bounded by the recording */
void player_pause(struct player *p, bool pause, int64_t now_ms);    /* at the end: plays again */
void player_set_speed(struct player *p, double speed, int64_t now_ms);
/* Pauses when that place is reached; NAN: no more. A seek beyond it, or before, forgets it. */
void player_stop_at(struct player *p, double stop_s);

#endif
