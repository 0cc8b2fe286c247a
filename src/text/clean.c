/* The sanitiser. Pure functions, any thread; what has no columns follows LC_CTYPE. */
#include "text/clean.h"

#include "base/alloc.h"
#include "text/grapheme_bond.h"
#include "text/utf8.h"

#include <string.h>
#include <utf8proc.h>
#include <wchar.h>

enum { MARKS_MAX = 4 /* what an ncurses cell holds beside its base */ };

static const char REPLACEMENT[] = "\xef\xbf\xbd";
static const char DOTTED_CIRCLE[] = "\xe2\x97\x8c";

static bool in_range(int cp, int first, int last)
{
    return cp >= first && cp <= last;
}

static bool is_line_end(int cp)
{
    return in_range(cp, '\n', '\r') || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

static bool is_control(int cp)
{
    return cp < 0x20 || in_range(cp, 0x7f, 0x9f);
}

/* Bidi controls, invisible characters, tags, annotations: nothing a reader would miss. */
static bool is_hidden(int cp)
{
    if (cp < 0x200b)
        return cp == 0x61c;
    return cp == 0x200b || cp == 0x200e || cp == 0x200f || in_range(cp, 0x202a, 0x202e) ||
           in_range(cp, 0x2060, 0x206f) || cp == 0xfeff || in_range(cp, 0xfff9, 0xfffb) ||
           in_range(cp, 0xe0000, 0xe007f);
}

static bool is_skin_tone(int cp)
{
    return in_range(cp, 0x1f3fb, 0x1f3ff);
}

/* Has no cell of its own but goes into its neighbour's: marks, Hangul vowels and finals, signs. */
static bool leans(int cp)
{
    if (cp < 0x300)
        return false;
    if (in_range(cp, 0x1160, 0x11ff) || in_range(cp, 0xd7b0, 0xd7ff))
        return true;
    return grapheme_bond_is_mark(utf8proc_category(cp));
}

static bool is_pictograph(int cp)
{
    return cp > 0x7f &&
           utf8proc_get_property(cp)->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

/* What the characters written so far mean for the next one. What is dropped leaves no trace here,
 * or cleaning twice would not give the same as cleaning once. */
struct cleaner {
    unsigned flags;
    bool wide_locale; /* wcwidth() knows more than ASCII */
    bool bare;        /* the row has no base yet */
    bool pictograph;  /* the last character may take a skin tone */
    int marks;        /* on the last base */
};

static void note_base(struct cleaner *c, bool pictograph)
{
    c->bare = false;
    c->pictograph = pictograph;
    c->marks = 0;
}

static void note_mark(struct cleaner *c)
{
    c->marks++;
    c->pictograph = false;
}

static const char *judge_line_end(struct cleaner *c, int cp)
{
    note_base(c, false);
    if (!(c->flags & CLEAN_LINES))
        return " ";
    c->bare = true;
    return cp == '\n' ? NULL : "\n";
}

/* What is to stand in place of a character that has cells: NULL for itself. */
static const char *judge_visible(struct cleaner *c, int cp)
{
    bool screen = c->flags & CLEAN_SCREEN;
    if (screen && c->pictograph && is_skin_tone(cp))
        return "";
    if (screen && c->wide_locale && wcwidth((wchar_t)cp) < 0) {
        note_base(c, false);
        return REPLACEMENT;
    }
    if (!leans(cp)) {
        note_base(c, is_pictograph(cp));
        return NULL;
    }
    if (screen && c->bare) {
        note_base(c, false);
        return DOTTED_CIRCLE;
    }
    if (c->marks == MARKS_MAX)
        return "";
    note_mark(c);
    return NULL;
}

static const char *judge(struct cleaner *c, int cp)
{
    if (cp < 0) {
        note_base(c, false);
        return REPLACEMENT;
    }
    if (is_line_end(cp))
        return judge_line_end(c, cp);
    if (cp == '\t') {
        note_base(c, false);
        return " ";
    }
    if (is_control(cp) || is_hidden(cp) ||
        ((c->flags & CLEAN_SCREEN) && grapheme_bond_is_joiner(cp)))
        return "";
    return judge_visible(c, cp);
}

/* How many bytes s begins with that are what they are. */
static size_t kept_bytes(struct cleaner *c, const char *s, size_t n)
{
    size_t at = 0;
    for (size_t bytes; at < n; at += bytes) {
        unsigned bond = grapheme_bond(s + at, n - at, c->wide_locale, &bytes);
        if (bond & BOND_LONE)
            note_base(c, bond & BOND_PICTURE);
        else if (bond & BOND_MARK && !c->bare && c->marks < MARKS_MAX)
            note_mark(c);
        else
            break;
    }
    return at;
}

void clean_text(struct buf *out, const char *s, size_t n, unsigned flags)
{
    struct cleaner c = {
        .flags = flags, .wide_locale = grapheme_bond_locale_is_wide(), .bare = true};
    size_t kept = 0; /* from here on nothing had to change yet */
    for (size_t at = 0, bytes; at < n; at += bytes) {
        bytes = utf8_plain_bytes(s + at, n - at);
        if (bytes)
            note_base(&c, false);
        else
            bytes = kept_bytes(&c, s + at, n - at);
        if (bytes)
            continue;
        int cp;
        bytes = utf8_read(s + at, n - at, &cp);
        if (cp == '\r' && at + 1 < n && s[at + 1] == '\n')
            bytes = 2;
        const char *instead = judge(&c, cp);
        if (!instead)
            continue;
        if (instead == DOTTED_CIRCLE)
            bytes = 0; /* it goes before the mark, which is then read again */
        buf_add(out, s + kept, at - kept);
        buf_puts(out, instead);
        kept = at + bytes;
    }
    if (kept < n)
        buf_add(out, s + kept, n - kept);
}

char *clean_dup(const char *s, unsigned flags)
{
    struct buf out = {0};
    clean_text(&out, s, strlen(s), flags);
    return buf_take(&out);
}

bool clean_is_clean(const char *s, size_t n, unsigned flags)
{
    struct cleaner c = {.flags = flags, .wide_locale = grapheme_bond_locale_is_wide()};
    for (size_t at = 0, bytes; at < n; at += bytes) {
        int cp;
        bytes = utf8_plain_bytes(s + at, n - at);
        if (bytes)
            note_base(&c, false);
        else
            bytes = kept_bytes(&c, s + at, n - at);
        if (bytes)
            continue;
        bytes = utf8_read(s + at, n - at, &cp);
        if (judge(&c, cp))
            return false;
    }
    return true;
}
