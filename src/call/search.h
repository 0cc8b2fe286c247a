/* Where a pattern matches in a list of texts, found in slices of time: from a place on in reading
 * direction first, then from the beginning up to it. UI thread. */
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

/* The texts, as they are drawn. `text` gives one, well-formed UTF-8: its own, which then stays
 * until the search is freed, or one made in room. */
struct search_source {
    const char *(*text)(void *owner, size_t item, struct buf *room, size_t *bytes);
    void *owner;
    size_t items;
    /* Whether a match at that place counts; NULL: all do. */
    bool (*counts)(void *owner, size_t item, size_t offset);
};

enum search_extent {
    SEARCH_ALL,
    SEARCH_ITEMS /* one match an item is enough */
};

enum { SEARCH_MATCHES_MAX = 1000000 }; /* more are not looked for */

struct search;

struct search *search_new(struct pattern *p, const struct search_source *source, size_t from,
                          enum search_extent extent);
void search_free(struct search *s);                     /* NULL is fine */
struct pattern *search_pattern(const struct search *s); /* borrowed */

/* Goes on for about so long; true when there is more to do. */
bool search_run(struct search *s, int budget_ms);
bool search_is_done(const struct search *s);

/* So far. */
size_t search_count(const struct search *s);
size_t search_too_complex(const struct search *s); /* items that were given up */

enum search_answer {
    SEARCH_UNKNOWN, /* yet */
    SEARCH_NONE,
    SEARCH_FOUND,
    SEARCH_WRAPPED /* found, round the end or the beginning */
};

/* The first match at or behind a place; the last one before it. */
enum search_answer search_next(const struct search *s, size_t item, size_t offset,
                               struct match *out);
enum search_answer search_previous(const struct search *s, size_t item, size_t offset,
                                   struct match *out);
/* Which match stands at this place, from 1; 0: none, or not known yet. */
size_t search_number(const struct search *s, size_t item, size_t offset);
/* The matches of an item, in order; *count of them. */
const struct match *search_of_item(const struct search *s, size_t item, size_t *count);

#endif
