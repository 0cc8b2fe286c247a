/* How a provider's key is sent, in words: "X-API-KEY", "Authorization: Bearer", "HTTP Basic". */
#ifndef TOOLS_DOCGEN_KEY_FORM_H
#define TOOLS_DOCGEN_KEY_FORM_H

#include "base/buf.h"
#include "provider/provider.h"

/* Appends it. */
void key_form_put(struct buf *out, const struct provider *p);

#endif
