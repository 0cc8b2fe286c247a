/* IDs inside what people paste: a URL or JSON of a known provider. */
#ifndef PROVIDER_PASTED_H
#define PROVIDER_PASTED_H

#include "provider/provider.h"

/* The ID in a URL of this provider: of its requests or of its pages (web_url). Yours; NULL: none.
 */
char *pasted_url_id(const struct provider *p, const char *url);
/* The host of the URL is one of the provider's. */
bool pasted_url_host(const struct provider *p, const char *url);

/* Whether a text is JSON, or a piece of it: a name with a colon behind it. */
bool pasted_is_json(const char *text);
/* The outermost ID in it that is this provider's: under the name its IDs have and, unless
 * `any_form`, of their form. *depth says how far in, less is further out. Yours; NULL: none. */
char *pasted_json_id(const struct provider *p, const char *text, bool any_form, int *depth);

#endif
