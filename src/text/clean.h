/* The one sanitiser: every byte that came from outside passes it before it reaches a screen,
 * standard output or error, the clipboard, a file or a log. */
#ifndef TEXT_CLEAN_H
#define TEXT_CLEAN_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    /* Line ends stay, as LF (CR LF, CR, VT, FF, NEL, U+2028, U+2029); otherwise they become a
     * blank. */
    CLEAN_LINES = 1,
    /* What ncurses and the terminal would count differently: joiners, variation selectors and skin
     * tones go, what wcwidth() does not know becomes U+FFFD, a mark without a base gets U+25CC. */
    CLEAN_SCREEN = 2,
};

/* Appends s to out: strict UTF-8 (each bad part one U+FFFD), no C0, C1 or DEL (TAB becomes a
 * blank), none of U+061C 200B 200E 200F 202A-202E 2060-206F FEFF FFF9-FFFB E0000-E007F, at most 4
 * combining marks on a base. Idempotent for the same flags. */
void clean_text(struct buf *out, const char *s, size_t n, unsigned flags);
/* The same as a new string, yours. */
char *clean_dup(const char *s, unsigned flags);
/* True when s is cleaned text or a part of one: cleaning it again would change nothing, except that
 * a part may begin with a mark. */
bool clean_is_clean(const char *s, size_t n, unsigned flags);

#endif
