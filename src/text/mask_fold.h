/* A text as one ASCII character for each of its letters, digits and signs, so that a number is
 * looked for in one way whatever its script is. Pure. */
#ifndef TEXT_MASK_FOLD_H
#define TEXT_MASK_FOLD_H

#include <stddef.h>

enum {
    FOLD_OTHER = 1, /* none of the below */
    FOLD_LETTER,    /* of an alphabet other than ASCII */
    FOLD_IDEOGRAPH, /* of a script that is written without blanks */
};

/* Digits of every script become 0 to 9; blanks, dashes, commas, dots, currency signs and full-width
 * forms become their ASCII counterparts. Combining marks and format characters belong to the
 * character before them. *count gets the number of characters. The caller frees the result. */
char *mask_fold(const char *s, size_t n, size_t *count);
/* Replaces each character of s that is '#' in the folded text. Returns the new length, which is at
 * most n. */
size_t mask_unfold(char *s, size_t n, const char *folded);

#endif
