/* A recording that is being saved as a file: its requests, redirects (which it follows itself), the
 * bytes received so far, and how to resume after a failure. Belongs to the worker; knows neither
 * queues nor libcurl.
 *
 * A request carries the provider's headers, with the key, only while every hop so far had the
 * scheme, host and port of base_url. */
#ifndef FETCH_DOWNLOAD_H
#define FETCH_DOWNLOAD_H

#include "fetch/download_order.h"
#include "fetch/download_rules.h"
#include "fetch/fetch_answer.h"
#include "fetch/partial.h"
#include "fetch/transfer.h"

struct download {
    unsigned number;
    struct download_order order;
    struct download *next; /* in the worker's list */

    bool wanted;               /* a request waits to be sent */
    struct transfer *transfer; /* running; NULL: none */
    char *url;                 /* of this hop */
    int hops;
    bool left_home; /* a hop led elsewhere: the key is not sent any more */

    struct partial partial;
    uint64_t total;          /* 0: unknown */
    char *validator;         /* for If-Range; NULL: the download cannot be resumed */
    char *content_type;      /* of the partial file; NULL: none was sent */
    uint64_t asked_from;     /* start of the range that was asked for; 0: everything */
    bool begun;              /* the first byte of the transfer was received */
    struct failure *failure; /* found by us while the transfer still runs */

    struct rate rate;
    int64_t started_ms, reported_ms;
    uint64_t reported_bytes;
};

/* What the order holds is taken. */
struct download *download_new(unsigned number, struct download_order *order);
/* Ends its transfer, removes an incomplete file, wipes the key. */
void download_free(struct download *d);
/* Resumes after a failure, perhaps with a new link; what the order holds is taken. */
void download_again(struct download *d, struct download_order *order);

/* Sends the request that waits. Returns the last answer if that cannot be done, else NULL. */
struct answer *download_send(struct download *d, struct transfers *net);
/* Takes what the finished transfer received. Returns the last answer, or NULL when there is another
 * hop. */
struct answer *download_receive(struct download *d);
/* Ends the transfer and keeps the bytes received. Returns the last answer. */
struct answer *download_stop(struct download *d);
/* An answer with the bytes received so far. */
struct answer *download_progress(struct download *d);

#endif
