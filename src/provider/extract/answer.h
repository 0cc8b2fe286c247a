/* The answers of a provider, as extract reads them. */
#ifndef PROVIDER_EXTRACT_ANSWER_H
#define PROVIDER_EXTRACT_ANSWER_H

#include "base/shared.h"
#include "call/failure.h"

#include <stdbool.h>
#include <stddef.h>

/* One complete response. Everything in it is borrowed. */
struct answer_body {
    int http_status;
    const char *bytes;
    size_t count;
    struct shared
        *shared; /* what owns the bytes, so that the call can; NULL: the call copies them */
    const char
        *raw; /* the bytes as they came, with the key of the request; NULL: it is not there */
    size_t raw_count;
    const char *content_type, *request_id; /* header values; NULL: not sent */
    int retry_after_s;                     /* Retry-After; -1: not sent, or unusable */
};

static inline bool answer_is_success(const struct answer_body *answer)
{
    return answer->http_status >= 200 && answer->http_status <= 299;
}

/* The transcript's own document, page by page in order. */
struct turns_answer {
    const struct answer_body *pages;
    size_t page_count;
    const char *note; /* a sentence: why it is missing or incomplete; NULL: it is complete */
    enum kind kind;   /* of the failure that the note describes */
    bool loading;     /* it has not arrived yet */
};

#endif
