/* The address of a provider's API. */
#ifndef PROVIDER_PROVIDER_URL_H
#define PROVIDER_PROVIDER_URL_H

#include "provider/provider.h"

/* base_url with the configured variables filled in; "" if one is missing. The caller frees it. */
char *provider_url(const struct provider *p);
/* The host of that URL, as "host:port" if the port is not the scheme's; "" if the URL is "".
 * The caller frees it. */
char *provider_host(const struct provider *p);

#endif
