/* How far a file is that is written, and what is reported about it. Belongs to the worker. */
#ifndef FETCH_FILE_PROGRESS_H
#define FETCH_FILE_PROGRESS_H

#include "fetch/download_rules.h"
#include "fetch/fetch_data.h"

struct file_progress {
    struct rate rate;
    int64_t started_ms; /* 0: not yet */
    int64_t reported_ms;
    uint64_t reported_bytes;
};

enum { FILE_PROGRESS_EVERY_MS = 100 };

/* An answer of that job about the bytes so far. */
struct answer *file_progress_answer(struct file_progress *p, unsigned job, enum answer_type type,
                                    uint64_t bytes, uint64_t total);
/* The milliseconds until the next report; 0: it is due. There is one without new bytes, too, as the
 * rate changes. */
int file_progress_wait_ms(const struct file_progress *p, uint64_t bytes, int64_t now_ms);

#endif
