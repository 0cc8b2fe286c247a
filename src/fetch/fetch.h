/* The fetch thread: one worker that owns libcurl and the parser.
 *
 * The UI (or the printing command) submits jobs and gets answers; both travel through queues, and
 * what is sent belongs to the receiver from then on. Jobs are named by numbers. fetch_fd becomes
 * readable when an answer waits. All functions are called from one thread, never the worker's. */
#ifndef FETCH_FETCH_H
#define FETCH_FETCH_H

#include "base/err.h"
#include "call/call.h"
#include "call/failure.h"
#include "provider/provider.h"

#include <stdint.h>

struct fetcher;

struct fetch_settings {
    int jobs; /* requests at once */
    int connect_timeout_s, timeout_s;
    int max_response_mb;
    const char *ca_file; /* borrowed until fetch_new returns; NULL or "": the system's */
};

enum answer_type {
    ANSWER_PROGRESS, /* bytes so far; at most ten a second for a job */
    ANSWER_PARTIAL,  /* a call whose transcript is still loading */
    ANSWER_CALL,     /* the call; the job has ended */
    ANSWER_FAILURE   /* the job has ended */
};

struct answer {
    unsigned job;
    enum answer_type type;
    struct call *call;       /* PARTIAL, CALL */
    struct failure *failure; /* FAILURE */
    uint64_t bytes;          /* decoded, of all requests of the job so far */
    int http_status;         /* of the call's own document; 0: none yet */
    double seconds;          /* since the job was started */
};

/* NULL with e set when there is no thread or no libcurl. Call before any other thread exists. */
struct fetcher *fetch_new(const struct fetch_settings *settings, struct err *e);
int fetch_fd(const struct fetcher *f);

/* Asks for a call; provider is borrowed until fetch_free, id copied, key taken (wiped after use).
 * Returns the job's number, never 0. Jobs over the limit wait in order. */
unsigned fetch_submit(struct fetcher *f, const struct provider *p, const char *id, char *key);
/* Of the jobs that wait, this one comes next. */
void fetch_prefer(struct fetcher *f, unsigned job);
/* Ends a job: no answer of it is returned any more. */
void fetch_cancel(struct fetcher *f, unsigned job);
/* The next answer (answer_free), or NULL when none waits. Never blocks. */
struct answer *fetch_next(struct fetcher *f);
void answer_free(struct answer *a);

/* Stops the worker. False when it did not end within a second: then leave with _exit. */
bool fetch_free(struct fetcher *f);

#endif
