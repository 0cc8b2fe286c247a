/* Pure functions, any thread. */
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>
#include <unistr.h>

enum { REPLACEMENT = 0xfffd };

/* Eight bytes at a time, each of them 0x20 to 0x7e. */
static bool word_is_plain(const char *s)
{
    const uint64_t ones = 0x0101010101010101;
    uint64_t w;
    memcpy(&w, s, sizeof w);
    return !((w | (w - 0x20 * ones) | (w + ones)) & (0x80 * ones));
}

size_t utf8_plain_bytes(const char *s, size_t n)
{
    size_t i = 0;
    while (n - i >= sizeof(uint64_t) && word_is_plain(s + i))
        i += sizeof(uint64_t);
    while (i < n && s[i] >= 0x20 && s[i] < 0x7f)
        i++;
    return i;
}

/* The bytes of a malformed sequence: as many as could still have become one character, as Unicode
 * recommends for U+FFFD (chapter 3, "maximal subpart"). libunistring 1.0 would skip more. */
static size_t malformed_bytes(const char *text, size_t n)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t more = s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 1 : s[0] < 0xf0 ? 2 : s[0] < 0xf5 ? 3 : 0;
    unsigned low = s[0] == 0xe0 ? 0xa0 : s[0] == 0xf0 ? 0x90 : 0x80;
    unsigned high = s[0] == 0xed ? 0x9f : s[0] == 0xf4 ? 0x8f : 0xbf;
    size_t i = 1;
    for (; i <= more && i < n && s[i] >= low && s[i] <= high; i++) {
        low = 0x80;
        high = 0xbf;
    }
    return i;
}

size_t utf8_read(const char *s, size_t n, int *codepoint)
{
    ucs4_t cp;
    int bytes = u8_mbtoucr(&cp, (const uint8_t *)s, n);
    *codepoint = bytes > 0 ? (int)cp : -1;
    return bytes > 0 ? (size_t)bytes : malformed_bytes(s, n);
}

bool utf8_is_valid(const char *s, size_t n)
{
    return !u8_check((const uint8_t *)s, n);
}

size_t utf8_prefix_bytes(const char *s, size_t n, size_t max)
{
    if (n <= max)
        return n;
    while (max && ((unsigned char)s[max] & 0xc0) == 0x80)
        max--;
    return max;
}

size_t utf8_before(const char *s, size_t at)
{
    size_t first = at < 4 ? 0 : at - 4;
    do
        at--;
    while (at > first && ((unsigned char)s[at] & 0xc0) == 0x80);
    return at;
}

size_t utf8_decode(const char *s, size_t n, int *codepoint)
{
    ucs4_t cp;
    int bytes = u8_mbtouc(&cp, (const uint8_t *)s, n);
    *codepoint = (int)cp;
    if (cp == REPLACEMENT && s[0] != '\xef')
        return malformed_bytes(s, n);
    return (size_t)bytes;
}

size_t utf8_prefix_chars(const char *s, size_t n, size_t max)
{
    size_t at = 0;
    for (int codepoint; at < n && max > 0; max--)
        at += utf8_decode(s + at, n - at, &codepoint);
    return at;
}
