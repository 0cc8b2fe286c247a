/* Copies a recording that was fetched for playing to the place of a download. A thread of its own
 * reads and writes, as a disk may block it for any length of time. The rest belongs to the worker.
 */
#ifndef FETCH_COPY_JOB_H
#define FETCH_COPY_JOB_H

#include "fetch/fetch_data.h"
#include "fetch/file_progress.h"
#include "fetch/transfer.h"

struct copying;

struct copy_job {
    unsigned number;
    struct copy_job *next;   /* in the worker's list */
    struct copying *copying; /* NULL: it could not be started */
    int why;                 /* why not: an errno */
    uint64_t total;
    struct file_progress progress;
};

/* Starts; takes the recording and what the order holds. transfers_wake(net) is called at the end.
 */
struct copy_job *copy_job_new(unsigned number, struct fetch_recording *from,
                              struct fetch_order *order, struct transfers *net);
/* Stops it, and removes an incomplete file; waits for that only for a moment, as the disk may block
 * the thread. */
void copy_job_free(struct copy_job *j);

uint64_t copy_job_bytes(const struct copy_job *j);
/* An answer with the bytes so far. */
struct answer *copy_job_progress(struct copy_job *j);
/* The last answer; NULL while it runs. */
struct answer *copy_job_end(struct copy_job *j);
/* Stops it, unless it is complete by then, and returns the last answer. */
struct answer *copy_job_stop(struct copy_job *j);

#endif
