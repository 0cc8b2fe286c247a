/* Lines of the shells' completion scripts. Each function appends one part of a script. */
#ifndef TOOLS_DOCGEN_COMPLETION_SCRIPTS_H
#define TOOLS_DOCGEN_COMPLETION_SCRIPTS_H

#include "base/buf.h"

void bash_options(struct buf *out);
void bash_values(struct buf *out);
void zsh_options(struct buf *out);
void fish_options(struct buf *out);
/* The options that take a value. */
void fish_valued(struct buf *out);

#endif
