/* Whose kept call an ID alone means. */
#ifndef KEEP_KEPT_OWNER_H
#define KEEP_KEPT_OWNER_H

#include "call/failure.h"
#include "provider/provider.h"

/* Sets *owner to the only provider of the set of which a call with this ID is kept; NULL: there is
 * none. Returns NULL, or a failure if several have one, which it names, or if that cannot be told;
 * the caller frees it. */
struct failure *kept_owner_find(const struct provider **owner, const char *dir,
                                const struct provider_set *set, const char *id);

#endif
