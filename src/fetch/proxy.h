/* The proxy that libcurl will take from the environment. Pure. */
#ifndef FETCH_PROXY_H
#define FETCH_PROXY_H

#include <stdbool.h>

/* For a URL, borrowed from the environment; NULL: none. no_proxy is not looked at. */
const char *proxy_of_environment(const char *url);
/* It is reached at this port. */
bool proxy_has_port(const char *proxy, int port);

#endif
