#include "fetch/proxy.h"

#include "base/url.h"

#include <stdlib.h>
#include <strings.h>

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

bool proxy_has_port(const char *proxy, int port)
{
    struct url_parts p;
    if (!url_split(proxy, &p))
        return false;
    bool same = p.port == port;
    url_parts_done(&p);
    return same;
}
