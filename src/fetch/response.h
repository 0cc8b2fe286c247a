/* What came back for one request: the headers of it that are used, its body. Belongs to the
 * worker. */
#ifndef FETCH_RESPONSE_H
#define FETCH_RESPONSE_H

#include "base/buf.h"
#include "call/failure.h"

#include <stddef.h>

/* failure set: nothing usable; else a whole answer, whatever its status. */
struct response {
    struct failure *failure;
    int http_status; /* 0: none was read */
    struct buf body;
    char *content_type, *request_id, *retry_after; /* NULL: not sent */
    char *location, *etag, *last_modified, *content_range;
};

/* A line of the head as it came, also the status line; of several headers of a name the last one
 * stands. */
void response_read_header(struct response *r, const char *line, size_t n);
/* Fine on zeroes, and twice. */
void response_done(struct response *r);

#endif
