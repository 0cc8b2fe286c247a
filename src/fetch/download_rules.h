/* The rules of downloading: which URLs may be requested, what a response may say, how the file is
 * named. Pure. */
#ifndef FETCH_DOWNLOAD_RULES_H
#define FETCH_DOWNLOAD_RULES_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DOWNLOAD_MAX_HOPS = 5 };
#define DOWNLOAD_MAX_BYTES ((uint64_t)16 << 30)
#define DOWNLOAD_PLAYED_MAX_BYTES ((uint64_t)1 << 30)

/* True if a URL may lead to a loopback, private or link-local address: if the provider's base_url,
 * `base`, does so itself, or if both have the same host. */
bool download_rules_may_be_private(const char *url, const char *base);
/* True if a link, or the target of a redirect of the link `from` (else NULL), may be requested. The
 * address of a name is checked later, when the connection is opened. */
bool download_rules_check_hop(const char *url, const char *from, const char *base, struct err *e);

/* Reads Content-Range (RFC 9110, 14.4): "bytes 100-199/200"; *total is 0 for "*". */
bool download_rules_content_range(const char *s, uint64_t *from, uint64_t *total);
/* The value for If-Range (RFC 9110, 13.1.5): a strong ETag, else Last-Modified; borrowed. NULL when
 * there is neither, or it does not fit in a header. */
const char *download_rules_validator(const char *etag, const char *last_modified);

/* Whether a content type is that of a web page; or (any) of a document of any kind: HTML, XML,
 * JSON. False for NULL. */
bool download_rules_is_document(const char *content_type, bool any);
/* Whether a body without the content type of sound or video begins like JSON, HTML or XML. */
bool download_rules_begins_document(const char *content_type, const char *body, size_t n);
/* The file name ending (".mp3") for a content type; static, "" when it is unknown. */
const char *download_rules_ending_of_type(const char *content_type);
/* The file name ending in a URL's path; the caller frees it. "" when
 * the path has no usable one. */
char *download_rules_ending_of_url(const char *url);
/* True if two links differ only in their query, which holds the signature: they are probably the
 * same recording. */
bool download_rules_same_place(const char *a, const char *b);

/* Bytes per second, smoothed. */
struct rate {
    int64_t at_ms; /* 0: nothing has been counted */
    uint64_t bytes;
    double per_s;
};
void download_rules_count_rate(struct rate *r, int64_t now_ms, uint64_t bytes);

#endif
