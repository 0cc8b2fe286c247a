/* Grapheme clusters (UAX #29, by utf8proc) of text that was cleaned with CLEAN_SCREEN
 * (text/clean.h), and the columns each takes. */
#ifndef TEXT_GRAPHEME_H
#define TEXT_GRAPHEME_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* The next grapheme cluster: its bytes, and its columns (0 to 2; one that would be wider ends
 * early). n > 0. */
size_t grapheme_next(const char *s, size_t n, int *cols);
/* The start of the cluster before byte offset `at`; at > 0. */
size_t grapheme_before(const char *s, size_t n, size_t at);

/* Goes through a long text cluster by cluster, looking at each character once. */
struct grapheme_reader {
    const char *s;
    size_t n, at, bytes; /* at: the character that comes next; bytes: its length */
    unsigned bond;       /* of that character (text/grapheme_bond.h) */
    bool wide_locale;
};

struct grapheme_reader grapheme_read_from(const char *s, size_t n, size_t at);
/* Reads a cluster of one character and its marks. Returns its bytes; 0: the cluster is another one,
 * and grapheme_next has to look at it. */
size_t grapheme_read(struct grapheme_reader *r, int *cols);

/* The version of utf8proc: appends the one that the program was compiled with, and the one that
 * runs. */
void grapheme_version(struct buf *compiled, struct buf *running);

#endif
