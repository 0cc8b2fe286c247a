/* By the general categories of Unicode. */
#include "text/mask_fold.h"

#include "base/alloc.h"
#include "text/blank.h"
#include "text/utf8.h"

#include <stdbool.h>
#include <string.h>
#include <unictype.h>

enum { FULL_WIDTH_FIRST = 0xff01, FULL_WIDTH_LAST = 0xff5e, FULL_WIDTH_OFFSET = 0xfee0 };

/* Characters whose category does not say what they are used for between digits; 0 if c is not one
 * of them. */
static char fold_sign(ucs4_t c)
{
    switch (c) {
    case 0x00b7: /* dots that stand in the middle of the line */
    case 0x2022:
    case 0x2027:
    case 0x2219:
    case 0x30fb:
    case 0xff65:
        return ' ';
    case 0x2043:
    case 0x2212:
    case 0x30fc: /* the long vowel of Japanese, which is typed as a dash */
    case 0xff70:
        return '-';
    case 0x060c:
    case 0x066c:
    case 0x3001:
    case 0x3002: /* it ends sentences, also directly after a host name */
    case 0xff61:
    case 0xff64:
        return ',';
    case 0x066b:
    case 0x2024: /* leaders of one dot, two and three; the last one is a pause in speech */
    case 0x2025:
    case 0x2026:
        return '.';
    case 0x2044:
    case 0x2215:
        return '/';
    case 0xfe6b:
        return '@';
    case 0xff03: /* a '#' is what was masked */
        return FOLD_OTHER;
    default:
        return 0;
    }
}

static bool is_between(ucs4_t c, ucs4_t first, ucs4_t last)
{
    return c >= first && c <= last;
}

/* Korean has blanks, but particles follow a word directly. */
static bool is_without_blanks(ucs4_t c)
{
    return blank_separates_no_words((int)c) || is_between(c, 0xac00, 0xd7a3);
}

static char fold_category(ucs4_t c)
{
    uc_general_category_t category = uc_general_category(c);
    uint32_t is = category.bitmask;
    if (is & UC_CATEGORY_MASK_Nd)
        return (char)('0' + uc_decimal_value(c));
    if (is & (UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_Cf))
        return 0;
    if (is & UC_CATEGORY_MASK_L)
        return is_without_blanks(c) ? FOLD_IDEOGRAPH : FOLD_LETTER;
    if (is & UC_CATEGORY_MASK_Z)
        return ' ';
    if (is & UC_CATEGORY_MASK_Pd)
        return '-';
    return is & UC_CATEGORY_MASK_Sc ? '$' : FOLD_OTHER;
}

/* 0 for a character that belongs to the one before it. */
static char fold_char(int codepoint)
{
    ucs4_t c = (ucs4_t)codepoint;
    if (c < 0x80)
        return c ? (char)c : FOLD_OTHER;
    char sign = fold_sign(c);
    if (sign)
        return sign;
    return is_between(c, FULL_WIDTH_FIRST, FULL_WIDTH_LAST) ? (char)(c - FULL_WIDTH_OFFSET)
                                                            : fold_category(c);
}

char *mask_fold(const char *s, size_t n, size_t *count)
{
    char *folded = xmalloc(n + 1);
    *count = 0;
    for (size_t at = 0; at < n;) {
        int cp;
        size_t plain = utf8_plain_bytes(s + at, n - at);
        memcpy(folded + *count, s + at, plain);
        *count += plain;
        at += plain;
        if (at == n)
            break;
        at += utf8_decode(s + at, n - at, &cp);
        folded[*count] = fold_char(cp);
        *count += folded[*count] != 0;
    }
    folded[*count] = '\0';
    return folded;
}

size_t mask_unfold(char *s, size_t n, const char *folded)
{
    size_t to = 0;
    bool hidden = false;       /* the character that the next marks belong to */
    if (strlen(folded) == n) { /* each character is one byte */
        for (size_t at = 0; at < n; at++)
            s[at] = folded[at] == '#' ? '#' : s[at];
        return n;
    }
    for (size_t at = 0, bytes; at < n; at += bytes) {
        int cp = (unsigned char)s[at];
        bytes = cp < 0x80 ? 1 : utf8_decode(s + at, n - at, &cp);
        if (fold_char(cp)) {
            hidden = *folded++ == '#' && cp != '#';
            if (hidden)
                s[to++] = '#';
        }
        if (hidden)
            continue;
        memmove(s + to, s + at, bytes);
        to += bytes;
    }
    return to;
}
