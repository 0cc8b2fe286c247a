/* The sanitiser. Every byte from outside passes it before it reaches a screen, standard output or
 * error, the clipboard, a file or a log. */
#ifndef TEXT_CLEAN_H
#define TEXT_CLEAN_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    /* Line ends (LF, CR LF, CR, VT, FF, NEL, U+2028, U+2029) become LF; without this flag each
     * becomes a blank. */
    CLEAN_LINES = 1,
    /* ncurses and the terminal have to count the same columns: joiners, variation selectors and
     * skin tones are dropped, characters that wcwidth() does not know, or that have a column
     * only there, become U+FFFD, and a mark without a base gets U+25CC as its base. */
    CLEAN_SCREEN = 2,
};

/* Appends the cleaned text to out. Each malformed sequence of UTF-8 (RFC 3629) becomes one U+FFFD
 * and a TAB a blank. C0, C1, DEL and U+061C 200B 200E 200F 202A-202E 2060-206F FEFF FFF9-FFFB
 * E0000-E007F are dropped, and so is every combining mark after the fourth on a base. Cleaning
 * twice with the same flags changes nothing more. */
void clean_text(struct buf *out, const char *s, size_t n, unsigned flags);
/* The same as a new string, which the caller frees. */
char *clean_dup(const char *s, unsigned flags);
/* True if s is cleaned text or a part of one: cleaning it again would change nothing, except that a
 * part may begin with a mark. */
bool clean_is_clean(const char *s, size_t n, unsigned flags);

#endif
