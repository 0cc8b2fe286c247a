/* What a player is doing, told from the lines that it writes, and the commands for it. Pure: it
 * knows neither descriptors nor the clock; times are those of time_now_ms, places are seconds in
 * the recording. The lines are those of mpv 0.35 and later. */
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

/* How far a seek is: the places that are told before it is done belong to what was played before.
 */
enum player_seek { PLAYER_NO_SEEK, PLAYER_SEEK_ASKED, PLAYER_SEEK_ANSWERED, PLAYER_SEEK_BEGUN };

struct player {
    enum player_state state;
    char *why;         /* FAILED: a sentence as struct err has it; clean text */
    bool no_device;    /* FAILED, as there is no sound device here */
    double place_s;    /* never moves back but by a seek or a step of over a second */
    double duration_s; /* NAN: not known */
    double speed;
    double stop_s; /* where playing pauses by itself; NAN: nowhere */
    bool at_end;   /* PAUSED at the end of the recording */

    /* Of the lines: */
    struct buf received; /* of a line that is not complete */
    struct buf commands; /* to be written to the player; the writer removes what it has written */
    long last_command;   /* the number of a command; answers come in the same order */
    long answered;
    int64_t asked_ms; /* when the oldest command without an answer was given, or an answer came */
    int64_t heard_ms; /* when the last line came, or playing was asked for */

    /* Of mpv: */
    bool loaded;      /* it knows the file and can seek */
    bool has_device;  /* a sound device is open */
    bool is_paused;   /* as it says, or as it was told since */
    bool is_at_end;   /* it has read the file to the end; sound may still be coming */
    double told_s;    /* the last place that it told */
    int64_t told_ms;  /* when it told `place_s`, or was told to go on from there */
    bool may_go_back; /* the next place may lie before the last one */
    long load_command, seek_command, pause_command; /* the numbers of the last ones */
    enum player_seek seek;
    int64_t seek_ms;  /* when it was asked for */
    bool wants_pause; /* what the user wants, or what mpv did by itself since */
};

/* Begins with a file: "fd://4". It plays from `place_s` as soon as it is loaded. */
void player_init(struct player *p, const char *file, double place_s, int64_t now_ms);
void player_done(struct player *p); /* does nothing on zeroes */

/* Takes what the player has written, complete lines or not. True if something that is shown has
 * changed. */
bool player_receive(struct player *p, const char *bytes, size_t count, int64_t now_ms);
/* Whether the two look the same: all that is not about the lines. */
bool player_looks_like(const struct player *a, const struct player *b);
/* The player has ended or closed its side. */
void player_ended(struct player *p);
/* Pauses at the stop, and gives up a player that left a command unanswered, or said nothing while
 * playing, for PLAYER_PATIENCE_MS. First give player_receive what there is to read. */
void player_check(struct player *p, int64_t now_ms);
/* Milliseconds until player_check has something to do; -1: nothing, as while it is paused. */
int player_wait_ms(const struct player *p, int64_t now_ms);

/* Commands. Nothing is done in a player that has failed. */
void player_seek(struct player *p, double place_s, int64_t now_ms); /* bounded by the recording */
void player_pause(struct player *p, bool pause, int64_t now_ms);    /* at the end: plays again */
void player_set_speed(struct player *p, double speed, int64_t now_ms);
/* Pauses when that place is reached, exactly there; NAN: nowhere any more. A seek forgets it. */
void player_stop_at(struct player *p, double stop_s);

#endif
