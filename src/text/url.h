/* URLs and call IDs: which ones may be requested, opened and shown. libcurl's URL API splits URLs
 * by RFC 3986. */
#ifndef TEXT_URL_H
#define TEXT_URL_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>

enum { URL_OPEN_MAX_BYTES = 4096, ID_MAX_BYTES = 256 };

/* Starts libcurl, once, for its URL API and all its other parts: the functions below do so first.
 * The other threads that need it wait meanwhile, 1 ms or so. False if it cannot be started. */
bool url_start_library(void);

/* The parts of a URL; url_parts_done() frees them. After url_split() no string is NULL. */
struct url_parts {
    char *scheme, *host, *path, *query;
    int port; /* the scheme's default if the URL names no port */
};

bool url_split(const char *url, struct url_parts *out);
void url_parts_done(struct url_parts *p);

bool url_is_web(const char *text); /* it begins with http:// or https:// */
/* True if a link may be passed to another program: http or https, visible ASCII, at most
 * URL_OPEN_MAX_BYTES, with a host, without user name or backslash. */
bool url_may_open(const char *url, struct err *e);
/* Checks a provider's base_url: the same, and https except for a loopback host, a port of 1 to
 * 65535, no query or fragment. */
bool url_check_base(const char *url, struct err *e);
/* localhost, *.localhost, 127.0.0.0/8, ::1 */
bool url_host_is_loopback(const char *host);
/* True if scheme, host and port are the same. */
bool url_same_origin(const char *a, const char *b);
/* Resolves a reference, such as a Location header, against a URL (RFC 3986, 5). The caller frees
 * the result, which is NULL if it is not a URL. */
char *url_resolve(const char *base, const char *reference);
/* "host" or "host:port" for messages, cleaned, or ""; the caller frees it. */
char *url_host_text(const char *url);

/* Checks a call's ID: 1 to ID_MAX_BYTES bytes of UTF-8, not only blanks, no control characters, not
 * "." or "..", which would change the path of a request. */
bool url_check_id(const char *id, struct err *e);
/* Appends s with every byte percent-encoded except the unreserved characters of RFC 3986. */
void url_encode(struct buf *out, const char *s);
/* Appends s without its percent-encoding; a % that two hex digits do not follow stays. */
void url_decode(struct buf *out, const char *s, size_t n);

#endif
