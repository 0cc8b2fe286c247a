/* Pure functions, any thread; columns follow LC_CTYPE. */
#include "text/wrap.h"

#include "text/grapheme.h"
#include "text/grapheme_bond.h"
#include "text/utf8.h"

/* A blank by itself, not one that carries a mark. */
static bool is_blank(const char *s, size_t n, size_t at)
{
    int cols;
    return at < n && s[at] == ' ' && grapheme_next(s + at, n - at, &cols) == 1;
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
    if (n <= fits || utf8_plain_bytes(s, fits + 1) <= fits)
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
    struct grapheme_reader k = grapheme_read_from(s, n, r->at);
    for (;;) {
        int more;
        unsigned bond = k.bond;
        size_t bytes = grapheme_read(&k, &more);
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
    return cols == 2 ? grapheme_bond(s, n, grapheme_bond_locale_is_wide(), &bytes) : 0;
}

size_t wrap_row(const char *s, size_t n, int cols, size_t *shown)
{
    struct row r = {.blank = true};
    if (!row_take_plain(&r, s, n, cols))
        row_take_lone(&r, s, n, cols);
    while (r.at < n && s[r.at] != '\n') {
        int more;
        size_t bytes = grapheme_next(s + r.at, n - r.at, &more);
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

int wrap_rows(const char *s, size_t n, int cols)
{
    int rows = 0;
    for (size_t at = 0, shown; at < n; rows++)
        at += wrap_row(s + at, n - at, cols, &shown);
    return rows ? rows : 1;
}
