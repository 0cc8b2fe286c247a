/* Text from outside, made safe, and its columns on a terminal.
 *
 * text_clean is the one sanitiser: every byte that came from outside passes it before it reaches a
 * screen, standard output or error, the clipboard, a file or a log. The other functions take text
 * that went through it with TEXT_SCREEN; they know grapheme clusters (utf8proc, UAX #29) and count
 * columns as wcwidth() does, which is what ncurses will use. */
#ifndef TEXT_CLEAN_H
#define TEXT_CLEAN_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    /* Line ends stay, as LF (CR LF, CR, VT, FF, NEL, U+2028, U+2029); otherwise they become a
     * blank. */
    TEXT_LINES = 1,
    /* What ncurses and the terminal would count differently: joiners, variation selectors and skin
     * tones go, what wcwidth() does not know becomes U+FFFD, a mark without a base gets U+25CC. */
    TEXT_SCREEN = 2,
};

/* Appends s to out: strict UTF-8 (each bad part one U+FFFD), no C0, C1 or DEL (TAB becomes a
 * blank), none of U+061C 200B 200E 200F 202A-202E 2060-206F FEFF FFF9-FFFB E0000-E007F, at most 4
 * combining marks on a base. Idempotent for the same flags. */
void text_clean(struct buf *out, const char *s, size_t n, unsigned flags);
/* The same as a new string, yours. */
char *text_clean_dup(const char *s, unsigned flags);

/* The whole of s is well-formed UTF-8 (RFC 3629: no surrogates, nothing overlong). */
bool text_is_utf8(const char *s, size_t n);
/* The bytes of the longest prefix of whole characters that has at most max bytes. */
size_t text_prefix_bytes(const char *s, size_t n, size_t max);
/* Decodes one character of any text; its codepoint is -1 where it is a bad part. Returns its bytes,
 * or those of the bad part. n > 0. */
size_t text_read(const char *s, size_t n, int *codepoint);
/* Decodes one character of well-formed text; returns its bytes. n > 0. */
size_t text_decode(const char *s, size_t n, int *codepoint);

/* The next grapheme cluster: its bytes, and its columns (0 to 2; one that would be wider ends
 * early). n > 0. */
size_t text_cluster(const char *s, size_t n, int *cols);
/* The start of the cluster before byte offset `at`; at > 0. */
size_t text_cluster_before(const char *s, size_t n, size_t at);
int text_cols(const char *s, size_t n);
/* The bytes of the longest prefix of whole clusters that fits; *used (may be NULL) its columns. */
size_t text_fit(const char *s, size_t n, int cols, int *used);

/* The first row of s when wrapped at cols (>= 1): at a blank or beside a wide character where there
 * is one, else between clusters; a line end ends it. *shown gets the bytes to draw (without the
 * blanks and the line end at the cut); returns the bytes used up, > 0 unless n is 0. A cluster
 * wider than cols uses itself up with nothing shown. */
size_t text_wrap(const char *s, size_t n, int cols, size_t *shown);
/* Rows that text_wrap makes of s; at least 1. */
int text_wrap_rows(const char *s, size_t n, int cols);

/* Of utf8proc: appends the version that the program was compiled with, and the one that runs. */
void text_version(struct buf *compiled, struct buf *running);

#endif
