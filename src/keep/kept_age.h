/* How long ago a call was kept, for people. Pure. */
#ifndef KEEP_KEPT_AGE_H
#define KEEP_KEPT_AGE_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

struct kept_age {
    int64_t first_us; /* when the call was first kept; 0: it is no kept one */
    bool masked;      /* only the masked call was kept */
};

/* Appends "kept 3 days ago", or "kept 3 days ago, masked": whole days, or else hours, or else
 * minutes; "kept just now" below a minute, and where the clock was set back. */
void kept_age_put(struct buf *out, const struct kept_age *age, int64_t now_us);

/* The milliseconds until those words are other ones, at most a day. */
int kept_age_left_ms(const struct kept_age *age, int64_t now_us);

#endif
