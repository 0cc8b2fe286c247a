/* Masks phone numbers, e-mail addresses and card numbers in a text, except for their last four
 * characters. Pure. */
#ifndef TEXT_MASK_H
#define TEXT_MASK_H

#include <stdbool.h>
#include <stddef.h>

struct mask_count {
    size_t phones, mails, cards;
};

/* Masks in place: letters and digits become '#'. Returns the new length, which is less than n if
 * characters of more than one byte were masked; then a NUL follows the text. s is cleaned text
 * (text/clean.h). What was masked is added to `count`, which may be NULL. Masking a masked text
 * changes nothing.
 *
 * A phone number (ITU-T E.164) has 7 to 15 digits, of any script, with a '+' or with separators
 * between them, or 9 to 15 digits in a row; a card number (ISO/IEC 7812) has 13 to 19 digits and
 * passes the Luhn check. Groups of four digits with commas or line ends between them are masked
 * only as card numbers. Dates, times of day, seconds since 1970, amounts, decimal numbers, IPv4
 * addresses, UUIDs and parts of words are not masked, nor is `keep`, the call's ID (may be NULL).
 * In a link only e-mail addresses and numbers with a '+' are masked: other digits in it are names.
 */
size_t mask_text(char *s, size_t n, const char *keep, struct mask_count *count);

/* False if nothing in the text can be masked and cleaning would not change it: it has few digits,
 * no at sign and only printable ASCII and line ends. Most texts are like that, and checking is
 * fast.
 */
bool mask_may_find(const char *s, size_t n);

/* "3 phone numbers, 1 e-mail address" or "nothing"; the caller frees it. */
char *mask_count_text(const struct mask_count *count);

#endif
