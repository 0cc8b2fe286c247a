/* Measures how long it takes to reach a host: a HEAD request without a key, many hosts at once. */
#ifndef FETCH_PROBE_H
#define FETCH_PROBE_H

#include "base/err.h"
#include "fetch/transfer.h"

#include <stddef.h>

struct probe {
    const struct provider *provider; /* for the caller */
    char *url;                       /* owned by the caller */
    int http_status;                 /* 0: there was no response */
    struct transfer_times times;
    struct failure *failure; /* the caller frees it; NULL when there was a response of any status */
};

/* Sends all requests at once and waits for all; each has connect_timeout_s altogether. False with e
 * set when there is no libcurl. Call while there is no fetcher. */
bool probe_all(struct probe *list, size_t count, const struct fetch_settings *settings,
               struct err *e);

#endif
