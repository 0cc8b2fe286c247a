/* The response to one request: its body, and those of its headers that are used. Belongs to the
 * worker. */
#ifndef FETCH_RESPONSE_H
#define FETCH_RESPONSE_H

#include "base/buf.h"
#include "base/shared.h"
#include "call/failure.h"
#include "provider/extract/answer.h"

#include <stdbool.h>
#include <stdint.h>

/* With a failure, nothing in it is usable; else it is complete, whatever its status. */
struct response {
    struct failure *failure;
    int http_status;      /* 0: no status line was received */
    bool has_headers;     /* all of them: the blank line after them was received */
    struct buf body;      /* without the key of the request; empty once it is complete */
    struct shared *whole; /* the complete body; NULL before */
    struct buf raw;       /* the body with the key; empty if it is not in there */
    uint64_t body_bytes;  /* received so far, kept or not */
    int retry_after_s;    /* -1: not sent, or unusable */
    char *content_type, *request_id, *retry_after; /* NULL: not sent */
    char *location, *etag, *last_modified, *content_range;
};

/* Reads the status line, a header line, or the blank line at the end. Of several headers with the
 * same name the last one counts. */
void response_read_header(struct response *r, const char *line, size_t n);
/* Hides the key in the headers and the body that were read. Unless a redirect is followed, its
 * location may be shown. */
void response_hide(struct response *r, const char *key, bool follows);
/* Makes the body that was received one that calls can share. */
void response_complete(struct response *r);
/* The response as extract reads it; everything in it is borrowed. */
struct answer_body response_body(const struct response *r);
/* Frees all of it. Does nothing for a response of zeroes, or when called again. */
void response_done(struct response *r);

#endif
