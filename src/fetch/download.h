/* A recording that is being saved as a file, or fetched for playing: its requests, redirects (which
 * it follows itself), the bytes received so far, and how to resume after a failure. Belongs to the
 * worker; knows neither queues nor libcurl.
 *
 * A recording behind the provider's key is asked for like a link of the provider's own. What the
 * provider answers instead of it is read as for a call.
 *
 * A request carries the provider's headers, with the key, only while every hop so far had the
 * scheme, host and port of base_url. */
#ifndef FETCH_DOWNLOAD_H
#define FETCH_DOWNLOAD_H

#include "fetch/fetch_data.h"
#include "fetch/file_progress.h"
#include "fetch/partial.h"
#include "fetch/transfer.h"

struct download {
    unsigned number;
    struct fetch_order order;
    struct download *next; /* in the worker's list */

    bool unsent;               /* a request has to be sent */
    struct transfer *transfer; /* NULL: no request is running */
    char *url;                 /* of this hop */
    int hops;
    bool left_home; /* a hop led elsewhere: the key is not sent any more */

    struct partial partial;
    uint64_t total;          /* 0: unknown */
    char *validator;         /* for If-Range; NULL: the download cannot be resumed */
    char *content_type;      /* of the partial file; NULL: not sent */
    uint64_t range_start;    /* where the requested range begins; 0: the complete file */
    bool begun;              /* the first byte of the transfer was received */
    bool explained;          /* what comes is not the file, and may say why */
    struct failure *failure; /* found by us while the transfer still runs */

    struct file_progress progress;
};

/* Takes what the order holds. */
struct download *download_new(unsigned number, struct fetch_order *order);
/* Ends its transfer, removes an incomplete file, wipes the key. */
void download_free(struct download *d);
/* Resumes after a failure, perhaps with a new link. Takes what the order holds. */
void download_again(struct download *d, struct fetch_order *order);

/* Sends the unsent request. Returns the last answer if that is not possible, else NULL. */
struct answer *download_send(struct download *d, struct transfers *net);
/* Takes what the finished transfer received. Returns the last answer, or NULL when there is another
 * hop. */
struct answer *download_receive(struct download *d);
/* Ends the transfer and keeps the bytes received. Returns the last answer. */
struct answer *download_stop(struct download *d);
/* An answer with the bytes received so far. */
struct answer *download_progress(struct download *d);

#endif
