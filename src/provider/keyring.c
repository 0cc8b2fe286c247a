#include "provider/keyring.h"

#include "base/alloc.h"

#include <stdlib.h>

struct keyring {
    const struct provider_set *set;
    char **keys; /* by the provider's place in the set; NULL: not fetched yet */
};

struct keyring *keyring_new(const struct provider_set *set)
{
    struct keyring *k = xmalloc(sizeof *k);
    *k = (struct keyring){.set = set, .keys = xcalloc(set->count, sizeof *k->keys)};
    return k;
}

void keyring_free(struct keyring *k)
{
    if (!k)
        return;
    for (size_t i = 0; i < k->set->count; i++)
        free_secret(k->keys[i]);
    free(k->keys);
    free(k);
}

static char **slot_of(const struct keyring *k, const struct provider *p)
{
    return &k->keys[p - k->set->list];
}

bool keyring_runs_command(const struct keyring *k, const struct provider *p)
{
    return !*slot_of(k, p) && secret_origin(&p->secret) == SECRET_COMMAND;
}

char *keyring_get(struct keyring *k, const struct provider *p, struct err *e)
{
    char **slot = slot_of(k, p);
    if (!*slot)
        *slot = secret_get(&p->secret, e);
    return *slot ? xstrdup(*slot) : NULL;
}
