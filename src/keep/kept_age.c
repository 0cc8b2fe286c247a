#include "keep/kept_age.h"

#include <inttypes.h>

struct unit {
    int64_t seconds;
    const char *name;
};

/* The largest unit that the age has one of; one without a name below a minute. */
static struct unit unit_of(int64_t age_s)
{
    static const struct unit units[] = {{86400, "day"}, {3600, "hour"}, {60, "minute"}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (age_s >= units[i].seconds)
            return units[i];
    return (struct unit){60, NULL};
}

static int64_t age_us(int64_t kept_us, int64_t now_us)
{
    return now_us > kept_us ? now_us - kept_us : 0;
}

void kept_age_put(struct buf *out, const struct kept_age *age, int64_t now_us)
{
    int64_t age_s = age_us(age->first_us, now_us) / 1000000;
    struct unit unit = unit_of(age_s);
    int64_t n = age_s / unit.seconds;
    if (unit.name)
        buf_printf(out, "kept %" PRId64 " %s%s ago", n, unit.name, n == 1 ? "" : "s");
    else
        buf_puts(out, "kept just now");
    buf_puts(out, age->masked ? ", masked" : "");
}

int kept_age_left_ms(const struct kept_age *age, int64_t now_us)
{
    int64_t age_ms = age_us(age->first_us, now_us) / 1000;
    int64_t unit_ms = unit_of(age_ms / 1000).seconds * 1000;
    return (int)(unit_ms - age_ms % unit_ms);
}
