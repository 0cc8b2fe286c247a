/* UTF-8 by RFC 3629: no surrogates, no overlong forms. Pure functions, any thread. */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* True if all of s is well-formed. */
bool utf8_is_valid(const char *s, size_t n);
/* The bytes of the longest prefix of complete characters that has at most max bytes. */
size_t utf8_prefix_bytes(const char *s, size_t n, size_t max);
/* The bytes of the first max characters. */
size_t utf8_prefix_chars(const char *s, size_t n, size_t max);
/* Where the character that ends before `at` begins; at > 0. */
size_t utf8_before(const char *s, size_t at);
/* Decodes the first character and returns its bytes; n > 0. *codepoint is -1 if s begins with a
 * malformed sequence, whose bytes are returned. */
size_t utf8_read(const char *s, size_t n, int *codepoint);
/* The same, but *codepoint is U+FFFD for a malformed sequence. Faster. */
size_t utf8_decode(const char *s, size_t n, int *codepoint);
/* The number of bytes of printable ASCII at the beginning of s. */
size_t utf8_plain_bytes(const char *s, size_t n);

#endif
