/* By the rules GB9, GB9a and GB999 of UAX #29. */
#include "text/char_kind.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <unictype.h>
#include <unigbrk.h>
#include <uninorm.h>
#include <uniwidth.h>
#include <wchar.h>

enum {
    CODEPOINTS = 0x20000, /* rare ideographs, tags and private characters come after these */
    KNOWN = 0x80
};

/* A base joins nothing before it, except Hangul vowels and final consonants, which are no bases. It
 * changes if its parts do not compose to it again. */
static bool is_stable(ucs4_t c)
{
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    int count = uc_canonical_decomposition(c, parts);
    return count < 0 || (count == 2 && uc_composition(parts[0], parts[1]) == c);
}

static unsigned base_kind(ucs4_t c, int cols)
{
    const uint32_t others = UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_Cn;
    if (cols < 1 || uc_is_general_category_withtable(c, others))
        return 0;
    bool picture = uc_is_property_extended_pictographic(c);
    return CHAR_BASE | (unsigned)cols | (picture ? CHAR_PICTURE : 0) |
           (is_stable(c) ? CHAR_STABLE : 0);
}

/* A virama may join the next letter too (GB9c), and a joiner the next picture (GB11). */
static unsigned mark_kind(ucs4_t c, int cols)
{
    bool is_mark = uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M);
    bool joins = uc_combining_class(c) == UC_CCC_VR;
    return cols >= 0 && is_mark && !joins ? CHAR_MARK | (unsigned)cols : 0;
}

static unsigned find_kind(ucs4_t c)
{
    int cols = MB_CUR_MAX > 1 ? wcwidth((wchar_t)c) : uc_width(c, "UTF-8");
    switch (uc_graphemeclusterbreak_property(c)) {
    case GBP_OTHER:
    case GBP_LV:
    case GBP_LVT:
        return base_kind(c, cols);
    case GBP_EXTEND:
    case GBP_SPACINGMARK:
        return mark_kind(c, cols);
    default:
        return 0;
    }
}

unsigned char_kind(int codepoint)
{
    static _Atomic unsigned char known[CODEPOINTS]; /* every thread computes the same values */
    if (codepoint < 0 || codepoint >= CODEPOINTS)
        return 0;
    unsigned kind = atomic_load_explicit(&known[codepoint], memory_order_relaxed);
    if (!kind) {
        kind = KNOWN | find_kind((ucs4_t)codepoint);
        atomic_store_explicit(&known[codepoint], (unsigned char)kind, memory_order_relaxed);
    }
    return kind & ~(unsigned)KNOWN;
}
