/* The proxy that the environment names for a request, by libcurl's rules:
 * https://curl.se/libcurl/c/libcurl-env.html */
#ifndef FETCH_PROXY_H
#define FETCH_PROXY_H

/* The proxy for a URL, borrowed from the environment. NULL when there is no proxy, or when no_proxy
 * exempts the URL's host. */
const char *proxy_of_environment(const char *url);

#endif
