/* The proxy that libcurl will take from the environment. Pure. */
#ifndef FETCH_PROXY_H
#define FETCH_PROXY_H

/* For a URL, borrowed from the environment; NULL: none. no_proxy is not looked at. */
const char *proxy_of_environment(const char *url);
/* Where it is reached, as libcurl reads it: a scheme and a port may be missing. -1: it cannot be.
 */
int proxy_port(const char *proxy);

#endif
