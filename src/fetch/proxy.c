#include "fetch/proxy.h"

#include "text/url.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The value of the first variable that is set and not empty; NULL when no variable is. */
static const char *first_set(const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return value;
    }
    return NULL;
}

static size_t without_final_dot(const char *s, size_t n)
{
    return n && s[n - 1] == '.' ? n - 1 : n;
}

/* True if the entry, with or without a leading dot, is the host or a domain that it is in. */
static bool matches(const char *entry, size_t n, const char *host)
{
    size_t host_bytes = without_final_dot(host, strlen(host));
    n = without_final_dot(entry, n);
    if (n && *entry == '.') {
        entry++;
        n--;
    }
    if (!n || n > host_bytes || strncasecmp(host + host_bytes - n, entry, n) != 0)
        return false;
    return n == host_bytes || host[host_bytes - n - 1] == '.';
}

/* True if no_proxy lists the host. An address has to be listed as it is: ranges are ignored. */
static bool is_exempt(const char *host)
{
    static const char *const names[] = {"no_proxy", "NO_PROXY"};
    const char *list = first_set(names, 2);
    if (list && strcmp(list, "*") == 0)
        return true;
    for (size_t n; list && *list; list += n + strspn(list + n, ", \t")) {
        n = strcspn(list, ", \t");
        if (matches(list, n, host))
            return true;
    }
    return false;
}

const char *proxy_of_environment(const char *url)
{
    static const char *const secure[] = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
    static const char *const plain[] = {"http_proxy", "all_proxy", "ALL_PROXY"};
    struct url_parts p;
    if (!url_split(url, &p))
        return NULL;
    const char *proxy =
        strcasecmp(p.scheme, "http") == 0 ? first_set(plain, 3) : first_set(secure, 4);
    if (is_exempt(p.host))
        proxy = NULL;
    url_parts_done(&p);
    return proxy;
}
