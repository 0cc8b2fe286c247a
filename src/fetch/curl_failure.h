/* What a failed transfer means for the user: its kind and our own words. Pure; libcurl's codes come
 * as plain numbers. */
#ifndef FETCH_CURL_FAILURE_H
#define FETCH_CURL_FAILURE_H

#include "call/failure.h"

#include <stdbool.h>
#include <stddef.h>

struct trouble {
    int code;            /* CURLcode */
    const char *host;    /* "host" or "host:port" */
    const char *proxy;   /* the proxy that was in between; NULL: none */
    const char *detail;  /* libcurl's own words, used for TLS alone; "" */
    const char *ca_file; /* in force; NULL: the system's */
    int os_error;        /* errno of a failed connect, or 0 */
    int http_status;     /* 0: no status line yet */
    int proxy_status;    /* what the proxy answered to CONNECT, or 0 */
    size_t body_bytes;   /* that came before it ended */
    bool looked_up, connected;
    bool slow;        /* there is no limit of time, but one of next to nothing in timeout_s */
    bool refused;     /* by us: it led to an address that is not public */
    bool files_short; /* this program can open next to none */
    int connect_timeout_s, timeout_s;
};

struct failure *curl_failure(const struct trouble *t);
/* A 3xx: it is never followed. location may be NULL. */
struct failure *curl_failure_of_redirect(int status, const char *location);

#endif
