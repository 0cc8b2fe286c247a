/* The links of a call: its recordings, the links that its provider gives by name, and the web
 * addresses in its other fields, its summary and its turns. Each comes with the place where it was
 * found and, if the link contains it, the time when it expires. extract finds them once, on the
 * thread that makes the call; they are in the call's arena. */
#ifndef CALL_LINKS_H
#define CALL_LINKS_H

#include "base/buf.h"
#include "call/call.h"

#include <stdbool.h>
#include <stddef.h>

enum { LINKS_MAX = 1000, LINK_MAX_BYTES = 65536 }; /* longer ones are ignored */

struct link {
    const char *where; /* "recording", "recording 2", the name that the provider gave, "turn 12",
                          "summary", "/files/0/url" (a long pointer is cut at its start);
                          sanitised */
    const char *url;   /* sanitised; check url_may_open before it is opened; "" for a recording that
                          can be had only with the provider's key */
    size_t bytes;      /* of the url */
    const char *host;  /* "" if the link has none */
    struct instant expires;
    const struct recording *recording; /* NULL: it is another link */
    bool is_given;                     /* it is one of call->given_links */
};

struct links {
    struct link *list; /* from recordings, given links, other fields, summary, turns; without
                          duplicates */
    size_t count;
    bool more; /* the search stopped at a limit; there may be more links */
};

/* Finds all links of the call. The result is in the call's arena. */
const struct links *links_find(const struct call *c);

/* When a signed link expires, by its query: X-Amz-Date with X-Amz-Expires (AWS signature version
 * 4), X-Goog-Date with X-Goog-Expires (Google Cloud Storage V4), Expires or exp (seconds since
 * 1970), or se with sig (Azure shared access signature). False, with *out untouched, if the query
 * does not say or the link is longer than LINK_MAX_BYTES. */
bool links_expiry(const char *url, struct instant *out);
/* Appends "expires in 55 min" or "expired 2 h ago", or nothing if the time is unknown. */
void links_put_expiry(struct buf *out, const struct instant *expires, int64_t now_us);

/* Finds the first link in a text of n bytes. Returns its length in bytes and sets *begin, or
 * returns 0 if the text has no link. A link ends before a blank, a quote, a closing bracket that it
 * did not open, and the punctuation at the end of a sentence. */
size_t links_find_first(const char *s, size_t n, size_t *begin);

#endif
