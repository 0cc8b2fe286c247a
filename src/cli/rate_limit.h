/* Rate limits of a batch, or of all lists on the screen: when each provider may be asked again, and
 * whether it may be waited for that long. Pure: the caller passes the time in monotonic
 * milliseconds. */
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

/* max_wait_s (--max-wait) limits all waits together; overlapping waits count once. A provider is
 * known by its name, so that its limit outlives a configuration that is read again. */
struct rate_limit *rate_limit_new(int max_wait_s);
void rate_limit_free(struct rate_limit *l); /* NULL is allowed */

/* Counts the waits from zero again, because somebody asks again. */
void rate_limit_renew(struct rate_limit *l, int max_wait_s, int64_t now_ms);
/* Records that a provider must not be asked for retry_after_s seconds. Returns false if the wait is
 * longer than the rest of max_wait_s. */
bool rate_limit_add(struct rate_limit *l, const struct provider *p, int retry_after_s,
                    int64_t now_ms);
/* Sets *left_ms to the milliseconds until the provider may be asked; 0: it may be asked now. */
enum rate_state rate_limit_check(const struct rate_limit *l, const struct provider *p,
                                 int64_t now_ms, int64_t *left_ms);

#endif
