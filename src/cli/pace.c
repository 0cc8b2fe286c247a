#include "cli/pace.h"

#include "base/alloc.h"

#include <stdlib.h>

struct place {
    int64_t open_ms; /* not before */
    bool refused;    /* until then: the wait was too long */
};

struct pace {
    const struct provider_set *set;
    struct place *places; /* by the provider's place in the set */
    int64_t counted_ms;   /* waiting is counted up to this moment */
    int64_t left_ms;      /* to wait */
    bool never;           /* not even for a moment */
};

struct pace *pace_new(const struct provider_set *set, int max_wait_s)
{
    struct pace *p = xmalloc(sizeof *p);
    *p = (struct pace){.set = set,
                       .places = xcalloc(set->count, sizeof *p->places),
                       .left_ms = (int64_t)max_wait_s * 1000,
                       .never = max_wait_s == 0};
    return p;
}

void pace_free(struct pace *p)
{
    if (!p)
        return;
    free(p->places);
    free(p);
}

static struct place *place_of(const struct pace *p, const struct provider *of)
{
    return &p->places[of - p->set->list];
}

/* False: there is not so much left. */
static bool count_wait(struct pace *p, int64_t now_ms, int64_t open_ms)
{
    int64_t begin_ms = p->counted_ms > now_ms ? p->counted_ms : now_ms;
    int64_t more_ms = open_ms > begin_ms ? open_ms - begin_ms : 0;
    if (p->never || more_ms > p->left_ms)
        return false;
    p->left_ms -= more_ms;
    p->counted_ms = begin_ms + more_ms;
    return true;
}

bool pace_limit(struct pace *p, const struct provider *of, int retry_after_s, int64_t now_ms)
{
    struct place *place = place_of(p, of);
    int64_t open_ms = now_ms + (int64_t)retry_after_s * 1000;
    bool worth = count_wait(p, now_ms, open_ms);
    bool refused = place->refused && place->open_ms > now_ms;
    if (open_ms > place->open_ms)
        place->open_ms = open_ms;
    place->refused = refused || !worth;
    return worth && !refused;
}

enum pace_answer pace_ask(const struct pace *p, const struct provider *of, int64_t now_ms,
                          int64_t *left_ms)
{
    const struct place *place = place_of(p, of);
    *left_ms = place->open_ms > now_ms ? place->open_ms - now_ms : 0;
    if (*left_ms == 0)
        return PACE_GO;
    return place->refused ? PACE_REFUSE : PACE_WAIT;
}
