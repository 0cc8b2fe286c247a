/* Rows of a text that was cleaned with CLEAN_SCREEN (text/clean.h). */
#ifndef TEXT_WRAP_H
#define TEXT_WRAP_H

#include <stddef.h>

/* The first row of s when wrapped at cols (>= 1): at a blank or beside a wide character where there
 * is one, else between clusters; a line end ends it. *shown gets the bytes to draw (without the
 * blanks and the line end at the cut); returns the bytes used up, > 0 unless n is 0. A cluster
 * wider than cols uses itself up with nothing shown. */
size_t wrap_row(const char *s, size_t n, int cols, size_t *shown);
/* The number of rows that wrap_row makes of s; at least 1. */
int wrap_rows(const char *s, size_t n, int cols);

#endif
