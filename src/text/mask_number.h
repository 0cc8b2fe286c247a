/* Phone and card numbers in a text that is being masked. */
#ifndef TEXT_MASK_NUMBER_H
#define TEXT_MASK_NUMBER_H

#include "text/mask_scan.h"

/* Masks the number that begins at i with a digit, '+', '(' or '#'. Returns the offset after it, or
 * after a date, a time, an amount or a group of digits that is not masked; 0 if there are no digits
 * at i. */
size_t mask_number(struct mask_scan *x, size_t i);

/* The length of a UUID at i, else 0. */
size_t mask_number_uuid(const struct mask_scan *x, size_t i);

#endif
