/* The job of asking one provider for a list, a page at a time. It remains after each page, so that
 * the next one can be asked for. Belongs to the worker. */
#ifndef FETCH_LIST_JOB_H
#define FETCH_LIST_JOB_H

#include "fetch/fetch_data.h"
#include "fetch/transfer.h"

struct list_job {
    unsigned number;
    struct list_walk *walk;
    char *key;                 /* NULL while no page is asked for */
    struct list_job *next;     /* in the worker's list */
    bool unsent;               /* a request has to be sent */
    struct transfer *transfer; /* NULL: no request is running */
    uint64_t bytes;            /* of this page */
    int64_t sent_ms;
};

/* The walk is taken. */
struct list_job *list_job_new(unsigned number, struct list_walk *walk);
/* Ends its transfer. */
void list_job_free(struct list_job *j);

/* Asks for the next page. The key is taken. Does nothing if a page is being asked for, or if there
 * is no next page. */
void list_job_ask(struct list_job *j, char *key);
/* Stops asking; the page may be asked for again. */
void list_job_stop(struct list_job *j);
/* Sends the request, which is unsent. Returns the answer if that is not possible, else NULL. */
struct answer *list_job_send(struct list_job *j, struct transfers *net,
                             const struct fetch_settings *s);
/* Reads what its finished transfer received, and returns the answer. */
struct answer *list_job_receive(struct list_job *j);

#endif
