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

struct wrapped {
    const char *text; /* borrowed, sanitised for the screen; NULL: not begun */
    size_t bytes;
    int cols;
    struct wrapped_span *list; /* found so far */
    int rows, cap;
    size_t at; /* where the next row begins; bytes: all are found */
};

void wrapped_begin(struct wrapped *w, const char *text, int cols);
/* Fine on zeroes, and twice. */
void wrapped_done(struct wrapped *w);
/* All are found: wrapped_rows gives the whole number. */
bool wrapped_is_whole(const struct wrapped *w);
/* How many there are (at least 1); where there are more than max, max or more. */
int wrapped_rows(struct wrapped *w, int max);
/* What stands in a row, and its bytes; nothing behind the last. */
const char *wrapped_row(struct wrapped *w, int row, size_t *bytes);
/* The row in which a byte of the text stands, and where a row begins in it. */
int wrapped_row_of(struct wrapped *w, size_t offset);
size_t wrapped_offset(struct wrapped *w, int row);

#endif
