/* When a frame may be sent, so that what a slow line still has to carry never shows a state long
 * past: while keys come faster than the line takes frames, frames wait, and the last one is sent
 * when the keys pause. The terminal says what the line has carried: it answers a question that
 * follows a frame. Pure. */
#ifndef UI_TERM_PACE_H
#define UI_TERM_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Device status report; a terminal in order answers CSI 0 n (ECMA-48, 8.3.35). */
#define PACE_QUESTION "\x1b[5n"

enum { PACE_ASKED_MAX = 64, PACE_SAMPLES = 3 };

/* Begins as {0}. */
struct pace {
    bool answers; /* the terminal has answered, and has not stopped doing so */
    /* The questions without an answer, the oldest first, and the bytes before each. */
    struct pace_question {
        int64_t sent_ms;
        size_t bytes;
    } asked[PACE_ASKED_MAX];
    size_t asked_count;
    bool is_late;          /* an answer was late, and not all have come since */
    size_t unasked_bytes;  /* sent since the last question */
    int64_t sent_ms;       /* the last frame */
    int64_t answered_ms;   /* the last answer */
    int64_t round_trip_ms; /* of a question that nothing delays */
    double ms_per_byte[PACE_SAMPLES];
    size_t samples;
};

/* How long a frame of about so many bytes has to wait, if no answer comes before; 0: it may be sent
 * now. key_ms: when the last key came. */
int pace_wait_ms(struct pace *p, size_t bytes, int64_t key_ms, int64_t now_ms);
/* True if nothing is on its way, so that a question alone tells what the way takes: what seemed a
 * slow line may have been another one, or a terminal that was busy. */
bool pace_can_probe(const struct pace *p);
/* About so many bytes were sent. Returns true if the question has to follow. */
bool pace_sent(struct pace *p, size_t bytes, int64_t now_ms);
/* The same, and the question follows in any case. */
void pace_asked(struct pace *p, size_t bytes, int64_t now_ms);
void pace_answered(struct pace *p, int64_t now_ms);
/* No answer is due any more: others had the terminal. */
void pace_forget(struct pace *p);
/* What a byte takes, as far as it is known; 0 for a line that keeps up. */
double pace_ms_per_byte(const struct pace *p);

#endif
