/* Grapheme clusters (UAX #29, by libunistring) of text that was cleaned with CLEAN_SCREEN
 * (text/clean.h), and the columns each takes. */
#ifndef TEXT_GRAPHEME_H
#define TEXT_GRAPHEME_H

#include "base/buf.h"

#include <stddef.h>

/* The next grapheme cluster: its bytes, and its columns (0 to 2; one that would be wider ends
 * early). n > 0. */
size_t grapheme_next(const char *s, size_t n, int *cols);
/* The longest run of complete clusters of a base and its marks that fits into `cols` and ends
 * before a line end; *used gets its columns. Faster than one cluster at a time, but the run also
 * ends before flags, Hangul jamo and control characters, which only grapheme_next() knows. */
size_t grapheme_run(const char *s, size_t n, int cols, int *used);
/* The start of the cluster before byte offset `at`; at > 0. */
size_t grapheme_before(const char *s, size_t n, size_t at);

/* Appends the version of libunistring that the program was compiled with, and the one that runs. */
void grapheme_version(struct buf *compiled, struct buf *running);

#endif
