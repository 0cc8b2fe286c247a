#include "fetch/redact.h"

#include "text/ascii.h"

#include <string.h>

/* The value of that many hexadecimal digits; -1 if there are not so many. */
static int hex_value(const char *s, size_t n, size_t digits)
{
    int value = 0;
    for (size_t i = 0; i < digits; i++) {
        int digit = i < n ? ascii_hex_value(s[i]) : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

enum { JSON = 1, URL = 2, ESCAPES_END = 4 };

/* The bytes at s that stand for the character c, escaped in these ways; 0: they do not. */
static size_t match_escape(const char *s, size_t n, char c, int escapes)
{
    if ((escapes & JSON) && n > 1 && *s == '\\') {
        if (s[1] == c && strchr("/\"\\", c))
            return 2;
        return s[1] == 'u' && hex_value(s + 2, n - 2, 4) == c ? 6 : 0;
    }
    return (escapes & URL) && n && *s == '%' && hex_value(s + 1, n - 1, 2) == c ? 3 : 0;
}

static size_t match_escaped(const char *s, size_t n, const char *key, int escapes)
{
    size_t at = 0;
    for (; *key; key++) {
        size_t step = match_escape(s + at, n - at, *key, escapes);
        if (!step && (at == n || s[at] != *key))
            return 0;
        at += step ? step : 1;
    }
    return at;
}

/* The bytes at s that are the key; 0: they are not. What looks like an escape may be the key's own
 * backslash or '%'. */
static size_t match_key(const char *s, size_t n, const char *key)
{
    size_t bytes = 0;
    for (int escapes = 0; !bytes && escapes < ESCAPES_END; escapes++)
        bytes = match_escaped(s, n, key, escapes);
    return bytes;
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
    struct buf out = {0};
    if (!userpwd)
        return NULL;
    buf_reserve(&out, 2 * strlen(userpwd)); /* so that it never grows and leaves a copy */
    buf_base64(&out, userpwd, strlen(userpwd));
    out.data[strcspn(out.data, "=")] = '\0'; /* without the padding */
    return buf_take(&out);
}
