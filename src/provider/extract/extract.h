/* The heart: documents in, a call or a failure out. Pure, no I/O, no clock. */
#ifndef PROVIDER_EXTRACT_EXTRACT_H
#define PROVIDER_EXTRACT_EXTRACT_H

#include "call/call.h"
#include "call/failure.h"
#include "provider/provider.h"

/* One whole answer as it came over the wire. */
struct answer_body {
    int http_status;
    const char *bytes; /* borrowed */
    size_t count;
    const char *content_type, *request_id, *retry_after; /* header values, borrowed, or NULL */
    long long now_s; /* when it came, seconds since 1970; 0: not known, dates say nothing */
};

/* The transcript's document, page by page in the order of the pages. */
struct turns_answer {
    const struct answer_body *pages;
    size_t page_count;
    const char *note; /* why it is missing or ends early, a sentence; NULL */
    enum kind kind;   /* what that is as a failure */
    bool loading;     /* not here yet */
};

/* Exactly one of the two results is set; it is yours. `turns` NULL: the provider has no second
 * document. */
struct extracted {
    struct call *call;
    struct failure *failure;
};
struct extracted extract(const struct provider *p, const char *id, const struct answer_body *answer,
                         const struct turns_answer *turns);

/* The cursor for the page after this one, as request_turns takes it, yours; NULL: this was the
 * last, or it cannot be read. */
char *extract_next_cursor(const struct provider *p, const struct answer_body *page);

/* Seconds from a Retry-After value (seconds or an HTTP date, RFC 9110 10.2.3), 0 to
 * RETRY_AFTER_MAX_S; -1: none that makes sense. now_s: seconds since 1970. */
int refusal_retry_after(const char *value, long long now_s);

#endif
