#include "fetch/address.h"

#include "base/alloc.h"
#include "text/url.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct range {
    uint32_t net;
    int bits;
};

static bool four_is_public(uint32_t a)
{
    static const struct range others[] = {
        {0x00000000, 8},  /* this network */
        {0x0a000000, 8},  /* private */
        {0x64400000, 10}, /* shared, of a carrier's NAT */
        {0x7f000000, 8},  /* loopback */
        {0xa9fe0000, 16}, /* link-local: cloud services hand out keys there */
        {0xac100000, 12}, /* private */
        {0xc0000000, 24}, /* protocol assignments */
        {0xc0a80000, 16}, /* private */
        {0xc6120000, 15}, /* benchmarks */
        {0xe0000000, 3},  /* multicast, reserved, broadcast */
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if ((a ^ others[i].net) >> (32 - others[i].bits) == 0)
            return false;
    return true;
}

static uint32_t four_at(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static bool six_is_public(const unsigned char *a)
{
    static const unsigned char zero[16], mapped[12] = {[10] = 0xff, [11] = 0xff},
                                         nat64[12] = {0x00, 0x64, 0xff, 0x9b};
    if (memcmp(a, mapped, 12) == 0 || memcmp(a, nat64, 12) == 0 || memcmp(a, zero, 12) == 0)
        return four_is_public(four_at(a + 12)); /* so ::1 is 0.0.0.1 */
    if (a[0] == 0x20 && a[1] == 0x02)
        return four_is_public(four_at(a + 2));
    return a[0] >> 5 == 1; /* 2000::/3, global unicast (RFC 4291) */
}

bool address_is_public(const struct sockaddr *a)
{
    if (a->sa_family == AF_INET) {
        struct sockaddr_in four;
        memcpy(&four, a, sizeof four);
        return four_is_public(ntohl(four.sin_addr.s_addr));
    }
    if (a->sa_family != AF_INET6)
        return false;
    struct sockaddr_in6 six;
    memcpy(&six, a, sizeof six);
    return six_is_public(six.sin6_addr.s6_addr);
}

bool address_host_may_be_public(const char *host)
{
    struct in_addr four;
    struct in6_addr six;
    size_t n = strlen(host);
    if (url_host_is_loopback(host))
        return false;
    if (inet_aton(host, &four))
        return four_is_public(ntohl(four.s_addr));
    if (*host != '[' || n < 2)
        return true;
    char *bare = xstrndup(host + 1, strcspn(host + 1, "]%"));
    bool is_public = inet_pton(AF_INET6, bare, &six) == 1 && six_is_public(six.s6_addr);
    free(bare);
    return is_public;
}
