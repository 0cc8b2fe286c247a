#include "fetch/proxy.h"

#include "base/alloc.h"
#include "text/url.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* libcurl's defaults. */
enum { PROXY_PORT = 1080, HTTPS_PROXY_PORT = 443 };

const char *proxy_of_environment(const char *url)
{
    static const char *const secure[] = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
    static const char *const plain[] = {"http_proxy", "all_proxy", "ALL_PROXY"};
    bool is_plain = strncasecmp(url, "http:", 5) == 0;
    const char *const *names = is_plain ? plain : secure;
    size_t count = is_plain ? sizeof plain / sizeof *plain : sizeof secure / sizeof *secure;
    for (size_t i = 0; i < count; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return value;
    }
    return NULL;
}

/* Parses it with an unknown scheme, as a known one has a default port that is not a proxy's. */
int proxy_port(const char *proxy)
{
    const char *colon = strstr(proxy, "://");
    char *url = xasprintf("proxy://%s", colon ? colon + 3 : proxy);
    struct url_parts p;
    int port = -1;
    if (url_split(url, &p)) {
        bool secure = strncasecmp(proxy, "https:", 6) == 0;
        port = p.port ? p.port : secure ? HTTPS_PROXY_PORT : PROXY_PORT;
        url_parts_done(&p);
    }
    free(url);
    return port;
}
