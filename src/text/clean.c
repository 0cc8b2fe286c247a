/* Pure functions, any thread; which characters have no columns follows LC_CTYPE. */
#include "text/clean.h"

#include "text/char_kind.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <wchar.h>

enum { MARKS_MAX = 4 /* an ncurses cell holds a base and four marks */ };

static const char replacement[] = "\xef\xbf\xbd";
static const char dotted_circle[] = "\xe2\x97\x8c";

static bool in_range(int cp, int first, int last)
{
    return cp >= first && cp <= last;
}

static bool is_line_end(int cp)
{
    return in_range(cp, '\n', '\r') || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

/* Controls, also of bidi, zero-width characters, tags and annotations, which no reader needs. */
static bool is_hidden(int cp)
{
    if (cp < 0x200b)
        return cp < 0x20 || in_range(cp, 0x7f, 0x9f) || cp == 0x61c;
    return cp == 0x200b || cp == 0x200e || cp == 0x200f || in_range(cp, 0x202a, 0x202e) ||
           in_range(cp, 0x2060, 0x206f) || cp == 0xfeff || in_range(cp, 0xfff9, 0xfffb) ||
           in_range(cp, 0xe0000, 0xe007f);
}

/* Joiners and variation selectors: they have a meaning, but shift columns on a terminal. */
static bool is_joiner(int cp)
{
    return cp == 0x200c || cp == 0x200d || in_range(cp, 0x180b, 0x180d) || cp == 0x180f ||
           in_range(cp, 0xfe00, 0xfe0f) || in_range(cp, 0xe0100, 0xe01ef);
}

/* True for what shares the cell of the character before it: combining marks, format characters,
 * Hangul vowels and final consonants. */
static bool is_mark(int cp)
{
    if (cp < 0x300)
        return false;
    if (in_range(cp, 0x1160, 0x11ff) || in_range(cp, 0xd7b0, 0xd7ff))
        return true;
    return uc_is_general_category_withtable((ucs4_t)cp, UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_Cf);
}

/* Terminals give no column to format characters, of which libc gives one to some (signs that span
 * Arabic and Syriac numbers, for example). */
static bool has_agreed_width(int cp)
{
    int cols = wcwidth((wchar_t)cp);
    bool is_format = cp >= 0x600 && uc_is_general_category((ucs4_t)cp, UC_FORMAT);
    return cols >= 0 && !(is_format && cols > 0);
}

/* What the next character depends on. A character that is dropped does not change it, so that
 * cleaning twice gives the same result as cleaning once. */
struct cleaner {
    unsigned flags;
    bool wide_locale; /* wcwidth() knows more than ASCII */
    bool row_begins;  /* there is no base in the row yet */
    bool pictograph;  /* the last character may take a skin tone */
    int marks;        /* on the last base */
};

static struct cleaner cleaner_begin(unsigned flags)
{
    return (struct cleaner){.flags = flags, .wide_locale = MB_CUR_MAX > 1, .row_begins = true};
}

static void note_base(struct cleaner *c, bool pictograph)
{
    c->row_begins = false;
    c->pictograph = pictograph;
    c->marks = 0;
}

static void note_mark(struct cleaner *c)
{
    c->marks++;
    c->pictograph = false;
}

/* These functions return what replaces a character, or NULL if it stays. */

static const char *replace_line_end(struct cleaner *c, int cp)
{
    note_base(c, false);
    if (!(c->flags & CLEAN_LINES))
        return " ";
    c->row_begins = true;
    return cp == '\n' ? NULL : "\n";
}

static const char *replace_mark(struct cleaner *c)
{
    if (c->flags & CLEAN_SCREEN && c->row_begins) {
        note_base(c, false);
        return dotted_circle;
    }
    if (c->marks == MARKS_MAX)
        return "";
    note_mark(c);
    return NULL;
}

static const char *replace_visible(struct cleaner *c, int cp)
{
    bool screen = c->flags & CLEAN_SCREEN, is_skin_tone = in_range(cp, 0x1f3fb, 0x1f3ff);
    if (screen && c->pictograph && is_skin_tone)
        return "";
    if (screen && c->wide_locale && !has_agreed_width(cp)) {
        note_base(c, false);
        return replacement;
    }
    if (is_mark(cp))
        return replace_mark(c);
    note_base(c, cp > 0x7f && uc_is_property_extended_pictographic((ucs4_t)cp));
    return NULL;
}

/* cp is -1 for a malformed sequence. */
static const char *replace_char(struct cleaner *c, int cp)
{
    if (is_line_end(cp))
        return replace_line_end(c, cp);
    if (cp < 0 || cp == '\t') {
        note_base(c, false);
        return cp < 0 ? replacement : " ";
    }
    if (is_hidden(cp) || (c->flags & CLEAN_SCREEN && is_joiner(cp)))
        return "";
    return replace_visible(c, cp);
}

/* The bytes at the beginning of s that stay as they are: bases and a few marks on them. */
static size_t skip_clusters(struct cleaner *c, const char *s, size_t n)
{
    size_t at = 0, bytes;
    for (int cp; at < n; at += bytes) {
        bytes = utf8_decode(s + at, n - at, &cp);
        unsigned kind = char_kind(cp);
        if (kind & CHAR_BASE && cp != 0xfffd) /* which may be a malformed sequence */
            note_base(c, kind & CHAR_PICTURE);
        else if (kind & CHAR_MARK && !is_joiner(cp) && !c->row_begins && c->marks < MARKS_MAX)
            note_mark(c);
        else
            break;
    }
    return at;
}

/* Reads all characters up to the first one that may not stay, or only that one. */
static const char *replace_next(struct cleaner *c, const char *s, size_t n, size_t *bytes)
{
    int cp;
    *bytes = utf8_plain_bytes(s, n);
    if (*bytes)
        note_base(c, false);
    else
        *bytes = skip_clusters(c, s, n);
    if (*bytes)
        return NULL;
    *bytes = utf8_read(s, n, &cp);
    if (cp == '\r' && n > 1 && s[1] == '\n')
        *bytes = 2;
    return replace_char(c, cp);
}

void clean_text(struct buf *out, const char *s, size_t n, unsigned flags)
{
    struct cleaner c = cleaner_begin(flags);
    size_t kept = 0; /* everything before it is in out; nothing has changed since */
    for (size_t at = 0, bytes; at < n; at += bytes) {
        const char *instead = replace_next(&c, s + at, n - at, &bytes);
        if (!instead)
            continue;
        if (instead == dotted_circle)
            bytes = 0; /* it goes before the mark, which is read again */
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
    struct cleaner c = cleaner_begin(flags);
    c.row_begins = false;
    for (size_t at = 0, bytes; at < n; at += bytes)
        if (replace_next(&c, s + at, n - at, &bytes))
            return false;
    return true;
}
