/* The progress of a batch as one line on the terminal: "1,204 printed, 3 failed, 12/s". The line is
 * redrawn in place, and must be cleared before anything else is written to the terminal. One
 * thread. The caller passes the time in monotonic milliseconds. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The rate is measured over the last marks, one each PROGRESS_MARK_MS. */
enum { PROGRESS_MARKS = 5, PROGRESS_MARK_MS = 1000, PROGRESS_DRAW_MS = 100 };

struct progress {
    bool enabled;
    const char *verb; /* what is done with each: "printed" */
    size_t printed, failed;
    int64_t wait_ms;  /* until the batch resumes; 0: it is not waiting */
    int64_t drawn_ms; /* when it was last drawn; the start before that */
    size_t drawn_count;
    struct progress_mark {
        int64_t ms;
        size_t done;
    } marks[PROGRESS_MARKS]; /* oldest first */
    size_t mark_count;
};

/* The line is drawn if standard error is a terminal, unless the data go to a terminal as well.
 * to_files: the data go to files. */
void progress_init(struct progress *p, const char *verb, bool to_files, int64_t now_ms);
/* Draws the line if it is due. Returns the milliseconds until it is due again; -1: never. */
int progress_tick(struct progress *p, int64_t now_ms);
/* Clears the line, if there is one. A signal handler may call it. */
void progress_clear(void);

/* Appends the text of the line at that time, without a line end. Pure. */
void progress_text(struct buf *out, const struct progress *p, int64_t now_ms);

#endif
