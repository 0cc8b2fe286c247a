#include "ui/view/reply_column.h"

#include "base/int.h"
#include "call/reply.h"

#include <math.h>

static int cols_of_text(const struct call *c, const struct turn *t)
{
    struct buf text = {0};
    reply_put(&text, c, t);
    int cols = (int)text.len;
    buf_done(&text);
    return cols;
}

/* A longer time never has a shorter text, so that only the longest of each kind are written. */
int reply_column_cols(const struct call *c)
{
    const struct turn *slowest = NULL, *longest = NULL;
    double slowest_s = -INFINITY, longest_s = -INFINITY; /* NAN is never greater */
    for (size_t i = 0; i < c->turn_count; i++) {
        const struct turn *t = call_turn(c, i);
        if (isnan(t->reply_s) && !t->tool) /* most turns; there may be many */
            continue;
        double reply_s = reply_seconds(c, t), took_s = t->tool ? t->tool->took_s : NAN;
        if (reply_s > slowest_s) {
            slowest = t;
            slowest_s = reply_s;
        }
        if (took_s > longest_s) {
            longest = t;
            longest_s = took_s;
        }
    }
    int cols = slowest ? cols_of_text(c, slowest) : 0;
    return int_max(cols, longest ? cols_of_text(c, longest) : 0);
}

void reply_column_put(struct line *out, const struct call *c, const struct turn *t, int cols,
                      double slow_s)
{
    bool is_slow = reply_is_slow(c, t, slow_s);
    struct buf text = {0};
    reply_put(&text, c, t);
    line_pad(out, out->cols + cols - (int)text.len);
    line_puts(out, is_slow ? ROLE_WARN : ROLE_TIME, buf_str(&text));
    line_puts(out, ROLE_WARN, is_slow ? "!" : " ");
    buf_done(&text);
}
