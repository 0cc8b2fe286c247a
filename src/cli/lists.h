/* What the program tells of itself and its configuration. Each appends to out. */
#ifndef CLI_LISTS_H
#define CLI_LISTS_H

#include "base/buf.h"
#include "config/config.h"
#include "provider/provider.h"

/* One line a provider: name, title, host, where its key comes from; in columns with two blanks or
 * more between. */
void list_providers(struct buf *out, const struct provider_set *set);
/* The commented default configuration. */
void list_default_config(struct buf *out);
/* One line a problem: "file:line: message". */
void list_problems(struct buf *out, const struct problems *problems);

#endif
