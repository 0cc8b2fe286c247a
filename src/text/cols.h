/* Columns on a terminal, counted as wcwidth() does, which is what ncurses will use. The text was
 * cleaned with CLEAN_SCREEN (text/clean.h). */
#ifndef TEXT_COLS_H
#define TEXT_COLS_H

#include <stddef.h>

int cols_of(const char *s, size_t n);
/* The bytes of the longest prefix of complete grapheme clusters that fits into `cols`; *used (may
 * be NULL) gets the prefix's columns. */
size_t cols_fit(const char *s, size_t n, int cols, int *used);

#endif
