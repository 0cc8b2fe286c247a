/* One HTTP request at a time, many at once: the face of libcurl inside this room. A network and its
 * transfers belong to the worker; only transfers_wake is called from another thread. */
#ifndef FETCH_TRANSFER_H
#define FETCH_TRANSFER_H

#include "base/err.h"
#include "fetch/response.h"
#include "provider/request.h"

#include <stdint.h>

struct transfers;
struct transfer;

struct transfers_settings {
    int connect_timeout_s, timeout_s; /* timeout_s: for messages; transfers bring their own */
    int connections;                  /* kept open for the next request */
    const char *ca_file; /* borrowed until transfers_new returns; NULL or "": the system's */
};

/* Bytes after decoding: counted in *total, and held against the limit with those counted there
 * before, or (alone) only with this transfer's own. */
struct budget {
    uint64_t *total; /* borrowed as long as the transfer lives */
    uint64_t limit_bytes;
    bool alone;
};

/* Seconds each step took; 0: it was not needed. answer_s is from the request's last byte to the
 * first one back. */
struct transfer_times {
    double name_s, connect_s, tls_s, answer_s;
};

struct transfers *transfers_new(const struct transfers_settings *settings, struct err *e);
void transfers_free(struct transfers *net); /* NULL is fine; no transfer may be left */

/* Asks; the request is copied. owner comes back from transfer_owner. */
struct transfer *transfer_start(struct transfers *net, const struct request *request,
                                struct budget budget, long timeout_ms, void *owner);
/* Takes a piece of a body, after decoding; false ends the transfer. */
typedef bool transfer_take(void *owner, const struct transfer *t, const char *bytes, size_t n);
/* The same for a body of any size, as it is on the server: `take` gets it. No time is too long, but
 * next to nothing in timeout_s ends it. public_only: an address that is not public is not connected
 * to, whatever name led to it. */
struct transfer *transfer_start_body(struct transfers *net, const struct request *request,
                                     transfer_take *take, void *owner, bool public_only);
void *transfer_owner(const struct transfer *t);
/* Its status so far; 0: no header yet. */
int transfer_status(const struct transfer *t);
/* Of a finished one. */
struct transfer_times transfer_times(const struct transfer *t);
/* What is known of the answer so far, the body aside; borrowed. */
const struct response *transfer_response(const struct transfer *t);
uint64_t transfer_body_bytes(const struct transfer *t);
int64_t transfer_length(const struct transfer *t); /* by its Content-Length; -1: not said */
/* Ends the transfer, running or finished; *out (may be NULL) gets what came back, response_done. */
void transfer_end(struct transfer *t, struct response *out);

/* Moves all transfers on as far as they go without waiting; the next finished one, or NULL. */
struct transfer *transfers_step(struct transfers *net);
/* Waits until there is something to do; timeout_ms < 0: for as long as it takes. */
void transfers_wait(struct transfers *net, int timeout_ms);
/* Ends a transfers_wait, the current one or the next. Any thread. */
void transfers_wake(struct transfers *net);

#endif
