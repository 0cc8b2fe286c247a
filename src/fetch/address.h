/* Tells public network addresses from those of this machine and its network. Pure. */
#ifndef FETCH_ADDRESS_H
#define FETCH_ADDRESS_H

#include <stdbool.h>

struct sockaddr;

/* False for loopback, private (RFC 1918, RFC 4193), shared (RFC 6598), link-local, multicast,
 * reserved and unspecified addresses. An IPv6 address that holds an IPv4 one (mapped,
 * 6to4, NAT64) counts as that one. */
bool address_is_public(const struct sockaddr *a);
/* False for localhost and for an address that is not public, in any form that is accepted as an
 * address ("[::1]", "127.1", "2130706433", "0x7f000001"). True for a name: its address is checked
 * when the connection is opened. */
bool address_host_may_be_public(const char *host);

#endif
