/* Rate limits in a batch: when each provider may be asked again, and whether --max-wait allows
 * waiting for it. Pure: the caller passes the time in monotonic milliseconds. */
#ifndef CLI_RATE_LIMIT_H
#define CLI_RATE_LIMIT_H

#include "provider/provider.h"

#include <stdbool.h>
#include <stdint.h>

struct rate_limit;

enum rate_state {
    RATE_FREE,
    RATE_WAIT,   /* the provider may be asked later, and the wait is paid for */
    RATE_REFUSED /* the provider may be asked later, but the wait would be too long */
};

/* The set is borrowed. max_wait_s limits all waits together; overlapping waits count once. */
struct rate_limit *rate_limit_new(const struct provider_set *set, int max_wait_s);
void rate_limit_free(struct rate_limit *l); /* NULL is allowed */

/* Records that a provider must not be asked for retry_after_s seconds. Returns false if the wait is
 * longer than the rest of max_wait_s. */
bool rate_limit_add(struct rate_limit *l, const struct provider *p, int retry_after_s,
                    int64_t now_ms);
/* Sets *left_ms to the milliseconds until the provider may be asked; 0: it may be asked now. */
enum rate_state rate_limit_check(const struct rate_limit *l, const struct provider *p,
                                 int64_t now_ms, int64_t *left_ms);

#endif
