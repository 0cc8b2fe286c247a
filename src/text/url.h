/* What may be asked, opened and shown as a URL. Splitting is libcurl's (its URL API, RFC 3986);
 * the rules are ours. */
#ifndef TEXT_URL_H
#define TEXT_URL_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>

enum { URL_OPEN_MAX_BYTES = 4096, ID_MAX_BYTES = 256 };

/* Parts of a URL; each string yours through url_parts_done, never NULL after success. */
struct url_parts {
    char *scheme, *host, *path, *query;
    int port; /* the scheme's own when none is written */
};

bool url_split(const char *url, struct url_parts *out);
void url_parts_done(struct url_parts *p);

/* A link that may be handed to an opener: http or https, visible ASCII up to URL_OPEN_MAX_BYTES, a
 * host, no userinfo, no backslash. */
bool url_may_open(const char *url, struct err *e);
/* A provider's base_url: https, or http for a loopback host; visible ASCII, no userinfo, backslash,
 * query or fragment, a port of 1 to 65535. */
bool url_check_base(const char *url, struct err *e);
/* localhost, *.localhost, 127.0.0.0/8, ::1 */
bool url_host_is_loopback(const char *host);
/* Scheme, host and port are the same. */
bool url_same_origin(const char *a, const char *b);
/* What a reference (of a Location header) means at a URL, RFC 3986, 5; yours. NULL: no URL. */
char *url_resolve(const char *base, const char *reference);
/* "host" or "host:port" for messages, sanitised, yours; "" if there is none. */
char *url_host_text(const char *url);

/* An ID that can be asked for: 1 to ID_MAX_BYTES bytes of UTF-8 without control characters, not "."
 * or "..". */
bool url_check_id(const char *id, struct err *e);
/* Appends s percent-encoded byte by byte: only RFC 3986 unreserved characters stay. */
void url_encode(struct buf *out, const char *s);
/* Undoes percent-encoding, appended; a % without two digits stays. */
void url_decode(struct buf *out, const char *s, size_t n);

#endif
