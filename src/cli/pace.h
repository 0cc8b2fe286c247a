/* Rate limits in a batch: from when on a provider may be asked, and whether that is worth waiting
 * for. Pure: the caller has the clock (monotonic milliseconds). */
#ifndef CLI_PACE_H
#define CLI_PACE_H

#include "provider/provider.h"

#include <stdbool.h>
#include <stdint.h>

struct pace;

enum pace_answer {
    PACE_GO,
    PACE_WAIT,  /* it may be asked later, and waiting was counted */
    PACE_REFUSE /* it may be asked later than max_wait_s allows */
};

/* The set is borrowed. max_wait_s is for all waiting together; what overlaps counts once. */
struct pace *pace_new(const struct provider_set *set, int max_wait_s);
void pace_free(struct pace *p); /* NULL is fine */

/* The provider said "not before retry_after_s from now": nobody asks it before. False: that
 * is more than there is left to wait. */
bool pace_limit(struct pace *p, const struct provider *of, int retry_after_s, int64_t now_ms);
/* *left_ms: until it may be asked; 0 when it may. */
enum pace_answer pace_ask(const struct pace *p, const struct provider *of, int64_t now_ms,
                          int64_t *left_ms);

#endif
