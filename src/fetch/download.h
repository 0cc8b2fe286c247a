/* A recording on its way into a file: its requests, redirects followed by hand, what came so far
 * and how it goes on after a cut. The worker's; it knows neither queues nor libcurl.
 *
 * The provider's headers, with the key, go out with a request only while every hop so far had the
 * scheme, host and port of base_url. */
#ifndef FETCH_DOWNLOAD_H
#define FETCH_DOWNLOAD_H

#include "fetch/download_rules.h"
#include "fetch/fetch.h"
#include "fetch/partial.h"
#include "fetch/transfer.h"

struct download {
    unsigned number;
    struct download_order order;
    struct download *next; /* the worker's list */

    bool wanted;               /* a request that waits to be sent */
    struct transfer *transfer; /* on its way */
    char *url;                 /* of this hop */
    int hops;
    bool left_home; /* a hop was elsewhere: the key stays here */

    struct partial partial;
    uint64_t total;          /* 0: not known */
    char *validator;         /* for If-Range; NULL: a cut begins anew */
    char *content_type;      /* of what is in the partial; NULL: none was sent */
    uint64_t asked_from;     /* of the range that was asked for; 0: the whole */
    bool begun;              /* the transfer's first byte was taken in */
    struct failure *trouble; /* ours, while the transfer still runs */

    struct rate rate;
    int64_t started_ms, told_ms;
    uint64_t bytes_told;
};

/* What the order holds is taken. */
struct download *download_new(unsigned number, struct download_order *order);
/* Ends its transfer, removes what is not whole, wipes the key. */
void download_free(struct download *d);
/* After a failure that it can go on from, with a link that may be a new one; order is taken. */
void download_again(struct download *d, struct download_order *order);

/* Sends the request that waits. The last answer if that cannot be done, else NULL. */
struct answer *download_send(struct download *d, struct transfers *net);
/* Its transfer ended: the last answer, or NULL when it goes on. */
struct answer *download_receive(struct download *d);
/* Ends the transfer; what came stays. The last answer. */
struct answer *download_stop(struct download *d);
struct answer *download_progress(struct download *d);

#endif
