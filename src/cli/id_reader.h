/* Reads the IDs of a batch: the arguments of the command line, and the lines of standard input
 * where an argument is `-`. A line is returned as soon as it has arrived, so a slow writer
 * delays nothing. */
#ifndef CLI_ID_READER_H
#define CLI_ID_READER_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* A longer line is cut to this size. It is not an ID, so it is refused later. */
enum { ID_READER_LINE_MAX_BYTES = 8192 };

struct id_reader {
    const char *const *words;
    size_t count, at;
    int fd;           /* the input that `-` stands for */
    struct buf lines; /* bytes read; the first `used` of them have been returned */
    size_t used;
    bool reading;  /* words[at] is `-`, and the input has not ended */
    bool ended;    /* the input has ended */
    bool skipping; /* the rest of a cut line is skipped */
};

enum id_reader_state { ID_READER_TEXT, ID_READER_WAITS, ID_READER_ENDED };

/* Stores the next ID in *out, which the caller frees. ID_READER_WAITS: call id_reader_read when fd
 * is readable. Never blocks. */
enum id_reader_state id_reader_next(struct id_reader *r, char **out);
/* Reads from fd once. Returns false, with e set, if that fails; the input counts as ended then. */
bool id_reader_read(struct id_reader *r, struct err *e);
void id_reader_done(struct id_reader *r);

#endif
