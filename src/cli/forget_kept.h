/* --archive-forget: removes kept calls, all of them or those of a query. */
#ifndef CLI_FORGET_KEPT_H
#define CLI_FORGET_KEPT_H

#include "config/config.h"
#include "provider/provider.h"

#include <stdbool.h>

/* `query` is a query, which needs no `kept` and has no implied days, or "all". Asks on the terminal
 * unless `yes` is true. Returns the exit code: 0; KIND_USAGE if the query cannot be read, or nobody
 * can be asked; KIND_OTHER if something could not be removed or looked at. */
int forget_kept_run(const struct config *config, const struct provider_set *set, const char *query,
                    bool yes);

#endif
