/* Call IDs in pasted URLs. */
#ifndef PROVIDER_PASTED_URL_H
#define PROVIDER_PASTED_URL_H

#include "provider/provider.h"

/* Whether the text begins with http:// or https://. */
bool pasted_url_is(const char *text);
/* The ID in a URL of this provider's requests or pages (web_url). NULL if it has no ID; the caller
 * frees it. */
char *pasted_url_id(const struct provider *p, const char *url);
/* Whether the URL's host is one of the provider's. */
bool pasted_url_host(const struct provider *p, const char *url);

#endif
