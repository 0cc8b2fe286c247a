/* The rows of the tables in README.md and src/doc. Each function appends one table's rows. */
#ifndef TOOLS_DOCGEN_REFERENCE_H
#define TOOLS_DOCGEN_REFERENCE_H

#include "base/buf.h"
#include "provider/provider.h"

void reference_options(struct buf *out);
void reference_themes(struct buf *out);
void reference_providers(struct buf *out, const struct provider_set *providers);
void reference_arguments(struct buf *out);
void reference_codes(struct buf *out);
void reference_keys(struct buf *out);
void reference_main_keys(struct buf *out);
void reference_play_keys(struct buf *out);
void reference_words(struct buf *out);
/* Appends how a provider's key is sent, in words: "X-API-KEY", "Authorization: Bearer". */
void reference_key_form(struct buf *out, const struct provider *p);

#endif
