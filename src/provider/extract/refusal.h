/* An answer that holds no call, as a failure. */
#ifndef PROVIDER_EXTRACT_REFUSAL_H
#define PROVIDER_EXTRACT_REFUSAL_H

#include "call/value.h"
#include "provider/extract/answer.h"
#include "provider/provider.h"

/* The failure's kind, code, message and request ID as the answer gives them. `root` is the answer's
 * tree, NULL if it is not JSON. The caller frees it. */
struct failure *refusal_new(const struct provider *p, const struct answer_body *answer,
                            const struct value *root);

/* Seconds from a Retry-After value (seconds or an HTTP date, RFC 9110 10.2.3), 0 to
 * RETRY_AFTER_MAX_S; -1 if it is neither or out of range. now_s: seconds since 1970. */
int refusal_retry_after(const char *value, long long now_s);

#endif
