/* Which addresses are public, as text and as socket addresses. */
#include "fetch/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static bool connected_to(const char *text)
{
    struct sockaddr_storage all = {0};
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &four.sin_addr) == 1)
        memcpy(&all, &four, sizeof four);
    else if (inet_pton(AF_INET6, text, &six.sin6_addr) == 1)
        memcpy(&all, &six, sizeof six);
    else
        fail_msg("'%s' is no address", text);
    return address_is_public((struct sockaddr *)&all);
}

static void address_is_public__rows(void **state)
{
    (void)state;
    static const char *const others[] = {
        "0.0.0.0",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:7f00:1::",
        "2002:c0a8:101::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "::127.0.0.1",
        "::ffff:0:0",
    };
    static const char *const open[] = {
        "1.1.1.1",       "9.255.255.255",  "11.0.0.1",         "100.63.0.1",      "100.128.0.1",
        "172.15.0.1",    "172.32.0.1",     "192.167.0.1",      "192.169.0.1",     "223.255.255.1",
        "2606:4700::11", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2002:101:101::1", "2a00:1450::1",
    };
    for (size_t i = 0; i < LEN(others); i++)
        if (connected_to(others[i]))
            fail_msg("%s: got public", others[i]);
    for (size_t i = 0; i < LEN(open); i++)
        if (!connected_to(open[i]))
            fail_msg("%s: expected public", open[i]);
    assert_false(address_is_public(&(struct sockaddr){.sa_family = AF_UNIX}));
}

static void host_may_be_public__rows(void **state)
{
    (void)state;
    static const char *const others[] = {
        "localhost",  "LOCALHOST",  "a.localhost",    "127.0.0.1",    "127.1",
        "2130706433", "0x7f000001", "0x7f.1",         "017700000001", "0",
        "[::1]",      "[::]",       "[fe80::1]",      "10.1",         "[::ffff:127.0.0.1]",
        "[fd00::1]",  "[nonsense]", "[fe80::1%eth0]",
    };
    static const char *const open[] = {
        "example.com",       "localhost.example", "1.1.1.1",
        "[2606:4700::1111]", "10.example",        "134744072",
    };
    for (size_t i = 0; i < LEN(others); i++)
        if (address_host_may_be_public(others[i]))
            fail_msg("%s: got public", others[i]);
    for (size_t i = 0; i < LEN(open); i++)
        if (!address_host_may_be_public(open[i]))
            fail_msg("%s: expected public", open[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(address_is_public__rows),
        cmocka_unit_test(host_may_be_public__rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
