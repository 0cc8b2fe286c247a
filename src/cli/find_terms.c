#include "cli/find_terms.h"

#include "base/alloc.h"
#include "provider/id_form.h"

#include <stdlib.h>

static bool is_id(const void *owner, const char *word)
{
    return id_form_is_known(owner, word);
}

void find_terms_init(struct find_terms *out, const struct config *config,
                     const struct provider_set *set)
{
    out->providers = xcalloc(set->count + 1, sizeof *out->providers);
    for (size_t i = 0; i < set->count; i++)
        out->providers[i] = (struct query_provider){set->list[i].name, set->list[i].title};
    out->terms = (struct query_terms){
        .time = {time_wall_us(), &civil_zone_in_force, config_number(config, OPT_find_days)},
        .providers = out->providers,
        .provider_count = set->count,
        .is_id = is_id,
        .owner = set,
    };
}

void find_terms_done(struct find_terms *t)
{
    free(t->providers);
    *t = (struct find_terms){0};
}

bool find_terms_unknown(const struct provider_set *set, const char *word, struct err *e)
{
    if (provider_nearest(set, word))
        return provider_unknown(set, word, e);
    return err_set(e, "unknown provider '%s'; put a query of several words in quotes", word);
}

bool find_terms_offline(const struct query *q, struct err *e)
{
    return q->kept || err_set(e, "--offline asks no provider: begin the query with kept");
}
