#include "call/reply.h"

#include "text/time.h"

#include <math.h>

double reply_seconds(const struct call *c, const struct turn *t)
{
    return c->figures.turn_reply != ORIGIN_UNKNOWN && !t->tool ? t->reply_s : NAN;
}

bool reply_is_slow(const struct call *c, const struct turn *t, double slow_s)
{
    return reply_seconds(c, t) > slow_s;
}

void reply_put(struct buf *out, const struct call *c, const struct turn *t)
{
    char text[TIME_TEXT_BYTES];
    double reply_s = reply_seconds(c, t), seconds = t->tool ? t->tool->took_s : reply_s;
    if (!isfinite(seconds) || (t->tool && !time_has_tenths(seconds)))
        return;
    time_short_text(seconds, 1, "", text);
    buf_printf(out, "%s%s", t->tool ? "" : "+", text);
}
