/* Keeps one call, in slices of time: its file is made or replaced. */
#ifndef KEEP_KEPT_WRITER_H
#define KEEP_KEPT_WRITER_H

#include "base/err.h"
#include "keep/kept_call.h"

#include <stddef.h>
#include <stdint.h>

struct kept_order {
    const char *dir;
    struct kept_call call; /* the times in its head are set by the writer */
    int64_t now_us;
    int64_t call_us;  /* when the call was, which is the file's time of modification: lists of kept
                         calls are read in its order; INT64_MIN: unknown */
    size_t max_bytes; /* of the text: a larger one could not be read again */
};

struct kept_writer;

/* The order and what it names are borrowed until the writer is freed. A call that is kept already
 * keeps the time when it was first kept. */
struct kept_writer *kept_writer_new(const struct kept_order *order);
void kept_writer_free(struct kept_writer *w); /* w may be NULL; half a call leaves nothing */

enum kept_writer_state {
    KEPT_WRITER_MORE, /* to do */
    KEPT_WRITER_KEPT,
    KEPT_WRITER_FAILED /* e is set: a sentence; the older file, if there is one, is as it was */
};
/* Continues until time_now_ms() says until_ms; the last step writes the file, in one of its own if
 * that time has come. A file of a newer schema, or one of another call, is left alone: that is a
 * failure. */
enum kept_writer_state kept_writer_step(struct kept_writer *w, int64_t until_ms, struct err *e);
/* The size of the file that was written. */
size_t kept_writer_bytes(const struct kept_writer *w);

#endif
