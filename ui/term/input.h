/* Turns what a terminal sends into keys: characters, Alt, escape sequences, pastes, reports of the
 * mouse. A sequence is recognised however slowly its bytes arrive. Answers of the terminal and
 * unknown sequences are dropped to their last byte, so that their letters trigger nothing. Reads a
 * descriptor without waiting; the caller has the clock. */
#ifndef UI_TERM_INPUT_H
#define UI_TERM_INPUT_H

#include "base/buf.h"
#include "keys/key.h"
#include "ui/term/input_sequence.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    INPUT_PASTE_MAX_BYTES = 1024 * 1024, /* the rest of a longer paste is dropped */
    INPUT_SEQUENCE_MAX = 64,
    /* Instead of a key: */
    INPUT_ANSWER = K_F0 + 100, /* the terminal's background, in `answer` */
    INPUT_READY,               /* the terminal is in order: it has read all that was sent before */
    INPUT_MARGINS,             /* it has margins on the left and right */
};

/* A key as terminfo has it. */
struct input_name {
    const char *bytes;
    int key;
};

struct input {
    /* Set by the caller, the rest is zero at first: */
    int fd;
    bool utf8;   /* else each byte is a character of the locale */
    int esc_ms;  /* an ESC that nothing has followed for so long is the key Esc */
    int hold_ms; /* how long a letter that may continue such an ESC is held */
    const struct input_name *names;
    size_t name_count;

    char sequence[INPUT_SEQUENCE_MAX]; /* the incomplete key; a longer one lacks bytes in the middle
                                        */
    size_t count;
    char again[INPUT_SEQUENCE_MAX]; /* bytes that were read, but belong to the next keys */
    size_t again_count;
    enum { INPUT_AT_ONCE, INPUT_LATE, INPUT_C1 } began; /* how the ESC of the sequence came */
    bool in_string, string_esc; /* within OSC, DCS and the like; its last byte was ESC */
    int string_rest;            /* bytes that the character within it still lacks */
    int64_t read_ms, esc_acted_ms;
    int64_t esc_before_ms; /* esc_acted_ms when the sequence began: an answer does not change it */
    char answer[INPUT_SEQUENCE_MAX]; /* after INPUT_ANSWER, without ESC ] and the end */
    struct input_mouse mouse;        /* after K_MOUSE */
    struct buf paste;                /* after K_PASTE */
    bool pasting;
    size_t matched; /* bytes seen of the sequence that ends a paste */
};

void input_done(struct input *in);
/* The next key, K_NONE when none is complete, K_EOF for a closed terminal. */
int input_key(struct input *in, int64_t now_ms);
/* How long until an incomplete sequence expires, and input_key has to be called; -1: never. */
int input_wait_ms(const struct input *in, int64_t now_ms);
/* Forgets an incomplete sequence. */
void input_reset(struct input *in);

#endif
