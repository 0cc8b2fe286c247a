#include "keep/kept_age.h"

#include <inttypes.h>

void kept_age_put(struct buf *out, int64_t kept_us, int64_t now_us)
{
    static const struct {
        int64_t seconds;
        const char *name;
    } units[] = {{86400, "day"}, {3600, "hour"}, {60, "minute"}};
    int64_t age_s = now_us > kept_us ? (now_us - kept_us) / 1000000 : 0;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        int64_t n = age_s / units[i].seconds;
        if (!n)
            continue;
        buf_printf(out, "kept %" PRId64 " %s%s ago", n, units[i].name, n == 1 ? "" : "s");
        return;
    }
    buf_puts(out, "kept just now");
}
