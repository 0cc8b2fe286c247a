/* UTF-8 as RFC 3629 has it: no surrogates, nothing overlong. Pure functions, any thread. */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* All of s is well-formed. */
bool utf8_is_valid(const char *s, size_t n);
/* The bytes of the longest prefix of complete characters that has at most max bytes. */
size_t utf8_prefix_bytes(const char *s, size_t n, size_t max);
/* Decodes one character of any text; its codepoint is -1 where s begins with a malformed sequence.
 * Returns its bytes, or those of the malformed sequence. n > 0. */
size_t utf8_read(const char *s, size_t n, int *codepoint);
/* Decodes one character of well-formed text and returns its bytes. n > 0. */
size_t utf8_decode(const char *s, size_t n, int *codepoint);
/* How many bytes of printable ASCII s begins with. */
size_t utf8_plain_bytes(const char *s, size_t n);

#endif
