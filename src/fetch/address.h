/* Which addresses of the network are anyone's, and which are this machine's or its neighbours'.
 * Pure. */
#ifndef FETCH_ADDRESS_H
#define FETCH_ADDRESS_H

#include <stdbool.h>

struct sockaddr;

/* Not loopback, private (RFC 1918, 4193), shared (6598), link-local, multicast, reserved or
 * unspecified; of an IPv6 address with an IPv4 one in it (mapped, 6to4, NAT64) that one counts. */
bool address_is_public(const struct sockaddr *a);
/* False for localhost and for an address that is not public, in any form that is taken for one
 * ("[::1]", "127.1", "2130706433", "0x7f000001"). A name is: what it leads to is seen when it is
 * connected to. */
bool address_host_may_be_public(const char *host);

#endif
