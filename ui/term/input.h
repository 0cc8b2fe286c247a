/* What a terminal sends, made into keys: UTF-8 put together, Alt, sequences that terminfo does not
 * know (read or swallowed whole, so that their letters fire nothing), pastes collected. Knows
 * descriptors, no ncurses. */
#ifndef UI_TERM_INPUT_H
#define UI_TERM_INPUT_H

#include "base/buf.h"
#include "keys/key.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    INPUT_PASTE_MAX_BYTES = 1024 * 1024, /* what is pasted beyond this is lost */
    INPUT_PASTE_BEGIN = K_F0 + 100,      /* from `next`: a paste begins behind this */
};

struct input {
    /* The next byte (0 to 255) or named key; K_NONE when none waits, K_EOF when none will come. */
    int (*next)(void);
    int fd;       /* where next's bytes come from */
    int delay_ms; /* between the bytes of one sequence */
    bool utf8;    /* else bytes are characters of the locale */

    int held; /* read, but belongs to the next key; K_NONE */
    unsigned char part[4];
    size_t part_bytes; /* of a character that has not come in whole */
    bool part_alt;
    struct buf paste;
    bool pasting;
    size_t matched;    /* bytes of the sequence that ends a paste */
    int64_t pasted_ms; /* when its last bytes came */
};

void input_init(struct input *in, int (*next)(void), int fd, int delay_ms, bool utf8);
void input_done(struct input *in);
/* The next key, K_NONE when none waits. */
int input_key(struct input *in);

/* The key of an escape sequence ESC [ params final, K_NONE when it is none of ours. */
int input_csi_key(const char *params, char final);

#endif
