/* Texts compared without regard to the case of letters, as they are shown: cleaned, with line ends
 * as blanks, and canonically equal ones alike (Unicode 3.13, full case folding). Pure functions,
 * any thread. */
#ifndef TEXT_CASELESS_H
#define TEXT_CASELESS_H

#include <stdbool.h>
#include <stddef.h>

/* The text as it is compared, which the caller frees. */
char *caseless_fold(const char *s, size_t n);
/* Whether s contains what another text was folded to. */
bool caseless_contains(const char *s, const char *folded);
/* Whether ASCII in a folded text can only come from the same ASCII in the text, as far as this
 * character is concerned: it is not dropped, does not become a blank, and is not folded to ASCII as
 * U+017F and the ligatures are. */
bool caseless_is_calm(int codepoint);

#endif
