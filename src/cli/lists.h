/* What the program tells of itself and its configuration. Each appends to out. */
#ifndef CLI_LISTS_H
#define CLI_LISTS_H

#include "base/buf.h"
#include "cli/table.h"
#include "config/config.h"
#include "provider/provider.h"

/* Each provider: name, title, host, where its key comes from. */
void lists_providers(struct table *out, const struct provider_set *set);
/* Each option, its value, where that came from; then the same of providers' variables
 * ("cometchat.region"). */
void lists_options(struct table *out, const struct config *config, const struct provider_set *set);
/* The commented default configuration. */
void lists_default_config(struct buf *out);
/* One line a problem: "file:line: message". */
void lists_problems(struct buf *out, const struct problems *problems);

#endif
