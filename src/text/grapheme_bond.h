/* What characters are to their neighbours (UAX #29) and how wide they are: for texts of megabytes,
 * each of whose characters is asked about. */
#ifndef TEXT_GRAPHEME_BOND_H
#define TEXT_GRAPHEME_BOND_H

#include <stdbool.h>
#include <stddef.h>

enum bond {
    BOND_COLS = 0x03,   /* mask: the columns it takes */
    BOND_LONE = 0x10,   /* it and a lone neighbour change nothing in each other (GB999) */
    BOND_MARK = 0x20,   /* goes to what stands before it (GB9, GB9a), and is no joiner */
    BOND_OPENS = 0x04,  /* wide and lone: no row ends with it */
    BOND_CLOSES = 0x08, /* wide and lone: no row begins with it */
    BOND_PICTURE = 0x40 /* lone, but for skin tones and joiners behind it (GB9, GB11) */
};

/* LC_CTYPE must be set before the first question and not change afterwards: answers are kept.
 *
 * Of the character that s begins with, *bytes long; 0: it is none of these, or was not looked at.
 * n > 0. */
unsigned grapheme_bond(const char *s, size_t n, bool wide_locale, size_t *bytes);
/* One of utf8proc's categories Mn, Mc, Me and Cf: what has no cell of its own. */
bool grapheme_bond_is_mark(int category);
/* Joiners and variation selectors: they matter elsewhere, on a terminal they shift columns. */
bool grapheme_bond_is_joiner(int cp);
/* LC_CTYPE knows more than ASCII, so that wcwidth() tells columns. */
bool grapheme_bond_locale_is_wide(void);

#endif
