/* Columns on a terminal, as wcwidth() and therefore ncurses counts them, of text that was cleaned
 * with CLEAN_SCREEN (text/clean.h). */
#ifndef TEXT_COLS_H
#define TEXT_COLS_H

#include <stddef.h>

int cols_of(const char *s, size_t n);
/* The bytes of the longest prefix of complete grapheme clusters that fits into `cols` and ends
 * before a line end. *used gets its columns; it may be NULL. */
size_t cols_fit(const char *s, size_t n, int cols, int *used);

#endif
