/* One line on the terminal that tells how far a batch is: "1,204 printed, 3 failed, 12/s". It is
 * drawn over and over in place, and taken away before anything else is written there. One thread;
 * the caller has the clock (monotonic milliseconds). */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The rate is that of the last seconds: a mark is set every MARK_MS. */
enum { PROGRESS_MARKS = 5, PROGRESS_MARK_MS = 1000, PROGRESS_DRAW_MS = 100 };

struct progress {
    bool wanted;
    const char *verb; /* "printed" */
    size_t printed, failed;
    int64_t wait_ms;  /* until the batch goes on; 0: it does not wait */
    int64_t drawn_ms; /* the last time; the first time is one step after the start */
    size_t drawn_count;
    struct progress_mark {
        int64_t ms;
        size_t done;
    } marks[PROGRESS_MARKS]; /* the oldest first */
    size_t mark_count;
};

/* The line is wanted when standard error is a terminal and the batch's data do not go to one.
 * They go to files when there is a directory for them (to_files). */
void progress_init(struct progress *p, bool to_files, int64_t now_ms);
/* Draws it when it is time; returns the milliseconds until it is time again, -1: never. */
int progress_tick(struct progress *p, int64_t now_ms);
/* Takes the line away; nothing where there is none. May be called by a signal handler. */
void progress_clear(void);

/* The line at that moment, without a line end; appended. Pure. */
void progress_text(struct buf *out, const struct progress *p, int64_t now_ms);

#endif
