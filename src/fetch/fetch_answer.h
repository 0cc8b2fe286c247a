/* What the worker reports about a job. */
#ifndef FETCH_FETCH_ANSWER_H
#define FETCH_FETCH_ANSWER_H

#include "call/call.h"
#include "call/failure.h"

#include <stdbool.h>
#include <stdint.h>

enum answer_type {
    ANSWER_PROGRESS, /* bytes so far; at most ten a second for a job */
    ANSWER_PARTIAL,  /* a call whose transcript is still loading */
    ANSWER_CALL,     /* the call; the job has ended */
    ANSWER_FAILURE,  /* the job has ended, except for a download that can_resume */
    ANSWER_SAVED     /* a download is complete; the job has ended */
};

struct answer {
    struct answer *next; /* in the channel */
    unsigned job;
    enum answer_type type;
    struct call *call;       /* PARTIAL, CALL */
    struct failure *failure; /* FAILURE */
    uint64_t bytes;     /* of all requests of the job, decoded; of a download: its size so far */
    uint64_t total;     /* of a download; 0: unknown */
    double bytes_per_s; /* of a download */
    bool can_resume;    /* FAILURE of a download: the bytes are kept for fetch_download_again */
    char *path;         /* SAVED */
    int http_status;    /* of the call's own document; 0: not received yet */
    double seconds;     /* since the job was started */
    int limited_s;      /* CALL with an incomplete transcript: the seconds that the provider wants
                           between this and the next request (Retry-After); else -1 */
};

/* Frees the answer with what it holds. a may be NULL. */
void fetch_answer_free(struct answer *a);

#endif
