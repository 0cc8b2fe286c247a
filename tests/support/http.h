/* One HTTP request to a server of a test, without the program's fetcher. */
#ifndef TESTS_SUPPORT_HTTP_H
#define TESTS_SUPPORT_HTTP_H

#include "base/buf.h"

#include <stddef.h>

struct http_reply {
    long status;
    long retry_after_s; /* -1: none */
    char *content_type; /* NULL: none */
    struct buf body;
};

/* A POST of the body unless that is NULL. Fails the test if no answer comes. */
void http_request(const char *url, const char *const headers[], size_t header_count,
                  const char *body, struct http_reply *out);
void http_reply_done(struct http_reply *r);

#endif
