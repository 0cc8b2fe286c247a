/* A regular expression (PCRE2) that can be tried on long texts without holding anyone up: a look is
 * ended by a deadline and taken up again, and what would take for ever is said to be too complex.
 * Held by who uses it; UI thread. */
#ifndef CALL_PATTERN_H
#define CALL_PATTERN_H

#include "base/buf.h"
#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

struct pattern;

/* Without a capital letter any case matches; `^` and `$` are the ends of lines. NULL with e set:
 * "at 4: missing )", the 4th character. */
struct pattern *pattern_new(const char *text, struct err *e);
struct pattern *pattern_hold(struct pattern *p);
void pattern_free(struct pattern *p); /* the last holder frees it; NULL is fine */
const char *pattern_text(const struct pattern *p);

enum pattern_result {
    PATTERN_NONE,
    PATTERN_MATCH,
    PATTERN_LATER, /* the deadline has passed; the place to go on from is in the look */
    PATTERN_TOO_COMPLEX
};

/* A look through one text, which is well-formed UTF-8. */
struct pattern_look {
    const char *text;
    size_t bytes;
    size_t at;         /* from here on */
    size_t begin, end; /* of the match, never empty; `at` stands behind it then */
    int64_t deadline_ms;
    size_t window_bytes; /* pattern_find's own; 0 at first */
};

enum pattern_result pattern_find(const struct pattern *p, struct pattern_look *look);

/* Of PCRE2: appends the version that the program was compiled with, and the one that runs. */
void pattern_version(struct buf *compiled, struct buf *running);

#endif
