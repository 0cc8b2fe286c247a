/* Row breaks by UAX #14, found by libunistring. Pure functions, any thread; columns follow
 * LC_CTYPE. */
#include "text/wrap.h"

#include "text/ascii.h"
#include "text/cols.h"
#include "text/grapheme.h"
#include "text/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unictype.h>
#include <unilbrk.h>

enum {
    WORD_BYTES = 32, /* the end of a row that usually has a break in it */
    BLANKS_MAX = 60, /* a row may always end at more blanks than this */
    LINK_BYTES = 40, /* longer words are links and keys; a UUID has 36 bytes */
};

/* True for a blank without a combining mark. */
static bool is_blank(const char *s, size_t n, size_t at)
{
    int cols;
    return at < n && s[at] == ' ' && grapheme_next(s + at, n - at, &cols) == 1;
}

static size_t skip_blanks(const char *s, size_t n, size_t at)
{
    while (is_blank(s, n, at))
        at++;
    return at;
}

static size_t trim_blanks(const char *s, size_t n)
{
    while (n && s[n - 1] == ' ')
        n--;
    return n;
}

/* The bytes of the clusters that fit into a row. */
static size_t fit_row(const char *s, size_t n, int cols)
{
    size_t room = (size_t)cols; /* most rows are pure ASCII */
    size_t plain = utf8_plain_bytes(s, n <= room ? n : room + 1);
    return plain > room ? room : cols_fit(s, n, cols, NULL);
}

/* A letter of any script, or an ideograph. */
static bool is_letter(const char *s, size_t n, size_t at)
{
    int cp;
    utf8_decode(s + at, n - at, &cp);
    return uc_is_general_category((ucs4_t)cp, UC_CATEGORY_L);
}

/* True before the second letter of "e.g.", "a.b" and "a;b". LB29 forbids a break there, but
 * libunistring 1.0 allows it. */
static bool is_in_abbreviation(const char *s, size_t n, size_t at)
{
    return s[at - 1] == '.' ? is_letter(s, n, at)
                            : strchr(",:;", s[at - 1]) && ascii_is_letter(s[at]);
}

/* The sign "->", which UAX #14 breaks after its hyphen. */
static bool is_in_arrow(const char *s, size_t at)
{
    return s[at - 1] == '-' && s[at] == '>';
}

/* True between blanks and the French quotation mark that they belong to: "<< oui >>". In other
 * languages the marks point the other way, and a blank is on their outer side only. */
static bool is_in_guillemets(const char *s, size_t n, size_t at)
{
    size_t end = trim_blanks(s, at);
    if (end == at)
        return false;
    bool opens = end >= 2 && memcmp(s + end - 2, "\xc2\xab", 2) == 0 &&
                 (end == 2 || strchr(" \n(", s[end - 3]));
    bool closes = n - at >= 2 && memcmp(s + at, "\xc2\xbb", 2) == 0 &&
                  (n - at == 2 || !is_letter(s, n, at + 2));
    return opens || closes;
}

/* True between blanks and an opening bracket, unless an opening bracket or quotation mark is before
 * them. Up to Unicode 15.0 nothing breaks between a closing quotation mark, blanks and a bracket
 * (LB15). */
static bool is_before_bracket(const char *s, size_t at)
{
    if (s[at] != '(' && s[at] != '[' && s[at] != '{')
        return false;
    int cp;
    size_t end = trim_blanks(s, at);
    if (!end || end == at)
        return false;
    size_t begin = utf8_before(s, end);
    utf8_decode(s + begin, end - begin, &cp);
    return !uc_is_general_category_withtable((ucs4_t)cp, UC_CATEGORY_MASK_Ps | UC_CATEGORY_MASK_Pi);
}

/* The beginning of a window of text before `last`. It is a letter if one is near, because the text
 * to the left of a letter has no influence on the breaks to its right. It is not a blank, because
 * the text before blanks decides whether a row may end there. */
static size_t window_begin(const char *s, size_t n, size_t last)
{
    size_t most = last > 2 * WORD_BYTES ? last - 2 * WORD_BYTES : 0;
    size_t at = last > WORD_BYTES ? last - WORD_BYTES : 0;
    while (at > most && !is_letter(s, n, at))
        at--;
    for (int i = 0; i < 3 && at && ((unsigned char)s[at] & 0xc0) == 0x80; i++)
        at--; /* to the beginning of the character; not further if s is malformed */
    while (s[at] == ' ' && at + 1 < last)
        at++;
    return at;
}

/* True inside a run of visible ASCII that is too long for a word. UAX #14 breaks links at each `/`
 * and `-`; without these breaks a link fills its rows, so that a terminal can open it. */
static bool is_in_link(const char *s, size_t n, size_t at)
{
    size_t begin = at, end = at;
    while (begin && at - begin < LINK_BYTES && ascii_is_visible(s[begin - 1]))
        begin--;
    while (end < n && end - at < LINK_BYTES && ascii_is_visible(s[end]))
        end++;
    return begin < at && at < end && end - begin >= LINK_BYTES;
}

/* The last break after `first` and up to `last`; 0 if there is no break. Most rows have one in
 * their last word, so windows are analysed from right to left. */
static size_t last_break(const char *s, size_t n, size_t first, size_t last)
{
    while (last > first) {
        while (last > first && ascii_is_alnum(s[last]) && ascii_is_alnum(s[last - 1]))
            last--; /* UAX #14 never breaks there */
        if (last > first && last - trim_blanks(s, last) > BLANKS_MAX)
            return last;
        int cp;
        char breaks[2 * WORD_BYTES + 8];
        size_t begin = window_begin(s, n, last);
        size_t end = last + utf8_decode(s + last, n - last, &cp);
        u8_possible_linebreaks((const uint8_t *)s + begin, end - begin, "UTF-8", breaks);
        for (; last > first && last > begin; last--)
            if ((breaks[last - begin] == UC_BREAK_POSSIBLE || is_before_bracket(s, last)) &&
                !is_in_abbreviation(s, n, last) && !is_in_link(s, n, last) &&
                !is_in_arrow(s, last) && !is_in_guillemets(s, n, last) &&
                grapheme_before(s, n, last + 1) == last)
                return last;
    }
    return 0;
}

size_t wrap_row(const char *s, size_t n, int cols, size_t *shown)
{
    size_t full = fit_row(s, n, cols), next = skip_blanks(s, n, full);
    if (next == n || s[next] == '\n') {
        *shown = trim_blanks(s, full);
        return next + (next < n);
    }
    size_t cut = last_break(s, n, skip_blanks(s, n, 0), next);
    if (!cut)
        cut = next; /* a break between clusters */
    *shown = trim_blanks(s, cut < full ? cut : full);
    return cut ? cut : grapheme_next(s, n, &cols);
}

int wrap_rows(const char *s, size_t n, int cols)
{
    int rows = 0;
    for (size_t at = 0, shown; at < n; rows++)
        at += wrap_row(s + at, n - at, cols, &shown);
    return rows ? rows : 1;
}
