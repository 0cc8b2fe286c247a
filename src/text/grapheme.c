/* Pure functions, any thread; columns follow LC_CTYPE. */
#include "text/grapheme.h"

#include "text/char_kind.h"
#include "text/utf8.h"

#include <unigbrk.h>
#include <unistring/version.h>
#include <uniwidth.h>
#include <wchar.h>

enum { CLUSTER_BYTES_MAX = 96, CLUSTER_COLS_MAX = 2 };

/* The locale decides, or Unicode if the locale does not know the character. */
static int char_cols(int cp)
{
    int cols = wcwidth((wchar_t)cp);
    if (cols < 0)
        cols = uc_width((ucs4_t)cp, "UTF-8");
    return cols < 0 ? 0 : cols;
}

/* The bytes of the first cluster by UAX #29, at most CLUSTER_BYTES_MAX. */
static size_t cluster_bytes(const char *s, size_t n)
{
    char breaks[CLUSTER_BYTES_MAX];
    size_t end = 0, bytes = 1;
    for (size_t max = 12; max <= CLUSTER_BYTES_MAX && bytes >= end && end < n; max *= 2) {
        end = utf8_prefix_bytes(s, n, max);
        u8_grapheme_breaks((const uint8_t *)s, end, breaks);
        while (bytes < end && !breaks[bytes])
            bytes++;
    }
    return bytes;
}

size_t grapheme_run(const char *s, size_t n, int cols, int *used)
{
    size_t begin = 0, at = 0; /* begin: of the cluster that is being read */
    int sum = 0, own = 0;     /* the columns before it, and its own so far */
    *used = 0;
    while (at < n) {
        int cp;
        size_t bytes = utf8_decode(s + at, n - at, &cp);
        unsigned kind = char_kind(cp);
        int more = (int)(kind & CHAR_COLS);
        if (kind & CHAR_BASE || cp == '\n') {
            begin = at;
            sum = *used = sum + own;
            own = 0;
        } else if (!(kind & CHAR_MARK) || at == begin || own + more > CLUSTER_COLS_MAX ||
                   at - begin >= CLUSTER_BYTES_MAX) {
            return begin;
        }
        if (cp == '\n' || sum + own + more > cols)
            return begin;
        own += more;
        at += bytes;
    }
    *used = sum + own;
    return n;
}

/* Reads any cluster. It ends early if it would be wider than two columns, as ncurses would draw its
 * characters side by side. */
static size_t read_any(const char *s, size_t n, int *cols)
{
    int cp;
    size_t at = utf8_decode(s, n, &cp), next;
    *cols = char_cols(cp);
    for (size_t end = cluster_bytes(s, n); at < end; at = next) {
        next = at + utf8_decode(s + at, n - at, &cp);
        int more = char_cols(cp);
        if (*cols + more > CLUSTER_COLS_MAX)
            break;
        *cols += more;
    }
    return at;
}

size_t grapheme_next(const char *s, size_t n, int *cols)
{
    if (s[0] >= 0x20 && s[0] < 0x7f && (n == 1 || (unsigned char)s[1] < 0x80)) {
        *cols = 1; /* nearly all of most texts */
        return 1;
    }
    int first, second;
    size_t bytes = utf8_decode(s, n, &first);
    unsigned kind = char_kind(first);
    if (!(kind & CHAR_BASE))
        return read_any(s, n, cols);
    if (bytes < n)
        utf8_decode(s + bytes, n - bytes, &second);
    if (bytes < n && !(char_kind(second) & CHAR_BASE))
        return read_any(s, n, cols);
    *cols = (int)(kind & CHAR_COLS);
    return bytes;
}

/* True if there is a boundary at `at` whatever the text further to the left is. After flags,
 * joiners and marks a boundary depends on that text (GB9c, GB11, GB12). */
static bool is_sure_boundary(const char *s, size_t n, size_t at)
{
    if (!at)
        return true;
    int left, right;
    size_t before = utf8_before(s, at);
    utf8_decode(s + before, n - before, &left);
    utf8_decode(s + at, n - at, &right);
    int property = uc_graphemeclusterbreak_property((ucs4_t)left);
    return property != GBP_RI && property != GBP_ZWJ && property != GBP_EXTEND &&
           uc_is_grapheme_break((ucs4_t)left, (ucs4_t)right);
}

size_t grapheme_before(const char *s, size_t n, size_t at)
{
    size_t start = utf8_before(s, at);
    while (!is_sure_boundary(s, n, start))
        start = utf8_before(s, start);
    for (;;) {
        int cols;
        size_t next = start + grapheme_next(s + start, n - start, &cols);
        if (next >= at)
            return start;
        start = next;
    }
}

static void put_version(struct buf *out, int version)
{
    buf_printf(out, "%d.%d", version >> 16, version >> 8 & 0xff);
    if (version & 0xff)
        buf_printf(out, ".%d", version & 0xff);
}

void grapheme_version(struct buf *compiled, struct buf *running)
{
    put_version(compiled, _LIBUNISTRING_VERSION);
    put_version(running, _libunistring_version);
}
