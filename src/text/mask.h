/* Phone numbers, e-mail addresses and card numbers in a text, masked but for their last four
 * characters. Pure. */
#ifndef TEXT_MASK_H
#define TEXT_MASK_H

#include <stdbool.h>
#include <stddef.h>

struct mask_count {
    size_t phones, mails, cards;
};

/* Masks in place: letters and digits become '*', the length stays. s is sanitised text. `count`, if
 * not NULL, goes on.
 *
 * A phone number has 7 to 15 digits with a '+' or with separators between, or 9 to 15 in one run; a
 * card number 13 to 19 that pass the Luhn check. Dates, times of the day, seconds since 1970,
 * decimal numbers, IPv4 addresses, UUIDs and what is part of a word are none; neither is `keep`
 * (the call's ID; may be NULL). In a link only e-mail addresses and numbers with a '+' are masked,
 * for its digits are names. */
void mask_text(char *s, size_t n, const char *keep, struct mask_count *count);

/* False: nothing in a text is masked, and the sanitiser would leave it as it is. Quick, for most
 * texts are so: few digits, no at sign, nothing but printable ASCII and line ends. */
bool mask_may_find(const char *s, size_t n);

/* "3 phone numbers, 1 e-mail address", "nothing"; yours. */
char *mask_count_text(const struct mask_count *count);

#endif
