/* Every link of a call: its recordings, the addresses in its other fields, and those in what was
 * said; each with where it stands and, where the link itself says so, until when it is good. They
 * are found once, on the thread that makes the call, so that nobody waits for them; they lie in the
 * call's own memory. */
#ifndef CALL_LINKS_H
#define CALL_LINKS_H

#include "base/buf.h"
#include "call/call.h"

#include <stdbool.h>
#include <stddef.h>

enum { LINKS_MAX = 1000, LINK_MAX_BYTES = 65536 }; /* a longer one is none */

struct link {
    const char *where; /* "recording", "recording 2", "turn 12", "summary", "/files/0/url"; of a
                          long pointer the end; sanitised */
    const char *url;   /* sanitised; not every one may be opened (url_may_open) */
    size_t bytes;
    const char *host; /* "" where there is none */
    struct instant expires;
    bool is_recording;
};

struct links {
    struct link *list; /* recordings, other fields, summary, turns; the same link once */
    size_t count;
    bool more; /* than LINKS_MAX, or than anyone looks through: what comes then is not known */
};

/* In the call's arena; all that the call says is read through. */
const struct links *links_find(const struct call *c);

/* When a signed link ends, by its query: X-Amz-Date and X-Amz-Expires, the same of X-Goog, Expires
 * and exp (seconds since 1970), se of a link with a sig (Azure). False, and out untouched, when it
 * does not say or is too long for a link. */
bool links_expiry(const char *url, struct instant *out);
/* "expires in 55 min", "expired 2 h ago"; appended, nothing when it is not known. */
void links_put_expiry(struct buf *out, const struct instant *expires, int64_t now_us);

/* The first link in a text: its bytes, *begin where it begins; 0: none. It ends where people end
 * it: before a blank, a quote, a closing bracket it did not open, the full stop of a sentence. */
size_t links_find_first(const char *s, size_t n, size_t *begin);

#endif
