/* A text and where its rows begin at a given width. Rows are found only as far as they are
 * requested, so that a text of megabytes costs no more than what is shown of it. Pure. */
#ifndef UI_VIEW_WRAP_CACHE_H
#define UI_VIEW_WRAP_CACHE_H

#include <stddef.h>
#include <stdint.h>

struct wrapped_row {
    uint32_t begin, shown; /* the first byte; the bytes to draw, without blanks at the end */
};

struct wrap_cache {
    const char *text; /* clean, borrowed; NULL: not begun */
    size_t bytes;
    int cols;
    struct wrapped_row *list; /* the rows found so far */
    int rows;
    size_t at; /* where the next row begins; equal to `bytes` when all rows are found */
};

void wrap_cache_begin(struct wrap_cache *w, const char *text, int cols);
/* May be called on zeroes, and again. */
void wrap_cache_done(struct wrap_cache *w);
/* The number of rows, at least 1. With more than max rows it may return any number from max on. */
int wrap_cache_rows(struct wrap_cache *w, int max);
/* The bytes to draw in a row; "" and 0 after the last row. */
const char *wrap_cache_row(struct wrap_cache *w, int row, size_t *bytes);
/* The row that contains a byte of the text, and the offset at which a row begins. */
int wrap_cache_row_of(struct wrap_cache *w, size_t offset);
size_t wrap_cache_offset(struct wrap_cache *w, int row);

#endif
