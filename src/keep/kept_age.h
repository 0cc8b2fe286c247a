/* How long ago a call was kept, for people. Pure. */
#ifndef KEEP_KEPT_AGE_H
#define KEEP_KEPT_AGE_H

#include "base/buf.h"

#include <stdint.h>

/* Appends "kept 3 days ago": whole days, or else hours, or else minutes; "kept just now" below a
 * minute, and where the clock was set back. */
void kept_age_put(struct buf *out, int64_t kept_us, int64_t now_us);

/* The milliseconds until those words are other ones, at most a day. */
int kept_age_left_ms(int64_t kept_us, int64_t now_us);

#endif
