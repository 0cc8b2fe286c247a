/* How long the way to a host takes: a HEAD request without any key, many hosts at once. */
#ifndef FETCH_PROBE_H
#define FETCH_PROBE_H

#include "base/err.h"
#include "fetch/transfer.h"

#include <stddef.h>

struct probe {
    char *url;       /* yours */
    int http_status; /* what it answered; 0: nothing */
    struct transfer_times times;
    struct failure *failure; /* yours (failure_free); NULL when it answered, whatever it was */
};

/* Asks all at once and waits for all; each has connect_timeout_s in all. False with e set when
 * there is no libcurl. No fetcher may be there. */
bool probe_all(struct probe *list, size_t count, const struct transfers_settings *settings,
               struct err *e);

#endif
