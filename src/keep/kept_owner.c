#include "keep/kept_owner.h"

#include "base/buf.h"
#include "keep/kept_folder.h"

static struct failure *find(const struct provider **owner, const char *dir,
                            const struct provider_set *set, const char *id)
{
    struct buf names = {0};
    size_t count = 0;
    for (size_t i = 0; i < set->count; i++) {
        const struct provider *p = &set->list[i];
        if (!kept_folder_has(dir, p->name, id))
            continue;
        buf_printf(&names, "%s%s", count++ ? ", " : "", p->name);
        *owner = count == 1 ? p : NULL;
    }
    struct failure *f = NULL;
    if (count > 1)
        f = failure_new(KIND_USAGE, 0,
                        "calls of several providers are kept with this ID; name one: %s",
                        buf_str(&names));
    buf_done(&names);
    return f;
}

struct failure *kept_owner_find(const struct provider **owner, const char *dir,
                                const struct provider_set *set, const char *id)
{
    enum kept_trouble why = kept_folder_check(dir, NULL);
    *owner = NULL;
    if (!why || why == KEPT_TROUBLE_MISSING)
        return find(owner, dir, set, id);
    return kept_folder_failure(why, dir, "", id);
}
