/* The proxy that libcurl takes from the environment. */
#ifndef FETCH_PROXY_H
#define FETCH_PROXY_H

/* The proxy for a URL, borrowed from the environment; NULL when there is none. Ignores no_proxy. */
const char *proxy_of_environment(const char *url);
/* The port of a proxy, as libcurl reads its URL: scheme and port may be missing. -1 when libcurl
 * cannot read it. */
int proxy_port(const char *proxy);

#endif
