/* Pure functions, any thread. */
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

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

/* The bytes of a bad part: as much of one sequence as could still have become a character. */
static size_t bad_bytes(const char *text, size_t n)
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
    utf8proc_int32_t cp;
    utf8proc_ssize_t bytes =
        utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)(n < 4 ? n : 4), &cp);
    *codepoint = bytes > 0 ? cp : -1;
    return bytes > 0 ? (size_t)bytes : bad_bytes(s, n);
}

bool utf8_is_valid(const char *s, size_t n)
{
    for (size_t at = 0; at < n;) {
        int cp;
        size_t plain = utf8_plain_bytes(s + at, n - at);
        at += plain ? plain : utf8_read(s + at, n - at, &cp);
        if (!plain && cp < 0)
            return false;
    }
    return true;
}

size_t utf8_prefix_bytes(const char *s, size_t n, size_t max)
{
    if (n <= max)
        return n;
    while (max && ((unsigned char)s[max] & 0xc0) == 0x80)
        max--;
    return max;
}

size_t utf8_decode(const char *s, size_t n, int *codepoint)
{
    size_t bytes = utf8_read(s, n, codepoint);
    if (*codepoint < 0)
        *codepoint = 0xfffd;
    return bytes;
}
