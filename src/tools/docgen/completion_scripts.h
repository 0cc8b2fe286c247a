/* Lines of the shells' completion scripts. Each function appends one part of a script. */
#ifndef TOOLS_DOCGEN_COMPLETION_SCRIPTS_H
#define TOOLS_DOCGEN_COMPLETION_SCRIPTS_H

#include "base/buf.h"
#include "provider/provider_set.h"

void bash_options(struct buf *out, const struct provider_set *providers);
void bash_values(struct buf *out, const struct provider_set *providers);
void zsh_options(struct buf *out, const struct provider_set *providers);
void fish_options(struct buf *out, const struct provider_set *providers);
/* The options that take a value. */
void fish_valued(struct buf *out, const struct provider_set *providers);

#endif
