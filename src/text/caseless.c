/* Most texts are plain ASCII, which is compared as it is. */
#include "text/caseless.h"

#include "base/alloc.h"
#include "text/clean.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>

char *caseless_fold(const char *s, size_t n)
{
    struct buf cleaned = {0};
    clean_text(&cleaned, s, n, 0);
    size_t bytes = 0;
    uint8_t *folded = u8_casefold((const uint8_t *)buf_str(&cleaned), cleaned.len, NULL,
                                  UNINORM_NFC, NULL, &bytes);
    if (!folded && cleaned.len)
        die("out of memory");
    char *out = xstrndup(folded ? (const char *)folded : "", bytes);
    free(folded);
    buf_done(&cleaned);
    return out;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool begins(const char *s, const char *folded)
{
    while (*folded && lower(*s) == *folded)
        s++, folded++;
    return !*folded;
}

/* Not by strncasecmp, which follows the locale. */
static bool plain_contains(const char *s, const char *folded)
{
    do
        if (begins(s, folded))
            return true;
    while (*s++);
    return false;
}

bool caseless_contains(const char *s, const char *folded)
{
    size_t n = strlen(s);
    if (utf8_plain_bytes(s, n) == n)
        return plain_contains(s, folded);
    char *text = caseless_fold(s, n);
    bool found = strstr(text, folded) != NULL;
    free(text);
    return found;
}
