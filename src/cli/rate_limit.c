#include "cli/rate_limit.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

struct limit {
    char *provider;
    int64_t free_ms; /* the provider must not be asked before */
    bool refused;    /* the wait until then is too long */
};

struct rate_limit {
    struct limit *limits; /* of the providers that have limited the rate */
    size_t count;
    int64_t paid_ms;   /* waiting until this time is paid for */
    int64_t budget_ms; /* the rest of max_wait_s */
    bool never_waits;  /* max_wait_s is 0 */
};

struct rate_limit *rate_limit_new(int max_wait_s)
{
    struct rate_limit *l = xcalloc(1, sizeof *l);
    rate_limit_renew(l, max_wait_s, 0);
    return l;
}

void rate_limit_free(struct rate_limit *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < l->count; i++)
        free(l->limits[i].provider);
    free(l->limits);
    free(l);
}

/* NULL: it never limited the rate. */
static struct limit *find(const struct rate_limit *l, const struct provider *p)
{
    for (size_t i = 0; i < l->count; i++)
        if (strcmp(l->limits[i].provider, p->name) == 0)
            return &l->limits[i];
    return NULL;
}

static struct limit *limit_of(struct rate_limit *l, const struct provider *p)
{
    struct limit *known = find(l, p);
    if (known)
        return known;
    l->limits = xgrow(l->limits, l->count, sizeof *l->limits);
    l->limits[l->count] = (struct limit){.provider = xstrdup(p->name)};
    return &l->limits[l->count++];
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

void rate_limit_renew(struct rate_limit *l, int max_wait_s, int64_t now_ms)
{
    l->budget_ms = (int64_t)max_wait_s * 1000;
    l->never_waits = max_wait_s == 0;
    l->paid_ms = 0;
    for (size_t i = 0; i < l->count; i++)
        l->limits[i].refused =
            l->limits[i].free_ms > now_ms && !pay(l, now_ms, l->limits[i].free_ms);
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
    const struct limit *limit = find(l, p);
    *left_ms = limit && limit->free_ms > now_ms ? limit->free_ms - now_ms : 0;
    if (*left_ms == 0)
        return RATE_FREE;
    return limit->refused ? RATE_REFUSED : RATE_WAIT;
}
