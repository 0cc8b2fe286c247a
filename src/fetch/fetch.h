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
    ANSWER_FAILURE,  /* the job has ended; a download perhaps only for now (can_go_on) */
    ANSWER_SAVED     /* a download is whole; the job has ended */
};

struct answer {
    unsigned job;
    enum answer_type type;
    struct call *call;       /* PARTIAL, CALL */
    struct failure *failure; /* FAILURE */
    uint64_t bytes;          /* decoded, of all requests of the job so far; of a file: its size */
    uint64_t total;          /* of a download; 0: not known */
    double bytes_per_s;      /* likewise */
    bool can_go_on;  /* of a download that failed: what came is kept, fetch_download_again */
    char *path;      /* SAVED */
    int http_status; /* of the call's own document; 0: none yet */
    double seconds;  /* since the job was started */
    int limited_s;   /* CALL without all of its transcript: its provider said so many seconds
                        before more may be asked for (Retry-After); else -1 */
};

/* NULL with e set when there is no thread or no libcurl. Call before any other thread exists. */
struct fetcher *fetch_new(const struct fetch_settings *settings, struct err *e);
int fetch_fd(const struct fetcher *f);

/* Asks for a call; provider is borrowed until fetch_free, id copied, key taken (wiped after use).
 * Returns the job's number, never 0. Jobs over the limit wait in order. */
unsigned fetch_submit(struct fetcher *f, const struct provider *p, const char *id, char *key);
/* A recording, or another link of a call, to be written into a file. */
struct download_order {
    const struct provider *provider; /* borrowed until fetch_free */
    char *id, *key;                  /* key NULL: none is needed */
    char *url;
    char *dir, *name; /* the file: an ending goes behind the name */
    bool replace;
};
void download_order_done(struct download_order *o);

/* Both take what the order holds. The job is over with ANSWER_SAVED, with a failure that it cannot
 * go on from, or by fetch_cancel, which removes what is not whole. */
unsigned fetch_download(struct fetcher *f, struct download_order *order);
void fetch_download_again(struct fetcher *f, unsigned job, struct download_order *order);
/* Ends it for now: a failure is answered. */
void fetch_download_stop(struct fetcher *f, unsigned job);
/* Of the jobs that wait, this one comes next. */
void fetch_prefer(struct fetcher *f, unsigned job);
/* Ends a job: no answer of it is returned any more. */
void fetch_cancel(struct fetcher *f, unsigned job);
/* The next answer (fetch_answer_free), or NULL when none waits. Never blocks. */
struct answer *fetch_next(struct fetcher *f);
void fetch_answer_free(struct answer *a);

/* Stops the worker. False when it did not end within a second: then leave with _exit. */
bool fetch_free(struct fetcher *f);

#endif
