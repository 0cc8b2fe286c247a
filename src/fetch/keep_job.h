/* The job of keeping one call that was fetched. Belongs to the worker. */
#ifndef FETCH_KEEP_JOB_H
#define FETCH_KEEP_JOB_H

#include "fetch/fetch_data.h"
#include "fetch/held.h"
#include "keep/kept_writer.h"

#include <stdint.h>

struct keep_job {
    struct held *held;
    enum fetch_archive how;
    struct keep_job *next; /* in the archive's queue */
    struct kept_order order;
    struct kept_document *documents;
    struct buf masked;          /* the printed call */
    struct kept_writer *writer; /* NULL: not begun */
};

/* The answers are taken. */
struct keep_job *keep_job_new(struct held *h, enum fetch_archive how);
void keep_job_free(struct keep_job *j); /* j may be NULL; half a call leaves nothing */

/* Continues until time_now_ms() says until_ms. Returns the answer once the call is kept or cannot
 * be kept, else NULL. `s` must stay the same. */
struct answer *keep_job_step(struct keep_job *j, const struct fetch_kept_settings *s,
                             int64_t until_ms);

#endif
