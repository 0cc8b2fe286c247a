/* What separates words in text that people copy: blanks of any script, characters that nobody sees,
 * and the punctuation of text that is not plain ASCII. Pure. */
#ifndef TEXT_BLANK_H
#define TEXT_BLANK_H

#include <stdbool.h>
#include <stddef.h>

/* The bytes of the character at the beginning of s if it is white space (Unicode's White_Space) or
 * a format character (category Cf), such as a byte order mark or a zero-width space; else 0. */
size_t blank_bytes(const char *s, size_t n);
/* Whether a text that ends with NUL begins with such a character. */
bool blank_at(const char *s);
/* The bytes of all such characters at the beginning of s. */
size_t blank_span(const char *s, size_t n);
/* Whether s has one anywhere. */
bool blank_in(const char *s, size_t n);
/* Whether nothing in s can be seen: all characters are such, control characters, what Unicode calls
 * default ignorable (UAX #44), or the empty braille pattern. */
bool blank_only(const char *s, size_t n);
/* A copy without those at its ends, which the caller frees. */
char *blank_trim(const char *s, size_t n);
/* Whether the character's script has no blanks between words: Thai, Lao, Burmese, Khmer, Chinese
 * and the syllables of Japanese. */
bool blank_separates_no_words(int codepoint);
/* The bytes of the character at the beginning of s if it is punctuation beyond ASCII, other than a
 * dash or a connector: a typographic quote, a full-width bracket, an ideographic full stop; else 0.
 * The second looks at the end of s. */
size_t blank_mark_bytes(const char *s, size_t n);
size_t blank_mark_bytes_before(const char *s, size_t n);

#endif
