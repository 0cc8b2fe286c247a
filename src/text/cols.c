/* Pure functions, any thread; columns follow LC_CTYPE. */
#include "text/cols.h"

#include "text/grapheme.h"
#include "text/utf8.h"

#include <limits.h>

int cols_of(const char *s, size_t n)
{
    int sum = 0, more;
    for (size_t at = 0; at < n; sum += more) {
        size_t plain = utf8_plain_bytes(s + at, n - at);
        if (plain > 1) { /* the last one may carry marks */
            at += plain - 1;
            sum += (int)(plain - 1);
        }
        size_t bytes = grapheme_run(s + at, n - at, INT_MAX, &more);
        at += bytes ? bytes : grapheme_next(s + at, n - at, &more);
    }
    return sum;
}

/* The bytes of s that fit if they are ASCII, with what follows in the next column, as it may be a
 * mark; 0 if they are not. */
static size_t plain_fit(const char *s, size_t n, int cols)
{
    size_t room = cols > 0 ? (size_t)cols : 0;
    size_t look = n <= room ? n : room + 1;
    return utf8_plain_bytes(s, look) < look ? 0 : n <= room ? n : room;
}

size_t cols_fit(const char *s, size_t n, int cols, int *used)
{
    int sum = (int)plain_fit(s, n, cols), more;
    if (sum > 0) {
        if (used)
            *used = sum;
        return (size_t)sum;
    }
    size_t at = grapheme_run(s, n, cols, &sum);
    while (at < n && s[at] != '\n') {
        size_t bytes = grapheme_next(s + at, n - at, &more);
        if (sum + more > cols)
            break;
        sum += more;
        at += bytes;
        at += grapheme_run(s + at, n - at, cols - sum, &more);
        sum += more;
    }
    if (used)
        *used = sum;
    return at;
}

size_t cols_skip(const char *s, size_t n, int cols)
{
    int all = cols_of(s, n), used = 0, last;
    size_t skip = all > cols ? cols_fit(s, n, all - cols, &used) : 0;
    if (skip < n && all - used > cols) /* a wide character crosses the cut */
        skip += grapheme_next(s + skip, n - skip, &last);
    return skip;
}

size_t cols_cut_middle(const char *s, size_t n, int cols, int mark_cols, size_t *tail)
{
    int room = cols > mark_cols ? cols - mark_cols : 0;
    *tail = n;
    if (cols_of(s, n) <= cols)
        return n;
    *tail = cols_skip(s, n, room / 2);
    return cols_fit(s, n, room - room / 2, NULL);
}
