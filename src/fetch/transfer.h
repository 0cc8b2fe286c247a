/* HTTP requests, many at once: what this room uses of libcurl. A struct transfers and its transfers
 * belong to the worker; only transfers_wake may be called from another thread. */
#ifndef FETCH_TRANSFER_H
#define FETCH_TRANSFER_H

#include "base/err.h"
#include "fetch/fetch_data.h"
#include "fetch/response.h"
#include "provider/request.h"

#include <stdint.h>

struct transfers;
struct transfer;

/* Limits the bytes of a body, decoded. They are counted in *total, and the limit holds for *total,
 * or (alone) only for this transfer. */
struct budget {
    uint64_t *total; /* borrowed as long as the transfer exists */
    uint64_t limit_bytes;
    bool alone;
};

/* Seconds that each step took; 0: it was not needed. answer_s is from the last byte of the request
 * to the first byte of the response. */
struct transfer_times {
    double name_s, connect_s, tls_s, answer_s;
};

/* The settings are copied. NULL with e set when libcurl cannot be started. */
struct transfers *transfers_new(const struct fetch_settings *settings, struct err *e);
/* End all transfers first. net may be NULL. */
void transfers_free(struct transfers *net);

/* Sends a request, which is copied; transfer_owner returns `owner`. */
struct transfer *transfer_start(struct transfers *net, const struct request *request,
                                struct budget budget, long timeout_ms, void *owner);
/* What becomes of a part of a body: it ends the transfer, or it was taken, or it is kept in the
 * response, as are at most TRANSFER_KEPT_BYTES of a body that says why there is no file. */
enum received { RECEIVED_END, RECEIVED_TAKEN, RECEIVED_KEEP };
enum { TRANSFER_KEPT_BYTES = 1 << 20 };
typedef enum received transfer_receive(void *owner, const struct transfer *t, const char *bytes,
                                       size_t n);
/* The same for a body of any size, which is not decoded; `receive` gets its parts. There is no time
 * limit, but the transfer ends when next to nothing arrives for timeout_s. public_only: no
 * connection is opened to an address that is not public, whatever name led to it, except to the
 * proxy. */
struct transfer *transfer_start_body(struct transfers *net, const struct request *request,
                                     transfer_receive *receive, void *owner, bool public_only);
void *transfer_owner(const struct transfer *t);
/* The status; 0: no status line has been received yet. */
int transfer_status(const struct transfer *t);
/* The times of a transfer that has finished. */
struct transfer_times transfer_times(const struct transfer *t);
/* The response so far, without the parts that `receive` took; borrowed. */
const struct response *transfer_response(const struct transfer *t);
/* Content-Length; -1: not sent. */
int64_t transfer_length(const struct transfer *t);
/* Ends the transfer, running or finished, and frees it. *out (may be NULL) gets the response. t may
 * be NULL. */
void transfer_end(struct transfer *t, struct response *out);

/* Advances all transfers as far as possible without waiting. Returns one that has finished, or
 * NULL. */
struct transfer *transfers_step(struct transfers *net);
/* Waits until there is something to do; with timeout_ms < 0 for any length of time. */
void transfers_wait(struct transfers *net, int timeout_ms);
/* Ends a transfers_wait, the current one or the next. Any thread. */
void transfers_wake(struct transfers *net);

#endif
