/* Facts about characters, found once. Any thread; columns follow LC_CTYPE. */
#include "base/text_bond.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <wchar.h>

/* Eight bytes at a time, each of them 0x20 to 0x7e. */
static bool word_is_plain(const char *s)
{
    const uint64_t ones = 0x0101010101010101;
    uint64_t w;
    memcpy(&w, s, sizeof w);
    return !((w | (w - 0x20 * ones) | (w + ones)) & (0x80 * ones));
}

size_t text_plain_bytes(const char *s, size_t n)
{
    size_t i = 0;
    while (n - i >= sizeof(uint64_t) && word_is_plain(s + i))
        i += sizeof(uint64_t);
    while (i < n && s[i] >= 0x20 && s[i] < 0x7f)
        i++;
    return i;
}

enum { ASKED = 0x80, VIRAMA = 9 /* a combining class; it keeps more together (GB9c) */ };

bool text_is_mark(int category)
{
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
           category == UTF8PROC_CATEGORY_ME || category == UTF8PROC_CATEGORY_CF;
}

static unsigned lone_bond(int category, int cols)
{
    if (cols < 1 || text_is_mark(category))
        return 0;
    bool opens = cols == 2 && category == UTF8PROC_CATEGORY_PS;
    bool closes =
        cols == 2 && (category == UTF8PROC_CATEGORY_PE || category == UTF8PROC_CATEGORY_PO);
    return BOND_LONE | (unsigned)cols | (opens ? BOND_OPENS : 0) | (closes ? BOND_CLOSES : 0);
}

static unsigned find_bond(int cp, bool wide_locale)
{
    const utf8proc_property_t *p = utf8proc_get_property(cp);
    int cols = wide_locale ? wcwidth((wchar_t)cp) : utf8proc_charwidth(cp);
    switch (p->boundclass) {
    case UTF8PROC_BOUNDCLASS_OTHER:
    case UTF8PROC_BOUNDCLASS_LV:
    case UTF8PROC_BOUNDCLASS_LVT:
        return lone_bond(p->category, cols);
    case UTF8PROC_BOUNDCLASS_EXTEND:
    case UTF8PROC_BOUNDCLASS_SPACINGMARK:
        return cols >= 0 && p->combining_class != VIRAMA ? BOND_MARK | (unsigned)cols : 0;
    default:
        return 0;
    }
}

/* Found once each. All threads find the same. */
static unsigned bond_of(int cp, bool wide_locale)
{
    static _Atomic unsigned char known[2][0x10000];
    _Atomic unsigned char *at = &known[wide_locale][cp];
    unsigned bond = atomic_load_explicit(at, memory_order_relaxed);
    if (!bond) {
        bond = ASKED | find_bond(cp, wide_locale);
        atomic_store_explicit(at, (unsigned char)bond, memory_order_relaxed);
    }
    return bond & ~(unsigned)ASKED;
}

bool text_locale_is_wide(void)
{
    return MB_CUR_MAX > 1;
}

/* Characters of up to three bytes. */
unsigned text_bond(const char *text, size_t n, bool wide_locale, size_t *bytes)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t length = s[0] < 0x80 ? 1 : s[0] < 0xe0 ? 2 : 3;
    if (length > n || (s[0] >= 0x80 && (s[0] < 0xc2 || s[0] > 0xef)))
        return 0;
    int cp = s[0];
    if (length == 2)
        cp = (s[0] & 0x1f) << 6 | (s[1] & 0x3f);
    else if (length == 3)
        cp = (s[0] & 0x0f) << 12 | (s[1] & 0x3f) << 6 | (s[2] & 0x3f);
    for (size_t i = 1; i < length; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    *bytes = length;
    return length < 3 || cp >= 0x800 ? bond_of(cp, wide_locale) : 0;
}
