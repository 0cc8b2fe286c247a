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

/* Cleaned again, because folding adds marks: U+0130 becomes i and a dot above, so that a letter may
 * have more marks then than a clean text has. */
char *caseless_fold(const char *s, size_t n)
{
    struct buf cleaned = {0}, out = {0};
    clean_text(&cleaned, s, n, 0);
    size_t bytes = 0;
    uint8_t *folded = u8_casefold((const uint8_t *)buf_str(&cleaned), cleaned.len, NULL,
                                  UNINORM_NFC, NULL, &bytes);
    if (!folded && cleaned.len)
        die("out of memory");
    clean_text(&out, folded ? (const char *)folded : "", bytes, 0);
    free(folded);
    buf_done(&cleaned);
    return buf_take(&out);
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

/* A part of ASCII, lower case. Not by strncasecmp, which follows the locale. */
static bool plain_contains(const char *s, const char *part)
{
    do
        if (begins(s, part))
            return true;
    while (*s++);
    return false;
}

bool caseless_is_calm(int c)
{
    static const struct {
        int first, last;
    } others[] = {{0, 0x9f},         {0xdf, 0xdf},     {0x130, 0x130},   {0x149, 0x149},
                  {0x17f, 0x17f},    {0x37e, 0x37e},   {0x61c, 0x61c},   {0x1e9a, 0x1e9e},
                  {0x1fef, 0x1fef},  {0x2000, 0x200f}, {0x2028, 0x202f}, {0x205f, 0x206f},
                  {0x212a, 0x212a},  {0xfb00, 0xfb06}, {0xfeff, 0xfeff}, {0xfff9, 0xfffd},
                  {0xe0000, 0xe007f}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (c >= others[i].first && c <= others[i].last)
            return false;
    return true;
}

/* The same for all characters of a text that are not plain ASCII. */
static bool all_calm(const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        int c;
        i += utf8_plain_bytes(s + i, n - i);
        if (i == n)
            return true;
        i += utf8_decode(s + i, n - i, &c);
        if (!caseless_is_calm(c))
            return false;
    }
    return true;
}

/* A copy of the longest part that is plain ASCII, which the caller frees. */
static char *longest_plain(const char *s)
{
    size_t n = strlen(s), begin = 0, bytes = 0;
    for (size_t i = 0; i < n; i++) {
        size_t run = utf8_plain_bytes(s + i, n - i);
        if (run > bytes) {
            begin = i;
            bytes = run;
        }
        i += run;
    }
    return xstrndup(s + begin, bytes);
}

/* Folding a text takes long, and most texts do not even have the plain part of what is looked
 * for. */
static bool may_contain(const char *s, size_t n, const char *folded)
{
    if (!all_calm(s, n))
        return true;
    char *plain = longest_plain(folded);
    bool may = plain_contains(s, plain);
    free(plain);
    return may;
}

bool caseless_contains(const char *s, const char *folded)
{
    size_t n = strlen(s);
    if (utf8_plain_bytes(s, n) == n)
        return plain_contains(s, folded);
    if (!may_contain(s, n, folded))
        return false;
    char *text = caseless_fold(s, n);
    bool found = strstr(text, folded) != NULL;
    free(text);
    return found;
}
