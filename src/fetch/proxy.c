#include "fetch/proxy.h"

#include "base/alloc.h"
#include "os/os.h"
#include "text/url.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The value of the first variable that is set and not empty; NULL when no variable is. */
static const char *first_set(const char *const *names, size_t count)
{
    const char *value = NULL;
    for (size_t i = 0; !value && i < count; i++)
        value = os_variable(names[i]);
    return value;
}

static size_t without_final_dot(const char *s, size_t n)
{
    return n && s[n - 1] == '.' ? n - 1 : n;
}

/* Reads an IPv4 or IPv6 address, with or without brackets, into at most 16 bytes. Returns how many
 * it has; 0: it is no address. */
static size_t read_address(const char *text, unsigned char *bytes)
{
    size_t n = strlen(text);
    bool brackets = n > 2 && *text == '[' && text[n - 1] == ']';
    char *bare = brackets ? xstrndup(text + 1, n - 2) : xstrdup(text);
    size_t count = inet_pton(AF_INET, bare, bytes) == 1    ? 4
                   : inet_pton(AF_INET6, bare, bytes) == 1 ? 16
                                                           : 0;
    free(bare);
    return count;
}

static bool same_bits(const unsigned char *a, const unsigned char *b, size_t bits)
{
    size_t bytes = bits / 8, rest = bits % 8;
    return memcmp(a, b, bytes) == 0 && (!rest || (a[bytes] ^ b[bytes]) >> (8 - rest) == 0);
}

/* True if the entry is the host's address, or a range that it is in ("10.0.0.0/8"). As in libcurl,
 * a range of 0 bits is one address, and a range of too many bits matches no address. */
static bool has_address(const char *entry, size_t n, const char *host)
{
    unsigned char net[16], address[16];
    char *range = xstrndup(entry, n), *slash = strchr(range, '/');
    if (slash)
        *slash = '\0';
    size_t bytes = read_address(range, net), bits = slash ? strtoul(slash + 1, NULL, 10) : 0;
    free(range);
    return bytes && read_address(host, address) == bytes && bits <= bytes * 8 &&
           same_bits(net, address, bits ? bits : bytes * 8);
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

/* True if no_proxy lists the host. */
static bool is_exempt(const char *host)
{
    static const char *const names[] = {"no_proxy", "NO_PROXY"};
    const char *list = first_set(names, 2);
    if (list && strcmp(list, "*") == 0)
        return true;
    for (size_t n; list && *list; list += n + strspn(list + n, ", \t")) {
        n = strcspn(list, ", \t");
        if (matches(list, n, host) || has_address(list, n, host))
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
