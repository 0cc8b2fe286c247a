/* Phone numbers in a query: only their digits count, of any script, and only the end of a number is
 * asked for. Pure. */
#ifndef FIND_QUERY_NUMBER_H
#define FIND_QUERY_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

enum { QUERY_NUMBER_MIN_DIGITS = 4, QUERY_NUMBER_MAX_DIGITS = 15 };

enum query_number_result {
    QUERY_NUMBER_NONE,   /* no digit, or something besides digits, blanks and + - ( ) . */
    QUERY_NUMBER_LENGTH, /* too few digits or too many */
    QUERY_NUMBER_ZEROS,  /* nothing but zeros */
    QUERY_NUMBER_READ
};

struct query_number {
    char digits[QUERY_NUMBER_MAX_DIGITS + 1]; /* without the zeros at the beginning */
    bool plus;                                /* it begins with + */
};

enum query_number_result query_number_read(const char *s, size_t n, struct query_number *out);
/* Whether a text has a digit of any script. */
bool query_number_in(const char *s, size_t n);
/* Whether the digits of a number end with these. Of an address with a host, only what is before
 * the `@` counts. */
bool query_number_ends(const char *number, const char *digits);

#endif
