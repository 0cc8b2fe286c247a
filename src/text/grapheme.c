/* Clusters, columns and rows of text that was made safe. Pure functions, any thread; columns follow
 * LC_CTYPE. */
#include "text/clean.h"

#include "text/grapheme_bond.h"

#include <utf8proc.h>
#include <wchar.h>

enum { CLUSTER_CHARS_MAX = 32, CLUSTER_COLS_MAX = 2 };

/* Without a locale that knows the character, what Unicode says. */
static int char_cols(int cp)
{
    int cols = wcwidth((wchar_t)cp);
    return cols < 0 ? utf8proc_charwidth(cp) : cols;
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

/* Goes through a text; at: the character that comes next, with what is known of it. */
struct reader {
    const char *s;
    size_t n, at, bytes;
    unsigned bond;
    bool wide_locale;
};

static void read_next(struct reader *r)
{
    r->at += r->bytes;
    r->bond = r->at < r->n ? text_bond(r->s + r->at, r->n - r->at, r->wide_locale, &r->bytes) : 0;
}

static struct reader read_from(const char *s, size_t n, size_t at)
{
    struct reader r = {.s = s, .n = n, .at = at, .wide_locale = text_locale_is_wide()};
    read_next(&r);
    return r;
}

/* Reads a lone character and its marks; 0: this cluster has to be looked at more closely. */
static size_t read_cluster(struct reader *r, int *cols)
{
    size_t begin = r->at;
    if (!(r->bond & BOND_LONE))
        return 0;
    *cols = (int)(r->bond & BOND_COLS);
    read_next(r);
    for (int chars = 1; r->bond & BOND_MARK && chars < CLUSTER_CHARS_MAX; chars++) {
        int more = (int)(r->bond & BOND_COLS);
        if (*cols + more > CLUSTER_COLS_MAX)
            return r->at - begin;
        *cols += more;
        read_next(r);
    }
    bool ends = r->at == r->n || r->bond & BOND_LONE || r->s[r->at] == '\n';
    return ends ? r->at - begin : 0;
}

size_t text_cluster(const char *s, size_t n, int *cols)
{
    if (s[0] >= 0x20 && s[0] < 0x7f && (n == 1 || (unsigned char)s[1] < 0x80)) {
        *cols = 1; /* most of all text */
        return 1;
    }
    struct reader r = read_from(s, n, 0);
    size_t bytes = read_cluster(&r, cols);
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
        size_t plain = text_plain_bytes(s + at, n - at);
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
    bool opens; /* and belongs to what follows */
};

/* An ideograph or what stands for one; no letter that is wide by its vowel sign. Of a cluster whose
 * character has no bond all is known that its columns tell. */
static bool is_wide(int cols, unsigned bond)
{
    return cols == 2 && (!bond || (bond & BOND_COLS) == 2);
}

/* The next cluster, and the bond of its first character. */
static void row_take(struct row *r, const char *s, size_t bytes, int cols, unsigned bond)
{
    bool blank = bytes == 1 && s[r->at] == ' ';
    bool wide = is_wide(cols, bond);
    bool here = blank || ((r->wide || wide) && !r->opens && !(bond & BOND_CLOSES));
    if (!r->blank && here)
        r->cut = r->at;
    r->blank = r->blank && blank;
    r->wide = wide;
    r->opens = bond & BOND_OPENS;
    r->at += bytes;
    r->cols += cols;
}

/* Most rows are nothing but ASCII: what stands in them is found without looking at each byte.
 * False: this one may not be, or it is the last. */
static bool row_take_plain(struct row *r, const char *s, size_t n, int cols)
{
    size_t fits = (size_t)cols, words = 0, cut = fits - 1;
    if (n <= fits || text_plain_bytes(s, fits + 1) <= fits)
        return false;
    while (words < fits && s[words] == ' ')
        words++;
    while (cut > words && s[cut] != ' ')
        cut--;
    *r = (struct row){
        .at = fits, .cut = cut > words ? cut : 0, .cols = cols, .blank = words == fits};
    return true;
}

/* As many clusters as fit, as long as they are lone characters and their marks. */
static void row_take_lone(struct row *r, const char *s, size_t n, int cols)
{
    struct reader k = read_from(s, n, r->at);
    for (;;) {
        int more;
        unsigned bond = k.bond;
        size_t bytes = read_cluster(&k, &more);
        if (!bytes || r->cols + more > cols)
            return;
        row_take(r, s, bytes, more, bond);
    }
}

/* Where to cut a full row into which a cluster of so many columns did not go: where it ended, if
 * that is no word's middle, else at the last good place. */
static size_t row_cut(const struct row *r, const char *s, size_t n, int cols, unsigned bond)
{
    bool here = (r->wide || is_wide(cols, bond)) && !r->opens && !(bond & BOND_CLOSES);
    return here || !r->cut || is_blank(s, n, r->at) ? r->at : r->cut;
}

/* Wide punctuation keeps to its text, whatever stands around it. */
static unsigned bond_at(const char *s, size_t n, int cols)
{
    size_t bytes;
    return cols == 2 ? text_bond(s, n, text_locale_is_wide(), &bytes) : 0;
}

size_t text_wrap(const char *s, size_t n, int cols, size_t *shown)
{
    struct row r = {.blank = true};
    if (!row_take_plain(&r, s, n, cols))
        row_take_lone(&r, s, n, cols);
    while (r.at < n && s[r.at] != '\n') {
        int more;
        size_t bytes = text_cluster(s + r.at, n - r.at, &more);
        unsigned bond = bond_at(s + r.at, n - r.at, more);
        if (r.cols + more > cols) {
            size_t cut = row_cut(&r, s, n, more, bond);
            *shown = trim_blanks(s, cut);
            return cut ? skip_blanks(s, n, cut) : bytes;
        }
        row_take(&r, s, bytes, more, bond);
        row_take_lone(&r, s, n, cols);
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
