/* Explains a failed transfer to the user: the kind of failure, and a sentence of our own. Pure:
 * libcurl's codes are plain numbers here. */
#ifndef FETCH_CURL_FAILURE_H
#define FETCH_CURL_FAILURE_H

#include "call/failure.h"

#include <stdbool.h>
#include <stddef.h>

/* How a transfer ended. */
struct curl_result {
    int code;            /* CURLcode */
    const char *host;    /* "host" or "host:port" */
    const char *proxy;   /* NULL: not used */
    const char *detail;  /* libcurl's own words, used for TLS only; "" */
    const char *ca_file; /* in force; NULL: the system's */
    const char *ca_from; /* the option or variable that names it */
    int os_error;        /* errno of a failed socket or connect; 0: libcurl does not say */
    int http_status;     /* 0: no status line was received */
    int proxy_status;    /* the proxy's answer to CONNECT, or 0 */
    long proxy_auth;     /* the kinds of login that the proxy offers: CURLINFO_PROXYAUTH_AVAIL */
    size_t body_bytes;   /* received before it ended */
    bool looked_up, connected;
    bool slow;    /* it had no time limit, but ended when next to nothing arrived in timeout_s */
    bool refused; /* by us: the name led to an address that is not public */
    bool files_short; /* this program can hardly open any more files */
    int connect_timeout_s, timeout_s;
};

/* The caller frees the result with failure_free. */
struct failure *curl_failure(const struct curl_result *t);
/* For a proxy that answers 407. */
struct failure *curl_failure_proxy_login(const struct curl_result *t);
/* For a 3xx status, which is never followed. location may be NULL. */
struct failure *curl_failure_redirect(int status, const char *location);

#endif
