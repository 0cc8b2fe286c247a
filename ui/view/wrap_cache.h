/* A text and where its rows begin at a width. Rows are found as far as somebody asks, so a text of
 * megabytes costs what is seen of it. */
#ifndef UI_VIEW_WRAP_CACHE_H
#define UI_VIEW_WRAP_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wrapped_span {
    uint32_t begin, shown; /* bytes; without the blanks at its end */
};

struct wrap_cache {
    const char *text; /* borrowed, sanitised for the screen; NULL: not begun */
    size_t bytes;
    int cols;
    struct wrapped_span *list; /* found so far */
    int rows, cap;
    size_t at; /* where the next row begins; bytes: all are found */
};

void wrap_cache_begin(struct wrap_cache *w, const char *text, int cols);
/* Fine on zeroes, and twice. */
void wrap_cache_done(struct wrap_cache *w);
/* All are found: wrap_cache_rows gives the whole number. */
bool wrap_cache_is_complete(const struct wrap_cache *w);
/* How many there are (at least 1); where there are more than max, max or more. */
int wrap_cache_rows(struct wrap_cache *w, int max);
/* What stands in a row, and its bytes; nothing behind the last. */
const char *wrap_cache_row(struct wrap_cache *w, int row, size_t *bytes);
/* The row in which a byte of the text stands, and where a row begins in it. */
int wrap_cache_row_of(struct wrap_cache *w, size_t offset);
size_t wrap_cache_offset(struct wrap_cache *w, int row);

#endif
