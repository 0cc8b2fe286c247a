#include "text/blank.h"

#include "base/alloc.h"
#include "text/utf8.h"

#include <string.h>
#include <unictype.h>

static bool is_blank(ucs4_t c)
{
    return uc_is_property_white_space(c) || uc_is_general_category(c, UC_CATEGORY_Cf);
}

size_t blank_bytes(const char *s, size_t n)
{
    int c;
    size_t bytes = n ? utf8_read(s, n, &c) : 0;
    return bytes && c >= 0 && is_blank((ucs4_t)c) ? bytes : 0;
}

bool blank_at(const char *s)
{
    enum { LONGEST_BYTES = 4 }; /* of UTF-8 */
    return blank_bytes(s, strnlen(s, LONGEST_BYTES)) > 0;
}

size_t blank_span(const char *s, size_t n)
{
    size_t all = 0;
    for (size_t one; (one = blank_bytes(s + all, n - all)); all += one)
        continue;
    return all;
}

bool blank_in(const char *s, size_t n)
{
    int c;
    for (size_t i = 0; i < n; i += utf8_read(s + i, n - i, &c))
        if (blank_bytes(s + i, n - i))
            return true;
    return false;
}

static bool is_invisible(ucs4_t c)
{
    enum { BRAILLE_BLANK = 0x2800 };
    return is_blank(c) || c == BRAILLE_BLANK || uc_is_general_category(c, UC_CATEGORY_Cc) ||
           uc_is_property_default_ignorable_code_point(c);
}

bool blank_only(const char *s, size_t n)
{
    int c;
    for (size_t i = 0; i < n;) {
        i += utf8_read(s + i, n - i, &c);
        if (c < 0 || !is_invisible((ucs4_t)c))
            return false;
    }
    return true;
}

char *blank_trim(const char *s, size_t n)
{
    size_t begin = blank_span(s, n), end = begin;
    int c;
    for (size_t i = begin; i < n;) {
        size_t blank = blank_bytes(s + i, n - i);
        i += blank ? blank : utf8_read(s + i, n - i, &c);
        end = blank ? end : i;
    }
    return xstrndup(s + begin, end - begin);
}

bool blank_separates_no_words(int codepoint)
{
    static const int scripts[][2] = {
        {0xe00, 0xeff}, {0x1000, 0x109f}, {0x1780, 0x17ff}, {0x3040, 0x30ff}, {0xff66, 0xff9d}};
    if (codepoint < scripts[0][0])
        return false;
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        if (codepoint >= scripts[i][0] && codepoint <= scripts[i][1])
            return true;
    return uc_is_property_ideographic((ucs4_t)codepoint);
}

size_t blank_mark_bytes(const char *s, size_t n)
{
    const uint32_t marks = UC_CATEGORY_MASK_Ps | UC_CATEGORY_MASK_Pe | UC_CATEGORY_MASK_Pi |
                           UC_CATEGORY_MASK_Pf | UC_CATEGORY_MASK_Po;
    int c;
    size_t bytes = n ? utf8_read(s, n, &c) : 0;
    return bytes > 1 && c >= 0 && uc_is_general_category_withtable((ucs4_t)c, marks) ? bytes : 0;
}

size_t blank_mark_bytes_before(const char *s, size_t n)
{
    size_t begin = n ? utf8_before(s, n) : 0;
    size_t bytes = blank_mark_bytes(s + begin, n - begin);
    return bytes == n - begin ? bytes : 0;
}
