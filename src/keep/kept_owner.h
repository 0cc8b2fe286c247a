/* Whose kept call an ID alone means. */
#ifndef KEEP_KEPT_OWNER_H
#define KEEP_KEPT_OWNER_H

#include "base/err.h"
#include "provider/provider.h"

/* The only provider of the set of which a call with this ID is kept. NULL if there is none; or with
 * `several` set if there are several, which it names. */
const struct provider *kept_owner_find(const char *dir, const struct provider_set *set,
                                       const char *id, struct err *several);

#endif
