#include "ui/view/reply_column.h"

#include "base/int.h"
#include "call/reply.h"

int reply_column_cols(const struct call *c)
{
    struct buf text = {0};
    int cols = 0;
    for (size_t i = 0; i < c->turn_count; i++) {
        buf_clear(&text);
        reply_put(&text, c, &c->turns[i]);
        cols = int_max(cols, (int)text.len);
    }
    buf_done(&text);
    return cols;
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
