/* How long the person waited for a turn, as it stands beside the turn on the screen and in the text
 * form. Pure. */
#ifndef CALL_REPLY_H
#define CALL_REPLY_H

#include "base/buf.h"
#include "call/call.h"

#include <stdbool.h>

/* In seconds; NAN if nobody measured it. */
double reply_seconds(const struct call *c, const struct turn *t);
/* Whether it took longer than the limit, which is the option slow_s. */
bool reply_is_slow(const struct call *c, const struct turn *t, double slow_s);
/* Appends "+0.8" in seconds or "+1:05" from a minute on, for a tool call that says how long it took
 * "3.2", and for other turns nothing. */
void reply_put(struct buf *out, const struct call *c, const struct turn *t);

#endif
