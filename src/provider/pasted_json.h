/* Call IDs in pasted JSON, which may be a fragment without its beginning or end. */
#ifndef PROVIDER_PASTED_JSON_H
#define PROVIDER_PASTED_JSON_H

#include "provider/provider.h"

/* Whether the text is JSON or a fragment of it: it begins with a name and a colon. */
bool pasted_json_is(const char *text);
/* The outermost ID of this provider: under the name that its IDs have and, unless
 * `any_form`, of their form. *depth is the number of brackets around it. NULL if no ID was found;
 * the caller frees it. */
char *pasted_json_id(const struct provider *p, const char *text, bool any_form, int *depth);

#endif
