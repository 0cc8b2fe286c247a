/* Inside src/provider/extract: tokens, passwords and the like that a provider sends with a call. */
#ifndef PROVIDER_EXTRACT_SECRETS_H
#define PROVIDER_EXTRACT_SECRETS_H

#include "call/value.h"

/* The value itself if no member's name says that it is a secret; else a copy in the arena in which
 * such members are hidden. JSON in a string is treated likewise. v may be NULL. */
const struct value *secrets_hide(struct arena *a, const struct value *v);
/* The same for a text of so many bytes, which may be JSON; sets *bytes for a copy. */
const char *secrets_hide_text(struct arena *a, const char *text, size_t *bytes);

#endif
