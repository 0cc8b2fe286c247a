#include "fetch/redact.h"

#include "base/alloc.h"

#include <string.h>

static int hex_digit(char c)
{
    const char *digits = "0123456789abcdef0123456789ABCDEF", *at = c ? strchr(digits, c) : NULL;
    return at ? (int)((at - digits) % 16) : -1;
}

/* The value of that many hexadecimal digits; -1 if there are not so many. */
static int hex_value(const char *s, size_t n, size_t digits)
{
    int value = 0;
    for (size_t i = 0; i < digits; i++) {
        int digit = i < n ? hex_digit(s[i]) : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* The bytes at s that stand for the character c, as it is or escaped; 0: they do not. */
static size_t match_char(const char *s, size_t n, char c)
{
    if (n && *s == c)
        return 1;
    if (n > 1 && *s == '\\' && s[1] == c && strchr("/\"\\", c))
        return 2;
    if (n > 1 && *s == '\\' && s[1] == 'u' && hex_value(s + 2, n - 2, 4) == c)
        return 6;
    return n && *s == '%' && hex_value(s + 1, n - 1, 2) == c ? 3 : 0;
}

/* The bytes at s that are the key; 0: they are not. */
static size_t match_key(const char *s, size_t n, const char *key)
{
    size_t at = 0;
    for (; *key; key++) {
        size_t step = match_char(s + at, n - at, *key);
        if (!step)
            return 0;
        at += step;
    }
    return at;
}

bool redact(struct buf *out, const char *text, size_t n, const char *key)
{
    size_t kept = 0;
    if (!key || strlen(key) < REDACT_MIN_BYTES)
        return false;
    for (size_t at = 0; at < n;) {
        bool may_begin = text[at] == *key || text[at] == '\\' || text[at] == '%';
        size_t bytes = may_begin ? match_key(text + at, n - at, key) : 0;
        if (bytes) {
            buf_add(out, text + kept, at - kept);
            buf_puts(out, "***");
            kept = at + bytes;
        }
        at += bytes ? bytes : 1;
    }
    if (kept)
        buf_add(out, text + kept, n - kept);
    return kept > 0;
}

char *redact_basic(const char *userpwd)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t n = userpwd ? strlen(userpwd) : 0, at = 0;
    char *out = userpwd ? xcalloc(n / 3 + 1, 4) : NULL;
    for (size_t i = 0; i < n; i += 3) {
        unsigned bits = (unsigned)(unsigned char)userpwd[i] << 16;
        if (i + 1 < n)
            bits |= (unsigned)(unsigned char)userpwd[i + 1] << 8;
        if (i + 2 < n)
            bits |= (unsigned char)userpwd[i + 2];
        for (size_t k = 0; k <= n - i && k < 4; k++) /* without the padding */
            out[at++] = digits[bits >> (18 - 6 * k) & 63];
    }
    return out;
}
