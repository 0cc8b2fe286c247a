/* One call on its way: its requests, what came back, and when that makes a call. The worker's; it
 * knows neither queues nor libcurl. */
#ifndef FETCH_JOB_H
#define FETCH_JOB_H

#include "fetch/fetch.h"
#include "fetch/transfer.h"

enum { JOB_MAX_PAGES = 100 };

struct job {
    unsigned number;
    const struct provider *provider;
    char *id, *key;
    struct job *next; /* the worker's list */

    bool call_wanted, turns_wanted; /* a request that waits to be sent */
    bool turns_over;                /* no more of the second document is to come */
    struct transfer *call, *turns;  /* on their way */
    struct response call_answer;    /* http_status 0: not here yet */
    struct response *pages;
    size_t page_count;
    char **cursors; /* of the pages behind the first, the last one is wanted next */
    size_t cursor_count;
    char *note; /* why the transcript is missing or not whole */
    enum kind note_kind;

    int64_t started_ms, progress_ms;
    uint64_t bytes, bytes_told;
    int http_status;
};

/* id is copied, key taken. */
struct job *job_new(unsigned number, const struct provider *p, const char *id, char *key);
/* Ends its transfers and wipes the key. */
void job_free(struct job *j);

/* Sends the next request that waits (call_wanted or turns_wanted is set). The job's last answer if
 * there is nothing to send it with, else NULL. */
struct answer *job_send(struct job *j, struct transfers *net, const struct fetch_settings *s);
/* A transfer of the job ended: the answer to hand over, or NULL. */
struct answer *job_receive(struct job *j, struct transfer *t);
/* What it got so far. */
struct answer *job_progress(struct job *j);
int job_running(const struct job *j); /* requests */
bool job_answer_is_last(const struct answer *a);

#endif
