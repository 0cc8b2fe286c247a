/* Lists of the man pages, in mdoc(7). Each function appends the items of one list; keys and words
 * append one list for each of their groups. */
#ifndef TOOLS_DOCGEN_MANUAL_H
#define TOOLS_DOCGEN_MANUAL_H

#include "base/buf.h"
#include "provider/provider.h"

void manual_version(struct buf *out);
void manual_arguments(struct buf *out);
void manual_codes(struct buf *out);
void manual_keys(struct buf *out);
void manual_options(struct buf *out);
void manual_actions(struct buf *out);
void manual_themes(struct buf *out);
void manual_providers(struct buf *out, const struct provider_set *providers);
void manual_roles(struct buf *out);
void manual_words(struct buf *out);

#endif
