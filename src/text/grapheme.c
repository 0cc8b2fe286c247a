/* Pure functions, any thread; columns follow LC_CTYPE. */
#include "text/grapheme.h"

#include "text/grapheme_bond.h"
#include "text/utf8.h"

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
    size_t at = utf8_decode(s, n, &cp);
    utf8proc_int32_t state = 0;
    *cols = char_cols(cp);
    for (int chars = 1; at < n && chars < CLUSTER_CHARS_MAX; chars++, cp = next, *cols += more) {
        size_t bytes = utf8_decode(s + at, n - at, &next);
        more = char_cols(next);
        if (utf8proc_grapheme_break_stateful(cp, next, &state) || *cols + more > CLUSTER_COLS_MAX)
            break;
        at += bytes;
    }
    return at;
}

static void read_next(struct grapheme_reader *r)
{
    r->at += r->bytes;
    r->bond =
        r->at < r->n ? grapheme_bond(r->s + r->at, r->n - r->at, r->wide_locale, &r->bytes) : 0;
}

struct grapheme_reader grapheme_read_from(const char *s, size_t n, size_t at)
{
    struct grapheme_reader r = {
        .s = s, .n = n, .at = at, .wide_locale = grapheme_bond_locale_is_wide()};
    read_next(&r);
    return r;
}

size_t grapheme_read(struct grapheme_reader *r, int *cols)
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

size_t grapheme_next(const char *s, size_t n, int *cols)
{
    if (s[0] >= 0x20 && s[0] < 0x7f && (n == 1 || (unsigned char)s[1] < 0x80)) {
        *cols = 1; /* most of all text */
        return 1;
    }
    struct grapheme_reader r = grapheme_read_from(s, n, 0);
    size_t bytes = grapheme_read(&r, cols);
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
    utf8_decode(s + before, n - before, &left);
    utf8_decode(s + at, n - at, &right);
    return utf8proc_grapheme_break(left, right);
}

size_t grapheme_before(const char *s, size_t n, size_t at)
{
    size_t start = char_before(s, at);
    while (!breaks_surely(s, n, start))
        start = char_before(s, start);
    for (;;) {
        int cols;
        size_t next = start + grapheme_next(s + start, n - start, &cols);
        if (next >= at)
            return start;
        start = next;
    }
}

void grapheme_version(struct buf *compiled, struct buf *running)
{
    buf_printf(compiled, "%d.%d.%d", UTF8PROC_VERSION_MAJOR, UTF8PROC_VERSION_MINOR,
               UTF8PROC_VERSION_PATCH);
    buf_puts(running, utf8proc_version());
}
