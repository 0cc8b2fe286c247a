/* Rows of a text that was cleaned with CLEAN_SCREEN (text/clean.h). */
#ifndef TEXT_WRAP_H
#define TEXT_WRAP_H

#include <stddef.h>

/* Returns the bytes of the first row of s, wrapped at cols (>= 1); > 0 unless n is 0. The row ends
 * at a line end, else at the last position where UAX #14 allows a break, else between two grapheme
 * clusters. *shown gets the bytes to draw: without the blanks and the line end at the end of the
 * row. A cluster that is wider than cols is a row with nothing to draw. */
size_t wrap_row(const char *s, size_t n, int cols, size_t *shown);
/* The number of rows that wrap_row makes of s; at least 1. */
int wrap_rows(const char *s, size_t n, int cols);

#endif
