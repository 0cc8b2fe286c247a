/* Turns what a terminal sends into keys: decodes UTF-8, Alt and escape sequences, and collects
 * pastes. Sequences that are unknown are dropped to their last byte, so that their letters trigger
 * nothing. Reads descriptors, without ncurses. */
#ifndef UI_TERM_INPUT_H
#define UI_TERM_INPUT_H

#include "base/buf.h"
#include "keys/key.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    INPUT_PASTE_MAX_BYTES = 1024 * 1024, /* the rest of a longer paste is dropped */
    INPUT_PASTE_BEGIN = K_F0 + 100,      /* returned by `next`: pasted bytes follow */
};

struct input {
    /* Returns the next byte (0 to 255) or named key, K_NONE when none is waiting, K_EOF at the
     * end. */
    int (*next)(void);
    int fd;       /* the descriptor that `next` reads */
    int delay_ms; /* how long to wait for the next byte of a sequence */
    bool utf8;    /* else each byte is a character of the locale */

    int held; /* was read, but belongs to the next key; else K_NONE */
    unsigned char part[4];
    size_t part_bytes; /* of a character whose last bytes have not arrived yet */
    bool part_alt;
    struct buf paste;
    bool pasting;
    size_t matched;    /* bytes seen of the sequence that ends a paste */
    int64_t pasted_ms; /* when the last pasted bytes arrived */
};

void input_init(struct input *in, int (*next)(void), int fd, int delay_ms, bool utf8);
void input_done(struct input *in);
/* The next key, K_NONE when none is waiting. */
int input_key(struct input *in);

#endif
