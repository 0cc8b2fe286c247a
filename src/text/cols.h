/* Columns on a terminal, as wcwidth() and therefore ncurses counts them, of text that was cleaned
 * with CLEAN_SCREEN (text/clean.h). */
#ifndef TEXT_COLS_H
#define TEXT_COLS_H

#include <stddef.h>

int cols_of(const char *s, size_t n);
/* The bytes of the longest prefix of complete grapheme clusters that fits into `cols` and ends
 * before a line end. *used gets its columns; it may be NULL. */
size_t cols_fit(const char *s, size_t n, int cols, int *used);
/* The bytes to leave out at the beginning, whole grapheme clusters, so that at most `cols` columns
 * are left. */
size_t cols_skip(const char *s, size_t n, int cols);
/* Cuts a text in its middle so that it fits into `cols` columns with a mark of mark_cols columns:
 * returns the bytes before the mark, and *tail gets the offset of what follows it. Both are n for a
 * text that fits. */
size_t cols_cut_middle(const char *s, size_t n, int cols, int mark_cols, size_t *tail);

#endif
