#include "provider/provider.h"

#include "base/alloc.h"
#include "config/problems.h"

#include <stdlib.h>
#include <string.h>

const struct provider provider_any = {.name = "any", .title = "any", .enabled = true};

const char *const provider_roles[PARTY_COUNT] = {
    [PARTY_FROM] = "from",
    [PARTY_TO] = "to",
    [PARTY_CONTACT] = "contact",
    [PARTY_AGENT] = "agent",
};

const struct provider *provider_find(const struct provider_set *set, const char *name)
{
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->list[i].name, name) == 0)
            return &set->list[i];
    return strcmp(name, provider_any.name) == 0 ? &provider_any : NULL;
}

const char *provider_nearest(const struct provider_set *set, const char *name)
{
    const char **names = xcalloc(set->count + 1, sizeof *names);
    for (size_t i = 0; i < set->count; i++)
        names[i] = set->list[i].name;
    const char *near = problems_nearest_name(name, names);
    free(names);
    return near;
}

bool provider_unknown(const struct provider_set *set, const char *name, struct err *e)
{
    return problems_unknown(e, "provider", name, provider_nearest(set, name));
}

bool provider_party_has(enum field field)
{
    return fields_table[field].scope == SCOPE_PARTICIPANT && field != FIELD_PARTICIPANT_role;
}

bool provider_has_key(const struct provider *p)
{
    if (p == &provider_any)
        return true;
    return p->enabled && !p->broken && secret_origin(&p->secret) != SECRET_NONE;
}
