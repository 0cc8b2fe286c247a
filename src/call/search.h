/* Finds the matches of a pattern in a list of texts, in slices of time: first from an item to the
 * end of the list, then from the beginning up to that item. UI thread. */
#ifndef CALL_SEARCH_H
#define CALL_SEARCH_H

#include "base/buf.h"
#include "call/pattern.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct match {
    uint32_t item, offset, bytes;
};

/* The texts, as they are drawn. `text` writes one, as well-formed UTF-8, into an empty buffer. A
 * text may begin with a label, which ends with a NUL: it is matched apart from the rest, so that
 * `^` is where the rest begins, too, and only matches that are not empty count in it. Texts that
 * are canonically equal (UAX #15) are found alike. */
struct search_source {
    void (*text)(void *owner, size_t item, struct buf *out);
    void *owner;
    size_t items;
    /* Whether a match at this place counts. NULL: all do. */
    bool (*counts)(void *owner, size_t item, size_t offset);
};

enum search_extent {
    SEARCH_ALL,
    SEARCH_ITEMS /* only the first match of each item */
};

struct search;

struct search *search_new(struct pattern *p, const struct search_source *source, size_t from,
                          enum search_extent extent);
void search_free(struct search *s);                     /* s may be NULL */
struct pattern *search_pattern(const struct search *s); /* borrowed */

/* Continues for about budget_ms milliseconds. Returns whether there is more to do. */
bool search_run(struct search *s, int budget_ms);
bool search_is_done(const struct search *s);

/* The number of matches found so far, and of items that were given up as too complex. */
size_t search_count(const struct search *s);
size_t search_too_complex(const struct search *s);

enum search_answer {
    SEARCH_UNKNOWN, /* not known yet */
    SEARCH_NONE,
    SEARCH_FOUND,
    SEARCH_WRAPPED /* found after wrapping at the end or the beginning of the list */
};

/* The first match at or after a place, and the last one before it. */
enum search_answer search_next(const struct search *s, size_t item, size_t offset,
                               struct match *out);
enum search_answer search_previous(const struct search *s, size_t item, size_t offset,
                                   struct match *out);
/* The number of the match at a place, from 1; 0 if there is no match or it is not known yet. */
size_t search_number(const struct search *s, size_t item, size_t offset);
/* The *count matches of an item so far, in order. */
const struct match *search_of_item(const struct search *s, size_t item, size_t *count);

#endif
