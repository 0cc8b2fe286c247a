/* A regular expression (PCRE2 syntax) that can be matched against long texts without blocking: a
 * match stops at a deadline and can be resumed, and one that would take too long is given up as too
 * complex. Patterns are reference-counted. UI thread. */
#ifndef CALL_PATTERN_H
#define CALL_PATTERN_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pattern;

/* Case is ignored unless the text searches for a capital letter; `^` and `$` match at line ends.
 * The pattern is composed (text/nfc.h), so the texts have to be, too. Returns NULL with e set if
 * the text is no regular expression: "at 4: missing )" (the 4th character). */
struct pattern *pattern_new(const char *text, struct err *e);
struct pattern *pattern_hold(struct pattern *p); /* one more reference; p may be NULL */
void pattern_free(struct pattern *p);            /* drops a reference; p may be NULL */
const char *pattern_text(const struct pattern *p);

enum pattern_result {
    PATTERN_NONE,
    PATTERN_MATCH,
    PATTERN_LATER, /* the deadline has passed; call again with the same look to resume */
    PATTERN_TOO_COMPLEX
};

/* The state of matching one text, which must be well-formed UTF-8. */
struct pattern_look {
    const char *text;
    size_t bytes;
    size_t at;         /* where matching begins or resumes; after the text: it is finished */
    size_t begin, end; /* of the match, which may be empty: at `^`, for example */
    bool not_empty;    /* empty matches do not count */
    int64_t deadline_ms;
    size_t window_bytes; /* these two are used by pattern_find; 0 at first */
    bool after_match;    /* an empty match where the last match ends does not count */
};

/* Finds the next match. */
enum pattern_result pattern_find(const struct pattern *p, struct pattern_look *look);

/* Whether a clean text, which need not be composed, contains a match. An expression that is too
 * expensive for the text does not match it. */
bool pattern_matches(const struct pattern *p, const char *text, size_t bytes);

/* Appends the version of PCRE2 that the program was compiled with, and the one it runs with. */
void pattern_version(struct buf *compiled, struct buf *running);

#endif
