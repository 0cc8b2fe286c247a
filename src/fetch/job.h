/* The job of fetching one call: its requests, their responses, and the call they make. Belongs to
 * the worker; knows neither queues nor libcurl. */
#ifndef FETCH_JOB_H
#define FETCH_JOB_H

#include "fetch/fetch_data.h"
#include "fetch/transfer.h"

enum { JOB_MAX_PAGES = 100 };

struct job {
    unsigned number;
    const struct provider *provider;
    char *id, *key;
    struct job *next; /* in the worker's list */

    bool call_unsent, turns_unsent; /* a request has to be sent */
    bool turns_ended;               /* no more pages of the second document will come */
    struct transfer *call, *turns;  /* NULL: no request is running */
    struct response call_answer;    /* http_status 0: not received yet */
    struct response *pages;
    size_t page_count;
    char **cursors; /* of the pages after the first; the last one is of the next request */
    size_t cursor_count;
    char *note; /* why the transcript is missing or incomplete */
    enum kind note_kind;

    int64_t started_ms, progress_ms;
    uint64_t bytes, reported_bytes;
    int http_status;
    bool holds; /* its answers are held, if it ends with a call */
};

/* id is copied, key is taken. */
struct job *job_new(unsigned number, const struct provider *p, const char *id, char *key);
/* Ends its transfers and wipes the key. */
void job_free(struct job *j);

/* Sends the unsent request (call_unsent or turns_unsent is set). Returns the job's last answer if
 * that is not possible, else NULL. */
struct answer *job_send(struct job *j, struct transfers *net, const struct fetch_settings *s);
/* Takes what a finished transfer of the job received. Returns the answer to hand over, or NULL. */
struct answer *job_receive(struct job *j, struct transfer *t);
/* An answer with the bytes received so far. */
struct answer *job_progress(struct job *j);

#endif
