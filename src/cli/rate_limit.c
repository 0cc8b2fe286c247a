#include "cli/rate_limit.h"

#include "base/alloc.h"

#include <stdlib.h>

struct limit {
    int64_t free_ms; /* the provider must not be asked before */
    bool refused;    /* the wait until then is too long */
};

struct rate_limit {
    const struct provider_set *set;
    struct limit *limits; /* in the set's order */
    int64_t paid_ms;      /* waiting until this time is paid for */
    int64_t budget_ms;    /* the rest of max_wait_s */
    bool never_waits;     /* max_wait_s is 0 */
};

struct rate_limit *rate_limit_new(const struct provider_set *set, int max_wait_s)
{
    struct rate_limit *l = xmalloc(sizeof *l);
    *l = (struct rate_limit){.set = set,
                             .limits = xcalloc(set->count, sizeof *l->limits),
                             .budget_ms = (int64_t)max_wait_s * 1000,
                             .never_waits = max_wait_s == 0};
    return l;
}

void rate_limit_free(struct rate_limit *l)
{
    if (!l)
        return;
    free(l->limits);
    free(l);
}

static struct limit *limit_of(const struct rate_limit *l, const struct provider *p)
{
    return &l->limits[p - l->set->list];
}

/* Pays for waiting until free_ms. Returns false if the budget is too small. */
static bool pay(struct rate_limit *l, int64_t now_ms, int64_t free_ms)
{
    int64_t begin_ms = l->paid_ms > now_ms ? l->paid_ms : now_ms;
    int64_t cost_ms = free_ms > begin_ms ? free_ms - begin_ms : 0;
    if (l->never_waits || cost_ms > l->budget_ms)
        return false;
    l->budget_ms -= cost_ms;
    l->paid_ms = begin_ms + cost_ms;
    return true;
}

bool rate_limit_add(struct rate_limit *l, const struct provider *p, int retry_after_s,
                    int64_t now_ms)
{
    struct limit *limit = limit_of(l, p);
    int64_t free_ms = now_ms + (int64_t)retry_after_s * 1000;
    bool paid = pay(l, now_ms, free_ms);
    bool refused = limit->refused && limit->free_ms > now_ms;
    if (free_ms > limit->free_ms)
        limit->free_ms = free_ms;
    limit->refused = refused || !paid;
    return paid && !refused;
}

enum rate_state rate_limit_check(const struct rate_limit *l, const struct provider *p,
                                 int64_t now_ms, int64_t *left_ms)
{
    const struct limit *limit = limit_of(l, p);
    *left_ms = limit->free_ms > now_ms ? limit->free_ms - now_ms : 0;
    if (*left_ms == 0)
        return RATE_FREE;
    return limit->refused ? RATE_REFUSED : RATE_WAIT;
}
