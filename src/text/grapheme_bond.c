/* Facts about characters, found once. Any thread; columns follow LC_CTYPE. */
#include "text/grapheme_bond.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <wchar.h>

enum {
    ASKED = 0x80,
    PLANES_END = 0x20000, /* beyond are rare ideographs, tags, private characters */
    VIRAMA = 9            /* a combining class; it keeps more together (GB9c) */
};

bool grapheme_bond_is_mark(int category)
{
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
           category == UTF8PROC_CATEGORY_ME || category == UTF8PROC_CATEGORY_CF;
}

bool grapheme_bond_is_joiner(int cp)
{
    return cp == 0x200c || cp == 0x200d || (cp >= 0x180b && cp <= 0x180d) || cp == 0x180f ||
           (cp >= 0xfe00 && cp <= 0xfe0f) || (cp >= 0xe0100 && cp <= 0xe01ef);
}

static unsigned lone_bond(int category, int cols)
{
    if (cols < 1 || grapheme_bond_is_mark(category) || category == UTF8PROC_CATEGORY_CN)
        return 0;
    bool opens = cols == 2 && category == UTF8PROC_CATEGORY_PS;
    bool closes =
        cols == 2 && (category == UTF8PROC_CATEGORY_PE || category == UTF8PROC_CATEGORY_PO);
    return BOND_LONE | (unsigned)cols | (opens ? BOND_OPENS : 0) | (closes ? BOND_CLOSES : 0);
}

static unsigned mark_bond(const utf8proc_property_t *p, int cols)
{
    bool alone = cols >= 0 && grapheme_bond_is_mark(p->category) && p->combining_class != VIRAMA;
    return alone ? BOND_MARK | (unsigned)cols : 0;
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
    case UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC:
        return cols > 0 ? BOND_PICTURE | lone_bond(p->category, cols) : 0;
    case UTF8PROC_BOUNDCLASS_EXTEND:
    case UTF8PROC_BOUNDCLASS_SPACINGMARK:
        return grapheme_bond_is_joiner(cp) ? 0 : mark_bond(p, cols);
    default:
        return 0;
    }
}

/* Found once each. All threads find the same. */
static unsigned bond_of(int cp, bool wide_locale)
{
    static _Atomic unsigned char known[2][PLANES_END];
    _Atomic unsigned char *at = &known[wide_locale][cp];
    unsigned bond = atomic_load_explicit(at, memory_order_relaxed);
    if (!bond) {
        bond = ASKED | find_bond(cp, wide_locale);
        atomic_store_explicit(at, (unsigned char)bond, memory_order_relaxed);
    }
    return bond & ~(unsigned)ASKED;
}

bool grapheme_bond_locale_is_wide(void)
{
    return MB_CUR_MAX > 1;
}

static int append_bits(int above, unsigned char byte)
{
    return above << 6 | (byte & 0x3f);
}

static bool is_continuation(unsigned char byte)
{
    return (byte & 0xc0) == 0x80;
}

/* Its bytes; 0: it is not well-formed (RFC 3629), or lies beyond PLANES_END. */
static size_t decode(const unsigned char *s, size_t n, int *cp)
{
    if (s[0] < 0x80) {
        *cp = s[0];
        return 1;
    }
    if (s[0] < 0xc2 || n < 2 || !is_continuation(s[1]))
        return 0;
    *cp = append_bits(s[0] & 0x1f, s[1]);
    if (s[0] < 0xe0)
        return 2;
    if (n < 3 || !is_continuation(s[2]))
        return 0;
    *cp = append_bits(append_bits(s[0] & 0x0f, s[1]), s[2]);
    if (s[0] < 0xf0)
        return *cp >= 0x800 && (*cp < 0xd800 || *cp > 0xdfff) ? 3 : 0;
    if (s[0] > 0xf0 || n < 4 || !is_continuation(s[3]))
        return 0;
    *cp = append_bits(append_bits(append_bits(s[0] & 0x07, s[1]), s[2]), s[3]);
    return *cp >= 0x10000 && *cp < PLANES_END ? 4 : 0;
}

unsigned grapheme_bond(const char *s, size_t n, bool wide_locale, size_t *bytes)
{
    int cp;
    *bytes = decode((const unsigned char *)s, n, &cp);
    return *bytes ? bond_of(cp, wide_locale) : 0;
}
