/* The sanitiser and the measuring of text. Pure functions, any thread; columns follow LC_CTYPE. */
#include "base/text.h"

#include "base/alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <wchar.h>

enum {
    MARKS_MAX = 4, /* what an ncurses cell holds beside its base */
    CLUSTER_CHARS_MAX = 32,
    CLUSTER_COLS_MAX = 2,
};

static const char REPLACEMENT[] = "\xef\xbf\xbd";
static const char DOTTED_CIRCLE[] = "\xe2\x97\x8c";

/* Eight bytes at a time, each of them 0x20 to 0x7e. */
static bool word_is_plain(const char *s)
{
    const uint64_t ones = 0x0101010101010101;
    uint64_t w;
    memcpy(&w, s, sizeof w);
    return !((w | (w - 0x20 * ones) | (w + ones)) & (0x80 * ones));
}

static bool byte_is_plain(char c)
{
    return c >= 0x20 && c < 0x7f;
}

/* How many bytes of printable ASCII s begins with. */
static size_t plain_bytes(const char *s, size_t n)
{
    size_t i = 0;
    while (n - i >= sizeof(uint64_t) && word_is_plain(s + i))
        i += sizeof(uint64_t);
    while (i < n && byte_is_plain(s[i]))
        i++;
    return i;
}

/* The bytes of a bad part: as much of one sequence as could still have become a character. */
static size_t bad_bytes(const char *text, size_t n)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t more = s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 1 : s[0] < 0xf0 ? 2 : s[0] < 0xf5 ? 3 : 0;
    unsigned low = s[0] == 0xe0 ? 0xa0 : s[0] == 0xf0 ? 0x90 : 0x80;
    unsigned high = s[0] == 0xed ? 0x9f : s[0] == 0xf4 ? 0x8f : 0xbf;
    size_t i = 1;
    for (; i <= more && i < n && s[i] >= low && s[i] <= high; i++) {
        low = 0x80;
        high = 0xbf;
    }
    return i;
}

size_t text_read(const char *s, size_t n, int *codepoint)
{
    utf8proc_int32_t cp;
    utf8proc_ssize_t bytes =
        utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)(n < 4 ? n : 4), &cp);
    *codepoint = bytes > 0 ? cp : -1;
    return bytes > 0 ? (size_t)bytes : bad_bytes(s, n);
}

static bool in_range(int cp, int first, int last)
{
    return cp >= first && cp <= last;
}

/* Letters that neither change what stands before them nor are changed by what follows, as long as
 * that is such a letter too. */
static bool is_lone(int cp)
{
    return in_range(cp, 0x20, 0x7e) || in_range(cp, 0xc0, 0x24f) || in_range(cp, 0x400, 0x481) ||
           in_range(cp, 0x3001, 0x3011) || in_range(cp, 0x3041, 0x3096) ||
           in_range(cp, 0x30a1, 0x30fa) || in_range(cp, 0x4e00, 0x9fff) ||
           in_range(cp, 0xac00, 0xd7a3);
}

/* Its bytes; 0: there is none, which says nothing of what there is. n > 0. */
static size_t read_lone(const char *text, size_t n, int *cp)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t bytes = s[0] < 0x80 ? 1 : s[0] < 0xe0 ? 2 : 3;
    if (bytes > n || (s[0] >= 0x80 && (s[0] < 0xc3 || s[0] > 0xed)))
        return 0;
    *cp = s[0];
    if (bytes == 2)
        *cp = (s[0] & 0x1f) << 6 | (s[1] & 0x3f);
    else if (bytes == 3)
        *cp = (s[0] & 0x0f) << 12 | (s[1] & 0x3f) << 6 | (s[2] & 0x3f);
    for (size_t i = 1; i < bytes; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    return is_lone(*cp) && (bytes < 3 || *cp >= 0x800) ? bytes : 0;
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

/* Joiners and variation selectors: they matter elsewhere, on a terminal they shift columns. */
static bool is_joiner(int cp)
{
    return cp == 0x200c || cp == 0x200d || in_range(cp, 0x180b, 0x180d) || cp == 0x180f ||
           in_range(cp, 0xfe00, 0xfe0f) || in_range(cp, 0xe0100, 0xe01ef);
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
    utf8proc_category_t category = utf8proc_category(cp);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
           category == UTF8PROC_CATEGORY_ME || category == UTF8PROC_CATEGORY_CF;
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

static const char *judge_line_end(struct cleaner *c, int cp)
{
    note_base(c, false);
    if (!(c->flags & TEXT_LINES))
        return " ";
    c->bare = true;
    return cp == '\n' ? NULL : "\n";
}

/* What is to stand in place of a character that has cells: NULL for itself. */
static const char *judge_visible(struct cleaner *c, int cp)
{
    bool screen = c->flags & TEXT_SCREEN;
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
    c->marks++;
    c->pictograph = false;
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
    if (is_control(cp) || is_hidden(cp) || ((c->flags & TEXT_SCREEN) && is_joiner(cp)))
        return "";
    return judge_visible(c, cp);
}

/* How many bytes of letters s begins with that are what they are. */
static size_t lone_bytes(const struct cleaner *c, const char *s, size_t n)
{
    int cp;
    size_t at = 0, bytes;
    bool by_locale = c->flags & TEXT_SCREEN && c->wide_locale;
    while (at < n && (bytes = read_lone(s + at, n - at, &cp)) &&
           (cp < 0x7f || !by_locale || wcwidth((wchar_t)cp) > 0))
        at += bytes;
    return at;
}

void text_clean(struct buf *out, const char *s, size_t n, unsigned flags)
{
    struct cleaner c = {.flags = flags, .wide_locale = MB_CUR_MAX > 1, .bare = true};
    size_t kept = 0; /* from here on nothing had to change yet */
    for (size_t at = 0, bytes; at < n; at += bytes) {
        bytes = plain_bytes(s + at, n - at);
        if (!bytes)
            bytes = lone_bytes(&c, s + at, n - at);
        if (bytes) {
            note_base(&c, false);
            continue;
        }
        int cp;
        bytes = text_read(s + at, n - at, &cp);
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

char *text_clean_dup(const char *s, unsigned flags)
{
    struct buf out = {0};
    text_clean(&out, s, strlen(s), flags);
    return buf_take(&out);
}

bool text_is_utf8(const char *s, size_t n)
{
    for (size_t at = 0; at < n;) {
        int cp;
        size_t plain = plain_bytes(s + at, n - at);
        at += plain ? plain : text_read(s + at, n - at, &cp);
        if (!plain && cp < 0)
            return false;
    }
    return true;
}

size_t text_prefix_bytes(const char *s, size_t n, size_t max)
{
    if (n <= max)
        return n;
    while (max && ((unsigned char)s[max] & 0xc0) == 0x80)
        max--;
    return max;
}

size_t text_decode(const char *s, size_t n, int *codepoint)
{
    size_t bytes = text_read(s, n, codepoint);
    if (*codepoint < 0)
        *codepoint = 0xfffd;
    return bytes;
}

/* Without a locale that knows the character, what Unicode says. */
static int char_cols(int cp)
{
    int cols = wcwidth((wchar_t)cp);
    if (cols < 0)
        cols = is_control(cp) ? 0 : utf8proc_charwidth(cp);
    return cols;
}

/* Ends early rather than be wider than two columns: what ncurses lays out side by side is not one
 * thing for a cursor. */
static size_t cluster_slow(const char *s, size_t n, int *cols)
{
    int cp, next, more;
    size_t at = text_decode(s, n, &cp);
    utf8proc_int32_t state = 0;
    *cols = char_cols(cp);
    for (int chars = 1; at < n && chars < CLUSTER_CHARS_MAX; chars++, cp = next, *cols += more) {
        size_t bytes = text_decode(s + at, n - at, &next);
        more = char_cols(next);
        if (utf8proc_grapheme_break_stateful(cp, next, &state) || *cols + more > CLUSTER_COLS_MAX)
            break;
        at += bytes;
    }
    return at;
}

/* A cluster of one such letter; 0: it has to be looked at more closely. */
static size_t cluster_lone(const char *s, size_t n, int *cols)
{
    int cp, next;
    size_t bytes = read_lone(s, n, &cp);
    if (!bytes || (bytes < n && s[bytes] != '\n' && !read_lone(s + bytes, n - bytes, &next)))
        return 0;
    *cols = cp < 0x7f ? 1 : char_cols(cp);
    return bytes;
}

size_t text_cluster(const char *s, size_t n, int *cols)
{
    if (byte_is_plain(s[0]) && (n == 1 || (unsigned char)s[1] < 0x80)) {
        *cols = 1;
        return 1;
    }
    size_t bytes = cluster_lone(s, n, cols);
    return bytes ? bytes : cluster_slow(s, n, cols);
}

static size_t char_before(const char *s, size_t at)
{
    size_t first = at < 4 ? 0 : at - 4;
    do
        at--;
    while (at > first && ((unsigned char)s[at] & 0xc0) == 0x80);
    return at;
}

/* A break whatever stands further left, so that counting may begin here. */
static bool breaks_surely(const char *s, size_t n, size_t at)
{
    if (!at)
        return true;
    int left, right;
    size_t before = char_before(s, at);
    text_decode(s + before, n - before, &left);
    text_decode(s + at, n - at, &right);
    return utf8proc_grapheme_break(left, right);
}

size_t text_cluster_before(const char *s, size_t n, size_t at)
{
    size_t start = char_before(s, at);
    while (!breaks_surely(s, n, start))
        start = char_before(s, start);
    for (;;) {
        int cols;
        size_t next = start + text_cluster(s + start, n - start, &cols);
        if (next >= at)
            return start;
        start = next;
    }
}

int text_cols(const char *s, size_t n)
{
    int sum = 0;
    for (size_t at = 0; at < n;) {
        int cols;
        size_t plain = plain_bytes(s + at, n - at);
        if (plain > 1) { /* all but the last, which may carry marks */
            at += plain - 1;
            sum += (int)(plain - 1);
        }
        at += text_cluster(s + at, n - at, &cols);
        sum += cols;
    }
    return sum;
}

size_t text_fit(const char *s, size_t n, int cols, int *used)
{
    size_t at = 0;
    int sum = 0;
    while (at < n) {
        int more;
        size_t bytes = text_cluster(s + at, n - at, &more);
        if (sum + more > cols)
            break;
        at += bytes;
        sum += more;
    }
    if (used)
        *used = sum;
    return at;
}

/* A blank by itself, not one that carries a mark. */
static bool is_blank(const char *s, size_t n, size_t at)
{
    int cols;
    return at < n && s[at] == ' ' && text_cluster(s + at, n - at, &cols) == 1;
}

/* The end of the blanks at `at`, and of a line end behind them. */
static size_t skip_blanks(const char *s, size_t n, size_t at)
{
    if (!is_blank(s, n, at))
        return at;
    while (is_blank(s, n, at))
        at++;
    return at < n && s[at] == '\n' ? at + 1 : at;
}

/* A row of the first n bytes, without the blanks at its end. */
static size_t trim_blanks(const char *s, size_t n)
{
    while (n && s[n - 1] == ' ')
        n--;
    return n;
}

struct row {
    size_t at;  /* up to here it fits */
    size_t cut; /* the last place where it may be cut; 0: none yet */
    int cols;   /* used so far */
    bool blank; /* nothing but blanks so far */
    bool wide;  /* the last cluster takes two columns */
};

static void row_take(struct row *r, size_t bytes, int cols, bool blank)
{
    if (!r->blank && (blank || r->wide))
        r->cut = r->at;
    r->blank = r->blank && blank;
    r->wide = cols == 2;
    r->at += bytes;
    r->cols += cols;
}

/* Most rows are nothing but ASCII: what stands in them is found without looking at each byte.
 * False: this one may not be, or it is the last. */
static bool row_take_plain(struct row *r, const char *s, size_t n, int cols)
{
    size_t fits = (size_t)cols, words = 0, cut = fits - 1;
    if (n <= fits || plain_bytes(s, fits + 1) <= fits)
        return false;
    while (words < fits && s[words] == ' ')
        words++;
    while (cut > words && s[cut] != ' ')
        cut--;
    *r = (struct row){
        .at = fits, .cut = cut > words ? cut : 0, .cols = cols, .blank = words == fits};
    return true;
}

/* Where to cut a full row into which a cluster of so many columns did not go: where it ended, if
 * that is no word's middle, else at the last good place. */
static size_t row_cut(const struct row *r, const char *s, size_t n, int cols)
{
    bool here = r->wide || cols == 2 || !r->cut || is_blank(s, n, r->at);
    return here ? r->at : r->cut;
}

size_t text_wrap(const char *s, size_t n, int cols, size_t *shown)
{
    struct row r = {.blank = true};
    row_take_plain(&r, s, n, cols);
    while (r.at < n && s[r.at] != '\n') {
        int more;
        size_t bytes = text_cluster(s + r.at, n - r.at, &more);
        if (r.cols + more > cols) {
            size_t cut = row_cut(&r, s, n, more);
            *shown = trim_blanks(s, cut);
            return cut ? skip_blanks(s, n, cut) : bytes;
        }
        row_take(&r, bytes, more, bytes == 1 && s[r.at] == ' ');
    }
    *shown = trim_blanks(s, r.at);
    return r.at < n ? r.at + 1 : r.at;
}

int text_wrap_rows(const char *s, size_t n, int cols)
{
    int rows = 0;
    for (size_t at = 0, shown; at < n; rows++)
        at += text_wrap(s + at, n - at, cols, &shown);
    return rows ? rows : 1;
}

void text_version(struct buf *compiled, struct buf *running)
{
    buf_printf(compiled, "%d.%d.%d", UTF8PROC_VERSION_MAJOR, UTF8PROC_VERSION_MINOR,
               UTF8PROC_VERSION_PATCH);
    buf_puts(running, utf8proc_version());
}
