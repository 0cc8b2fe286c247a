#include "keep/kept_owner.h"

#include "base/buf.h"
#include "keep/kept_folder.h"

const struct provider *kept_owner_find(const char *dir, const struct provider_set *set,
                                       const char *id, struct err *several)
{
    const struct provider *only = NULL;
    struct buf names = {0};
    size_t count = 0;
    for (size_t i = 0; i < set->count; i++) {
        const struct provider *p = &set->list[i];
        if (!kept_folder_has(dir, p->name, id))
            continue;
        buf_printf(&names, "%s%s", count++ ? ", " : "", p->name);
        only = count == 1 ? p : NULL;
    }
    if (count > 1)
        err_set(several, "calls of several providers are kept with this ID; name one: %s",
                buf_str(&names));
    buf_done(&names);
    return only;
}
