#include "provider/keyring.h"

#include "base/alloc.h"

#include <stdlib.h>

/* At most one of the two is set; neither if the key was not fetched yet. */
struct slot {
    char *key, *reason;
};

struct keyring {
    const struct provider_set *set;
    struct slot *slots; /* in the order of the set */
};

struct keyring *keyring_new(const struct provider_set *set)
{
    struct keyring *k = xmalloc(sizeof *k);
    *k = (struct keyring){.set = set, .slots = xcalloc(set->count, sizeof *k->slots)};
    return k;
}

/* NULL if the provider is not in the set. */
static struct slot *slot_of(const struct keyring *k, const struct provider *p)
{
    for (size_t i = 0; i < k->set->count; i++)
        if (&k->set->list[i] == p)
            return &k->slots[i];
    return NULL;
}

void keyring_forget(struct keyring *k, const struct provider *p)
{
    struct slot *slot = slot_of(k, p);
    if (!slot)
        return;
    free_secret(slot->key);
    free(slot->reason);
    *slot = (struct slot){0};
}

void keyring_free(struct keyring *k)
{
    if (!k)
        return;
    for (size_t i = 0; i < k->set->count; i++)
        keyring_forget(k, &k->set->list[i]);
    free(k->slots);
    free(k);
}

bool keyring_runs_command(const struct keyring *k, const struct provider *p)
{
    const struct slot *slot = slot_of(k, p);
    return slot && !slot->key && !slot->reason && secret_origin(&p->secret) == SECRET_COMMAND;
}

char *keyring_get(struct keyring *k, const struct provider *p, struct err *e)
{
    struct slot *slot = slot_of(k, p);
    struct err why;
    if (!slot) {
        err_set(e, "'%s' is no longer in the configuration", p->name);
        return NULL;
    }
    if (!slot->key && !slot->reason) {
        slot->key = secret_get(&p->secret, &why);
        slot->reason = slot->key ? NULL : xstrdup(why.text);
    }
    if (slot->key)
        return xstrdup(slot->key);
    err_set(e, "%s", slot->reason);
    return NULL;
}
