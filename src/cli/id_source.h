/* Where the IDs come from: the words of the command line, and standard input where one is `-`.
 * Lines are handed on as they arrive, so that a slow writer is no reason to wait. */
#ifndef CLI_ID_SOURCE_H
#define CLI_ID_SOURCE_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* A line over this is handed on cut: it is no ID, and is refused as one. */
enum { SOURCE_LINE_MAX_BYTES = 8192 };

struct source_of_ids {
    const char *const *words;
    size_t count, at;
    int fd;           /* what `-` reads */
    struct buf lines; /* read; the first `used` bytes are handed on */
    size_t used;
    bool reading;  /* words[at] is `-` and its input has not ended */
    bool ended;    /* the input */
    bool skipping; /* the rest of a line that was cut */
};

enum source_state { SOURCE_TEXT, SOURCE_WAITS, SOURCE_ENDED };

/* The next text, yours, in *out; WAITS: id_source_read when fd is readable. Never blocks. */
enum source_state id_source_next(struct source_of_ids *s, char **out);
/* Reads once. False with e set when the input cannot be read: it has ended then. */
bool id_source_read(struct source_of_ids *s, struct err *e);
void id_source_done(struct source_of_ids *s);

#endif
