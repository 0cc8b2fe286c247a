/* The rules of downloading: where a request may go, what an answer may say, what the file is
 * called. Pure. */
#ifndef FETCH_DOWNLOAD_RULES_H
#define FETCH_DOWNLOAD_RULES_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum { DOWNLOAD_MAX_HOPS = 5 };
#define DOWNLOAD_MAX_BYTES ((uint64_t)16 << 30)

/* `base` is the provider's base_url. A loopback, private or link-local address may be connected to
 * only when its host is one itself, or this very host. */
bool download_rules_may_be_private(const char *url, const char *base);
/* Whether a link, or what a redirect of `from` (NULL: the link itself) leads to, may be asked. What
 * a name leads to is not seen here but when it is connected to. */
bool download_rules_check_hop(const char *url, const char *from, const char *base, struct err *e);

/* Content-Range (RFC 9110, 14.4): "bytes 100-199/200"; *total is 0 for "*". */
bool download_rules_content_range(const char *s, uint64_t *from, uint64_t *total);
/* What If-Range takes (13.1.5): a strong ETag, else Last-Modified; borrowed. NULL: neither, or not
 * fit for a header. */
const char *download_rules_validator(const char *etag, const char *last_modified);

/* ".mp3", from a URL's path or a content type; borrowed from neither, "" when it is not known. */
const char *download_rules_ending_of_type(const char *content_type);
/* Yours; "" when there is none that a file may have. */
char *download_rules_ending_of_url(const char *url);
/* The path without what is signed, of two links: the same recording, perhaps. */
bool download_rules_same_place(const char *a, const char *b);

/* Bytes in a second, evened out. */
struct rate {
    int64_t at_ms; /* 0: nothing was counted yet */
    uint64_t bytes;
    double per_s;
};
void download_rules_count_rate(struct rate *r, int64_t now_ms, uint64_t bytes);

#endif
